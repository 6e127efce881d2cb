"""Row-level security on the vault: whoever has no policy here sees no row, the owner included."""

from django.db import migrations

WALLS = """
ALTER TABLE dossiers_person ENABLE ROW LEVEL SECURITY;
ALTER TABLE dossiers_person FORCE ROW LEVEL SECURITY;
ALTER TABLE dossiers_former_insz ENABLE ROW LEVEL SECURITY;
ALTER TABLE dossiers_former_insz FORCE ROW LEVEL SECURITY;

-- The steward's role imports extracts and mends dossiers; the portal and the deliveries never take it up.
CREATE POLICY steward_keeps_the_vault ON dossiers_person TO sluis_steward USING (true) WITH CHECK (true);
CREATE POLICY steward_keeps_the_vault ON dossiers_former_insz TO sluis_steward USING (true) WITH CHECK (true);
"""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0001_initial")]

    operations = [migrations.RunSQL(WALLS)]
