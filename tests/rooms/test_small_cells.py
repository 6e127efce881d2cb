"""What is published of a table of people is attacked: no number of one to four comes out of it, by any subtraction.

The attacker knows how the table is made: which cells are zero, that "fewer than 5" is one to four, that what is hidden
beside it is at least five, and every sum of a row and a column. A linear program says how low and how high each hidden
number can be. Row and column sums make a network, so its answers are whole numbers.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from sluis.reporting.small_cells import LEAST, TOTAL, Cell, Place, alone, protected, with_totals

Table = Mapping[Place, int]


class Attack:
    """What somebody can work out who sees every cell as published, and knows one row (or none) besides."""

    def __init__(self, table: Table, cells: Mapping[Place, Cell], own: str | None = None) -> None:
        called_small = any(cell.small for cell in cells.values())
        self.unknown = [at for at, cell in cells.items() if cell.value is None and at[0] != own]
        known = {at: table[at] for at in table if at not in self.unknown}
        assert all(known[at] == cells[at].value for at in known if at[0] != own)
        self.bounds = [
            (1, LEAST - 1) if cells[at].small else (LEAST if called_small else 1, None) for at in self.unknown
        ]
        rows, columns = {row for row, _ in table} - {TOTAL}, {column for _, column in table} - {TOTAL}
        sums = [[*((row, column) for column in columns), (row, TOTAL)] for row in (*rows, TOTAL)]
        sums += [[*((row, column) for row in rows), (TOTAL, column)] for column in (*columns, TOTAL)]
        self.equations, self.right = [], []
        for *parts, total in sums:
            signs = {**dict.fromkeys(parts, 1), total: -1}
            self.equations.append([signs.get(at, 0) for at in self.unknown])
            self.right.append(-sum(sign * known[at] for at, sign in signs.items() if at in known))

    def range_of(self, place: Place) -> tuple[int, int | None]:
        """How low and how high a number can be; None where there is no end to it."""
        goal = [1 if at == place else 0 for at in self.unknown]
        return self._least(goal), None if (most := self._solve([-one for one in goal])) is None else -most

    def _least(self, goal: list[int]) -> int:
        least = self._solve(goal)
        assert least is not None
        return least

    def _solve(self, goal: list[int]) -> int | None:
        found = linprog(goal, A_eq=self.equations, b_eq=self.right, bounds=self.bounds, method="highs")
        if found.status == 3:  # without end
            return None
        assert found.status == 0, found.message
        value: float = found.fun
        assert abs(value - round(value)) < 1e-6
        return round(value)


def assert_safe(table: Table) -> dict[Place, Cell]:
    cells, whole = protected(table), with_totals(table)
    small = [at for at, number in whole.items() if 0 < number < LEAST]
    for own in (None, *sorted({row for row, _ in table})):
        attack = Attack(whole, cells, own)
        for at in small:
            # One's own number is no secret, nor is a total that is nobody else's.
            if at[0] in (own, TOTAL) and own is not None:
                continue
            assert cells[at].value is None
            low, high = attack.range_of(at)
            assert high is None or low < high, (at, own, whole)
    return cells


def tables(rows: int, columns: int, most: int) -> st.SearchStrategy[dict[Place, int]]:
    numbers = st.one_of(st.just(0), st.integers(1, 6), st.integers(0, most))
    places = [(f"m{row}", f"p{column}") for row in range(rows) for column in range(columns)]
    return st.lists(numbers, min_size=len(places), max_size=len(places)).map(
        lambda given: dict(zip(places, given, strict=True))
    )


@settings(max_examples=60, deadline=None)
@given(st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(lambda size: tables(*size, 30)))
@example({("m0", "p0"): 3, ("m0", "p1"): 5})
@example({("m0", "p0"): 4, ("m0", "p1"): 4})
@example({("m0", "p0"): 4, ("m1", "p0"): 4})
@example({("m0", "p0"): 1, ("m0", "p1"): 5, ("m1", "p0"): 5, ("m1", "p1"): 5})
@example({("m0", "p0"): 2, ("m1", "p0"): 40, ("m0", "p1"): 30, ("m1", "p1"): 30, ("m2", "p2"): 3})
@example({("m0", "p0"): 3, ("m1", "p0"): 900})
# Tables from which a number came out where a total was thought to go down as its part goes up.
@example({("m0", "p0"): 3, ("m1", "p0"): 1})
@example({("m0", "p0"): 3, ("m0", "p1"): 4, ("m1", "p0"): 1, ("m1", "p1"): 7})
@example({("m0", "p0"): 2, ("m0", "p1"): 5, ("m1", "p0"): 3, ("m1", "p1"): 1})
def test_no_small_number_comes_out_of_what_is_published(table: dict[Place, int]) -> None:
    assert_safe(table)


@settings(max_examples=8, deadline=None)
@given(tables(12, 5, 60))
def test_nor_of_a_larger_table(table: dict[Place, int]) -> None:
    cells, whole = protected(table), with_totals(table)
    attack = Attack(whole, cells)
    for at, number in whole.items():
        if 0 < number < LEAST:
            low, high = attack.range_of(at)
            assert high is None or low < high


def test_the_attack_finds_what_a_careless_table_gives_away() -> None:
    table = with_totals({("m0", "p0"): 3, ("m0", "p1"): 20, ("m1", "p0"): 30, ("m1", "p1"): 40})
    careless = {at: Cell(None, small=True) if number < LEAST else Cell(number) for at, number in table.items()}
    assert Attack(table, careless).range_of(("m0", "p0")) == (3, 3)


def test_what_is_large_enough_is_all_shown() -> None:
    table = {("m0", "p0"): 5, ("m0", "p1"): 0, ("m1", "p0"): 7, ("m1", "p1"): 9}
    assert {at: cell.value for at, cell in protected(table).items()} == {
        **table,
        ("m0", TOTAL): 5,
        ("m1", TOTAL): 16,
        (TOTAL, "p0"): 12,
        (TOTAL, "p1"): 9,
        (TOTAL, TOTAL): 21,
    }


def test_it_hides_four_numbers_for_a_small_one_and_keeps_the_totals() -> None:
    table = {(f"m{row}", f"p{column}"): 10 + row + column for row in range(6) for column in range(4)}
    cells = assert_safe({**table, ("m2", "p1"): 2})
    hidden = {at for at, cell in cells.items() if cell.value is None}
    assert {at for at in hidden if cells[at].small} == {("m2", "p1")}
    # Two rectangles that share the corner beside it: by two other rows, so that neither row's owner can tell.
    assert len(hidden) == 6
    assert not any(TOTAL in at for at in hidden)


def test_without_anybody_there_is_nothing_to_hide() -> None:
    assert protected({}) == {(TOTAL, TOTAL): Cell(0)}


@pytest.mark.parametrize(("number", "said"), [(0, "0"), (1, "fewer than 5"), (4, "fewer than 5"), (5, "5"), (80, "80")])
def test_a_number_by_itself_is_shown_or_called_small(number: int, said: str) -> None:
    cell = alone(number)
    assert (cell.said.en if cell.said else str(cell.value)) == said
