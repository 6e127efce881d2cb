"""Logging in as people do: a browser, the portal, and an identity provider from another code base.

The provider says who somebody is and which roles they have, by OpenID Connect; each test goes all the way there and
back. What it says can change while somebody is at work.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, Page, expect
from tests.browser.browser import SECRET, Window, serving, windows
from tests.browser.conftest import Opens
from tests.doors.provider.running import AGENCY, CLIENT_ID, CLIENT_SECRET, HALLE, Provider, running
from tests.rooms.desk import BEGUN, Desk, register_agency

from sluis.parties import people
from sluis.web import visiting

DEEP = "/nl/protocols/AGII-23027/talk"


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def port() -> int:
    """Where the portal will be: the provider sends people back to no other address."""
    return free_port()


@pytest.fixture(scope="module")
def provider_process(port: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    with running(tmp_path_factory.mktemp("provider"), f"http://127.0.0.1:{port}/login/back") as provider:
        yield provider


@pytest.fixture
def provider(provider_process: Provider) -> Provider:
    """The provider, which says of everybody what the cast says at first."""
    provider_process.says_as_at_first()
    return provider_process


@pytest.fixture
def opens(
    chromium: Browser, port: int, database: str, home: Path, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Opens]:
    """Opens a window of somebody who is not logged in, at a portal that knows the provider."""
    monkeypatch.setattr(settings, "SECRET_KEY", SECRET)
    register_agency()
    for code, party in ((AGENCY, "agency:agii"), (HALLE, "nis:23027")):
        people.register_organisation(code=code, party=party, by="agency:agii", at=BEGUN)
    Desk().draft()
    for name, value in {
        "SLUIS_ADDRESS": f"http://127.0.0.1:{port}",
        "SLUIS_OIDC_ISSUER": provider.issuer,
        "SLUIS_OIDC_CLIENT_ID": CLIENT_ID,
        "SLUIS_OIDC_CLIENT_SECRET": CLIENT_SECRET,
    }.items():
        monkeypatch.setenv(name, value)
    with (
        serving("--no-worker", "--port", str(port)) as address,
        windows(chromium, address, lambda who: "", also=(provider.issuer,)) as opened,
    ):
        yield opened


def logs_in(window: Window, name: str, path: str = "/nl/home") -> Page:
    """Comes for a page, and goes through the log-in and the consent of the provider."""
    page = window.page
    page.goto(window.address + path)
    expect(page.get_by_role("heading", level=1)).to_have_text("Aanmelden")
    page.get_by_role("main").get_by_role("link", name="Aanmelden").click()
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill(name)
    page.get_by_role("button", name="Sign In").click()
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url(f"{window.address}/**")
    return page


def menu(page: Page, item: str) -> None:
    page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name=item).click()


def session_of(window: Window) -> SessionStore:
    (key,) = [cookie["value"] for cookie in window.page.context.cookies() if cookie["name"] == "sluis"]
    return SessionStore(session_key=key)


def the_word_of_the_provider_grows_old(window: Window) -> None:
    """As if a quarter of an hour had passed since the provider said who this is."""
    session = session_of(window)
    session[visiting.PROVED] = (visiting.now() - visiting.PROVED_FOR - timedelta(seconds=1)).isoformat()
    session.save()


def test_somebody_with_one_capacity_comes_back_to_the_very_page_they_came_for(opens: Opens) -> None:
    window = opens(None)
    page = logs_in(window, "an", DEEP)
    expect(page).to_have_url(window.address + DEEP)
    expect(page.get_by_text("An Voorbeeld, protocolbeheerder bij Agentschap Integratie en Inburgering")).to_be_visible()
    expect(page.get_by_role("link", name="Andere hoedanigheid")).to_have_count(0)


def test_somebody_with_several_capacities_chooses_one_and_changes_later(opens: Opens) -> None:
    window = opens(None)
    page = logs_in(window, "tine", DEEP)
    expect(page.get_by_role("heading", level=1)).to_have_text("Kies een hoedanigheid")
    page.get_by_role("button", name="validator bij").click()
    expect(page).to_have_url(window.address + DEEP)
    expect(page.get_by_text("Tine Voorbeeld, validator bij")).to_be_visible()
    expect(page.get_by_role("link", name="Fusies")).to_have_count(0)

    page.get_by_role("link", name="Andere hoedanigheid").click()
    page.get_by_role("button", name="protocolbeheerder bij").click()
    expect(page.get_by_text("Tine Voorbeeld, protocolbeheerder bij")).to_be_visible()
    expect(page.get_by_role("link", name="Fusies")).to_be_visible()


def test_somebody_without_a_role_is_told_what_to_do(opens: Opens) -> None:
    window = opens(None)
    page = logs_in(window, "niemand")
    expect(page.get_by_role("heading", level=1)).to_have_text("U hebt hier geen rol")
    expect(page.get_by_text("aangemeld als Niemand Voorbeeld")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text=AGENCY)).to_contain_text("Agentschap Integratie")
    expect(page.get_by_text("Vraag de lokale beheerder van uw organisatie")).to_be_visible()
    expect(page.get_by_role("button", name="Afmelden")).to_be_visible()


def test_the_portal_asks_the_provider_again_without_anybody_noticing(opens: Opens) -> None:
    window = opens(None)
    page = logs_in(window, "an")
    the_word_of_the_provider_grows_old(window)
    asked_at = session_of(window)[visiting.PROVED]
    menu(page, "Protocollen")
    expect(page).to_have_url(f"{window.address}/nl/protocols")
    expect(page.get_by_role("link", name="Halle")).to_be_visible()
    assert session_of(window)[visiting.PROVED] > asked_at


def test_a_role_that_is_taken_at_the_provider_is_gone_at_the_next_renewal(opens: Opens, provider: Provider) -> None:
    window = opens(None)
    page = logs_in(window, "an", DEEP)
    provider.says("an", sluis_rol_3d=[])
    the_word_of_the_provider_grows_old(window)
    menu(page, "Protocollen")
    expect(page.get_by_role("heading", level=1)).to_have_text("U hebt hier geen rol")
    page.goto(window.address + DEEP)
    expect(page.get_by_role("heading", level=1)).to_have_text("U hebt hier geen rol")


def test_a_role_that_the_coordinator_blocks_is_gone_at_the_next_click(opens: Opens) -> None:
    dina, ivo = opens(None), opens(None)
    at_work = logs_in(ivo, "ivo", DEEP)
    expect(at_work).to_have_url(ivo.address + DEEP)
    blocks(logs_in(dina, "dina"))
    menu(at_work, "Protocollen")
    expect(at_work.get_by_role("heading", level=1)).to_have_text("U hebt hier geen rol")
    # What was already before him does nothing any more either.
    at_work.go_back()
    expect(at_work.get_by_role("heading", level=1)).to_have_text("U hebt hier geen rol")


def blocks(page: Page) -> None:
    """The coordinator of Halle blocks Ivo's role, after it was explained."""
    menu(page, "Mensen en rollen")
    page.get_by_role("link", name=re.compile("Blokkeren.*Ivo Voorbeeld")).click()
    expect(page.get_by_text("verliest deze rol onmiddellijk")).to_be_visible()
    page.get_by_role("button", name="Blokkeren").click()
    expect(page.get_by_role("status")).to_have_text("De rol van Ivo Voorbeeld is geblokkeerd.")
    expect(page.get_by_role("row", name=re.compile("Ivo"))).to_contain_text("geblokkeerd")


def test_after_the_log_out_the_back_button_shows_nothing(opens: Opens, provider: Provider) -> None:
    window = opens(None)
    page = logs_in(window, "an", DEEP)
    page.get_by_role("button", name="Afmelden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("U bent afgemeld")
    there = page.get_by_role("link", name="Afmelden bij de toegangsdienst")
    assert (there.get_attribute("href") or "").startswith(provider.issuer)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Aanmelden")
    expect(page.get_by_text("An Voorbeeld")).to_have_count(0)
    assert "AGII-23027" not in page.content().replace(DEEP.replace("/", "%2F"), "")


def test_there_is_nothing_of_the_demo(opens: Opens) -> None:
    page = opens(None).go("/nl/login")
    expect(page.get_by_text("demo")).to_have_count(0)
    expect(page.get_by_role("main").get_by_role("button")).to_have_count(0)
    expect(page.get_by_role("main").get_by_role("link", name="Aanmelden")).to_be_visible()
    answer = page.request.post(page.url.replace("/nl/login", "/login/demo"), form={"person": "an"})
    assert answer.status == 404
