"""Tables of the vault. `person` is read by the delivery role through row-level security only.

A dossier is keyed on our own number: an INSZ can be replaced, and a source's own number can change.
"""

from __future__ import annotations

from django.db import models

from sluis.domain.privacy import internal, personal, pseudonymous

WHILE_IN_VAULT = "while the agency keeps the dossier; erased with it"
QUALITY = "10 years, with the agency's logging"


class Status(models.TextChoices):
    """A person's standing in the source. The values are stored: a rename is a migration."""

    ACTIVE = "active"
    DECEASED = "deceased"
    STRUCK_OFF = "struck_off"
    CANCELLED = "cancelled"


class Person(models.Model):
    """One dossier of one sending agency. Everything but INSZ and NIS code may be unknown."""

    agency = models.CharField(max_length=20)
    source_id = models.TextField(null=True, db_collation="C")
    insz = models.TextField(db_collation="C")
    surname = models.TextField(null=True)
    first_name = models.TextField(null=True)
    nis = models.TextField(db_collation="C")
    contract_signed_on = models.DateField(null=True)
    attest_obtained_on = models.DateField(null=True)
    status = models.TextField()
    left_on = models.DateField(null=True)
    restricted = models.BooleanField(db_default=False)
    # The key of this person's commitments in deliveries: without it nobody can tell that they were in one, so
    # erasing a dossier erases its traces from a ledger in which nothing is ever changed. It is random: the
    # database makes it where an import does not (migration 0003).
    secret = models.BinaryField()

    KEPT = {
        "id": pseudonymous(WHILE_IN_VAULT),
        "agency": internal(WHILE_IN_VAULT),
        "source_id": pseudonymous(WHILE_IN_VAULT),
        "insz": personal(WHILE_IN_VAULT),
        "surname": personal(WHILE_IN_VAULT),
        "first_name": personal(WHILE_IN_VAULT),
        "nis": personal(WHILE_IN_VAULT),
        "contract_signed_on": personal(WHILE_IN_VAULT),
        "attest_obtained_on": personal(WHILE_IN_VAULT),
        "status": personal(WHILE_IN_VAULT),
        "left_on": personal(WHILE_IN_VAULT),
        "restricted": personal(WHILE_IN_VAULT),
        "secret": pseudonymous(WHILE_IN_VAULT),
    }

    class Meta:
        db_table = "dossiers_person"
        # The column that tells people apart comes first: an index is built much faster that way.
        constraints = [
            # Checked when a statement ends and not row by row, so that two people's numbers can be exchanged.
            models.UniqueConstraint(
                fields=["insz", "agency"], name="dossiers_one_insz", deferrable=models.Deferrable.IMMEDIATE
            ),
            models.UniqueConstraint(
                fields=["source_id", "agency"],
                name="dossiers_one_source_id",
                condition=models.Q(source_id__isnull=False),
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=[status.value for status in Status]), name="dossiers_status"
            ),
        ]
        indexes = [models.Index(fields=["nis"], name="dossiers_by_nis")]


class FormerINSZ(models.Model):
    """An INSZ that a person had before; the register replaces numbers, and people stay who they are."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    insz = models.TextField(db_collation="C", db_index=True)
    replaced_as_of = models.DateField()

    KEPT = {
        "id": pseudonymous(WHILE_IN_VAULT),
        "person": pseudonymous(WHILE_IN_VAULT),
        "insz": personal(WHILE_IN_VAULT),
        "replaced_as_of": personal(WHILE_IN_VAULT),
    }

    class Meta:
        db_table = "dossiers_former_insz"
        constraints = [models.UniqueConstraint(fields=["person", "insz"], name="dossiers_former_insz_once_a_person")]


class Extract(models.Model):
    """One extract of the source that was taken in, with what came of it."""

    agency = models.CharField(max_length=20)
    as_of = models.DateField()
    digest = models.TextField()
    imported_at = models.DateTimeField()
    imported_by = models.TextField()
    rows = models.BigIntegerField()
    accepted = models.BigIntegerField()
    added = models.BigIntegerField()
    changed = models.BigIntegerField()
    unchanged = models.BigIntegerField()
    left = models.BigIntegerField()
    remapped = models.BigIntegerField()

    KEPT = {
        name: internal(QUALITY)
        for name in (
            "id", "agency", "as_of", "digest", "imported_at", "imported_by", "rows", "accepted", "added",
            "changed", "unchanged", "left", "remapped",
        )
    }  # fmt: skip

    class Meta:
        db_table = "dossiers_extract"


class Quarantined(models.Model):
    """A row of an extract that was not taken in: where it stands and why, without what it says."""

    extract = models.ForeignKey(Extract, on_delete=models.CASCADE)
    line = models.BigIntegerField()
    column = models.TextField()
    reason = models.TextField()

    KEPT = {name: internal(QUALITY) for name in ("id", "extract", "line", "column", "reason")}

    class Meta:
        db_table = "dossiers_quarantined"
