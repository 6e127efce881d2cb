"""Whose turn it is: somebody's until a protocol is in force, and always somebody's who may take it."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sluis.domain import messages
from sluis.domain.access import Actor, Place, Role, may
from sluis.domain.lifecycle import IN_FORCE, IN_PREPARATION, Deed, Status, Verb
from sluis.domain.requirements import SUPERVISOR_ANSWERED, Opinion, Progress, SignedBy, Way, unmet
from sluis.domain.terms import Outcome, Side
from sluis.domain.turn import EXPIRY_WARNING, PATIENCE, REVIEW_WARNING, reminders, turns
from sluis.domain.words import Said

ON = date(2026, 6, 15)
TEXT, OTHER, PART = ("sha256:" + digit * 64 for digit in "abc")
SIGNATORIES = frozenset({(Side.SENDER, "voorzitter"), (Side.RECIPIENT, "burgemeester")})
POSITIVE = Opinion(Outcome.POSITIVE, PART, 0, None)


def progress(**changes: Any) -> Progress:
    """A text that lacks nothing at any stage."""
    whole = Progress(
        on=ON, actor=Actor("an", "agency:agii", Role.PROTOCOL_MANAGER), side=Side.SENDER, status=Status.DRAFT,
        digest=TEXT, advised_part=PART, problems=(),
        opinions={Side.SENDER: POSITIVE, Side.RECIPIENT: POSITIVE}, decided=True, signatories=SIGNATORIES,
        signatures=tuple(SignedBy(side, who, TEXT, Way.ELECTRONIC, frozenset()) for side, who in SIGNATORIES),
        seen={Side.SENDER: TEXT, Side.RECIPIENT: TEXT}, addresses=frozenset({Side.SENDER, Side.RECIPIENT}),
        authors=frozenset(), in_force=None, start=ON, end=None, suspended_by=None, notice_given=False, undeleted=0,
    )  # fmt: skip
    return dataclasses.replace(whole, **changes)


some_opinions = st.builds(
    Opinion,
    st.sampled_from(Outcome),
    st.sampled_from([PART, OTHER]),
    st.integers(0, 2),
    st.sampled_from([None, "omdat"]),
)
UNANSWERED = (Said("recipient.kbo ontbreekt", "recipient.kbo is missing"),)
UNFINISHED = (Said("model ontbreekt", "model is missing"),)
some_progress = st.builds(
    progress,
    status=st.sampled_from(Status),
    problems=st.sampled_from(
        [
            (),
            (Said("recipient.kbo ontbreekt", "recipient.kbo is missing"),),
            (Said("model ontbreekt", "model is missing"),),
        ]
    ),
    opinions=st.dictionaries(st.sampled_from(Side), some_opinions),
    signatures=st.lists(
        st.builds(
            lambda place, digest, way, seen: SignedBy(place[0], place[1], digest, way, seen),
            st.sampled_from(sorted(SIGNATORIES)),
            st.sampled_from([TEXT, OTHER]),
            st.sampled_from(Way),
            st.sampled_from([frozenset({"an"}), frozenset({"an", "bert"})]),
        ),
        max_size=2,
        unique_by=lambda signed: signed.side,
    ).map(tuple),
    seen=st.dictionaries(st.sampled_from([Side.SENDER, Side.RECIPIENT]), st.sampled_from([TEXT, OTHER])),
    addresses=st.frozensets(st.sampled_from([Side.SENDER, Side.RECIPIENT])),
    suspended_by=st.sampled_from([None, Side.SENDER, Side.RECIPIENT]),
)

# The move that ends each stage; nobody's hand makes those that are automatic.
ENDS = {
    Status.DRAFT: Verb.COMPLETE,
    Status.COMPLETE: Verb.ADVISE,
    Status.ADVISED: Verb.DECIDE,
    Status.DECIDED: Verb.SIGN,
    Status.SIGNED: Verb.PUBLISH,
    Status.PUBLISHED: Verb.VALIDATE,
}


@given(some_progress)
def test_whoever_has_the_ball_may_play_it(far: Progress) -> None:
    for turn in turns(far):
        assert may(*turn.place, turn.what), turn


@given(some_progress)
def test_a_stage_that_lacks_something_is_somebody_s_turn(far: Progress) -> None:
    if far.status in (Status.DECIDED, Status.SIGNED):
        assert bool(turns(far)) == bool(unmet(far, ENDS[far.status])), far
    elif far.status == Status.COMPLETE:
        # The supervisor is answered before the decision; both sides' advice is there before that.
        assert bool(turns(far)) == bool(unmet(far, Verb.ADVISE) or SUPERVISOR_ANSWERED.missing(far)), far
    elif far.status in IN_PREPARATION or far.status == Status.SUSPENDED:
        assert turns(far)
    else:
        assert turns(far) == ()


@pytest.mark.parametrize(
    ("far", "who", "what"),
    [
        (progress(problems=UNANSWERED), (Side.RECIPIENT, Role.COORDINATOR), Deed.REVISE),
        (progress(problems=UNFINISHED), (Side.SENDER, Role.PROTOCOL_MANAGER), Deed.REVISE),
        (
            progress(status=Status.COMPLETE, opinions={Side.SENDER: POSITIVE}),
            (Side.RECIPIENT, Role.DPO),
            Deed.GIVE_ADVICE,
        ),
        (progress(status=Status.ADVISED), (Side.RECIPIENT, Role.COORDINATOR), Verb.DECIDE),
        (progress(status=Status.PUBLISHED), (Side.SENDER, Role.VALIDATOR), Verb.VALIDATE),
        (
            progress(status=Status.SUSPENDED, suspended_by=Side.RECIPIENT),
            (Side.RECIPIENT, Role.COORDINATOR),
            Verb.RESUME,
        ),
    ],
    ids=["question open", "text unfinished", "advice", "decision", "validation", "suspension"],
)
def test_the_ball_is_where_the_next_step_is(far: Progress, who: Place, what: Verb | Deed) -> None:
    assert [(turn.place, turn.what) for turn in turns(far)] == [(who, what)]


def test_a_paper_signature_waits_for_its_second_witness() -> None:
    scan = SignedBy(Side.SENDER, "voorzitter", TEXT, Way.PAPER, frozenset({"an"}))
    far = progress(status=Status.DECIDED, signatures=(scan,))
    assert {(turn.place, turn.what) for turn in turns(far)} == {
        ((Side.SENDER, Role.VALIDATOR), Deed.ATTEST_SCAN),
        ((Side.RECIPIENT, Role.SIGNATORY), Deed.PLACE_SIGNATURE),
    }


def kinds(status: Status, *, waited: int = 0, start: date | None = None, end: date | None = None) -> set[str]:
    found = reminders(status, ON, since=ON - timedelta(days=waited), start=start, end=end)
    return {reminder.kind for reminder in found}


@pytest.mark.parametrize("status", PATIENCE)
def test_a_step_is_reminded_of_once_it_has_waited_too_long(status: Status) -> None:
    assert "waiting" not in kinds(status, waited=PATIENCE[status] - 1)
    assert "waiting" in kinds(status, waited=PATIENCE[status])


@pytest.mark.parametrize(
    ("days", "reminded"), [(EXPIRY_WARNING + 1, False), (EXPIRY_WARNING, True), (0, True), (-1, False)]
)
def test_the_end_is_announced_in_time(days: int, reminded: bool) -> None:
    assert ("expiry" in kinds(Status.ACTIVE, end=ON + timedelta(days=days))) == reminded


@pytest.mark.parametrize(("days", "reminded"), [(REVIEW_WARNING + 1, False), (REVIEW_WARNING, True), (0, True)])
def test_every_year_a_protocol_is_looked_at_again(days: int, reminded: bool) -> None:
    start = (ON + timedelta(days=days)).replace(year=2022)
    assert ("review" in kinds(Status.ACTIVE, start=start)) == reminded


def test_a_protocol_that_began_on_a_leap_day_is_reviewed_on_the_28th() -> None:
    found = reminders(Status.ACTIVE, date(2025, 2, 1), since=date(2025, 2, 1), start=date(2024, 2, 29), end=None)
    assert [reminder.due for reminder in found] == [date(2025, 2, 28)]


@pytest.mark.parametrize("status", sorted(set(Status) - set(PATIENCE)))
def test_what_is_over_or_in_force_waits_for_nobody(status: Status) -> None:
    assert "waiting" not in kinds(status, waited=1000)
    assert status in IN_FORCE or kinds(status, start=ON, end=ON) == set()


def test_what_parties_are_told_is_filled_in_both_languages_and_a_reason_stays_as_it_is() -> None:
    for what in messages.TOLD:
        said = messages.told(what, "AGII-23027", "een {reden} met {code}")
        assert said is not None
        for text in (said.nl, said.en):
            assert "AGII-23027" in text
            assert "{reason}" not in text
    assert messages.told(Verb.DRAFT, "AGII-23027", "") is None
    said = messages.told(Verb.SUSPEND, "AGII-23027", "een {reden}")
    assert said is not None and "een {reden}." in said.nl
