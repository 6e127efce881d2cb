"""Lays out the map of a day: which tile or outline lies where, how it looks and what it says. The page draws it as SVG.

Every municipality is a link with a name of its own, inside its province: who listens hears the map as a list, and who
goes from link to link sees the name of the one they are on. As that is some 300 stops, there are links past the map and
to each province. See docs/adr/0019-a-map-of-links.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from sluis.domain.lifecycle import STATUS_NAMES, Status
from sluis.domain.stance import STANCE_NAMES, Stance
from sluis.parties.municipalities import municipalities
from sluis.register.boundaries import Outlines
from sluis.register.queries import Overview, Row
from sluis.register.tiles import Cell, Tiles, tiles_on
from sluis.web.register import outlines as drawings
from sluis.web.texts import Texts

# The side of a tile, in units of the drawing.
SIDE = 30
# From the west to the east, as the map is read.
PROVINCES = ("West-Vlaanderen", "Oost-Vlaanderen", "Antwerpen", "Vlaams-Brabant", "Limburg")


@dataclass(frozen=True, slots=True)
class Area:
    """A municipality on the map: what it says, how it stands, and where its sign lies (the corner of a square, `SIDE`).

    `path` is its outline; empty where it is a tile.
    """

    nis: str
    name: str
    says: str
    stance: Stance
    is_first: bool
    x: int
    y: int
    path: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A province: what it is called, how it stands, and its municipalities row by row."""

    name: str
    says: str
    areas: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class Map:
    """The map of a day in units; what is not there, as Brussels on a map of outlines, is None or empty.

    `borders` is the path of the borders between provinces; `brussels` the corner of the square that stays empty.
    `lacks_outlines` says that the operator supplied outlines, but of other days.
    """

    width: int
    height: int
    parts: tuple[Part, ...]
    has_outlines: bool
    lacks_outlines: bool
    borders: str
    brussels: tuple[int, int] | None

    @property
    def total(self) -> int:
        """How many municipalities it shows."""
        return sum(len(part.areas) for part in self.parts)

    @property
    def first(self) -> Area | None:
        """The first municipality that had a protocol in force; None where it is not on the map."""
        return next((area for part in self.parts for area in part.areas if area.is_first), None)


def map_of(seen: Overview, texts: Texts) -> Map:
    """The map of an overview: with outlines where the operator supplied those of its day, else of tiles."""
    supplied: Sequence[Outlines] = import_string(settings.BOUNDARIES)()
    for one in supplied:
        if one.fits(seen.on):
            return _of_outlines(seen, texts, one)
    return _of_tiles(seen, texts, lacks_outlines=bool(supplied))


def _of_tiles(seen: Overview, texts: Texts, *, lacks_outlines: bool) -> Map:
    tiles = tiles_on(seen.on)
    places = {nis: (cell.column * SIDE, cell.row * SIDE) for nis, cell in tiles.cells.items()}
    return Map(
        width=SIDE + max(x for x, _ in places.values()),
        height=SIDE + max(y for _, y in places.values()),
        parts=_parts(seen, texts, lambda row: (*places[row.nis], "")),
        has_outlines=False,
        lacks_outlines=lacks_outlines,
        borders=_borders(tiles, {row.nis: row.province for row in seen.rows}),
        brussels=min((cell.column * SIDE, cell.row * SIDE) for cell in tiles.brussels),
    )


def _borders(tiles: Tiles, provinces: Mapping[str, str]) -> str:
    """The sides of tiles across which another province lies, as a path."""
    on = {cell: provinces[nis] for nis, cell in tiles.cells.items()}
    found = []
    for cell, province in on.items():
        if on.get(Cell(cell.column + 1, cell.row), province) != province:
            found.append((cell.row * SIDE, (cell.column + 1) * SIDE, "v"))
        if on.get(Cell(cell.column, cell.row + 1), province) != province:
            found.append(((cell.row + 1) * SIDE, cell.column * SIDE, "h"))
    return "".join(f"M{x} {y}{way}{SIDE}" for y, x, way in sorted(found))


def _of_outlines(seen: Overview, texts: Texts, supplied: Outlines) -> Map:
    drawing = drawings.drawn(supplied)

    def placed(row: Row) -> tuple[int, int, str]:
        one = municipalities().get(row.nis)
        x, y = drawing.place(one.longitude, one.latitude)
        return x - SIDE // 2, y - SIDE // 2, drawing.paths[row.nis]

    return Map(
        width=drawings.WIDTH,
        height=drawing.height,
        parts=_parts(seen, texts, placed),
        has_outlines=True,
        lacks_outlines=False,
        borders="",
        brussels=None,
    )


def _parts(seen: Overview, texts: Texts, placed: Callable[[Row], tuple[int, int, str]]) -> tuple[Part, ...]:
    made = []
    for province in PROVINCES:
        areas = [_area(seen, row, texts, placed(row)) for row in seen.rows if row.province == province]
        areas.sort(key=lambda area: (area.y // SIDE, area.x))
        count = sum(area.stance == Stance.IN_FORCE for area in areas)
        says = texts("map_part", province=texts.province(province), count=count, total=len(areas))
        made.append(Part(province, says, tuple(areas)))
    return tuple(made)


def _area(seen: Overview, row: Row, texts: Texts, placed: tuple[int, int, str]) -> Area:
    is_first = seen.first is not None and row.nis == seen.first.nis
    return Area(row.nis, row.name, says(row, texts, is_first=is_first), row.stance, is_first, *placed)


def says(row: Row, texts: Texts, *, is_first: bool) -> str:
    """What a municipality on the map says: Beersel: van kracht sinds 1 november 2020 (de eerste gemeente)."""
    state = texts(STANCE_NAMES[row.stance])
    if row.stance == Stance.PREPARING and row.status is not None:
        stage = texts("stage_validated") if row.status == Status.ACTIVE else texts(STATUS_NAMES[row.status])
        state = f"{state} ({stage})"
    said = f"{row.name}: {state}"
    if row.since is not None:
        said = texts("map_since", said=said, on=texts.day(row.since))
    return texts("map_first", said=said) if is_first else said


# The tokens of each state on the map, its ground and its line, as the stylesheet has them in `.map-...`.
GROUNDS: Mapping[Stance, tuple[str, str]] = {
    Stance.IN_FORCE: ("good", "good"),
    Stance.SUSPENDED: ("ground-error", "error"),
    Stance.PREPARING: ("ground-link", "link"),
    Stance.ENDED: ("ground-warn", "warn"),
    Stance.NONE: ("ground-soft", "line-strong"),
}


@cache
def paints() -> Mapping[str, Any]:
    """The colours of the stylesheet by the name of their token, and of each state its ground and its line.

    They are for a drawing that stands without the stylesheet.
    """
    sheet = files("sluis.web").joinpath("static/sluis.css").read_text(encoding="utf-8")
    tokens = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", sheet))
    return tokens | {stance: (tokens[ground], tokens[line]) for stance, (ground, line) in GROUNDS.items()}
