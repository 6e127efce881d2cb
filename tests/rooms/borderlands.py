"""Invents lands cut into municipalities, and writes their boundaries as GeoJSON and as TopoJSON, each in its own way.

A land is a grid of squares, each of one municipality or of nobody. What a program makes of the files can so be held
against the squares. It shares nothing with the program that reads them.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Corner = tuple[int, int]
Edge = tuple[Corner, Corner]

# Where the land lies, and how large a square is, in degrees; powers of two, so that sums are exact.
WEST, SOUTH, SIDE = 3.0, 51.0, 1 / 64


@dataclass(frozen=True)
class Land:
    """Which municipality (a code) each square is of. `wiggles` bends the borders between squares, not the outside."""

    squares: dict[Corner, str]
    wiggles: bool = False

    def rings(self, code: str) -> list[list[list[Corner]]]:
        """The polygons of a municipality as rings of corners, closed: the outer one, and its holes."""
        edges = [
            edge
            for (x, y), of in self.squares.items()
            if of == code
            for edge, beside in (
                (((x, y), (x + 1, y)), (x, y - 1)),
                (((x + 1, y), (x + 1, y + 1)), (x + 1, y)),
                (((x + 1, y + 1), (x, y + 1)), (x, y + 1)),
                (((x, y + 1), (x, y)), (x - 1, y)),
            )
            if self.squares.get(beside) != code
        ]
        rings = _traced(edges)
        polygons = [[ring] for ring in rings if _area(ring) > 0]
        for hole in (ring for ring in rings if _area(ring) < 0):
            # Just inside the land that is around the hole's first edge.
            (x, y), (to_x, to_y) = hole[0], hole[1]
            probe = ((x + to_x) / 2 - (to_y - y) * 0.25, (y + to_y) / 2 + (to_x - x) * 0.25)
            next(polygon for polygon in polygons if inside(probe, [polygon[0]])).append(hole)
        return polygons

    def line(self, edge: Edge) -> list[tuple[float, float]]:
        """The points of an edge in degrees, from its beginning to its end."""
        one, other = sorted(edge)
        points = [_degrees(*one), _degrees(*other)]
        (x, y), (to_x, to_y) = one, other
        left, right = ((x, y - 1), (x, y)) if to_x > x else ((x - 1, y), (x, y))
        if self.wiggles and left in self.squares and right in self.squares:
            dice = random.Random(f"{one}{other}")
            across = [dice.randint(-8, 8) / 64 for _ in range(5)]
            points[1:1] = [
                _degrees(x + (to_x - x) * step / 6 + (to_y - y) * off, y + (to_y - y) * step / 6 + (to_x - x) * off)
                for step, off in enumerate(across, start=1)
            ]
        return points if edge == (one, other) else points[::-1]

    def geojson(self) -> bytes:
        """As a FeatureCollection, a MultiPolygon where there are several and a Polygon where there is one."""
        features = []
        for code in sorted(set(self.squares.values())):
            polygons = [[self._ring(ring) for ring in polygon] for polygon in self.rings(code)]
            one = len(polygons) == 1
            features.append(
                {
                    "type": "Feature",
                    "properties": {"NISCODE": code},
                    "geometry": {
                        "type": "Polygon" if one else "MultiPolygon",
                        "coordinates": polygons[0] if one else polygons,
                    },
                }
            )
        return json.dumps({"type": "FeatureCollection", "features": features}).encode()

    def _ring(self, ring: list[Corner]) -> list[tuple[float, float]]:
        points = [point for edge in pairwise(ring) for point in self.line(edge)[:-1]]
        return [*points, points[0]]

    def topojson(self) -> bytes:
        """As a quantised Topology: an arc for each edge, stored from its lower corner and turned where it is needed."""
        arcs: list[list[list[int]]] = []
        numbers: dict[Edge, int] = {}

        def number(edge: Edge) -> int:
            one, other = sorted(edge)
            if (one, other) not in numbers:
                numbers[one, other] = len(arcs)
                whole = [(round((x - WEST) / GRAIN), round((y - SOUTH) / GRAIN)) for x, y in self.line((one, other))]
                steps = [
                    [x - before_x, y - before_y]
                    for (before_x, before_y), (x, y) in zip([(0, 0), *whole], whole, strict=False)
                ]
                arcs.append(steps)
            found = numbers[one, other]
            return found if edge == (one, other) else ~found

        geometries = []
        for code in sorted(set(self.squares.values())):
            polygons = [[[number(edge) for edge in pairwise(ring)] for ring in polygon] for polygon in self.rings(code)]
            geometries.append({"type": "MultiPolygon", "id": code, "arcs": polygons})
        topology: dict[str, Any] = {
            "type": "Topology",
            "transform": {"scale": [GRAIN, GRAIN], "translate": [WEST, SOUTH]},
            "objects": {"land": {"type": "GeometryCollection", "geometries": geometries}},
            "arcs": arcs,
        }
        return json.dumps(topology).encode()


# What a unit of the quantised file is in degrees: the finest that `line` makes.
GRAIN = SIDE / 384


def invented(dice: random.Random, codes: list[str], side: int, *, nobody: float = 0.0, wiggles: bool = False) -> Land:
    """A land in which each municipality grew from a square of its own; some squares may be of nobody."""
    squares = [(x, y) for x in range(side) for y in range(side)]
    owned = dict(zip(dice.sample(squares, len(codes)), codes, strict=True))
    rim = list(owned)
    while rim:
        x, y = rim.pop(dice.randrange(len(rim)))
        for near in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)):
            if near in squares and near not in owned:
                owned[near] = owned[x, y]
                rim.append(near)
    # An enclave here and there.
    for square in dice.sample(squares, side):
        if list(owned.values()).count(owned[square]) > 1:
            owned[square] = dice.choice(codes)
    kept = {square: code for square, code in owned.items() if dice.random() >= nobody}
    return Land({**dict(zip(dice.sample(squares, len(codes)), codes, strict=True)), **kept}, wiggles)


def squares_around(centres: dict[str, tuple[float, float]], half: float = 0.01) -> bytes:
    """A FeatureCollection with a square around each centre (code, longitude and latitude)."""
    features = [
        {
            "id": int(code),
            "properties": None,
            "geometry": {
                "type": "Polygon",
                "coordinates": [
                    [(x + a * half, y + b * half) for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))]
                ],
            },
        }
        for code, (x, y) in centres.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def inside(point: tuple[float, float], rings: Any) -> bool:
    """Whether a point lies in what rings enclose, by the number of borders to its east (even: outside)."""
    crossed = False
    for ring in rings:
        for (x, y), (to_x, to_y) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (y > point[1]) != (to_y > point[1]) and point[0] < x + (to_x - x) * (point[1] - y) / (to_y - y):
                crossed = not crossed
    return crossed


def middle(square: Corner) -> tuple[float, float]:
    """The middle of a square, in degrees."""
    return _degrees(square[0] + 0.5, square[1] + 0.5)


def _degrees(x: float, y: float) -> tuple[float, float]:
    return WEST + x * SIDE, SOUTH + y * SIDE


def _traced(edges: list[Edge]) -> list[list[Corner]]:
    following: dict[Corner, list[Corner]] = {}
    for one, other in edges:
        following.setdefault(one, []).append(other)
    rings = []
    while following:
        first = next(iter(following))
        ring = [first]
        while True:
            here = ring[-1]
            after = following[here].pop()
            if not following[here]:
                del following[here]
            ring.append(after)
            if after == first:
                break
        rings.append(ring)
    return rings


def _area(ring: list[Corner]) -> float:
    return sum(x * to_y - to_x * y for (x, y), (to_x, to_y) in pairwise(ring)) / 2
