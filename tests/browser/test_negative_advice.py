"""A negative advice is answered twice: once by a better text, and once by a reason that everybody can read.

1. Eli, data protection officer of Halle, advises negatively.
2. An, at the agency, sees on her home page that it waits for her; Dina cannot record a decision, and reads why.
3. An reopens the text. A field that she empties is called missing while she types, and no more once it is filled.
4. She offers the changed text; both officers must advise anew, and what Eli said before counts no more.
5. Carla advises positively with two conditions, and Dina answers both.
6. Eli advises negatively again, and An gives the reason why that is not followed.
7. Now the decision can be recorded, and the reason stands in the text and in the document that is signed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader
from tests.browser.browser import SECRET, Window, serving
from tests.browser.pages import choose_pdf, go_to_part, go_to_turn, says
from tests.doors.visitors import session_of
from tests.rooms.desk import HALLE, NAMES, Desk, register_agency

from sluis.cli import clock
from sluis.domain.access import Role

FOUR = {
    "an": ("agency:agii", Role.PROTOCOL_MANAGER),
    "carla": ("agency:agii", Role.DPO),
    "dina": (f"nis:{HALLE}", Role.COORDINATOR),
    "eli": (f"nis:{HALLE}", Role.DPO),
}
CONDITIONS = ("Hou een register van de raadplegingen bij.", "Leid wie de gegevens ziet elk jaar op.")
REASON = "De gemeente nodigt uit per brief en kan dat niet zonder adres van deze personen na te zien."
AGAINST = "Het advies van de gemeente is negatief"
MOST = "Hoogste aantal personen per mededeling"
MISSING = "Wat ontbreekt nog?"


@dataclass
class Four:
    """The four people, each logged in in a window of their own."""

    address: str
    windows: Callable[..., Window]
    known: dict[str, Window] = field(default_factory=dict)

    def at_home(self, name: str) -> Page:
        """The home page of one of them."""
        if name not in self.known:
            self.known[name] = self.windows(self.address, session_of(name, *FOUR[name]))
        return self.known[name].go("/nl/home")

    def looks_at(self, name: str, part: str) -> Page:
        """One of them goes from the home page to a part of Halle's protocol."""
        page = self.at_home(name)
        go_to_part(page, "Halle", part)
        return page


@pytest.fixture
def four(database: str, home: Path, windows: Callable[..., Window], monkeypatch: pytest.MonkeyPatch) -> Iterator[Four]:
    """A house in which a whole text for Halle lies with the officers of both sides."""
    monkeypatch.setattr(settings, "SECRET_KEY", SECRET)
    register_agency()
    Desk(HALLE).until("complete")
    with serving("--no-worker") as address:
        yield Four(address, windows)


def test_a_negative_advice_changes_the_text_or_is_answered_with_a_public_reason(four: Four) -> None:
    eli_is_against(four, "Vijfduizend personen in een keer is te veel.")
    an_sees_that_it_waits_for_her(four)
    the_decision_cannot_be_recorded(four, "is negatief; geef de reden om het niet te volgen, of wijzig de tekst.")
    an_reopens_the_text(four)
    an_empties_a_field_and_is_told_at_once(four)
    an_fills_it_again_saves_and_offers_the_text(four)
    both_officers_must_advise_anew(four)
    carla_has_two_conditions(four)
    the_decision_cannot_be_recorded(four, "Niet alle voorwaarden van het agentschap zijn beantwoord (nog 2).")
    dina_answers_both(four)
    eli_is_against(four, "Ik zie nog altijd niet waarom dit nodig is.")
    the_decision_cannot_be_recorded(four, "is negatief; geef de reden om het niet te volgen, of wijzig de tekst.")
    an_gives_the_reason_why_it_is_not_followed(four)
    dina_records_the_decision(four)
    the_reason_stands_in_the_text(four)


def eli_is_against(four: Four, why: str) -> None:
    page = four.looks_at("eli", "Advies")
    page.get_by_role("radio", name="Negatief: ").check()
    page.get_by_label("Uw advies in woorden").fill(why)
    page.get_by_role("button", name="Advies geven").click()
    says(page, "Uw advies is vastgelegd.")


def an_sees_that_it_waits_for_her(four: Four) -> None:
    waits = four.at_home("an").get_by_role("region", name="Dit wacht op u").get_by_role("listitem")
    expect(waits.filter(has_text=AGAINST)).to_contain_text("Halle")


def the_decision_cannot_be_recorded(four: Four, why: str) -> None:
    page = four.looks_at("dina", "Beslissing en handtekeningen")
    button = page.get_by_role("button", name="Beslissing vastleggen")
    expect(button).to_be_disabled()
    expect(button).to_have_accessible_description(re.compile(re.escape(why)))


def an_reopens_the_text(four: Four) -> None:
    page = four.looks_at("an", "Stand")
    page.get_by_role("link", name="Heropenen").click()
    page.get_by_label("Reden").fill("We volgen het advies en beperken het aantal personen.")
    page.get_by_role("button", name="Heropenen").click()
    says(page, "De tekst is weer een ontwerp.")


def an_empties_a_field_and_is_told_at_once(four: Four) -> None:
    page = four.looks_at("an", "Invullen")
    expect(left_on(page)).to_contain_text("Niets: de tekst is volledig.")
    # A page that was loaded anew would not have this any more.
    page.evaluate("window.stillTheSamePage = true")
    page.get_by_label(MOST).fill("")
    expect(left_on(page).get_by_role("link", name=MOST)).to_be_visible()
    expect(page.locator("#missing-row-limit")).to_contain_text(MOST)
    page.get_by_label(MOST).press_sequentially("400")
    expect(left_on(page)).to_contain_text("Niets: de tekst is volledig.")
    expect(page.locator("#missing-row-limit")).to_be_empty()
    assert page.evaluate("window.stillTheSamePage") is True


def an_fills_it_again_saves_and_offers_the_text(four: Four) -> None:
    page = four.known["an"].page
    page.get_by_label("Waarover gaat deze wijziging?").fill("Hoogstens 400 personen.")
    page.get_by_role("button", name="Bewaren").click()
    says(page, "Bewaard. De tekst is volledig")
    expect(page.get_by_label(MOST)).to_have_value("400")
    page.get_by_role("link", name="Voorleggen voor advies").click()
    page.get_by_role("button", name="Voorleggen voor advies").click()
    says(page, "De tekst is voorgelegd voor advies.")


def both_officers_must_advise_anew(four: Four) -> None:
    for name in ("carla", "eli"):
        page = four.at_home(name)
        expect(page.get_by_role("region", name="Dit wacht op u").get_by_role("link", name="Halle")).to_be_visible()
    page = four.looks_at("eli", "Advies")
    earlier = page.get_by_role("region", name="Adviezen die niet meer tellen")
    expect(earlier).to_contain_text("Vijfduizend personen in een keer is te veel.")
    expect(page.get_by_text("Er is nog geen advies over deze tekst.")).to_be_visible()


def carla_has_two_conditions(four: Four) -> None:
    page = four.looks_at("carla", "Advies")
    page.get_by_role("radio", name="Positief onder voorwaarden").check()
    page.get_by_role("textbox", name="Voorwaarden").fill("\n".join(CONDITIONS))
    page.get_by_label("Uw advies in woorden").fill("Het kan, als er toezicht is.")
    page.get_by_role("button", name="Advies geven").click()
    says(page, "Uw advies is vastgelegd.")


def dina_answers_both(four: Four) -> None:
    page = four.looks_at("dina", "Advies")
    for condition, answer in zip(CONDITIONS, ("Het register is er.", "De opleiding is gepland."), strict=True):
        asked = page.get_by_role("listitem").filter(has_text=condition)
        asked.get_by_label("Hoe is hieraan voldaan?").fill(answer)
        asked.get_by_role("button", name="Voorwaarde beantwoorden").click()
        says(page, "De voorwaarde is beantwoord.")
        expect(asked).to_contain_text(answer)
    expect(page.get_by_role("button", name="Voorwaarde beantwoorden")).to_have_count(0)


def an_gives_the_reason_why_it_is_not_followed(four: Four) -> None:
    page = four.at_home("an")
    go_to_turn(page, "Halle")
    page.get_by_label("Waarom volgt u het advies niet?").fill(REASON)
    page.get_by_role("button", name="Reden vastleggen").click()
    says(page, "De reden is vastgelegd.")
    expect(page.get_by_text("Niet gevolgd, omdat:")).to_be_visible()


def dina_records_the_decision(four: Four) -> None:
    page = four.looks_at("dina", "Beslissing en handtekeningen")
    page.get_by_label("Datum van de beslissing").fill(clock.today().isoformat())
    page.get_by_label("Referentie van de beslissing").fill("CBS/2026/12")
    choose_pdf(page.get_by_label("Het besluit"), "besluit.pdf", b"%PDF-1.7 besluit")
    names = [name for side in NAMES.values() for name in side.values()]
    for place, name in enumerate(names):
        page.get_by_label("Wie tekent als").nth(place).fill(name)
    page.get_by_role("button", name="Beslissing vastleggen").click()
    says(page, "De beslissing is vastgelegd.")


def the_reason_stands_in_the_text(four: Four) -> None:
    page = four.known["dina"].page
    with page.expect_download() as download:
        page.get_by_role("link", name="Document om te ondertekenen (PDF)").click()
    assert REASON in words_of(Path(download.value.path()))
    page = four.looks_at("carla", "Tekst")
    page.get_by_text("De juridische tekst tonen").click()
    expect(page.get_by_text(REASON).last).to_be_visible()


def words_of(document: Path) -> str:
    """What is read in a PDF, without where its lines end."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(document).pages).split())


def left_on(page: Page) -> Locator:
    return page.get_by_role("region", name=MISSING)
