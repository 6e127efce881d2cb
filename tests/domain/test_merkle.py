"""Proves the rules of the Merkle tree against RFC 6962's known values and an independent implementation."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from sluis.domain.merkle import (
    EMPTY_ROOT,
    Frontier,
    InvalidProof,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    subtrees,
    verify_consistency,
    verify_inclusion,
)

# The eight inputs of the reference tests of RFC 6962 and the root after each of them.
INPUTS = [
    bytes.fromhex(one)
    for one in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [leaf_hash(one) for one in INPUTS]

trees = st.lists(st.binary(max_size=8), min_size=1, max_size=80)


def oracle(entries: list[bytes]) -> InmemoryTree:
    tree = InmemoryTree(algorithm="sha256")
    tree.append_entries(entries)
    return tree


def hashes(entries: list[bytes]) -> list[bytes]:
    return [leaf_hash(entry) for entry in entries]


def flip(data: bytes, place: int) -> bytes:
    changed = bytearray(data)
    changed[place] ^= 1
    return bytes(changed)


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    assert root([]) == EMPTY_ROOT == Frontier().root()
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_rfc_6962(size: int) -> None:
    assert root(LEAVES[:size]).hex() == ROOTS[size - 1]
    assert Frontier().extend(LEAVES[:size]).root().hex() == ROOTS[size - 1]


@pytest.mark.parametrize(
    ("index", "size", "proof"),
    [
        (0, 1, []),
        (
            0,
            8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            5,
            8,
            [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    ],
)
def test_inclusion_proofs_are_those_of_rfc_6962(index: int, size: int, proof: list[str]) -> None:
    made = inclusion_proof(index, size, subtrees(LEAVES))
    assert [one.hex() for one in made] == proof
    verify_inclusion(LEAVES[index], index, size, made, bytes.fromhex(ROOTS[size - 1]))


@pytest.mark.parametrize(
    ("old_size", "size", "proof"),
    [
        (1, 1, []),
        (
            1,
            8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            6,
            8,
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (
            2,
            5,
            [
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ],
)
def test_consistency_proofs_are_those_of_rfc_6962(old_size: int, size: int, proof: list[str]) -> None:
    made = consistency_proof(old_size, size, subtrees(LEAVES))
    assert [one.hex() for one in made] == proof
    roots = [bytes.fromhex(one) for one in ROOTS]
    verify_consistency(old_size, roots[old_size - 1], size, roots[size - 1], made)


@given(trees)
def test_any_root_is_that_of_an_independent_implementation(entries: list[bytes]) -> None:
    assert root(hashes(entries)) == oracle(entries).get_root()


@given(st.lists(st.lists(st.binary(max_size=4), max_size=20), max_size=8))
def test_a_frontier_grown_in_batches_is_the_one_grown_at_once(batches: list[list[bytes]]) -> None:
    frontier = Frontier()
    for batch in batches:
        frontier = frontier.extend(hashes(batch))
    everything = [entry for batch in batches for entry in batch]
    assert frontier == Frontier().extend(hashes(everything))
    assert frontier.size == len(everything)
    assert frontier.root() == root(hashes(everything))


@given(trees, st.data())
def test_any_inclusion_proof_is_that_of_an_independent_implementation(
    entries: list[bytes], data: st.DataObject
) -> None:
    size = data.draw(st.integers(1, len(entries)))
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(index, size, subtrees(hashes(entries)))
    # The other implementation counts from 1 and puts the leaf itself in front.
    assert [leaf_hash(entries[index]), *proof] == oracle(entries).prove_inclusion(index + 1, size).path
    verify_inclusion(leaf_hash(entries[index]), index, size, proof, root(hashes(entries[:size])))


def defined_consistency_proof(old_size: int, entries: list[bytes], whole: bool) -> list[bytes]:
    """SUBPROOF as RFC 9162, 2.1.4.1 defines it, by recursion, over roots of the other implementation.

    The other implementation's own consistency proofs split the tree in a way of their own.
    """
    if old_size == len(entries):
        return [] if whole else [oracle(entries).get_root()]
    half = 1 << (len(entries) - 1).bit_length() - 1
    left, right = entries[:half], entries[half:]
    if old_size <= half:
        return [*defined_consistency_proof(old_size, left, whole), oracle(right).get_root()]
    return [*defined_consistency_proof(old_size - half, right, False), oracle(left).get_root()]


@given(trees, st.data())
def test_any_consistency_proof_is_the_one_rfc_9162_defines(entries: list[bytes], data: st.DataObject) -> None:
    size = data.draw(st.integers(1, len(entries)))
    old_size = data.draw(st.integers(1, size))
    proof = consistency_proof(old_size, size, subtrees(hashes(entries)))
    assert proof == defined_consistency_proof(old_size, entries[:size], True)
    tree = oracle(entries)
    verify_consistency(old_size, tree.get_root(old_size), size, tree.get_root(size), proof)


@settings(max_examples=50)
@given(trees, st.data())
def test_a_proof_with_any_bit_changed_is_rejected(entries: list[bytes], data: st.DataObject) -> None:
    size = len(entries)
    leaves = hashes(entries)
    index, old_size = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    inclusion = inclusion_proof(index, size, subtrees(leaves))
    consistency = consistency_proof(old_size, size, subtrees(leaves))
    old_root, new_root = root(leaves[:old_size]), root(leaves)
    place = data.draw(st.integers(0, 31))
    rejected(lambda it: verify_inclusion(leaves[index], index, size, it, new_root), inclusion, place)
    rejected(lambda it: verify_consistency(old_size, old_root, size, new_root, it), consistency, place)
    for wrong in (flip(new_root, place), new_root[:-1]):
        with pytest.raises(InvalidProof):
            verify_inclusion(leaves[index], index, size, inclusion, wrong)
        with pytest.raises(InvalidProof):
            verify_consistency(old_size, old_root, size, wrong, consistency)
    with pytest.raises(InvalidProof):
        verify_consistency(old_size, flip(old_root, place), size, new_root, consistency)
    with pytest.raises(InvalidProof):
        verify_inclusion(flip(leaves[index], place), index, size, inclusion, new_root)


def rejected(verify: Callable[[list[bytes]], None], proof: list[bytes], place: int) -> None:
    """Require that every proof near this one is refused: a bit flipped, one hash more, less, or cut short."""
    spoiled = [[*proof[:at], flip(one, place), *proof[at + 1 :]] for at, one in enumerate(proof)]
    spoiled += [proof[:at] + proof[at + 1 :] for at in range(len(proof))]
    spoiled += [[*proof, EMPTY_ROOT], [EMPTY_ROOT, *proof]]
    spoiled += [[*proof[:-1], proof[-1][:-1]]] if proof else []
    for one in spoiled:
        with pytest.raises(InvalidProof):
            verify(one)


@settings(max_examples=50)
@given(st.integers(2, 80), st.data())
def test_a_proof_for_another_place_or_size_is_rejected(size: int, data: st.DataObject) -> None:
    leaves = hashes([bytes([number]) for number in range(size)])
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size - 1).filter(lambda one: one != index))
    proof = inclusion_proof(index, size, subtrees(leaves))
    with pytest.raises(InvalidProof):
        verify_inclusion(leaves[index], other, size, proof, root(leaves))
    with pytest.raises(InvalidProof):
        verify_inclusion(leaves[index], index, size, proof, root(leaves[: size - 1]))


def test_a_proof_too_short_for_the_claimed_size_is_rejected() -> None:
    # Without counting the levels, the root of two leaves would pass for the root of eight.
    with pytest.raises(InvalidProof, match="fewer hashes"):
        verify_consistency(1, LEAVES[0], 8, bytes.fromhex(ROOTS[1]), [LEAVES[1]])
    with pytest.raises(InvalidProof, match="fewer hashes"):
        verify_inclusion(LEAVES[0], 0, 8, [LEAVES[1]], bytes.fromhex(ROOTS[1]))


def test_a_hash_of_another_length_is_rejected() -> None:
    # Cut elsewhere, the same bytes give the same parent: a longer leaf and a shorter neighbour.
    long, short, parent = LEAVES[0] + LEAVES[1][:1], LEAVES[1][1:], bytes.fromhex(ROOTS[1])
    assert node_hash(long, short) == parent
    with pytest.raises(InvalidProof, match="32 bytes"):
        verify_inclusion(long, 0, 2, [short], parent)
    with pytest.raises(InvalidProof, match="32 bytes"):
        verify_consistency(1, long, 2, parent, [short])


@pytest.mark.parametrize(("index", "size"), [(-1, 8), (8, 8), (0, 0), (0, -1), (9, 8)])
def test_an_entry_outside_the_tree_has_no_proof(index: int, size: int) -> None:
    with pytest.raises(InvalidProof, match="outside the tree"):
        inclusion_proof(index, size, subtrees(LEAVES))
    with pytest.raises(InvalidProof, match="outside the tree"):
        verify_inclusion(LEAVES[0], index, size, [], LEAVES[0])


@pytest.mark.parametrize(("old_size", "size"), [(-1, 8), (9, 8), (1, 0)])
def test_a_tree_cannot_begin_with_a_larger_one(old_size: int, size: int) -> None:
    with pytest.raises(InvalidProof, match="cannot begin"):
        consistency_proof(old_size, size, subtrees(LEAVES))
    with pytest.raises(InvalidProof, match="cannot begin"):
        verify_consistency(old_size, LEAVES[0], size, LEAVES[0], [])


def test_a_proof_over_more_leaves_than_there_are_is_refused() -> None:
    with pytest.raises(InvalidProof, match="not complete"):
        inclusion_proof(0, 9, subtrees(LEAVES))


def test_every_tree_begins_with_the_empty_one_and_with_itself() -> None:
    whole = root(LEAVES)
    verify_consistency(0, EMPTY_ROOT, 8, whole, [])
    verify_consistency(8, whole, 8, whole, [])
    with pytest.raises(InvalidProof, match="empty tree"):
        verify_consistency(0, whole, 8, whole, [])
    with pytest.raises(InvalidProof, match="same 8 entries"):
        verify_consistency(8, LEAVES[0], 8, whole, [])
    with pytest.raises(InvalidProof, match="must be empty"):
        verify_consistency(8, whole, 8, whole, [whole])


def test_a_leaf_can_never_pass_for_a_node() -> None:
    assert leaf_hash(LEAVES[0] + LEAVES[1]) != node_hash(LEAVES[0], LEAVES[1])


def test_a_frontier_that_does_not_fit_its_size_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot have a frontier"):
        Frontier(3, (LEAVES[0],))
    with pytest.raises(ValueError, match="32 bytes"):
        Frontier(1, (b"short",))
