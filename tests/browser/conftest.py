"""The browser of a run, and the portal on a furnished house."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser
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
def opens(chromium: Browser, portal: str) -> Iterator[Callable[..., Window]]:
    """Opens a window for somebody of the furnished house; every window must have been calm when the test ends."""
    windows: list[Window] = []
    contexts = []

    def for_(person: str | None, **options: object) -> Window:
        session = session_of(person, *PEOPLE[person]) if person else None
        context, made = window(chromium, portal, session, **options)  # type: ignore[arg-type]
        contexts.append(context)
        windows.append(made)
        return made

    yield for_
    for made in windows:
        made.require_calm()
    for context in contexts:
        context.close()
