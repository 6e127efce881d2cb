"""Where a text stands on a day, case by case: the first and the last day, notice, suspension, and what came in late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from sluis.domain.lifecycle import Status, Verb
from sluis.domain.stance import Chronicle, Stance, Step, Stood, Text
from sluis.domain.words import BRUSSELS

TEXT = Text("AGII-23027", 1, "agii", "23027", "sha256:1", date(2024, 3, 1), None, None, (), ())
DRAFT, VALIDATED = (Verb.DRAFT, Status.DRAFT), (Verb.VALIDATE, Status.ACTIVE)
SUSPENDED, RESUMED = (Verb.SUSPEND, Status.SUSPENDED), (Verb.RESUME, Status.ACTIVE)


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=BRUSSELS)


def text(*moves: tuple[date, tuple[Verb, Status]], **changed: object) -> Text:
    steps = tuple(Step(at(day), at(day), *move) for day, move in moves)
    return replace(TEXT, steps=steps, **changed)  # type: ignore[arg-type]


def stood(told: Text, day: date, *others: Text) -> Stood | None:
    return Chronicle([told, *others]).text_on(told, day)


def stance(told: Text, day: date) -> Stance | None:
    found = stood(told, day)
    return found.stance if found else None


BEGUN = ((date(2024, 1, 10), DRAFT), (date(2024, 2, 20), VALIDATED))


def test_a_text_is_in_preparation_until_it_was_validated_and_its_first_day_is_there() -> None:
    told = text(*BEGUN)
    assert stance(told, date(2024, 1, 9)) is None
    assert stance(told, date(2024, 1, 10)) == Stance.PREPARING
    assert stood(told, date(2024, 2, 29)) == Stood(Stance.PREPARING, Status.ACTIVE, date(2024, 2, 20), "AGII-23027", 1)
    assert stood(told, date(2024, 3, 1)) == Stood(Stance.IN_FORCE, Status.ACTIVE, date(2024, 3, 1), "AGII-23027", 1)


def test_the_last_day_is_a_day_in_force_and_the_next_is_not_whether_or_not_anybody_moved_it() -> None:
    told = text(*BEGUN, end=date(2024, 6, 30))
    assert stance(told, date(2024, 6, 30)) == Stance.IN_FORCE
    found = stood(told, date(2024, 7, 1))
    assert found is not None
    assert (found.stance, found.since) == (Stance.ENDED, date(2024, 7, 1))


def test_notice_counts_from_the_day_it_was_given() -> None:
    told = text(*BEGUN, (date(2024, 5, 1), (Verb.GIVE_NOTICE, Status.ACTIVE)), ends_on=date(2024, 8, 31))
    assert stance(told, date(2024, 8, 31)) == Stance.IN_FORCE
    assert stance(told, date(2024, 9, 1)) == Stance.ENDED
    assert stance(text(*BEGUN, ends_on=date(2024, 8, 31)), date(2024, 9, 1)) == Stance.IN_FORCE


def test_a_suspension_ends_with_the_text_at_the_latest() -> None:
    told = text(*BEGUN, (date(2024, 5, 1), SUSPENDED), (date(2024, 5, 20), RESUMED), (date(2024, 6, 1), SUSPENDED))
    told = replace(told, end=date(2024, 6, 30))
    days = [
        date(2024, 4, 30),
        date(2024, 5, 1),
        date(2024, 5, 19),
        date(2024, 5, 20),
        date(2024, 6, 1),
        date(2024, 7, 1),
    ]
    assert [stance(told, day) for day in days] == [
        Stance.IN_FORCE, Stance.SUSPENDED, Stance.SUSPENDED, Stance.IN_FORCE, Stance.SUSPENDED, Stance.ENDED,
    ]  # fmt: skip


def test_a_draft_that_was_given_up_leaves_nothing() -> None:
    told = text((date(2024, 1, 10), DRAFT), (date(2024, 1, 20), (Verb.WITHDRAW, Status.WITHDRAWN)))
    assert stance(told, date(2024, 1, 19)) == Stance.PREPARING
    assert Chronicle([told]).on(date(2024, 1, 20)) == {}


def test_what_took_effect_earlier_undoes_what_was_recorded_before_it_for_later() -> None:
    told = text(*BEGUN, (date(2025, 1, 3), SUSPENDED))
    merged = Step(at(date(2025, 1, 1), 0), at(date(2025, 1, 6)), Verb.SUCCEED, Status.SUPERSEDED)
    told = replace(told, steps=(*told.steps, merged))
    assert stance(told, date(2024, 12, 31)) == Stance.IN_FORCE
    assert {stance(told, date(2025, 1, 1) + timedelta(days=days)) for days in range(10)} == {Stance.ENDED}


def test_an_amendment_goes_on_since_the_text_before_and_the_stronger_of_two_texts_counts() -> None:
    change = date(2024, 10, 1)
    before = text(*BEGUN, (change, (Verb.SUPERSEDE, Status.SUPERSEDED)))
    after = text(
        (date(2024, 9, 1), DRAFT), (change, VALIDATED), number=2, digest="sha256:2", follows=("sha256:1",),
        start=change,
    )  # fmt: skip
    told = Chronicle([before, after])
    assert told.on(date(2024, 9, 30))["23027"].number == 1
    now = told.on(change)["23027"]
    assert (now.number, now.stance, now.since) == (2, Stance.IN_FORCE, date(2024, 3, 1))
    assert told.in_force(change) == {"23027": date(2024, 3, 1)}
    assert told.in_force(date(2024, 2, 1)) == {}
