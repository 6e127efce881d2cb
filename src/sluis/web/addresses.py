"""Every address of the portal behind the log-in, each with the view that answers it.

A test walks all of them, for every role at every organisation; an address that it does not know fails the suite.
"""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter

from sluis.web import homes
from sluis.web.protocols import beginning, counting, drafting, listing, moving, reading, showing, talking
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
    path("<language:language>/home", homes.home, name="home"),
    path("<language:language>/protocols", listing.protocols, name="protocols"),
    path("<language:language>/protocols/new", beginning.begin, name="protocol-new"),
    path("<language:language>/protocols/<str:code>", showing.show, name="protocol"),
    path("<language:language>/protocols/<str:code>/versions/<int:number>", showing.show, name="protocol-version"),
    path("<language:language>/protocols/<str:code>/move/<str:verb>", moving.make, name="protocol-move"),
    path("<language:language>/protocols/<str:code>/text", reading.text, name="protocol-text"),
    path(
        "<language:language>/protocols/<str:code>/versions/<int:number>/text",
        reading.text,
        name="protocol-version-text",
    ),
    path("<language:language>/protocols/<str:code>/draft", drafting.write, name="protocol-draft"),
    path(
        "<language:language>/protocols/<str:code>/draft/check",
        drafting.write,
        {"checking": True},
        name="protocol-draft-check",
    ),
    path("<language:language>/protocols/<str:code>/talk", talking.talk, name="protocol-talk"),
    path("<language:language>/protocols/<str:code>/proposals/<int:number>", talking.proposal, name="protocol-proposal"),
    path(
        "<language:language>/protocols/<str:code>/propose",
        drafting.write,
        {"proposing": True},
        name="protocol-propose",
    ),
    path(
        "<language:language>/protocols/<str:code>/propose/check",
        drafting.write,
        {"proposing": True, "checking": True},
        name="protocol-propose-check",
    ),
    path("<language:language>/protocols/<str:code>/amend", drafting.amend, name="protocol-amend"),
    path("<language:language>/protocols/<str:code>/adopt", drafting.amend, {"adopting": True}, name="protocol-adopt"),
    path("<language:language>/protocols/<str:code>/simulation", counting.simulate, name="protocol-simulation"),
]
