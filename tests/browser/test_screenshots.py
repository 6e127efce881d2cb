"""The pictures of the portal in the documentation, taken from the furnished house in both languages.

`make screenshots` writes them to `docs/images/portal`; a run of the suite only proves that they can be taken. Days on
the pages change daily, so no picture is held to an earlier one.
"""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.browser import Window
from tests.browser.conftest import Opens
from tests.doors.furnished import HALLE, LEUVEN, VILVOORDE
from tests.stories.cast import BEERSEL

from sluis.config import environment
from sluis.web.texts import LANGUAGES, Language, Texts

WIDTH, HEIGHT = 1100, 750
# Pages with so much to read that a whole window of it would be too large.
LESS_HIGH = {"ask": 560, "gate": 600}
# What a reader of the documentation fetches at most for one picture.
LARGEST = 120_000
FOLDER = environment.PROJECT / "docs" / "images" / "portal"

Scene = Callable[[Window, Texts], Page]


def _at(path: str) -> Scene:
    return lambda window, texts: window.go(f"/{texts.language}/{path}")


def _delivery(window: Window, texts: Texts) -> Page:
    """The delivery that lies ready for Beersel."""
    page = window.go(f"/{texts.language}/deliveries")
    page.get_by_role("row").filter(has_text=re.compile("ligt klaar|waiting for")).get_by_role("link").click()
    expect(page.get_by_role("link", name=texts("open_here"))).to_be_visible()
    return page


def _verdicts(window: Window, texts: Texts) -> Page:
    """What each rule of the gate says of an ask that was not agreed on."""
    page = window.go(f"/{texts.language}/gate")
    page.get_by_label(texts("gate_municipality")).select_option(BEERSEL)
    page.get_by_label(texts("gate_purpose")).select_option("buddy")
    page.get_by_role("button", name=texts("gate_try")).click()
    page.get_by_role("heading", name=texts("gate_answer")).evaluate("e => e.scrollIntoView({behavior: 'instant'})")
    expect(page.get_by_role("table", name=texts("gate_caption"))).to_be_visible()
    return page


def _map(window: Window, texts: Texts) -> Page:
    """The map of the overview, which anybody may see."""
    page = window.go(f"/{texts.language}/")
    page.get_by_role("heading", name=texts("map_heading")).evaluate("e => e.scrollIntoView({behavior: 'instant'})")
    return page


# Each picture: its name, who has the page open, and how they come there.
SCENES: tuple[tuple[str, str, Scene], ...] = (
    ("home", "an", _at("home")),
    ("protocols", "an", _at("protocols")),
    ("board", "an", _at("protocols/board")),
    ("protocol", "an", _at(f"protocols/AGII-{LEUVEN}")),
    ("draft", "an", _at(f"protocols/AGII-{VILVOORDE}/draft")),
    ("ask", "betty", _at("ask")),
    ("delivery", "betty", _delivery),
    ("gate", "an", _verdicts),
    ("imports", "stijn", _at("imports")),
    ("ledger", "an", _at("ledger")),
    ("map", "an", _map),
    ("register", "an", _at(f"register/AGII-{HALLE}")),
    ("approach", "an", _at("approach")),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the pictures go: into the documentation only where that was asked for."""
    found = FOLDER if os.environ.get("SLUIS_SCREENSHOTS") else tmp_path
    found.mkdir(parents=True, exist_ok=True)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_of_the_documentation_can_be_taken(opens: Opens, folder: Path, language: Language) -> None:
    texts = Texts(language)
    windows: dict[str, Window] = {}
    for name, person, scene in SCENES:
        window = windows.get(person) or windows.setdefault(person, opens(person, device_scale_factor=1))
        window.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
        page = scene(window, texts)
        expect(page.locator("html")).to_have_attribute("lang", language)
        file = folder / f"{name}-{language}.png"
        height = LESS_HIGH.get(name, HEIGHT)
        page.screenshot(path=file, clip={"x": 0, "y": 0, "width": WIDTH, "height": height})
        require_picture(file, height)


def require_picture(file: Path, height: int) -> None:
    """A PNG of this height, which shows something and is not too large to fetch."""
    data = file.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", data[16:24]) == (WIDTH, height)
    assert 10_000 < len(data) <= LARGEST, f"{file.name} is {len(data)} bytes"
