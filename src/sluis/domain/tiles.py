"""Lays a log out in the files of C2SP tlog-tiles: tile paths, tile bytes, entry bundles, exports.

It never reads or writes a file itself: reading comes in as a function, bytes go out as values.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from sluis.domain import merkle
from sluis.domain.checkpoint import encode_history
from sluis.domain.merkle import HASH_BYTES

TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT
ENTRY_MAX_BYTES = 0xFFFF
CHECKPOINT_PATH = "checkpoint"
HISTORY_PATH = "checkpoints"
"""Our addition beside the C2SP files: every checkpoint signed so far, oldest first."""

ReadTile = Callable[[int, int, int], bytes]
"""``read_tile(level, index, width)`` gives the ``width * 32`` bytes of one tile."""

_PATH = re.compile(r"tile/(entries|\d{1,2})/((?:x\d{3}/)*\d{3})(?:\.p/([1-9]\d{0,2}))?")


class InvalidTile(ValueError):
    """A path, a tile or an entry bundle is not in the C2SP tlog-tiles form; the message says why."""


def _file_path(folder: str, index: int, width: int) -> str:
    """Group the index in threes, all but the last with an x, so that no file is also a folder."""
    if index < 0 or not 1 <= width <= TILE_WIDTH:
        raise InvalidTile(f"No tile has index {index} and width {width}; a width is 1 to {TILE_WIDTH}.")
    groups = [f"{index % 1000:03}"]
    while index := index // 1000:
        groups.insert(0, f"x{index % 1000:03}")
    suffix = "" if width == TILE_WIDTH else f".p/{width}"
    return f"tile/{folder}/{'/'.join(groups)}{suffix}"


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile: ``width`` (1 to 256) hashes of subtrees of ``256**level`` leaves, from ``index * 256``."""

    level: int
    index: int
    width: int = TILE_WIDTH

    @property
    def path(self) -> str:
        """The file's path below the log's prefix, such as ``tile/0/x001/234.p/5``."""
        return _file_path(str(self.level), self.index, self.width)


@dataclass(frozen=True, slots=True)
class Bundle:
    """One entry bundle: ``width`` entries (1 to 256) from entry ``index * 256``."""

    index: int
    width: int = TILE_WIDTH

    @property
    def path(self) -> str:
        """The file's path below the log's prefix, such as ``tile/entries/000.p/5``."""
        return _file_path("entries", self.index, self.width)

    @property
    def start(self) -> int:
        """The number of the first entry in the bundle, counted from 0."""
        return self.index * TILE_WIDTH


def parse_path(path: str) -> Tile | Bundle:
    """Read which tile or bundle a path names; raises InvalidTile unless it is spelt in the one way."""
    match = _PATH.fullmatch(path)
    if match is None:
        raise InvalidTile(f"{path!r} is not the path of a tile or an entry bundle.")
    folder, groups, width = match.groups(default=str(TILE_WIDTH))
    index = int(groups.replace("/", "").replace("x", ""))
    piece = Bundle(index, int(width)) if folder == "entries" else Tile(int(folder), index, int(width))
    if piece.path != path or (isinstance(piece, Tile) and piece.level > 63):
        raise InvalidTile(f"{path!r} is not the one spelling of the path of a tile or an entry bundle.")
    return piece


def encode_bundle(entries: Iterable[bytes]) -> bytes:
    """Join entries, each after its length in two bytes, high byte first; raises InvalidTile if too long."""
    parts: list[bytes] = []
    for entry in entries:
        if len(entry) > ENTRY_MAX_BYTES:
            raise InvalidTile(f"An entry has {len(entry)} bytes; a bundle holds at most {ENTRY_MAX_BYTES} each.")
        parts += (len(entry).to_bytes(2, "big"), entry)
    return b"".join(parts)


def decode_bundle(data: bytes) -> list[bytes]:
    """Split an entry bundle into its entries, in order; raises InvalidTile if it breaks off inside one."""
    entries: list[bytes] = []
    position = 0
    while position < len(data):
        start = position + 2
        position = start + int.from_bytes(data[position:start], "big")
        if position > len(data):
            raise InvalidTile(f"The entry bundle breaks off inside its entry {len(entries)}.")
        entries.append(data[start:position])
    return entries


def bundles_of(size: int) -> Iterator[Bundle]:
    """List the entry bundles of a log with ``size`` entries, in order, the partial one last."""
    return (Bundle(index, width) for index, width in _row(0, size))


def tiles_of(size: int) -> Iterator[Tile]:
    """List the full and partial tiles of a tree with ``size`` leaves, level by level."""
    return tiles_grown(0, size)


def tiles_grown(old_size: int, size: int) -> Iterator[Tile]:
    """List the tiles that a tree of ``size`` has and a tree of ``old_size`` has not, level by level."""
    if not 0 <= old_size <= size:
        raise InvalidTile(f"A tree cannot grow from {old_size} to {size} leaves.")
    level = 0
    while size:
        if size > old_size:
            yield from (Tile(level, index, width) for index, width in _row(old_size, size))
        level, old_size, size = level + 1, old_size >> TILE_HEIGHT, size >> TILE_HEIGHT


def _row(old_count: int, count: int) -> Iterator[tuple[int, int]]:
    """Give index and width of each tile in a row of ``count`` hashes that a row of ``old_count`` lacks."""
    for index in range(old_count // TILE_WIDTH, -(-count // TILE_WIDTH)):
        yield index, min(TILE_WIDTH, count - index * TILE_WIDTH)


def tile_bytes(tile: Tile, subtree: merkle.Subtree) -> bytes:
    """Fill a tile: ``width * 32`` bytes, hashes in order (C2SP tlog-tiles, Merkle Tree)."""
    start, level = tile.index * TILE_WIDTH, tile.level * TILE_HEIGHT
    return b"".join(subtree(level, start + place) for place in range(tile.width))


def tile_hashes(data: bytes, width: int) -> list[bytes]:
    """Split a tile into its hashes of 32 bytes; raises InvalidTile if it does not hold ``width`` of them."""
    if len(data) != width * HASH_BYTES:
        raise InvalidTile(f"A tile of width {width} has {width * HASH_BYTES} bytes; this one has {len(data)}.")
    return [data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)]


def tiles_written(old_size: int, leaf_hashes: Iterable[bytes], read_tile: ReadTile) -> Iterator[tuple[Tile, bytes]]:
    """Give each tile, with its bytes, to write when these leaf hashes are appended to a tree of ``old_size``.

    Only the partial tiles at the old right edge are read, one a level at most, and none if ``old_size`` is 0.
    """
    row, level, count = list(leaf_hashes), 0, old_size
    while row:
        first, partial = divmod(count, TILE_WIDTH)
        if partial:
            row = tile_hashes(read_tile(level, first, partial), partial) + row
        above: list[bytes] = []
        for place in range(0, len(row), TILE_WIDTH):
            hashes = row[place : place + TILE_WIDTH]
            yield Tile(level, first + place // TILE_WIDTH, len(hashes)), b"".join(hashes)
            if len(hashes) == TILE_WIDTH:
                above.append(merkle.root(hashes))
        row, level, count = above, level + 1, first


def tile_subtrees(size: int, read_tile: ReadTile) -> merkle.Subtree:
    """Build the ``subtree`` function of a stored tree; each tile is read at most once.

    A proof over the tree reads a number of tiles that grows with the logarithm of ``size``. The function
    raises InvalidProof outside the tree and InvalidTile if a tile has the wrong length.
    """
    read: dict[tuple[int, int], list[bytes]] = {}

    def hashes_of(level: int, index: int) -> list[bytes]:
        if (level, index) not in read:
            width = min(TILE_WIDTH, (size >> (TILE_HEIGHT * level)) - index * TILE_WIDTH)
            read[level, index] = tile_hashes(read_tile(level, index, width), width)
        return read[level, index]

    def subtree(level: int, index: int) -> bytes:
        if level < 0 or not 0 <= index < size >> level:
            raise merkle.InvalidProof(f"Subtree {index} at level {level} is not complete in a tree of {size} leaves.")
        tile_level, height = divmod(level, TILE_HEIGHT)
        tile_index, place = divmod(index << height, TILE_WIDTH)
        return merkle.root(hashes_of(tile_level, tile_index)[place : place + (1 << height)])

    return subtree


def export(entries: Iterable[bytes], notes: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Give the path and the bytes of every file of a whole log, the checkpoint last.

    ``entries`` are all entry bodies in order; they are passed on 256 at a time, so that only the leaf hashes
    stay in memory. ``notes`` are all signed checkpoints, oldest first; the last is for just these entries.
    Writing the checkpoint last lets a reader who comes too early see the log as it was.
    """
    hashes: list[bytes] = []
    bodies = iter(entries)
    for index in range(1 << 63):
        if not (chunk := list(islice(bodies, TILE_WIDTH))):
            break
        hashes += map(merkle.leaf_hash, chunk)
        yield Bundle(index, len(chunk)).path, encode_bundle(chunk)
    for tile, data in tiles_written(0, hashes, _nothing_stored):
        yield tile.path, data
    yield HISTORY_PATH, encode_history(notes)
    if notes:
        yield CHECKPOINT_PATH, notes[-1].encode()


def _nothing_stored(level: int, index: int, width: int) -> bytes:
    raise InvalidTile(f"A new tree has no stored tile {Tile(level, index, width).path}.")
