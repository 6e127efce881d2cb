"""What a new user gets wrong: each is answered with a sentence that says what, where and what to do; no traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from tests.stories.cast import House, ceremony, insz

from sluis.cli.main import main
from sluis.cli.outcome import CommandFailed, database_answers
from sluis.disclosures.models import Ask, Delivery
from sluis.parties.models import Agency, RecipientKey

NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"


@pytest.fixture
def house(database: str, home: Path, tmp_path: Path) -> House:
    return House(tmp_path)


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    capsys.readouterr()
    try:
        status = main(arguments)
    except SystemExit as end:
        status = int(str(end.code))
    return status, capsys.readouterr().err


ASK = ("ask", "--municipality", "23003", "--purpose", "practice", "--out", "x")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((*ASK, "--period", "20260101..20260201"), "'20260101' is not a date; give one like 2020-11-15."),
        ((*ASK, "--period", "a..b"), "'a' is not a date"),
        ((*ASK, "--municipality", "Beersel"), "a NIS code is five digits, like 23003"),
        ((*ASK, "--municipality", "00000000097"), "a NIS code is five digits"),
        ((*ASK, "--purpose", "party"), "'party' (choose from 'ceremony', 'practice', 'buddy'"),
        ((*ASK, "--service", f"for {insz(1)}"), "leave every person out"),
        ((*ASK, "--idempotency-key", insz(1)), "leave every person out"),
        (("import", "x.csv", "--as-of", "20260101"), "'20260101' is not a date; give one like 2020-11-15."),
        (("import", "x.csv", "--as-of", "2010-01-01"), "known from 2019-01-01 on"),
        (("synthesize", "x.csv", "--people", "1", "--seed", "1", "--as-of", "1-1-2026"), "'1-1-2026' is not a date"),
        (("protocol", "suspend", "AGII-23003", "--reason", f"about {insz(1)}"), "leave every person out"),
        (("protocol", "hold", "AGII-23003", "--kind", "x"), "'x' (choose from 'sanction', 'breach')"),
        (("key", "init", "--agency", "../x"), "'../x' is no code of an agency, like agii"),
        (("overview", "--on", "20260101"), "'20260101' is not a date"),
    ],
)
def test_wrong_arguments(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], words: str) -> None:
    status, error = said(capsys, *arguments)
    assert status == 2
    # argparse puts quotation marks around choices in some versions of Python, and in others not.
    assert words.replace("'", "") in error.replace("'", "")
    assert insz(1) not in error


class TestTheDatabase:
    @pytest.mark.parametrize("command", [["protocol", "list"], ["overview"], ["demo", "--no-serve"], ["key", "init"]])
    def test_away_is_one_sentence(self, command: list[str], home: Path) -> None:
        ended = self.run(command, NOWHERE)
        assert ended.returncode == 1
        assert "The database cannot be reached: connection failed" in ended.stderr
        assert "Look whether it runs, and at DATABASE_URL." in ended.stderr
        assert "Traceback" not in ended.stderr

    @pytest.mark.parametrize(("address", "status"), [(NOWHERE, 1), ("nonsense", 2)])
    def test_installing_says_it_too(self, address: str, status: int, home: Path) -> None:
        ended = self.run(["database", "install"], address)
        assert ended.returncode == status
        assert "DATABASE_URL" in ended.stderr
        assert "Traceback" not in ended.stderr

    def test_a_home_that_cannot_be_made(self) -> None:
        ended = self.run(["overview"], "", SLUIS_HOME="/proc/nothing")
        assert ended.returncode == 1
        assert "cannot be used" in ended.stderr
        assert "SLUIS_HOME" in ended.stderr
        assert "Traceback" not in ended.stderr

    def test_not_installed_says_what_to_run(self, database: str, home: Path) -> None:
        with psycopg.connect(database, autocommit=True) as superuser:
            superuser.execute("DROP SCHEMA public CASCADE")
        ended = self.run(["overview"], database)
        assert ended.returncode == 1
        assert "Run `sluis database install`." in ended.stderr
        assert "Traceback" not in ended.stderr

    def test_an_error_does_not_repeat_a_row(self, house: House, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(CommandFailed) as failure, database_answers(), connections["steward"].cursor() as cursor:
            cursor.execute(
                "INSERT INTO dossiers_person (agency, insz, nis, status) VALUES ('agii', %s, '23003', 'active')",
                [insz(1)],
            )
        assert "SQLSTATE 23505, rule dossiers_one_insz" in str(failure.value)
        assert insz(1) not in str(failure.value)

    def run(self, command: list[str], address: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "sluis.cli.main", *command],
            env={**os.environ, "DATABASE_URL": address, **more},
            capture_output=True,
            text=True,
            check=False,
        )


class TestOpening:
    @pytest.fixture
    def parcel(self, house: House) -> Path:
        house.ask(ceremony())
        (house.folder / "key").write_text(house.identity, encoding="utf-8")
        return next(house.parcels.glob("*.zip.age"))

    def open(self, capsys: pytest.CaptureFixture[str], parcel: Path, house: House, *more: str) -> tuple[int, str]:
        return said(capsys, "open", str(parcel), "--key", str(house.folder / "key"), *more)

    def test_without_the_agency_s_key_it_says_what_was_not_checked(
        self, capsys: pytest.CaptureFixture[str], parcel: Path, house: House
    ) -> None:
        status, error = self.open(capsys, parcel, house)
        assert status == 0
        assert "The agency's signature was NOT checked" in error
        key = house.agency_key.minisign_public_key
        assert "NOT checked" not in self.open(capsys, parcel, house, "--agency-key", key)[1]

    @pytest.mark.parametrize("key", ["", "RW", "xx\n"])
    def test_an_agency_key_that_is_none_is_not_taken_for_no_wish_to_check(
        self, key: str, capsys: pytest.CaptureFixture[str], parcel: Path, house: House
    ) -> None:
        status, error = self.open(capsys, parcel, house, "--agency-key", key)
        assert status == 1
        assert "no public key of minisign" in error

    def test_a_key_file_that_is_none_is_named_itself(
        self, capsys: pytest.CaptureFixture[str], parcel: Path, house: House
    ) -> None:
        key = house.folder / "key"
        for content, words in ((b"\xff\xfe", "is not an age identity file"), (b"text", "--key"), (b"", "holds no age")):
            key.write_bytes(content)
            status, error = self.open(capsys, parcel, house)
            assert status == 1
            assert words in error
            assert "age" in error
            assert str(key) in error

    def test_rows_that_cannot_be_written(self, capsys: pytest.CaptureFixture[str], parcel: Path, house: House) -> None:
        status, error = self.open(capsys, parcel, house, "--rows", str(house.folder))
        assert status == 1
        assert "--rows" in error
        assert "cannot be written: Is a directory" in error


def test_a_destination_that_is_a_file_is_said_before_anything_is_asked(
    house: House, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    status, error = said(
        capsys, "ask", "--municipality", "23003", "--purpose", "ceremony", "--out", str(tmp_path / "file" / "x")
    )
    assert status == 2
    assert "is a file, not a folder" in error
    assert not Ask.objects.exists()


def test_a_waiting_parcel_without_a_place_is_said(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    house.parcels.touch()
    with pytest.raises(OSError, match="exists"):
        house.ask(ceremony())
    status, error = said(capsys, "deliver")
    assert status == 1
    assert "cannot be written to" in error
    assert Delivery.objects.get().status == "recorded"


def test_a_key_that_cannot_be_written_is_not_registered(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    before = RecipientKey.objects.count()
    status, error = said(capsys, "key", "make", str(house.folder), "--municipality", "23003")
    assert status == 1
    assert "Nothing was registered" in error
    assert RecipientKey.objects.count() == before


def test_a_key_that_cannot_be_registered_is_not_left_behind(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    status, error = said(capsys, "key", "make", str(house.folder / "new"), "--municipality", "99999")
    assert status == 1
    assert "NIS code '99999'" in error
    assert not (house.folder / "new").exists()


def test_a_signing_key_that_is_none_says_which(house: House, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = home / "keys" / "ledger.key"
    path.write_text("junk", encoding="utf-8")
    assert "is not a signing key of Sluis. Put the right file back" in said(capsys, "ledger", "verify")[1]
    path.unlink()
    path.mkdir()
    assert "cannot be read: Is a directory" in said(capsys, "ledger", "verify")[1]


def test_the_agency_of_a_key_is_checked_below_the_door_too(house: House) -> None:
    from sluis.cli import clock
    from sluis.parties.actions import register_agency

    with pytest.raises(ValueError, match="no code for an agency"):
        register_agency(code="A b", name="x", kbo="0543307391", minisign_public_key="x", at=clock.now())
    assert Agency.objects.count() == 1
