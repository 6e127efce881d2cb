"""A merger, seen from three desks: the agency carries it out, the new municipality goes on, the old ones see why.

Galmaarden and Gooik each had a protocol when they merged into Pajottegem, on 1 January 2025; their texts differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Locator, Page, expect
from tests.browser.browser import SECRET, Window, serving, windows
from tests.browser.conftest import Opens
from tests.doors.visitors import session_of
from tests.rooms.desk import Cheap, Desk, register_agency

from sluis.cli import clock
from sluis.domain.access import Role

GALMAARDEN, GOOIK, PAJOTTEGEM = "23023", "23024", "23106"
CODE = f"AGII-{PAJOTTEGEM}"
LONG_AGO = datetime(2022, 5, 2, 9, tzinfo=clock.BRUSSELS)

PEOPLE = {
    "an": ("agency:agii", Role.PROTOCOL_MANAGER),
    "dina": (f"nis:{PAJOTTEGEM}", Role.COORDINATOR),
    "gil": (f"nis:{GALMAARDEN}", Role.COORDINATOR),
}


@pytest.fixture
def opens(chromium: Browser, database: str, home: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opens]:
    """Opens a window where both municipalities had a protocol, and nobody carried out their merger yet."""
    monkeypatch.setattr(settings, "SECRET_KEY", SECRET)
    register_agency()
    with pytest.MonkeyPatch.context() as patch:
        Cheap.instead_of_real(patch)
        for nis, most in ((GALMAARDEN, 100), (GOOIK, 40)):
            concludes(nis, most)
    # The work of the day would carry it out by itself; An is earlier.
    with (
        serving("--no-worker") as address,
        windows(chromium, address, lambda who: session_of(who, *PEOPLE[who])) as opened,
    ):
        yield opened


def concludes(nis: str, most: int) -> None:
    """A protocol from its draft to its validation, under which at most so many people are communicated at once."""
    desk = Desk(nis, LONG_AGO)
    desk.draft(start="2022-05-02", rowLimit=most)
    for step in desk.STEPS[1:]:
        getattr(desk, step)()


def test_a_merger_from_the_agencys_desk_to_those_of_the_municipalities(opens: Opens) -> None:
    an, dina, gil = opens("an"), opens("dina"), opens("gil")
    # Those two are no municipalities any more, and the new one has nothing until somebody carries it out.
    assert in_force_today(opens(None)) == []
    carries_it_out(an)
    sees_what_was_strictest(an.page)
    nothing_waits_any_more(an)
    assert in_force_today(opens(None)) == [PAJOTTEGEM]
    goes_on_from_her_messages(dina)
    finishes_a_task(dina.page)
    sees_what_became_of_the_old_one(gil)


def in_force_today(stranger: Window) -> list[str]:
    """The NIS codes on the public overview of today, which counts as many."""
    page = stranger.go("/nl/")
    listed = page.get_by_role("region", name="Gemeenten", exact=True).locator("tbody tr td:nth-of-type(1)")
    codes = listed.all_inner_texts()
    counted = page.locator(".count strong").inner_text()
    assert int(counted) == len(codes)
    return codes


def carries_it_out(an: Window) -> None:
    page = an.go("/nl/home")
    page.get_by_role("link", name="Fusies").click()
    expect(page.get_by_text("telkens met de strengste bepaling")).to_be_visible()
    card = page.get_by_role("region", name="Pajottegem")
    expect(card).to_contain_text("opgegaan in Pajottegem op 1 januari 2025.")
    expect(card.get_by_role("listitem")).to_have_text([re.compile(f"AGII-{nis}") for nis in (GALMAARDEN, GOOIK)])
    card.get_by_role("button", name="Fusie verwerken").click()
    expect(page).to_have_url(re.compile(f"/nl/protocols/{CODE}/tasks$"))
    expect(page.get_by_role("status")).to_contain_text("De fusie is verwerkt.")


def sees_what_was_strictest(page: Page) -> None:
    """Both texts side by side, with what applies now, and a list of what is to be done."""
    table = page.get_by_role("table", name="Waar de teksten verschilden, en wat nu geldt")
    heads = table.get_by_role("columnheader")
    expect(heads).to_have_text(["Bepaling", "gemeente Galmaarden", "gemeente Gooik", "Geldt nu"])
    limit = table.get_by_role("row").filter(has_text="100")
    expect(limit.get_by_role("cell")).to_have_text(
        [re.compile(r"\b100\b"), re.compile(r"\b40\b"), re.compile(r"\b40\b")]
    )
    expect(tasks(page)).to_have_count(5)


def tasks(page: Page) -> Locator:
    return page.locator("main .checklist > li")


def nothing_waits_any_more(an: Window) -> None:
    page = an.go("/nl/mergers")
    expect(page.get_by_text("Er wacht geen fusie")).to_be_visible()


def goes_on_from_her_messages(dina: Window) -> None:
    """The coordinator of the new municipality is told, and comes from the message at her tasks."""
    page = dina.go("/nl/home")
    page.get_by_role("link", name=re.compile(r"^\d+ ongelezen bericht")).click()
    expect(page.locator(".timeline > li").first).to_contain_text("nieuw")
    page.get_by_role("link", name=f"Naar {CODE}").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Protocol met gemeente Pajottegem")
    page.get_by_role("link", name="Taken en wat overgenomen is").click()
    expect(tasks(page)).to_have_count(5)


def finishes_a_task(page: Page) -> None:
    """One is ticked off by hand; the others stay."""
    key = tasks(page).filter(has_text="Laat een sleutel van de nieuwe gemeente registreren.")
    key.get_by_role("button", name="Dit is gedaan").click()
    expect(page.get_by_role("status")).to_have_text("De taak is afgerond.")
    expect(key).to_contain_text("Gedaan op")
    expect(key.get_by_role("button")).to_have_count(0)
    expect(tasks(page).get_by_role("button", name="Dit is gedaan")).to_have_count(4)


def sees_what_became_of_the_old_one(gil: Window) -> None:
    """The coordinator of a municipality that is no more reads what happened, and can do nothing to it."""
    page = gil.go("/nl/messages")
    told = page.locator(".timeline > li").first
    expect(told).to_contain_text(f"De gemeente van AGII-{GALMAARDEN} is samengevoegd met een andere")
    told.get_by_role("link", name=f"Naar AGII-{GALMAARDEN}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Protocol met gemeente Galmaarden")
    expect(page.locator(".page-head .badge")).to_have_text("vervangen")
    page.get_by_role("link", name="Geschiedenis").click()
    expect(page.locator("main")).to_contain_text("Laten opvolgen")
    gil.go(f"/nl/protocols/{CODE}", status=404)
