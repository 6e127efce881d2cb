"""The statuses of a protocol and of a delivery, and every move between them: one row a move.

Whatever is not a row here cannot happen. Who may make a move is `access`; whether data may leave is `policy`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sluis.domain.entry import Act
from sluis.domain.words import Said


class Status(StrEnum):
    """Where a version of a protocol stands. Stored: a rename is a migration."""

    DRAFT = "draft"
    COMPLETE = "complete"
    ADVISED = "advised"
    DECIDED = "decided"
    SIGNED = "signed"
    PUBLISHED = "published"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    ENDED = "ended"
    EXPIRED = "expired"
    CLOSED = "closed"


class Verb(StrEnum):
    """The moves of the business. Stored with every move."""

    REGISTER = "register"  # a protocol concluded and validated before it came into this system
    DRAFT = "draft"
    COMPLETE = "complete"
    REOPEN = "reopen"
    ADVISE = "advise"
    DECIDE = "decide"
    SIGN = "sign"
    PUBLISH = "publish"
    VALIDATE = "validate"
    WITHDRAW = "withdraw"
    SUSPEND = "suspend"
    RESUME = "resume"
    GIVE_NOTICE = "give_notice"
    WITHDRAW_NOTICE = "withdraw_notice"
    END = "end"
    LAPSE = "lapse"  # ends by law: a legal ground fell away
    EXPIRE = "expire"
    SUPERSEDE = "supersede"  # the next version was validated
    SUCCEED = "succeed"  # the municipality merged into another
    INHERIT = "inherit"  # the other end of a merger
    CLOSE = "close"  # the deletion of what was delivered is proved


# The program makes these moves itself, as the end of a deed or as a part of another move that somebody makes.
AUTOMATIC = frozenset({Verb.ADVISE, Verb.SIGN, Verb.PUBLISH, Verb.SUPERSEDE, Verb.SUCCEED, Verb.INHERIT})


class Deed(StrEnum):
    """What is done to a protocol without moving it; the last deed that a move waited for makes the move."""

    REVISE = "revise"
    COMMENT = "comment"
    PROPOSE = "propose"
    SETTLE = "settle"
    GIVE_ADVICE = "give_advice"
    ANSWER_CONDITION = "answer_condition"
    NOT_FOLLOW_ADVICE = "not_follow_advice"
    PLACE_SIGNATURE = "place_signature"
    PLACE_SCAN = "place_scan"
    ATTEST_SCAN = "attest_scan"
    RECORD_ADDRESS = "record_address"
    CHECK_PUBLICATION = "check_publication"
    HOLD = "hold"
    LIFT_HOLD = "lift_hold"
    MERGE = "merge"
    FINISH_TASK = "finish_task"


class HoldKind(StrEnum):
    """Why nothing is delivered under a protocol although it is in force. Stored."""

    SANCTION = "sanction"
    BREACH = "breach"


# What people call a status, as an adjective of the text.
STATUS_NAMES: Mapping[Status, Said] = {
    Status.DRAFT: Said("ontwerp", "draft"),
    Status.COMPLETE: Said("voorgelegd voor advies", "offered for advice"),
    Status.ADVISED: Said("van advies voorzien", "advised on"),
    Status.DECIDED: Said("beslist", "decided"),
    Status.SIGNED: Said("ondertekend", "signed"),
    Status.PUBLISHED: Said("bekendgemaakt", "published"),
    Status.ACTIVE: Said("van kracht", "in force"),
    Status.SUSPENDED: Said("geschorst", "suspended"),
    Status.WITHDRAWN: Said("ingetrokken", "withdrawn"),
    Status.SUPERSEDED: Said("vervangen", "replaced"),
    Status.ENDED: Said("beëindigd", "ended"),
    Status.EXPIRED: Said("verstreken", "expired"),
    Status.CLOSED: Said("afgesloten", "closed"),
}

# What people call a move and a deed, as an infinitive: it stands on a button and after "may not".
VERB_NAMES: Mapping[Verb, Said] = {
    Verb.REGISTER: Said("registreren", "register"),
    Verb.DRAFT: Said("een tekst opstellen", "draft a text"),
    Verb.COMPLETE: Said("voorleggen voor advies", "offer for advice"),
    Verb.REOPEN: Said("heropenen", "reopen"),
    Verb.ADVISE: Said("de adviesronde afronden", "conclude the advices"),
    Verb.DECIDE: Said("de beslissing vastleggen", "record the decision"),
    Verb.SIGN: Said("de ondertekening afronden", "conclude the signing"),
    Verb.PUBLISH: Said("de bekendmaking afronden", "conclude the publication"),
    Verb.VALIDATE: Said("valideren", "validate"),
    Verb.WITHDRAW: Said("intrekken", "withdraw"),
    Verb.SUSPEND: Said("schorsen", "suspend"),
    Verb.RESUME: Said("de schorsing opheffen", "lift the suspension"),
    Verb.GIVE_NOTICE: Said("opzeggen", "give notice"),
    Verb.WITHDRAW_NOTICE: Said("de opzegging intrekken", "take back the notice"),
    Verb.END: Said("beëindigen", "end"),
    Verb.LAPSE: Said("van rechtswege laten eindigen", "record that it ended by law"),
    Verb.EXPIRE: Said("laten verstrijken", "let expire"),
    Verb.SUPERSEDE: Said("vervangen", "replace"),
    Verb.SUCCEED: Said("laten opvolgen", "let be succeeded"),
    Verb.INHERIT: Said("overnemen", "inherit"),
    Verb.CLOSE: Said("afsluiten", "close"),
}
DEED_NAMES: Mapping[Deed, Said] = {
    Deed.REVISE: Said("de tekst wijzigen", "change the text"),
    Deed.COMMENT: Said("een opmerking maken", "make a remark"),
    Deed.PROPOSE: Said("een wijziging voorstellen", "propose a change"),
    Deed.SETTLE: Said("een voorstel afhandelen", "settle a proposal"),
    Deed.GIVE_ADVICE: Said("advies geven", "give advice"),
    Deed.ANSWER_CONDITION: Said("een voorwaarde beantwoorden", "answer a condition"),
    Deed.NOT_FOLLOW_ADVICE: Said("een negatief advies niet volgen", "not follow a negative advice"),
    Deed.PLACE_SIGNATURE: Said("een ondertekend document inbrengen", "bring in a signed document"),
    Deed.PLACE_SCAN: Said("een scan inbrengen", "bring in a scan"),
    Deed.ATTEST_SCAN: Said("een scan bevestigen", "attest a scan"),
    Deed.RECORD_ADDRESS: Said("het adres van de bekendmaking opgeven", "give the address of the publication"),
    Deed.CHECK_PUBLICATION: Said("de bekendmaking controleren", "check the publication"),
    Deed.HOLD: Said("mededelingen tegenhouden", "hold communications"),
    Deed.LIFT_HOLD: Said("mededelingen vrijgeven", "release communications"),
    Deed.MERGE: Said("een fusie verwerken", "carry out a merger"),
    Deed.FINISH_TASK: Said("een taak afronden", "finish a task"),
}
HOLD_NAMES: Mapping[HoldKind, Said] = {
    HoldKind.SANCTION: Said("sanctie", "sanction"),
    HoldKind.BREACH: Said("inbreuk in verband met persoonsgegevens", "personal data breach"),
}


def name_of(what: Verb | Deed) -> Said:
    """What people call a move or a deed."""
    return VERB_NAMES[what] if isinstance(what, Verb) else DEED_NAMES[what]


@dataclass(frozen=True, slots=True)
class Transition:
    """One move: from where (None: it begins here), the verb, to where, what the ledger calls it."""

    source: Status | None
    verb: Verb
    target: Status
    act: Act
    needs_reason: bool


def _rows() -> Iterator[Transition]:
    """The table of moves; where several statuses allow the same, they stand together."""
    one = Transition
    yield one(None, Verb.REGISTER, Status.ACTIVE, Act.PROTOCOL_REGISTERED, needs_reason=False)
    yield one(None, Verb.DRAFT, Status.DRAFT, Act.PROTOCOL_DRAFTED, needs_reason=False)
    yield one(Status.DRAFT, Verb.COMPLETE, Status.COMPLETE, Act.PROTOCOL_COMPLETED, needs_reason=False)
    for source in (Status.COMPLETE, Status.ADVISED, Status.DECIDED, Status.SIGNED):
        yield one(source, Verb.REOPEN, Status.DRAFT, Act.PROTOCOL_REOPENED, needs_reason=True)
    yield one(Status.COMPLETE, Verb.ADVISE, Status.ADVISED, Act.PROTOCOL_ADVISED, needs_reason=False)
    yield one(Status.ADVISED, Verb.DECIDE, Status.DECIDED, Act.PROTOCOL_DECIDED, needs_reason=False)
    yield one(Status.DECIDED, Verb.SIGN, Status.SIGNED, Act.PROTOCOL_SIGNED, needs_reason=False)
    yield one(Status.SIGNED, Verb.PUBLISH, Status.PUBLISHED, Act.PROTOCOL_PUBLISHED, needs_reason=False)
    yield one(Status.PUBLISHED, Verb.VALIDATE, Status.ACTIVE, Act.PROTOCOL_VALIDATED, needs_reason=False)
    for source in IN_PREPARATION:
        yield one(source, Verb.WITHDRAW, Status.WITHDRAWN, Act.PROTOCOL_WITHDRAWN, needs_reason=True)
    yield one(Status.ACTIVE, Verb.SUSPEND, Status.SUSPENDED, Act.PROTOCOL_SUSPENDED, needs_reason=True)
    yield one(Status.SUSPENDED, Verb.RESUME, Status.ACTIVE, Act.PROTOCOL_RESUMED, needs_reason=True)
    for source in (Status.ACTIVE, Status.SUSPENDED):
        yield one(source, Verb.GIVE_NOTICE, source, Act.PROTOCOL_NOTICE_GIVEN, needs_reason=True)
        yield one(source, Verb.WITHDRAW_NOTICE, source, Act.PROTOCOL_NOTICE_WITHDRAWN, needs_reason=True)
        yield one(source, Verb.END, Status.ENDED, Act.PROTOCOL_ENDED, needs_reason=True)
        yield one(source, Verb.LAPSE, Status.ENDED, Act.PROTOCOL_LAPSED, needs_reason=True)
        yield one(source, Verb.EXPIRE, Status.EXPIRED, Act.PROTOCOL_EXPIRED, needs_reason=False)
        yield one(source, Verb.SUCCEED, Status.SUPERSEDED, Act.PROTOCOL_SUCCEEDED, needs_reason=False)
    yield one(Status.ACTIVE, Verb.SUPERSEDE, Status.SUPERSEDED, Act.PROTOCOL_SUPERSEDED, needs_reason=False)
    yield one(None, Verb.INHERIT, Status.ACTIVE, Act.PROTOCOL_INHERITED, needs_reason=False)
    for source in (Status.SUPERSEDED, Status.ENDED, Status.EXPIRED):
        yield one(source, Verb.CLOSE, Status.CLOSED, Act.PROTOCOL_CLOSED, needs_reason=False)


# Statuses before validation: the text binds nobody yet.
IN_PREPARATION = (
    Status.DRAFT, Status.COMPLETE, Status.ADVISED, Status.DECIDED, Status.SIGNED, Status.PUBLISHED,
)  # fmt: skip

TRANSITIONS: tuple[Transition, ...] = tuple(_rows())

# Statuses in which the text binds: it was validated and neither ended nor replaced.
IN_FORCE = frozenset({Status.ACTIVE, Status.SUSPENDED})


# In which statuses a deed can be done; a deed that is not here can be done in any.
DEEDS: Mapping[Deed, frozenset[Status]] = {
    Deed.REVISE: frozenset({Status.DRAFT}),
    Deed.COMMENT: frozenset(IN_PREPARATION),
    Deed.PROPOSE: frozenset({Status.DRAFT, Status.COMPLETE, Status.ADVISED}),
    Deed.SETTLE: frozenset({Status.DRAFT, Status.COMPLETE, Status.ADVISED}),
    Deed.GIVE_ADVICE: frozenset({Status.COMPLETE, Status.ADVISED}),
    # Also once both sides have advised: the supervisor may still do so then.
    Deed.ANSWER_CONDITION: frozenset({Status.COMPLETE, Status.ADVISED}),
    Deed.NOT_FOLLOW_ADVICE: frozenset({Status.COMPLETE, Status.ADVISED}),
    Deed.PLACE_SIGNATURE: frozenset({Status.DECIDED}),
    Deed.PLACE_SCAN: frozenset({Status.DECIDED}),
    Deed.ATTEST_SCAN: frozenset({Status.DECIDED}),
    Deed.RECORD_ADDRESS: frozenset({Status.SIGNED, Status.PUBLISHED, *IN_FORCE}),
    Deed.CHECK_PUBLICATION: frozenset({Status.SIGNED, Status.PUBLISHED, *IN_FORCE}),
}


class NotPossible(ValueError):
    """The move is not possible from where the protocol stands, or lacks what it needs. `reasons` says all of it."""

    def __init__(self, *reasons: Said) -> None:
        super().__init__(" ".join(reason.en for reason in reasons))
        self.reasons = reasons


def possible(source: Status | None) -> tuple[Verb, ...]:
    """The verbs there are from a status, in the order of the table."""
    return tuple(row.verb for row in TRANSITIONS if row.source == source)


def transition(source: Status | None, verb: Verb, reason: str = "") -> Transition:
    """The row for this move.

    Raises:
        NotPossible: there is no such row, or the move needs a reason and got none.
    """
    for row in TRANSITIONS:
        if row.source == source and row.verb == verb:
            if row.needs_reason and not reason.strip():
                raise NotPossible(
                    Said(
                        "Zeg waarom: de reden gaat naar beide partijen.",
                        f"To {verb} a protocol, say why: the reason goes to both parties.",
                    )
                )
            return row
    # What the program does by itself is no advice to anybody.
    others = [other for other in dict.fromkeys(possible(source)) if other not in AUTOMATIC]
    verbs, names = ", ".join(others), ", ".join(VERB_NAMES[other].nl for other in others)
    stand = STATUS_NAMES[source].nl if source else "nog niet begonnen"
    raise NotPossible(
        Said(
            f"Dit protocol is {stand}; {VERB_NAMES[verb].nl} kan dan niet. Wel: {names or 'niets'}.",
            f"A protocol that is {source or 'not yet there'} cannot {verb}; possible: {verbs or 'nothing'}.",
        )
    )


class DeliveryStatus(StrEnum):
    """Where a sealed parcel stands. Stored."""

    RECORDED = "recorded"  # sealed, in the ledger, still in the house
    DELIVERED = "delivered"
    WITHHELD = "withheld"  # the gate said no between recording and leaving


DELIVERY_NAMES: Mapping[DeliveryStatus, Said] = {
    DeliveryStatus.RECORDED: Said("klaar om te vertrekken", "ready to leave"),
    DeliveryStatus.DELIVERED: Said("geleverd", "delivered"),
    DeliveryStatus.WITHHELD: Said("tegengehouden", "withheld"),
}

DELIVERY_TRANSITIONS: tuple[tuple[DeliveryStatus, Act, DeliveryStatus], ...] = (
    (DeliveryStatus.RECORDED, Act.DELIVERED, DeliveryStatus.DELIVERED),
    (DeliveryStatus.RECORDED, Act.WITHHELD, DeliveryStatus.WITHHELD),
)
