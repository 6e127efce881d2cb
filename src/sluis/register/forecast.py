"""Says how many municipalities will have a protocol in force on a day to come, as a range and how often it holds.

It learns only from what had happened and had been recorded by the day on which it is asked, and draws many possible
futures from that (`drawing`, `courses`). The same question gives the same answer. What it takes to be so, and how often
its ranges held on invented histories: docs/explanation/forecast.md.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from random import Random

from sluis.domain.lifecycle import IN_PREPARATION, Status
from sluis.domain.stance import Chronicle
from sluis.domain.words import Said
from sluis.parties.municipalities import municipalities
from sluis.register.courses import At, Field, Stretch, a_new_draft, field_of, follow
from sluis.register.drawing import A_YEAR, USUAL_TROUBLE, Learnt, Rates, expected
from sluis.register.hindsight import known_by
from sluis.register.pace import Outcome, Pace, pace_of, typical_days

# How often the range should hold, at the least.
LEVEL = 0.8
# So many that the range leaves out a tenth of all that could come, at either side, and no part of one more.
FUTURES = 199
# Drafts that begin now, in each future: how long they take, and how many of them are ever in force.
NEW_DRAFTS, LONGEST = 5, 10 * A_YEAR
# On how many days on the way the range is given too.
ON_THE_WAY = 12

# With less than this it cannot tell.
FEWEST_CONCLUDED, SHORTEST_PAST, FURTHEST = 10, 180, 2


@dataclass(frozen=True, slots=True)
class Seen:
    """On `day` likely so many municipalities have a protocol in force, and at the level of the forecast from low to
    high."""

    day: date
    low: int
    likely: int
    high: int


@dataclass(frozen=True, slots=True)
class Step:
    """What is known of a status before validation: `there` texts stand in it now; in the past `moved_on`, `reopened`
    and `given_up` of them left it so, half of those that moved on within `days` (None: too few did)."""

    status: Status
    there: int
    days: int | None
    moved_on: int
    reopened: int
    given_up: int


@dataclass(frozen=True, slots=True)
class NewDrafts:
    """What becomes of a draft that begins on the day of the forecast, from drawings of `drawn` of them.

    `succeed` is the share that is ever in force (of those that are within ten years), and half of these are within
    `days` days. `begins` and `stops` are after how many days one is in force and no longer, the shortest first.
    """

    succeed: float
    days: int
    begins: tuple[float, ...]
    stops: tuple[float, ...]
    drawn: int

    def in_force_after(self, days: float) -> float:
        """The share that is in force after so many days."""
        return (bisect_right(self.begins, days) - bisect_right(self.stops, days)) / self.drawn

    def in_force_if_spread(self, days: float) -> float:
        """The share that is in force after so many days, of drafts that begin evenly spread over these days."""
        long = sum(max(0.0, days - begin) for begin in self.begins) - sum(max(0.0, days - stop) for stop in self.stops)
        return long / (self.drawn * days)


@dataclass(frozen=True, slots=True)
class Forecast:
    """On `until` there will be `low` to `high` municipalities with a protocol in force, of `total`; `likely` is the
    middle. `holds` is how often the range should hold: at least `LEVEL`, and more where counts are whole numbers.

    What it is based on: `in_force`, `suspended` and `waiting` (validated, and to begin) municipalities now, `free` to
    begin one, the texts under way and how steps went (`steps`), `begun_a_year` beginnings a year at the present rate,
    of which a part is never in force (`new_drafts`), `lost_a_year` of the protocols in force a year (a share), and
    `ending` planned ends by `until`. `on_the_way` has the range on days in between, the last being `until`, and
    `futures` the number in each possible future, the least first.
    """

    on: date
    until: date
    low: int
    likely: int
    high: int
    holds: float
    total: int
    in_force: int
    suspended: int
    waiting: int
    free: int
    ending: int
    steps: tuple[Step, ...]
    begun_a_year: float
    lost_a_year: float
    new_drafts: NewDrafts
    on_the_way: tuple[Seen, ...]
    futures: tuple[int, ...]

    def chance(self, needed: int) -> float:
        """In which share of the futures there are at least so many."""
        return 1 - bisect_left(self.futures, needed) / len(self.futures)

    @property
    def preparing(self) -> int:
        """How many municipalities have a text under way, and none in force."""
        return sum(step.there for step in self.steps)


@dataclass(frozen=True, slots=True)
class NotEnough:
    """It cannot tell, and why."""

    on: date
    until: date
    reasons: tuple[Said, ...]


def forecast(
    told: Chronicle, on: date, until: date, *, agency: str | None = None, speed: float = 1.0
) -> Forecast | NotEnough:
    """How many municipalities will have a protocol in force at the end of `until`, as far as `on` can tell.

    With `agency` by that agency's protocols alone. `speed`: what if texts moved through their preparation so many times
    faster than they did?

    Raises:
        ValueError: `until` is not after `on`: that is no forecast.
    """
    if until <= on:
        raise ValueError(f"{until} is not after {on}: what happened is counted, not forecast.")
    known = known_by(told, on, agency)
    pace = pace_of(known, municipalities(), on)
    reasons = tuple(_too_little(pace, on, until))
    if reasons or pace is None:
        return NotEnough(on, until, reasons)
    return drawn(pace, field_of(known, municipalities(), on, until), on, until, speed)


# It follows from what is given and nothing else, so what was drawn once need not be drawn again.
@lru_cache(maxsize=128)
def drawn(pace: Pace, field: Field, on: date, until: date, speed: float) -> Forecast:
    """The forecast from what the past tells and where everybody stands, as `forecast` asks for it."""
    learnt = Learnt(pace, speed)
    chance = Random(repr((pace, field, on, until)))
    days = _days_on_the_way(on, until)
    counts: list[list[int]] = []
    drafts: list[Sequence[Stretch]] = []
    for _ in range(FUTURES):
        # Each future has dice of its own, so at another speed its rates are the same and only the speed differs.
        dice = Random(chance.getrandbits(64))
        rates = Rates(learnt, dice, field.until)
        counts.append(_counted(field, rates, [(day - on).days for day in days]))
        drafts.extend(a_new_draft(rates, field.until, LONGEST) for _ in range(NEW_DRAFTS))
    on_the_way = tuple(_seen(day, sorted(count[place] for count in counts)) for place, day in enumerate(days))
    return _forecast(field, pace, learnt, on, on_the_way, [count[-1] for count in counts], drafts)


def _too_little(pace: Pace | None, on: date, until: date) -> Iterator[Said]:
    if pace is None or pace.concluded < FEWEST_CONCLUDED:
        some = pace.concluded if pace else 0
        yield Said(
            f"Er doorliepen nog maar {some} protocollen alle stappen tot de validatie. Vanaf {FEWEST_CONCLUDED} is er "
            "genoeg om uit te leren hoe lang stappen duren.",
            f"Only {some} protocols have gone through all steps up to validation. From {FEWEST_CONCLUDED} on there is "
            "enough to learn from how long steps take.",
        )
    if pace is None:
        return
    past = (on - pace.since).days
    if past < SHORTEST_PAST:
        yield Said(
            f"De eerste tekst begon nog maar {past} dagen geleden. Vanaf {SHORTEST_PAST} dagen is er genoeg om uit te "
            "leren.",
            f"The first text began only {past} days ago. From {SHORTEST_PAST} days on there is enough to learn from.",
        )
    elif (until - on).days > FURTHEST * past:
        yield Said(
            "Die dag ligt te ver weg: meer dan twee keer zo ver vooruit als de geschiedenis terug gaat.",
            "That day is too far away: more than twice as far ahead as the past goes back.",
        )


def _days_on_the_way(on: date, until: date) -> list[date]:
    far = (until - on).days
    return sorted({on + timedelta(days=math.ceil(far * place / ON_THE_WAY)) for place in range(1, ON_THE_WAY + 1)})


def _counted(field: Field, rates: Rates, days: Sequence[int]) -> list[int]:
    """How many municipalities have a protocol in force at the end of each of these days, in one possible future."""
    changes = [0] * (len(days) + 1)
    for first, last in follow(field, rates):
        # The course of a municipality stops at `until`; one that is in force then counts on that day.
        begins = bisect_right(days, first - 1e-9)
        stops = len(days) if last >= field.until else bisect_right(days, last - 1e-9)
        if begins < stops:
            changes[begins] += 1
            changes[stops] -= 1
    made, count = [], 0
    for change in changes[:-1]:
        count += change
        made.append(count)
    return made


def _seen(day: date, counts: Sequence[int]) -> Seen:
    """The middle of sorted counts, and the range that leaves as much out below as above."""
    out = round((1 - LEVEL) / 2 * (len(counts) + 1)) - 1
    return Seen(day, counts[out], counts[len(counts) // 2], counts[-1 - out])


def _forecast(
    field: Field,
    pace: Pace,
    learnt: Learnt,
    on: date,
    on_the_way: tuple[Seen, ...],
    counts: Sequence[int],
    drafts: Sequence[Sequence[Stretch]],
) -> Forecast:
    last = on_the_way[-1]
    places = [place for _, place in field.there]
    at = {where: sum(place.at == where for place in places) for where in At}
    return Forecast(
        on=on,
        until=last.day,
        low=last.low,
        likely=last.likely,
        high=last.high,
        holds=sum(last.low <= count <= last.high for count in counts) / len(counts),
        total=len(municipalities().on(last.day)),
        in_force=at[At.IN_FORCE],
        suspended=at[At.SUSPENDED],
        waiting=at[At.WAITING],
        free=at[At.FREE],
        ending=sum(place.at in (At.IN_FORCE, At.SUSPENDED) and place.ends < field.until for place in places),
        steps=tuple(
            _step(status, pace, sum(place.at == At.PREPARING and place.status == status for place in places))
            for status in IN_PREPARATION
        ),
        begun_a_year=learnt.beginning.rate * A_YEAR * at[At.FREE],
        lost_a_year=1 - math.exp(-A_YEAR * expected(pace.lost, USUAL_TROUBLE)),
        new_drafts=_new_drafts(drafts),
        on_the_way=on_the_way,
        futures=tuple(sorted(counts)),
    )


def _new_drafts(drafts: Sequence[Sequence[Stretch]]) -> NewDrafts:
    taken = sorted(stretches[0][0] for stretches in drafts if stretches)
    return NewDrafts(
        succeed=len(taken) / len(drafts),
        days=round(taken[len(taken) // 2]) if taken else 0,
        begins=tuple(sorted(begin for stretches in drafts for begin, _ in stretches)),
        stops=tuple(sorted(stop for stretches in drafts for _, stop in stretches)),
        drawn=len(drafts),
    )


def _step(status: Status, pace: Pace, there: int) -> Step:
    ended = [stay.outcome for stay in pace.stays if stay.status == status]
    typical = typical_days(pace.stays, status)
    return Step(
        status,
        there,
        None if typical is None else round(typical),
        ended.count(Outcome.ON),
        ended.count(Outcome.REOPENED),
        ended.count(Outcome.GIVEN_UP),
    )
