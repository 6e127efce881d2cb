"""A text that was decided on stays as it is, whatever the program may want: a trigger refuses any change of it."""

from django.db import migrations

KEEP = """
-- What is signed is what runs: the terms of a version change while it is a draft, and once more when the decision
-- closes the text. After that not even the program can change them.
CREATE FUNCTION protocols_keep_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.terms, NEW.terms_digest) IS DISTINCT FROM (OLD.terms, OLD.terms_digest)
        AND OLD.status <> 'draft' AND NOT (OLD.status = 'advised' AND NEW.status = 'decided')
    THEN
        RAISE EXCEPTION 'The text of a protocol that is % does not change.', OLD.status
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF (NEW.protocol_id, NEW.number) IS DISTINCT FROM (OLD.protocol_id, OLD.number) THEN
        RAISE EXCEPTION 'A version keeps its protocol and its number.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER protocols_version_keeps_its_text BEFORE UPDATE ON protocols_version
    FOR EACH ROW EXECUTE FUNCTION protocols_keep_text();
"""


class Migration(migrations.Migration):
    dependencies = [("protocols", "0002_life_of_a_protocol")]

    operations = [migrations.RunSQL(KEEP)]
