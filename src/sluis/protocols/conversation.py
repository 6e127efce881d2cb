"""What the parties say to each other about a text: their remarks, and the changes they propose, with what each does."""

from __future__ import annotations

from dataclasses import dataclass

from sluis.domain import drafts
from sluis.domain.differences import Difference, differences
from sluis.domain.lifecycle import Deed, NotPossible
from sluis.domain.words import Said
from sluis.protocols.actions.drafting import CHANGED_MEANWHILE, OWN_PROPOSAL
from sluis.protocols.models import Comment, Proposal, Revision, Version
from sluis.protocols.standing import Standing


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal as somebody sees it: what it changes, and why they cannot accept it, or decline it, now.

    `changes` is None where the text it was made on is not kept as a draft.
    """

    proposal: Proposal
    changes: tuple[Difference, ...] | None
    why_not_accept: tuple[Said, ...]
    why_not_decline: tuple[Said, ...]


def text_with(version: Version, digest: str) -> drafts.Draft | None:
    """The text with that digest which the version has, or had while it was written."""
    if version.terms_digest == digest:
        return drafts.read(bytes(version.terms))
    row = Revision.objects.filter(version=version, digest=digest).last()
    return drafts.read(bytes(row.text)) if row else None


def proposals_on(version: Version, standing: Standing) -> list[Proposed]:
    """The proposals on a text, newest first."""
    rows = Proposal.objects.filter(version=version).order_by("-at", "-pk")
    return [_proposed(version, proposal, standing) for proposal in rows]


def _proposed(version: Version, proposal: Proposal, standing: Standing) -> Proposed:
    before = text_with(version, proposal.base_digest)
    settle = standing.why_not(Deed.SETTLE)
    accept = list(settle or standing.why_not(Deed.REVISE))
    if proposal.by == standing.progress.actor.party:
        accept.append(OWN_PROPOSAL)
    if proposal.base_digest != version.terms_digest:
        accept.append(CHANGED_MEANWHILE)
    return Proposed(proposal, _changes(before, proposal), tuple(accept), settle)


def _changes(before: drafts.Draft | None, proposal: Proposal) -> tuple[Difference, ...] | None:
    if before is None:
        return None
    try:
        return differences(before, drafts.changed(before, proposal.changes))
    except NotPossible:
        # It was made before what the program itself writes came to be guarded.
        return None


def comments_on(version: Version) -> list[Comment]:
    """The remarks on a text, oldest first."""
    return list(Comment.objects.filter(version=version).order_by("at", "pk"))
