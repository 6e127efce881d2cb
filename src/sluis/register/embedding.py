"""The protocols that bind a party now, with their digests: a list for that party's own site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sluis.adapters.webpage import snippet
from sluis.domain.stance import Stance
from sluis.parties import queries as parties
from sluis.parties.municipalities import municipalities
from sluis.register.entries import Entry, Shown, listing
from sluis.register.filters import Filter
from sluis.register.links import Link

BINDING = (Stance.IN_FORCE, Stance.SUSPENDED)


@dataclass(frozen=True, slots=True)
class Embedded:
    """The protocols of a party that bind at the end of a day, each with the version that does."""

    party: str
    name: str
    on: date
    entries: tuple[tuple[Entry, Shown], ...]


def embedded(party: str, on: date) -> Embedded | None:
    """The list of a municipality (by NIS code) or an agency (by code); None where there is no such party."""
    known, agencies = municipalities(), parties.agency_names()
    name = known.get(party).name if party in known else agencies.get(party)
    if name is None:
        return None
    found = tuple(
        (entry, entry.shown)
        for entry in listing(Filter(on))
        if party in (entry.municipality.nis, entry.agency) and entry.stood.stance in BINDING and entry.shown
    )
    return Embedded(party, name, on, found)


def paste(entry: Entry, shown: Shown, link: Link) -> str:
    """A piece of HTML with the digest, to put in a page; the check of a publication looks for it there."""
    page = link("register-version", language="nl", code=entry.code, number=shown.number)
    return snippet(digest=shown.digest, protocol=entry.code, url=page)


def as_data(seen: Embedded, link: Link) -> dict[str, Any]:
    """The list as JSON has it (`schemas/embed.json`)."""
    return {
        "party": seen.party,
        "name": seen.name,
        "on": seen.on.isoformat(),
        "protocols": [_protocol(entry, shown, link) for entry, shown in seen.entries],
    }


def _protocol(entry: Entry, shown: Shown, link: Link) -> dict[str, Any]:
    one = entry.municipality
    return {
        "protocol": entry.code,
        "version": shown.number,
        "municipality": {"nis": one.nis, "name": one.name, "province": one.province},
        "agency": {"code": entry.agency, "name": entry.sender},
        "state": entry.stood.stance.value,
        "since": entry.stood.since.isoformat(),
        "digest": shown.digest,
        "page": link("register-version", language="nl", code=entry.code, number=shown.number),
        "html": paste(entry, shown, link),
    }
