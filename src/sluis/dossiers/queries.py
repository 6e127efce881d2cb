"""Reads what is known of imports, and one person's dossier at that person's own request.

Many people are read by the selection step of a disclosure, and nowhere else; `attests_by_nis` counts them, and lets no
small number out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import connections
from django.db.models import Count, Max

from sluis.domain.words import Period, Said
from sluis.dossiers.models import Extract, FormerINSZ, Person, Quarantined
from sluis.dossiers.reasons import in_words
from sluis.dossiers.report import QuarantinedRow, Report

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


# The source gives an extract each month. After 35 days one was missed, also where a weekend or a holiday came between.
FRESH_FOR = timedelta(days=35)

# Rows of the quarantine on one page of a desk.
ROWS_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class TakenIn:
    """An extract that was taken in: what came of it, when, and by which organisation."""

    report: Report
    at: datetime
    by: str

    def is_stale(self, on: date) -> bool:
        """Whether a newer extract should have been taken in by this day."""
        return on - self.report.as_of > FRESH_FOR


@dataclass(frozen=True, slots=True)
class PutAside:
    """A row that was not taken in, for people to read: where it stands and why. Nothing of what it says."""

    line: int
    column: str
    reason: Said


@dataclass(frozen=True, slots=True)
class Fault:
    """How many rows of an extract were not taken in for one reason."""

    column: str
    reason: Said
    rows: int


def taken_in(extract: int, *, agency: str) -> TakenIn | None:
    """The extract of `agency` with this number; None where there is none, or it is another's."""
    row = Extract.objects.filter(agency=agency, pk=extract).first()
    return _taken_in(row) if row else None


def taken_in_all(extracts: Collection[int], *, agency: str) -> dict[int, TakenIn]:
    """Those of these extracts that are of `agency`, by number, in one query."""
    return {row.pk: _taken_in(row) for row in Extract.objects.filter(agency=agency, pk__in=extracts)}


def newest(agency: str) -> TakenIn | None:
    """The extract of `agency` that was taken in last; None where there is none."""
    row = Extract.objects.filter(agency=agency).order_by("-pk").first()
    return _taken_in(row) if row else None


def put_aside(extract: int, page: int = 1) -> list[PutAside]:
    """A page of the rows of an extract that were not taken in, by line."""
    first = (page - 1) * ROWS_A_PAGE
    rows = Quarantined.objects.filter(extract_id=extract).order_by("line", "pk")[first : first + ROWS_A_PAGE]
    return [PutAside(row.line, row.column, in_words(row.reason)) for row in rows]


def faults(extract: int) -> list[Fault]:
    """Why rows of an extract were not taken in, and of how many: the most frequent reason first."""
    counted = Quarantined.objects.filter(extract_id=extract).values_list("column", "reason").annotate(rows=Count("pk"))
    return [Fault(column, in_words(reason), rows) for column, reason, rows in counted.order_by("-rows", "column")]


def _taken_in(row: Extract) -> TakenIn:
    report = Report(
        extract=row.pk, agency=row.agency, as_of=row.as_of, digest=row.digest, rows=row.rows, accepted=row.accepted,
        added=row.added, changed=row.changed, unchanged=row.unchanged, left=row.left, remapped=row.remapped,
    )  # fmt: skip
    return TakenIn(report, row.imported_at, row.imported_by)


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


# Who is counted is who would be in a delivery: neither gone nor deceased, and nobody under objection or restriction.
_ATTESTS = """
    SELECT place.now, CASE WHEN count(person.id) >= %(few)s THEN count(person.id) END
    FROM unnest(%(codes)s::text[], %(now)s::text[]) AS place (code, now)
    LEFT JOIN dossiers_person AS person ON person.nis = place.code AND person.agency = %(agency)s
        AND person.attest_obtained_on BETWEEN %(first)s AND %(last)s
        AND person.left_on IS NULL AND person.status = 'active' AND NOT person.restricted
    GROUP BY place.now
"""


def attests_by_nis(agency: str, places: Mapping[str, str], period: Period, *, few: int) -> dict[str, int | None]:
    """How many people obtained the attest of `agency` in a period, by the code of the municipality they live in now.

    `places` says of each code that a dossier may stand under, which municipality that is now. Fewer than `few` is None,
    nobody too: the database keeps the number back. It counts as the steward's role, which alone may.
    """
    with connections[STEWARD].cursor() as cursor:
        cursor.execute(
            _ATTESTS,
            {
                "codes": list(places),
                "now": list(places.values()),
                "agency": agency,
                "first": period.first,
                "last": period.last,
                "few": few,
            },
        )
        return dict(cursor.fetchall())
