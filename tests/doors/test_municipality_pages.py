"""The desk of a municipality in the browser: ask, open, collect, confirm, keep keys, get started, and ask the gate."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.test import Client
from tests.doors.visitors import FoundForm, forms_on, visitor, words_of
from tests.rooms.test_asking import everything
from tests.stories.cast import BEERSEL, CODE, HALLE, MANAGER, House, ceremony, insz
from tests.stories.test_many_asks_at_once import suspend

from sluis.adapters.sealing import make_identity
from sluis.cli import clock
from sluis.disclosures import opening, pigeonhole, pipeline, placing, tries
from sluis.disclosures.models import Ask, Collectable, Delivery, Opening, Try
from sluis.disclosures.onboarding import Step, checklist
from sluis.domain.access import Role
from sluis.domain.entry import INSZ_SHAPED
from sluis.domain.lifecycle import NotPossible, Verb
from sluis.domain.policy import RULES
from sluis.domain.questions import QUESTIONS
from sluis.ledger import queries as ledger
from sluis.ledger.actions import LedgerBroken
from sluis.parties import actions as parties
from sluis.parties.models import RecipientKey
from sluis.protocols import actions as protocols
from sluis.web.municipality.onboarding import STEPS

PASSPHRASE = "vier gewone woorden samen"
BEERSELS, HALLES = f"nis:{BEERSEL}", f"nis:{HALLE}"


@pytest.fixture
def house(database: str, home: Path, tmp_path: Path) -> House:
    """Beersel with a protocol, a key file of its own, and a key behind a passphrase."""
    found = House(tmp_path)
    parties.make_key_behind_passphrase(BEERSEL, PASSPHRASE, by=BEERSELS, at=clock.now())
    return found


@pytest.fixture
def olga(house: House) -> Client:
    return visitor("olga", BEERSELS, Role.INTEGRATION_OFFICER)


@pytest.fixture
def cas(house: House) -> Client:
    return visitor("cas", BEERSELS, Role.COORDINATOR)


@pytest.fixture
def dora(house: House) -> Client:
    return visitor("dora", BEERSELS, Role.DPO)


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def form_on(text: str, field: str, **values: str) -> FoundForm:
    """The one form of a page that has this field, and these values in others."""
    (found,) = [
        form
        for form in forms_on(text)
        if field in form.fields and all(form.fields.get(name) == [value] for name, value in values.items())
    ]
    return found


def asked(client: Client, purpose: str = "ceremony", **given: Any) -> str:
    """Asks through the page's own form; gives the address of the ask."""
    form = form_on(page(client, f"/nl/ask/{purpose}"), "key")
    answer = client.post(form.action, form.filled(**given))
    assert answer.status_code == 302, words_of(answer.content.decode())
    return str(answer.headers["Location"])


def opened(client: Client, address: str, passphrase: str = PASSPHRASE, *, how: str = "page") -> Any:
    form = form_on(page(client, f"{address}/open"), "passphrase")
    return client.post(form.action, form.filled(passphrase=passphrase) | {"as": how})


def cells(text: str) -> list[list[str]]:
    body = text[text.index("<tbody>") : text.index("</tbody>")]
    return [re.findall(r"<td>(.*?)</td>", row) for row in body.split("<tr>")[1:]]


def in_the_vault(database: str) -> list[list[str]]:
    """Who of Beersel obtained the attest and is there, as the source has them."""
    with psycopg.connect(database) as superuser:
        rows = superuser.execute(
            "SELECT insz, surname, first_name FROM dossiers_person WHERE nis = %s AND status = 'active' "
            "AND attest_obtained_on IS NOT NULL AND contract_signed_on IS NOT NULL ORDER BY id",
            [BEERSEL],
        )
        return [list(row) for row in rows]


class TestAsking:
    def test_every_purpose_says_what_it_gives_or_why_not(self, olga: Client) -> None:
        said = words_of(page(olga, "/nl/ask"))
        for words in ("Inburgeringsceremonie", "attest van inburgering behaalde", "voornaam", "integratiedienst"):
            assert words in said
        # Beersel did not agree on buddy projects: the rule says so, with who lifts it and the next step.
        assert "Het doeleinde 'buddyprojecten' is niet overeengekomen" in said
        assert "stel een wijziging van het protocol voor" in said
        assert "/nl/ask/buddy" not in page(olga, "/nl/ask")

    def test_what_stands_in_the_way_of_every_ask_is_said_first(self, olga: Client) -> None:
        suspend(BEERSEL)
        text = page(olga, "/en/ask")
        assert words_of(text).index("You cannot ask for anything now") < words_of(text).index("Integration ceremony")
        assert "The protocol is suspended." in text
        assert "/en/ask/ceremony" not in text

    def test_a_purpose_shows_its_own_services_and_fields_and_a_period_only_where_agreed(
        self, olga: Client, database: str
    ) -> None:
        form = form_on(page(olga, "/nl/ask/ceremony"), "key")
        assert form.fields["service"] == ["integratiedienst"]
        assert "insz" in form.fields["wanted"]
        with_period = {
            purpose: "first" in form_on(page(olga, f"/nl/ask/{purpose}"), "key").fields
            for purpose in ("ceremony", "practice")
        }
        from sluis.disclosures.asking import what_may_be_asked

        agreed = {one.purpose.value: one for one in what_may_be_asked(BEERSEL, clock.today()).purposes}
        assert with_period == {name: agreed[name].period_by is not None for name in with_period}

    def test_a_purpose_that_was_not_agreed_has_no_form_and_takes_none(self, olga: Client) -> None:
        text = page(olga, "/nl/ask/buddy")
        assert "niet overeengekomen" in text
        assert not [form for form in forms_on(text) if "key" in form.fields]
        before = ledger.size()
        assert olga.post("/nl/ask/buddy", {"key": "abc", "service": "integratiedienst"}).status_code == 409
        assert (Ask.objects.count(), ledger.size()) == (0, before)
        assert olga.get("/nl/ask/party").status_code == 404

    def test_only_what_is_ticked_is_asked(self, olga: Client) -> None:
        address = asked(olga, wanted=["surname", "first_name"])
        assert Ask.objects.get().fields == ["first_name", "surname"]
        assert "Ligt" not in address
        form = form_on(page(olga, "/nl/ask/ceremony"), "key")
        answer = olga.post(form.action, form.filled(wanted=[]))
        assert answer.status_code == 409 and "Vul dit in." in answer.content.decode()

    def test_a_field_that_was_not_agreed_cannot_be_slipped_in(self, olga: Client, database: str) -> None:
        form = form_on(page(olga, "/nl/ask/ceremony"), "key")
        answer = olga.post(form.action, form.filled(wanted=["surname", "address"]))
        assert answer.status_code == 409
        assert not Ask.objects.exists()

    def test_a_second_click_is_the_same_ask_and_one_delivery(self, olga: Client) -> None:
        form = form_on(page(olga, "/nl/ask/ceremony"), "key")
        first, second = (olga.post(form.action, form.filled()).headers["Location"] for _ in range(2))
        assert first == second
        assert (Ask.objects.count(), Delivery.objects.count(), Collectable.objects.count()) == (1, 1, 1)

    def test_the_same_form_for_something_else_is_said_and_nothing_is_lost(self, olga: Client) -> None:
        form = form_on(page(olga, "/nl/ask/ceremony"), "key")
        olga.post(form.action, form.filled())
        answer = olga.post(form.action, form.filled(wanted=["surname"]))
        assert answer.status_code == 409
        text = answer.content.decode()
        assert "al een andere aanvraag gedaan" in text
        assert form_on(text, "key").fields["wanted"] == ["surname"]
        assert Delivery.objects.count() == 1

    def test_a_refusal_since_the_form_was_shown_is_recorded_and_explained(self, olga: Client) -> None:
        form = form_on(page(olga, "/nl/ask/ceremony"), "key")
        suspend(BEERSEL)
        address = olga.post(form.action, form.filled()).headers["Location"]
        said = words_of(page(olga, address))
        assert "De sluis heeft deze aanvraag geweigerd" in said and "Het protocol is geschorst." in said
        assert "beide partijen" in said and "modelprotocol, artikel" in said
        assert "The protocol is suspended." in page(olga, address.replace("/nl/", "/en/"))

    def test_without_an_extract_people_hear_that_there_is_nothing_and_the_operator_reads_it(
        self, olga: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setattr("sluis.dossiers.queries.newest_as_of", lambda _: None)
        form = form_on(page(olga, "/nl/ask/ceremony"), "key")
        answer = olga.post(form.action, form.filled())
        assert answer.status_code == 409 and "nog geen gegevens uit zijn bron" in answer.content.decode()
        assert "found no extract" in caplog.text

    def test_a_ledger_that_cannot_be_signed_lets_nothing_leave_and_the_same_form_goes_on_later(
        self, olga: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def broken(**_: object) -> None:
            raise LedgerBroken("the tree differs")

        form = form_on(page(olga, "/nl/ask/ceremony"), "key")
        with monkeypatch.context() as patch:
            patch.setattr("sluis.ledger.actions.publish", broken)
            answer = olga.post(form.action, form.filled())
        assert answer.status_code == 409 and "beheerder is verwittigd" in answer.content.decode()
        assert "the tree differs" in caplog.text
        said = words_of(page(olga, f"/nl/deliveries/{Ask.objects.get().pk}"))
        assert "klaar om te vertrekken" in said and "Opnieuw laden" in said
        assert olga.post(form.action, form.filled()).status_code == 302
        assert Delivery.objects.get().status == "delivered"

    def test_a_missing_key_of_the_house_is_told_to_the_operator(
        self, house: House, olga: Client, caplog: pytest.LogCaptureFixture
    ) -> None:
        from django.conf import settings

        (settings.KEYS_FOLDER / "ledger.key").unlink()
        form = form_on(page(olga, "/nl/ask/ceremony"), "key")
        assert olga.post(form.action, form.filled()).status_code == 409
        assert "sluis key init" in caplog.text
        assert not Ask.objects.exists()

    def test_what_was_withheld_is_asked_anew(self, house: House, olga: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        form = form_on(page(olga, "/nl/ask/ceremony"), "key")
        with monkeypatch.context() as patch:
            patch.setattr("sluis.ledger.actions.publish", lambda **_: (_ for _ in ()).throw(LedgerBroken("no")))
            olga.post(form.action, form.filled())
        suspend(BEERSEL)
        pipeline.deliver_waiting(instruments=house.instruments, at=clock.now())
        said = words_of(page(olga, f"/nl/deliveries/{Ask.objects.get().pk}"))
        assert "tegengehouden voor ze vertrok" in said and "Het protocol is geschorst." in said
        protocols.move(CODE, Verb.RESUME, reason="hersteld", by=MANAGER, at=clock.now())
        answer = olga.post(form.action, form.filled())
        assert answer.status_code == 409 and "Begin een nieuwe aanvraag" in answer.content.decode()

    @pytest.mark.parametrize(
        ("first", "last", "said"),
        [("2026-01-01", "", "beide dagen"), ("2026-03-01", "2026-02-01", "eindigt voor ze begint")],
    )
    def test_a_period_is_whole_and_in_order(self, first: str, last: str, said: str, olga: Client) -> None:
        form = form_on(page(olga, "/nl/gate"), "municipality")
        answer = olga.post(form.action, form.filled(first=first, last=last))
        assert answer.status_code == 400 and said in answer.content.decode()

    def test_it_is_up_to_the_officer_of_the_municipality_itself(self, house: House, cas: Client) -> None:
        assert "Dit is niet aan u als coördinator" in page(cas, "/nl/ask", 403)
        assert visitor("an", "agency:agii", Role.PROTOCOL_MANAGER).get("/nl/ask").status_code == 403
        from sluis.domain.access import Actor

        for by in (
            Actor("cas", BEERSELS, Role.COORDINATOR),
            Actor("olga", BEERSELS, Role.INTEGRATION_OFFICER),
        ):
            with pytest.raises(NotPossible):
                placing.place(ceremony(HALLE), key="k", instruments=lambda: house.instruments, by=by, at=clock.now())
        assert not Ask.objects.exists()


class TestOpening:
    def test_from_ask_to_rows_in_the_browser(
        self, olga: Client, database: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        address = asked(olga)
        assert "ligt klaar om op te halen" in page(olga, address)
        answer = opened(olga, address)
        assert answer.status_code == 200
        text = answer.content.decode()
        found = cells(text)
        assert [row[:3] for row in found] == in_the_vault(database)
        assert [row[0] for row in found] == [insz(1), insz(2), insz(3)]
        assert {row[-1] for row in found} == {"ja"}
        assert "(INSZ: rijksregisternummer of BIS-nummer)" in text and ">insz<" not in text
        assert "no-store" in answer.headers["Cache-Control"]
        assert not INSZ_SHAPED.search(caplog.text) and PASSPHRASE not in caplog.text
        assert PASSPHRASE not in text
        assert Opening.objects.get().person == "olga"
        assert "ontvangen" in page(olga, address)

    def test_as_a_file_they_are_the_bytes_of_the_parcel(self, house: House, olga: Client) -> None:
        address = asked(olga)
        answer = opened(olga, address, how="csv")
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
        assert not INSZ_SHAPED.search(answer.headers["Content-Disposition"])
        assert "no-store" in answer.headers["Cache-Control"]
        lines = answer.content.decode().splitlines()
        assert len(lines) == 4 and lines[1].startswith(insz(1))

    def test_with_a_key_file_of_their_own(self, house: House, olga: Client, tmp_path: Path) -> None:
        address = asked(olga)
        key = tmp_path / "key.txt"
        key.write_text(house.identity)
        form = form_on(page(olga, f"{address}/open"), "identity")
        with key.open("rb") as sent:
            answer = olga.post(form.action, form.filled() | {"as": "page", "identity": sent})
        assert answer.status_code == 200 and insz(2) in answer.content.decode()
        key.write_text(make_identity()[0])
        with key.open("rb") as sent:
            answer = olga.post(form.action, form.filled() | {"as": "page", "identity": sent})
        assert answer.status_code == 409 and "niet voor deze sleutel verzegeld" in answer.content.decode()

    def test_a_wrong_passphrase_is_said_and_opens_nothing(self, olga: Client) -> None:
        address = asked(olga)
        answer = opened(olga, address, PASSPHRASE.upper())
        text = answer.content.decode()
        assert answer.status_code == 409 and "opent geen sleutel" in text
        assert PASSPHRASE.upper() not in text and insz(1) not in text
        assert not Opening.objects.exists()

    def test_of_tries_only_so_many_may_be_wrong(self, olga: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(tries, "MOST", 2)
        address = asked(olga)
        assert opened(olga, address).status_code == 200
        assert not Try.objects.exists()
        for _ in range(2):
            assert "opent geen sleutel" in opened(olga, address, "iets helemaal anders").content.decode()
        text = opened(olga, address).content.decode()
        assert "verkeerde wachtwoordzin" in text and insz(1) not in text
        # Somebody else, and this person an hour later, may try.
        otto = visitor("otto", BEERSELS, Role.INTEGRATION_OFFICER)
        assert opened(otto, address).status_code == 200
        assert Try.objects.count() == 2
        later = Try.objects.order_by("at").last()
        assert later is not None
        tries.take_off(tries.begin(later.delivery_id, "olga", at=later.at + tries.WITHIN))
        assert not Try.objects.exists()

    def test_no_more_than_two_are_opened_at_a_time_and_that_is_no_wrong_try(self, olga: Client) -> None:
        address = asked(olga)
        with opening.AT_ONCE, opening.AT_ONCE:
            answer = opened(olga, address)
            assert answer.status_code == 409 and "Probeer zo dadelijk opnieuw" in answer.content.decode()
            assert not Try.objects.exists()
        assert opened(olga, address).status_code == 200

    def test_suspended_after_it_was_laid_ready_it_is_not_opened_and_says_why(self, olga: Client) -> None:
        address = asked(olga)
        form = form_on(page(olga, f"{address}/open"), "passphrase")
        suspend(BEERSEL)
        answer = olga.post(form.action, form.filled(passphrase=PASSPHRASE) | {"as": "page"})
        text = answer.content.decode()
        assert answer.status_code == 409 and "Het protocol is geschorst." in text and insz(1) not in text
        for where in (address, f"{address}/open"):
            said = words_of(page(olga, where))
            assert "wordt nu niet overhandigd" in said and "Het protocol is geschorst." in said
        assert not Opening.objects.exists()

    def test_the_page_looks_again_by_itself_while_it_can_change(self, olga: Client) -> None:
        address = asked(olga)
        text = page(olga, address)
        (again,) = re.findall(r'hx-get="([^"]+)"', text)
        assert again.startswith(f"{address}?") and "Opnieuw laden" in text
        # Nothing changed: nothing is put in its place, so that nobody loses where they are on the page.
        assert olga.get(again, headers={"HX-Request": "true"}).status_code == 204
        assert olga.get(again).status_code == 200
        suspend(BEERSEL)
        part = olga.get(again, headers={"HX-Request": "true"}).content.decode()
        assert "Het protocol is geschorst." in part[part.index('id="state"') :]
        protocols.move(CODE, Verb.RESUME, reason="hersteld", by=MANAGER, at=clock.now())
        opened(olga, address)
        assert "hx-get" not in page(olga, address)

    def test_a_page_that_looks_again_keeps_nobody_logged_in(self, olga: Client) -> None:
        address = asked(olga)
        session = olga.session
        session["seen"] = (clock.now() - timedelta(minutes=20)).isoformat()
        session.save()
        olga.get(address, headers={"HX-Request": "true"})
        assert olga.session["seen"] == session["seen"]
        session["seen"] = (clock.now() - timedelta(minutes=40)).isoformat()
        session.save()
        answer = olga.get(address, headers={"HX-Request": "true"})
        assert (answer.headers["HX-Refresh"], answer.content) == ("true", b"")

    def test_who_watches_sees_who_opened_it_and_cannot_open_it(self, olga: Client, dora: Client, cas: Client) -> None:
        address = asked(olga)
        opened(olga, address)
        for client in (dora, cas):
            said = words_of(page(client, address))
            assert "Olga Voorbeeld geopend met een wachtwoordzin" in said
            assert "Alleen de integratieambtenaar" in said
            assert "Dit is niet aan u als" in page(client, f"{address}/open", 403)
            assert client.post(f"{address}/open", {"with": "passphrase", "passphrase": PASSPHRASE}).status_code == 403
            assert client.post(f"{address}/file/all").status_code == 403
        assert Opening.objects.count() == 1

    def test_for_another_municipality_and_for_the_agency_it_is_not_there(self, olga: Client) -> None:
        address = asked(olga)
        ivo = visitor("ivo", HALLES, Role.INTEGRATION_OFFICER)
        stijn = visitor("stijn", "agency:agii", Role.DATA_STEWARD)
        for end in ("", "/open", "/deleted", "/file/all"):
            assert ivo.get(address + end).status_code == 404
            assert stijn.get(address + end).status_code in ((404,) if not end else (403,))
        assert ivo.post(f"{address}/open", {"with": "passphrase", "passphrase": PASSPHRASE}).status_code == 404
        assert ivo.post(f"{address}/deleted", {"deleted": "on"}).status_code == 404
        assert stijn.get("/nl/deliveries").status_code == 404
        assert not Opening.objects.exists()

    def test_a_refusal_has_nothing_to_open(self, olga: Client) -> None:
        form = form_on(page(olga, "/nl/ask/ceremony"), "key")
        suspend(BEERSEL)
        address = olga.post(form.action, form.filled()).headers["Location"]
        for end in ("/open", "/deleted", "/file/all"):
            assert olga.get(address + end).status_code == 404

    def test_a_way_of_opening_that_is_none_is_not_there(self, olga: Client) -> None:
        address = asked(olga)
        assert olga.post(f"{address}/open", {"with": "force", "passphrase": PASSPHRASE}).status_code == 404


class TestFiles:
    def test_each_file_is_an_attachment_and_all_of_them_one_archive(self, olga: Client) -> None:
        address = asked(olga)
        name = Delivery.objects.get().name
        found = {}
        for form in forms_on(page(olga, address)):
            if "/file/" in form.action:
                answer = olga.post(form.action, form.filled())
                assert answer.status_code == 200
                found[form.action.rpartition("/")[2]] = answer.headers["Content-Disposition"]
        assert found == {
            "parcel": f'attachment; filename="{name}"',
            "signature": f'attachment; filename="{name}.minisig"',
            "entry": f'attachment; filename="{name}.entry.json"',
            "proof": f'attachment; filename="{name}.tlog-proof"',
            "all": f'attachment; filename="{name.removesuffix(".zip.age")}.files.zip"',
        }
        assert Opening.objects.count() == 5

    def test_looking_at_what_fetching_does_fetches_nothing(self, olga: Client) -> None:
        address = asked(olga)
        before = ledger.size()
        assert "De eerste keer komt in het openbare logboek" in page(olga, f"{address}/file/parcel")
        assert (Opening.objects.count(), ledger.size()) == (0, before)
        for none in ("passphrase", "identity", "rows"):
            assert olga.get(f"{address}/file/{none}").status_code == 404

    def test_what_cannot_be_fetched_now_says_why(self, olga: Client) -> None:
        address = asked(olga)
        suspend(BEERSEL)
        answer = olga.post(f"{address}/file/parcel")
        assert answer.status_code == 409 and "Het protocol is geschorst." in answer.content.decode()
        assert "Het protocol is geschorst." in page(olga, f"{address}/file/parcel")

    def test_what_went_another_way_is_not_here(self, house: House, olga: Client) -> None:
        house.ask(ceremony())
        address = f"/nl/deliveries/{Ask.objects.get().pk}"
        assert "langs een andere weg geleverd" in page(olga, address)
        assert olga.post(f"{address}/file/parcel").status_code == 409
        assert opened_without_form(olga, address).status_code == 409


def opened_without_form(client: Client, address: str) -> Any:
    return client.post(f"{address}/open", {"with": "passphrase", "passphrase": PASSPHRASE, "as": "page"})


class TestTheList:
    def test_is_empty_with_what_to_do_and_then_says_what_became_of_each(self, olga: Client, dora: Client) -> None:
        assert "heeft nog niets gevraagd" in page(olga, "/nl/deliveries")
        asked(olga)
        suspend(BEERSEL)
        for client in (olga, dora):
            said = words_of(page(client, "/nl/deliveries"))
            assert "1 aanvragen" in said and "ligt klaar om op te halen" in said
            assert "1 zending ligt klaar" in said

    def test_comes_a_page_at_a_time(self, olga: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sluis.disclosures.desk.PER_PAGE", 1)
        asked(olga)
        asked(olga, "practice")
        assert "Pagina 1 van 2" in words_of(page(olga, "/nl/deliveries"))
        assert "Inburgeringsceremonie" in page(olga, "/nl/deliveries?page=2")

    def test_the_certificate_says_what_was_selected_under_which_text(self, dora: Client, olga: Client) -> None:
        address = asked(olga)
        said = words_of(page(dora, address))
        row = Delivery.objects.get()
        for words in (
            row.permit.version.terms_digest, row.parcel_digest, "versie 1", '"attest_obtained_on" IS NOT NULL',
            f"Nummer in het logboek {row.entry}", "Aantal personen 3",
        ):  # fmt: skip
            assert words in said


class TestDeletion:
    def test_is_explained_and_then_confirmed(self, olga: Client, cas: Client, dora: Client) -> None:
        address = asked(olga)
        assert dora.get(f"{address}/deleted").status_code == 403
        form = form_on(page(cas, f"{address}/deleted"), "deleted")
        answer = cas.post(form.action, form.filled())
        assert answer.status_code == 409 and Collectable.objects.exists()
        answer = cas.post(form.action, form.filled(deleted="on"))
        assert answer.headers["Location"] == address
        assert not Collectable.objects.exists()
        assert Delivery.objects.get().deletion_confirmed_by == BEERSELS
        assert "wissen bevestigd" in page(olga, address)
        assert "Het wissen is al bevestigd." in page(cas, f"{address}/deleted")
        answer = cas.post(form.action, form.filled(deleted="on"))
        assert answer.status_code == 409 and "Het wissen is al bevestigd." in answer.content.decode()

    def test_overdue_is_said_where_it_is_seen(self, olga: Client, database: str) -> None:
        asked(olga)
        with psycopg.connect(database, autocommit=True) as superuser:
            superuser.execute("UPDATE disclosures_delivery SET keep_until = %s", [date(2026, 1, 1)])
        for address in ("/nl/deliveries", "/nl/home"):
            assert "het wissen te laat bevestigd" in page(olga, address)
        assert "zonder bevestiging dat ze gewist zijn" in words_of(page(olga, "/nl/ask"))


class TestKeys:
    def test_one_is_made_behind_a_passphrase_and_kept_as_a_file(self, cas: Client) -> None:
        before = RecipientKey.objects.count()
        form = form_on(page(cas, "/nl/keys/new"), "again")
        assert cas.post(form.action, form.filled(passphrase=PASSPHRASE, again=PASSPHRASE)).status_code == 302
        made = RecipientKey.objects.order_by("-pk")[0]
        assert (RecipientKey.objects.count(), made.nis, made.registered_by) == (before + 1, BEERSEL, BEERSELS)
        text = page(cas, "/nl/keys")
        assert PASSPHRASE not in text and made.recipient[-8:] in text
        answer = cas.get(f"/nl/keys/{made.pk}/file/sealed")
        assert (
            answer.content.startswith(b"age-encryption.org/v1")
            and "attachment" in answer.headers["Content-Disposition"]
        )

    @pytest.mark.parametrize(
        ("passphrase", "again", "said"),
        [
            (PASSPHRASE, PASSPHRASE + " ", "niet dezelfde zin"),
            ("kort", "kort", "minstens 12 tekens"),
            ("00000000000000", "00000000000000", "cijfers en leestekens"),
        ],
    )
    def test_a_passphrase_that_will_not_do_makes_none(
        self, passphrase: str, again: str, said: str, cas: Client
    ) -> None:
        before = RecipientKey.objects.count()
        form = form_on(page(cas, "/nl/keys/new"), "again")
        answer = cas.post(form.action, form.filled(passphrase=passphrase, again=again))
        assert answer.status_code == 409 and said in answer.content.decode()
        assert passphrase not in re.findall(r'value="([^"]*)"', answer.content.decode())
        assert RecipientKey.objects.count() == before

    def test_an_own_key_is_registered_and_what_is_none_is_refused_beside_the_field(self, cas: Client) -> None:
        form = form_on(page(cas, "/nl/keys/own"), "recipient")
        recipient = make_identity()[1]
        assert cas.post(form.action, form.filled(recipient=recipient)).status_code == 302
        assert RecipientKey.objects.get(recipient=recipient).nis == BEERSEL
        answer = cas.post(form.action, form.filled(recipient="age1none"))
        assert answer.status_code == 409
        assert "kan niet geregistreerd worden" in answer.content.decode() and "age1none" in answer.content.decode()

    def test_another_municipality_s_key_is_not_taken_and_not_there(self, house: House) -> None:
        dina = visitor("dina", HALLES, Role.COORDINATOR)
        answer = dina.post("/nl/keys/own", {"recipient": house.recipient})
        assert answer.status_code == 409 and "kan niet geregistreerd worden" in answer.content.decode()
        number = RecipientKey.objects.filter(nis=BEERSEL)[0].pk
        assert dina.get(f"/nl/keys/{number}/withdraw").status_code == 404
        assert dina.post(f"/nl/keys/{number}/withdraw").status_code == 404
        assert dina.get(f"/nl/keys/{number}/file/sealed").status_code == 404
        assert "heeft nog geen sleutel" in page(dina, "/nl/keys")

    def test_withdrawing_is_explained_and_warns_at_the_last(self, house: House, cas: Client) -> None:
        own, behind = RecipientKey.objects.order_by("pk")
        assert "uw enige sleutel" not in page(cas, f"/nl/keys/{own.pk}/withdraw")
        assert cas.get(f"/nl/keys/{own.pk}/file/sealed").status_code == 404
        assert cas.post(f"/nl/keys/{own.pk}/withdraw").status_code == 302
        assert "uw enige sleutel" in page(cas, f"/nl/keys/{behind.pk}/withdraw")
        answer = cas.post(f"/nl/keys/{own.pk}/withdraw")
        assert answer.status_code == 409 and "al ingetrokken" in answer.content.decode()
        assert "Ingetrokken sleutels" in page(cas, "/nl/keys")


class TestGettingStarted:
    def states(self, on: date | None = None) -> dict[Step, bool]:
        return {line.step: line.done for line in checklist(BEERSEL, on or clock.today()).lines}

    def test_every_line_follows_what_is_there(self, house: House, database: str) -> None:
        everything_done = {step for step, done in self.states().items() if done}
        assert everything_done == {Step.PROTOCOL, Step.IN_FORCE, Step.KEY}
        olga = visitor("olga", BEERSELS, Role.INTEGRATION_OFFICER)
        assert self.states()[Step.OFFICER] and not self.states()[Step.COORDINATOR]
        address = asked(olga)
        assert self.states()[Step.ASKED] and not self.states()[Step.COLLECTED]
        opened(olga, address)
        assert self.states()[Step.COLLECTED]
        visitor("cas", BEERSELS, Role.COORDINATOR)
        visitor("dora", BEERSELS, Role.DPO)
        assert checklist(BEERSEL, clock.today()).complete
        late = Delivery.objects.get().keep_until + timedelta(days=1)
        assert not checklist(BEERSEL, late).complete
        pigeonhole.confirm_deletion(Delivery.objects.get().pk, by=actor("cas", Role.COORDINATOR), at=clock.now())
        assert checklist(BEERSEL, late).complete and self.states(late)[Step.DELETED]

    def test_the_page_says_by_whom_and_leads_there_only_who_may(self, olga: Client, dora: Client) -> None:
        text = page(olga, "/nl/onboarding")
        assert "5 van de 9 stappen" in text
        assert 'href="/nl/ask"' in text
        assert "integratieambtenaar van de gemeente" in text
        listed = page(dora, "/nl/onboarding")
        assert 'href="/nl/ask"' not in listed and 'href="/nl/keys"' not in listed

    def test_it_is_not_there_for_the_agency(self, house: House) -> None:
        assert visitor("an", "agency:agii", Role.PROTOCOL_MANAGER).get("/nl/onboarding").status_code == 404

    def test_every_step_has_its_words(self) -> None:
        assert set(STEPS) == set(Step)


def actor(person: str, role: Role) -> Any:
    from sluis.domain.access import Actor

    return Actor(person, BEERSELS, role)


class TestTheHome:
    def test_shows_what_waits_and_the_way_in(self, olga: Client, cas: Client, dora: Client) -> None:
        said = page(olga, "/nl/home")
        assert 'class="button" href="/nl/ask"' in said and "Wat nog te doen is" in said
        assert "U bent helemaal bij" in said
        opened_at = asked(olga)
        said = page(olga, "/nl/home")
        assert "1 zending ligt klaar om op te halen." in said and "U bent helemaal bij" not in said
        assert 'class="button" href="/nl/ask"' not in page(cas, "/nl/home")
        opened(olga, opened_at)
        assert "Wat nog te doen is" not in page(olga, "/nl/home")

    def test_a_signatory_hears_nothing_of_deliveries(self, olga: Client) -> None:
        asked(olga)
        bea = visitor("bea", BEERSELS, Role.SIGNATORY)
        said = page(bea, "/nl/home")
        assert "ligt klaar" not in said and "/nl/deliveries" not in said
        assert bea.get("/nl/deliveries").status_code == 403

    def test_the_menu_has_what_the_role_is_there_for(self, olga: Client, house: House) -> None:
        menu = page(olga, "/nl/home").partition('class="menu"')[2].partition("</nav>")[0]
        assert re.findall(r'href="/nl/([a-z]+)"', menu) == [
            "home", "ask", "deliveries", "protocols", "reports", "gate", "keys", "messages", "people", "onboarding",
            "search",
        ]  # fmt: skip
        an = visitor("an", "agency:agii", Role.PROTOCOL_MANAGER)
        menu = page(an, "/nl/home").partition('class="menu"')[2].partition("</nav>")[0]
        assert "/nl/gate" in menu
        assert not {"/nl/ask", "/nl/deliveries", "/nl/keys", "/nl/onboarding"} & set(
            re.findall(r'href="([^"]+)"', menu)
        )


class TestAskingTheGate:
    def tried(self, client: Client, **given: Any) -> str:
        form = form_on(page(client, "/nl/gate"), "municipality")
        answer = client.post(form.action, form.filled(**given))
        assert answer.status_code == 200
        return str(answer.content.decode())

    def test_every_rule_answers_and_nothing_is_written(self, olga: Client, database: str) -> None:
        page(olga, "/nl/gate")
        before = everything(database)
        said = self.tried(olga, purpose="ceremony")
        assert "Ja: de sluis zou dit toelaten" in said and "Er is niets genoteerd" in said
        assert said.count('<th scope="row">') == len(RULES)
        refused = self.tried(olga, purpose="buddy")
        assert "Nee: de sluis zou dit weigeren." in refused and "badge--error" in refused
        assert everything(database) == before

    def test_a_municipality_tries_for_itself_and_the_agency_for_each(self, olga: Client, house: House) -> None:
        assert '<option value="23027"' not in page(olga, "/nl/gate")
        form = form_on(page(olga, "/nl/gate"), "municipality")
        answer = olga.post(form.action, form.filled(municipality=HALLE, purpose="ceremony"))
        assert answer.status_code == 400
        stijn = visitor("stijn", "agency:agii", Role.DATA_STEWARD)
        assert "Er is geen protocol tussen het agentschap en gemeente 23027" in self.tried(
            stijn, municipality=HALLE, purpose="ceremony"
        )

    def test_what_is_typed_is_no_person(self, olga: Client) -> None:
        form = form_on(page(olga, "/nl/gate"), "municipality")
        answer = olga.post(form.action, form.filled(service=insz(1)))
        assert answer.status_code == 400 and "rijksregisternummer" in answer.content.decode()

    def test_every_rule_has_its_question(self) -> None:
        assert set(QUESTIONS) == {rule.name for rule in RULES}


EVERY = (
    "/ask",
    "/ask/ceremony",
    "/ask/buddy",
    "/deliveries",
    "/keys",
    "/keys/new",
    "/keys/own",
    "/onboarding",
    "/gate",
    "/home",
)


def test_both_languages_say_every_page(olga: Client) -> None:
    asked(olga)
    number = Ask.objects.get().pk
    own = [f"/deliveries/{number}{end}" for end in ("", "/open", "/deleted", "/file/all")]
    own.append(f"/keys/{RecipientKey.objects.all()[0].pk}/withdraw")
    for address in (*EVERY, *own):
        dutch, english = (page(olga, f"/{language}{address}") for language in ("nl", "en"))
        for text in (dutch, english):
            assert text.count("<h1") == 1 and "style=" not in text
            ids = re.findall(r' id="([^"]+)"', text)
            assert len(ids) == len(set(ids)), address
            assert not INSZ_SHAPED.search(" ".join(re.findall(r'(?:href|action|hx-get)="([^"]*)"', text)))
        assert words_of(dutch) != words_of(english)
