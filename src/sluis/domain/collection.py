"""When a municipality may collect a parcel that lies ready for it, how it was collected, and where a delivery stands.

A parcel that waits in the pigeonhole has not been fetched, so what happened since it was laid there still counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sluis.domain import gate
from sluis.domain.lifecycle import DeliveryStatus
from sluis.domain.policy import Ask, Facts
from sluis.domain.retention import confirmation_due
from sluis.domain.terms import Terms
from sluis.domain.words import Said


class How(StrEnum):
    """How somebody got at a delivery: a file fetched, or the parcel opened on the screen. Stored."""

    PARCEL = "parcel"
    SIGNATURE = "signature"
    ENTRY = "entry"
    PROOF = "proof"
    ALL = "all"
    PASSPHRASE = "passphrase"  # noqa: S105 - a way of opening
    IDENTITY = "identity"


HOW_NAMES: Mapping[How, Said] = {
    How.PARCEL: Said("pakket opgehaald", "parcel fetched"),
    How.SIGNATURE: Said("handtekening opgehaald", "signature fetched"),
    How.ENTRY: Said("inschrijving in het logboek opgehaald", "ledger entry fetched"),
    How.PROOF: Said("bewijs opgehaald", "proof fetched"),
    How.ALL: Said("alle bestanden opgehaald", "all files fetched"),
    How.PASSPHRASE: Said("geopend met een wachtwoordzin", "opened with a passphrase"),
    How.IDENTITY: Said("geopend met een sleutelbestand", "opened with a key file"),
}

# The rules of the gate that count again at the moment of collecting: those about whether the protocol is in force and
# whether something holds it up. What was asked and selected (purpose, fields, period, number of rows, rhythm, key) was
# decided when the parcel was sealed, and cannot change any more. A text that was amended since does not count against
# it either: the data were made available under the text that bound then; who wants them to stay suspends. A deletion of
# an earlier parcel that is overdue stops new asks, and not one that was answered already.
COUNTS_AGAIN = frozenset(
    {
        "municipality_exists", "protocol_exists", "validated", "begun", "not_suspended", "not_over", "published",
        "no_sanction", "no_breach",
    }
)  # fmt: skip


def refusal(terms: Terms | None, facts: Facts, ask: Ask, at: datetime) -> gate.Refusal | None:
    """The first rule of `COUNTS_AGAIN` that says no at the moment of collecting; None where the parcel may go out.

    `terms`, `facts` and `ask` are those of the municipality that collects, which after a merger is the successor.
    A rule that fails says no, as everywhere.
    """
    for rule, said in gate.verdicts(terms, facts, ask, at):
        if rule.name in COUNTS_AGAIN and said is not None:
            return said
    return None


@dataclass(frozen=True, slots=True)
class Stand:
    """What is known of a delivery. `in_pigeonhole` says that its bytes lie ready in the house."""

    status: DeliveryStatus
    keep_until: date
    in_pigeonhole: bool
    collected: bool
    deletion_confirmed: bool


NOT_DELIVERED = Said("De zending is nog niet vertrokken.", "The delivery has not left yet.")
WITHHELD = Said(
    "De zending is tegengehouden: er is niets meegedeeld. Vraag opnieuw aan.",
    "The delivery was withheld: nothing was communicated. Ask again.",
)
ALREADY_CONFIRMED = Said("Het wissen is al bevestigd.", "The deletion was confirmed already.")
KEPT_TOO_LONG = Said(
    "De bewaartermijn is voorbij ({until}): het pakket ligt er niet meer. Wis wat u ervan hebt en bevestig dat.",
    "The time of keeping is over ({until}): the parcel is no longer here. Delete what you have of it and confirm that.",
)
NOT_HERE = Said(
    "Dit pakket ligt niet in het portaal: het is langs een andere weg geleverd.",
    "This parcel is not in the portal: it was delivered by another road.",
)


def why_not_collect(stand: Stand, on: date) -> tuple[Said, ...]:
    """Why there is nothing to collect on this day; empty where there is."""
    unsettled = _not_delivered(stand)
    if unsettled:
        return unsettled
    if stand.deletion_confirmed:
        return (ALREADY_CONFIRMED,)
    if stand.keep_until < on:
        return (KEPT_TOO_LONG.filled({"until": stand.keep_until.isoformat()}),)
    return () if stand.in_pigeonhole else (NOT_HERE,)


def why_not_confirm(stand: Stand) -> tuple[Said, ...]:
    """Why its deletion cannot be confirmed; empty where it can."""
    return _not_delivered(stand) or ((ALREADY_CONFIRMED,) if stand.deletion_confirmed else ())


def _not_delivered(stand: Stand) -> tuple[Said, ...]:
    if stand.status == DeliveryStatus.DELIVERED:
        return ()
    return (WITHHELD if stand.status == DeliveryStatus.WITHHELD else NOT_DELIVERED,)


class Stage(StrEnum):
    """Where an ask stands, as the people who work with it see it. Worked out at the moment of reading, never stored."""

    UNDER_WAY = "under_way"
    REFUSED = "refused"
    READY = "ready"
    WITHHELD = "withheld"
    WAITING = "waiting"
    RECEIVED = "received"
    OVERDUE = "overdue"
    DELETED = "deleted"


STAGE_NAMES: Mapping[Stage, Said] = {
    Stage.UNDER_WAY: Said("in behandeling", "under way"),
    Stage.REFUSED: Said("geweigerd", "refused"),
    Stage.READY: Said("klaar om te vertrekken", "ready to leave"),
    Stage.WITHHELD: Said("tegengehouden", "withheld"),
    Stage.WAITING: Said("ligt klaar om op te halen", "waiting for collection"),
    Stage.RECEIVED: Said("ontvangen", "received"),
    Stage.OVERDUE: Said("bevestiging van het wissen is te laat", "confirmation of deletion is overdue"),
    Stage.DELETED: Said("wissen bevestigd", "deletion confirmed"),
}


def stage(stand: Stand, on: date) -> Stage:
    """Where a delivery stands on this day."""
    if stand.status != DeliveryStatus.DELIVERED:
        return Stage.WITHHELD if stand.status == DeliveryStatus.WITHHELD else Stage.READY
    if stand.deletion_confirmed:
        return Stage.DELETED
    if confirmation_due(stand.keep_until) < on:
        return Stage.OVERDUE
    waits = stand.in_pigeonhole and not stand.collected and stand.keep_until >= on
    return Stage.WAITING if waits else Stage.RECEIVED
