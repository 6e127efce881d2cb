"""Places charts of how a count went and may go: where lines and marks stand. The page draws them as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sluis.register.forecast import Seen

# The box of the drawing, and the room beside it for what stands at its axes.
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 280, 44, 16, 12, 28
YEAR_WIDE = 24


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark at an axis: where it stands and what it says."""

    at: float
    says: str


class Axes:
    """The axes of a chart from a day to another, and from none up to a round number that holds `most`."""

    def __init__(self, first: date, last: date, most: int) -> None:
        self._first, self._days = first, max((last - first).days, 1)
        self._top = _round_up(most)
        self.years = tuple(
            Mark(self.across(date(year, 1, 1)), str(year))
            for year in range(first.year, last.year + 1)
            # At the end there is no room for its number.
            if date(year, 1, 1) >= first and self.across(date(year, 1, 1)) <= WIDTH - RIGHT - YEAR_WIDE
        )
        step = max(self._top // 5, 1)
        self.counts = tuple(Mark(self.up(count), str(count)) for count in range(0, self._top + 1, step))

    def across(self, day: date) -> float:
        """Where a day stands."""
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (day - self._first).days / self._days, 1)

    def up(self, count: float) -> float:
        """Where a count stands."""
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * count / self._top, 1)

    def way(self, counted: Sequence[tuple[date, int]], before: int = 0) -> str:
        """The line through a count from each of these days on, from the left, where it was `before`."""
        made = f"M{LEFT} {self.up(before)}"
        for day, count in counted:
            made += f"H{self.across(day)}V{self.up(count)}" if count != before else f"H{self.across(day)}"
            before = count
        return made


@dataclass(frozen=True, slots=True)
class Spot:
    """A mark on the line: where it stands and what it says."""

    x: float
    y: float
    says: str


@dataclass(frozen=True, slots=True)
class Stairs:
    """A line that stays level from each day until the next. `path` is its way through the box, `ground` down to 0.

    `spots` are what is marked on it.
    """

    path: str
    ground: str
    years: tuple[Mark, ...]
    counts: tuple[Mark, ...]
    spots: tuple[Spot, ...] = ()
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


def stairs(counted: Sequence[tuple[date, int]], marked: Sequence[tuple[date, int]] = ()) -> Stairs | None:
    """The chart of a count from each of these days on, oldest first; None where there is none to draw.

    It begins with the year of the first day, so that the first step is seen, and ends with the last day. `marked` are
    the days and counts to mark on it.
    """
    if not counted:
        return None
    first, last = date(counted[0][0].year, 1, 1), counted[-1][0]
    axes = Axes(first, last, max(count for _, count in counted))
    way = axes.way(counted)
    spots = tuple(Spot(axes.across(day), axes.up(count), str(count)) for day, count in marked)
    return Stairs(way, f"{way}V{axes.up(0)}H{LEFT}Z", axes.years, axes.counts, spots)


@dataclass(frozen=True, slots=True)
class Fan:
    """A line of what was, and from `now` on the range and the middle of what may come. `wanted` is the height of what
    is needed, None where nothing is."""

    path: str
    ground: str
    range: str
    middle: str
    now: float
    wanted: float | None
    years: tuple[Mark, ...]
    counts: tuple[Mark, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


# So many years of what was are drawn beside what may come.
YEARS_BACK = 3


def fan(counted: Sequence[tuple[date, int]], seen: Sequence[Seen], on: date, needed: int | None) -> Fan:
    """The chart of a count up to `on` and of its range on each later day; `needed` is drawn as a line across."""
    first = date(max(on.year - YEARS_BACK, counted[0][0].year if counted else on.year), 1, 1)
    before = next((count for day, count in reversed(counted) if day < first), 0)
    was = [(day, count) for day, count in counted if first <= day <= on]
    here = was[-1][1] if was else before
    most = max(*(one.high for one in seen), *(count for _, count in was), before, needed or 0, 1)
    axes = Axes(first, seen[-1].day, most)
    way = f"{axes.way(was, before)}H{axes.across(on)}"
    start = f"M{axes.across(on)} {axes.up(here)}"
    lows = "".join(f"L{axes.across(one.day)} {axes.up(one.low)}" for one in reversed(seen))
    highs = "".join(f"L{axes.across(one.day)} {axes.up(one.high)}" for one in seen)
    return Fan(
        path=way,
        ground=f"{way}V{axes.up(0)}H{LEFT}Z",
        range=f"{start}{highs}{lows}Z",
        middle=start + "".join(f"L{axes.across(one.day)} {axes.up(one.likely)}" for one in seen),
        now=axes.across(on),
        wanted=None if needed is None else axes.up(needed),
        years=axes.years,
        counts=axes.counts,
    )


def _round_up(most: int) -> int:
    """A round number at the top of the chart, that the marks divide evenly."""
    return next(top for top in (5, 10, 20, 50, 100, 150, 200, 250, 300, 500, 1000, most + 1) if top >= most)
