"""Taking in an extract, on a real database: what changes, what is put aside, and what is refused whole."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.rows import dict_row

from sluis.cli.main import main
from sluis.domain.entry import INSZ_SHAPED
from sluis.domain.words import Said
from sluis.dossiers import actions, queries
from sluis.dossiers.extract import COLUMNS, LONGEST_VALUE, Extract, ExtractRefused
from sluis.dossiers.reasons import IN_DUTCH, in_words
from sluis.dossiers.report import Report
from sluis.ledger import queries as ledger
from sluis.parties.municipalities import municipalities

PROJECT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = date(2026, 11, 1)
LATER = date(2026, 12, 1)
HEADER = ",".join(COLUMNS)

KORTESSEM, HASSELT, BEERSEL, MECHELEN = "73040", "71072", "23003", "12025"


def number(person: int) -> str:
    """An INSZ with a day counter that is not issued, another one for each `person`."""
    born = date(1950, 1, 1) + timedelta(days=person // 2)
    nine = int(f"{born:%y%m%d}{'999' if person % 2 else '000'}")
    return f"{nine:09d}{97 - nine % 97:02d}"


@dataclass(frozen=True)
class Row:
    """A row of an extract, valid unless said otherwise."""

    source_id: str = ""
    insz: str = number(0)
    previous: str = ""
    surname: str = "Haddad"
    first_name: str = "Layla"
    nis: str = BEERSEL
    contract: str = "2024-03-01"
    attest: str = ""
    status: str = "active"

    def __str__(self) -> str:
        return ",".join(asdict(self).values())


def person(place: int, **said: str) -> Row:
    """A row of a person that has a number in the source too."""
    return replace(Row(source_id=f"S{place}", insz=number(place)), **said)


class Vault:
    """The vault of a test's database, seen past its walls."""

    def __init__(self, address: str, folder: Path) -> None:
        self._address, self._folder = address, folder

    def take_in(self, *rows: Row | str, as_of: date = DAY, agency: str = "agii", many_may_go: bool = False) -> Report:
        return self.take_in_bytes(extract_of(*rows), as_of, agency, many_may_go)

    def take_in_bytes(
        self, content: bytes, as_of: date = DAY, agency: str = "agii", many_may_go: bool = False
    ) -> Report:
        path = self._folder / "extract.csv"
        path.write_bytes(content)
        return actions.import_extract(
            path, agency=agency, as_of=as_of, by=f"agency:{agency}", at=NOW, many_may_go=many_may_go
        )

    def query(self, statement: str) -> list[dict[str, Any]]:
        with psycopg.connect(self._address, row_factory=dict_row) as superuser:
            return superuser.execute(statement).fetchall()

    def people(self) -> list[dict[str, Any]]:
        return self.query("SELECT * FROM dossiers_person ORDER BY id")

    def one(self, **said: str) -> dict[str, Any]:
        (found,) = [row for row in self.people() if all(row[name] == value for name, value in said.items())]
        return found

    def former(self, person_id: int) -> set[str]:
        rows = self.query("SELECT person_id, insz FROM dossiers_former_insz")
        return {row["insz"] for row in rows if row["person_id"] == person_id}

    def everything(self) -> dict[str, list[dict[str, Any]]]:
        tables = ("person", "former_insz", "extract", "quarantined")
        return {table: self.query(f"SELECT * FROM dossiers_{table} ORDER BY id") for table in tables}

    def quarantined(self, report: Report) -> list[tuple[int, str]]:
        return [(row.line, row.column) for row in queries.quarantined(report.extract)]


@pytest.fixture
def vault(database: str, tmp_path: Path) -> Vault:
    return Vault(database, tmp_path)


def counts(report: Report) -> tuple[int, int, int, int, int]:
    return report.rows, report.added, report.changed, report.unchanged, report.left


# A row that is wrong in one way, the column that is to be named, and a word of the reason.
BAD_ROWS: dict[str, tuple[Row | str, str, str]] = {
    "check digits": (Row(insz="12345678901"), "insz", "check digits"),
    "too short": (Row(insz="8507300332"), "insz", "eleven digits"),
    "letters": (Row(insz="8507300332X"), "insz", "eleven digits"),
    "other digits": (Row(insz="８５０７３００３３２８"), "insz", "eleven digits"),
    "no insz": (Row(insz=""), "insz", "missing"),
    "only separators": (Row(insz=" .- "), "insz", "missing"),
    "previous wrong": (Row(previous="12345678901"), "insz_previous", "check digits"),
    "unknown nis": (Row(nis="99999"), "nis", "no Flemish municipality"),
    "no nis": (Row(nis=""), "nis", "missing"),
    "a name for a nis": (Row(nis="Hasselt"), "nis", "no Flemish municipality"),
    "no date": (Row(contract="31/12/2020"), "contract_signed_on", "YYYY-MM-DD"),
    "no such day": (Row(contract="2021-02-29"), "contract_signed_on", "YYYY-MM-DD"),
    "basic iso": (Row(contract="20210228"), "contract_signed_on", "YYYY-MM-DD"),
    "week date": (Row(attest="2025-W01-1"), "attest_obtained_on", "YYYY-MM-DD"),
    "a time": (Row(attest="2025-01-01T00:00"), "attest_obtained_on", "YYYY-MM-DD"),
    "attest before contract": (
        Row(contract="2024-03-01", attest="2024-02-29"),
        "attest_obtained_on",
        "before",
    ),
    "unknown status": (Row(status="Active"), "status", "none of"),
    "too few columns": ("S1," + number(0) + ",,Haddad", "first_name", "4 columns"),
    "one too few": (str(Row()).rpartition(",")[0], "status", "8 columns"),
    "too many columns": (f"{Row()},", "status", "10 columns"),
    "an unquoted comma": (str(Row(surname="Haddad, PhD")), "status", "10 columns"),
    "blanks only": ("  ", "insz", "1 columns"),
    "long surname": (Row(surname="a" * (LONGEST_VALUE + 1)), "surname", "longer"),
    "long first name": (Row(first_name="é" * (LONGEST_VALUE + 1)), "first_name", "longer"),
    "long source_id": (Row(source_id="7" * (LONGEST_VALUE + 1)), "source_id", "longer"),
    "very long": (Row(surname="a" * 300_000), "surname", "longer"),
    "nul": (Row(surname="Had\0dad"), "surname", "control"),
    "tab": (Row(first_name="Lay\tla"), "first_name", "control"),
    "carriage return": (Row(first_name="Lay\rla"), "first_name", "control"),
    "c1 control": (Row(surname="Had\u0085dad"), "surname", "control"),
    "right-to-left override": (Row(surname="Had\u202edad"), "surname", "control"),
    "line separator": (Row(source_id="S\u2028"), "source_id", "control"),
    "stray quote": (Row(surname='Had"dad'), "surname", "quotation mark"),
    "text after quote": (Row(surname='"Had"dad'), "surname", "quotation mark"),
}


class Reading:
    """What the reader makes of a file, without a database."""

    def __init__(self, content: bytes, as_of: date = DAY) -> None:
        extract = Extract(io.BytesIO(content), agency="agii", as_of=as_of, known=municipalities())
        batches = list(extract.batches())
        self.rows = extract.rows
        self.good = list(csv.reader(io.StringIO(b"".join(batch.good for batch in batches).decode())))
        self.bad = list(csv.reader(io.StringIO(b"".join(batch.bad for batch in batches).decode())))


def extract_of(*rows: Row | str) -> bytes:
    return "".join(f"{row}\n" for row in (HEADER, *rows)).encode()


class TestBadRows:
    @pytest.mark.parametrize("kind", BAD_ROWS)
    def test_a_bad_row_is_named_and_the_rows_around_it_are_read(self, kind: str) -> None:
        bad, column, reason = BAD_ROWS[kind]
        reading = Reading(extract_of(person(1), bad, person(2)))
        assert [(line, said) for line, said, *_ in reading.bad] == [("3", column)]
        assert reason in reading.bad[0][2]
        assert [row[3] for row in reading.good] == ["S1", "S2"]
        assert reading.rows == 3

    def test_all_of_them_are_put_aside_and_the_rest_goes_in(self, vault: Vault) -> None:
        report = vault.take_in(person(1), *(bad for bad, _, _ in BAD_ROWS.values()), person(2))
        found = list(queries.quarantined(report.extract))
        assert [(row.line, row.column) for row in found] == [
            (line, column) for line, (_, column, _) in enumerate(BAD_ROWS.values(), start=3)
        ]
        assert all(reason in row.reason for row, (_, _, reason) in zip(found, BAD_ROWS.values(), strict=True))
        assert counts(report) == (len(BAD_ROWS) + 2, 2, 0, 0, 0)
        assert [one["source_id"] for one in vault.people()] == ["S1", "S2"]

    def test_no_reason_repeats_what_the_row_says(self, vault: Vault) -> None:
        rows = [bad for bad, _, _ in BAD_ROWS.values()]
        report = vault.take_in(person(1), *rows)
        reasons = " ".join(row.reason for row in queries.quarantined(report.extract))
        assert report.quarantined == len(rows)
        assert not INSZ_SHAPED.search(reasons)
        assert not any(said in reasons for said in ("Haddad", "Layla", "99999", "12345678901", "Hasselt"))

    def test_every_reason_is_said_in_dutch_too_with_what_it_was_filled_in_with(self, vault: Vault) -> None:
        report = vault.take_in(*(bad for bad, _, _ in BAD_ROWS.values()), Row(nis=HASSELT), as_of=date(2024, 12, 31))
        reasons = {row.reason for row in queries.quarantined(report.extract)}
        reasons |= {value for name, value in vars(actions).items() if name.endswith(("_IN_FILE", "_TAKEN"))}
        said = {reason: in_words(reason) for reason in reasons}
        assert [one for one in said.values() if one.nl == one.en or "{" in one.nl] == []
        assert {pattern for pattern in IN_DUTCH if "{" not in pattern} <= reasons
        numbers = {reason: (re.findall(r"\d+", one.nl), re.findall(r"\d+", one.en)) for reason, one in said.items()}
        assert [reason for reason, (nl, en) in numbers.items() if nl != en] == []

    def test_a_code_that_did_not_exist_yet(self, vault: Vault) -> None:
        report = vault.take_in(person(1), Row(nis=HASSELT), as_of=date(2024, 12, 31))
        (found,) = queries.quarantined(report.extract)
        assert (found.line, found.column) == (3, "nis")
        assert "did not exist yet on 2024-12-31" in found.reason

    def test_the_line_of_a_row_is_where_it_begins(self, vault: Vault) -> None:
        spread = person(1, surname='"Had\r\ndad"')
        report = vault.take_in(spread, Row(nis="1"), "", person(2, first_name='"a\nb"', status="?"), Row(insz="0"))
        assert vault.quarantined(report) == [(4, "nis"), (6, "status"), (8, "insz")]

    def test_a_stray_quotation_mark_does_not_swallow_the_rows_after_it(self, vault: Vault) -> None:
        report = vault.take_in(
            person(1, surname='"Haddad'), person(2), person(3, surname='"Al Ahmad"'), person(4), as_of=DAY
        )
        assert vault.quarantined(report) == [(2, "surname")]
        assert [one["source_id"] for one in vault.people()] == ["S2", "S3", "S4"]

    @pytest.mark.parametrize("again", [{"contract": "?"}, {"insz": "1"}, {"source_id": "", "status": "?"}])
    def test_who_is_known_does_not_leave_because_of_a_bad_row(self, again: dict[str, str], vault: Vault) -> None:
        vault.take_in(person(1), person(2))
        before = vault.people()
        report = vault.take_in(person(1, **again), person(2), as_of=LATER)
        assert report.left == 0
        assert vault.people() == before

    def test_a_row_with_the_wrong_number_of_columns_still_says_whose_it_is(self, vault: Vault) -> None:
        vault.take_in(person(1), person(2), person(3, source_id=""), person(4))
        short = str(person(1)).rpartition(",")[0]
        report = vault.take_in(short, f"{person(2)},", f"{person(3, source_id='')},", person(5), as_of=LATER)
        assert (report.left, report.quarantined) == (1, 3)
        assert vault.one(source_id="S4")["left_on"] == LATER

    def test_who_is_known_by_a_former_number_only_does_not_leave(self, vault: Vault) -> None:
        vault.take_in(Row(insz=number(1)), person(3))
        vault.take_in(Row(insz=number(2), previous=number(1)), person(3))
        report = vault.take_in(Row(insz=number(1), contract="?"), person(3))
        assert report.left == 0


class TestWholeRefusals:
    ROWS = f"{person(1)}\n{person(2)}\n"
    FILES: dict[str, tuple[bytes, str]] = {
        "empty": (b"", "empty"),
        "only a byte order mark": (b"\xef\xbb\xbf", "empty"),
        "header only": (HEADER.encode() + b"\n", "no rows"),
        "header without line end": (HEADER.encode(), "no rows"),
        "header and empty lines": (HEADER.encode() + b"\n\n\n", "no rows"),
        "no header": (ROWS.encode(), "Line 1"),
        "other order": (f"insz,source_id,{HEADER.split(',', 2)[2]}\n{ROWS}".encode(), "column 1"),
        "column missing": (f"{HEADER.rpartition(',')[0]}\n{ROWS}".encode(), "8 columns"),
        "semicolons": ((HEADER + "\n" + ROWS).replace(",", ";").encode(), "1 columns"),
        "latin-1": ((HEADER + "\n" + ROWS + str(person(3, surname="Müller"))).encode("latin-1"), "line 4"),
        "utf-16": ((HEADER + "\n" + ROWS).encode("utf-16"), "UTF-8"),
        "cut in a column": ((HEADER + "\n" + ROWS + str(person(3)))[:-20].encode(), "line 4"),
        "cut in the status": ((HEADER + "\n" + ROWS + str(person(3)))[:-3].encode(), "line 4"),
        "cut in a quoted value": ((HEADER + "\n" + ROWS + 'S3,"850').encode(), "line 4"),
        "cut after a quoted line end": ((HEADER + "\n" + ROWS + 'S3,"850\n').encode(), "line 4"),
        "cut in a letter": (
            (HEADER + "\n" + ROWS + str(person(3, surname="é"))).encode().partition(b"\xa9")[0],
            "line 4",
        ),
        "never closed": ((HEADER + '\nS0,"\n' + ROWS).encode(), "line 2"),
        "not closed for very long": (
            (HEADER + '\nS0,"\n' + ROWS + f"{'x' * 999}\n" * 1_100 + '"').encode(),
            "line 2",
        ),
        "one endless line": ((HEADER + "\n" + "x" * 1_200_000).encode(), "Line 2"),
    }

    @pytest.mark.parametrize("kind", FILES)
    def test_it_says_what_is_wrong_and_where_and_repeats_nothing(self, kind: str) -> None:
        content, where = self.FILES[kind]
        with pytest.raises(ExtractRefused) as refusal:
            Reading(content)
        assert where in str(refusal.value)
        assert not INSZ_SHAPED.search(str(refusal.value))
        assert "Haddad" not in str(refusal.value)

    def test_a_file_that_is_no_whole_extract_changes_nothing(self, vault: Vault) -> None:
        vault.take_in(person(1), person(4))
        before, entries = vault.everything(), ledger.size()
        for content, _ in self.FILES.values():
            with pytest.raises(ExtractRefused):
                vault.take_in_bytes(content)
        assert (vault.everything(), ledger.size()) == (before, entries)

    def test_nor_does_it_leave_anything_in_an_empty_vault(self, vault: Vault) -> None:
        shape = vault.query(SHAPE)
        for content, _ in self.FILES.values():
            with pytest.raises(ExtractRefused):
                vault.take_in_bytes(content)
        assert not any(vault.everything().values())
        assert vault.query(SHAPE) == shape

    def test_an_older_extract_is_refused(self, vault: Vault) -> None:
        vault.take_in(person(1), as_of=LATER)
        before = vault.everything()
        with pytest.raises(ExtractRefused, match=f"{DAY}.*{LATER}"):
            vault.take_in(person(2), as_of=DAY)
        assert vault.everything() == before
        assert vault.take_in(person(2), as_of=DAY, agency="atlas").added == 1

    def test_a_broken_database_is_told_without_the_row(self, vault: Vault, database: str) -> None:
        with psycopg.connect(database, autocommit=True) as superuser:
            superuser.execute("ALTER TABLE dossiers_person ADD CHECK (surname <> 'Haddad')")
        with pytest.raises(actions.ImportFailed) as failure:
            vault.take_in(person(1))
        assert "23514" in str(failure.value)
        assert "Haddad" not in str(failure.value)
        assert failure.value.__cause__ is None
        assert failure.value.__suppress_context__


# Indexes, constraints and walls of the vault.
SHAPE = """
    SELECT indexdef AS said FROM pg_indexes WHERE tablename LIKE 'dossiers_%'
    UNION SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'dossiers_person'::regclass
    UNION SELECT relname || relrowsecurity || relforcerowsecurity FROM pg_class
    WHERE relname LIKE 'dossiers_%'
    ORDER BY said
"""


class TestAnExtractThatLacksMany:
    """More than a tenth gone, and a hundred at least: half an extract more often than a true one."""

    THERE = tuple(person(place) for place in range(1, 1002))

    def test_is_refused_and_changes_nobody(self, vault: Vault) -> None:
        vault.take_in(*self.THERE)
        with pytest.raises(ExtractRefused, match="101 of the 1001 people are not in it any more") as refused:
            vault.take_in(*self.THERE[101:])
        assert "--many-may-go" in refused.value.said.nl
        assert all(row["left_on"] is None for row in vault.people())
        assert vault.query("SELECT count(*) FROM dossiers_extract") == [{"count": 1}]

    def test_is_taken_in_when_somebody_says_that_it_is_true(self, vault: Vault) -> None:
        vault.take_in(*self.THERE)
        assert vault.take_in(*self.THERE[101:], many_may_go=True).left == 101

    def test_a_tenth_may_go(self, vault: Vault) -> None:
        vault.take_in(*self.THERE)
        assert vault.take_in(*self.THERE[100:]).left == 100

    def test_of_few_all_may_go(self, vault: Vault) -> None:
        vault.take_in(*self.THERE[:99])
        assert vault.take_in(self.THERE[99]).left == 99


class TestForms:
    def test_quoted_values_bom_crlf_and_a_last_line_without_end(self, vault: Vault) -> None:
        rows = [
            person(1, surname='"Smith, Jr"', first_name='"Jo ""JJ"" "'),
            person(2, surname='"Two\nlines"', first_name=""),
            person(3, source_id='" S3 "', surname=" Ó Briain ", nis=f" {BEERSEL}", status=""),
            person(4, insz=f"{number(4)[:2]}.{number(4)[2:4]}.{number(4)[4:6]}-{number(4)[6:9]}.{number(4)[9:]}"),
        ]
        content = b"\xef\xbb\xbf" + "\n".join((HEADER, *map(str, rows))).replace("\n", "\r\n").encode()
        report = vault.take_in_bytes(content)
        assert counts(report) == (4, 4, 0, 0, 0)
        names = [(one["source_id"], one["surname"], one["first_name"], one["status"]) for one in vault.people()]
        assert names == [
            ("S1", "Smith, Jr", 'Jo "JJ"', "active"),
            ("S2", "Two lines", None, "active"),
            ("S3", "Ó Briain", "Layla", "active"),
            ("S4", "Haddad", "Layla", "active"),
        ]
        assert vault.people()[3]["insz"] == number(4)

    def test_the_example_in_the_documentation(self, vault: Vault) -> None:
        page = (PROJECT / "docs" / "reference" / "import-format.md").read_text()
        example = next(block for block in page.split("```") if block.count("\n") > 3 and HEADER in block)
        report = vault.take_in_bytes(example.lstrip().encode())
        assert counts(report) == (3, 3, 0, 0, 0)

    def test_everything_but_insz_and_nis_may_be_empty(self, vault: Vault) -> None:
        report = vault.take_in(Row("", number(1), "", "", "", BEERSEL, "", "", ""))
        assert report.added == 1
        (one,) = vault.people()
        empty = ("source_id", "surname", "first_name", "contract_signed_on", "attest_obtained_on", "left_on")
        assert [one[name] for name in empty] == [None] * 6
        assert (one["status"], one["restricted"], one["agency"]) == ("active", False, "agii")

    def test_values_are_kept_as_they_are(self, vault: Vault) -> None:
        names = [
            "O'Connor",
            "Nguyễn",
            "Đorđević",
            "Łukasz",
            "المصري",
            "A\\B",
            "’t Hart",
            "x\u200dy",
            "\\N",
            "NULL",
        ]
        vault.take_in(*(person(place, surname=name) for place, name in enumerate(names)))
        assert [one["surname"] for one in vault.people()] == names
        assert vault.take_in(*(person(place, surname=name) for place, name in enumerate(names))).unchanged == 10

    def test_published_examples_are_taken_in(self, vault: Vault) -> None:
        published = ["85073003328", "98472899765", "00000100166", "00000000128", "85073500107"]
        assert vault.take_in(*(Row(insz=number) for number in published)).added == len(published)

    def test_rows_at_every_place_of_a_chunk_are_read(self, vault: Vault) -> None:
        # Several chunks, and rows of different lengths, so that chunks end in all kinds of places.
        rows = [
            person(
                place,
                surname="é" * (place % 7),
                first_name='"a\nb"' if place % 50 == 0 else "x" * (place % 11),
            )
            for place in range(3_000)
        ]
        assert counts(vault.take_in(*rows)) == (3_000, 3_000, 0, 0, 0)
        people = vault.people()
        assert [one["insz"] for one in people] == [row.insz for row in rows]
        assert [one["surname"] or "" for one in people] == [row.surname for row in rows]
        assert counts(vault.take_in(*rows)) == (3_000, 0, 0, 3_000, 0)


class TestPeople:
    def test_the_same_file_twice_changes_nothing(self, vault: Vault) -> None:
        rows = [person(1), person(2, previous=number(7)), Row(insz=number(3)), person(4, status="deceased")]
        vault.take_in(*rows, Row(insz="?"))
        before, entries = vault.everything(), ledger.size()
        report = vault.take_in(*rows, Row(insz="?"))
        after = vault.everything()
        assert counts(report) == (5, 0, 0, 4, 0)
        assert (after["person"], after["former_insz"]) == (before["person"], before["former_insz"])
        assert ledger.size() == entries + 1

    @pytest.mark.parametrize(
        ("column", "change"),
        [
            ("surname", {"surname": "Khalil"}),
            ("surname", {"surname": ""}),
            ("first_name", {"first_name": "Nour"}),
            ("nis", {"nis": MECHELEN}),
            ("contract_signed_on", {"contract": ""}),
            ("attest_obtained_on", {"attest": "2025-05-05"}),
            ("status", {"status": "struck_off"}),
        ],
    )
    def test_what_changed_in_the_source_changes_in_the_vault(
        self, column: str, change: dict[str, str], vault: Vault
    ) -> None:
        vault.take_in(person(1), person(2))
        before = vault.people()
        report = vault.take_in(person(1, **change), person(2), as_of=LATER)
        after = vault.people()
        assert counts(report) == (2, 0, 1, 1, 0)
        assert after[1] == before[1]
        assert {name for name in before[0] if before[0][name] != after[0][name]} == {column}

    def test_who_is_gone_is_marked_and_who_comes_back_is_not(self, vault: Vault) -> None:
        vault.take_in(person(1), person(2))
        before = vault.people()
        assert counts(vault.take_in(person(1), as_of=DAY)) == (1, 0, 0, 1, 1)
        assert vault.one(source_id="S2")["left_on"] == DAY
        assert counts(vault.take_in(person(1), as_of=LATER)) == (1, 0, 0, 1, 0)
        assert vault.one(source_id="S2")["left_on"] == DAY
        assert counts(vault.take_in(person(1), person(2), as_of=LATER)) == (2, 0, 1, 1, 0)
        assert vault.people() == before

    def test_agencies_do_not_touch_each_other(self, vault: Vault) -> None:
        vault.take_in(person(1), person(2))
        before = vault.people()
        report = vault.take_in(person(1, surname="Khalil"), agency="atlas")
        assert counts(report) == (1, 1, 0, 0, 0)
        assert [one for one in vault.people() if one["agency"] == "agii"] == before

    def test_secrets_are_independent_and_stay(self, vault: Vault) -> None:
        vault.take_in(*map(person, range(50)))
        vault.take_in(*map(person, range(100)), Row(insz=number(200), surname='"quoted"'))
        secrets = [one["secret"] for one in vault.people()]
        assert len(set(secrets)) == 101
        assert {len(secret) for secret in secrets} == {32}
        vault.take_in(*(person(place, surname="Other") for place in range(100)), as_of=LATER)
        assert [one["secret"] for one in vault.people()] == secrets


class TestReplacedNumbers:
    def test_the_source_number_says_who_it_is(self, vault: Vault) -> None:
        vault.take_in(person(1))
        (before,) = vault.people()
        report = vault.take_in(person(1, insz=number(9)), as_of=LATER)
        (after,) = vault.people()
        assert counts(report) == (1, 0, 1, 0, 0)
        assert after == before | {"insz": number(9)}
        (former,) = vault.query("SELECT * FROM dossiers_former_insz")
        assert (former["insz"], former["replaced_as_of"]) == (number(1), LATER)

    def test_the_previous_number_says_who_it_is(self, vault: Vault) -> None:
        vault.take_in(Row(insz=number(1)))
        (before,) = vault.people()
        report = vault.take_in(Row(insz=number(9), previous=number(1)))
        assert counts(report) == (1, 0, 1, 0, 0)
        assert vault.people() == [before | {"insz": number(9)}]
        assert vault.former(before["id"]) == {number(1)}

    @pytest.mark.parametrize("again", [{"insz": number(1)}, {"insz": number(8), "previous": number(1)}])
    def test_a_number_from_before_still_says_who_it_is(self, again: dict[str, str], vault: Vault) -> None:
        vault.take_in(Row(insz=number(1)))
        (before,) = vault.people()
        vault.take_in(Row(insz=number(9), previous=number(1)))
        report = vault.take_in(replace(Row(), **again))
        assert counts(report) == (1, 0, 1, 0, 0)
        assert [one["id"] for one in vault.people()] == [before["id"]]
        assert number(9) in vault.former(before["id"])

    def test_a_previous_number_of_somebody_new_is_kept(self, vault: Vault) -> None:
        vault.take_in(person(1, previous=number(7)))
        vault.take_in(person(1, previous=number(7)), person(2, previous=number(8)))
        assert vault.former(vault.one(source_id="S1")["id"]) == {number(7)}
        assert vault.former(vault.one(source_id="S2")["id"]) == {number(8)}

    def test_a_previous_number_named_later_is_kept_and_counts_as_a_change(self, vault: Vault) -> None:
        vault.take_in(person(1))
        report = vault.take_in(person(1, previous=number(7)))
        assert counts(report) == (1, 0, 1, 0, 0)
        assert vault.former(vault.one(source_id="S1")["id"]) == {number(7)}
        assert vault.take_in(person(1, previous=number(7))).unchanged == 1

    def test_a_new_source_number_goes_with_the_insz(self, vault: Vault) -> None:
        vault.take_in(person(1), Row(insz=number(2)))
        before = vault.people()
        report = vault.take_in(person(1, source_id="T1"), person(2))
        assert counts(report) == (2, 0, 2, 0, 0)
        assert [one["source_id"] for one in vault.people()] == ["T1", "S2"]
        assert [one["id"] for one in vault.people()] == [one["id"] for one in before]
        assert vault.take_in(Row(insz=number(1)), Row(insz=number(2))).unchanged == 2

    def test_two_people_can_exchange_their_numbers(self, vault: Vault) -> None:
        vault.take_in(person(1), person(2), person(3))
        rows = [person(1, insz=number(2)), person(2, insz=number(3)), person(3, insz=number(1))]
        assert counts(vault.take_in(*rows)) == (3, 0, 3, 0, 0)
        assert [one["insz"] for one in vault.people()] == [number(2), number(3), number(1)]
        assert [vault.former(one["id"]) for one in vault.people()] == [{number(1)}, {number(2)}, {number(3)}]
        assert counts(vault.take_in(*rows)) == (3, 0, 0, 3, 0)

    def test_a_number_of_somebody_else_is_not_taken(self, vault: Vault) -> None:
        vault.take_in(person(1), person(2), person(3))
        before = vault.people()
        # S1 claims the number of S2, who is not in the extract; S3 is waiting for the number of S1.
        report = vault.take_in(person(1, insz=number(2)), person(3, insz=number(1)))
        assert vault.quarantined(report) == [(2, "insz"), (3, "insz")]
        assert counts(report) == (2, 0, 0, 0, 0)
        assert vault.people() == before


class TestOnePersonTwice:
    @pytest.mark.parametrize("known", [False, True])
    @pytest.mark.parametrize(
        ("second", "column"),
        [
            (person(1), "source_id"),
            (person(1, insz=number(9)), "source_id"),
            (person(1, source_id="S9"), "insz"),
            (person(1, source_id=""), "insz"),
        ],
    )
    def test_the_second_row_is_put_aside(self, second: Row, column: str, known: bool, vault: Vault) -> None:
        if known:
            vault.take_in(person(1), person(2))
        report = vault.take_in(person(1), person(2), second)
        assert vault.quarantined(report) == [(4, column)]
        assert [one["insz"] for one in vault.people()] == [number(1), number(2)]

    @pytest.mark.parametrize("known", [False, True])
    @pytest.mark.parametrize("turned", [False, True])
    def test_also_where_only_the_previous_number_says_so(self, turned: bool, known: bool, vault: Vault) -> None:
        rows = [Row(insz=number(1)), Row(insz=number(9), previous=number(1))]
        if known:
            vault.take_in(rows[turned])
        report = vault.take_in(*(reversed(rows) if turned else rows))
        (found,) = queries.quarantined(report.extract)
        assert found.line == 3
        assert len(vault.people()) == 1

    def test_a_row_that_is_wrong_does_not_stand_in_the_way(self, vault: Vault) -> None:
        report = vault.take_in(person(1, contract="?"), person(1))
        assert vault.quarantined(report) == [(2, "contract_signed_on")]
        assert report.added == 1


class TestMergers:
    def test_an_old_code_becomes_its_successor_from_the_day_of_the_merger(self, vault: Vault) -> None:
        report = vault.take_in(person(1, nis=KORTESSEM), person(2, nis=BEERSEL), as_of=date(2024, 12, 31))
        assert report.remapped == 0
        assert vault.one(source_id="S1")["nis"] == KORTESSEM
        rows = (
            person(1, nis=KORTESSEM),
            person(2),
            person(3, nis=KORTESSEM),
            person(3, nis=KORTESSEM),
            person(4, nis=HASSELT),
        )
        report = vault.take_in(*rows, as_of=date(2025, 1, 1))
        assert (report.remapped, report.changed, report.quarantined) == (2, 1, 1)
        assert [one["nis"] for one in vault.people()] == [HASSELT, BEERSEL, HASSELT, HASSELT]
        report = vault.take_in(*rows, as_of=date(2025, 1, 1))
        assert (report.remapped, report.changed, report.unchanged) == (2, 0, 4)

    def test_also_into_an_empty_vault(self, vault: Vault) -> None:
        report = vault.take_in(person(1, nis=KORTESSEM), person(1, nis=KORTESSEM), as_of=date(2025, 1, 1))
        assert (report.remapped, report.added, report.quarantined) == (1, 1, 1)


class TestBulk:
    """Many writes take the indexes away and build them again; the outcome must be the same."""

    def test_the_vault_is_as_it_was_afterwards(self, vault: Vault) -> None:
        shape = vault.query(SHAPE)
        vault.take_in(*map(person, range(20)))
        assert vault.query(SHAPE) == shape
        vault.take_in(*map(person, range(20)), person(3), person(20, insz=number(3)))
        assert vault.query(SHAPE) == shape

    def test_doubles_in_an_empty_vault(self, vault: Vault) -> None:
        shape = vault.query(SHAPE)
        rows = [person(1), person(2), person(1), person(3, insz=number(2)), Row(insz=number(1)), person(4)]
        report = vault.take_in(*rows)
        assert vault.quarantined(report) == [(4, "source_id"), (5, "insz"), (6, "insz")]
        assert [one["source_id"] for one in vault.people()] == ["S1", "S2", "S4"]
        assert vault.query(SHAPE) == shape

    def test_many_changes_at_once(self, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(actions, "BULK_FROM", 1)
        shape = vault.query(SHAPE)
        vault.take_in(*map(person, range(10)), person(30))
        report = vault.take_in(
            *(person(place, insz=number(place + 1)) for place in range(9)), person(9, insz=number(0))
        )
        assert counts(report) == (10, 0, 10, 0, 1)
        report = vault.take_in(*(person(place) for place in range(100, 200)))
        assert counts(report) == (100, 100, 0, 0, 10)
        assert vault.query(SHAPE) == shape
        newest = max(one["id"] for one in vault.people())
        vault.take_in(person(300), many_may_go=True)
        assert vault.one(source_id="S300")["id"] > newest

    def test_the_vault_cannot_be_left_open(self, vault: Vault) -> None:
        vault.take_in(person(1))
        shape = vault.query(SHAPE)
        for way_out in ("COMMIT", "SET CONSTRAINTS ALL IMMEDIATE"):
            with closing(connections["steward"].copy()) as connection, connection.cursor() as cursor:
                cursor.execute("BEGIN")
                cursor.execute("SELECT dossiers_open_for_bulk()")
                with pytest.raises(Exception, match="not closed again"):
                    cursor.execute(way_out)
            assert vault.query(SHAPE) == shape

    @pytest.mark.parametrize("role", ["default", "delivery"])
    def test_only_the_steward_can_open_it(self, role: str, database: str) -> None:
        with pytest.raises(Exception, match="permission denied"), connections[role].cursor() as cursor:
            cursor.execute("SELECT dossiers_open_for_bulk()")


# An import in a process of its own.
IMPORTING = f"""
import sys, django
from datetime import datetime, date, UTC
from pathlib import Path
django.setup()
from sluis.dossiers import actions
actions.import_extract(
    Path(sys.argv[1]), agency="agii", as_of=date({DAY.year}, {DAY.month}, {DAY.day}), by="agency:agii",
    at=datetime.now(UTC),
)
"""


class TestTogether:
    def test_a_second_import_waits_for_the_first(self, vault: Vault, database: str, tmp_path: Path) -> None:
        told: list[Said] = []
        path = tmp_path / "second.csv"
        path.write_text(f"{HEADER}\n{person(1)}\n")
        outcome: list[Report] = []

        def second() -> None:
            with closing(connections["steward"]):
                outcome.append(
                    actions.import_extract(
                        path,
                        agency="agii",
                        as_of=DAY,
                        by="agency:agii",
                        at=NOW,
                        progress=lambda doing, rows: told.append(doing),
                    )
                )

        with psycopg.connect(database) as first:
            first.execute("SELECT pg_advisory_xact_lock(%s)", [actions.IMPORTING])
            thread = threading.Thread(target=second)
            thread.start()
            for _ in range(200):
                if told:
                    break
                time.sleep(0.05)
            assert told == [actions.WAITING]
            assert not outcome
        thread.join(20)
        assert outcome[0].added == 1

    def test_killing_an_import_changes_nothing(self, vault: Vault, tmp_path: Path) -> None:
        vault.take_in(person(1))
        before, entries = vault.everything(), ledger.size()
        pipe = tmp_path / "extract.pipe"
        os.mkfifo(pipe)
        # Open for both, so that neither side waits for the other, whatever becomes of it.
        end = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)
        process = subprocess.Popen([sys.executable, "-c", IMPORTING, str(pipe)])
        rest = extract_of(*map(person, range(2, 5_000)))
        while rest:
            assert process.poll() is None, "the import ended before it was killed"
            try:
                rest = rest[os.write(end, rest) :]
            except BlockingIOError:
                time.sleep(0.02)
        process.kill()
        process.wait(20)
        os.close(end)
        assert (vault.everything(), ledger.size()) == (before, entries)
        assert vault.take_in(person(1), person(2)).added == 1


class TestRecord:
    def test_the_ledger_says_what_happened_and_about_nobody(self, vault: Vault) -> None:
        report = vault.take_in(person(1), person(2), Row(insz="?"))
        entry = json.loads(ledger.bodies(ledger.size() - 1, ledger.size())[0])
        assert entry["kind"] == "extract.imported"
        assert entry["by"] == "agency:agii"
        assert (entry["asOf"], entry["fileDigest"]) == (DAY.isoformat(), report.digest)
        assert (entry["rows"], entry["added"], entry["quarantined"]) == (3, 2, 1)

    def test_the_digest_is_that_of_the_file(self, vault: Vault) -> None:
        from sluis.domain.words import digest

        content = b"\xef\xbb\xbf" + f"{HEADER}\r\n{person(1)}".encode()
        assert vault.take_in_bytes(content).digest == digest(content)

    def test_the_report_in_json(self, vault: Vault) -> None:
        report = vault.take_in(person(1), person(2, status="?"), person(3, nis="1"))
        file = io.StringIO()
        report.write_json(file, queries.quarantined(report.extract))
        said = json.loads(file.getvalue())
        names = ("rows", "accepted", "added", "changed", "unchanged", "left", "remapped")
        assert [said[name] for name in names] == [3, 1, 1, 0, 0, 0, 0]
        assert [(row["line"], row["column"]) for row in said["quarantined"]] == [(3, "status"), (4, "nis")]
        assert all(set(row) == {"line", "column", "reason"} and row["reason"] for row in said["quarantined"])
        file = io.StringIO()
        vault.take_in(person(1), as_of=LATER).write_json(file, [])
        assert json.loads(file.getvalue())["quarantined"] == []


@pytest.mark.usefixtures("database")
class TestCommand:
    @pytest.fixture
    def run(self, tmp_path: Path) -> Callable[..., int]:
        def run(content: str, *options: str) -> int:
            path = tmp_path / "extract.csv"
            path.write_text(content)
            return main(["import", str(path), *options])

        return run

    def test_a_steward_reads_what_came_of_it(
        self, run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        report = tmp_path / "report.json"
        rows = f"{HEADER}\n{person(1)}\n{person(2, nis=KORTESSEM)}\n{person(3, status='?')}\n"
        assert run(rows, "--as-of", "2025-01-01", "--report", str(report)) == 0
        out = capsys.readouterr().out
        assert "3 rows read, 2 taken in" in out
        assert "line 4, status" in out
        assert json.loads(report.read_text())["remapped"] == 1
        assert sorted(path.name for path in tmp_path.iterdir()) == ["extract.csv", "report.json"]

    def test_a_refusal_is_one_sentence_and_status_1(
        self, run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        report = tmp_path / "report.json"
        assert run("something else\n", "--report", str(report)) == 1
        err = capsys.readouterr().err
        assert "not taken in" in err
        assert "Line 1" in err
        assert not report.exists()

    def test_a_report_that_cannot_be_written_is_told_before_the_import(
        self, run: Callable[..., int], capsys: pytest.CaptureFixture[str], database: str
    ) -> None:
        assert run(f"{HEADER}\n{person(1)}\n", "--report", "/nowhere/report.json") == 1
        assert "Nothing was taken in" in capsys.readouterr().err
        assert Vault(database, Path()).people() == []

    @pytest.mark.parametrize("options", [("--agency", "Ag II"), ("--agency", "a" * 21)])
    def test_an_agency_code_has_a_form(self, run: Callable[..., int], options: Sequence[str]) -> None:
        assert run(f"{HEADER}\n{person(1)}\n", *options) == 1

    def test_a_file_that_is_not_there(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["import", "/nowhere/extract.csv"]) == 1
        assert "cannot be read" in capsys.readouterr().err


# What the import must come to, told a second time: row by row, without any SQL.


@dataclass
class Dossier:
    id: int
    row: Row
    left_on: date | None = None
    former: dict[str, tuple[date, int]] = field(default_factory=dict)


class Model:
    """Source numbers of the rows are S1, S2 ...; a row is bad where its status is `?`."""

    def __init__(self) -> None:
        self.people: list[Dossier] = []
        self._turn = 0

    def take_in(self, rows: Sequence[Row], as_of: date) -> tuple[int, int, int, int, set[int]]:
        """Gives how many were added, changed, unchanged and left, and the lines that were put aside."""
        numbered = list(enumerate(rows, start=2))
        bad = [row for _, row in numbered if row.status == "?"]
        good = [(line, row) for line, row in numbered if row.status != "?"]
        good = _first_of_each(good, lambda row: row.source_id or None)
        good = _first_of_each(good, lambda row: row.insz)
        clashing = {
            max(line, other_line)
            for line, row in good
            for other_line, other in good
            if line != other_line
            and row.previous not in ("", row.insz)
            and (row.previous == other.insz or (row.previous == other.previous != other.insz))
            and not (row.source_id and other.source_id)
        }
        good = [(line, row) for line, row in good if line not in clashing]
        found = {line: self._whose(row) for line, row in good}
        best: dict[int, tuple[int, int]] = {}
        for line, (certainty, one) in found.items():
            if one is not None:
                best[one.id] = min(best.get(one.id, (9, 0)), (certainty, line))
        good = [(line, row) for line, row in good if (one := found[line][1]) is None or best[one.id][1] == line]
        while True:
            standing = {one.id for line, _ in good if (one := found[line][1]) is not None}
            blocked = [
                (line, row)
                for line, row in good
                if (one := found[line][1]) is not None
                and (holder := self._holder(row.insz)) is not None
                and holder is not one
                and holder.id not in standing
            ]
            if not blocked:
                break
            good = [pair for pair in good if pair not in blocked]
        taken = {line for line, _ in good}
        aside = {line for line, _ in numbered} - taken
        kept = self._recognised(bad, [row for line, row in numbered if line in aside and row not in bad])
        return (*self._write(good, found, kept, as_of), aside)

    def _write(
        self,
        good: list[tuple[int, Row]],
        found: dict[int, tuple[int, Dossier | None]],
        kept: set[int],
        as_of: date,
    ) -> tuple[int, int, int, int]:
        present = {one.id for line, _ in good if (one := found[line][1]) is not None}
        absent = [
            dossier
            for dossier in self.people
            if dossier.left_on is None and dossier.id not in present and dossier.id not in kept
        ]
        for dossier in absent:
            dossier.left_on = as_of
        added = changed = 0
        named: list[tuple[Dossier, str, bool]] = []
        for line, row in good:
            one = found[line][1]
            bare = replace(row, previous="")
            if one is None:
                added += 1
                one = Dossier(len(self.people) + 1, bare)
                self.people.append(one)
                counted = True
            else:
                after = replace(bare, source_id=row.source_id or one.row.source_id)
                counted = after != one.row or one.left_on is not None
                changed += counted
                if row.insz != one.row.insz:
                    self._turn += 1
                    order = one.former.get(one.row.insz, (as_of, self._turn))[1]
                    one.former[one.row.insz] = (as_of, order)
                one.row, one.left_on = after, None
            if row.previous and row.previous != row.insz:
                named.append((one, row.previous, counted))
        for one, previous, counted in named:
            if previous not in one.former:
                self._turn += 1
                one.former[previous] = (as_of, self._turn)
                changed += not counted
        return added, changed, len(good) - added - changed, len(absent)

    def _by(self, test: Callable[[Dossier], bool]) -> Dossier | None:
        return next(filter(test, self.people), None)

    def _holder(self, insz: str) -> Dossier | None:
        return self._by(lambda dossier: dossier.row.insz == insz)

    def _had(self, insz: str) -> Dossier | None:
        having = [dossier for dossier in self.people if insz in dossier.former]
        return max(having, key=lambda dossier: dossier.former[insz], default=None)

    def _whose(self, row: Row) -> tuple[int, Dossier | None]:
        if row.source_id and (one := self._by(lambda dossier: dossier.row.source_id == row.source_id)):
            return 1, one
        if one := self._holder(row.insz):
            return 2, one
        previous = row.previous if row.previous != row.insz else ""
        one = self._had(row.insz) or self._holder(previous) or self._had(previous)
        return 3, one

    def _recognised(self, bad: list[Row], aside: list[Row]) -> set[int]:
        numbers = {row.insz for row in (*bad, *aside)} | {row.previous for row in bad}
        return {
            dossier.id
            for dossier in self.people
            if any(row.source_id and row.source_id == dossier.row.source_id for row in (*bad, *aside))
            or dossier.row.insz in numbers
            or numbers & set(dossier.former)
        }


def _first_of_each(rows: list[tuple[int, Row]], key: Callable[[Row], str | None]) -> list[tuple[int, Row]]:
    seen: set[str] = set()
    first = []
    for line, row in rows:
        said = key(row)
        if said is None or said not in seen:
            first.append((line, row))
            seen |= {said} if said else set()
    return first


numbers = st.integers(1, 5).map(number)
extracts = st.lists(
    st.builds(
        Row,
        source_id=st.sampled_from(["", "", "S1", "S2", "S3", "S4"]),
        insz=numbers,
        previous=st.just("") | numbers,
        surname=st.sampled_from(["Haddad", "Khalil"]),
        nis=st.sampled_from([BEERSEL, MECHELEN]),
        status=st.sampled_from(["active", "active", "active", "deceased", "?"]),
    ),
    min_size=1,
    max_size=7,
)


@pytest.fixture(scope="module")
def emptying() -> Iterator[Callable[[str], None]]:
    def empty(address: str) -> None:
        with psycopg.connect(address, autocommit=True) as superuser:
            superuser.execute(
                "TRUNCATE dossiers_person, dossiers_former_insz, dossiers_extract, dossiers_quarantined "
                "RESTART IDENTITY"
            )

    yield empty


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(extracts, min_size=1, max_size=3), st.booleans())
def test_any_extracts_give_the_vault_that_reading_row_by_row_gives(
    vault: Vault, database: str, emptying: Callable[[str], None], given_extracts: list[list[Row]], bulk: bool
) -> None:
    emptying(database)
    model = Model()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(actions, "BULK_FROM", 1 if bulk else 50_000)
        for place, rows in enumerate(given_extracts):
            as_of = DAY + timedelta(days=place)
            report = vault.take_in(*rows, as_of=as_of)
            added, changed, unchanged, left, aside = model.take_in(rows, as_of)
            assert report.rows == report.accepted + report.quarantined
            assert report.accepted == report.added + report.changed + report.unchanged
            assert {line for line, _ in vault.quarantined(report)} == aside
            assert counts(report) == (len(rows), added, changed, unchanged, left)
            assert _seen(vault) == sorted(
                (
                    dossier.row.source_id, dossier.row.insz, dossier.row.surname, dossier.row.nis,
                    dossier.row.status, str(dossier.left_on), tuple(sorted(dossier.former)),
                )
                for dossier in model.people
            )  # fmt: skip
            before = vault.everything()
            again = vault.take_in(*rows, as_of=as_of)
            after = vault.everything()
            assert (again.added, again.changed, again.left) == (0, 0, 0)
            assert (after["person"], after["former_insz"]) == (before["person"], before["former_insz"])


def _seen(vault: Vault) -> list[tuple[Any, ...]]:
    everything = vault.everything()
    former: dict[int, list[str]] = {}
    for row in everything["former_insz"]:
        former.setdefault(row["person_id"], []).append(row["insz"])
    return sorted(
        (
            one["source_id"] or "", one["insz"], one["surname"], one["nis"], one["status"],
            str(one["left_on"]), tuple(sorted(former.get(one["id"], []))),
        )
        for one in everything["person"]
    )  # fmt: skip
