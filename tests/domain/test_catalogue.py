"""The catalogue: everything a protocol can speak of has a Dutch and an English name, and no two the same."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import date
from enum import StrEnum

import pytest

from sluis.domain.catalogue import (
    ARTICLES,
    FIELDS,
    OUTCOMES,
    PERIODS,
    PURPOSES,
    SIDES,
    counted,
    in_words,
    long_day,
    number_of,
)
from sluis.domain.policy import RULES, Rule
from sluis.domain.terms import Article, Outcome, PeriodBy, Population, Side
from sluis.domain.words import Field, Purpose, Said

CATALOGUES: list[tuple[type[StrEnum], Mapping[StrEnum, Said]]] = [
    (Purpose, PURPOSES),  # type: ignore[list-item]
    (Field, FIELDS),  # type: ignore[list-item]
    (Article, ARTICLES),  # type: ignore[list-item]
    (Side, SIDES),  # type: ignore[list-item]
    (Outcome, OUTCOMES),  # type: ignore[list-item]
    (PeriodBy, PERIODS),  # type: ignore[list-item]
]


@pytest.mark.parametrize(("words", "names"), CATALOGUES, ids=lambda part: getattr(part, "__name__", ""))
def test_every_word_has_a_name_in_both_languages(words: type[StrEnum], names: Mapping[StrEnum, Said]) -> None:
    assert list(names) == list(words)
    for language in ("nl", "en"):
        said = [getattr(name, language) for name in names.values()]
        assert all(said) and len(set(said)) == len(said)


def test_there_are_twelve_articles_and_their_numbers_follow_their_order() -> None:
    assert [number_of(article) for article in ARTICLES] == list(range(1, 13))


def test_the_clauses_of_the_gate_are_articles_of_the_text() -> None:
    headings = {f"modelprotocol, artikel {number_of(article)} ({name.nl})" for article, name in ARTICLES.items()}
    decree = "e-govdecreet, artikel 8, § 1"

    def known(rule: Rule) -> bool:
        return rule.clause.nl in headings or rule.clause.nl == decree

    assert all(known(rule) for rule in RULES)


def test_every_population_is_worded_differently_in_both_languages() -> None:
    every = [
        Population(contract, attest, period)
        for contract, attest, period in itertools.product((None, True, False), (None, True, False), (None, *PeriodBy))
    ]
    assert len({in_words(one).nl for one in every}) == len({in_words(one).en for one in every}) == len(every)


def test_a_population_reads_as_a_sentence() -> None:
    assert in_words(Population(True, False, None)).nl == (
        "wie een inburgeringscontract ondertekende en geen attest van inburgering behaalde; "
        "selectie op een periode is niet mogelijk"
    )
    assert in_words(Population(None, True, PeriodBy.ATTEST)).en == (
        "who obtained a certificate of integration; "
        "selection by the period in which the certificate was obtained is possible"
    )


def test_days_and_numbers_are_written_as_flanders_writes_them() -> None:
    assert long_day(date(2026, 10, 20)) == "20 oktober 2026"
    assert long_day(date(2025, 1, 1)) == "1 januari 2025"
    assert [counted(number, "dag", "dagen") for number in (0, 1, 90, 5000, 1_000_000)] == [
        "0 dagen",
        "1 dag",
        "90 dagen",
        "5.000 dagen",
        "1.000.000 dagen",
    ]
