"""The yearly report in the portal: the whole for the agency, its own for a municipality, the figures for everybody."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from tests.doors.visitors import form_with, visitor, words_of
from tests.rooms.asks_history import AskHistories
from tests.rooms.desk import register_agency

from sluis.cli.main import main
from sluis.domain.access import Role
from sluis.domain.legaltext import Table
from sluis.reporting.figures import FIGURES, INCIDENTS, TRAFFIC
from sluis.reporting.spans import read_span
from sluis.reporting.yearly import Report, yearly
from sluis.reporting.yearly_document import document
from sluis.web.texts import Language, Texts

TODAY = date(2026, 11, 25)


@pytest.fixture
def house(database: str) -> None:
    AskHistories(3, 250).write()


@pytest.fixture
def an(house: None) -> Client:
    return visitor("an", "agency:agii", Role.PROTOCOL_MANAGER)


@pytest.fixture
def bert(database: str) -> Client:
    """Somebody of an agency with which nothing has happened yet."""
    register_agency()
    return visitor("bert", "agency:agii", Role.PROTOCOL_MANAGER)


@pytest.fixture
def of_gooik(house: None) -> Client:
    """Somebody of Pajottegem, into which Galmaarden, Gooik and Herne merged in 2025."""
    return visitor("dina", "nis:23106", Role.DPO)


@pytest.fixture
def stranger(house: None) -> Client:
    return Client(SERVER_NAME="localhost")


def words(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return words_of(answer.content.decode())


def counted(span: str) -> Report:
    return yearly("agii", read_span(span, TODAY))


def rows_of(page: str) -> dict[str, list[str]]:
    """The rows of every table, by their heading."""
    found = {}
    for row in re.findall(r"<tr[^>]*>(.*?)</tr>", page, re.DOTALL):
        heading, *cells = [words_of(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
        found[heading] = cells
    return found


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_agency_reads_the_whole_with_every_municipality(an: Client, language: Language) -> None:
    page = an.get(f"/{language}/reports/2025").content.decode()
    report, texts, rows = counted("2025"), Texts(language), rows_of(page)
    for figure in (*TRAFFIC, *INCIDENTS):
        name = texts(FIGURES[figure].name)
        assert rows[name[:1].upper() + name[1:]] == [texts.number(report.numbers.counts[figure])]
    for row in report.rows:
        cells = rows[row.municipality.name]
        people = row.numbers.people
        assert cells[3] == (texts(people.said) if people.said else texts.number(people.value or 0))
        assert f'href="/{language}/reports/2025/{row.municipality.nis}"' in page
    assert "werkversie" not in page
    assert "working version" not in page


def test_a_year_that_runs_says_until_which_day_and_is_for_own_use(an: Client) -> None:
    said = words(an, "/nl/reports/2026")
    assert re.search(r"alles hieronder gaat tot en met \d+ \w+ 20\d\d", said)
    assert "Een werkversie, voor eigen gebruik." in said
    assert "A working version" in words(an, "/en/reports/2025-01-01..2025-06-30")


def test_a_municipality_reads_its_own_and_nobody_else_s(of_gooik: Client) -> None:
    page = of_gooik.get("/nl/reports/2025").content.decode()
    own = counted("2025").of("23106")
    rows = rows_of(page)
    assert rows["Aanvragen"] == [str(own.numbers.counts[TRAFFIC[0]])]
    assert "Galmaarden, Gooik en Herne" in words_of(page)
    assert "Per gemeente" not in page
    assert "Beperkingen van de verwerking toegepast" not in rows
    for nis in ("23003", "31005", "99999", "x"):
        assert of_gooik.get(f"/nl/reports/2025/{nis}").status_code == 404
        assert of_gooik.get(f"/nl/reports/2025/{nis}/report.csv").status_code == 404


def test_a_municipality_reads_what_those_did_that_merged_into_it(of_gooik: Client) -> None:
    said = words(of_gooik, "/nl/reports/2024")
    assert "Pajottegem bestond nog niet op 31 december 2024" in said
    galmaarden = words(of_gooik, "/nl/reports/2024/23023")
    assert "Verslag over 2024: Galmaarden" in galmaarden
    assert "op 1 januari 2025 ging het op in Pajottegem" in galmaarden
    gone = words(of_gooik, "/en/reports/2025/23023")
    assert "counts in the report of Pajottegem, and nowhere else" in gone
    assert of_gooik.get("/nl/reports/2025/23023/report.json").status_code == 404


def test_the_files_say_the_same(an: Client, of_gooik: Client) -> None:
    answer = an.get("/nl/reports/2025/report.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="verslag-agii-2025.csv"'
    lines = list(csv.DictReader(io.StringIO(answer.content.decode())))
    report = counted("2025")
    assert {line["nis"] for line in lines} == {"", *(row.municipality.nis for row in report.rows)}
    own = of_gooik.get("/nl/reports/2025/report.json").json()
    assert (own["nis"], own["counts"]["asks"]) == ("23106", report.of("23106").numbers.counts[TRAFFIC[0]])
    assert own == an.get("/en/reports/2025/23106/report.json").json()
    assert an.get("/nl/reports/2025/report.exe").status_code == 404


@pytest.mark.parametrize("address", ["/nl/reports/2025", "/nl/reports/2025/23106", "/nl/reports/2024/23023"])
def test_the_document_says_what_the_page_says(an: Client, address: str) -> None:
    report = counted(address.split("/")[3])
    of = report.of(address.split("/")[4]) if address.count("/") == 4 else None
    made = document(report, of, agency="agii", at=datetime(2026, 11, 25, 12, tzinfo=UTC))
    page = rows_of(an.get(address).content.decode())
    tables = [block for block in made.blocks if isinstance(block, Table)]
    written = {row[0]: list(row[1:]) for table in tables for row in (table.header, *table.rows)}
    assert written == page
    assert len(written) > 20
    for form, begins in (("pdf", b"%PDF-"), ("docx", b"PK")):
        assert an.get(f"{address}/report.{form}").content.startswith(begins)


def test_a_year_is_chosen_or_other_days(an: Client) -> None:
    page = an.get("/nl/reports").content.decode()
    assert re.findall(r'href="/nl/reports/(\d{4})"', page)[-1] == "2019"
    form = form_with(page, "first")
    answer = an.get(form.action, form.filled(first="2025-03-01", last="2025-05-31"))
    assert answer.headers["Location"] == "/nl/reports/2025-03-01..2025-05-31"
    assert "1 maart 2025 tot en met 31 mei 2025" in words(an, answer.headers["Location"])


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("first=2025-05-31&last=2025-03-01", "ligt voor de eerste"),
        ("first=2018-05-31&last=2025-03-01", "bekend vanaf 2019-01-01"),
        ("first=2999-05-31&last=2999-06-01", "moet nog komen"),
        ("first=gisteren&last=", "Geef een dag"),
    ],
)
def test_wrong_days_are_said_beside_the_field(bert: Client, query: str, said: str) -> None:
    page = words(bert, f"/nl/reports?{query}", 400)
    assert said in page


@pytest.mark.parametrize("span", ["2018", "2999", "25", "x", "2025-02-30..2025-03-01", "2025-03-01..2025-02-01"])
def test_a_wrong_span_leads_to_the_choice_with_what_is_wrong(bert: Client, span: str) -> None:
    assert "Dit verslag is er niet" in words(bert, f"/nl/reports/{span}", 404)
    assert "There is no such report" in words(bert, f"/en/reports/{span}/23106", 404)
    assert bert.get(f"/nl/reports/{span}/report.csv").status_code == 404


def test_a_municipality_with_two_senders_chooses_whose_data(house: None) -> None:
    bram = visitor("bram", "nis:11002", Role.COORDINATOR)
    assert "Gegevens van: agii" in words(bram, "/nl/reports/2024?agency=agii") or "Gegevens van: atlas" in words(
        bram, "/nl/reports/2024"
    )
    assert "Gegevens van: atlas" in words(bram, "/nl/reports/2024?agency=atlas")
    assert bram.get("/nl/reports/2024?agency=nobody").status_code == 404


class TestForEverybody:
    def test_the_whole_is_there_and_no_municipality(self, stranger: Client) -> None:
        page = stranger.get("/nl/yearly/2025").content.decode()
        report = counted("2025")
        assert rows_of(page)["Aanvragen"] == [str(report.numbers.counts[TRAFFIC[0]])]
        assert not re.search(r"/reports|\b\d{5}\b", words_of(page))
        for row in report.rows:
            assert f">{row.municipality.name}<" not in page

    def test_of_people_nothing_until_the_year_is_over(self, stranger: Client) -> None:
        this_year = words(stranger, "/nl/yearly/2026")
        assert "staat hier zodra het jaar voorbij is" in this_year
        assert "Personen" not in this_year.split("Wat elk cijfer precies telt")[0]
        assert "Personen" in words(stranger, "/nl/yearly/2025")

    def test_each_agency_has_its_own_figures(self, stranger: Client) -> None:
        atlas = yearly("atlas", read_span("2025", TODAY))
        page = stranger.get("/en/yearly/2025?agency=atlas").content.decode()
        assert rows_of(page)["Asks"] == [str(atlas.numbers.counts[TRAFFIC[0]])]
        assert "Data of: atlas" in words_of(page)
        assert 'href="/nl/yearly/2025?agency=atlas"' in page

    def test_the_menu_leads_to_the_last_year_that_is_over(self, stranger: Client) -> None:
        assert 'href="/nl/yearly"' in stranger.get("/nl/").content.decode()
        assert re.fullmatch(r"/nl/yearly/20\d\d", stranger.get("/nl/yearly").headers["Location"])


class TestTheCommand:
    def test_says_the_same_as_the_pages(self, house: None, capsys: pytest.CaptureFixture[str]) -> None:
        report = counted("2025")
        assert main(["report", "--year", "2025"]) == 0
        said = capsys.readouterr().out
        assert re.search(rf"^  asks +{report.numbers.counts[TRAFFIC[0]]}$", said, re.MULTILINE)
        assert main(["report", "--year", "2025", "--municipality", "23106", "--format", "csv"]) == 0
        lines = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
        assert {line["nis"] for line in lines} == {"23106"}

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["--year", "25"], "Give a year, like 2025"),
            (["--year", "2025", "--municipality", "23023"], "No municipality had the NIS code 23023 on 2025-12-31"),
            (["--year", "2025", "--municipality", "99999"], "No municipality had the NIS code 99999"),
            (["--year", "2025", "--agency", "nobody"], "There is no agency 'nobody'"),
        ],
    )
    def test_says_what_is_wrong(
        self, database: str, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
    ) -> None:
        register_agency()
        assert main(["report", *arguments]) == 2
        assert said in capsys.readouterr().err
