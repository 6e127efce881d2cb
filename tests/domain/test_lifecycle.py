"""The tables of a protocol's life, each told a second time here: moves, who may make them, what they need, drafts."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.given import terms

from sluis.domain import drafts
from sluis.domain.access import ACCESS, SCHEDULE, Actor, Role, may, side_of
from sluis.domain.lifecycle import (
    AUTOMATIC,
    DEEDS,
    IN_FORCE,
    IN_PREPARATION,
    TRANSITIONS,
    VERB_NAMES,
    Deed,
    NotPossible,
    Status,
    Verb,
    possible,
    transition,
)
from sluis.domain.notice import last_day_after_notice
from sluis.domain.requirements import (
    REQUIREMENTS,
    Opinion,
    Progress,
    SignedBy,
    Way,
    checklist,
    unmet,
    why_not,
)
from sluis.domain.terms import Decision, Outcome, Side, as_json, parse_terms
from sluis.domain.words import Said

# --- Moves -----------------------------------------------------------------------------------------------------------

# From, verb, to; with `!` where a reason is asked. What is not here cannot happen.
MOVES = """
-          register         active
-          draft            draft
-          inherit          active
draft      complete         complete
draft      withdraw!        withdrawn
complete   advise           advised
complete   reopen!          draft
complete   withdraw!        withdrawn
advised    decide           decided
advised    reopen!          draft
advised    withdraw!        withdrawn
decided    sign             signed
decided    reopen!          draft
decided    withdraw!        withdrawn
signed     publish          published
signed     reopen!          draft
signed     withdraw!        withdrawn
published  validate         active
published  withdraw!        withdrawn
active     suspend!         suspended
active     give_notice!     active
active     withdraw_notice! active
active     end!             ended
active     lapse!           ended
active     expire           expired
active     supersede        superseded
active     succeed          superseded
suspended  resume!          active
suspended  give_notice!     suspended
suspended  withdraw_notice! suspended
suspended  end!             ended
suspended  lapse!           ended
suspended  expire           expired
suspended  succeed          superseded
superseded close            closed
ended      close            closed
expired    close            closed
"""
TOLD = {
    (None if source == "-" else Status(source), Verb(verb.rstrip("!"))): (Status(target), verb.endswith("!"))
    for source, verb, target in (line.split() for line in MOVES.strip().splitlines())
}


@pytest.mark.parametrize("source", [None, *Status], ids=str)
@pytest.mark.parametrize("verb", Verb, ids=str)
def test_a_move_is_in_the_table_or_cannot_be_made(source: Status | None, verb: Verb) -> None:
    if (source, verb) in TOLD:
        row = transition(source, verb, "omdat")
        assert (row.target, row.needs_reason) == TOLD[source, verb]
    else:
        with pytest.raises(NotPossible) as refused:
            transition(source, verb, "omdat")
        [said] = refused.value.reasons
        # It says from where, and what can be done instead.
        instead = [other for other in possible(source) if other not in AUTOMATIC]
        assert all(other in said.en and VERB_NAMES[other].nl in said.nl for other in instead)


def test_no_move_stands_twice_and_each_is_called_something_of_its_own() -> None:
    rows = [(row.source, row.verb) for row in TRANSITIONS]
    assert len(rows) == len(set(rows)) == len(TOLD)
    acts = {verb: {row.act for row in TRANSITIONS if row.verb == verb} for verb in Verb}
    assert all(len(named) == 1 for named in acts.values())
    assert len({act for named in acts.values() for act in named}) == len(Verb)


@pytest.mark.parametrize(("source", "verb"), [key for key, (_, reason) in TOLD.items() if reason], ids=str)
@pytest.mark.parametrize("reason", ["", "  \n"])
def test_where_a_reason_is_asked_a_blank_one_will_not_do(source: Status, verb: Verb, reason: str) -> None:
    with pytest.raises(NotPossible, match="say why"):
        transition(source, verb, reason)


def reachable(without: frozenset[Status] = frozenset(), begin: Status | None = None) -> set[Status | None]:
    seen: set[Status | None] = {begin}
    while more := {
        row.target for row in TRANSITIONS if row.source in seen and row.target not in seen and row.target not in without
    }:
        seen |= more
    return seen


def test_every_status_is_reached_from_the_beginning_and_leads_to_an_end() -> None:
    assert reachable() == {None, *Status}
    ends = {status for status in Status if not possible(status)}
    assert ends == {Status.WITHDRAWN, Status.CLOSED}
    assert all(reachable(begin=status) & ends for status in Status)


@pytest.mark.parametrize("step", IN_PREPARATION[1:])
def test_no_way_leads_from_a_draft_into_force_around_a_step(step: Status) -> None:
    assert reachable(begin=Status.DRAFT) >= IN_FORCE
    assert not reachable(frozenset({step}), Status.DRAFT) & IN_FORCE


def test_what_is_over_never_comes_back() -> None:
    for over in (Status.ENDED, Status.EXPIRED, Status.SUPERSEDED, Status.CLOSED, Status.WITHDRAWN):
        assert reachable(begin=over) <= {over, Status.CLOSED}


def test_a_text_that_was_validated_or_published_is_not_reopened() -> None:
    assert {row.source for row in TRANSITIONS if row.target == Status.DRAFT and row.source} == {
        Status.COMPLETE, Status.ADVISED, Status.DECIDED, Status.SIGNED,
    }  # fmt: skip


def test_only_a_draft_is_written_in() -> None:
    assert DEEDS[Deed.REVISE] == {Status.DRAFT}
    assert DEEDS[Deed.PLACE_SIGNATURE] == DEEDS[Deed.PLACE_SCAN] == DEEDS[Deed.ATTEST_SCAN] == {Status.DECIDED}
    assert not DEEDS[Deed.GIVE_ADVICE] - {Status.COMPLETE, Status.ADVISED}


# --- Access ----------------------------------------------------------------------------------------------------------

# M manager and V validator of the agency, C coordinator of the municipality, D either's officer for data protection,
# A the agency's officer only, S either's signatory, B the supervising body, P the program's calendar.
WHO: Mapping[str, set[tuple[Side | None, Role]]] = {
    "M": {(Side.SENDER, Role.PROTOCOL_MANAGER)},
    "V": {(Side.SENDER, Role.VALIDATOR)},
    "C": {(Side.RECIPIENT, Role.COORDINATOR)},
    "D": {(Side.SENDER, Role.DPO), (Side.RECIPIENT, Role.DPO)},
    "A": {(Side.SENDER, Role.DPO)},
    "S": {(Side.SENDER, Role.SIGNATORY), (Side.RECIPIENT, Role.SIGNATORY)},
    "B": {(Side.SUPERVISOR, Role.SUPERVISOR)},
    "P": {(None, Role.SCHEDULE)},
}
MAY: Mapping[Verb | Deed, str] = {
    Verb.REGISTER: "M", Verb.DRAFT: "MC", Verb.COMPLETE: "MC", Verb.REOPEN: "MC", Verb.DECIDE: "MC",
    Verb.VALIDATE: "MV", Verb.WITHDRAW: "MC", Verb.SUSPEND: "MCD", Verb.RESUME: "MCD", Verb.END: "MC",
    Verb.LAPSE: "M", Verb.GIVE_NOTICE: "MC", Verb.WITHDRAW_NOTICE: "MC", Verb.EXPIRE: "MP", Verb.CLOSE: "MP",
    Verb.ADVISE: "", Verb.SIGN: "", Verb.PUBLISH: "", Verb.SUPERSEDE: "", Verb.SUCCEED: "", Verb.INHERIT: "",
    Deed.REVISE: "MC", Deed.COMMENT: "MCD", Deed.PROPOSE: "MCD", Deed.SETTLE: "MC", Deed.GIVE_ADVICE: "DB",
    Deed.ANSWER_CONDITION: "MC", Deed.NOT_FOLLOW_ADVICE: "MC", Deed.PLACE_SIGNATURE: "MCS", Deed.PLACE_SCAN: "M",
    Deed.ATTEST_SCAN: "MV", Deed.RECORD_ADDRESS: "MC", Deed.CHECK_PUBLICATION: "MCVP", Deed.HOLD: "MCD",
    Deed.LIFT_HOLD: "MA", Deed.MERGE: "MP", Deed.FINISH_TASK: "MC",
}  # fmt: skip


@pytest.mark.parametrize("what", [*Verb, *Deed], ids=str)
def test_who_may_do_what_at_which_side(what: Verb | Deed) -> None:
    told = {place for letter in MAY[what] for place in WHO[letter]}
    for side, role in itertools.product([None, *Side], Role):
        assert may(side, role, what) == ((side, role) in told), (side, role)


def test_what_happens_by_itself_is_in_nobody_s_hand() -> None:
    assert {verb for verb in Verb if not MAY[verb]} == AUTOMATIC
    assert not AUTOMATIC & set(ACCESS)


@pytest.mark.parametrize(
    ("party", "side"),
    [
        ("agency:agii", Side.SENDER),
        ("agency:elders", None),
        ("nis:23027", Side.RECIPIENT),
        ("nis:23003", None),
        ("nis:agii", None),
        ("supervisor:vtc", Side.SUPERVISOR),
        ("system:schedule", None),
    ],
)
def test_whose_side_an_actor_is_on(party: str, side: Side | None) -> None:
    assert side_of(Actor("an", party, Role.COORDINATOR), agency="agii", nis="23027") == side


@pytest.mark.parametrize("party", ["", "agii", "agency:", "agency:a b", "person:an", "nis:23027 "])
def test_an_actor_acts_for_a_party_that_is_one(party: str) -> None:
    with pytest.raises(ValueError, match="A party is written"):
        Actor("an", party, Role.COORDINATOR)


def test_an_actor_has_a_name() -> None:
    with pytest.raises(ValueError, match="Say who acts"):
        Actor(" ", "agency:agii", Role.VALIDATOR)


# --- Requirements ----------------------------------------------------------------------------------------------------

TEXT, PART, OTHER = "sha256:" + "1" * 64, "sha256:" + "2" * 64, "sha256:" + "3" * 64
ON = date(2026, 3, 2)
CHAIR, MAYOR = (Side.SENDER, "de voorzitter"), (Side.RECIPIENT, "de burgemeester")
GOOD = Opinion(Outcome.POSITIVE, PART, 0, None)
BERT = Actor("bert", "agency:agii", Role.VALIDATOR)
DINA = Actor("dina", "nis:23027", Role.COORDINATOR)
AN = Actor("an", "agency:agii", Role.PROTOCOL_MANAGER)

# In order in every respect, for whatever move; each example below spoils one thing.
READY = Progress(
    on=ON, actor=BERT, side=Side.SENDER, status=Status.PUBLISHED, digest=TEXT, advised_part=PART, problems=(),
    opinions={Side.SENDER: GOOD, Side.RECIPIENT: GOOD}, decided=True, signatories=frozenset({CHAIR, MAYOR}),
    signatures=tuple(SignedBy(*place, TEXT, Way.ELECTRONIC, frozenset()) for place in (CHAIR, MAYOR)),
    seen={Side.SENDER: TEXT, Side.RECIPIENT: TEXT}, addresses=frozenset({Side.SENDER, Side.RECIPIENT}),
    authors=frozenset({"an", "dina"}), in_force=None, start=ON, end=None, suspended_by=None, notice_given=False,
    undeleted=0,
)  # fmt: skip


def advised(side: Side, **changes: Any) -> dict[str, Any]:
    return {"opinions": {**READY.opinions, side: replace(GOOD, **changes)}}


def signed(**changes: Any) -> dict[str, Any]:
    return {"signatures": (READY.signatures[0], replace(READY.signatures[1], **changes))}


Change = dict[str, Any]
NOBODY: Any = frozenset()
NO_KBO = Said("recipient.kbo ontbreekt", "recipient.kbo is missing")
LACKING: Mapping[Side, Change] = {
    side: {"opinions": {other: GOOD for other in (Side.SENDER, Side.RECIPIENT) if other != side}}
    for side in (Side.SENDER, Side.RECIPIENT)
}
SPOILT: list[tuple[Verb, str, dict[str, Any]]] = [
    (Verb.COMPLETE, "text_complete", {"problems": (NO_KBO,)}),
    (Verb.DECIDE, "text_complete", {"problems": (NO_KBO,)}),
    (Verb.VALIDATE, "text_complete", {"problems": (NO_KBO,)}),
    *(
        (verb, f"advised_by_{side}", change)
        for verb in (Verb.ADVISE, Verb.DECIDE, Verb.VALIDATE)
        for side in (Side.SENDER, Side.RECIPIENT)
        for change in (
            LACKING[side],
            advised(side, on_part=OTHER),
            advised(side, outcome=Outcome.CONDITIONAL, open_conditions=1),
            advised(side, outcome=Outcome.NEGATIVE),
            advised(side, outcome=Outcome.NEGATIVE, reason_not_followed=""),
        )
    ),
    *(
        (verb, "supervisor_answered", change)
        for verb in (Verb.DECIDE, Verb.VALIDATE)
        for change in (
            advised(Side.SUPERVISOR, outcome=Outcome.CONDITIONAL, open_conditions=2),
            advised(Side.SUPERVISOR, outcome=Outcome.NEGATIVE),
        )
    ),
    (Verb.VALIDATE, "decided", {"decided": False}),
    *(
        (verb, "all_signed", change)
        for verb in (Verb.SIGN, Verb.VALIDATE)
        for change in (
            {"signatories": NOBODY},
            {"signatures": READY.signatures[:1]},
            signed(digest=OTHER),
            signed(capacity="de algemeen directeur"),
            signed(side=Side.SENDER),
            signed(way=Way.PAPER, attested_by=frozenset({"an"})),
        )
    ),
    *(
        (verb, f"published_by_{side}", change)
        for verb in (Verb.PUBLISH, Verb.VALIDATE)
        for side in (Side.SENDER, Side.RECIPIENT)
        for change in (
            {"addresses": READY.addresses - {side}},
            {"seen": {**READY.seen, side: OTHER}},
            {"seen": {other: TEXT for other in READY.seen if other != side}},
        )
    ),
    (Verb.VALIDATE, "four_eyes", {"authors": frozenset({"bert"})}),
    (Verb.VALIDATE, "in_force_not_suspended", {"in_force": Status.SUSPENDED}),
    (Verb.VALIDATE, "not_given_up", {"given_up": True}),
    (Verb.VALIDATE, "no_gap", {"in_force": Status.ACTIVE, "start": ON + timedelta(days=1)}),
    (Verb.VALIDATE, "not_past", {"end": ON - timedelta(days=1)}),
    (Verb.RESUME, "lifted_by_who_suspended", {"suspended_by": Side.RECIPIENT}),
    (Verb.RESUME, "not_past", {"end": ON - timedelta(days=1)}),
    (Verb.GIVE_NOTICE, "notice_not_given", {"notice_given": True}),
    (Verb.WITHDRAW_NOTICE, "notice_given", {"notice_given": False}),
    (Verb.WITHDRAW_NOTICE, "withdrawn_by_who_gave_it", {"notice_by": Side.RECIPIENT}),
    (Verb.WITHDRAW_NOTICE, "not_past", {"end": ON - timedelta(days=1)}),
    (Verb.EXPIRE, "past_end", {"end": ON}),
    (Verb.EXPIRE, "past_end", {"end": None}),
    (Verb.CLOSE, "deletion_proved", {"undeleted": 1}),
]
# What a move asks for that the text above is not.
ALSO: Mapping[Verb, dict[str, Any]] = {
    Verb.WITHDRAW_NOTICE: {"notice_given": True},
    Verb.EXPIRE: {"end": ON - timedelta(days=1)},
}


@pytest.mark.parametrize("verb", REQUIREMENTS, ids=str)
def test_what_is_in_order_lacks_nothing(verb: Verb) -> None:
    assert unmet(replace(READY, **ALSO.get(verb, {})), verb) == ()


@pytest.mark.parametrize(("verb", "name", "change"), SPOILT)
def test_each_requirement_refuses_alone_and_says_why_in_both_languages(
    verb: Verb, name: str, change: dict[str, Any]
) -> None:
    lines = checklist(replace(READY, **{**ALSO.get(verb, {}), **change}), verb)
    [missing] = [line for line in lines if line.missing is not None]
    assert missing.requirement.name == name
    for said in (missing.missing, missing.requirement.title):
        assert said is not None and said.nl and said.en and said.nl != said.en
    assert missing.missing is not None and missing.missing.nl.endswith(".") and missing.missing.en.endswith(".")


def test_every_requirement_of_every_move_has_its_example() -> None:
    told = {(verb, name) for verb, name, _ in SPOILT}
    assert told == {(verb, needed.name) for verb, rows in REQUIREMENTS.items() for needed in rows}


IN_ORDER: list[tuple[Verb, dict[str, Any]]] = [
    (Verb.ADVISE, advised(Side.SENDER, outcome=Outcome.CONDITIONAL)),
    (Verb.ADVISE, advised(Side.RECIPIENT, outcome=Outcome.NEGATIVE, reason_not_followed="De wet vraagt het.")),
    (Verb.DECIDE, advised(Side.SUPERVISOR, outcome=Outcome.NEGATIVE, on_part=OTHER)),
    (Verb.DECIDE, advised(Side.SUPERVISOR, outcome=Outcome.NEGATIVE, reason_not_followed="De wet vraagt het.")),
    (Verb.SIGN, signed(way=Way.PAPER, attested_by=frozenset({"an", "bert"}))),
    (Verb.VALIDATE, {"in_force": Status.ACTIVE}),
    (Verb.VALIDATE, {"start": ON + timedelta(days=1)}),  # the first text: until it begins, there is nothing to lose
    (Verb.VALIDATE, {"end": ON}),
    (Verb.RESUME, {"suspended_by": Side.SENDER}),
    (Verb.RESUME, {"suspended_by": None}),
    (Verb.WITHDRAW_NOTICE, {"notice_by": Side.SENDER}),
]


@pytest.mark.parametrize(("verb", "change"), IN_ORDER)
def test_what_looks_wrong_and_is_in_order(verb: Verb, change: dict[str, Any]) -> None:
    assert unmet(replace(READY, **{**ALSO.get(verb, {}), **change}), verb) == ()


def test_why_not_says_first_that_it_is_not_the_moment_then_whose_it_is_then_what_is_missing() -> None:
    too_early = replace(READY, status=Status.DRAFT, actor=DINA, side=Side.RECIPIENT, decided=False)
    assert [said.en for said in why_not(too_early, Verb.VALIDATE)] == [
        "A protocol that is draft cannot validate; possible: complete, withdraw."
    ]
    not_hers = replace(too_early, status=Status.PUBLISHED)
    assert [said.en for said in why_not(not_hers, Verb.VALIDATE)] == [
        "This is not up to you as coordinator of the municipality, but to: protocol manager of the agency, "
        "validator of the agency."
    ]
    unready = replace(READY, decided=False, problems=(NO_KBO,))
    assert why_not(unready, Verb.VALIDATE) == unmet(unready, Verb.VALIDATE)
    assert len(why_not(unready, Verb.VALIDATE)) == 2
    assert why_not(READY, Verb.VALIDATE) == ()


def test_what_waits_for_a_move_of_the_program_is_told_what_that_one_lacks() -> None:
    too_early = replace(READY, status=Status.COMPLETE, **advised(Side.RECIPIENT, outcome=Outcome.NEGATIVE))
    not_yet, *missing = why_not(too_early, Verb.DECIDE)
    assert not_yet.en.startswith("A protocol that is complete cannot decide")
    assert missing == [*unmet(too_early, Verb.ADVISE)]
    assert [said.nl for said in missing] == [
        "Het advies van de gemeente is negatief; geef de reden om het niet te volgen, of wijzig de tekst."
    ]
    # A move that is there lacks its reason only, and two steps ahead is too far to say.
    assert len(why_not(too_early, Verb.REOPEN, reason="")) == 1
    assert len(why_not(too_early, Verb.VALIDATE)) == 1


@pytest.mark.parametrize("deed", Deed, ids=str)
@pytest.mark.parametrize("status", Status, ids=str)
def test_a_deed_is_done_in_its_statuses_and_by_whom_it_is_up_to(deed: Deed, status: Status) -> None:
    moment = deed not in DEEDS or status in DEEDS[deed]
    for actor, side in ((AN, Side.SENDER), (DINA, Side.RECIPIENT), (SCHEDULE, None)):
        reasons = why_not(replace(READY, status=status, actor=actor, side=side), deed)
        assert (reasons == ()) == (moment and may(side, actor.role, deed))
        assert all(said.nl and said.en and said.nl != said.en for said in reasons)


# --- Notice ----------------------------------------------------------------------------------------------------------

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(DAYS, st.integers(1, 60))
def test_a_notice_ends_on_the_last_day_of_a_month_after_that_many_whole_months(given_on: date, months: int) -> None:
    last = last_day_after_notice(given_on, months)
    assert (last + timedelta(days=1)).day == 1
    assert (last.year * 12 + last.month) - (given_on.year * 12 + given_on.month) == months


@given(DAYS, DAYS, st.integers(0, 60))
def test_who_gives_notice_later_does_not_leave_earlier(one: date, other: date, months: int) -> None:
    first, second = sorted((one, other))
    assert last_day_after_notice(first, months) <= last_day_after_notice(second, months)


@pytest.mark.parametrize(
    ("given_on", "months", "last"),
    [
        ("2026-01-01", 3, "2026-04-30"),
        ("2026-01-31", 3, "2026-04-30"),
        ("2026-11-15", 3, "2027-02-28"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2026-12-31", 12, "2027-12-31"),
        ("2026-05-04", 0, "2026-05-04"),
    ],
)
def test_examples_of_notice(given_on: str, months: int, last: str) -> None:
    assert last_day_after_notice(date.fromisoformat(given_on), months) == date.fromisoformat(last)


# --- Drafts ----------------------------------------------------------------------------------------------------------

# RFC 7396, appendix A: original, patch, result; those whose patch is an object, for a change of a draft always is one.
VECTORS = """
{"a":"b"}                  {"a":"c"}                  {"a":"c"}
{"a":"b"}                  {"b":"c"}                  {"a":"b","b":"c"}
{"a":"b"}                  {"a":null}                 {}
{"a":"b","b":"c"}          {"a":null}                 {"b":"c"}
{"a":["b"]}                {"a":"c"}                  {"a":"c"}
{"a":"c"}                  {"a":["b"]}                {"a":["b"]}
{"a":{"b":"c"}}            {"a":{"b":"d","c":null}}   {"a":{"b":"d"}}
{"a":[{"b":"c"}]}          {"a":[1]}                  {"a":[1]}
{"e":null}                 {"a":1}                    {"e":null,"a":1}
{}                         {"a":{"bb":{"ccc":null}}}  {"a":{"bb":{}}}
"""


@pytest.mark.parametrize("line", VECTORS.strip().splitlines())
def test_a_change_is_a_merge_patch(line: str) -> None:
    original, patch, result = (json.loads(part) for part in line.split())
    assert drafts.changed(original, patch) == {**result, "end": None}


def draft() -> dict[str, Any]:
    text = as_json(terms())
    text["recipient"]["decision"] = None
    return {**text, "advices": []}


def test_a_change_leaves_the_draft_it_was_made_on_as_it_was() -> None:
    before = draft()
    kept = json.dumps(before)
    drafts.changed(before, {"recipient": {"dpo": "iemand anders"}, "rowLimit": None})
    assert json.dumps(before) == kept


def test_null_is_a_value_where_the_terms_know_it_as_one_and_takes_away_elsewhere() -> None:
    patched = drafts.changed({**draft(), "end": "2027-01-01"}, {"end": None, "rowLimit": None})
    assert patched["end"] is None and "rowLimit" not in patched
    assert drafts.changed({"recipient": {}}, {"recipient": {"decision": None}})["recipient"] == {"decision": None}
    population = {"contract": None, "attest": None, "periodBy": None}
    assert drafts.changed({}, {"population": population})["population"] == population


REFUSED: list[dict[str, Any]] = [
    {"format": "sluis.terms/2"},
    {"protocol": "X"},
    {"version": 2},
    {"model": "een ander model, versie 9"},
    {"advices": []},
    {"follows": []},
    {"recipient": {"nis": "11001"}},
    {"recipient": {"nis": None}},
    {"recipient": None},
    {"recipient": "gemeente Elders"},
    {"recipient": {"decision": {"body": "gemeenteraad", "on": "2026-01-01", "reference": "1"}}},
    {"sender": {"kbo": "0999999922"}},
    {"sender": None},
]


@pytest.mark.parametrize("change", REFUSED, ids=str)
def test_what_the_system_writes_is_not_written_by_hand(change: dict[str, Any]) -> None:
    with pytest.raises(NotPossible, match="The system itself writes"):
        drafts.changed(draft(), change)


def test_a_party_may_be_sent_along_whole_where_it_stays_who_it_is() -> None:
    before = draft()
    after = drafts.changed(before, {"recipient": {**before["recipient"], "dpo": "een andere functionaris"}})
    assert after["recipient"] == {**before["recipient"], "dpo": "een andere functionaris"}


def test_what_has_no_canonical_form_is_refused_and_not_stored_otherwise() -> None:
    for value in (float("nan"), 2**60, "\ud800"):
        with pytest.raises(NotPossible):
            drafts.written({"rowLimit": value})


def in_english(text: dict[str, Any]) -> tuple[str, ...]:
    return tuple(said.en for said in drafts.problems(text))


def test_a_draft_without_problems_is_terms_with_every_field_accounted_for() -> None:
    text = draft()
    for agreed in text["purposes"]:
        agreed["proportionality"] = dict.fromkeys(agreed["fields"], "Zonder kan het niet.")
    text["territory"] = [text["recipient"]["nis"]]
    assert drafts.problems(text) == ()
    assert drafts.as_terms(text) == parse_terms(drafts.written(text))
    first = text["purposes"][0]
    field = first["fields"][0]
    del first["proportionality"][field]
    assert in_english(text) == (f"purposes.{first['purpose']}.proportionality.{field} is missing",)
    text["territory"] = ["11001"]
    text["sender"]["kbo"] = text["recipient"]["kbo"]
    assert in_english(text)[1:] == (
        "territory should hold the municipality's own NIS code",
        "recipient.kbo should not be that of the sender",
    )
    del text["rowLimit"]
    assert in_english(text) == ("rowLimit is missing",)
    assert all(said.nl and said.nl != said.en for said in drafts.problems(text))
    assert drafts.as_terms(text) is None


def test_only_the_purposes_that_are_wanted_stay_in_the_draft_s_own_order() -> None:
    text = {"purposes": [{"purpose": name} for name in ("ceremony", "practice", "buddy")]}
    assert drafts.with_purposes(text, ["buddy", "ceremony"])["purposes"] == [
        {"purpose": "ceremony"}, {"purpose": "buddy"},
    ]  # fmt: skip
    with pytest.raises(NotPossible, match=r"Not in the model: picnic; there are: ceremony, practice, buddy\."):
        drafts.with_purposes(text, ["picnic"])


def test_services_are_filled_in_where_a_purpose_names_none() -> None:
    text = {"purposes": [{"purpose": "a"}, {"purpose": "b", "services": ["loket"]}, {"purpose": "c", "services": []}]}
    named = [one["services"] for one in drafts.with_services(text, ["dienst"])["purposes"]]
    assert named == [["dienst"], ["loket"], ["dienst"]]


@pytest.mark.parametrize(
    ("body", "capacities"),
    [
        ("college van burgemeester en schepenen", ["de burgemeester of de bevoegde schepen", "de algemeen directeur"]),
        ("gemeenteraad", ["de voorzitter van de gemeenteraad", "de algemeen directeur"]),
    ],
)
def test_who_signs_follows_from_who_decided(body: str, capacities: list[str]) -> None:
    advice = {"side": "sender", "outcome": "negative", "on": "2026-01-01", "reason": "De wet vraagt het."}
    before = draft()
    text = drafts.decided(before, Decision(body, ON, "2026/7"), [advice])
    assert text["recipient"]["representatives"] == capacities
    assert text["recipient"]["decision"] == {"body": body, "on": "2026-03-02", "reference": "2026/7"}
    assert text["advices"] == [advice]
    assert before["recipient"]["decision"] is None and before["advices"] == []


def test_a_body_that_cannot_bind_the_municipality_decides_nothing() -> None:
    with pytest.raises(NotPossible, match="The decision is taken by one of"):
        drafts.decided(draft(), Decision("de burgemeester alleen", ON, "1"), [])


def test_an_amendment_is_the_same_text_not_yet_advised_on_or_decided() -> None:
    before = as_json(terms())
    after = drafts.amended(before, version=2, follows=[TEXT], start="2026-09-01")
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed <= {"version", "recipient", "advices", "follows", "start"}
    assert (after["version"], after["follows"], after["start"], after["advices"]) == (2, [TEXT], "2026-09-01", [])
    assert after["recipient"] == {**before["recipient"], "decision": None}


def test_another_model_brings_its_wording_and_leaves_the_municipality_its_choices() -> None:
    old = {
        "rowLimit": 10, "start": "2026-01-01",
        "purposes": [{"purpose": "ceremony", "services": ["loket"]}, {"purpose": "gone", "services": ["x"]}],
    }  # fmt: skip
    model = {"rowLimit": 20, "purposes": [{"purpose": "network", "why": "?"}, {"purpose": "ceremony", "why": "!"}]}
    assert drafts.remodelled(old, model) == {
        "rowLimit": 20, "start": "2026-01-01",
        "purposes": [{"purpose": "ceremony", "why": "!", "services": ["loket"]}],
    }  # fmt: skip
