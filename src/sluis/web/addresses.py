"""Every address of the portal behind the log-in, each with the view that answers it.

A test walks all of them, for every role at every organisation; an address that it does not know fails the suite.
"""

from __future__ import annotations

from django.urls import URLPattern, path

import sluis.web.languages  # noqa: F401 - lets addresses hold a language
from sluis.web import choosing, entering, gate, homes, leaving, people, searching
from sluis.web.agency import deliveries as disclosures
from sluis.web.agency import jobs, ledger, source, targets
from sluis.web.municipality import asking, deliveries, keys, onboarding, opening
from sluis.web.outreach.addresses import OUTREACH
from sluis.web.protocols import (
    advising,
    beginning,
    conducting,
    counting,
    drafting,
    history,
    listing,
    moving,
    publishing,
    reading,
    showing,
    signing,
    talking,
)
from sluis.web.reporting.addresses import REPORTING

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
    path("<language:language>/imports", source.imports, name="imports"),
    path("<language:language>/imports/<int:number>", source.one, name="import"),
    path("<language:language>/imports/start/<str:file>", source.start, name="import-start"),
    path("<language:language>/imports/extracts/<int:number>", source.extract, name="extract"),
    path("<language:language>/disclosures", disclosures.disclosures, name="disclosures"),
    path("<language:language>/disclosures/<uuid:number>", disclosures.one, name="disclosure"),
    path("<language:language>/ledger", ledger.ledger, name="ledger"),
    path("<language:language>/ledger/<int:number>", ledger.entry, name="ledger-entry"),
    path("<language:language>/jobs", jobs.jobs, name="jobs"),
    path("<language:language>/targets", targets.targets, name="targets"),
    path("<language:language>/protocols", listing.protocols, name="protocols"),
    path("<language:language>/protocols/board", listing.board, name="board"),
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
    path("<language:language>/protocols/<str:code>/advice", advising.advice, name="protocol-advice"),
    path(
        "<language:language>/protocols/<str:code>/advice/conditions/<int:number>",
        advising.answer,
        name="protocol-condition",
    ),
    path(
        "<language:language>/protocols/<str:code>/advice/<str:side>/not-followed",
        advising.not_follow,
        name="protocol-not-followed",
    ),
    path("<language:language>/protocols/<str:code>/signing", signing.signing, name="protocol-signing"),
    path("<language:language>/protocols/<str:code>/decision", signing.decide, name="protocol-decision"),
    path("<language:language>/protocols/<str:code>/signatures", signing.place, name="protocol-signature"),
    path("<language:language>/protocols/<str:code>/scans", signing.scan, name="protocol-scan"),
    path(
        "<language:language>/protocols/<str:code>/scans/<int:number>/attestation",
        signing.attest,
        name="protocol-attestation",
    ),
    path("<language:language>/protocols/<str:code>/document-to-sign", signing.to_sign, name="protocol-to-sign"),
    path("<language:language>/protocols/<str:code>/documents/<int:number>", signing.document, name="protocol-document"),
    path("<language:language>/protocols/<str:code>/publication", publishing.publication, name="protocol-publication"),
    path("<language:language>/protocols/<str:code>/publication/check", publishing.check, name="protocol-check"),
    path("<language:language>/protocols/<str:code>/publication/page", publishing.text_page, name="protocol-page"),
    path(
        "<language:language>/protocols/<str:code>/publication/<str:side>/address",
        publishing.address,
        name="protocol-address",
    ),
    path(
        "<language:language>/protocols/<str:code>/publication/<str:side>/seen", publishing.attest, name="protocol-seen"
    ),
    path("<language:language>/protocols/<str:code>/holds", conducting.hold, name="protocol-hold"),
    path("<language:language>/protocols/<str:code>/holds/<str:kind>/lift", conducting.lift, name="protocol-lift"),
    path("<language:language>/protocols/<str:code>/tasks", conducting.tasks, name="protocol-tasks"),
    path("<language:language>/protocols/<str:code>/tasks/<str:kind>", conducting.finish, name="protocol-task"),
    path("<language:language>/protocols/<str:code>/versions/<int:number>/close", counting.close, name="protocol-close"),
    path("<language:language>/protocols/<str:code>/history", history.history, name="protocol-history"),
    path("<language:language>/mergers", conducting.mergers, name="mergers"),
    path("<language:language>/mergers/<str:nis>", conducting.merge, name="merger"),
    path("<language:language>/messages", history.messages, name="messages"),
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
    *OUTREACH,
    *REPORTING,
]
