"""Reads of the main job: the facts that the gate decides on, and what became of asks and parcels."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sluis.disclosures.models import Delivery
from sluis.domain import retention
from sluis.domain.lifecycle import DeliveryStatus
from sluis.domain.policy import Facts
from sluis.domain.terms import Terms
from sluis.domain.words import Purpose
from sluis.parties import queries as parties
from sluis.parties.municipalities import municipalities
from sluis.protocols import queries as protocols
from sluis.protocols.queries import Binding

BRUSSELS = ZoneInfo("Europe/Brussels")


@dataclass(frozen=True, slots=True)
class Ground:
    """What an ask is decided on: the binding text if there is one, and the facts beside it."""

    binding: Binding | None
    facts: Facts

    @property
    def terms(self) -> Terms | None:
        """The terms of the binding text."""
        return self.binding.terms if self.binding else None


def ground(nis: str, on: date, *, beside: uuid.UUID | None = None, lock: bool = False) -> Ground:
    """What the gate must know to decide on an ask of `nis` on this day, read at the moment of use.

    `beside` leaves one delivery out of the periodicity: a parcel does not stand in its own way. With `lock`
    the protocol cannot move until the transaction ends.
    """
    binding = protocols.binding(nis, lock=lock)
    all_of_them = municipalities()
    known = nis in all_of_them
    facts = Facts(
        municipality_exists=known and all_of_them.get(nis).exists_on(on),
        successor=all_of_them.get(nis).successor if known else None,
        territory=all_of_them.territory(nis, on) if known else (),
        status=binding.status if binding else None,
        published_by_sender=binding is not None and binding.published_by_sender,
        published_by_recipient=binding is not None and binding.published_by_recipient,
        holds=binding.holds if binding else frozenset(),
        overdue_deletions=overdue_deletions(nis, on),
        last_delivered_on=_last_delivered(nis, beside),
        recipient_keys=len(parties.recipients(nis)),
    )
    return Ground(binding, facts)


def overdue_deletions(nis: str, on: date) -> int:
    """How many delivered parcels are past their retention and the time to confirm their deletion."""
    kept = Delivery.objects.filter(
        permit__ask__nis=nis,
        status=DeliveryStatus.DELIVERED,
        deletion_confirmed_at__isnull=True,
        keep_until__lt=on,
    ).values_list("keep_until", flat=True)
    return sum(retention.confirmation_due(until) < on for until in kept)


def _last_delivered(nis: str, beside: uuid.UUID | None) -> dict[Purpose, date]:
    rows = (
        Delivery.objects.filter(permit__ask__nis=nis)
        .exclude(status=DeliveryStatus.WITHHELD)
        .exclude(pk__in=[beside] if beside else [])
        .order_by("recorded_at")
        .values_list("permit__ask__purpose", "recorded_at")
    )
    return {Purpose(purpose): _day(at) for purpose, at in rows}


def _day(at: datetime) -> date:
    return at.astimezone(BRUSSELS).date()


def waiting() -> Iterator[uuid.UUID]:
    """The parcels that are recorded and have neither left nor been withheld, oldest first."""
    rows = Delivery.objects.filter(status=DeliveryStatus.RECORDED).order_by("recorded_at")
    return iter(list(rows.values_list("pk", flat=True)))
