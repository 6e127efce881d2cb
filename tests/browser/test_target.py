"""The targets with their forecast in a real browser: accessible, whole on a narrow screen, the chart as its table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.conf import settings
from playwright.sync_api import Browser
from tests.browser.browser import SECRET, Window, serving, window
from tests.rooms.desk import register_agency
from tests.rooms.history import Histories
from tests.rooms.test_targets import number, say

from sluis.register.targets import TargetKind


@pytest.fixture
def address(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(settings, "SECRET_KEY", SECRET)
    register_agency()
    Histories(3, 110).write()
    say()
    number(100, said_on=date(2022, 3, 1))
    say(period="2024-2029", kind=TargetKind.SHARE, value=40, said_on=date(2023, 1, 1), last_day=date(2029, 9, 30))
    with serving() as found:
        yield found


def opened(chromium: Browser, address: str, width: int, path: str) -> Window:
    context, made = window(chromium, address, width=width)
    # The first to ask waits until the futures are drawn; on a busy machine that takes a while.
    context.set_default_timeout(60_000)
    page = made.go(path)
    for summary in page.locator("summary").all():
        summary.press("Enter")
    assert page.locator("details[open]").count() == page.locator("details").count() == 2
    return made


def test_it_is_accessible_and_whole_in_both_languages_and_on_a_narrow_screen(chromium: Browser, address: str) -> None:
    for language, width in (("nl", 1100), ("en", 1100), ("nl", 320)):
        made = opened(chromium, address, width, f"/{language}/target?on=2023-06-01")
        assert made.violations() == []
        assert made.wider_than_the_screen() == []
        charts_say_what_their_tables_say(made)
        made.require_calm()
        made.page.context.close()


def charts_say_what_their_tables_say(made: Window) -> None:
    # Who cannot see the chart is read the same numbers, and finds them in the table below it.
    for place, chart in enumerate(made.page.get_by_role("img").all()):
        name = chart.evaluate("svg => svg.querySelector('title').textContent")
        last = made.page.locator("figure + table").nth(place).locator("tbody tr").last
        low, _, high = last.locator("td").all_inner_texts()
        day = last.locator("th").inner_text()
        assert name.endswith((f"{low} tot {high} op {day}.", f"{low} to {high} on {day}."))
    assert made.page.get_by_role("img").count() == 2
