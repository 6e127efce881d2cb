"""Reads the public overview: where every municipality stands on a day, counted in every way that is asked for.

All of it comes from the moves that protocols made, so it is true on any day. It reads nothing of people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sluis.domain.lifecycle import Status
from sluis.domain.municipalities import Municipality
from sluis.domain.stance import Chronicle, Stance, Stood
from sluis.parties.municipalities import municipalities
from sluis.protocols.chronicle import chronicle
from sluis.register.formats import InvalidDay, require_known
from sluis.register.growth import Change, First, Milestone, Point, Year, changes, first_of, milestones, points, years
from sluis.register.sizes import SIZES, size_of


@dataclass(frozen=True, slots=True)
class Row:
    """A municipality that exists on the day, and where it stands.

    `status`, `since`, `protocol` and `number` are those of the text that counts; None where it never had one.
    """

    nis: str
    name: str
    province: str
    inhabitants: int
    stance: Stance
    status: Status | None
    since: date | None
    protocol: str | None
    number: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """How the municipalities of a province or of a size stand."""

    name: str
    counts: Mapping[Stance, int]

    @property
    def total(self) -> int:
        """How many municipalities it has."""
        return sum(self.counts.values())

    @property
    def in_force(self) -> int:
        """How many of them have a protocol in force."""
        return self.counts[Stance.IN_FORCE]


@dataclass(frozen=True)
class Overview:
    """The state of the protocols at the end of a day, against the municipalities that exist on that day.

    `rows` are all of these, by NIS code. `first` is the first that ever had a protocol in force, by that day.
    """

    on: date
    rows: tuple[Row, ...]
    first: First | None
    changes: tuple[Change, ...]

    @property
    def total(self) -> int:
        """How many municipalities exist."""
        return len(self.rows)

    @cached_property
    def counts(self) -> Mapping[Stance, int]:
        """How many municipalities stand where; every stance is in it."""
        return _counts(self.rows)

    @property
    def in_force(self) -> int:
        """How many municipalities have a protocol in force."""
        return self.counts[Stance.IN_FORCE]

    @cached_property
    def municipalities(self) -> tuple[Row, ...]:
        """The municipalities with a protocol in force, by NIS code."""
        return self.with_stance(Stance.IN_FORCE)

    def with_stance(self, stance: Stance) -> tuple[Row, ...]:
        """The municipalities that stand there, by NIS code."""
        return tuple(row for row in self.rows if row.stance == stance)

    @cached_property
    def preparing(self) -> Mapping[Status, int]:
        """Of the texts in preparation how many are how far, in the order of their life; only those there are."""
        found = Counter(row.status for row in self.with_stance(Stance.PREPARING))
        return {status: found[status] for status in Status if found[status]}

    @cached_property
    def per_province(self) -> tuple[Group, ...]:
        """The counts of each province, by name."""
        return _groups(self.rows, sorted({row.province for row in self.rows}), lambda row: row.province)

    @cached_property
    def per_size(self) -> tuple[Group, ...]:
        """The counts of each class of size, the smallest first."""
        return _groups(self.rows, [size.name for size in SIZES], lambda row: size_of(row.inhabitants).name)

    @cached_property
    def per_year(self) -> tuple[Year, ...]:
        """What each year changed, up to the day."""
        return years(self.changes, municipalities(), self.on)

    @cached_property
    def growth(self) -> tuple[Point, ...]:
        """How the number in force grew, up to the day."""
        return points(self.changes, municipalities(), self.on)

    @cached_property
    def milestones(self) -> tuple[Milestone, ...]:
        """When there were first so many, up to the day."""
        return milestones(self.changes, municipalities(), self.on)


def overview(on: date, agency: str | None = None) -> Overview:
    """Where every municipality stands at the end of `on`, with the protocols of one agency or of all.

    A municipality counts once, however many protocols it has: with the one that is strongest (`Stood.rank`).

    Raises:
        InvalidDay: the municipalities of that day are not known, so neither is the total.
    """
    require_known(on)
    told = chronicle(agency)
    return overview_of(told, on)


def overview_of(told: Chronicle, on: date) -> Overview:
    """`overview` of what a chronicle tells."""
    stood = told.on(on)
    rows = tuple(_row(one, stood.get(one.nis)) for one in municipalities().on(on))
    found = changes(told, municipalities(), on)
    return Overview(on, rows, first_of(found), found)


def _row(one: Municipality, stood: Stood | None) -> Row:
    seen = (stood.stance, stood.status, stood.since, stood.protocol, stood.number) if stood else _NEVER
    return Row(one.nis, one.name, one.province, one.inhabitants, *seen)


_NEVER = (Stance.NONE, None, None, None, None)


def _counts(rows: tuple[Row, ...]) -> Mapping[Stance, int]:
    found = Counter(row.stance for row in rows)
    return {stance: found[stance] for stance in Stance}


def _groups(rows: tuple[Row, ...], names: list[str], of: Callable[[Row], str]) -> tuple[Group, ...]:
    return tuple(Group(name, _counts(tuple(row for row in rows if of(row) == name))) for name in names)


__all__ = ["Group", "InvalidDay", "Overview", "Row", "overview", "overview_of"]
