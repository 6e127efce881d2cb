"""Writes what happened to the protocols as an Atom feed (RFC 4287), in pages (RFC 5005), newest first.

An entry keeps its identifier for good, in both languages and wherever the portal moves to: a tag (RFC 4151) under the
name of the ledger, which never changes, as it was on the day on which the event was recorded.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

from sluis.domain.entry import ACT_NAMES
from sluis.domain.words import BRUSSELS, Said
from sluis.parties.municipalities import municipalities
from sluis.register.events import Event, newest
from sluis.register.links import Link

A_PAGE = 50
ATOM = "http://www.w3.org/2005/Atom"
_TITLE = Said("Protocollen met gemeenten: wat veranderde", "Protocols with municipalities: what changed")
# RFC 4287 wants a moment and an identifier of a feed without entries too; no installation is older.
_BEGUN = datetime(2026, 1, 1, tzinfo=BRUSSELS)
_XML = "http://www.w3.org/XML/1998/namespace"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the feed, from 1. `author` is who publishes the register, `origin` the name of the ledger."""

    number: int
    pages: int
    language: str
    author: str
    origin: str
    events: Sequence[Event]


def page_of(number: int, *, language: str, author: str, origin: str) -> Page | None:
    """A page of the feed; None where there is none of that number. The first is there even if nothing happened yet."""
    if number < 1:
        return None
    events, total = newest(number, A_PAGE)
    pages = max(1, -(-total // A_PAGE))
    return Page(number, pages, language, author, origin, events) if number <= pages else None


def as_atom(page: Page, link: Link) -> str:
    """The page as an Atom document."""
    ET.register_namespace("", ATOM)
    feed = ET.Element(_name("feed"), {f"{{{_XML}}}lang": page.language})
    _add(feed, "id", _tag(page.origin, _BEGUN, "register"))
    _add(feed, "title", _in(page.language, _TITLE))
    _add(feed, "updated", _moment(max((event.recorded_at for event in page.events), default=_BEGUN)))
    _add(_add(feed, "author"), "name", page.author)
    _add(feed, "generator", "Sluis")
    for relation, number in _relations(page).items():
        _link(feed, relation, "application/atom+xml", _at(link, page.language, number))
    _link(feed, "alternate", "text/html", link("register", language=page.language))
    for event in page.events:
        _entry(feed, event, page, link)
    ET.indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="unicode") + "\n"


def _relations(page: Page) -> dict[str, int]:
    near = {"previous": page.number - 1, "next": page.number + 1}
    there = {relation: number for relation, number in near.items() if 1 <= number <= page.pages}
    return {"self": page.number, "first": 1, "last": page.pages, **there}


def _entry(feed: ET.Element, event: Event, page: Page, link: Link) -> None:
    language = page.language
    entry = _add(feed, "entry")
    kind = event.act.value.removeprefix("protocol.")
    _add(
        entry,
        "id",
        _tag(page.origin, event.recorded_at, f"protocol/{event.protocol}/{event.number}/{kind}/{event.key}"),
    )
    what = _in(language, ACT_NAMES[event.act])
    _add(entry, "title", f"{municipalities().get(event.nis).name}: {what}")
    _add(entry, "published", _moment(event.recorded_at))
    _add(entry, "updated", _moment(event.recorded_at))
    address = link("register-version", language=language, code=event.protocol, number=event.number)
    _link(entry, "alternate", "text/html", address)
    _add(entry, "category").attrib.update({"term": event.act.value, "label": what})
    took_effect = _in(language, Said(f"Met uitwerking op {event.on}.", f"With effect on {event.on}."))
    _add(entry, "summary", f"{_in(language, event.said)} {took_effect} {event.protocol}/{event.number}.")


def _tag(origin: str, recorded_at: datetime, what: str) -> str:
    """A tag URI (RFC 4151): by whose name, as it was on which day, and what."""
    return f"tag:{origin.partition('/')[0]},{recorded_at.astimezone(UTC).date()}:{quote(what)}"


def _at(link: Link, language: str, number: int) -> str:
    address = link("register-feed", language=language)
    return f"{address}?page={number}" if number > 1 else address


def _in(language: str, said: Said) -> str:
    return said.nl if language == "nl" else said.en


def _moment(moment: datetime) -> str:
    """A moment as RFC 3339 has it."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _name(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _add(parent: ET.Element, name: str, text: str | None = None) -> ET.Element:
    made = ET.SubElement(parent, _name(name))
    made.text = text
    return made


def _link(parent: ET.Element, relation: str, kind: str, address: str) -> None:
    _add(parent, "link").attrib.update({"rel": relation, "type": kind, "href": address})
