"""Files of boundaries: what is read from them is the land that was written, and a wrong one says where and what."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rooms.borderlands import Land, inside, invented, middle, squares_around

from sluis.domain.municipalities import Municipalities, Municipality
from sluis.parties.municipalities import municipalities
from sluis.register.boundaries import InvalidBoundaries, Outlines, read_boundaries
from sluis.web.register import outlines as drawings

CODES = ["11001", "12002", "23003", "34004"]
MERGER = date(2025, 1, 1)


def municipality(nis: str, since: date | None = None, until: date | None = None) -> Municipality:
    return Municipality(nis, f"Plaats {nis}", "Antwerpen", "Antwerpen", since, until, None, 1000, 3.1, 51.1)


KNOWN = Municipalities([municipality(code) for code in CODES])
FORMS: list[Callable[[Land], bytes]] = [Land.geojson, Land.topojson]


def rings_of(outlines: Outlines, code: str) -> list[Any]:
    return [ring for polygon in outlines.shapes[code] for ring in polygon]


@given(seed=st.integers(0, 10**6), nobody=st.sampled_from([0.0, 0.15]), wiggles=st.booleans())
@settings(max_examples=40, deadline=None)
def test_both_forms_give_the_land_that_was_written(seed: int, nobody: float, wiggles: bool) -> None:
    land = invented(random.Random(seed), CODES, 7, nobody=nobody, wiggles=wiggles)
    for write in FORMS:
        outlines = read_boundaries(write(land), "land.json", KNOWN)
        for square in [(x, y) for x in range(-1, 8) for y in range(-1, 8)]:
            here = [code for code in CODES if inside(middle(square), rings_of(outlines, code))]
            assert here == [code for code in [land.squares.get(square)] if code], (write, square)


@given(seed=st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_a_border_is_drawn_alike_for_both_who_share_it(seed: int) -> None:
    """Else there would be slits and overlaps: every piece of a border is there twice, and the outside once."""
    land = invented(random.Random(seed), CODES, 6, wiggles=True)
    drawing = drawings.drawn(read_boundaries(land.geojson(), "land.json", KNOWN))
    pieces: Counter[frozenset[tuple[int, int]]] = Counter()
    for path in drawing.paths.values():
        for ring in spots(path):
            pieces.update(frozenset(pair) for pair in zip(ring, [*ring[1:], ring[0]], strict=True))
    once = [piece for piece, count in pieces.items() if count == 1]
    assert set(pieces.values()) == {1, 2}
    for piece in once:
        across, along = ({spot[axis] for spot in piece} for axis in (0, 1))
        assert across in ({0}, {drawings.WIDTH}) or along in ({0}, {drawing.height}), piece
    written = sum(len(ring) for code in CODES for polygon in land.rings(code) for ring in polygon)
    assert sum(path.count(" ") for path in drawing.paths.values()) < 6 * written


@given(chain=st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=2, max_size=12))
@settings(max_examples=500, deadline=None)
def test_a_border_is_made_plainer_the_same_from_both_ends(chain: list[tuple[int, int]]) -> None:
    there, back = drawings.plainer(tuple(chain)), drawings.plainer(tuple(reversed(chain)))
    assert there == back[::-1]
    assert (there[0], there[-1]) == (chain[0], chain[-1])


def spots(path: str) -> list[list[tuple[int, int]]]:
    """The rings of a path, read by the grammar of SVG and not as it was written."""
    rings = []
    for part in re.findall(r"M([^Mz]*)z", path):
        numbers = [int(number) for number in re.findall(r"-?\d+", part)]
        ring = [(numbers[0], numbers[1])]
        for x, y in zip(numbers[2::2], numbers[3::2], strict=True):
            ring.append((ring[-1][0] + x, ring[-1][1] + y))
        rings.append(ring)
    return rings


@given(seed=st.integers(0, 10**6))
@settings(max_examples=15, deadline=None)
def test_a_drawing_shows_the_land(seed: int) -> None:
    land = invented(random.Random(seed), CODES, 6, nobody=0.1, wiggles=True)
    drawing = drawings.drawn(read_boundaries(land.topojson(), "land.json", KNOWN))
    for square in land.squares:
        here = [code for code in CODES if inside(drawing.place(*middle(square)), spots(drawing.paths[code]))]
        assert here == [land.squares[square]]


class TestOfWhichDays:
    known = Municipalities(
        [
            municipality("11001"),
            municipality("12002", until=date(2024, 12, 31)),
            municipality("23003", until=date(2024, 12, 31)),
            municipality("34004", since=MERGER),
        ]
    )

    @pytest.mark.parametrize(
        ("codes", "days"),
        [
            (["11001", "12002", "23003"], ((date(2019, 1, 1), date(2024, 12, 31)),)),
            (["11001", "34004"], ((MERGER, None),)),
        ],
    )
    def test_a_file_is_the_map_of_the_days_with_these_municipalities(self, codes: list[str], days: Any) -> None:
        # Those of elsewhere are left out: a file of the whole country will do.
        of = dict.fromkeys([*codes, "21004", "62063"], (4.0, 51.0))
        outlines = read_boundaries(squares_around(of), "b.json", self.known)
        assert outlines.days == days
        assert outlines.shapes.keys() == set(codes)
        assert outlines.fits(date(2024, 12, 31)) == (days[0][1] is not None)
        assert outlines.fits(MERGER) == (days[0][1] is None)

    def test_one_that_fits_no_day_says_what_it_lacks_and_what_it_has_too_much(self) -> None:
        wrong = squares_around(dict.fromkeys(["11001", "23003", "34004"], (4.0, 51.0)))
        with pytest.raises(InvalidBoundaries) as error:
            read_boundaries(wrong, "b.json", self.known)
        assert str(error.value) == (
            "b.json fits no day: against the 2 municipalities from 2025-01-01 on it has 23003 Plaats 23003. Give one "
            "file for each set of municipalities."
        )

    def test_a_long_list_is_cut(self) -> None:
        one = next(iter(municipalities().on(MERGER)))
        wrong = squares_around({one.nis: (4.0, 51.0)})
        with pytest.raises(
            InvalidBoundaries, match=r"against the 285 municipalities from 2025-01-01 on it lacks .* and 279 more\. "
        ):
            read_boundaries(wrong, "b.json", municipalities())


RING = [[4.0, 51.0], [4.1, 51.0], [4.1, 51.1], [4.0, 51.0]]


def collection(*, code: Any = "11001", kind: Any = "Polygon", coordinates: Any = None) -> dict[str, Any]:
    rings = [RING] if coordinates is None else coordinates
    feature = {"type": "Feature", "id": code, "geometry": {"type": kind, "coordinates": rings}}
    return {"type": "FeatureCollection", "features": [feature]}


def topology(**changed: Any) -> dict[str, Any]:
    made = {
        "type": "Topology",
        "objects": {"a": {"type": "Polygon", "id": "11001", "arcs": [[0, ~1]]}},
        "arcs": [RING[:3], [RING[0], RING[2]]],
    }
    return {**made, **changed}


def test_the_examples_are_right_but_for_what_is_changed() -> None:
    known = Municipalities([municipality("11001")])
    for right in (collection(), topology()):
        outlines = read_boundaries(json.dumps(right).encode(), "b.json", known)
        assert outlines.shapes["11001"] == ((((4.0, 51.0), (4.1, 51.0), (4.1, 51.1)),),)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<svg/>", "b.json is no JSON"),
        (b"\xff\xfe", "b.json is no JSON"),
        (b"[" * 100_000, "b.json is no JSON"),
        ([], "its `type` is None. Give a FeatureCollection"),
        ({"type": "Feature"}, "its `type` is 'Feature'"),
        ({"type": "FeatureCollection"}, "`features` is no list"),
        ({"type": "Topology"}, "it has no `objects`"),
        (collection(code=None), "b.json, feature 1: it has no NIS code. Give it one, as `id` or as one of nis"),
        (collection(code="1100"), "feature 1: it has no NIS code"),
        (collection(code="١١٠٠١"), "feature 1: it has no NIS code"),
        ({"type": "FeatureCollection", "features": [None]}, "feature 1: it has no NIS code"),
        (
            {"type": "FeatureCollection", "features": collection()["features"] * 2},
            "feature 2 (11001): Plaats 11001 stands in the file twice. Merge its parts into one.",
        ),
        (collection(kind="LineString"), "(11001): its geometry is 'LineString'. Give a Polygon or a MultiPolygon."),
        (collection(coordinates=[]), "`coordinates` should hold rings, one at least"),
        (collection(coordinates=[[]]), "`coordinates` should hold rings, one at least"),
        (collection(kind="MultiPolygon", coordinates=[[RING], []]), "`coordinates` should hold polygons, one at least"),
        (collection(coordinates=[RING[:-1]]), "a ring should have four points or more and end where it began"),
        (collection(coordinates=[[*RING[:-1], [4.0, 51.01]]]), "a ring should have four points or more"),
        (collection(coordinates=[[4.0, 51.0]]), "4.0 is no point. Coordinates should be longitude and latitude"),
        (collection(coordinates=[[["4.0", 51.0], *RING[1:]]]), '["4.0", 51.0] is no point'),
        (collection(coordinates=[[[float("nan"), 51.0], *RING[1:]]]), "[NaN, 51.0] is no point"),
        (collection(coordinates=[[[True, 51.0], *RING[1:]]]), "[true, 51.0] is no point"),
        # Latitude first, and metres in Lambert 72: what people hand in by mistake.
        (collection(coordinates=[[point[::-1] for point in RING]]), "the point [51, 4] does not lie in Belgium"),
        (
            collection(coordinates=[[[150000 + x, 170000 + y] for x, y in RING]]),
            "does not lie in Belgium. Coordinates should be longitude and latitude in degrees (WGS 84), in that order. "
            "Convert the file, for example with `ogr2ogr -t_srs EPSG:4326`.",
        ),
        (topology(arcs=None), "b.json: `arcs` should be a list of arcs"),
        (topology(arcs=[[]]), "b.json: `arcs` should be a list of arcs"),
        (topology(arcs=[[1]]), "b.json: 1 is no point"),
        (topology(transform={"scale": [1]}), "b.json: `transform` should have a `scale` and a `translate`"),
        (topology(transform={"scale": [1], "translate": [0, 0]}), "`transform` should have a `scale`"),
        (topology(transform=7), "`transform` should have a `scale`"),
        (topology(arcs=[RING[:3]]), "feature 1 (11001): there is no arc -2; the file has 1."),
        (topology(objects={"a": {"type": "Polygon", "id": 11001, "arcs": [["0"]]}}), 'there is no arc "0"'),
        (topology(objects={"a": {"type": "Polygon", "id": 11001, "arcs": [[0, 1]]}}), "arc 1 does not begin where"),
        (topology(objects={"a": {"type": "GeometryCollection"}}), "`geometries` is no list"),
    ],
)  # fmt: skip
def test_a_wrong_file_says_where_what_and_what_to_do(content: Any, said: str) -> None:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    with pytest.raises(InvalidBoundaries) as error:
        read_boundaries(data, "b.json", KNOWN)
    assert str(error.value).startswith("b.json")
    assert said in str(error.value)


@pytest.mark.parametrize("name", ["nis", "NISCODE", "nis_code", "CD_MUNTY_REFNIS", "cd_refnis", "RefNis"])
@pytest.mark.parametrize("code", ["11001", 11001])
def test_the_code_may_stand_under_the_names_of_those_who_publish(name: str, code: Any) -> None:
    content = collection(code=f"gemeente.{code}")
    content["features"][0]["properties"] = {name: code, "NAAM": "Aartselaar"}
    known = Municipalities([municipality("11001")])
    assert read_boundaries(json.dumps(content).encode(), "b.json", known).shapes.keys() == {"11001"}
