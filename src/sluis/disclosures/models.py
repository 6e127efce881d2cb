"""Tables of the main job: what was asked, what the gate said, and the parcels that came of it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from sluis.domain.collection import How
from sluis.domain.lifecycle import DeliveryStatus
from sluis.domain.privacy import internal, personal, pseudonymous

AN_HOUR = "an hour, until the next try after that"
LOGGING = "10 years, with the agency's logging"
UNTIL_DELIVERED = "until the parcel was delivered or withheld"
UNTIL_DELETED = "until its deletion was confirmed, at most until the last day on which the municipality may keep it"


class Ask(models.Model):
    """An ask (*aanvraag*) of a municipality, as it came in."""

    id = models.UUIDField(primary_key=True)
    idempotency_key = models.TextField()
    nis = models.TextField(db_collation="C")
    service = models.TextField()
    purpose = models.TextField()
    fields = ArrayField(models.TextField(), null=True)
    period_first = models.DateField(null=True)
    period_last = models.DateField(null=True)
    asked_at = models.DateTimeField()
    asked_by = models.TextField()
    destination = models.TextField()

    KEPT = {
        name: internal(LOGGING)
        for name in (
            "id", "idempotency_key", "nis", "service", "purpose", "fields", "period_first", "period_last",
            "asked_at", "asked_by", "destination",
        )
    }  # fmt: skip

    class Meta:
        db_table = "disclosures_ask"
        indexes = [models.Index(fields=["-asked_at"], name="disclosures_newest_asks")]
        constraints = [
            models.UniqueConstraint(fields=["nis", "idempotency_key"], name="disclosures_an_ask_is_asked_once")
        ]


class Permit(models.Model):
    """A permit (*toelating*) that the gate gave. Row-level security reads this table, and nothing else."""

    id = models.UUIDField(primary_key=True)
    ask = models.ForeignKey(Ask, on_delete=models.PROTECT, related_name="permits")
    version = models.ForeignKey("protocols.Version", on_delete=models.PROTECT)
    agency = models.CharField(max_length=20)
    fields = ArrayField(models.TextField())
    territory = ArrayField(models.TextField(db_collation="C"))
    contract = models.BooleanField(null=True)
    attest = models.BooleanField(null=True)
    period_by = models.TextField(null=True)
    period_first = models.DateField(null=True)
    period_last = models.DateField(null=True)
    row_limit = models.PositiveIntegerField()
    keep_until = models.DateField()
    rules_digest = models.TextField()
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    KEPT = {
        name: internal(LOGGING)
        for name in (
            "id", "ask", "version", "agency", "fields", "territory", "contract", "attest", "period_by",
            "period_first", "period_last", "row_limit", "keep_until", "rules_digest", "issued_at",
            "expires_at",
        )
    }  # fmt: skip

    class Meta:
        db_table = "disclosures_permit"


class Refusal(models.Model):
    """A refusal (*weigering*): at which step (`gate`, `recording` or `delivery`), by which rule."""

    ask = models.ForeignKey(Ask, on_delete=models.PROTECT, related_name="refusals")
    step = models.TextField()
    rule = models.TextField()
    detail = models.JSONField(default=dict)
    at = models.DateTimeField()

    KEPT = {name: internal(LOGGING) for name in ("id", "ask", "step", "rule", "detail", "at")}

    class Meta:
        db_table = "disclosures_refusal"


class Delivery(models.Model):
    """A sealed parcel (*zending*) and what became of it."""

    id = models.UUIDField(primary_key=True)
    permit = models.OneToOneField(Permit, on_delete=models.PROTECT, related_name="delivery")
    status = models.TextField()
    name = models.TextField(unique=True)
    sealed = models.BinaryField(null=True)
    signature = models.TextField()
    parcel_digest = models.TextField()
    rows = models.PositiveIntegerField()
    reference_date = models.DateField()
    keep_until = models.DateField()
    people_root = models.TextField()
    # The people's commitments, 32 bytes each, sorted: a person is found again by recomputing theirs.
    commitments = models.BinaryField()
    recorded_at = models.DateTimeField()
    entry = models.BigIntegerField()
    settled_at = models.DateTimeField(null=True)
    # When somebody of the municipality first fetched or opened it, where it went through the portal.
    collected_at = models.DateTimeField(null=True)
    deletion_confirmed_at = models.DateTimeField(null=True)
    deletion_confirmed_by = models.TextField(null=True)

    KEPT = {
        **{
            name: internal(LOGGING)
            for name in (
                "id", "permit", "status", "name", "signature", "parcel_digest", "rows", "reference_date",
                "keep_until", "people_root", "recorded_at", "entry", "settled_at", "collected_at",
                "deletion_confirmed_at", "deletion_confirmed_by",
            )
        },
        "sealed": personal(UNTIL_DELIVERED),
        "commitments": pseudonymous(LOGGING),
    }  # fmt: skip

    class Meta:
        db_table = "disclosures_delivery"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=[status.value for status in DeliveryStatus]),
                name="disclosures_delivery_status",
            ),
            # What still has to leave is there to leave; what has left or was withheld is kept no longer.
            models.CheckConstraint(
                condition=models.Q(status=DeliveryStatus.RECORDED.value, sealed__isnull=False, settled_at__isnull=True)
                | (
                    ~models.Q(status=DeliveryStatus.RECORDED.value)
                    & models.Q(sealed__isnull=True, settled_at__isnull=False)
                ),
                name="disclosures_sealed_until_settled",
            ),
        ]
        indexes = [
            models.Index(
                fields=["recorded_at"],
                name="disclosures_waiting",
                condition=models.Q(status=DeliveryStatus.RECORDED.value),
            )
        ]


class Collectable(models.Model):
    """A parcel in the pigeonhole: its four files, for its municipality to collect through the portal."""

    delivery = models.OneToOneField(Delivery, on_delete=models.PROTECT, primary_key=True, related_name="collectable")
    sealed = models.BinaryField()
    signature = models.TextField()
    entry = models.BinaryField()
    proof = models.TextField()
    laid_ready_at = models.DateTimeField()

    KEPT = {name: internal(UNTIL_DELETED) for name in ("delivery", "signature", "entry", "proof", "laid_ready_at")} | {
        "sealed": personal(UNTIL_DELETED)
    }

    class Meta:
        db_table = "disclosures_collectable"


class Opening(models.Model):
    """That somebody fetched or opened a delivery: who, for which party, how, and when."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="openings")
    # The name of a user account; it is shown to the data-protection officers of the parties and stays in the house.
    person = models.TextField()
    party = models.TextField()
    how = models.TextField()
    at = models.DateTimeField()

    KEPT = {name: internal(LOGGING) for name in ("id", "delivery", "party", "how", "at")} | {
        "person": personal(LOGGING)
    }

    class Meta:
        db_table = "disclosures_opening"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(how__in=[how.value for how in How]), name="disclosures_opening_how"
            )
        ]


class Try(models.Model):
    """That somebody tried a passphrase on a delivery, and it was not right, or is not known to be right yet."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="+")
    person = models.TextField()
    at = models.DateTimeField()

    KEPT = {name: internal(AN_HOUR) for name in ("id", "delivery", "at")} | {"person": personal(AN_HOUR)}

    class Meta:
        db_table = "disclosures_try"
        indexes = [models.Index(fields=["delivery", "person"], name="disclosures_tries_of_somebody")]
