"""Every address of the portal behind the log-in, each with the view that answers it.

A test walks all of them, for every role at every organisation; an address that it does not know fails the suite.
"""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter

from sluis.web import choosing, entering, homes, leaving, people, searching
from sluis.web.protocols import listing, moving, showing
from sluis.web.texts import LANGUAGES


class LanguageInAddress:
    """`nl` or `en` at the beginning of an address."""

    regex = "|".join(LANGUAGES)

    def to_python(self, value: str) -> str:
        """The language as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """The language as it stands."""
        return value


register_converter(LanguageInAddress, "language")

PORTAL: list[URLPattern] = [
    path("<language:language>/login", entering.login, name="login"),
    path("login/start", entering.start, name="log-in-start"),
    path("login/back", entering.back, name="log-in-back"),
    path("login/demo", entering.as_invented, name="log-in-demo"),
    path("<language:language>/capacity", choosing.choose, name="log-in-choose"),
    path("logout", leaving.log_out, name="log-out"),
    path("<language:language>/logged-out", leaving.logged_out, name="logged-out"),
    path("<language:language>/home", homes.home, name="home"),
    path("<language:language>/search", searching.search, name="search"),
    path("<language:language>/people", people.people, name="people"),
    path("<language:language>/people/<int:number>/block", people.block, name="people-block"),
    path("<language:language>/people/<int:number>/unblock", people.unblock, name="people-unblock"),
    path("<language:language>/protocols", listing.protocols, name="protocols"),
    path("<language:language>/protocols/board", listing.board, name="board"),
    path("<language:language>/protocols/<str:code>", showing.show, name="protocol"),
    path("<language:language>/protocols/<str:code>/versions/<int:number>", showing.show, name="protocol-version"),
    path("<language:language>/protocols/<str:code>/move/<str:verb>", moving.make, name="protocol-move"),
]
