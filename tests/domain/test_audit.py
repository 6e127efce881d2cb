"""Proves that each kind of tampering with a log is found and that the entry is named."""

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sluis.domain.audit import Entry, Finding, Kind, audit, diagnose_tiles
from sluis.domain.checkpoint import Checkpoint
from sluis.domain.merkle import leaf_hash, root
from sluis.domain.tiles import InvalidTile, Tile, tiles_written

BODIES = [b"entry %d" % number for number in range(20)]
FORGED = b"forged"


def hashes(bodies: Sequence[bytes]) -> list[bytes]:
    return [leaf_hash(body) for body in bodies]


def head(bodies: Sequence[bytes], size: int) -> Checkpoint:
    return Checkpoint("sluis.example/log", size, root(hashes(bodies[:size])))


HISTORY = [head(BODIES, size) for size in (5, 10, 15, 20)]
TILES = hashes(BODIES)


def numbered(bodies: Sequence[bytes]) -> list[Entry]:
    return [(number, body, None) for number, body in enumerate(bodies)]


def recorded(bodies: Sequence[bytes]) -> list[Entry]:
    return [(number, body, leaf_hash(body)) for number, body in enumerate(bodies)]


def against_tiles(bodies: Sequence[bytes]) -> list[Finding]:
    return audit(numbered(bodies), tile_hashes=TILES, checkpoints=HISTORY)


def against_checkpoints(bodies: Sequence[bytes], history: Sequence[Checkpoint] = HISTORY) -> list[Finding]:
    return audit(numbered(bodies), checkpoints=history)


def named(findings: Sequence[Finding]) -> list[tuple[Kind, int | None, int | None]]:
    for one in findings:
        assert one.index is None or str(one.index) in one.explanation
        assert one.explanation.endswith(".")
    return [(one.kind, one.index, one.last) for one in findings]


def test_a_clean_log_has_no_findings() -> None:
    assert against_tiles(BODIES) == []
    assert against_checkpoints(BODIES) == []
    assert audit(recorded(BODIES), tile_hashes=TILES, checkpoints=HISTORY, trusted=HISTORY[1]) == []
    assert audit([], tile_hashes=[], checkpoints=[head([], 0)]) == []


def test_a_changed_entry_is_named() -> None:
    bodies = [*BODIES[:7], FORGED, *BODIES[8:]]
    assert named(against_tiles(bodies)) == [(Kind.CHANGED, 7, None)]


def test_changed_neighbours_are_one_finding() -> None:
    bodies = [*BODIES[:7], b"x", b"y", b"z", *BODIES[10:]]
    assert named(against_tiles(bodies)) == [(Kind.CHANGED, 7, 9)]


def test_a_removed_entry_is_named() -> None:
    assert named(against_tiles(BODIES[:7] + BODIES[8:])) == [(Kind.REMOVED, 7, None)]


def test_a_removed_entry_that_leaves_a_gap_is_named_once() -> None:
    rows = [row for row in numbered(BODIES) if row[0] != 7]
    found = audit(rows, tile_hashes=TILES, checkpoints=HISTORY)
    assert named(found) == [(Kind.REMOVED, 7, None)]


def test_an_inserted_entry_is_named() -> None:
    assert named(against_tiles([*BODIES[:7], FORGED, *BODIES[7:]])) == [(Kind.INSERTED, 7, None)]


def test_two_exchanged_entries_are_named() -> None:
    bodies = [*BODIES]
    bodies[3], bodies[9] = bodies[9], bodies[3]
    assert {one.index for one in against_tiles(bodies)} == {3, 9}
    assert {one.kind for one in against_tiles(bodies)} == {Kind.REORDERED}


def test_exchanged_neighbours_are_named_together() -> None:
    bodies = [*BODIES[:3], BODIES[4], BODIES[3], *BODIES[5:]]
    (finding,) = against_tiles(bodies)
    assert finding.kind is Kind.REORDERED
    assert "3" in finding.explanation
    assert "4" in finding.explanation


def test_an_entry_moved_far_is_one_finding() -> None:
    bodies = [*BODIES[:2], *BODIES[3:15], BODIES[2], *BODIES[15:]]
    assert named(against_tiles(bodies)) == [(Kind.REORDERED, 2, None)]


def test_entries_missing_at_the_end_are_named() -> None:
    assert named(against_tiles(BODIES[:17])) == [(Kind.MISSING_AT_END, 17, 19)]
    assert named(against_checkpoints(BODIES[:17])) == [(Kind.MISSING_AT_END, 17, 19)]


def test_several_lies_are_told_apart() -> None:
    bodies = [*BODIES[:2], *BODIES[3:8], FORGED, *BODIES[9:12], b"added", *BODIES[12:18]]
    assert named(against_tiles(bodies)) == [
        (Kind.CHANGED, 8, None),
        (Kind.REMOVED, 2, None),
        (Kind.INSERTED, 11, None),
        (Kind.MISSING_AT_END, 18, 19),
    ]


@given(st.data())
def test_any_single_change_is_named(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, 19))
    changed = [*BODIES[:place], FORGED, *BODIES[place + 1 :]]
    assert named(against_tiles(changed)) == [(Kind.CHANGED, place, None)]
    assert named(against_tiles([*BODIES[:place], FORGED, *BODIES[place:]])) == [(Kind.INSERTED, place, None)]
    kind = Kind.MISSING_AT_END if place == 19 else Kind.REMOVED
    assert named(against_tiles(BODIES[:place] + BODIES[place + 1 :])) == [(kind, place, None)]


@given(st.lists(st.sampled_from([*BODIES, FORGED]), max_size=30))
def test_whatever_is_not_the_log_is_found(bodies: list[bytes]) -> None:
    assert bool(against_tiles(bodies)) == (bodies != BODIES)
    assert bool(against_checkpoints(bodies)) == (bodies != BODIES)


def test_equal_bodies_do_not_confuse_the_comparison() -> None:
    bodies = [b"same"] * 6
    history = [head(bodies, 6)]
    found = audit(numbered(bodies[:5]), tile_hashes=hashes(bodies), checkpoints=history)
    assert named(found) == [(Kind.MISSING_AT_END, 5, None)]
    bodies, other = [b"a", b"same", b"b", b"same", b"c"], [b"new", b"a", b"same", b"b", b"same", b"d"]
    found = audit(numbered(other), tile_hashes=hashes(bodies), checkpoints=[head(bodies, 5)])
    assert named(found) == [(Kind.CHANGED, 4, None), (Kind.INSERTED, 0, None)]


@pytest.mark.parametrize(("place", "first", "last"), [(0, 0, 4), (7, 5, 9), (10, 10, 14), (19, 15, 19)])
def test_forged_hashes_leave_the_range_between_checkpoints(place: int, first: int, last: int) -> None:
    bodies = [*BODIES[:place], FORGED, *BODIES[place + 1 :]]
    (finding,) = against_checkpoints(bodies)
    assert named([finding]) == [(Kind.CHECKPOINT_MISMATCH, first, last)]
    assert f"between entry {first} and entry {last}" in finding.explanation
    with_tiles = audit(recorded(bodies), tile_hashes=hashes(bodies), checkpoints=HISTORY)
    assert with_tiles == [finding]


def test_a_short_log_with_a_hole_says_how_many_are_there() -> None:
    (finding,) = against_checkpoints(BODIES[:7] + BODIES[8:])
    assert (finding.kind, finding.index, finding.last) == (Kind.CHECKPOINT_MISMATCH, 5, 9)
    assert "20 entries are signed, 19 are there" in finding.explanation


def test_an_altered_record_is_told_from_an_altered_entry() -> None:
    tiles = [*TILES[:6], bytes(32), *TILES[7:]]
    found = audit(numbered(BODIES), tile_hashes=tiles, checkpoints=HISTORY)
    assert named(found) == [(Kind.HASH_ALTERED, 6, None)]


def test_an_altered_hash_beside_an_entry_is_told_from_an_altered_entry() -> None:
    rows = recorded(BODIES)
    rows[6] = (6, BODIES[6], bytes(32))
    for tiles in (TILES, None):
        found = audit(rows, tile_hashes=tiles, checkpoints=HISTORY)
        assert named(found) == [(Kind.HASH_ALTERED, 6, None)]


def test_a_hash_beside_the_entry_names_a_changed_one_without_tiles() -> None:
    rows = recorded(BODIES)
    rows[7] = (7, FORGED, leaf_hash(BODIES[7]))
    assert named(audit(rows, checkpoints=HISTORY)) == [(Kind.CHANGED, 7, None)]
    assert named(audit(rows)) == [(Kind.CHANGED, 7, None)]
    rows[2] = (2, BODIES[2], None)
    found = named(audit(rows, checkpoints=HISTORY))
    assert found == [(Kind.CHECKPOINT_MISMATCH, 5, 9), (Kind.CHANGED, 7, None)]


def test_a_gap_in_the_numbers_is_named() -> None:
    rows = [(number if number < 5 else number + 2, body, None) for number, body in enumerate(BODIES)]
    assert named(audit(rows, checkpoints=HISTORY)) == [(Kind.GAP, 5, 6)]
    assert named(audit(rows, tile_hashes=TILES, checkpoints=HISTORY)) == [(Kind.GAP, 5, 6)]


def test_a_number_used_twice_is_named() -> None:
    rows = numbered(BODIES)
    rows[8] = (7, BODIES[8], None)
    found = named(audit(rows, checkpoints=HISTORY))
    assert found == [(Kind.GAP, 8, None), (Kind.DUPLICATE, 7, None)]


def test_numbers_out_of_order_are_named() -> None:
    rows = [(number, BODIES[place], None) for place, number in enumerate([0, 1, 3, 2, *range(4, 20)])]
    assert named(audit(rows, checkpoints=HISTORY)) == [(Kind.REORDERED, 2, None)]


def test_an_absurd_number_does_not_fill_the_memory() -> None:
    rows = [*numbered(BODIES[:19]), (2**62, BODIES[19], None)]
    (finding,) = audit(rows, checkpoints=HISTORY)
    assert (finding.kind, finding.index) == (Kind.GAP, 19)
    assert finding.last is not None
    assert finding.last < 2000


def test_a_log_rolled_back_behind_a_remembered_checkpoint_is_found() -> None:
    found = audit(numbered(BODIES[:15]), tile_hashes=TILES[:15], checkpoints=HISTORY[:3], trusted=HISTORY[3])
    assert named(found) == [(Kind.MISSING_AT_END, 15, 19)]
    assert "rolled back" in found[0].explanation


def test_a_log_with_a_rewritten_and_signed_history_is_forked() -> None:
    bodies = [*BODIES[:6], FORGED, *BODIES[7:]]
    history = [head(bodies, size) for size in (5, 10, 20)]
    for trusted in (HISTORY[1], HISTORY[2]):
        found = audit(numbered(bodies), tile_hashes=hashes(bodies), checkpoints=history, trusted=trusted)
        assert named(found) == [(Kind.FORKED, 0, trusted.size - 1)]


def test_a_log_rewritten_after_the_remembered_checkpoint_is_consistent_with_it() -> None:
    bodies = [*BODIES[:16], FORGED, *BODIES[17:]]
    history = [head(bodies, 20)]
    assert audit(numbered(bodies), tile_hashes=hashes(bodies), checkpoints=history, trusted=HISTORY[2]) == []


def test_a_remembered_root_and_a_signed_one_for_one_size_are_a_fork_whatever_the_entries_are() -> None:
    rival = Checkpoint("sluis.example/log", 20, bytes(32))
    found = audit(numbered([FORGED] * 20), checkpoints=[rival], trusted=HISTORY[3])
    assert (Kind.FORKED, 0, 19) in named(found)


def test_two_roots_signed_for_one_size_are_a_fork() -> None:
    rival = Checkpoint("sluis.example/log", 10, bytes(32))
    assert (Kind.FORKED, 0, 9) in named(against_checkpoints(BODIES, [*HISTORY, rival]))


def test_a_signed_checkpoint_that_later_ones_contradict_is_a_fork() -> None:
    rival = Checkpoint("sluis.example/log", 12, bytes(32))
    assert named(against_checkpoints(BODIES, [*HISTORY, rival])) == [(Kind.FORKED, 0, 11)]


def test_a_remembered_checkpoint_alone_is_a_measure_too() -> None:
    bodies = [*BODIES[:6], FORGED, *BODIES[7:]]
    assert named(audit(numbered(bodies), trusted=HISTORY[1], pending_allowed=True)) == [
        (Kind.CHECKPOINT_MISMATCH, 0, 9)
    ]


def test_entries_after_the_last_checkpoint_are_unsigned_unless_they_may_be_pending() -> None:
    bodies = [*BODIES, b"next", b"after"]
    for tiles in (TILES, hashes(bodies), None):
        found = audit(numbered(bodies), tile_hashes=tiles, checkpoints=HISTORY)
        assert named(found) == [(Kind.INSERTED, 20, 21)]
        assert audit(numbered(bodies), tile_hashes=tiles, checkpoints=HISTORY, pending_allowed=True) == []


def test_bodies_are_never_held_together() -> None:
    alive: list[int] = [0]

    class Body(bytes):
        def __del__(self) -> None:
            alive[0] -= 1

    def stream() -> Iterator[Entry]:
        for number, body in enumerate(BODIES):
            alive[0] += 1
            assert alive[0] <= 2
            yield number, Body(body), None

    assert audit(stream(), tile_hashes=TILES, checkpoints=HISTORY) == []


def test_a_rewritten_long_log_is_compared_without_quadratic_work() -> None:
    # Quadratic work on this many entries would take minutes, and the suite would be stopped.
    bodies = [b"%d" % number for number in range(20_000)]
    other = [b"other %d" % number for number in range(20_000)]
    found = audit(numbered(other), tile_hashes=hashes(bodies), checkpoints=[head(bodies, 20_000)])
    assert named(found) == [(Kind.CHANGED, 0, 19_999)]
    backwards = audit(numbered(bodies[::-1]), tile_hashes=hashes(bodies), checkpoints=[head(bodies, 20_000)])
    assert len(backwards) == 19_999


def test_an_altered_upper_tile_is_named_with_the_entries_it_covers() -> None:
    leaves = hashes([b"%d" % number for number in range(600)])
    files = dict(tiles_written(0, leaves, lambda *_: b""))

    def read_tile(level: int, index: int, width: int) -> bytes:
        try:
            return files[Tile(level, index, width)]
        except KeyError as error:
            raise InvalidTile("The file is missing.") from error

    assert diagnose_tiles(leaves, read_tile) == []
    files[Tile(1, 0, 2)] = bytes(64)
    assert named(diagnose_tiles(leaves, read_tile)) == [(Kind.HASH_ALTERED, 0, 511)]
    del files[Tile(1, 0, 2)]
    assert named(diagnose_tiles(leaves, read_tile)) == [(Kind.UNREADABLE, 0, 511)]
