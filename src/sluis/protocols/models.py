"""Tables of protocols: versions whose terms are never edited, the moves they made, the holds on them."""

from __future__ import annotations

from django.db import models

from sluis.domain.lifecycle import HoldKind, Status
from sluis.domain.privacy import internal, public

PERMANENT = "permanently; a protocol is a public document"


class Protocol(models.Model):
    """An agreement between one agency and one municipality, through all its versions."""

    code = models.CharField(max_length=60, primary_key=True)
    agency = models.CharField(max_length=20)
    nis = models.TextField(db_collation="C")

    KEPT = {name: public(PERMANENT) for name in ("code", "agency", "nis")}

    class Meta:
        db_table = "protocols_protocol"
        indexes = [models.Index(fields=["nis"], name="protocols_by_nis")]


class Version(models.Model):
    """One text. `terms` are the canonical bytes that were signed; their digest is what everything carries."""

    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    terms = models.BinaryField()
    terms_digest = models.TextField(unique=True)
    status = models.TextField()
    published_by_sender = models.TextField(null=True)
    published_by_recipient = models.TextField(null=True)
    remark = models.TextField(default="")

    KEPT = {
        name: public(PERMANENT)
        for name in (
            "id", "protocol", "number", "terms", "terms_digest", "status", "published_by_sender",
            "published_by_recipient", "remark",
        )
    }  # fmt: skip

    class Meta:
        db_table = "protocols_version"
        constraints = [
            models.UniqueConstraint(fields=["protocol", "number"], name="protocols_one_version_a_number"),
            models.UniqueConstraint(
                fields=["protocol"],
                name="protocols_one_text_in_force",
                condition=models.Q(status__in=[Status.ACTIVE.value, Status.SUSPENDED.value]),
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=[status.value for status in Status]), name="protocols_status"
            ),
        ]


class Move(models.Model):
    """One step in the life of a version: who did what, when, from which status to which."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="moves")
    verb = models.TextField()
    from_status = models.TextField(null=True)
    to_status = models.TextField()
    at = models.DateTimeField()
    by = models.TextField()
    reason = models.TextField(default="")
    # Where a protocol was concluded before it came into this system, `at` is when it happened.
    recorded_at = models.DateTimeField()

    KEPT = {
        name: public(PERMANENT)
        for name in ("id", "version", "verb", "from_status", "to_status", "at", "by", "reason", "recorded_at")
    }

    class Meta:
        db_table = "protocols_move"
        indexes = [models.Index(fields=["version", "at"], name="protocols_moves_in_time")]


class Hold(models.Model):
    """A sanction or a breach under way: while it is open, nothing is delivered under the protocol."""

    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="holds")
    kind = models.TextField()
    reason = models.TextField()
    placed_at = models.DateTimeField()
    placed_by = models.TextField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.TextField(null=True)

    KEPT = {
        name: internal("10 years, with the agency's logging")
        for name in (
            "id", "protocol", "kind", "reason", "placed_at", "placed_by", "lifted_at", "lifted_by",
        )
    }  # fmt: skip

    class Meta:
        db_table = "protocols_hold"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in HoldKind]), name="protocols_hold_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | models.Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="protocols_hold_lifted_by_someone",
            ),
        ]
