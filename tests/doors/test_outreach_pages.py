"""Making it known in the browser: campaigns, contacts, the form for municipalities, and the draft that comes of it."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.doors.furnished import AALST, PEOPLE
from tests.doors.visitors import FoundForm, form_with, forms_on, visitor, words_of
from tests.rooms.desk import HALLE, MANAGER, Desk, kbo, register_agency

from sluis.cli import clock
from sluis.cli.main import main
from sluis.domain import drafts
from sluis.domain.access import Role
from sluis.domain.words import Purpose
from sluis.outreach import actions, queries
from sluis.outreach.contact_list import Listed
from sluis.outreach.models import Announcement, Campaign, Contact, Correspondent, Interest
from sluis.protocols.models import Version
from sluis.web.outreach import contact_list
from sluis.web.texts.outreach import TEXTS

FORM = "/nl/interest"
NUMBER = "85.07.30-000.92"  # the form of a person's number, of nobody


@pytest.fixture(autouse=True)
def _house(request: pytest.FixtureRequest) -> None:
    if "furnished" not in request.fixturenames:
        request.getfixturevalue("database")
        register_agency()


@pytest.fixture
def an() -> Client:
    return visitor("an", "agency:agii", Role.PROTOCOL_MANAGER)


@pytest.fixture
def bert() -> Client:
    return visitor("bert", "agency:agii", Role.VALIDATOR)


@pytest.fixture
def stranger() -> Client:
    return Client(SERVER_NAME="localhost")


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def send(client: Client, form: FoundForm, to: str = "", **given: Any) -> Any:
    return client.post(to or form.action, form.filled(**given))


def refused(answer: Any, *fields: str) -> str:
    """What a page says that gives a form back, with something wrong in these fields and no others."""
    body: str = answer.content.decode()
    assert answer.status_code == 409
    assert set(re.findall(r'id="(\w+)_error"', body)) == set(fields)
    return words_of(body)


def begin_campaign(an: Client, **changes: Any) -> Campaign:
    given = {"name": "Oktober", "audience": "alle besturen", "begins_on": "2020-10-07", "text": "Een protocol kan."}
    answer = send(an, form_with(page(an, "/nl/outreach/campaigns/new"), "audience"), **{**given, **changes})
    campaign = Campaign.objects.latest("pk")
    assert answer.headers["Location"] == f"/nl/outreach/campaigns/{campaign.pk}"
    return campaign


class TestCampaigns:
    def test_one_is_begun_announced_by_a_channel_and_gives_a_link_to_copy(self, an: Client) -> None:
        campaign = begin_campaign(an)
        address = f"/nl/outreach/campaigns/{campaign.pk}"
        form = form_with(page(an, address), "channel")
        answer = send(
            an,
            form,
            channel="vvsg-e-zine",
            on="2020-10-14",
            reached="300",
            cost="450,5",
            address="https://vvsg.example/x",
        )
        assert answer.headers["Location"] == address
        row = Announcement.objects.get()
        assert (row.reached, row.cost_cents, row.address) == (300, 450_50, "https://vvsg.example/x")
        body = page(an, address)
        assert f"{settings.ADDRESS}/nl/interest?via={row.mark}" in body
        assert "€ 450,50" in body and 'href="https://vvsg.example/x"' in body
        assert "€ 450.50" in page(an, address.replace("/nl/", "/en/"))

    def test_what_is_known_later_is_filled_in_later(self, an: Client) -> None:
        campaign = begin_campaign(an)
        row = actions.announce(
            "agii", campaign.pk, channel="vvsg-website", on=campaign.begins_on, cost_cents=5, by=MANAGER, at=clock.now()
        )
        address = f"/nl/outreach/announcements/{row.pk}"
        form = form_with(page(an, address), "reached")
        assert (form.fields["cost"], form.fields["on"]) == (["0,05"], ["2020-10-07"])
        assert send(an, form, address, reached="12", cost="").status_code == 302
        row.refresh_from_db()
        assert (row.reached, row.cost_cents) == (12, None)

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("channel", "duif"), ("channel", ""), ("on", "gisteren"), ("reached", "-1"), ("reached", "veel"),
            ("reached", "9" * 5000), ("cost", "-0,01"), ("cost", "12,345"), ("cost", "NaN"), ("cost", "1e99"),
            ("cost", "1.000"), ("address", f"https://x.example/{NUMBER}"), ("address", "x" * 301),
        ],
    )  # fmt: skip
    def test_a_wrong_field_is_said_beside_it_and_nothing_is_kept(self, an: Client, field: str, value: str) -> None:
        campaign = begin_campaign(an)
        form = form_with(page(an, f"/nl/outreach/campaigns/{campaign.pk}"), "channel")
        given = {"channel": "vvsg-website", "on": "2020-10-14"}
        refused(send(an, form, **{**given, field: value}), field)
        assert not Announcement.objects.exists()

    def test_what_the_rules_refuse_stands_above_the_form(self, an: Client) -> None:
        campaign = begin_campaign(an)
        form = form_with(page(an, f"/nl/outreach/campaigns/{campaign.pk}"), "channel")
        words = refused(send(an, form, channel="vvsg-website", on="2020-10-01", reached="301"))
        assert actions.BEFORE_THE_CAMPAIGN.nl in words and actions.TOO_MANY_REACHED.nl in words
        again = form_with(page(an, "/nl/outreach/campaigns/new"), "audience")
        assert actions.NAMED_ALREADY.nl in refused(
            send(an, again, name="Oktober", audience="x", begins_on="2020-10-07", text="x")
        )

    def test_it_is_corrected(self, an: Client) -> None:
        campaign = begin_campaign(an)
        address = f"/nl/outreach/campaigns/{campaign.pk}/edit"
        form = form_with(page(an, address), "audience")
        assert form.fields["text"] == ["Een protocol kan."]
        assert send(an, form, address, audience="de steden").status_code == 302
        assert Campaign.objects.get().audience == "de steden"

    def test_a_validator_sees_it_and_has_no_button_that_would_be_refused(self, an: Client, bert: Client) -> None:
        campaign = begin_campaign(an)
        for address in ("/nl/outreach", f"/nl/outreach/campaigns/{campaign.pk}", "/nl/outreach/list"):
            # To log out, and on the first page to look a municipality up.
            assert {form.action for form in forms_on(page(bert, address))} <= {"/logout", "/nl/outreach"}
            assert len(forms_on(page(an, address))) >= 2
            assert "/new" not in page(bert, address) and "/edit" not in page(bert, address)


class TestAMunicipality:
    ADDRESS = f"/nl/outreach/municipalities/{HALLE}"

    def test_a_contact_is_noted_in_one_short_form_with_what_comes_next(self, an: Client) -> None:
        form = form_with(page(an, self.ADDRESS), "said")
        assert form.fields["channel"] == ["staff-contact"]
        assert form.fields["next_by"] == ["an"]
        assert form.fields["on"] == [clock.today().isoformat()]
        answer = send(
            an, form, said="Ze willen.", whom="Dora", interested="yes", next_step="Bel terug.", next_on="2031-01-02"
        )
        assert answer.headers["Location"] == self.ADDRESS
        words = words_of(page(an, self.ADDRESS))
        assert "Ze willen." in words and "heeft interesse" in words and "met Dora" in words
        assert "Bel terug. (tegen 2 januari 2031, An Voorbeeld)" in words
        assert "te laat" not in words
        assert "Bel terug." in words_of(page(an, "/nl/outreach"))

    @pytest.mark.parametrize(("given", "kept"), [("yes", True), ("no", False), ("", None)])
    def test_whether_there_is_interest_is_yes_no_or_not_known(self, an: Client, given: str, kept: bool | None) -> None:
        send(an, form_with(page(an, self.ADDRESS), "said"), said="Gebeld.", interested=given)
        assert Contact.objects.get().interested is kept

    def test_a_step_is_done(self, an: Client) -> None:
        send(
            an, form_with(page(an, self.ADDRESS), "said"), said="x", next_step="Bel.", next_on=clock.today().isoformat()
        )
        (number,) = re.findall(r"/nl/outreach/contacts/(\d+)/done", page(an, "/nl/outreach"))
        address = f"/nl/outreach/contacts/{number}/done"
        assert an.post(address).headers["Location"] == self.ADDRESS
        assert Contact.objects.get().next_done_at is not None
        assert "Volgende stappen" not in words_of(page(an, self.ADDRESS))
        assert actions.STEP_DONE.nl in refused(an.post(address))

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"said": ""}, "said"), ({"said": f"over {NUMBER}"}, "said"), ({"whom": NUMBER}, "whom"),
            ({"said": "x" * 2001}, "said"), ({"channel": "duif"}, "channel"), ({"interested": "soms"}, "interested"),
            ({"next_by": "vreemde"}, "next_by"), ({"on": "2026-13-01"}, "on"), ({"next_step": "a\x00b"}, "next_step"),
        ],
    )  # fmt: skip
    def test_a_wrong_field_is_said_beside_it(self, an: Client, given: dict[str, str], field: str) -> None:
        refused(send(an, form_with(page(an, self.ADDRESS), "said"), **{"said": "x", **given}), field)
        assert not Contact.objects.exists()

    def test_where_its_protocol_stands_is_there_and_a_text_can_be_begun_where_there_is_none(self, an: Client) -> None:
        assert f'href="/nl/protocols/new?nis={HALLE}"' in page(an, self.ADDRESS)
        Desk(HALLE).draft()
        body = page(an, self.ADDRESS)
        assert "/nl/protocols/new" not in body
        assert "AGII-23027" in body and "ontwerp" in words_of(body)

    def test_one_that_merged_points_to_its_successor_and_one_that_never_was_is_not_there(self, an: Client) -> None:
        assert TEXTS["contact_gone"][0] in words_of(page(an, "/nl/outreach/municipalities/23023"))
        page(an, "/nl/outreach/municipalities/99999", 404)

    def test_it_is_found_from_the_first_page(self, an: Client) -> None:
        form = form_with(page(an, "/nl/outreach"), "nis")
        assert form.method == "get"
        assert an.get(form.action, {"nis": HALLE}).headers["Location"] == self.ADDRESS
        assert "error" in page(an, "/nl/outreach?nis=99999", 400)


def fill(stranger: Client, at: str = FORM, **changes: Any) -> Any:
    given: dict[str, Any] = {
        "nis": HALLE, "name": "Ine Voorbeeld", "function": "integratieambtenaar", "email": "ine@halle.example",
        "phone": "+32471200034", "purposes": ["ceremony", "network"], "services": "integratiedienst\n onthaal \n",
        "kbo": f"BE {kbo(HALLE)[:4]}.{kbo(HALLE)[4:7]}.{kbo(HALLE)[7:]}", "dpo": "functionaris van Halle",
        "message": "Bel gerust.",
    }  # fmt: skip
    return send(stranger, form_with(page(stranger, at), "email"), **{**given, **changes})


class TestTheForm:
    def test_a_stranger_shows_interest_by_the_link_of_a_campaign(self, an: Client, stranger: Client) -> None:
        campaign = begin_campaign(an)
        row = actions.announce(
            "agii", campaign.pk, channel="vvsg-e-zine", on=campaign.begins_on, by=MANAGER, at=clock.now()
        )
        answer = fill(stranger, f"/nl/interest?via={row.mark}")
        assert answer.headers["Location"] == "/nl/interest/thanks"
        assert "neemt contact met u op" in words_of(page(stranger, "/nl/interest/thanks"))
        one = Interest.objects.get()
        assert (one.agency, one.nis, one.announcement_id) == ("agii", HALLE, row.pk)
        assert (one.name, one.email, one.phone) == ("Ine Voorbeeld", "ine@halle.example", "+32 471 200 034")
        assert (one.kbo, one.services, one.purposes) == (
            kbo(HALLE), "integratiedienst\nonthaal", ["ceremony", "network"]
        )  # fmt: skip
        words = words_of(page(an, f"/nl/outreach/campaigns/{campaign.pk}"))
        assert "1 keer interesse via een link, 0 ontwerpen daaruit." in words
        assert "1 gemeente toonde interesse en wacht op antwoord" in words_of(page(an, "/nl/home"))

    def test_an_unknown_mark_is_no_error_and_cannot_bring_markup(self, stranger: Client) -> None:
        body = page(stranger, "/nl/interest?via=%22><script>alert(1)</script>")
        assert "<script" not in body
        assert fill(stranger, "/nl/interest?via=%22><script>alert(1)</script>").status_code == 302
        assert Interest.objects.get().announcement is None

    def test_the_other_language_keeps_the_mark(self, stranger: Client) -> None:
        assert 'href="/en/interest?via=1-vvsg-e-zine"' in page(stranger, "/nl/interest?via=1-vvsg-e-zine")

    def test_twice_sent_is_one_interest_and_a_correction_another(self, stranger: Client) -> None:
        form = form_with(page(stranger, FORM), "email")
        given = {"nis": HALLE, "name": "Ine", "email": "ine@halle.example"}
        for _ in range(2):
            assert send(stranger, form, **given).status_code == 302
        assert Interest.objects.count() == 1
        send(stranger, form, **{**given, "name": "Ine Voorbeeld"})
        # The same words on a form that was opened anew are somebody who asks again.
        send(stranger, form_with(page(stranger, FORM), "email"), **given)
        assert Interest.objects.count() == 3

    def test_what_fills_in_the_field_that_nobody_sees_is_stopped_and_may_try_again(self, stranger: Client) -> None:
        answer = fill(stranger, trap="https://spam.example")
        assert TEXTS["interest_trapped"][0] in refused(answer)
        assert not Interest.objects.exists()
        again = form_with(answer.content.decode(), "email")
        assert again.fields["trap"] == [""]
        assert again.fields["name"] == ["Ine Voorbeeld"]
        assert send(stranger, again, purposes=["ceremony"]).status_code == 302

    def test_a_flood_is_stopped_for_an_hour(self, stranger: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(actions, "MOST", 2)
        assert [fill(stranger).status_code for _ in range(3)] == [302, 302, 409]
        assert actions.TOO_MANY.nl in refused(fill(stranger))
        assert Interest.objects.count() == 2

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("nis", ""), ("nis", "23023"), ("nis", "99999"), ("name", ""), ("email", ""), ("email", "ine"),
            ("email", f"{'x' * 200}@halle.example"), ("phone", NUMBER), ("phone", "bel mij"), ("kbo", "0999999999"),
            ("kbo", "12"), ("dpo", NUMBER), ("message", f"over {NUMBER}"), ("message", "x" * 2001),
            ("services", f"dienst\n{NUMBER}"), ("purposes", ["geld"]), ("name", "a\x00b"),
        ],
    )  # fmt: skip
    def test_a_wrong_field_is_said_beside_it_and_nothing_is_kept(
        self, stranger: Client, field: str, value: Any
    ) -> None:
        answer = fill(stranger, **{field: value})
        refused(answer, field)
        assert "<title>Fout: " in answer.content.decode()
        assert not Interest.objects.exists()

    def test_who_reads_it_and_until_when_is_said_beside_it(self, stranger: Client) -> None:
        dutch, english = words_of(page(stranger, FORM)), words_of(page(stranger, "/en/interest"))
        assert "Alleen wie bij Agentschap Integratie en Inburgering gemeenten begeleidt" in dutch
        assert "Na 2 jaar wissen we" in dutch and "After 2 years we erase" in english

    def test_it_is_kept_by_no_cache_and_taken_only_from_a_page_of_ours(self, stranger: Client) -> None:
        for address in (FORM, "/nl/interest/thanks"):
            assert "no-store" in stranger.get(address).headers["Cache-Control"]
        careful = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
        form = form_with(careful.get(FORM).content.decode(), "email")
        given = form.filled(nis=HALLE, name="Ine", email="ine@halle.example")
        assert careful.post(FORM, {**given, "csrfmiddlewaretoken": "x"}).status_code == 403
        assert careful.post(FORM, given).status_code == 302
        assert stranger.delete(FORM).status_code == 405

    def test_what_a_browser_knows_of_somebody_it_may_offer(self, stranger: Client) -> None:
        body = page(stranger, FORM)
        for name, known in (("name", "name"), ("email", "email"), ("phone", "tel"), ("function", "organization-title")):
            (tag,) = re.findall(rf'<input[^>]* name="{name}"[^>]*>', body)
            assert f'autocomplete="{known}"' in tag


class TestFromInterestToDraft:
    def number(self) -> int:
        return int(Interest.objects.latest("pk").pk)

    def test_one_click_gives_a_draft_with_everything_filled_in(self, an: Client, stranger: Client) -> None:
        fill(stranger)
        address = f"/nl/outreach/interests/{self.number()}"
        words = words_of(page(an, address))
        for said in ("Ine Voorbeeld", "ine@halle.example", kbo(HALLE), "functionaris van Halle", "Bel gerust."):
            assert said in words
        (form,) = [form for form in forms_on(page(an, address)) if form.action.endswith("/draft")]
        assert send(an, form).headers["Location"] == "/nl/protocols/AGII-23027/draft"
        filled = form_with(page(an, "/nl/protocols/AGII-23027/draft"), "recipient-kbo")
        assert filled.fields["recipient-kbo"] == [kbo(HALLE)]
        assert filled.fields["recipient-dpo"] == ["functionaris van Halle"]
        text = drafts.read(bytes(Version.objects.get().terms))
        assert {one["purpose"]: one["services"] for one in text["purposes"]} == {
            Purpose.CEREMONY: ["integratiedienst", "onthaal"], Purpose.NETWORK: ["integratiedienst", "onthaal"],
        }  # fmt: skip
        assert "ontwerp begonnen: AGII-23027" in words_of(page(an, address))
        assert "ontwerp begonnen: AGII-23027" in words_of(page(an, f"/nl/outreach/municipalities/{HALLE}"))

    def test_where_it_cannot_be_the_reasons_stand_beside_a_button_that_does_nothing(
        self, an: Client, stranger: Client
    ) -> None:
        Desk(HALLE).draft()
        fill(stranger)
        address = f"/nl/outreach/interests/{self.number()}"
        said = "AGII-23027 heeft al een tekst (ontwerp); wijzig die."
        assert said in words_of(page(an, address))
        assert 'aria-disabled="true"' in page(an, address)
        assert said in refused(an.post(f"{address}/draft"))
        assert Version.objects.count() == 1

    def test_one_is_settled_with_a_reason_and_erased_when_somebody_asks(self, an: Client, stranger: Client) -> None:
        fill(stranger)
        address = f"/nl/outreach/interests/{self.number()}"
        assert actions.NOT_SETTLED.nl in refused(an.post(f"{address}/erase"))
        form = form_with(page(an, address), "reason")
        refused(send(an, form, reason=""), "reason")
        assert send(an, form, reason="Het college wil niet.").headers["Location"] == "/nl/outreach/interests"
        assert "Het college wil niet." in words_of(page(an, "/nl/outreach/interests"))
        (erasing,) = [form for form in forms_on(page(an, address)) if form.action.endswith("/erase")]
        assert send(an, erasing).headers["Location"] == address
        assert "Ine" not in page(an, address) and "halle.example" not in page(an, address)
        assert not [form for form in forms_on(page(an, address)) if form.action.endswith("/erase")]
        one = Interest.objects.get()
        assert (one.name, one.email, one.settled_as, one.settled_by) == ("", "", "", None)
        assert (one.nis, one.purposes) == (HALLE, ["ceremony", "network"])


def csv(text: str, name: str = "lijst.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), "text/csv")


class TestTheList:
    ADDRESS = "/nl/outreach/list"
    GOOD = "gemeente;naam;e-mail\nHalle;Ine;ine@halle.example\nBeersel;Bo;bo@beersel.example\n"

    def look(self, an: Client, text: str) -> Any:
        return an.post(self.ADDRESS, {"file": csv(text)})

    def test_what_would_change_is_shown_before_anything_is_kept(self, an: Client) -> None:
        Correspondent.objects.create(agency="agii", nis=HALLE, name="Oud", listed_at=clock.now(), listed_by="an")
        answer = self.look(an, self.GOOD)
        assert answer.status_code == 200
        words = words_of(answer.content.decode())
        assert "Komen erbij 2" in words and "Vallen weg 1" in words
        assert Correspondent.objects.get().name == "Oud"
        form = form_with(answer.content.decode(), "content")
        assert send(an, form).headers["Location"] == self.ADDRESS
        assert queries.listed("agii") == (
            Listed("23003", "Bo", "", "bo@beersel.example"), Listed("23027", "Ine", "", "ine@halle.example"),
        )  # fmt: skip
        assert "Er staan 2 mensen op de lijst." in words_of(page(an, self.ADDRESS))
        assert "ine@halle.example" in page(an, f"/nl/outreach/municipalities/{HALLE}")

    def test_each_fault_is_named_and_the_good_lines_only_are_taken_in_when_chosen(self, an: Client) -> None:
        answer = self.look(an, self.GOOD + "Nergens;Cas;geen\n")
        words = words_of(answer.content.decode())
        assert "4 gemeente Geen Vlaamse gemeente heet zo" in words and "4 e-mail Dit is geen e-mailadres." in words
        form = form_with(answer.content.decode(), "content")
        again = send(an, form)
        refused(again, "good_rows")
        assert not Correspondent.objects.exists()
        assert send(an, form_with(again.content.decode(), "content"), good_rows="on").status_code == 302
        assert Correspondent.objects.count() == 2

    def test_a_file_that_is_no_list_says_why_beside_the_field(self, an: Client) -> None:
        words = refused(self.look(an, "naam\nIne\n"), "file")
        assert "De kolom gemeente ontbreekt." in words
        refused(an.post(self.ADDRESS), "file")
        refused(an.post(self.ADDRESS, {"content": "naam\nIne\n"}), "file")
        assert actions.WRONG_ROWS.nl not in words

    def test_it_is_taken_along_as_a_file_that_can_be_taken_in_again(self, an: Client) -> None:
        send(an, form_with(self.look(an, self.GOOD).content.decode(), "content"))
        before = queries.listed("agii")
        answer = an.get(f"{self.ADDRESS}/file")
        assert answer.headers["Content-Disposition"] == 'attachment; filename="contacts.csv"'
        words = words_of(self.look(an, answer.content.decode()).content.decode())
        assert "Komen erbij 0" in words and "Blijven 2" in words and "Vallen weg 0" in words
        assert queries.listed("agii") == before

    def test_a_list_of_long_ago_is_said_to_be_old(self, an: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        send(an, form_with(self.look(an, self.GOOD).content.decode(), "content"))
        assert "Deze lijst is van" not in words_of(page(an, self.ADDRESS))
        monkeypatch.setattr(contact_list, "AGES", timedelta(0))
        assert "Deze lijst is van" in words_of(page(an, self.ADDRESS))

    def test_the_command_does_the_same(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        file = tmp_path / "lijst.csv"
        file.write_text(self.GOOD + "Nergens;Cas;\n", encoding="utf-8")
        assert main(["outreach", "import", str(file)]) == 1
        out, err = capsys.readouterr()
        assert "line 4\tmunicipality\tNo Flemish municipality" in out and actions.WRONG_ROWS.en in err
        assert main(["outreach", "import", str(file), "--look"]) == 1
        assert not Correspondent.objects.exists()
        assert main(["outreach", "import", str(file), "--good-rows"]) == 0
        assert Correspondent.objects.count() == 2
        assert main(["outreach", "import", str(tmp_path / "weg.csv")]) == 1
        assert main(["outreach", "import", str(file), "--agency", "atlas"]) == 1
        file.write_text("naam\n", encoding="utf-8")
        assert main(["outreach", "import", str(file)]) == 1
        assert "The column municipality is missing" in capsys.readouterr().err


def test_a_wrong_file_of_channels_is_said_on_the_page_and_stops_nothing_else(
    an: Client, stranger: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "CHANNELS", str(tmp_path / "weg.toml"))
    assert "Nog niet ingesteld" in page(an, f"/nl/outreach/municipalities/{HALLE}", 503)
    page(an, "/nl/home")
    assert fill(stranger).status_code == 302


PUBLIC = ("/nl/", "/en/", "/nl/growth", "/overview.json", "/overview.csv", "/nl/interest", "/nl/interest/thanks",
          "/log/checkpoint", "/log/checkpoints", "/nl/login", "/nergens")  # fmt: skip


def test_no_public_page_and_no_municipality_sees_who_was_spoken_to(furnished: Path) -> None:
    """Whoever the agency knows at a municipality is seen by its own outreach roles and by nobody else."""
    names = ("Ine Voorbeeld", "Dora", "Gus", "ine@aalst.example", "053 72 30 00", "Bel terug over het model")
    shown = words_of(page(visitor("an", *PEOPLE["an"]), f"/nl/outreach/municipalities/{AALST}"))
    assert names[0] in shown and names[3] in shown
    clients = {who: visitor(who, *PEOPLE[who]) for who in ("dina", "carla", "stijn", "olga", "toon")}
    home = (
        "/nl/home",
        "/nl/protocols",
        f"/nl/outreach/municipalities/{AALST}",
        "/nl/outreach/list/file",
        "/nl/outreach",
    )
    for client, addresses in [(Client(SERVER_NAME="localhost"), PUBLIC), *((one, home) for one in clients.values())]:
        for address in addresses:
            body = client.get(address).content.decode()
            assert [name for name in names if name in body] == [], address
