"""Reads of the main job: the facts that the gate decides on, and what became of asks and parcels."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
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

    def for_rows(self, terms_digest: str) -> Facts:
        """The facts for rows that were selected already, under the terms with this digest."""
        return replace(self.facts, selected_under=terms_digest)


def grounds(
    codes: Collection[str], on: date, *, beside: Collection[uuid.UUID] = (), lock: bool = False
) -> dict[str, Ground]:
    """What the gate must know to decide on asks of these municipalities on this day, read at the moment of use.

    `beside` leaves deliveries out of the periodicity: a parcel does not stand in its own way. With `lock`
    the protocols cannot move until the transaction ends.
    """
    bindings = protocols.bindings(codes, lock=lock)
    overdue, last_delivered = _before(codes, on, beside)
    keys = parties.recipients(codes)
    return {
        nis: _ground(nis, on, bindings.get(nis), overdue[nis], last_delivered[nis], len(keys[nis])) for nis in codes
    }


def _ground(
    nis: str, on: date, binding: Binding | None, overdue: int, last_delivered: dict[Purpose, date], keys: int
) -> Ground:
    all_of_them = municipalities()
    known = nis in all_of_them
    facts = Facts(
        municipality_exists=known and all_of_them.get(nis).exists_on(on),
        successor=all_of_them.get(nis).successor if known else None,
        territory=all_of_them.territory(nis, on) if known else (),
        status=binding.status if binding else None,
        published_by_sender=binding is not None and binding.published_by_sender,
        published_by_recipient=binding is not None and binding.published_by_recipient,
        ends_on=binding.ends_on if binding else None,
        holds=binding.holds if binding else frozenset(),
        overdue_deletions=overdue,
        last_delivered_on=last_delivered,
        recipient_keys=keys,
        selected_under=None,
    )
    return Ground(binding, facts)


# For each municipality, with those that merged into it, and purpose: the day of the last parcel that was not withheld,
# and of those that left and were
# not confirmed deleted the last days of keeping. Asked at every step, so it is one query.
BEFORE = """
SELECT line.nis, ask.purpose,
    max((delivery.recorded_at AT TIME ZONE 'Europe/Brussels')::date)
        FILTER (WHERE delivery.status <> %(withheld)s AND delivery.id <> ALL (%(beside)s)),
    coalesce(array_agg(delivery.keep_until) FILTER (
        WHERE delivery.status = %(delivered)s AND delivery.deletion_confirmed_at IS NULL
            AND delivery.keep_until < %(on)s
    ), '{}')
FROM disclosures_delivery AS delivery
JOIN disclosures_permit AS permit ON permit.id = delivery.permit_id
JOIN disclosures_ask AS ask ON ask.id = permit.ask_id
JOIN unnest(%(codes)s::text[], %(lines)s::text[]) AS line (nis, code) ON line.code = ask.nis
GROUP BY line.nis, ask.purpose
"""


def _before(
    codes: Collection[str], on: date, beside: Collection[uuid.UUID]
) -> tuple[Counter[str], dict[str, dict[Purpose, date]]]:
    """For each municipality how many deletions are overdue, and the day of the last parcel for each purpose.

    What a municipality received that merged into it counts as its own: a merger wipes no slate clean.
    """
    known = municipalities()
    lines = [(nis, code) for nis in codes for code in (known.territory(nis, on) if nis in known else (nis,))]
    overdue: Counter[str] = Counter()
    last_delivered: dict[str, dict[Purpose, date]] = {nis: {} for nis in codes}
    with connections["default"].cursor() as cursor:
        cursor.execute(
            BEFORE,
            {
                "codes": [nis for nis, _ in lines], "lines": [code for _, code in lines],
                "on": on, "beside": list(beside),
                "delivered": DeliveryStatus.DELIVERED.value, "withheld": DeliveryStatus.WITHHELD.value,
            },
        )  # fmt: skip
        for nis, purpose, last, kept in cursor.fetchall():
            overdue[nis] += sum(retention.confirmation_due(until) < on for until in kept)
            if last is not None:
                last_delivered[nis][Purpose(purpose)] = last
    return overdue, last_delivered


@dataclass(frozen=True, slots=True)
class Recorded:
    """A parcel that stands in the ledger, for the municipality `nis`. `entry` is its number there."""

    delivery: uuid.UUID
    entry: int
    nis: str


def recorded_for(asks: Collection[uuid.UUID]) -> dict[uuid.UUID, Recorded]:
    """The parcel that came of each of these asks, where one did."""
    rows = Delivery.objects.filter(permit__ask__in=asks)
    return {
        ask: Recorded(delivery, entry, nis)
        for ask, delivery, entry, nis in rows.values_list("permit__ask_id", "pk", "entry", "permit__ask__nis")
    }


def waiting() -> list[Recorded]:
    """The parcels that are recorded and have neither left nor been withheld, oldest first."""
    rows = Delivery.objects.filter(status=DeliveryStatus.RECORDED).order_by("recorded_at", "entry")
    return [Recorded(*row) for row in rows.values_list("pk", "entry", "permit__ask__nis")]
