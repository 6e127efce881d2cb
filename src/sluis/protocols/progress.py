"""How far versions are: what the requirements look at, read from the tables in one place, for many at once.

However many versions are asked for, the number of queries stays the same; one version is the case of a list of one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import QuerySet, prefetch_related_objects

from sluis.domain import drafts
from sluis.domain.access import Actor, side_of
from sluis.domain.differences import advised_digest
from sluis.domain.lifecycle import IN_FORCE, IN_PREPARATION, Status, Verb
from sluis.domain.requirements import Opinion, Progress, SignedBy, Way
from sluis.domain.terms import Outcome, Side
from sluis.domain.words import Said
from sluis.protocols.models import (
    Advice,
    Attestation,
    Document,
    DocumentKind,
    Move,
    Proposal,
    PublicationCheck,
    Revision,
    Signatory,
    Version,
)


def progress(version: Version, actor: Actor, on: date, *, undeleted: int = 0) -> Progress:
    """How far `version` is on a day, as `actor` looks at it.

    `undeleted` is the number of parcels under it whose deletion is not confirmed; who keeps those knows it.
    """
    return progresses([version], actor, on, undeleted={version.pk: undeleted})[version.pk]


def progresses(
    versions: Sequence[Version], actor: Actor, on: date, *, undeleted: Mapping[int, int] | None = None
) -> dict[int, Progress]:
    """How far each of these versions is on a day, by its key, as `actor` looks at them; as `progress`."""
    prefetch_related_objects(versions, "protocol")
    record = _record_of(versions)
    kept = undeleted or {}
    return {version.pk: _progress(version, record, actor, on, kept.get(version.pk, 0)) for version in versions}


def _progress(version: Version, record: _Record, actor: Actor, on: date, undeleted: int) -> Progress:
    text = record.texts[version.pk]
    start, end = first_and_last_day(version)
    beside = record.in_force_beside(version)
    return Progress(
        on=on,
        actor=actor,
        side=side_of(actor, agency=version.protocol.agency, nis=version.protocol.nis),
        status=Status(version.status),
        digest=version.terms_digest,
        advised_part=text.advised_part,
        problems=text.problems,
        opinions={side: _opinion(advice) for side, advice in record.advices[version.pk].items()},
        decided=text.decided,
        signatories=frozenset(place for place, _ in record.signed_by[version.pk]),
        signatures=tuple(signed for _, signed in record.signed_by[version.pk] if signed is not None),
        seen=record.seen[version.pk],
        addresses=frozenset(side for side, address in _addresses(version).items() if address),
        authors=frozenset(record.authors[version.pk]),
        in_force=beside.status if beside else None,
        start=start,
        end=end,
        suspended_by=record.side_that_did(version, Verb.SUSPEND) if version.status == Status.SUSPENDED else None,
        notice_given=version.ends_on is not None,
        undeleted=undeleted,
        notice_by=record.side_that_did(version, Verb.GIVE_NOTICE) if version.ends_on is not None else None,
        given_up=record.given_up(version, beside),
    )  # fmt: skip


def first_and_last_day(version: Version) -> tuple[date | None, date | None]:
    """From when until when the text runs, its notice included; None for what it does not say (yet)."""
    text = _text(bytes(version.terms))
    return text.start, min((day for day in (text.end, version.ends_on) if day), default=None)


def newest_advices(version: Version) -> dict[Side, Advice]:
    """The newest advice of each side on this version."""
    return _newest_advices([version])[version.pk]


def newest_text(version: Version) -> int | None:
    """The key of the document to be signed: the newest that was typeset of the text as it stands."""
    return _newest_texts([version]).get(version.pk)


def signatories(version: Version) -> QuerySet[Signatory]:
    """Who is to sign the text as it stands; those of a decision before it count no more."""
    return _signatories([version])


# Where a signature is expected: of which side, in which capacity.
Place = tuple[Side, str]


@dataclass(frozen=True, slots=True)
class _Text:
    """What the requirements look at in a text."""

    advised_part: str
    problems: tuple[Said, ...]
    decided: bool
    start: date | None
    end: date | None
    follows: tuple[str, ...]


# Reading is a pure function of the bytes, so the same bytes need not be read twice.
@lru_cache(maxsize=1024)
def _text(data: bytes) -> _Text:
    draft = drafts.read(data)
    terms, problems = drafts.examined(draft)
    return _Text(
        advised_part=advised_digest(draft),
        problems=problems,
        decided=terms is not None and terms.recipient.decision is not None,
        start=terms.start if terms else None,
        end=terms.end if terms else None,
        follows=tuple(draft.get("follows") or ()),
    )


@dataclass(frozen=True, slots=True)
class _Beside:
    """A version of the same protocol, or one that a text follows: as little of it as is asked."""

    pk: int
    status: Status
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class _Record:
    """All that is on record of some versions, each part by the version's key.

    `moves` has the last move of each verb: in the order in which they were recorded, because one that took effect
    earlier still comes after those it knew of. `before` are the versions that texts follow, by their digest.
    """

    texts: Mapping[int, _Text]
    advices: Mapping[int, Mapping[Side, Advice]]
    signed_by: Mapping[int, Sequence[tuple[Place, SignedBy | None]]]
    seen: Mapping[int, Mapping[Side, str]]
    authors: Mapping[int, Iterable[str]]
    in_force: Mapping[str, _Beside]
    before: Mapping[str, _Beside]
    moves: Mapping[tuple[int, str], Move]

    def in_force_beside(self, version: Version) -> _Beside | None:
        found = self.in_force.get(version.protocol_id)
        return found if found and found.pk != version.pk else None

    def followed(self, version: Version) -> list[_Beside]:
        return [self.before[one] for one in self.texts[version.pk].follows if one in self.before]

    def given_up(self, version: Version, beside: _Beside | None) -> bool:
        """Whether what this text amends was ended, or is under notice: then it is no longer there to be amended."""
        if version.status not in IN_PREPARATION:
            return False
        if beside is not None and beside.ends_on is not None:
            return True
        return any(one.ends_on is not None or self._was_ended(one.pk) for one in self.followed(version))

    def _was_ended(self, version: int) -> bool:
        return any((version, verb) in self.moves for verb in (Verb.END, Verb.LAPSE))

    def side_that_did(self, version: Version, verb: Verb) -> Side | None:
        """The side that made the last move of this kind; what was inherited, the side that made it at a predecessor.

        Where both sides did so at different predecessors it is the agency's, because it is the agency's data.
        """
        move, inherited = self.moves.get((version.pk, verb)), self.moves.get((version.pk, Verb.INHERIT))
        if move is None:
            return None
        parties = [move.by]
        if inherited is not None and inherited.recorded_at == move.recorded_at:
            made = [self.moves.get((one.pk, verb)) for one in self.followed(version)]
            parties = [one.by for one in made if one is not None and self._stood(one)]
        sides = {Side.RECIPIENT if by.startswith("nis:") else Side.SENDER for by in parties}
        return min(sides, key=list(Side).index, default=None)

    def _stood(self, move: Move) -> bool:
        """Whether a suspension or a notice stood until the text was succeeded."""
        undone = self.moves.get((move.version_id, _UNDONE_BY[Verb(move.verb)]))
        return undone is None or undone.pk < move.pk


_UNDONE_BY = {Verb.SUSPEND: Verb.RESUME, Verb.GIVE_NOTICE: Verb.WITHDRAW_NOTICE}
_TOLD_APART = (*_UNDONE_BY, *_UNDONE_BY.values(), Verb.INHERIT, Verb.END, Verb.LAPSE)


def _record_of(versions: Sequence[Version]) -> _Record:
    texts = {version.pk: _text(bytes(version.terms)) for version in versions}
    before = _followed(versions, texts)
    return _Record(
        texts=texts,
        advices=_newest_advices(versions),
        signed_by=_signed_by(versions),
        seen=_seen(versions),
        authors=_authors(versions),
        in_force=_in_force(versions),
        before=before,
        moves=_last_moves([*(v.pk for v in versions if _is_halted(v)), *(one.pk for one in before.values())]),
    )


def _is_halted(version: Version) -> bool:
    """Whether it matters who suspended it or gave notice."""
    return version.status == Status.SUSPENDED or version.ends_on is not None


def _followed(versions: Sequence[Version], texts: Mapping[int, _Text]) -> dict[str, _Beside]:
    asking = [version for version in versions if version.status in IN_PREPARATION or _is_halted(version)]
    wanted = {followed for version in asking for followed in texts[version.pk].follows}
    rows = Version.objects.filter(terms_digest__in=sorted(wanted))
    return {
        digest: _Beside(pk, Status(status), ends_on)
        for digest, pk, status, ends_on in rows.values_list("terms_digest", "pk", "status", "ends_on")
    }


def _in_force(versions: Sequence[Version]) -> dict[str, _Beside]:
    codes = sorted({version.protocol_id for version in versions})
    rows = Version.objects.filter(protocol_id__in=codes, status__in=sorted(IN_FORCE))
    return {
        code: _Beside(pk, Status(status), ends_on)
        for code, pk, status, ends_on in rows.values_list("protocol_id", "pk", "status", "ends_on")
    }


def _last_moves(versions: Sequence[int]) -> dict[tuple[int, str], Move]:
    rows = Move.objects.filter(version__in=versions, verb__in=_TOLD_APART).order_by("pk")
    return {(move.version_id, move.verb): move for move in rows}


def _newest_advices(versions: Sequence[Version]) -> dict[int, dict[Side, Advice]]:
    found: dict[int, dict[Side, Advice]] = {version.pk: {} for version in versions}
    rows = Advice.objects.filter(version__in=found).prefetch_related("conditions").order_by("at", "pk")
    for row in rows:
        found[row.version_id][Side(row.side)] = row
    return found


def _opinion(advice: Advice) -> Opinion:
    """An advice as the requirements see it."""
    still_open = sum(condition.answer is None for condition in advice.conditions.all())
    return Opinion(Outcome(advice.outcome), advice.on_part, still_open, advice.reason_not_followed)


def _newest_texts(versions: Sequence[Version]) -> dict[int, int]:
    standing = {version.pk: version.terms_digest for version in versions}
    rows = Document.objects.filter(version__in=standing, kind=DocumentKind.TEXT).order_by("pk")
    typeset = rows.values_list("version_id", "terms_digest", "pk")
    return {version: pk for version, digest, pk in typeset if digest == standing[version]}


def _signatories(versions: Sequence[Version]) -> QuerySet[Signatory]:
    newest = _newest_texts(versions)
    return Signatory.objects.filter(version__in=list(newest), text__in=list(newest.values()))


def _signed_by(versions: Sequence[Version]) -> Mapping[int, Sequence[tuple[Place, SignedBy | None]]]:
    """Who is to sign each text as it stands, and the signature where they did."""
    rows = list(_signatories(versions).order_by("pk").values_list(*_SIGNED))
    attested = defaultdict[int, set[str]](set)
    for signature, person in Attestation.objects.filter(
        signature__in=[signature for *_, signature, _ in rows if signature is not None]
    ).values_list("signature_id", "person"):
        attested[signature].add(person)
    found = defaultdict[int, list[tuple[Place, SignedBy | None]]](list)
    for version, side, capacity, digest, signature, way in rows:
        place = (Side(side), capacity)
        signed = SignedBy(*place, digest, Way(way), frozenset(attested[signature])) if signature is not None else None
        found[version].append((place, signed))
    return found


_SIGNED = ("version_id", "side", "capacity", "terms_digest", "signature__pk", "signature__way")


def _addresses(version: Version) -> dict[Side, str | None]:
    return {Side.SENDER: version.published_by_sender, Side.RECIPIENT: version.published_by_recipient}


def _seen(versions: Sequence[Version]) -> dict[int, dict[Side, str]]:
    """What was found at the address that counts now; a check of an earlier address says nothing."""
    addresses = {version.pk: _addresses(version) for version in versions}
    newest: dict[int, dict[Side, str | None]] = {version.pk: {} for version in versions}
    checks = PublicationCheck.objects.filter(version__in=newest).order_by("at", "pk")
    for version, side, address, found in checks.values_list("version_id", "side", "address", "found_digest"):
        if address == addresses[version].get(Side(side)):
            newest[version][Side(side)] = found
    return {version: {side: seen for side, seen in rows.items() if seen} for version, rows in newest.items()}


def _authors(versions: Sequence[Version]) -> Mapping[int, Iterable[str]]:
    pks = [version.pk for version in versions]
    wrote = Revision.objects.filter(version__in=pks)
    # Who accepted a change wrote it down, and who proposed it thought of it.
    proposed = Proposal.objects.filter(version__in=pks, accepted=True)
    found = defaultdict[int, set[str]](set)
    for rows in (wrote, proposed):
        for version, person in rows.values_list("version_id", "person").distinct():
            found[version].add(person)
    return found
