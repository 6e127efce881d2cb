"""Reads of protocols: the one that binds now, and those in force on any day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from sluis.domain.lifecycle import IN_FORCE, HoldKind, Status
from sluis.domain.terms import Terms, parse_terms
from sluis.domain.words import digest
from sluis.protocols.models import Hold, Version

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


def binding(nis: str, *, lock: bool = False) -> Binding | None:
    """The text in force for a municipality, else its newest text, else None.

    With `lock` (inside a transaction) nobody can move the protocol until that transaction ends.

    Raises:
        TermsAltered: the stored terms are not those that were validated.
    """
    versions = Version.objects.filter(protocol__nis=nis).select_related("protocol").order_by("number")
    if lock:
        versions = versions.select_for_update(of=("self",))
    found = list(versions)
    if not found:
        return None
    in_force = [version for version in found if version.status in IN_FORCE]
    version = (in_force or found)[-1]
    holds = Hold.objects.filter(protocol=version.protocol_id, lifted_at__isnull=True)
    return Binding(
        version=version.pk,
        agency=version.protocol.agency,
        terms=terms_of(version),
        status=Status(version.status),
        published_by_sender=bool(version.published_by_sender),
        published_by_recipient=bool(version.published_by_recipient),
        holds=frozenset(HoldKind(kind) for kind in holds.values_list("kind", flat=True)),
    )


def terms_of(version: Version) -> Terms:
    """The terms of a version, read from the bytes that were signed, at the moment of use.

    Raises:
        TermsAltered: the bytes do not have the digest under which they were validated.
    """
    text = bytes(version.terms)
    if digest(text) != version.terms_digest:
        raise TermsAltered(f"The stored terms of {version.protocol_id}/{version.number} were altered.")
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
