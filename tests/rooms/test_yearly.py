"""Every number of a yearly report, on many spans of invented histories, counted again from the ledger and in SQL."""

from __future__ import annotations

import csv
import json
import random
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from tests.rooms import history
from tests.rooms.asks_history import FIRST, LAST, THERE, AskHistories, bodies, exists, recount, today_of
from tests.stories.cast import BEERSEL, House, ceremony, insz

from sluis.cli import clock
from sluis.disclosures import recording
from sluis.disclosures.models import Delivery
from sluis.disclosures.pipeline import Disclosed
from sluis.domain.entry import Act, Entry
from sluis.domain.lifecycle import NotPossible
from sluis.domain.policy import Ask
from sluis.domain.rights import RestrictionGround
from sluis.domain.words import Purpose
from sluis.dossiers import actions as dossiers
from sluis.ledger import actions as ledger
from sluis.parties.municipalities import municipalities
from sluis.protocols.chronicle import chronicle
from sluis.protocols.models import Move
from sluis.reporting import yearly_formats
from sluis.reporting.figures import COUNTS, REQUESTS, Figure
from sluis.reporting.small_cells import Cell
from sluis.reporting.spans import Span, read_span, span, year
from sluis.reporting.yearly import Numbers, Report, begun, suspensions, yearly

COUNTED_FROM_LEDGER = (
    Figure.ASKS, Figure.REFUSED, Figure.DELIVERED, Figure.WITHHELD, Figure.WAITING, Figure.COLLECTED,
    Figure.DELETIONS_DUE, Figure.DELETIONS_CONFIRMED, Figure.DELETIONS_LATE, Figure.DELETIONS_OVERDUE,
)  # fmt: skip
SEEDS = (1, 2)


@pytest.fixture
def told(database: str, request: pytest.FixtureRequest) -> AskHistories:
    histories = AskHistories(request.param)
    histories.write()
    return histories


def spans(seed: int, count: int) -> list[Span]:
    """Calendar years, the merger in the midst, one day, and spans at random."""
    dice = random.Random(seed)
    fixed = [(date(one, 1, 1), date(one, 12, 31)) for one in (2022, 2024, 2025, 2026)]
    fixed += [(date(2024, 7, 1), date(2025, 6, 30)), (date(2024, 12, 31), date(2024, 12, 31))]
    fixed += [(date(2025, 1, 1), date(2025, 1, 1))]
    days = [FIRST + timedelta(days=dice.randrange((LAST - FIRST).days)) for _ in range(2 * count)]
    pairs = [*fixed, *zip(days[::2], days[1::2], strict=True)]
    return [span(min(pair), max(pair), LAST) for pair in pairs]


def of(counted: Counter[tuple[str, str, str, str]], figure: str, *, unit: str | None = None, purpose: str | None = None,
       detail: str | None = None) -> int:  # fmt: skip
    return sum(
        number
        for (found, name, what, which), number in counted.items()
        if name == figure and unit in (None, found) and purpose in (None, what) and detail in (None, which)
    )


def assert_people(cell: Cell, number: int) -> None:
    assert cell.small == (0 < number < 5) or cell.value is None
    assert cell.value in (None, number)
    if 0 < number < 5:
        assert cell.value is None


def assert_numbers(numbers: Numbers, counted: Counter[tuple[str, str, str, str]], unit: str | None) -> None:
    for figure in COUNTED_FROM_LEDGER:
        assert numbers.counts[figure] == of(counted, figure.value, unit=unit), figure
    assert_people(numbers.people, of(counted, "people", unit=unit))
    for figure, found in ((Figure.REFUSED, numbers.refused), (Figure.WITHHELD, numbers.withheld)):
        rules = {rule for place, name, _, rule in counted if name == figure.value and unit in (None, place)}
        assert found == {rule: of(counted, figure.value, unit=unit, detail=rule) for rule in rules}
    purposes = {
        what for place, name, what, _ in counted if name in ("asks", "refused", "delivered") and unit in (None, place)
    }
    assert {one.purpose.value for one in numbers.purposes} == purposes
    for one in numbers.purposes:
        for figure, number in (
            (Figure.ASKS, one.asks),
            (Figure.REFUSED, one.refused),
            (Figure.DELIVERED, one.delivered),
        ):
            assert number == of(counted, figure.value, unit=unit, purpose=one.purpose)
        assert_people(one.people, of(counted, "people", unit=unit, purpose=one.purpose))


@pytest.mark.parametrize("told", SEEDS, indirect=True)
def test_every_number_is_what_the_ledger_says(told: AskHistories) -> None:
    said = bodies()
    somewhere: Counter[Figure] = Counter()
    for one in spans(told.seed, 14):
        for agency in ("agii", "atlas"):
            report, counted = yearly(agency, one), recount(said, agency, one.first, one.until)
            assert_numbers(report.numbers, counted, None)
            for figure in REQUESTS:
                assert_people(report.requests[figure], counted["", figure.value, "", ""])
            units = {unit for unit, *_ in counted if unit in FILED and exists(unit, one.until)}
            assert units <= {row.municipality.nis for row in report.rows}
            for row in report.rows:
                assert_numbers(row.numbers, counted, row.municipality.nis)
            somewhere.update({figure: report.numbers.counts[figure] for figure in COUNTED_FROM_LEDGER})
    assert set(+somewhere) == set(COUNTED_FROM_LEDGER)


FILED = {one.nis for one in municipalities().all()}


MOVES = """
SELECT protocol.nis, move.verb, count(*) FROM protocols_move AS move
JOIN protocols_version AS version ON version.id = move.version_id
JOIN protocols_protocol AS protocol ON protocol.code = version.protocol_id
WHERE protocol.agency = %s AND (move.at AT TIME ZONE 'Europe/Brussels')::date BETWEEN %s AND %s GROUP BY 1, 2
"""
ADVICES = """
SELECT protocol.nis, advice.side || ' ' || advice.outcome, count(*) FROM protocols_advice AS advice
JOIN protocols_version AS version ON version.id = advice.version_id
JOIN protocols_protocol AS protocol ON protocol.code = version.protocol_id
WHERE protocol.agency = %s AND advice.given_on BETWEEN %s AND %s AND advice.carried_from_id IS NULL GROUP BY 1, 2
"""


def counted_in(statement: str, agency: str, one: Span) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    with connection.cursor() as cursor:
        cursor.execute(statement, [agency, one.first, one.until])
        for nis, what, number in cursor.fetchall():
            unit = today_of(nis, one.until)
            found[unit, what] += number
            found["", what] += number
    return found


def assert_holds(numbers: Numbers, told: AskHistories, agency: str, one: Span, unit: str | None) -> None:
    codes = {
        row.version.protocol_id: row.version.protocol.nis
        for row in Move.objects.select_related("version__protocol").filter(version__protocol__agency=agency)
    }
    mine = [hold for hold in told.holds if hold[0] in codes and unit in (None, today_of(codes[hold[0]], one.until))]
    for kind, figure in (("breach", Figure.BREACHES), ("sanction", Figure.SANCTIONS)):
        days = [at.astimezone(THERE).date() for _, which, at, _ in mine if which == kind]
        assert numbers.counts[figure] == sum(one.first <= day <= one.until for day in days)


@pytest.mark.parametrize("told", SEEDS, indirect=True)
def test_what_happened_to_protocols_is_what_the_rows_say(told: AskHistories) -> None:
    for one in spans(told.seed + 10, 8):
        for agency in ("agii", "atlas"):
            report = yearly(agency, one)
            moves, advices = counted_in(MOVES, agency, one), counted_in(ADVICES, agency, one)
            for unit, numbers in [("", report.numbers), *((row.municipality.nis, row.numbers) for row in report.rows)]:
                assert numbers.moves == {verb: count for (place, verb), count in moves.items() if place == unit}
                assert {f"{side} {outcome}": count for (side, outcome), count in numbers.advices.items()} == {
                    said: count for (place, said), count in advices.items() if place == unit
                }
            assert_holds(report.numbers, told, agency, one, None)
            for row in report.rows[:6]:
                assert_holds(row.numbers, told, agency, one, row.municipality.nis)


HOLDS = """
SELECT count(*) FILTER (WHERE (hold.lifted_at AT TIME ZONE 'Europe/Brussels')::date BETWEEN %(first)s AND %(until)s),
    count(*) FILTER (WHERE (hold.placed_at AT TIME ZONE 'Europe/Brussels')::date <= %(until)s
        AND coalesce((hold.lifted_at AT TIME ZONE 'Europe/Brussels')::date > %(until)s, true)
        AND protocol.nis = ANY (%(codes)s))
FROM protocols_hold AS hold JOIN protocols_protocol AS protocol ON protocol.code = hold.protocol_id
WHERE protocol.agency = %(agency)s AND hold.kind = %(kind)s
"""


@pytest.mark.parametrize("told", SEEDS[:1], indirect=True)
def test_holds_lifted_and_open_are_what_the_rows_say(told: AskHistories) -> None:
    for one in spans(told.seed + 20, 10):
        report = yearly("agii", one)
        there = sorted(nis for nis in FILED if exists(nis, one.until))
        for kind, lifted, still in (
            ("breach", Figure.BREACHES_LIFTED, Figure.BREACHES_OPEN),
            ("sanction", Figure.SANCTIONS_LIFTED, Figure.SANCTIONS_OPEN),
        ):
            with connection.cursor() as cursor:
                cursor.execute(
                    HOLDS, {"agency": "agii", "kind": kind, "first": one.first, "until": one.until, "codes": there}
                )
                assert cursor.fetchone() == (report.numbers.counts[lifted], report.numbers.counts[still])


@pytest.mark.parametrize("told", SEEDS, indirect=True)
def test_suspensions_are_the_days_on_which_the_register_has_them(told: AskHistories) -> None:
    whole = chronicle("agii")
    dice, seen = random.Random(told.seed), 0
    starts = [date(2024, 12, 20), FIRST + timedelta(days=dice.randrange(2500))]
    # Some begin on a day on which a suspension does, and some end on one.
    begun_on = sorted({at.astimezone(THERE).date() for (at,) in Move.objects.filter(verb="suspend").values_list("at")})
    starts += [day - timedelta(days=25 * (number % 2)) for number, day in enumerate(dice.sample(begun_on, 4))]
    for first in starts:
        one = span(first, first + timedelta(days=25), LAST)
        days = [one.first + timedelta(days=number) for number in range(-1, (one.until - one.first).days + 1)]
        stood = {day: {nis for nis, stance in history.recount(day).items() if stance == "suspended"} for day in days}
        found = suspensions(whole, one)
        assert Counter((spell.nis, day) for spell in found for day in days[1:]
                       if spell.since <= day <= (spell.until or day)) == Counter(
            (nis, day) for day in days[1:] for nis in stood[day]
        )  # fmt: skip
        report = yearly("agii", one)
        assert report.numbers.counts[Figure.SUSPENDED_DAYS] == sum(len(stood[day]) for day in days[1:])
        # A municipality that is new on that day was suspended before, under another name.
        new = [
            (nis, day) for day in days[1:] for nis in stood[day] - stood[day - timedelta(days=1)]
            if exists(nis, day - timedelta(days=1))
        ]  # fmt: skip
        assert report.numbers.counts[Figure.SUSPENSIONS] == len(new)
        seen += len(found)
    assert seen


@pytest.mark.parametrize("told", SEEDS[:1], indirect=True)
def test_nothing_counts_twice_through_a_merger(told: AskHistories) -> None:
    said = bodies()
    for one in (year(2024, LAST), year(2025, LAST), span(date(2024, 7, 1), date(2025, 6, 30), LAST)):
        report = yearly("agii", one)
        nowhere = recount(said, "agii", one.first, one.until)
        elsewhere = {unit for unit, *_ in nowhere if unit} - {row.municipality.nis for row in report.rows}
        for figure in COUNTED_FROM_LEDGER:
            rows = sum(row.numbers.counts[figure] for row in report.rows)
            assert rows + sum(of(nowhere, figure, unit=unit) for unit in elsewhere) == report.numbers.counts[figure]
    pajottegem = yearly("agii", year(2025, LAST)).of("23106")
    assert [row.name for row in pajottegem.absorbed] == ["Galmaarden", "Gooik", "Herne"]
    with pytest.raises(LookupError):
        yearly("agii", year(2025, LAST)).of("23023")
    assert yearly("agii", year(2024, LAST)).of("23023").municipality.name == "Galmaarden"


@pytest.mark.parametrize("told", SEEDS[:1], indirect=True)
def test_csv_and_json_say_what_the_report_says(told: AskHistories) -> None:
    report = yearly("agii", year(2025, LAST))
    lines = list(csv.DictReader(yearly_formats.as_csv(report).splitlines()))
    data = json.loads(yearly_formats.as_json(report))
    for figure in COUNTS:
        [line] = [
            one for one in lines if (one["nis"], one["figure"], one["purpose"], one["detail"]) == ("", figure, "", "")
        ]
        assert int(line["value"]) == data["counts"][figure] == report.numbers.counts[figure]
    for row, said in zip(report.rows, data["municipalities"], strict=True):
        assert (said["nis"], said["name"]) == (row.municipality.nis, row.municipality.name)
        [line] = [one for one in lines if (one["nis"], one["figure"], one["purpose"]) == (said["nis"], "people", "")]
        cell = row.numbers.people
        assert said["people"]["value"] == cell.value
        assert line["value"] == ("" if cell.value is None else str(cell.value))
        why = "" if cell.value is not None else "fewer-than-5" if cell.small else "protected"
        assert line["notShown"] == said["people"].get("notShown", "") == why
    [first, *_] = report.rows
    alone = json.loads(yearly_formats.as_json(report, first))
    assert {key: value for key, value in alone.items() if key in data["municipalities"][0]} == data["municipalities"][0]
    assert "municipalities" not in alone


def test_a_report_of_what_the_program_itself_did(database: str, home: Path, tmp_path: Path) -> None:
    house = House(tmp_path)
    done = house.ask(ceremony())
    assert isinstance(done, Disclosed)
    house.ask(ceremony())
    house.ask(Ask(BEERSEL, "integratiedienst", Purpose.BUDDY))  # not agreed
    house.ask(Ask("23027", "integratiedienst", Purpose.CEREMONY))  # no protocol
    recording.confirm_deletion(Delivery.objects.order_by("entry")[0].pk, by="nis:23003", at=clock.now())
    dossiers.restrict(insz(1), agency="agii", ground=RestrictionGround.OBJECTION, by="agency:agii", at=clock.now())
    report = yearly("agii", year(clock.today().year, clock.today()))
    assert_numbers(report.numbers, recount(bodies(), "agii", report.span.first, report.span.until), None)
    assert {figure: number for figure, number in report.numbers.counts.items() if number} == {
        Figure.ASKS: 4, Figure.REFUSED: 2, Figure.DELIVERED: 2, Figure.DELETIONS_CONFIRMED: 1,
    }  # fmt: skip
    assert report.numbers.refused == {"protocol_exists": 1, "purpose": 1}
    assert report.requests == {
        Figure.RESTRICTED: Cell(None, small=True), Figure.RELEASED: Cell(0), Figure.ERASED: Cell(0),
    }  # fmt: skip
    # Three people, twice; nobody is counted as a different one.
    assert report.numbers.people == report.of(BEERSEL).numbers.people == Cell(6)
    assert (report.in_force, report.of("23027").numbers.counts[Figure.REFUSED]) == (1, 1)
    assert begun("agii") == date(2020, 11, 1)


def test_requests_count_from_the_first_moment_of_the_span_to_its_last(database: str) -> None:
    one, moment = read_span("2025-03-30..2025-03-30", LAST), timedelta(milliseconds=1)
    erased, other = {"agency": "agii", "reason": "request"}, {"agency": "agii", "reason": "objection"}
    entries = [
        *(Entry(Act.DOSSIER_ERASED, one.since + number * moment, "agency:agii", erased) for number in range(-3, 4)),
        *(Entry(Act.DOSSIER_ERASED, one.before - number * moment, "agency:agii", erased) for number in range(-3, 4)),
        *(Entry(Act.DOSSIER_RESTRICTED, one.since, "agency:agii", other) for _ in range(6)),
        *(Entry(Act.DOSSIER_RESTRICTED, one.since, "agency:atlas", {**other, "agency": "atlas"}) for _ in range(9)),
    ]
    with transaction.atomic():
        ledger.append(entries)
    assert yearly("agii", one).requests == {
        Figure.RESTRICTED: Cell(6), Figure.RELEASED: Cell(0), Figure.ERASED: Cell(4 + 3),
    }  # fmt: skip


def test_without_anything_a_report_is_all_zeros(database: str) -> None:
    report: Report = yearly("agii", year(2025, LAST))
    assert not any(report.numbers.counts.values())
    assert (report.numbers.people, report.numbers.purposes, report.rows) == (Cell(0), (), ())
    assert begun("agii") is None
    assert report.of("23003").numbers == report.numbers


class TestSpans:
    def test_a_year_that_is_not_over_ends_today_and_is_not_handed_on(self) -> None:
        now = year(2026, date(2026, 11, 20))
        assert (now.first, now.last, now.until, now.over) == (date(2026, 1, 1), date(2026, 12, 31), LAST, False)
        assert not now.may_be_handed_on
        assert year(2025, LAST).may_be_handed_on
        # The last day itself still runs.
        assert not year(2025, date(2025, 12, 31)).may_be_handed_on

    def test_other_days_are_not_handed_on(self) -> None:
        assert not read_span("2025-01-01..2025-11-30", LAST).may_be_handed_on
        assert read_span("2025-01-01..2025-12-31", LAST) == read_span("2025", LAST)

    @pytest.mark.parametrize("text", ["2025", "2025-02-01..2025-03-31"])
    def test_is_written_as_it_is_read(self, text: str) -> None:
        assert str(read_span(text, LAST)) == text

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("25", "Give a year"), ("2025-13-01..2025-12-31", "Give a year"), ("gisteren", "Give a year"),
            ("2018", "known from 2019-01-01"), ("2027", "has yet to come"), ("0000", "Give a year"),
            ("2025-02-30..2025-03-01", "Give a year"), ("2025-03-01..2025-02-01", "Give a year"),
        ],
    )  # fmt: skip
    def test_says_what_to_give_instead(self, text: str, said: str) -> None:
        with pytest.raises(NotPossible, match=said):
            read_span(text, LAST)

    def test_a_moment_belongs_to_the_day_in_brussels(self) -> None:
        one = year(2025, LAST)
        assert one.since.astimezone(THERE).isoformat() == "2025-01-01T00:00:00+01:00"
        assert read_span("2025-03-30..2025-03-30", LAST).before - read_span(
            "2025-03-30..2025-03-30", LAST
        ).since == timedelta(days=1)
