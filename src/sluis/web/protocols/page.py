"""What every page about one protocol shows: the parties, where it stands, its parts, and what the visitor can do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse

from sluis.domain.lifecycle import Deed, NotPossible, Status
from sluis.parties import people
from sluis.protocols import standing
from sluis.protocols.models import Protocol, Version
from sluis.protocols.standing import Standing
from sluis.web.door import Visit, protocol_for


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


@dataclass(frozen=True, slots=True)
class Tab:
    """A part of a protocol's page: a key of `texts`, the name of the address, and for whom and when it is there."""

    label: str
    name: str
    there: Callable[[Visit, Shown], bool] = lambda _visit, _seen: True


def _being_written(visit: Visit, seen: Shown) -> bool:
    return visit.may(Deed.REVISE) and any(version.status == Status.DRAFT for version in seen.versions)


# The parts of a protocol's page in the order of its life.
PARTS: tuple[Tab, ...] = (
    Tab("part_overview", "protocol"),
    Tab("part_text", "protocol-text"),
    Tab("part_draft", "protocol-draft", _being_written),
    Tab("part_talk", "protocol-talk"),
    Tab("part_advice", "protocol-advice"),
    Tab("part_signing", "protocol-signing"),
    Tab("part_publication", "protocol-publication"),
    Tab("part_simulation", "protocol-simulation"),
    Tab("part_history", "protocol-history"),
)


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
    parts = [
        Part(tab.name, visit.texts(tab.label), visit.address(tab.name, code=seen.protocol.code), tab.name == part)
        for tab in PARTS
        if tab.there(visit, seen)
    ]
    return visit.page(f"protocol/{template}", status=status, seen=seen, parts=parts, **context)
