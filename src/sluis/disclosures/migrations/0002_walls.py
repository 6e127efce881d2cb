"""The second wall: the delivery role sees the rows of a live permit, and without one no row at all."""

from django.db import migrations

WALLS = """
-- A parcel is encrypted and a set of commitments is random: trying to compress them is wasted time.
ALTER TABLE disclosures_delivery ALTER COLUMN sealed SET STORAGE EXTERNAL;
ALTER TABLE disclosures_delivery ALTER COLUMN commitments SET STORAGE EXTERNAL;

-- The permit named in this transaction (setting sluis.permit), if it is live: not expired, its protocol active,
-- and nothing delivered on it yet. It runs as the owner because the delivery role may read no table but the
-- vault. A setting that is empty or no number is no permit.
CREATE FUNCTION disclosures_live_permit() RETURNS SETOF disclosures_permit
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT permit.*
    FROM public.disclosures_permit AS permit
    JOIN public.protocols_version AS version ON version.id = permit.version_id
    WHERE permit.id = CASE
            WHEN current_setting('sluis.permit', true) ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
            THEN current_setting('sluis.permit', true)::uuid
        END
        AND clock_timestamp() >= permit.issued_at
        AND clock_timestamp() < permit.expires_at
        AND version.status = 'active'
        AND NOT EXISTS (SELECT FROM public.disclosures_delivery AS d WHERE d.permit_id = permit.id)
$$;
REVOKE ALL ON FUNCTION disclosures_live_permit() FROM PUBLIC;

-- Each sub-select is worked out once a query, not once a row; without a live permit all of them are empty,
-- and a comparison with nothing lets no row through.
CREATE POLICY delivery_sees_what_the_permit_says ON dossiers_person FOR SELECT TO sluis_delivery USING (
    nis = ANY (ARRAY(SELECT unnest(territory) FROM disclosures_live_permit()))
    AND agency = (SELECT agency FROM disclosures_live_permit())
    AND left_on IS NULL
    AND status = 'active'
    AND NOT restricted
    AND (contract_signed_on IS NOT NULL)
        = COALESCE((SELECT contract FROM disclosures_live_permit()), contract_signed_on IS NOT NULL)
    AND (attest_obtained_on IS NOT NULL)
        = COALESCE((SELECT attest FROM disclosures_live_permit()), attest_obtained_on IS NOT NULL)
    AND CASE (SELECT period_by FROM disclosures_live_permit())
        WHEN 'contract' THEN contract_signed_on
        WHEN 'attest' THEN attest_obtained_on
        ELSE DATE '0001-01-01'
    END BETWEEN COALESCE((SELECT period_first FROM disclosures_live_permit()), DATE '0001-01-01')
        AND COALESCE((SELECT period_last FROM disclosures_live_permit()), DATE '0001-01-01')
);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("disclosures", "0001_initial"),
        ("dossiers", "0002_walls"),
        ("protocols", "0001_initial"),
    ]

    operations = [migrations.RunSQL(WALLS)]
