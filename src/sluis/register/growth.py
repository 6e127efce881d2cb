"""How the number of municipalities with a protocol in force came to be what it is: each change, and the milestones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sluis.domain.municipalities import Municipalities, Municipality
from sluis.domain.stance import A_DAY, Chronicle, Stance, Text

# Of how many municipalities with a protocol it is worth saying when there were that many.
MILESTONES = (1, 5, 10, 25, 50, 75, 100, 150, 200, 250)


class Why(StrEnum):
    """Why a municipality is in the count from a day on, or no longer. A merger says nothing about a protocol."""

    BEGUN = "begun"  # came to be in force, for the first time or again
    LEFT = "left"  # was suspended, or ended
    MERGED = "merged"  # began or ceased to exist


@dataclass(frozen=True, slots=True)
class Change:
    """On this day a municipality came into the count (`by` 1) or left it (-1)."""

    day: date
    nis: str
    name: str
    by: int
    why: Why


@dataclass(frozen=True, slots=True)
class First:
    """The first municipality that had a protocol in force, and from which day."""

    nis: str
    name: str
    day: date


@dataclass(frozen=True, slots=True)
class Point:
    """From this day on, so many municipalities had a protocol in force, of as many as there were."""

    day: date
    in_force: int
    total: int


@dataclass(frozen=True, slots=True)
class Milestone:
    """The day on which there were first this many, and which municipalities came into the count on it."""

    count: int
    day: date
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """What a year changed: `begun`, `left` and `merged` lead from the year before to `in_force`, on `last`."""

    year: int
    begun: int
    left: int
    merged: int
    in_force: int
    total: int
    last: date


def changes(told: Chronicle, known: Municipalities, until: date) -> tuple[Change, ...]:
    """Every change of the count up to and with a day, oldest first; on one day by NIS code."""
    texts: dict[str, list[Text]] = {}
    for text in told.texts:
        texts.setdefault(text.nis, []).append(text)
    found = [
        change
        for nis, of in texts.items()
        if nis in known
        for change in _of_municipality(told, of, known.get(nis))
        if change.day <= until
    ]
    return tuple(sorted(found, key=lambda change: (change.day, change.nis)))


def _of_municipality(told: Chronicle, texts: Sequence[Text], one: Municipality) -> Iterator[Change]:
    gone = one.valid_until + A_DAY if one.valid_until else None
    days = {day for text in texts for day, _ in told.stages(text)} | {day for day in (one.valid_from, gone) if day}
    counted = False
    for day in sorted(days):
        now = one.exists_on(day) and any(_in_force(told, text, day) for text in texts)
        if now != counted:
            counted = now
            merged = day in (one.valid_from, gone)
            why = Why.MERGED if merged else Why.BEGUN if now else Why.LEFT
            yield Change(day, one.nis, one.name, 1 if now else -1, why)


def _in_force(told: Chronicle, text: Text, day: date) -> bool:
    stood = told.text_on(text, day)
    return stood is not None and stood.stance == Stance.IN_FORCE


def first_of(found: Sequence[Change]) -> First | None:
    """The first municipality of all; None where there was none yet."""
    return next((First(change.nis, change.name, change.day) for change in found if change.by > 0), None)


def points(found: Sequence[Change], known: Municipalities, until: date) -> tuple[Point, ...]:
    """The count after each day on which it changed, and on `until`; empty where nothing ever counted."""
    if not found:
        return ()
    days = sorted({change.day for change in found} | {until})
    made, count, place = [], 0, 0
    for day in days:
        while place < len(found) and found[place].day <= day:
            count += found[place].by
            place += 1
        made.append(Point(day, count, len(known.on(day))))
    return tuple(made)


def milestones(found: Sequence[Change], known: Municipalities, until: date) -> tuple[Milestone, ...]:
    """When there were first so many, for each milestone that was reached."""
    made: list[Milestone] = []
    for point in points(found, known, until):
        names = tuple(change.name for change in found if change.day == point.day and change.by > 0)
        while len(made) < len(MILESTONES) and point.in_force >= MILESTONES[len(made)]:
            made.append(Milestone(MILESTONES[len(made)], point.day, names))
    return tuple(made)


def years(found: Sequence[Change], known: Municipalities, until: date) -> tuple[Year, ...]:
    """What each year changed, from the first with a protocol to that of `until`, which may not be over."""
    if not found:
        return ()
    made, before = [], 0
    for year in range(found[0].day.year, until.year + 1):
        of = [change for change in found if change.day.year == year]
        by = {why: sum(change.by for change in of if change.why == why) for why in Why}
        before += sum(by.values())
        last = min(date(year, 12, 31), until)
        made.append(Year(year, by[Why.BEGUN], -by[Why.LEFT], by[Why.MERGED], before, len(known.on(last)), last))
    return tuple(made)
