"""Municipalities through time: which code is which municipality on a day, and who succeeds it.

Names are never a key: Hasselt, Tielt, Wingene, Lochristi and Lokeren kept theirs and changed code.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sluis.domain.words import plain


class UnknownMunicipality(LookupError):
    """No municipality has, or ever had, this NIS code."""


@dataclass(frozen=True, slots=True)
class Municipality:
    """One municipality under one NIS code. `valid_from` and `valid_until` include their day; None is open."""

    nis: str
    name: str
    province: str
    arrondissement: str
    valid_from: date | None
    valid_until: date | None
    successor: str | None
    inhabitants: int
    longitude: float
    latitude: float

    def exists_on(self, day: date) -> bool:
        """Whether the municipality exists under this code on `day`."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until)

    def answers_to(self, text: str) -> bool:
        """Whether a text is a part of the name, whatever its accents and capitals, or the beginning of the code."""
        asked = plain(text)
        return bool(asked) and (asked in plain(self.name) or self.nis.startswith(asked))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a NIS code means on a day. `successor` is set where the code has one, now or later."""

    municipality: Municipality
    exists: bool
    successor: Municipality | None
    succeeded_on: date | None


class Municipalities:
    """All municipalities of a data file, looked up by NIS code and day."""

    def __init__(self, rows: Iterable[Municipality]) -> None:
        self._by_nis = {row.nis: row for row in rows}
        self._merged_into: dict[str, list[Municipality]] = {}
        for row in self._by_nis.values():
            if row.successor is not None:
                self._merged_into.setdefault(row.successor, []).append(row)

    def __contains__(self, nis: str) -> bool:
        return nis in self._by_nis

    def all(self) -> tuple[Municipality, ...]:
        """Every municipality of the file, whatever the day, by NIS code."""
        return tuple(sorted(self._by_nis.values(), key=lambda m: m.nis))

    def get(self, nis: str) -> Municipality:
        """The municipality that has or had this code.

        Raises:
            UnknownMunicipality: there is none.
        """
        try:
            return self._by_nis[nis]
        except KeyError:
            raise UnknownMunicipality(
                f"No Flemish municipality has, or had since 2019, the NIS code {nis!r}."
            ) from None

    def what_is(self, nis: str, on: date) -> Answer:
        """Which municipality is this code on this day, and who succeeds it?

        Raises:
            UnknownMunicipality: no municipality has, or had, the code.
        """
        row = self.get(nis)
        successor = self.get(row.successor) if row.successor else None
        ended = row.valid_until + timedelta(days=1) if row.valid_until else None
        return Answer(row, row.exists_on(on), successor, ended if successor else None)

    def on(self, day: date) -> tuple[Municipality, ...]:
        """The municipalities that exist on `day`, by NIS code."""
        return tuple(sorted((m for m in self._by_nis.values() if m.exists_on(day)), key=lambda m: m.nis))

    def current_code(self, nis: str, on: date) -> str | None:
        """The code under which the people of `nis` live on `on`: itself, or its successor's after a merger.

        None where the code is unknown or did not exist yet on that day.
        """
        row = self._by_nis.get(nis)
        while row is not None and not row.exists_on(on):
            if row.valid_from is not None and on < row.valid_from:
                return None
            row = self._by_nis.get(row.successor) if row.successor else None
        return row.nis if row else None

    def named(self, text: str, on: date) -> tuple[Municipality, ...]:
        """The municipalities that answer to a text, old ones too.

        Those that exist on `on` come first, and of these those whose name begins with it.
        """
        found = (row for row in self._by_nis.values() if row.answers_to(text))
        begins = plain(text)
        return tuple(
            sorted(
                found,
                key=lambda row: (not row.exists_on(on), not plain(row.name).startswith(begins), plain(row.name)),
            )
        )

    def is_called(self, nis: str, text: str, on: date) -> bool:
        """Whether a text is about the municipality with this code, by its own name or that of one it took in."""
        return any(self._by_nis[code].answers_to(text) for code in self.territory(nis, on) if code in self)

    def territory(self, nis: str, on: date) -> tuple[str, ...]:
        """Every code under which a dossier of this municipality's people may still stand on `on`.

        The municipality's own, and those of the municipalities that had merged into it by that day: a
        source may lag behind a merger, the law does not.
        """
        merged = (m for m in self._merged_into.get(nis, ()) if m.valid_until and m.valid_until < on)
        return (nis, *sorted(m.nis for m in merged))
