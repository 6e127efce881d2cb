"""Reads all protocols through time: every text with its moves, in two queries, for whoever asks about another day."""

from __future__ import annotations

from collections import defaultdict

from sluis.domain.lifecycle import IN_PREPARATION, Status, Verb
from sluis.domain.stance import Chronicle, Step, Text
from sluis.protocols.models import Move, Version
from sluis.protocols.queries import terms_of

# Texts that bind nobody and never did: they may lack parts, so their terms are not read.
_UNBOUND = frozenset({*IN_PREPARATION, Status.WITHDRAWN})


def chronicle(agency: str | None = None) -> Chronicle:
    """Every text of an agency, or of all, with its moves.

    Raises:
        TermsAltered: the stored terms of a text are not those that were validated.
    """
    versions = Version.objects.select_related("protocol").order_by("protocol_id", "number")
    moves = Move.objects.order_by("pk")
    if agency is not None:
        versions, moves = versions.filter(protocol__agency=agency), moves.filter(version__protocol__agency=agency)
    steps = defaultdict[int, list[Step]](list)
    for version, at, recorded_at, verb, target in moves.values_list(
        "version_id", "at", "recorded_at", "verb", "to_status"
    ):
        steps[version].append(Step(at, recorded_at, Verb(verb), Status(target)))
    return Chronicle(_text(version, tuple(steps[version.pk])) for version in versions)


def _text(version: Version, steps: tuple[Step, ...]) -> Text:
    terms = None if version.status in _UNBOUND else terms_of(version)
    return Text(
        protocol=version.protocol_id,
        number=version.number,
        agency=version.protocol.agency,
        nis=version.protocol.nis,
        digest=version.terms_digest,
        start=terms.start if terms else None,
        end=terms.end if terms else None,
        ends_on=version.ends_on,
        follows=terms.follows if terms else (),
        steps=steps,
    )
