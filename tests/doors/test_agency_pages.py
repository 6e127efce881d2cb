"""The agency's own pages: the source and its imports, deliveries and refusals, the ledger, the jobs, and its home."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.doors.visitors import form_with, visitor, words_of
from tests.rooms.desk import register_agency
from tests.stories.cast import BEERSEL, HEADER, PEOPLE, House, ceremony, insz, row

from sluis.cli import clock
from sluis.disclosures import delivery
from sluis.disclosures.models import Delivery
from sluis.disclosures.models import Refusal as StoredRefusal
from sluis.domain.access import Actor, Role
from sluis.domain.insz import display
from sluis.domain.lifecycle import Verb
from sluis.domain.policy import Ask
from sluis.domain.words import Purpose, Said
from sluis.dossiers.models import Extract
from sluis.dossiers.queries import ROWS_A_PAGE
from sluis.jobs import imports, queue, worker
from sluis.jobs.models import Import, ImportStatus
from sluis.ledger import actions as ledger
from sluis.ledger import queries
from sluis.protocols import actions as protocols

FAULTY = "S90,123,,Zoekgeraakt,Zelma,23003,,,"


@pytest.fixture
def inbox(database: str, home: Path) -> Path:
    folder = Path(settings.INBOX) / "agii"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def house(inbox: Path, tmp_path: Path) -> House:
    return House(tmp_path)


@pytest.fixture
def stijn(house: House) -> Client:
    return visitor("stijn", "agency:agii", Role.DATA_STEWARD)


@pytest.fixture
def an(house: House) -> Client:
    return visitor("an", "agency:agii", Role.PROTOCOL_MANAGER)


def drop(inbox: Path, *rows: str, name: str = "people.csv", header: str = HEADER) -> None:
    (inbox / name).write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")


def work() -> None:
    worker.work(once=True, at=clock.now())


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def words(client: Client, address: str, status: int = 200) -> str:
    return words_of(page(client, address, status))


def begin(client: Client, name: str = "people.csv", language: str = "nl") -> str:
    """Takes a file in, as somebody does in a browser; gives the address of the import."""
    address = f"/{language}/imports/start/{name}"
    form = form_with(page(client, address), "as_of")
    answer = client.post(form.action, form.filled())
    assert answer.status_code == 302, words_of(answer.content.decode())
    return answer.headers["Location"]


def asked_queries(client: Client, address: str) -> int:
    page(client, address)  # once before, so that nothing is asked that is asked once
    with CaptureQueriesContext(connection) as asked:
        page(client, address)
    return len(asked)


def as_superuser(database: str, statement: str) -> None:
    with psycopg.connect(database, autocommit=True) as superuser:
        superuser.execute(statement)


class TestTheSource:
    def test_without_an_extract_it_says_that_there_is_nothing_to_communicate(self, inbox: Path) -> None:
        register_agency()
        dirk = visitor("dirk", "agency:agii", Role.DATA_STEWARD)
        said = words(dirk, "/nl/imports")
        assert "Er is nog geen extract ingelezen" in said
        assert "De inbox is leeg" in said
        assert "No extract was taken in yet" in words(dirk, "/en/imports")

    @pytest.mark.parametrize(("days", "old"), [(35, False), (36, True)])
    def test_it_warns_once_the_data_are_older_than_35_days(
        self, days: int, old: bool, house: House, stijn: Client, database: str
    ) -> None:
        as_of = clock.today() - timedelta(days=days)
        as_superuser(database, f"UPDATE dossiers_extract SET as_of = DATE '{as_of}'")
        assert (f"{days} dagen oud" in words(stijn, "/nl/imports")) is old
        assert ("te oud" in words(stijn, "/nl/imports")) is old

    def test_of_a_file_with_another_name_only_is_said_that_it_is_there(self, stijn: Client, inbox: Path) -> None:
        (inbox / "mijn lijst.xls").write_text("x")
        said = words(stijn, "/nl/imports")
        assert "Bestanden of mappen die we niet aannemen: 1" in said
        assert "mijn lijst" not in said

    def test_a_file_is_taken_in_from_the_browser_and_its_report_names_reasons(self, stijn: Client, inbox: Path) -> None:
        drop(inbox, *PEOPLE[:8], row(20), FAULTY)
        assert "people.csv" in words(stijn, "/nl/imports")
        address = begin(stijn)
        waits = words(stijn, address)
        assert "Gevraagd. Het programma leest het bestand in" in waits
        assert "geen worker aan het werk" in waits
        assert "wordt al ingelezen" in words(stijn, "/nl/imports")
        work()
        said = words(stijn, address)
        assert "Van 10 gelezen rijen zijn er 9 ingelezen" in said
        assert "Nieuwe personen 1 Bijgewerkt 0 Ongewijzigd 8" in said
        assert "niet meer in het extract 1" in said
        assert "11 insz het INSZ telt geen elf cijfers" in said
        assert "11 insz the INSZ is not eleven digits" in words(stijn, address.replace("/nl/", "/en/"))
        assert Extract.objects.count() == 2
        history = words(stijn, "/nl/imports")
        assert "people.csv" in history
        assert "Extract 1 (opdrachtregel)" in history
        assert "Extract 2" not in history

    def test_progress_is_read_from_the_row_and_refreshes_until_it_has_ended(self, stijn: Client, inbox: Path) -> None:
        drop(inbox, row(1))
        address = begin(stijn)
        number = Import.objects.get().pk
        imports.begin(number, at=clock.now())
        imports.tell(number, Said("lezen", "reading"), 12_345)
        whole = page(stijn, address)
        assert "bezig (lezen), 12.345 rijen gelezen" in words_of(whole)
        assert 'hx-trigger="every 2s"' in whole
        assert f'<a href="{address}">Opnieuw laden</a>' in whole
        part = stijn.get(address, headers={"HX-Request": "true"})
        assert "12.345 rijen gelezen" in part.content.decode()
        assert "<html" not in part.content.decode()
        imports.put_back(number, None)
        work()
        assert stijn.get(address, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
        assert "hx-trigger" not in page(stijn, address)

    def test_a_file_that_is_no_extract_fails_in_words_with_what_to_do(self, stijn: Client, inbox: Path) -> None:
        drop(inbox, "Achternaam77;x", header="naam;nummer")
        address = begin(stijn)
        work()
        said = words(stijn, address)
        assert "Regel 1 heeft 1 kolommen in plaats van 9" in said
        assert "Er is niets gewijzigd" in said
        assert "Opnieuw inlezen" in said
        assert "Line 1 has 1 columns" in words(stijn, address.replace("/nl/", "/en/"))
        assert Extract.objects.count() == 1
        (inbox / "people.csv").unlink()
        assert "Opnieuw inlezen" not in words(stijn, address)

    def test_a_day_that_is_none_is_said_beside_the_field_and_nothing_is_begun(self, stijn: Client, inbox: Path) -> None:
        drop(inbox, row(1))
        answer = stijn.post("/nl/imports/start/people.csv", {"as_of": "gisteren"})
        assert answer.status_code == 409
        assert "Geef een dag" in answer.content.decode()
        assert 'value="gisteren"' in answer.content.decode()
        assert not Import.objects.exists()

    def test_a_file_that_is_gone_meanwhile_or_was_asked_for_already_is_refused(
        self, stijn: Client, inbox: Path
    ) -> None:
        drop(inbox, row(1))
        begin(stijn)
        day = {"as_of": clock.today().isoformat()}
        twice = stijn.post("/nl/imports/start/people.csv", day)
        assert (twice.status_code, Import.objects.count()) == (409, 1)
        assert "wordt al ingelezen" in words_of(twice.content.decode())
        (inbox / "people.csv").unlink()
        gone = stijn.post("/nl/imports/start/people.csv", day)
        assert gone.status_code == 409
        assert "ligt niet in de inbox" in words_of(gone.content.decode())
        page(stijn, "/nl/imports/start/people.csv", 404)

    def test_a_manager_sees_the_source_and_leaves_taking_in_to_the_steward(self, an: Client, inbox: Path) -> None:
        drop(inbox, row(1))
        assert "/imports/start/" not in page(an, "/nl/imports")
        assert "databeheerder van het agentschap" in words(an, "/nl/imports/start/people.csv", 403)

    def test_what_is_not_there_or_is_another_agency_s_is_not_found(self, stijn: Client, house: House) -> None:
        other = Import.objects.create(
            agency="ander", name="x.csv", as_of=clock.today(), asked_at=clock.now(), asked_by="agency:ander", person="x"
        )
        theirs = Extract.objects.using("steward").create(
            agency="ander", as_of=clock.today(), digest="x", imported_at=clock.now(), imported_by="agency:ander",
            rows=0, accepted=0, added=0, changed=0, unchanged=0, left=0, remapped=0,
        )  # fmt: skip
        for address in (f"imports/{other.pk}", f"imports/extracts/{theirs.pk}", "imports/999", f"imports/{10**30}"):
            page(stijn, f"/nl/{address}", 404)
        page(stijn, f"/nl/imports/extracts/{10**30}", 404)
        assert "x.csv" not in words(stijn, "/nl/imports")

    def test_the_quarantine_is_shown_a_page_at_a_time_in_as_many_queries(self, stijn: Client, house: House) -> None:
        house.take_in([*PEOPLE, FAULTY])
        few = Extract.objects.latest("pk").pk
        house.take_in([*PEOPLE, *[FAULTY] * (ROWS_A_PAGE + 7)])
        many = Extract.objects.latest("pk").pk
        assert "Pagina 1 van 2" in words(stijn, f"/nl/imports/extracts/{many}")
        last = words(stijn, f"/nl/imports/extracts/{many}?page=2")
        assert last.count("het INSZ telt geen elf cijfers") == 7 + 1
        assert f"{1 + len(PEOPLE) + ROWS_A_PAGE + 7} insz" in last
        assert "Pagina 2 van 2" in words(stijn, f"/nl/imports/extracts/{many}?page=9")
        once, often = (asked_queries(stijn, f"/nl/imports/extracts/{number}") for number in (few, many))
        assert once == often

    def test_the_list_takes_as_many_queries_for_many_imports_as_for_one(
        self, stijn: Client, house: House, inbox: Path
    ) -> None:
        drop(inbox, row(1))
        begin(stijn)
        before = asked_queries(stijn, "/nl/imports")
        for number in range(3):
            house.take_in(PEOPLE)
            drop(inbox, row(1), name=f"more{number}.csv")
            begin(stijn, f"more{number}.csv")
        assert asked_queries(stijn, "/nl/imports") == before


class TestDeliveriesAndRefusals:
    def test_each_ask_is_listed_and_can_be_narrowed_down(self, house: House, stijn: Client) -> None:
        house.ask(ceremony())
        house.ask(Ask(BEERSEL, "integratiedienst", Purpose.BUDDY))
        house.ask(Ask("23027", "integratiedienst", Purpose.CEREMONY))

        def found(query: str) -> str:
            return words(stijn, f"/nl/disclosures{query}").partition("Te bewaren tot en met")[2]

        assert "nieuwste eerst: 3" in words(stijn, "/nl/disclosures")
        assert "ontvangen" in found("")
        assert "ontvangen" not in found("?show=refused")
        assert "geweigerd" in found("?show=refused")
        assert "geweigerd" not in found("?show=delivered")
        assert "Halle" not in found("?nis=23003")
        assert "Geen aanvragen gevonden" in words(stijn, "/nl/disclosures?nis=11002")
        assert "Kies iets uit de lijst" in words(stijn, "/nl/disclosures?show=x")

    def test_a_refusal_names_its_rule_who_lifts_it_and_the_next_step(self, house: House, stijn: Client) -> None:
        house.ask(Ask(BEERSEL, "integratiedienst", Purpose.BUDDY))
        number = StoredRefusal.objects.get().ask_id
        dutch, english = (words(stijn, f"/{language}/disclosures/{number}") for language in ("nl", "en"))
        assert "is niet overeengekomen" in dutch
        assert "was not agreed" in english
        assert "Certificaat" not in dutch
        assert "Regel" in dutch
        assert "purpose" in dutch

    def test_a_delivery_has_its_certificate_and_a_way_to_its_entry(self, house: House, stijn: Client) -> None:
        house.ask(ceremony())
        sent = Delivery.objects.get()
        whole = page(stijn, f"/nl/disclosures/{sent.pk}")
        said = words_of(whole)
        assert sent.parcel_digest in said
        assert '"attest_obtained_on" IS NOT NULL' in said
        assert "3, van hoogstens" in said
        assert f'href="/nl/ledger/{sent.entry}"' in whole

    def test_a_parcel_that_stayed_says_so_and_why(
        self, house: House, stijn: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def stop(*_: object, **__: object) -> None:
            raise InterruptedError

        with monkeypatch.context() as patch, pytest.raises(InterruptedError):
            patch.setattr(delivery, "deliver", stop)
            house.ask(ceremony())
        manager = Actor("an", "agency:agii", Role.PROTOCOL_MANAGER)
        protocols.move("AGII-23003", Verb.SUSPEND, reason="Even wachten.", by=manager, at=clock.now())
        work()
        said = words(stijn, f"/nl/disclosures/{Delivery.objects.get().pk}")
        assert "Tegengehouden: er is niets vertrokken" in said
        assert "toen het pakket zou vertrekken" in said

    @pytest.mark.parametrize("address", ["disclosures", f"disclosures/{'0' * 8}-0000-4000-8000-{'0' * 12}"])
    def test_a_municipality_is_told_that_this_is_the_agency_s(self, house: House, address: str) -> None:
        for role in (Role.COORDINATOR, Role.INTEGRATION_OFFICER):
            theirs = visitor(f"bea-{role}", "nis:23003", role)
            assert "voor het agentschap" in words(theirs, f"/nl/{address}", 403)
            assert "for the agency" in words(theirs, f"/en/{address}", 403)

    def test_what_was_never_asked_is_not_found(self, stijn: Client) -> None:
        page(stijn, f"/nl/disclosures/{'0' * 8}-0000-4000-8000-{'0' * 12}", 404)

    def test_many_asks_take_as_many_queries_as_one(self, house: House, stijn: Client) -> None:
        house.ask(ceremony())
        house.ask(Ask(BEERSEL, "integratiedienst", Purpose.BUDDY))
        before = asked_queries(stijn, "/nl/disclosures")
        for _ in range(5):
            house.ask(Ask(BEERSEL, "integratiedienst", Purpose.BUDDY))
        house.ask(Ask("99999", "integratiedienst", Purpose.BUDDY))
        assert asked_queries(stijn, "/nl/disclosures") == before


class TestTheLedger:
    def test_it_says_what_is_signed_and_what_is_not_and_by_which_key(self, house: House, an: Client) -> None:
        house.ask(ceremony())
        key = house.ledger_key
        head = ledger.publish(origin=settings.LOG_ORIGIN, key=key, at=clock.now())
        house.take_in(PEOPLE)
        said = words(an, "/nl/ledger")
        assert head.root.hex() in said
        assert f"Daarvan ondertekend {head.size} Nog niet ondertekend 1" in said
        assert "van onze sleutel" in said
        assert "is niet van onze sleutel" not in said
        assert "/log/checkpoint" in said
        assert (queries.newest_note() or "?").splitlines()[-1].split()[-1] in said

    def test_a_state_that_another_key_signed_is_not_called_ours(self, house: House, an: Client) -> None:
        ledger.publish(origin=settings.LOG_ORIGIN, key=house.agency_key, at=clock.now())
        assert "is niet van onze sleutel" in words(an, "/nl/ledger")

    def test_before_anything_is_signed_and_without_a_key_it_says_so(self, house: House, an: Client) -> None:
        said = words(an, "/nl/ledger")
        assert f"Er is nog niets ondertekend. Inschrijvingen die wachten: {queries.size()}" in said
        ledger.publish(origin=settings.LOG_ORIGIN, key=house.ledger_key, at=clock.now())
        (settings.KEYS_FOLDER / "ledger.key").unlink()
        assert "sleutel van het logboek ontbreekt" in words(an, "/nl/ledger")

    def test_an_entry_is_said_in_words_as_it_was_hashed_and_proved_once_it_is_signed(
        self, house: House, an: Client
    ) -> None:
        assert "Inschrijving 0: extract van de bron ingelezen" in words(an, "/nl/ledger/0")
        assert "is nog niet ondertekend" in words(an, "/nl/ledger/0")
        ledger.publish(origin=settings.LOG_ORIGIN, key=house.ledger_key, at=clock.now())
        said = words(an, "/en/ledger/0")
        assert "Entry 0: extract of the source taken in" in said
        assert '"kind": "extract.imported"' in said
        assert "c2sp.org/tlog-proof@v1 index 0" in said
        for number in (queries.size(), 10**30):
            page(an, f"/nl/ledger/{number}", 404)

    def test_the_newest_stand_first_a_page_at_a_time_in_as_many_queries(
        self, house: House, an: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = asked_queries(an, "/nl/ledger")
        while queries.size() < 7:
            house.take_in(PEOPLE)
        assert asked_queries(an, "/nl/ledger") == before
        monkeypatch.setattr(queries, "A_PAGE", 3)
        assert [one.seq for one in queries.latest(1)[0]] == [6, 5, 4]
        assert [one.seq for one in queries.latest(3)[0]] == [0]
        assert queries.latest(4) == ([], 7)
        assert "Pagina 1 van 3" in words(an, "/nl/ledger")


class TestTheJobs:
    def test_they_are_named_with_how_they_went_and_what_went_wrong(self, stijn: Client) -> None:
        (settings.KEYS_FOLDER / "ledger.key").unlink()
        work()
        said = words(stijn, "/nl/jobs")
        assert "Het register ondertekenen en meedelen wat wacht mislukt" in said
        assert "sluis key init" in said
        assert "Het werk van de dag gelukt" in said
        assert "vanaf vijf uur" in said
        assert "from five in the morning" in words(stijn, "/en/jobs")

    def test_whether_a_worker_is_there_shows(self, stijn: Client) -> None:
        assert "geen worker aan het werk" in words(stijn, "/nl/jobs")
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
        assert "Er is een worker aan het werk" in words(stijn, "/nl/jobs")
        silent = clock.now() - queue.SILENT_FOR - timedelta(seconds=1)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = %s", [silent])
        assert "geen worker aan het werk" in words(stijn, "/nl/jobs")

    def test_many_take_as_many_queries_as_one(self, stijn: Client) -> None:
        queue.put("import_extract", lock="vault:agii", once="import:1", number=1)
        before = asked_queries(stijn, "/nl/jobs")
        for number in range(2, 30):
            queue.put("import_extract", lock="vault:agii", once=f"import:{number}", number=number)
        assert asked_queries(stijn, "/nl/jobs") == before
        assert "Pagina 1 van 2" in words(stijn, "/nl/jobs")


class TestTheHome:
    def test_where_there_is_nothing_to_do_it_says_nothing(self, house: House, stijn: Client) -> None:
        ledger.publish(origin=settings.LOG_ORIGIN, key=house.ledger_key, at=clock.now())
        assert "U bent helemaal bij" in words(stijn, "/nl/home")

    def test_each_thing_to_do_is_one_line_that_leads_to_its_page(
        self, house: House, stijn: Client, inbox: Path, database: str
    ) -> None:
        house.ask(ceremony())
        house.ask(Ask(BEERSEL, "integratiedienst", Purpose.BUDDY))
        as_superuser(database, "UPDATE dossiers_extract SET as_of = as_of - 60")
        as_superuser(database, "UPDATE disclosures_delivery SET keep_until = current_date - 31")
        drop(inbox, "x", header="geen,kop")
        begin(stijn)
        work()
        whole = page(stijn, "/nl/home")
        said = words_of(whole)
        assert "lees een nieuw extract in" in said
        assert "1 taak is mislukt" in said
        assert "Van 1 zending is de bevestiging van het wissen te laat" in said
        assert "1 aanvraag is de laatste 7 dagen geweigerd" in said
        assert "U bent helemaal bij" not in said
        for address in ("/nl/imports", "/nl/jobs", "/nl/disclosures?show=delivered", "/nl/disclosures?show=refused"):
            assert f'<li><a href="{address}">' in whole
        assert "1 ask was refused in the last 7 days" in words(stijn, "/en/home")

    def test_a_refusal_of_longer_ago_is_no_news(self, house: House, stijn: Client, database: str) -> None:
        house.ask(Ask(BEERSEL, "integratiedienst", Purpose.BUDDY))
        as_superuser(database, "UPDATE disclosures_refusal SET at = at - interval '8 days'")
        assert "geweigerd" not in words(stijn, "/nl/home")

    def test_a_ledger_that_waits_for_its_signature_is_said_after_ten_minutes(
        self, house: House, stijn: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert "niet ondertekend" not in words(stijn, "/nl/home")
        monkeypatch.setattr("sluis.web.agency.home.SIGNED_WITHIN", timedelta(0))
        assert "Het logboek is niet ondertekend sinds" in words(stijn, "/nl/home")

    def test_a_job_that_went_well_at_a_later_try_is_nobody_s_worry(self, house: House, stijn: Client) -> None:
        kept = (settings.KEYS_FOLDER / "ledger.key").read_bytes()
        (settings.KEYS_FOLDER / "ledger.key").unlink()
        work()
        assert "1 taak is mislukt" in words(stijn, "/nl/home")
        (settings.KEYS_FOLDER / "ledger.key").write_bytes(kept)
        work()
        assert "mislukt" not in words(stijn, "/nl/home")

    def test_a_municipality_is_told_none_of_it(self, house: House, database: str) -> None:
        as_superuser(database, "UPDATE dossiers_extract SET as_of = as_of - 60")
        dina = visitor("dina", "nis:23027", Role.COORDINATOR)
        said = words(dina, "/nl/home")
        assert "extract" not in said
        assert "Logboek" not in said


def _has_good_bones(whole: str) -> None:
    """Headings in order, tables with a caption and scopes, names that are there once, and no style or script inside."""
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", whole)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert whole.count("<table>") == whole.count("<caption>")
    assert all('scope="' in heading for heading in re.findall(r"<th\b[^>]*>", whole))
    ids = re.findall(r' id="([^"]+)"', whole)
    assert len(ids) == len(set(ids))
    for named in re.findall(r'aria-(?:describedby|labelledby)="([^"]+)"', whole):
        assert set(named.split()) <= set(ids)
    assert "style=" not in whole
    assert not re.search(r"<script(?![^>]* src=)", whole)


EVERY_PAGE = ("home", "imports", "disclosures", "ledger", "jobs")


class TestEveryPage:
    @pytest.mark.parametrize("name", ["imports", "imports/1", "imports/extracts/1", "ledger", "ledger/0", "jobs"])
    def test_is_refused_to_a_municipality_with_the_reason(self, house: House, name: str) -> None:
        dina = visitor("dina", "nis:23027", Role.COORDINATOR)
        assert "Dit is niet aan u als coördinator van de gemeente" in words(dina, f"/nl/{name}", 403)
        menu = page(dina, "/nl/search")
        assert not any(f'href="/nl/{one}"' in menu for one in ("imports", "disclosures", "ledger", "jobs"))

    @pytest.mark.parametrize("role", [Role.DATA_STEWARD, Role.PROTOCOL_MANAGER])
    def test_is_in_the_menu_and_renders_in_both_languages(self, house: House, role: Role) -> None:
        client = visitor("somebody", "agency:agii", role)
        for language in ("nl", "en"):
            for name in EVERY_PAGE:
                whole = page(client, f"/{language}/{name}")
                assert f'<html lang="{language}">' in whole
                assert whole.count("<h1") == 1
                assert f'href="/{language}/{name}" aria-current="page"' in whole
                _has_good_bones(whole)

    def test_no_value_of_a_person_is_on_any_of_them(self, house: House, stijn: Client, inbox: Path) -> None:
        house.ask(ceremony())
        house.ask(Ask(BEERSEL, "integratiedienst", Purpose.BUDDY))
        drop(inbox, *PEOPLE, FAULTY, "S91,,,Onbekend,Olga,23003,,,")
        taken = begin(stijn)
        drop(inbox, *PEOPLE, header="geen,kop", name="broken.csv")
        broken = begin(stijn, "broken.csv")
        work()
        assert set(Import.objects.values_list("status", flat=True)) == {ImportStatus.DONE, ImportStatus.FAILED}
        addresses = [f"/nl/{name}" for name in EVERY_PAGE] + [taken, broken, "/nl/imports/extracts/1"]
        addresses += [f"/nl/disclosures/{number}" for number in Delivery.objects.values_list("pk", flat=True)]
        addresses += [f"/nl/disclosures/{number}" for number in StoredRefusal.objects.values_list("ask_id", flat=True)]
        addresses += [f"/nl/ledger/{number}" for number in range(queries.size())]
        values = ["Achternaam", "Voornaam", "Zoekgeraakt", "Zelma", "Onbekend", "Olga"]
        values += [shown for number in range(1, 10) for shown in (insz(number), display(insz(number)))]
        assert len(addresses) > 15
        for address in addresses:
            whole = page(stijn, address)
            assert [value for value in values if value in whole] == [], address
            _has_good_bones(whole)
