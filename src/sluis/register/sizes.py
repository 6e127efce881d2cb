"""The classes of size in which municipalities are counted, by inhabitants of 1 January 2020."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """A class: from `least` inhabitants up to the next one's. `name` is how it stands in data."""

    name: str
    least: int


SIZES: tuple[Size, ...] = (
    Size("under-10000", 0),
    Size("10000-19999", 10_000),
    Size("20000-49999", 20_000),
    Size("50000-99999", 50_000),
    Size("100000-and-over", 100_000),
)


def size_of(inhabitants: int) -> Size:
    """The class that a number of inhabitants falls in."""
    return next(size for size in reversed(SIZES) if inhabitants >= size.least)
