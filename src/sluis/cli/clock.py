"""Reads the clock for the command line. Nothing below the doors does."""

from __future__ import annotations

from datetime import date, datetime

from sluis.domain.words import BRUSSELS as BRUSSELS


def now() -> datetime:
    """The present moment, with the time zone of Brussels."""
    return datetime.now(BRUSSELS)


def today() -> date:
    """The present day in Brussels, by which protocols begin and end."""
    return now().date()
