"""Reads where the tile of each municipality lies on the map. How they were placed: docs/reference/map.md."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from sluis.register.formats import require_known

# Written by tools/place_tiles.py (`make tiles`).
DATA_FILE = "data/tiles.csv"


@dataclass(frozen=True, slots=True)
class Cell:
    """A place on the grid: the column from the west and the row from the north, from 0 on."""

    column: int
    row: int


@dataclass(frozen=True, slots=True)
class Tiles:
    """The map from a day on: the cell of each municipality (NIS code), and those that stay empty for Brussels."""

    since: date
    cells: Mapping[str, Cell]
    brussels: tuple[Cell, ...]


def tiles_on(day: date) -> Tiles:
    """The map of the municipalities that existed on a day.

    Raises:
        InvalidDay: it is not known which ones there were.
    """
    require_known(day)
    return max((tiles for tiles in _all() if tiles.since <= day), key=lambda tiles: tiles.since)


@cache
def _all() -> tuple[Tiles, ...]:
    text = files("sluis.register").joinpath(DATA_FILE).read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return tuple(
        _tiles(since, [row for row in rows if row["since"] == since])
        for since in sorted({row["since"] for row in rows})
    )


def _tiles(since: str, rows: list[dict[str, str]]) -> Tiles:
    cells = [(row["nis"], Cell(int(row["column"]), int(row["row"]))) for row in rows]
    return Tiles(
        since=date.fromisoformat(since),
        cells={nis: cell for nis, cell in cells if nis},
        brussels=tuple(cell for nis, cell in cells if not nis),
    )
