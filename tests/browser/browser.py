"""A real browser on a real server: the portal is served as it always is, and Chromium opens its pages.

What a person would notice and a test would not is watched on every page: a message on the console (a script or style
that the policy forbids says so there), and a request that leaves the server.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

SECRET = "for the tests only"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


def chromium() -> str:
    """The system's Chromium. Without one the test is skipped; on CI that is a failure."""
    found = os.environ.get("SLUIS_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        said = "There is no Chromium here; tests/system-packages.sh installs one (or set SLUIS_CHROMIUM)."
        if os.environ.get("CI"):
            pytest.fail(said)
        pytest.skip(said)
    return found


def launch(playwright: Playwright) -> Browser:
    """Chromium without a window; its own sandbox needs rights that a container does not give."""
    return playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-dev-shm-usage"])


@contextmanager
def browsing() -> Iterator[Browser]:
    """A browser for a run of tests."""
    # Playwright runs an event loop of its own in this thread for as long as it is open. Django takes that for a sign
    # that it is called from a coroutine, which it is not.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = launch(playwright)
        yield browser
        browser.close()


@contextmanager
def serving(*options: str) -> Iterator[str]:
    """`sluis serve` on a free port; gives its address. The database is the test's own."""
    command = [sys.executable, "-m", "sluis.cli.main", "serve", "--port", "0", *options]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "SLUIS_SECRET_KEY": SECRET},
    ) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", said)
        assert found, said
        try:
            yield found[0]
        finally:
            process.terminate()
            process.wait(timeout=20)


@dataclass
class Window:
    """A page in the browser, and what was seen that nobody should see."""

    page: Page
    address: str
    # Where else this window may go, such as the identity provider.
    also: tuple[str, ...] = ()
    console: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda message: self.console.append(message.text))
        self.page.on("pageerror", lambda error: self.console.append(str(error)))
        self.page.on("request", self._note)

    def _note(self, request: Any) -> None:
        if not request.url.startswith((self.address, *self.also, "data:", "about:", "blob:")):
            self.elsewhere.append(request.url)

    def go(self, path: str, *, status: int = 200) -> Page:
        """Opens a page of the portal, which answers with this status."""
        answer = self.page.goto(self.address + path)
        assert answer is not None and answer.status == status, (path, answer and answer.status)
        return self.page

    def require_calm(self) -> None:
        """Nothing was said on the console and nothing was asked elsewhere; a page that is no 200 says so itself."""
        said = [line for line in self.console if "the server responded with a status of 4" not in line]
        assert (said, self.elsewhere) == ([], [])

    def violations(self) -> list[str]:
        """What axe finds wrong with the page under WCAG 2.1 A and AA: the rule, and where."""
        found = Axe().run(self.page, options={"runOnly": {"type": "tag", "values": RULES}}).response["violations"]
        return [
            f"{one['id']}: {one['help']} at {', '.join(str(node['target'][0]) for node in one['nodes'][:3])}"
            for one in found
        ]

    def wider_than_the_screen(self) -> list[str]:
        """What sticks out to the right of the screen, outside a part that scrolls by itself; empty if nothing does."""
        return list(self.page.evaluate(STICKING_OUT))


# An element counts when the page scrolls because of it: not inside a part that scrolls on its own, and not one that is
# there for the ear only.
STICKING_OUT = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")]
    .filter(e => e.getBoundingClientRect().right > width + 1 && !e.closest(".scroll, pre, .seen-by-ear"))
    .slice(0, 5).map(e => e.tagName + "." + e.className + ": " + e.textContent.trim().slice(0, 40));
}"""


def window(
    browser: Browser, address: str, session: str | None = None, *, width: int = 1100, **options: Any
) -> tuple[BrowserContext, Window]:
    """A window of its own, without anything of another's: for somebody logged in, or for a stranger."""
    context = browser.new_context(viewport={"width": width, "height": 800}, locale="nl-BE", **options)
    if session is not None:
        context.add_cookies([{"name": "sluis", "value": session, "url": address}])
    context.set_default_timeout(10_000)
    return context, Window(context.new_page(), address)


@contextmanager
def windows(
    browser: Browser, address: str, session: Callable[[str], str], *, also: tuple[str, ...] = ()
) -> Iterator[Callable[..., Window]]:
    """Opens windows of people who are logged in, or of strangers (None); each must have been calm at the end.

    `session` gives the session of somebody. A window opened `beside` another is a tab of the same browser.
    """
    opened: list[Window] = []
    contexts: list[BrowserContext] = []

    def open_for(person: str | None, *, beside: Window | None = None, **options: Any) -> Window:
        if beside is not None:
            made = Window(beside.page.context.new_page(), address)
        else:
            context, made = window(browser, address, session(person) if person else None, **options)
            contexts.append(context)
        made.also = also
        opened.append(made)
        return made

    yield open_for
    for one in opened:
        one.require_calm()
    for context in contexts:
        context.close()
