"""Draws outlines as paths of SVG: flat, on whole units, and with a border that two share simplified alike for both."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from sluis.register.boundaries import Outlines

# How wide the drawing is in units; on the widest page about two of them are three points of the screen.
WIDTH = 1020
# A bend that lies less than this many units from the straight line is left out.
TOLERANCE = 0.75

Spot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Paths by NIS code, the height in units, and where a place (longitude, latitude) lies on it."""

    paths: Mapping[str, str]
    height: int
    place: Callable[[float, float], Spot]


@cache
def drawn(outlines: Outlines) -> Drawing:
    """The drawing of outlines, west to the left, as wide as `WIDTH`; made once for each file."""
    points = [point for shape in outlines.shapes.values() for polygon in shape for ring in polygon for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    # A degree of longitude is shorter than one of latitude: equirectangular, true in the middle of the map.
    narrow = math.cos(math.radians((south + north) / 2))
    unit = WIDTH / ((east - west) * narrow or 1)

    def place(longitude: float, latitude: float) -> Spot:
        return round((longitude - west) * narrow * unit), round((north - latitude) * unit)

    rings = {
        nis: [_on_units(place(*point) for point in ring) for polygon in shape for ring in polygon]
        for nis, shape in outlines.shapes.items()
    }
    plain = _simplified([ring for of in rings.values() for ring in of])
    paths = {nis: "".join(_path(plain(ring)) for ring in of if len(ring) > 2) for nis, of in rings.items()}
    return Drawing(paths, place(west, south)[1], place)


def _on_units(spots: Iterable[Spot]) -> tuple[Spot, ...]:
    """A ring without the points that fell on the one before them."""
    ring: list[Spot] = []
    for spot in spots:
        if not ring or spot != ring[-1]:
            ring.append(spot)
    return tuple(ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring)


def _simplified(rings: Sequence[Sequence[Spot]]) -> Callable[[Sequence[Spot]], list[Spot]]:
    """What makes a ring of these plainer. Where three borders meet a point stays, so what two share is cut alike."""
    beside: dict[Spot, set[Spot]] = {}
    for ring in rings:
        for one, other in pairwise([*ring, ring[0]] if ring else []):
            beside.setdefault(one, set()).add(other)
            beside.setdefault(other, set()).add(one)
    corners = {spot for spot, near in beside.items() if len(near) != 2}

    def plain(ring: Sequence[Spot]) -> list[Spot]:
        found = [spot for chain in _chains(ring, corners) for spot in plainer(chain)[:-1]]
        return found if len(found) > 2 else list(ring)

    return plain


def _chains(ring: Sequence[Spot], corners: set[Spot]) -> Iterator[tuple[Spot, ...]]:
    """The parts of a ring from corner to corner; of one without two corners, its halves."""
    cuts = [number for number, spot in enumerate(ring) if spot in corners]
    if len(cuts) < 2:
        # From the same points whoever's ring it is: an enclave and the hole around it stay the same line.
        first = cuts[0] if cuts else ring.index(min(ring))
        far = max(range(len(ring)), key=lambda number: (math.dist(ring[number], ring[first]), ring[number]))
        cuts = sorted({first, far})
    for one, other in pairwise([*cuts, cuts[0] + len(ring)]):
        yield tuple(ring[number % len(ring)] for number in range(one, other + 1))


def plainer(chain: tuple[Spot, ...]) -> list[Spot]:
    """A chain without its small bends (Douglas and Peucker), the same in whichever direction it is gone through."""
    turned = chain[::-1] < chain
    points = chain[::-1] if turned else chain
    kept, parts = {0, len(points) - 1}, [(0, len(points) - 1)]
    while parts:
        first, last = parts.pop()
        between = range(first + 1, last)
        far = max(between, key=lambda number: _off(points[number], points[first], points[last]), default=None)
        if far is not None and _off(points[far], points[first], points[last]) >= TOLERANCE:
            kept.add(far)
            parts += [(first, far), (far, last)]
    found = [points[number] for number in sorted(kept)]
    return found[::-1] if turned else found


def _off(spot: Spot, first: Spot, last: Spot) -> float:
    """How far a point lies from the line between two others."""
    length = math.dist(first, last)
    if not length:
        return math.dist(spot, first)
    across = (last[0] - first[0]) * (first[1] - spot[1]) - (first[0] - spot[0]) * (last[1] - first[1])
    return abs(across) / length


def _path(ring: Sequence[Spot]) -> str:
    """A ring as a part of a path: where it begins, and each step from there."""
    steps = [f"{x - before_x} {y - before_y}" for (before_x, before_y), (x, y) in pairwise(ring)]
    return f"M{ring[0][0]} {ring[0][1]}l{' '.join(steps).replace(' -', '-')}z"
