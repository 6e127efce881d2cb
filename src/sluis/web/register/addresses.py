"""Every public address of the overview and the register, each with the view that answers it."""

from __future__ import annotations

from django.urls import URLPattern, path

import sluis.web.languages  # noqa: F401 - lets addresses hold a language
from sluis.web.register import embedding, listing, overview, proving, publishing, showing, target

REGISTER: list[URLPattern] = [
    path("<language:language>/", overview.overview, name="overview"),
    path("<language:language>/growth", overview.growth, name="growth"),
    path("<language:language>/target", target.target, name="target"),
    path("target.json", target.target_json, name="target-json"),
    path("<language:language>/map.svg", overview.map_file, name="map"),
    path("overview.json", overview.overview_json, name="overview-json"),
    path("overview.csv", overview.overview_csv, name="overview-csv"),
    path("overview.csv-metadata.json", listing.csv_metadata, {"name": "overview"}, name="overview-csvw"),
    path("<language:language>/register", listing.register, name="register"),
    path("<language:language>/register.atom", publishing.changes, name="register-feed"),
    path("<language:language>/register/<str:code>", showing.protocol, name="register-protocol"),
    path("<language:language>/register/<str:code>/<int:number>", showing.version, name="register-version"),
    path("<language:language>/register/<str:code>/<int:number>/text", showing.text, name="register-text"),
    path("<language:language>/register/<str:code>/<int:number>/proof", proving.proof, name="register-proof"),
    path("<language:language>/embed/<str:party>", embedding.embed, name="embed"),
    path("register.json", listing.register_json, name="register-json"),
    path("register.csv", listing.register_csv, name="register-csv"),
    path("register.csv-metadata.json", listing.csv_metadata, {"name": "register"}, name="register-csvw"),
    path("register.jsonld", publishing.catalogue_jsonld, name="register-catalogue"),
    path("register/<str:code>.json", showing.protocol_json, name="register-protocol-json"),
    path("register/<str:code>.jsonld", publishing.protocol_jsonld, name="register-protocol-jsonld"),
    path("register/<str:code>/<int:number>/terms.json", proving.terms_file, name="register-terms"),
    path("register/<str:code>/<int:number>/entry.json", proving.entry_file, name="register-entry"),
    path("register/<str:code>/<int:number>/tlog-proof", proving.proof_file, name="register-tlog-proof"),
    path("register/<str:code>/<int:number>/text.pdf", proving.pdf, name="register-pdf"),
    path("embed/<str:party>.json", embedding.embed_json, name="embed-json"),
    path("vocabulary.jsonld", publishing.vocabulary, name="vocabulary"),
    path("schemas/<str:name>.json", publishing.schema, name="schema"),
    path("log/key", proving.key, name="ledger-key"),
]
