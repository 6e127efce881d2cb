"""Terms: the bytes that are signed are the bytes that are read, and what is wrong is named at its place."""

from __future__ import annotations

import copy
import dataclasses
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.given import AGENCY, agreed, kbo, municipality, some_terms, terms

from sluis.domain.terms import (
    FORMAT,
    Advised,
    Agreed,
    Article,
    Decision,
    InvalidTerms,
    Outcome,
    Party,
    PeriodBy,
    Population,
    Side,
    Terms,
    as_json,
    parse_terms,
)
from sluis.domain.words import Field, Purpose, digest, is_digest, is_kbo

Path = tuple[str | int, ...]


def problems(given_json: Any) -> list[str]:
    """What `parse_terms` says is wrong."""
    with pytest.raises(InvalidTerms) as refused:
        parse_terms(given_json if isinstance(given_json, bytes) else json.dumps(given_json).encode())
    for problem in refused.value.problems:
        assert problem in str(refused.value)
    return refused.value.problems


def usual() -> dict[str, Any]:
    """The usual terms as JSON, to be spoilt."""
    return copy.deepcopy(as_json(terms()))


def paths(value: Any, here: Path = ()) -> Iterator[Path]:
    """The place of every named part, inside lists of objects too."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield (*here, name)
            yield from paths(inner, (*here, name))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from paths(inner, (*here, place))


def written(path: Path) -> str:
    """The place as problems write it."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)[1:]


def parent(value: Any, path: Path) -> Any:
    for step in path[:-1]:
        value = value[step]
    return value


EVERY_PATH = [pytest.param(path, id=written(path)) for path in paths(usual())]
EVERY_OBJECT: list[Path] = [
    (),
    ("sender",),
    ("recipient",),
    ("recipient", "decision"),
    ("clauses",),
    ("advices", 0),
    ("purposes", 1),
    ("purposes", 0, "population"),
]


@given(some_terms)
@settings(deadline=None, max_examples=150)
def test_reading_the_canonical_bytes_gives_the_same_terms(some: Terms) -> None:
    again = parse_terms(some.canonical)
    assert again == some
    assert again.canonical == some.canonical
    assert again.digest == some.digest == digest(some.canonical)
    assert is_digest(some.digest)


@given(some_terms, st.randoms(use_true_random=False), st.sampled_from([None, 1, 4]), st.booleans())
@settings(deadline=None, max_examples=100)
def test_canonical_bytes_depend_on_neither_the_order_of_names_nor_white_space_nor_escapes(
    some: Terms, rng: Any, indent: int | None, escaped: bool
) -> None:
    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            names = list(value)
            rng.shuffle(names)
            return {name: shuffled(value[name]) for name in names}
        return [shuffled(part) for part in value] if isinstance(value, list) else value

    text = json.dumps(shuffled(as_json(some)), indent=indent, ensure_ascii=escaped)
    assert parse_terms(f"\n {text} \n".encode()).canonical == some.canonical


def test_the_order_of_a_list_is_part_of_what_is_signed() -> None:
    backwards = terms(purposes=tuple(reversed(terms().purposes)))
    assert backwards.digest != terms().digest


# One change of every part. A part that is added to the terms without one fails the test below.
CHANGES: dict[type, dict[str, Any]] = {
    Terms: {
        "protocol": "agii-23003-b",
        "version": 2,
        "model": "2026-1",
        "sender": dataclasses.replace(AGENCY, name="AgII"),
        "recipient": municipality(name="Beersel"),
        "grounds_for_communication": ("AVG, artikel 6, lid 1, c)",),
        "grounds_for_collection": ("Integratiedecreet, artikel 21",),
        "purposes": (agreed(),),
        "territory": ("23003", "23002"),
        "row_limit": 101,
        "security": ("Versleuteling van de zending.",),
        "clauses": dict.fromkeys(Article, ("Anders.",)),
        "breach_notice_hours": 25,
        "supervisor": "Anders",
        "start": date(2026, 1, 2),
        "end": None,
        "notice_months": 4,
        "advices": (),
        "follows": (),
    },
    Party: {
        "name": "Beersel",
        "kbo": kbo(2_000_001),
        "nis": "23002",
        "representatives": ("De burgemeester",),
        "dpo": "privacy@gemeente.example",
        "decision": Decision("gemeenteraad", date(2025, 11, 24), "CBS/2025/417"),
    },
    Decision: {"body": "gemeenteraad", "on": date(2025, 11, 25), "reference": "CBS/2025/418"},
    Agreed: {
        "purpose": Purpose.NETWORK,
        "fields": (Field.SURNAME,),
        "population": Population(None, True, None),
        "retention_days": 91,
        "services": ("Onthaalbalie",),
        "minimum_days_between": 8,
        "justification": "Anders.",
        "proportionality": {Field.INSZ: "Anders."},
        "retention_reason": "Anders.",
    },
    Advised: {
        "side": Side.SUPERVISOR,
        "outcome": Outcome.CONDITIONAL,
        "on": date(2025, 10, 8),
        "reason": "Anders.",
    },
    Population: {"contract": False, "attest": False, "period_by": PeriodBy.CONTRACT},
}


def changed(kind: type, part: str) -> Terms:
    change: Any = {part: CHANGES[kind][part]}
    if kind is Terms:
        return terms(**change)
    if kind is Party:
        return terms(recipient=dataclasses.replace(municipality(), **change))
    if kind is Decision:
        decision = municipality().decision
        assert decision is not None
        return terms(recipient=dataclasses.replace(municipality(), decision=dataclasses.replace(decision, **change)))
    if kind is Advised:
        return terms(advices=(dataclasses.replace(terms().advices[0], **change),))
    if kind is Population:
        change = {"population": dataclasses.replace(agreed().population, **change)}
    return terms(purposes=(agreed(**change), *terms().purposes[1:]))


@pytest.mark.parametrize(
    ("kind", "part"),
    [pytest.param(kind, p, id=f"{kind.__name__}.{p}") for kind, parts in CHANGES.items() for p in parts],
)
def test_a_change_of_any_part_changes_the_digest(kind: type, part: str) -> None:
    other = changed(kind, part)
    assert other.digest != terms().digest
    assert parse_terms(other.canonical) == other


@pytest.mark.parametrize("kind", CHANGES, ids=lambda kind: kind.__name__)
def test_no_part_is_left_out_of_the_changes(kind: Any) -> None:
    assert set(CHANGES[kind]) == {part.name for part in dataclasses.fields(kind) if part.init}


@pytest.mark.parametrize("path", [path for path in EVERY_PATH if "proportionality." not in str(path.id)])
def test_a_missing_part_is_named_at_its_place(path: Path) -> None:
    spoilt = usual()
    del parent(spoilt, path)[path[-1]]
    assert any(problem.startswith(written(path)) for problem in problems(spoilt))


@pytest.mark.parametrize("path", EVERY_PATH)
def test_a_part_of_the_wrong_kind_is_named_at_its_place(path: Path) -> None:
    wrongs: list[Any] = [{}, [], 1.5, "", " ", -1]
    may_be_empty: dict[str, Any] = {"advices": [], "follows": [], "proportionality": {}}
    for wrong in wrongs:
        if wrong == may_be_empty.get(str(path[-1])):
            continue
        spoilt = usual()
        parent(spoilt, path)[path[-1]] = wrong
        assert any(problem.startswith(written(path)) for problem in problems(spoilt)), wrong


@pytest.mark.parametrize("path", EVERY_OBJECT, ids=lambda path: written(path) or "terms")
def test_an_unknown_part_is_named_at_its_place(path: Path) -> None:
    spoilt = usual()
    parent(spoilt, (*path, "extra"))["extra"] = None
    assert problems(spoilt) == [f"{written((*path, 'extra'))} is not part of the terms"]


@pytest.mark.parametrize(
    ("path", "wrong", "problem"),
    [
        (("format",), "sluis.terms/2", f"format should be {FORMAT}"),
        (("version",), 0, "version should be a whole number from 1 to 1000000"),
        (("version",), True, "version should be a whole number from 1 to 1000000"),
        (("version",), "1", "version should be a whole number from 1 to 1000000"),
        (("rowLimit",), 0, "rowLimit should be a whole number from 1 to 1000000"),
        (("noticeMonths",), -1, "noticeMonths should be a whole number from 0 to 1000000"),
        (("sender", "kbo"), "0543307392", "sender.kbo should be an enterprise number"),
        (("recipient", "kbo"), "543307391", "recipient.kbo should be an enterprise number"),
        (("recipient", "kbo"), "0543.307.391", "recipient.kbo should be an enterprise number"),
        (("recipient", "nis"), "02300", "recipient.nis should be a NIS code"),
        (("recipient", "nis"), None, "recipient.nis should be a NIS code"),
        (("sender", "nis"), "23003", "sender.nis should be null: an agency has no NIS code"),
        (("sender", "decision"), {}, "sender.decision should be null"),
        (("recipient", "representatives"), [], "recipient.representatives should be a list of texts"),
        (("recipient", "representatives"), ["a", "a"], "recipient.representatives should be a list of texts"),
        (("recipient", "decision"), "yes", "recipient.decision should be an object"),
        (("recipient",), "Beersel", "recipient should be an object"),
        (("clauses", "quality"), [], "clauses.quality should be a list of texts, at least one"),
        (("clauses", "smallPrint"), ["?"], "clauses.smallPrint is not part of the terms"),
        (("purposes", 0, "proportionality", "insz"), "", "purposes[0].proportionality.insz should be a text"),
        (("purposes", 0, "proportionality", "birth_date"), "?", "purposes[0].proportionality.birth_date is not part"),
        (("advices",), {}, "advices should be a list of advices"),
        (("advices", 1, "outcome"), "maybe", "advices[1].outcome should be one of positive, conditional, negative"),
        (("follows",), ["sha256:abc"], "follows should be a list of digests"),
        (("recipient", "decision", "on"), "2025-02-30", "recipient.decision.on should be a date"),
        (("territory",), ["23003", "x"], "territory should be a list of NIS codes"),
        (("territory",), ["23003", "23003"], "territory should be a list of NIS codes"),
        (("start",), "1 januari 2026", "start should be a date"),
        (("start",), "20260101", "start should be a date like 2026-01-31"),
        (("end",), "", "end should be a date like 2026-01-31, or null"),
        (("end",), "2025-12-31", "end should not lie before start"),
        (("purposes",), [], "purposes should be a list of purposes, at least one"),
        (("purposes", 1, "purpose"), "marketing", "purposes[1].purpose should be one of ceremony, practice"),
        (("purposes", 1, "purpose"), "ceremony", "purposes names a purpose twice"),
        (("purposes", 0, "fields"), ["insz", "insz"], "purposes[0].fields should be a list of insz, surname"),
        (("purposes", 0, "fields"), ["birth_date"], "purposes[0].fields should be a list of insz, surname"),
        (("purposes", 0, "fields"), "insz", "purposes[0].fields should be a list of insz, surname"),
        (("purposes", 0, "retentionDays"), 0, "purposes[0].retentionDays should be a whole number from 1 to 36500"),
        (("purposes", 0, "population", "contract"), 1, "purposes[0].population.contract should be true, false"),
        (("purposes", 0, "population", "periodBy"), "birth", "purposes[0].population.periodBy should be"),
    ],
)
def test_this_problem_is_the_one_that_is_named(path: Path, wrong: Any, problem: str) -> None:
    spoilt = usual()
    parent(spoilt, path)[path[-1]] = wrong
    assert any(said.startswith(problem) for said in problems(spoilt))


def test_several_problems_are_all_named() -> None:
    spoilt = usual()
    del spoilt["supervisor"]
    spoilt["remark"] = "?"
    spoilt["recipient"]["kbo"] = "1"
    spoilt["end"] = "2025-12-31"
    spoilt["purposes"][1]["fields"] = []
    assert sorted(said.partition(" ")[0] for said in problems(spoilt)) == [
        "end",
        "purposes[1].fields",
        "recipient.kbo",
        "remark",
        "supervisor",
    ]


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"\xff",
        b"null null",
        b"{'format': 1}",
        b"[" * 200_000,
    ],
    ids=["empty", "unfinished", "no UTF-8", "two values", "no JSON", "bottomless"],
)
def test_what_is_no_json_is_said_to_be_none(text: bytes) -> None:
    (problem,) = problems(text)
    assert problem.startswith("it is not JSON")


@pytest.mark.parametrize("text", [b"null", b"[]", b'"terms"', b"1"])
def test_json_that_is_no_object_is_refused(text: bytes) -> None:
    assert problems(text) == ["it should be an object"]


def test_what_is_no_object_is_named_once_and_not_part_by_part() -> None:
    spoilt = usual()
    spoilt["sender"], spoilt["purposes"][1] = "the agency", None
    assert problems(spoilt) == ["sender should be an object", "purposes[1] should be an object"]


def test_purposes_that_cannot_be_read_are_not_taken_for_the_same() -> None:
    spoilt = usual()
    spoilt["purposes"][1]["purpose"] = "marketing"
    assert [said.partition(" ")[0] for said in problems(spoilt)] == ["purposes[1].purpose"]


def test_a_draft_has_no_decision_yet() -> None:
    draft = usual()
    draft["recipient"]["decision"] = None
    read = parse_terms(json.dumps(draft).encode())
    assert read.recipient.decision is None
    assert as_json(read) == draft


@pytest.mark.parametrize("place", ["supervisor", "on", "purpose"])
def test_a_name_that_stands_twice_in_one_object_is_refused_wherever_it_stands(place: str) -> None:
    text = terms().canonical
    name = f'"{place}":'.encode()
    assert text.count(name) >= 1
    # Even where both say the same.
    end = text.index(b'"', text.index(name) + len(name) + 1) + 1
    twice = text[:end] + b"," + text[text.index(name) : end] + text[end:]
    (problem,) = problems(twice)
    assert "a name stands twice" in problem


@given(st.integers(0, 19_999_999), st.integers(0, 9), st.integers(1, 9))
@settings(deadline=None, max_examples=200)
def test_one_wrong_digit_in_an_enterprise_number_is_always_noticed(first: int, place: int, more: int) -> None:
    number = kbo(first)
    assert is_kbo(number)
    digit = (int(number[place]) + more) % 10
    assert not is_kbo(f"{number[:place]}{digit}{number[place + 1 :]}")


def test_the_agency_and_the_municipality_have_numbers_that_check() -> None:
    assert is_kbo(AGENCY.kbo)
    assert is_kbo(municipality().kbo)
