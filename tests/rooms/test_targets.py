"""Targets: what may be said, what stood when, and how far it had come, counted again in SQL from the rows alone."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from tests.rooms.desk import AGENCY_DPO, MANAGER, VALIDATOR, coordinator
from tests.rooms.history import Histories, days, recount

from sluis.cli import clock
from sluis.domain.access import Actor, Role
from sluis.domain.entry import Act
from sluis.domain.lifecycle import NotPossible
from sluis.domain.words import digest
from sluis.ledger import queries as ledger
from sluis.protocols.chronicle import chronicle
from sluis.register import models
from sluis.register.actions import set_target
from sluis.register.queries import overview_of
from sluis.register.targets import Target, TargetKind, history_of, needed_for, progress, targets_on

AT = datetime(2026, 11, 23, 12, tzinfo=clock.BRUSSELS)
SEED: dict[str, Any] = {
    "period": "2019-2024", "first_day": date(2019, 10, 2), "last_day": date(2024, 9, 30),
    "kind": TargetKind.AS_MANY_AS_POSSIBLE, "value": None, "said_on": date(2020, 11, 15),
    "source": "Antwoord op een schriftelijke vraag",
}  # fmt: skip


def say(by: Actor = MANAGER, at: datetime = AT, **changed: Any) -> Target:
    return set_target(**{**SEED, **changed}, by=by, at=at)


def number(value: int, **changed: Any) -> Target:
    return say(kind=TargetKind.NUMBER, value=value, **changed)


@pytest.mark.usefixtures("database")
class TestSaying:
    def test_the_answer_of_2020_says_as_many_as_possible_from_that_day_on(self) -> None:
        said = say()
        assert targets_on(date(2020, 11, 14)) == ()
        assert targets_on(date(2020, 11, 15)) == (said,)
        assert (said.agency, said.kind, said.value) == ("agii", TargetKind.AS_MANY_AS_POSSIBLE, None)

    def test_what_was_said_before_stays_and_the_newest_counts_from_its_day(self) -> None:
        first, second = say(), number(150, said_on=date(2022, 3, 1))
        assert targets_on(date(2022, 2, 28)) == (first,)
        assert targets_on(date(2022, 3, 1)) == (second,)
        assert history_of("agii", "2019-2024") == (first, second)

    def test_what_is_entered_late_counts_from_when_it_was_said_and_corrects_what_was_said_on_that_day(self) -> None:
        number(150, said_on=date(2022, 3, 1))
        late = number(100, said_on=date(2021, 5, 5))
        mended = number(151, said_on=date(2022, 3, 1))
        assert targets_on(date(2021, 12, 31)) == (late,)
        assert targets_on(date(2026, 1, 1)) == (mended,)

    def test_each_agency_and_period_has_its_own(self) -> None:
        other = Actor("olga", "agency:atlas", Role.PROTOCOL_MANAGER)
        mine, theirs = number(100), number(10, by=other)
        next_one = number(200, period="2024-2029", first_day=date(2024, 10, 1), last_day=date(2029, 9, 30))
        assert targets_on(AT.date(), "agii") == (mine, next_one)
        assert targets_on(AT.date(), "atlas") == (theirs,)
        assert set(targets_on(AT.date())) == {mine, theirs, next_one}

    def test_the_ledger_has_it_without_its_words(self) -> None:
        number(150, said_on=date(2022, 3, 1))
        (body,) = ledger.bodies(0, 1)
        entry = json.loads(body)
        assert entry["kind"] == Act.TARGET_SET
        assert (entry["by"], entry["aim"], entry["value"], entry["saidOn"]) == (
            "agency:agii", "number", 150, "2022-03-01",
        )  # fmt: skip
        assert (entry["firstDay"], entry["lastDay"]) == ("2019-10-02", "2024-09-30")
        assert entry["statementDigest"] == digest(b"2019-2024\nAntwoord op een schriftelijke vraag")
        assert b"Antwoord" not in body
        assert models.Target.objects.get().set_by == "an"

    def test_the_smallest_and_the_largest_are_possible_and_today_too(self) -> None:
        for value in (1, 100):
            assert say(kind=TargetKind.SHARE, value=value).value == value
        assert number(300, said_on=AT.date()).value == 300
        assert number(285, last_day=date(2025, 1, 1)).value == 285

    def test_what_is_refused_is_kept_nowhere(self) -> None:
        for changed, _ in REFUSED:
            with pytest.raises(NotPossible):
                say(**changed)
        assert (models.Target.objects.count(), ledger.size()) == (0, 0)

    def test_the_same_once_more_is_refused_and_after_another_it_is_possible_again(self) -> None:
        number(150)
        with pytest.raises(NotPossible, match="there already"):
            number(150)
        number(151)
        number(150)
        assert [target.value for target in history_of("agii", "2019-2024")] == [150, 151, 150]


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"last_day": date(2019, 10, 1)}, "before it begins"),
    ({"first_day": date(2010, 1, 1), "last_day": date(2018, 12, 31)}, "known from 2019-01-01"),
    ({"said_on": date(2026, 11, 24)}, "still to come"),
    ({"kind": TargetKind.SHARE, "value": 101}, "100 percent is every municipality"),
    ({"kind": TargetKind.NUMBER, "value": 301}, "more than the 300 municipalities"),
    ({"kind": TargetKind.NUMBER, "value": 286, "last_day": date(2025, 1, 1)}, "more than the 285"),
    ({"kind": TargetKind.NUMBER, "value": 0}, "1 or more"),
    ({"kind": TargetKind.NUMBER, "value": None}, "1 or more"),
    ({"kind": TargetKind.SHARE, "value": None}, "1 or more"),
    ({"value": 12}, "is no number"),
    ({"period": "  "}, "what the period is called"),
    ({"source": ""}, "where it was said"),
    ({"period": "x" * 61}, "too long (61 characters; at most 60)"),
    ({"source": "x" * 301}, "too long"),
    ({"source": "twee\nregels"}, "on one line"),
    ({"source": "van 85.00.00-000.12"}, "person's number"),
    ({"period": "85000000012"}, "person's number"),
]


@pytest.mark.parametrize(("changed", "said"), REFUSED)
def test_what_cannot_be_a_target_is_refused_with_the_reason(changed: dict[str, Any], said: str) -> None:
    # Without a database: nothing is read or written before every reason was looked at.
    with pytest.raises(NotPossible) as refused:
        say(**changed)
    assert [reason.en for reason in refused.value.reasons if said in reason.en]
    assert all(reason.nl != reason.en for reason in refused.value.reasons)


def test_every_reason_is_given_at_once() -> None:
    with pytest.raises(NotPossible) as refused:
        say(last_day=date(2019, 10, 1), value=3, source="")
    assert len(refused.value.reasons) == 3


@pytest.mark.parametrize("by", [VALIDATOR, AGENCY_DPO, coordinator(), Actor("m", "nis:23027", MANAGER.role)])
def test_only_a_protocol_manager_of_an_agency_may(by: Actor) -> None:
    with pytest.raises(NotPossible, match="not up to you"):
        say(by=by)


@dataclass(frozen=True)
class Row:
    """What was said, as the property below says it: in an order of its own, on some day."""

    period: str
    value: int
    said_on: date


ROWS = some.lists(
    some.builds(
        Row,
        some.sampled_from(["2019-2024", "2024-2029"]),
        some.integers(1, 285),
        some.dates(date(2020, 1, 1), date(2020, 1, 9)),
    ),
    max_size=8,
)


@pytest.fixture
def clean(database: str) -> Iterator[None]:
    yield


@pytest.mark.usefixtures("clean")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, day=some.dates(date(2019, 12, 31), date(2020, 1, 10)))
def test_what_stood_on_a_day_is_what_postgresql_says_was_said_last(rows: list[Row], day: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE sluis_owner")
        cursor.execute("TRUNCATE register_target")
        cursor.execute("RESET ROLE")
    models.Target.objects.bulk_create(
        models.Target(
            agency="agii", period=row.period, first_day=date(2019, 1, 1), last_day=date(2029, 1, 1), kind="number",
            value=row.value, said_on=row.said_on, source="test", set_at=AT, set_by="an",
        )
        for row in rows
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT period, value FROM register_target AS one WHERE said_on <= %(day)s AND NOT EXISTS ("
            "SELECT FROM register_target AS later WHERE later.period = one.period AND later.said_on <= %(day)s "
            "AND (later.said_on > one.said_on OR later.said_on = one.said_on AND later.id > one.id))",
            {"day": day},
        )
        expected = dict(cursor.fetchall())
    assert {target.period: target.value for target in targets_on(day)} == expected


@given(value=some.integers(1, 100), last_day=some.dates(date(2019, 1, 1), date(2032, 1, 1)))
def test_a_share_needs_the_fewest_municipalities_that_are_that_much(value: int, last_day: date) -> None:
    total = 300 if last_day < date(2025, 1, 1) else 285
    needed = needed_for(TargetKind.SHARE, value, last_day)
    assert needed is not None
    assert Fraction(needed, total) >= Fraction(value, 100) > Fraction(needed - 1, total)


@given(value=some.integers(1, 285), last_day=some.dates(date(2019, 1, 1), date(2032, 1, 1)))
def test_a_number_needs_itself_and_as_many_as_possible_nothing(value: int, last_day: date) -> None:
    assert needed_for(TargetKind.NUMBER, value, last_day) == value
    assert needed_for(TargetKind.AS_MANY_AS_POSSIBLE, None, last_day) is None


def a_target(kind: TargetKind, value: int | None, last_day: date) -> Target:
    return Target("agii", "test", date(2019, 1, 1), last_day, kind, value, date(2019, 1, 1), "test")


# By what PostgreSQL divides and rounds up; the municipalities of the last day are counted from the file's own text.
NEEDED = (
    "SELECT CASE %(kind)s WHEN 'share' THEN ceil(%(value)s * %(total)s / 100.0)::int WHEN 'number' THEN %(value)s END"
)


@pytest.mark.parametrize("seed", [11, 12])
def test_progress_is_what_the_rows_say(database: str, seed: int) -> None:
    Histories(seed).write()
    told, dice = chronicle("agii"), random.Random(seed)
    overs = mets = 0
    for day in days(seed, 90):
        last = dice.choice([date(2024, 9, 30), date(2024, 12, 31), date(2025, 1, 1), day, day + timedelta(days=400)])
        kind = dice.choice(list(TargetKind))
        value = {TargetKind.NUMBER: dice.randrange(1, 60), TargetKind.SHARE: dice.randrange(1, 25)}.get(kind)
        found = progress(a_target(kind, value, last), overview_of(told, day))
        counted = recount(min(day, last))
        total = len(recount(last))
        with connection.cursor() as cursor:
            cursor.execute(NEEDED, {"kind": kind.value, "value": value, "total": total})
            (needed,) = cursor.fetchone()
        reached = sum(stance == "in_force" for stance in counted.values())
        missing = None if needed is None else max(0, needed - reached)
        assert (found.on, found.reached, found.total, found.needed, found.missing, found.over) == (
            min(day, last), reached, total, needed, missing, day > last,
        ), (day, last, kind)  # fmt: skip
        assert found.met == (None if needed is None else reached >= needed)
        overs += found.over
        mets += bool(found.met)
    assert overs > 20
    assert mets > 10
