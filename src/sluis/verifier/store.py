"""Reads an exported log, laid out as C2SP tlog-tiles, from a folder or over http.

It never judges what it reads and never writes: a file that is missing or garbled becomes a finding.
"""

import zlib
from collections.abc import Iterator
from http.client import HTTPException
from itertools import takewhile
from pathlib import Path
from typing import Protocol
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from sluis.domain.audit import Entry, Finding, Kind
from sluis.domain.checkpoint import InvalidCheckpoint, decode_history
from sluis.domain.merkle import HASH_BYTES
from sluis.domain.tiles import (
    CHECKPOINT_PATH,
    ENTRY_MAX_BYTES,
    HISTORY_PATH,
    TILE_WIDTH,
    Bundle,
    InvalidTile,
    Tile,
    bundles_of,
    decode_bundle,
    tile_hashes,
    tiles_of,
)

CHECKPOINT_LIMIT = 1 << 20
HISTORY_LIMIT = 1 << 30
TILE_LIMIT = TILE_WIDTH * HASH_BYTES
BUNDLE_LIMIT = 2 * TILE_WIDTH * (2 + ENTRY_MAX_BYTES)
"""Twice what a bundle can hold in bytes, so that a bundle with entries too many is read and reported."""
PACKING_BYTES = 1024
"""What gzip may add, with a hundredth of the whole, to bytes such as hashes that cannot be packed smaller."""
TIMEOUT_SECONDS = 30
PROBLEMS_LIMIT = 100


class Unusable(Exception):
    """Nothing can be said about the log; the message says what is wrong, where, and what to do."""


class Unreadable(Exception):
    """One file of the log is missing or larger than it can be."""


class Store(Protocol):
    """A place that holds the files of a log."""

    def read(self, path: str, limit: int) -> bytes:
        """Return a file of at most ``limit`` bytes; raises Unreadable, or Unusable if the place fails."""


class Folder:
    """A log exported into a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, path: str, limit: int) -> bytes:
        """Return the bytes of a file below the folder."""
        try:
            with (self._folder / path).open("rb") as file:
                return _within(path, file.read(limit + 1), limit)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise Unreadable(f"The file {path} is missing.") from error
        except OSError as error:
            raise Unusable(
                f"The file {path} in {self._folder} cannot be read: {error.strerror}. "
                "Make it readable for you and try again."
            ) from error


class Website:
    """A log published under an http or https address."""

    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/")

    def read(self, path: str, limit: int) -> bytes:
        """Return the body of one address, unpacked if the server packs it with gzip."""
        address = f"{self._address}/{path}"
        # Only http and https come this far: open_store lets nothing else in.
        request = Request(address, headers={"Accept-Encoding": "gzip, identity"})  # noqa: S310
        try:
            with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
                packed = answer.headers.get("Content-Encoding") == "gzip"
                data = answer.read(limit + PACKING_BYTES + limit // 100)
                return _within(path, _unpacked(data, limit) if packed else data, limit)
        except HTTPError as error:
            with error:
                raise _refused(address, path, error.code) from error
        except (OSError, HTTPException, zlib.error) as error:
            raise Unusable(f"{address} cannot be fetched: {error}. Check the address and try again.") from error


def _unpacked(data: bytes, limit: int) -> bytes:
    # The limit holds for the unpacked bytes too, so that a small answer cannot fill the memory.
    return zlib.decompressobj(wbits=31).decompress(data, limit + 1)


def _within(path: str, data: bytes, limit: int) -> bytes:
    if len(data) > limit:
        raise Unreadable(f"The file {path} has more than {limit} bytes, which no such file can have.")
    return data


def _refused(address: str, path: str, code: int) -> Exception:
    if code in (404, 410):
        return Unreadable(f"The file {path} is missing.")
    return Unusable(f"{address} answers with status {code}. Check the address, or try again later.")


def open_store(location: str) -> Store:
    """Take a folder or an http(s) address; raises Unusable if it is neither."""
    if location.startswith(("http://", "https://")):
        return Website(location)
    folder = Path(location)
    if not folder.is_dir():
        raise Unusable(
            f"{location} is neither a folder nor an http address. Give the folder or the address "
            f"that holds the file named '{CHECKPOINT_PATH}'."
        )
    return Folder(folder)


class Log:
    """The files of one log; what cannot be read of entries and tiles is collected in ``problems``."""

    def __init__(self, store: Store, location: str) -> None:
        self._store = store
        self._location = location
        self.problems: list[Finding] = []

    def checkpoint(self) -> str:
        """Return the latest signed note, unopened; raises Unusable if there is none."""
        try:
            return self._store.read(CHECKPOINT_PATH, CHECKPOINT_LIMIT).decode(errors="replace")
        except Unreadable as error:
            raise Unusable(
                f"There is no log at {self._location}: {error} "
                "Give the folder or the address that holds it, or export the log again."
            ) from error

    def history(self) -> list[str] | None:
        """Return all signed notes, oldest first, unopened; None if the log publishes no history."""
        try:
            return decode_history(self._store.read(HISTORY_PATH, HISTORY_LIMIT))
        except InvalidCheckpoint as error:
            self.problems.append(Finding(Kind.UNREADABLE, None, str(error)))
        except Unreadable:
            pass
        return None

    def entries(self, size: int) -> Iterator[Entry]:
        """Give the entries of a log of ``size``, numbered by the place their bundle gives them."""
        for bundle in takewhile(self._worth_reading, bundles_of(size)):
            for place, body in enumerate(self._bodies(bundle)):
                yield bundle.start + place, body, None

    def _bodies(self, bundle: Bundle) -> list[bytes]:
        try:
            return decode_bundle(self._store.read(bundle.path, BUNDLE_LIMIT))
        except (InvalidTile, Unreadable) as error:
            full = self._from_full(bundle)
            if full is None:
                self._cannot_read(bundle.path, bundle.start, bundle.start + bundle.width - 1, error)
            return full or []

    def _from_full(self, bundle: Bundle) -> list[bytes] | None:
        """Take the beginning of the full bundle; a log may drop a partial one once the full one is there."""
        if bundle.width == TILE_WIDTH:
            return None
        try:
            return decode_bundle(self._store.read(Bundle(bundle.index).path, BUNDLE_LIMIT))[: bundle.width]
        except (InvalidTile, Unreadable):
            return None

    def leaf_hashes(self, size: int) -> list[bytes] | None:
        """Return the leaf hashes that the tiles of level 0 record; None if one of those tiles is no good."""
        hashes: list[bytes] = []
        sound = self._worth_reading()
        for tile in takewhile(lambda tile: tile.level == 0 and self._worth_reading(), tiles_of(size)):
            try:
                hashes += tile_hashes(self.read_tile(tile.level, tile.index, tile.width), tile.width)
            except InvalidTile as error:
                first = tile.index * TILE_WIDTH
                self._cannot_read(tile.path, first, first + tile.width - 1, error)
                sound = False
        return hashes if sound else None

    def read_tile(self, level: int, index: int, width: int) -> bytes:
        """Return the bytes of one tile, from the full tile if the partial one is gone; raises InvalidTile."""
        try:
            return self._store.read(Tile(level, index, width).path, TILE_LIMIT)
        except Unreadable as error:
            if width == TILE_WIDTH:
                raise InvalidTile(str(error)) from error
            return self._beginning(level, index, width, error)

    def _beginning(self, level: int, index: int, width: int, absent: Unreadable) -> bytes:
        """Take the beginning of the full tile; a log may drop a partial one once the full one is there."""
        try:
            return self._store.read(Tile(level, index).path, TILE_LIMIT)[: width * HASH_BYTES]
        except Unreadable:
            raise InvalidTile(str(absent)) from absent

    def _worth_reading(self, _: object = None) -> bool:
        # A log may claim any size; when this many files are missing the rest would only repeat it.
        return len(self.problems) < PROBLEMS_LIMIT

    def _cannot_read(self, path: str, first: int, last: int, error: Exception) -> None:
        text = f"The file {path}, with entries {first} to {last}, cannot be read: {error}"
        self.problems.append(Finding(Kind.UNREADABLE, first, text, last))
