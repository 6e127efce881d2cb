"""How a document in Dutch counts, names and dates: one or many, the tense of a day that is over, the alphabet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sluis.domain.catalogue import counted, long_day
from sluis.domain.words import BRUSSELS, plain
from sluis.register.queries import Row


def number(count: int) -> str:
    """A number as Flanders writes it: 1.234."""
    return f"{count:,}".replace(",", ".")


def municipalities(count: int) -> str:
    """So many municipalities, inside a sentence: "geen enkele gemeente", "één gemeente", "12 gemeenten"."""
    return {0: "geen enkele gemeente", 1: "één gemeente"}.get(count) or counted(count, "gemeente", "gemeenten")


def of_all(count: int, total: int) -> str:
    """So many of the municipalities of Flanders, inside a sentence: "één van de 300 Vlaamse gemeenten"."""
    few = {0: "geen enkele", 1: "één"}.get(count) or number(count)
    return f"{few} van de {number(total)} Vlaamse gemeenten"


def had(count: int, *, past: bool) -> str:
    """What so many municipalities have: heeft, hebben, had or hadden."""
    return (("heeft", "hebben"), ("had", "hadden"))[past][count > 1]


def was(count: int, *, past: bool) -> str:
    """What so many are: is, zijn, was or waren."""
    return (("is", "zijn"), ("was", "waren"))[past][count > 1]


def by_name(rows: Iterable[Row]) -> list[Row]:
    """Municipalities by name, whatever accents and hyphens; those of one name by NIS code."""
    return sorted(rows, key=lambda row: (plain(row.name), row.nis))


def long_moment(at: datetime) -> str:
    """A moment in full, by the clock of Brussels: 15 november 2020, 14.05 uur."""
    there = at.astimezone(BRUSSELS)
    return f"{long_day(there.date())}, {there.hour}.{there:%M} uur"


def capital(text: str) -> str:
    """A text that begins a line: its first letter a capital."""
    return text[:1].upper() + text[1:]
