"""Reads the ledger: entries, tiles, signed heads, proofs, and the audit of what is stored."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connections
from django.db.models import Max

from sluis.adapters.signing import verify
from sluis.domain import audit, checkpoint, entry, merkle, tiles
from sluis.domain.checkpoint import Checkpoint, TlogProof, VerifierKey
from sluis.ledger.models import Entry, Head, SignedHead, Tile

# How many entries are fetched at a time where the whole ledger is walked.
CHUNK = 4096

# Entries on one page of a desk.
A_PAGE = 50


def size() -> int:
    """The number of entries that are committed."""
    return Head.objects.values_list("size", flat=True).get(id=1)


def unsigned() -> int:
    """The number of entries that are committed and stand in no signed checkpoint yet."""
    signed: int | None = SignedHead.objects.aggregate(size=Max("size"))["size"]
    return size() - (signed or 0)


def newest_note() -> str | None:
    """The newest signed checkpoint, or None where nothing was signed yet."""
    return SignedHead.objects.order_by("-size").values_list("note", flat=True).first()


@dataclass(frozen=True, slots=True)
class Signed:
    """The newest signed checkpoint: the ledger as it stood at a number of entries, the note itself, and when."""

    checkpoint: Checkpoint
    note: str
    at: datetime


def newest_signed() -> Signed | None:
    """The newest signed checkpoint, read and not verified; None where nothing was signed yet."""
    row = SignedHead.objects.order_by("-size").first()
    return Signed(_head_of(row.note), row.note, row.published_at) if row else None


def is_signed_with(note: str, key: VerifierKey) -> bool:
    """Whether a checkpoint bears a good signature of this key."""
    try:
        checkpoint.open_note(note, [key], verify)
    except checkpoint.InvalidCheckpoint:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Numbered:
    """An entry under its number."""

    seq: int
    said: entry.Entry


def latest(page: int = 1) -> tuple[list[Numbered], int]:
    """A page of the entries, newest first, and how many there are in all. Two queries."""
    total = size()
    upto = max(0, total - (page - 1) * A_PAGE)
    first = max(0, upto - A_PAGE)
    found = [Numbered(seq, entry.parse(body)) for seq, body in enumerate(bodies(first, upto), first)]
    return found[::-1], total


def unsigned_since() -> datetime | None:
    """When the oldest entry was made that stands in no signed checkpoint yet; None where each stands in one."""
    total, waiting = size(), unsigned()
    oldest = bodies(total - waiting, total - waiting + 1) if waiting else []
    return entry.parse(oldest[0]).at if oldest else None


def notes() -> list[str]:
    """Every signed checkpoint, oldest first."""
    return list(SignedHead.objects.order_by("size").values_list("note", flat=True))


def bodies(first: int, upto: int) -> list[bytes]:
    """The canonical bytes of the entries `first` up to but not including `upto`, in order."""
    rows = Entry.objects.filter(seq__gte=first, seq__lt=upto).order_by("seq")
    return [bytes(body) for body in rows.values_list("body", flat=True)]


# The same words as the index of migration 0004, which is there for this question alone.
REQUESTS = """
SELECT body FROM ledger_entry
WHERE (position('"kind":"dossier.restricted"'::bytea in body) > 0
    OR position('"kind":"dossier.released"'::bytea in body) > 0
    OR position('"kind":"dossier.erased"'::bytea in body) > 0)
ORDER BY seq
"""


def requests(*, since: datetime, before: datetime) -> list[entry.Entry]:
    """The entries about people's requests that were honoured from `since` on and before `before`, oldest first."""
    with connections["default"].cursor() as cursor:
        cursor.execute(REQUESTS)
        found = [entry.parse(bytes(body)) for (body,) in cursor.fetchall()]
    return [one for one in found if since <= one.at < before]


def read_tile(level: int, index: int, width: int) -> bytes:
    """The first `width` hashes of a tile, as C2SP tlog-tiles serves it.

    Raises:
        InvalidTile: the tile is not stored, or not that wide.
    """
    stored = Tile.objects.filter(level=level, index=index).values_list("hashes", flat=True).first()
    data = bytes(stored or b"")[: width * merkle.HASH_BYTES]
    if len(data) != width * merkle.HASH_BYTES:
        raise tiles.InvalidTile(f"The tile {index} of level {level} is not stored {width} hashes wide.")
    return data


def bodies_of(seqs: Collection[int]) -> dict[int, bytes]:
    """The canonical bytes of these entries, by number."""
    return {seq: bytes(body) for seq, body in Entry.objects.filter(seq__in=seqs).values_list("seq", "body")}


# The same words as the index of migration 0003, which is there for this question alone.
VALIDATIONS = """
SELECT seq, body FROM ledger_entry
WHERE (position('"kind":"protocol.validated"'::bytea in body) > 0
    OR position('"kind":"protocol.registered"'::bytea in body) > 0
    OR position('"kind":"protocol.inherited"'::bytea in body) > 0)
    AND position(%s::bytea in body) > 0
"""


def validations(protocol: str) -> dict[int, int]:
    """The number of the entry by which each version of a protocol (keys) was validated, registered or inherited."""
    with connections["default"].cursor() as cursor:
        cursor.execute(VALIDATIONS, [f'"protocol":{json.dumps(protocol, ensure_ascii=False)}'.encode()])
        found = [(seq, entry.parse(bytes(body))) for seq, body in cursor.fetchall()]
    return {int(str(said.facts["version"])): seq for seq, said in found if said.facts.get("protocol") == protocol}


def proof_of(seq: int) -> TlogProof:
    """The proof that entry `seq` stands in the newest signed checkpoint.

    Raises:
        InvalidProof: the entry is not in it (yet).
    """
    return proofs_of([seq])[seq]


def proofs_of(seqs: Collection[int]) -> dict[int, TlogProof]:
    """`proof_of` for each of these entries, all in the same checkpoint; each tile is read once.

    Raises:
        InvalidProof: one of them is not in it (yet).
    """
    note = newest_note()
    if note is None:
        raise merkle.InvalidProof("Nothing was signed yet.")
    head = _head_of(note)
    subtree = tiles.tile_subtrees(head.size, read_tile)
    return {seq: TlogProof(seq, tuple(merkle.inclusion_proof(seq, head.size, subtree)), note) for seq in seqs}


def audit_of(origin: str, public_key: bytes) -> list[audit.Finding]:
    """What is wrong with the stored ledger, entry by entry; empty where nothing is.

    Entries are recomputed and held against the tiles kept at publication and every signed checkpoint.
    """
    key = VerifierKey(origin, public_key)
    heads: list[Checkpoint] = []
    findings: list[audit.Finding] = []
    for note in notes():
        try:
            heads.append(checkpoint.open_note(note, [key], verify))
        except checkpoint.InvalidCheckpoint as error:
            findings.append(audit.Finding(audit.Kind.BAD_SIGNATURE, None, str(error)))
    return findings + audit.audit(
        _stored_entries(), checkpoints=heads, tile_hashes=_tile_hashes(), pending_allowed=True
    )


def export() -> Iterator[tuple[str, bytes]]:
    """The published ledger as C2SP tlog-tiles files: path and bytes, checkpoints included.

    Only what the newest checkpoint covers is in it.
    """
    all_notes = notes()
    covered = checkpoint.parse_body(all_notes[-1].rpartition("\n\n")[0] + "\n").size if all_notes else 0
    walk = (body for seq, body, _ in _stored_entries() if seq < covered)
    return tiles.export(walk, all_notes)


def _head_of(note: str) -> Checkpoint:
    """What a note of our own says, without looking at its signature."""
    return checkpoint.parse_body(note.rpartition("\n\n")[0] + "\n")


def _stored_entries() -> Iterator[tuple[int, bytes, None]]:
    first = -1
    while rows := list(Entry.objects.filter(seq__gt=first).order_by("seq")[:CHUNK].values_list("seq", "body")):
        for seq, body in rows:
            yield seq, bytes(body), None
        first = rows[-1][0]


def _tile_hashes() -> list[bytes]:
    rows = Tile.objects.filter(level=0).order_by("index").values_list("hashes", flat=True)
    joined = b"".join(bytes(row) for row in rows)
    return [joined[at : at + merkle.HASH_BYTES] for at in range(0, len(joined), merkle.HASH_BYTES)]
