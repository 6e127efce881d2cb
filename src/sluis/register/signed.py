"""Reads how texts were signed: at whose side, in which capacity, in which way and when. It never reads by whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from sluis.domain.contactdata import without_e_mail
from sluis.domain.requirements import Way
from sluis.domain.terms import Side
from sluis.domain.words import BRUSSELS
from sluis.protocols.models import Signature


@dataclass(frozen=True, slots=True)
class Signed:
    """A place at which the text was signed: whose side, in which capacity, how, and on which day. Never by whom."""

    side: Side
    capacity: str
    way: Way
    on: date
    timestamped: bool


def signatures(versions: Collection[int]) -> Mapping[int, tuple[Signed, ...]]:
    """How each of these versions (keys) was signed, in the order of signing. One query.

    A scan counts from the day on which the last of those who attest it did so.
    """
    rows = (
        Signature.objects.filter(signatory__version__in=versions)
        .annotate(attested=Max("attestations__at"))
        .order_by("pk")
        .values_list(
            "signatory__version_id", "signatory__text_id", "signatory__side", "signatory__capacity", "way",
            "signed_at", "attested", "at", "timestamped",
        )
    )  # fmt: skip
    newest: dict[int, int] = {}
    found: dict[int, list[tuple[int, Signed]]] = defaultdict(list)
    for version, text, side, capacity, way, signed_at, attested, at, timestamped in rows:
        moment = signed_at or attested or at
        one = Signed(
            side=Side(side),
            capacity=without_e_mail(capacity),
            way=Way(way),
            on=moment.astimezone(BRUSSELS).date(),
            timestamped=timestamped,
        )
        found[version].append((text, one))
        newest[version] = max(text, newest.get(version, text))
    # What was signed of a text before it was reopened is kept, and is not how this one was signed.
    return {
        version: tuple(one for text, one in found[version] if text == newest[version]) if version in found else ()
        for version in versions
    }
