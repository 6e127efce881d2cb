"""The extract of invented people: always the same one, taken in without a murmur, and nobody alive in it."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path
from random import Random

import pytest

from sluis.cli.main import main
from sluis.dossiers import actions, synthesis
from sluis.dossiers.extract import COLUMNS, Extract
from sluis.parties.municipalities import municipalities

DAY = date(2026, 11, 1)


def written(folder: Path, people: int, seed: int = 1, as_of: date = DAY) -> bytes:
    path = folder / "extract.csv"
    synthesis.write_extract(path, people=people, seed=seed, as_of=as_of)
    return path.read_bytes()


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(content.decode().splitlines()))


def numbers_of(rows: list[dict[str, str]]) -> list[str]:
    return [row["insz"] for row in rows] + [row["insz_previous"] for row in rows if row["insz_previous"]]


def test_the_same_number_seed_and_date_give_the_same_bytes(tmp_path: Path) -> None:
    first = written(tmp_path, 2_000)
    assert written(tmp_path, 2_000) == first
    assert written(tmp_path, 2_000, seed=2) != first
    assert written(tmp_path, 2_000, as_of=date(2024, 11, 1)) != first
    assert first.startswith(",".join(COLUMNS).encode() + b"\n")


@pytest.mark.parametrize(
    ("people", "as_of"),
    [(1, DAY), (2, DAY), (7, DAY), (300, DAY), (15_000, DAY), (15_000, date(2024, 12, 31)), (80_000, DAY)],
)
def test_every_row_is_valid_and_every_number_occurs_once(people: int, as_of: date, tmp_path: Path) -> None:
    content = written(tmp_path, people, as_of=as_of)
    path = tmp_path / "extract.csv"
    with path.open("rb") as file:
        extract = Extract(file, agency="agii", as_of=as_of, known=municipalities())
        batches = list(extract.batches())
    assert extract.rows == people
    assert not any(batch.bad for batch in batches)
    assert not any(b",True" in batch.noted for batch in batches)  # no code of a municipality that has merged
    numbers = numbers_of(rows_of(content))
    assert len(set(numbers)) == len(numbers) >= people


@pytest.mark.parametrize("people", [15_000, 40_000])
def test_counters_are_those_that_are_not_issued(people: int, tmp_path: Path) -> None:
    assert {number[6:9] for number in numbers_of(rows_of(written(tmp_path, people)))} == {"000", "999"}


def test_where_those_run_out_the_births_are_of_1900_to_1920(tmp_path: Path) -> None:
    numbers = numbers_of(rows_of(written(tmp_path, 100_000)))
    others = [number for number in numbers if number[6:9] not in ("000", "999")]
    assert len(others) > 30_000
    assert all(int(number[:2]) <= 20 for number in others)
    # The check digits say that the century is the twentieth, where nobody could be alive.
    assert all(97 - int(number[:9]) % 97 == int(number[9:]) for number in others)


def test_there_is_an_end_to_the_numbers(tmp_path: Path) -> None:
    path = tmp_path / "extract.csv"
    with pytest.raises(synthesis.TooManyPeople, match=r"\d{7}"):
        synthesis.write_extract(path, people=10**8, seed=1, as_of=DAY)
    assert not path.exists()
    most = synthesis.Numbers(7_000_000, Random(1))
    assert len({most.of(place) for place in range(0, 7_000_000, 997)}) == 7_022


def test_it_looks_like_a_source(tmp_path: Path) -> None:
    rows = rows_of(written(tmp_path, 30_000))
    share = {name: sum(bool(row[name]) for row in rows) / len(rows) for name in COLUMNS}
    assert 0.9 < share["contract_signed_on"] < 0.99
    assert 0.45 < share["attest_obtained_on"] < 0.65
    assert 0.97 < share["surname"] < 1
    assert 0.97 < share["first_name"] < 1
    assert 0 < share["insz_previous"] < 0.01
    assert {row["status"] for row in rows} == {"active", "deceased", "struck_off", "cancelled"}
    assert 0.96 < sum(row["status"] == "active" for row in rows) / len(rows) < 1
    assert 0.03 < sum(int(row["insz"][2:4]) > 12 for row in rows) / len(rows) < 0.07  # BIS numbers
    assert any(row["insz"][2:6] == "0000" for row in rows)  # unknown dates
    assert any(not row["surname"].isascii() for row in rows)
    assert all(row["contract_signed_on"] <= DAY.isoformat() for row in rows)
    assert all(row["attest_obtained_on"] <= DAY.isoformat() for row in rows)
    towns = Counter(row["nis"] for row in rows).most_common()
    assert towns[0][0] == "11002"
    assert sum(count for _, count in towns[:13]) > len(rows) * 0.3
    assert len(towns) > 270


@pytest.mark.parametrize("day", [date(2024, 12, 31), date(2025, 1, 1)])
def test_only_municipalities_that_exist_on_the_day(day: date, tmp_path: Path) -> None:
    codes = {row["nis"] for row in rows_of(written(tmp_path, 20_000, as_of=day))}
    assert codes <= {town.nis for town in municipalities().on(day)}
    assert ("71022" in codes, "71072" in codes) == ((True, False) if day.year == 2024 else (False, True))


def test_the_command_and_the_import_of_what_it_wrote(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "extract.csv"
    assert main(["synthesize", "--people", "500", "--seed", "3", "--as-of", "2026-11-01", str(path)]) == 0
    assert path.read_bytes() == written(tmp_path, 500, seed=3)
    assert main(["import", str(path), "--as-of", "2026-11-01"]) == 0
    assert "500 rows read, 500 taken in" in capsys.readouterr().out


def test_importing_it_twice_changes_nothing(database: str, tmp_path: Path) -> None:
    from datetime import UTC, datetime

    written(tmp_path, 3_000)
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    for outcome in ((3_000, 0, 0), (0, 0, 3_000)):
        report = actions.import_extract(tmp_path / "extract.csv", agency="agii", as_of=DAY, by="agency:agii", at=now)
        assert (report.added, report.changed, report.unchanged) == outcome
        assert report.quarantined == 0


@pytest.mark.parametrize("people", ["0", "-1", "100000000"])
def test_an_impossible_number_of_people_is_wrong_usage(
    people: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "extract.csv"
    assert main(["synthesize", "--people", people, "--seed", "1", str(path)]) == 2
    assert "--people" in capsys.readouterr().err
    assert not path.exists()
