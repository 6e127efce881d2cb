"""Places a chart of how a count went through time: where its line and its marks stand. The page draws it as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

# The box of the drawing, and the room beside it for what stands at its axes.
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 280, 44, 16, 12, 28


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark at an axis: where it stands and what it says."""

    at: float
    says: str


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
    most = _round_up(max(count for _, count in counted))
    days = max((last - first).days, 1)

    def across(day: date) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (day - first).days / days, 1)

    def up(count: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * count / most, 1)

    way, before = f"M{LEFT} {up(0)}", 0
    for day, count in counted:
        way += f"H{across(day)}V{up(count)}" if count != before else f"H{across(day)}"
        before = count
    years = tuple(Mark(across(date(year, 1, 1)), str(year)) for year in range(first.year, last.year + 1))
    step = max(most // 5, 1)
    counts = tuple(Mark(up(count), str(count)) for count in range(0, most + 1, step))
    spots = tuple(Spot(across(day), up(count), str(count)) for day, count in marked)
    return Stairs(way, f"{way}V{up(0)}H{LEFT}Z", years, counts, spots)


def _round_up(most: int) -> int:
    """A round number at the top of the chart, that the marks divide evenly."""
    return next(top for top in (5, 10, 20, 50, 100, 150, 200, 250, 300, 500, 1000, most + 1) if top >= most)
