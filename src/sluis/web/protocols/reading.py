"""What a text says, in words and as it will be signed; its versions, what differs between them, and who wrote what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from sluis.adapters.webpage import visible
from sluis.domain import drafts
from sluis.domain.access import Work
from sluis.domain.catalogue import PURPOSES
from sluis.domain.differences import Difference, Path, Spoken, spoken
from sluis.domain.legaltext import legal_text, reworded
from sluis.domain.lifecycle import IN_PREPARATION, Verb
from sluis.domain.words import Purpose, Said
from sluis.parties import people
from sluis.parties.municipalities import municipalities
from sluis.protocols import beginnings, standing
from sluis.protocols.models import Version
from sluis.web.door import Visit, behind_login
from sluis.web.protocols import places
from sluis.web.protocols.page import Shown, render, shown

# What stands under which heading, by the first step of its path.
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "text_parties": ("sender", "recipient"),
    "text_limits": ("territory", "rowLimit"),
    "text_duration": ("start", "end", "noticeMonths"),
    "text_security": ("security", "breachNoticeHours", "supervisor"),
    "text_grounds": ("groundsForCommunication", "groundsForCollection"),
    "text_advices": ("advices", "follows"),
    "text_articles": ("clauses",),
}
# Lists of sentences, which are read better one under the other.
_ONE_BY_ONE = frozenset({"services", "representatives", "security", "groundsForCommunication", "groundsForCollection"})


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a text: what it is called, and what it says; `lines` where people wrote that themselves, in Dutch."""

    label: Said
    words: Said
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Parts that belong together under a heading."""

    heading: Said | str
    parts: Sequence[Part]


@behind_login(Work.SEE_PROTOCOLS)
def text(visit: Visit, code: str, number: int | None = None) -> HttpResponse:
    """What the text of a version says."""
    seen = shown(visit, code, number)
    draft = drafts.read(bytes(seen.version.terms))
    terms = drafts.as_terms(draft)
    before = standing.in_force_beside(seen.version) if seen.version.status in IN_PREPARATION else None
    compared = _compared(visit, seen)
    return render(
        visit, "text.html", seen, part="protocol-text", draft=draft, purposes=_purposes(draft),
        sections=list(_sections(draft)), legal=reworded(legal_text(terms), visible) if terms else None,
        in_force=before, changes=standing.differences_between(before, seen.version) if before else (),
        compared=compared, revisions=list(_revisions(seen.version)),
        amendable=visit.may(Verb.DRAFT) and not beginnings.why_not_amend(code),
    )  # fmt: skip


def _purposes(draft: Mapping[str, Any]) -> list[Section]:
    found: dict[str, list[Part]] = {}
    for one in spoken(draft):
        # Its name is the heading.
        if one.path[0] == "purposes" and len(one.path) > 2 and one.path[2:] != ("purpose",):
            found.setdefault(one.path[1], []).append(_part(draft, one))
    return [Section(_purpose_name(name), parts) for name, parts in found.items()]


def _purpose_name(name: str) -> Said:
    return PURPOSES[Purpose(name)] if name in list(Purpose) else Said(name, name)


def _sections(draft: Mapping[str, Any]) -> Iterator[Section]:
    every = list(spoken(draft))
    for heading, steps in _HEADINGS.items():
        parts = [_part(draft, one) for one in every if one.path[0] in steps and not one.whole]
        if parts:
            yield Section(heading, parts)


def _part(draft: Mapping[str, Any], one: Spoken) -> Part:
    return Part(places.bare_label(one.path) or one.name, one.words, _lines(draft, one.path, one.words))


def _lines(draft: Mapping[str, Any], path: Path, words: Said) -> tuple[str, ...]:
    value = _at(draft, path)
    if isinstance(value, str) and words.nl == f"“{value}”":
        return (visible(value),)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        return ()
    if path == ("territory",):
        known = municipalities()
        return tuple(f"{nis} ({known.get(nis).name})" if nis in known else visible(nis) for nis in value)
    listed = path[0] == "clauses" or path[-1] in _ONE_BY_ONE
    return tuple(visible(item) for item in value) if listed else ()


def _at(draft: Mapping[str, Any], path: Path) -> Any:
    value: Any = draft
    for step in path:
        if isinstance(value, list):
            value = next((one for one in value if isinstance(one, dict) and one.get("purpose") == step), None)
        else:
            value = value.get(step) if isinstance(value, Mapping) else None
    return value


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions side by side."""

    before: Version
    after: Version
    changes: tuple[Difference, ...]


def _compared(visit: Visit, seen: Shown) -> Compared | None:
    """The versions that the question of the address names; None where it names none that exist."""
    rows = {str(one.number): one for one in seen.versions}
    before, after = (rows.get(visit.request.GET.get(name, "")) for name in ("before", "after"))
    if before is None or after is None:
        return None
    return Compared(before, after, standing.differences_between(before, after))


@dataclass(frozen=True, slots=True)
class Written:
    """A text that a draft had: who wrote it, when, and what it changed on the one before."""

    number: int
    by: str
    at: Any
    note: str
    changes: tuple[Difference, ...]


def _revisions(version: Version) -> Iterator[Written]:
    for revision, changes in reversed(standing.revisions_of(version)):
        name = people.organisation_name(revision.by)
        yield Written(revision.number, name, revision.at, revision.note, changes)
