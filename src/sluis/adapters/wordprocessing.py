"""Writes a document as a file for a word processor (DOCX, ISO/IEC 29500) that people can go on writing in.

Headings, lists, captions and the heads of tables are marked as such, so that a screen reader finds its way. The same
document and moment give the same bytes. It says nothing of its own but the numbers of the pages.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime

import docx
from docx.document import Document as File
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Emu, Length, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table as Grid
from docx.table import _Cell as Cell
from docx.text.paragraph import Paragraph as Line

from sluis.adapters.webpage import visible
from sluis.domain.document import Block, Document, number_columns, reworded
from sluis.domain.legaltext import LANGUAGE, BulletList, Codes, Facts, Heading, Paragraph, Table

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

# A font that every word processor has, or has one of the same widths for.
FONT, CODE_FONT = "Arial", "Courier New"
INK, ACCENT, QUIET = RGBColor(0x1B, 0x1F, 0x24), RGBColor(0x1D, 0x47, 0x57), RGBColor(0x52, 0x5C, 0x66)
TINT, RULE = "EEF2F4", "C3CCD3"
# The width of what is written on a page, of the names in a list of facts, and of one letter in the head of a table.
WIDTH, NAMES, LETTER = Cm(16.2), Cm(5.5), Cm(0.19)
# A table of no more rows than this stays whole.
SHORT = 12
SIZES = {
    "Normal": 10.5, "List Bullet": 10.5, "Title": 20, "Heading 1": 14, "Heading 2": 12, "Caption": 9, "Footer": 8.5,
}  # fmt: skip
COLOURS = {"Normal": INK, "List Bullet": INK, "Caption": QUIET, "Footer": QUIET}

_ADDRESS = re.compile(r"(https?://\S+)")


def write(document: Document, *, at: datetime) -> bytes:
    """The document as DOCX. A character that cannot be seen, or would mislead, is written as its number, [U+202E].

    Raises:
        ValueError: `at` has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError("The moment of the document needs a time zone.")
    said, file = reworded(document, visible), docx.Document()
    _about(file, said, at)
    _styles(file)
    _page(file, said.running)
    file.add_paragraph(said.title, style="Title")
    before: Block | None = None
    for block in said.blocks:
        _block(file, block, after_table=isinstance(before, Table))
        before = block
    made = io.BytesIO()
    file.save(made)
    return _without_clock(made.getvalue(), at)


def _about(file: File, document: Document, at: datetime) -> None:
    about = file.core_properties
    about.title, about.author, about.language = document.title, document.author, LANGUAGE
    about.subject = document.running
    about.comments, about.keywords, about.last_modified_by = "", "", document.author
    about.created = about.modified = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    about.revision = 1
    # The picture in the package is one of the template's, and of no document.
    relations = file.part.package.rels
    for key in [key for key, one in relations.items() if one.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del relations[key]
    # Below 15, a word processor of now opens it as a file of an old kind.
    for setting in file.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _styles(file: File) -> None:
    defaults = file.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    assert defaults is not None
    language = defaults.find(qn("w:lang"))
    assert language is not None
    language.set(qn("w:val"), LANGUAGE)
    for name, size in SIZES.items():
        style = file.styles[name]
        assert isinstance(style, ParagraphStyle)
        style.font.size, style.font.italic = Pt(size), False
        style.font.color.rgb = COLOURS.get(name, ACCENT)
        _set_font(style, FONT)
    title, caption, normal = file.styles["Title"], file.styles["Caption"], file.styles["Normal"]
    title.element.pPr.remove(title.element.pPr.find(qn("w:pBdr")))
    title.font.bold, caption.font.bold = True, False
    caption.paragraph_format.keep_with_next = True
    caption.paragraph_format.space_before, caption.paragraph_format.space_after = Pt(8), Pt(4)
    normal.paragraph_format.space_after = Pt(7)
    for level in ("Heading 1", "Heading 2"):
        file.styles[level].paragraph_format.space_before = Pt(16)
        file.styles[level].paragraph_format.space_after = Pt(5)
    foot = file.styles["Footer"].element.pPr
    foot.remove(foot.find(qn("w:tabs")))
    for line in file.styles["Table Grid"].element.find(f".//{qn('w:tblBorders')}"):
        line.set(qn("w:color"), RULE)


def _set_font(style: ParagraphStyle, name: str) -> None:
    """A font for every script; what the template says of a theme would come before it."""
    style.font.name = name
    fonts = style.element.rPr.rFonts
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), name)


def _page(file: File, running: str) -> None:
    (section,) = file.sections
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.4)
    section.top_margin, section.bottom_margin = Cm(2.3), Cm(2.5)
    (foot,) = section.footer.paragraphs
    stops = foot.paragraph_format.tab_stops
    stops.add_tab_stop(WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    foot.add_run(f"{running}\tpagina ")
    _field(foot, "PAGE")
    foot.add_run(" van ")
    _field(foot, "NUMPAGES")


def _field(line: Line, what: str) -> None:
    """A number that the word processor works out."""
    for kind in ("begin", what, "end"):
        run = line.add_run()
        if kind == what:
            said = OxmlElement("w:instrText")
            said.text = what
        else:
            said = _element("w:fldChar", fldCharType=kind)
        run._r.append(said)


def _block(file: File, block: Block, *, after_table: bool) -> None:
    begun = len(file.paragraphs)
    _set(file, block)
    # What stands below a table does not stand against it; a heading and a caption keep their distance by themselves.
    if after_table and not isinstance(block, Heading | Table):
        file.paragraphs[begun].paragraph_format.space_before = Pt(9)


def _set(file: File, block: Block) -> None:
    match block:
        case Heading():
            file.add_heading(block.text, level=block.level - 1)
        case Paragraph():
            _say(file.add_paragraph(), block.text)
        case BulletList():
            for item in block.items:
                _say(file.add_paragraph(style="List Bullet"), item)
        case Codes():
            for item in block.items:
                line = file.add_paragraph()
                run = line.add_run(item)
                run.font.name, run.font.size = CODE_FONT, Pt(8)
        case Facts():
            for fact in block.facts:
                line = file.add_paragraph()
                line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = NAMES, -NAMES
                line.paragraph_format.tab_stops.add_tab_stop(NAMES)
                line.paragraph_format.space_after = Pt(3)
                line.add_run(f"{fact.name}:").bold = True
                line.add_run("\t")
                _say(line, fact.value)
            line.paragraph_format.space_after = Pt(9)
        case Table():
            file.add_paragraph(block.caption, style="Caption")
            _fill(file.add_table(rows=1, cols=len(block.header)), block)


def _say(line: Line, text: str) -> None:
    """The text, with each web address in it as a link."""
    for place, piece in enumerate(_ADDRESS.split(text)):
        if place % 2:
            relation = line.part.relate_to(piece, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            link = OxmlElement("w:hyperlink")
            link.set(qn("r:id"), relation)
            run = line.add_run(piece)
            run.font.underline, run.font.color.rgb = True, ACCENT
            link.append(run._r)
            line._p.append(link)
        elif piece:
            line.add_run(piece)


def _fill(grid: Grid, table: Table) -> None:
    grid.style, grid.autofit = "Table Grid", False
    numbers = number_columns(table)
    widths = _widths(table, numbers)
    whole = (table.header, *table.rows)
    for texts in whole:
        row = grid.rows[0] if texts is table.header else grid.add_row()  # type: ignore[no-untyped-call]
        about = row._tr.get_or_add_trPr()
        about.append(OxmlElement("w:cantSplit"))
        if texts is table.header:
            about.append(OxmlElement("w:tblHeader"))
        for cell, text, width, is_number in zip(row.cells, texts, widths, numbers, strict=True):
            cell.width = width
            line = _cell(cell, text, is_number=is_number, is_head=texts is table.header)
            line.paragraph_format.keep_with_next = len(table.rows) <= SHORT and texts is not whole[-1]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    # What a screen reader says of the table before it reads it.
    grid._tblPr.append(_element("w:tblCaption", val=table.caption))


def _widths(table: Table, numbers: tuple[bool, ...]) -> list[Length]:
    """As wide as its head for a column of numbers; the others share what is left, the first with a little more."""
    fixed = [
        Cm(0.6) + LETTER * max(len(head), 8) if is_number else 0
        for head, is_number in zip(table.header, numbers, strict=True)
    ]
    shares = [0.0 if is_number else 1.3 if place == 0 else 1.0 for place, is_number in enumerate(numbers)]
    left = WIDTH - sum(fixed)
    return [Emu(width or int(left * share / sum(shares))) for width, share in zip(fixed, shares, strict=True)]


def _cell(cell: Cell, text: str, *, is_number: bool, is_head: bool) -> Line:
    line: Line = cell.paragraphs[0]
    space = line.paragraph_format
    space.space_before = space.space_after = Pt(2.5)
    space.alignment = WD_ALIGN_PARAGRAPH.RIGHT if is_number else WD_ALIGN_PARAGRAPH.LEFT
    run = line.add_run(text)
    run.font.size = Pt(9.5)
    if is_head:
        run.bold, run.font.color.rgb = True, ACCENT
        cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=TINT))
    return line


def _element(name: str, **values: str) -> BaseOxmlElement:
    made = OxmlElement(name)
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _without_clock(made: bytes, at: datetime) -> bytes:
    """The same package, whose parts carry the moment of the document and not that of writing."""
    moment = at.astimezone(UTC).timetuple()[:6]
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name in given.namelist():
            part = zipfile.ZipInfo(name, moment)
            part.compress_type, part.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            package.writestr(part, given.read(name))
    return out.getvalue()
