"""Succession: whatever is permitted to a new municipality was permitted to each of those it is made of."""

from __future__ import annotations

import copy
import dataclasses
import itertools
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from tests.domain.given import (
    AGENCY,
    AT,
    BEERSEL,
    LAST,
    ON,
    PERIOD,
    PURPOSES,
    SERVICES,
    SOCIAL_SERVICE,
    WELCOME_DESK,
    Situation,
    agreed,
    ask,
    facts,
    kbo,
    municipality,
    some_asks,
    some_facts,
    some_terms,
    terms,
)

from sluis.domain.catalogue import FIELDS
from sluis.domain.catalogue import PURPOSES as PURPOSE_NAMES
from sluis.domain.differences import differences, spoken
from sluis.domain.gate import Permit, Refusal, decide
from sluis.domain.succession import Row, side_by_side, strictest
from sluis.domain.terms import Agreed, Article, PeriodBy, Population, Terms, as_json, parse_terms
from sluis.domain.words import Field, Purpose, Said

HASSELT_OLD, KORTESSEM, HASSELT = "71022", "73040", "71072"
SUCCESSOR = municipality(HASSELT, "Stad Hasselt")
TERRITORY = (HASSELT, HASSELT_OLD, KORTESSEM)
MERGED_ON = ON - timedelta(days=30)
CEREMONY, BUDDY, NETWORK = Purpose.CEREMONY, Purpose.BUDDY, Purpose.NETWORK


def applied(*texts: Terms, **changes: Any) -> Terms | None:
    """What applies to Hasselt after the merger."""
    usual: dict[str, Any] = {
        "successor": SUCCESSOR, "territory": TERRITORY, "protocol": "agii-71072", "start": MERGED_ON,
    }  # fmt: skip
    return strictest(texts, **(usual | changes))


def applies(*texts: Terms, **changes: Any) -> Terms:
    result = applied(*texts, **changes)
    assert result is not None
    return result


def old(nis: str = HASSELT_OLD, **changes: Any) -> Terms:
    """The terms of a predecessor."""
    usual: dict[str, Any] = {
        "protocol": f"agii-{nis}",
        "recipient": municipality(nis, f"Gemeente {nis}"),
        "territory": (nis,),
    }
    return terms(**(usual | changes))


def translated(text: Terms) -> Terms:
    """A predecessor's text as it would read for the successor: the same, with the other municipality as party."""
    covers = text.recipient.nis in text.territory
    return dataclasses.replace(text, recipient=SUCCESSOR, territory=TERRITORY if covers else ("99999",))


# Texts that agree often enough for something to be left, and differ in everything.
some_parts = st.builds(
    agreed,
    fields=st.permutations(list(Field)).map(lambda names: tuple(names[:4])),
    population=st.builds(
        Population,
        contract=st.sampled_from([None, None, True, False]),
        attest=st.sampled_from([None, True, True, False]),
        period_by=st.sampled_from([PeriodBy.ATTEST, PeriodBy.ATTEST, PeriodBy.CONTRACT, None]),
    ),
    retention_days=st.sampled_from([1, 90, 365]),
    services=st.sampled_from([SERVICES, SERVICES[::-1], SERVICES[:1], SERVICES[1:]]),
    minimum_days_between=st.sampled_from([0, 7, 30]),
    justification=st.sampled_from(["Waarom.", "Daarom."]),
    proportionality=st.sampled_from([{}, {Field.INSZ: "Uniek."}, dict.fromkeys(Field, "Nodig.")]),
    retention_reason=st.sampled_from(["Kort.", "Lang."]),
)
some_predecessors = st.builds(
    lambda purposes, parts, **changes: old(
        purposes=tuple(dataclasses.replace(part, purpose=name) for name, part in zip(purposes, parts, strict=True)),
        **changes,
    ),
    purposes=st.sampled_from([(CEREMONY, BUDDY), (CEREMONY, NETWORK), (BUDDY, CEREMONY)]),
    parts=st.tuples(some_parts, some_parts),
    nis=st.sampled_from([HASSELT_OLD, KORTESSEM]),
    row_limit=st.sampled_from([1, 100, 1000]),
    start=st.sampled_from([ON - timedelta(days=days) for days in (200, 1, 0)]),
    end=st.sampled_from([None, *(ON + timedelta(days=days) for days in (200, 1, 0))]),
    security=st.sampled_from([("a",), ("b", "a"), ("c",)]),
    notice_months=st.sampled_from([0, 1, 3]),
    breach_notice_hours=st.sampled_from([1, 24]),
    model=st.sampled_from(["2025-1", "2026-1"]),
    supervisor=st.sampled_from(["VTC", "VTC", "GBA"]),
)
some_texts = st.one_of(
    *[st.lists(some_predecessors, min_size=1, max_size=3)] * 3,
    st.lists(some_predecessors | some_terms, min_size=1, max_size=2),
)
some_hasselt_facts = some_facts.map(lambda some: dataclasses.replace(some, territory=TERRITORY))
some_open_facts = st.builds(
    facts,
    territory=st.just(TERRITORY),
    last_delivered_on=st.dictionaries(st.sampled_from(PURPOSES), st.sampled_from(LAST), max_size=1),
)
some_hasselt_asks = some_asks.map(lambda some: dataclasses.replace(some, nis=HASSELT))


@st.composite
def some_questions(draw: st.DrawFn) -> tuple[list[Terms], Situation]:
    """Predecessors' texts and what the successor asks, mostly of what one of the texts agreed."""
    texts = draw(some_texts)
    asked = draw(some_hasselt_asks)
    if draw(st.booleans()):
        part = draw(st.sampled_from(texts[0].purposes))
        asked = dataclasses.replace(asked, purpose=part.purpose, service=part.services[0], fields=None)
    rows = draw(st.sampled_from([None, None, 0, 1, 99, 100, 101]))
    known = draw(st.one_of(some_open_facts, some_open_facts, some_hasselt_facts))
    return texts, Situation(None, known, asked, AT, rows)


def permit(text: Terms | None, case: Situation) -> Permit | None:
    answer = decide(*case._replace(terms=text))
    return answer if isinstance(answer, Permit) else None


def people(population: Population) -> set[tuple[bool, bool]]:
    """The kinds of people (with contract, with attest) that a population is about."""
    return {
        (contract, attest)
        for contract, attest in itertools.product((True, False), repeat=2)
        if population.contract in (None, contract) and population.attest in (None, attest)
    }


def what(given_permit: Permit | None) -> Any:
    """What a permit lets out, whatever text it is on."""
    if given_permit is None:
        return None
    population = given_permit.population
    return set(given_permit.fields), given_permit.row_limit, given_permit.keep_until, population


@given(some_questions())
@settings(deadline=None, max_examples=400)
def test_what_is_permitted_to_the_successor_was_permitted_to_every_predecessor(
    question: tuple[list[Terms], Situation],
) -> None:
    texts, case = question
    narrow = permit(applied(*texts), case)
    event("permitted" if narrow else "refused")
    if narrow is None:
        return
    for text in texts:
        wide = permit(translated(text), case)
        assert wide is not None
        assert set(narrow.fields) <= set(wide.fields)
        assert narrow.row_limit <= wide.row_limit
        assert narrow.keep_until <= wide.keep_until
        assert people(narrow.population) <= people(wide.population)
        assert narrow.population.period_by in (None, wide.population.period_by)


def within(narrow: Agreed, wide: Agreed) -> None:
    assert set(narrow.fields) <= set(wide.fields)
    assert set(narrow.services) <= set(wide.services)
    assert narrow.retention_days <= wide.retention_days
    assert narrow.minimum_days_between >= wide.minimum_days_between
    assert people(narrow.population) <= people(wide.population)
    assert narrow.population.period_by in (None, wide.population.period_by)
    assert set(narrow.proportionality) <= set(narrow.fields)
    assert wide.justification in narrow.justification


@given(some_texts)
@settings(deadline=None, max_examples=70)
def test_it_never_widens_and_every_duty_of_every_text_stays(texts: list[Terms]) -> None:
    result = applied(*texts)
    assume(result is not None)
    assert result is not None
    for text in texts:
        for part in result.purposes:
            wide = text.agreed_for(part.purpose)
            assert wide is not None
            within(part, wide)
        assert set(result.grounds_for_communication) <= set(text.grounds_for_communication)
        assert set(result.grounds_for_collection) <= set(text.grounds_for_collection)
        assert result.row_limit <= text.row_limit
        assert result.breach_notice_hours <= text.breach_notice_hours
        assert result.notice_months <= text.notice_months
        assert result.start >= text.start
        assert text.end is None or (result.end is not None and result.end <= text.end)
        assert set(text.security) <= set(result.security)
        for article, paragraphs in text.clauses.items():
            assert set(paragraphs) <= set(result.clauses[article])
        assert text.digest in result.follows
        assert text.model in result.model
        assert text.supervisor in result.supervisor


@given(some_texts)
@settings(deadline=None, max_examples=80)
def test_nothing_is_taken_away_that_all_agree_on(texts: list[Terms]) -> None:
    """Strict, and no stricter: what every text says, the result says."""
    result = applied(*texts)
    common = set.intersection(*({part.purpose for part in text.purposes} for text in texts))
    for purpose in common:
        in_each = [part for text in texts if (part := text.agreed_for(purpose)) is not None]
        fields = set.intersection(*(set(part.fields) for part in in_each))
        services = set.intersection(*(set(part.services) for part in in_each))
        kinds = set.intersection(*(people(part.population) for part in in_each))
        left = result.agreed_for(purpose) if result is not None else None
        if result is not None:
            assert (left is not None) is bool(fields and services and kinds)
        if left is not None:
            assert (set(left.fields), set(left.services), people(left.population)) == (fields, services, kinds)
            assert left.retention_days in {part.retention_days for part in in_each}
            assert left.minimum_days_between in {part.minimum_days_between for part in in_each}
            by = {part.population.period_by for part in in_each}
            assert left.population.period_by == (by.pop() if len(by) == 1 else None)
            assert set(left.proportionality) == {
                name for name in fields if any(name in part.proportionality for part in in_each)
            }
    if result is not None:
        assert {part.purpose for part in result.purposes} <= common
        assert result.row_limit in {text.row_limit for text in texts}
        assert result.breach_notice_hours in {text.breach_notice_hours for text in texts}
        assert result.notice_months in {text.notice_months for text in texts}
        assert result.start in {MERGED_ON, *(text.start for text in texts)}
        assert result.end in {text.end for text in texts}
        assert set(result.security) == {measure for text in texts for measure in text.security}
        assert set(result.clauses) == {article for text in texts for article in text.clauses}


@given(some_questions(), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=80)
def test_the_order_of_the_texts_does_not_change_what_is_permitted(
    question: tuple[list[Terms], Situation], rng: Any
) -> None:
    texts, case = question
    other = copy.copy(texts)
    rng.shuffle(other)
    assert what(permit(applied(*texts), case)) == what(permit(applied(*other), case))


@given(some_questions())
@settings(deadline=None, max_examples=80)
def test_what_applies_after_one_text_is_exactly_that_text(question: tuple[list[Terms], Situation]) -> None:
    texts, case = question
    text = texts[0]
    assert what(permit(applied(text, start=text.start), case)) == what(permit(translated(text), case))
    assert what(permit(applied(text, text, start=text.start), case)) == what(permit(translated(text), case))


@given(some_texts)
@settings(deadline=None, max_examples=70)
def test_to_make_it_stricter_again_changes_nothing_but_what_it_follows(texts: list[Terms]) -> None:
    once = applied(*texts)
    assume(once is not None)
    assert once is not None
    again = applied(once)
    assert again is not None
    assert dataclasses.replace(again, follows=once.follows) == once
    assert again.follows == (once.digest,)


@given(some_texts)
@settings(deadline=None, max_examples=70)
def test_what_applies_is_terms_that_can_be_signed_and_read(texts: list[Terms]) -> None:
    result = applied(*texts)
    if result is not None:
        assert parse_terms(result.canonical) == result


def test_what_is_the_same_is_taken_over_once() -> None:
    once = applies(old(model="2025-1"), old(KORTESSEM, model="2026-1"))
    assert once.model == "2025-1 + 2026-1"
    assert applies(once, old(model="2026-1")).model == once.model
    assert applies(old(), old()).follows == (old().digest,)


def test_all_that_two_texts_say_and_what_applies() -> None:
    hasselt = old(
        grounds_for_communication=("grond a", "grond b"),
        grounds_for_collection=("grond c", "grond d"),
        purposes=(
            agreed(BUDDY),
            agreed(
                fields=(Field.ATTEST, Field.SURNAME, Field.INSZ),
                services=(WELCOME_DESK, SOCIAL_SERVICE),
                population=Population(True, None, PeriodBy.ATTEST),
                retention_days=60,
                minimum_days_between=7,
                justification="Hasselt zegt waarom.",
                proportionality={Field.INSZ: "Uniek.", Field.SURNAME: "Aanspreken."},
                retention_reason="Kort.",
            ),
        ),
        row_limit=1000,
        security=("Versleuteling", "Twee factoren"),
        clauses={Article.SUBJECT: ("A.",), Article.LAW: ("L.",)},
        breach_notice_hours=48,
        start=date(2024, 1, 1),
        end=date(2027, 12, 31),
        notice_months=6,
        supervisor="VTC",
    )
    kortessem = old(
        KORTESSEM,
        model="2026-1",
        grounds_for_communication=("grond b",),
        grounds_for_collection=("grond d", "grond e"),
        purposes=(
            agreed(
                fields=(Field.INSZ, Field.FIRST_NAME, Field.ATTEST),
                services=(SOCIAL_SERVICE,),
                population=Population(None, True, PeriodBy.CONTRACT),
                retention_days=90,
                minimum_days_between=30,
                justification="Kortessem zegt waarom.",
                proportionality={Field.INSZ: "Zonder twijfel.", Field.ATTEST: "Enkel wie slaagde."},
                retention_reason="Lang.",
            ),
            agreed(NETWORK),
        ),
        row_limit=50,
        security=("Logboek", "Versleuteling"),
        clauses={Article.SUBJECT: ("B.", "A."), Article.SANCTIONS: ("S.",)},
        breach_notice_hours=24,
        start=date(2024, 6, 1),
        end=None,
        notice_months=3,
        supervisor="GBA",
    )
    result = applies(hasselt, kortessem, start=date(2025, 1, 1))
    assert result == Terms(
        protocol="agii-71072",
        version=1,
        model="2025-1 + 2026-1",
        sender=AGENCY,
        recipient=dataclasses.replace(SUCCESSOR, decision=None),
        grounds_for_communication=("grond b",),
        grounds_for_collection=("grond d",),
        purposes=(
            Agreed(
                purpose=CEREMONY,
                fields=(Field.ATTEST, Field.INSZ),
                population=Population(True, True, None),
                retention_days=60,
                services=(SOCIAL_SERVICE,),
                minimum_days_between=30,
                justification="Hasselt zegt waarom.\nKortessem zegt waarom.",
                proportionality={Field.ATTEST: "Enkel wie slaagde.", Field.INSZ: "Uniek.\nZonder twijfel."},
                retention_reason="Kort.",
            ),
        ),
        territory=TERRITORY,
        row_limit=50,
        security=("Versleuteling", "Twee factoren", "Logboek"),
        clauses={Article.SUBJECT: ("A.", "B."), Article.SANCTIONS: ("S.",), Article.LAW: ("L.",)},
        breach_notice_hours=24,
        supervisor="VTC; GBA",
        start=date(2025, 1, 1),
        end=date(2027, 12, 31),
        notice_months=3,
        advices=(),
        follows=(hasselt.digest, kortessem.digest),
    )
    case = Situation(result, facts(territory=TERRITORY), ask(nis=HASSELT), AT, None)
    assert isinstance(decide(*case), Permit)
    # The old code is no party any more.
    refusal = decide(*case._replace(ask=ask(nis=HASSELT_OLD)))
    assert isinstance(refusal, Refusal)
    assert refusal.rule.name == "party"


@pytest.mark.parametrize(
    ("one", "other", "left"),
    [
        (None, None, None), (None, True, True), (None, False, False), (True, True, True), (False, False, False),
        (True, False, "nobody"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("condition", ["contract", "attest"])
def test_a_condition_of_either_text_stays_and_two_that_exclude_each_other_leave_nobody(
    condition: str, one: bool | None, other: bool | None, left: Any
) -> None:
    def text(value: bool | None) -> Terms:
        change: Any = {condition: value}
        population = dataclasses.replace(Population(None, None, None), **change)
        return old(purposes=(agreed(BUDDY), agreed(population=population)))

    for texts in ((text(one), text(other)), (text(other), text(one))):
        part = applies(*texts).agreed_for(CEREMONY)
        assert (getattr(part.population, condition) if part else "nobody") == left


@pytest.mark.parametrize("one", [None, *PeriodBy])
@pytest.mark.parametrize("other", [None, *PeriodBy])
def test_a_period_may_be_asked_where_all_texts_select_by_the_same_date(
    one: PeriodBy | None, other: PeriodBy | None
) -> None:
    texts = [old(purposes=(agreed(population=Population(None, None, by)),)) for by in (one, other)]
    result = applies(*texts)
    case = Situation(result, facts(territory=TERRITORY), ask(nis=HASSELT, period=PERIOD), AT, None)
    assert isinstance(decide(*case), Permit) is (one is not None and one is other)


KORTESSEM_TEXT = old(KORTESSEM)
NOTHING_LEFT: dict[str, tuple[Terms, dict[str, Any]]] = {
    "no purpose in common": (old(purposes=(agreed(NETWORK),)), {}),
    "no field in common": (
        old(purposes=(agreed(fields=(Field.CONTRACT,)), agreed(BUDDY, fields=(Field.INSZ,)))),
        {"purposes": (agreed(), agreed(BUDDY, fields=(Field.SURNAME,)))},
    ),
    "no service in common": (old(purposes=(agreed(services=(WELCOME_DESK,)),)), {}),
    "no ground to communicate in common": (old(grounds_for_communication=("een andere",)), {}),
    "no ground to collect in common": (old(grounds_for_collection=("een andere",)), {}),
    "over before the merger": (old(start=date(2024, 1, 1), end=MERGED_ON - timedelta(days=1)), {}),
    "over before the other begins": (
        old(start=date(2024, 1, 1), end=ON + timedelta(days=5)), {"start": ON + timedelta(days=6)},
    ),
    "did not cover itself": (old(territory=(BEERSEL,)), {}),
}  # fmt: skip


@pytest.mark.parametrize("name", NOTHING_LEFT)
def test_where_nothing_is_left_there_are_no_terms(name: str) -> None:
    text, changes = NOTHING_LEFT[name]
    other = dataclasses.replace(KORTESSEM_TEXT, **changes)
    assert applied(text, other) is None
    assert applied(other, text) is None
    # It is this and nothing else that leaves nothing.
    assert applied(other, other) is not None


def test_a_text_may_be_over_on_the_day_it_begins() -> None:
    result = applies(old(end=MERGED_ON), KORTESSEM_TEXT)
    assert (result.start, result.end) == (MERGED_ON, MERGED_ON)


def test_the_day_of_the_merger_holds_where_all_texts_began_before_it() -> None:
    assert applies(old(), KORTESSEM_TEXT).start == MERGED_ON
    assert applies(old(start=ON), KORTESSEM_TEXT).start == ON


def test_the_decision_and_the_advices_were_on_other_texts() -> None:
    result = applies(old(), KORTESSEM_TEXT)
    assert SUCCESSOR.decision is not None
    assert result.recipient == dataclasses.replace(SUCCESSOR, decision=None)
    assert result.advices == ()
    assert result.version == 1


def test_texts_of_two_senders_cannot_become_one() -> None:
    other = old(KORTESSEM, sender=dataclasses.replace(AGENCY, kbo=kbo(2_000_001)))
    with pytest.raises(ValueError, match="different senders"):
        applied(old(), other)
    # Another name or person to write to is not another sender.
    renamed = old(KORTESSEM, sender=dataclasses.replace(AGENCY, name="AgII"))
    assert applies(old(), renamed).sender == AGENCY


def test_no_texts_are_a_mistake_and_so_is_a_territory_without_the_successor() -> None:
    with pytest.raises(ValueError, match="no text"):
        applied()
    with pytest.raises(ValueError, match="71072"):
        applied(old(), territory=(HASSELT_OLD, KORTESSEM))


def rows(*texts: Terms) -> dict[str, Row]:
    found = side_by_side(texts, applied(*texts))
    assert len({row.place for row in found}) == len(found)
    return {row.place: row for row in found}


def test_texts_that_say_the_same_have_no_rows() -> None:
    assert rows(old(), old()) == {}
    assert rows(old()) == {}


def test_each_row_says_what_each_text_says_and_what_applies() -> None:
    one = old(row_limit=100, security=("a",))
    other = old(row_limit=50, security=("b",), purposes=(agreed(retention_days=60), agreed(NETWORK)))
    found = rows(one, other)
    of_purposes = ["purposes.ceremony.retentionDays", "purposes.buddy", "purposes.network"]
    assert list(found) == [*of_purposes, "rowLimit", "security"]
    assert found["rowLimit"] == Row(
        path=("rowLimit",),
        name=Said("Hoogste aantal personen per mededeling", "Row limit of a communication"),
        values=(Said("100 personen", "100 people"), Said("50 personen", "50 people")),
        applies=Said("50 personen", "50 people"),
        said=Said(
            "Hoogste aantal personen per mededeling: Gemeente 71022: 100 personen; Gemeente 71022: 50 personen. "
            "Tot de nieuwe gemeente beslist, geldt: 50 personen.",
            "Row limit of a communication: Gemeente 71022: 100 people; Gemeente 71022: 50 people. "
            "Until the new municipality decides, this applies: 50 people.",
        ),
    )
    assert found["security"].applies.nl == "“a”, “b”"
    gone = found["purposes.network"]
    assert gone.name.nl == f"Doeleinde {PURPOSE_NAMES[NETWORK].nl}"
    assert gone.values[0] == Said("niet afgesproken", "not agreed")
    assert gone.values[1].nl.startswith(f"gegevens: {FIELDS[Field.INSZ].nl}")
    assert gone.applies == Said("niets", "nothing")


def test_rows_of_one_purpose_stand_together() -> None:
    one = old(purposes=(agreed(proportionality={}), agreed(BUDDY)))
    other = old(purposes=(agreed(proportionality={Field.INSZ: "Uniek."}), agreed(BUDDY, retention_days=1)))
    assert list(rows(one, other)) == ["purposes.ceremony.proportionality.insz", "purposes.buddy.retentionDays"]


def test_where_nothing_applies_every_row_says_so() -> None:
    texts = (old(purposes=(agreed(),)), old(KORTESSEM, purposes=(agreed(BUDDY),)))
    found = side_by_side(texts, applied(*texts))
    assert found
    assert {row.applies.en for row in found} == {"nothing"}


@given(some_texts)
@settings(deadline=None, max_examples=70)
def test_there_is_a_row_exactly_where_two_texts_differ(texts: list[Terms]) -> None:
    result = applied(*texts)
    found = side_by_side(texts, result)
    told = {part.path: part.words for part in spoken(as_json(result))} if result is not None else {}
    different = {
        difference.path
        for one, other in itertools.combinations(texts, 2)
        for difference in differences(as_json(one), as_json(other))
        # The order in which purposes stand is the text's and no part of what was agreed.
        if difference.path != ("purposes",)
    }
    for path in different:
        assert any(path[: len(row.path)] == row.path for row in found), path
    for row in found:
        assert any(path[: len(row.path)] == row.path or row.path[: len(path)] == path for path in different)
        assert len(row.values) == len(texts)
        assert len(set(row.values)) > 1
        assert row.applies == told.get(row.path, Said("niets", "nothing"))
        for nl, en in [(row.said.nl, row.said.en)]:
            assert not set("{}") & set(nl + en)
            assert all(value.nl in nl and value.en in en for value in (*row.values, row.applies, row.name))
            assert all(text.recipient.name in nl for text in texts)
