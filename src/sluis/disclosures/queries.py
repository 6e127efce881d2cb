"""Reads of the main job: the facts that the gate decides on, and what became of asks and parcels."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connections

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
    overdue, last_delivered = _before(nis, on, beside)
    facts = Facts(
        municipality_exists=known and all_of_them.get(nis).exists_on(on),
        successor=all_of_them.get(nis).successor if known else None,
        territory=all_of_them.territory(nis, on) if known else (),
        status=binding.status if binding else None,
        published_by_sender=binding is not None and binding.published_by_sender,
        published_by_recipient=binding is not None and binding.published_by_recipient,
        holds=binding.holds if binding else frozenset(),
        overdue_deletions=overdue,
        last_delivered_on=last_delivered,
        recipient_keys=len(parties.recipients(nis)),
    )
    return Ground(binding, facts)


# The parcels of a municipality that left and were not confirmed deleted, by their last day of keeping; and for
# each purpose the day of the last parcel that was not withheld. Asked at every step, so it is one query.
BEFORE = """
SELECT
    ARRAY(
        SELECT delivery.keep_until
        FROM disclosures_delivery AS delivery
        JOIN disclosures_permit AS permit ON permit.id = delivery.permit_id
        JOIN disclosures_ask AS ask ON ask.id = permit.ask_id
        WHERE ask.nis = %(nis)s AND delivery.status = %(delivered)s AND delivery.deletion_confirmed_at IS NULL
            AND delivery.keep_until < %(on)s
    ),
    (
        SELECT jsonb_object_agg(purpose, day) FROM (
            SELECT ask.purpose, max((delivery.recorded_at AT TIME ZONE 'Europe/Brussels')::date) AS day
            FROM disclosures_delivery AS delivery
            JOIN disclosures_permit AS permit ON permit.id = delivery.permit_id
            JOIN disclosures_ask AS ask ON ask.id = permit.ask_id
            WHERE ask.nis = %(nis)s AND delivery.status <> %(withheld)s AND delivery.id IS DISTINCT FROM %(beside)s
            GROUP BY ask.purpose
        ) AS last
    )
"""


def _before(nis: str, on: date, beside: uuid.UUID | None) -> tuple[int, dict[Purpose, date]]:
    """How many deletions are overdue, and the day of the last parcel for each purpose."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            BEFORE,
            {
                "nis": nis, "on": on, "beside": beside,
                "delivered": DeliveryStatus.DELIVERED.value, "withheld": DeliveryStatus.WITHHELD.value,
            },
        )  # fmt: skip
        kept, last = cursor.fetchone()
    overdue = sum(retention.confirmation_due(until) < on for until in kept)
    days = json.loads(last) if isinstance(last, str) else last or {}
    return overdue, {Purpose(purpose): date.fromisoformat(day) for purpose, day in days.items()}


def waiting() -> Iterator[uuid.UUID]:
    """The parcels that are recorded and have neither left nor been withheld, oldest first."""
    rows = Delivery.objects.filter(status=DeliveryStatus.RECORDED).order_by("recorded_at")
    return iter(list(rows.values_list("pk", flat=True)))
