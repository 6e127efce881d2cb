"""The pages from the advice to the end of a protocol: what each says, and each act done by its own form."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.doors.visitors import FoundForm, form_with, forms_on, visitor, words_of
from tests.rooms.desk import AGENCY_DPO, HALLE, MANAGER, NAMES, Cheap, Desk, coordinator, register_agency

from sluis.adapters import websites
from sluis.adapters.signature_refusals import SAID, Reason
from sluis.adapters.websites import NotFetched
from sluis.cli import clock
from sluis.domain.access import Role
from sluis.domain.lifecycle import HoldKind, Status, Verb
from sluis.domain.messages import told
from sluis.domain.terms import Outcome, Side
from sluis.protocols import actions, standing
from sluis.protocols.actions import Trust
from sluis.protocols.models import Advice, Condition, Document, Hold, Message, Signature, Task
from sluis.web.texts import concluding

BORSBEEK, ANTWERP = "11007", "11002"
OLD_HASSELT, KORTESSEM, HASSELT = "71022", "73040", "71072"
BEFORE_MERGER = datetime(2024, 10, 1, 9, tzinfo=clock.BRUSSELS)
CODE = f"AGII-{HALLE}"
MAYOR = "de burgemeester of de bevoegde schepen"


def trust() -> Trust:
    """Nobody: where this is asked for, the check of a signature is the quick one."""
    return Trust([])


@pytest.fixture(autouse=True)
def portal(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SIGNATURE_TRUST", f"{__name__}.trust")
    Cheap.instead_of_real(monkeypatch)
    register_agency()


@pytest.fixture
def desk() -> Desk:
    return Desk()


def an() -> Client:
    return visitor("an", "agency:agii", Role.PROTOCOL_MANAGER)


def bert() -> Client:
    return visitor("bert", "agency:agii", Role.VALIDATOR)


def carla() -> Client:
    return visitor("carla", "agency:agii", Role.DPO)


def dina(nis: str = HALLE) -> Client:
    return visitor("dina", f"nis:{nis}", Role.COORDINATOR)


def at(rest: str = "", language: str = "nl", code: str = CODE) -> str:
    return f"/{language}/protocols/{code}{rest}"


def page_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def to(page: str, ending: str) -> FoundForm:
    """The one form on a page whose action ends so."""
    (found,) = [form for form in forms_on(page) if form.action.partition("?")[0].endswith(ending)]
    return found


def send(client: Client, form: FoundForm, status: int = 302, /, **given: Any) -> str:
    """Fills a form in, sends it, and gives the page that the visitor sees next."""
    answer = client.post(form.action, form.filled(**given))
    assert answer.status_code == status, answer.content.decode()[-3000:]
    return page_of(client, answer.headers["Location"]) if status == 302 else answer.content.decode()


def pdf(data: bytes, name: str = "besluit.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "application/pdf")


class TestAdvice:
    def test_an_officer_advises_with_conditions_and_the_parties_answer_them(self, desk: Desk) -> None:
        desk.until("complete")
        form = to(page_of(carla(), at("/advice")), "/advice")
        page = send(carla(), form, outcome="conditional", text="Goed.", conditions="Eerst dit.\n\n Dan dat. ")
        assert "Uw advies is vastgelegd." in page
        assert list(Condition.objects.order_by("pk").values_list("text", flat=True)) == ["Eerst dit.", "Dan dat."]
        assert "positief onder voorwaarden" in words_of(page)
        for condition in Condition.objects.order_by("pk"):
            field = f"condition-{condition.pk}-answer"
            page = send(dina(), form_with(page_of(dina(), at("/advice")), field), **{field: "Zo gedaan."})
        assert "Een voorwaarde beantwoorden : gemeente Halle , versie 1 Eerst dit." in words_of(
            page_of(dina(), at("/history"))
        )
        assert "Zo gedaan." in page and not [form for form in forms_on(page) if "/conditions/" in form.action]
        assert Advice.objects.get().side == Side.SENDER

    def test_what_is_wrong_is_said_and_nothing_typed_is_lost(self, desk: Desk) -> None:
        desk.until("complete")
        form = to(page_of(carla(), at("/advice")), "/advice")
        page = send(carla(), form, 409, outcome="conditional", text="Mijn lange tekst.")
        assert "Voorwaarden horen bij een advies met voorwaarden" in page and "Mijn lange tekst." in page
        assert not Advice.objects.exists()
        page = send(carla(), form, 409, outcome="", text="")
        assert page.count("Fout: Vul dit in.") == 2

    def test_why_a_negative_advice_is_not_followed_stands_beside_it(self, desk: Desk) -> None:
        desk.until("complete")
        desk.advise(AGENCY_DPO, Outcome.NEGATIVE)
        page = page_of(an(), at("/advice"))
        page = send(an(), form_with(page, "not-sender-reason"), **{"not-sender-reason": "Het kan niet anders."})
        assert "Niet gevolgd, omdat: Het kan niet anders." in words_of(page)
        assert Advice.objects.get().reason_not_followed == "Het kan niet anders."

    def test_an_advice_on_a_text_that_changed_counts_no_more(self, desk: Desk) -> None:
        desk.until("complete")
        desk.advise(AGENCY_DPO)
        actions.reopen(CODE, reason="beter", by=MANAGER, at=desk.tick())
        actions.revise(CODE, {"rowLimit": 7}, by=MANAGER, at=desk.tick())
        page = words_of(page_of(an(), at("/advice")))
        assert "Telt niet meer." in page and "Er is nog geen advies over deze tekst" in page

    def test_on_an_amendment_the_officer_sees_what_it_changes(self, desk: Desk) -> None:
        desk.until("validate")
        actions.amend(CODE, changes={"rowLimit": 11}, by=MANAGER, at=desk.tick())
        page = words_of(page_of(carla(), at("/advice")))
        (change,) = [d for d in standing.differences_with_text_in_force(desk.version) if d.place == "rowLimit"]
        assert change.said.nl in page and "Wat deze tekst wijzigt aan versie 1" in page
        # A draft is not advised on yet: the reasons stand in the place of the form.
        assert not [form for form in forms_on(page_of(carla(), at("/advice"))) if "outcome" in form.fields]

    def test_after_both_advised_the_form_is_gone_and_says_why(self, desk: Desk) -> None:
        desk.until("advise_both")
        page = page_of(carla(), at("/advice"))
        assert "Over deze tekst is al geadviseerd" in page
        assert not [form for form in forms_on(page) if "outcome" in form.fields]

    def test_who_may_not_advise_is_told_and_a_stranger_learns_nothing(self, desk: Desk) -> None:
        desk.until("complete")
        answer = dina().post(at("/advice"), {"outcome": "positive"})
        assert answer.status_code == 403 and "Dit is niet aan u als coördinator" in answer.content.decode()
        stranger = dina("23003")
        assert stranger.get(at("/advice")).status_code == stranger.get(at("/advice", code="AGII-1")).status_code == 404


class TestDecisionAndSignatures:
    def decided(self, **given: Any) -> dict[str, Any]:
        names = {f"signatory-{number}": f"Naam {number}" for number in range(4)}
        return {"on": "2026-03-02", "reference": "CBS/1", "document": pdf(b"%PDF-1.7 besluit"), **names, **given}

    def test_the_names_that_are_asked_follow_from_who_decided(self, desk: Desk) -> None:
        desk.until("advise_both")
        college = words_of(page_of(dina(), at("/signing")))
        council = words_of(page_of(dina(), at("/signing?body=council")))
        assert MAYOR in college and "de voorzitter van de gemeenteraad" not in college
        assert "de voorzitter van de gemeenteraad" in council and MAYOR not in council

    def test_the_decision_closes_the_text_and_the_document_is_there_to_sign(self, desk: Desk) -> None:
        desk.until("advise_both")
        form = to(page_of(dina(), at("/signing?body=council")), "/decision")
        page = words_of(send(dina(), form, **self.decided()))
        assert "Het document staat klaar" in page and "gemeenteraad" in page and "Naam 3" in page
        assert desk.version.status == Status.DECIDED
        file = dina().get(at("/document-to-sign"))
        assert file.content == desk.document()
        assert file.headers["Content-Type"] == "application/pdf"
        assert file.headers["Content-Disposition"] == f'attachment; filename="{CODE}.pdf"'

    def test_a_name_that_is_missing_is_asked_for_and_the_rest_stays(self, desk: Desk) -> None:
        desk.until("advise_both")
        form = to(page_of(dina(), at("/signing")), "/decision")
        page = send(dina(), form, 409, **self.decided(**{"signatory-2": ""}))
        assert page.count("Fout: Vul dit in.") == 1 and 'value="CBS/1"' in page and 'value="Naam 3"' in page
        assert desk.version.status == Status.ADVISED

    def test_a_file_named_after_a_person_is_refused(self, desk: Desk) -> None:
        desk.until("advise_both")
        form = to(page_of(dina(), at("/signing")), "/decision")
        named = self.decided(document=pdf(b"%PDF-1.7", "besluit 60010100010.pdf"))
        assert "vorm van een rijksregisternummer" in send(dina(), form, 409, **named)
        assert not Document.objects.exists()

    def test_signed_files_are_taken_in_one_by_one_until_all_signed(self, desk: Desk) -> None:
        desk.until("decide")
        for side, names in NAMES.items():
            for capacity in names:
                form = form_with(page_of(an(), at("/signing")), "sign-document")
                page = send(an(), form, **{"sign-document": pdf(Cheap.signed(desk.document(), side, capacity))})
                assert "De handtekening is nagekeken en telt." in page
        assert desk.version.status == Status.SIGNED
        # Everybody signed: there is nothing left to sign.
        assert not [form for form in forms_on(page) if "sign-document" in form.fields]

    @pytest.mark.parametrize("language", ["nl", "en"])
    def test_a_signature_that_does_not_count_is_refused_in_words(self, desk: Desk, language: str) -> None:
        desk.until("decide")
        form = form_with(page_of(an(), at("/signing", language)), "sign-document")
        page = send(an(), form, 409, **{"sign-document": pdf(b"%PDF- something else")})
        said = SAID[Reason.NO_SIGNATURE]
        assert (said.nl if language == "nl" else said.en) in page and "no_signature" not in page
        assert not Signature.objects.exists()

    def test_a_scan_counts_once_a_second_person_attests_it(self, desk: Desk) -> None:
        desk.until("decide")
        form = form_with(page_of(an(), at("/signing")), "scan-document")
        page = send(an(), form, **{"scan-document": pdf(b"%PDF-1.7 papier")})
        assert "bevestigd door 1 van 2 personen" in page
        again = to(page, "/attestation")
        assert "Een tweede persoon van het agentschap bevestigt de scan." in send(an(), again, 409)
        page = send(bert(), to(page_of(bert(), at("/signing")), "/attestation"))
        assert "bevestigd door 2 van 2 personen" in page
        assert not [form for form in forms_on(page) if form.action.endswith("/attestation")]

    def test_every_document_is_for_the_parties_alone_and_kept_not_opened(self, desk: Desk) -> None:
        desk.until("sign_all")
        page = page_of(dina(), at("/signing"))
        found = re.findall(rf'href="({at("/documents/")}\d+)"', page)
        assert len(found) == Document.objects.count() == 6
        for address in found:
            answer = dina().get(address)
            assert answer.headers["Content-Disposition"].startswith("attachment")
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert dina("23003").get(address).status_code == 404
        assert dina().get(at("/documents/999999")).status_code == 404


class TestPublication:
    def test_both_give_their_address_and_the_check_says_what_it_found(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        desk.until("sign_all")
        field = "address-recipient-address"
        page = send(dina(), form_with(page_of(dina(), at("/publication")), field), **{field: "https://halle.example/p"})
        assert "address-sender-address" not in page
        send(
            an(), form_with(page_of(an(), at("/publication")), "address-sender-address"),
            **{"address-sender-address": "https://agency.example/p"},
        )  # fmt: skip

        def fetch(address: str) -> str:
            if "halle" in address:
                raise NotFetched("The site answered 503 instead of the page.")
            return desk.version.terms_digest

        monkeypatch.setattr(websites, "fetch", fetch)
        page = words_of(send(an(), to(page_of(an(), at("/publication")), "/publication/check")))
        assert "niet gezien" in page and "answered 503" in page
        assert desk.version.status == Status.SIGNED
        saw = form_with(page_of(dina(), at("/publication")), "saw-recipient-seen")
        assert "Fout: Vul dit in." in send(dina(), saw, 409)
        assert "door iemand die keek" in send(dina(), saw, **{"saw-recipient-seen": "on"})
        assert desk.version.status == Status.PUBLISHED
        assert at("/move/validate") in page_of(bert(), at("/publication"))
        # Who drafted it does not validate it, and the checklist says so.
        assert at("/move/validate") not in page_of(an(), at("/publication"))

    def test_an_address_that_nobody_can_open_is_refused_beside_what_was_typed(self, desk: Desk) -> None:
        desk.until("sign_all")
        form = form_with(page_of(dina(), at("/publication")), "address-recipient-address")
        page = send(dina(), form, 409, **{"address-recipient-address": "http://halle.example"})
        assert "Geef een adres dat met https:// begint." in page and 'value="http://halle.example"' in page

    def test_the_snippet_bears_the_digest_and_the_page_to_publish_names_nobody(self, desk: Desk) -> None:
        desk.until("sign_all")
        form = form_with(page_of(dina(), at("/publication")), "text")
        page = send(dina(), form, 200, text="https://halle.example/tekst")
        assert f"data-sluis-digest=&#34;{desk.version.terms_digest}&#34;" in page
        assert "Geef een adres dat met https:// begint." in send(dina(), form, 200, text="javascript:x")
        answer = dina().get(at("/publication/page"))
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{CODE}-1.html"'
        assert desk.version.terms_digest in answer.content.decode()
        assert not [name for names in NAMES.values() for name in names.values() if name in answer.content.decode()]

    def test_before_it_is_signed_there_is_nothing_to_publish(self, desk: Desk) -> None:
        desk.until("decide")
        assert "Er is nog niets bekend te maken." in page_of(dina(), at("/publication"))
        assert dina().get(at("/publication/page")).status_code == 404

    def test_beside_an_amendment_the_text_in_force_is_the_one_that_is_published(self, desk: Desk) -> None:
        desk.until("validate")
        first = desk.version.terms_digest
        actions.amend(CODE, by=MANAGER, at=desk.tick())
        assert first in page_of(dina(), at("/publication"))


class TestConduct:
    def test_a_hold_is_placed_with_a_reason_and_lifted_by_the_agency(self, desk: Desk) -> None:
        desk.until("validate")
        form = to(page_of(dina(), at("/holds")), "/holds")
        assert "Fout: Vul dit in." in send(dina(), form, 409, kind="breach", reason="")
        page = send(dina(), form, kind="breach", reason="laptop kwijt")
        assert "laptop kwijt" in page and not [one for one in forms_on(page) if one.action.endswith("/lift")]
        assert "Mededelingen tegenhouden" in page_of(dina(), at())
        page = send(an(), to(page_of(an(), at("/holds")), "/holds/breach/lift"))
        assert "inbreuk in verband met persoonsgegevens, van" in words_of(page)
        assert Hold.objects.get(kind=HoldKind.BREACH).lifted_by == "agency:agii"

    def test_a_version_that_is_over_is_closed_and_one_in_force_is_not(self, desk: Desk) -> None:
        desk.until("validate")
        page = page_of(an(), at("/versions/1/close"))
        assert "Dit kan nu niet:" in page and not [one for one in forms_on(page) if one.action.endswith("/close")]
        actions.move(CODE, Verb.END, reason="gedaan", by=MANAGER, at=desk.tick())
        assert at("/versions/1/close") in page_of(an(), at())
        send(an(), to(page_of(an(), at("/versions/1/close")), "/close"))
        assert desk.version.status == Status.CLOSED
        assert dina().get(at("/versions/1/close")).status_code == 403

    def test_a_deletion_that_is_not_confirmed_is_counted_and_keeps_it_open(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        desk.until("validate")
        actions.move(CODE, Verb.END, reason="gedaan", by=MANAGER, at=desk.tick())
        monkeypatch.setattr("sluis.disclosures.closing.undeleted", lambda _code, _number: 2)
        assert "nog niet bevestigd is: 2" in page_of(an(), at("/versions/1/close"))
        answer = an().post(at("/versions/1/close"))
        assert answer.status_code == 409 and "Van 2 zending(en)" in answer.content.decode()


def in_force(nis: str, **changes: Any) -> Desk:
    desk = Desk(nis, BEFORE_MERGER)
    desk.draft(start="2024-10-01", **changes)
    for step in desk.STEPS[1:]:
        getattr(desk, step)()
    return desk


class TestMergers:
    def test_a_merger_is_carried_out_and_leads_to_its_tasks_and_what_applies(self) -> None:
        in_force(OLD_HASSELT, rowLimit=100), in_force(KORTESSEM, rowLimit=40)
        page = page_of(an(), "/nl/mergers")
        assert "Hasselt en Kortessem: opgegaan in Hasselt op 1 januari 2025." in words_of(page)
        page = send(an(), to(page, f"/mergers/{HASSELT}"))
        assert "De fusie is verwerkt." in page and "Geldt nu" in page and "gemeente Kortessem" in page
        assert "Er wacht geen fusie" in page_of(an(), "/nl/mergers")
        code = f"AGII-{HASSELT}"
        page = send(dina(HASSELT), to(page_of(dina(HASSELT), at("/tasks", code=code)), "/tasks/key"))
        assert "De taak is afgerond." in page
        assert Task.objects.get(protocol_id=code, kind="key").done_by == f"nis:{HASSELT}"

    def test_where_nothing_is_inherited_the_parties_are_told_so_and_a_task_is_opened(self) -> None:
        in_force(BORSBEEK)
        page = send(an(), to(page_of(an(), "/nl/mergers"), f"/mergers/{ANTWERP}"))
        assert "er is niets overgenomen. De gemeente bestond al en had geen protocol" in words_of(page)
        said = Message.objects.filter(party=f"nis:{BORSBEEK}", about__in=["succeed", "merge"])
        texts = " ".join(f"{one.nl} {one.en}" for one in said)
        assert "neemt de nieuwe gemeente niets over" in texts and "takes its place" not in texts
        task = Task.objects.get(protocol_id=f"AGII-{BORSBEEK}")
        assert "Antwerpen" in task.nl and task.done_at is None

    def test_a_draft_that_is_given_up_tells_why_in_both_languages(self) -> None:
        Desk(KORTESSEM, BEFORE_MERGER).draft(start="2024-10-01")
        page = page_of(an(), "/nl/mergers")
        assert "Deze teksten in voorbereiding vervallen" in page
        send(an(), to(page, f"/mergers/{HASSELT}"))
        message = Message.objects.get(party=f"nis:{KORTESSEM}", about="withdraw")
        assert "de gemeente is samengevoegd met een andere." in message.nl
        assert "the municipality merged into another." in message.en

    def test_only_the_manager_of_the_agency_carries_out_mergers(self) -> None:
        assert dina().get("/nl/mergers").status_code == bert().get("/nl/mergers").status_code == 403
        assert dina().post(f"/nl/mergers/{HASSELT}").status_code == 403
        assert an().get("/nl/mergers/23027").status_code == an().get("/nl/mergers/99999").status_code == 404


class TestHistoryAndMessages:
    @pytest.mark.parametrize("language", ["nl", "en"])
    def test_history_speaks_in_words_newest_first(self, desk: Desk, language: str) -> None:
        desk.until("validate")
        page = words_of(page_of(dina(), at("/history", language)))
        first, last = ("Valideren", "Een tekst opstellen") if language == "nl" else ("Validate", "Draft a text")
        assert page.index(first) < page.index(last)
        assert "gemeente Halle" in page and "Agentschap Integratie en Inburgering" in page
        for identifier in ("sender", "recipient", "agency:agii", "nis:", "give_advice"):
            assert identifier not in page

    def test_what_the_program_gives_as_reason_is_said_in_both_languages(self) -> None:
        said = told(Verb.SUSPEND, "X", "a predecessor's protocol was suspended")
        assert said is not None and "een voorganger was geschorst" in said.nl and "predecessor" in said.en

    def test_messages_stand_unread_first_and_are_read_for_the_whole_party(self, desk: Desk) -> None:
        desk.until("validate")
        actions.move(CODE, Verb.SUSPEND, reason="lek", by=MANAGER, at=desk.tick())
        first, second = Message.objects.filter(party=f"nis:{HALLE}").order_by("at")
        actions.mark_read([second.pk], by=coordinator(), at=desk.tick())
        page = page_of(dina(), "/nl/messages")
        assert page.index(first.nl) < page.index(second.nl) and "Ungelezen" not in page
        assert f'href="{at()}"' in page and "Ongelezen: 1." in words_of(page)
        (form,) = [one for one in forms_on(page) if "ids" in one.fields]
        page = send(dina(), form)
        assert "Ongelezen" not in page and not Message.objects.filter(party=f"nis:{HALLE}", read_at=None).exists()
        # Another party's messages are not theirs to read.
        other = Message.objects.filter(party="agency:agii").first()
        assert other is not None
        dina().post("/nl/messages", {"ids": [other.pk, "x", "9" * 30]})
        assert Message.objects.filter(party="agency:agii", read_at=None).count() == 2

    def test_many_messages_come_on_pages_and_a_page_that_is_none_is_the_nearest(self, desk: Desk) -> None:
        desk.until("validate")
        for number in range(13):
            actions.move(CODE, Verb.SUSPEND, reason=f"lek {number}", by=MANAGER, at=desk.tick())
            actions.move(CODE, Verb.RESUME, reason=f"klaar {number}", by=MANAGER, at=desk.tick())
        assert "Pagina 1 van 2" in page_of(dina(), "/nl/messages?page=x")
        assert "Pagina 2 van 2" in page_of(dina(), "/nl/messages?page=99")


class TestWhoseTurn:
    @pytest.mark.parametrize(
        ("step", "who", "tab"),
        [
            ("draft", an, "/move/complete"), ("complete", carla, "/advice"), ("advise_both", dina, "/signing"),
            ("sign_all", dina, "/publication"), ("publish", bert, "/move/validate"),
        ],
    )  # fmt: skip
    def test_the_first_page_leads_to_where_the_turn_is_taken(self, desk: Desk, step: str, who: Any, tab: str) -> None:
        desk.until(step)
        page = page_of(who(), at())
        assert f'<a class="button" href="{at(tab)}">Ga aan de slag</a>' in page
        assert "hoeft u hier nu niets te doen" not in page

    def test_a_turn_that_either_party_may_take_is_said_once(self, desk: Desk) -> None:
        desk.until("complete")
        desk.advise(AGENCY_DPO, Outcome.CONDITIONAL, ["Eerst dit."])
        page = words_of(page_of(dina(), at()))
        assert page.count("De partijen beantwoorden de voorwaarden") == page.count("Ga aan de slag") == 1

    def test_whoever_s_turn_it_is_not_gets_no_link(self, desk: Desk) -> None:
        desk.until("complete")
        assert "Ga aan de slag" not in page_of(dina(), at())
        assert "hoeft u hier nu niets te doen" in page_of(bert(), at())


TABS = ("/advice", "/signing", "/publication", "/holds", "/tasks", "/history")


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("step", Desk.STEPS)
def test_every_tab_is_there_in_every_state_and_sound_in_its_bones(desk: Desk, step: str, language: str) -> None:
    desk.until(step)
    for who in (an(), bert(), carla(), dina()):
        for tab in ("", *TABS):
            page = page_of(who, at(tab, language))
            assert page.count("<h1") == 1 and page.count("<table>") == page.count("<caption>")
            ids = re.findall(r' id="([^"]+)"', page)
            assert len(ids) == len(set(ids)), (tab, ids)
            for named in re.findall(r'aria-(?:describedby|labelledby)="([^"]+)"', page):
                assert set(named.split()) <= set(ids), (tab, named)
            assert "style=" not in page


def test_a_protocol_that_was_concluded_elsewhere_shows_its_advices_from_the_text() -> None:
    from tests.stories.cast import register_beersel

    register_beersel()
    page = words_of(page_of(an(), at("/advice", code="AGII-23003")))
    assert "Deze adviezen staan in de tekst zelf" in page
    assert "Er is nog geen document te ondertekenen" in page_of(an(), at("/signing", code="AGII-23003"))


def test_every_reason_to_refuse_a_signature_has_words_in_both_languages() -> None:
    assert set(SAID) == set(Reason)
    assert len({said.nl for said in SAID.values()}) == len({said.en for said in SAID.values()}) == len(Reason)


def test_every_sentence_of_these_pages_is_used() -> None:
    web = Path(concluding.__file__).parents[1]
    sources = [*web.rglob("templates/**/*.html"), *(file for file in web.rglob("*.py") if "texts" not in file.parts)]
    said = "".join(file.read_text(encoding="utf-8") for file in sources)
    assert [key for key in concluding.TEXTS if f'"{key}"' not in said] == []
