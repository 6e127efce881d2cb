"""Every address of the portal behind the log-in, each with the view that answers it.

A test walks all of them, for every role at every organisation; an address that it does not know fails the suite.
"""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter

from sluis.web import choosing, entering, gate, homes, leaving, people, searching
from sluis.web.municipality import asking, deliveries, keys, onboarding, opening
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
    path("<language:language>/ask", asking.choose, name="ask"),
    path("<language:language>/ask/<str:purpose>", asking.ask_for, name="ask-for"),
    path("<language:language>/deliveries", deliveries.deliveries, name="deliveries"),
    path("<language:language>/deliveries/<uuid:number>", deliveries.delivery, name="delivery"),
    path("<language:language>/deliveries/<uuid:number>/open", opening.open_delivery, name="delivery-open"),
    path("<language:language>/deliveries/<uuid:number>/file/<str:what>", deliveries.file, name="delivery-file"),
    path("<language:language>/deliveries/<uuid:number>/deleted", deliveries.deleted, name="delivery-deleted"),
    path("<language:language>/gate", gate.ask_the_gate, name="gate"),
    path("<language:language>/keys", keys.keys, name="keys"),
    path("<language:language>/keys/new", keys.make, name="key-make"),
    path("<language:language>/keys/own", keys.register, name="key-register"),
    path("<language:language>/keys/<int:number>/withdraw", keys.withdraw, name="key-withdraw"),
    path("<language:language>/keys/<int:number>/file/sealed", keys.file, name="key-file"),
    path("<language:language>/onboarding", onboarding.onboarding, name="onboarding"),
]
