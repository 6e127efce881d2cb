"""What a desk shows of asks and deliveries: a page at a time, newest first, each page in the same few queries.

Who may see it is for the door to ask (`domain.access`, `Work.SEE_DELIVERIES`). Nothing here holds a person's data.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from sluis.disclosures import intake
from sluis.disclosures.models import Ask, Collectable, Delivery, Permit, Refusal
from sluis.disclosures.predicate import row_predicate
from sluis.domain import collection, gate
from sluis.domain import policy as rules
from sluis.domain.collection import Stage, Stand
from sluis.domain.lifecycle import DeliveryStatus
from sluis.domain.retention import CONFIRM_WITHIN, confirmation_due
from sluis.domain.terms import PeriodBy, Population
from sluis.domain.words import Field, digest
from sluis.ledger import queries as ledger
from sluis.parties.municipalities import municipalities
from sluis.protocols.models import Protocol

PER_PAGE = 20
SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Sent:
    """A delivery as a desk shows it. `confirm_by` is the last day to confirm its deletion without holding up asks."""

    id: uuid.UUID
    name: str
    status: DeliveryStatus
    rows: int
    reference_date: date
    recorded_at: datetime
    settled_at: datetime | None
    keep_until: date
    confirm_by: date
    in_pigeonhole: bool
    collected_at: datetime | None
    deletion_confirmed_at: datetime | None
    entry: int

    @property
    def stand(self) -> Stand:
        """What the rules about collecting and deleting are asked with."""
        collected, confirmed = self.collected_at is not None, self.deletion_confirmed_at is not None
        return Stand(self.status, self.keep_until, self.in_pigeonhole, collected, confirmed)


@dataclass(frozen=True, slots=True)
class Line:
    """An ask and what became of it. `refusal` and `step` say why it was refused, or why its parcel was withheld.

    `agency`, `protocol` and `version` are None where the gate gave no permit.
    """

    id: uuid.UUID
    ask: rules.Ask
    asked_at: datetime
    asked_by: str
    stage: Stage
    agency: str | None
    protocol: str | None
    version: int | None
    sent: Sent | None
    refusal: gate.Refusal | None
    step: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of lines: its number from 1 on, how many pages there are (at least one), and how many lines in all."""

    lines: tuple[Line, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was run for a delivery, under which text and rules, and where the ledger says so.

    `predicate` is the SQL of the rows, written again from the stored permit; None where what the ledger holds the
    digest of (`predicate_digest`) was worded otherwise, by an earlier version of the program.
    """

    columns: tuple[Field, ...]
    territory: tuple[str, ...]
    predicate: str | None
    predicate_digest: str
    terms_digest: str
    rules_digest: str
    row_limit: int
    count: int
    parcel_digest: str
    people_root: str
    entry: int


@dataclass(frozen=True, slots=True)
class Details:
    """One ask with all there is to say of it; the certificate once a parcel was recorded."""

    line: Line
    certificate: Certificate | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many deliveries wait for collection, must be deleted within 30 days, and are overdue.

    One that is overdue (no confirmation 30 days after the last day of keeping) holds up new asks, and is not counted
    among those that are due soon.
    """

    waiting: int
    due_soon: int
    overdue: int


def asks_of(nis: str, *, on: date, page: int = 1) -> Page:
    """The asks of a municipality and of those that merged into it by the day `on`."""
    return _page(_of(nis, on), on, page)


def asks_to(
    agency: str,
    *,
    on: date,
    page: int = 1,
    only_refused: bool = False,
    only_deliveries: bool = False,
    nis: str | None = None,
) -> Page:
    """The asks that came to an agency; `nis` narrows to one municipality, with those that merged into it.

    An ask belongs to the agency that gave the permit; without a permit to the one that has a protocol with the
    municipality. Where no agency has, it is shown to every agency of the installation: each of them may be the one
    that was meant, and the one to conclude a protocol.
    """
    asks = _to(agency)
    parcels = Delivery.objects.filter(permit__ask=OuterRef("pk"))
    if only_refused:
        asks = asks.filter(Exists(Refusal.objects.filter(ask=OuterRef("pk"))), ~Exists(parcels))
    if only_deliveries:
        asks = asks.filter(Exists(parcels))
    if nis is not None:
        asks = asks.filter(nis__in=_codes(nis, on))
    return _page(asks, on, page)


def one_of(nis: str, number: uuid.UUID, *, on: date) -> Details | None:
    """The ask, or the delivery, with this number, if it is the municipality's; else None."""
    return _details(_of(nis, on), number, on)


def one_to(agency: str, number: uuid.UUID, *, on: date) -> Details | None:
    """The ask, or the delivery, with this number, if it came to the agency as in `asks_to`; else None."""
    return _details(_to(agency), number, on)


def counts_of(nis: str, *, on: date) -> Counts:
    """What a municipality has to do with its deliveries."""
    return _counts(Delivery.objects.filter(permit__ask__nis__in=_codes(nis, on)), on)


def counts_to(agency: str, *, on: date) -> Counts:
    """What the municipalities have to do with an agency's deliveries."""
    return _counts(Delivery.objects.filter(permit__agency=agency), on)


def refused_since(agency: str, moment: datetime) -> int:
    """How many asks to an agency were refused since a moment, and nothing was sealed for."""
    refused = Refusal.objects.filter(ask=OuterRef("pk"), at__gte=moment)
    return _to(agency).filter(Exists(refused), ~Exists(Delivery.objects.filter(permit__ask=OuterRef("pk")))).count()


def _codes(nis: str, on: date) -> tuple[str, ...]:
    return municipalities().territory(nis, on)


def _of(nis: str, on: date) -> QuerySet[Ask]:
    return Ask.objects.filter(nis__in=_codes(nis, on))


def _to(agency: str) -> QuerySet[Ask]:
    permits = Permit.objects.filter(ask=OuterRef("pk"))
    protocols = Protocol.objects.filter(nis=OuterRef("nis"))
    without = ~Exists(permits) & (Exists(protocols.filter(agency=agency)) | ~Exists(protocols))
    return Ask.objects.filter(Exists(permits.filter(agency=agency)) | without)


def _counts(deliveries: QuerySet[Delivery], on: date) -> Counts:
    kept = Q(status=DeliveryStatus.DELIVERED, deletion_confirmed_at__isnull=True)
    overdue = kept & Q(keep_until__lt=on - CONFIRM_WITHIN)
    waiting = kept & Q(collected_at__isnull=True, collectable__isnull=False, keep_until__gte=on)
    soon = kept & Q(keep_until__gte=on - CONFIRM_WITHIN, keep_until__lte=on + SOON)
    found = deliveries.aggregate(
        waiting=Count("pk", filter=waiting), due_soon=Count("pk", filter=soon), overdue=Count("pk", filter=overdue)
    )
    return Counts(**found)


def _page(asks: QuerySet[Ask], on: date, number: int) -> Page:
    total = asks.count()
    pages = max(1, ceil(total / PER_PAGE))
    number = min(max(1, number), pages)
    rows = _whole(asks.order_by("-asked_at", "-pk"))[(number - 1) * PER_PAGE : number * PER_PAGE]
    return Page(tuple(_line(ask, on) for ask in rows), number, pages, total)


def _whole(asks: QuerySet[Ask]) -> QuerySet[Ask]:
    """With permits, parcels and refusals, newest first; without the bytes that a parcel and a text consist of."""
    permits = Permit.objects.select_related("version", "delivery").order_by("-issued_at")
    permits = permits.defer("version__terms", "delivery__sealed", "delivery__commitments")
    lies_ready = Exists(Collectable.objects.filter(delivery__permit=OuterRef("pk")))
    return asks.prefetch_related(
        Prefetch("permits", permits.annotate(lies_ready=lies_ready)),
        Prefetch("refusals", Refusal.objects.order_by("-pk")),
    )


def _permit(ask: Ask) -> Permit | None:
    """The permit that counts: the one a parcel came of, else the newest; one that was cut off came to nothing."""
    permits = list(ask.permits.all())
    return next((permit for permit in permits if _delivery(permit) is not None), next(iter(permits), None))


def _delivery(permit: Permit | None) -> Delivery | None:
    try:
        return permit.delivery if permit is not None else None
    except ObjectDoesNotExist:
        return None


def _line(ask: Ask, on: date) -> Line:
    permit = _permit(ask)
    delivery = _delivery(permit)
    refused = next(iter(ask.refusals.all()), None)
    # An ask that was refused and, under the same key, permitted later ended in its parcel.
    if delivery is not None and delivery.status != DeliveryStatus.WITHHELD:
        refused = None
    sent = _sent(delivery, bool(getattr(permit, "lies_ready", False))) if delivery is not None else None
    return Line(
        id=ask.pk,
        ask=intake.recall(ask).ask,
        asked_at=ask.asked_at,
        asked_by=ask.asked_by,
        stage=collection.stage(sent.stand, on) if sent else Stage.REFUSED if refused else Stage.UNDER_WAY,
        agency=permit.agency if permit else None,
        protocol=permit.version.protocol_id if permit else None,
        version=permit.version.number if permit else None,
        sent=sent,
        refusal=gate.recall(refused.rule, refused.detail) if refused else None,
        step=refused.step if refused else None,
    )


def _sent(delivery: Delivery, lies_ready: bool) -> Sent:
    return Sent(
        id=delivery.pk,
        name=delivery.name,
        status=DeliveryStatus(delivery.status),
        rows=delivery.rows,
        reference_date=delivery.reference_date,
        recorded_at=delivery.recorded_at,
        settled_at=delivery.settled_at,
        keep_until=delivery.keep_until,
        confirm_by=confirmation_due(delivery.keep_until),
        in_pigeonhole=lies_ready,
        collected_at=delivery.collected_at,
        deletion_confirmed_at=delivery.deletion_confirmed_at,
        entry=delivery.entry,
    )


def _details(asks: QuerySet[Ask], number: uuid.UUID, on: date) -> Details | None:
    parcel = Permit.objects.filter(ask=OuterRef("pk"), delivery=number)
    ask = _whole(asks).filter(Q(pk=number) | Exists(parcel)).first()
    if ask is None:
        return None
    permit = _permit(ask)
    delivery = _delivery(permit)
    certificate = _certificate(permit, delivery) if permit is not None and delivery is not None else None
    return Details(_line(ask, on), certificate)


def _certificate(permit: Permit, delivery: Delivery) -> Certificate:
    said = json.loads(ledger.bodies_of([delivery.entry])[delivery.entry])
    predicate = _predicate(permit)
    return Certificate(
        columns=tuple(Field(name) for name in permit.fields),
        territory=tuple(permit.territory),
        predicate=predicate if digest(predicate.encode()) == said["predicateDigest"] else None,
        predicate_digest=said["predicateDigest"],
        terms_digest=said["termsDigest"],
        rules_digest=permit.rules_digest,
        row_limit=permit.row_limit,
        count=delivery.rows,
        parcel_digest=delivery.parcel_digest,
        people_root=delivery.people_root,
        entry=delivery.entry,
    )


def _predicate(permit: Permit) -> str:
    period_by = PeriodBy(permit.period_by) if permit.period_by is not None else None
    population = Population(permit.contract, permit.attest, period_by)
    territory: Sequence[str] = permit.territory
    written = row_predicate(territory, permit.agency, population, intake.recall(permit.ask).ask.period)
    return written.as_string(None)
