"""Writes the catalogue of what the register publishes as linked data, as DCAT-AP 3.0 asks, for portals of open data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sluis.domain.words import Said
from sluis.register.linked import Node, day, document, dutch, ref, texts
from sluis.register.links import Link

_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_LANGUAGES = {"nl": f"{_AUTHORITY}language/NLD", "en": f"{_AUTHORITY}language/ENG"}


@dataclass(frozen=True, slots=True)
class _Form:
    """A form in which a data set can be had: the name of its address, and of the address that says what is in it."""

    name: str
    media: str
    title: Said
    described_by: str = ""
    parts: dict[str, str] = field(default_factory=dict)
    schema: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Set:
    name: str
    title: Said
    about: Said
    forms: tuple[_Form, ...]


def _tables(name: str, nl: str, en: str) -> tuple[_Form, _Form]:
    """The two forms that every list here has."""
    return (
        _Form(
            f"{name}-json", "application/json", Said(f"{nl} als JSON", f"{en} as JSON"), "schema", schema={"name": name}
        ),
        _Form(f"{name}-csv", "text/csv", Said(f"{nl} als CSV", f"{en} as CSV"), f"{name}-csvw"),
    )


_FEED = Said("Wijzigingen als Atom-feed", "Changes as an Atom feed")
_SETS = (
    _Set(
        "register",
        Said("Protocollen", "Protocols"),
        Said(
            "Elk protocol dat ooit gevalideerd werd, met doeleinden, digest en toestand op een gekozen dag.",
            "Every protocol that was ever validated, with purposes, digest and state on a chosen day.",
        ),
        (
            *_tables("register", "Register", "Register"),
            *(_Form("register-feed", "application/atom+xml", _FEED, parts={"language": one}) for one in _LANGUAGES),
        ),
    ),
    _Set(
        "overview",
        Said("Overzicht van de gemeenten", "Overview of the municipalities"),
        Said(
            "Waar elke gemeente op een gekozen dag stond: van kracht, geschorst, in voorbereiding, voorbij of geen.",
            "Where each municipality stood on a chosen day: in force, suspended, in preparation, over or none.",
        ),
        _tables("overview", "Overzicht", "Overview"),
    ),
)


def catalogue(publisher: str, newest: date | None, link: Link) -> Node:
    """The catalogue: the register and the overview, each with the forms in which it can be had.

    `publisher` is the agency whose register it is, `newest` the day of the newest change, None where there is none.
    """
    at = link("register-catalogue")
    agent: Node = {"@id": f"{at}#publisher", "@type": "foaf:Agent", "foaf:name": dutch(publisher)}
    catalog: Node = {
        "@id": f"{at}#catalogue",
        "@type": "dcat:Catalog",
        "dct:title": texts(Said("Register van protocollen", "Register of protocols")),
        "dct:description": texts(
            Said(
                "De protocollen tussen een agentschap en gemeenten voor de mededeling van persoonsgegevens.",
                "The protocols between an agency and municipalities for the communication of personal data.",
            )
        ),
        "dct:publisher": ref(agent["@id"]),
        "dct:language": [ref(address) for address in _LANGUAGES.values()],
        "foaf:homepage": ref(link("register", language="nl")),
        "dcat:dataset": [ref(f"{at}#{one.name}") for one in _SETS],
    }
    sets = [_set(one, at, link) for one in _SETS]
    if newest is not None:
        for node in (catalog, *sets):
            node["dct:modified"] = day(newest)
    return document(link, [agent, catalog, *sets, *(_distribution(form, link) for one in _SETS for form in one.forms)])


def _set(one: _Set, at: str, link: Link) -> Node:
    return {
        "@id": f"{at}#{one.name}",
        "@type": "dcat:Dataset",
        "dct:title": texts(one.title),
        "dct:description": texts(one.about),
        "dct:publisher": ref(f"{at}#publisher"),
        "dct:accessRights": ref(f"{_AUTHORITY}access-right/PUBLIC"),
        "dct:accrualPeriodicity": ref(f"{_AUTHORITY}frequency/UPDATE_CONT"),
        "dcat:theme": ref(f"{_AUTHORITY}data-theme/GOVE"),
        "dcat:landingPage": ref(link(one.name, language="nl")),
        "dcat:distribution": [ref(_at(form, link)) for form in one.forms],
    }


def _distribution(form: _Form, link: Link) -> Node:
    address = link(form.name, **form.parts)
    made: Node = {
        "@id": _at(form, link),
        "@type": "dcat:Distribution",
        "dct:title": texts(form.title),
        "dcat:accessURL": ref(address),
        "dcat:downloadURL": ref(address),
        "dcat:mediaType": ref(f"https://www.iana.org/assignments/media-types/{form.media}"),
    }
    if form.described_by:
        made["dct:conformsTo"] = ref(link(form.described_by, **form.schema))
    if form.parts:
        made["dct:language"] = ref(_LANGUAGES[form.parts["language"]])
    return made


def _at(form: _Form, link: Link) -> str:
    return f"{link(form.name, **form.parts)}#distribution"
