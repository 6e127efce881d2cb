"""Where a municipality stands on a day, worked out from the moves that its protocols made and nothing else.

A move counts from the day on which it took effect, and moves count in the order in which they were recorded: one that
took effect earlier undoes what was recorded before it for a later time, as a merger does that is carried out late.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property

from sluis.domain.lifecycle import IN_PREPARATION, Status, Verb
from sluis.domain.words import BRUSSELS, Said


class Stance(StrEnum):
    """Where a municipality stands, as the public asks it. The order says which protocol of several counts."""

    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    PREPARING = "preparing"  # one is drafted, decided on or signed, or was validated and has not begun
    ENDED = "ended"  # there was one, and there is none any more
    NONE = "none"


STANCE_NAMES: Mapping[Stance, Said] = {
    Stance.IN_FORCE: Said("van kracht", "in force"),
    Stance.SUSPENDED: Said("geschorst", "suspended"),
    Stance.PREPARING: Said("in voorbereiding", "in preparation"),
    Stance.ENDED: Said("voorbij", "over"),
    Stance.NONE: Said("geen protocol", "no protocol"),
}

_RANKS = {stance: rank for rank, stance in enumerate(Stance)}
_STAGES = {status: rank for rank, status in enumerate(Status)}
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Step:
    """A move of a text: when it took effect and when it was recorded, what was done, and where the text stood then."""

    at: datetime
    recorded_at: datetime
    verb: Verb
    target: Status

    @property
    def day(self) -> date:
        """The day on which it took effect, by the calendar of Brussels."""
        return self.at.astimezone(BRUSSELS).date()


@dataclass(frozen=True, slots=True)
class Text:
    """One version of a protocol with its moves, in the order in which they were recorded.

    `start` and `end` are those of its terms, None where it was never decided on (or has no end); `ends_on` is the last
    day after notice was given; `follows` are the digests of the texts whose place it took.
    """

    protocol: str
    number: int
    agency: str
    nis: str
    digest: str
    start: date | None
    end: date | None
    ends_on: date | None
    follows: tuple[str, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Stood:
    """Where a text or a municipality stood: since which day, by which version of which protocol.

    `status` is where the text itself stood. In force, `since` goes back through amendments and mergers.
    """

    stance: Stance
    status: Status
    since: date
    protocol: str
    number: int

    @property
    def rank(self) -> tuple[int, int, date, str]:
        """By which the protocol that counts comes first: the strongest stance, the furthest text, the oldest."""
        return _RANKS[self.stance], -_STAGES[self.status], self.since, self.protocol


class Chronicle:
    """All texts through time. Asked for a day, it says where every municipality stood."""

    def __init__(self, texts: Iterable[Text]) -> None:
        self.texts = tuple(texts)
        self._by_digest = {text.digest: text for text in self.texts}

    def on(self, day: date) -> dict[str, Stood]:
        """Where each municipality (NIS code) stood at the end of `day`; one that never had a text is not in it."""
        found: dict[str, Stood] = {}
        for text in self.texts:
            stood = self.text_on(text, day)
            if stood is not None and (text.nis not in found or stood.rank < found[text.nis].rank):
                found[text.nis] = stood
        return found

    def in_force(self, day: date) -> dict[str, date]:
        """The municipalities (NIS codes) with a protocol in force at the end of `day`, and since when."""
        return {nis: stood.since for nis, stood in self.on(day).items() if stood.stance == Stance.IN_FORCE}

    def text_on(self, text: Text, day: date) -> Stood | None:
        """Where one text stood at the end of `day`; None where it had not begun, or was given up before it bound."""
        days, stood = self._stages[text.protocol, text.number]
        place = bisect_right(days, day)
        return stood[place - 1] if place else None

    def changes(self) -> tuple[date, ...]:
        """Every day on which some text stood otherwise than the day before, oldest first."""
        return tuple(sorted({day for days, _ in self._stages.values() for day in days}))

    def stages(self, text: Text) -> tuple[tuple[date, Stood | None], ...]:
        """How one text stood: each time from which day, oldest first."""
        return tuple(zip(*self._stages[text.protocol, text.number], strict=True))

    @cached_property
    def _stages(self) -> dict[tuple[str, int], tuple[list[date], list[Stood | None]]]:
        found: dict[tuple[str, int], tuple[list[date], list[Stood | None]]] = {}
        for text in self.texts:
            days: list[date] = []
            stood: list[Stood | None] = []
            for day in _turning_days(text):
                now = self._stood(text, day)
                if not days or now != stood[-1]:
                    days.append(day)
                    stood.append(now)
            found[text.protocol, text.number] = (days, stood)
        return found

    def _stood(self, text: Text, day: date) -> Stood | None:
        made = [step for step in text.steps if step.day <= day]
        if not made or made[-1].target == Status.WITHDRAWN:
            return None
        last = made[-1]
        stance, since = _stance(text, made, day), _turned(made)
        if stance == Stance.ENDED and last.target in (Status.ACTIVE, Status.SUSPENDED):
            # Nobody moved it, but its last day has passed.
            since = min(_last_days(text, made)) + A_DAY
        elif stance == Stance.IN_FORCE:
            since = self._in_force_since(text)
        return Stood(stance, last.target, since, text.protocol, text.number)

    def _in_force_since(self, text: Text) -> date:
        """Since when data may flow without a break: a text that took another's place goes on where that had begun."""
        begun = next(step for step in text.steps if step.target == Status.ACTIVE)
        since = max(text.start or begun.day, begun.day)
        for before in (self._by_digest[digest] for digest in text.follows if digest in self._by_digest):
            if any(step.at == begun.at and step.target == Status.SUPERSEDED for step in before.steps):
                since = min(since, self._in_force_since(before))
        return since


def _stance(text: Text, made: Sequence[Step], day: date) -> Stance:
    status = made[-1].target
    if status in IN_PREPARATION:
        return Stance.PREPARING
    if status not in (Status.ACTIVE, Status.SUSPENDED) or any(last < day for last in _last_days(text, made)):
        return Stance.ENDED
    if status == Status.SUSPENDED:
        return Stance.SUSPENDED
    return Stance.IN_FORCE if text.start is None or text.start <= day else Stance.PREPARING


def _turned(made: Sequence[Step]) -> date:
    """The day of the first of the last moves that all led to where the text stands; notice given is no turn."""
    last = made[-1]
    for step in reversed(made):
        if step.target != last.target:
            break
        last = step
    return last.day


def _last_days(text: Text, made: Sequence[Step]) -> list[date]:
    noticed = text.ends_on if any(step.verb == Verb.GIVE_NOTICE for step in made) else None
    return [day for day in (text.end, noticed) if day is not None]


def _turning_days(text: Text) -> Iterator[date]:
    """Every day on which the text may stand otherwise than the day before, oldest first."""
    bounds = [text.start, *(day + A_DAY for day in (text.end, text.ends_on) if day)]
    first = min((step.day for step in text.steps), default=None)
    if first is not None:
        yield from sorted({step.day for step in text.steps} | {day for day in bounds if day and day > first})
