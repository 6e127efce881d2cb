"""Lets the register find the entries that put a protocol in force without reading the whole ledger."""

from django.db import migrations

# The bodies are canonical JSON, so each of these stands in a body exactly so or not at all.
INDEX = """
CREATE INDEX ledger_validations ON ledger_entry (seq)
WHERE (position('"kind":"protocol.validated"'::bytea in body) > 0
    OR position('"kind":"protocol.registered"'::bytea in body) > 0
    OR position('"kind":"protocol.inherited"'::bytea in body) > 0);
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]

    operations = [migrations.RunSQL(INDEX, "DROP INDEX ledger_validations")]
