"""The gate: what only one rule refuses, default deny, and that narrower terms never permit more."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, settings
from hypothesis import given as hypothesis_given
from hypothesis import strategies as st
from tests.domain.given import (
    ASSE,
    AT,
    BEERSEL,
    ON,
    OTHER_TEXT,
    PERIOD,
    WELCOME_DESK,
    Situation,
    agreed,
    ask,
    facts,
    municipality,
    situation,
    some_asks_under_terms,
    some_situations,
    terms,
)

from sluis.domain import policy
from sluis.domain.gate import PERMIT_LIVES, Permit, Refusal, decide, recall, verdicts
from sluis.domain.lifecycle import IN_FORCE, HoldKind, Status
from sluis.domain.policy import BROKEN, RULES, RULES_DIGEST, Case, Facts, Rule
from sluis.domain.terms import Agreed, PeriodBy, Population, Terms
from sluis.domain.words import Field, Purpose

YESTERDAY, TOMORROW = ON - timedelta(days=1), ON + timedelta(days=1)
BUDDY = Purpose.BUDDY
WITHOUT_PERIOD = Population(contract=None, attest=None, period_by=None)

# What only this rule refuses. A rule may have several cases; a rule without one fails the test below.
ONLY: dict[str, list[Situation]] = {
    "municipality_exists": [
        situation(facts=facts(municipality_exists=False)),
        situation(facts=facts(municipality_exists=False, successor="23106")),
    ],
    "protocol_exists": [
        situation(terms=None),
        situation(facts=facts(status=None)),
        situation(terms=None, facts=facts(status=None)),
    ],
    "validated": [situation(facts=facts(status=status)) for status in sorted(set(Status) - policy.OVER - IN_FORCE)],
    "begun": [situation(terms=terms(start=TOMORROW))],
    "not_suspended": [situation(facts=facts(status=Status.SUSPENDED))],
    "not_over": [
        situation(terms=terms(end=YESTERDAY)),
        *(situation(facts=facts(status=status)) for status in sorted(policy.OVER)),
    ],
    "party": [situation(terms=terms(recipient=municipality(ASSE, "Asse"), territory=(ASSE, BEERSEL)))],
    "purpose": [situation(ask=ask(purpose=Purpose.NETWORK))],
    "service": [situation(ask=ask(service=WELCOME_DESK)), situation(ask=ask(service=""))],
    "fields": [
        situation(ask=ask(fields=frozenset({Field.SURNAME, Field.CONTRACT}))),
        situation(ask=ask(fields=frozenset())),
    ],
    "period": [situation(ask=ask(purpose=BUDDY, period=PERIOD))],
    "territory": [situation(terms=terms(territory=(ASSE,)))],
    "periodicity": [
        situation(facts=facts(last_delivered_on={Purpose.CEREMONY: ON - timedelta(days=6)})),
        situation(facts=facts(last_delivered_on={Purpose.CEREMONY: ON})),
    ],
    "published": [
        situation(facts=facts(published_by_sender=False)),
        situation(facts=facts(published_by_recipient=False)),
        situation(facts=facts(published_by_sender=False, published_by_recipient=False)),
    ],
    "deletions_confirmed": [situation(facts=facts(overdue_deletions=1))],
    "no_sanction": [situation(facts=facts(holds=frozenset({HoldKind.SANCTION})))],
    "no_breach": [situation(facts=facts(holds=frozenset({HoldKind.BREACH})))],
    "recipient_key": [situation(facts=facts(recipient_keys=0))],
    "text_unchanged": [situation(facts=facts(selected_under=OTHER_TEXT), rows=100)],
    "row_limit": [situation(rows=101)],
}

EDGES = {
    "on the first day": situation(terms=terms(start=ON)),
    "on the last day": situation(terms=terms(end=ON)),
    "without a fixed end": situation(terms=terms(end=None)),
    "as many rows as the limit": situation(rows=100),
    "no rows": situation(rows=0),
    "rows selected under this very text": situation(facts=facts(selected_under=terms().digest), rows=1),
    "on the first day on which it may be asked again": situation(
        facts=facts(last_delivered_on={Purpose.CEREMONY: ON - timedelta(days=7)})
    ),
    "another purpose was delivered today": situation(facts=facts(last_delivered_on={BUDDY: ON})),
    "at any time": situation(
        terms=terms(purposes=(agreed(minimum_days_between=0),)),
        facts=facts(last_delivered_on={Purpose.CEREMONY: ON}),
    ),
    "by a period that was agreed": situation(ask=ask(period=PERIOD)),
    "all fields by name": situation(ask=ask(fields=frozenset(agreed().fields))),
}


def test_names_of_rules_are_unique_and_broken_is_none_of_them() -> None:
    names = [rule.name for rule in RULES]
    assert len(names) == len(set(names))
    assert BROKEN.name not in names


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    assert set(ONLY) == {rule.name for rule in RULES}
    assert all(ONLY.values())


@pytest.mark.parametrize(
    ("name", "case"),
    [pytest.param(name, case, id=f"{name}-{n}") for name, cases in ONLY.items() for n, case in enumerate(cases)],
)
def test_what_only_this_rule_refuses_is_refused_by_this_rule(name: str, case: Situation) -> None:
    assert [rule.name for rule, refusal in verdicts(*case) if refusal is not None] == [name]
    answer = decide(*case)
    assert isinstance(answer, Refusal)
    assert answer.rule.name == name
    assert not answer.alarm
    _says_everything(answer)


@pytest.mark.parametrize("case", EDGES.values(), ids=EDGES)
def test_up_to_the_edge_of_every_clause_it_is_permitted(case: Situation) -> None:
    assert isinstance(decide(*case), Permit)
    assert [refusal for _, refusal in verdicts(*case) if refusal] == []


def test_an_active_protocol_is_the_only_one_that_delivers() -> None:
    permitted = {s for s in Status if isinstance(decide(*situation(facts=facts(status=s))), Permit)}
    assert permitted == {Status.ACTIVE} < IN_FORCE


def test_the_first_rule_in_the_table_that_says_no_is_the_one_that_answers() -> None:
    everything = situation(
        facts=facts(recipient_keys=0, overdue_deletions=3, status=Status.SUSPENDED), ask=ask(service="?")
    )
    refusing = [rule.name for rule, refusal in verdicts(*everything) if refusal is not None]
    assert refusing == ["not_suspended", "service", "deletions_confirmed", "recipient_key"]
    answer = decide(*everything)
    assert isinstance(answer, Refusal)
    assert answer.rule.name == "not_suspended"


@hypothesis_given(some_situations)
@settings(deadline=None, max_examples=200)
def test_without_terms_everything_is_refused(case: Situation) -> None:
    assert isinstance(decide(*case._replace(terms=None)), Refusal)


@hypothesis_given(some_situations)
@settings(deadline=None, max_examples=200)
def test_a_permit_is_given_exactly_where_no_rule_refuses(case: Situation) -> None:
    refusals = [refusal for _, refusal in verdicts(*case) if refusal is not None]
    answer = decide(*case)
    assert answer == refusals[0] if refusals else isinstance(answer, Permit)


def _permit(case: Situation | None = None) -> Permit:
    answer = decide(*(case or situation()))
    assert isinstance(answer, Permit)
    return answer


def test_a_permit_says_what_was_agreed_and_on_what_it_was_decided() -> None:
    case = situation(facts=facts(territory=(BEERSEL, "23900")))
    permit = _permit(case)
    assert case.terms is not None
    assert permit.ask is case.ask
    assert permit.fields == agreed().fields
    assert permit.population == agreed().population
    assert permit.territory == (BEERSEL, "23900")
    assert permit.row_limit == 100
    assert permit.issued_at == AT
    assert permit.expires_at == AT + PERMIT_LIVES
    assert permit.keep_until == date(2026, 9, 13)
    assert (permit.terms_digest, permit.rules_digest) == (case.terms.digest, RULES_DIGEST)


def test_permitted_fields_stand_in_the_order_of_the_terms() -> None:
    permit = _permit(situation(ask=ask(fields=frozenset({Field.FIRST_NAME, Field.INSZ}))))
    assert permit.fields == (Field.INSZ, Field.FIRST_NAME)


def test_a_permit_cannot_be_made_outside_the_gate() -> None:
    case = Case(*situation()[:4], ON, None)
    assert case.terms is not None
    for stranger in (None, object(), "the gate", Permit):
        with pytest.raises(TypeError, match="from the gate only"):
            Permit(stranger, case, case.terms, agreed())


@pytest.mark.parametrize("name", ["ask", "terms", "territory", "issued_at", "_agreed", "row_limit", "new"])
def test_a_permit_cannot_be_changed(name: str) -> None:
    permit = _permit()
    with pytest.raises(AttributeError):
        setattr(permit, name, None)
    assert not hasattr(permit, "__dict__")


def test_a_permit_cannot_be_copied_into_another() -> None:
    with pytest.raises(AttributeError):
        copy.copy(_permit())


class _FailingFacts(Facts):
    """Facts of which one cannot be found out."""

    __slots__ = ()
    failing = ""

    def __getattribute__(self, name: str) -> Any:
        if name == _FailingFacts.failing:
            raise ConnectionError(name)
        return super().__getattribute__(name)


def _failing_facts() -> Facts:
    usual = facts()
    return _FailingFacts(**{part.name: getattr(usual, part.name) for part in dataclasses.fields(Facts)})


@pytest.mark.parametrize("part", [part.name for part in dataclasses.fields(Facts) if part.name != "successor"])
def test_facts_that_cannot_be_found_out_refuse_with_an_alarm(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    failing = situation(facts=_failing_facts())
    monkeypatch.setattr(_FailingFacts, "failing", part)
    answer = decide(*failing)
    assert isinstance(answer, Refusal)
    assert answer.alarm
    assert answer.rule is BROKEN
    assert answer.detail["error"] == "ConnectionError"
    _says_everything(answer)


def test_terms_that_cannot_be_read_refuse_with_an_alarm(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable(_terms: Terms, _purpose: Purpose) -> Agreed | None:
        raise KeyError("damaged")

    monkeypatch.setattr(Terms, "agreed_for", unreadable)
    answer = decide(*situation())
    assert isinstance(answer, Refusal)
    assert answer.alarm
    assert answer.detail["error"] == "KeyError"
    broken = {refusal.detail["rule"] for _, refusal in verdicts(*situation()) if refusal and refusal.alarm}
    assert answer.detail["rule"] in broken


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_that_fails_refuses_in_its_own_name(rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(_case: Case) -> Mapping[str, str] | None:
        raise ZeroDivisionError

    broken = tuple(dataclasses.replace(r, check=failing) if r is rule else r for r in RULES)
    monkeypatch.setattr("sluis.domain.gate.RULES", broken)
    answer = decide(*situation())
    assert isinstance(answer, Refusal)
    assert answer.alarm
    assert answer.detail == {"rule": rule.name, "error": "ZeroDivisionError"}


def test_rules_that_all_say_yes_still_permit_nothing_without_terms_or_purpose(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sluis.domain.gate.RULES", ())
    for case in (situation(terms=None), situation(ask=ask(purpose=Purpose.NETWORK))):
        answer = decide(*case)
        assert isinstance(answer, Refusal)
        assert answer.alarm


def _shorter(values: tuple[Any, ...]) -> st.SearchStrategy[tuple[Any, ...]]:
    """At least one of the values, in their order."""
    return st.sets(st.sampled_from(values), min_size=1).map(lambda kept: tuple(v for v in values if v in kept))


@st.composite
def _narrower_agreed(draw: st.DrawFn, part: Agreed) -> Agreed:
    population = part.population
    return dataclasses.replace(
        part,
        fields=draw(_shorter(part.fields)),
        services=draw(_shorter(part.services)),
        population=draw(st.sampled_from([population, dataclasses.replace(population, period_by=None)])),
        minimum_days_between=part.minimum_days_between + draw(st.sampled_from([0, 1, 30])),
    )


@st.composite
def _narrower(draw: st.DrawFn, wide: Terms) -> Terms:
    """The same terms with any of their clauses drawn tighter."""
    kept = draw(_shorter(wide.purposes))
    start = wide.start + timedelta(days=draw(st.sampled_from([0, 1, 300])))
    earlier = [wide.end, *(day for day in (YESTERDAY, ON) if wide.end is None or day < wide.end)]
    return dataclasses.replace(
        wide,
        purposes=tuple(draw(_narrower_agreed(part)) for part in kept),
        territory=draw(_shorter(wide.territory)),
        row_limit=draw(st.integers(1, wide.row_limit)),
        start=start,
        end=draw(st.sampled_from(earlier)),
    )


@hypothesis_given(st.data(), some_situations | some_asks_under_terms)
@settings(deadline=None, max_examples=150)
def test_narrower_terms_never_turn_a_refusal_into_a_permit(data: st.DataObject, case: Situation) -> None:
    assert case.terms is not None
    narrow = data.draw(_narrower(case.terms))
    if not isinstance(decide(*case), Permit):
        assert isinstance(decide(*case._replace(terms=narrow)), Refusal)
    for (rule, wide), (_, tight) in zip(verdicts(*case), verdicts(*case._replace(terms=narrow)), strict=True):
        # A purpose that is no longer agreed is refused as such; the rules on its details have nothing to say.
        if wide is not None and narrow.agreed_for(case.ask.purpose) is not None:
            assert tight is not None, rule.name


@hypothesis_given(st.data(), some_asks_under_terms)
@settings(deadline=None, max_examples=100)
def test_narrower_terms_never_permit_more(data: st.DataObject, case: Situation) -> None:
    assert case.terms is not None
    narrow = decide(*case._replace(terms=data.draw(_narrower(case.terms))))
    wide = decide(*case)
    if isinstance(narrow, Permit):
        assert isinstance(wide, Permit)
        assert set(narrow.fields) <= set(wide.fields)
        assert narrow.row_limit <= wide.row_limit


@hypothesis_given(some_asks_under_terms)
@settings(deadline=None, max_examples=150)
def test_permitted_fields_are_agreed_and_asked(case: Situation) -> None:
    answer = decide(*case)
    assume(isinstance(answer, Permit))
    assert isinstance(answer, Permit)
    assert case.terms is not None
    part = case.terms.agreed_for(case.ask.purpose)
    assert part is not None
    assert answer.fields
    assert set(answer.fields) <= set(part.fields)
    assert set(answer.fields) == set(part.fields if case.ask.fields is None else case.ask.fields)


@hypothesis_given(some_situations)
@settings(deadline=None, max_examples=150)
def test_every_refusal_explains_itself_in_both_languages(case: Situation) -> None:
    for rule, refusal in verdicts(*case):
        if refusal is not None:
            assert refusal.rule is rule
            _says_everything(refusal)


@hypothesis_given(some_situations)
@settings(deadline=None, max_examples=100)
def test_a_refusal_that_was_stored_says_the_same_again(case: Situation) -> None:
    for _, refusal in verdicts(*case):
        if refusal is not None:
            again = recall(refusal.rule.name, dict(refusal.detail))
            assert again.explanation == refusal.explanation
            assert again.next_step == refusal.next_step


def test_a_rule_that_never_existed_cannot_be_recalled() -> None:
    with pytest.raises(KeyError):
        recall("no_such_rule", {})


@hypothesis_given(st.integers(1, 3650), st.sampled_from([AT, AT.replace(month=12, day=31, hour=23, minute=59)]))
@settings(deadline=None, max_examples=50)
def test_what_is_received_may_be_kept_for_the_agreed_days_after_the_day_in_brussels(days: int, at: Any) -> None:
    permit = _permit(situation(terms=terms(purposes=(agreed(retention_days=days),)), at=at))
    assert (permit.keep_until - at.date()).days == days


def test_a_period_may_be_asked_by_contract_and_by_attest_alike() -> None:
    for by in PeriodBy:
        population = dataclasses.replace(WITHOUT_PERIOD, period_by=by)
        under = terms(purposes=(agreed(population=population),))
        assert _permit(situation(terms=under, ask=ask(period=PERIOD))).population.period_by is by


def _says_everything(refusal: Refusal) -> None:
    for said in (refusal.explanation, refusal.next_step, refusal.rule.clause, refusal.rule.lifted_by):
        for sentence in (said.nl, said.en):
            assert sentence.strip()
            assert "{" not in sentence
            assert "}" not in sentence
        assert said.nl != said.en
    for sentence in (refusal.explanation.nl, refusal.explanation.en, refusal.next_step.nl, refusal.next_step.en):
        assert sentence.endswith(".")


@pytest.mark.parametrize("status", ["suspended", "draft", "paused", "ended"])
def test_a_status_as_a_database_gives_it_or_one_nobody_knows_never_permits(status: str) -> None:
    situation = facts(status=status)
    assert isinstance(decide(terms(), situation, ask(), AT), Refusal)


def test_a_time_without_its_zone_refuses() -> None:
    assert isinstance(decide(terms(), facts(), ask(), AT.replace(tzinfo=None)), Refusal)
