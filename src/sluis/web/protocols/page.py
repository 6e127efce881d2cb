"""What every page about one protocol shows: the parties, where it stands, its parts, and what the visitor can do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse

from sluis.domain.lifecycle import NotPossible
from sluis.parties import people
from sluis.protocols import standing
from sluis.protocols.models import Protocol, Version
from sluis.protocols.standing import Standing
from sluis.web.door import Visit, protocol_for

# The parts of a protocol's page in the order of its life: a key of `texts`, and the name of the address.
PARTS: tuple[tuple[str, str], ...] = (
    ("part_overview", "protocol"),
    ("part_advice", "protocol-advice"),
    ("part_signing", "protocol-signing"),
    ("part_publication", "protocol-publication"),
    ("part_history", "protocol-history"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """A tab on the page of a protocol; `name` is that of its address."""

    name: str
    label: str
    address: str
    here: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A protocol as a visitor sees it: one of its versions, where that stands, and the other versions."""

    protocol: Protocol
    version: Version
    standing: Standing
    versions: Sequence[Version]
    municipality: str
    agency: str


def shown(visit: Visit, code: str, number: int | None = None) -> Shown:
    """A protocol that the visitor may see; without a number the version that is being worked on.

    Raises:
        Http404: there is no such protocol or version, or it is none of theirs.
    """
    protocol = protocol_for(visit, code)
    try:
        version = standing.version_of(code, number)
    except NotPossible as error:
        raise Http404 from error
    versions = list(Version.objects.filter(protocol_id=code).defer("terms").order_by("-number"))
    return Shown(
        protocol,
        version,
        standing.standing(version, visit.actor, visit.at),
        versions,
        people.organisation_name(f"nis:{protocol.nis}"),
        people.organisation_name(f"agency:{protocol.agency}"),
    )


def render(visit: Visit, template: str, seen: Shown, *, part: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page about a protocol; `part` is the name of the address of the tab it is on."""
    code = seen.protocol.code
    parts = [Part(name, visit.texts(key), visit.address(name, code=code), name == part) for key, name in PARTS]
    return visit.page(f"protocol/{template}", status=status, seen=seen, parts=parts, **context)
