"""The browser of a run, and the portal on a furnished house."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext
from tests.browser.browser import SECRET, Window, browsing, serving, window
from tests.browser.browser import windows as windows_at
from tests.doors.furnished import PEOPLE
from tests.doors.visitors import session_of
from tests.stories.cast import BEERSEL, House

from sluis.cli import clock
from sluis.parties import actions as parties

Opens = Callable[..., Window]
PASSPHRASE = "vier gewone woorden samen"


# For a file of tests and no longer: while it is open its event loop runs in this thread, and whatever else in the suite
# wants one of its own cannot have it.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser of a file of tests."""
    with browsing() as browser:
        yield browser


@pytest.fixture
def portal(furnished: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a portal on a house with a protocol in every state."""
    monkeypatch.setattr(settings, "SECRET_KEY", SECRET)
    with serving() as address:
        yield address


def session(person: str) -> str:
    """The session of somebody in the role that the furnished house knows them in."""
    return session_of(person, *PEOPLE[person])


@pytest.fixture
def windows(chromium: Browser) -> Iterator[Callable[..., Window]]:
    """Opens windows at an address, each of its own; every one must have been calm when the test ends."""
    opened: list[tuple[BrowserContext, Window]] = []

    def at(address: str, session: str | None = None, **options: object) -> Window:
        opened.append(window(chromium, address, session, **options))  # type: ignore[arg-type]
        return opened[-1][1]

    yield at
    for _, made in opened:
        made.require_calm()
    for context, _ in opened:
        context.close()


@pytest.fixture
def opens(chromium: Browser, portal: str) -> Iterator[Opens]:
    """Opens a window for somebody of the furnished house; every window must have been calm when the test ends."""
    with windows_at(chromium, portal, session) as opened:
        yield opened


@pytest.fixture
def beersel(database: str, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """A house with the agency, and Beersel with the first protocol and a key behind a passphrase."""
    monkeypatch.setattr(settings, "SECRET_KEY", SECRET)
    house = House(tmp_path)
    parties.make_key_behind_passphrase(BEERSEL, PASSPHRASE, by=f"nis:{BEERSEL}", at=clock.now())
    return house


@pytest.fixture
def opens_at_beersel(chromium: Browser, beersel: House) -> Iterator[Opens]:
    """Opens a window for somebody of that house."""
    with serving() as address, windows_at(chromium, address, session) as opened:
        yield opened
