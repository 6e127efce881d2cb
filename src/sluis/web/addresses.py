"""Every address of the portal behind the log-in, each with the view that answers it.

A test walks all of them, for every role at every organisation; an address that it does not know fails the suite.
"""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter

from sluis.web import choosing, entering, homes, leaving
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
]
