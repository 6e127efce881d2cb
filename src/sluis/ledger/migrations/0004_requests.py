"""Lets the yearly report find the entries about people's requests without reading the whole ledger."""

from django.db import migrations

# As in 0003: the bodies are canonical JSON, so each of these stands in a body exactly so or not at all.
INDEX = """
CREATE INDEX ledger_requests ON ledger_entry (seq)
WHERE (position('"kind":"dossier.restricted"'::bytea in body) > 0
    OR position('"kind":"dossier.released"'::bytea in body) > 0
    OR position('"kind":"dossier.erased"'::bytea in body) > 0);
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_validations")]

    operations = [migrations.RunSQL(INDEX, "DROP INDEX ledger_requests")]
