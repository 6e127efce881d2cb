"""Reads what is known of imports, and one person's dossier at that person's own request.

Many people are read by the selection step of a disclosure, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max

from sluis.dossiers.models import Extract, FormerINSZ, Person, Quarantined
from sluis.dossiers.report import QuarantinedRow

# The alias whose database role may read people at will.
STEWARD = "steward"


def newest_as_of(agency: str, *, using: str = "default") -> date | None:
    """The reference date of the newest extract of `agency` that was taken in; None where there is none."""
    newest: date | None = Extract.objects.using(using).filter(agency=agency).aggregate(newest=Max("as_of"))["newest"]
    return newest


def quarantined(extract: int, *, first: int | None = None, using: str = "default") -> Iterator[QuarantinedRow]:
    """The rows of an extract that were not taken in, by line, read as they are used; the `first`, or all."""
    rows = Quarantined.objects.using(using).filter(extract_id=extract).order_by("line")
    for line, column, reason in rows.values_list("line", "column", "reason")[:first].iterator(chunk_size=5_000):
        yield QuarantinedRow(line, column, reason)


class NoSuchDossier(LookupError):
    """The agency has no dossier under the number, or more than one; the message never repeats the number."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a dossier stands, without whose it is. `secret` is the key of the person's commitments, 32 bytes."""

    restricted: bool
    left_on: date | None
    secret: bytes = field(repr=False)


def find(insz: str, *, agency: str) -> int:
    """Our own number of the dossier of `agency` whose INSZ is, or once was, these eleven digits.

    It reads as the steward's role, which alone may.

    Raises:
        NoSuchDossier: there is none, or the number was that of several people and is nobody's now.
    """
    people = Person.objects.using(STEWARD).filter(agency=agency)
    now = people.filter(insz=insz).values_list("pk", flat=True).first()
    if now is not None:
        return now
    former = FormerINSZ.objects.using(STEWARD).filter(person__agency=agency, insz=insz)
    found = sorted(set(former.values_list("person_id", flat=True)))
    if not found:
        raise NoSuchDossier(
            f"{agency} has no dossier under this number. Compare it with the document it was copied from, and "
            "look whether another agency is meant (--agency)."
        )
    if len(found) > 1:
        raise NoSuchDossier(f"This number was once that of several dossiers of {agency}. Give the number of today.")
    return found[0]


def standing(insz: str, *, agency: str) -> Standing:
    """How the dossier under this INSZ stands.

    Raises:
        NoSuchDossier: as for `find`.
    """
    person = Person.objects.using(STEWARD).only("restricted", "left_on", "secret").get(pk=find(insz, agency=agency))
    return Standing(person.restricted, person.left_on, bytes(person.secret))
