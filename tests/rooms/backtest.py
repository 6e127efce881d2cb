"""Holds forecasts against what came of invented histories: how often the range held, and how wide it was.

`python -m tests.rooms.backtest 60` prints the table of docs/explanation/forecast.md, of 60 histories a process.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from tests.rooms.processes import PROCESSES, History, Process

from sluis.register.forecast import Forecast, forecast

# A range that holds eight times in ten spans so many standard deviations, where the truth is spread as the normal law.
NORMAL = 2 * 1.2816
HORIZONS = (120, 270, 540, 800)
# By so many other histories of a process it is seen how much the truth varies.
OTHERS = 20


@dataclass(frozen=True)
class Held:
    """How the forecasts of one process did. `holds` is what they said of themselves, on the average.

    `wide` is the mean width of the range, against `spread`: what it would be for somebody who knows the process and
    has only chance against them. `off` is by how much the truth lay above the middle, on the average.
    """

    process: str
    forecasts: int
    untold: int
    hits: int
    below: int
    above: int
    holds: float
    wide: float
    spread: float
    off: float


def asked(process: Process, seed: int) -> tuple[date, date]:
    """The day on which it is asked, and the day that is asked about: others for each history."""
    dice = random.Random(seed)
    on = process.first + timedelta(days=dice.randrange(700, 1700))
    return on, on + timedelta(days=dice.choice(HORIZONS))


@cache
def others(process: Process) -> Sequence[History]:
    """Other histories of the same process."""
    return [History(process, 10_000 + seed) for seed in range(OTHERS)]


def spread(process: Process, on: date, until: date) -> float:
    """Between these days the number changed as much in one history as in another, give or take this (deviation)."""
    return statistics.stdev(history.count(until) - history.count(on) for history in others(process))


def held(process: Process, seeds: Iterable[int]) -> Held:
    """Asks one forecast of each history, and counts what came."""
    told: list[tuple[Forecast, int]] = []
    spreads: list[float] = []
    untold = 0
    for seed in seeds:
        history = History(process, seed)
        on, until = asked(process, seed)
        found = forecast(history.told, on, until, agency="agii")
        if isinstance(found, Forecast):
            assert found.in_force == history.count(on), (process.name, seed)
            told.append((found, history.count(until)))
            spreads.append(spread(process, on, until))
        else:
            untold += 1
    return Held(
        process.name,
        forecasts=len(told),
        untold=untold,
        hits=sum(found.low <= came <= found.high for found, came in told),
        below=sum(came < found.low for found, came in told),
        above=sum(came > found.high for found, came in told),
        holds=statistics.mean(found.holds for found, _ in told),
        wide=statistics.mean(found.high - found.low for found, _ in told),
        spread=NORMAL * statistics.mean(spreads),
        off=statistics.mean(came - found.likely for found, came in told),
    )


def line(one: Held) -> str:
    """A row of the table."""
    share, off = round(100 * one.hits / one.forecasts), f"{one.off:+.1f}"
    return (
        f"| {one.process} | {one.forecasts} | {share} % | {round(100 * one.holds)} % | {one.below} | {one.above} | "
        f"{one.wide:.1f} | {one.spread:.1f} | {off} |"
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sluis.config.settings")
    import django

    django.setup()
    wanted = sys.argv[2:] or [process.name for process in PROCESSES]
    for process in PROCESSES:
        if process.name in wanted:
            print(line(held(process, range(1000, 1000 + int(sys.argv[1])))), flush=True)  # noqa: T201 - it is a command
