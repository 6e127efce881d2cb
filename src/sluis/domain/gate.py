"""The gate: terms, facts and an ask go in; a permit or a refusal comes out. Default deny.

It is pure: no clock, no database, no log. A permit cannot be made anywhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sluis.domain.catalogue import FIELDS, PURPOSES
from sluis.domain.lifecycle import Status
from sluis.domain.policy import (
    BROKEN,
    BY_NAME,
    RULES,
    RULES_DIGEST,
    Ask,
    Case,
    Facts,
    Rule,
)
from sluis.domain.retention import keep_until
from sluis.domain.terms import Agreed, Population, Terms
from sluis.domain.words import Field, Said

# A permit is used at once. What is left unused after this time must be asked again.
PERMIT_LIVES = timedelta(minutes=15)

_THE_GATE = object()

# The rules whose details hold words of the catalogue, with what those are called in Dutch and in English. What is
# stored of a refusal stays the word: a name may be bettered later.
_NAMES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    rule: {word.value: (name.nl, name.en) for word, name in names.items()}
    for rule, names in (("purpose", PURPOSES), ("fields", FIELDS))
}


class Permit:
    """A permit (*toelating*): what may be selected, for whom, until when. Only `decide` makes one.

    Everything it says is read from the terms and the ask it was decided on; it can be neither made nor
    changed elsewhere.
    """

    __slots__ = ("_agreed", "ask", "issued_at", "terms", "territory")

    ask: Ask
    terms: Terms
    territory: tuple[str, ...]
    issued_at: datetime
    _agreed: Agreed

    def __init__(self, made_by: object, case: Case, terms: Terms, agreed: Agreed) -> None:
        if made_by is not _THE_GATE:
            raise TypeError("A permit comes from the gate only.")
        put = object.__setattr__
        put(self, "ask", case.ask)
        put(self, "terms", terms)
        put(self, "territory", case.facts.territory)
        put(self, "issued_at", case.at)
        put(self, "_agreed", agreed)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"A permit does not change ({name}).")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"A permit does not change ({name}).")

    @property
    def fields(self) -> tuple[Field, ...]:
        """The permitted fields, in the order of the terms."""
        asked = self.ask.fields
        return tuple(f for f in self._agreed.fields if asked is None or f in asked)

    @property
    def population(self) -> Population:
        """Whose rows are permitted."""
        return self._agreed.population

    @property
    def row_limit(self) -> int:
        """How many rows may leave at most."""
        return self.terms.row_limit

    @property
    def keep_until(self) -> date:
        """The last day on which the municipality may keep what it receives."""
        return keep_until(self._agreed, self.issued_at.date())

    @property
    def expires_at(self) -> datetime:
        """The moment from which the permit is worth nothing."""
        return self.issued_at + PERMIT_LIVES

    @property
    def terms_digest(self) -> str:
        """The digest of the terms it was decided on."""
        return self.terms.digest

    @property
    def rules_digest(self) -> str:
        """The rule set under which it was decided."""
        return RULES_DIGEST


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal (*weigering*): the rule that said no, and the details its sentences are filled with."""

    rule: Rule
    detail: Mapping[str, str] = field(default_factory=dict)

    @property
    def explanation(self) -> Said:
        """Why, in a sentence."""
        return self._filled(self.rule.refusal)

    @property
    def next_step(self) -> Said:
        """What the asker can do now."""
        return self._filled(self.rule.next_step)

    def _filled(self, said: Said) -> Said:
        """The sentence with its places filled in, where purposes and fields are called what people call them."""
        names = _NAMES.get(self.rule.name, {})

        def in_words(language: int) -> dict[str, str]:
            return {
                place: ", ".join(names[word][language] if word in names else word for word in value.split(", "))
                for place, value in self.detail.items()
            }

        return Said(said.nl.format_map(in_words(0)), said.en.format_map(in_words(1)))

    @property
    def alarm(self) -> bool:
        """Whether a rule itself failed, so that somebody has to look."""
        return self.rule is BROKEN


def decide(terms: Terms | None, facts: Facts, ask: Ask, at: datetime, count: int | None = None) -> Permit | Refusal:
    """Decides on an ask: the first rule that says no refuses; a rule that fails refuses too.

    `at` carries the time zone of Brussels, by whose days protocols begin and end. `count` is the number of
    selected rows, asked again once it is known.
    """
    case = Case(terms, facts, ask, at, at.date(), count)
    rule = BROKEN
    try:
        for rule in RULES:
            detail = rule.check(case)
            if detail is not None:
                return Refusal(rule, detail)
        rule = BROKEN
        return _permit(case)
    except Exception as error:  # noqa: BLE001 - whatever goes wrong in a rule, the answer is no
        return Refusal(BROKEN, {"rule": rule.name, "error": type(error).__name__})


def verdicts(
    terms: Terms | None, facts: Facts, ask: Ask, at: datetime, count: int | None = None
) -> list[tuple[Rule, Refusal | None]]:
    """What each rule says by itself, for whoever wants to see them all; a rule that fails says no."""
    case = Case(terms, facts, ask, at, at.date(), count)
    return [(rule, _verdict(rule, case)) for rule in RULES]


def recall(rule: str, detail: Mapping[str, Any]) -> Refusal:
    """A refusal as it was stored. Raises KeyError for a rule that never existed."""
    return Refusal(BY_NAME[rule], {name: str(value) for name, value in detail.items()})


def _verdict(rule: Rule, case: Case) -> Refusal | None:
    try:
        detail = rule.check(case)
    except Exception as error:  # noqa: BLE001 - as in `decide`
        return Refusal(BROKEN, {"rule": rule.name, "error": type(error).__name__})
    return None if detail is None else Refusal(rule, detail)


def _permit(case: Case) -> Permit:
    # The rules made sure of this; were one of them mistaken, this fails and `decide` refuses.
    if case.terms is None or case.facts.status != Status.ACTIVE or case.at.tzinfo is None:
        raise LookupError("no terms in force, or a time without its zone")
    agreed = case.terms.agreed_for(case.ask.purpose)
    if agreed is None:
        raise LookupError("purpose not agreed")
    return Permit(_THE_GATE, case, case.terms, agreed)
