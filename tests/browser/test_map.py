"""The map in a real browser: with the keyboard alone, as a screen reader hears it, without scripts, narrow, in both
languages, with tiles and with outlines. What it says is held against the table on the same page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect
from tests.browser.browser import Window, serving
from tests.browser.keyboard import Keyboard
from tests.rooms.borderlands import squares_around
from tests.rooms.history import Histories

from sluis.parties.municipalities import municipalities
from sluis.web.texts import LANGUAGES, Language

# Before the mergers of 2025 there are tiles only; of the days since there may be outlines.
BEFORE, SINCE = "2024-12-31", "2025-06-01"
ZOOMED, NARROW = 550, 320
STATES = {
    "nl": {"van kracht", "geschorst", "in voorbereiding", "voorbij", "geen protocol"},
    "en": {"in force", "suspended", "in preparation", "over", "no protocol"},
}


@pytest.fixture
def portal(database: str, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A portal with a rich history, and with outlines (a square each) of the municipalities since the mergers."""
    Histories(1).write()
    path = tmp_path / "today.geojson"
    today = [row for row in municipalities().all() if row.valid_until is None]
    path.write_bytes(squares_around({row.nis: (row.longitude, row.latitude) for row in today}, half=0.02))
    monkeypatch.setenv("SLUIS_BOUNDARIES", str(path))
    with serving("--no-worker") as address:
        # Every process of the portal makes its first page slowly.
        for _ in range(4):
            with urlopen(f"{address}/nl/", timeout=60) as page:  # noqa: S310 - our own server
                page.read()
        yield address


Opens = Callable[..., Window]


@pytest.fixture
def opens(portal: str, windows: Callable[..., Window]) -> Opens:
    """Opens a window of somebody who is nobody in particular."""
    return lambda **options: windows(portal, **options)


def said_by_the_table(page: Page, language: Language) -> set[str]:
    """What the table of all municipalities says, as the map would."""
    since = {"nl": " sinds ", "en": " since "}[language]
    rows = page.locator("tr[id^=nis-]").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.innerText.trim().replace(/\\s+/g, ' ')))"
    )
    assert {state for row in rows for state in STATES[language] if row[3].startswith(state)} == STATES[language]
    return {f"{row[0]}: {row[3]}{'' if row[4] == '-' else since + row[4]}" for row in rows}


def as_in_the_table(name: str) -> str:
    """What the map says of a municipality, without what marks the first and without the brackets of how far it is."""
    return re.sub("[()]", "", re.sub(r" \((de eerste gemeente|the first municipality)\)$", "", name))


def heard(page: Page) -> dict[str, list[str]]:
    """What a screen reader hears of the map: the names of the links in each group, in their order."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}

    def value(node: dict[str, Any], key: str) -> str:
        return str(node.get(key, {}).get("value", ""))

    def below(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
        for number in node.get("childIds", []):
            yield by_id[number]
            yield from below(by_id[number])

    (map_,) = [node for node in nodes if value(node, "name").startswith(("Kaart van de Vl", "Map of the Fl"))]
    groups = [node for node in below(map_) if value(node, "role") == "group"]
    assert len([node for node in below(map_) if value(node, "role") == "link"]) == sum(
        value(node, "role") == "link" for group in groups for node in below(group)
    )
    return {
        value(group, "name"): [value(node, "name") for node in below(group) if value(node, "role") == "link"]
        for group in groups
    }


def test_a_screen_reader_hears_by_province_what_the_table_says(opens: Opens) -> None:
    window = opens()
    for language, (day, total) in product(LANGUAGES, ((BEFORE, 300), (SINCE, 285))):
        page = window.go(f"/{language}/?on={day}")
        groups = heard(page)
        assert len(groups) == 5
        names = [name for of in groups.values() for name in of]
        assert len(names) == len(set(names)) == total
        assert {as_in_the_table(name) for name in names} == said_by_the_table(page, language)
        in_force = {"nl": ": van kracht", "en": ": in force"}[language]
        for said, of in groups.items():
            count = sum(in_force in name for name in of)
            words = {"nl": f"{count} van de {len(of)} van kracht", "en": f"{count} of the {len(of)} in force"}
            assert said.split(": ")[1] == words[language]
        # A page of tiles in one language and of outlines in the other: axe needs its time for so many links.
        if (language == "nl") == (day == BEFORE):
            assert window.violations() == []


def test_by_keyboard_one_goes_past_it_or_into_it_and_on_to_the_table(opens: Opens) -> None:
    # The page has no script; the keyboard of the tests needs one to see where the focus is.
    window = opens()
    for language, day in product(LANGUAGES, (BEFORE, SINCE)):
        goes_past_it(window, language, day)
        goes_into_it_and_on_to_the_table(window, language, day)


def goes_past_it(window: Window, language: Language, day: str) -> None:
    page = window.go(f"/{language}/?on={day}")
    # Nothing of the ways in and past is seen, until the keyboard comes there.
    skip = page.locator("a[href='#past-the-map']")
    assert page.locator("nav.when-focused").evaluate("nav => getComputedStyle(nav).position") == "absolute"
    keys = Keyboard(page)
    keys.reach(skip)
    assert page.locator("nav.when-focused").evaluate("nav => getComputedStyle(nav).position") == "static"
    keys.press("Enter")
    keys.stop()
    assert keys.is_on(page.locator("figcaption a"))


def goes_into_it_and_on_to_the_table(window: Window, language: Language, day: str) -> None:
    page = window.go(f"/{language}/?on={day}")
    keys = Keyboard(page)
    keys.reach(page.locator("a[href='#map-limburg']"))
    keys.press("Enter")
    seen = keys.stop()
    assert seen is not None
    name = page.locator(":focus title").text_content() or ""
    assert name.split(":")[0] in {row.name for row in municipalities().all() if row.province == "Limburg"}
    # Who sees the focus reads the name too, on the screen and above nothing else.
    label = page.locator(":focus + text")
    expect(label).to_be_visible()
    assert label.text_content() == name.split(":")[0]
    keys.stop()
    expect(page.locator(".map a + text:visible")).to_have_count(1)
    target = page.locator(":focus").get_attribute("href") or ""
    keys.press("Enter")
    expect(page.locator(target)).to_be_in_viewport()
    assert keys.is_on(page.locator(target))
    name = page.locator(f"a[href='{target}'] title").text_content() or ""
    assert as_in_the_table(name) in said_by_the_table(page, language)
    assert name.startswith(page.locator(f"{target} th").inner_text() + ":")


@pytest.mark.parametrize("width", [NARROW, ZOOMED])
def test_it_fits_a_narrow_screen_and_the_longest_name_too(opens: Opens, width: int) -> None:
    window = opens(java_script_enabled=False, width=width)
    for language, (day, nis) in product(LANGUAGES, ((BEFORE, "73109"), (SINCE, "46030"))):
        page = window.go(f"/{language}/?on={day}")
        assert window.wider_than_the_screen() == []
        page.locator(f"a[href='#nis-{nis}']").focus()
        label = page.locator(f"a[href='#nis-{nis}'] + text")
        expect(label).to_be_visible()
        box = label.bounding_box()
        assert box is not None
        assert 0 <= box["x"] <= box["x"] + box["width"] <= width, box
        # As large as the text of a hint, or about.
        assert box["height"] >= 12


def test_pointing_shows_one_name_and_a_click_leads_to_the_row(opens: Opens) -> None:
    window = opens(java_script_enabled=False)
    for day in (BEFORE, SINCE):
        page = window.go(f"/nl/?on={day}")
        page.locator("a[href='#nis-11002']").focus()
        page.locator("a[href='#nis-31005']").hover()
        expect(page.locator(".map a + text:visible")).to_have_text(["Brugge"])
        page.locator("a[href='#nis-31005']").click()
        expect(page.locator("#nis-31005")).to_be_in_viewport()


def test_it_keeps_its_signs_where_the_user_chooses_the_colours(opens: Opens) -> None:
    window = opens(forced_colors="active")
    page = window.go(f"/nl/?on={BEFORE}")
    colours = {
        name: page.locator(f"#m-{name} rect").evaluate("e => [getComputedStyle(e).fill, getComputedStyle(e).stroke]")
        for name in ("in-force", "suspended", "preparing", "ended", "none")
    }
    signs = {
        name: page.locator(f"#s-{name}").evaluate("e => getComputedStyle(e).stroke")
        for name in ("in-force", "suspended", "ended")
    }
    for name, sign in signs.items():
        assert sign != colours[name][0], name
    assert all(fill != stroke for name, (fill, stroke) in colours.items() if name != "in-force")
    assert colours["in-force"][0] != colours["none"][0]


def test_the_file_is_shown_by_the_browser_with_its_colours(opens: Opens) -> None:
    window = opens()
    for day in (BEFORE, SINCE):
        page = window.go(f"/nl/map.svg?on={day}")
        assert page.locator("#m-in-force rect").evaluate("e => getComputedStyle(e).fill") == "rgb(29, 107, 53)"
        ends = page.locator("text").evaluate_all("all => all.map(e => e.getBBox().x + e.getBBox().width)")
        assert max(ends) <= page.evaluate("document.documentElement.viewBox.baseVal.width")
