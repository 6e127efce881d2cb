"""Finding a municipality or a protocol by what somebody types. People are never searched for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sluis.domain import drafts
from sluis.domain.access import Actor
from sluis.domain.entry import INSZ_SHAPED
from sluis.domain.lifecycle import IN_FORCE, IN_PREPARATION, NotPossible, Status
from sluis.domain.municipalities import Municipality
from sluis.domain.words import BRUSSELS, Said, plain
from sluis.parties.municipalities import municipalities
from sluis.protocols.listing import is_about
from sluis.protocols.models import Version
from sluis.protocols.standing import seen_by, that_counts

MOST = 10
LEAST, LONGEST = 2, 100
NEVER_PEOPLE = Said(
    "Hier zoekt u gemeenten en protocollen, nooit personen: geef geen nummer van een persoon.",
    "This finds municipalities and protocols, never people: give no number of a person.",
)


@dataclass(frozen=True, slots=True)
class FoundMunicipality:
    """A municipality, and if it is gone, the one that its people live in now."""

    municipality: Municipality
    successor: Municipality | None


@dataclass(frozen=True, slots=True)
class FoundProtocol:
    """A protocol that the actor sees: its text being prepared, else in force, else the newest.

    `decision` is the body and reference of the decision in which the text was found; None where it was found
    by its code or its municipality.
    """

    code: str
    number: int
    status: Status
    municipality: Municipality
    decision: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """What was found; at most `MOST` of each, and whether there was more."""

    municipalities: tuple[FoundMunicipality, ...]
    protocols: tuple[FoundProtocol, ...]
    more: bool


def search(text: str, actor: Actor, at: datetime) -> Found:
    """The municipalities, of now and before, and the actor's protocols that a text is about.

    A text of less than `LEAST` or more than `LONGEST` signs finds nothing.

    Raises:
        NotPossible: it has the shape of a person's number.
    """
    if INSZ_SHAPED.search(text) or re.search(r"\d{11}", text):
        raise NotPossible(NEVER_PEOPLE)
    if not LEAST <= len(plain(text)) <= LONGEST:
        return Found((), (), more=False)
    on = at.astimezone(BRUSSELS).date()
    places = municipalities().named(text, on)
    protocols = _protocols(text, actor, at)
    return Found(
        tuple(FoundMunicipality(one, _lived_in_now(one, at)) for one in places[:MOST]),
        tuple(protocols[:MOST]),
        more=len(places) > MOST or len(protocols) > MOST,
    )


def _lived_in_now(municipality: Municipality, at: datetime) -> Municipality | None:
    now = municipalities().current_code(municipality.nis, at.astimezone(BRUSSELS).date())
    return municipalities().get(now) if now and now != municipality.nis else None


def _protocols(text: str, actor: Actor, at: datetime) -> list[FoundProtocol]:
    on = at.astimezone(BRUSSELS).date()
    found = []
    for code, (version, decisions) in _decisions(actor).items():
        nis = version.protocol.nis
        decided = next((one for one in decisions if plain(text) in plain(one)), None)
        named = is_about(text, code, nis, on)
        if named or decided:
            place, status = municipalities().get(nis), Status(version.status)
            found.append(FoundProtocol(code, version.number, status, place, None if named else decided))
    # What a text names comes before what only mentions it in its decision.
    return sorted(found, key=lambda one: (one.decision is not None, plain(one.municipality.name), one.code))


def _decisions(actor: Actor) -> Mapping[str, tuple[Version, Sequence[str]]]:
    """Each protocol that the actor sees with the version that counts, and the decisions in its texts that matter."""
    versions = defaultdict[str, list[Version]](list)
    seen = Version.objects.filter(protocol__in=seen_by(actor)).select_related("protocol").defer("terms", "remark")
    for version in seen.order_by("protocol_id", "number"):
        versions[version.protocol_id].append(version)
    shown = {code: that_counts(of) for code, of in versions.items()}
    texts = [one.pk for of in versions.values() for one in of if _is_current(one)]
    said = defaultdict[str, list[str]](list)
    for code, terms in Version.objects.filter(pk__in=texts).order_by("-number").values_list("protocol_id", "terms"):
        said[code].extend(_decision(bytes(terms)))
    return {code: (version, said[code]) for code, version in shown.items()}


def _is_current(version: Version) -> bool:
    return version.status in IN_PREPARATION or version.status in IN_FORCE


# Reading is a pure function of the bytes, so the same bytes need not be read twice.
@lru_cache(maxsize=1024)
def _decision(text: bytes) -> tuple[str, ...]:
    recipient = drafts.read(text).get("recipient")
    decision = recipient.get("decision") if isinstance(recipient, dict) else None
    return (f"{decision['body']}, {decision['reference']}",) if decision else ()
