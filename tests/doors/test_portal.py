"""The portal: every address with its status and headers, the page in two languages, the ledger for outsiders."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from django.db import OperationalError, connections
from django.test import Client
from django.urls import URLPattern, get_resolver
from tests.doors.test_access import BEFORE
from tests.stories.cast import register_beersel

from sluis.adapters.signing import SigningKey, make_key
from sluis.cli.outcome import CommandFailed
from sluis.cli.serve import serve
from sluis.domain.checkpoint import VerifierKey
from sluis.domain.lifecycle import IN_PREPARATION, STATUS_NAMES, Status
from sluis.ledger import actions, queries
from sluis.parties.municipalities import municipalities
from sluis.protocols.models import Version
from sluis.verifier.__main__ import main as verify
from sluis.web.addresses import PORTAL
from sluis.web.headers import FRAMED, HEADERS
from sluis.web.texts import LANGUAGES, PROVINCES, TEXTS, Texts

ORIGIN = "test.example/ledger"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)

# Every address pattern of the portal: addresses under it, each with the status it answers anybody.
MATRIX: dict[str, dict[str, int]] = {
    "": {"/": 302},
    "<language:language>/": {
        "/nl/": 200,
        "/en/?on=2020-11-15": 200,
        "/nl/?on=gisteren": 400,
        "/nl/?on=2018-01-01": 400,
        "/en/?on=2020-02-30": 400,
        "/nl": 301,
        "/fr/": 404,
    },
    "<language:language>/growth": {
        "/nl/growth": 200,
        "/en/growth?on=2020-10-01": 200,
        "/nl/growth?on=gisteren": 400,
        "/en/growth?on=2018-01-01": 400,
    },
    "<language:language>/target": {
        "/nl/target": 200,
        "/en/target?on=2020-11-15": 200,
        "/nl/target?on=gisteren": 400,
        "/en/target?on=2018-01-01": 400,
    },
    "target.json": {"/target.json": 200, "/target.json?on=x": 400},
    "<language:language>/map.svg": {
        "/nl/map.svg": 200,
        "/en/map.svg?on=2020-11-15": 200,
        "/nl/map.svg?on=gisteren": 400,
        "/en/map.svg?on=2018-01-01": 400,
        "/fr/map.svg": 404,
    },
    "overview.json": {"/overview.json": 200, "/overview.json?on=x": 400},
    "overview.csv": {"/overview.csv": 200, "/overview.csv?on=x": 400},
    "overview.csv-metadata.json": {"/overview.csv-metadata.json": 200},
    "<language:language>/register": {
        "/nl/register": 200,
        "/en/register?on=2020-11-15&state=in_force&purpose=ceremony&province=Vlaams-Brabant": 200,
        "/nl/register?on=gisteren": 400,
        "/en/register?state=none": 400,
        "/nl/register?purpose=x&province=y": 400,
    },
    "<language:language>/register.atom": {
        "/nl/register.atom": 200,
        "/en/register.atom?page=1": 200,
        "/nl/register.atom?page=2": 404,
        "/nl/register.atom?page=-1": 404,
        "/nl/register.atom?page=²": 404,
    },
    "<language:language>/register/<str:code>": {"/nl/register/AGII-23003": 200, "/en/register/AGII-1": 404},
    "<language:language>/register/<str:code>/<int:number>": {
        "/nl/register/AGII-23003/1": 200,
        "/en/register/AGII-23003/2": 404,
        "/en/register/AGII-1/1": 404,
    },
    "<language:language>/register/<str:code>/<int:number>/text": {
        "/nl/register/AGII-23003/1/text": 200,
        "/en/register/AGII-23003/2/text": 404,
    },
    "<language:language>/register/<str:code>/<int:number>/proof": {
        "/nl/register/AGII-23003/1/proof": 200,
        "/en/register/AGII-23003/2/proof": 404,
    },
    "<language:language>/embed/<str:party>": {
        "/nl/embed/23003": 200,
        "/en/embed/agii": 404,
        "/nl/embed/99999": 404,
    },
    "register.json": {"/register.json": 200, "/register.json?on=x": 400, "/register.json?state=x": 400},
    "register.csv": {"/register.csv": 200, "/register.csv?on=x": 400, "/register.csv?province=Namen": 400},
    "register.csv-metadata.json": {"/register.csv-metadata.json": 200},
    "register.jsonld": {"/register.jsonld": 200},
    "register/<str:code>.json": {"/register/AGII-23003.json": 200, "/register/AGII-1.json": 404},
    "register/<str:code>.jsonld": {"/register/AGII-23003.jsonld": 200, "/register/AGII-1.jsonld": 404},
    "register/<str:code>/<int:number>/terms.json": {
        "/register/AGII-23003/1/terms.json": 200,
        "/register/AGII-23003/2/terms.json": 404,
    },
    "register/<str:code>/<int:number>/entry.json": {"/register/AGII-23003/1/entry.json": 200},
    "register/<str:code>/<int:number>/tlog-proof": {"/register/AGII-23003/1/tlog-proof": 200},
    "register/<str:code>/<int:number>/text.pdf": {
        "/register/AGII-23003/1/text.pdf": 200,
        "/register/AGII-23003/0/text.pdf": 404,
    },
    "embed/<str:party>.json": {"/embed/23003.json": 200, "/embed/99999.json": 404},
    "vocabulary.jsonld": {"/vocabulary.jsonld": 200},
    "schemas/<str:name>.json": {"/schemas/register.json": 200, "/schemas/terms.json": 200, "/schemas/x.json": 404},
    "<language:language>/yearly": {"/nl/yearly": 302, "/en/yearly": 302, "/fr/yearly": 404},
    "<language:language>/yearly/<int:year>": {
        "/nl/yearly/2025": 200,
        "/en/yearly/2024": 200,
        "/nl/yearly/2025?agency=nobody": 404,
        "/nl/yearly/2018": 404,
        "/nl/yearly/3000": 404,
        "/nl/yearly/99999": 404,
        f"/nl/yearly/{10**30}": 404,
        "/nl/yearly/0": 404,
        "/nl/yearly/vorig": 404,
    },
    "favicon.ico": {"/favicon.ico": 200},
    "health": {"/health": 200},
    "log/checkpoint": {"/log/checkpoint": 200},
    "log/checkpoints": {"/log/checkpoints": 200},
    "log/key": {"/log/key": 404},
    "log/tile/<path:rest>": {
        "/log/tile/0/000.p/1": 200,
        "/log/tile/entries/000.p/1": 200,
        "/log/tile/0/000.p/2": 404,
        "/log/tile/entries/000": 404,
        "/log/tile/7/000.p/1": 404,
        f"/log/tile/0/{'x999/' * 9}999": 404,
        f"/log/tile/0/{'x999/' * 2000}999": 404,
        "/log/tile/0/0": 404,
        "/log/tile/entries/../checkpoint": 404,
    },
}
# What anybody may fill in: what each address answers a stranger who reads it.
FORMS: dict[str, dict[str, int]] = {
    "<language:language>/interest": {
        "/nl/interest": 200,
        "/en/interest?via=1-vvsg-e-zine": 200,
        "/nl/interest?via=%00%27<script>": 200,
        "/fr/interest": 404,
    },
    "<language:language>/interest/thanks": {"/nl/interest/thanks": 200, "/en/interest/thanks": 200},
}
# The log-in: what each address answers a stranger who reads it. Nobody is set to log in by, and this is no demo.
LOG_IN: dict[str, dict[str, int]] = {
    "<language:language>/login": {"/nl/login": 200, "/en/login?next=/en/home": 200, "/fr/login": 404},
    "login/start": {"/login/start": 404},
    "login/back": {"/login/back": 404},
    "login/demo": {"/login/demo": 404},
    "<language:language>/capacity": {"/nl/capacity": 302},
    "logout": {"/logout": 405},
    "<language:language>/logged-out": {"/en/logged-out": 200},
}
ELSEWHERE = {
    "/static/sluis.css": 200,
    "/static/sluis.svg": 200,
    "/static/../settings.py": 404,
    "/nergens": 404,
    "/en/nowhere": 404,
}
# The one page that any site may frame; where it is not there, that is a page like any other.
MAY_BE_FRAMED = {("/nl/embed/23003", 200)}
# The pages among them, for people to look at.
PAGES = [addresses for pattern, addresses in MATRIX.items() if pattern.startswith("<language:language>")]
ADDRESSES = [
    pair for addresses in (*MATRIX.values(), *FORMS.values(), *LOG_IN.values(), ELSEWHERE) for pair in addresses.items()
]


@pytest.fixture
def key(tmp_path: Path) -> SigningKey:
    return make_key(tmp_path / "ledger.key")


@pytest.fixture
def client(database: str, key: SigningKey) -> Client:
    register_beersel()
    actions.publish(origin=ORIGIN, key=key, at=NOW)
    return Client(SERVER_NAME="localhost", raise_request_exception=False)


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


class TestEveryAddress:
    def test_no_pattern_is_missing_from_the_matrix(self) -> None:
        patterns = get_resolver().url_patterns
        # The API has a matrix of its own (test_api.py), and so has what lies behind the log-in (test_access.py).
        (others,) = [pattern for pattern in patterns if not isinstance(pattern, URLPattern)]
        assert str(others.pattern) == "api/v1/"
        behind = {pattern.name for pattern in PORTAL} - BEFORE
        found = {str(one.pattern) for one in patterns if isinstance(one, URLPattern) and one.name not in behind}
        assert found == {*MATRIX, *FORMS, *LOG_IN}

    @pytest.mark.parametrize(("address", "status"), ADDRESSES)
    def test_answers_with_its_status_and_the_headers(self, client: Client, address: str, status: int) -> None:
        answer = client.get(address)
        answer.close()  # A static file stays open until its answer is closed.
        assert answer.status_code == status
        framed = {"Content-Security-Policy": FRAMED} if (address, status) in MAY_BE_FRAMED else {}
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS | framed

    @pytest.mark.parametrize("address", [next(iter(addresses)) for addresses in MATRIX.values()])
    def test_can_only_be_read(self, client: Client, address: str) -> None:
        assert client.post(address).status_code == 405
        assert client.delete(address).status_code == 405

    def test_the_policy_lets_nothing_in_from_elsewhere(self) -> None:
        policy = HEADERS["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert {source for rule in policy.split(";") for source in rule.split()[1:]} == {"'none'", "'self'"}
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy

    def test_a_stranger_host_is_not_answered(self, client: Client) -> None:
        assert client.get("/nl/", SERVER_NAME="evil.example").status_code == 400


@pytest.mark.usefixtures("furnished")
class TestWhereThereIsMuchToShow:
    @pytest.mark.parametrize("address", [pair for addresses in PAGES for pair in addresses if addresses[pair] == 200])
    def test_every_public_page_shows_it(self, address: str) -> None:
        assert Client(SERVER_NAME="localhost").get(address).status_code == 200

    def test_texts_in_preparation_are_counted_by_how_far_they_are(self) -> None:
        page = text_of(Client(SERVER_NAME="localhost"), "/nl/")
        found = re.findall(r"<tr class=\"part\"><th scope=\"row\">waarvan ([^<]+)</th>", page)
        there = Version.objects.filter(status__in=IN_PREPARATION).exclude(number__gt=1).values_list("status", flat=True)
        assert sorted(found) == sorted(STATUS_NAMES[Status(status)].nl for status in set(there))


class TestTheOverview:
    def test_the_front_door_leads_to_dutch(self, client: Client) -> None:
        assert client.get("/").headers["Location"] == "/nl/"

    def test_dutch_says_count_total_and_the_day_in_flemish(self, client: Client) -> None:
        page = text_of(client, "/nl/?on=2020-11-15")
        assert "Toestand op 15 november 2020" in page
        assert "<strong>1</strong> gemeente heeft een protocol van kracht, van de 300 Vlaamse gemeenten" in page
        assert '<time datetime="2020-11-01">1 november 2020</time>' in page
        assert "1 van 65" in page

    def test_english_says_the_same(self, client: Client) -> None:
        page = text_of(client, "/en/?on=2020-11-15")
        assert "State on 15 November 2020" in page
        assert "<strong>1</strong> municipality has a protocol in force, of the 300" in page
        assert "Flemish Brabant: 1 of 65" in page

    def test_the_other_language_and_the_data_keep_the_day(self, client: Client) -> None:
        page = text_of(client, "/nl/?on=2020-11-15")
        for address in ("/en/", "/overview.json", "/overview.csv"):
            assert f'href="{address}?on=2020-11-15"' in page
        assert 'href="/log/checkpoint"' in page

    def test_json_and_csv_are_those_of_the_day(self, client: Client) -> None:
        data: dict[str, Any] = client.get("/overview.json?on=2020-11-15").json()
        assert (data["on"], data["inForce"], data["total"]) == ("2020-11-15", 1, 300)
        lines = text_of(client, "/overview.csv").splitlines()
        assert "23003,Beersel,Vlaams-Brabant,25343,in_force,active,2020-11-01,AGII-23003,1" in lines

    def test_a_wrong_day_is_said_beside_the_field_and_cannot_bring_markup(self, client: Client) -> None:
        page = text_of(client, "/nl/?on=<script>alert(1)</script>")
        assert 'aria-describedby="on-hint on-error" aria-invalid="true"' in page
        assert 'id="on-error">Fout: ' in page
        assert "<script" not in page
        assert "<title>Fout: " in page

    def test_a_wrong_day_is_a_problem_for_a_program(self, client: Client) -> None:
        answer = client.get("/overview.json?on=gisteren")
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["type"] == "urn:problem-type:belgif:badRequest"


@pytest.mark.parametrize("address", ["/nl/", "/en/", "/nl/?on=x", "/en/?on=2020-10-01", "/nergens", "/en/nowhere"])
def test_every_page_is_accessible_in_its_bones(client: Client, address: str) -> None:
    page = text_of(client, address)
    language = "en" if address.startswith("/en/") else "nl"
    assert f'<html lang="{language}">' in page
    assert page.count("<h1") == 1
    assert page.index('class="skip" href="#content"') < page.index("<header")
    assert 'id="content"' in page
    assert all('scope="' in heading for heading in re.findall(r"<th\b[^>]*>", page))
    assert page.count("<table>") == page.count("<caption>")
    fields = set(re.findall(r'<input[^>]* id="([^"]+)"', page))
    assert fields == set(re.findall(r'<label for="([^"]+)"', page))
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for named in re.findall(r'aria-(?:describedby|labelledby)="([^"]+)"', page):
        assert set(named.split()) <= set(ids)
    assert "<script" not in page
    assert "style=" not in page


class TestTexts:
    @pytest.mark.parametrize("key", TEXTS)
    def test_every_text_is_there_in_both_languages_with_the_same_gaps(self, key: str) -> None:
        dutch, english = TEXTS[key]
        assert dutch.strip()
        assert english.strip()
        assert re.findall(r"{\w+}", dutch) == re.findall(r"{\w+}", english)

    def test_the_templates_and_the_views_use_every_text_and_no_other(self) -> None:
        web = Path(__file__).parents[2] / "src" / "sluis" / "web"
        views = [file for file in web.rglob("*.py") if file.parent.name != "texts"]
        sources = [*web.rglob("templates/**/*.html"), *views]
        used = {key for file in sources for key in TEXTS if f'"{key}"' in file.read_text(encoding="utf-8")}
        assert used == set(TEXTS)
        asked = {key for file in sources for key in re.findall(r'texts\("(\w+)"', file.read_text(encoding="utf-8"))}
        assert asked <= set(TEXTS)

    def test_every_province_and_month_has_a_name(self) -> None:
        assert {row.province for row in municipalities().on(date(2026, 1, 1))} == set(PROVINCES)
        for language in LANGUAGES:
            assert len({Texts(language).day(date(2020, month, 1)) for month in range(1, 13)}) == 12


# Ratios as WCAG 2.1 defines them: 4.5 for text, 3 for the outline of a field, a bar or the focus.
@pytest.mark.parametrize(
    ("front", "back", "least"),
    [
        *(
            (front, back, 4.5)
            for front in ("ink", "ink-soft", "link", "link-strong", "error")
            for back in ("ground", "ground-soft")
        ),
        ("ground", "link", 4.5),
        ("ground", "link-strong", 4.5),
        ("line-strong", "ground-soft", 3.0),
        # The signs of the map on their tiles, and a tile on the page.
        ("ground", "good", 4.5),
        ("error", "ground-error", 4.5),
        ("link", "ground-link", 4.5),
        ("warn", "ground-warn", 4.5),
        ("line-strong", "ground", 3.0),
        ("focus", "ground-soft", 3.0),
    ],
)
def test_colours_have_enough_contrast(front: str, back: str, least: float) -> None:
    sheet = (Path(__file__).parents[2] / "src/sluis/web/static/sluis.css").read_text(encoding="utf-8")
    tokens = dict(re.findall(r"--([\w-]+): #([0-9a-f]{6});", sheet))
    light, dark = sorted((_luminance(tokens[front]), _luminance(tokens[back])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= least


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class TestHealth:
    def test_up(self, client: Client) -> None:
        assert client.get("/health").json() == {"status": "UP"}

    def test_down_when_the_database_is_away(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        def away(*_: object, **__: object) -> None:
            raise OperationalError("away")

        monkeypatch.setattr(connections["default"], "cursor", away)
        answer = client.get("/health")
        assert (answer.status_code, answer.json()) == (503, {"status": "DOWN"})


class TestWithTheDatabaseAway:
    @pytest.fixture(autouse=True)
    def _away(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        # A place where no server listens: what a stopped server gives, from the driver itself.
        connections["default"].close()
        monkeypatch.setitem(connections["default"].settings_dict, "HOST", "/nowhere/at/all")

    @pytest.mark.parametrize(
        ("address", "title"), [("/nl/", "Even niet beschikbaar"), ("/en/", "Not available for a moment")]
    )
    def test_a_page_says_to_try_again_in_both_languages(self, client: Client, address: str, title: str) -> None:
        answer = client.get(address)
        page = answer.content.decode()
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
        assert f"<h1>{title}</h1>" in page
        assert "Probeer het over enkele minuten opnieuw." in page
        assert "Try again in a few minutes." in page
        assert page.count("<h1") == 1
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS

    @pytest.mark.parametrize("address", ["/overview.json", "/overview.csv", "/log/checkpoint", "/log/tile/0/000.p/1"])
    def test_a_program_gets_a_problem(self, client: Client, address: str) -> None:
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Content-Type"]) == (503, "application/problem+json")
        said = answer.json()
        assert (said["type"], said["status"]) == ("urn:problem-type:belgif:serviceUnavailable", 503)
        assert "opnieuw" in said["detail"]
        assert "Try again" in said["detail"]

    def test_one_line_of_it_is_logged(self, client: Client, caplog: pytest.LogCaptureFixture) -> None:
        client.get("/nl/?on=2020-11-15")
        (line,) = caplog.records
        assert (line.levelname, line.exc_info) == ("ERROR", None)
        assert "/nowhere" not in caplog.text

    def test_the_icon_does_not_need_it(self, client: Client) -> None:
        assert client.get("/favicon.ico").headers["Content-Type"] == "image/svg+xml"


def test_a_fault_of_ours_has_its_own_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: date) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("sluis.register.queries.overview", broken)
    page = client.get("/nl/")
    assert page.status_code == 500
    assert "Er ging iets mis bij ons" in page.content.decode()
    assert {name: page.headers.get(name) for name in HEADERS} == HEADERS


class TestTheLedger:
    def test_a_tile_may_be_kept_for_ever_and_a_checkpoint_not(self, client: Client) -> None:
        assert "immutable" in client.get("/log/tile/0/000.p/1").headers["Cache-Control"]
        assert client.get("/log/checkpoint").headers["Cache-Control"] == "no-cache"
        assert client.get("/log/checkpoint").content.decode() == queries.newest_note()

    @pytest.mark.usefixtures("database")
    def test_an_entry_that_is_not_signed_yet_is_not_published(self) -> None:
        register_beersel()
        client = Client(SERVER_NAME="localhost")
        assert queries.size() == 1
        for address in ("/log/tile/entries/000.p/1", "/log/tile/0/000.p/1", "/log/checkpoint"):
            assert client.get(address).status_code == 404


@pytest.fixture
def portal(client: Client, home: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`sluis serve` on a port that was free, and its address."""
    command = [sys.executable, "-m", "sluis.cli.main", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stdout is not None
        try:
            said = process.stdout.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+", said)
            assert found, said
            yield process, found[0]
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


class TestServing:
    def test_an_outsider_verifies_the_ledger_and_an_interrupt_ends_it_cleanly(
        self, portal: tuple[subprocess.Popen[str], str], key: SigningKey
    ) -> None:
        process, address = portal
        with urlopen(f"{address}/nl/?on=2020-11-15", timeout=10) as page:  # noqa: S310 - our own server
            assert "van de 300" in page.read().decode()
        assert verify([f"{address}/log", "--key", VerifierKey(ORIGIN, key.public_key).text]) == 0
        os.killpg(process.pid, signal.SIGINT)  # as Ctrl-C in a terminal does: everybody in the group hears it
        assert process.wait(timeout=20) == 0

    def test_a_port_in_use_is_said_before_anything_starts(self) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            with pytest.raises(CommandFailed, match=f"Port {port} on 127.0.0.1 cannot be used"):
                serve(port)

    @pytest.mark.parametrize("port", [-1, 65_536])
    def test_a_number_that_is_no_port_is_said(self, port: int) -> None:
        with pytest.raises(CommandFailed, match="There is no port"):
            serve(port)
