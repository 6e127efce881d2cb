"""Wherever the interface shows a Dutch text, the English stands beside it, and it is not the Dutch once more."""

from __future__ import annotations

import string
from collections.abc import Iterator

from sluis.disclosures import opening, placing, tries
from sluis.domain import catalogue, collection, passphrases
from sluis.domain.access import ROLE_NAMES, Role
from sluis.domain.collection import HOW_NAMES, STAGE_NAMES, How, Stage
from sluis.domain.entry import ACT_NAMES, Act
from sluis.domain.lifecycle import (
    DEED_NAMES,
    DELIVERY_NAMES,
    HOLD_NAMES,
    STATUS_NAMES,
    VERB_NAMES,
    Deed,
    DeliveryStatus,
    HoldKind,
    Status,
    Verb,
)
from sluis.domain.policy import BROKEN, RULES
from sluis.domain.questions import QUESTIONS
from sluis.domain.words import Said
from sluis.outreach import actions as outreach
from sluis.outreach import contact_list, following
from sluis.outreach import queries as outreach_queries
from sluis.outreach.channels import channels
from sluis.outreach.reasons import RULES as REASONS
from sluis.protocols.model_text import models
from sluis.reporting.figures import COUNTS, FIGURES, REQUESTS, Figure


def shown() -> Iterator[tuple[str, Said]]:
    """Every text that has two languages, with where it stands."""
    for holder in ("PURPOSES", "FIELDS", "ARTICLES", "SIDES", "OUTCOMES", "PERIODS"):
        for word, name in getattr(catalogue, holder).items():
            yield f"{holder} {word}", name
    for names in (
        STATUS_NAMES, VERB_NAMES, DEED_NAMES, HOLD_NAMES, DELIVERY_NAMES, ROLE_NAMES, HOW_NAMES, STAGE_NAMES, ACT_NAMES,
    ):  # fmt: skip
        for called, name in names.items():
            yield f"the name of {called}", name
    for module in (
        collection,
        passphrases,
        opening,
        placing,
        tries,
        outreach,
        contact_list,
        outreach_queries,
        following,
    ):
        for constant, value in vars(module).items():
            if isinstance(value, Said):
                yield f"{module.__name__}.{constant}", value
    for reason, given in REASONS.items():
        yield f"the name of {reason}", given.name
        yield f"when there is {reason}", given.when
    for channel in channels():
        yield f"channel {channel.code}", channel.name
    for figure, definition in FIGURES.items():
        yield f"the name of {figure}", definition.name
        yield f"what {figure} counts", definition.counts
    for rule_name, asks in QUESTIONS.items():
        yield f"what {rule_name} asks", asks
    for rule in (*RULES, BROKEN):
        for part in ("clause", "refusal", "lifted_by", "next_step"):
            yield f"{rule.name}.{part}", getattr(rule, part)
    for model in models():
        for question in model.questions:
            yield f"{model.label}: {question.place}", question.asks
            yield f"{model.label}: why {question.place}", question.why


def test_every_dutch_text_that_is_shown_has_english_beside_it() -> None:
    texts = list(shown())
    assert len(texts) > 80
    assert [
        where
        for where, said in texts
        if not said.nl.strip() or not said.en.strip() or said.nl == said.en != "validator"
    ] == []


def test_both_languages_have_the_same_places_to_fill_in() -> None:
    def places(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}

    assert [where for where, said in shown() if places(said.nl) != places(said.en)] == []


def test_both_languages_end_alike() -> None:
    assert [where for where, said in shown() if said.nl[-1] in ".?" and said.nl[-1] != said.en[-1]] == []


def test_every_word_that_people_meet_has_a_name() -> None:
    for words, names in (
        (Status, STATUS_NAMES), (Verb, VERB_NAMES), (Deed, DEED_NAMES), (HoldKind, HOLD_NAMES),
        (DeliveryStatus, DELIVERY_NAMES), (Role, ROLE_NAMES), (How, HOW_NAMES), (Stage, STAGE_NAMES),
        (Act, ACT_NAMES),
    ):  # fmt: skip
        assert set(names) == set(words)


def test_every_figure_of_a_report_is_defined_and_counted_once() -> None:
    assert list(FIGURES) == list(Figure)
    others = {Figure.PEOPLE, Figure.MOVES, Figure.ADVICES}
    assert sorted([*COUNTS, *REQUESTS, *others]) == sorted(Figure)
