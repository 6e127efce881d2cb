"""The model protocols: they become terms with nothing but the answers, and a spoilt one is refused with its places."""

from __future__ import annotations

import copy
import json
import re
from importlib.resources import files
from typing import Any

import pytest

from sluis.domain.catalogue import FIELDS, PURPOSES
from sluis.domain.legaltext import legal_text
from sluis.domain.terms import Article, parse_terms
from sluis.domain.words import Purpose
from sluis.protocols.model_text import PLACES, InvalidModel, Model, NoSuchModel, model, models, read_model

FILE = files("sluis.protocols") / "data" / "model-1.json"


def answered(chosen: Model, **answers: Any) -> dict[str, Any]:
    """The terms that a draft has once the questions are answered; what is not given is answered with the example."""
    by_place = {one.place: one.example for one in chosen.questions} | answers
    partial = chosen.terms
    wanted = [name.strip() for name in by_place["purposes"].split(",")]
    return partial | {
        "format": "sluis.terms/1",
        "protocol": "AGII-23003",
        "version": 1,
        "model": chosen.label,
        "sender": {
            "name": "Agentschap", "kbo": "0543307391", "nis": None, "representatives": ["de algemeen directeur"],
            "dpo": "de functionaris voor gegevensbescherming", "decision": None,
        },
        "recipient": {
            "name": "gemeente Beersel", "kbo": by_place["recipient.kbo"], "nis": "23003",
            "representatives": ["de burgemeester"], "dpo": by_place["recipient.dpo"], "decision": None,
        },
        "purposes": [
            {**one, "services": [by_place["purposes.services"]]}
            for one in partial["purposes"]
            if one["purpose"] in wanted
        ],
        "territory": ["23003"],
        "start": by_place["start"],
        "end": by_place["end"],
        "advices": [],
        "follows": [],
    }  # fmt: skip


@pytest.mark.parametrize("chosen", models(), ids=lambda one: one.label)
def test_a_model_and_the_answers_to_its_questions_are_terms(chosen: Model) -> None:
    drafted = parse_terms(json.dumps(answered(chosen)).encode())
    assert [agreed.purpose for agreed in drafted.purposes] == [Purpose.CEREMONY, Purpose.PRACTICE]
    everything = answered(chosen, purposes=", ".join(Purpose), end=None)
    whole = parse_terms(json.dumps(everything).encode())
    assert {agreed.purpose for agreed in whole.purposes} == set(Purpose)
    assert legal_text(whole).title.endswith("aan gemeente Beersel")


@pytest.mark.parametrize("chosen", models(), ids=lambda one: one.label)
def test_every_purpose_and_field_of_a_model_has_its_names(chosen: Model) -> None:
    for agreed in parse_terms(json.dumps(answered(chosen, purposes=", ".join(Purpose))).encode()).purposes:
        assert PURPOSES[agreed.purpose].nl and PURPOSES[agreed.purpose].en
        assert all(FIELDS[name].nl and FIELDS[name].en for name in agreed.fields)
        assert set(agreed.proportionality) == set(agreed.fields)


@pytest.mark.parametrize("chosen", models(), ids=lambda one: one.label)
def test_a_field_that_the_population_settles_is_not_asked_as_well(chosen: Model) -> None:
    """Where every person selected has the attest, a column that says so would say nothing: not needed, so not given."""
    for agreed in parse_terms(json.dumps(answered(chosen, purposes=", ".join(Purpose))).encode()).purposes:
        for name in ("contract", "attest"):
            assert getattr(agreed.population, name) is None or name not in agreed.fields


@pytest.mark.parametrize("chosen", models(), ids=lambda one: one.label)
def test_every_question_has_its_reason_in_both_languages(chosen: Model) -> None:
    assert sorted(one.place for one in chosen.questions) == sorted(PLACES)
    for one in chosen.questions:
        for said in (one.asks, one.why):
            assert said.nl.endswith(("?", ".")) and said.en.endswith(("?", ".")) and said.nl != said.en


def test_the_articles_of_the_first_model_speak_where_the_structure_does_not() -> None:
    clauses = model(1).terms["clauses"]
    assert set(clauses) == set(Article)
    said = json.dumps(clauses, ensure_ascii=False)
    for subject in (
        "van rechtswege",
        "niet door aan derden",
        "artikelen 15 tot en met 22",
        "Belgische recht",
        "wist de",
    ):
        assert subject in said
    # Nothing in the model depends on who the parties are, nor on which authority is competent.
    assert not re.search(r"Beersel|AgII|Vlaamse Toezichtcommissie|Gegevensbeschermingsautoriteit", said)


def test_the_terms_of_a_model_are_a_copy_each_time() -> None:
    model(1).terms["clauses"].clear()
    model(1).terms["purposes"][0]["fields"].clear()
    assert model(1).terms["clauses"] and model(1).terms["purposes"][0]["fields"]


def test_a_model_that_is_not_there_is_named() -> None:
    with pytest.raises(NoSuchModel, match="version 99"):
        model(99)


def spoilt() -> dict[str, Any]:
    return copy.deepcopy(json.loads(FILE.read_bytes()))


def problems(given: Any) -> list[str]:
    with pytest.raises(InvalidModel) as refused:
        read_model("model-1.json", given if isinstance(given, bytes) else json.dumps(given).encode())
    assert "model-1.json" in str(refused.value)
    return refused.value.problems


@pytest.mark.parametrize("part", ["format", "name", "version", "since", "terms", "questions"])
def test_a_missing_or_wrong_part_is_named(part: str) -> None:
    without, wrong = spoilt(), spoilt()
    del without[part]
    wrong[part] = None
    assert f"{part} is missing" in problems(without)
    assert any(problem.startswith(f"{part} should be ") for problem in problems(wrong))


@pytest.mark.parametrize("part", ["place", "nl", "en", "why", "example"])
def test_a_question_that_lacks_a_part_is_named(part: str) -> None:
    without = spoilt()
    del without["questions"][2][part]
    assert f"questions[2].{part} is missing" in problems(without)


def test_what_else_is_wrong_is_named_at_its_place() -> None:
    def after(change: Any) -> list[str]:
        given = spoilt()
        change(given)
        return problems(given)

    assert problems(b"{")[0].startswith("it is not JSON")
    assert problems([]) == ["it should be an object"]
    assert after(lambda m: m.update(remark="?")) == ["remark is not part of a model"]
    assert after(lambda m: m["questions"].pop()) == ["questions should ask for end once, not 0 times"]
    assert after(lambda m: m["questions"][0]["why"].pop("en")) == ["questions[0].why.en is missing"]
    assert after(lambda m: m["terms"].update(start="2026-01-01")) == ["terms.start differs per municipality"]
    assert after(lambda m: m["terms"]["purposes"][0].update(services=["x"])) == [
        "terms.purposes[0].services differs per municipality"
    ]
    assert after(lambda m: m["terms"].update(purposes=[1])) == ["terms.purposes should be a list of objects"]
    assert after(lambda m: m["terms"].pop("rowLimit")) == ["terms.rowLimit is missing"]
    assert after(lambda m: m["terms"]["purposes"][0]["proportionality"].pop("insz")) == [
        "terms.purposes[0].proportionality.insz is missing"
    ]
    assert after(lambda m: m["terms"]["purposes"][0]["proportionality"].update(contract="Omdat.")) == [
        "terms.purposes[0].proportionality.contract is about a field that is not given"
    ]
