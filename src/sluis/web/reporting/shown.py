"""What the pages of a yearly report are shown with, for the parties and for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sluis.domain.policy import BROKEN
from sluis.domain.questions import QUESTIONS
from sluis.domain.words import Said
from sluis.reporting.figures import DELETIONS, FIGURES, INCIDENTS, TRAFFIC
from sluis.reporting.spans import Span
from sluis.reporting.yearly_formats import MOVE_NAMES
from sluis.web.texts import TEXTS, Texts

SHOWN: Mapping[str, Any] = {
    "definitions": FIGURES,
    "groups": {"traffic": TRAFFIC, "deletions": DELETIONS, "incidents": INCIDENTS},
    "questions": {**QUESTIONS, BROKEN.name: Said(*TEXTS["yearly_broken"])},
    "move_names": MOVE_NAMES,
}


def span_in_words(span: Span, texts: Texts) -> str:
    """A span as people write it: 2025, or 1 januari 2025 tot en met 30 juni 2025."""
    if span.is_year:
        return str(span.first.year)
    return texts("yearly_days", first=texts.day(span.first), last=texts.day(span.last))
