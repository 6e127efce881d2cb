"""Where the tiles of the map lie: each once, in one piece, and like the real Flanders by measures of the test's own."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tools import place_tiles

from sluis.domain.municipalities import Municipality
from sluis.parties.municipalities import municipalities
from sluis.register.formats import FIRST_DAY, InvalidDay
from sluis.register.tiles import Cell, tiles_on

BEFORE, SINCE = date(2024, 12, 31), date(2025, 1, 1)
DAYS = (FIRST_DAY, BEFORE, SINCE, date(2026, 11, 23))
VOEREN = "73109"
# The maps reach 0.934 and 0.932, and nobody lies more than two steps from a neighbour; a worse file falls below.
KEPT, MOST_STEPS = 0.925, 2


def kilometres(rows: tuple[Municipality, ...]) -> NDArray[np.float64]:
    """The centres on a flat map, east and north: a degree of longitude is 0.63 of one of latitude here."""
    return np.array([(row.longitude * 70.2, row.latitude * 111.2) for row in rows])


def surely_neighbours(rows: tuple[Municipality, ...]) -> list[tuple[str, str]]:
    """Pairs with nobody else in the circle that has both on its rim (Gabriel): nine in ten of them share a border."""
    points = kilometres(rows)
    found = []
    for one, other in combinations(range(len(rows)), 2):
        middle, radius = (points[one] + points[other]) / 2, np.linalg.norm(points[one] - points[other]) / 2
        if radius > 8 or VOEREN in (rows[one].nis, rows[other].nis):
            continue
        inside = np.linalg.norm(points - middle, axis=1) < radius - 1e-9
        if not inside.any():
            found.append((rows[one].nis, rows[other].nis))
    return found


def steps(one: Cell, other: Cell) -> int:
    """How many steps of a king lie between two cells."""
    return max(abs(one.column - other.column), abs(one.row - other.row))


def pieces(cells: set[Cell]) -> int:
    """In how many pieces cells lie, side against side."""
    left, count = set(cells), 0
    while left:
        reached = [left.pop()]
        count += 1
        while reached:
            here = reached.pop()
            for across, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                near = Cell(here.column + across, here.row + down)
                if near in left:
                    left.discard(near)
                    reached.append(near)
    return count


@pytest.mark.parametrize("day", DAYS)
class TestEveryMap:
    def test_has_each_municipality_of_the_day_once_and_no_other(self, day: date) -> None:
        tiles = tiles_on(day)
        assert tiles.cells.keys() == {row.nis for row in municipalities().on(day)}
        assert len(set(tiles.cells.values())) == len(tiles.cells)
        assert min(cell.column for cell in tiles.cells.values()) == min(cell.row for cell in tiles.cells.values()) == 0

    def test_leaves_a_square_of_four_cells_to_brussels_with_flemish_brabant_all_around(self, day: date) -> None:
        tiles = tiles_on(day)
        west, north = min(cell.column for cell in tiles.brussels), min(cell.row for cell in tiles.brussels)
        assert set(tiles.brussels) == {Cell(west + x, north + y) for x in (0, 1) for y in (0, 1)}
        on = {cell: municipalities().get(nis).province for nis, cell in tiles.cells.items()}
        around = {Cell(west + x, north + y) for x in range(-1, 3) for y in range(-1, 3)} - set(tiles.brussels)
        assert {on.get(cell) for cell in around} == {"Vlaams-Brabant"}

    def test_keeps_each_province_in_one_piece_and_voeren_apart(self, day: date) -> None:
        tiles = tiles_on(day)
        cells: dict[str, set[Cell]] = {}
        for nis, cell in tiles.cells.items():
            if nis != VOEREN:
                cells.setdefault(municipalities().get(nis).province, set()).add(cell)
        assert {province: pieces(of) for province, of in cells.items()} == dict.fromkeys(cells, 1)
        others = [cell for nis, cell in tiles.cells.items() if nis != VOEREN]
        assert min(steps(tiles.cells[VOEREN], cell) for cell in others) == 2

    def test_has_no_hole_but_brussels(self, day: date) -> None:
        tiles = tiles_on(day)
        filled = {*tiles.cells.values(), *tiles.brussels}
        wide, high = max(cell.column for cell in filled), max(cell.row for cell in filled)
        empty = {Cell(x, y) for x in range(-1, wide + 2) for y in range(-1, high + 2)} - filled
        assert pieces(empty) == 1

    def test_keeps_neighbours_neighbours(self, day: date) -> None:
        tiles, pairs = tiles_on(day), surely_neighbours(municipalities().on(day))
        assert len(pairs) > 2 * len(tiles.cells)
        apart = [steps(tiles.cells[one], tiles.cells[other]) for one, other in pairs]
        assert sum(step == 1 for step in apart) / len(pairs) >= KEPT
        assert max(apart) <= MOST_STEPS

    def test_keeps_north_and_south_east_and_west(self, day: date) -> None:
        rows = municipalities().on(day)
        points, cells = kilometres(rows), tiles_on(day).cells
        for axis, sign in ((0, 1), (1, -1)):
            places = np.array([(cells[row.nis].column, cells[row.nis].row)[axis] for row in rows]) * sign
            really = points[:, None, axis] - points[None, :, axis]
            drawn = places[:, None] - places[None, :]
            far = really > 10
            assert (drawn[far] > 0).mean() >= (0.99, 0.985)[axis]
            # Nobody who lies 25 km to one side is drawn on the other.
            assert (drawn[really > 25] >= 0).all()

    def test_the_coast_lies_in_its_order(self, day: date) -> None:
        cells = tiles_on(day).cells
        coast = ["38008", "38014", "35011", "35013", "35029", "31004", "31043"]  # De Panne to Knokke-Heist
        assert [municipalities().get(nis).name for nis in (coast[0], coast[-1])] == ["De Panne", "Knokke-Heist"]
        columns = [cells[nis].column for nis in coast]
        assert columns == sorted(columns)
        assert [cells[nis].row for nis in coast] == sorted((cells[nis].row for nis in coast), reverse=True)


def test_people_know_the_map_again_after_the_mergers() -> None:
    old, new = tiles_on(BEFORE), tiles_on(SINCE)
    moved = [steps(old.cells[nis], cell) for nis, cell in new.cells.items() if nis in old.cells]
    assert len(moved) > 270
    assert max(moved) <= 1
    assert sum(step == 0 for step in moved) / len(moved) >= 0.75
    assert old.brussels == new.brussels


def test_the_documentation_tells_these_figures() -> None:
    page = (Path(__file__).parents[2] / "docs/reference/map.md").read_text(encoding="utf-8")
    told: dict[str, list[str]] = {}
    for day in (BEFORE, SINCE):
        rows, cells = municipalities().on(day), tiles_on(day).cells
        sure = surely_neighbours(rows)
        taken = place_tiles.neighbours({row.nis: place_tiles.centre(row) for row in rows})
        size = max(cell.column for cell in cells.values()) + 1, max(cell.row for cell in cells.values()) + 1
        told.setdefault("tiles, in a grid of", []).append(f"{len(cells)}, {size[0]} × {size[1]}")
        for name, pairs in (("pairs taken for neighbours", taken), ("sure neighbours", sure)):
            touch = sum(steps(cells[one], cells[other]) == 1 for one, other in pairs)
            told.setdefault(name, []).append(f"{100 * touch / len(pairs):.1f} % of {len(pairs)}")
        told.setdefault("most steps", []).append(str(max(steps(cells[one], cells[other]) for one, other in taken)))
    for name, figures in told.items():
        assert re.search(rf"^\| {name}[^|]* \| {figures[0]} \| {figures[1]} \|$", page, re.MULTILINE), (name, figures)


@pytest.mark.parametrize("day", [row.valid_from for row in municipalities().all() if row.valid_from])
def test_every_merger_of_the_data_has_its_map(day: date) -> None:
    day = max(day, FIRST_DAY)
    assert tiles_on(day).cells.keys() == {row.nis for row in municipalities().on(day)}


def test_a_day_before_the_data_is_said() -> None:
    with pytest.raises(InvalidDay, match="known from 2019-01-01 on"):
        tiles_on(date(2018, 12, 31))


class TestTheFileIsWhatTheScriptMakes:
    """The whole run takes minutes; that no move or exchange improves on the file takes a second."""

    def test_nothing_can_be_improved(self) -> None:
        rows = municipalities().on(FIRST_DAY)
        wanted, free = place_tiles.best_places(rows)
        tiles = tiles_on(FIRST_DAY)
        shift = [
            min(cell[axis] for cell in free) - min((cell.column, cell.row)[axis] for cell in tiles.brussels)
            for axis in (0, 1)
        ]
        cells = {
            nis: (cell.column + shift[0], cell.row + shift[1]) for nis, cell in tiles.cells.items() if nis != VOEREN
        }
        board = place_tiles.board_of(rows, wanted, cells, {}, free)
        assert place_tiles.descend(board) == 0
        # The test would notice: with one exchange more there is something to mend.
        board.change("23003", board.cells["11002"])
        assert place_tiles.descend(board) > 0


def test_the_script_takes_real_neighbours_for_neighbours() -> None:
    """On a plain honeycomb, where everybody knows who borders on whom."""
    places = {
        f"{row:02}{column:03}": (column * 7.0 + row % 2 * 3.5, row * 7.0 * math.sqrt(3) / 2)
        for row in range(6)
        for column in range(6)
    }
    expected = {
        (one, other)
        for one, other in combinations(sorted(places), 2)
        if math.isclose(math.dist(places[one], places[other]), 7.0)
    }
    assert place_tiles.neighbours(places) == expected


def test_a_hole_is_filled_from_where_it_does_least_harm() -> None:
    cells = {f"{column}{row}": (column, row) for column in range(5) for row in range(3) if (column, row) != (3, 1)}
    beside: Mapping[str, list[tuple[str, float, float]]] = {code: [] for code in cells}
    wanted = {code: (float(column), float(row)) for code, (column, row) in cells.items()}
    board = place_tiles.Board(dict(cells), wanted, {}, beside, dict.fromkeys(cells, "W"), frozenset())
    assert place_tiles.holes(board) == {(3, 1)}
    place_tiles.fill_holes(board)
    assert not place_tiles.holes(board)
    # From the east one tile moves; from the west three would.
    assert {code for code, cell in board.cells.items() if cell != cells[code]} == {"41"}
