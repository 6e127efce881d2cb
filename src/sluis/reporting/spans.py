"""What a report is about: a calendar year, or other days from and until, by the calendar of Brussels."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sluis.domain.lifecycle import NotPossible
from sluis.domain.words import BRUSSELS, Period, Said
from sluis.register.formats import FIRST_DAY


@dataclass(frozen=True, slots=True)
class Span:
    """The days `first` to `last`, both included; `until` is the last of them that has come."""

    first: date
    last: date
    until: date
    over: bool

    @property
    def is_year(self) -> bool:
        """Whether it is a whole calendar year."""
        return self == Span(date(self.first.year, 1, 1), date(self.first.year, 12, 31), self.until, self.over)

    @property
    def may_be_handed_on(self) -> bool:
        """Whether a report of it may leave the parties: a whole year that is over.

        Reports of other spans can be subtracted from each other, and small numbers of people would come out.
        """
        return self.is_year and self.over

    @property
    def since(self) -> datetime:
        """The moment at which it begins."""
        return datetime.combine(self.first, time(), BRUSSELS)

    @property
    def before(self) -> datetime:
        """The moment at which what has come of it ends."""
        return datetime.combine(self.until + timedelta(days=1), time(), BRUSSELS)

    def __str__(self) -> str:
        return str(self.first.year) if self.is_year else f"{self.first}..{self.last}"


def span(first: date, last: date, today: date) -> Span:
    """The days from `first` to `last`, as far as they have come.

    Raises:
        NotPossible: the end lies before the beginning, or the beginning after today or before the first day of which
            the municipalities are known.
    """
    if last < first:
        raise NotPossible(
            Said(
                f"De laatste dag ({last}) ligt voor de eerste ({first}).",
                f"The last day ({last}) lies before the first ({first}).",
            )
        )
    if first > today:
        raise NotPossible(
            Said(
                f"De eerste dag ({first}) moet nog komen; daarover is er niets te melden.",
                f"The first day ({first}) has yet to come; there is nothing to report of it.",
            )
        )
    if first < FIRST_DAY:
        raise NotPossible(
            Said(
                f"De gemeenten zijn bekend vanaf {FIRST_DAY}; de eerste dag was {first}.",
                f"The municipalities are known from {FIRST_DAY} on; the first day was {first}.",
            )
        )
    return Span(first, last, min(last, today), over=last < today)


def year(number: int, today: date) -> Span:
    """A calendar year. Raises NotPossible as `span` does."""
    return span(date(number, 1, 1), date(number, 12, 31), today)


def read_span(text: str, today: date) -> Span:
    """The span that a text names: a year like 2025, or days like 2025-01-01..2025-06-30.

    Raises:
        NotPossible: it names none, or one of which there is nothing to report.
    """
    if re.fullmatch(r"[1-9][0-9]{3}", text, re.ASCII):
        return year(int(text), today)
    try:
        days = Period.parse(text)
    except ValueError:
        raise NotPossible(
            Said(
                "Geef een jaar, zoals 2025, of dagen, zoals 2025-01-01..2025-06-30.",
                "Give a year, like 2025, or days, like 2025-01-01..2025-06-30.",
            )
        ) from None
    return span(days.first, days.last, today)


def years(today: date, begun: date | None) -> tuple[int, ...]:
    """The years of which there is something to report, the newest first; `begun` is when something first happened."""
    first = max(begun or today, FIRST_DAY)
    return tuple(range(today.year, first.year - 1, -1))
