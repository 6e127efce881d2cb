"""Writes the ledger: append entries in the act's own transaction, publish a signed head over what is committed.

It decides nothing about the acts themselves, and it never changes or removes an entry.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connections, transaction

from sluis.adapters.signing import SigningKey, verify
from sluis.domain import checkpoint, merkle, tiles
from sluis.domain.checkpoint import Checkpoint, VerifierKey
from sluis.domain.entry import Entry
from sluis.ledger import queries
from sluis.ledger.models import SignedHead, Tile

# Any number will do, as long as nothing else in the database uses it.
PUBLISHING = 0x5_1015

# Entries are hashed and their tiles written this many at a time, so that memory stays bounded.
BATCH = 64 * tiles.TILE_WIDTH


class LedgerBroken(RuntimeError):
    """What is stored no longer agrees with what was signed. Nothing is signed until somebody has looked."""


def append(entries: Sequence[Entry], *, using: str = "default") -> int:
    """Adds entries at the end, in the transaction that is open on `using`, and returns the first's number.

    The ledger's head stays locked until that transaction ends, so this is the last thing an act does.

    Raises:
        TransactionManagementError: there is no transaction open; an act and its entry stand or fall together.
        PersonInLedger: an entry holds something shaped like an INSZ.
    """
    return append_bodies([entry.body() for entry in entries], using=using)


def append_bodies(bodies: list[bytes], *, using: str = "default") -> int:
    """`append` for bodies that are canonical bytes already."""
    connection = connections[using]
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A ledger entry is written inside its act's transaction.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_append(%s)", [bodies])
        (first,) = cursor.fetchone()
    return int(first)


def publish(*, origin: str, key: SigningKey, at: datetime) -> Checkpoint:
    """Signs the ledger as it is committed now, and keeps tiles and checkpoint; one publisher at a time.

    Returns the newest checkpoint, which is the one before where nothing was added.

    Raises:
        LedgerBroken: the stored tree is not the one that was signed last; nothing is signed.
    """
    with transaction.atomic():
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLISHING])
        last = _last_signed(origin, key)
        size = queries.size()
        if last is not None and last.size == size:
            return last
        frontier = _grow(last, size)
        new = Checkpoint(origin, size, frontier.root())
        note = checkpoint.sign(new, origin, key.public_key, key.sign)
        SignedHead.objects.create(size=size, note=note, published_at=at)
        return new


def _last_signed(origin: str, key: SigningKey) -> Checkpoint | None:
    note = queries.newest_note()
    if note is None:
        return None
    try:
        return checkpoint.open_note(note, [VerifierKey(origin, key.public_key)], verify)
    except checkpoint.InvalidCheckpoint as error:
        raise LedgerBroken(f"The newest signed head of the ledger does not open: {error}") from error


def _grow(last: Checkpoint | None, size: int) -> merkle.Frontier:
    """Writes the tiles for the entries since `last` and gives the tree's right edge at `size`."""
    frontier = merkle.Frontier()
    if last is not None:
        frontier = _stored_frontier(last.size)
        if frontier.root() != last.root or size < last.size:
            raise LedgerBroken(
                f"The ledger held {last.size} entries when it was last signed, and what is stored now gives "
                "another tree. Run `sluis ledger verify` to see which entry differs."
            )
    while frontier.size < size:
        upto = min(size, frontier.size + BATCH)
        hashes = [merkle.leaf_hash(body) for body in queries.bodies(frontier.size, upto)]
        if len(hashes) != upto - frontier.size:
            raise LedgerBroken(f"Between entry {frontier.size} and entry {upto - 1} the ledger has a gap.")
        _keep_tiles(frontier.size, hashes)
        frontier = frontier.extend(hashes)
    return frontier


def _stored_frontier(size: int) -> merkle.Frontier:
    subtree = tiles.tile_subtrees(size, queries.read_tile)
    levels = [level for level in reversed(range(size.bit_length())) if size >> level & 1]
    return merkle.Frontier(size, tuple(subtree(level, (size >> level) - 1) for level in levels))


def _keep_tiles(old_size: int, hashes: list[bytes]) -> None:
    rows = [
        Tile(level=tile.level, index=tile.index, hashes=data)
        for tile, data in tiles.tiles_written(old_size, hashes, queries.read_tile)
    ]
    Tile.objects.bulk_create(rows, update_conflicts=True, unique_fields=["level", "index"], update_fields=["hashes"])
