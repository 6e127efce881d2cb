"""The register as anybody reads it: whom it never names, what stays where it is, and what an outsider can check."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connections
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from tests.doors.furnished import HALLE, LIER, PAJOTTEGEM, ROESELARE, STATES, VILVOORDE
from tests.doors.test_portal import MATRIX
from tests.doors.visitors import form_with, words_of
from tests.rooms.desk import MANAGER, Cheap, Desk, kbo
from tests.stories.cast import BEERSEL, CODE

from sluis.adapters.signing import load_key
from sluis.cli import clock
from sluis.domain.lifecycle import Verb
from sluis.domain.privacy import Sensitivity
from sluis.ledger import actions as ledger
from sluis.outreach.models import Correspondent
from sluis.parties import contacts
from sluis.protocols import actions
from sluis.protocols.models import Protocol, Version
from sluis.register import csvw, linked, schemas
from sluis.verifier.__main__ import main as verify
from sluis.web.headers import FRAMED
from sluis.web.register.addresses import REGISTER
from sluis.web.texts import LANGUAGES

# An act at a desk takes an hour, and none may be yet to come.
DAYS_AGO = clock.now() - timedelta(days=3)
EMAIL, PHONE = "dpo.lier@gemeente.example", "03 800 04 03"


@pytest.fixture
def house(furnished: Path) -> Path:
    """The furnished house with its ledger signed, and contact data wherever somebody may have left them."""
    publish()
    return furnished


@pytest.fixture
def client(house: Path) -> Client:
    return Client(SERVER_NAME="localhost")


def publish() -> None:
    ledger.publish(origin=settings.LOG_ORIGIN, key=load_key(settings.KEYS_FOLDER / "ledger.key"), at=clock.now())


def get(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return b"".join(answer) if answer.streaming else answer.content


def public_versions() -> list[tuple[str, int]]:
    rows = Version.objects.filter(moves__verb__in=["register", "validate", "inherit"])
    return sorted(set(rows.values_list("protocol_id", "number")))


def addresses() -> Iterator[str]:
    """Every public address of the overview and the register, for everything that there is."""
    codes = [{"code": code} for code in Protocol.objects.values_list("code", flat=True)]
    versions = [{"code": code, "number": number} for code, number in public_versions()]
    parties = [{"party": party} for party in ("agii", *STATES.values())]
    described = [{"name": name} for name in schemas.NAMES]
    parts: dict[str, list[dict[str, Any]]] = {
        "register-protocol": codes, "register-protocol-json": codes, "register-protocol-jsonld": codes,
        "register-version": versions, "register-text": versions, "register-proof": versions,
        "register-terms": versions, "register-entry": versions, "register-tlog-proof": versions,
        "register-pdf": versions, "embed": parties, "embed-json": parties, "schema": described,
    }  # fmt: skip
    for pattern in REGISTER:
        name = pattern.name or ""
        for given in parts.get(name, [{}]):
            languages = LANGUAGES if "<language:language>" in str(pattern.pattern) else (None,)
            for language in languages:
                yield reverse(name, kwargs=given | ({"language": language} if language else {}))


def read(body: bytes) -> str:
    """What stands in an answer; of a PDF its text, what it says of itself, and what is attached."""
    if not body.startswith(b"%PDF"):
        return body.decode()
    reader = PdfReader(io.BytesIO(body))
    attached = [data.decode() for files in reader.attachments.values() for data in files]
    return "\n".join([*(page.extract_text() for page in reader.pages), str(reader.metadata), *attached])


def personal_strings() -> set[str]:
    """Every text in the database that its table calls personal: names, addresses, and how people are known here."""
    found: set[str] = set()
    for model in apps.get_models():
        kept = getattr(model, "KEPT", {})
        for field in model._meta.concrete_fields:
            if field.name in kept and kept[field.name].sensitivity == Sensitivity.PERSONAL:
                with connections["owner"].cursor() as cursor:
                    cursor.execute(f'SELECT DISTINCT "{field.column}" FROM "{model._meta.db_table}"')
                    found |= {value for (value,) in cursor.fetchall() if isinstance(value, str) and value.strip()}
    return found


class TestNobodyIsNamed:
    @pytest.fixture
    def told(self, house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Contact data and a name in every place where somebody may have left them."""
        Cheap.instead_of_real(monkeypatch)
        contacts.set_contact(f"nis:{HALLE}", "an.peeters@halle.example", by="agency:agii", at=clock.now())
        Correspondent.objects.create(
            agency="agii", nis=HALLE, name="Peeters An", function="integratie", email="an.peeters@halle.example",
            phone="02 800 04 02", listed_at=clock.now(), listed_by="an",
        )  # fmt: skip
        desk = Desk("23002")
        officer = {"kbo": kbo("23002"), "dpo": f"Jan Janssens, {EMAIL}, {PHONE}"}
        desk.draft(recipient=officer, supervisor=f"VTC, {EMAIL}")
        for step in desk.STEPS[1:]:
            getattr(desk, step)()
        actions.move(desk.code, Verb.SUSPEND, reason=f"Bel Jan Janssens op {PHONE}.", by=desk.dpo, at=desk.tick())
        publish()

    def test_on_no_page_in_no_data_and_in_no_document(self, told: None, client: Client) -> None:
        # With whom somebody spoke may be a service or a function, which each text has.
        nobody = {"integratiedienst", "functionaris voor gegevensbescherming"}
        people = (personal_strings() | {EMAIL, PHONE, "Jan Janssens", "Bel Jan"}) - nobody
        assert {"Vera Voorzitter", "Bea Burgemeester", "an.peeters@halle.example", "dina", "Peeters An"} <= people
        seen = 0
        for address in addresses():
            answer = client.get(address)
            if answer.status_code == 404:
                # The bytes that were signed hold an address, so they are not given.
                assert address == "/register/AGII-23002/1/terms.json"
                continue
            assert answer.status_code == 200, address
            text, seen = read(answer.content), seen + 1
            for one in people:
                # Who is known here as "an" would be found in any English sentence: what is as short as that is looked
                # for as a value of its own.
                if len(one) < 4:
                    assert f'"{one}"' not in text and f">{one}<" not in text, (address, one)
                else:
                    assert not re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text), (address, one)
        assert seen > 150

    def test_a_text_with_contact_data_is_published_without_them_and_says_so(self, told: None, client: Client) -> None:
        data = json.loads(get(client, "/register/AGII-23002.json"))["versions"][0]
        assert data["termsAreWhole"] is False
        assert data["terms"]["recipient"]["dpo"] == "de functionaris voor gegevensbescherming van de gemeente"
        assert data["digest"] == Version.objects.get(protocol_id="AGII-23002").terms_digest
        problem = client.get("/register/AGII-23002/1/terms.json").json()
        assert "/register/AGII-23002.json" in problem["detail"]
        page = words_of(get(client, "/nl/register/AGII-23002/1").decode())
        assert "Deze bepalingen bevatten een persoonlijk contactgegeven." in page
        pdf = PdfReader(io.BytesIO(get(client, "/register/AGII-23002/1/text.pdf")))
        assert dict(pdf.attachments) == {}
        assert "daarom niet bijgevoegd" in " ".join("".join(page.extract_text() for page in pdf.pages).split())


class TestWhatIsNotPublic:
    def test_of_a_draft_only_that_it_is_there_and_since_when(self, client: Client) -> None:
        code = f"AGII-{VILVOORDE}"
        page = words_of(get(client, f"/nl/register/{code}").decode())
        assert "Sinds 2 maart 2026 is een tekst in voorbereiding." in page
        assert "Er is nog geen tekst gevalideerd." in page
        assert "Wat versie" not in page
        digest = Version.objects.get(protocol_id=code).terms_digest
        for address in (f"/register/{code}.json", f"/register/{code}.jsonld", "/register.json", "/register.csv"):
            assert digest not in get(client, address).decode()
        for rest in ("1", "1/text", "1/proof"):
            assert client.get(f"/nl/register/{code}/{rest}").status_code == 404
        for rest in ("terms.json", "text.pdf", "entry.json", "tlog-proof"):
            assert client.get(f"/register/{code}/1/{rest}").status_code == 404

    def test_a_text_that_both_signed_is_public_once_it_is_validated(self, client: Client) -> None:
        assert client.get(f"/nl/register/AGII-{LIER}/1").status_code == 404
        desk = Desk(LIER)
        desk.at = DAYS_AGO
        desk.publish()
        desk.validate()
        assert client.get(f"/nl/register/AGII-{LIER}/1").status_code == 200

    def test_a_text_that_was_given_up_is_remembered_and_not_shown(self, client: Client) -> None:
        page = words_of(get(client, f"/en/register/AGII-{ROESELARE}").decode())
        assert "it was given up on 2 March 2026 before it bound anybody" in page
        assert f"AGII-{ROESELARE}" not in get(client, "/register.json").decode()
        assert client.get(f"/nl/register/AGII-{ROESELARE}/1").status_code == 404

    def test_an_amendment_that_is_being_prepared_is_said_to_be(self, client: Client) -> None:
        code = f"AGII-{STATES['amended']}"
        page = words_of(get(client, f"/nl/register/{code}").decode())
        assert "is een tekst in voorbereiding" in page and "Wat versie 1 zegt" in page
        assert client.get(f"/nl/register/{code}/2").status_code == 404


class TestThePages:
    def test_every_version_stays_at_its_address_when_the_next_comes(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Cheap.instead_of_real(monkeypatch)
        code = f"AGII-{HALLE}"
        kept = {name: get(client, f"/register/{code}/1/{name}") for name in ("terms.json", "text.pdf", "entry.json")}
        text = get(client, f"/nl/register/{code}/1/text")
        desk = Desk(HALLE)
        desk.at = DAYS_AGO
        actions.amend(code, changes={"rowLimit": 900}, by=MANAGER, at=desk.tick())
        for step in desk.STEPS[1:]:
            getattr(desk, step)()
        publish()
        for name, body in kept.items():
            assert get(client, f"/register/{code}/1/{name}") == body, name
        assert get(client, f"/nl/register/{code}/1/text") == text
        first = words_of(get(client, f"/nl/register/{code}/1").decode())
        assert "vervangen" in first and "Opgevolgd door Halle, versie 2" in first
        second = words_of(get(client, f"/en/register/{code}/2").decode())
        assert "Row limit of a communication changed from 5,000 to 900 people." in second
        digests = [one["digest"] for one in json.loads(get(client, f"/register/{code}.json"))["versions"]]
        assert len(set(digests)) == 2
        assert digests[1] in get(client, f"/nl/register/{code}").decode()

    def test_a_version_says_who_what_why_how_long_and_how_it_came_to_be(self, client: Client) -> None:
        page = words_of(get(client, f"/nl/register/AGII-{HALLE}/1").decode())
        for said in (
            "Inburgeringsceremonie", "hoogstens 180 dagen", "integratiedienst", "Rechtsgronden", "Beveiliging",
            "college van burgemeester en schepenen, 2 maart 2026, kenmerk CBS/2026/12",
            "De voorzitter van de raad van bestuur het agentschap elektronisch",
            "Door beide partijen ondertekend en bekendgemaakt", "Toezichthoudende autoriteit",
        ):  # fmt: skip
            assert said.lower() in page.lower(), said

    def test_the_overview_leads_to_the_protocol_and_the_menu_to_the_register(self, client: Client) -> None:
        page = get(client, "/nl/").decode()
        assert f'<a href="/nl/register/{CODE}" lang="nl">Beersel</a>' in page
        assert '<a href="/nl/register">Register</a>' in page
        assert f'href="/nl/register/AGII-{ROESELARE}"' not in page

    def test_what_a_merger_brought_leads_to_those_before_and_back(self, client: Client) -> None:
        page = get(client, f"/nl/register/AGII-{PAJOTTEGEM}/1").decode()
        assert "Overgenomen bij een fusie van gemeenten" in page
        for old in ("23023", "23024"):
            assert f'href="/nl/register/AGII-{old}/1"' in page
            before = get(client, f"/nl/register/AGII-{old}/1").decode()
            assert f'href="/nl/register/AGII-{PAJOTTEGEM}/1"' in before
        assert "Galmaarden ging op in Pajottegem" in words_of(get(client, "/nl/register/AGII-23023").decode())

    def test_the_list_keeps_its_question_in_the_form_the_data_and_the_other_language(self, client: Client) -> None:
        page = get(
            client, "/nl/register?on=2026-06-01&state=suspended&purpose=ceremony&province=Oost-Vlaanderen"
        ).decode()
        assert "1 protocol op 1 juni 2026" in page and ">Gent</a>" in page
        fields = form_with(page, "state").fields
        assert {name: value for name, (value,) in fields.items()} == {
            "on": "2026-06-01", "state": "suspended", "purpose": "ceremony", "province": "Oost-Vlaanderen",
        }  # fmt: skip
        query = "?state=suspended&amp;purpose=ceremony&amp;province=Oost-Vlaanderen&amp;on=2026-06-01"
        for address in ("/en/register", "/register.json", "/register.csv"):
            assert f'href="{address}{query}"' in page

    def test_a_choice_that_is_none_is_said_and_the_form_is_there_to_choose_again(self, client: Client) -> None:
        answer = client.get("/en/register?state=<b>")
        page = answer.content.decode()
        assert answer.status_code == 400
        assert "“&lt;b&gt;” is none of the choices." in page
        assert form_with(page, "province")
        problem = client.get("/register.json?purpose=marketing")
        assert problem.headers["Content-Type"] == "application/problem+json"
        assert "ceremony, practice, buddy, reception, network" in problem.json()["detail"]

    def test_the_bones_of_each_page_are_sound(self, client: Client) -> None:
        for address in addresses():
            if not address.startswith(("/nl/", "/en/")) or address.endswith((".atom", ".svg")):
                continue
            page = get(client, address).decode()
            assert page.count("<h1") == 1, address
            levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
            assert all(after <= before + 1 for before, after in pairwise(levels)), address
            assert page.count("<table>") == page.count("<caption>"), address
            ids = re.findall(r' id="([^"]+)"', page)
            assert len(ids) == len(set(ids)), address
            for named in re.findall(r'aria-(?:describedby|labelledby)="([^"]+)"', page):
                assert set(named.split()) <= set(ids), address
            assert "style=" not in page and "<script" not in page, address


class TestAnOutsiderChecks:
    def test_the_terms_have_the_digest_and_go_with_the_pdf(self, client: Client) -> None:
        for code, number in public_versions():
            said = json.loads(get(client, f"/register/{code}.json"))["versions"]
            digest = next(one["digest"] for one in said if one["version"] == number)
            terms = get(client, f"/register/{code}/{number}/terms.json")
            assert f"sha256:{hashlib.sha256(terms).hexdigest()}" == digest
            pdf = PdfReader(io.BytesIO(get(client, f"/register/{code}/{number}/text.pdf")))
            assert pdf.attachments["terms.json"] == [terms]
            assert digest in "".join(page.extract_text() for page in pdf.pages).replace("\n", "")

    def test_the_proof_holds_for_the_entry_and_for_no_other(self, client: Client, tmp_path: Path) -> None:
        (tmp_path / "key").write_bytes(get(client, "/log/key"))
        files = {}
        for code, number in public_versions():
            for name in ("entry.json", "tlog-proof"):
                files[code, name] = tmp_path / f"{code}-{number}-{name}"
                files[code, name].write_bytes(get(client, f"/register/{code}/{number}/{name}"))
            entry = json.loads(files[code, "entry.json"].read_bytes())
            assert (entry["protocol"], entry["version"]) == (code, number)
            assert entry["kind"] in ("protocol.validated", "protocol.registered", "protocol.inherited")
            assert entry["termsDigest"] == Version.objects.get(protocol_id=code, number=number).terms_digest
            arguments = ["--key", str(tmp_path / "key"), "--proof", str(files[code, "tlog-proof"])]
            assert verify([*arguments, "--entry", str(files[code, "entry.json"])]) == 0
        other = ["--key", str(tmp_path / "key"), "--proof", str(files[CODE, "tlog-proof"])]
        assert verify([*other, "--entry", str(files[f"AGII-{HALLE}", "entry.json"])]) == 1

    def test_the_page_says_how_and_shows_the_same(self, client: Client) -> None:
        page = get(client, f"/en/register/{CODE}/1/proof").decode()
        assert get(client, f"/register/{CODE}/1/tlog-proof").decode() in page.replace("&#43;", "+")
        assert "python -m sluis.verifier --key key --proof tlog-proof --entry entry.json" in page
        assert get(client, "/log/key").decode().strip() in page.replace("&#43;", "+")

    def test_an_entry_that_no_checkpoint_covers_is_not_proved_yet(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Cheap.instead_of_real(monkeypatch)
        desk = Desk("23002", DAYS_AGO)
        desk.until("validate")
        page = words_of(get(client, "/nl/register/AGII-23002/1/proof").decode())
        assert "Deze regel staat nog in geen ondertekend controlepunt." in page
        assert client.get("/register/AGII-23002/1/tlog-proof").status_code == 404
        publish()
        assert client.get("/register/AGII-23002/1/tlog-proof").status_code == 200


class TestOnAnotherSite:
    def test_one_page_may_be_framed_and_no_other(self, client: Client) -> None:
        framed = client.get(f"/nl/embed/{BEERSEL}")
        assert framed.headers["Content-Security-Policy"] == FRAMED
        assert "X-Frame-Options" not in framed.headers
        assert "script-src" not in FRAMED and "form-action 'none'" in FRAMED
        for address in (*(next(iter(one)) for one in MATRIX.values()), f"/nl/register/{CODE}", "/nl/embed/00000"):
            answer = client.get(address)
            if "/embed/2" not in address:
                assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], address
                assert answer.headers.get("X-Frame-Options") == "DENY", address

    def test_the_list_has_the_digest_of_now(self, client: Client) -> None:
        digest = Version.objects.get(protocol_id=CODE).terms_digest
        for address in (f"/nl/embed/{BEERSEL}", f"/embed/{BEERSEL}.json", "/en/embed/agii"):
            assert digest in get(client, address).decode()
        assert "Today" not in get(client, f"/nl/embed/{VILVOORDE}").decode()
        assert "verbindt geen protocol Vilvoorde" in get(client, f"/nl/embed/{VILVOORDE}").decode()

    def test_a_script_of_any_site_may_read_the_list_and_nothing_else(self, client: Client) -> None:
        for address in (f"/embed/{BEERSEL}.json", "/embed/00000.json"):
            assert client.get(address).headers["Access-Control-Allow-Origin"] == "*"
        for address in ("/register.json", f"/register/{CODE}.json", "/nl/register", f"/nl/embed/{BEERSEL}"):
            assert "Access-Control-Allow-Origin" not in client.get(address).headers

    def test_what_is_pasted_is_what_the_check_of_the_publication_looks_for(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        code = f"AGII-{HALLE}"
        said = json.loads(get(client, f"/embed/{HALLE}.json"))["protocols"][0]["html"]
        shown = get(client, f"/nl/register/{code}/1").decode()
        assert said.strip() in unescape(shown)
        site = f"<html><body><h1>Halle</h1>{said}</body></html>"
        checks = actions.check_publication(code, fetch=lambda _: site, by=MANAGER, at=clock.now())
        assert all(check.found_digest for check in checks.values()) and checks


def test_what_is_read_elsewhere_says_where_it_is_described(client: Client) -> None:
    for address, described in (
        ("/overview.json", "/schemas/overview.json"),
        ("/overview.csv", "/overview.csv-metadata.json"),
        ("/register.json", "/schemas/register.json"),
        ("/register.csv", "/register.csv-metadata.json"),
        (f"/register/{CODE}.json", "/schemas/protocol.json"),
        (f"/register/{CODE}/1/terms.json", "/schemas/terms.json"),
        (f"/embed/{BEERSEL}.json", "/schemas/embed.json"),
        (f"/register/{CODE}.jsonld", "/vocabulary.jsonld"),
    ):
        link = client.get(address).headers["Link"]
        assert link == f'<{settings.ADDRESS}{described}>; rel="describedby"'
        assert client.get(described).status_code == 200


class TestTheGuide:
    """`docs/reference/register.md`, held against what is served."""

    page = (Path(__file__).parents[2] / "docs" / "reference" / "register.md").read_text(encoding="utf-8")

    def test_has_every_address_of_the_register(self) -> None:
        others = {"embed", "embed-json", "vocabulary", "schema", "overview-csvw", "ledger-key"}
        said = set(re.findall(r"`(/[^`]*)`", self.page))
        ours = {
            "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", str(pattern.pattern))
            for pattern in REGISTER
            if "register" in str(pattern.pattern) or pattern.name in others
        }
        assert ours <= said, ours - said

    def test_has_the_columns_of_the_list(self) -> None:
        rows = re.findall(r"^\| `(\w+)` \| (\w+) \| (yes|no) \| (.+) \|$", self.page, re.MULTILINE)
        assert rows == [
            (column.name, column.datatype, "yes" if column.required else "no", column.about.en)
            for column in csvw.REGISTER
        ]

    def test_names_every_schema_and_property_of_our_own(self) -> None:
        for name in (*schemas.NAMES, *linked.PROPERTIES):
            assert f"`{name}`" in self.page
