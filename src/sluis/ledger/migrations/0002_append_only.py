"""The one way in, and no way back: `ledger_append` numbers and writes entries; triggers refuse the rest."""

from django.db import migrations

APPEND = """
INSERT INTO ledger_head (id, size) VALUES (1, 0);

-- Entries compress badly, and what was signed is read back byte for byte: keep them as they are.
ALTER TABLE ledger_entry ALTER COLUMN body SET STORAGE EXTERNAL;

-- The head's row lock hands out numbers without a gap: it is held until the act commits, and a rollback gives
-- the numbers back. The function runs as the owner, so that nobody else needs to be able to write entries.
CREATE FUNCTION ledger_append(bodies bytea[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    first bigint;
BEGIN
    UPDATE public.ledger_head SET size = size + cardinality(bodies) WHERE id = 1
        RETURNING size - cardinality(bodies) INTO STRICT first;
    INSERT INTO public.ledger_entry (seq, body)
        SELECT first + place - 1, body FROM unnest(bodies) WITH ORDINALITY AS given (body, place);
    RETURN first;
END
$$;
REVOKE ALL ON FUNCTION ledger_append(bytea[]) FROM PUBLIC;

CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The ledger is append-only: % of % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER ledger_entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_signed_head_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_signed_head
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_head_stays BEFORE DELETE OR TRUNCATE ON ledger_head
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [migrations.RunSQL(APPEND)]
