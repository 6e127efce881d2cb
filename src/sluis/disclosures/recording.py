"""Step 5, recording: permits, refusals and parcels are written with their ledger entries, or not at all.

A parcel, its entry and the order to deliver it are one transaction: the recorded parcel is itself the order.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sluis.disclosures import queries
from sluis.disclosures.intake import TakenIn
from sluis.disclosures.models import Delivery, Permit, Refusal
from sluis.disclosures.sealing import Sealed
from sluis.disclosures.selection import Issued
from sluis.domain import gate
from sluis.domain.entry import Act, Entry, Fact
from sluis.domain.lifecycle import DeliveryStatus
from sluis.domain.policy import RULES_DIGEST
from sluis.domain.words import digest
from sluis.ledger import actions as ledger
from sluis.protocols.queries import Binding


@dataclass(frozen=True, slots=True)
class Recorded:
    """A parcel that stands in the ledger and has not left yet. `entry` is its number there."""

    delivery: uuid.UUID
    entry: int


def record_permit(taken_in: TakenIn, permit: gate.Permit, binding: Binding, *, at: datetime) -> Issued:
    """Stores a permit, from which on row-level security knows it, with its ledger entry."""
    issued = Issued(uuid.uuid4(), taken_in.id, permit, binding.version, binding.agency)
    population, period = permit.population, permit.ask.period
    with transaction.atomic():
        Permit.objects.create(
            id=issued.id,
            ask_id=taken_in.id,
            version_id=binding.version,
            agency=binding.agency,
            fields=list(permit.fields),
            territory=list(permit.territory),
            contract=population.contract,
            attest=population.attest,
            period_by=population.period_by if period else None,
            period_first=period.first if period else None,
            period_last=period.last if period else None,
            row_limit=permit.row_limit,
            keep_until=permit.keep_until,
            rules_digest=permit.rules_digest,
            issued_at=permit.issued_at,
            expires_at=permit.expires_at,
        )
        facts = _asked(taken_in) | _under(permit) | {"permit": str(issued.id)}
        ledger.append([Entry(Act.PERMITTED, at, taken_in.asked_by, facts)])
    return issued


def record_refusal(taken_in: TakenIn, refusal: gate.Refusal, *, step: str, at: datetime) -> None:
    """Stores a refusal, at the step where it came, with its ledger entry."""
    with transaction.atomic():
        Refusal.objects.create(
            ask_id=taken_in.id, step=step, rule=refusal.rule.name, detail=dict(refusal.detail), at=at
        )
        facts = _asked(taken_in) | {
            "step": step,
            "rule": refusal.rule.name,
            "rulesDigest": RULES_DIGEST,
        }
        ledger.append([Entry(Act.REFUSED, at, taken_in.asked_by, facts)])


def record(sealed: Sealed, taken_in: TakenIn, *, at: datetime) -> Recorded | gate.Refusal:
    """Stores a sealed parcel with its ledger entry, if the gate still says yes while nothing can move.

    The gate is asked with the number of rows; a refusal is for the caller to record.
    """
    selection = sealed.selection
    permit = selection.issued.permit
    with transaction.atomic():
        ground = queries.ground(permit.ask.nis, at.date(), lock=True)
        again = gate.decide(ground.terms, ground.facts, permit.ask, at, selection.count)
        if isinstance(again, gate.Refusal):
            return again
        root = f"sha256:{selection.people_root.hex()}"
        facts = (
            _asked(taken_in)
            | _under(permit)
            | {
                "delivery": str(selection.delivery),
                "rows": selection.count,
                "parcelDigest": sealed.parcel_digest,
                "predicateDigest": digest(selection.predicate.encode()),
                "peopleRoot": root,
                "referenceDate": sealed.reference_date.isoformat(),
            }
        )
        # Here the entry comes first, because the parcel names it; one row later the transaction ends.
        entry = ledger.append([Entry(Act.DISCLOSED, at, taken_in.asked_by, facts)])
        Delivery.objects.create(
            id=selection.delivery,
            permit_id=selection.issued.id,
            status=DeliveryStatus.RECORDED,
            name=sealed.name,
            sealed=sealed.sealed,
            signature=sealed.signature,
            parcel_digest=sealed.parcel_digest,
            rows=selection.count,
            reference_date=sealed.reference_date,
            keep_until=permit.keep_until,
            people_root=root,
            commitments=b"".join(selection.commitments),
            recorded_at=at,
            entry=entry,
        )
    return Recorded(selection.delivery, entry)


def record_settled(delivery: Delivery, status: DeliveryStatus, *, at: datetime, facts: Mapping[str, Fact]) -> None:
    """Writes that a parcel was delivered or withheld, and lets its sealed bytes go. Inside a transaction."""
    delivery.status, delivery.sealed, delivery.settled_at = status, None, at
    delivery.save(update_fields=["status", "sealed", "settled_at"])
    act = {DeliveryStatus.DELIVERED: Act.DELIVERED, DeliveryStatus.WITHHELD: Act.WITHHELD}[status]
    said = {
        "delivery": str(delivery.pk),
        "recipient": delivery.permit.ask.nis,
        "parcelDigest": delivery.parcel_digest,
        **facts,
    }
    ledger.append([Entry(act, at, "system:delivery", said)])


def confirm_deletion(delivery: uuid.UUID, *, by: str, at: datetime) -> None:
    """Records that the municipality confirmed the deletion of what it received.

    Raises:
        Delivery.DoesNotExist: there is no such parcel that was delivered and not confirmed before.
    """
    with transaction.atomic():
        row = Delivery.objects.select_for_update().get(
            pk=delivery, status=DeliveryStatus.DELIVERED, deletion_confirmed_at__isnull=True
        )
        row.deletion_confirmed_at, row.deletion_confirmed_by = at, by
        row.save(update_fields=["deletion_confirmed_at", "deletion_confirmed_by"])
        facts: dict[str, Fact] = {"delivery": str(delivery), "parcelDigest": row.parcel_digest}
        ledger.append([Entry(Act.DELETION_CONFIRMED, at, by, facts)])


def _asked(taken_in: TakenIn) -> dict[str, Fact]:
    ask = taken_in.ask
    return {
        "ask": str(taken_in.id),
        "recipient": ask.nis,
        "service": ask.service,
        "purpose": ask.purpose.value,
        "period": str(ask.period) if ask.period else None,
    }


def _under(permit: gate.Permit) -> dict[str, Fact]:
    return {
        "protocol": permit.terms.protocol,
        "version": permit.terms.version,
        "termsDigest": permit.terms_digest,
        "rulesDigest": permit.rules_digest,
        "fields": [name.value for name in permit.fields],
        "territory": list(permit.territory),
        "keepUntil": permit.keep_until.isoformat(),
    }
