"""When a parcel that lies ready may be collected: which of the gate's answers count again, and what else must hold."""

from __future__ import annotations

import dataclasses
import random
from datetime import timedelta
from typing import Any

import pytest
from tests.domain.given import AT, ON, ask, facts, random_situation, random_terms, terms

from sluis.domain import collection, gate, passphrases
from sluis.domain.collection import (
    ALREADY_CONFIRMED,
    COUNTS_AGAIN,
    NOT_DELIVERED,
    NOT_HERE,
    WITHHELD,
    Stage,
    Stand,
    stage,
    why_not_collect,
    why_not_confirm,
)
from sluis.domain.lifecycle import DeliveryStatus, HoldKind, Status
from sluis.domain.policy import ABOUT_THE_ASK, BROKEN, RULES
from sluis.domain.words import Purpose

NAMES = {rule.name for rule in RULES}
LIES_READY = Stand(DeliveryStatus.DELIVERED, ON, in_pigeonhole=True, collected=False, deletion_confirmed=False)


def rule_that_says_no(**changes: Any) -> str | None:
    said = collection.refusal(terms(), facts(**changes), ask(), AT)
    return said.rule.name if said else None


class TestTheGateAgain:
    def test_what_stands_may_be_collected(self) -> None:
        assert rule_that_says_no() is None

    @pytest.mark.parametrize(
        ("changes", "rule"),
        [
            ({"status": Status.SUSPENDED}, "not_suspended"),
            ({"status": Status.ENDED}, "not_over"),
            ({"status": Status.EXPIRED}, "not_over"),
            ({"status": Status.SUPERSEDED}, "not_over"),
            ({"status": Status.DRAFT}, "validated"),
            ({"ends_on": ON - timedelta(days=1)}, "not_over"),
            ({"holds": frozenset({HoldKind.BREACH})}, "no_breach"),
            ({"holds": frozenset({HoldKind.SANCTION})}, "no_sanction"),
            ({"published_by_recipient": False}, "published"),
            ({"municipality_exists": False}, "municipality_exists"),
        ],
    )
    def test_what_stopped_the_protocol_keeps_the_parcel(self, changes: dict[str, Any], rule: str) -> None:
        assert rule_that_says_no(**changes) == rule

    @pytest.mark.parametrize(
        "changes",
        [
            {"recipient_keys": 0},
            {"overdue_deletions": 1},
            {"last_delivered_on": {Purpose.CEREMONY: ON}},
            {"selected_under": "sha256:" + "0" * 64},
        ],
    )
    def test_what_another_ask_would_be_refused_for_does_not(self, changes: dict[str, Any]) -> None:
        assert isinstance(gate.decide(terms(), facts(**changes), ask(), AT), gate.Refusal)
        assert rule_that_says_no(**changes) is None

    def test_without_terms_nothing_is_collected(self) -> None:
        said = collection.refusal(None, facts(status=None), ask(), AT)
        assert said is not None and said.rule.name == "protocol_exists"

    def test_whenever_the_protocol_may_not_deliver_nothing_is_collected(self) -> None:
        rng = random.Random(14)
        for _ in range(500):
            situation = random_situation(rng, random_terms(rng))
            answers = gate.verdicts(situation.terms, situation.facts, situation.ask, situation.at)
            expected = [rule.name for rule, no in answers if no is not None and rule.name in COUNTS_AGAIN]
            said = collection.refusal(situation.terms, situation.facts, situation.ask, situation.at)
            assert (said.rule.name if said else None) == next(iter(expected), None)

    def test_a_rule_that_fails_says_no(self) -> None:
        broken = dataclasses.replace(facts(), holds=None)  # type: ignore[arg-type]
        said = collection.refusal(terms(), broken, ask(), AT)
        assert said is not None and said.rule is BROKEN

    def test_every_rule_that_counts_is_one_of_the_gate_s_and_none_is_about_the_ask(self) -> None:
        assert COUNTS_AGAIN <= NAMES
        assert not COUNTS_AGAIN & ABOUT_THE_ASK
        # Whoever adds a rule says here whether it counts again.
        assert {
            "party", "territory", "deletions_confirmed", "recipient_key",
        } == NAMES - COUNTS_AGAIN - ABOUT_THE_ASK  # fmt: skip


class TestWhatElseMustHold:
    @pytest.mark.parametrize(
        ("changes", "reason"),
        [
            ({"status": DeliveryStatus.RECORDED}, NOT_DELIVERED),
            ({"status": DeliveryStatus.WITHHELD}, WITHHELD),
            ({"deletion_confirmed": True}, ALREADY_CONFIRMED),
            ({"in_pigeonhole": False}, NOT_HERE),
        ],
    )
    def test_each_reason_not_to_collect(self, changes: dict[str, Any], reason: object) -> None:
        assert why_not_collect(dataclasses.replace(LIES_READY, **changes), ON) == (reason,)

    def test_the_last_day_of_keeping_is_a_day_on_which_it_may_be_collected(self) -> None:
        assert why_not_collect(LIES_READY, ON) == ()
        [late] = why_not_collect(LIES_READY, ON + timedelta(days=1))
        assert ON.isoformat() in late.nl

    def test_a_deletion_is_confirmed_once_and_late_too(self) -> None:
        assert why_not_confirm(dataclasses.replace(LIES_READY, in_pigeonhole=False)) == ()
        assert why_not_confirm(dataclasses.replace(LIES_READY, deletion_confirmed=True)) == (ALREADY_CONFIRMED,)
        assert why_not_confirm(dataclasses.replace(LIES_READY, status=DeliveryStatus.RECORDED)) == (NOT_DELIVERED,)

    @pytest.mark.parametrize(
        ("changes", "days", "expected"),
        [
            ({}, 0, Stage.WAITING),
            ({"collected": True}, 0, Stage.RECEIVED),
            ({}, 1, Stage.RECEIVED),
            ({}, 30, Stage.RECEIVED),
            ({}, 31, Stage.OVERDUE),
            ({"deletion_confirmed": True}, 31, Stage.DELETED),
            ({"status": DeliveryStatus.WITHHELD}, 31, Stage.WITHHELD),
            ({"status": DeliveryStatus.RECORDED}, 31, Stage.READY),
        ],
    )
    def test_the_stages(self, changes: dict[str, Any], days: int, expected: Stage) -> None:
        assert stage(dataclasses.replace(LIES_READY, **changes), ON + timedelta(days=days)) == expected


class TestPassphrases:
    @pytest.mark.parametrize("good", ["vier gewone woorden", "a" * 12, "12345678901x", "één twee drie"])
    def test_these_will_do(self, good: str) -> None:
        assert passphrases.problems(good) == ()

    @pytest.mark.parametrize(
        ("bad", "problems"),
        [
            ("a" * 11, (passphrases.TOO_SHORT,)),
            ("   kort      ", (passphrases.TOO_SHORT,)),
            ("", (passphrases.TOO_SHORT,)),
            ("123456789012", (passphrases.ONLY_DIGITS,)),
            ("2026-11-24 0904", (passphrases.ONLY_DIGITS,)),
            ("mijn nummer 85.07.30-000.33 hier", (passphrases.A_PERSON,)),
            ("12", (passphrases.TOO_SHORT, passphrases.ONLY_DIGITS)),
        ],
    )
    def test_these_will_not_and_every_reason_is_said(self, bad: str, problems: tuple[object, ...]) -> None:
        assert passphrases.problems(bad) == problems
