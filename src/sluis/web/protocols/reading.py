"""What a text says, in words and as it will be signed; its versions, what differs between them, and who wrote what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from sluis.adapters.webpage import visible
from sluis.domain import drafts
from sluis.domain.access import Work
from sluis.domain.differences import Difference
from sluis.domain.legaltext import legal_text, reworded
from sluis.domain.lifecycle import IN_PREPARATION, Verb
from sluis.parties import people
from sluis.protocols import beginnings, standing
from sluis.protocols.models import Version
from sluis.web.door import Visit, behind_login
from sluis.web.protocols.page import Shown, render, shown
from sluis.web.protocols.sections import purposes, sections


@behind_login(Work.SEE_PROTOCOLS)
def text(visit: Visit, code: str, number: int | None = None) -> HttpResponse:
    """What the text of a version says."""
    seen = shown(visit, code, number)
    draft = drafts.read(bytes(seen.version.terms))
    terms = drafts.as_terms(draft)
    before = standing.in_force_beside(seen.version) if seen.version.status in IN_PREPARATION else None
    compared = _compared(visit, seen)
    return render(
        visit, "text.html", seen, part="protocol-text", draft=draft, purposes=purposes(draft),
        sections=list(sections(draft)), legal=reworded(legal_text(terms), visible) if terms else None,
        in_force=before, changes=standing.differences_between(before, seen.version) if before else (),
        compared=compared, revisions=list(_revisions(seen.version)),
        amendable=visit.may(Verb.DRAFT) and not beginnings.why_not_amend(code),
    )  # fmt: skip


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
