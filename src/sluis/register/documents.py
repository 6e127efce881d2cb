"""Makes the documents of a version that anybody may have: the text as PDF, and the terms as they were signed.

The signed file is not among them: it bears the names and certificates of those who signed, and the parties keep it.
What is published is the same text, typeset anew without names. That the parties signed these terms the digest shows:
it stands in the document, in the file of the terms and in the ledger, and who holds the signed file can compare it.
"""

from __future__ import annotations

from datetime import datetime, time

from sluis.adapters.typesetting import typeset
from sluis.domain.published import published_text
from sluis.domain.words import BRUSSELS
from sluis.register.protocol import PublicVersion


def as_pdf(version: PublicVersion) -> bytes:
    """The public text as PDF/A-3a and PDF/UA-1, always the same bytes; the terms are attached where they are whole."""
    return typeset(
        published_text(version.terms),
        terms=version.terms.canonical,
        digest=version.digest,
        at=datetime.combine(version.validated_on, time(), BRUSSELS),
        attach=version.whole,
    )


def terms_file(version: PublicVersion) -> bytes | None:
    """The canonical bytes that the digest is of; None where they hold personal contact data."""
    return version.terms.canonical if version.whole else None
