"""Step 6, delivery: a recorded parcel leaves, if its entry stands in a signed checkpoint and the gate still says yes.

It goes to the folder that the ask names, or into the pigeonhole, where its municipality collects it.

This is the only step that talks to the outside. It can be repeated: a parcel that was cut off while leaving
leaves again, the same to the byte.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from sluis.disclosures import intake, pigeonhole, queries
from sluis.disclosures.models import Delivery
from sluis.disclosures.pigeonhole import ENTRY, PROOF, SIGNATURE
from sluis.disclosures.recording import Settled, record_settled
from sluis.domain import gate
from sluis.domain.checkpoint import TlogProof
from sluis.domain.lifecycle import DeliveryStatus
from sluis.ledger import queries as ledger

# How many parcels are written at a time.
WRITERS = 8


@dataclass(frozen=True, slots=True)
class Delivered:
    """A parcel that left, and where it went; its signature, ledger entry and proof lie beside it."""

    delivery: uuid.UUID
    path: Path


@dataclass(frozen=True, slots=True)
class LaidReady:
    """A parcel that lies in the pigeonhole with what goes with it: delivered, and there to be collected."""

    delivery: uuid.UUID


@dataclass(frozen=True, slots=True)
class Withheld:
    """A parcel that stayed, because the gate said no between recording and leaving."""

    delivery: uuid.UUID
    refusal: gate.Refusal


Outcome = Delivered | LaidReady | Withheld


class AlreadyWithheld(RuntimeError):
    """The parcel was withheld before, and its bytes are gone; the message says what to do."""


def deliver(deliveries: Sequence[uuid.UUID], *, at: datetime) -> list[Outcome]:
    """Delivers recorded parcels, or withholds them; a parcel that was settled before is left as it is.

    No two of them are for the same municipality, because what becomes of one can matter to the other.

    Raises:
        InvalidProof: the entry of one does not stand in a signed checkpoint yet; nothing has left.
        AlreadyWithheld: one was withheld before, and by now the gate would say yes; nothing has left.
        OSError: a destination cannot be written; the parcels that did leave are settled, the rest can be tried again.
    """
    with transaction.atomic():
        rows = _locked(deliveries)
        refused = _refused([row for row in rows if row.status != DeliveryStatus.DELIVERED], at)
        waiting = [row for row in rows if row.status == DeliveryStatus.RECORDED]
        left, failure = _hand_over_all([row for row in waiting if row.pk not in refused], at)
        record_settled(
            [
                *(_withheld(row, refused[row.pk]) for row in waiting if row.pk in refused),
                *(Settled(row, DeliveryStatus.DELIVERED, {"rows": row.rows}) for row in left),
            ],
            at=at,
        )
    if failure is not None:
        raise failure
    return [_outcome(row, refused.get(row.pk)) for row in rows]


def _outcome(row: Delivery, refusal: gate.Refusal | None) -> Outcome:
    if refusal is not None:
        return Withheld(row.pk, refusal)
    return LaidReady(row.pk) if pigeonhole.is_for(row) else Delivered(row.pk, _path(row))


def _locked(deliveries: Sequence[uuid.UUID]) -> list[Delivery]:
    """The rows of these parcels in the order asked for; locked in an order of their own, the same for everybody."""
    found = Delivery.objects.select_for_update(of=("self",)).select_related("permit__ask", "permit__version")
    found = found.defer("commitments", "permit__version__terms")
    rows = {row.pk: row for row in found.filter(pk__in=deliveries).order_by("pk")}
    return [rows[delivery] for delivery in deliveries]


def _refused(rows: Sequence[Delivery], at: datetime) -> dict[uuid.UUID, gate.Refusal]:
    """The parcels that may not leave. The gate is asked for each, and nothing can move until the transaction ends."""
    asks = {row.pk: intake.recall(row.permit.ask).ask for row in rows}
    grounds = queries.grounds([ask.nis for ask in asks.values()], at.date(), beside=list(asks), lock=True)
    refused = {}
    for row in rows:
        ask = asks[row.pk]
        facts = grounds[ask.nis].for_rows(row.permit.version.terms_digest)
        answer = gate.decide(grounds[ask.nis].terms, facts, ask, at, row.rows)
        if isinstance(answer, gate.Refusal):
            refused[row.pk] = answer
        elif row.status == DeliveryStatus.WITHHELD:
            raise AlreadyWithheld(f"Parcel {row.pk} was withheld and does not leave any more; ask under a new key.")
    return refused


def _withheld(row: Delivery, refusal: gate.Refusal) -> Settled:
    return Settled(row, DeliveryStatus.WITHHELD, {"rule": refusal.rule.name}, refusal)


def _path(row: Delivery) -> Path:
    return Path(row.permit.ask.destination) / row.name


def _hand_over_all(rows: Sequence[Delivery], at: datetime) -> tuple[list[Delivery], OSError | None]:
    """Hands parcels over; gives those that are at their destination, and what went wrong with one of the others."""
    if not rows:
        return [], None
    entries = [row.entry for row in rows]
    proofs, bodies = ledger.proofs_of(entries), ledger.bodies_of(entries)
    collectable = [row for row in rows if pigeonhole.is_for(row)]
    pigeonhole.lay_ready(collectable, proofs, bodies, at=at)
    left, failure = _write_all([row for row in rows if not pigeonhole.is_for(row)], proofs, bodies)
    return collectable + left, failure


def _write_all(
    rows: Sequence[Delivery], proofs: Mapping[int, TlogProof], bodies: Mapping[int, bytes]
) -> tuple[list[Delivery], OSError | None]:

    def tried(row: Delivery) -> OSError | None:
        try:
            _hand_over(row, proofs[row.entry], bodies[row.entry])
        except OSError as error:
            return error
        return None

    # Nearly all of the time goes to waiting for the disk, and waiting can be done side by side; one needs no thread.
    with ThreadPoolExecutor(WRITERS) as pool:
        failures = list(pool.map(tried, rows) if len(rows) > 1 else map(tried, rows))
    left = [row for row, failure in zip(rows, failures, strict=True) if failure is None]
    # A new name is sure to outlive a power cut only once its folder is synced too.
    for folder in {_path(row).parent for row in left}:
        _sync(folder)
    return left, next((failure for failure in failures if failure is not None), None)


def _hand_over(row: Delivery, proof: TlogProof, body: bytes) -> None:
    path = _path(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    # The parcel comes last: where it lies, everything that goes with it lies too.
    _write(path.with_name(path.name + SIGNATURE), row.signature.encode())
    _write(path.with_name(path.name + ENTRY), body)
    _write(path.with_name(path.name + PROOF), proof.encode().encode())
    _write(path, bytes(row.sealed or b""))


def _write(path: Path, data: bytes) -> None:
    """Writes a file so that it is there whole or not at all."""
    unfinished = path.with_name(path.name + ".unfinished")
    with unfinished.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
