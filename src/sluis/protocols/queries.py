"""Reads of protocols: the one that binds now, and those in force on any day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connections
from django.db.models import F

from sluis.domain import drafts
from sluis.domain.lifecycle import IN_FORCE, IN_PREPARATION, HoldKind, Status
from sluis.domain.terms import Terms, parse_terms
from sluis.domain.words import digest
from sluis.protocols.models import Document, DocumentKind, Version


class TermsAltered(RuntimeError):
    """Stored terms no longer have the digest under which they were validated. Nothing may run on them."""


@dataclass(frozen=True, slots=True)
class Binding:
    """The version of a municipality's protocol that counts now, with what is known of it beside its terms.

    `terms` is None for a draft that cannot be read as terms yet; `ends_on` is the last day after notice was given.
    """

    version: int
    agency: str
    terms: Terms | None
    status: Status
    published_by_sender: bool
    published_by_recipient: bool
    ends_on: date | None
    holds: frozenset[HoldKind]


# The text in force, else the newest that was not given up, for each municipality; asked at every step of a disclosure,
# so it is one query.
BINDING = """
SELECT DISTINCT ON (protocol.nis) protocol.nis, version.id, version.protocol_id, version.number, protocol.agency,
    version.terms, version.terms_digest, version.status, version.published_by_sender, version.published_by_recipient,
    version.ends_on,
    ARRAY(SELECT kind FROM protocols_hold WHERE protocol_id = protocol.code AND lifted_at IS NULL)
FROM protocols_version AS version JOIN protocols_protocol AS protocol ON protocol.code = version.protocol_id
WHERE protocol.nis = ANY (%s)
ORDER BY protocol.nis, version.status = ANY (%s) DESC, version.status = 'withdrawn', version.number DESC
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
            # two transactions do not wait for each other; no key changes, so a new row may point here meanwhile.
            cursor.execute(
                "SELECT FROM protocols_version WHERE protocol_id IN "
                "(SELECT code FROM protocols_protocol WHERE nis = ANY (%s)) ORDER BY id FOR NO KEY UPDATE",
                [list(codes)],
            )
        cursor.execute(BINDING, [list(codes), sorted(IN_FORCE)])
        return {nis: _binding(*columns) for nis, *columns in cursor.fetchall()}


_MAY_LACK_PARTS = frozenset({*IN_PREPARATION, Status.WITHDRAWN})


def _binding(*columns: Any) -> Binding:
    version, code, number, agency, terms, terms_digest, status, by_sender, by_recipient, ends_on, holds = columns
    text = _whole(f"{code}/{number}", bytes(terms), terms_digest)
    return Binding(
        version=version,
        agency=agency,
        # What was validated must be readable, and an error says if it is not; a draft may lack parts, given up or not.
        terms=drafts.as_terms(drafts.read(text)) if status in _MAY_LACK_PARTS else _parsed(text),
        status=Status(status),
        ends_on=ends_on,
        published_by_sender=bool(by_sender),
        published_by_recipient=bool(by_recipient),
        holds=frozenset(HoldKind(kind) for kind in holds),
    )


def terms_of(version: Version) -> Terms:
    """The terms of a version, read from the bytes that were signed, at the moment of use.

    Raises:
        TermsAltered: the bytes do not have the digest under which they were validated.
    """
    return _parsed(_whole(f"{version.protocol_id}/{version.number}", bytes(version.terms), version.terms_digest))


def _whole(name: str, text: bytes, validated: str) -> bytes:
    if digest(text) != validated:
        raise TermsAltered(f"The stored terms of {name} were altered after validation; nothing runs on them.")
    return text


def last_day(version: Version) -> date | None:
    """The last day of a text in force: its end, or that of the notice if that comes first; None without either."""
    days = [last for last in (terms_of(version).end, version.ends_on) if last]
    return min(days, default=None)


# Reading is a pure function of the bytes, so the same bytes need not be read twice.
@lru_cache(maxsize=512)
def _parsed(text: bytes) -> Terms:
    return parse_terms(text)


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
