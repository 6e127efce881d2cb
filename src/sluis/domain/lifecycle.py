"""The statuses of a protocol and of a delivery, and every move between them: one row a move.

Whatever is not a row here cannot happen. Who may make a move is `access`; whether data may leave is `policy`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sluis.domain.entry import Act


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
    SUPERSEDED = "superseded"
    ENDED = "ended"
    EXPIRED = "expired"
    CLOSED = "closed"


class Verb(StrEnum):
    """The moves of the business. Stored with every move."""

    REGISTER = "register"  # a protocol concluded and validated before it came into this system
    SUSPEND = "suspend"
    RESUME = "resume"
    END = "end"


class HoldKind(StrEnum):
    """Why nothing is delivered under a protocol although it is in force. Stored."""

    SANCTION = "sanction"
    BREACH = "breach"


@dataclass(frozen=True, slots=True)
class Transition:
    """One move: from where (None: it begins here), the verb, to where, what the ledger calls it."""

    source: Status | None
    verb: Verb
    target: Status
    act: Act
    needs_reason: bool


TRANSITIONS: tuple[Transition, ...] = (
    Transition(None, Verb.REGISTER, Status.ACTIVE, Act.PROTOCOL_REGISTERED, needs_reason=False),
    Transition(Status.ACTIVE, Verb.SUSPEND, Status.SUSPENDED, Act.PROTOCOL_SUSPENDED, needs_reason=True),
    Transition(Status.SUSPENDED, Verb.RESUME, Status.ACTIVE, Act.PROTOCOL_RESUMED, needs_reason=True),
    Transition(Status.ACTIVE, Verb.END, Status.ENDED, Act.PROTOCOL_ENDED, needs_reason=True),
    Transition(Status.SUSPENDED, Verb.END, Status.ENDED, Act.PROTOCOL_ENDED, needs_reason=True),
)

# Statuses in which the text binds: it was validated and neither ended nor replaced.
IN_FORCE = frozenset({Status.ACTIVE, Status.SUSPENDED})


class NotPossible(ValueError):
    """The move is not possible from where the protocol stands, or lacks what it needs; says which."""


def transition(source: Status | None, verb: Verb, reason: str = "") -> Transition:
    """The row for this move.

    Raises:
        NotPossible: there is no such row, or the move needs a reason and got none.
    """
    for row in TRANSITIONS:
        if row.source == source and row.verb == verb:
            if row.needs_reason and not reason.strip():
                raise NotPossible(f"To {verb} a protocol, say why: the reason goes to both parties.")
            return row
    possible = ", ".join(row.verb for row in TRANSITIONS if row.source == source) or "nothing"
    raise NotPossible(f"A protocol that is {source or 'not yet there'} cannot {verb}; possible: {possible}.")


class DeliveryStatus(StrEnum):
    """Where a sealed parcel stands. Stored."""

    RECORDED = "recorded"  # sealed, in the ledger, still in the house
    DELIVERED = "delivered"
    WITHHELD = "withheld"  # the gate said no between recording and leaving


DELIVERY_TRANSITIONS: tuple[tuple[DeliveryStatus, Act, DeliveryStatus], ...] = (
    (DeliveryStatus.RECORDED, Act.DELIVERED, DeliveryStatus.DELIVERED),
    (DeliveryStatus.RECORDED, Act.WITHHELD, DeliveryStatus.WITHHELD),
)
