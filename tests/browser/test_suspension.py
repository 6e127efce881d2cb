"""A suspension stops a delivery while the officer watches.

Betty of Beersel asked for data, and they lie ready on the page before her. Elsewhere Carla, who guards the data at the
agency, suspends the protocol, by keyboard alone. Nobody touches Betty's window.
"""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect
from tests.browser.browser import Window
from tests.browser.conftest import PASSPHRASE, Opens
from tests.browser.keyboard import Keyboard
from tests.stories.cast import CODE

from sluis.disclosures.models import Opening

# The page looks again every four seconds; a busy machine takes longer to answer.
INTERVAL = 20_000
READY, KEPT_BACK = "ligt klaar om op te halen", "Deze zending wordt nu niet overhandigd"


def test_a_suspension_stops_a_delivery_while_the_officer_watches(opens_at_beersel: Opens) -> None:
    betty, carla = opens_at_beersel("betty"), opens_at_beersel("carla")
    delivery = asks(betty, "Inburgeringsceremonie")
    stands = delivery.get_by_role("region", name="Hoe staat het ermee?")
    expect(stands.get_by_role("status")).to_contain_text(READY)
    expect(delivery.get_by_role("link", name="De zending openen")).to_be_visible()
    delivery.evaluate("window.untouched = true")

    # She already has other pages before her: the one on which it is opened, and the form of a second ask.
    opening = opens_at_beersel("betty", beside=betty).go(path_of(delivery) + "/open")
    second = opens_at_beersel("betty", beside=betty).go("/nl/ask/practice")

    suspends_by_keyboard(carla)
    is_told_by_itself(delivery)
    is_refused_what_lies_ready(opening)
    is_refused_what_she_asks(second)
    betty_is_told_before_she_asks(opens_at_beersel("betty", beside=betty))

    lifts_by_keyboard(carla)
    expect(delivery.get_by_role("link", name="De zending openen")).to_be_visible(timeout=INTERVAL)
    expect(delivery.get_by_text(KEPT_BACK)).to_have_count(0)
    assert delivery.evaluate("window.untouched"), "the page was loaded anew"
    opens_it(delivery)


def asks(window: Window, purpose: str) -> Page:
    """Asks for a purpose, and is left at the page of that ask."""
    page = window.go("/nl/home")
    page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Gegevens vragen").click()
    page.get_by_role("region", name=purpose).get_by_role("link", name="Vraag gegevens").click()
    page.get_by_role("button", name="Vraag deze gegevens").click()
    expect(page).to_have_url(re.compile(r"/nl/deliveries/[0-9a-f-]{36}$"))
    return page


def path_of(page: Page) -> str:
    return "/" + page.url.split("/", 3)[3]


def suspends_by_keyboard(carla: Window) -> None:
    keys = Keyboard(carla.go("/nl/home"))
    keys.follow("Protocollen")
    expect(carla.page).to_have_url(re.compile("/nl/protocols$"))
    keys.follow("Beersel")
    expect(carla.page).to_have_url(re.compile(f"/nl/protocols/{CODE}$"))
    keys.follow("Schorsen")
    expect(carla.page.get_by_role("heading", level=2, name="Schorsen")).to_be_visible()
    keys.write("Reden", "Een laptop is zoek")
    keys.reach(carla.page.get_by_role("button", name="Schorsen"))
    # She goes back to finish her sentence.
    keys.reach(carla.page.get_by_label("Reden"), "Shift+Tab")
    keys.press("Control+End")
    carla.page.keyboard.type(" bij de gemeente.")
    keys.push("Schorsen")
    expect(carla.page.get_by_role("status")).to_have_text("Het protocol is geschorst.")


def lifts_by_keyboard(carla: Window) -> None:
    keys = Keyboard(carla.page)
    keys.follow("De schorsing opheffen")
    keys.write("Reden", "De laptop is terug; hij was versleuteld.")
    keys.push("De schorsing opheffen")
    expect(carla.page.get_by_role("status")).to_have_text("De schorsing is opgeheven.")


def is_told_by_itself(delivery: Page) -> None:
    """The page of the delivery says so within its interval, and it is still the same page."""
    expect(delivery.get_by_role("heading", name=KEPT_BACK)).to_be_visible(timeout=INTERVAL)
    says_the_gate(delivery)
    expect(delivery.get_by_role("link", name="De zending openen")).to_have_count(0)
    assert delivery.evaluate("window.untouched"), "the page was loaded anew"


def says_the_gate(page: Page) -> None:
    """The rule's reason, its clause, who can lift it, and what can be done now."""
    said = page.locator("dl.facts", has_text="Wie kan dit opheffen").first
    expect(said).to_contain_text("Het protocol is geschorst.")
    for term in ("Waarom", "Grond", "Wie kan dit opheffen", "Wat u nu kunt doen"):
        answer = said.locator(f"dt:text-is('{term}') + dd")
        expect(answer).to_have_text(re.compile(r"\w{3,}"))


def is_refused_what_lies_ready(opening: Page) -> None:
    """The right passphrase, on a page from before the suspension: not even that opens it, and nothing is noted."""
    opening.get_by_label("Wachtwoordzin").fill(PASSPHRASE)
    opening.get_by_role("button", name="Openen op deze bladzijde").first.click()
    expect(opening.get_by_role("heading", name=KEPT_BACK)).to_be_visible(timeout=INTERVAL)
    says_the_gate(opening)
    expect(opening.get_by_text("Voornaam1")).to_have_count(0)
    assert not Opening.objects.exists()


def is_refused_what_she_asks(second: Page) -> None:
    second.get_by_role("button", name="Vraag deze gegevens").click()
    expect(second.get_by_role("heading", name="De sluis heeft deze aanvraag geweigerd")).to_be_visible()
    says_the_gate(second)


def betty_is_told_before_she_asks(window: Window) -> None:
    page = window.go("/nl/ask")
    expect(page.get_by_role("heading", name="U kunt nu niets vragen")).to_be_visible()
    says_the_gate(page)
    expect(page.get_by_role("link", name="Vraag gegevens")).to_have_count(0)


def opens_it(delivery: Page) -> None:
    delivery.get_by_role("link", name="De zending openen").click()
    delivery.get_by_label("Wachtwoordzin").fill(PASSPHRASE)
    delivery.get_by_role("button", name="Openen op deze bladzijde").first.click()
    table = delivery.get_by_role("table", name="3 personen")
    expect(table).to_be_visible(timeout=INTERVAL)
    expect(table.get_by_role("row")).to_have_count(4)
    expect(table).to_contain_text("Voornaam1")
    assert Opening.objects.count() == 1
