"""The life of a protocol in examples, one rule a test, on the real database; where it is about signing, it is real."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from tests.rooms.desk import (
    AGENCY_DPO,
    BEGUN,
    COLLEGE,
    HALLE,
    MANAGER,
    NAMES,
    VALIDATOR,
    Cheap,
    Desk,
    answers,
    coordinator,
    credential,
    municipal_dpo,
    register_agency,
)

from sluis.adapters.certificates import sign
from sluis.adapters.signature_refusals import SignatureRefused
from sluis.adapters.websites import NotFetched
from sluis.cli import clock
from sluis.domain.access import Actor, Role
from sluis.domain.lifecycle import HoldKind, NotPossible, Status, Verb
from sluis.domain.terms import Decision, Outcome, Side
from sluis.domain.words import Purpose
from sluis.ledger import queries as ledger
from sluis.parties import actions as parties
from sluis.protocols import actions, queries, standing
from sluis.protocols.actions import Answers, Decided, Given
from sluis.protocols.chronicle import chronicle
from sluis.protocols.mergers import mergers_waiting
from sluis.protocols.model_text import Model, model
from sluis.protocols.models import (
    Advice,
    Attestation,
    Condition,
    Document,
    DocumentKind,
    Move,
    PublicationCheck,
    Revision,
    Signatory,
    Signature,
    Task,
    Version,
)

MAYOR, DIRECTOR = "de burgemeester of de bevoegde schepen", "de algemeen directeur"
SUPERVISOR = Actor("vic", "supervisor:vtc", Role.SUPERVISOR)
SECOND_MANAGER = Actor("zoe", "agency:agii", Role.PROTOCOL_MANAGER)


@pytest.fixture(autouse=True)
def agency(database: str) -> None:
    register_agency()


@pytest.fixture
def real_signatures() -> None:
    """Asked for by a test in which documents are typeset and signed for real."""


@pytest.fixture(autouse=True)
def cheap_signatures(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "real_signatures" not in request.fixturenames:
        Cheap.instead_of_real(monkeypatch)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def terms(version: Version) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(bytes(version.terms))
    return read


def acts(code: str) -> list[str]:
    said = [json.loads(body) for body in ledger.bodies(0, 10_000)]
    return [one["kind"] for one in said if one.get("protocol") == code]


def entry(kind: str) -> dict[str, Any]:
    """The newest entry of that kind."""
    said: list[dict[str, Any]] = [json.loads(body) for body in ledger.bodies(0, 10_000)]
    return [one for one in said if one["kind"] == kind][-1]


def another_model(**changes: Any) -> Model:
    return replace(model(1), version=2, _terms={**model(1).terms, **changes})


def begin_of(day: date) -> datetime:
    return datetime.combine(day, time(), clock.BRUSSELS)


# --- From a draft into force ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("real_signatures")
def test_a_protocol_goes_through_every_step_and_only_then_is_it_in_force(desk: Desk) -> None:
    version = desk.until("validate")
    assert version.status == Status.ACTIVE
    assert [move.verb for move in version.moves.order_by("pk")] == [
        "draft", "complete", "advise", "decide", "sign", "publish", "validate",
    ]  # fmt: skip
    assert [*chronicle().in_force(desk.at.date())] == [HALLE]


def test_a_draft_that_lacks_answers_names_each_and_is_not_offered_for_advice(desk: Desk) -> None:
    actions.draft(HALLE, agency="agii", model=model(1), answers=Answers(), by=MANAGER, at=desk.tick())
    with pytest.raises(NotPossible, match=r"recipient\.kbo is missing.*start is missing"):
        desk.complete()


def test_a_draft_that_lacks_parts_binds_nobody_and_breaks_no_reading(desk: Desk) -> None:
    actions.draft(HALLE, agency="agii", model=model(1), answers=Answers(), by=MANAGER, at=desk.tick())
    assert queries.bindings([HALLE])[HALLE].terms is None
    assert chronicle().in_force(desk.at.date()) == {}
    actions.withdraw(desk.code, reason="vergissing", by=MANAGER, at=desk.tick())
    assert queries.bindings([HALLE])[HALLE].terms is None
    assert chronicle().in_force(desk.at.date()) == {}


def test_a_municipality_can_begin_a_text_and_another_cannot(desk: Desk) -> None:
    with pytest.raises(NotPossible, match="Only the parties"):
        actions.draft(HALLE, agency="agii", model=model(1), answers=answers(), by=coordinator("23003"), at=desk.tick())
    version = actions.draft(HALLE, agency="agii", model=model(1), answers=answers(), by=desk.municipality, at=desk.at)
    assert version.status == Status.DRAFT


def test_a_code_that_is_no_municipality_any_more_is_refused_with_its_successor(desk: Desk) -> None:
    with pytest.raises(NotPossible, match=r"71022 does not exist on 2026-03-02\. Successor: 71072"):
        actions.draft("71022", agency="agii", model=model(1), answers=answers(), by=MANAGER, at=desk.tick())


def test_a_second_text_is_not_begun_beside_the_first(desk: Desk) -> None:
    desk.draft()
    with pytest.raises(NotPossible, match=r"has a text already \(draft\)"):
        desk.draft()


# --- Advice ----------------------------------------------------------------------------------------------------------


def test_a_conditional_advice_counts_once_every_condition_is_answered(desk: Desk) -> None:
    desk.until("complete")
    desk.advise(AGENCY_DPO)
    assert desk.advise(desk.dpo, Outcome.CONDITIONAL, ["Log wie kijkt.", "Wis op tijd."]).status == Status.COMPLETE
    first, second = Condition.objects.order_by("pk")
    actions.answer_condition(first.pk, "Dat gebeurt.", by=desk.municipality, at=desk.tick())
    assert desk.version.status == Status.COMPLETE
    with pytest.raises(NotPossible, match="answered already"):
        actions.answer_condition(first.pk, "Toch niet.", by=MANAGER, at=desk.tick())
    actions.answer_condition(second.pk, "Dat ook.", by=MANAGER, at=desk.tick())
    assert desk.version.status == Status.ADVISED
    assert list(Condition.objects.order_by("pk").values_list("answered_by", flat=True)) == ["nis:23027", "agency:agii"]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (Given(Outcome.CONDITIONAL, "Ja, als.", BEGUN.date()), "at least one"),
        (Given(Outcome.CONDITIONAL, "Ja, als.", BEGUN.date(), [" "]), "at least one"),
        (Given(Outcome.POSITIVE, "Ja.", BEGUN.date(), ["als"]), "belong to a conditional"),
        (Given(Outcome.POSITIVE, " ", BEGUN.date()), "text of the advice"),
        (Given(Outcome.POSITIVE, "Ja.", BEGUN.date() + timedelta(days=2)), "in the future"),
    ],
)
def test_an_advice_that_lacks_something_is_no_advice(desk: Desk, given: Given, why: str) -> None:
    desk.until("complete")
    with pytest.raises(NotPossible, match=why):
        actions.give_advice(desk.code, given, by=desk.dpo, at=desk.tick())
    assert not Advice.objects.exists()


def test_a_negative_advice_that_is_not_followed_needs_a_reason_and_that_stands_in_the_signed_text(desk: Desk) -> None:
    desk.until("complete")
    desk.advise(AGENCY_DPO)
    assert desk.advise(desk.dpo, Outcome.NEGATIVE).status == Status.COMPLETE
    with pytest.raises(NotPossible):
        actions.not_follow_advice(desk.code, Side.RECIPIENT, reason=" ", by=desk.municipality, at=desk.tick())
    with pytest.raises(NotPossible):
        actions.not_follow_advice(desk.code, Side.SENDER, reason="nodig", by=desk.municipality, at=desk.tick())
    reason = "Het decreet vraagt een ceremonie; zonder naam kan niemand uitgenodigd worden."
    actions.not_follow_advice(desk.code, Side.RECIPIENT, reason=reason, by=desk.municipality, at=desk.tick())
    desk.decide()
    desk.sign_all()
    assert desk.version.status == Status.SIGNED
    told = {one["side"]: (one["outcome"], one["reason"]) for one in terms(desk.version)["advices"]}
    assert told == {"sender": ("positive", None), "recipient": ("negative", reason)}


def test_a_negative_advice_can_be_followed_by_changing_the_text_and_asking_again(desk: Desk) -> None:
    desk.until("complete")
    desk.advise(AGENCY_DPO)
    desk.advise(desk.dpo, Outcome.NEGATIVE)
    actions.reopen(desk.code, reason="korter bewaren", by=MANAGER, at=desk.tick())
    actions.revise(desk.code, {"rowLimit": 10}, by=MANAGER, at=desk.tick())
    desk.complete()
    desk.advise_both()
    assert desk.version.status == Status.ADVISED
    assert Advice.objects.count() == 4


def test_a_change_after_an_advice_resets_it(desk: Desk) -> None:
    desk.until("advise_both")
    actions.reopen(desk.code, reason="een woord", by=MANAGER, at=desk.tick())
    actions.revise(desk.code, {"rowLimit": 10}, by=MANAGER, at=desk.tick())
    assert desk.complete().status == Status.COMPLETE
    assert "advicesStanding" not in entry("protocol.completed")
    missing = [line.missing for line in standing.standing(desk.version, MANAGER, desk.at).checklist(Verb.ADVISE)]
    assert [said and said.en for said in missing] == [
        "The text was changed after the advice of the agency; ask for a new advice.",
        "The text was changed after the advice of the municipality; ask for a new advice.",
    ]
    desk.advise_both()
    assert desk.version.status == Status.ADVISED


def test_an_untouched_text_keeps_its_advices_and_the_record_says_so(desk: Desk) -> None:
    desk.until("advise_both")
    actions.reopen(desk.code, reason="toch niet", by=MANAGER, at=desk.tick())
    actions.revise(desk.code, {"rowLimit": 10}, by=MANAGER, at=desk.tick())
    actions.revise(desk.code, {"rowLimit": model(1).terms["rowLimit"]}, by=MANAGER, at=desk.tick())
    assert desk.complete().status == Status.ADVISED
    assert entry("protocol.completed")["advicesStanding"] == ["sender", "recipient"]
    assert Advice.objects.count() == 2


def test_after_both_advised_only_the_supervisor_still_may_and_what_it_asks_is_answered(desk: Desk) -> None:
    desk.until("advise_both")
    with pytest.raises(NotPossible, match="advised on already"):
        desk.advise(desk.dpo)
    desk.advise(SUPERVISOR, Outcome.NEGATIVE)
    with pytest.raises(NotPossible, match="The advice of the supervisor is negative"):
        desk.decide()
    actions.not_follow_advice(desk.code, Side.SUPERVISOR, reason="Nodig.", by=MANAGER, at=desk.tick())
    advices = terms(desk.decide())["advices"]
    assert [(one["side"], one["reason"]) for one in advices][2] == ("supervisor", "Nodig.")


def test_what_the_supervisor_said_of_an_earlier_text_is_not_said_of_this_one(desk: Desk) -> None:
    desk.until("complete")
    desk.advise(SUPERVISOR)
    actions.reopen(desk.code, reason="een woord", by=MANAGER, at=desk.tick())
    actions.revise(desk.code, {"rowLimit": 10}, by=MANAGER, at=desk.tick())
    desk.complete()
    desk.advise_both()
    assert [one["side"] for one in terms(desk.decide())["advices"]] == ["sender", "recipient"]


# --- Acceding --------------------------------------------------------------------------------------------------------


def accede(desk: Desk, **changes: Any) -> Version:
    return actions.accede(
        HALLE, agency="agii", model=model(1), answers=answers(**changes), by=desk.municipality, at=desk.tick()
    )


def test_acceding_to_a_model_that_was_advised_on_takes_two_calls_to_be_advised(desk: Desk) -> None:
    given = Given(Outcome.POSITIVE, "Het model is goed.", BEGUN.date())
    actions.advise_on_model(model(1), given, agency="agii", by=AGENCY_DPO, at=BEGUN)
    assert accede(desk).status == Status.COMPLETE
    assert desk.advise(desk.dpo).status == Status.ADVISED
    stood = Advice.objects.get(side=Side.SENDER)
    assert stood.note == "given on model lokaal integratiebeleid, versie 1, acceded to unchanged"
    assert (stood.person, stood.given_on) == (AGENCY_DPO.person, BEGUN.date())
    assert "advice.carried_over" in acts(desk.code)


def test_acceding_to_a_model_nobody_advised_on_waits_for_both(desk: Desk) -> None:
    accede(desk)
    assert desk.advise(desk.dpo).status == Status.COMPLETE
    assert desk.advise(AGENCY_DPO).status == Status.ADVISED


def test_who_accedes_changes_nothing_but_what_is_asked(desk: Desk) -> None:
    with pytest.raises(NotPossible, match="this differs: rowLimit"):
        accede(desk, rowLimit=3)
    assert not Version.objects.exists()


def test_acceding_with_an_answer_missing_leaves_nothing_half_done(desk: Desk) -> None:
    with pytest.raises(NotPossible, match=r"recipient\.kbo"):
        accede(desk, recipient={"kbo": "1"})
    assert not Version.objects.exists() and not Move.objects.exists() and ledger.size() == 0


@pytest.mark.parametrize(
    ("by", "outcome", "why"),
    [
        (municipal_dpo(), Outcome.POSITIVE, "officer of the agency advises"),
        (MANAGER, Outcome.POSITIVE, "officer of the agency advises"),
        (AGENCY_DPO, Outcome.NEGATIVE, "Mend the model"),
    ],
)
def test_on_the_model_the_agency_s_officer_advises_and_positively(by: Actor, outcome: Outcome, why: str) -> None:
    with pytest.raises(NotPossible, match=why):
        actions.advise_on_model(model(1), Given(outcome, "Ja.", BEGUN.date()), agency="agii", by=by, at=BEGUN)


# --- Drafting together -----------------------------------------------------------------------------------------------


def test_a_change_on_a_text_that_somebody_else_changed_meanwhile_is_refused(desk: Desk) -> None:
    base = desk.draft().terms_digest
    actions.revise(desk.code, {"rowLimit": 10}, base=base, by=MANAGER, at=desk.tick())
    with pytest.raises(NotPossible, match="Somebody else changed the text"):
        actions.revise(desk.code, {"rowLimit": 20}, base=base, by=desk.municipality, at=desk.tick())
    assert terms(desk.version)["rowLimit"] == 10


def test_every_text_that_a_draft_had_is_kept_with_who_wrote_it(desk: Desk) -> None:
    desk.draft()
    for limit, by in ((10, MANAGER), (20, desk.municipality), (20, MANAGER)):
        actions.revise(desk.code, {"rowLimit": limit}, by=by, at=desk.tick())
    rows = [(row.number, row.by, json.loads(bytes(row.text))["rowLimit"]) for row in Revision.objects.order_by("pk")]
    # The third changed nothing, so there is nothing to keep of it.
    assert rows[1:] == [(2, "agency:agii", 10), (3, "nis:23027", 20)]


def test_a_proposal_is_accepted_by_the_other_party(desk: Desk) -> None:
    desk.draft()
    proposal = actions.propose(desk.code, {"rowLimit": 10}, why="genoeg", by=AGENCY_DPO, at=desk.tick())
    with pytest.raises(NotPossible, match="The other party accepts"):
        actions.settle_proposal(proposal.pk, accept=True, by=MANAGER, at=desk.tick())
    actions.settle_proposal(proposal.pk, accept=True, by=desk.municipality, at=desk.tick())
    assert terms(desk.version)["rowLimit"] == 10
    with pytest.raises(NotPossible, match="settled already"):
        actions.settle_proposal(proposal.pk, accept=False, by=desk.municipality, at=desk.tick())


def test_a_proposal_is_declined_by_either_and_changes_nothing(desk: Desk) -> None:
    before = desk.draft().terms_digest
    for by in (MANAGER, desk.municipality):
        proposal = actions.propose(desk.code, {"rowLimit": 10}, why="genoeg", by=MANAGER, at=desk.tick())
        assert actions.settle_proposal(proposal.pk, accept=False, by=by, at=desk.tick()).accepted is False
    assert desk.version.terms_digest == before


def test_a_proposal_on_a_text_that_changed_since_is_not_accepted(desk: Desk) -> None:
    desk.draft()
    proposal = actions.propose(desk.code, {"rowLimit": 10}, why="genoeg", by=MANAGER, at=desk.tick())
    actions.revise(desk.code, {"noticeMonths": 1}, by=MANAGER, at=desk.tick())
    with pytest.raises(NotPossible, match="Somebody else changed"):
        actions.settle_proposal(proposal.pk, accept=True, by=desk.municipality, at=desk.tick())
    assert terms(desk.version)["rowLimit"] == model(1).terms["rowLimit"]


def test_both_sides_and_their_officers_comment_and_nobody_else(desk: Desk) -> None:
    desk.draft()
    for by in (MANAGER, desk.municipality, AGENCY_DPO, desk.dpo):
        actions.comment(desk.code, "Waarom?", place="purposes.ceremony.fields", by=by, at=desk.tick())
    for by in (coordinator("23003"), SUPERVISOR):
        with pytest.raises(NotPossible, match="not up to"):
            actions.comment(desk.code, "Waarom?", by=by, at=desk.tick())
    with pytest.raises(NotPossible, match="Write the remark"):
        actions.comment(desk.code, "\n", by=MANAGER, at=desk.tick())


# --- Four eyes -------------------------------------------------------------------------------------------------------


def test_who_wrote_on_the_text_does_not_validate_it(desk: Desk) -> None:
    desk.until("publish")
    with pytest.raises(NotPossible, match="four eyes"):
        desk.validate(MANAGER)
    assert desk.validate(SECOND_MANAGER).status == Status.ACTIVE


def test_the_same_person_in_another_role_is_the_same_person(desk: Desk) -> None:
    desk.until("publish")
    with pytest.raises(NotPossible, match="four eyes"):
        desk.validate(replace(VALIDATOR, person=MANAGER.person))


def test_who_proposed_what_was_accepted_wrote_on_the_text_too(desk: Desk) -> None:
    desk.draft()
    proposal = actions.propose(desk.code, {"rowLimit": 10}, why="genoeg", by=SECOND_MANAGER, at=desk.tick())
    actions.settle_proposal(proposal.pk, accept=True, by=desk.municipality, at=desk.tick())
    for step in desk.STEPS[1:-1]:
        getattr(desk, step)()
    with pytest.raises(NotPossible, match="four eyes"):
        desk.validate(SECOND_MANAGER)
    assert desk.validate().status == Status.ACTIVE


# --- Decision and signatures -----------------------------------------------------------------------------------------


def decision(body: str = COLLEGE, names: Mapping[Side, Mapping[str, str]] = NAMES, **changes: Any) -> Decided:
    said: dict[str, Any] = {"document_name": "besluit.pdf", "document": b"%PDF-1.7 besluit", **changes}
    return Decided(Decision(body, BEGUN.date(), "CBS/2026/12"), signatories=names, **said)


@pytest.mark.parametrize(
    ("decided", "why"),
    [
        (decision("de burgemeester alleen"), "The decision is taken by one of"),
        (decision("gemeenteraad"), "missing: de voorzitter van de gemeenteraad"),
        (decision(names={Side.SENDER: NAMES[Side.SENDER]}), f"missing: {MAYOR}"),
        (decision(names={**NAMES, Side.RECIPIENT: {MAYOR: "Bea", DIRECTOR: " "}}), f"missing: {DIRECTOR}"),
        (decision(names={**NAMES, Side.SUPERVISOR: {"baas": "Vic"}}), r"does not belong: baas \(supervisor\)"),
        (decision(document=b""), "Attach the document"),
    ],
)
def test_a_decision_that_cannot_bind_the_municipality_closes_no_text(desk: Desk, decided: Decided, why: str) -> None:
    before = desk.until("advise_both").terms_digest
    with pytest.raises(NotPossible, match=why):
        actions.decide(desk.code, decided, by=desk.municipality, at=desk.tick())
    assert (desk.version.status, desk.version.terms_digest) == (Status.ADVISED, before)
    assert not Document.objects.exists() and not Signatory.objects.exists()


def test_where_the_council_decided_its_chair_signs(desk: Desk) -> None:
    desk.until("advise_both")
    chair = {"de voorzitter van de gemeenteraad": "Rita Raad", DIRECTOR: "Gert Algemeen"}
    decided = decision("gemeenteraad", {**NAMES, Side.RECIPIENT: chair})
    version = actions.decide(desk.code, decided, by=desk.municipality, at=desk.tick())
    assert set(Signatory.objects.filter(side=Side.RECIPIENT).values_list("capacity", flat=True)) == set(chair)
    assert terms(version)["recipient"]["decision"]["body"] == "gemeenteraad"


@pytest.mark.usefixtures("real_signatures")
@pytest.mark.parametrize("order", [(Side.SENDER, Side.RECIPIENT), (Side.RECIPIENT, Side.SENDER)])
def test_it_does_not_matter_who_signs_first(desk: Desk, order: tuple[Side, Side]) -> None:
    desk.until("decide")
    for side in order:
        for capacity in NAMES[side]:
            assert desk.version.status == Status.DECIDED
            desk.sign(side, capacity)
    assert desk.version.status == Status.SIGNED
    assert Signature.objects.filter(signatory__terms_digest=desk.version.terms_digest).count() == 4


@pytest.mark.usefixtures("real_signatures")
def test_the_same_file_twice_bears_no_new_signature(desk: Desk) -> None:
    desk.until("decide")
    desk.sign(Side.SENDER, DIRECTOR)
    with pytest.raises(NotPossible, match="no new signature"):
        actions.place_signature(desk.code, desk.document(), trust=desk.trust, by=MANAGER, at=desk.tick())


@pytest.mark.usefixtures("real_signatures")
def test_somebody_else_s_signature_does_not_count(desk: Desk) -> None:
    desk.until("decide")
    pdf = sign(desk.document(), credential("Iemand Anders"), capacity=MAYOR, reason="x", location="x", at=desk.tick())
    with pytest.raises(SignatureRefused):
        actions.place_signature(desk.code, pdf, trust=desk.trust, by=MANAGER, at=desk.tick())
    assert not Signature.objects.exists()


def test_a_scan_counts_once_two_people_of_the_agency_attest_it(desk: Desk) -> None:
    desk.until("decide")
    for side, capacity in ((Side.SENDER, c) for c in NAMES[Side.SENDER]):
        desk.sign(side, capacity)
    desk.sign(Side.RECIPIENT, DIRECTOR)
    scan = b"%PDF-1.4 scan"
    with pytest.raises(NotPossible, match="not up to you"):
        actions.place_scan(desk.code, Side.RECIPIENT, MAYOR, scan, by=desk.municipality, at=desk.tick())
    with pytest.raises(NotPossible, match="should be a PDF"):
        actions.place_scan(desk.code, Side.RECIPIENT, MAYOR, b"JFIF", by=MANAGER, at=desk.tick())
    actions.place_scan(desk.code, Side.RECIPIENT, MAYOR, scan, by=MANAGER, at=desk.tick())
    for by, why in ((MANAGER, "second person"), (replace(VALIDATOR, person="an"), "second person")):
        with pytest.raises(NotPossible, match=why):
            actions.attest_scan(desk.code, Side.RECIPIENT, MAYOR, by=by, at=desk.tick())
    assert desk.version.status == Status.DECIDED
    assert actions.attest_scan(desk.code, Side.RECIPIENT, MAYOR, by=VALIDATOR, at=desk.tick()).status == Status.SIGNED
    assert set(Attestation.objects.values_list("person", flat=True)) == {"an", "bert"}
    assert standing.ways_of_signing(desk.version) == {Side.SENDER: "electronic", Side.RECIPIENT: "paper"}


def test_a_signatory_who_signed_is_not_expected_again_on_paper(desk: Desk) -> None:
    desk.until("decide")
    desk.sign(Side.RECIPIENT, MAYOR)
    with pytest.raises(NotPossible, match="No signature is expected"):
        actions.place_scan(desk.code, Side.RECIPIENT, MAYOR, b"%PDF-", by=MANAGER, at=desk.tick())


@pytest.mark.usefixtures("real_signatures")
def test_reopened_and_decided_on_again_unchanged_it_is_signed_from_the_beginning(desk: Desk) -> None:
    desk.until("decide")
    desk.sign(Side.RECIPIENT, MAYOR)
    first = desk.version.terms_digest
    actions.reopen(desk.code, reason="een naam was verkeerd", by=MANAGER, at=desk.tick())
    assert desk.complete().status == Status.ADVISED
    mayor = {**NAMES[Side.RECIPIENT], MAYOR: "Wim Waarnemend"}
    again = Decided(
        Decision(COLLEGE, desk.at.date(), "CBS/2026/12"), "besluit.pdf", b"%PDF-1.7 besluit",
        {**NAMES, Side.RECIPIENT: mayor},
    )  # fmt: skip
    version = actions.decide(desk.code, again, by=desk.municipality, at=desk.tick())
    assert version.terms_digest == first, "the same text"
    for side, capacity in [(Side.SENDER, c) for c in NAMES[Side.SENDER]] + [(Side.RECIPIENT, DIRECTOR)]:
        assert desk.sign(side, capacity).status == Status.DECIDED
    with pytest.raises(SignatureRefused):
        desk.sign(Side.RECIPIENT, MAYOR)  # Bea Burgemeester, who is not named any more
    pdf = sign(desk.document(), credential("Wim Waarnemend"), capacity=MAYOR, reason="x", location="x", at=desk.tick())
    signed = actions.place_signature(desk.code, pdf, trust=desk.trust, by=MANAGER, at=desk.tick())
    assert signed.status == Status.SIGNED
    assert Document.objects.filter(kind=DocumentKind.TEXT).count() == 2


# --- Publication and validation --------------------------------------------------------------------------------------


def test_the_publication_counts_where_the_text_is_found_at_the_address_that_counts_now(desk: Desk) -> None:
    desk.until("sign_all")
    actions.record_address(desk.code, Side.SENDER, "https://agency.example/1", by=MANAGER, at=desk.tick())
    with pytest.raises(NotPossible, match="reports its own"):
        actions.record_address(desk.code, Side.SENDER, "https://x.example", by=desk.municipality, at=desk.tick())
    actions.record_address(desk.code, Side.RECIPIENT, "https://halle.example/1", by=desk.municipality, at=desk.tick())

    def fetch(address: str) -> str:
        if "halle" in address:
            raise NotFetched("The site answered 503 instead of the page.")
        return f"<p>{desk.version.terms_digest}</p>"

    checks = actions.check_publication(desk.code, fetch=fetch, by=MANAGER, at=desk.tick())
    assert checks[Side.SENDER].found_digest and not checks[Side.RECIPIENT].found_digest
    assert "503" in checks[Side.RECIPIENT].problem
    assert desk.version.status == Status.SIGNED
    actions.attest_publication(desk.code, Side.RECIPIENT, by=desk.municipality, at=desk.tick())
    assert desk.version.status == Status.PUBLISHED
    actions.record_address(desk.code, Side.SENDER, "https://agency.example/2", by=MANAGER, at=desk.tick())
    with pytest.raises(NotPossible, match="publication by the agency was not seen"):
        desk.validate()


@pytest.mark.parametrize(
    "address", ["http://halle.example", "halle.example", "https://", "ftp://x", "https://an:pw@x.example"]
)
def test_an_address_is_one_that_anybody_can_open(desk: Desk, address: str) -> None:
    desk.until("sign_all")
    with pytest.raises(NotPossible, match="https://"):
        actions.record_address(desk.code, Side.RECIPIENT, address, by=MANAGER, at=desk.tick())


def test_nothing_is_fetched_for_whom_it_is_not_up_to(desk: Desk) -> None:
    desk.until("publish")
    before = PublicationCheck.objects.count()
    for by in (coordinator("23003"), desk.dpo):
        with pytest.raises(NotPossible, match="not up to"):
            actions.check_publication(desk.code, fetch=lambda _: pytest.fail("it was fetched"), by=by, at=desk.tick())
    assert PublicationCheck.objects.count() == before


def test_the_address_of_the_text_in_force_is_kept_up_while_an_amendment_is_drafted(desk: Desk) -> None:
    desk.until("validate")
    actions.amend(desk.code, by=MANAGER, at=desk.tick())
    moved = actions.record_address(desk.code, Side.SENDER, "https://agency.example/new", by=MANAGER, at=desk.tick())
    assert (moved.number, moved.published_by_sender) == (1, "https://agency.example/new")


def test_the_checklist_names_everything_that_is_missing(desk: Desk) -> None:
    desk.draft()
    lines = standing.standing(desk.version, VALIDATOR, desk.at).checklist()
    missing = {line.requirement.name for line in lines if line.missing}
    assert missing == {
        "advised_by_sender", "advised_by_recipient", "decided", "all_signed", "published_by_sender",
        "published_by_recipient",
    }  # fmt: skip


def to_validation(desk: Desk, **changes: Any) -> None:
    """An amendment that lacks nothing but its validation."""
    actions.amend(desk.code, changes=changes, by=MANAGER, at=desk.tick())
    for step in desk.STEPS[1:-1]:
        getattr(desk, step)()


def test_an_amendment_takes_the_place_of_the_text_in_force_in_the_same_moment(desk: Desk) -> None:
    first = desk.until("validate")
    to_validation(desk, rowLimit=10)
    first.refresh_from_db()
    assert (first.status, desk.version.status) == (Status.ACTIVE, Status.PUBLISHED)
    in_force = queries.bindings([HALLE])[HALLE].terms
    assert in_force is not None and in_force.version == 1
    desk.validate()
    first.refresh_from_db()
    assert (first.status, desk.version.status) == (Status.SUPERSEDED, Status.ACTIVE)
    superseded, validated = first.moves.get(verb="supersede"), desk.version.moves.get(verb="validate")
    assert superseded.at == validated.at
    assert terms(desk.version)["follows"] == [first.terms_digest]
    assert (entry("protocol.superseded")["version"], entry("protocol.superseded")["supersededBy"]) == (1, 2)
    assert entry("protocol.superseded")["by"] == "agency:agii"


def test_an_amendment_is_not_validated_while_the_text_in_force_is_suspended(desk: Desk) -> None:
    desk.until("validate")
    to_validation(desk, rowLimit=10)
    actions.move(desk.code, Verb.SUSPEND, reason="lek", by=MANAGER, at=desk.tick())
    with pytest.raises(NotPossible, match="lift the suspension first"):
        desk.validate()
    actions.move(desk.code, Verb.RESUME, reason="opgelost", by=MANAGER, at=desk.tick())
    assert desk.validate().status == Status.ACTIVE


def test_an_amendment_is_not_validated_before_its_first_day_so_that_no_gap_arises(desk: Desk) -> None:
    desk.until("validate")
    to_validation(desk, start="2026-05-01")
    with pytest.raises(NotPossible, match="begins only on 2026-05-01"):
        desk.validate()
    desk.tick(days=60)
    assert desk.validate().status == Status.ACTIVE


def test_a_text_that_is_over_is_not_validated_any_more(desk: Desk) -> None:
    desk.draft(end="2026-04-30")
    for step in desk.STEPS[1:-1]:
        getattr(desk, step)()
    desk.tick(days=90)
    with pytest.raises(NotPossible, match="The text expired on 2026-04-30"):
        desk.validate()


@pytest.mark.parametrize("verb", [Verb.END, Verb.LAPSE])
def test_what_was_ended_is_not_brought_back_by_an_amendment_that_was_under_way(desk: Desk, verb: Verb) -> None:
    desk.until("validate")
    to_validation(desk, rowLimit=10)
    actions.move(desk.code, verb, reason="gedaan", by=MANAGER, at=desk.tick())
    with pytest.raises(NotPossible, match="was ended or is under notice"):
        desk.validate()


def test_a_notice_is_not_undone_by_an_amendment_that_was_under_way(desk: Desk) -> None:
    desk.until("validate")
    to_validation(desk, rowLimit=10)
    actions.give_notice(desk.code, reason="genoeg", by=desk.municipality, at=desk.tick())
    with pytest.raises(NotPossible, match="was ended or is under notice"):
        desk.validate()
    actions.withdraw_notice(desk.code, reason="toch", by=desk.municipality, at=desk.tick())
    assert desk.validate().status == Status.ACTIVE


# --- In force --------------------------------------------------------------------------------------------------------


def test_a_suspension_is_lifted_by_the_party_that_made_it(desk: Desk) -> None:
    desk.until("validate")
    actions.move(desk.code, Verb.SUSPEND, reason="laptop kwijt", by=desk.dpo, at=desk.tick())
    for by in (MANAGER, AGENCY_DPO):
        with pytest.raises(NotPossible, match="made by the municipality; only that party can lift it"):
            actions.move(desk.code, Verb.RESUME, reason="gevonden", by=by, at=desk.tick())
    resumed = actions.move(desk.code, Verb.RESUME, reason="gevonden", by=desk.municipality, at=desk.tick())
    assert resumed.status == Status.ACTIVE


def test_a_suspension_or_an_end_needs_a_reason(desk: Desk) -> None:
    desk.until("validate")
    for verb in (Verb.SUSPEND, Verb.END, Verb.LAPSE):
        with pytest.raises(NotPossible, match="say why"):
            actions.move(desk.code, verb, reason=" ", by=MANAGER, at=desk.tick())


@pytest.mark.parametrize("verb", [Verb.VALIDATE, Verb.SUPERSEDE, Verb.EXPIRE, Verb.INHERIT, Verb.CLOSE, Verb.SIGN])
def test_no_other_move_is_made_by_hand(desk: Desk, verb: Verb) -> None:
    desk.until("validate")
    with pytest.raises(NotPossible, match="is not made this way"):
        actions.move(desk.code, verb, reason="zomaar", by=MANAGER, at=desk.tick())


def test_notice_runs_for_the_months_of_the_text_and_then_the_protocol_expires(desk: Desk) -> None:
    desk.until("validate")
    version = actions.give_notice(desk.code, reason="genoeg", by=desk.municipality, at=desk.tick())
    assert (version.status, version.ends_on) == (Status.ACTIVE, date(2026, 6, 30))
    with pytest.raises(NotPossible, match="given already"):
        actions.give_notice(desk.code, reason="genoeg", by=MANAGER, at=desk.tick())
    assert actions.expire_due(at=begin_of(date(2026, 6, 30))) == []
    [expired] = actions.expire_due(at=begin_of(date(2026, 7, 3)))
    assert expired.status == Status.EXPIRED
    assert expired.moves.get(verb="expire").at == begin_of(date(2026, 7, 1))
    assert actions.expire_due(at=begin_of(date(2026, 7, 3))) == []


def test_after_the_last_day_of_a_notice_nothing_is_in_force_even_where_the_calendar_did_not_run(desk: Desk) -> None:
    desk.until("validate")
    actions.give_notice(desk.code, reason="genoeg", by=desk.municipality, at=desk.tick())
    assert queries.bindings([HALLE])[HALLE].ends_on == date(2026, 6, 30)
    assert [*chronicle().in_force(date(2026, 6, 30))] == [HALLE]
    assert chronicle().in_force(date(2026, 7, 1)) == {}


def test_notice_is_withdrawn_by_the_party_that_gave_it_and_before_it_takes_effect(desk: Desk) -> None:
    desk.until("validate")
    actions.give_notice(desk.code, reason="genoeg", by=desk.municipality, at=desk.tick())
    with pytest.raises(NotPossible, match="given by the municipality; only that party"):
        actions.withdraw_notice(desk.code, reason="toch", by=MANAGER, at=desk.tick())
    with pytest.raises(NotPossible, match="expired on 2026-06-30"):
        actions.withdraw_notice(desk.code, reason="toch", by=desk.municipality, at=begin_of(date(2026, 7, 1)))
    back = actions.withdraw_notice(desk.code, reason="toch", by=desk.municipality, at=desk.tick())
    assert back.ends_on is None
    assert actions.expire_due(at=begin_of(date(2027, 1, 1))) == []


def test_a_protocol_expires_at_the_midnight_after_its_last_day_whenever_the_calendar_runs(desk: Desk) -> None:
    desk.draft(end="2026-04-30")
    for step in desk.STEPS[1:]:
        getattr(desk, step)()
    assert actions.expire_due(at=begin_of(date(2026, 5, 1)) - timedelta(minutes=1)) == []
    [expired] = actions.expire_due(at=begin_of(date(2026, 5, 20)))
    move = expired.moves.get(verb="expire")
    assert (move.at, move.recorded_at) == (begin_of(date(2026, 5, 1)), begin_of(date(2026, 5, 20)))
    assert (move.by, move.role) == ("system:schedule", "schedule")


def test_an_expiry_that_is_recorded_late_undoes_what_was_done_after_the_last_day(desk: Desk) -> None:
    desk.draft(end="2026-04-30")
    for step in desk.STEPS[1:]:
        getattr(desk, step)()
    actions.move(desk.code, Verb.SUSPEND, reason="lek", by=MANAGER, at=begin_of(date(2026, 5, 10)))
    actions.expire_due(at=begin_of(date(2026, 5, 20)))
    assert {one.status for one in standing.stood_at(begin_of(date(2026, 5, 15)))} == {Status.EXPIRED}


def test_when_a_ground_falls_away_the_protocol_ends_by_law(desk: Desk) -> None:
    desk.until("validate")
    with pytest.raises(NotPossible, match="not up to you"):
        actions.move(desk.code, Verb.LAPSE, reason="decreet opgeheven", by=desk.municipality, at=desk.tick())
    lapsed = actions.move(desk.code, Verb.LAPSE, reason="decreet opgeheven", by=MANAGER, at=desk.tick())
    assert lapsed.status == Status.ENDED
    assert entry("protocol.lapsed")["termsDigest"] == lapsed.terms_digest


def test_a_protocol_that_is_over_closes_once_deletion_is_proved(desk: Desk) -> None:
    desk.until("validate")
    with pytest.raises(NotPossible, match="cannot close"):
        actions.close(desk.code, 1, undeleted=0, by=MANAGER, at=desk.tick())
    actions.move(desk.code, Verb.END, reason="gedaan", by=desk.municipality, at=desk.tick())
    with pytest.raises(NotPossible, match=r"deletion of 2 parcel\(s\)"):
        actions.close(desk.code, 1, undeleted=2, by=MANAGER, at=desk.tick())
    with pytest.raises(NotPossible, match="no version AGII-23027/7"):
        actions.close(desk.code, 7, undeleted=0, by=MANAGER, at=desk.tick())
    assert actions.close(desk.code, 1, undeleted=0, by=MANAGER, at=desk.tick()).status == Status.CLOSED


def test_either_party_holds_deliveries_and_the_agency_lifts_the_hold(desk: Desk) -> None:
    desk.until("validate")
    actions.place_hold(desk.code, HoldKind.BREACH, reason="lek", by=desk.dpo, at=desk.tick())
    with pytest.raises(NotPossible, match="not up to"):
        actions.lift_holds(desk.code, HoldKind.BREACH, by=desk.municipality, at=desk.tick())
    assert actions.lift_holds(desk.code, HoldKind.BREACH, by=AGENCY_DPO, at=desk.tick()) == 1


# --- Another model ---------------------------------------------------------------------------------------------------


def test_a_new_wording_of_the_model_carries_the_advices_over_and_the_record_says_so(desk: Desk) -> None:
    desk.until("validate")
    law = {**model(1).terms["clauses"], "law": ["Het Belgische recht is van toepassing."]}
    version = actions.adopt_model(desk.code, another_model(clauses=law), by=MANAGER, at=desk.tick(days=1))
    assert (version.number, version.status) == (2, Status.ADVISED)
    carried = Advice.objects.filter(version=version)
    assert {row.side for row in carried} == {Side.SENDER, Side.RECIPIENT}
    assert all(row.carried_from is not None and "untouched" in row.note for row in carried)
    assert acts(desk.code).count("advice.carried_over") == 2
    assert terms(version)["model"] == "lokaal integratiebeleid, versie 2"


def test_a_model_that_lets_more_go_asks_new_advice(desk: Desk) -> None:
    desk.until("validate")
    version = actions.adopt_model(desk.code, another_model(rowLimit=9_999), by=MANAGER, at=desk.tick())
    assert version.status == Status.COMPLETE
    assert not Advice.objects.filter(version=version).exists()
    with pytest.raises(NotPossible, match="in the same stage"):
        actions.amend(desk.code, by=MANAGER, at=desk.tick())


def test_a_protocol_that_follows_the_model_already_is_left_alone(desk: Desk) -> None:
    desk.until("validate")
    with pytest.raises(NotPossible, match="follows model lokaal integratiebeleid, versie 1 already"):
        actions.adopt_model(desk.code, model(1), by=MANAGER, at=desk.tick())


def test_a_new_model_for_everyone_leaves_alone_who_is_busy_and_whom_it_leaves_nothing() -> None:
    halle, asse, gooik = Desk(HALLE), Desk("23002"), Desk("23016")
    for desk in (halle, asse):
        desk.until("validate")
    said = replace(answers("23016"), purposes=(Purpose.NETWORK,))
    actions.draft("23016", agency="agii", model=model(1), answers=said, by=MANAGER, at=gooik.tick())
    for step in gooik.STEPS[1:]:
        getattr(gooik, step)()
    actions.amend(asse.code, by=MANAGER, at=asse.tick())
    without = [one for one in model(1).terms["purposes"] if one["purpose"] != Purpose.NETWORK]
    new = another_model(purposes=without)
    with pytest.raises(NotPossible, match="up to the agency"):
        actions.adopt_model_everywhere(new, agency="agii", by=halle.municipality, at=halle.tick())
    begun, left = actions.adopt_model_everywhere(new, agency="agii", by=MANAGER, at=asse.tick())
    assert ([one.protocol_id for one in begun], left) == ([halle.code], [asse.code, gooik.code])
    assert gooik.version.number == 1


# --- Mergers ---------------------------------------------------------------------------------------------------------

HASSELT, OLD_HASSELT, KORTESSEM = "71072", "71022", "73040"
ANTWERP, BORSBEEK = "11002", "11007"
BEFORE = datetime(2024, 10, 1, 9, tzinfo=clock.BRUSSELS)
MERGER = datetime(2025, 1, 1, tzinfo=clock.BRUSSELS)
LATER = MERGER + timedelta(days=6, hours=9)


def in_force(nis: str, **changes: Any) -> Desk:
    """A protocol of a municipality that came into force in 2024."""
    desk = Desk(nis, BEFORE)
    desk.draft(start="2024-10-01", **changes)
    for step in desk.STEPS[1:]:
        getattr(desk, step)()
    return desk


class TestMergers:
    def test_hasselt_inherits_the_strictest_of_hasselt_and_kortessem_and_is_told_what_to_do(self) -> None:
        old, small = in_force(OLD_HASSELT, rowLimit=100), in_force(KORTESSEM, rowLimit=40, noticeMonths=1)
        merged = actions.merge(HASSELT, agency="agii", by=MANAGER, at=LATER)
        assert merged is not None and merged.inherited is not None
        text = terms(merged.inherited)
        assert (text["rowLimit"], text["noticeMonths"], text["territory"]) == (40, 1, [HASSELT])
        assert text["recipient"]["nis"] == HASSELT and text["recipient"]["decision"] is None
        assert text["follows"] == [old.version.terms_digest, small.version.terms_digest]
        assert {old.version.status, small.version.status} == {Status.SUPERSEDED}
        assert merged.inherited.status == Status.ACTIVE
        tasks = Task.objects.filter(protocol_id="AGII-71072").values_list("kind", flat=True)
        assert set(tasks) == {"decide", "parties", "signatories", "publication", "key"}
        # It happened on the first of January, whenever it was carried out.
        assert [*chronicle().in_force(date(2024, 12, 31))] == [OLD_HASSELT, KORTESSEM]
        assert [*chronicle().in_force(date(2025, 1, 1))] == [HASSELT]
        sources, rows = standing.inherited_from(merged.inherited)
        assert len(sources) == 2 and {"rowLimit", "noticeMonths"} <= {row.place for row in rows}

    def test_a_merger_is_carried_out_once_however_often_it_is_asked(self) -> None:
        in_force(OLD_HASSELT), in_force(BORSBEEK)
        first = actions.merge_due(agency="agii", by=MANAGER, at=LATER)
        rows, size = Version.objects.count(), ledger.size()
        assert {one.nis for one in first} == {HASSELT, ANTWERP}
        assert actions.merge_due(agency="agii", by=MANAGER, at=LATER + timedelta(days=1)) == []
        assert actions.merge(HASSELT, agency="agii", by=MANAGER, at=LATER) is None
        assert (Version.objects.count(), ledger.size()) == (rows, size)

    def test_what_waits_is_what_is_carried_out_and_nothing_of_it_waits_after(self) -> None:
        in_force(OLD_HASSELT), in_force(BORSBEEK), in_force(KORTESSEM, end="2024-12-15")
        assert mergers_waiting("agii", date(2024, 12, 31)) == []
        waiting = mergers_waiting("agii", LATER.date())
        assert [(one.successor.nis, [v.protocol.nis for v in one.in_force]) for one in waiting] == [
            (ANTWERP, [BORSBEEK]), (HASSELT, [OLD_HASSELT]),
        ]  # fmt: skip
        assert mergers_waiting("atlas", LATER.date()) == []
        done = actions.merge_due(agency="agii", by=MANAGER, at=LATER)
        assert [(one.nis, list(one.predecessors)) for one in done] == [
            (one.successor.nis, list(one.in_force)) for one in waiting
        ]
        assert mergers_waiting("agii", LATER.date()) == []

    def test_before_the_day_nothing_merges(self) -> None:
        in_force(OLD_HASSELT)
        assert actions.merge_due(agency="agii", by=MANAGER, at=MERGER - timedelta(hours=1)) == []

    def test_antwerp_goes_on_with_its_own_text_as_strict_as_borsbeek_s(self) -> None:
        own = in_force(ANTWERP, rowLimit=500)
        in_force(BORSBEEK, rowLimit=30)
        [merged] = actions.merge_due(agency="agii", by=MANAGER, at=LATER)
        assert merged.inherited is not None
        assert (merged.inherited.protocol_id, merged.inherited.number) == (own.code, 2)
        assert terms(merged.inherited)["rowLimit"] == 30
        first = Version.objects.get(protocol_id=own.code, number=1)
        assert (first.status, first.moves.get(verb="supersede").at) == (Status.SUPERSEDED, MERGER)

    def test_antwerp_without_a_protocol_inherits_nothing_because_its_own_people_were_never_agreed_on(self) -> None:
        small = in_force(BORSBEEK)
        [merged] = actions.merge_due(agency="agii", by=MANAGER, at=LATER)
        assert merged.inherited is None and merged.why_none is not None
        assert "existed before and had no protocol" in merged.why_none.en
        assert small.version.status == Status.SUPERSEDED

    def test_a_predecessor_that_was_suspended_leaves_the_successor_suspended(self) -> None:
        old, _ = in_force(OLD_HASSELT), in_force(KORTESSEM)
        actions.move(old.code, Verb.SUSPEND, reason="lek", by=old.municipality, at=old.tick())
        [merged] = actions.merge_due(agency="agii", by=MANAGER, at=LATER)
        assert merged.inherited is not None and merged.inherited.status == Status.SUSPENDED
        # The municipality had suspended: the agency, which carried out the merger, does not lift that.
        with pytest.raises(NotPossible, match="made by the municipality"):
            actions.move("AGII-71072", Verb.RESUME, reason="?", by=MANAGER, at=LATER + timedelta(hours=1))
        resumed = actions.move(
            "AGII-71072", Verb.RESUME, reason="in orde", by=coordinator(HASSELT), at=LATER + timedelta(hours=2)
        )
        assert resumed.status == Status.ACTIVE

    def test_where_the_agency_suspended_one_predecessor_the_agency_lifts(self) -> None:
        old, small = in_force(OLD_HASSELT), in_force(KORTESSEM)
        actions.move(old.code, Verb.SUSPEND, reason="lek", by=old.municipality, at=old.tick())
        actions.move(small.code, Verb.SUSPEND, reason="lek", by=MANAGER, at=small.tick())
        actions.merge_due(agency="agii", by=MANAGER, at=LATER)
        with pytest.raises(NotPossible, match="made by the agency"):
            actions.move("AGII-71072", Verb.RESUME, reason="?", by=coordinator(HASSELT), at=LATER)
        assert actions.move("AGII-71072", Verb.RESUME, reason="ok", by=MANAGER, at=LATER).status == Status.ACTIVE

    def test_notice_on_a_predecessor_runs_on_for_the_successor(self) -> None:
        old, small = in_force(OLD_HASSELT), in_force(KORTESSEM)
        assert old.version.status == Status.ACTIVE
        noticed = actions.give_notice(small.code, reason="genoeg", by=small.municipality, at=small.tick())
        assert noticed.ends_on == date(2025, 1, 31)
        [merged] = actions.merge_due(agency="agii", by=MANAGER, at=LATER)
        assert merged.inherited is not None and merged.inherited.ends_on == date(2025, 1, 31)
        with pytest.raises(NotPossible, match="given by the municipality"):
            actions.withdraw_notice("AGII-71072", reason="?", by=MANAGER, at=LATER + timedelta(hours=1))
        assert [one.protocol_id for one in actions.expire_due(at=begin_of(date(2025, 2, 1)))] == ["AGII-71072"]

    def test_a_predecessor_whose_last_day_had_passed_leaves_nothing(self) -> None:
        in_force(OLD_HASSELT, rowLimit=100)
        small = in_force(KORTESSEM, rowLimit=40, end="2024-12-15")
        [merged] = actions.merge_due(agency="agii", by=MANAGER, at=LATER)
        assert merged.inherited is not None and terms(merged.inherited)["rowLimit"] == 100
        assert [one.protocol_id for one in actions.expire_due(at=LATER)] == [small.code]

    def test_a_draft_of_a_municipality_that_is_gone_is_withdrawn(self) -> None:
        desk = Desk(KORTESSEM, BEFORE)
        desk.draft(start="2024-10-01")
        assert actions.merge_due(agency="agii", by=MANAGER, at=LATER) == []
        assert desk.version.status == Status.WITHDRAWN

    def test_each_agency_merges_its_own_protocols(self) -> None:
        parties.register_agency(code="atlas", name="Atlas", kbo="0999999922", minisign_public_key="RW", at=BEFORE)
        in_force(OLD_HASSELT)
        other = Actor("els", "agency:atlas", Role.PROTOCOL_MANAGER)
        with pytest.raises(NotPossible, match="up to the agency"):
            actions.merge(HASSELT, agency="agii", by=other, at=LATER)
        assert actions.merge_due(agency="atlas", by=other, at=LATER) == []
        assert not Version.objects.filter(protocol__nis=HASSELT).exists()
        [merged] = actions.merge_due(agency="agii", by=MANAGER, at=LATER)
        assert merged.inherited is not None and merged.inherited.protocol.agency == "agii"

    def test_the_new_municipality_amends_what_it_inherited_and_its_tasks_are_done(self) -> None:
        in_force(OLD_HASSELT), in_force(KORTESSEM)
        actions.merge_due(agency="agii", by=MANAGER, at=LATER)
        desk = Desk(HASSELT, LATER)
        to_validation(desk, rowLimit=60)
        assert desk.validate().status == Status.ACTIVE
        # The text is the municipality's own now; that it has a key does not follow.
        assert [task.kind for task in Task.objects.filter(done_at__isnull=True)] == ["key"]
        task = actions.finish_task("AGII-71072", "key", by=coordinator(HASSELT), at=desk.tick())
        assert task.done_by == f"nis:{HASSELT}"
        with pytest.raises(NotPossible, match="no open task"):
            actions.finish_task("AGII-71072", "key", by=MANAGER, at=desk.tick())
        said = [json.loads(body) for body in ledger.bodies(0, ledger.size())]
        done = {one["task"] for one in said if one["kind"] == "task.done"}
        assert done == {one["task"] for one in said if one["kind"] == "task.opened"}

    def test_a_hold_on_a_predecessor_holds_the_successor_and_both_parties_hear_of_it(self) -> None:
        in_force(OLD_HASSELT)
        actions.place_hold(f"AGII-{OLD_HASSELT}", HoldKind.BREACH, reason="lek", by=MANAGER, at=LATER)
        actions.merge_due(agency="agii", by=MANAGER, at=LATER)
        assert queries.bindings([HASSELT])[HASSELT].holds == {HoldKind.BREACH}
        said = [json.loads(body) for body in ledger.bodies(0, ledger.size())]
        held = [one["protocol"] for one in said if one["kind"] == "hold.placed"]
        assert held == [f"AGII-{OLD_HASSELT}", f"AGII-{HASSELT}"]
        assert any("lek" in message.en for message in standing.messages_for(f"nis:{HASSELT}"))


def test_a_model_is_used_from_its_day_on(desk: Desk) -> None:
    later = replace(model(1), since=desk.at.date() + timedelta(days=1))
    with pytest.raises(NotPossible, match="can be used from"):
        actions.draft(HALLE, agency="agii", model=later, answers=answers(), by=MANAGER, at=desk.tick())
    with pytest.raises(NotPossible, match="can be used from"):
        actions.adopt_model(desk.code, later, by=MANAGER, at=desk.tick())


def test_a_text_for_a_municipality_that_never_was_is_refused_with_a_sentence() -> None:
    with pytest.raises(NotPossible, match="No Flemish municipality has, or had since 2019, the NIS code '99999'"):
        actions.draft("99999", agency="agii", model=model(1), answers=Answers(), by=MANAGER, at=BEGUN)


def test_history_tells_what_was_done_before_the_move_that_it_made(desk: Desk) -> None:
    desk.until("publish")
    told = [str(event.what) for event in standing.history(desk.code)]
    for deed, made in (("give_advice", "advise"), ("place_signature", "sign"), ("check_publication", "publish")):
        assert len(told) - 1 - told[::-1].index(deed) < told.index(made)
