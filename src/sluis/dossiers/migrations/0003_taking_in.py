"""What an import needs of the owner: fresh secrets, and the indexes out of the way of much writing."""

from django.db import migrations

TAKING_IN = """
-- Nobody can work out again a secret that was erased. An import that fills an empty vault brings secrets of
-- its own, from the same kind of source, because this one takes four seconds for a million people.
ALTER TABLE dossiers_person ALTER COLUMN secret SET DEFAULT sha256(uuid_send(gen_random_uuid()));

-- Adding a million people with the indexes in place costs six times what it costs to add them and build the
-- indexes afterwards. The steward's role may not change tables, so it asks here. Until the transaction ends
-- nobody else can touch the table, so nobody sees it without its walls; and the trigger below lets no
-- transaction end that way.
CREATE TABLE dossiers_opening (at timestamptz NOT NULL DEFAULT clock_timestamp());

CREATE FUNCTION dossiers_open_for_bulk() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO public.dossiers_opening DEFAULT VALUES;
    -- COPY cannot write to a table under row-level security.
    ALTER TABLE public.dossiers_person DISABLE ROW LEVEL SECURITY;
    ALTER TABLE public.dossiers_person DROP CONSTRAINT IF EXISTS dossiers_one_insz;
    DROP INDEX IF EXISTS public.dossiers_one_source_id;
    DROP INDEX IF EXISTS public.dossiers_by_nis;
    IF NOT EXISTS (SELECT FROM public.dossiers_person) THEN
        -- A table that is new in its transaction need not be written twice, to itself and to the log.
        TRUNCATE public.dossiers_person, public.dossiers_former_insz;
    END IF;
END
$$;
REVOKE ALL ON FUNCTION dossiers_open_for_bulk() FROM PUBLIC;

-- Returns whether the vault is closed again; not where two people have the same number, who must be told
-- apart first.
CREATE FUNCTION dossiers_close_after_bulk() RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET default_statistics_target = 30
AS $$
DECLARE
    waiting name;
BEGIN
    -- A table cannot be changed while foreign keys to it are still to be checked.
    FOR waiting IN
        SELECT conname FROM pg_constraint
        WHERE confrelid = 'public.dossiers_person'::regclass AND condeferrable
    LOOP
        EXECUTE format('SET CONSTRAINTS public.%I IMMEDIATE', waiting);
    END LOOP;
    ALTER TABLE public.dossiers_person DISABLE ROW LEVEL SECURITY;
    PERFORM setval(
        pg_get_serial_sequence('public.dossiers_person', 'id'),
        greatest(nextval(pg_get_serial_sequence('public.dossiers_person', 'id')), max(id))
    ) FROM public.dossiers_person;
    -- First the walls: under row-level security an index that cannot be built does not say on which value.
    ALTER TABLE public.dossiers_person ENABLE ROW LEVEL SECURITY;
    BEGIN
        ALTER TABLE public.dossiers_person
            ADD CONSTRAINT dossiers_one_insz UNIQUE (insz, agency) DEFERRABLE INITIALLY IMMEDIATE;
        CREATE UNIQUE INDEX dossiers_one_source_id ON public.dossiers_person (source_id, agency)
            WHERE source_id IS NOT NULL;
    EXCEPTION WHEN unique_violation THEN
        RETURN false;
    END;
    CREATE INDEX dossiers_by_nis ON public.dossiers_person (nis);
    ANALYZE public.dossiers_person (
        agency, insz, nis, contract_signed_on, attest_obtained_on, status, left_on, restricted
    );
    RETURN true;
END
$$;
REVOKE ALL ON FUNCTION dossiers_close_after_bulk() FROM PUBLIC;

CREATE FUNCTION dossiers_must_be_closed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT (
        SELECT relrowsecurity AND relforcerowsecurity FROM pg_class
        WHERE oid = 'public.dossiers_person'::regclass
    ) OR 3 <> (
        SELECT count(*) FROM pg_index WHERE indrelid = 'public.dossiers_person'::regclass AND indexrelid IN (
            to_regclass('public.dossiers_one_insz'),
            to_regclass('public.dossiers_one_source_id'),
            to_regclass('public.dossiers_by_nis')
        )
    ) THEN
        RAISE EXCEPTION 'The vault was opened and not closed again; nothing is kept.'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    DELETE FROM public.dossiers_opening;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER dossiers_opening_is_closed AFTER INSERT ON dossiers_opening
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION dossiers_must_be_closed();
"""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0002_walls")]

    operations = [migrations.RunSQL(TAKING_IN)]
