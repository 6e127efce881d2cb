"""Step 6, delivery: a recorded parcel leaves, if its entry stands in a signed checkpoint and the gate still says yes.

This is the only step that talks to the outside. It can be repeated: a parcel that was cut off while leaving
leaves again, the same to the byte.
"""

from __future__ import annotations

import os
import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from sluis.disclosures import intake, queries
from sluis.disclosures.models import Delivery
from sluis.disclosures.recording import record_settled
from sluis.domain import gate
from sluis.domain.lifecycle import DeliveryStatus
from sluis.ledger import queries as ledger

SIGNATURE, ENTRY, PROOF = ".minisig", ".entry.json", ".tlog-proof"


@dataclass(frozen=True, slots=True)
class Delivered:
    """A parcel that left, and where it went; its signature, ledger entry and proof lie beside it."""

    delivery: uuid.UUID
    path: Path


@dataclass(frozen=True, slots=True)
class Withheld:
    """A parcel that stayed, because the gate said no between recording and leaving."""

    delivery: uuid.UUID
    refusal: gate.Refusal


def deliver(delivery: uuid.UUID, *, at: datetime) -> Delivered | Withheld:
    """Delivers a recorded parcel, or withholds it; a parcel that was settled before is left as it is.

    Raises:
        InvalidProof: its entry does not stand in a signed checkpoint yet; nothing has left.
        OSError: the destination cannot be written; nothing is settled, and it can be tried again.
    """
    with transaction.atomic():
        row = Delivery.objects.select_for_update(of=("self",)).select_related("permit__ask").get(pk=delivery)
        taken_in = intake.recall(row.permit.ask)
        path = Path(taken_in.destination) / row.name
        if row.status == DeliveryStatus.DELIVERED:
            return Delivered(delivery, path)
        ground = queries.ground(taken_in.ask.nis, at.date(), beside=delivery, lock=True)
        answer = gate.decide(ground.terms, ground.facts, taken_in.ask, at, row.rows)
        if isinstance(answer, gate.Refusal):
            if row.status == DeliveryStatus.RECORDED:
                record_settled(row, DeliveryStatus.WITHHELD, at=at, facts={"rule": answer.rule.name})
            return Withheld(delivery, answer)
        _hand_over(row, path)
        record_settled(row, DeliveryStatus.DELIVERED, at=at, facts={"rows": row.rows})
    return Delivered(delivery, path)


def _hand_over(row: Delivery, path: Path) -> None:
    proof = ledger.proof_of(row.entry)
    body = ledger.bodies(row.entry, row.entry + 1)[0]
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
