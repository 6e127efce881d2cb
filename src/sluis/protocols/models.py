"""Tables of protocols: versions whose terms are never edited, the moves they made, the holds on them."""

from __future__ import annotations

from django.db import models

from sluis.domain.lifecycle import IN_FORCE, IN_PREPARATION, HoldKind, Status
from sluis.domain.privacy import Kept, internal, personal, public
from sluis.domain.requirements import Way
from sluis.domain.terms import Outcome, Side

PERMANENT = "permanently; a protocol is a public document"
WITH_PROTOCOL = "10 years after the protocol ended, with its file"


def _kept(**fields: Kept) -> dict[str, Kept]:
    """Every field of a table says what it is; the house checks that none is left out."""
    return fields


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
    """One text. `terms` are its canonical bytes; once it was decided on they never change (a trigger sees to it).

    While it is a draft they may lack parts. `ends_on` is the last day after notice was given.
    """

    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    terms = models.BinaryField()
    terms_digest = models.TextField(unique=True)
    status = models.TextField()
    published_by_sender = models.TextField(null=True)
    published_by_recipient = models.TextField(null=True)
    remark = models.TextField(default="")
    ends_on = models.DateField(null=True)

    KEPT = {
        name: public(PERMANENT)
        for name in (
            "id", "protocol", "number", "terms", "terms_digest", "status", "published_by_sender",
            "published_by_recipient", "remark", "ends_on",
        )
    }  # fmt: skip

    class Meta:
        db_table = "protocols_version"
        constraints = [
            models.UniqueConstraint(fields=["protocol", "number"], name="protocols_one_version_a_number"),
            models.UniqueConstraint(
                fields=["protocol"],
                name="protocols_one_text_in_force",
                condition=models.Q(status__in=sorted(status.value for status in IN_FORCE)),
            ),
            models.UniqueConstraint(
                fields=["protocol"],
                name="protocols_one_text_in_preparation",
                condition=models.Q(status__in=sorted(status.value for status in IN_PREPARATION)),
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=[status.value for status in Status]), name="protocols_status"
            ),
        ]


class Move(models.Model):
    """One step in the life of a version: who did what, when, from which status to which.

    `by` is the party that acted; the person and the role stay in the house.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="moves")
    verb = models.TextField()
    from_status = models.TextField(null=True)
    to_status = models.TextField()
    at = models.DateTimeField()
    by = models.TextField()
    person = models.TextField(default="")
    role = models.TextField(default="")
    reason = models.TextField(default="")
    # Where a protocol was concluded before it came into this system, `at` is when it happened.
    recorded_at = models.DateTimeField()

    KEPT = {
        name: public(PERMANENT)
        for name in ("id", "version", "verb", "from_status", "to_status", "at", "by", "role", "reason", "recorded_at")
    } | {"person": personal(WITH_PROTOCOL)}

    class Meta:
        db_table = "protocols_move"
        indexes = [models.Index(fields=["version", "at"], name="protocols_moves_in_time")]


class Attributed(models.Model):
    """What somebody did: every such record has the party, the person, and when."""

    by = models.TextField()
    person = models.TextField()
    at = models.DateTimeField()

    ATTRIBUTED_KEPT = {
        "id": internal(WITH_PROTOCOL), "by": internal(WITH_PROTOCOL), "person": personal(WITH_PROTOCOL),
        "at": internal(WITH_PROTOCOL),
    }  # fmt: skip

    class Meta:
        abstract = True


class Revision(Attributed):
    """A text that a draft had, as it was written; never changed and never removed, so no version is lost."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    text = models.BinaryField()
    digest = models.TextField()
    note = models.TextField(default="")

    KEPT = Attributed.ATTRIBUTED_KEPT | _kept(
        version=internal(WITH_PROTOCOL), number=internal(WITH_PROTOCOL), text=internal(WITH_PROTOCOL),
        digest=internal(WITH_PROTOCOL), note=internal(WITH_PROTOCOL),
    )  # fmt: skip

    class Meta:
        db_table = "protocols_revision"
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="protocols_one_revision_a_number")]


class Comment(Attributed):
    """A remark of either side at a place of the text."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="comments")
    place = models.TextField(default="")
    text = models.TextField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.TextField(null=True)

    KEPT = Attributed.ATTRIBUTED_KEPT | _kept(
        version=internal(WITH_PROTOCOL), place=internal(WITH_PROTOCOL), text=internal(WITH_PROTOCOL),
        settled_at=internal(WITH_PROTOCOL), settled_by=internal(WITH_PROTOCOL),
    )  # fmt: skip

    class Meta:
        db_table = "protocols_comment"


class Proposal(Attributed):
    """A change of the text that a side proposes: `changes` is a merge patch (RFC 7396) on the text `base_digest`."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="proposals")
    base_digest = models.TextField()
    changes = models.JSONField()
    why = models.TextField()
    accepted = models.BooleanField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.TextField(null=True)

    KEPT = Attributed.ATTRIBUTED_KEPT | _kept(
        version=internal(WITH_PROTOCOL), base_digest=internal(WITH_PROTOCOL), changes=internal(WITH_PROTOCOL),
        why=internal(WITH_PROTOCOL), accepted=internal(WITH_PROTOCOL), settled_at=internal(WITH_PROTOCOL),
        settled_by=internal(WITH_PROTOCOL),
    )  # fmt: skip

    class Meta:
        db_table = "protocols_proposal"


class Advice(Attributed):
    """The advice of a side on the part of a text with the digest `on_part`.

    `carried_from` is set where an advice on the version before stands for this one too, and `note` says why;
    `reason_not_followed` is why the parties go on after a negative one.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="advices")
    side = models.TextField()
    body = models.TextField(default="")
    outcome = models.TextField()
    text = models.TextField()
    given_on = models.DateField()
    on_part = models.TextField()
    carried_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True)
    note = models.TextField(default="")
    reason_not_followed = models.TextField(null=True)

    KEPT = Attributed.ATTRIBUTED_KEPT | _kept(
        version=public(PERMANENT), side=public(PERMANENT), body=public(PERMANENT), outcome=public(PERMANENT),
        text=internal(WITH_PROTOCOL), given_on=public(PERMANENT), on_part=internal(WITH_PROTOCOL),
        carried_from=internal(WITH_PROTOCOL), note=internal(WITH_PROTOCOL), reason_not_followed=public(PERMANENT),
    )  # fmt: skip

    class Meta:
        db_table = "protocols_advice"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(side__in=[side.value for side in Side]), name="protocols_advice_side"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=[outcome.value for outcome in Outcome]),
                name="protocols_advice_outcome",
            ),
        ]


class Condition(models.Model):
    """A condition of an advice, and how it was met."""

    advice = models.ForeignKey(Advice, on_delete=models.PROTECT, related_name="conditions")
    text = models.TextField()
    answer = models.TextField(null=True)
    answered_by = models.TextField(null=True)
    answered_at = models.DateTimeField(null=True)

    KEPT = _kept(
        id=internal(WITH_PROTOCOL), advice=internal(WITH_PROTOCOL), text=internal(WITH_PROTOCOL),
        answer=internal(WITH_PROTOCOL), answered_by=internal(WITH_PROTOCOL), answered_at=internal(WITH_PROTOCOL),
    )  # fmt: skip

    class Meta:
        db_table = "protocols_condition"


class ModelAdvice(Attributed):
    """The advice of an agency's DPO on a model text, for the municipalities that accede to it unchanged."""

    agency = models.CharField(max_length=20)
    model = models.TextField()
    model_digest = models.TextField()
    outcome = models.TextField()
    text = models.TextField()
    given_on = models.DateField()

    KEPT = Attributed.ATTRIBUTED_KEPT | _kept(
        agency=public(PERMANENT), model=public(PERMANENT), model_digest=public(PERMANENT), outcome=public(PERMANENT),
        text=internal(WITH_PROTOCOL), given_on=public(PERMANENT),
    )  # fmt: skip

    class Meta:
        db_table = "protocols_model_advice"


class DocumentKind(models.TextChoices):
    """What a document is. Stored."""

    DECISION = "decision"
    TEXT = "text"
    SIGNED = "signed"
    SCAN = "scan"


class Document(Attributed):
    """A file that belongs to a version: the decision, the text as it was typeset, each signed state of it, a scan."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="documents")
    kind = models.TextField()
    name = models.TextField()
    data = models.BinaryField()
    digest = models.TextField()
    # The text it belongs to: after a reopening, documents of the text before are kept and count no more.
    terms_digest = models.TextField()

    KEPT = Attributed.ATTRIBUTED_KEPT | _kept(
        version=public(PERMANENT), kind=public(PERMANENT), name=public(PERMANENT), data=personal(WITH_PROTOCOL),
        digest=public(PERMANENT), terms_digest=public(PERMANENT),
    )  # fmt: skip

    class Meta:
        db_table = "protocols_document"
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=DocumentKind.values), name="protocols_document_kind")
        ]


class Signatory(models.Model):
    """Somebody who is to sign the document `text`, in a capacity that follows from the decision.

    A text that was reopened and decided on again without a change has the same digest, but a document of its own.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="signatories")
    text = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="signatories")
    terms_digest = models.TextField()
    side = models.TextField()
    capacity = models.TextField()
    name = models.TextField()

    KEPT = _kept(
        id=internal(WITH_PROTOCOL), version=internal(WITH_PROTOCOL), text=public(PERMANENT),
        terms_digest=public(PERMANENT), side=public(PERMANENT), capacity=public(PERMANENT),
        name=personal(WITH_PROTOCOL),
    )  # fmt: skip

    class Meta:
        db_table = "protocols_signatory"
        constraints = [
            models.UniqueConstraint(fields=["text", "side", "capacity"], name="protocols_one_signatory_a_place")
        ]


class Signature(Attributed):
    """A signature on a text: electronic, or on paper and attested by two people of the agency."""

    signatory = models.OneToOneField(Signatory, on_delete=models.PROTECT, related_name="signature")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="signatures")
    way = models.TextField()
    signed_at = models.DateTimeField(null=True)
    timestamped = models.BooleanField(default=False)
    certificate = models.TextField(default="")

    KEPT = Attributed.ATTRIBUTED_KEPT | _kept(
        signatory=internal(WITH_PROTOCOL), document=internal(WITH_PROTOCOL), way=public(PERMANENT),
        signed_at=public(PERMANENT), timestamped=public(PERMANENT), certificate=internal(WITH_PROTOCOL),
    )  # fmt: skip

    class Meta:
        db_table = "protocols_signature"
        constraints = [
            models.CheckConstraint(condition=models.Q(way__in=[way.value for way in Way]), name="protocols_way")
        ]


class Attestation(Attributed):
    """Somebody of the agency saw the paper and says that the scan is of it."""

    signature = models.ForeignKey(Signature, on_delete=models.PROTECT, related_name="attestations")

    KEPT = Attributed.ATTRIBUTED_KEPT | _kept(signature=internal(WITH_PROTOCOL))

    class Meta:
        db_table = "protocols_attestation"
        constraints = [
            models.UniqueConstraint(fields=["signature", "person"], name="protocols_one_attestation_a_person")
        ]


class PublicationCheck(Attributed):
    """What was found at a party's address: the digest of the text, or why not."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="publication_checks")
    side = models.TextField()
    address = models.TextField()
    found_digest = models.TextField(null=True)
    problem = models.TextField(default="")
    # A site that lets no program in can be looked at by a person, who says so.
    by_hand = models.BooleanField(default=False)

    KEPT = Attributed.ATTRIBUTED_KEPT | _kept(
        version=public(PERMANENT), side=public(PERMANENT), address=public(PERMANENT), found_digest=public(PERMANENT),
        problem=internal(WITH_PROTOCOL), by_hand=public(PERMANENT),
    )  # fmt: skip

    class Meta:
        db_table = "protocols_publication_check"


class Task(models.Model):
    """Something that somebody has to do for a protocol, such as bringing an inherited one up to date."""

    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="tasks")
    kind = models.TextField()
    nl = models.TextField()
    en = models.TextField()
    opened_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.TextField(null=True)

    KEPT = _kept(
        id=internal(WITH_PROTOCOL), protocol=internal(WITH_PROTOCOL), kind=internal(WITH_PROTOCOL),
        nl=internal(WITH_PROTOCOL), en=internal(WITH_PROTOCOL), opened_at=internal(WITH_PROTOCOL),
        done_at=internal(WITH_PROTOCOL), done_by=internal(WITH_PROTOCOL),
    )  # fmt: skip

    class Meta:
        db_table = "protocols_task"
        constraints = [models.UniqueConstraint(fields=["protocol", "kind"], name="protocols_one_task_a_kind")]


class Message(models.Model):
    """What a party was told of a protocol; it stands ready for them until somebody reads it."""

    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="messages")
    party = models.TextField()
    about = models.TextField()
    nl = models.TextField()
    en = models.TextField()
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    KEPT = {name: internal(WITH_PROTOCOL) for name in ("id", "protocol", "party", "about", "nl", "en", "at", "read_at")}

    class Meta:
        db_table = "protocols_message"
        indexes = [models.Index(fields=["party", "at"], name="protocols_messages_of_party")]


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
