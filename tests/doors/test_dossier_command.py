"""`sluis dossier`: the number comes in on the standard input or from a file, and goes out nowhere."""

from __future__ import annotations

import io
import json
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connections
from tests.stories.cast import PEOPLE, House, ceremony, insz

from sluis.cli import clock
from sluis.cli.main import main
from sluis.disclosures.models import Delivery
from sluis.domain.entry import INSZ_SHAPED
from sluis.domain.insz import display
from sluis.dossiers import queries
from sluis.ledger import queries as ledger


@pytest.fixture
def house(database: str, home: Path, tmp_path: Path) -> House:
    return House(tmp_path)


class Door:
    """The command as it is typed; every answer is looked through for a number."""

    def __init__(self, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self._capsys, self._patch = capsys, patch

    def __call__(self, *arguments: str, given: str = "") -> tuple[int, str, str]:
        self._patch.setattr(sys, "stdin", io.StringIO(given))
        self._capsys.readouterr()
        try:
            status = main(["dossier", *arguments])
        except SystemExit as end:
            status = int(str(end.code))
        out, err = self._capsys.readouterr()
        assert not INSZ_SHAPED.search(out + err)
        return status, out, err


@pytest.fixture
def door(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Door:
    return Door(capsys, monkeypatch)


def standing(person: int) -> queries.Standing:
    return queries.standing(insz(person), agency="agii")


def test_restrict_and_release_over_the_standard_input(house: House, door: Door) -> None:
    status, out, _ = door("restrict", "--reason", "objection", given=f"{display(insz(2))}\n")
    assert (status, out) == (0, "The dossier is restricted from now on.\n")
    assert standing(2).restricted
    assert door("restrict", "--reason", "order", given=insz(2))[:2] == (
        0,
        "The dossier was restricted already; nothing changed.\n",
    )
    assert door("release", "--reason", "not-upheld", given=insz(2))[0] == 0
    assert not standing(2).restricted


def test_erase_with_a_file(house: House, door: Door, tmp_path: Path) -> None:
    file = tmp_path / "number"
    file.write_text(insz(2) + "\n", encoding="utf-8")
    status, _, err = door("erase", "--reason", "request", "--insz-file", str(file))
    assert status == 1
    assert "Nothing was changed. The newest extract of agii still has this person" in err
    house.take_in([line for line in PEOPLE if insz(2) not in line], clock.today() + timedelta(days=1))
    assert door("erase", "--reason", "request", "--insz-file", str(file))[0] == 0
    with pytest.raises(queries.NoSuchDossier):
        standing(2)


def test_nothing_of_a_person_stands_in_the_ledger_or_in_what_the_app_may_read(house: House, door: Door) -> None:
    door("restrict", "--reason", "objection", given=insz(2))
    entry = json.loads(ledger.bodies(ledger.size() - 1, ledger.size())[0])
    assert entry["by"] == "agency:agii"
    assert (entry["agency"], entry["reason"]) == ("agii", "objection")
    assert set(entry) == {"format", "kind", "at", "by", "agency", "reason"}


class TestShow:
    def test_it_lists_the_parcels_that_held_the_person_and_no_other(self, house: House, door: Door) -> None:
        house.ask(ceremony())
        door("restrict", "--reason", "objection", given=insz(2))
        house.ask(ceremony())
        status, out, _ = door("show", given=insz(2))
        first, second = Delivery.objects.order_by("entry")
        assert status == 0
        assert "in the newest extract, restricted." in out
        assert str(first.pk) in out
        assert str(second.pk) not in out
        assert "municipality 23003, integratiedienst, for ceremony" in out
        assert f"protocol AGII-23003, version 1\n  kept until   {first.keep_until}" in out
        assert out.endswith("1 parcel(s) held this person.\n")
        assert door("show", given=insz(1))[1].endswith("2 parcel(s) held this person.\n")
        assert door("show", given=insz(8))[1].endswith("\n0 parcel(s) held this person.\n")

    def test_each_role_reads_its_own_side_only(self, house: House, door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
        house.ask(ceremony())
        said: dict[str, list[str]] = {"default": [], "steward": []}

        def keep(alias: str, execute: object, sql: str, *rest: object) -> object:
            said[alias].append(sql)
            return execute(sql, *rest)  # type: ignore[operator]

        with (
            connections["default"].execute_wrapper(lambda *told: keep("default", *told)),
            connections["steward"].execute_wrapper(lambda *told: keep("steward", *told)),
        ):
            # The command closes its connections when it ends; the wrappers are on these.
            from sluis.cli import dossier

            assert dossier._show(insz(1), "agii") == 0
        assert said["steward"]
        assert not [sql for sql in said["steward"] if "disclosures_" in sql]
        assert not [sql for sql in said["default"] if "dossiers_" in sql]


class TestWrongUse:
    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ("", "There is nothing on the standard input"),
            ("Layla Haddad", "not one INSZ: eleven digits"),
            (f"{insz(1)}\n{insz(2)}", "not one INSZ: eleven digits"),
            (f"{insz(1)[:-2]}98", "The check digits of the INSZ are wrong"),
            ("1" * 5000, "not one INSZ: eleven digits"),
        ],
    )
    def test_what_is_no_number(self, database: str, door: Door, given: str, words: str) -> None:
        status, _, err = door("restrict", "--reason", "objection", given=given)
        assert status == 2
        assert words in err

    def test_a_number_that_nobody_has(self, house: House, door: Door) -> None:
        status, _, err = door("restrict", "--reason", "objection", given=insz(77))
        assert status == 1
        assert "Nothing was changed. agii has no dossier under this number." in err

    def test_a_number_among_the_arguments_is_refused_and_not_repeated(self, door: Door) -> None:
        for number in (insz(1), display(insz(1))):
            status, _, err = door("restrict", "--reason", "objection", number)
            assert status == 2
            assert "a number that is not repeated here" in err

    def test_a_reason_of_one_s_own_is_refused(self, door: Door) -> None:
        status, _, err = door("restrict", "--reason", "because", given=insz(1))
        assert status == 2
        assert "objection" in err

    def test_a_file_that_is_not_there_or_no_text(self, database: str, door: Door, tmp_path: Path) -> None:
        status, _, err = door("show", "--insz-file", str(tmp_path / "none"))
        assert status == 2
        assert "--insz-file cannot be read: No such file" in err
        (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
        assert door("show", "--insz-file", str(tmp_path / "bytes"))[0] == 2

    def test_an_agency_that_can_be_none(self, door: Door) -> None:
        assert door("show", "--agency", "../agii")[0] == 2
