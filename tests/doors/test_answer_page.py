"""The desk of the answer to parliament: what it shows and gives as a file, and what it says of a wrong question."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from html import unescape
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from django.test import Client
from pypdf import PdfReader
from tests.doors.visitors import form_with, visitor, words_of
from tests.rooms.desk import register_agency
from tests.stories.cast import register_beersel

from sluis.adapters.wordprocessing import CONTENT_TYPE
from sluis.cli import clock
from sluis.cli.main import main
from sluis.domain.access import Role
from sluis.reporting.questions import QUESTION_NAMES, Question

IN_2020 = "on=2020-11-15"
EVERYTHING = "&".join(f"question={one}" for one in Question)
WORD_FOR_IT = (
    "Op 15 november 2020 had één van de 300 Vlaamse gemeenten een protocol van kracht met het agentschap: Beersel, "
    "sinds 1 november 2020."
)


@pytest.fixture
def an(database: str, home: Path) -> Client:
    """The protocol manager, where Beersel has the first protocol."""
    register_agency()
    register_beersel()
    return visitor("an", "agency:agii", Role.PROTOCOL_MANAGER)


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


class TestThePage:
    def test_answers_everything_as_of_today_at_once(self, an: Client) -> None:
        whole = page(an, "/nl/answer")
        said, form = words_of(whole), form_with(whole, "question")
        assert form.fields == {"question": list(Question), "on": [clock.today().isoformat()], "since": [""]}
        assert all(name.nl in said for name in QUESTION_NAMES.values())
        assert "heeft één van de 285 Vlaamse gemeenten een protocol van kracht met het agentschap: Beersel" in said
        # What somebody's mail program hangs behind an address is no question.
        assert "heeft één van de 285" in words_of(page(an, "/nl/answer?utm_source=mail"))

    def test_answers_for_the_day_and_the_questions_that_were_chosen(self, an: Client) -> None:
        said = words_of(page(an, f"/nl/answer?question=municipalities&{IN_2020}&since=2020-10-01"))
        assert WORD_FOR_IT in said
        assert "Wat veranderde sinds 1 oktober 2020" in said and "Erbij gekomen: één gemeente (Beersel)." in said
        assert "streefcijfer" not in said and "langs welke kanalen" not in said

    def test_is_there_in_english_around_an_answer_in_dutch(self, an: Client) -> None:
        whole = page(an, f"/en/answer?{EVERYTHING}&{IN_2020}")
        assert '<html lang="en">' in whole and whole.count("<h1") == 1
        before, dutch = whole.split('<div class="measure" lang="nl">')
        assert "How many municipalities have a protocol, and which?" in words_of(before)
        assert WORD_FOR_IT in words_of(dutch)
        assert f"/nl/answer?{EVERYTHING}&{IN_2020}" in unescape(whole)

    def test_has_good_bones(self, an: Client) -> None:
        for language in ("nl", "en"):
            whole = page(an, f"/{language}/answer?{EVERYTHING}&{IN_2020}&since=2020-01-01")
            levels = [int(level) for level in re.findall(r"<h([1-6])\b", whole)]
            assert levels[0] == 1 and levels.count(1) == 1
            assert all(after - before <= 1 for before, after in pairwise(levels))
            assert whole.count("<table>") == whole.count("<caption>") >= 2
            assert all('scope="' in heading for heading in re.findall(r"<th\b[^>]*>", whole))
            ids = re.findall(r' id="([^"]+)"', whole)
            assert len(ids) == len(set(ids))
            assert f'href="/{language}/answer" aria-current="page"' in whole

    @pytest.mark.parametrize(
        ("query", "wrong"),
        [
            ("question=municipalities&on=gisteren", "on: Geef een dag, bijvoorbeeld 2026-11-24."),
            ("question=municipalities&on=2020-02-30", "on: Geef een dag, bijvoorbeeld 2026-11-24."),
            ("question=municipalities", "on: Vul dit in."),
            ("question=nog-een&on=2020-11-15", "question: Kies iets uit de lijst."),
            ("on=2020-11-15", "question: Vul dit in."),
            ("question=municipalities&on=2020-11-15&since=ooit", "since: Geef een dag, bijvoorbeeld 2026-11-24."),
            ("question=municipalities&on=2018-12-31", ": Welke gemeenten er waren is bekend vanaf 1 januari 2019."),
            ("question=municipalities&on=2999-01-01", ": De dag ligt na vandaag"),
            ("question=municipalities&on=2020-11-15&since=2021-01-01", ": De vroegere dag om mee te vergelijken moet"),
        ],
    )
    def test_says_what_is_wrong_with_a_question_and_gives_no_answer(self, an: Client, query: str, wrong: str) -> None:
        for address in ("/nl/answer", "/nl/answer/docx", "/nl/answer/pdf"):
            whole = page(an, f"{address}?{query}", 400)
            (alert,) = re.findall(r'<div class="alert alert--error" role="alert".*?</div>', whole, re.DOTALL)
            field, _, sentence = wrong.partition(": ")
            beside = re.search(rf'<ul class="errorlist" id="{field}_error">.*?</ul>', whole, re.DOTALL)
            said = words_of(beside[0] if beside else alert)
            assert sentence in said and bool(beside) == bool(field)
            assert not field or f'href="#{field}' in alert
            assert "Als bestand" not in words_of(whole) and "Begrippen en bronnen" not in words_of(whole)


class TestTheFiles:
    def test_a_text_file_says_what_the_page_says(self, an: Client) -> None:
        answer = an.get(f"/nl/answer/docx?{EVERYTHING}&{IN_2020}")
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, CONTENT_TYPE)
        assert answer.headers["Content-Disposition"] == 'attachment; filename="antwoord-2020-11-15.docx"'
        said = [line.text for line in docx.Document(io.BytesIO(answer.content)).paragraphs]
        assert WORD_FOR_IT in said
        shown = words_of(page(an, f"/nl/answer?{EVERYTHING}&{IN_2020}"))
        others = [line for line in said if not line.startswith("Opgemaakt op:")]
        assert [line for line in others if " ".join(line.replace(":\t", " ").split()) not in shown] == []

    def test_a_pdf_says_so_too(self, an: Client) -> None:
        answer = an.get(f"/en/answer/pdf?question=municipalities&{IN_2020}")
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
        assert answer.headers["Content-Disposition"] == 'attachment; filename="antwoord-2020-11-15.pdf"'
        said = " ".join(PdfReader(io.BytesIO(answer.content)).pages[0].extract_text().split())
        assert WORD_FOR_IT in said

    def test_the_links_on_the_page_lead_to_files_of_the_same_question(self, an: Client) -> None:
        whole = page(an, f"/nl/answer?question=municipalities&{IN_2020}&since=2020-10-01")
        links = [unescape(link) for link in re.findall(r'href="(/nl/answer/[^"]+)"', whole)]
        assert [link.partition("?")[0] for link in links] == ["/nl/answer/docx", "/nl/answer/pdf"]
        said = [line.text for line in docx.Document(io.BytesIO(an.get(links[0]).content)).paragraphs]
        assert WORD_FOR_IT in said and "Wat veranderde sinds 1 oktober 2020" in said

    def test_there_is_no_other_kind_of_file(self, an: Client) -> None:
        assert an.get("/nl/answer/odt").status_code == 404


class TestTheCommand:
    @pytest.mark.parametrize("kind", ["docx", "pdf"])
    def test_writes_the_file(self, an: Client, tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
        out = tmp_path / f"antwoord.{kind}"
        assert main(["answer", "--on", "2020-11-15", "--question", "municipalities", "--out", str(out)]) == 0
        assert capsys.readouterr().out == f"{out}\n"
        if kind == "docx":
            assert WORD_FOR_IT in [line.text for line in docx.Document(str(out)).paragraphs]
        else:
            assert WORD_FOR_IT in " ".join(PdfReader(out).pages[0].extract_text().split())

    def test_says_what_is_wrong(self, an: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        later, out = clock.today() + timedelta(days=2), tmp_path / "antwoord.pdf"
        assert main(["answer", "--on", later.isoformat(), "--out", str(out)]) == 2
        assert "lies after today" in capsys.readouterr().err
        assert main(["answer", "--agency", "nergens", "--out", str(out)]) == 2
        assert "There is no agency" in capsys.readouterr().err
        assert main(["answer", "--out", str(tmp_path / "weg" / "antwoord.pdf")]) == 1
        assert "cannot be written" in capsys.readouterr().err
        with pytest.raises(SystemExit):
            main(["answer", "--out", str(tmp_path / "antwoord.odt")])
        assert "should end in .docx or .pdf" in capsys.readouterr().err
        assert list(tmp_path.rglob("antwoord*")) == []
