"""Reads of protocols: the one that binds now, and those in force on any day."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connections

from sluis.domain.lifecycle import IN_FORCE, HoldKind, Status
from sluis.domain.terms import Terms, parse_terms
from sluis.domain.words import digest
from sluis.protocols.models import Version

BRUSSELS = ZoneInfo("Europe/Brussels")


class TermsAltered(RuntimeError):
    """Stored terms no longer have the digest under which they were validated. Nothing may run on them."""


@dataclass(frozen=True, slots=True)
class Binding:
    """The version of a municipality's protocol that counts now, with what is known of it beside its terms."""

    version: int
    agency: str
    terms: Terms
    status: Status
    published_by_sender: bool
    published_by_recipient: bool
    holds: frozenset[HoldKind]


# The text in force, else the newest, for each municipality; asked at every step of a disclosure, so it is one query.
BINDING = """
SELECT DISTINCT ON (protocol.nis) protocol.nis, version.id, version.protocol_id, version.number, protocol.agency,
    version.terms, version.terms_digest, version.status, version.published_by_sender, version.published_by_recipient,
    ARRAY(SELECT kind FROM protocols_hold WHERE protocol_id = protocol.code AND lifted_at IS NULL)
FROM protocols_version AS version JOIN protocols_protocol AS protocol ON protocol.code = version.protocol_id
WHERE protocol.nis = ANY (%s)
ORDER BY protocol.nis, version.status = ANY (%s) DESC, version.number DESC
"""


def bindings(codes: Collection[str], *, lock: bool = False) -> dict[str, Binding]:
    """The text in force for each of these municipalities (NIS codes), else its newest text, where it has one.

    With `lock` (inside a transaction) nobody can move their protocols until that transaction ends.

    Raises:
        TermsAltered: the stored terms are not those that were validated.
    """
    with connections["default"].cursor() as cursor:
        if lock:
            # Locked first and read then: what is read is what was committed last. Always in the same order, so that
            # two transactions do not wait for each other.
            cursor.execute(
                "SELECT FROM protocols_version WHERE protocol_id IN "
                "(SELECT code FROM protocols_protocol WHERE nis = ANY (%s)) ORDER BY id FOR UPDATE",
                [list(codes)],
            )
        cursor.execute(BINDING, [list(codes), sorted(IN_FORCE)])
        return {nis: _binding(*columns) for nis, *columns in cursor.fetchall()}


def _binding(*columns: Any) -> Binding:
    version, code, number, agency, terms, terms_digest, status, by_sender, by_recipient, holds = columns
    return Binding(
        version=version,
        agency=agency,
        terms=_sound(f"{code}/{number}", bytes(terms), terms_digest),
        status=Status(status),
        published_by_sender=bool(by_sender),
        published_by_recipient=bool(by_recipient),
        holds=frozenset(HoldKind(kind) for kind in holds),
    )


def terms_of(version: Version) -> Terms:
    """The terms of a version, read from the bytes that were signed, at the moment of use.

    Raises:
        TermsAltered: the bytes do not have the digest under which they were validated.
    """
    return _sound(f"{version.protocol_id}/{version.number}", bytes(version.terms), version.terms_digest)


def _sound(name: str, text: bytes, validated: str) -> Terms:
    if digest(text) != validated:
        raise TermsAltered(f"The stored terms of {name} were altered after validation; nothing runs on them.")
    return _parsed(text)


# Reading is a pure function of the bytes, so the same bytes need not be read twice.
@lru_cache(maxsize=512)
def _parsed(text: bytes) -> Terms:
    return parse_terms(text)


@dataclass(frozen=True, slots=True)
class InForce:
    """A protocol in force on a day, and since when it is."""

    protocol: str
    nis: str
    since: date


def in_force_on(day: date) -> list[InForce]:
    """The protocols in force on `day` (validated by then, begun, neither suspended nor over), by NIS code."""
    found = [row for version in _with_moves() if (row := _in_force(version, day)) is not None]
    return sorted(found, key=lambda row: row.nis)


def _with_moves() -> Iterator[Version]:
    return iter(Version.objects.select_related("protocol").prefetch_related("moves"))


def _in_force(version: Version, day: date) -> InForce | None:
    moves = sorted(version.moves.all(), key=lambda move: (move.at, move.pk))
    made = [move for move in moves if _day(move.at) <= day]
    terms = terms_of(version)
    begun = terms.start <= day and (terms.end is None or day <= terms.end)
    if not made or made[-1].to_status != Status.ACTIVE or not begun:
        return None
    return InForce(version.protocol_id, version.protocol.nis, max(terms.start, _day(moves[0].at)))


def _day(at: datetime) -> date:
    return at.astimezone(BRUSSELS).date()


def all_versions() -> list[Version]:
    """Every version of every protocol, by code and number."""
    return list(Version.objects.select_related("protocol").order_by("protocol_id", "number"))
