"""Step 3, selection: the permitted rows and columns, read from the vault as the delivery role.

This is the only step that opens the vault, and only with a permit. Behind its query stands row-level security,
which works out territory, population and validity from the stored permit by itself.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol, TypeVar

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from sluis.disclosures.intake import TakenIn
from sluis.disclosures.predicate import row_predicate
from sluis.domain import merkle
from sluis.domain.gate import Permit
from sluis.domain.words import Field


def _csv(column: str) -> sql.Composed:
    """A text as a value of CSV: nothing where it is unknown, in quotation marks where it would break the line."""
    return sql.SQL(
        """CASE WHEN {0} ~ '[",\\r\\n]' THEN '"' || replace({0}, '"', '""') || '"' ELSE coalesce({0}, '') END"""
    ).format(sql.Identifier(column))


# What the parcel says of a person, each as a value of CSV.
COLUMNS: dict[Field, sql.Composable] = {
    Field.INSZ: sql.SQL("insz"),
    Field.SURNAME: _csv("surname"),
    Field.FIRST_NAME: _csv("first_name"),
    Field.CONTRACT: sql.SQL("(contract_signed_on IS NOT NULL)::text"),
    Field.ATTEST: sql.SQL("(attest_obtained_on IS NOT NULL)::text"),
}

# How many selections run at a time where there are many: one works in the server while another is sealed here.
WORKERS = 2

# One row comes back: the whole CSV, and the commitments in their order. What is done for each person is done by the
# server, which is many times faster than Python; OFFSET 0 makes it hash once a person and not again to sort.
SELECTED = sql.SQL("""
SELECT count(*), coalesce(string_agg(line, '' ORDER BY id), ''), coalesce(string_agg(hash, '' ORDER BY hash), '')
FROM (
    SELECT id, concat_ws(',', {columns}) || E'\\n' AS line, sha256(secret || {delivery}) AS hash
    FROM dossiers_person WHERE {condition} OFFSET 0
) AS person
""")


A = TypeVar("A")
B = TypeVar("B")


class Each(Protocol):
    """Does the same to each of many things, in order or side by side, and gives the results in order, as `map` does."""

    def __call__(self, act: Callable[[A], B], things: Iterable[A], /) -> Iterator[B]: ...


@dataclass(frozen=True, slots=True)
class Issued:
    """A permit that is stored and in the ledger, under its number, for the ask it answers."""

    id: uuid.UUID
    taken_in: TakenIn
    permit: Permit
    version: int
    agency: str


@dataclass(frozen=True, slots=True)
class Selection:
    """The permitted rows as CSV with a header, and one commitment a person: 32 bytes each, sorted and joined.

    `people_root` is the root (32 bytes) of the Merkle tree over the commitments; `predicate` is the SQL that ran.
    """

    issued: Issued
    delivery: uuid.UUID
    csv: bytes
    count: int
    commitments: bytes
    people_root: bytes
    predicate: str


def commitment(secret: bytes, delivery: uuid.UUID) -> bytes:
    """What stands for one person in one delivery: SHA-256 of the person's secret and the delivery's number, 32 bytes.

    Only who holds the person's secret can tell that it is theirs; with the secret erased, nobody can. Secret and
    number have a fixed length (32 and 16 bytes), so that no two people and deliveries give the same bytes to hash.
    `SELECTED` computes the same.
    """
    return sha256(secret + delivery.bytes).digest()


def select(issued: Issued) -> Selection:
    """Reads what the permit permits, and nothing else.

    The rows are empty where the permit is no longer live: row-level security asks for itself.
    """
    delivery = uuid.uuid4()
    permit = issued.permit
    condition = row_predicate(permit.territory, issued.agency, permit.population, permit.ask.period)
    columns = sql.SQL(", ").join(COLUMNS[name] for name in permit.fields)
    query = SELECTED.format(columns=columns, delivery=sql.Literal(delivery.bytes), condition=condition)
    with transaction.atomic(using="delivery"), connections["delivery"].cursor() as cursor:
        cursor.execute("SELECT set_config('sluis.permit', %s, true)", [str(issued.id)])
        cursor.execute(query)
        count, rows, commitments = cursor.fetchone()
        predicate = condition.as_string(cursor.connection)
    return Selection(
        issued=issued,
        delivery=delivery,
        csv=f"{','.join(permit.fields)}\n{rows}".encode(),
        count=count,
        commitments=bytes(commitments),
        people_root=_root(bytes(commitments)),
        predicate=predicate,
    )


@contextmanager
def side_by_side() -> Iterator[Each]:
    """A `map` that works on `WORKERS` selections at a time, each over a connection to the vault of its own."""
    opened: list[BaseDatabaseWrapper] = []

    def open_own() -> None:
        # Django keeps a connection a thread; shared, so that it can be closed when its thread has ended.
        connections["delivery"].inc_thread_sharing()
        opened.append(connections["delivery"])

    try:
        with ThreadPoolExecutor(WORKERS, "selection", open_own) as pool:
            yield pool.map
    finally:
        for connection in opened:
            connection.close()


def _root(commitments: bytes) -> bytes:
    width = merkle.HASH_BYTES
    return merkle.root(merkle.leaf_hash(commitments[at : at + width]) for at in range(0, len(commitments), width))


def certificate(selection: Selection) -> dict[str, Any]:
    """The enforced-query certificate: what was run, under which terms and rules, and how much came of it."""
    permit = selection.issued.permit
    return {
        "permit": str(selection.issued.id),
        "protocol": permit.terms.protocol,
        "version": permit.terms.version,
        "termsDigest": permit.terms_digest,
        "rulesDigest": permit.rules_digest,
        "columns": [name.value for name in permit.fields],
        "rowPredicate": selection.predicate,
        "count": selection.count,
        "rowLimit": permit.row_limit,
        "keepUntil": permit.keep_until.isoformat(),
        "expiresAt": permit.expires_at.isoformat(timespec="seconds"),
    }
