"""A document in Dutch for people outside, as one value: a title and blocks in order. A renderer adds no sentence.

Whatever is made of it, a page, a PDF or a file for a word processor, so says the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from sluis.domain.legaltext import BulletList, Codes, Facts, Heading, Paragraph, Table, reworded_block

Block = Heading | Paragraph | BulletList | Codes | Facts | Table

# A code has no points between its digits: that is how it is told from a number.
_NUMBER = re.compile(r"[+−]?[0-9]{1,3}([.][0-9]{3})*(,[0-9]+)?([\u00a0 ]%)?|-")


@dataclass(frozen=True, slots=True)
class Document:
    """The whole document. Headings are of level 2 and 3; `running` stands at the foot of each page.

    `author` is the body that answers for it, never a person.
    """

    title: str
    running: str
    author: str
    blocks: tuple[Block, ...]


def reworded(document: Document, change: Callable[[str], str]) -> Document:
    """The document with `change` applied to every piece of its wording; codes stay as they are."""
    return Document(
        change(document.title),
        change(document.running),
        change(document.author),
        # Each block stays of its kind.
        tuple(cast(Block, reworded_block(block, change)) for block in document.blocks),
    )


def number_columns(table: Table) -> tuple[bool, ...]:
    """Which columns of a table hold numbers and nothing else, so that they can stand right below each other."""
    columns = zip(*table.rows, strict=True) if table.rows else ((),) * len(table.header)
    return tuple(bool(column) and all(_NUMBER.fullmatch(cell) for cell in column) for column in columns)
