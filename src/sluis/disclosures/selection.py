"""Step 3, selection: the permitted rows and columns, read from the vault as the delivery role.

This is the only step that opens the vault, and only with a permit. Behind its query stands row-level security,
which works out territory, population and validity from the stored permit by itself.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.db import connections, transaction
from psycopg import OperationalError, sql
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGconn

from sluis.domain import merkle
from sluis.domain.gate import Permit
from sluis.domain.terms import PeriodBy
from sluis.domain.words import Field

COLUMNS: dict[Field, sql.SQL] = {
    Field.INSZ: sql.SQL("insz"),
    Field.SURNAME: sql.SQL("surname"),
    Field.FIRST_NAME: sql.SQL("first_name"),
    Field.CONTRACT: sql.SQL("(contract_signed_on IS NOT NULL)::text"),
    Field.ATTEST: sql.SQL("(attest_obtained_on IS NOT NULL)::text"),
}

PERIOD_COLUMNS: dict[PeriodBy, sql.SQL] = {
    PeriodBy.CONTRACT: sql.SQL("contract_signed_on"),
    PeriodBy.ATTEST: sql.SQL("attest_obtained_on"),
}

# The secret travels as the last column of a row: a comma, `\\x`, 64 hexadecimal digits and a line end.
SECRET_DIGITS = 64
SECRET_WIDTH = SECRET_DIGITS + 4


@dataclass(frozen=True, slots=True)
class Issued:
    """A permit that is stored and in the ledger, under its number, for the ask it answers."""

    id: uuid.UUID
    ask: uuid.UUID
    permit: Permit
    version: int
    agency: str


@dataclass(frozen=True, slots=True)
class Selection:
    """The permitted rows as CSV with a header, and one commitment a person, sorted.

    `people_root` is the root (32 bytes) of the Merkle tree over the commitments; `predicate` is the SQL that ran.
    """

    issued: Issued
    delivery: uuid.UUID
    csv: bytes
    count: int
    commitments: tuple[bytes, ...]
    people_root: bytes
    predicate: str


def commitment(secret: bytes, delivery: uuid.UUID) -> bytes:
    """What stands for one person in one delivery: a keyed BLAKE2b (RFC 7693) of the delivery's number, 32 bytes.

    Only who holds the person's secret can tell that it is theirs; with the secret erased, nobody can.
    """
    return blake2b(delivery.bytes, digest_size=32, key=secret).digest()


def select(issued: Issued) -> Selection:
    """Reads what the permit permits, and nothing else.

    The rows are empty where the permit is no longer live: row-level security asks for itself.
    """
    delivery = uuid.uuid4()
    condition = _condition(issued)
    header = ",".join(issued.permit.fields).encode() + b"\n"
    rows, commitments = [header], []
    message = delivery.bytes
    with transaction.atomic(using="delivery"), connections["delivery"].cursor() as cursor:
        cursor.execute("SELECT set_config('sluis.permit', %s, true)", [str(issued.id)])
        connection = cursor.connection
        for row in _copied(connection.pgconn, _copy(issued, condition).as_bytes(connection)):
            rows.append(row[:-SECRET_WIDTH] + b"\n")
            secret = bytes.fromhex(row[-SECRET_DIGITS - 1 : -1].decode())
            commitments.append(blake2b(message, digest_size=32, key=secret).digest())
        predicate = condition.as_string(connection)
    commitments.sort()
    return Selection(
        issued=issued,
        delivery=delivery,
        csv=b"".join(rows),
        count=len(commitments),
        commitments=tuple(commitments),
        people_root=merkle.root(map(merkle.leaf_hash, commitments)),
        predicate=predicate,
    )


def _copied(pgconn: PGconn, query: bytes) -> Iterator[bytes]:
    """The rows of a COPY ... TO STDOUT, one at a time, read from libpq itself.

    The driver's own loop over a COPY can be cut short and waits in Python; over a million rows that is half of
    all the time a delivery takes.

    Raises:
        OperationalError: the server broke off.
    """
    started = pgconn.exec_(query)
    if started.status != ExecStatus.COPY_OUT:
        raise OperationalError(started.get_error_message())
    while True:
        length, row = pgconn.get_copy_data(0)
        if length < 0:
            break
        yield bytes(row)
    ended = pgconn.get_result()
    if length == -2 or ended is None or ended.status != ExecStatus.COMMAND_OK:
        raise OperationalError("The selection was broken off; nothing was delivered. Try again.")
    while pgconn.get_result() is not None:
        pass


def _copy(issued: Issued, condition: sql.Composable) -> sql.Composed:
    columns = sql.SQL(", ").join(COLUMNS[name] for name in issued.permit.fields)
    return sql.SQL("COPY (SELECT {}, secret FROM dossiers_person WHERE {} ORDER BY id) TO STDOUT (FORMAT csv)").format(
        columns, condition
    )


def _condition(issued: Issued) -> sql.Composed:
    """The row predicate of the permit, written from its terms and not from what row-level security says."""
    permit = issued.permit
    parts: list[sql.Composable] = [
        sql.SQL("nis = ANY ({})").format(sql.Literal(list(permit.territory))),
        sql.SQL("agency = {}").format(sql.Literal(issued.agency)),
        sql.SQL("left_on IS NULL AND status = 'active' AND NOT restricted"),
        *_presence("contract_signed_on", permit.population.contract),
        *_presence("attest_obtained_on", permit.population.attest),
    ]
    if permit.ask.period is not None and permit.population.period_by is not None:
        parts.append(
            sql.SQL("{} BETWEEN {} AND {}").format(
                PERIOD_COLUMNS[permit.population.period_by],
                sql.Literal(permit.ask.period.first),
                sql.Literal(permit.ask.period.last),
            )
        )
    return sql.SQL(" AND ").join(parts)


def _presence(column: str, wanted: bool | None) -> list[sql.Composable]:
    if wanted is None:
        return []
    return [sql.SQL("{} IS NOT NULL" if wanted else "{} IS NULL").format(sql.Identifier(column))]


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
