"""What selection makes of the people in the vault: the rows as CSV, and a commitment for each."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import psycopg
import pytest
from tests.rooms.test_walls import permit
from tests.stories.cast import BEERSEL, House, insz

from sluis.disclosures.selection import commitment, select, side_by_side
from sluis.domain import merkle

# A name as it stands in the vault, and as it must stand in the parcel.
NAMES = [
    ("Peeters", "Peeters"),
    ("De Smet, junior", '"De Smet, junior"'),
    ('"Jef"', '"""Jef"""'),
    ("in\ntwo", '"in\ntwo"'),
    ("re\rturn", '"re\rturn"'),
    ("Çelik ń 日", "Çelik ń 日"),
    ("t\\n", "t\\n"),
    ("100% {0}", "100% {0}"),
    (" ", " "),
    (None, ""),
]


@pytest.fixture
def house(database: str, home: Path, tmp_path: Path) -> House:
    return House(tmp_path)


@pytest.mark.parametrize(("name", "written"), NAMES)
def test_a_name_stands_in_the_csv_as_the_format_says(
    name: str | None, written: str, house: House, database: str
) -> None:
    with psycopg.connect(database, autocommit=True) as superuser:
        superuser.execute("UPDATE dossiers_person SET surname = %s, first_name = 'x' WHERE insz = %s", [name, insz(1)])
    rows = select(permit()).csv.decode()
    assert f"\n{insz(1)},{written},x" in rows
    read = list(csv.DictReader(io.StringIO(rows, newline="")))
    assert [row["surname"] for row in read if row["insz"] == insz(1)] == [name or ""]


def test_each_person_is_found_again_by_the_commitment_that_their_secret_gives(house: House, database: str) -> None:
    selected = select(permit())
    with psycopg.connect(database) as superuser:
        found = superuser.execute(
            "SELECT secret FROM dossiers_person WHERE insz = ANY (%s)", [[insz(1), insz(2), insz(3)]]
        ).fetchall()
    expected = sorted(commitment(bytes(secret), selected.delivery) for (secret,) in found)
    assert selected.commitments == b"".join(expected)
    assert selected.people_root == merkle.root(map(merkle.leaf_hash, expected))
    assert selected.count == len(expected) == 3


def test_the_same_person_has_another_commitment_in_every_delivery(house: House) -> None:
    first, second = select(permit()), select(permit())
    assert first.csv == second.csv
    assert first.commitments != second.commitments


def test_side_by_side_each_selection_sees_its_own_permit_and_the_order_stays(house: House) -> None:
    issued = [permit() for _ in range(8)]
    with side_by_side() as each:
        selected = list(each(select, issued))
    assert [one.issued for one in selected] == issued
    assert {one.count for one in selected} == {3}
    assert {one.issued.taken_in.ask.nis for one in selected} == {BEERSEL}
