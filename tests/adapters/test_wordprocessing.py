"""The file for a word processor: what it marks for a screen reader, that another opens it, that it keeps still."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx
import pytest
from docx.table import Table as Grid
from tests.adapters.documents import AT, report

from sluis.adapters.wordprocessing import write
from sluis.domain.document import number_columns
from sluis.domain.legaltext import Heading, Paragraph, Table

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def file() -> bytes:
    return write(report(), at=AT)


def part(file: bytes, name: str) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        return ElementTree.fromstring(package.read(name))  # noqa: S314 - our own file


def test_it_says_its_title_language_and_author_and_no_person(file: bytes) -> None:
    about = docx.Document(io.BytesIO(file)).core_properties
    assert (about.title, about.language, about.author) == (report().title, "nl-BE", "Agentschap")
    assert about.last_modified_by == "Agentschap"
    assert about.created == about.modified == AT.replace(tzinfo=about.created.tzinfo if about.created else None)
    assert (about.comments, about.keywords) == ("", "")
    languages = {one.get(f"{W}val") for one in part(file, "word/styles.xml").iter(f"{W}lang")}
    assert languages == {"nl-BE"}
    assert not list(part(file, "word/document.xml").iter(f"{W}lang"))


def test_headings_are_marked_and_in_order_and_lists_are_lists(file: bytes) -> None:
    styles = [line.style.name for line in docx.Document(io.BytesIO(file)).paragraphs if line.style]
    assert styles[0] == "Title" and styles.count("Title") == 1
    assert [style for style in styles if style.startswith("Heading")] == [
        f"Heading {block.level - 1}" for block in report().blocks if isinstance(block, Heading)
    ]
    assert styles.count("List Bullet") == 2
    numbered = part(file, "word/styles.xml").findall(f".//{W}style[@{W}styleId='ListBullet']//{W}numPr")
    assert numbered


def test_a_table_has_a_caption_before_it_and_a_head_that_comes_back_on_each_page(file: bytes) -> None:
    wanted = [block for block in report().blocks if isinstance(block, Table)]
    body = list(docx.Document(io.BytesIO(file)).iter_inner_content())
    grids = [place for place, one in enumerate(body) if isinstance(one, Grid)]
    assert len(grids) == len(wanted) == 2
    for place, table in zip(grids, wanted, strict=True):
        grid, caption = body[place], body[place - 1]
        assert isinstance(grid, Grid) and not isinstance(caption, Grid)
        assert (caption.style and caption.style.name, caption.text) == ("Caption", table.caption)
        assert caption.style and caption.style.paragraph_format.keep_with_next
        element: Any = grid._tbl
        assert element.tblPr.find(f"{W}tblCaption").get(f"{W}val") == table.caption
        look = element.tblPr.find(f"{W}tblLook")
        assert (look.get(f"{W}firstRow"), look.get(f"{W}firstColumn")) == ("1", "1")
        heads = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in element.findall(f"{W}tr")]
        assert heads == [True] + [False] * len(table.rows)
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in element.findall(f"{W}tr"))
        widths = [int(column.get(f"{W}w")) for column in element.findall(f"{W}tblGrid/{W}gridCol")]
        assert 9000 < sum(widths) < 9200 and min(widths) > 1000
        aligned = [cell.paragraphs[0].alignment for cell in grid.rows[1].cells]
        assert [str(one).startswith("RIGHT") for one in aligned] == list(number_columns(table))


def test_a_short_table_stays_whole_and_a_long_one_may_break(file: bytes) -> None:
    short, long = docx.Document(io.BytesIO(file)).tables
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in short.rows]
    assert kept == [True] * (len(kept) - 1) + [False]
    assert not any(row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in long.rows)


def test_pages_are_numbered_and_addresses_can_be_followed(file: bytes) -> None:
    foot = part(file, "word/footer1.xml")
    assert [one.text for one in foot.iter(f"{W}instrText")] == ["PAGE", "NUMPAGES"]
    assert "".join(one.text or "" for one in foot.iter(f"{W}t")).startswith(report().running)
    links = [link for line in docx.Document(io.BytesIO(file)).paragraphs for link in line.hyperlinks]
    assert [(link.text, link.address) for link in links] == [("https://sluis.example/nl/?on=2020-11-15",) * 2]
    section = docx.Document(io.BytesIO(file)).sections[0]
    assert section.page_width and section.page_height
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)


def test_every_style_that_is_used_has_a_font_of_its_own_and_none_of_a_theme(file: bytes) -> None:
    used = {line.style.name for line in docx.Document(io.BytesIO(file)).paragraphs if line.style}
    for name in used:
        fonts = docx.Document(io.BytesIO(file)).styles[name].element.rPr.rFonts
        assert {key.partition("}")[2]: value for key, value in fonts.attrib.items()} == dict.fromkeys(
            ("ascii", "hAnsi", "eastAsia", "cs"), "Arial"
        )


def test_the_same_in_gives_the_same_bytes_out() -> None:
    elsewhere = AT.astimezone(timezone(timedelta(hours=9)))
    assert write(report(), at=AT) == write(report(), at=AT) == write(report(), at=elsewhere)
    assert write(report(), at=AT) != write(report(), at=AT + timedelta(days=1))
    with zipfile.ZipFile(io.BytesIO(write(report(), at=AT))) as package:
        assert {one.date_time for one in package.infolist()} == {AT.astimezone(UTC).timetuple()[:6]}
        assert "docProps/thumbnail.jpeg" not in package.namelist()
    with pytest.raises(ValueError, match="time zone"):
        write(report(), at=datetime(2026, 1, 1))  # noqa: DTZ001


def test_a_character_that_cannot_be_seen_is_written_as_its_number_and_all_others_as_they_are() -> None:
    text = "bel \x07 <b>&amp; “é” ŁĐș Ωμέγα \ud800 \x0c \u202e einde"
    line = docx.Document(io.BytesIO(write(report(Paragraph(text)), at=AT))).paragraphs[1]
    assert line.text == "bel [U+0007] <b>&amp; “é” ŁĐș Ωμέγα [U+D800] [U+000C] [U+202E] einde"


def test_another_s_word_processor_opens_it_with_every_word_and_page_number(file: bytes, tmp_path: Path) -> None:
    missing = [name for name in ("soffice", "pdftotext") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"this needs {', '.join(missing)} (Debian: libreoffice-writer-nogui poppler-utils)")
    (tmp_path / "answer.docx").write_bytes(file)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf", "--outdir",
         str(tmp_path), str(tmp_path / "answer.docx")], check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    said = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "answer.pdf"), "-"], check=True, capture_output=True, text=True
    ).stdout
    total = said.count("\f")
    assert total >= 2
    assert re.findall(r"pagina (\d+) van (\d+)", said) == [(str(page), str(total)) for page in range(1, total + 1)]
    # The head of the long table stands on the page where it goes on, too.
    assert said.count("Gemeente lang") == 2
    assert all(f"Gemeente {number}" in said for number in range(60))
