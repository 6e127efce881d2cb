"""How far one version is, worked out the plain way: the book that the reads of many at once are held against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Q, QuerySet

from sluis.domain import drafts
from sluis.domain.access import Actor, side_of
from sluis.domain.differences import advised_digest
from sluis.domain.lifecycle import IN_FORCE, IN_PREPARATION, Status, Verb
from sluis.domain.requirements import Opinion, Progress, SignedBy, Way
from sluis.domain.terms import Outcome, Side
from sluis.protocols.models import (
    Advice,
    Document,
    DocumentKind,
    Move,
    Proposal,
    PublicationCheck,
    Revision,
    Signatory,
    Version,
)


def plain_progress(version: Version, actor: Actor, on: date, *, undeleted: int = 0) -> Progress:
    draft = drafts.read(bytes(version.terms))
    terms = drafts.as_terms(draft)
    # In the order in which they were recorded: one that took effect earlier still comes after those it knew of.
    last = {move.verb: move for move in version.moves.order_by("pk")}
    in_force = _in_force(version)
    return Progress(
        on=on,
        actor=actor,
        side=side_of(actor, agency=version.protocol.agency, nis=version.protocol.nis),
        status=Status(version.status),
        digest=version.terms_digest,
        advised_part=advised_digest(draft),
        problems=drafts.problems(draft),
        opinions=_opinions(version),
        decided=terms is not None and terms.recipient.decision is not None,
        signatories=frozenset(
            (Side(row.side), row.capacity) for row in _signatories(version).values_list("side", "capacity", named=True)
        ),
        signatures=_signatures(version),
        seen=_seen(version),
        addresses=frozenset(
            side
            for side, address in (
                (Side.SENDER, version.published_by_sender), (Side.RECIPIENT, version.published_by_recipient),
            )
            if address
        ),
        authors=_authors(version),
        in_force=Status(in_force.status) if in_force else None,
        start=terms.start if terms else None,
        end=min((day for day in (terms.end if terms else None, version.ends_on) if day), default=None),
        suspended_by=_side_that_did(version, last, Verb.SUSPEND) if version.status == Status.SUSPENDED else None,
        notice_given=version.ends_on is not None,
        undeleted=undeleted,
        notice_by=_side_that_did(version, last, Verb.GIVE_NOTICE) if version.ends_on is not None else None,
        given_up=_given_up(version, in_force, draft.get("follows") or []),
    )  # fmt: skip


def _newest_advices(version: Version) -> dict[Side, Advice]:
    """The newest advice of each side on this version."""
    rows = Advice.objects.filter(version=version).prefetch_related("conditions").order_by("at", "pk")
    return {Side(row.side): row for row in rows}


def _opinions(version: Version) -> dict[Side, Opinion]:
    """The newest advice of each side, as the requirements see it."""
    return {
        side: Opinion(
            Outcome(row.outcome),
            row.on_part,
            sum(condition.answer is None for condition in row.conditions.all()),
            row.reason_not_followed,
        )
        for side, row in _newest_advices(version).items()
    }


def _newest_text(version: Version) -> int | None:
    """The key of the document to be signed: the newest that was typeset of the text as it stands."""
    rows = Document.objects.filter(version=version, kind=DocumentKind.TEXT, terms_digest=version.terms_digest)
    return rows.order_by("-pk").values_list("pk", flat=True).first()


def _signatories(version: Version) -> QuerySet[Signatory]:
    """Who is to sign the text as it stands; those of a decision before it count no more."""
    return Signatory.objects.filter(version=version, text=_newest_text(version))


def _signatures(version: Version) -> tuple[SignedBy, ...]:
    rows = _signatories(version).filter(signature__isnull=False).prefetch_related("signature__attestations")
    return tuple(
        SignedBy(
            Side(row.side),
            row.capacity,
            row.terms_digest,
            Way(row.signature.way),
            frozenset(attestation.person for attestation in row.signature.attestations.all()),
        )
        for row in rows
    )


def _seen(version: Version) -> dict[Side, str]:
    """What was found at the address that counts now; a check of an earlier address says nothing."""
    addresses = {Side.SENDER: version.published_by_sender, Side.RECIPIENT: version.published_by_recipient}
    rows = PublicationCheck.objects.filter(version=version).order_by("at", "pk")
    newest = {Side(row.side): row.found_digest for row in rows if row.address == addresses.get(Side(row.side))}
    return {side: found for side, found in newest.items() if found}


def _authors(version: Version) -> frozenset[str]:
    wrote = Revision.objects.filter(version=version).values_list("person", flat=True)
    # Who accepted a change wrote it down, and who proposed it thought of it.
    proposed = Proposal.objects.filter(version=version, accepted=True).values_list("person", flat=True)
    return frozenset(wrote).union(proposed)


def _in_force(version: Version) -> Version | None:
    others = Version.objects.filter(protocol_id=version.protocol_id, status__in=sorted(IN_FORCE))
    return others.exclude(pk=version.pk).first()


def _given_up(version: Version, in_force: Version | None, follows: Sequence[str]) -> bool:
    """Whether what this text amends was ended, or is under notice: then it is no longer there to be amended."""
    if version.status not in IN_PREPARATION:
        return False
    if in_force is not None and in_force.ends_on is not None:
        return True
    before = Version.objects.filter(terms_digest__in=follows)
    return before.filter(
        Q(ends_on__isnull=False) | Q(pk__in=Move.objects.filter(verb__in=[Verb.END, Verb.LAPSE]).values("version"))
    ).exists()


def _side_that_did(version: Version, last: Mapping[str, Move], verb: Verb) -> Side | None:
    """The side that made the last move of this kind; what was inherited, the side that made it at a predecessor.

    Where both sides did so at different predecessors it is the agency's, because it is the agency's data.
    """
    move, inherited = last.get(verb), last.get(Verb.INHERIT)
    if move is None:
        return None
    parties = [move.by]
    if inherited is not None and inherited.recorded_at == move.recorded_at:
        follows = drafts.read(bytes(version.terms))["follows"]
        before = Version.objects.filter(terms_digest__in=follows)
        made = [one.moves.filter(verb=verb).order_by("pk").last() for one in before]
        parties = [one.by for one in made if one is not None and _stood(one)]
    sides = {Side.RECIPIENT if by.startswith("nis:") else Side.SENDER for by in parties}
    return min(sides, key=list(Side).index, default=None)


def _stood(move: Move) -> bool:
    """Whether a suspension or a notice stood until the text was succeeded."""
    undone = {Verb.SUSPEND: Verb.RESUME, Verb.GIVE_NOTICE: Verb.WITHDRAW_NOTICE}[Verb(move.verb)]
    return not Move.objects.filter(version=move.version_id, verb=undone, pk__gt=move.pk).exists()
