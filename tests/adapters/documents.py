"""What the tests of the renderings are given: one long protocol, as the model makes it."""

from __future__ import annotations

import dataclasses
import os
from datetime import UTC, datetime

import pytest
from tests.domain.given import agreed, terms

from sluis.adapters.typesetting import typeset
from sluis.domain.document import Block, Document
from sluis.domain.legaltext import (
    BulletList,
    Codes,
    Fact,
    Facts,
    Heading,
    LegalText,
    Paragraph,
    Signatory,
    Table,
    legal_text,
)
from sluis.domain.terms import Advised, Article, Outcome, Side, Terms
from sluis.domain.words import Purpose
from sluis.protocols.model_text import model

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
SIGNATORIES = (Signatory(Side.RECIPIENT, "Ann Voorbeeld", "De burgemeester"),)


def long_terms() -> Terms:
    """All five purposes, the clauses and measures of the first model, an advice of each side, and one not followed."""
    partial = model(1).terms
    return terms(
        model=model(1).label,
        purposes=tuple(agreed(purpose) for purpose in Purpose),
        security=tuple(partial["security"]),
        clauses={article: tuple(partial["clauses"][article]) for article in Article},
        advices=(*terms().advices, Advised(Side.SUPERVISOR, Outcome.CONDITIONAL, terms().start, None)),
    )


def printed(some: Terms, text: LegalText | None = None, at: datetime = AT) -> bytes:
    """The terms as PDF, or another text that goes with them."""
    return typeset(text or legal_text(some), terms=some.canonical, digest=some.digest, at=at)


def saying(*sentences: str, rows: int = 0) -> LegalText:
    """A text with these sentences as paragraphs, and a table of as many rows as asked."""
    table = Table("Veertig velden", ("Gegeven", "Reden"), tuple((f"Gegeven {n}", f"Reden {n}.") for n in range(rows)))
    blocks = (*(Paragraph(sentence) for sentence in sentences), *((table,) if rows else ()))
    return dataclasses.replace(legal_text(terms()), blocks=blocks)


def report(*blocks: Block) -> Document:
    """A document for people outside, with a block of each kind and a table that runs over a page, or with these."""
    every = (
        Facts((Fact("Toestand op", "15 november 2020"), Fact("Register", "https://sluis.example/nl/?on=2020-11-15"))),
        Heading(2, "1. Hoeveel gemeenten?", "een"),
        Paragraph("Op 15 november 2020 had één van de 300 Vlaamse gemeenten een protocol."),
        Table("Kort", ("Gemeente", "NIS-code", "Aantal"), (("Beersel", "23003", "1.234"), ("Halle", "23027", "-"))),
        Paragraph("Onder een tabel."),
        Heading(3, "Alle gemeenten", "alle"),
        Table(
            "Lang",
            ("Gemeente lang", "Sinds", "Aantal"),
            tuple((f"Gemeente {number}", "1 november 2020", str(number)) for number in range(60)),
        ),
        BulletList(("Van kracht: gevalideerd.", "Sinds: de eerste dag.")),
        Codes(("ab" * 32,)),
    )
    return Document("Protocollen met gemeenten", "Toestand op 15 november 2020", "Agentschap", blocks or every)


def absent(missing: list[str], packages: str) -> None:
    """Skips where a program is missing; on the machine that decides about a change it fails."""
    if missing:
        reason = f"this needs {', '.join(missing)} (Debian: {packages})"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
