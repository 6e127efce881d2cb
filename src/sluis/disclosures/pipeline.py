"""The main job as one sentence: take in, decide, select, seal, record, publish, deliver.

Only this module runs the steps. Each takes what the step before gave, so that none can be left out.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sluis.adapters.signing import SigningKey
from sluis.disclosures import delivery, intake, queries, recording, sealing, selection
from sluis.disclosures.delivery import Delivered, Withheld
from sluis.disclosures.intake import TakenIn
from sluis.disclosures.models import Delivery, Permit
from sluis.disclosures.recording import Recorded
from sluis.disclosures.selection import Issued
from sluis.domain import gate
from sluis.domain.gate import Refusal
from sluis.domain.policy import Ask
from sluis.dossiers import queries as dossiers
from sluis.ledger import actions as ledger
from sluis.parties import queries as parties

LOG = logging.getLogger(__name__)


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
    outcome: Delivered | Withheld


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
    prepared = _until_recorded(ask, instruments, destination, by, at, idempotency_key)
    if isinstance(prepared, Refusal):
        return prepared
    _publish(instruments, at)
    return _send(prepared, at)


def disclose_all(
    asks: Iterable[Ask], *, instruments: Instruments, destination: str, by: str, at: datetime
) -> list[Disclosed | Refusal]:
    """`disclose` for many asks at once: one signed checkpoint covers all their parcels before any of them leaves."""
    prepared = [_until_recorded(ask, instruments, destination, by, at, None) for ask in asks]
    _publish(instruments, at)
    return [one if isinstance(one, Refusal) else _send(one, at) for one in prepared]


@dataclass(frozen=True, slots=True)
class _Prepared:
    certificate: dict[str, Any]
    recorded: Recorded


def _until_recorded(
    ask: Ask, instruments: Instruments, destination: str, by: str, at: datetime, idempotency_key: str | None
) -> _Prepared | Refusal:
    taken_in = intake.take_in(ask, idempotency_key=idempotency_key, destination=destination, by=by, at=at)
    before = Delivery.objects.filter(permit__ask=taken_in.id).only("entry").first() if taken_in.repeated else None
    if before is not None:
        return _Prepared({}, Recorded(before.pk, before.entry))
    issued = _decide(taken_in, at)
    if isinstance(issued, Refusal):
        return _refused(taken_in, issued, "gate", at)
    return _carry_out(taken_in, issued, instruments, at)


def _decide(taken_in: TakenIn, at: datetime) -> Issued | Refusal:
    ground = queries.ground(taken_in.ask.nis, at.date())
    answer = gate.decide(ground.terms, ground.facts, taken_in.ask, at)
    if isinstance(answer, Refusal):
        return answer
    binding = ground.binding
    assert binding is not None, "the gate permits nothing without terms"
    if dossiers.newest_as_of(binding.agency) is None:
        raise NoExtract("No extract of the source has been taken in yet; run `sluis import FILE` first.")
    # An ask has one permit: one that was cut off after getting it goes on with the same.
    stored = Permit.objects.filter(ask=taken_in.id).first() if taken_in.repeated else None
    if stored is not None:
        return Issued(stored.id, taken_in.id, answer, binding.version, binding.agency)
    return recording.record_permit(taken_in, answer, binding, at=at)


def _carry_out(taken_in: TakenIn, issued: Issued, instruments: Instruments, at: datetime) -> _Prepared | Refusal:
    selected = selection.select(issued)
    reference = dossiers.newest_as_of(issued.agency)
    assert reference is not None, "an extract does not go away"
    sealed = sealing.seal(
        selected,
        recipients=parties.recipients(taken_in.ask.nis),
        key=instruments.agency_key,
        reference_date=reference,
        at=at,
    )
    recorded = recording.record(sealed, taken_in, at=at)
    if isinstance(recorded, Refusal):
        return _refused(taken_in, recorded, "recording", at)
    return _Prepared(selection.certificate(selected), recorded)


def _publish(instruments: Instruments, at: datetime) -> None:
    """A parcel leaves only once its entry stands in a signed checkpoint."""
    ledger.publish(origin=instruments.origin, key=instruments.ledger_key, at=at)


def _send(prepared: _Prepared, at: datetime) -> Disclosed:
    outcome = delivery.deliver(prepared.recorded.delivery, at=at)
    return Disclosed(prepared.certificate, prepared.recorded.entry, outcome)


def _refused(taken_in: TakenIn, refusal: Refusal, step: str, at: datetime) -> Refusal:
    recording.record_refusal(taken_in, refusal, step=step, at=at)
    if refusal.alarm:
        LOG.error("ask %s was refused because rule %s failed: %s", taken_in.id, *refusal.detail.values())
    return refusal


def deliver_waiting(*, instruments: Instruments, at: datetime) -> list[Delivered | Withheld]:
    """Delivers, or withholds, every parcel that was recorded and cut off before it left."""
    _publish(instruments, at)
    return [delivery.deliver(waiting, at=at) for waiting in queries.waiting()]
