"""Somebody who uses a page without a mouse: goes from stop to stop, and must see each time where they are."""

from __future__ import annotations

from re import Pattern
from typing import Any

from playwright.sync_api import Locator, Page, expect

# More stops than any page has; who comes this far is going round.
MOST_STOPS = 200

# What is seen of the element that has the focus; null where none has it. The page scrolls to it little by little, so
# the answer waits until it is there, or has had time enough.
_FOCUS = """async () => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const isOnScreen = () => {
    const box = e.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight
      && box.right > 0 && box.left < innerWidth;
  };
  for (const end = performance.now() + 3000; !isOnScreen() && performance.now() < end;)
    await new Promise(drawn => requestAnimationFrame(drawn));
  const style = getComputedStyle(e);
  return {
    what: e.tagName + " " + (e.id || e.textContent.trim().slice(0, 40)),
    outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0,
    onScreen: isOnScreen(),
  };
}"""


class Keyboard:
    """The keyboard of a page. It never clicks, and asks of every stop that the focus is seen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, key: str) -> None:
        """Presses one key, such as `Enter`, `Space` or `ArrowDown`."""
        self.page.keyboard.press(key)

    def stop(self, key: str = "Tab") -> dict[str, Any] | None:
        """Goes one stop on (`Shift+Tab`: back); what is seen there. None: past the last stop of the page."""
        self.press(key)
        seen: dict[str, Any] | None = self.page.evaluate(_FOCUS)
        if seen is not None:
            assert seen["outline"], f"nobody sees that the focus is on {seen['what']}"
            assert seen["onScreen"], f"the focus is on {seen['what']}, which is not on the screen"
        return seen

    def reach(self, wanted: Locator, key: str = "Tab") -> list[str]:
        """Goes on until what is wanted has the focus; gives the stops on the way, the last included."""
        expect(wanted).to_have_count(1)
        passed: list[str] = []
        while not self.is_on(wanted):
            seen = self.stop(key)
            passed.append(seen["what"] if seen else "")
            assert len(passed) < MOST_STOPS, f"the keyboard never comes at {wanted}"
        return passed

    def is_on(self, wanted: Locator) -> bool:
        """Whether this has the focus."""
        return bool(wanted.evaluate("e => e === document.activeElement"))

    def follow(self, name: str | Pattern[str]) -> None:
        """Goes to the link with this name and follows it."""
        self.reach(self.page.get_by_role("link", name=name, exact=True))
        self.press("Enter")

    def push(self, name: str) -> None:
        """Goes to the button with this name and pushes it."""
        self.reach(self.page.get_by_role("button", name=name, exact=True))
        self.press("Enter")

    def write(self, label: str, text: str) -> None:
        """Goes to the field with this label and types."""
        self.reach(self.page.get_by_label(label))
        self.page.keyboard.type(text)
