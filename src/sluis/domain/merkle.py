"""Computes RFC 6962 Merkle trees over SHA-256 and makes and checks their proofs.

It never reads or stores anything: hashes come in, hashes and proofs go out.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()

Subtree = Callable[[int, int], bytes]
"""``subtree(level, index)`` gives the hash of the ``2**level`` leaves that begin at ``index * 2**level``."""


class InvalidProof(ValueError):
    """A proof does not show what it claims; the message says which part fails."""


def leaf_hash(data: bytes) -> bytes:
    """Hash one entry: SHA-256 over 0x00 and the data, 32 bytes (RFC 6962, 2.1)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees into their parent: SHA-256 over 0x01, left, right (RFC 6962, 2.1)."""
    return sha256(b"\x01" + left + right).digest()


def _parents(row: Iterable[bytes]) -> list[bytes]:
    """Hash neighbours two by two; a last node without a neighbour is left out."""
    # Joining in place instead of calling node_hash is what makes a million leaves take half a second.
    nodes = iter(row)
    join = b"".join
    return [sha256(join((b"\x01", left, right))).digest() for left, right in zip(nodes, nodes, strict=False)]


@dataclass(frozen=True, slots=True)
class Frontier:
    """The right edge of a tree: all that is needed to grow it and to know its root.

    ``size`` is the number of leaves; ``nodes`` are the hashes of the complete subtrees that make up the
    tree, the largest first, one for each bit set in ``size``. Raises ValueError if the two do not fit.
    """

    size: int = 0
    nodes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.nodes) != self.size.bit_count():
            raise ValueError(
                f"A tree of {self.size} leaves cannot have a frontier of {len(self.nodes)} hashes; "
                "load the size and the hashes from the same moment."
            )
        if any(len(node) != HASH_BYTES for node in self.nodes):
            raise ValueError(f"Every frontier hash has {HASH_BYTES} bytes, and one of these has not.")

    def extend(self, leaf_hashes: Iterable[bytes]) -> "Frontier":
        """Return the frontier after these leaf hashes (32 bytes each, in order) are appended."""
        row = list(leaf_hashes)
        size = self.size + len(row)
        waiting = list(self.nodes)
        kept: list[bytes] = []
        level = 0
        while row or waiting:
            if self.size >> level & 1:
                row.insert(0, waiting.pop())
            if len(row) & 1:
                kept.append(row.pop())
            row = _parents(row)
            level += 1
        return Frontier(size, tuple(reversed(kept)))

    def root(self) -> bytes:
        """Return the tree hash, 32 bytes; ``EMPTY_ROOT`` for a tree without leaves (RFC 6962, 2.1)."""
        if not self.nodes:
            return EMPTY_ROOT
        *larger, folded = self.nodes
        for node in reversed(larger):
            folded = node_hash(node, folded)
        return folded


def root(leaf_hashes: Iterable[bytes]) -> bytes:
    """Return the tree hash over leaf hashes of 32 bytes, in order (RFC 6962, 2.1)."""
    row = list(leaf_hashes)
    if not row:
        return EMPTY_ROOT
    while len(row) > 1:
        odd = row[-1:] if len(row) & 1 else []
        row = _parents(row)
        row += odd
    return row[0]


def subtrees(leaf_hashes: Sequence[bytes]) -> Subtree:
    """Build the ``subtree`` function of a tree held in memory; it raises InvalidProof outside the tree."""
    rows = [list(leaf_hashes)]
    while len(rows[-1]) > 1:
        rows.append(_parents(rows[-1]))

    def subtree(level: int, index: int) -> bytes:
        if not (0 <= level < len(rows) and 0 <= index < len(rows[level])):
            raise InvalidProof(f"Subtree {index} at level {level} is not complete in a tree of {len(rows[0])} leaves.")
        return rows[level][index]

    return subtree


def _node(level: int, index: int, size: int, subtree: Subtree) -> bytes:
    """Hash the leaves below a node of a tree of ``size``, also where the right edge cuts the node off."""
    start, end = index << level, min((index + 1) << level, size)
    pieces: list[bytes] = []
    while start < end:
        height = min(level, (end - start).bit_length() - 1)
        pieces.append(subtree(height, start >> height))
        start += 1 << height
    folded = pieces.pop()
    while pieces:
        folded = node_hash(pieces.pop(), folded)
    return folded


def inclusion_proof(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """Prove that leaf ``index`` (from 0) is in the tree of ``size``: hashes from leaf to root.

    Raises InvalidProof if the tree has no such leaf (RFC 9162, 2.1.3.1).
    """
    _require_index(index, size)
    return _path(0, index, size, subtree)


def _path(level: int, node: int, size: int, subtree: Subtree) -> list[bytes]:
    """Collect the neighbours on the way up from a node; a node without a neighbour is promoted as it is."""
    proof: list[bytes] = []
    last = (size - 1) >> level
    while last > 0:
        neighbour = node ^ 1
        if neighbour <= last:
            proof.append(_node(level, neighbour, size, subtree))
        level, node, last = level + 1, node >> 1, last >> 1
    return proof


def consistency_proof(old_size: int, size: int, subtree: Subtree) -> list[bytes]:
    """Prove that the tree of ``size`` begins with the tree of ``old_size`` leaves.

    The proof is empty if the sizes are equal or the old tree is empty. Raises InvalidProof if the old tree
    is the larger (RFC 9162, 2.1.4.1).
    """
    _require_order(old_size, size)
    if old_size in (0, size):
        return []
    level = _trailing_ones(old_size - 1)
    node = (old_size - 1) >> level
    # If the old tree is one complete subtree, its root is known to the verifier and is left out.
    first = [subtree(level, node)] if node else []
    return first + _path(level, node, size, subtree)


def _trailing_ones(number: int) -> int:
    """Count the ones at the low end: how far the last leaf's path climbs before it meets a left turn."""
    return (number ^ (number + 1)).bit_length() - 1


def verify_inclusion(leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Check that the leaf stands at ``index`` of the tree with this size and root (RFC 9162, 2.1.3.2).

    Raises InvalidProof with the reason if it is not shown.
    """
    _require_index(index, size)
    _require_hashes([leaf_hash, root, *proof])
    node, last, computed = index, size - 1, leaf_hash
    for step in proof:
        node, last = _climb(node, last)
        computed = node_hash(step, computed) if node & 1 else node_hash(computed, step)
        node, last = node >> 1, last >> 1
    _require_top(last, node)
    if computed != root:
        raise InvalidProof(f"The proof for entry {index} does not lead to the root of the tree of {size}.")


def _climb(node: int, last: int) -> tuple[int, int]:
    """Skip the levels at which a node on the right edge has no neighbour; the proof has no hash for those."""
    if last == 0:
        raise InvalidProof("The proof has more hashes than the tree has levels.")
    while node == last and not node & 1:
        node, last = node >> 1, last >> 1
    return node, last


def _require_top(last: int, node: int) -> None:
    if last != 0 or node != 0:
        raise InvalidProof("The proof has fewer hashes than the tree has levels.")


def verify_consistency(old_size: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> None:
    """Check that the tree (size, root) begins with the tree (old_size, old_root) (RFC 9162, 2.1.4.2).

    Raises InvalidProof with the reason if it is not shown.
    """
    _require_order(old_size, size)
    _require_hashes([old_root, root, *proof])
    if old_size in (0, size):
        _verify_without_hashes(old_size, old_root, size, root, proof)
        return
    level = _trailing_ones(old_size - 1)
    steps = list(proof)
    if (old_size - 1) >> level == 0:
        steps.insert(0, old_root)
    if not steps:
        raise InvalidProof(f"The proof from {old_size} to {size} entries is empty; it needs hashes.")
    old_computed, computed = _fold_both((old_size - 1) >> level, (size - 1) >> level, steps)
    if old_computed != old_root:
        raise InvalidProof(f"The proof does not lead to the old root of {old_size} entries.")
    if computed != root:
        raise InvalidProof(f"The proof does not lead to the new root of {size} entries.")


def _fold_both(node: int, last: int, steps: Sequence[bytes]) -> tuple[bytes, bytes]:
    """Climb from the old tree's last complete subtree and fold the old and the new root at once."""
    old_computed = computed = steps[0]
    for step in steps[1:]:
        node, last = _climb(node, last)
        if node & 1:
            old_computed, computed = node_hash(step, old_computed), node_hash(step, computed)
        else:
            computed = node_hash(computed, step)
        node, last = node >> 1, last >> 1
    _require_top(last, node)
    return old_computed, computed


def _verify_without_hashes(old_size: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> None:
    if proof:
        raise InvalidProof(f"The proof from {old_size} to {size} entries must be empty.")
    if old_size == size and old_root != root:
        raise InvalidProof(f"Two different roots are claimed for the same {size} entries.")
    if old_size == 0 and old_root != EMPTY_ROOT:
        raise InvalidProof("The old tree has no entries, yet its root is not that of the empty tree.")


def _require_index(index: int, size: int) -> None:
    if not 0 <= index < size:
        raise InvalidProof(f"Entry {index} is outside the tree, which has {size} entries counted from 0.")


def _require_order(old_size: int, size: int) -> None:
    if not 0 <= old_size <= size:
        raise InvalidProof(f"A tree of {size} entries cannot begin with a tree of {old_size}.")


def _require_hashes(hashes: Iterable[bytes]) -> None:
    if any(len(value) != HASH_BYTES for value in hashes):
        raise InvalidProof(f"Every hash in a proof has {HASH_BYTES} bytes, and one of these has not.")
