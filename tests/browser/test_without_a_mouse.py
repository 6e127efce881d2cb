"""The whole path of asking, by keyboard alone: from the first stop of the home page to the answer.

Halle agreed on two services for one purpose, so there is something to choose with the arrows.
"""

from __future__ import annotations

import json
import re
from datetime import date, datetime, time

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser.browser import Window
from tests.browser.conftest import Opens
from tests.browser.keyboard import Keyboard
from tests.stories.cast import HALLE, MANAGER, House, beersel_terms

from sluis.adapters.sealing import make_identity
from sluis.cli import clock
from sluis.disclosures.models import Ask
from sluis.domain.terms import parse_terms
from sluis.parties import actions as parties
from sluis.protocols import actions as protocols

# As it is typed into a field for a day, whichever of the day and the month a browser asks for first.
NEW_YEAR = "01012025"
SERVICES = ["dienst samenleven", "integratiedienst"]


@pytest.fixture
def ivo(beersel: House, opens_at_beersel: Opens) -> Window:
    """The window of the integration officer of Halle."""
    said = json.loads(beersel_terms())
    said |= {"protocol": f"AGII-{HALLE}", "territory": [HALLE]}
    said["recipient"]["nis"] = HALLE
    for purpose in said["purposes"]:
        purpose["services"] = SERVICES
    begun = datetime.combine(date(2020, 11, 1), time(), clock.BRUSSELS)
    concluded = protocols.Concluded(
        terms=parse_terms(json.dumps(said).encode()).canonical,
        agency="agii",
        author="protocol manager",
        validator="second protocol manager",
        in_force_at=begun,
        published_by_sender="https://agency.example/protocols/23027",
        published_by_recipient="https://halle.example/protocols/agii",
    )
    protocols.register(concluded, by=MANAGER, at=clock.now())
    parties.register_key(nis=HALLE, recipient=make_identity()[1], by=f"nis:{HALLE}", at=clock.now())
    return opens_at_beersel("ivo")


def test_the_skip_link_comes_first_and_leads_past_the_menu(ivo: Window) -> None:
    page = ivo.go("/nl/home")
    keys = Keyboard(page)
    assert keys.reach(page.get_by_role("link", name="Ga naar de inhoud")) == ["A Ga naar de inhoud"]
    keys.press("Enter")
    keys.stop()
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_an_officer_asks_for_data_from_the_home_page_to_the_answer(ivo: Window) -> None:
    page = ivo.go("/nl/home")
    keys = Keyboard(page)
    comes_to_the_form_by_the_menu(keys)
    chooses_a_service_with_an_arrow(keys)
    leaves_out_what_is_not_needed_with_the_space_bar(keys)
    keys.push("Vraag deze gegevens")
    reads_the_answer(keys)
    asked = Ask.objects.get(nis=HALLE)
    assert (asked.service, asked.purpose) == ("integratiedienst", "ceremony")


def comes_to_the_form_by_the_menu(keys: Keyboard) -> None:
    """The stops go as the page reads: what it is about first, then who you are, the menu, the content."""
    menu = keys.page.get_by_role("navigation", name="Hoofdmenu")
    passed = keys.reach(menu.get_by_role("link", name="Gegevens vragen"))
    read = ["A Ga naar de inhoud", "A Sluis: protocollen met gemeenten", "BUTTON Afmelden", "A English", "A Start"]
    assert passed == [*read, "A Gegevens vragen"]
    keys.press("Enter")
    expect(keys.page).to_have_url(re.compile("/nl/ask$"))
    keys.follow(re.compile("^Vraag gegevens.*inburgeringsceremonie$"))
    expect(keys.page).to_have_url(re.compile("/nl/ask/ceremony$"))


def chooses_a_service_with_an_arrow(keys: Keyboard) -> None:
    first, second = (keys.page.get_by_role("radio", name=name) for name in SERVICES)
    expect(first).to_be_checked()
    keys.reach(first)
    keys.press("ArrowDown")
    assert keys.is_on(second)
    expect(second).to_be_checked()
    expect(first).not_to_be_checked()


def leaves_out_what_is_not_needed_with_the_space_bar(keys: Keyboard) -> None:
    boxes = keys.page.get_by_role("group", name="Gegevens").get_by_role("checkbox")
    expect(boxes).to_have_count(4)
    # From the group of radio buttons one stop leads out, to the first box.
    keys.stop()
    assert keys.is_on(boxes.first)
    keys.reach(boxes.last)
    expect(boxes.last).to_be_checked()
    keys.press("Space")
    expect(boxes.last).not_to_be_checked()


def reads_the_answer(keys: Keyboard) -> None:
    """What became of it is the first thing said; the way to open it comes before the details."""
    page = keys.page
    expect(page).to_have_url(re.compile("/nl/deliveries/[0-9a-f-]{36}$"))
    expect(page.get_by_role("status").first).to_have_text("Uw aanvraag is behandeld. Hier staat het antwoord.")
    keys.follow("Ga naar de inhoud")
    passed = keys.reach(page.get_by_role("link", name="De zending openen"))
    assert len(passed) <= 4, f"too many stops before what it is about: {passed}"
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("De zending openen")


def test_a_form_that_is_not_in_order_leads_from_its_summary_to_the_field(ivo: Window) -> None:
    page = ivo.go("/nl/ask/ceremony")
    keys = Keyboard(page)
    boxes = page.get_by_role("group", name="Gegevens").get_by_role("checkbox")
    keys.reach(boxes.first)
    for _ in range(3):
        keys.press("Space")
        keys.stop()
    keys.press("Space")
    half_a_period(keys)
    keys.push("Vraag deze gegevens")

    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Er is iets niet in orde")
    expect(summary.get_by_role("link")).to_have_text(["Gegevens", "Vanaf"])
    assert not Ask.objects.filter(nis=HALLE).exists()

    leads_to_the_group(keys, boxes)
    leads_to_the_field(keys, page)
    # What was wrong is said at the field too, for who hears the page.
    described = page.get_by_label("Vanaf").get_attribute("aria-describedby") or ""
    assert "Geef beide dagen" in " ".join(page.locator(f"#{part}").inner_text() for part in described.split())

    puts_right(keys, boxes)
    expect(page).to_have_url(re.compile("/nl/deliveries/[0-9a-f-]{36}$"))


def half_a_period(keys: Keyboard) -> None:
    """Only a last day, typed part by part as the browser asks for it."""
    keys.reach(keys.page.get_by_label("Tot en met"))
    keys.page.keyboard.type(NEW_YEAR)
    expect(keys.page.get_by_label("Tot en met")).not_to_have_value("")


def leads_to_the_group(keys: Keyboard, boxes: Locator) -> None:
    """From the link to a group the next stop is its first box."""
    keys.reach(keys.page.get_by_role("alert").get_by_role("link", name="Gegevens"))
    keys.press("Enter")
    expect(keys.page).to_have_url(re.compile("#wanted$"))
    keys.stop()
    assert keys.is_on(boxes.first)


def leads_to_the_field(keys: Keyboard, page: Page) -> None:
    """From the link to a field one is in the field."""
    keys.reach(page.get_by_role("alert").get_by_role("link", name="Vanaf"), "Shift+Tab")
    keys.press("Enter")
    expect(page.get_by_label("Vanaf")).to_be_focused()


def puts_right(keys: Keyboard, boxes: Locator) -> None:
    """Gives the first day as well, goes back for the first box, and sends it again."""
    keys.page.keyboard.type(NEW_YEAR)
    keys.reach(boxes.first, "Shift+Tab")
    keys.press("Space")
    keys.push("Vraag deze gegevens")
