"""What anybody does on the pages of the portal: go to a part of a protocol, choose a PDF, read what was done."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


def in_menu(page: Page, name: str) -> Locator:
    """An entry of the main menu."""
    return page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name=name, exact=True)


def go_to_part(page: Page, municipality: str, part: str) -> None:
    """From the home page to a part of a municipality's protocol."""
    page.get_by_role("link", name=municipality, exact=True).first.click()
    page.get_by_role("navigation", name="Onderdelen").get_by_role("link", name=part, exact=True).click()


def go_to_turn(page: Page, municipality: str) -> None:
    """From the home page, where a municipality's protocol waits for this person, to where their part is done."""
    page.get_by_role("region", name="Dit wacht op u").get_by_role("link", name=municipality).click()
    expect(page.get_by_text("Dat bent u.").first).to_be_visible()
    page.get_by_role("link", name="Ga aan de slag").click()


def choose_pdf(place: Locator, name: str, data: bytes) -> None:
    """Chooses a file to send along."""
    place.set_input_files({"name": name, "mimeType": "application/pdf", "buffer": data})


def says(page: Page, what: str) -> None:
    """The page says, above all else, that something was done."""
    expect(page.get_by_role("status").filter(has_text=what)).to_be_visible()
