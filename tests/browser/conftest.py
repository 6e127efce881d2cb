"""The browser of a run, and the portal on a furnished house."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext
from tests.browser.browser import SECRET, Window, browsing, serving, window
from tests.doors.furnished import PEOPLE
from tests.doors.visitors import session_of


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The one browser of the run."""
    with browsing() as browser:
        yield browser


@pytest.fixture
def portal(furnished: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a portal on a house with a protocol in every state."""
    monkeypatch.setattr(settings, "SECRET_KEY", SECRET)
    with serving() as address:
        yield address


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
def opens(windows: Callable[..., Window], portal: str) -> Callable[..., Window]:
    """Opens a window for somebody of the furnished house."""

    def for_(person: str | None, **options: object) -> Window:
        return windows(portal, session_of(person, *PEOPLE[person]) if person else None, **options)

    return for_
