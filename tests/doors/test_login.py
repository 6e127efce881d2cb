"""Logging in, against a real provider from another code base, over HTTP; and the demo's log-in."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from tests.doors.conftest import PORTAL
from tests.doors.provider.running import AGENCY, CLIENT_ID, CLIENT_SECRET, HALLE, Browser, Provider
from tests.rooms.desk import BEGUN, register_agency

from sluis.cli import demo, demo_cast, outcome
from sluis.cli.main import main
from sluis.config import environment, installation
from sluis.domain.access import Actor, Role
from sluis.ledger import queries as ledger
from sluis.parties import people
from sluis.parties.models import Account, Capacity
from sluis.web import visiting

HOME = "/nl/home"


@pytest.fixture
def house(database: str) -> None:
    """An agency and Halle, each known by the code that the provider has for it."""
    register_agency()
    people.register_organisation(code=AGENCY, party="agency:agii", by="agency:agii", at=BEGUN)
    people.register_organisation(code=HALLE, party="nis:23027", by="agency:agii", at=BEGUN)


@pytest.fixture
def portal(house: None, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A browser at a portal that knows the provider."""
    monkeypatch.setenv("SLUIS_OIDC_ISSUER", provider.issuer)
    monkeypatch.setenv("SLUIS_OIDC_CLIENT_ID", CLIENT_ID)
    monkeypatch.setenv("SLUIS_OIDC_CLIENT_SECRET", CLIENT_SECRET)
    return Client(SERVER_NAME="localhost")


@pytest.fixture
def browser(portal: Client) -> Iterator[Browser]:
    """The same person's browser, where it is at the provider."""
    with closing(Browser()) as made:
        yield made


def question(portal: Client, **query: str) -> str:
    """Where the portal sends somebody who logs in."""
    answer = portal.get("/login/start", query)
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def comes_back(portal: Client, address: str) -> Any:
    """The portal's answer to somebody whom the provider sent back."""
    assert address.startswith(f"{PORTAL}/login/back?")
    return portal.get(address.removeprefix(PORTAL))


def logs_in(portal: Client, browser: Browser, name: str, **query: str) -> str:
    """The page at which somebody who logs in ends up."""
    answer = comes_back(portal, browser.goes(question(portal, **query), name))
    while answer.status_code == 302:
        address = answer.headers["Location"]
        assert address.startswith("/")
        answer = portal.get(address)
        if answer.status_code == 200:
            return str(address)
    return f"{answer.status_code} {answer.content.decode()}"


def later(monkeypatch: pytest.MonkeyPatch, time: timedelta) -> None:
    """Lets time pass for the portal."""
    before = visiting.now
    for module in ("sluis.web.visiting", "sluis.web.door"):
        monkeypatch.setattr(f"{module}.now", lambda: before() + time)


class TestLoggingIn:
    def test_a_stranger_comes_back_to_the_page_they_came_for(self, portal: Client, browser: Browser) -> None:
        sent = portal.get("/en/home?a=b").headers["Location"]
        assert sent == "/en/login?next=%2Fen%2Fhome%3Fa%3Db"
        page = portal.get(sent).content.decode()
        start = "/login/start?language=en&amp;next=%2Fen%2Fhome%3Fa%3Db"
        assert f'href="{start}"' in page
        assert logs_in(portal, browser, "an", language="en", next="/en/home?a=b") == "/en/home?a=b"
        assert (
            "An Voorbeeld, protocol manager at Agentschap Integratie en Inburgering"
            in portal.get("/en/home").content.decode()
        )

    def test_the_question_has_state_nonce_and_a_challenge_and_never_asks_the_number(self, portal: Client) -> None:
        asked = parse_qs(urlsplit(question(portal)).query)
        assert asked["code_challenge_method"] == ["S256"]
        assert len(asked["code_challenge"][0]) == 43
        assert all(len(asked[name][0]) >= 20 for name in ("state", "nonce"))
        assert asked["scope"] == ["openid profile vo sluis"]
        assert asked["redirect_uri"] == [f"{PORTAL}/login/back"]
        assert "prompt" not in asked

    def test_the_way_back_is_that_of_the_settings_whatever_name_the_browser_gives(
        self, portal: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["*"])
        answer = portal.get("/login/start", SERVER_NAME="evil.example")
        assert parse_qs(urlsplit(answer.headers["Location"]).query)["redirect_uri"] == [f"{PORTAL}/login/back"]

    def test_one_capacity_is_chosen_by_itself_and_acts_by_the_account_of_the_provider(
        self, portal: Client, browser: Browser
    ) -> None:
        assert logs_in(portal, browser, "an") == HOME
        account = Account.objects.get()
        (held,) = people.capacities_of(account.pk)
        assert held.actor == Actor("vo-an", "agency:agii", Role.PROTOCOL_MANAGER)
        assert "Andere hoedanigheid" not in portal.get(HOME).content.decode()

    def test_a_number_that_the_provider_sends_unasked_is_kept_nowhere(self, portal: Client, browser: Browser) -> None:
        logs_in(portal, browser, "an")
        kept = repr(list(Account.objects.values())) + repr(dict(portal.session))
        assert "85000000039" not in kept

    def test_of_several_capacities_one_is_chosen_and_can_be_changed(self, portal: Client, browser: Browser) -> None:
        choice = logs_in(portal, browser, "tine", next="/nl/home?x=1")
        assert choice.startswith("/nl/capacity?next=")
        assert portal.get(HOME).status_code == 302
        manager, validator = people.capacities_of(Account.objects.get().pk)
        before = portal.session.session_key
        answer = portal.post("/nl/capacity", {"capacity": validator.number, "next": "/nl/home?x=1"})
        assert answer.headers["Location"] == "/nl/home?x=1"
        assert portal.session.session_key != before
        page = portal.get(HOME).content.decode()
        assert "Tine Voorbeeld, validator bij" in page
        assert 'href="/nl/capacity">Andere hoedanigheid' in page
        portal.post("/nl/capacity", {"capacity": manager.number})
        assert "Tine Voorbeeld, protocolbeheerder bij" in portal.get(HOME).content.decode()

    def test_nobody_chooses_a_capacity_of_somebody_else(self, portal: Client, browser: Browser) -> None:
        with closing(Browser()) as other:
            logs_in(Client(SERVER_NAME="localhost"), other, "dina")
        theirs = Capacity.objects.get(party="nis:23027")
        logs_in(portal, browser, "tine")
        assert portal.post("/nl/capacity", {"capacity": theirs.pk}).status_code == 200
        assert visiting.CAPACITY not in portal.session

    def test_without_a_role_it_says_as_whom_where_and_who_can_give_one(self, portal: Client, browser: Browser) -> None:
        said = logs_in(portal, browser, "niemand")
        assert said.startswith("403 ")
        assert "aangemeld als Niemand Voorbeeld" in said
        assert f"{AGENCY}: Agentschap Integratie en Inburgering" in said
        assert "lokale beheerder" in said
        assert portal.get(HOME).headers["Location"].startswith("/nl/login")

    def test_an_organisation_that_is_not_registered_gives_nothing(self, portal: Client, browser: Browser) -> None:
        assert "OVO999002: niet bekend bij Sluis" in logs_in(portal, browser, "vreemd")
        assert not Capacity.objects.exists()

    def test_a_role_outside_the_target_group_gives_nothing(
        self, portal: Client, browser: Browser, provider: Provider
    ) -> None:
        provider.says("an", sluis_rol_3d=[f"SluisGebruiker-coordinator:{HALLE}"])
        assert logs_in(portal, browser, "an").startswith("403 ")

    def test_the_session_that_somebody_had_before_is_not_the_one_they_get(
        self, portal: Client, browser: Browser
    ) -> None:
        back = browser.goes(question(portal), "an")
        before = portal.session.session_key
        comes_back(portal, back)
        assert portal.session.session_key != before
        stale = Client(SERVER_NAME="localhost")
        stale.cookies[settings.SESSION_COOKIE_NAME] = before or ""
        assert stale.get(HOME).headers["Location"].startswith("/nl/login")


class TestWhatGoesWrong:
    @pytest.fixture(autouse=True)
    def _nothing_secret_is_logged(self, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
        caplog.set_level(logging.DEBUG)
        logging.getLogger("authlib").setLevel(logging.WARNING)  # as the settings have it
        yield
        for record in caplog.records:
            assert "code=" not in record.getMessage() or record.name.startswith(("httpx", "httpcore", "urllib3"))

    @pytest.mark.parametrize("query", ["", "state=x&code=y", "error=access_denied", "state=&error=server_error"])
    def test_an_answer_to_no_question_of_this_browser_is_not_taken(self, portal: Client, query: str) -> None:
        answer = portal.get(f"/login/back?{query}")
        assert answer.status_code == 400
        page = answer.content.decode()
        assert "Deze aanmelding is verlopen" in page
        assert "This log-in has expired" in page

    def test_an_answer_is_taken_once(self, portal: Client, browser: Browser) -> None:
        back = browser.goes(question(portal), "an")
        assert comes_back(portal, back).status_code == 302
        assert comes_back(portal, back).status_code == 400

    def test_a_code_of_another_question_is_worth_nothing(self, portal: Client, browser: Browser) -> None:
        used = browser.goes(question(portal), "an")
        fresh = browser.goes(question(portal), "an")
        comes_back(portal, used)
        code = parse_qs(urlsplit(used).query)["code"]
        # The session is new since somebody was let in, so the second question is asked anew.
        state = parse_qs(urlsplit(question(portal)).query)["state"]
        answer = comes_back(portal, f"{PORTAL}/login/back?{urlencode({'code': code[0], 'state': state[0]})}")
        assert answer.status_code == 502
        assert "aanvaardt dit niet" in answer.content.decode()
        assert fresh != used

    def test_a_token_with_another_nonce_is_not_in_order(self, portal: Client, browser: Browser) -> None:
        back = browser.goes(question(portal), "an")
        session = portal.session
        (kept,) = [value for name, value in session.items() if name.startswith("_state_")]
        kept["data"]["nonce"] = "another"
        session.save()
        answer = comes_back(portal, back)
        assert answer.status_code == 502
        assert "De aanmelding" not in answer.content.decode()
        assert "Het bewijs van de toegangsdienst klopt niet" in answer.content.decode()
        assert not Account.objects.exists()

    def test_who_stops_at_the_provider_reads_that_nothing_was_kept(self, portal: Client, browser: Browser) -> None:
        # The consent is asked once they logged in.
        back = browser.goes(question(portal), "dina", agree=False)
        answer = comes_back(portal, back)
        assert answer.status_code == 403
        assert "U hebt de aanmelding gestopt" in answer.content.decode()

    def test_somebody_named_by_their_number_is_not_let_in_nor_kept(self, portal: Client, browser: Browser) -> None:
        answer = comes_back(portal, browser.goes(question(portal), "nummer"))
        assert answer.status_code == 403
        assert "rijksregisternummer" in answer.content.decode()
        assert not Account.objects.exists()

    def test_a_provider_that_is_away_is_said(self, portal: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SLUIS_OIDC_ISSUER", "http://127.0.0.1:9")
        answer = portal.get("/login/start")
        assert answer.status_code == 503
        assert "antwoordt niet" in answer.content.decode()

    def test_a_scope_that_was_not_granted_is_the_operators_to_mend(
        self, portal: Client, browser: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SLUIS_OIDC_SCOPES", "openid mandates")
        answer = comes_back(portal, browser.goes(question(portal), "an"))
        assert (answer.status_code, "beheerder" in answer.content.decode()) == (502, True)

    @pytest.mark.parametrize(
        ("setting", "value"),
        [
            ("SLUIS_OIDC_CLIENT_ID", ""),
            ("SLUIS_OIDC_CLIENT_SECRET", ""),
            ("SLUIS_OIDC_SCOPES", "openid vo rrn"),
            ("SLUIS_OIDC_SCOPES", "profile"),
            ("SLUIS_OIDC_ISSUER", "http://provider.example"),
            ("SLUIS_OIDC_ROLES", "/nowhere/roles.toml"),
            ("SLUIS_OIDC_CLIENT_KEY", "/nowhere/key.pem"),
        ],
    )
    def test_a_wrong_setting_is_said_to_the_operator_by_name(
        self,
        portal: Client,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
        setting: str,
        value: str,
    ) -> None:
        monkeypatch.setenv(setting, value)
        assert portal.get("/login/start").status_code == 503
        assert setting in caplog.text

    @pytest.mark.parametrize(
        "wanted",
        [
            "https://evil.example/nl/home", "//evil.example/nl/home", "/\\evil.example/nl/home", "javascript:alert(1)",
            "/nergens", "/nl/home\x00", "/login/start", "/nl/login", "/logout", "nl/home", "/overview.csv",
        ],
    )  # fmt: skip
    def test_nobody_is_led_elsewhere_after_the_log_in(self, portal: Client, browser: Browser, wanted: str) -> None:
        assert logs_in(portal, browser, "an", next=wanted) == HOME


class TestTheWordOfTheProvider:
    def test_while_it_is_fresh_pages_do_not_go_by_the_provider(
        self, portal: Client, browser: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        logs_in(portal, browser, "an")
        later(monkeypatch, timedelta(minutes=14))
        assert portal.get(HOME).status_code == 200

    def renewed(self, portal: Client, browser: Browser) -> Any:
        sent = portal.get("/nl/home?a=b").headers["Location"]
        assert sent.startswith("/login/start?quiet=1")
        asked = portal.get(sent).headers["Location"]
        assert parse_qs(urlsplit(asked).query)["prompt"] == ["none"]
        return comes_back(portal, browser.goes(asked))

    def test_then_a_page_goes_by_it_in_silence_and_comes_back_to_where_it_was(
        self, portal: Client, browser: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        logs_in(portal, browser, "an")
        begun = portal.session[visiting.BEGUN]
        later(monkeypatch, timedelta(minutes=16))
        assert self.renewed(portal, browser).headers["Location"] == "/nl/home?a=b"
        assert portal.get("/nl/home?a=b").status_code == 200
        assert portal.session[visiting.BEGUN] == begun

    def test_a_role_that_was_taken_there_is_gone_here(
        self, portal: Client, browser: Browser, provider: Provider, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        logs_in(portal, browser, "an")
        provider.says("an", sluis_rol_3d=[])
        later(monkeypatch, timedelta(minutes=16))
        address = self.renewed(portal, browser).headers["Location"]
        for _ in range(2):
            address = portal.get(address).headers["Location"]
        assert address.startswith("/nl/capacity")
        assert portal.get(address).status_code == 403

    def test_who_is_no_longer_logged_in_there_logs_in_again(
        self, portal: Client, browser: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        logs_in(portal, browser, "an")
        later(monkeypatch, timedelta(minutes=16))
        with closing(Browser()) as stranger:
            answer = self.renewed(portal, stranger)
        assert answer.headers["Location"] == "/nl/login?next=%2Fnl%2Fhome%3Fa%3Db"
        assert visiting.ACCOUNT not in portal.session

    def test_a_part_of_a_page_gets_some_time_more_and_no_longer(
        self, portal: Client, browser: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        logs_in(portal, browser, "an")
        later(monkeypatch, timedelta(minutes=25))
        assert portal.get(HOME, headers={"HX-Request": "true"}).status_code == 200
        later(monkeypatch, timedelta(minutes=25))
        # The log-in does not come inside a part of a page: the whole page is asked for again, and is sent there.
        ended = portal.get(HOME, headers={"HX-Request": "true"})
        assert (ended.headers["HX-Refresh"], ended.content) == ("true", b"")
        assert portal.get(HOME).headers["Location"].startswith("/nl/login")


class TestTheEndOfASession:
    def test_after_half_an_hour_without_a_page(
        self, portal: Client, browser: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        logs_in(portal, browser, "an")
        later(monkeypatch, timedelta(minutes=31))
        assert portal.get(HOME).headers["Location"].startswith("/nl/login")

    def test_after_ten_hours_however_busy(
        self, portal: Client, browser: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        logs_in(portal, browser, "an")
        session = portal.session
        session[visiting.BEGUN] = (visiting.now() - timedelta(hours=10, minutes=1)).isoformat()
        session.save()
        assert portal.get(HOME).headers["Location"].startswith("/nl/login")

    def test_at_the_log_out_which_links_to_the_end_at_the_provider(
        self, portal: Client, browser: Browser, provider: Provider
    ) -> None:
        logs_in(portal, browser, "an")
        key = portal.session.session_key
        assert portal.get("/logout").status_code == 405
        assert portal.post("/logout", {"language": "en"}).headers["Location"] == "/en/logged-out"
        assert (
            f'href="{provider.issuer}/identity/o/logout?client_id=sluis"'
            in portal.get("/en/logged-out").content.decode()
        )
        portal.cookies[settings.SESSION_COOKIE_NAME] = key or ""
        assert portal.get(HOME).headers["Location"].startswith("/nl/login")

    def test_when_the_provider_is_another(
        self, portal: Client, browser: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        logs_in(portal, browser, "an")
        monkeypatch.setenv("SLUIS_OIDC_ISSUER", "http://127.0.0.1:9")
        assert portal.get(HOME).headers["Location"].startswith("/nl/login")


class TestTheDemo:
    @pytest.fixture
    def cast(self, database: str) -> Client:
        """A browser at a demo's portal."""
        register_agency()
        installation.mark_as_demo()
        demo_cast.register_cast(BEGUN)
        return Client(SERVER_NAME="localhost")

    def test_everybody_of_the_cast_has_every_role_they_should(self, cast: Client) -> None:
        held = {(row.account.person, row.party, row.role) for row in Capacity.objects.select_related("account")}
        parties = demo_cast.ORGANISATIONS
        assert held == {(who, parties[code], role) for who, _, roles in demo_cast.CAST for code, role in roles}

    def test_a_button_lets_one_of_them_in(self, cast: Client) -> None:
        page = cast.get("/nl/login").content.decode()
        assert page.index("Agentschap Integratie") < page.index("An Voorbeeld<br>")
        assert page.index("gemeente Halle") < page.index("Dina Voorbeeld<br>")
        answer = cast.post("/login/demo", {"person": "dina", "language": "en", "next": "/en/home"})
        assert cast.get(answer.headers["Location"]).headers["Location"] == "/en/home"
        assert "Dina Voorbeeld, coordinator at gemeente Halle" in cast.get("/en/home").content.decode()

    def test_the_form_needs_its_token_and_somebody_of_the_cast(self, cast: Client) -> None:
        strict = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
        assert strict.post("/login/demo", {"person": "an"}).status_code == 403
        assert cast.post("/login/demo", {"person": "nobody"}).status_code == 404

    def test_with_a_provider_there_is_nothing_of_it_and_its_sessions_are_over(
        self, cast: Client, provider: Provider, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        cast.get(cast.post("/login/demo", {"person": "an"}).headers["Location"])
        assert cast.get(HOME).status_code == 200
        monkeypatch.setenv("SLUIS_OIDC_ISSUER", provider.issuer)
        monkeypatch.setenv("SLUIS_OIDC_CLIENT_ID", CLIENT_ID)
        monkeypatch.setenv("SLUIS_OIDC_CLIENT_SECRET", CLIENT_SECRET)
        assert cast.get(HOME).headers["Location"].startswith("/nl/login")
        assert cast.post("/login/demo", {"person": "an"}).status_code == 404
        assert "Voorbeeld" not in cast.get("/nl/login").content.decode()

    @pytest.mark.usefixtures("house")
    def test_outside_a_demo_there_is_nothing_of_it_even_for_an_account_of_that_name(self) -> None:
        demo_cast.register_cast(BEGUN)
        stranger = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
        assert stranger.post("/login/demo", {"person": "an"}).status_code == 404
        page = stranger.get("/nl/login").content.decode()
        assert "Voorbeeld" not in page
        assert "Hier kan nog niemand zich aanmelden" in page
        assert stranger.get("/login/start").status_code == 404

    def test_the_demo_does_not_start_where_a_provider_is_set(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(environment.OIDC_ISSUER.name, "https://provider.example")
        with pytest.raises(outcome.CommandFailed, match="SLUIS_OIDC_ISSUER is set"):
            demo.tell()


class TestTheOperator:
    def test_says_which_party_an_organisation_is_and_sees_who_can_act(
        self, house: None, capsys: pytest.CaptureFixture[str]
    ) -> None:
        before = ledger.size()
        for _ in range(2):
            assert main(["organisation", "register", "OVO999009", "--party", "agency:agii"]) == 0
        assert ledger.size() == before + 1
        main(["organisation", "list"])
        assert "agency:agii\tOVO999009\tAgentschap" in capsys.readouterr().out
        claimed = people.Claimed("i", "vo-an", "vo-an", "An Voorbeeld", [("OVO999009", Role.VALIDATOR)])
        people.log_in(claimed, at=BEGUN)
        main(["people", "list", "--party", "agency:agii"])
        assert "An Voorbeeld\tvo-an\tvalidator\tcan act" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("code", "party"),
        [("OVO9", "agency:other"), ("OVO9", "nis:99999"), ("O V", "agency:agii"), (HALLE, "nis:23003")],
    )
    def test_cannot_register_what_is_no_party_or_anothers(self, house: None, code: str, party: str) -> None:
        assert main(["organisation", "register", code, "--party", party]) == 1
