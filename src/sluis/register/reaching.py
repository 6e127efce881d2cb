"""Says what would have to happen to reach a number of municipalities, from the forecast and by the same reckoning."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

from sluis.register.drawing import A_YEAR
from sluis.register.forecast import Forecast

# Texts that move through their preparation so many times faster: steps take half the time.
TWICE_AS_FAST = 2.0


@dataclass(frozen=True, slots=True)
class Way:
    """How many drafts more than at the present rate would close the gap between what is likely and what is needed.

    `likely` is the middle of the forecast and `gap` what it lacks. `now`: so many more drafts, if all of them begin at
    once; `spread`: if they begin evenly until the last day, which makes `a_year` with those of the present rate. Each
    is None where no number would do: too few of them would be in force in time, or too few municipalities are free.
    """

    likely: int
    gap: int
    now: int | None
    spread: int | None
    a_year: float | None


@dataclass(frozen=True, slots=True)
class Reaching:
    """What would have to happen to have `needed` municipalities on the last day of a forecast.

    `chance` is how often that comes about by itself. `as_it_goes` is the way at the present speed of steps, `faster` at
    twice that speed. A draft that begins by `last_begin` has an even chance to be in force in time, if it ever is; None
    where that day has passed.
    """

    needed: int
    chance: float
    as_it_goes: Way
    faster: Way
    last_begin: date | None


def what_it_takes(needed: int, seen: Forecast, faster: Forecast) -> Reaching:
    """What would have to happen, from a forecast and from the same forecast at `TWICE_AS_FAST` the speed."""
    last = seen.until - timedelta(days=seen.new_drafts.days)
    return Reaching(
        needed,
        chance=seen.chance(needed),
        as_it_goes=_way(needed, seen),
        faster=_way(needed, faster),
        last_begin=last if last > seen.on else None,
    )


def _way(needed: int, seen: Forecast) -> Way:
    days = (seen.until - seen.on).days
    gap = max(0, needed - seen.likely)
    # Those that begin at the present rate are not there to begin once more.
    free = math.floor(seen.free * math.exp(-_rate(seen) * days))
    now = _drafts(gap, seen.new_drafts.in_force_after(days), free)
    spread = _drafts(gap, seen.new_drafts.in_force_if_spread(days), free)
    a_year = None if spread is None else seen.begun_a_year + spread * A_YEAR / days
    return Way(seen.likely, gap, now, spread, a_year)


def _rate(seen: Forecast) -> float:
    """How readily one municipality begins, a day."""
    return seen.begun_a_year / A_YEAR / seen.free if seen.free else 0.0


def _drafts(gap: int, in_time: float, free: int) -> int | None:
    """How many drafts close a gap, where this share of them is in force in time; None: no number that there is."""
    if gap == 0:
        return 0
    wanted = math.ceil(gap / in_time) if in_time > 0 else None
    return wanted if wanted is not None and wanted <= free else None
