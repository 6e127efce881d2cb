"""The kinds of file that a document for people outside is handed over as, and what writes each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sluis.adapters import typesetting, wordprocessing
from sluis.domain.document import Document


class Writer(Protocol):
    """Writes a document as it is made at a moment; the same both give the same bytes."""

    def __call__(self, document: Document, *, at: datetime) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: what writes it, and what a browser is told that it is."""

    write: Writer
    content_type: str


# By how the name of such a file ends.
KINDS: Mapping[str, Kind] = {
    "docx": Kind(wordprocessing.write, wordprocessing.CONTENT_TYPE),
    "pdf": Kind(typesetting.typeset_document, "application/pdf"),
}
