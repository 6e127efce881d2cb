"""The questions that parliament asks: how many protocols, how many are aimed for, how the possibility is made known."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from sluis.domain.words import Said


class Question(StrEnum):
    """What was asked."""

    MUNICIPALITIES = "municipalities"
    TARGET = "target"
    MADE_KNOWN = "made-known"


QUESTION_NAMES: Mapping[Question, Said] = {
    Question.MUNICIPALITIES: Said(
        "Hoeveel gemeenten hebben een protocol, en welke?", "How many municipalities have a protocol, and which?"
    ),
    Question.TARGET: Said(
        "Op hoeveel protocollen wordt gemikt, en hoe ver staat het daarmee?",
        "How many protocols are aimed for, and how far is it?",
    ),
    Question.MADE_KNOWN: Said(
        "Hoe wordt de mogelijkheid bekendgemaakt bij de gemeenten, en wat kwam daarvan?",
        "How is the possibility made known to the municipalities, and what came of it?",
    ),
}
