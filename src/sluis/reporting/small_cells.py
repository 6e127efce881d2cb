"""Keeps small numbers of people out of a report: a number of one to four is not written, nor can it be worked out.

A report counts people for each municipality and purpose, with totals. Whoever subtracts what is shown from a total
could find a number that is not, so other numbers are hidden with it (complementary suppression), chosen in rectangles:
two rows and two columns. Along a rectangle one person more here, one fewer there, one fewer and one more, leave every
shown number as it is; so for each small number there is another table in which everything shown is the same and that
number is not. A municipality knows its own row; for it the rectangle goes by another row than its own.

Source of the method: L. H. Cox, "Suppression methodology and statistical disclosure control", JASA 75 (1980).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sluis.domain.words import Said

# The least number of people that is written down, as where the people that a draft would concern are counted.
LEAST = 5

TOTAL = ""
"""Names the row and the column of totals; no municipality and no purpose is called so."""

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of people as it is written: itself, "fewer than 5", or not at all, so that no other comes out of it."""

    value: int | None
    small: bool = False

    @property
    def said(self) -> Said | None:
        """What stands there where the number does not; None where it does."""
        return None if self.value is not None else FEWER if self.small else NOT_SHOWN


FEWER = Said(f"minder dan {LEAST}", f"fewer than {LEAST}")
NOT_SHOWN = Said("niet getoond", "not shown")


def alone(number: int) -> Cell:
    """A number of people that is part of no total."""
    return Cell(None, small=True) if 0 < number < LEAST else Cell(number)


def protected(counted: Mapping[Place, int]) -> dict[Place, Cell]:
    """What may be shown of a table of people, by row and column, and of its totals (`TOTAL`).

    Where rectangles cannot protect a small number, no number of the table but zero is shown, and none is called small.
    """
    table = with_totals(counted)
    small = {place for place, number in table.items() if 0 < number < LEAST}
    hidden = set(small)
    for place in sorted(small):
        found = _protection(table, place, hidden)
        if found is None:
            return {place: Cell(None if number else 0) for place, number in table.items()}
        hidden |= found
    return {
        place: Cell(None, small=place in small) if place in hidden else Cell(number) for place, number in table.items()
    }


def with_totals(counted: Mapping[Place, int]) -> dict[Place, int]:
    """The table with every row and column filled, zero where nothing was counted, and with its totals."""
    rows, columns = sorted({row for row, _ in counted}), sorted({column for _, column in counted})
    table = {(row, column): counted.get((row, column), 0) for row in rows for column in columns}
    table |= {(row, TOTAL): sum(table[row, column] for column in columns) for row in rows}
    return table | {(TOTAL, column): sum(table[row, column] for row in rows) for column in (*columns, TOTAL)}


def _protection(table: Mapping[Place, int], place: Place, hidden: set[Place]) -> set[Place] | None:
    """What to hide beside a small number: the rectangle that hides the fewest people, or two by different rows."""
    rows = dict.fromkeys(row for row, _ in table if row != place[0])
    first = _rectangle(table, place, rows, hidden)
    if first is None:
        return None
    by = first[1][0]
    if TOTAL in (by, place[0]):
        return set(first)
    # The municipality whose row this goes by knows its own numbers, so that for it nothing is hidden there.
    second = _rectangle(table, place, (row for row in rows if row != by), hidden.union(first))
    return None if second is None else {*first, *second}


def _rectangle(
    table: Mapping[Place, int], place: Place, rows: Iterable[str], hidden: set[Place]
) -> tuple[Place, Place, Place] | None:
    """The other corners of the rectangle along which the number can be another, that hides the fewest more people.

    In order: beside it, below it in one of these rows, and across. None where there is no such rectangle.
    """
    row, column = place
    number = table[place]
    columns = [other for at, other in table if at == row and other != column and table[row, other]]
    best, cost = None, 0
    for other_row in rows:
        if not table[other_row, column]:
            continue
        # A total goes up with its part; a part goes down where the total stays.
        down = 1 if TOTAL in (row, other_row) else -1
        for other_column in columns:
            corners = (row, other_column), (other_row, column), (other_row, other_column)
            more = sum(table[at] for at in corners if at not in hidden)
            if best is not None and more >= cost:
                continue
            along = 1 if TOTAL in (column, other_column) else -1
            steps = [(number, 1), *zip((table[at] for at in corners), (along, down, along * down), strict=True)]
            if any(all(_may_be(there, step * by) for there, step in steps) for by in (1, -1)):
                best, cost = corners, more
                if not cost:
                    return best
    return best


def _may_be(number: int, more: int) -> bool:
    """Whether a hidden number could be as much more: zero is always shown, and a small one is called small."""
    if number == 0:
        return False
    return 0 < number + more < LEAST if number < LEAST else number + more >= LEAST
