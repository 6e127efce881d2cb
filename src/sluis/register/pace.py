"""Learns from what happened how long steps take, how often they succeed, and how often municipalities begin.

Everything is counted, nothing assumed here: events, and the days in which they could have happened. A text that still
stands where it stands counts with its days and without an event, so those that take long are not forgotten.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise

from sluis.domain.lifecycle import IN_PREPARATION, Status, Verb
from sluis.domain.municipalities import Municipalities, Municipality
from sluis.domain.stance import A_DAY, Chronicle, Stance, Step, Stood, Text
from sluis.domain.words import BRUSSELS

# A text moves on more or less readily the longer it has stood somewhere, so days in a status are counted in bands: from
# each of these days on.
BANDS = (0, 7, 21, 45, 90, 180, 365)
HALF_YEAR = 182.5
BINDING = frozenset({Stance.IN_FORCE, Stance.SUSPENDED})


class Outcome(StrEnum):
    """How the stay of a text in a status before validation ends."""

    ON = "on"  # to the next status
    REOPENED = "reopened"  # back to a draft
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class Stay:
    """How long a text stood in a status, in days, and how that ended; None where it still stood there on the day."""

    status: Status
    days: float
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class Count:
    """So many events in so many days in which they could have happened."""

    events: float
    days: float


@dataclass(frozen=True, slots=True)
class Tally:
    """How often something went one way and how often the other."""

    yes: int
    no: int


@dataclass(frozen=True, slots=True)
class Beginnings:
    """How municipalities without a protocol begin one: counted in half-years back from the day, the newest first.

    `drafted` began with a draft and `registered` with a protocol that was concluded elsewhere.
    """

    halves: tuple[Count, ...]
    drafted: int
    registered: int


@dataclass(frozen=True, slots=True)
class Pace:
    """All that the past tells. `since` is the day of the first move; `lengths` and `waits` are days, one a text.

    `stays` are those of texts with which a municipality began, not of amendments. `lengths` says how long a text was
    to run from its validation on (None: no end), `waits` how long after validation it began. `ends` counts the planned
    ends that were followed by another text without a gap, and those that were not; `notices` those taken back, and not.
    """

    since: date
    stays: tuple[Stay, ...]
    beginnings: Beginnings
    suspended: Count
    lost: Count
    resumed: Count
    lost_while_suspended: Count
    ends: Tally
    notices: Tally
    lengths: tuple[int | None, ...]
    waits: tuple[int, ...]

    @property
    def concluded(self) -> int:
        """How many texts with which a municipality began were validated after all steps."""
        return sum(stay.status == Status.PUBLISHED and stay.outcome == Outcome.ON for stay in self.stays)


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `first` to the day before `next_one` a municipality stood so; None: it had no text, or gave it up."""

    first: date
    next_one: date
    stood: Stood | None

    @property
    def stance(self) -> Stance:
        """Where it stood."""
        return self.stood.stance if self.stood else Stance.NONE

    @property
    def days(self) -> int:
        """How many days it lasted."""
        return (self.next_one - self.first).days


@dataclass(frozen=True, slots=True)
class _Life:
    """A municipality with its texts, and how it stood day after day."""

    one: Municipality
    texts: tuple[Text, ...]
    stretches: tuple[Stretch, ...]

    def stance_on(self, day: date) -> Stance | None:
        """Where it stood on a day; None where it did not exist, or the day is not told of."""
        return next((one.stance for one in self.stretches if one.first <= day < one.next_one), None)

    def begun(self) -> Iterator[Stretch]:
        """The stretches in which it began a text, each time that it had none."""
        for before, after in pairwise(self.stretches):
            if before.stance in _NOTHING and after.stance not in _NOTHING:
                yield after


_NOTHING = frozenset({Stance.NONE, Stance.ENDED})


def pace_of(known: Chronicle, places: Municipalities, on: date) -> Pace | None:
    """What had happened by the end of `on`, from a chronicle that knows nothing later; None where nothing had."""
    first = min((step.day for text in known.texts for step in text.steps), default=None)
    if first is None:
        return None
    texts: dict[str, list[Text]] = {}
    for text in known.texts:
        texts.setdefault(text.nis, []).append(text)
    lives = [
        _Life(one, tuple(own := texts.get(one.nis, [])), tuple(_stretches(known, own, one, first, on)))
        for one in places.all()
        if one.valid_from is None or one.valid_from <= on
    ]
    days = Counter[Stance]()
    for stretch in (stretch for life in lives for stretch in life.stretches):
        days[stretch.stance] += stretch.days
    turns = Counter(turn for life in lives for turn in _turns(life, on))
    bound = [(text, day) for life in lives for text in life.texts if (day := _validated(text)) is not None]
    return Pace(
        since=first,
        stays=tuple(stay for life in lives for stay in _stays_of(life, first, on)),
        beginnings=_beginnings(lives, first, on),
        suspended=Count(turns[Stance.IN_FORCE, Stance.SUSPENDED], days[Stance.IN_FORCE]),
        lost=Count(turns[Stance.IN_FORCE, None], days[Stance.IN_FORCE]),
        resumed=Count(turns[Stance.SUSPENDED, Stance.IN_FORCE], days[Stance.SUSPENDED]),
        lost_while_suspended=Count(turns[Stance.SUSPENDED, None], days[Stance.SUSPENDED]),
        ends=_tally(went_on for life in lives for went_on in _planned_ends(life, on)),
        notices=_tally(back for life in lives for text in life.texts for back in _notices(text, on)),
        lengths=tuple((text.end - day).days if text.end else None for text, day in bound),
        waits=tuple(max(0, (text.start - day).days) if text.start else 0 for text, day in bound),
    )


def _stretches(known: Chronicle, texts: Sequence[Text], one: Municipality, first: date, on: date) -> Iterator[Stretch]:
    """How a municipality stood from `first` to `on`, as far as it existed."""
    begin = max(first, one.valid_from or first)
    stop = min(on, one.valid_until or on) + A_DAY
    turns = {day for text in texts for day, _ in known.stages(text) if begin < day < stop}
    for day, after in pairwise([begin, *sorted(turns), stop]):
        if day < after:
            found = [stood for text in texts if (stood := known.text_on(text, day)) is not None]
            yield Stretch(day, after, min(found, key=lambda stood: stood.rank, default=None))


def _turns(life: _Life, on: date) -> Iterator[tuple[Stance, Stance | None]]:
    """Each time that what was in force was suspended, or back, or lost (None); a planned end is no loss."""
    ends = {text.end for text in life.texts if text.end is not None and text.end < on}
    for before, after in pairwise(life.stretches):
        if before.stance in BINDING and after.stance in BINDING:
            if before.stance != after.stance:
                yield before.stance, after.stance
        elif before.stance in BINDING and after.first - A_DAY not in ends:
            yield before.stance, None


def _planned_ends(life: _Life, on: date) -> Iterator[bool]:
    """Of each planned end that came: whether the municipality had a text that bound on the day after, too."""
    for end in {text.end for text in life.texts if text.end is not None and text.end < on}:
        after = life.stance_on(end + A_DAY)
        if life.stance_on(end) in BINDING and after is not None:
            yield after in BINDING


def _tally(found: Iterable[bool]) -> Tally:
    counted = Counter(found)
    return Tally(counted[True], counted[False])


def _validated(text: Text) -> date | None:
    """On which day a text was validated; None where it was not, or was inherited."""
    step = next((step for step in text.steps if step.target == Status.ACTIVE), None)
    return step.day if step is not None and step.verb != Verb.INHERIT else None


def _stays_of(life: _Life, first: date, on: date) -> Iterator[Stay]:
    """The stays of the texts with which a municipality began; one that began on the first day of all, too."""
    from_the_first = [one for one in life.stretches[:1] if one.first == first]
    begun = {(one.stood.protocol, one.stood.number) for one in (*from_the_first, *life.begun()) if one.stood}
    for text in life.texts:
        if (text.protocol, text.number) in begun:
            yield from _stays(text, life.one, on)


def _beginnings(lives: Sequence[_Life], first: date, on: date) -> Beginnings:
    """How municipalities began. The very first is not among them: counting began with it."""
    begun = [stretch for life in lives for stretch in life.begun()]
    registered = sum(stretch.stance != Stance.PREPARING for stretch in begun)
    free = [stretch for life in lives for stretch in life.stretches if stretch.stance in _NOTHING]
    halves = _halves(free, [stretch.first for stretch in begun], first, on)
    return Beginnings(halves, drafted=len(begun) - registered, registered=registered)


def _stays(text: Text, one: Municipality, on: date) -> Iterator[Stay]:
    """Each stay of a text in a status before validation."""
    until = end_of(on)
    for place, step in enumerate(text.steps):
        if step.target not in IN_PREPARATION:
            continue
        after = text.steps[place + 1] if place + 1 < len(text.steps) else None
        yield Stay(step.target, days_between(step.at, after.at if after else until), _outcome(after, one))


def _outcome(after: Step | None, one: Municipality) -> Outcome | None:
    # A draft that went because its municipality merged was not given up: nobody knows what would have become of it.
    if after is None or (after.target == Status.WITHDRAWN and not one.exists_on(after.day)):
        return None
    return {Verb.WITHDRAW: Outcome.GIVEN_UP, Verb.REOPEN: Outcome.REOPENED}.get(after.verb, Outcome.ON)


def end_of(day: date) -> datetime:
    """The moment at which a day is over, by the clock of Brussels."""
    return datetime.combine(day + A_DAY, time(), BRUSSELS)


def days_between(first: datetime, last: datetime) -> float:
    """The days from one moment to another, not less than none."""
    return max(0.0, (last - first) / timedelta(days=1))


def _notices(text: Text, on: date) -> Iterator[bool]:
    """Of each notice that came to something, whether it was taken back."""
    for place, step in enumerate(text.steps):
        if step.verb != Verb.GIVE_NOTICE:
            continue
        after = next((later.verb for later in text.steps[place + 1 :] if later.verb in _AFTER_NOTICE), None)
        if after is not None:
            yield after == Verb.WITHDRAW_NOTICE
        elif text.ends_on is not None and text.ends_on < on:
            yield False


_AFTER_NOTICE = frozenset({Verb.WITHDRAW_NOTICE, Verb.END, Verb.LAPSE, Verb.EXPIRE})


def _halves(free: Sequence[Stretch], begun: Sequence[date], first: date, on: date) -> tuple[Count, ...]:
    """Beginnings, and the days in which a municipality was free to begin, in half-years back from the end of `on`."""
    stop = on + A_DAY
    count = int((stop - first).days / HALF_YEAR) + 1
    events, days = [0] * count, [0.0] * count
    for day in begun:
        events[int(((stop - day).days - 1) / HALF_YEAR)] += 1
    for stretch in free:
        newest, oldest = (stop - stretch.next_one).days, (stop - stretch.first).days
        for half in range(int(newest / HALF_YEAR), min(int(oldest / HALF_YEAR), count - 1) + 1):
            days[half] += max(0.0, min(oldest, (half + 1) * HALF_YEAR) - max(newest, half * HALF_YEAR))
    return tuple(Count(one, long) for one, long in zip(events, days, strict=True))


def by_band(stays: Sequence[Stay], status: Status) -> Mapping[Outcome, tuple[Count, ...]]:
    """Of the stays in a status: for each outcome how often it happened, and in how many days, in each band."""
    days = [0.0] * len(BANDS)
    events = {outcome: [0] * len(BANDS) for outcome in Outcome}
    for stay in stays:
        if stay.status == status:
            for band, first in enumerate(BANDS):
                last = BANDS[band + 1] if band + 1 < len(BANDS) else stay.days
                days[band] += max(0.0, min(stay.days, last) - first)
            if stay.outcome is not None:
                events[stay.outcome][bisect_right(BANDS, stay.days) - 1] += 1
    return {
        outcome: tuple(Count(one, long) for one, long in zip(events[outcome], days, strict=True)) for outcome in Outcome
    }


def typical_days(stays: Sequence[Stay], status: Status) -> float | None:
    """In how many days half of the texts in a status move on, if they do; None where fewer than half are known to.

    By Kaplan and Meier: a text that still stands there, was reopened or was given up counts as long as it stood there.
    """
    ended = sorted((stay.days, stay.outcome != Outcome.ON) for stay in stays if stay.status == status)
    left, there = 1.0, len(ended)
    for days, censored in ended:
        if not censored:
            left *= 1 - 1 / there
            if left <= 0.5:
                return days
        there -= 1
    return None
