"""Reads of protocols: the one that binds now, and those in force on any day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db import connections
from django.db.models import F

from sluis.domain.lifecycle import IN_FORCE, HoldKind, Status, Verb
from sluis.domain.terms import Terms, parse_terms
from sluis.domain.words import digest
from sluis.protocols.models import Document, DocumentKind, Move, Version

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


# The text in force, else the newest that was more than a draft: a draft may lack parts and binds nobody. Asked at every
# step of every disclosure, so it is one query.
BINDING = """
SELECT version.id, version.protocol_id, version.number, protocol.agency, version.terms, version.terms_digest,
    CASE WHEN version.ends_on < %(on)s::date AND version.status = ANY (%(in_force)s) THEN %(expired)s
        ELSE version.status END,
    version.published_by_sender, version.published_by_recipient,
    ARRAY(SELECT kind FROM protocols_hold WHERE protocol_id = protocol.code AND lifted_at IS NULL)
FROM protocols_version AS version JOIN protocols_protocol AS protocol ON protocol.code = version.protocol_id
WHERE protocol.nis = %(nis)s AND NOT version.status = ANY (%(unread)s)
ORDER BY version.status = ANY (%(in_force)s) DESC, version.number DESC
LIMIT 1
"""


def binding(nis: str, *, on: date | None = None, lock: bool = False) -> Binding | None:
    """The text in force for a municipality, else its newest text that is no draft, else None.

    With a day `on`, one whose notice has run out by then is expired, whether or not the calendar has moved it yet.
    With `lock` (inside a transaction) nobody can move the protocol until that transaction ends.

    Raises:
        TermsAltered: the stored terms are not those that were validated.
    """
    with connections["default"].cursor() as cursor:
        if lock:
            # Locked first and read then: what is read is what was committed last.
            cursor.execute(
                "SELECT FROM protocols_version WHERE protocol_id IN "
                "(SELECT code FROM protocols_protocol WHERE nis = %s) ORDER BY id FOR UPDATE",
                [nis],
            )
        cursor.execute(
            BINDING,
            {
                "nis": nis, "on": on, "in_force": sorted(IN_FORCE), "expired": Status.EXPIRED.value,
                "unread": [Status.DRAFT.value, Status.WITHDRAWN.value],
            },
        )  # fmt: skip
        row = cursor.fetchone()
    if row is None:
        return None
    version, code, number, agency, terms, terms_digest, status, by_sender, by_recipient, holds = row
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
    versions = list(Version.objects.select_related("protocol").prefetch_related("moves"))
    by_digest = {version.terms_digest: version for version in versions}
    found = [
        InForce(version.protocol_id, version.protocol.nis, _since(version, by_digest))
        for version in versions
        if _in_force(version, day)
    ]
    return sorted(found, key=lambda row: row.nis)


def _moves(version: Version) -> list[Move]:
    # As they were recorded: one that took effect earlier undoes what was recorded before it for a later time.
    return sorted(version.moves.all(), key=lambda move: move.pk)


def _in_force(version: Version, day: date) -> bool:
    made = [move for move in _moves(version) if _day(move.at) <= day]
    if not made or made[-1].to_status != Status.ACTIVE:
        return False
    terms = terms_of(version)
    noticed = version.ends_on if any(move.verb == Verb.GIVE_NOTICE for move in made) else None
    return terms.start <= day and all(day <= last for last in (terms.end, noticed) if last is not None)


def _since(version: Version, by_digest: Mapping[str, Version]) -> date:
    """Since when data may flow without a break: through amendments and mergers, as far back as they go.

    A text that took another's place in the same moment goes on where the other had begun.
    """
    terms = terms_of(version)
    begun = next(move.at for move in _moves(version) if move.to_status == Status.ACTIVE)
    since = max(terms.start, _day(begun))
    for before in (by_digest[one] for one in terms.follows if one in by_digest):
        if any(move.at == begun and move.to_status == Status.SUPERSEDED for move in _moves(before)):
            since = min(since, _since(before, by_digest))
    return since


def _day(at: datetime) -> date:
    return at.astimezone(BRUSSELS).date()


def all_versions() -> list[Version]:
    """Every version of every protocol, by code and number."""
    return list(Version.objects.select_related("protocol").order_by("protocol_id", "number"))


def document_to_sign(code: str) -> bytes:
    """The PDF that the next signatory signs: with the signatures so far, or as it was typeset.

    Raises:
        Document.DoesNotExist: no text of the protocol was decided on.
    """
    rows = Document.objects.filter(
        version__protocol_id=code,
        terms_digest=F("version__terms_digest"),
        kind__in=[DocumentKind.TEXT, DocumentKind.SIGNED],
    )
    newest = rows.order_by("pk").last()
    if newest is None:
        raise Document.DoesNotExist(f"No text of {code} was decided on yet.")
    return bytes(newest.data)
