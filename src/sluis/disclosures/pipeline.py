"""The main job as one sentence: take in, decide, select, seal, record, publish, deliver.

Only this module runs the steps. Each takes what the step before gave, so that none can be left out.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction

from sluis.adapters.signing import SigningKey
from sluis.disclosures import delivery, intake, queries, recording, sealing, selection
from sluis.disclosures.delivery import Outcome
from sluis.disclosures.intake import TakenIn
from sluis.disclosures.queries import Recorded
from sluis.disclosures.sealing import Sealed
from sluis.disclosures.selection import Each, Issued
from sluis.domain import gate
from sluis.domain.gate import Refusal
from sluis.domain.policy import Ask
from sluis.dossiers import queries as dossiers
from sluis.ledger import actions as ledger
from sluis.parties import queries as parties

LOG = logging.getLogger(__name__)

# How many asks go through the steps together: so many protocols are locked while their parcels are recorded and while
# they leave, and so many parcels are in memory.
TOGETHER = 16


class NoExtract(RuntimeError):
    """The agency has taken in no extract of its source yet, so there is nothing to select from."""


@dataclass(frozen=True, slots=True)
class Instruments:
    """What the house signs with: the ledger's name and key, and the agency's key for parcels."""

    origin: str
    ledger_key: SigningKey
    agency_key: SigningKey


@dataclass(frozen=True, slots=True)
class Disclosed:
    """An ask that ended in a parcel: the permit's certificate, the ledger entry, and the parcel's fate."""

    certificate: dict[str, Any]
    entry: int
    outcome: Outcome


def disclose(
    ask: Ask,
    *,
    instruments: Instruments,
    destination: str,
    by: str,
    at: datetime,
    idempotency_key: str | None = None,
) -> Disclosed | Refusal:
    """Runs the main job for one ask, from intake to delivery, or to a refusal that is recorded and explained.

    With the same idempotency key a repeated ask goes on where the first one was cut off, and one that was
    delivered is not delivered twice.

    Raises:
        AskedOtherwise: the idempotency key was used for another ask.
        NoExtract: there is nothing to select from.
        LedgerBroken: the ledger cannot be signed; nothing is delivered.
    """
    taken_in = intake.take_in(ask, idempotency_key=idempotency_key, destination=destination, by=by, at=at)
    [outcome] = _run([[taken_in]], instruments, at, each=map)
    return outcome


def disclose_all(
    asks: Iterable[Ask], *, instruments: Instruments, destination: str, by: str, at: datetime
) -> list[Disclosed | Refusal]:
    """`disclose` for many asks at once: one signed checkpoint covers all their parcels before any of them leaves.

    They go through the steps some at a time, which saves most of what each would cost alone. What holds for one
    ask holds for each of them.
    """
    batches = (
        intake.take_in_all(batch, destination=destination, by=by, at=at) for batch in _apart(asks, lambda ask: ask.nis)
    )
    with selection.side_by_side() as each:
        return _run(batches, instruments, at, each)


def deliver_waiting(*, instruments: Instruments, at: datetime) -> list[Outcome]:
    """Delivers, or withholds, every parcel that was recorded and cut off before it left."""
    # In this order: the checkpoint covers all that is known to wait.
    waiting = queries.waiting()
    _publish(instruments, at)
    return list(_send(waiting, at).values())


T = TypeVar("T")


def _apart(items: Iterable[T], nis: Callable[[T], str]) -> Iterator[list[T]]:
    """Batches of at most `TOGETHER`, in order, in which no municipality comes twice.

    What becomes of one of its asks is a fact for the next (periodicity), so these go one after the other.
    """
    batch: dict[str, T] = {}
    for item in items:
        if len(batch) == TOGETHER or nis(item) in batch:
            yield list(batch.values())
            batch = {}
        batch[nis(item)] = item
    if batch:
        yield list(batch.values())


@dataclass(frozen=True, slots=True)
class _Prepared:
    certificate: dict[str, Any]
    recorded: Recorded


def _run(
    batches: Iterable[Sequence[TakenIn]], instruments: Instruments, at: datetime, each: Each
) -> list[Disclosed | Refusal]:
    prepared = [outcome for batch in batches for outcome in _until_recorded(batch, instruments, at, each)]
    waiting = [one.recorded for one in prepared if isinstance(one, _Prepared)]
    if waiting:
        _publish(instruments, at)
    sent = _send(waiting, at)
    return [
        one if isinstance(one, Refusal) else Disclosed(one.certificate, one.recorded.entry, sent[one.recorded.delivery])
        for one in prepared
    ]


def _until_recorded(
    batch: Sequence[TakenIn], instruments: Instruments, at: datetime, each: Each
) -> list[_Prepared | Refusal]:
    """What becomes of each ask of a batch: a parcel that is recorded and waits to leave, or a refusal."""
    before = queries.recorded_for([taken_in.id for taken_in in batch if taken_in.repeated])
    outcomes: dict[uuid.UUID, _Prepared | Refusal] = {ask: _Prepared({}, recorded) for ask, recorded in before.items()}
    fresh = [taken_in for taken_in in batch if taken_in.id not in before]
    issued = []
    for taken_in, decided in zip(fresh, _decide(fresh, at), strict=True):
        if isinstance(decided, Refusal):
            outcomes[taken_in.id] = _refused(taken_in, decided, "gate", at)
        else:
            issued.append(decided)
    parcels = _seal(issued, instruments, at, each)
    for parcel, recorded in zip(parcels, recording.record(parcels, at=at), strict=True):
        taken_in = parcel.selection.issued.taken_in
        if isinstance(recorded, Refusal):
            outcomes[taken_in.id] = _refused(taken_in, recorded, "recording", at)
        else:
            outcomes[taken_in.id] = _Prepared(selection.certificate(parcel.selection), recorded)
    return [outcomes[taken_in.id] for taken_in in batch]


@transaction.atomic
def _decide(batch: Sequence[TakenIn], at: datetime) -> list[Issued | Refusal]:
    """Asks the gate; its permits are stored, and until they are no protocol can move: none is given after a stop."""
    if not batch:
        return []
    grounds = queries.grounds([taken_in.ask.nis for taken_in in batch], at.date(), lock=True)
    answers: dict[uuid.UUID, Issued | Refusal] = {}
    permitted = []
    for taken_in in batch:
        ground = grounds[taken_in.ask.nis]
        answer = gate.decide(ground.terms, ground.facts, taken_in.ask, at)
        if isinstance(answer, Refusal):
            answers[taken_in.id] = answer
        else:
            assert ground.binding is not None, "the gate permits nothing without terms"
            permitted.append((taken_in, answer, ground.binding))
    _reference_dates({binding.agency for _, _, binding in permitted})
    answers |= {issued.taken_in.id: issued for issued in recording.record_permits(permitted, at=at)}
    return [answers[taken_in.id] for taken_in in batch]


def _reference_dates(agencies: Iterable[str]) -> dict[str, date]:
    """The reference date of each agency's newest extract. Raises NoExtract where there is none."""
    found = {agency: dossiers.newest_as_of(agency) for agency in agencies}
    dates = {agency: day for agency, day in found.items() if day is not None}
    if dates.keys() != found.keys():
        raise NoExtract("No extract of the source has been taken in yet; run `sluis import FILE` first.")
    return dates


def _seal(batch: Sequence[Issued], instruments: Instruments, at: datetime, each: Each) -> list[Sealed]:
    """Selects what each permit permits, and seals it."""
    reference_dates = _reference_dates({issued.agency for issued in batch})
    recipients = parties.recipients([issued.taken_in.ask.nis for issued in batch])

    def seal(issued: Issued) -> Sealed:
        return sealing.seal(
            selection.select(issued),
            recipients=recipients[issued.taken_in.ask.nis],
            key=instruments.agency_key,
            reference_date=reference_dates[issued.agency],
            at=at,
        )

    return list(each(seal, batch))


def _publish(instruments: Instruments, at: datetime) -> None:
    """A parcel leaves only once its entry stands in a signed checkpoint."""
    ledger.publish(origin=instruments.origin, key=instruments.ledger_key, at=at)


def _send(waiting: Iterable[Recorded], at: datetime) -> dict[uuid.UUID, Outcome]:
    """Sends parcels some at a time. A place that cannot be written keeps the parcels of no other place waiting."""
    sent: dict[uuid.UUID, Outcome] = {}
    failure: OSError | None = None
    for batch in _apart(waiting, lambda recorded: recorded.nis):
        try:
            outcomes = delivery.deliver([recorded.delivery for recorded in batch], at=at)
        except OSError as error:
            failure = failure or error
        else:
            sent |= {outcome.delivery: outcome for outcome in outcomes}
    if failure is not None:
        raise failure
    return sent


def _refused(taken_in: TakenIn, refusal: Refusal, step: str, at: datetime) -> Refusal:
    recording.record_refusal(taken_in, refusal, step=step, at=at)
    if refusal.alarm:
        LOG.error("ask %s was refused because rule %s failed: %s", taken_in.id, *refusal.detail.values())
    return refusal
