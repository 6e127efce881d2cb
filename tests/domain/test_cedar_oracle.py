"""The gate and a second reading of the same clauses, in Cedar, give the same verdict on thousands of asks."""

from __future__ import annotations

import random
from collections import Counter

import cedarpy
import pytest
from tests.domain import oracle
from tests.domain.given import Situation, random_situation, random_terms, situation

from sluis.domain.gate import Permit, decide, verdicts
from sluis.domain.policy import RULES

ASKS = 5000


@pytest.fixture(scope="module")
def situations() -> list[Situation]:
    rng = random.Random(20260615)
    protocols = [random_terms(rng) for _ in range(250)]
    return [random_situation(rng, rng.choice(protocols)) for _ in range(ASKS)]


@pytest.fixture(scope="module")
def answers(situations: list[Situation]) -> list[cedarpy.AuthzResult]:
    protocols = {s.terms.digest: s.terms for s in situations if s.terms is not None}
    return cedarpy.is_authorized_batch(
        [oracle.request(s) for s in situations],
        cedarpy.PolicySet.from_str(oracle.POLICY_TEXT),
        oracle.entities(protocols.values()),
        cedarpy.Schema.from_str(oracle.SCHEMA_TEXT),
    )


def test_the_oracle_holds_against_its_schema() -> None:
    result = cedarpy.validate_policies(oracle.POLICY_TEXT, oracle.SCHEMA_TEXT)
    assert result.validation_passed, result.errors


def test_both_verdicts_occur_often_and_every_rule_refuses_somewhere(situations: list[Situation]) -> None:
    permitted = sum(isinstance(decide(*s), Permit) for s in situations)
    assert 0.15 * ASKS <= permitted <= 0.85 * ASKS
    refusing = Counter(rule.name for s in situations for rule, refusal in verdicts(*s) if refusal)
    assert set(refusing) == {rule.name for rule in RULES}


def test_the_gate_and_the_oracle_give_the_same_verdict(
    situations: list[Situation], answers: list[cedarpy.AuthzResult]
) -> None:
    differing = [
        (s, answer.diagnostics.id_annotations_by_reason)
        for s, answer in zip(situations, answers, strict=True)
        if isinstance(decide(*s), Permit) is not answer.allowed
    ]
    assert differing == []


def test_every_rule_refuses_exactly_where_its_clause_forbids(
    situations: list[Situation], answers: list[cedarpy.AuthzResult]
) -> None:
    for s, answer in zip(situations, answers, strict=True):
        assert answer.diagnostics.errors == []
        refusing = {rule.name for rule, refusal in verdicts(*s) if refusal is not None}
        forbidding = set(answer.diagnostics.id_annotations_by_reason.values()) - {"permit"}
        assert refusing == forbidding, s


def test_the_oracle_tells_right_from_wrong_by_itself() -> None:
    usual = situation()
    assert usual.terms is not None
    protocols = oracle.entities([usual.terms])
    policies = cedarpy.PolicySet.from_str(oracle.POLICY_TEXT)
    assert cedarpy.is_authorized(oracle.request(usual), policies, protocols).allowed
    without = usual._replace(terms=None)
    assert not cedarpy.is_authorized(oracle.request(without), policies, protocols).allowed
