"""Step 5, recording: permits, refusals and parcels are written with their ledger entries, or not at all.

A parcel, its entry and the order to deliver it are one transaction: the recorded parcel is itself the order.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sluis.disclosures import queries
from sluis.disclosures.intake import TakenIn
from sluis.disclosures.models import Collectable, Delivery, Permit, Refusal
from sluis.disclosures.queries import Ground, Recorded
from sluis.disclosures.sealing import Sealed
from sluis.disclosures.selection import Issued
from sluis.domain import gate
from sluis.domain.entry import Act, Entry, Fact
from sluis.domain.lifecycle import DeliveryStatus
from sluis.domain.policy import RULES_DIGEST
from sluis.domain.words import digest
from sluis.ledger import actions as ledger
from sluis.protocols.queries import Binding


def record_permits(permitted: Sequence[tuple[TakenIn, gate.Permit, Binding]], *, at: datetime) -> list[Issued]:
    """Stores permits, from which on row-level security knows them, with their ledger entries.

    An ask that was cut off after its permit gets a new one when it is repeated: by then the first may have expired,
    or the text it was decided on may have been replaced. Unused, it expires.
    """
    issued = [
        Issued(uuid.uuid4(), taken_in, permit, binding.version, binding.agency)
        for taken_in, permit, binding in permitted
    ]
    if issued:
        with transaction.atomic():
            Permit.objects.bulk_create(map(_permit, issued))
            ledger.append([_permitted(one, at) for one in issued])
    return issued


def _permit(issued: Issued) -> Permit:
    permit = issued.permit
    population, period = permit.population, permit.ask.period
    return Permit(
        id=issued.id,
        ask_id=issued.taken_in.id,
        version_id=issued.version,
        agency=issued.agency,
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


def _permitted(issued: Issued, at: datetime) -> Entry:
    taken_in = issued.taken_in
    facts = _asked(taken_in) | _under(issued.permit) | {"permit": str(issued.id)}
    return Entry(Act.PERMITTED, at, taken_in.asked_by, facts)


def record_refusal(taken_in: TakenIn, refusal: gate.Refusal, *, step: str, at: datetime) -> None:
    """Stores a refusal, at the step where it came, with its ledger entry."""
    with transaction.atomic():
        Refusal.objects.create(
            ask_id=taken_in.id, step=step, rule=refusal.rule.name, detail=dict(refusal.detail), at=at
        )
        # A service that was asked for and not agreed is free text, and the ledger is public.
        facts = _asked(taken_in) | {"step": step, "rule": refusal.rule.name, "rulesDigest": RULES_DIGEST}
        del facts["service"]
        ledger.append([Entry(Act.REFUSED, at, taken_in.asked_by, facts)])


def record(parcels: Sequence[Sealed], *, at: datetime) -> list[Recorded | gate.Refusal]:
    """Stores sealed parcels, each with its ledger entry, if the gate still says yes while nothing can move.

    The gate is asked with the number of rows; a refusal is for the caller to record, and the other parcels do not
    suffer from it. No two of them are for the same municipality.
    """
    if not parcels:
        return []
    with transaction.atomic():
        grounds = queries.grounds([parcel.nis for parcel in parcels], at.date(), lock=True)
        answers = {parcel.delivery: _again(parcel, grounds[parcel.nis], at) for parcel in parcels}
        agreed = [parcel for parcel in parcels if isinstance(answers[parcel.delivery], gate.Permit)]
        recorded = _keep(agreed, at) if agreed else {}
    return [answer if isinstance(answer, gate.Refusal) else recorded[delivery] for delivery, answer in answers.items()]


def _again(parcel: Sealed, ground: Ground, at: datetime) -> gate.Permit | gate.Refusal:
    selection = parcel.selection
    permit = selection.issued.permit
    return gate.decide(ground.terms, ground.for_rows(permit.terms_digest), permit.ask, at, selection.count)


def _keep(parcels: Sequence[Sealed], at: datetime) -> dict[uuid.UUID, Recorded]:
    # Here the entries come first, because the parcels name them; one statement later the transaction ends.
    first = ledger.append([_disclosed(parcel, at) for parcel in parcels])
    numbered = list(enumerate(parcels, first))
    Delivery.objects.bulk_create([_delivery(parcel, entry, at) for entry, parcel in numbered])
    return {parcel.delivery: Recorded(parcel.delivery, entry, parcel.nis) for entry, parcel in numbered}


def _disclosed(parcel: Sealed, at: datetime) -> Entry:
    selection = parcel.selection
    taken_in = selection.issued.taken_in
    facts = (
        _asked(taken_in)
        | _under(selection.issued.permit)
        | {
            "delivery": str(selection.delivery),
            "rows": selection.count,
            "parcelDigest": parcel.parcel_digest,
            "predicateDigest": digest(selection.predicate.encode()),
            "peopleRoot": _people_root(parcel),
            "referenceDate": parcel.reference_date.isoformat(),
        }
    )
    return Entry(Act.DISCLOSED, at, taken_in.asked_by, facts)


def _delivery(parcel: Sealed, entry: int, at: datetime) -> Delivery:
    selection = parcel.selection
    return Delivery(
        id=selection.delivery,
        permit_id=selection.issued.id,
        status=DeliveryStatus.RECORDED,
        name=parcel.name,
        sealed=parcel.sealed,
        signature=parcel.signature,
        parcel_digest=parcel.parcel_digest,
        rows=selection.count,
        reference_date=parcel.reference_date,
        keep_until=selection.issued.permit.keep_until,
        people_root=_people_root(parcel),
        commitments=selection.commitments,
        recorded_at=at,
        entry=entry,
    )


def _people_root(parcel: Sealed) -> str:
    return f"sha256:{parcel.selection.people_root.hex()}"


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a recorded parcel, and what the ledger says of it beside that; why, where it was withheld."""

    delivery: Delivery
    status: DeliveryStatus
    facts: Mapping[str, Fact]
    refusal: gate.Refusal | None = None


def record_settled(settled: Sequence[Settled], *, at: datetime) -> None:
    """Writes that parcels were delivered or withheld, and lets their sealed bytes go. Inside a transaction."""
    if not settled:
        return
    for status in {one.status for one in settled}:
        keys = [one.delivery.pk for one in settled if one.status == status]
        Delivery.objects.filter(pk__in=keys).update(status=status, sealed=None, settled_at=at)
    withheld = [(one.delivery, one.refusal) for one in settled if one.refusal is not None]
    if withheld:
        Refusal.objects.bulk_create(
            Refusal(ask_id=row.permit.ask_id, step="delivery", rule=said.rule.name, detail=dict(said.detail), at=at)
            for row, said in withheld
        )
    ledger.append([_settled(one, at) for one in settled])


def _settled(settled: Settled, at: datetime) -> Entry:
    delivery = settled.delivery
    act = {DeliveryStatus.DELIVERED: Act.DELIVERED, DeliveryStatus.WITHHELD: Act.WITHHELD}[settled.status]
    said = {
        "delivery": str(delivery.pk),
        "recipient": delivery.permit.ask.nis,
        "parcelDigest": delivery.parcel_digest,
        **settled.facts,
    }
    return Entry(act, at, "system:delivery", said)


def confirm_deletion(delivery: uuid.UUID, *, by: str, at: datetime) -> None:
    """Records that the municipality confirmed the deletion of what it received; what lies ready is deleted too.

    Raises:
        Delivery.DoesNotExist: there is no such parcel that was delivered and not confirmed before.
    """
    with transaction.atomic():
        row = Delivery.objects.select_for_update().get(
            pk=delivery, status=DeliveryStatus.DELIVERED, deletion_confirmed_at__isnull=True
        )
        row.deletion_confirmed_at, row.deletion_confirmed_by = at, by
        row.save(update_fields=["deletion_confirmed_at", "deletion_confirmed_by"])
        Collectable.objects.filter(delivery=row).delete()
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
