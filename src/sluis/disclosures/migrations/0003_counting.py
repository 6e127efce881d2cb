"""A count for the simulation of a draft: how many people a purpose would concern, and never who."""

from django.db import migrations

COUNT = """
-- The owner sees nobody in its own table, except while the function below counts.
CREATE POLICY owner_counts ON dossiers_person FOR SELECT TO sluis_owner
    USING (current_setting('sluis.counting', true) = 'on');

-- How many people a selection would hold, rounded down to fives: a draft is read by many, a small number in a small
-- municipality is a person, and so is the difference of two exact ones. Who asks gets a number, and no way to the rows.
CREATE FUNCTION disclosures_count(in_territory text[], of_agency text, with_contract boolean, with_attest boolean)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    people bigint;
BEGIN
    PERFORM set_config('sluis.counting', 'on', true);
    SELECT count(*) INTO people
        FROM public.dossiers_person
        WHERE nis = ANY (in_territory) AND agency = of_agency AND left_on IS NULL AND status = 'active'
            AND NOT restricted
            AND (with_contract IS NULL OR (contract_signed_on IS NOT NULL) = with_contract)
            AND (with_attest IS NULL OR (attest_obtained_on IS NOT NULL) = with_attest);
    PERFORM set_config('sluis.counting', 'off', true);
    RETURN people - people % 5;
END
$$;
REVOKE ALL ON FUNCTION disclosures_count(text[], text, boolean, boolean) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0002_walls"), ("dossiers", "0003_taking_in")]

    operations = [migrations.RunSQL(COUNT)]
