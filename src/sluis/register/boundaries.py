"""Reads the outlines of municipalities from a file of the operator: GeoJSON (RFC 7946) or TopoJSON, by NIS code.

It touches no disk and no database. What a file may hold: docs/reference/map.md.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, TypeGuard

from sluis.domain.municipalities import Municipalities
from sluis.domain.stance import A_DAY
from sluis.register.formats import FIRST_DAY

Point = tuple[float, float]
Ring = tuple[Point, ...]
Polygon = tuple[Ring, ...]
# Its properties with its id, and what draws it.
Feature = tuple[Mapping[str, Any], Callable[[], tuple[Polygon, ...]]]

# Where a feature may carry its code, besides in its `id`; capitals do not matter. They are the names that Statbel
# (statistical sectors) and Digitaal Vlaanderen (reference file of boundaries) give it, and the short ones.
CODE_NAMES = ("nis", "niscode", "nis_code", "cd_munty_refnis", "refnis", "cd_refnis")
# Belgium lies within these degrees.
WEST, EAST, SOUTH, NORTH = 2.3, 6.5, 49.4, 51.6
DEGREES = (
    "Coordinates should be longitude and latitude in degrees (WGS 84), in that order. Convert the file, for example "
    "with `ogr2ogr -t_srs EPSG:4326`."
)


class InvalidBoundaries(ValueError):
    """The file is none that can be used; the message says which feature, what is wrong, and what to do."""


@dataclass(frozen=True, eq=False, slots=True)
class Outlines:
    """The outlines of municipalities by NIS code: polygons, each an outer ring and its holes, in degrees (WGS 84).

    A ring does not repeat its first point. `days` are the first and last day (None: open) of which they are the map.
    """

    name: str
    shapes: Mapping[str, tuple[Polygon, ...]]
    days: tuple[tuple[date, date | None], ...]

    def fits(self, day: date) -> bool:
        """Whether these are the municipalities of that day, all of them and no other."""
        return any(first <= day and (last is None or day <= last) for first, last in self.days)


def read_boundaries(data: bytes, name: str, known: Municipalities) -> Outlines:
    """The outlines of the Flemish municipalities in a file; `name` is how messages call it.

    Features with the code of a municipality elsewhere are left out.

    Raises:
        InvalidBoundaries: it is not as docs/reference/map.md says, or fits no day.
    """
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise InvalidBoundaries(f"{name} is no JSON ({error}). Give a file of GeoJSON or TopoJSON.") from None
    features = _features(content, name)
    shapes: dict[str, tuple[Polygon, ...]] = {}
    for number, (properties, draw) in enumerate(features, start=1):
        code = _code(properties)
        where = f"{name}, feature {number}{f' ({code})' if code else ''}"
        if code is None:
            raise InvalidBoundaries(
                f"{where}: it has no NIS code. Give it one, as `id` or as one of {', '.join(CODE_NAMES)}."
            )
        if code not in known:
            continue
        if code in shapes:
            raise InvalidBoundaries(
                f"{where}: {known.get(code).name} stands in the file twice. Merge its parts into one."
            )
        try:
            shapes[code] = draw()
        except _Wrong as wrong:
            raise InvalidBoundaries(f"{where}: {wrong}") from None
    return Outlines(name, shapes, _days(shapes, name, known))


class _Wrong(ValueError):
    """What is wrong with a feature, without where it stands."""


def _features(content: Any, name: str) -> Iterator[Feature]:
    """Each feature; it is drawn only where it is wanted."""
    kind = content.get("type") if isinstance(content, dict) else None
    if kind == "FeatureCollection":
        yield from _of_geojson(content, name)
    elif kind == "Topology":
        yield from _of_topojson(content, name)
    else:
        raise InvalidBoundaries(
            f"{name}: its `type` is {kind!r}. Give a FeatureCollection (GeoJSON) or a Topology (TopoJSON)."
        )


def _of_geojson(content: Mapping[str, Any], name: str) -> Iterator[Feature]:
    features = content.get("features")
    if not isinstance(features, list):
        raise InvalidBoundaries(f"{name}: `features` is no list.")
    for feature in map(_object, features):
        yield _properties(feature), partial(_drawn, feature.get("geometry"), "coordinates", _positions)


def _of_topojson(content: Mapping[str, Any], name: str) -> Iterator[Feature]:
    objects = content.get("objects")
    if not isinstance(objects, dict):
        raise InvalidBoundaries(f"{name}: it has no `objects`.")
    try:
        arcs = _arcs(content)
    except _Wrong as wrong:
        raise InvalidBoundaries(f"{name}: {wrong}") from None
    for one in map(_object, objects.values()):
        geometries = one.get("geometries") if one.get("type") == "GeometryCollection" else [one]
        if not isinstance(geometries, list):
            raise InvalidBoundaries(f"{name}: `geometries` is no list.")
        for geometry in map(_object, geometries):
            yield _properties(geometry), partial(_drawn, geometry, "arcs", partial(_stitched, arcs))


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _properties(feature: Mapping[str, Any]) -> Mapping[str, Any]:
    named = {str(key).lower(): value for key, value in _object(feature.get("properties")).items()}
    return {**named, "id": feature.get("id")}


def _code(properties: Mapping[str, Any]) -> str | None:
    """The NIS code that a feature carries: five digits; in its `id` it may be something else."""
    for name in (*CODE_NAMES, "id"):
        value = properties.get(name)
        text = str(value).strip() if isinstance(value, str | int) else ""
        if len(text) == 5 and text.isascii() and text.isdigit():
            return text
    return None


def _drawn(geometry: Any, key: str, ring_of: Callable[[Sequence[Any]], Sequence[Point]]) -> tuple[Polygon, ...]:
    drawn = _object(geometry)
    kind, parts = drawn.get("type"), drawn.get(key)
    if kind not in ("Polygon", "MultiPolygon"):
        raise _Wrong(f"its geometry is {kind!r}. Give a Polygon or a MultiPolygon.")
    polygons = [parts] if kind == "Polygon" else parts
    if not _is_list(polygons) or not all(_is_list(polygon) and all(map(_is_list, polygon)) for polygon in polygons):
        raise _Wrong(f"`{key}` should hold {'rings' if kind == 'Polygon' else 'polygons'}, one at least.")
    return tuple(tuple(_ring(ring_of(ring)) for ring in polygon) for polygon in polygons)


def _is_list(value: Any) -> TypeGuard[list[Any]]:
    return isinstance(value, list) and bool(value)


def _ring(points: Sequence[Point]) -> Ring:
    if len(points) < 4 or points[0] != points[-1]:
        raise _Wrong("a ring should have four points or more and end where it began. Repair the geometry.")
    for longitude, latitude in points:
        if not (WEST <= longitude <= EAST and SOUTH <= latitude <= NORTH):
            raise _Wrong(f"the point [{longitude:g}, {latitude:g}] does not lie in Belgium. {DEGREES}")
    return tuple(points[:-1])


def _positions(ring: Sequence[Any]) -> list[Point]:
    return [_point(position) for position in ring]


def _point(position: Any) -> Point:
    if not isinstance(position, list) or len(position) < 2 or not all(map(_is_number, position[:2])):
        raise _Wrong(f"{json.dumps(position)[:60]} is no point. {DEGREES}")
    return float(position[0]), float(position[1])


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _arcs(content: Mapping[str, Any]) -> list[list[Point]]:
    """The arcs of a topology in degrees: quantised ones are undone (each step from the one before, then scaled)."""
    given, transform = content.get("arcs"), content.get("transform")
    if not isinstance(given, list) or not all(map(_is_list, given)):
        raise _Wrong("`arcs` should be a list of arcs, each a list of points.")
    arcs = [_positions(arc) for arc in given]
    if transform is None:
        return arcs
    try:
        scale, translate = _point(transform["scale"]), _point(transform["translate"])
    except (KeyError, TypeError, _Wrong):
        raise _Wrong("`transform` should have a `scale` and a `translate`, each of two numbers.") from None
    undone = []
    for arc in arcs:
        x = y = 0.0
        points = []
        for across, along in arc:
            x, y = x + across, y + along
            points.append((x * scale[0] + translate[0], y * scale[1] + translate[1]))
        undone.append(points)
    return undone


def _stitched(arcs: Sequence[Sequence[Point]], ring: Sequence[Any]) -> list[Point]:
    """The points of a ring of arcs: a negative number is the arc from its end to its beginning (~number)."""
    points: list[Point] = []
    for number in ring:
        if not isinstance(number, int) or isinstance(number, bool) or not -len(arcs) <= number < len(arcs):
            raise _Wrong(f"there is no arc {json.dumps(number)[:60]}; the file has {len(arcs)}.")
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        if points and points[-1] != arc[0]:
            raise _Wrong(f"arc {number} does not begin where the one before it ends. Make the topology anew.")
        points += arc[1:] if points else arc
    return points


def _days(shapes: Mapping[str, Any], name: str, known: Municipalities) -> tuple[tuple[date, date | None], ...]:
    """Of which days these are all municipalities and no other."""
    turns = sorted(
        {FIRST_DAY} | {row.valid_from for row in known.all() if row.valid_from and row.valid_from > FIRST_DAY}
    )
    lasts = [*(turn - A_DAY for turn in turns[1:]), None]
    sets = [{row.nis for row in known.on(turn)} for turn in turns]
    fit = tuple((first, last) for first, last, codes in zip(turns, lasts, sets, strict=True) if codes == shapes.keys())
    if fit:
        return fit
    nearest, turn = min(
        ((codes, turn) for codes, turn in zip(sets, turns, strict=True)), key=lambda one: len(one[0] ^ shapes.keys())
    )
    wrong = [
        f"{word} {', '.join(f'{nis} {known.get(nis).name}' for nis in sorted(codes)[:5])}"
        + (f" and {len(codes) - 5} more" if len(codes) > 5 else "")
        for word, codes in (("it lacks", nearest - shapes.keys()), ("it has", shapes.keys() - nearest))
        if codes
    ]
    raise InvalidBoundaries(
        f"{name} fits no day: against the {len(nearest)} municipalities from {turn} on {' and '.join(wrong)}. Give one "
        "file for each set of municipalities."
    )
