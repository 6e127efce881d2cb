"""Writing a text in the browser: begun, filled in, discussed, amended and tried out, by the people whose work it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.doors.visitors import FoundForm, form_with, visitor, words_of
from tests.rooms.desk import AGENCY_DPO, HALLE, MANAGER, Cheap, Desk, coordinator, kbo, register_agency

from sluis.domain import drafts
from sluis.domain.access import Role
from sluis.domain.lifecycle import NotPossible, Status
from sluis.domain.terms import FORMAT, Outcome, Side
from sluis.domain.words import Field, Purpose, Said
from sluis.protocols import actions
from sluis.protocols.actions import Answers, Given
from sluis.protocols.model_text import model
from sluis.protocols.models import Comment, Proposal, Protocol, Revision, Version
from sluis.web.protocols import draft_form, places
from sluis.web.protocols.draft_form import ENTRIES
from sluis.web.texts import TEXTS as EVERY_TEXT
from sluis.web.texts.drafting import TEXTS

CODE = f"AGII-{HALLE}"
TEXT, DRAFT, TALK = (f"/nl/protocols/{CODE}/{name}" for name in ("text", "draft", "talk"))


@pytest.fixture(autouse=True)
def _house(database: str) -> None:
    register_agency()


@pytest.fixture
def an() -> Client:
    return visitor("an", "agency:agii", Role.PROTOCOL_MANAGER)


@pytest.fixture
def dina() -> Client:
    return visitor("dina", f"nis:{HALLE}", Role.COORDINATOR)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def send(client: Client, form: FoundForm, address: str = "", **given: Any) -> Any:
    return client.post(address or form.action, form.filled(**given))


def terms(version: Version | None = None) -> dict[str, Any]:
    found = version or Version.objects.get(protocol_id=CODE)
    return drafts.read(bytes(found.terms))


def draft_without_answers() -> Version:
    """A draft in which the municipality's answers are all open, on the model in use."""
    at = Desk().tick()
    return actions.draft(HALLE, agency="agii", model=model(1), answers=Answers(), by=MANAGER, at=at)


class TestBeginning:
    def test_the_questions_of_the_model_are_asked_with_their_reasons_in_both_languages(self, an: Client) -> None:
        dutch, english = words_of(page(an, "/nl/protocols/new")), words_of(page(an, "/en/protocols/new"))
        for question in model(1).questions:
            assert question.asks.nl in dutch and question.why.nl in dutch
            assert question.asks.en in english and question.why.en in english
        assert "Over: wie een attest van inburgering behaalde" in dutch
        assert "Bewaard: 180 dagen" in dutch

    def test_an_agency_begins_a_text_with_a_municipality_and_leaves_open_what_it_does_not_know(
        self, an: Client
    ) -> None:
        form = form_with(page(an, f"/nl/protocols/new?nis={HALLE}"), "nis")
        assert form.fields["nis"] == [HALLE]
        answer = send(an, form, purposes=["ceremony"], services="integratiedienst\nonthaaldienst")
        assert answer.headers["Location"] == DRAFT
        text = terms()
        assert [one["purpose"] for one in text["purposes"]] == ["ceremony"]
        assert text["purposes"][0]["services"] == ["integratiedienst", "onthaaldienst"]
        assert "kbo" not in text["recipient"] and "start" not in text

    def test_a_municipality_accedes_and_the_advice_on_the_model_stands(self, desk: Desk, dina: Client) -> None:
        given = Given(Outcome.POSITIVE, "Nagekeken.", desk.at.date())
        actions.advise_on_model(model(1), given, agency="agii", by=AGENCY_DPO, at=desk.tick())
        form = form_with(page(dina, "/nl/protocols/new"), "kbo")
        assert "nis" not in form.fields
        answer = send(
            dina, form, way="accede", kbo=kbo(HALLE), dpo="functionaris", services="integratiedienst",
            start="2026-12-01",
        )  # fmt: skip
        assert answer.headers["Location"] == f"/nl/protocols/{CODE}"
        version = Version.objects.get(protocol_id=CODE)
        assert version.status == Status.COMPLETE
        assert [advice.side for advice in version.advices.all()] == [Side.SENDER]

    def test_who_ticks_no_purpose_gets_all_of_the_model_as_the_question_says(self, an: Client) -> None:
        form = form_with(page(an, f"/nl/protocols/new?nis={HALLE}"), "nis")
        send(an, form, purposes=[])
        assert [one["purpose"] for one in terms()["purposes"]] == [one["purpose"] for one in model(1).terms["purposes"]]

    def test_acceding_without_answers_says_so_beside_the_fields_and_keeps_what_was_typed(self, dina: Client) -> None:
        form = form_with(page(dina, "/nl/protocols/new"), "kbo")
        answer = send(dina, form, way="accede", dpo="functionaris van Halle", purposes=["buddy"])
        body = answer.content.decode()
        assert answer.status_code == 409
        for field in ("kbo", "services", "start"):
            assert f'id="{field}_error"' in body
        assert 'id="dpo_error"' not in body
        again = form_with(body, "kbo")
        assert again.fields["dpo"] == ["functionaris van Halle"]
        assert again.fields["purposes"] == ["buddy"]
        assert not Protocol.objects.exists()

    def test_acceding_with_a_wrong_enterprise_number_says_it_in_words(self, dina: Client) -> None:
        form = form_with(page(dina, "/nl/protocols/new"), "kbo")
        answer = send(
            dina, form, way="accede", kbo="0999999999", dpo="functionaris", services="dienst", start="2026-12-01"
        )
        words = words_of(answer.content.decode())
        assert answer.status_code == 409
        assert "Ondernemingsnummer van de gemeente: klopt niet" in words
        assert "recipient.kbo" not in words

    def test_a_municipality_with_a_text_is_not_offered_again(self, desk: Desk, an: Client, dina: Client) -> None:
        desk.draft()
        offered = page(an, f"/nl/protocols/new?nis={HALLE}")
        assert f'value="{HALLE}"' not in offered
        assert f"Gemeente {HALLE} bestaat vandaag niet, of heeft al een tekst." in words_of(offered)
        assert "Er is al een tekst." in words_of(page(dina, "/nl/protocols/new"))

    def test_it_is_up_to_those_who_draft(self) -> None:
        officer = visitor("ivo", f"nis:{HALLE}", Role.INTEGRATION_OFFICER)
        assert "Dit is niet aan u als integratieambtenaar" in words_of(page(officer, "/nl/protocols/new", 403))


class TestTheForm:
    def test_what_is_missing_stands_beside_the_form_in_words_and_leads_to_its_field(self, dina: Client) -> None:
        draft_without_answers()
        body = page(dina, DRAFT)
        assert re.search(r'<a href="#recipient-kbo">Ondernemingsnummer van de gemeente: ontbreekt.</a>', body)
        assert '<a href="#start">Begindatum: ontbreekt.</a>' in body
        assert '<a href="#ceremony-services">' in body
        assert 'id="missing-recipient-kbo" class="missing"><p>' in body
        assert "recipient.kbo" not in words_of(body)
        assert "Enterprise number of the municipality: is missing." in words_of(
            page(dina, f"/en/protocols/{CODE}/draft")
        )

    def test_a_clerk_completes_a_draft_with_the_browser_alone(self, dina: Client) -> None:
        draft_without_answers()
        form = form_with(page(dina, DRAFT), "recipient-kbo")
        services = {f"{purpose}-services": "integratiedienst" for purpose in Purpose}
        answer = dina.post(
            form.action,
            {
                **form.fields, **services, "recipient-kbo": kbo(HALLE), "recipient-dpo": "functionaris",
                "start": "2026-12-01", "note": "onze antwoorden",
            },
        )  # fmt: skip
        assert answer.headers["Location"] == DRAFT
        assert drafts.problems(terms()) == ()
        said = words_of(page(dina, DRAFT))
        assert "De tekst is volledig en kan voor advies worden voorgelegd." in said
        assert "Niets: de tekst is volledig." in said
        assert Revision.objects.latest("pk").note == "onze antwoorden"
        actions.complete(CODE, by=coordinator(), at=Desk().tick(days=1))

    def test_saving_what_was_not_changed_changes_nothing(self, desk: Desk, an: Client) -> None:
        before = desk.draft().terms_digest
        form = form_with(page(an, DRAFT), "recipient-kbo")
        assert an.post(form.action, form.fields).status_code == 302
        assert desk.version.terms_digest == before
        assert Revision.objects.count() == 1

    def test_only_what_was_changed_is_changed(self, desk: Desk, an: Client) -> None:
        before = terms(desk.draft())
        form = form_with(page(an, DRAFT), "recipient-kbo")
        send(
            an, form, ceremony_retention="90", ceremony_fields=["insz"], end="2029-11-30", security="Een.\r\nTwee.",
            buddy_contract="no", clause_law="Belgisch recht.",
        )  # fmt: skip
        after = terms()
        (ceremony,) = [one for one in after["purposes"] if one["purpose"] == "ceremony"]
        assert (ceremony["retentionDays"], ceremony["fields"]) == (90, ["insz"])
        # A reason for data that are not given has no place in the text.
        assert list(ceremony["proportionality"]) == ["insz"]
        assert [one["population"]["contract"] for one in after["purposes"] if one["purpose"] == "buddy"] == [False]
        assert (after["end"], after["security"]) == ("2029-11-30", ["Een.", "Twee."])
        assert after["clauses"] == {**before["clauses"], "law": ["Belgisch recht."]}
        same = set(before) - {"purposes", "end", "security", "clauses"}
        assert {name: after[name] for name in same} == {name: before[name] for name in same}

    def test_a_purpose_that_is_left_out_goes_and_one_that_is_added_comes_with_the_words_of_the_model(
        self, an: Client
    ) -> None:
        answers = Answers(purposes=("ceremony",), services=("integratiedienst",))
        actions.draft(HALLE, agency="agii", model=model(1), answers=answers, by=MANAGER, at=Desk().tick())
        form = form_with(page(an, DRAFT), "recipient-kbo")
        send(an, form, purposes=["buddy"], buddy_services="vrijwilligers")
        (buddy,) = terms()["purposes"]
        (of_model,) = [one for one in model(1).terms["purposes"] if one["purpose"] == "buddy"]
        assert buddy == {**of_model, "services": ["vrijwilligers"]}

    def test_checking_keeps_nothing_and_shows_what_would_be_missing(self, desk: Desk, an: Client) -> None:
        before = desk.draft().terms_digest
        form = form_with(page(an, DRAFT), "recipient-kbo")
        answer = send(an, form, f"{DRAFT}/check", recipient_kbo="", start="2027-01-01", end="2026-01-01")
        body = answer.content.decode()
        assert answer.status_code == 200
        assert "Ondernemingsnummer van de gemeente: ontbreekt." in words_of(body)
        assert form_with(body, "recipient-kbo").fields["start"] == ["2027-01-01"]
        assert desk.version.terms_digest == before

    def test_while_typing_only_the_list_is_fetched_and_what_stands_under_each_field(
        self, desk: Desk, an: Client
    ) -> None:
        desk.draft()
        form = form_with(page(an, DRAFT), "recipient-kbo")
        data = form.filled(rowlimit="") if "rowlimit" in form.fields else form.filled(row_limit="")
        body = an.post(f"{DRAFT}/check", data, headers={"HX-Request": "true"}).content.decode()
        assert body.lstrip().startswith('<section id="missing"')
        assert "<form" not in body
        assert re.search(r'id="missing-row-limit"[^>]*hx-swap-oob="true"><p>Hoogste aantal personen', body)
        assert body.count("hx-swap-oob") == len(ENTRIES)

    def test_what_cannot_be_read_is_said_beside_the_field_and_nothing_is_lost(self, desk: Desk, an: Client) -> None:
        before = desk.draft().terms_digest
        form = form_with(page(an, DRAFT), "recipient-kbo")
        answer = send(an, form, ceremony_retention="drie maanden", supervisor="een andere")
        body = answer.content.decode()
        assert answer.status_code == 409
        assert "Geef een geheel getal, alleen cijfers." in body
        assert form_with(body, "recipient-kbo").fields["supervisor"] == ["een andere"]
        assert 'value="drie maanden"' in body
        assert desk.version.terms_digest == before

    def test_a_number_of_a_person_is_refused(self, desk: Desk, an: Client) -> None:
        desk.draft()
        form = form_with(page(an, DRAFT), "recipient-kbo")
        answer = send(an, form, supervisor="60020300034")
        assert answer.status_code == 409
        assert "vorm van een rijksregisternummer" in answer.content.decode()

    def test_another_s_change_meanwhile_is_shown_and_what_was_typed_stays(
        self, desk: Desk, an: Client, dina: Client
    ) -> None:
        desk.draft()
        mine = form_with(page(an, DRAFT), "recipient-kbo")
        theirs = form_with(page(dina, DRAFT), "recipient-kbo")
        send(dina, theirs, row_limit="250", supervisor="hun toezichthouder")
        answer = send(an, mine, notice_months="6", supervisor="onze toezichthouder")
        body = answer.content.decode()
        assert answer.status_code == 409
        assert "Hoogste aantal personen per mededeling gewijzigd van 5.000 naar 250 personen." in words_of(body)
        again = form_with(body, "recipient-kbo")
        assert again.fields["notice-months"] == ["6"]
        assert again.fields["row-limit"] == ["250"]
        assert again.fields["supervisor"] == ["onze toezichthouder"]
        an.post(again.action, again.fields)
        text = terms()
        assert (text["noticeMonths"], text["rowLimit"], text["supervisor"]) == (6, 250, "onze toezichthouder")

    def test_it_is_there_only_while_the_text_is_a_draft_and_for_those_who_write(self, desk: Desk, an: Client) -> None:
        desk.draft()
        dpo = visitor("eli", f"nis:{HALLE}", Role.DPO)
        assert DRAFT in page(an, TEXT)
        assert DRAFT not in page(dpo, TEXT)
        page(dpo, DRAFT, 403)
        desk.complete()
        assert DRAFT not in page(an, TEXT)
        closed = page(an, DRAFT)
        assert 'aria-disabled="true"' in closed
        assert "recipient-kbo" not in closed
        assert an.post(DRAFT, {"supervisor": "x"}).status_code == 409

    def test_nobody_else_sees_it(self, desk: Desk) -> None:
        desk.draft()
        stranger = visitor("olga", "nis:23003", Role.COORDINATOR)
        for name in ("text", "draft", "talk", "propose", "amend", "simulation"):
            page(stranger, f"/nl/protocols/{CODE}/{name}", 404)


class TestReading:
    def test_says_in_words_what_the_text_says_in_both_languages(self, desk: Desk, an: Client) -> None:
        version = desk.draft()
        dutch, english = words_of(page(an, TEXT)), words_of(page(an, f"/en/protocols/{CODE}/text"))
        assert "wie een attest van inburgering behaalde; selectie op de periode" in dutch.lower()
        assert "23027 (Halle)" in dutch
        assert "180 dagen" in dutch and "180 days" in english
        assert "5.000 personen" in dutch and "5,000 people" in english
        assert version.terms_digest in dutch
        assert "People concerned" in english
        assert "Artikel 3. Doeleinden" in dutch or "Artikel 3" in dutch

    def test_the_legal_text_is_there_once_the_draft_is_whole(self, an: Client) -> None:
        draft_without_answers()
        assert "De juridische tekst kan gemaakt worden zodra alles ingevuld is." in words_of(page(an, TEXT))
        form = form_with(page(an, DRAFT), "recipient-kbo")
        services = {f"{purpose}-services": "dienst" for purpose in Purpose}
        given = {"recipient-kbo": kbo(HALLE), "recipient-dpo": "functionaris", "start": "2026-12-01"}
        an.post(form.action, {**form.fields, **services, **given})
        body = page(an, TEXT)
        assert "Protocol voor de elektronische mededeling van persoonsgegevens" in body
        assert body.count("<h1") == 1

    def test_every_change_is_told_with_the_party_that_made_it(self, desk: Desk, an: Client, dina: Client) -> None:
        desk.draft()
        send(dina, form_with(page(dina, DRAFT), "recipient-kbo"), row_limit="100", note="klein houden")
        words = words_of(page(an, TEXT))
        assert "gemeente Halle : klein houden" in words
        assert "gewijzigd van 5.000 naar 100 personen" in words

    def test_versions_are_compared(self, an: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        Cheap.instead_of_real(monkeypatch)
        desk = Desk()
        desk.until("validate")
        actions.amend(CODE, changes={"rowLimit": 77}, by=MANAGER, at=desk.tick())
        body = words_of(page(an, TEXT))
        assert "Verschil met versie 1, die van kracht is" in body
        assert "gewijzigd van 5.000 naar 77 personen" in body
        compared = words_of(page(an, f"{TEXT}?before=2&after=1"))
        assert "gewijzigd van 77 naar 5.000 personen" in compared
        old = words_of(page(an, f"/nl/protocols/{CODE}/versions/1/text"))
        assert "Versie 1 (van kracht)" in old or "1 (van kracht)" in old
        page(an, f"/nl/protocols/{CODE}/versions/9/text", 404)
        assert page(an, f"{TEXT}?before=9&after=x")


class TestTalking:
    def test_a_remark_stands_at_its_place_for_both_sides(self, desk: Desk, an: Client, dina: Client) -> None:
        desk.draft()
        form = form_with(page(dina, TALK), "remark")
        answer = send(dina, form, place="purposes.ceremony", remark="Kan dit korter?")
        assert answer.headers["Location"] == TALK
        assert Comment.objects.get().place == "purposes.ceremony"
        words = words_of(page(an, TALK))
        assert "gemeente Halle , over doeleinde (inburgeringsceremonie) Kan dit korter?" in words

    def test_an_empty_remark_is_refused_beside_its_field(self, desk: Desk, dina: Client) -> None:
        desk.draft()
        answer = send(dina, form_with(page(dina, TALK), "remark"), remark="")
        assert answer.status_code == 409
        assert 'id="remark_error"' in answer.content.decode()
        assert not Comment.objects.exists()

    def test_the_other_side_accepts_a_proposal_and_the_draft_has_it(self, desk: Desk, an: Client, dina: Client) -> None:
        desk.draft()
        form = form_with(page(dina, f"/nl/protocols/{CODE}/propose"), "why")
        assert send(dina, form, notice_months="1", why="Sneller.").headers["Location"] == TALK
        assert terms()["noticeMonths"] == 3
        number = Proposal.objects.get().pk
        address = f"/nl/protocols/{CODE}/proposals/{number}"
        assert "Opzeggingstermijn gewijzigd van 3 naar 1 maand." in words_of(page(an, address))
        own = page(dina, address)
        assert "De andere partij aanvaardt een voorstel." in own
        assert 'value="yes"' not in own
        assert send(an, form_with(page(an, address), "accept"), accept="yes").headers["Location"] == TALK
        assert terms()["noticeMonths"] == 1
        assert "aanvaard" in words_of(page(dina, TALK))
        assert "accept" not in {name for form in [page(an, address)] for name in re.findall(r'name="(\w+)"', form)}

    def test_a_proposal_is_declined_and_the_draft_stays(self, desk: Desk, an: Client, dina: Client) -> None:
        desk.draft()
        send(dina, form_with(page(dina, f"/nl/protocols/{CODE}/propose"), "why"), notice_months="1", why="Sneller.")
        address = f"/nl/protocols/{CODE}/proposals/{Proposal.objects.get().pk}"
        send(an, form_with(page(an, address), "accept"), accept="no")
        assert terms()["noticeMonths"] == 3
        assert Proposal.objects.get().accepted is False

    def test_without_a_reason_nothing_is_proposed_and_nothing_is_lost(self, desk: Desk, dina: Client) -> None:
        desk.draft()
        form = form_with(page(dina, f"/nl/protocols/{CODE}/propose"), "why")
        answer = send(dina, form, notice_months="1", why="")
        assert answer.status_code == 409
        assert 'id="why_error"' in answer.content.decode()
        assert form_with(answer.content.decode(), "why").fields["notice-months"] == ["1"]
        assert not Proposal.objects.exists()

    def test_after_completion_an_officer_proposes_and_it_waits_until_the_text_is_a_draft_again(
        self, desk: Desk, an: Client
    ) -> None:
        desk.draft()
        desk.complete()
        dpo = visitor("eli", f"nis:{HALLE}", Role.DPO)
        send(dpo, form_with(page(dpo, f"/nl/protocols/{CODE}/propose"), "why"), row_limit="50", why="Minder volstaat.")
        address = f"/nl/protocols/{CODE}/proposals/{Proposal.objects.get().pk}"
        seen = page(an, address)
        assert 'aria-disabled="true"' in seen
        assert 'value="yes"' not in seen
        answer = an.post(address, {"accept": "yes"})
        assert answer.status_code == 409
        assert Proposal.objects.get().accepted is None

    def test_a_proposal_that_changes_nothing_is_none(self, desk: Desk, dina: Client) -> None:
        desk.draft()
        answer = send(dina, form_with(page(dina, f"/nl/protocols/{CODE}/propose"), "why"), why="Zomaar.")
        assert answer.status_code == 409
        assert "Dit voorstel wijzigt niets." in words_of(answer.content.decode())
        assert not Proposal.objects.exists()

    def test_a_proposal_of_another_protocol_is_not_there(self, desk: Desk, an: Client) -> None:
        desk.draft()
        page(an, f"/nl/protocols/{CODE}/proposals/999", 404)


@pytest.fixture
def in_force(monkeypatch: pytest.MonkeyPatch) -> Desk:
    Cheap.instead_of_real(monkeypatch)
    desk = Desk()
    desk.until("validate")
    return desk


class TestAmending:
    def test_the_next_version_begins_as_a_draft_beside_the_text_in_force(self, in_force: Desk, dina: Client) -> None:
        address = f"/nl/protocols/{CODE}/amend"
        assert address in page(dina, TEXT)
        body = page(dina, address)
        assert "Intussen blijft de huidige tekst gelden" in words_of(body)
        assert "De tekst volgt het nieuwste model." in words_of(body)
        assert dina.post(address).headers["Location"] == DRAFT
        statuses = Version.objects.order_by("number").values_list("status", flat=True)
        assert list(statuses) == [Status.ACTIVE, Status.DRAFT]
        assert "Er wordt al een tekst voorbereid: versie 2" in words_of(page(dina, address))
        assert address not in page(dina, TEXT)
        assert dina.post(address).status_code == 409

    def test_without_a_text_in_force_there_is_nothing_to_amend(self, desk: Desk, an: Client) -> None:
        desk.draft()
        assert f"Van {CODE} geldt geen tekst" in words_of(page(an, f"/nl/protocols/{CODE}/amend"))

    @pytest.mark.parametrize(
        ("part", "value", "sentence"),
        [
            ("rowLimit", 9000, "Er is nieuw advies van de functionarissen nodig"),
            ("supervisor", "een andere autoriteit", "Er is geen nieuw advies nodig"),
        ],
    )
    def test_a_newer_model_is_adopted_and_says_whether_it_asks_for_advice(
        self, in_force: Desk, an: Client, monkeypatch: pytest.MonkeyPatch, part: str, value: object, sentence: str
    ) -> None:
        old = model(1)
        newer = replace(old, version=2, since=date(2026, 1, 2), _terms={**old.terms, part: value})
        monkeypatch.setattr("sluis.protocols.beginnings.models_in_use", lambda _on: (old, newer))
        address = f"/nl/protocols/{CODE}/amend"
        assert sentence in words_of(page(an, address))
        assert an.post(f"/nl/protocols/{CODE}/adopt").headers["Location"] == f"/nl/protocols/{CODE}"
        assert terms(in_force.version)["model"] == newer.label
        assert terms(in_force.version)[part] == value

    def test_it_is_up_to_those_who_draft(self, in_force: Desk) -> None:
        dpo = visitor("eli", f"nis:{HALLE}", Role.DPO)
        page(dpo, f"/nl/protocols/{CODE}/amend", 403)


class TestTryingOut:
    def test_tells_the_count_in_fives_with_invented_rows(self, desk: Desk, dina: Client) -> None:
        desk.draft()
        dutch = page(dina, f"/nl/protocols/{CODE}/simulation")
        words = words_of(dutch)
        assert "naar beneden afgerond op vijftallen" in words
        assert "Minstens 0 (afgerond op vijf)." in words
        assert words.count("Verzonnen rijen: inburgeringsceremonie") == 1
        for number in re.findall(r"<td>(\d{11})</td>", dutch):
            assert number[6:9] == "000"
        assert "At least 0" in words_of(page(dina, f"/en/protocols/{CODE}/simulation"))

    def test_an_incomplete_text_says_what_is_missing(self, dina: Client) -> None:
        draft_without_answers()
        words = words_of(page(dina, f"/nl/protocols/{CODE}/simulation"))
        assert "Ondernemingsnummer van de gemeente: ontbreekt." in words


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_is_accessible_in_its_bones(in_force: Desk, dina: Client, language: str) -> None:
    actions.amend(CODE, changes={"rowLimit": 77}, by=MANAGER, at=in_force.tick())
    actions.propose(CODE, {"rowLimit": 50}, why="Minder.", by=MANAGER, at=in_force.tick())
    actions.comment(CODE, "Kan dit?", place="start", by=MANAGER, at=in_force.tick())
    number = Proposal.objects.get().pk
    names = ("text", "versions/1/text", "draft", "propose", "talk", f"proposals/{number}", "amend", "simulation")
    for name in ("new", *(f"{CODE}/{one}" for one in names)):
        body = page(dina, f"/{language}/protocols/{name}")
        assert f'<html lang="{language}">' in body
        assert body.count("<h1") == 1, name
        levels = [int(level) for level in re.findall(r"<h([1-6])", body)]
        assert all(after - before <= 1 for before, after in pairwise(levels)), (name, levels)
        assert all('scope="' in heading for heading in re.findall(r"<th\b[^>]*>", body)), name
        assert body.count("<table>") == body.count("<caption>"), name
        ids = re.findall(r' id="([^"]+)"', body)
        assert len(ids) == len(set(ids)), name
        for named in re.findall(r'(?:aria-describedby|aria-labelledby|for)="([^"]+)"', body):
            assert set(named.split()) <= set(ids), (name, named)
        labelled = set(re.findall(r'for="([^"]+)"', body))
        for field in re.findall(r"<(?:input|textarea|select)\b[^>]*>", body):
            given = re.search(r' id="([^"]+)"', field)
            assert 'type="hidden"' in field or (given and given[1] in labelled), (name, field)
        assert " style=" not in body and " onclick=" not in body


def whole_text() -> dict[str, Any]:
    """A text that lacks nothing."""
    whole: dict[str, Any] = {
        **model(1).terms, "format": FORMAT, "protocol": "AGII-23027", "version": 1, "model": model(1).label,
        "sender": {
            "name": "A", "kbo": "0543307391", "nis": None, "representatives": ["a"], "dpo": "a", "decision": None
        },
        "recipient": {
            "name": "B", "kbo": "0999999922", "nis": "23027", "representatives": ["b"], "dpo": "b",
            "decision": {"body": "b", "on": "2026-01-01", "reference": "b"},
        },
        "territory": ["23027"], "start": "2026-01-01", "end": None, "follows": [],
        "advices": [{"side": "sender", "outcome": "positive", "on": "2026-01-01", "reason": None}],
    }  # fmt: skip
    whole["purposes"] = [{**one, "services": ["s"]} for one in whole["purposes"]]
    assert drafts.problems(whole) == ()
    return whole


def broken_drafts() -> Iterator[dict[str, Any]]:
    """A complete text with each of its parts taken away, or made into what it cannot be."""
    whole = whole_text()
    yield from _broken(whole)
    yield {**whole, "stranger": 1, "clauses": {**whole["clauses"], "stranger": ["x"]}}
    yield {**whole, "purposes": [{**whole["purposes"][0], "stranger": 1}, {"purpose": "stranger"}]}
    yield {**whole, "end": "2025-01-01"}
    yield {**whole, "territory": ["23003"]}
    yield {**whole, "purposes": whole["purposes"][:1] * 2}
    yield {**whole, "recipient": {**whole["recipient"], "kbo": "0543307391"}}


def _broken(value: Any) -> Iterator[Any]:
    items = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
    for name, inner in items:
        bad: tuple[Any, ...] = (3.5, {"x": 1}, [])
        for wrong in bad:
            yield _with(value, name, wrong)
        if isinstance(value, dict):
            yield {other: part for other, part in value.items() if other != name}
        if isinstance(inner, dict) or (isinstance(inner, list) and inner and isinstance(inner[0], dict)):
            yield from (_with(value, name, broken) for broken in _broken(inner))


def _with(value: Any, name: Any, inner: Any) -> Any:
    if isinstance(value, dict):
        return {**value, name: inner}
    return [inner if at == name else one for at, one in enumerate(value)]


class TestPlaces:
    def test_every_place_that_a_problem_can_name_has_a_name_in_words(self) -> None:
        seen = set()
        for draft in broken_drafts():
            for problem in drafts.problems(draft):
                if problem.en.endswith("is not part of the terms"):
                    continue
                told = places.told(problem, draft)
                assert places.bare_label(told.path) is not None, problem
                assert "[" not in told.said.nl and "purposes." not in told.said.nl, told
                seen.add(places.pattern_of(told.path))
        unnamed = set(places.LABELS) - seen
        assert unnamed == set()

    def test_every_part_that_people_write_is_in_the_form(self) -> None:
        by_the_system = {
            "format", "protocol", "version", "model", "advices", "follows", "sender.kbo", "sender.nis",
            "sender.decision", "recipient.nis", "recipient.decision",
        }  # fmt: skip
        for draft in broken_drafts():
            for problem in drafts.problems(draft):
                told = places.told(problem, draft)
                field = draft_form.field_at(told.path)
                if problem.en.endswith("is not part of the terms"):
                    continue
                written_by_hand = not {told.path[0], ".".join(told.path[:2])} & by_the_system
                assert field is not None or not written_by_hand, problem

    def test_a_refusal_is_readable_and_another_sentence_stays_as_it_is(self) -> None:
        refusal = Said(
            "De tekst is niet volledig: recipient.dpo ontbreekt; start ontbreekt.",
            "The text is not complete: recipient.dpo is missing; start is missing.",
        )
        assert places.readable(refusal).nl == (
            "De tekst is niet volledig: Functionaris voor gegevensbescherming van de gemeente: ontbreekt. "
            "Begindatum: ontbreekt."
        )
        other = Said("end ontbreekt", "end is missing")
        assert places.readable(other) is other

    def test_a_purpose_is_named_and_one_without_a_name_counted(self) -> None:
        draft = {"purposes": [{"purpose": "buddy"}, {}]}
        assert "buddyprojecten" in places.label(places.path_of("purposes[0].fields", draft)).nl
        assert "nummer 2" in places.label(places.path_of("purposes[1].fields", draft)).nl


def test_what_is_shown_and_sent_back_unchanged_is_no_change_for_any_draft() -> None:
    for draft in broken_drafts():
        shown = draft_form.shown(draft)
        assert draft_form.typed(draft_form.as_data(shown)) == shown
        assert draft_form.changes(draft, shown, shown) == {}


def test_whatever_a_draft_lacks_is_put_right_in_the_form() -> None:
    mine = draft_form.shown(whole_text())
    mended = 0
    for draft in broken_drafts():
        patch = draft_form.changes(draft, draft_form.shown(draft), mine, tidy_up=True)
        try:
            after = drafts.changed(draft, patch)
        except NotPossible:
            # Who the parties are cannot be broken through any door, so it cannot be mended here.
            continue
        left = [problem.en for problem in drafts.problems(after)]
        assert all(one.startswith(BY_THE_SYSTEM) for one in left), (left, patch)
        mended += not left
    assert mended > 250


BY_THE_SYSTEM = (
    "format", "protocol", "version", "model", "advices", "follows", "sender.kbo", "sender.nis", "sender.decision",
    "recipient.nis", "recipient.decision",
)  # fmt: skip


def test_what_a_program_wrote_beside_the_form_is_left_out_only_when_the_clerk_says_so(desk: Desk, an: Client) -> None:
    desk.draft()
    assert "tidy-up" not in form_with(page(an, DRAFT), "recipient-kbo").fields
    actions.revise(CODE, {"stranger": "x", "end": 5}, by=MANAGER, at=desk.tick())
    form = form_with(page(an, DRAFT), "recipient-kbo")
    send(an, form, row_limit="10")
    assert terms()["stranger"] == "x"
    form = form_with(page(an, DRAFT), "recipient-kbo")
    send(an, form, tidy_up="yes")
    assert "stranger" not in terms() and terms()["end"] is None
    assert drafts.problems(terms()) == ()


def test_every_field_of_every_purpose_has_a_reason_in_the_form() -> None:
    names = {entry.name for entry in ENTRIES}
    assert {f"{purpose}-why-{name.replace('_', '-')}" for purpose in Purpose for name in Field} <= names
    assert len(names) == len(ENTRIES)
    assert Side.SENDER in {side for entry in ENTRIES for side in entry.path}


def test_every_sentence_of_these_pages_is_used_and_every_one_that_is_asked_for_is_there() -> None:
    web = Path(__file__).parents[2] / "src" / "sluis" / "web"
    sources = [*web.rglob("*.html"), *(file for file in web.rglob("*.py") if file.parent.name != "texts")]
    read = "\n".join(file.read_text(encoding="utf-8") for file in sources)
    assert {key for key in TEXTS if f'"{key}"' not in read} == set()
    asked = set(re.findall(r'texts\("(\w+)"', read))
    assert asked <= set(EVERY_TEXT)
