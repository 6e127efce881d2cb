"""Places the tiles of the map: one equal tile for each municipality, its neighbours beside it as well as can be.

Run by `make tiles`; it writes `src/sluis/register/data/tiles.csv`. The same input gives the same file. In steps:

1. Who are neighbours is read off the centres of the territories: Delaunay's triangles without their flat sides.
2. The centres are spread until they lie about one tile apart everywhere; who lies beside whom stays as it was.
3. An assignment (`linear_sum_assignment`) gives each of them a cell of a grid, with the least displacement in all.
4. Annealing, and then a descent until no move or exchange is an improvement, tidy up what an assignment cannot see:
   who is beside whom, in which direction, in one piece with their province, with a short outline.

The tiles of after the mergers begin where the ones before them stood, and are held there, so that people know the map
again. Brussels is no part of it, but its place is kept free; Voeren lies apart from the rest of Flanders, as it does.
"""

from __future__ import annotations

import csv
import math
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.spatial import Delaunay

from sluis.domain.municipalities import Municipality
from sluis.parties.municipalities import municipalities
from sluis.register.formats import FIRST_DAY

FILE = Path(__file__).resolve().parents[1] / "src/sluis/register/data/tiles.csv"
SINCE = date(2025, 1, 1)

Cell = tuple[int, int]  # column from the west, row from the north
Place = tuple[float, float]

# Kilometres in a degree at the latitude of Brussels.
EAST, NORTH = 111.32 * math.cos(math.radians(50.85)), 111.2
# The centre of the Brussels-Capital Region, for which four cells are kept free.
BRUSSELS = (4.37, 50.84)
# Whose centre is nearer to it (km) is taken to lie around it.
RING = 9.5
# An exclave: no municipality of Flanders borders on it (Statbel, REFNIS: 73109).
VOEREN, LIMBURG = "73109", "Limburg"

# Sides of a triangle across from a wider corner (degrees), or longer (km), are no borders: see docs/reference/map.md.
WIDEST, LONGEST = 110.0, 16.0

# What is weighed: being apart from a neighbour, lying in another direction, being far from the best place (squared, in
# cells) or from the one before the mergers (cells), and a side with another province.
APART, TURNED, DISPLACED, MOVED, PROVINCE = 2.0, 1.2, 0.06, 0.05, 1.6
# An empty cell by how many tiles lie beside it: a straight coast costs little, a hole much.
GAP = (0.0, 0.8, 2.0, 6.0, 16.0)
# Of spreading: how far apart neighbours come to rest (cells), and how much each is drawn back to where it was.
REST, BACK = 1.0, 0.001
# Of annealing: how many changes are tried, how bad a change may be at the beginning and in the end, and the dice.
ROUNDS, HOT, COLD, SEED = 1_000_000, 2.0, 0.05, 2019


def plane(longitude: float, latitude: float) -> Place:
    """A place on a flat map, in kilometres to the east and to the south."""
    return longitude * EAST, -latitude * NORTH


def neighbours(places: Mapping[str, Place]) -> set[tuple[str, str]]:
    """The pairs (in order) that are taken to border on each other, by where their centres lie."""
    codes = sorted(code for code in places if code != VOEREN)
    points = np.array([places[code] for code in codes])
    found: set[tuple[str, str]] = set()
    flat: set[tuple[str, str]] = set()
    for triangle in Delaunay(points).simplices:
        for corner in range(3):
            apex, one, other = (int(triangle[(corner + turn) % 3]) for turn in range(3))
            pair = (codes[min(one, other)], codes[max(one, other)])
            found.add(pair)
            sides = points[one] - points[apex], points[other] - points[apex]
            cosine = sides[0] @ sides[1] / np.linalg.norm(sides[0]) / np.linalg.norm(sides[1])
            if math.degrees(math.acos(np.clip(cosine, -1, 1))) > WIDEST:
                flat.add(pair)
    return {pair for pair in found - flat if math.dist(places[pair[0]], places[pair[1]]) <= LONGEST}


def spread(places: Mapping[str, Place], pairs: Iterable[tuple[str, str]], rounds: int = 300) -> dict[str, Place]:
    """The places, moved until neighbours lie about 1 apart and nobody is nearer; the whole keeps its shape."""
    codes = sorted(places)
    at = {code: number for number, code in enumerate(codes)}
    points = np.array([places[code] for code in codes])
    ends = np.array([(at[one], at[other]) for one, other in pairs])
    lengths = np.linalg.norm(points[ends[:, 0]] - points[ends[:, 1]], axis=1)
    points = (points - points.mean(axis=0)) / np.median(lengths) * REST
    first = points.copy()
    for _ in range(rounds):
        force = np.zeros_like(points)
        across = points[ends[:, 1]] - points[ends[:, 0]]
        length = np.linalg.norm(across, axis=1, keepdims=True)
        pull = across / length * (length - REST) * 0.12
        np.add.at(force, ends[:, 0], pull)
        np.add.at(force, ends[:, 1], -pull)
        apart = points[:, None, :] - points[None, :, :]
        distance = np.linalg.norm(apart, axis=2)
        np.fill_diagonal(distance, 9.0)
        near = np.maximum(0.0, 1.05 - distance) / np.maximum(distance, 1e-6)
        force += (apart * near[:, :, None]).sum(axis=1) * 0.25
        # Held a little by where it was, so that a coast stays a coast.
        points += force + (first - points) * BACK
    return {code: (float(points[at[code], 0]), float(points[at[code], 1])) for code in codes}


def _beside(cell: Cell) -> tuple[Cell, Cell, Cell, Cell]:
    column, row = cell
    return (column + 1, row), (column - 1, row), (column, row + 1), (column, row - 1)


@dataclass
class Board:
    """Tiles on a grid, and what is wrong with how they lie (`trouble`)."""

    cells: dict[str, Cell]
    wanted: Mapping[str, Place]  # where each would lie best, in cells
    held: Mapping[str, Cell]  # where it lay on the map before; may be empty
    pairs: Mapping[str, Sequence[tuple[str, float, float]]]  # neighbours, and the direction in which they lie
    provinces: Mapping[str, str]
    free: frozenset[Cell]  # what counts as filled, and stays free

    def __post_init__(self) -> None:
        self.on: dict[Cell, str] = {cell: code for code, cell in self.cells.items()}

    def of(self, code: str, without: str | None = None) -> float:
        """What is wrong with the place of one tile, towards its neighbours (but for one) and where it should lie."""
        column, row = self.cells[code]
        wanted = self.wanted[code]
        found = DISPLACED * ((column - wanted[0]) ** 2 + (row - wanted[1]) ** 2)
        held = self.held.get(code)
        if held is not None:
            found += MOVED * ((column - held[0]) ** 2 + (row - held[1]) ** 2)
        for other, east, south in self.pairs[code]:
            if other != without:
                there = self.cells[other]
                across, down = there[0] - column, there[1] - row
                far = max(abs(across), abs(down)) - 1
                found += APART * (1 + 0.5 * far * far) if far else 0.0
                found += TURNED * (1 - (across * east + down * south) / math.sqrt(across * across + down * down))
        return found

    def gaps(self, cells: Iterable[Cell]) -> float:
        """What is wrong with the empty ones among these cells and those beside them: how many tiles lie beside each."""
        found = 0.0
        for here in {near for cell in cells for near in (cell, *_beside(cell))}:
            if here not in self.on and here not in self.free:
                found += GAP[sum(near in self.on or near in self.free for near in _beside(here))]
        return found

    def borders(self, cells: Iterable[Cell]) -> float:
        """What is wrong with the sides of these cells: those between provinces."""
        sides = {(min(cell, near), max(cell, near)) for cell in cells for near in _beside(cell)}
        found = 0
        for one, other in ((self.on.get(first), self.on.get(second)) for first, second in sides):
            found += one is not None and other is not None and self.provinces[one] != self.provinces[other]
        return PROVINCE * found

    def change(self, code: str, to: Cell) -> float:
        """Moves a tile to a cell, or exchanges it with the one there; gives by how much that is worse."""
        cell, other = self.cells[code], self.on.get(to)
        before = self._around(code, other, cell, to)
        self._put(code, cell, to, other)
        return self._around(code, other, cell, to) - before

    def _around(self, code: str, other: str | None, cell: Cell, to: Cell) -> float:
        found = self.of(code) + self.borders((cell, to))
        # An exchange leaves the same cells empty.
        return found + (self.gaps((cell, to)) if other is None else self.of(other, without=code))

    def _put(self, code: str, cell: Cell, to: Cell, other: str | None) -> None:
        self.cells[code], self.on[to] = to, code
        if other is None:
            del self.on[cell]
        else:
            self.cells[other], self.on[cell] = cell, other

    def trouble(self) -> float:
        """All that is wrong; what two tiles have with each other counts twice."""
        return sum(self.of(code) for code in self.cells) + self.gaps(self.on) + self.borders(self.on)

    def undo(self, code: str, cell: Cell) -> None:
        """Takes the last change back: a tile returns to the cell where it was."""
        to = self.cells[code]
        other = self.on.get(cell)
        self._put(code, to, cell, other)


def anneal(board: Board, dice: random.Random, rounds: int, hot: float) -> None:
    """Changes at random, the worse ones ever more seldom."""
    codes = sorted(board.cells)
    for number in range(rounds):
        heat = hot * (COLD / hot) ** (number / rounds)
        code = dice.choice(codes)
        column, row = board.cells[code]
        to = (column + dice.randint(-2, 2), row + dice.randint(-2, 2))
        if to == (column, row) or to in board.free:
            continue
        worse = board.change(code, to)
        if worse > 0 and dice.random() >= math.exp(-worse / heat):
            board.undo(code, (column, row))


def descend(board: Board) -> int:
    """Makes every move and exchange within three cells that is an improvement; gives how many it made."""
    made = 0
    while True:
        better = 0
        for code in sorted(board.cells):
            for across in range(-3, 4):
                for down in range(-3, 4):
                    column, row = board.cells[code]
                    to = (column + across, row + down)
                    if to == (column, row) or to in board.free:
                        continue
                    if board.change(code, to) < -1e-9:
                        better += 1
                    else:
                        board.undo(code, (column, row))
        made += better
        if not better:
            return made


def holes(board: Board) -> set[Cell]:
    """The empty cells from which no way leads out, past Brussels neither."""
    columns, rows = zip(*board.on, strict=True)
    box = {
        (column, row)
        for column in range(min(columns) - 1, max(columns) + 2)
        for row in range(min(rows) - 1, max(rows) + 2)
    }
    inside = box - board.on.keys() - board.free
    reached = [(min(columns) - 1, min(rows) - 1)]
    inside.discard(reached[0])
    while reached:
        for near in _beside(reached.pop()):
            if near in inside:
                inside.discard(near)
                reached.append(near)
    return inside


def fill_holes(board: Board) -> None:
    """Shifts the tiles of a row or column into each hole, from the side on which that does least harm."""
    while inside := sorted(holes(board)):
        hole = inside[0]
        lines = [line for turn in range(4) if (line := _line(board, hole, turn))]
        troubles = []
        for line in lines:
            shift(board, line)
            troubles.append(board.trouble())
            shift(board, line[::-1])
        shift(board, lines[troubles.index(min(troubles))])


def _line(board: Board, hole: Cell, turn: int) -> list[Cell]:
    """The cells from a hole to the last tile before the outside, in one of four directions; none past Brussels."""
    line = [hole]
    while (near := _beside(line[-1])[turn]) in board.on:
        line.append(near)
    return [] if near in board.free or near in holes(board) else line


def shift(board: Board, line: Sequence[Cell]) -> None:
    """Moves the tile on each cell of a line to the one before it; the first is empty."""
    for to, cell in pairwise(line):
        board.change(board.on[cell], to)


def before_the_mergers(rows: Sequence[Municipality], dice: random.Random) -> Board:
    """The map before the mergers: spread, assigned, annealed and tidied up. Voeren is not on it yet."""
    wanted, free = best_places(rows)
    board = board_of(rows, wanted, _assigned(wanted, free), {}, free)
    return _tidied(board, dice)


def since_the_mergers(rows: Sequence[Municipality], old: Board, dice: random.Random) -> Board:
    """The map since the mergers: each begins where it stood, or where the largest that merged into it stood."""
    merged: dict[str, list[str]] = {}
    for code in old.cells:
        merged.setdefault(municipalities().current_code(code, SINCE) or code, []).append(code)
    largest = {code: max(of, key=lambda one: municipalities().get(one).inhabitants) for code, of in merged.items()}
    cells = {code: old.cells[one] for code, one in largest.items()}
    wanted, free = best_places(rows)
    # Both maps have Brussels in the same place.
    east, south = (min(cell[axis] for cell in old.free) - min(cell[axis] for cell in free) for axis in (0, 1))
    wanted = {code: (column + east, row + south) for code, (column, row) in wanted.items()}
    return _tidied(board_of(rows, wanted, cells, dict(cells), old.free), dice)


def _tidied(board: Board, dice: random.Random) -> Board:
    anneal(board, dice, ROUNDS, HOT)
    fill_holes(board)
    descend(board)
    return board


def centre(row: Municipality) -> Place:
    """Where a municipality lies on the flat map."""
    return plane(row.longitude, row.latitude)


def best_places(rows: Sequence[Municipality]) -> tuple[dict[str, Place], frozenset[Cell]]:
    """Where each but Voeren would lie best, in cells, with room for Brussels; and the cells of Brussels."""
    places = {row.nis: centre(row) for row in rows if row.nis != VOEREN}
    with_brussels = {**places, "": plane(*BRUSSELS)}
    around = {(code, "") for code, place in places.items() if math.dist(place, with_brussels[""]) < RING}
    spread_out = spread(with_brussels, sorted(neighbours(places) | around))
    west, north = (min(place[axis] for place in spread_out.values()) for axis in (0, 1))
    wanted = {code: (place[0] - west, place[1] - north) for code, place in spread_out.items()}
    middle = wanted.pop("")
    corner = (round(middle[0] - 0.5), round(middle[1] - 0.5))
    return wanted, frozenset((corner[0] + across, corner[1] + down) for across in (0, 1) for down in (0, 1))


def board_of(
    rows: Sequence[Municipality],
    wanted: Mapping[str, Place],
    cells: dict[str, Cell],
    held: Mapping[str, Cell],
    free: frozenset[Cell],
) -> Board:
    """The board with these tiles on these cells; who are neighbours, and how they lie, is read off the centres."""
    places = {row.nis: centre(row) for row in rows}
    beside: dict[str, list[tuple[str, float, float]]] = {code: [] for code in wanted}
    for one, other in sorted(neighbours(places)):
        for here, there in ((one, other), (other, one)):
            east, south = (places[there][axis] - places[here][axis] for axis in (0, 1))
            length = math.hypot(east, south)
            beside[here].append((there, east / length, south / length))
    return Board(cells, wanted, held, beside, {row.nis: row.province for row in rows}, free)


def _assigned(wanted: Mapping[str, Place], free: frozenset[Cell]) -> dict[str, Cell]:
    """Each to a cell of its own, with the least displacement in all (squared)."""
    codes = sorted(wanted)
    wide, high = (math.ceil(max(place[axis] for place in wanted.values())) for axis in (0, 1))
    cells = [(x, y) for x in range(wide + 2) for y in range(high + 2) if (x, y) not in free]
    places = np.array([wanted[code] for code in codes])
    cost = ((places[:, None, :] - np.array(cells)[None, :, :]) ** 2).sum(axis=2)
    _, chosen = linear_sum_assignment(cost)
    return {code: cells[number] for code, number in zip(codes, chosen, strict=True)}


def exclave(*boards: Board) -> Cell:
    """Where Voeren lies on all these maps: in the south east, one cell apart from everybody."""
    taken = {cell for board in boards for cell in board.on}
    south = max(cell[1] for board in boards for code, cell in board.cells.items() if board.provinces[code] == LIMBURG)
    return max(column for column, row in taken if abs(row - south) <= 1) + 2, south


def main() -> None:
    """Places both maps and writes them."""
    dice = random.Random(SEED)
    old = before_the_mergers(municipalities().on(FIRST_DAY), dice)
    new = since_the_mergers(municipalities().on(SINCE), old, dice)
    apart = {VOEREN: exclave(old, new)}
    maps = ((FIRST_DAY, old.cells | apart), (SINCE, new.cells | apart))
    west, north = (min(cell[axis] for _, cells in maps for cell in cells.values()) for axis in (0, 1))
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("since", "nis", "column", "row"))
        for since, cells in maps:
            free = [("", cell) for cell in sorted(old.free)]
            for code, (column, row) in [*sorted(cells.items()), *free]:
                writer.writerow((since, code, column - west, row - north))
    print(f"{FILE.name}: {', '.join(f'{len(cells)} tiles from {since} on' for since, cells in maps)}")


if __name__ == "__main__":
    main()
