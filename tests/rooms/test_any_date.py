"""Every number of the overview, on hundreds of days of invented histories, counted again in SQL from the rows alone."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import date, timedelta

import pytest
from tests.rooms.history import FIRST, LAST, Histories, days, recount

from sluis.domain.stance import Stance
from sluis.parties.municipalities import municipalities
from sluis.protocols.chronicle import chronicle
from sluis.register import formats
from sluis.register.growth import MILESTONES
from sluis.register.queries import overview, overview_of
from sluis.register.sizes import SIZES

SEEDS = (1, 2, 3)


@pytest.fixture
def told(database: str, request: pytest.FixtureRequest) -> int:
    Histories(request.param).write()
    seed: int = request.param
    return seed


@pytest.mark.parametrize("told", SEEDS, indirect=True)
def test_every_count_is_what_the_rows_say(told: int) -> None:
    whole = chronicle()
    seen_stances = set()
    for day in days(told, 150):
        counted, seen = recount(day), overview_of(whole, day)
        assert {row.nis: row.stance.value for row in seen.rows} == counted, day
        assert {stance.value: count for stance, count in seen.counts.items() if count} == Counter(counted.values())
        assert sum(seen.preparing.values()) == seen.counts[Stance.PREPARING]
        for groups in (seen.per_province, seen.per_size):
            for stance in Stance:
                assert sum(group.counts[stance] for group in groups) == seen.counts[stance]
        seen_stances |= set(counted.values())
    assert seen_stances == {stance.value for stance in Stance}


@pytest.mark.parametrize("told", SEEDS[:1], indirect=True)
def test_groups_are_of_the_municipalities_of_the_day(told: int) -> None:
    for day in days(told, 20):
        counted, seen = recount(day), overview(day)
        for province in seen.per_province:
            of = [one.nis for one in municipalities().on(day) if one.province == province.name]
            assert (province.total, province.in_force) == (len(of), sum(counted[nis] == "in_force" for nis in of))
        for size, upper in zip(seen.per_size, [size.least for size in SIZES[1:]] + [10**9], strict=True):
            least = next(one.least for one in SIZES if one.name == size.name)
            of = [one.nis for one in municipalities().on(day) if least <= one.inhabitants < upper]
            assert (size.total, size.in_force) == (len(of), sum(counted[nis] == "in_force" for nis in of))


@pytest.mark.parametrize("told", SEEDS, indirect=True)
def test_growth_is_the_count_of_every_day(told: int) -> None:
    seen = overview(LAST)
    count_on: dict[date, int] = {}
    points = list(seen.growth)
    for day in days(told + 100, 60):
        count_on[day] = sum(stance == "in_force" for stance in recount(day).values())
        until = [point for point in points if point.day <= day]
        assert (until[-1].in_force if until else 0) == count_on[day], day
    for year in seen.per_year:
        assert year.in_force == sum(stance == "in_force" for stance in recount(year.last).values())
        assert year.total == len(municipalities().on(year.last))
    for before_year, year in zip(seen.per_year, seen.per_year[1:], strict=False):
        assert before_year.in_force + year.begun - year.left + year.merged == year.in_force
    assert {year.merged for year in seen.per_year if year.year != 2025} == {0}
    before, after = recount(date(2024, 12, 31)), recount(date(2025, 1, 1))
    born = sum(stance == "in_force" for nis, stance in after.items() if nis not in before)
    gone = sum(stance == "in_force" for nis, stance in before.items() if nis not in after)
    assert gone
    assert {year.merged for year in seen.per_year if year.year == 2025} == {born - gone}


@pytest.mark.parametrize("told", SEEDS[:1], indirect=True)
def test_milestones_and_the_first_are_the_first_days_of_their_number(told: int) -> None:
    seen = overview(LAST)
    counts: dict[date, int] = {}
    day = FIRST
    while day <= LAST and len(counts) < 700:
        counts[day] = sum(stance == "in_force" for stance in recount(day).values())
        day += timedelta(days=1)
    reached = {
        number: next(day for day, count in counts.items() if count >= number)
        for number in MILESTONES
        if any(count >= number for count in counts.values())
    }
    assert reached
    assert {one.count: one.day for one in seen.milestones if one.day in counts} == reached
    assert seen.first is not None
    assert (seen.first.day, seen.first.name in seen.milestones[0].names) == (reached[1], True)


@pytest.mark.parametrize("told", SEEDS[:1], indirect=True)
def test_the_data_say_the_same_as_the_overview(told: int) -> None:
    for day in days(told, 5):
        counted, seen = recount(day), overview(day)
        rows = list(csv.DictReader(formats.as_csv(seen).splitlines()))
        assert {row["nis"]: row["state"] for row in rows} == counted
        data = json.loads(formats.as_json(seen))
        assert {row["nis"]: row["state"] for row in data["municipalities"]} == counted
        assert data["inForce"] == sum(stance == "in_force" for stance in counted.values())
