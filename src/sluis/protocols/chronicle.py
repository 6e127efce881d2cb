"""Reads all protocols through time: every text with its moves, in two queries, for whoever asks about another day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sluis.domain.lifecycle import IN_PREPARATION, Status, Verb
from sluis.domain.stance import Chronicle, Step, Text
from sluis.protocols.models import Move, Version
from sluis.protocols.queries import terms_of

# Texts that bind nobody and never did: they may lack parts, so their terms are not read.
_UNBOUND = frozenset({*IN_PREPARATION, Status.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class _Bounds:
    """What of the terms says when they hold, and whose place they took."""

    start: date | None = None
    end: date | None = None
    follows: tuple[str, ...] = ()


# By the digest of the terms: what these bytes say never changes, and there are many of them to read on every page. The
# gate keeps nothing; it reads the bytes at the moment of use.
_BOUNDS: dict[str, _Bounds] = {}


def chronicle(agency: str | None = None) -> Chronicle:
    """Every text of an agency, or of all, with its moves.

    Raises:
        TermsAltered: the stored terms of a text are not those that were validated.
    """
    versions, moves = Version.objects.order_by("protocol_id", "number"), Move.objects.order_by("pk")
    if agency is not None:
        versions, moves = versions.filter(protocol__agency=agency), moves.filter(version__protocol__agency=agency)
    steps = defaultdict[int, list[Step]](list)
    for version, at, recorded_at, verb, target in moves.values_list(
        "version_id", "at", "recorded_at", "verb", "to_status"
    ):
        steps[version].append(Step(at, recorded_at, Verb(verb), Status(target)))
    rows = versions.values_list(
        "pk", "protocol_id", "number", "protocol__agency", "protocol__nis", "terms_digest", "status", "ends_on"
    )
    found = list(rows)
    bounds = _bounds({digest for *_, digest, status, _ in found if status not in _UNBOUND})
    return Chronicle(
        Text(
            protocol=code, number=number, agency=sender, nis=nis, digest=digest, start=held.start, end=held.end,
            ends_on=ends_on, follows=held.follows, steps=tuple(steps[version]),
        )
        for version, code, number, sender, nis, digest, status, ends_on in found
        for held in [_Bounds() if status in _UNBOUND else bounds[digest]]
    )  # fmt: skip


def _bounds(digests: Collection[str]) -> Mapping[str, _Bounds]:
    unread = set(digests) - _BOUNDS.keys()
    if unread:
        for version in Version.objects.filter(terms_digest__in=unread).exclude(status__in=sorted(_UNBOUND)):
            terms = terms_of(version)
            _BOUNDS[version.terms_digest] = _Bounds(terms.start, terms.end, terms.follows)
    return _BOUNDS
