"""Draws how fast things may go, and how they may go on, from what the past tells: one drawing is one possible future.

Each drawing first draws the rates themselves, as surely or unsurely as the past tells them (a Gamma distribution for a
rate, a Beta distribution for a share), and then what happens at these rates. So a range of drawings holds both what is
not known and what is chance. Days are counted from the end of the day of the forecast.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from sluis.domain.lifecycle import IN_PREPARATION, Status
from sluis.register.pace import BANDS, HALF_YEAR, Count, Outcome, Pace, Tally, by_band

A_YEAR = 365.25
NEVER = math.inf

# What is taken to be so while nothing is known yet, each with the weight of half an event: it is soon outweighed.
WEIGHT = 0.5
USUAL_STEP = 1 / 30  # a day: a step takes a month
USUAL_TROUBLE = 0.05 / A_YEAR  # one in twenty a year: given up, reopened, suspended or lost
USUAL_RETURN = 1 / 90  # a suspension lasts three months
USUAL_BEGINNING = 0.05 / A_YEAR

# How much the number of beginnings changes from half-year to half-year, as a standard deviation of its logarithm,
# while that is not known yet; it weighs as much as this many changes that were seen.
USUAL_DRIFT, WEIGHT_OF_DRIFT = 0.2, 2
# So few beginnings in two half-years together say nothing about a change.
ENOUGH_FOR_CHANGE = 5


@dataclass(frozen=True, slots=True)
class Beginning:
    """How readily a municipality without a protocol begins one now: a Gamma distribution of the rate a day.

    `drift` is how much that changes in half a year (a standard deviation of its logarithm).
    """

    shape: float
    days: float
    drift: float

    @property
    def rate(self) -> float:
        """The mean of the rate, a day and municipality."""
        return self.shape / self.days


def beginning_of(halves: Sequence[Count]) -> Beginning:
    """How readily municipalities begin now: the half-years count less the longer ago they are.

    How much less follows from how much the half-years differed: an exponentially weighted mean with the gain of a
    Kalman filter for a level that wanders (the local level model). Where they differed no more than chance makes them,
    all count; where the level moved, the last ones do.
    """
    drift = _drift(halves)
    whole = [count for count in halves if count.days > 0]
    mean = sum(count.events for count in whole) / max(len(whole), 1)
    noise = drift**2 * max(mean, 0.5)
    gain = (math.sqrt(noise**2 + 4 * noise) - noise) / 2
    keep = 1 - min(max(gain, 0.08), 0.6)
    events = sum(count.events * keep**age for age, count in enumerate(halves))
    days = sum(count.days * keep**age for age, count in enumerate(halves))
    return Beginning(events + WEIGHT, days + WEIGHT / USUAL_BEGINNING, drift)


def _drift(halves: Sequence[Count]) -> float:
    """How much the logarithm of the rate changed between half-years, beyond what chance makes of it."""
    seen, changes = 0.0, 0
    for newer, older in pairwise(halves):
        if newer.days > 0 and older.days > 0 and newer.events + older.events >= ENOUGH_FOR_CHANGE:
            change = math.log((newer.events + 0.5) / newer.days) - math.log((older.events + 0.5) / older.days)
            seen += change**2 - 1 / (newer.events + 0.5) - 1 / (older.events + 0.5)
            changes += 1
    return math.sqrt((max(seen, 0.0) + WEIGHT_OF_DRIFT * USUAL_DRIFT**2) / (changes + WEIGHT_OF_DRIFT))


class Learnt:
    """What drawings are made from: the counts of the past, as sums that every drawing uses.

    `speed` is how many times faster than in the past a text moves through its preparation.
    """

    def __init__(self, pace: Pace, speed: float = 1.0) -> None:
        self.pace = pace
        self.speed = speed
        self.beginning = beginning_of(pace.beginnings.halves)
        self.steps: Mapping[Status, Mapping[Outcome, tuple[Count, ...]]] = {
            status: by_band(pace.stays, status) for status in IN_PREPARATION
        }


class Rates:
    """One drawing of every rate and share."""

    def __init__(self, learnt: Learnt, dice: Random, horizon: float) -> None:
        self.dice = dice
        pace = learnt.pace
        self._speed = learnt.speed
        self._edges = tuple(first / learnt.speed for first in BANDS)
        self._steps = {status: self._step(learnt, status) for status in IN_PREPARATION}
        self.suspend = self._rate(pace.suspended, USUAL_TROUBLE)
        self.lose = self._rate(pace.lost, USUAL_TROUBLE)
        self.resume = self._rate(pace.resumed, USUAL_RETURN)
        self.lose_suspended = self._rate(pace.lost_while_suspended, USUAL_TROUBLE)
        self.renew = self._share(pace.ends)
        self.take_back = self._share(pace.notices)
        self.registered = self._share(Tally(pace.beginnings.registered, pace.beginnings.drafted), before=0.2)
        self._lengths = pace.lengths or (None,)
        self._waits = pace.waits or (0,)
        self._begins(learnt.beginning, horizon)

    def _rate(self, count: Count, usual: float, weight: float = WEIGHT) -> float:
        return self.dice.gammavariate(count.events + weight, 1 / (count.days + weight / usual))

    def _share(self, tally: Tally, before: float = WEIGHT) -> float:
        return self.dice.betavariate(tally.yes + before, tally.no + WEIGHT)

    def _step(self, learnt: Learnt, status: Status) -> tuple[list[float], list[dict[Outcome, float]]]:
        """For each band the rate at which a text leaves the status, and the rate of each outcome."""
        each: list[dict[Outcome, float]] = [{} for _ in BANDS]
        for outcome, counts in learnt.steps[status].items():
            if outcome == Outcome.REOPENED and status in _NEVER_REOPENED:
                continue
            usual = USUAL_STEP if outcome == Outcome.ON else USUAL_TROUBLE
            # First how readily it happens on the whole, then in each band, that leans on the whole by one event.
            whole = Count(sum(count.events for count in counts), sum(count.days for count in counts))
            overall = self._rate(whole, usual)
            for band, count in enumerate(counts):
                each[band][outcome] = self._rate(count, overall, weight=1.0) * learnt.speed
        return [sum(rates.values()) for rates in each], each

    def _begins(self, beginning: Beginning, horizon: float) -> None:
        """How readily a municipality begins in each quarter from now on: from today's rate it wanders."""
        rate = self.dice.gammavariate(beginning.shape, 1 / beginning.days)
        quarter = HALF_YEAR / 2
        self._quarters = [0.0]
        while len(self._quarters) * quarter < horizon + 2 * quarter:
            rate *= math.exp(self.dice.gauss(0.0, beginning.drift * math.sqrt(0.5)))
            self._quarters.append(self._quarters[-1] + rate * quarter)

    def beginning(self, since: float) -> float:
        """On which day a municipality that is free from `since` on begins a protocol."""
        quarter, sums = HALF_YEAR / 2, self._quarters
        place = min(int(since / quarter), len(sums) - 2)
        before = sums[place] + (since / quarter - place) * (sums[place + 1] - sums[place])
        wanted = before + self.dice.expovariate(1.0)
        if wanted >= sums[-1]:
            return NEVER
        place = bisect_right(sums, wanted) - 1
        return (place + (wanted - sums[place]) / (sums[place + 1] - sums[place])) * quarter

    def leaving(self, status: Status, stood: float) -> tuple[float, Outcome]:
        """How many days more a text stays in a status in which it has stood so many days, and how that ends."""
        totals, each = self._steps[status]
        edges, dice = self._edges, self.dice
        # Who goes twice as fast is as far after half the days.
        begun = at = stood / self._speed
        band = bisect_right(edges, at) - 1
        left = dice.expovariate(1.0)
        while band + 1 < len(edges) and left > totals[band] * (edges[band + 1] - at):
            left -= totals[band] * (edges[band + 1] - at)
            band += 1
            at = edges[band]
        at += left / totals[band]
        pick = dice.random() * totals[band]
        for outcome, rate in each[band].items():
            pick -= rate
            if pick < 0:
                return at - begun, outcome
        return at - begun, Outcome.ON

    def length(self) -> float:
        """How many days after its validation a new text ends by its own terms."""
        drawn = self.dice.choice(self._lengths)
        return NEVER if drawn is None else float(drawn)

    def wait(self) -> float:
        """How many days after its validation a new text begins."""
        return float(self.dice.choice(self._waits))


_NEVER_REOPENED = frozenset({Status.DRAFT, Status.PUBLISHED})
