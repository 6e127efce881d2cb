"""How far a version is: what the requirements look at, read from the tables in one place."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from sluis.domain import drafts
from sluis.domain.access import Actor, side_of
from sluis.domain.differences import advised_digest
from sluis.domain.lifecycle import IN_FORCE, Status, Verb
from sluis.domain.requirements import Opinion, Progress, SignedBy, Way
from sluis.domain.terms import Outcome, Side
from sluis.protocols.models import Advice, Move, PublicationCheck, Revision, Signatory, Version


def progress(version: Version, actor: Actor, on: date, *, undeleted: int = 0) -> Progress:
    """How far `version` is on a day, as `actor` looks at it.

    `undeleted` is the number of parcels under it whose deletion is not confirmed; who keeps those knows it.
    """
    draft = drafts.read(bytes(version.terms))
    terms = drafts.as_terms(draft)
    last = {move.verb: move for move in version.moves.order_by("at", "pk")}
    return Progress(
        on=on,
        actor=actor,
        side=side_of(actor, agency=version.protocol.agency, nis=version.protocol.nis),
        status=Status(version.status),
        digest=version.terms_digest,
        advised_part=advised_digest(draft),
        problems=drafts.problems(draft),
        opinions=opinions(version),
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
        in_force=_in_force(version),
        start=terms.start if terms else None,
        end=min((day for day in (terms.end if terms else None, version.ends_on) if day), default=None),
        suspended_by=_suspended_by(version, last.get(Verb.SUSPEND)),
        notice_given=version.ends_on is not None,
        undeleted=undeleted,
    )  # fmt: skip


def newest_advices(version: Version) -> dict[Side, Advice]:
    """The newest advice of each side on this version."""
    rows = Advice.objects.filter(version=version).prefetch_related("conditions").order_by("at", "pk")
    return {Side(row.side): row for row in rows}


def opinions(version: Version) -> dict[Side, Opinion]:
    """The newest advice of each side, as the requirements see it."""
    return {
        side: Opinion(
            Outcome(row.outcome),
            row.on_part,
            sum(condition.answer is None for condition in row.conditions.all()),
            row.reason_not_followed,
        )
        for side, row in newest_advices(version).items()
    }


def _signatories(version: Version) -> QuerySet[Signatory]:
    return Signatory.objects.filter(version=version, terms_digest=version.terms_digest)


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
    return frozenset(wrote)


def _in_force(version: Version) -> Status | None:
    others = Version.objects.filter(protocol_id=version.protocol_id, status__in=sorted(IN_FORCE)).exclude(pk=version.pk)
    other = others.first()
    return Status(other.status) if other else None


def _suspended_by(version: Version, move: Move | None) -> Side | None:
    if version.status != Status.SUSPENDED or move is None:
        return None
    if move.by == f"nis:{version.protocol.nis}":
        return Side.RECIPIENT
    return Side.SENDER if move.by == f"agency:{version.protocol.agency}" else None
