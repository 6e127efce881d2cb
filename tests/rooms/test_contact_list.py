"""The list of contacts: what is written is read back, and whatever is wrong is named at its line and column."""

from __future__ import annotations

import csv
import io
import re
import string
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path

import pytest
from django.db import connections
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rooms.desk import MANAGER, VALIDATOR, register_agency

from sluis.cli import clock
from sluis.domain.entry import INSZ_SHAPED
from sluis.domain.lifecycle import NotPossible
from sluis.domain.words import plain
from sluis.outreach import actions, queries
from sluis.outreach import phones as phones_of
from sluis.outreach.contact_list import (
    HEADINGS,
    LONGEST,
    MOST_BYTES,
    MOST_ROWS,
    Column,
    ContactList,
    Listed,
    NotAList,
    read,
    written,
)
from sluis.outreach.models import Correspondent
from sluis.outreach.phones import InvalidPhone, parse_phone
from sluis.parties.municipalities import municipalities

ON = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 9, tzinfo=clock.BRUSSELS)
HEADING = "gemeente;naam;functie;e-mail;telefoon"
CODES = [one.nis for one in municipalities().on(ON)]

# What people type: letters of any language, quotes, delimiters and spaces, without what the list refuses.
words = st.text(st.sampled_from(string.ascii_letters + "éèïß'\",;\t-()& 你"), max_size=20).map(
    lambda text: " ".join(text.split())
)
addresses = st.from_regex(r"[a-z]{1,8}(\.[a-z]{1,8})?@[a-z]{1,8}\.example", fullmatch=True)
phones = st.from_regex(r"0[1-9][0-9]{2} [0-9]{2} [0-9]{2} [0-9]{2}", fullmatch=True)
people = st.builds(
    Listed, st.sampled_from(CODES), words, words, st.one_of(st.just(""), addresses), st.one_of(st.just(""), phones)
).filter(lambda one: bool(one.name or one.function or one.email or one.phone))
lists = st.lists(people, min_size=1, max_size=12, unique=True)


@settings(deadline=None)
@given(lists, st.sampled_from(";,\t"))
def test_what_is_written_is_read_back_as_it_was(rows: list[Listed], delimiter: str) -> None:
    assert read(written(tuple(rows), delimiter), on=ON) == ContactList(tuple(rows), ())


# What is broken in a cell, and in which column; each is a fault whatever else the line says.
FAULTS: dict[Column, list[str]] = {
    Column.MUNICIPALITY: ["", "99999", "Nergenshuizen", "23023", "Galmaarden", "23003 "[::-1]],
    Column.NAME: ["Jan 85.07.30-000.92", "x" * 301, "=HYPERLINK(1)", "@x"],
    Column.FUNCTION: ["85073000092", "=1+1"],
    Column.EMAIL: ["geen adres", "ine@", "a b@c.example"],
    Column.PHONE: ["bel mij", "12", "85.07.30-000.92", "85073000092", "1" * 16],
}
CASES = [(column, text) for column, texts in FAULTS.items() for text in texts]


@settings(deadline=None)
@given(lists, st.sampled_from(CASES), st.data())
def test_any_fault_is_named_at_its_line_and_column_and_the_other_rows_are_good(
    rows: list[Listed], fault: tuple[Column, str], data: st.DataObject
) -> None:
    column, text = fault
    place = data.draw(st.integers(0, len(rows) - 1))
    cells = list(csv.reader(io.StringIO(written(tuple(rows)).decode("utf-8-sig")), delimiter=";"))
    cells[place + 1][list(Column).index(column)] = text
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerows(cells)
    found = read(out.getvalue().encode(), on=ON)
    named = [(one.line, one.column) for one in found.faults if one.line == place + 2]
    assert (place + 2, column) in named
    # Only where the broken row was somebody's twin can another line be told of; here every row is somebody else.
    assert {one.line for one in found.faults} == {place + 2}
    assert found.rows == tuple(row for number, row in enumerate(rows) if number != place)
    assert all(text not in said for one in found.faults for said in (one.reason.nl, one.reason.en) if text.strip())


def whole(*lines: str, heading: str = HEADING) -> bytes:
    return "\n".join((heading, *lines)).encode() + b"\n"


class TestReading:
    def test_a_municipality_is_named_by_its_code_or_its_name_and_a_column_in_either_language(self) -> None:
        english = b"Phone,EMAIL,name,Municipality\n02 363 00 00,ine@halle.example,Ine,HALLE\n,,Bo,23003\n"
        assert read(english, on=ON).rows == (
            Listed("23027", "Ine", "", "ine@halle.example", "02 363 00 00"), Listed("23003", "Bo"),
        )  # fmt: skip

    def test_a_municipality_that_merged_is_said_to_have_a_successor(self) -> None:
        found = read(whole("23023;Ine;;;"), on=ON)
        assert "Pajottegem (23106)" in found.faults[0].reason.nl
        assert read(whole("23023;Ine;;;"), on=date(2024, 12, 31)).rows == (Listed("23023", "Ine"),)

    def test_the_line_is_the_one_on_which_a_row_begins_whatever_breaks_its_cells(self) -> None:
        found = read(whole('23003;"Ine\nVoorbeeld";;;', "", "99999;Bo;;;", "23027;;;;", "23027;Bo;;"), on=ON)
        assert found.rows == (Listed("23003", "Ine Voorbeeld"),)
        assert [(one.line, one.column) for one in found.faults] == [(5, Column.MUNICIPALITY), (6, None), (7, None)]

    def test_every_fault_of_a_line_is_named_at_once(self) -> None:
        found = read(whole("99999;Ine;;geen adres;12"), on=ON)
        assert [one.column for one in found.faults] == [Column.MUNICIPALITY, Column.EMAIL, Column.PHONE]

    def test_somebody_who_stands_there_twice_is_named_the_second_time(self) -> None:
        found = read(whole("Halle;Ine;;;", "23003;Bo;;;", "23027;Ine;;;"), on=ON)
        assert len(found.rows) == 2
        assert [(one.line, one.reason.en) for one in found.faults] == [(4, "Stands on line 2 already.")]

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            (b"", "nobody in the file"),
            (whole(), "nobody in the file"),
            (whole(";;;;", ""), "nobody in the file"),
            (b"naam;e-mail\nIne;ine@halle.example\n", "column municipality is missing"),
            (b"gemeente;naam;name\n", "column name is there twice"),
            (b"gemeente;naam;leeftijd;x\n", "Column 3, 4 has no title"),
            ("gemeente;naam\nHalle;Inés\n".encode("cp1252"), "no CSV in UTF-8"),
            (b"PK\x03\x04\x00\x00", "no CSV in UTF-8"),
            (whole('23003;"Ine;;;', "23027;Bo;;;"), "from line 2 on a quotation mark is wrong"),
            (whole(*["23003;Ine;;;"] * (MOST_ROWS + 1)), "more than 5000 rows"),
            (b"x" * 1_000_001, "larger than 1 MB"),
        ],
    )
    def test_a_file_that_is_not_whole_or_no_list_gives_nothing(self, data: bytes, said: str) -> None:
        with pytest.raises(NotAList, match=said):
            read(data, on=ON)


def test_the_page_of_the_format_says_every_title_and_limit_and_its_example_is_good() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "contact-list-format.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\w+) \| (`[^|]+`) \|", page, re.MULTILINE)
    said = {title: column for column, titles in rows for title in re.findall(r"`([^`]+)`", titles)}
    assert {plain(title): column for title, column in said.items()} == HEADINGS
    assert f"{MOST_ROWS} lines" in page and f"{LONGEST} characters" in page and MOST_BYTES == 1_000_000
    assert f"{phones_of.LEAST} to {phones_of.MOST} digits" in page
    example = page.split("```\n")[1]
    assert read(example.encode(), on=ON) == ContactList(
        (
            Listed("23027", "Ine Voorbeeld", "integratieambtenaar", "ine@halle.example", "02 363 00 00"),
            Listed("23003", "", "onthaaldienst", "onthaal@beersel.example"),
        ),
        (),
    )


class TestPhones:
    @pytest.mark.parametrize(
        ("text", "kept"),
        [
            ("", ""),
            ("  02/363.00.00 ", "02/363.00.00"),
            ("0475 12 34 56", "0475 12 34 56"),
            ("+32 475 12 34 56", "+32 475 12 34 56"),
            ("+32471200034", "+32 471 200 034"),
            ("(+32) 2 363 00 00", "(+32) 2 363 00 00"),
            ("0032475123456", "0032475123456"),
            ("85073000092", None),
            ("85.07.30-000.92", None),
            ("1234567", None),
            ("१२३४५६७८९", None),
        ],
    )
    def test_is_kept_as_written_or_in_a_form_that_no_person_has(self, text: str, kept: str | None) -> None:
        if kept is None:
            with pytest.raises(InvalidPhone):
                parse_phone(text)
        else:
            assert parse_phone(text) == kept

    @settings(deadline=None)
    @given(st.text(st.sampled_from("+0123456789 ./()-"), max_size=24))
    def test_whatever_is_kept_has_not_the_form_of_a_persons_number(self, text: str) -> None:
        try:
            kept = parse_phone(text)
        except InvalidPhone:
            return
        assert not INSZ_SHAPED.search(kept)
        assert [sign for sign in kept if sign.isdigit()] == [sign for sign in text if sign.isdigit()]


@pytest.mark.usefixtures("database")
class TestTakingIn:
    @pytest.fixture(autouse=True)
    def _agency(self, database: str) -> None:
        register_agency()

    @pytest.fixture
    def take_in(self) -> Callable[..., int]:
        def act(*lines: str, **options: bool) -> int:
            return actions.take_in_list("agii", read(whole(*lines), on=ON), **options, by=MANAGER, at=AT)

        return act

    def test_a_list_takes_the_place_of_the_one_before(self, take_in: Callable[..., int]) -> None:
        assert take_in("Halle;Ine;;;", "Halle;Bo;;;", "Beersel;;dienst;;") == 3
        replaced = queries.replaces("agii", read(whole("Halle;Bo;;;", "Leuven;Cato;;;"), on=ON).rows)
        assert (replaced.new, replaced.stay, replaced.gone, replaced.municipalities) == (1, 1, 2, 2)
        take_in("Halle;Bo;;;", "Leuven;Cato;;;")
        assert queries.listed("agii") == (Listed("23027", "Bo"), Listed("24062", "Cato"))
        assert queries.listed("atlas") == ()

    def test_with_a_wrong_row_nothing_is_taken_in_unless_somebody_chooses_the_good_ones(
        self, take_in: Callable[..., int]
    ) -> None:
        take_in("Halle;Ine;;;")
        with pytest.raises(NotPossible) as error:
            take_in("Leuven;Bo;;;", "99999;Bo;;;")
        assert error.value.reasons == (actions.WRONG_ROWS,)
        assert queries.listed("agii") == (Listed("23027", "Ine"),)
        assert take_in("Leuven;Bo;;;", "99999;Bo;;;", good_rows_only=True) == 1
        assert queries.listed("agii") == (Listed("24062", "Bo"),)

    def test_of_two_at_once_one_takes_the_place_of_the_other(self, take_in: Callable[..., int]) -> None:
        def act(number: int) -> int:
            try:
                return take_in(*(f"Halle;Lijst {number} naam {row};;;" for row in range(200)))
            finally:
                connections.close_all()

        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(act, range(4))) == [200] * 4
        assert len({one.name.split(" naam ")[0] for one in queries.listed("agii")}) == 1
        assert Correspondent.objects.count() == 200

    def test_without_a_good_row_the_list_before_stays(self, take_in: Callable[..., int]) -> None:
        take_in("Halle;Ine;;;")
        with pytest.raises(NotPossible) as error:
            take_in("99999;Bo;;;", good_rows_only=True)
        assert error.value.reasons == (actions.NO_GOOD_ROW,)
        assert Correspondent.objects.count() == 1

    def test_only_a_manager_of_the_agency_does_it(self) -> None:
        with pytest.raises(NotPossible, match="not up to you"):
            actions.take_in_list("agii", read(whole("Halle;Ine;;;"), on=ON), by=VALIDATOR, at=AT)
        assert not Correspondent.objects.exists()
