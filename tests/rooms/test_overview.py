"""The public overview: counted against the municipalities that existed on the day, in four formats."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from tests.stories.cast import BEERSEL, CODE, MANAGER, register_beersel

from sluis.cli import clock
from sluis.cli import main as door
from sluis.domain.lifecycle import Verb
from sluis.protocols import actions
from sluis.register import formats
from sluis.register.queries import InvalidDay, Overview, overview

IN_2020 = date(2020, 11, 15)


@pytest.mark.usefixtures("database")
class TestCounting:
    @pytest.mark.parametrize(("day", "total"), [(IN_2020, 300), (date(2026, 11, 23), 285)])
    def test_beersel_counts_against_the_municipalities_of_the_day(self, day: date, total: int) -> None:
        register_beersel()
        seen = overview(day)
        assert (seen.in_force, seen.total) == (1, total)
        (row,) = seen.municipalities
        assert (row.nis, row.name, row.since, row.protocol, row.number) == (
            BEERSEL, "Beersel", date(2020, 11, 1), CODE, 1,
        )  # fmt: skip
        assert sum(row.total for row in seen.per_province) == total
        assert [group.name for group in seen.per_province if group.in_force] == ["Vlaams-Brabant"]

    def test_without_protocols_nobody_counts(self) -> None:
        assert overview(IN_2020).in_force == 0

    def test_the_day_before_it_began_a_protocol_does_not_count(self) -> None:
        register_beersel()
        assert overview(date(2020, 10, 31)).in_force == 0
        assert overview(date(2020, 11, 1)).in_force == 1

    def test_a_suspended_protocol_does_not_count_and_its_past_stays(self) -> None:
        register_beersel()
        at = datetime(2026, 6, 1, 12, tzinfo=clock.BRUSSELS)
        actions.move(CODE, Verb.SUSPEND, reason="an audit", by=MANAGER, at=at)
        assert overview(at.date()).in_force == 0
        assert overview(at.date() - timedelta(days=1)).in_force == 1

    def test_a_day_of_which_the_municipalities_are_not_known_has_no_overview(self) -> None:
        with pytest.raises(InvalidDay, match="2019-01-01"):
            overview(date(2018, 12, 31))


@pytest.mark.parametrize("text", ["", "gisteren", "20201115", "2020-W46-7", "2020-02-30", "2020-11-15 ", "2018-12-31"])
def test_a_day_is_read_in_one_form_only(text: str) -> None:
    with pytest.raises(InvalidDay):
        formats.parse_day(text)


@pytest.mark.usefixtures("database")
class TestWriting:
    @pytest.fixture
    def seen(self) -> Overview:
        register_beersel()
        return overview(IN_2020)

    def test_json_has_exactly_its_keys(self, seen: Overview) -> None:
        data = json.loads(formats.as_json(seen))
        assert list(data) == [
            "on", "inForce", "total", "counts", "preparing", "first", "municipalities", "perProvince", "perSize",
            "perYear",
        ]  # fmt: skip
        assert data["counts"] == {"in_force": 1, "suspended": 0, "preparing": 0, "ended": 0, "none": 299}
        assert data["first"] == {"nis": "23003", "name": "Beersel", "since": "2020-11-01"}
        assert [row for row in data["municipalities"] if row["state"] != "none"] == [
            {
                "nis": "23003", "name": "Beersel", "province": "Vlaams-Brabant", "inhabitants": 25343,
                "state": "in_force", "status": "active", "since": "2020-11-01", "protocol": CODE, "version": 1,
            }
        ]  # fmt: skip
        counts = {"in_force": 1, "suspended": 0, "preparing": 0, "ended": 0, "none": 64}
        assert {"province": "Vlaams-Brabant", "inForce": 1, "total": 65, "counts": counts} in data["perProvince"]
        assert data["perYear"] == [
            {
                "year": 2020, "last": "2020-11-15", "begun": 1, "left": 0, "merged": 0, "inForce": 1, "total": 300,
            }
        ]  # fmt: skip

    def test_csv_is_one_line_a_municipality(self, seen: Overview) -> None:
        rows = list(csv.DictReader(formats.as_csv(seen).splitlines()))
        assert len(rows) == 300
        assert [(row["nis"], row["since"], row["protocol"]) for row in rows if row["state"] == "in_force"] == [
            ("23003", "2020-11-01", CODE)
        ]
        assert {row["since"] for row in rows if row["state"] == "none"} == {""}

    @pytest.mark.parametrize("write", [formats.as_text, formats.as_markdown])
    def test_a_person_reads_count_total_since_and_province(
        self, seen: Overview, write: Callable[[Overview], str]
    ) -> None:
        text = write(seen)
        assert "1 of 300 municipalities has a protocol in force" in text
        for said in ("Beersel", "2020-11-01", "West-Vlaanderen"):
            assert said in text


@pytest.mark.parametrize("command", [["overview"], ["municipality", "23003"]])
def test_a_bad_date_is_an_error_of_usage(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        door.main([*command, "--on", "2020-13-01"])
    assert ended.value.code == 2
    assert "'2020-13-01' is not a date" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["23003", "--on", "2020-11-15"], "23003 is Beersel (province Vlaams-Brabant"),
        (["23023", "--on", "2026-01-01"], "Pajottegem (23106) succeeds it on 2025-01-01."),
        (["23023", "--on", "2026-01-01"], "23023 no longer exists on 2026-01-01: it was Galmaarden"),
        (["23106", "--on", "2024-12-31"], "23106 does not exist yet on 2024-12-31"),
    ],
)
def test_a_code_is_explained_on_a_day(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert door.main(["municipality", *arguments]) == 0
    assert said in capsys.readouterr().out


def test_an_unknown_code_is_said_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert door.main(["municipality", "99999"]) == 1
    assert "has, or had since 2019, the NIS code '99999'" in capsys.readouterr().err
