"""Counts what an agency and its municipalities did in a year, or in other days: the yearly report as a value.

Everything is counted from what the house holds of asks, parcels and protocols, and from the ledger. It reaches no
dossier, no row and no parcel. What each figure counts exactly stands in `figures.FIGURES`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import Count, Exists, Min, Model, OuterRef, Q, QuerySet, Sum

from sluis.disclosures.models import Ask, Delivery, Permit, Refusal
from sluis.domain.entry import Act
from sluis.domain.lifecycle import DeliveryStatus, HoldKind, Verb
from sluis.domain.municipalities import Municipality
from sluis.domain.policy import BY_NAME
from sluis.domain.retention import CONFIRM_WITHIN, confirmation_due
from sluis.domain.stance import A_DAY, Chronicle, Stance, Stood, Text
from sluis.domain.terms import Outcome, Side
from sluis.domain.words import BRUSSELS, Purpose
from sluis.ledger import queries as ledger
from sluis.parties import queries as parties
from sluis.parties.municipalities import municipalities
from sluis.protocols.chronicle import chronicle
from sluis.protocols.models import Advice, Hold, Move, Protocol
from sluis.register.queries import overview_of
from sluis.reporting.figures import COUNTS, REQUESTS, Figure
from sluis.reporting.small_cells import TOTAL, Cell, alone, protected
from sluis.reporting.spans import Span


@dataclass(frozen=True, slots=True)
class OfPurpose:
    """What was asked and communicated for one purpose."""

    purpose: Purpose
    asks: int
    refused: int
    delivered: int
    people: Cell


@dataclass(frozen=True, slots=True)
class Suspension:
    """A time in which a municipality was suspended: since when, and until which day; None where it still was.

    `days` are those within the span of the report. `begun` says that it began there, and not by a merger.
    """

    nis: str
    since: date
    until: date | None
    days: int
    begun: bool


@dataclass(frozen=True, slots=True)
class Numbers:
    """The figures of a municipality or of the whole. Each mapping and tuple has only what there was."""

    counts: Mapping[Figure, int]
    people: Cell
    purposes: tuple[OfPurpose, ...]
    refused: Mapping[str, int]
    withheld: Mapping[str, int]
    moves: Mapping[Verb, int]
    advices: Mapping[tuple[Side, Outcome], int]
    suspensions: tuple[Suspension, ...]


@dataclass(frozen=True, slots=True)
class OfMunicipality:
    """A municipality that exists at the end of the span. What the `absorbed` ones did counts here, and nowhere else."""

    municipality: Municipality
    absorbed: tuple[Municipality, ...]
    stance: Stance
    numbers: Numbers


@dataclass(frozen=True)
class Report:
    """What an agency and its municipalities did in a span.

    `rows` are the municipalities of which there is something to say, by NIS code. `requests` are the people's requests
    that were honoured. `in_force` of the `total` of municipalities had a protocol in force at the end.
    """

    agency: str
    span: Span
    numbers: Numbers
    rows: tuple[OfMunicipality, ...]
    requests: Mapping[Figure, Cell]
    in_force: int
    total: int

    @cached_property
    def _by_code(self) -> Mapping[str, OfMunicipality]:
        return {row.municipality.nis: row for row in self.rows}

    def of(self, nis: str) -> OfMunicipality:
        """One municipality; with zeros where there is nothing to say of it.

        Raises:
            LookupError: no municipality had this code at the end of the span.
        """
        found = self._by_code.get(nis)
        if found is not None:
            return found
        one = municipalities().get(nis)
        if not one.exists_on(self.span.until):
            raise LookupError(nis)
        return OfMunicipality(one, _absorbed(nis, self.span), Stance.NONE, _NOTHING)


def yearly(agency: str, span: Span) -> Report:
    """The report of an agency on a span.

    What happened counts once: with the municipality in which its people live at the end of the span.
    """
    counted = _counted(agency, span)
    told = chronicle(agency)
    seen = overview_of(told, span.until)
    spells = _by_unit(suspensions(told, span), span)
    stances = {row.nis: row.stance for row in seen.rows}
    for unit, found in spells.items():
        counted[unit, Figure.SUSPENSIONS, "", ""] = sum(one.begun for one in found)
        counted[unit, Figure.SUSPENDED_DAYS, "", ""] = sum(one.days for one in found)
    people = protected(
        {
            (unit, purpose): number
            for (unit, figure, purpose, _), number in counted.items()
            if figure == Figure.PEOPLE and purpose
        }
    )
    units = {unit for unit, *_ in counted} | {nis for nis, stance in stances.items() if stance != Stance.NONE}
    tables = _split(counted)
    rows = tuple(
        OfMunicipality(
            municipalities().get(nis),
            _absorbed(nis, span),
            stances[nis],
            _numbers(tables[nis], people, nis, spells.get(nis, ())),
        )
        for nis in sorted(units & stances.keys())
    )
    everything = sorted((one for found in spells.values() for one in found), key=lambda one: (one.since, one.nis))
    return Report(
        agency=agency,
        span=span,
        numbers=_numbers(_summed(tables.values()), people, TOTAL, everything),
        rows=rows,
        requests=_requests(agency, span),
        in_force=seen.in_force,
        total=seen.total,
    )


def begun(agency: str) -> date | None:
    """The day on which something first happened with an agency; None where nothing did."""
    moments = (
        Ask.objects.filter(asks_to(agency)).aggregate(first=Min("asked_at"))["first"],
        Move.objects.filter(version__protocol__agency=agency).aggregate(first=Min("at"))["first"],
    )
    days = [moment.astimezone(BRUSSELS).date() for moment in moments if moment is not None]
    return min(days, default=None)


def agencies_of(codes: Collection[str]) -> dict[str, str]:
    """The agencies that a municipality, by all its codes, has to do with, by code, each with its name.

    Those with which it has a protocol or from which it had a permit; all there are where there is none.
    """
    named = parties.agency_names()
    known = set(Protocol.objects.filter(nis__in=codes).values_list("agency", flat=True))
    known |= set(Permit.objects.filter(ask__nis__in=codes).values_list("agency", flat=True))
    return {code: name for code, name in sorted(named.items()) if code in known or not known}


def asks_to(agency: str) -> Q:
    """The asks that are an agency's: it gave the permit, or without one has a protocol with who asked.

    One of a municipality without any protocol is each agency's, as on their desks: any of them may have been meant.
    """
    permits = Permit.objects.filter(ask=OuterRef("pk"))
    protocols = Protocol.objects.filter(nis=OuterRef("nis"))
    unpermitted = ~Exists(permits) & (Exists(protocols.filter(agency=agency)) | ~Exists(protocols))
    return Q(Exists(permits.filter(agency=agency)) | unpermitted)


# What was counted: for a municipality (or a code that none has), a figure, a purpose and a detail (or none).
Key = tuple[str, Figure, str, str]


def _counted(agency: str, span: Span) -> Counter[Key]:
    counted: Counter[Key] = Counter()
    for nis, figure, purpose, detail, number in _lines(agency, span):
        counted[_unit(nis, span), figure, purpose, detail] += number
    return counted


def _unit(nis: str, span: Span) -> str:
    """The municipality that an act is counted with: that in which its people live at the end of the span."""
    return municipalities().current_code(nis, span.until) or nis


Line = tuple[str, Figure, str, str, int]


def _lines(agency: str, span: Span) -> Iterator[Line]:
    """Everything that is counted: NIS code, figure, purpose, detail, number."""
    yield from _asked(agency, span)
    yield from _delivered(agency, span)
    yield from _deleted(agency, span)
    yield from _held(agency, span)
    moves = Move.objects.filter(version__protocol__agency=agency, **_within("at", span))
    for nis, verb, number in _grouped(moves, "version__protocol__nis", "verb"):
        yield nis, Figure.MOVES, "", verb, number
    advices = Advice.objects.filter(
        version__protocol__agency=agency, carried_from=None, given_on__gte=span.first, given_on__lte=span.until
    )
    for nis, side, outcome, number in _grouped(advices, "version__protocol__nis", "side", "outcome"):
        yield nis, Figure.ADVICES, side, outcome, number


def _asked(agency: str, span: Span) -> Iterator[Line]:
    ours = Ask.objects.filter(asks_to(agency))
    for nis, purpose, number in _grouped(ours.filter(**_within("asked_at", span)), "nis", "purpose"):
        yield nis, Figure.ASKS, purpose, "", number
    said_no = Refusal.objects.filter(ask__in=ours, **_within("at", span))
    for nis, purpose, step, rule, number in _grouped(said_no, "ask__nis", "ask__purpose", "step", "rule"):
        # What is refused as it is about to leave is withheld.
        yield nis, Figure.WITHHELD if step == "delivery" else Figure.REFUSED, purpose, rule, number


def _delivered(agency: str, span: Span) -> Iterator[Line]:
    parcels = Delivery.objects.filter(permit__agency=agency)
    left = parcels.filter(status=DeliveryStatus.DELIVERED, **_within("settled_at", span))
    places = ("permit__ask__nis", "permit__ask__purpose")
    for nis, purpose, number, people in _grouped(left, *places, people=Sum("rows")):
        yield nis, Figure.DELIVERED, purpose, "", number
        yield nis, Figure.PEOPLE, purpose, "", people
    unsettled = Q(settled_at=None) | Q(settled_at__gte=span.before)
    for nis, purpose, number in _grouped(parcels.filter(unsettled, recorded_at__lt=span.before), *places):
        yield nis, Figure.WAITING, purpose, "", number
    for nis, purpose, number in _grouped(parcels.filter(**_within("collected_at", span)), *places):
        yield nis, Figure.COLLECTED, purpose, "", number


def _deleted(agency: str, span: Span) -> Iterator[Line]:
    left = Delivery.objects.filter(permit__agency=agency, status=DeliveryStatus.DELIVERED, settled_at__lt=span.before)
    for nis, number in _grouped(left.filter(keep_until__gte=span.first, keep_until__lte=span.until), _ASKER):
        yield nis, Figure.DELETIONS_DUE, "", "", number
    confirmed = left.filter(**_within("deletion_confirmed_at", span))
    for nis, kept, at in confirmed.values_list(_ASKER, "keep_until", "deletion_confirmed_at"):
        yield nis, Figure.DELETIONS_CONFIRMED, "", "", 1
        if confirmation_due(kept) < at.astimezone(BRUSSELS).date():
            yield nis, Figure.DELETIONS_LATE, "", "", 1
    unconfirmed = Q(deletion_confirmed_at=None) | Q(deletion_confirmed_at__gte=span.before)
    for nis, number in _grouped(left.filter(unconfirmed, keep_until__lt=span.until - CONFIRM_WITHIN), _ASKER):
        yield nis, Figure.DELETIONS_OVERDUE, "", "", number


_ASKER = "permit__ask__nis"

# For each kind of hold: placed, lifted, open at the end.
_HOLDS = {
    HoldKind.BREACH: (Figure.BREACHES, Figure.BREACHES_LIFTED, Figure.BREACHES_OPEN),
    HoldKind.SANCTION: (Figure.SANCTIONS, Figure.SANCTIONS_LIFTED, Figure.SANCTIONS_OPEN),
}


def _held(agency: str, span: Span) -> Iterator[Line]:
    holds = Hold.objects.filter(protocol__agency=agency)
    # A merger places the open holds of the predecessors on the protocol that it begins, at that same moment.
    inherited = Move.objects.filter(
        version__protocol=OuterRef("protocol"), verb=Verb.INHERIT, recorded_at=OuterRef("placed_at")
    )
    for nis, kind, number in _grouped(holds.filter(~Exists(inherited), **_within("placed_at", span)), *_HELD):
        yield nis, _HOLDS[HoldKind(kind)][0], "", "", number
    for nis, kind, number in _grouped(holds.filter(**_within("lifted_at", span)), *_HELD):
        yield nis, _HOLDS[HoldKind(kind)][1], "", "", number
    unlifted = Q(lifted_at=None) | Q(lifted_at__gte=span.before)
    for nis, kind, number in _grouped(holds.filter(unlifted, placed_at__lt=span.before), *_HELD):
        if municipalities().get(nis).exists_on(span.until):
            yield nis, _HOLDS[HoldKind(kind)][2], "", "", number


_HELD = ("protocol__nis", "kind")


def _within(moment: str, span: Span) -> dict[str, Any]:
    return {f"{moment}__gte": span.since, f"{moment}__lt": span.before}


_Row = TypeVar("_Row", bound=Model)


def _grouped(rows: QuerySet[_Row], *by: str, **also: Sum) -> Iterable[tuple[Any, ...]]:
    """How many rows there are of each group, and what else is summed; the database counts."""
    return rows.order_by().values_list(*by).annotate(number=Count("pk"), **also)


def _requests(agency: str, span: Span) -> dict[Figure, Cell]:
    """What the ledger says of people's requests: that they were honoured, and never whose."""
    acts = dict(zip((Act.DOSSIER_RESTRICTED, Act.DOSSIER_RELEASED, Act.DOSSIER_ERASED), REQUESTS, strict=True))
    entries = ledger.requests(since=span.since, before=span.before)
    found = Counter(acts[entry.act] for entry in entries if entry.facts["agency"] == agency)
    return {figure: alone(found[figure]) for figure in REQUESTS}


def suspensions(told: Chronicle, span: Span) -> list[Suspension]:
    """Every time in which a municipality stood suspended on a day of the span."""
    texts = defaultdict[str, list[Text]](list)
    for text in told.texts:
        texts[text.nis].append(text)
    return [one for nis, of in texts.items() for one in _spells(told, municipalities().get(nis), of, span)]


def _spells(told: Chronicle, one: Municipality, texts: Sequence[Text], span: Span) -> Iterator[Suspension]:
    gone = one.valid_until + A_DAY if one.valid_until else None
    turns = {day for text in texts for day, _ in told.stages(text)} | {day for day in (one.valid_from, gone) if day}
    since: date | None = None
    for day in sorted({span.first, *(turn for turn in turns if span.first < turn <= span.until)}):
        stood = _stood(told, texts, day) if one.exists_on(day) else None
        suspended = stood is not None and stood.stance == Stance.SUSPENDED
        if suspended and since is None:
            since = min(day, stood.since) if stood and day == span.first else day
        elif not suspended and since is not None:
            yield _suspension(one, since, day - A_DAY, span)
            since = None
    if since is not None:
        yield _suspension(one, since, None, span)


def _suspension(one: Municipality, since: date, until: date | None, span: Span) -> Suspension:
    days = ((until or span.until) - max(since, span.first)).days + 1
    return Suspension(one.nis, since, until, days, begun=since >= span.first and since != one.valid_from)


def _stood(told: Chronicle, texts: Sequence[Text], day: date) -> Stood | None:
    found = (told.text_on(text, day) for text in texts)
    return min((stood for stood in found if stood is not None), key=lambda stood: stood.rank, default=None)


def _by_unit(found: Iterable[Suspension], span: Span) -> dict[str, list[Suspension]]:
    units = defaultdict[str, list[Suspension]](list)
    for one in sorted(found, key=lambda one: (one.since, one.nis)):
        units[_unit(one.nis, span)].append(one)
    return dict(units)


# What was counted of one municipality or of all: figure, purpose, detail.
Table = Counter[tuple[Figure, str, str]]


def _split(counted: Counter[Key]) -> defaultdict[str, Table]:
    tables = defaultdict[str, Table](Counter)
    for (unit, figure, purpose, detail), number in counted.items():
        tables[unit][figure, purpose, detail] += number
    return tables


def _summed(tables: Iterable[Table]) -> Table:
    whole: Table = Counter()
    for table in tables:
        whole.update(table)
    return whole


def _numbers(table: Table, people: Mapping[tuple[str, str], Cell], row: str, spells: Sequence[Suspension]) -> Numbers:
    by_figure: Counter[Figure] = Counter()
    by_purpose: Counter[tuple[Figure, str]] = Counter()
    by_detail: Counter[tuple[Figure, str]] = Counter()
    for (figure, purpose, detail), number in table.items():
        by_figure[figure] += number
        by_purpose[figure, purpose] += number
        by_detail[figure, detail] += number
    purposes = tuple(
        OfPurpose(
            purpose,
            by_purpose[Figure.ASKS, purpose],
            by_purpose[Figure.REFUSED, purpose],
            by_purpose[Figure.DELIVERED, purpose],
            people.get((row, purpose), Cell(0)),
        )
        for purpose in Purpose
        if any(by_purpose[figure, purpose] for figure in _OF_PURPOSE)
    )
    return Numbers(
        counts={figure: by_figure[figure] for figure in COUNTS},
        people=people.get((row, TOTAL), Cell(0)),
        purposes=purposes,
        refused=_details(by_detail, Figure.REFUSED, BY_NAME),
        withheld=_details(by_detail, Figure.WITHHELD, BY_NAME),
        moves=_details(by_detail, Figure.MOVES, Verb),
        advices={
            (side, outcome): table[Figure.ADVICES, side, outcome]
            for side in Side
            for outcome in Outcome
            if table[Figure.ADVICES, side, outcome]
        },
        suspensions=tuple(spells),
    )


_Detail = TypeVar("_Detail", bound=str)


def _details(counted: Counter[tuple[Figure, str]], figure: Figure, order: Iterable[_Detail]) -> dict[_Detail, int]:
    """How many there were of each detail of a figure, in this order, without those of which there were none."""
    return {detail: counted[figure, detail] for detail in order if counted[figure, detail]}


_OF_PURPOSE = (Figure.ASKS, Figure.REFUSED, Figure.DELIVERED)

_NOTHING = _numbers(Counter(), {}, TOTAL, ())


def _absorbed(nis: str, span: Span) -> tuple[Municipality, ...]:
    """The municipalities that had merged into this one by the end of the span."""
    return tuple(municipalities().get(code) for code in municipalities().territory(nis, span.until) if code != nis)
