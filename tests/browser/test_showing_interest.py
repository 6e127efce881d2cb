"""A town hall shows interest in a browser without JavaScript, and the agency makes it a draft, in Dutch."""

from __future__ import annotations

from playwright.sync_api import expect
from tests.browser.conftest import Opens
from tests.browser.pages import in_menu, says
from tests.rooms.desk import kbo

from sluis.outreach.models import Announcement

DILBEEK = "23016"


def test_a_stranger_fills_in_the_form_and_one_click_makes_it_a_draft(opens: Opens) -> None:
    mark = Announcement.objects.get(channel="vvsg-e-zine").mark
    window = opens(None, java_script_enabled=False)
    page = window.go(f"/nl/interest?via={mark}")
    page.get_by_role("button", name="Verzend").click()
    expect(page.get_by_role("alert")).to_contain_text("Er is iets niet in orde")
    page.get_by_role("alert").get_by_role("link", name="Uw naam").click()
    page.get_by_label("Uw gemeente").select_option(label="Dilbeek")
    page.get_by_label("Uw naam").fill("Dora Voorbeeld")
    page.get_by_label("E-mail").fill("dora@dilbeek.example")
    page.get_by_label("inburgeringsceremonie").check()
    page.get_by_label("Welke diensten zouden ermee werken?").fill("integratiedienst")
    page.get_by_label("Ondernemingsnummer van de gemeente").fill(kbo(DILBEEK))
    page.get_by_label("Functionaris voor gegevensbescherming").fill("dienst informatieveiligheid")
    expect(page.get_by_label("Laat dit leeg")).to_be_hidden()
    page.get_by_role("button", name="Verzend").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bedankt, uw interesse is binnen")

    desk = opens("an", java_script_enabled=False)
    page = desk.go("/nl/home")
    expect(page.get_by_role("link", name="2 gemeenten toonden interesse en wachten op antwoord")).to_be_visible()
    in_menu(page, "Bekendmaken").click()
    page.get_by_role("region", name="Interesse die op antwoord wacht").get_by_role("link", name="Dilbeek").click()
    expect(page.get_by_text("e-zine van de VVSG")).to_be_visible()
    page.get_by_role("button", name="Begin het ontwerp hieruit").click()
    says(page, "Het ontwerp is begonnen, met alles wat de gemeente invulde.")
    expect(page.get_by_label("Ondernemingsnummer van de gemeente")).to_have_value(kbo(DILBEEK))
    expect(page.get_by_text("Dora Voorbeeld")).to_have_count(0)
