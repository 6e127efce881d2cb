"""Reads the model protocols that come with the program: what every municipality's terms start from, and what is asked.

A model is a part of the terms, without what differs from one municipality to the next; the questions are about just
that. It drafts nothing and knows no municipality.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import rfc8785

from sluis.domain.terms import FORMAT, InvalidTerms, parse_terms
from sluis.domain.words import Said, digest

MODEL_FORMAT = "sluis.model/1"

# What the questions may ask about: each is a place in the terms. `purposes` chooses among those of the model.
PLACES = ("recipient.kbo", "recipient.dpo", "purposes", "purposes.services", "start", "end")

# Stands in for one municipality, so that a model can be read as the terms that it will become.
_ELSEWHERE: Mapping[str, Any] = {
    "format": FORMAT,
    "protocol": "-",
    "version": 1,
    "model": "-",
    "sender": {
        "name": "-", "kbo": "0999999922", "nis": None, "representatives": ["-"], "dpo": "-", "decision": None,
    },
    "recipient": {
        "name": "-", "kbo": "0999999922", "nis": "23003", "representatives": ["-"], "dpo": "-", "decision": None,
    },
    "territory": ["23003"],
    "start": "2026-01-01",
    "end": None,
    "advices": [],
    "follows": [],
}  # fmt: skip


class InvalidModel(ValueError):
    """A model file cannot be used. `problems` names each place and what is wrong there."""

    def __init__(self, file: str, problems: list[str]) -> None:
        super().__init__(f"The model protocol {file} cannot be used: " + "; ".join(problems) + ".")
        self.problems = problems


class NoSuchModel(LookupError):
    """There is no model of that version."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that a municipality must say itself: at which place of the terms it belongs, and why it is asked.

    `place` is one of `PLACES`; `example` is an answer that would do, as text.
    """

    place: str
    asks: Said
    why: Said
    example: str


@dataclass(frozen=True, slots=True)
class Model:
    """One version of the agency's model protocol. `since` is the day from which it may be used for a draft."""

    name: str
    version: int
    since: date
    questions: tuple[Question, ...]
    _terms: Mapping[str, Any] = field(repr=False, hash=False)

    @property
    def label(self) -> str:
        """How the terms name it (`Terms.model`): lokaal integratiebeleid, versie 1."""
        return f"{self.name}, versie {self.version}"

    @property
    def digest(self) -> str:
        """The digest of its part of the terms, which an advice on the model carries."""
        return digest(rfc8785.dumps(self.terms))

    @property
    def terms(self) -> dict[str, Any]:
        """Its part of the terms as JSON, a copy to be filled in: without parties, territory, services and days."""
        return copy.deepcopy(dict(self._terms))


@cache
def models() -> tuple[Model, ...]:
    """Every model that comes with the program, oldest version first.

    Raises:
        InvalidModel: a file is not a model, or two files are the same version.
    """
    folder = files("sluis.protocols") / "data"
    names = sorted(file.name for file in folder.iterdir() if file.name.startswith("model-"))
    read = [(name, read_model(name, (folder / name).read_bytes())) for name in names]
    for name, one in read:
        # The file's name says which version it is: a copied file cannot pass for the one it was copied from.
        if name != f"model-{one.version}.json":
            raise InvalidModel(name, [f"version is {one.version}, so its name should be model-{one.version}.json"])
    return tuple(sorted((one for _, one in read), key=lambda one: one.version))


def model(version: int) -> Model:
    """The model of that version.

    Raises:
        NoSuchModel: there is none.
    """
    for one in models():
        if one.version == version:
            return one
    raise NoSuchModel(f"There is no model protocol of version {version}.")


def models_in_use(on: date) -> tuple[Model, ...]:
    """The models that a draft may be made from on a day, oldest first."""
    return tuple(one for one in models() if one.since <= on)


def read_model(file: str, text: bytes) -> Model:
    """Reads one model file; `file` is its name, for the message.

    Raises:
        InvalidModel: a part is missing, unknown or of the wrong kind, a field has no reason why it is needed, or the
            terms that it would become cannot be read. Every problem is named.
    """
    try:
        given = json.loads(text)
    except ValueError as error:
        raise InvalidModel(file, [f"it is not JSON ({error})"]) from error
    problems = list(_shape(given)) or list(_terms_problems(given["terms"]))
    if problems:
        raise InvalidModel(file, problems)
    return Model(
        name=given["name"],
        version=given["version"],
        since=date.fromisoformat(given["since"]),
        questions=tuple(
            Question(one["place"], Said(one["nl"], one["en"]), Said(one["why"]["nl"], one["why"]["en"]), one["example"])
            for one in given["questions"]
        ),
        _terms=given["terms"],
    )


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


Check = tuple[Callable[[Any], bool], str]
_TEXT: Check = (_is_text, "a text that is not empty")
_MODEL: Mapping[str, Check] = {
    "format": (lambda value: value == MODEL_FORMAT, MODEL_FORMAT),
    "name": _TEXT,
    "version": (lambda value: type(value) is int and value >= 1, "a whole number from 1"),
    "since": (_is_day, "a date like 2026-01-31"),
    "terms": (lambda value: isinstance(value, dict), "an object"),
    "questions": (lambda value: isinstance(value, list), "a list"),
}
_QUESTION: Mapping[str, Check] = {
    "place": (lambda value: value in PLACES, f"one of {', '.join(PLACES)}"),
    "nl": _TEXT,
    "en": _TEXT,
    "why": (lambda value: isinstance(value, dict), "an object"),
    "example": _TEXT,
}


def _shape(given: Any) -> Iterator[str]:
    yield from _parts(given, "", _MODEL)
    asked = given.get("questions") if isinstance(given, dict) else None
    if not isinstance(asked, list):
        return
    for number, one in enumerate(asked):
        place = f"questions[{number}]."
        yield from _parts(one, place, _QUESTION)
        if isinstance(one, dict) and isinstance(one.get("why"), dict):
            yield from _parts(one["why"], f"{place}why.", {"nl": _TEXT, "en": _TEXT})
    places = [one.get("place") for one in asked if isinstance(one, dict)]
    for expected in PLACES:
        if places.count(expected) != 1:
            yield f"questions should ask for {expected} once, not {places.count(expected)} times"


def _parts(given: Any, place: str, parts: Mapping[str, Check]) -> Iterator[str]:
    if not isinstance(given, dict):
        yield f"{place.rstrip('.') or 'it'} should be an object"
        return
    for name, (fits, what) in parts.items():
        if name not in given:
            yield f"{place}{name} is missing"
        elif not fits(given[name]):
            yield f"{place}{name} should be {what}"
    for name in sorted(set(given) - set(parts)):
        yield f"{place}{name} is not part of a model"


def _terms_problems(terms: dict[str, Any]) -> Iterator[str]:
    for name in sorted(set(terms) & set(_ELSEWHERE)):
        yield f"terms.{name} differs per municipality"
    purposes = terms.get("purposes")
    if not isinstance(purposes, list) or not all(isinstance(one, dict) for one in purposes):
        yield "terms.purposes should be a list of objects"
        return
    for number, one in enumerate(purposes):
        if "services" in one:
            yield f"terms.purposes[{number}].services differs per municipality"
    try:
        whole = parse_terms(
            json.dumps({**terms, **_ELSEWHERE, "purposes": [{**one, "services": ["-"]} for one in purposes]}).encode()
        )
    except InvalidTerms as error:
        yield from (f"terms.{problem}" for problem in error.problems)
        return
    for number, agreed in enumerate(whole.purposes):
        for name in agreed.fields:
            if name not in agreed.proportionality:
                yield f"terms.purposes[{number}].proportionality.{name} is missing"
        for name in agreed.proportionality:
            if name not in agreed.fields:
                yield f"terms.purposes[{number}].proportionality.{name} is about a field that is not given"
