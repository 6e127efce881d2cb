"""Proves that the files of a log are those of C2SP tlog-tiles and that growing writes just what is new."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sluis.domain.checkpoint import encode_history
from sluis.domain.merkle import (
    InvalidProof,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root,
    subtrees,
    verify_consistency,
    verify_inclusion,
)
from sluis.domain.tiles import (
    Bundle,
    InvalidTile,
    Tile,
    bundles_of,
    decode_bundle,
    encode_bundle,
    export,
    parse_path,
    tile_bytes,
    tile_hashes,
    tile_subtrees,
    tiles_grown,
    tiles_of,
    tiles_written,
)


def leaves(size: int) -> list[bytes]:
    return [leaf_hash(number.to_bytes(4, "big")) for number in range(size)]


BIG = leaves(70_000)


class Shelf:
    """A store of tiles that remembers which were read."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.read: list[str] = []

    def grow(self, old_size: int, hashes: list[bytes]) -> list[Tile]:
        written = list(tiles_written(old_size, hashes, self))
        self.files |= {tile.path: data for tile, data in written}
        return [tile for tile, _ in written]

    def __call__(self, level: int, index: int, width: int) -> bytes:
        path = Tile(level, index, width).path
        self.read.append(path)
        return self.files[path]


@pytest.mark.parametrize(
    ("piece", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 1_234_067), "tile/0/x001/x234/067"),
        (Tile(1, 1234, 5), "tile/1/x001/234.p/5"),
        (Tile(63, 999, 255), "tile/63/999.p/255"),
        (Bundle(1000), "tile/entries/x001/000"),
        (Bundle(7, 1), "tile/entries/007.p/1"),
    ],
)
def test_a_path_is_spelt_as_tlog_tiles_says(piece: Tile | Bundle, path: str) -> None:
    assert piece.path == path
    assert parse_path(path) == piece


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/0",
        "tile/00/000",
        "tile/64/000",
        "tile/0/x000/000",
        "tile/0/000.p/256",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/001/000",
        "tile/entries/../000",
        "tile/0/000\n",
        "tile/\u0661/000",
        "/tile/0/000",
        "",
    ],
)
def test_any_other_spelling_is_refused(path: str) -> None:
    with pytest.raises(InvalidTile):
        parse_path(path)


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_a_bundle_gives_back_its_entries(entries: list[bytes]) -> None:
    assert decode_bundle(encode_bundle(entries)) == entries


def test_a_bundle_puts_two_bytes_of_length_before_each_entry() -> None:
    assert encode_bundle([b"", b"a" * 258]) == b"\x00\x00" + b"\x01\x02" + b"a" * 258


@pytest.mark.parametrize("data", [b"\x00", b"\x00\x02a", b"\x00\x01ab"])
def test_a_bundle_that_breaks_off_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidTile, match="breaks off"):
        decode_bundle(data)


def test_an_entry_too_long_for_a_bundle_is_refused() -> None:
    assert decode_bundle(encode_bundle([b"a" * 65_535])) == [b"a" * 65_535]
    with pytest.raises(InvalidTile, match="at most 65535"):
        encode_bundle([b"a" * 65_536])


def test_a_tree_of_70000_has_the_tiles_of_the_specification() -> None:
    tiles = list(tiles_of(70_000))
    assert tiles[:273] == [Tile(0, index) for index in range(273)]
    assert tiles[273:] == [Tile(0, 273, 112), Tile(1, 0), Tile(1, 1, 17), Tile(2, 0, 1)]


def test_a_tree_of_256_has_a_full_tile_and_one_hash_above() -> None:
    assert list(tiles_of(256)) == [Tile(0, 0), Tile(1, 0, 1)]
    assert list(tiles_of(0)) == []


def test_bundles_cover_each_entry_once() -> None:
    assert list(bundles_of(513)) == [Bundle(0), Bundle(1), Bundle(2, 1)]
    assert [bundle.start for bundle in bundles_of(513)] == [0, 256, 512]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 700), min_size=1, max_size=5))
def test_growing_in_steps_writes_the_tiles_that_are_new(steps: list[int]) -> None:
    shelf, size = Shelf(), 0
    for step in steps:
        written = shelf.grow(size, BIG[size : size + step])
        assert written == list(tiles_grown(size, size + step))
        size += step
    subtree = subtrees(BIG[:size])
    assert all(shelf.files[tile.path] == tile_bytes(tile, subtree) for tile in tiles_of(size))


def test_growing_reads_only_the_right_edge() -> None:
    shelf = Shelf()
    shelf.grow(0, BIG[:69_999])
    assert shelf.read == []
    assert shelf.grow(69_999, BIG[69_999:]) == [Tile(0, 273, 112)]
    assert shelf.read == [Tile(0, 273, 111).path]


def test_proofs_over_70000_leaves_read_a_handful_of_tiles() -> None:
    shelf = Shelf()
    shelf.grow(0, BIG)
    whole = root(BIG)
    proof = inclusion_proof(12_345, 70_000, tile_subtrees(70_000, shelf))
    verify_inclusion(BIG[12_345], 12_345, 70_000, proof, whole)
    assert len(shelf.read) <= 6
    shelf.read.clear()
    steps = consistency_proof(65_537, 70_000, tile_subtrees(70_000, shelf))
    verify_consistency(65_537, root(BIG[:65_537]), 70_000, whole, steps)
    assert len(shelf.read) <= 6


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 3000), st.data())
def test_a_subtree_read_through_tiles_is_the_one_in_memory(size: int, data: st.DataObject) -> None:
    shelf = Shelf()
    shelf.grow(0, BIG[:size])
    level = data.draw(st.integers(0, size.bit_length() - 1))
    index = data.draw(st.integers(0, (size >> level) - 1))
    assert tile_subtrees(size, shelf)(level, index) == subtrees(BIG[:size])(level, index)


@pytest.mark.parametrize(("level", "index"), [(0, 300), (-1, 0), (0, -1), (9, 0)])
def test_a_subtree_outside_the_tree_is_refused(level: int, index: int) -> None:
    shelf = Shelf()
    shelf.grow(0, BIG[:300])
    with pytest.raises(InvalidProof, match="not complete"):
        tile_subtrees(300, shelf)(level, index)


def test_a_tile_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(InvalidTile, match="64 bytes; this one has 33"):
        tile_hashes(bytes(33), 2)


def test_no_tile_is_wider_than_256_or_empty() -> None:
    for width in (0, 257, -1):
        with pytest.raises(InvalidTile, match="1 to 256"):
            _ = Tile(0, 0, width).path


def test_a_log_cannot_shrink() -> None:
    with pytest.raises(InvalidTile, match="cannot grow"):
        list(tiles_grown(5, 4))


def test_an_export_holds_every_file_and_the_checkpoint_last(tmp_path: Path) -> None:
    entries = [b"entry %d" % number for number in range(300)]
    files = list(export(iter(entries), ["old\n", "new\n"]))
    for path, data in files:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    assert [path for path, _ in files] == [
        *("tile/entries/000", "tile/entries/001.p/44"),
        *("tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1"),
        *("checkpoints", "checkpoint"),
    ]
    assert (tmp_path / "checkpoints").read_bytes() == encode_history(["old\n", "new\n"])
    assert (tmp_path / "checkpoint").read_text() == "new\n"
    assert decode_bundle((tmp_path / "tile/entries/001.p/44").read_bytes()) == entries[256:]
