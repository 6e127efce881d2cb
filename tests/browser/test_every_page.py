"""Every page of the portal in a real browser: accessible, calm, and usable on a narrow screen, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from tests.browser.browser import Window
from tests.doors.furnished import PEOPLE, STATES
from tests.doors.matrix import ADDRESSES, FILES, OK, Address

from sluis.web.texts import LANGUAGES, Language

Opens = Callable[..., Window]

# WCAG 2.1, 1.4.10: at 320 CSS pixels, which is also what 1280 pixels are at a zoom of 400 %, nothing scrolls sideways.
NARROW = 320
# 1.4.4: text at twice its size; a window of half the width shows the same.
ZOOMED = 550
PUBLIC = (
    "", "?on=2020-11-15", "?on=gisteren", "nergens", "login", "logged-out", "register", "register?state=x",
    "register/AGII-23027", "register/AGII-23088", "register/AGII-23106/1", "register/AGII-23027/1/text",
    "register/AGII-23027/1/proof", "embed/23027", "yearly/2025",
)  # fmt: skip


def one_who_sees(address: Address) -> str:
    """Somebody who may open an address; the one with the most to see first."""
    return next(person for person in ("an", "betty", "ivo", *PEOPLE) if address.statuses[person] == OK)


def pages(language: Language) -> list[tuple[str, str, int]]:
    """Every page: who opens it, where it is, and how it answers."""
    found = [
        (one_who_sees(one), reverse(one.name, kwargs={"language": language, **one.parts()}), OK)
        for one in ADDRESSES
        if one.name not in FILES
    ]
    states = [("an", f"/{language}/protocols/AGII-{nis}", OK) for nis in STATES.values()]
    return [*found, *states, ("ivo", f"/{language}/protocols/AGII-23027/move/suspend", 403)]


@pytest.mark.parametrize("language", LANGUAGES)
class TestEveryPage:
    def test_has_nothing_that_axe_finds_under_wcag_21_aa(self, opens: Opens, language: Language) -> None:
        windows: dict[str, Window] = {}
        found = {}
        for person, path, status in pages(language):
            window = windows.get(person) or windows.setdefault(person, opens(person))
            window.go(path, status=status)
            found[path] = window.violations()
        stranger = opens(None)
        for path in PUBLIC:
            stranger.page.goto(f"{stranger.address}/{language}/{path}")
            found[path] = stranger.violations()
        assert {path: wrong for path, wrong in found.items() if wrong} == {}

    @pytest.mark.parametrize("width", [NARROW, ZOOMED])
    def test_fits_a_narrow_screen_and_text_of_twice_the_size(
        self, opens: Opens, language: Language, width: int
    ) -> None:
        windows: dict[str, Window] = {}
        found = {}
        for person, path, status in pages(language):
            window = windows.get(person) or windows.setdefault(person, opens(person, width=width))
            window.go(path, status=status)
            found[path] = window.wider_than_the_screen()
        stranger = opens(None, width=width)
        for path in PUBLIC:
            stranger.page.goto(f"{stranger.address}/{language}/{path}")
            found[path] = stranger.wider_than_the_screen()
        assert {path: wide for path, wide in found.items() if wide} == {}


class TestAFormThatWasWrong:
    def test_has_the_focus_on_what_is_wrong_and_leads_to_the_field(self, opens: Opens) -> None:
        window = opens("an")
        page = window.go("/nl/protocols/AGII-23027/move/suspend")
        page.get_by_role("button", name="Schorsen").click()
        alert = page.get_by_role("alert")
        assert "Er is iets niet in orde" in alert.inner_text()
        assert alert.evaluate("alert => alert === document.activeElement")
        assert window.violations() == []
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.type("Een sleutel is zoek.")
        assert page.get_by_label("Reden").input_value() == "Een sleutel is zoek."


class TestTheCheckItself:
    def test_sees_what_is_wrong(self, opens: Opens) -> None:
        window = opens("an")
        page = window.go("/nl/home")
        assert window.violations() == []
        page.evaluate(
            "document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=\"/favicon.ico\"><input>')"
        )
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p>' + 'x'.repeat(400) + '</p>')")
        page.evaluate("document.body.lastElementChild.style.whiteSpace = 'nowrap'")
        page.evaluate("document.body.lastElementChild.style.width = '4000px'")
        assert {line.split(":")[0] for line in window.violations()} >= {"image-alt", "label"}
        assert window.wider_than_the_screen()

    def test_hears_what_the_policy_forbids(self, opens: Opens) -> None:
        window = opens("an")
        page = window.go("/nl/home")
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
        page.evaluate(
            "document.body.insertAdjacentHTML('beforeend', '<img alt=\"\" src=\"http://127.0.0.2:9/x.png\">')"
        )
        page.wait_for_timeout(200)
        said = " ".join(window.console)
        assert "style-src" in said
        assert "img-src" in said
        with pytest.raises(AssertionError):
            window.require_calm()
        window.console.clear()
        window.elsewhere.clear()
