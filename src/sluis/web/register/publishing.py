"""What programs elsewhere gather: the feed of changes, the catalogue, linked data, and the schemas."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from sluis.parties import queries as parties
from sluis.register import catalogue, events, feed, linked, schemas
from sluis.register.protocol import public_protocol
from sluis.web import answered
from sluis.web.register.links import absolute
from sluis.web.texts import Language

LINKED = "application/ld+json"


@require_safe
def changes(request: HttpRequest, language: Language) -> HttpResponseBase:
    """What changed, newest first, as an Atom feed in pages."""
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
    page = feed.page_of(number, language=language, author=_publisher(), origin=settings.LOG_ORIGIN)
    if page is None:
        raise Http404
    return answered.text(feed.as_atom(page, absolute), "application/atom+xml; charset=utf-8")


@require_safe
def catalogue_jsonld(request: HttpRequest) -> HttpResponseBase:
    """The catalogue of what is published here (DCAT-AP)."""
    newest, _ = events.newest(1, 1)
    day = newest[0].recorded_at.date() if newest else None
    return answered.json_of(catalogue.catalogue(_publisher(), day, absolute), absolute("vocabulary"), LINKED)


@require_safe
def protocol_jsonld(request: HttpRequest, code: str) -> HttpResponseBase:
    """A protocol as linked data (ODRL, DPV)."""
    seen = public_protocol(code, answered.today())
    if seen is None:
        return answered.not_there(f"There is no protocol {code[:60]}; /register.json lists them.")
    return answered.json_of(linked.protocol(seen, absolute), absolute("vocabulary"), LINKED)


@require_safe
def vocabulary(request: HttpRequest) -> HttpResponseBase:
    """Our own words of the linked data, and what each means."""
    return answered.json_of(linked.vocabulary(absolute), absolute("vocabulary"), LINKED)


@require_safe
def schema(request: HttpRequest, name: str) -> HttpResponseBase:
    """The JSON Schema of what is published under this name."""
    found = schemas.schema(name)
    if found is None:
        return answered.not_there(f"There is no schema {name[:40]}; there are {', '.join(schemas.NAMES)}.")
    return answered.text(found, "application/schema+json")


def _publisher() -> str:
    """Who publishes the register: the agencies of this installation."""
    return ", ".join(name for _, name in sorted(parties.agency_names().items())) or "Sluis"
