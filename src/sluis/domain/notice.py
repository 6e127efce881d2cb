"""When a notice takes effect."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def last_day_after_notice(given_on: date, months: int) -> date:
    """The last day of the month in which a notice of `months` whole months, given on a day, has run (model, art. 12).

    With 3 months, notice given on any day of January ends the protocol on 30 April; with none, on the day itself.
    """
    if months == 0:
        return given_on
    ordinal = given_on.year * 12 + given_on.month - 1 + months
    year, month = divmod(ordinal, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])
