"""Every address of the portal behind the log-in, each with the view that answers it.

A test walks all of them, for every role at every organisation; an address that it does not know fails the suite.
"""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter

from sluis.web import homes, people, searching
from sluis.web.agency import deliveries, jobs, ledger, source
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
    path("<language:language>/home", homes.home, name="home"),
    path("<language:language>/search", searching.search, name="search"),
    path("<language:language>/people", people.people, name="people"),
    path("<language:language>/people/<int:number>/block", people.block, name="people-block"),
    path("<language:language>/people/<int:number>/unblock", people.unblock, name="people-unblock"),
    path("<language:language>/imports", source.imports, name="imports"),
    path("<language:language>/imports/<int:number>", source.one, name="import"),
    path("<language:language>/imports/start/<str:file>", source.start, name="import-start"),
    path("<language:language>/imports/extracts/<int:number>", source.extract, name="extract"),
    path("<language:language>/disclosures", deliveries.disclosures, name="disclosures"),
    path("<language:language>/disclosures/<uuid:number>", deliveries.one, name="disclosure"),
    path("<language:language>/ledger", ledger.ledger, name="ledger"),
    path("<language:language>/ledger/<int:number>", ledger.entry, name="ledger-entry"),
    path("<language:language>/jobs", jobs.jobs, name="jobs"),
    path("<language:language>/protocols", listing.protocols, name="protocols"),
    path("<language:language>/protocols/board", listing.board, name="board"),
    path("<language:language>/protocols/<str:code>", showing.show, name="protocol"),
    path("<language:language>/protocols/<str:code>/versions/<int:number>", showing.show, name="protocol-version"),
    path("<language:language>/protocols/<str:code>/move/<str:verb>", moving.make, name="protocol-move"),
]
