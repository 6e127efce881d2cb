"""Reads the public overview: which municipalities have a protocol in force on a day. It reads nothing of people."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sluis.parties.municipalities import municipalities
from sluis.protocols.queries import InForce, in_force_on
from sluis.register.formats import InvalidDay, require_known


class Row(NamedTuple):
    """A municipality with a protocol in force, and since when."""

    nis: str
    name: str
    since: date
    protocol: str


class ProvinceCount(NamedTuple):
    """How many of a province's municipalities have a protocol in force."""

    province: str
    in_force: int
    total: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The state of the protocols on a day, against the municipalities that exist on that day."""

    on: date
    in_force: int
    total: int
    municipalities: tuple[Row, ...]
    per_province: tuple[ProvinceCount, ...]


def overview(on: date) -> Overview:
    """Which municipalities have a protocol in force on `on`, by NIS code, and the counts per province.

    Raises:
        InvalidDay: the municipalities of that day are not known, so neither is the total.
    """
    require_known(on)
    existing = {row.nis: row for row in municipalities().on(on)}
    rows = tuple(
        Row(nis, existing[nis].name, found.since, found.protocol)
        for nis, found in _one_each(in_force_on(on)).items()
        if nis in existing
    )
    total = Counter(row.province for row in existing.values())
    count = Counter(existing[row.nis].province for row in rows)
    provinces = tuple(ProvinceCount(name, count[name], total[name]) for name in sorted(total))
    return Overview(on, len(rows), len(existing), rows, provinces)


def _one_each(found: list[InForce]) -> dict[str, InForce]:
    """A municipality counts once, however many protocols it has: with the one that has been in force longest."""
    first: dict[str, InForce] = {}
    for row in sorted(found, key=lambda row: (row.nis, row.since, row.protocol)):
        first.setdefault(row.nis, row)
    return first


__all__ = ["InvalidDay", "Overview", "ProvinceCount", "Row", "overview"]
