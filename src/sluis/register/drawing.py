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
USUAL_SETBACK = 1 / A_YEAR  # a text is given up, or reopened, once in a year
USUAL_TROUBLE = 0.05 / A_YEAR  # one protocol in twenty is suspended in a year, and one lost
USUAL_RETURN = 1 / 90  # a suspension lasts three months
USUAL_BEGINNING = 0.05 / A_YEAR
# No municipality begins more readily than this, whatever the trend: three times a year.
READIEST = math.log(3 / A_YEAR)

# A half-year counts for so much of the one after it: what happened lately says most.
KEEP = 0.85
# The trend of beginnings, while it is not known: in two of three cases within a quarter more or less each half-year. A
# trend goes on, and each half-year for so much of what it was in the one before.
USUAL_TREND, GOES_ON = 0.25, 0.9
# How much beginnings change beside their trend from half-year to half-year, as a standard deviation of the logarithm of
# the rate, while that is not known; it weighs as much as this many changes that were seen.
USUAL_DRIFT, WEIGHT_OF_DRIFT = 0.15, 2
# So few beginnings in two half-years together say nothing about a change.
ENOUGH_FOR_CHANGE = 5


def expected(count: Count, usual: float, weight: float = WEIGHT) -> float:
    """The rate to expect after so many events in so many days, from one that is `usual` while nothing is known."""
    return (count.events + weight) / (count.days + weight / usual)


@dataclass(frozen=True, slots=True)
class Beginning:
    """How readily a municipality without a protocol begins one: the logarithm of the rate a day, now, and its trend.

    Both with their (co)variance; `trend` is what the logarithm gains each half-year, `drift` how much it wanders.
    """

    level: float
    trend: float
    of_level: float
    of_both: float
    of_trend: float
    drift: float

    @property
    def rate(self) -> float:
        """The rate now, a day and municipality."""
        return math.exp(self.level)


def beginning_of(halves: Sequence[Count]) -> Beginning:
    """How readily municipalities begin now, and the trend: a Poisson regression of the half-years on how long ago.

    Half-years count less the longer ago they are. Solved by Newton's method; the variances are those at the solution.
    """
    usual = Count(WEIGHT, WEIGHT / USUAL_BEGINNING)
    # What is taken to be so while nothing is known stands in the present half-year.
    rows = [(0.0, 1.0, usual.events, usual.days)]
    rows += [(-age - 0.5, KEEP**age, count.events, count.days) for age, count in enumerate(halves) if count.days > 0]
    level = math.log(sum(weight * events for _, weight, events, _ in rows) / sum(row[1] * row[3] for row in rows))
    trend = 0.0
    for _ in range(30):
        gain_level = h_level = h_both = 0.0
        h_trend = USUAL_TREND**-2
        gain_trend = -trend * h_trend
        for at, weight, events, days in rows:
            awaited = math.exp(level + trend * at) * days
            gain_level += weight * (events - awaited)
            gain_trend += weight * (events - awaited) * at
            h_level += weight * awaited
            h_both += weight * awaited * at
            h_trend += weight * awaited * at * at
        det = h_level * h_trend - h_both**2
        step_level = (h_trend * gain_level - h_both * gain_trend) / det
        step_trend = (h_level * gain_trend - h_both * gain_level) / det
        level += max(-1.0, min(1.0, step_level))
        trend += max(-0.5, min(0.5, step_trend))
        if abs(step_level) + abs(step_trend) < 1e-9:
            break
    drift = _drift(halves, trend)
    # The level wanders, so the one of now is known no better than it wanders in a half-year.
    return Beginning(level, trend, h_trend / det + drift**2, -h_both / det, h_level / det, drift)


def _drift(halves: Sequence[Count], trend: float) -> float:
    """How much the logarithm of the rate changed between half-years, beyond its trend and what chance makes of it."""
    seen, changes = 0.0, 0
    for newer, older in pairwise(halves):
        if newer.days > 0 and older.days > 0 and newer.events + older.events >= ENOUGH_FOR_CHANGE:
            change = math.log((newer.events + 0.5) / newer.days) - math.log((older.events + 0.5) / older.days)
            seen += (change - trend) ** 2 - 1 / (newer.events + 0.5) - 1 / (older.events + 0.5)
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
        # Their mean is what is to be expected; they are the closer to it the more events there were.
        shape = count.events + weight
        return self.dice.gammavariate(shape, expected(count, usual, weight) / shape)

    def _share(self, tally: Tally, before: float = WEIGHT) -> float:
        return self.dice.betavariate(tally.yes + before, tally.no + WEIGHT)

    def _step(self, learnt: Learnt, status: Status) -> tuple[list[float], list[dict[Outcome, float]]]:
        """For each band the rate at which a text leaves the status, and the rate of each outcome."""
        each: list[dict[Outcome, float]] = [{} for _ in BANDS]
        for outcome, counts in learnt.steps[status].items():
            if outcome == Outcome.REOPENED and status in _NEVER_REOPENED:
                continue
            usual = USUAL_STEP if outcome == Outcome.ON else USUAL_SETBACK
            # First how readily it happens on the whole, then in each band, that leans on the whole by one event.
            whole = Count(sum(count.events for count in counts), sum(count.days for count in counts))
            overall = self._rate(whole, usual)
            for band, count in enumerate(counts):
                each[band][outcome] = self._rate(count, overall, weight=1.0) * learnt.speed
        return [sum(rates.values()) for rates in each], each

    def _begins(self, beginning: Beginning, horizon: float) -> None:
        """How readily a municipality begins in each quarter from now on: the trend wears off, and the rate wanders."""
        dice, quarter = self.dice, HALF_YEAR / 2
        one, other = dice.gauss(0.0, 1.0), dice.gauss(0.0, 1.0)
        deviation = math.sqrt(beginning.of_level)
        level = beginning.level + deviation * one
        along = beginning.of_both / deviation
        trend = beginning.trend + along * one + math.sqrt(max(0.0, beginning.of_trend - along**2)) * other
        self._quarters = [0.0]
        while len(self._quarters) * quarter < horizon + 2 * quarter:
            trend *= math.sqrt(GOES_ON)
            level += trend / 2 + dice.gauss(0.0, beginning.drift * math.sqrt(0.5))
            self._quarters.append(self._quarters[-1] + math.exp(min(level, READIEST)) * quarter)

    def beginning(self, since: float) -> float:
        """On which day a municipality that is free from `since` on begins a protocol."""
        quarter, sums = HALF_YEAR / 2, self._quarters
        place = min(int(since / quarter), len(sums) - 2)
        before = sums[place] + (since / quarter - place) * (sums[place + 1] - sums[place])
        wanted = before - math.log(1.0 - self.dice.random())
        if wanted >= sums[-1]:
            return NEVER
        place = bisect_right(sums, wanted) - 1
        return (place + (wanted - sums[place]) / (sums[place + 1] - sums[place])) * quarter

    def leaving(self, status: Status, stood: float) -> tuple[float, Outcome]:
        """How many days more a text stays in a status in which it has stood so many days, and how that ends."""
        totals, each = self._steps[status]
        edges, random = self._edges, self.dice.random
        # Who goes twice as fast is as far after half the days.
        begun = at = stood / self._speed
        band = bisect_right(edges, at) - 1
        left = -math.log(1.0 - random())
        while band + 1 < len(edges) and left > totals[band] * (edges[band + 1] - at):
            left -= totals[band] * (edges[band + 1] - at)
            band += 1
            at = edges[band]
        at += left / totals[band]
        pick = random() * totals[band]
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
