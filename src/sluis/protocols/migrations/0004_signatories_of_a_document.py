"""Signatories belong to the document they sign: a text that was decided on twice has two, with one digest."""

from django.db import migrations, models

# Before this a digest had one document.
FILL = """
UPDATE protocols_signatory AS signatory SET text_id = document.id FROM protocols_document AS document
WHERE document.version_id = signatory.version_id AND document.terms_digest = signatory.terms_digest
    AND document.kind = 'text'
"""


class Migration(migrations.Migration):
    dependencies = [("protocols", "0003_texts_stay")]

    operations = [
        migrations.AddField(
            "signatory",
            "text",
            models.ForeignKey(null=True, on_delete=models.PROTECT, related_name="signatories", to="protocols.document"),
        ),
        migrations.RunSQL([FILL, "SET CONSTRAINTS ALL IMMEDIATE"]),
        migrations.AlterField(
            "signatory",
            "text",
            models.ForeignKey(on_delete=models.PROTECT, related_name="signatories", to="protocols.document"),
        ),
        migrations.RemoveConstraint("signatory", "protocols_one_signatory_a_place"),
        migrations.AddConstraint(
            "signatory",
            models.UniqueConstraint(fields=["text", "side", "capacity"], name="protocols_one_signatory_a_place"),
        ),
    ]
