"""Generating processes of whole histories, made otherwise than the forecast takes things to be.

Steps last as a log-normal or a mixture says and not as long as rates by band do; some municipalities are slow in every
step; beginnings grow, fade or come in waves. Each history keeps its own book of when which municipality had a protocol
in force, from which the truth is counted.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sluis.domain.lifecycle import Status, Verb
from sluis.domain.municipalities import Municipality
from sluis.domain.stance import Chronicle, Step, Text
from sluis.domain.words import BRUSSELS
from sluis.parties.municipalities import municipalities

VERBS = (Verb.COMPLETE, Verb.ADVISE, Verb.DECIDE, Verb.SIGN, Verb.PUBLISH, Verb.VALIDATE)
STATUSES = (
    Status.COMPLETE, Status.ADVISED, Status.DECIDED, Status.SIGNED, Status.PUBLISHED, Status.ACTIVE,
)  # fmt: skip
BEFORE = (Status.DRAFT, *STATUSES[:-1])
A_YEAR = 365.25


@dataclass(frozen=True)
class Process:
    """How municipalities behave. Rates are a year; `begin` says it at so many years after the first day."""

    name: str
    begin: Callable[[float], float]
    first: date = date(2025, 1, 1)
    years: float = 7
    medians: tuple[float, ...] = (12, 30, 25, 30, 10, 6)  # days in each status before validation
    spread: float = 0.7  # standard deviation of the logarithm of the days
    slow_signers: float = 0.0  # a part of them takes ten times as long to sign
    uneven: float = 0.3  # how much municipalities differ in speed, as a logarithm
    gives_up: float = 0.02  # in each step
    reopens: float = 0.03
    lose: float = 0.02
    suspend: float = 0.03
    runs: tuple[int | None, ...] = (None,)  # for how many days a text runs
    renews: float = 0.7
    registered: float = 0.0


@dataclass
class _Text:
    nis: str
    number: int
    start: date | None = None
    end: date | None = None
    follows: tuple[str, ...] = ()
    steps: list[Step] = field(default_factory=list)

    def move(self, day: float, verb: Verb, target: Status, origin: datetime, late: float = 0.0) -> None:
        at = origin + timedelta(days=day)
        self.steps.append(Step(at, at + timedelta(days=late), verb, target))


class History:
    """One history of a process, by a seed."""

    def __init__(self, process: Process, seed: int) -> None:
        self.process = process
        self.dice = random.Random(f"{process.name} {seed}")
        self.origin = datetime.combine(process.first, datetime.min.time(), BRUSSELS)
        self.last = process.years * A_YEAR
        self.texts: list[_Text] = []
        # When which municipality had a protocol in force: from the first day up to the day before the second.
        self.book: list[tuple[str, date, date]] = []
        ended: dict[str, tuple[bool, float, _Text | None]] = {}
        known = municipalities()
        for one in known.on(process.first):
            ended[one.nis] = self._life(one, 0.0, self._until(one), None)
        for one in known.all():
            begun = self._days(one.valid_from) if one.valid_from else 0.0
            if 0 < begun < self.last:
                gone = [ended[old.nis] for old in known.all() if old.successor == one.nis and old.nis in ended]
                heir = self._inherit(one, begun, [text for binding, _, text in gone if binding and text])
                self._life(one, begun, self.last, heir)
        self.told = Chronicle(
            Text(
                f"AGII-{text.nis}", text.number, "agii", text.nis, f"sha256:{text.nis}/{text.number}", text.start,
                text.end, None, text.follows, tuple(text.steps),
            )
            for text in self.texts
        )  # fmt: skip

    def count(self, day: date) -> int:
        """How many municipalities have a protocol in force at the end of a day, by the book."""
        return len({nis for nis, first, stop in self.book if first <= day < stop})

    def _days(self, day: date) -> float:
        return (day - self.process.first).days

    def _until(self, one: Municipality) -> float:
        return min(self.last, self._days(one.valid_until) + 1 if one.valid_until else self.last)

    def _day(self, days: float) -> date:
        return self.process.first + timedelta(days=math.floor(days))

    def _new(self, nis: str) -> _Text:
        text = _Text(nis, 1 + sum(text.nis == nis for text in self.texts))
        self.texts.append(text)
        return text

    def _life(
        self, one: Municipality, now: float, until: float, heir: _Text | None
    ) -> tuple[bool, float, _Text | None]:
        """Everything that a municipality does; whether it has a protocol in force at the end, and which."""
        pace = math.exp(self.dice.gauss(0, self.process.uneven))
        if heir is not None:
            now, text = self._in_force(heir, now, until)
            if now >= until:
                return text is not None, now, text
        while True:
            now = self._begin(now, until)
            if now >= until:
                return False, now, None
            text = self._new(one.nis)
            now, valid = self._prepare(text, now, until, pace)
            if not valid:
                if now >= until:
                    if until < self.last:
                        text.move(until + 0.4, Verb.WITHDRAW, Status.WITHDRAWN, self.origin)
                    return False, now, None
                continue
            now, left = self._in_force(text, now, until)
            if now >= until:
                if left is not None and until < self.last:
                    text.move(until, Verb.SUCCEED, Status.SUPERSEDED, self.origin, late=2)
                return left is not None, now, left

    def _begin(self, now: float, until: float) -> float:
        # By thinning: the rate of a year is never more than this.
        most = 3.0
        while now < until:
            now += self.dice.expovariate(most / A_YEAR)
            if self.dice.random() * most < self.process.begin(now / A_YEAR):
                return now
        return now

    def _prepare(self, text: _Text, now: float, until: float, pace: float) -> tuple[float, bool]:
        process, dice = self.process, self.dice
        if dice.random() < process.registered:
            text.move(now, Verb.REGISTER, Status.ACTIVE, self.origin)
            return now, True
        text.move(now, Verb.DRAFT, Status.DRAFT, self.origin)
        place = 0
        while place < len(VERBS):
            days = process.medians[place] * pace * math.exp(dice.gauss(0, process.spread))
            if place == 3 and dice.random() < process.slow_signers:
                days *= 10
            now += days
            if now >= until:
                return now, False
            chance = dice.random()
            if chance < process.gives_up:
                text.move(now, Verb.WITHDRAW, Status.WITHDRAWN, self.origin)
                return now, False
            if chance < process.gives_up + process.reopens and 0 < place < 5:
                text.move(now, Verb.REOPEN, Status.DRAFT, self.origin)
                place = 0
                continue
            text.move(now, VERBS[place], STATUSES[place], self.origin)
            place += 1
        return now, True

    def _in_force(self, text: _Text, now: float, until: float) -> tuple[float, _Text | None]:
        """Until it is over; gives the text where the municipality goes with it to the end."""
        process, dice = self.process, self.dice
        text.start = text.start or self._day(now)
        runs = dice.choice(process.runs)
        text.end = self._day(now + runs) if runs is not None else None
        last = math.floor(now + runs) + 1 if runs is not None else math.inf
        suspended, since = False, now
        while True:
            rate = (4.0 if suspended else max(process.suspend, 1e-9)) / A_YEAR
            turn, over = dice.expovariate(rate), dice.expovariate(max(process.lose, 1e-9) / A_YEAR)
            turned = now + min(turn, over)
            if min(turned, last) >= until:
                self._enter(text.nis, since, until, suspended)
                return until, text
            if last <= turned:
                if dice.random() >= process.renews:
                    self._enter(text.nis, since, last, suspended)
                    return last, None
                # The next text takes its place in the course of the last day.
                self._enter(text.nis, since, last - 0.5, suspended)
                after = self._new(text.nis)
                after.follows = (f"sha256:{text.nis}/{text.number}",)
                after.move(max(now, last - 60), Verb.DRAFT, Status.DRAFT, self.origin)
                now = since = last - 0.5
                for verb, status in zip(VERBS, STATUSES, strict=True):
                    after.move(now, verb, status, self.origin)
                text.move(now, Verb.SUPERSEDE, Status.SUPERSEDED, self.origin)
                after.start = self._day(now)
                suspended, text, last = False, after, math.inf
                continue
            self._enter(text.nis, since, turned, suspended)
            now = since = turned
            if over < turn:
                text.move(now, Verb.END, Status.ENDED, self.origin)
                return now, None
            suspended = not suspended
            verb, status = (Verb.SUSPEND, Status.SUSPENDED) if suspended else (Verb.RESUME, Status.ACTIVE)
            text.move(now, verb, status, self.origin)

    def _enter(self, nis: str, since: float, until: float, suspended: bool) -> None:
        if not suspended:
            self.book.append((nis, self._day(since), self._day(until)))

    def _inherit(self, one: Municipality, day: float, before: list[_Text]) -> _Text | None:
        if not before:
            return None
        text = self._new(one.nis)
        text.follows = tuple(f"sha256:{old.nis}/{old.number}" for old in before)
        text.start = self._day(day)
        text.move(day, Verb.INHERIT, Status.ACTIVE, self.origin, late=2)
        return text


def growing(first: float, times: float) -> Callable[[float], float]:
    """A rate that grows so many times a year."""
    return lambda year: min(3.0, first * times**year)


def constant(rate: float) -> Callable[[float], float]:
    """The same rate always."""
    return lambda _: rate


def waves(rate: float) -> Callable[[float], float]:
    """A rate that swings with campaigns: from a half to one and a half times, every two years."""
    return lambda year: rate * (1 + 0.5 * math.sin(math.pi * year))


PROCESSES = (
    Process("steady", constant(0.12)),
    Process("growing", growing(0.04, 1.6)),
    Process("fading", growing(0.3, 0.65)),
    Process("campaigns", waves(0.12)),
    Process("slow signers", constant(0.12), slow_signers=0.35),
    Process("many give up", constant(0.25), gives_up=0.12, reopens=0.12),
    Process("many end", constant(0.15), lose=0.15, suspend=0.3, runs=(None, 400, 730, 1000)),
    Process("merger", constant(0.15), first=date(2021, 6, 1)),
    Process("registered elsewhere", constant(0.12), registered=0.4),
    Process("few", constant(0.022)),
)
