"""Typesets documents: files that are PDF/A-3a and PDF/UA-1. That of a protocol has its terms attached.

The same text, terms and moment give the same bytes. It signs nothing and says nothing of its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import typst

from sluis.domain.document import Document, number_columns
from sluis.domain.document import reworded as document_reworded
from sluis.domain.legaltext import ATTACHMENT, Block, LegalText, Table, reworded
from sluis.domain.words import digest as digest_of

# PDF/A for the archive, PDF/UA for a screen reader; both stand on PDF 1.7 and fit in one file.
STANDARDS: list[Any] = ["a-3a", "ua-1"]

# The characters that the fonts in the wheel can show and that stand still. PDF/A forbids a character without a glyph;
# one that turns the direction of writing, hides or joins would let the paper read otherwise than the terms.
SHOWN = frozenset(
    chr(code)
    for first, last in (
        (0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x377), (0x384, 0x38A), (0x38E, 0x3A1), (0x3A3, 0x3FF), (0x400, 0x484),
        (0x487, 0x4FF), (0x1E00, 0x1EFF), (0x2000, 0x200A), (0x2010, 0x2027), (0x202F, 0x2040), (0x20A0, 0x20C0),
        (0x2122, 0x2122), (0x2190, 0x22FF),
    )
    for code in range(first, last + 1)
)  # fmt: skip


class CannotTypeset(RuntimeError):
    """The typesetter refused the text; the message is its own."""


def typeset(text: LegalText, *, terms: bytes, digest: str, at: datetime, attach: bool = True) -> bytes:
    """The protocol as PDF. `terms` are the canonical bytes that are attached, `digest` stands on every page.

    Without `attach` they are left out, where they hold what may not be published.

    A character that has no place in a document (see `SHOWN`) is printed as its number, [U+202E]; the attachment has it
    as it is.

    Raises:
        ValueError: the text, the terms and the digest are not of one another, or `at` has no time zone.
        CannotTypeset: the typesetter refused.
    """
    if not text.digest == digest == digest_of(terms):
        raise ValueError("The text, the terms and the digest do not belong to one another.")
    said = reworded(text, printable)
    document = {
        "title": said.title,
        "description": f"Protocol {said.protocol}, versie {said.version}",
        "running": f"Protocol {said.protocol}, versie {said.version}",
        "digest": digest,
        "note": said.note,
        "attachment": ATTACHMENT if attach else None,
        "about_attachment": f"De bepalingen van het protocol, {digest}",
        "blocks": [_as_data(block) for block in said.blocks],
    }
    # Without a line end after the last marker, what a signature appends would make the file no PDF/A any more
    # (ISO 19005-3, 6.1.9: an object begins on a line of its own).
    return _compiled("protocol.typ", document, at, terms=terms.decode() if attach else "") + b"\n"


def typeset_document(document: Document, *, at: datetime) -> bytes:
    """A document for people outside as PDF. A character that has no place in it is printed as its number.

    Raises:
        ValueError: `at` has no time zone.
        CannotTypeset: the typesetter refused.
    """
    printed = document_reworded(document, printable)
    said = {
        "title": printed.title,
        "description": printed.running,
        "running": printed.running,
        "blocks": [_with_columns(block) for block in printed.blocks],
    }
    return _compiled("report.typ", said, at)


def _compiled(template: str, document: Mapping[str, Any], at: datetime, **more: str) -> bytes:
    if at.tzinfo is None:
        raise ValueError("The moment of the document needs a time zone.")
    folder = files("sluis.adapters") / "templates"
    try:
        return typst.compile(
            (folder / "look.typ").read_bytes() + (folder / template).read_bytes(),
            pdf_standards=STANDARDS,
            sys_inputs={"document": json.dumps(document), **more},
            ignore_system_fonts=True,
            timestamp=at.astimezone(UTC).replace(microsecond=0),
        )
    except typst.TypstError as error:
        raise CannotTypeset(f"The typesetter refused the document: {error}") from error


def printable(text: str) -> str:
    """The text with each character that cannot be printed, or that would mislead, as its number."""
    return "".join(char if char in SHOWN or char == "\n" else f"[U+{ord(char):04X}]" for char in text)


def _as_data(block: Block) -> dict[str, Any]:
    return {"kind": type(block).__name__, **asdict(block)}


def _with_columns(block: Block) -> dict[str, Any]:
    columns = {"numbers": number_columns(block)} if isinstance(block, Table) else {}
    return {**_as_data(block), **columns}
