"""Says what is wrong with a log, and with which entry, from what its keeper holds and has signed.

It never reads a store and keeps no entry: bodies pass by once, and only their hashes of 32 bytes stay.
"""

from array import array
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from sluis.domain import merkle, tiles
from sluis.domain.checkpoint import Checkpoint

Entry = tuple[int, bytes, bytes | None]
"""One stored entry: the number it claims (from 0), its body, and the leaf hash stored beside it, if any."""


class Kind(StrEnum):
    """What can be wrong with a log. The values are printed and stored, so a rename is a migration."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    REORDERED = "reordered"
    GAP = "gap"
    DUPLICATE = "duplicate"
    MISSING_AT_END = "missing_at_end"
    FORKED = "forked"
    CHECKPOINT_MISMATCH = "checkpoint_mismatch"
    HASH_ALTERED = "hash_altered"
    UNREADABLE = "unreadable"
    BAD_SIGNATURE = "bad_signature"


_NAMES_AN_ENTRY = (Kind.CHANGED, Kind.INSERTED, Kind.REORDERED, Kind.HASH_ALTERED)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: its kind, the entry it begins at (from 0, None if no entry), a sentence.

    ``last`` is the last entry of a range, and None if the finding is about one entry only.
    """

    kind: Kind
    index: int | None
    explanation: str
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """What a store holds: the numbers claimed, the hashes of the bodies, the hashes stored beside them."""

    numbers: Sequence[int]
    hashes: list[bytes]
    recorded: list[bytes | None]


def read(entries: Iterable[Entry]) -> Stored:
    """Hash every body as it passes by; about 100 bytes of memory an entry stay."""
    numbers, hashes = array("q"), []
    recorded: list[bytes | None] = []
    for number, body, beside in entries:
        numbers.append(number)
        hashes.append(merkle.leaf_hash(body))
        # Keeping the equal object once instead of twice saves a third of the memory.
        recorded.append(hashes[-1] if beside == hashes[-1] else beside)
    return Stored(numbers, hashes, recorded)


def audit(
    entries: Iterable[Entry],
    *,
    tile_hashes: Sequence[bytes] | None = None,
    checkpoints: Sequence[Checkpoint] = (),
    trusted: Checkpoint | None = None,
    pending_allowed: bool = False,
) -> list[Finding]:
    """Find everything that is wrong with a log; an empty list means that it is sound.

    ``entries`` come in store order. ``tile_hashes`` are the leaf hashes its tiles record. ``checkpoints`` are
    all signed tree heads, their signatures checked before; ``trusted`` is the one an outsider remembers.
    ``pending_allowed`` accepts entries after the last checkpoint, which a log at work may hold for a moment.
    """
    return diagnose(
        read(entries),
        tile_hashes=tile_hashes,
        checkpoints=checkpoints,
        trusted=trusted,
        pending_allowed=pending_allowed,
    )


def diagnose(
    stored: Stored,
    *,
    tile_hashes: Sequence[bytes] | None = None,
    checkpoints: Sequence[Checkpoint] = (),
    trusted: Checkpoint | None = None,
    pending_allowed: bool = False,
) -> list[Finding]:
    """Find everything that is wrong with entries read before; the arguments are those of ``audit``."""
    heads = _weigh(stored.hashes, checkpoints, trusted)
    reference = _reference(stored, tile_hashes)
    findings = _conflicts(heads) + _trust(heads)
    numbering = _numbering(stored.numbers)
    if reference is None:
        findings += _narrow(heads) + numbering
    else:
        certain = _vouched(reference, heads.signed)
        compared = _compare(stored, reference, heads.vouched, certain, pending_allowed)
        findings += [] if certain else _narrow(heads)
        findings += compared + _unexplained(numbering, compared if certain else [])
        findings += _altered(stored, reference, heads.vouched)
    findings += _altered_beside(stored, reference, heads.vouched, findings)
    return findings if pending_allowed else findings + _unsigned(heads, findings)


def diagnose_tiles(hashes: Sequence[bytes], read_tile: tiles.ReadTile) -> list[Finding]:
    """Compare the tiles above level 0 with those that follow from the leaf hashes.

    ``read_tile`` raises InvalidTile where it has no tile; that is then a finding. Level 0 is left to
    ``diagnose``, which says more about it.
    """
    size = len(hashes)
    expected = ((tile, data) for tile, data in tiles.tiles_written(0, hashes, read_tile) if tile.level)
    return [finding for tile, data in expected for finding in _tile_finding(tile, data, size, read_tile)]


def _tile_finding(tile: tiles.Tile, data: bytes, size: int, read_tile: tiles.ReadTile) -> list[Finding]:
    leaves = tiles.TILE_WIDTH**tile.level
    first = tile.index * tiles.TILE_WIDTH * leaves
    last = min(first + tile.width * leaves, size) - 1
    try:
        found = read_tile(tile.level, tile.index, tile.width)
    except tiles.InvalidTile as error:
        return [_finding(Kind.UNREADABLE, first, last, f"{error} It covers entries {first} to {last}.")]
    if found == data:
        return []
    text = f"The tile {tile.path} does not follow from the hashes of entries {first} to {last}: it was altered."
    return [_finding(Kind.HASH_ALTERED, first, last, text)]


@dataclass(frozen=True, slots=True)
class _Heads:
    """The signed tree heads, smallest first, weighed against the entries that are really there.

    ``matched`` are the sizes of signed heads whose root the entries give; ``vouched`` is the largest of them.
    """

    signed: Sequence[Checkpoint]
    trusted: Checkpoint | None
    count: int
    matched: Sequence[int]
    trust_kept: bool

    @property
    def vouched(self) -> int:
        return self.matched[-1] if self.matched else 0

    @property
    def largest(self) -> int:
        return self.signed[-1].size if self.signed else 0

    def broken(self) -> list[Checkpoint]:
        """Heads that the entries contradict, where no later head speaks for the entries."""
        return [head for head in self.signed if head.size > self.vouched]


def _weigh(hashes: Sequence[bytes], checkpoints: Sequence[Checkpoint], trusted: Checkpoint | None) -> _Heads:
    # Where nothing else is signed, the remembered checkpoint is the one measure there is.
    known = checkpoints or ([trusted] if trusted else [])
    signed = sorted(set(known), key=lambda head: (head.size, head.root))
    roots = _roots(hashes, {head.size for head in signed} | ({trusted.size} if trusted else set()))
    matched = [head.size for head in signed if roots.get(head.size) == head.root]
    kept = trusted is None or roots.get(trusted.size) == trusted.root
    return _Heads(signed, trusted, len(hashes), matched, kept)


def _roots(hashes: Sequence[bytes], sizes: Iterable[int]) -> dict[int, bytes]:
    """Compute the root at each size that is reached, in one pass over the hashes."""
    frontier, roots = merkle.Frontier(), {}
    for size in sorted(sizes):
        if size <= len(hashes):
            frontier = frontier.extend(hashes[frontier.size : size])
            roots[size] = frontier.root()
    return roots


def _vouched(reference: Sequence[bytes], signed: Sequence[Checkpoint]) -> bool:
    """Say whether recorded hashes are those that were signed: then only they may tell what an entry was."""
    roots = _roots(reference, {head.size for head in signed})
    return bool(signed) and all(roots.get(head.size) == head.root for head in signed)


def _reference(stored: Stored, tile_hashes: Sequence[bytes] | None) -> Sequence[bytes] | None:
    if tile_hashes is not None:
        return tile_hashes
    beside = [value for value in stored.recorded if value is not None]
    return beside if beside and len(beside) == len(stored.recorded) else None


def _conflicts(heads: _Heads) -> list[Finding]:
    """Find signed heads that cannot belong to one history."""
    findings = [
        _forked(0, two.size, f"Two different roots are signed for {two.size} entries")
        for one, two in pairwise(heads.signed)
        if one.size == two.size
    ]
    matched = set(heads.matched)
    for head in heads.signed:
        if head.size < heads.vouched and head.size not in matched:
            text = f"The root signed for {head.size} entries is not on the way to the one for {heads.vouched}"
            findings.append(_forked(0, head.size, text))
    return findings


def _trust(heads: _Heads) -> list[Finding]:
    """Compare the remembered head with the log: taken back, or another history."""
    trusted = heads.trusted
    if trusted is None or heads.trust_kept or trusted in heads.signed:
        return []
    if trusted.size > heads.largest:
        return [_taken_back(heads, trusted)]
    rivals = [head for head in heads.signed if head.size == trusted.size]
    if rivals or trusted.size <= heads.vouched:
        text = f"The remembered checkpoint of {trusted.size} entries and the log have different roots"
        return [_forked(0, trusted.size, text)]
    return []


def _taken_back(heads: _Heads, trusted: Checkpoint) -> Finding:
    first, last = heads.largest, trusted.size - 1
    return _finding(
        Kind.MISSING_AT_END,
        first,
        last,
        f"The log was rolled back: the remembered checkpoint holds {trusted.size} entries and the log now "
        f"shows {heads.largest}. {_say(first, last, '{who} {are}')} missing at the end.",
    )


def _forked(first: int, size: int, text: str) -> Finding:
    last = max(first, size - 1)
    return _finding(
        Kind.FORKED,
        first,
        last,
        f"{text}: the history was forked. At least one entry between entry {first} and entry {last} "
        "is not the same in both.",
    )


def _narrow(heads: _Heads) -> list[Finding]:
    """Say between which entries the trouble begins, which is all that checkpoints alone can tell."""
    broken = heads.broken()
    reached = [head for head in broken if head.size <= heads.count]
    if reached:
        return [_mismatch(heads, reached[0])]
    if not broken:
        return []
    first, last = heads.count, heads.largest - 1
    text = f"{{who}} {{are}} missing at the end: {heads.largest} are signed, {heads.count} are there."
    return [_finding(Kind.MISSING_AT_END, first, last, _say(first, last, text))]


def _mismatch(heads: _Heads, head: Checkpoint) -> Finding:
    first, last = heads.vouched, max(heads.vouched, head.size - 1)
    short = heads.count < heads.largest
    count = f" {heads.largest} entries are signed, {heads.count} are there." if short else ""
    return _finding(
        Kind.CHECKPOINT_MISMATCH,
        first,
        last,
        f"The entries do not give the root signed for {head.size} entries: something between entry {first} "
        f"and entry {last} was changed, removed, inserted or reordered.{count}",
    )


def _unsigned(heads: _Heads, findings: Sequence[Finding]) -> list[Finding]:
    first, last = heads.largest, heads.count - 1
    known = any(one.kind is Kind.INSERTED and (one.last or one.index or 0) >= first for one in findings)
    if known or not heads.signed or heads.broken() or last < first:
        return []
    text = f"{{who}} {{were}} inserted at the end: no checkpoint is signed for more than {first} entries."
    return [_finding(Kind.INSERTED, first, last, _say(first, last, text))]


def _numbering(numbers: Sequence[int]) -> list[Finding]:
    """Find numbers that are left out, used twice or out of order; they should count from 0 without a gap."""
    if all(number == place for place, number in enumerate(numbers)):
        return []
    twice = sorted({number for number, count in _counted(numbers).items() if count > 1})
    late = sorted({second for first, second in pairwise(numbers) if second < first})
    return [
        *_ranges(Kind.GAP, _left_out(numbers), "{who} {are} missing: the numbering skips over it."),
        *_ranges(Kind.DUPLICATE, twice, "{who} {are} there more than once: a number belongs to one entry."),
        *_ranges(Kind.REORDERED, late, "{who} {are} out of order: a higher number comes before."),
    ]


def _counted(numbers: Sequence[int]) -> dict[int, int]:
    counts: dict[int, int] = defaultdict(int)
    for number in numbers:
        counts[number] += 1
    return counts


def _left_out(numbers: Sequence[int]) -> list[int]:
    """List the numbers below the highest that no entry claims, within bounds."""
    used = set(numbers)
    # A single absurd number must not make us list a billion gaps: the range of the first ones says enough.
    top = min(max(numbers), 2 * len(numbers) + 1024)
    return [number for number in range(top) if number not in used]


def _unexplained(numbering: list[Finding], compared: list[Finding]) -> list[Finding]:
    """Leave out gaps and doubles where the comparison has named the entry that was taken out or put in."""
    named = {Kind.REMOVED, Kind.INSERTED, Kind.MISSING_AT_END}
    return [] if any(one.kind in named for one in compared) else numbering


def _altered(stored: Stored, reference: Sequence[bytes], vouched: int) -> list[Finding]:
    pairs = zip(stored.hashes[:vouched], reference, strict=False)
    places = [place for place, (body, recorded) in enumerate(pairs) if body != recorded]
    text = "{who} {are} as signed, but the hash recorded for it is another one: the record was altered."
    return _ranges(Kind.HASH_ALTERED, places, text)


def _altered_beside(
    stored: Stored, reference: Sequence[bytes] | None, vouched: int, findings: Sequence[Finding]
) -> list[Finding]:
    """Judge the hashes stored beside the entries, where nothing else has judged the entry yet."""
    judged = _judged(findings, len(stored.hashes))
    places = [
        place
        for place, (body, beside) in enumerate(zip(stored.hashes, stored.recorded, strict=True))
        if beside not in (None, body) and not judged[place]
    ]
    others = [] if reference is None else reference
    sound = {place for place in places if place < vouched or _same(others, stored.hashes, place)}
    altered = "{who} {are} as recorded elsewhere, but the hash stored beside it is another one: it was altered."
    changed = "{who} {are} not what the hash stored beside it says: the entry or that hash was changed."
    return [
        *_ranges(Kind.HASH_ALTERED, sorted(sound), altered),
        *_ranges(Kind.CHANGED, [place for place in places if place not in sound], changed),
    ]


def _same(reference: Sequence[bytes], hashes: Sequence[bytes], place: int) -> bool:
    return place < len(reference) and reference[place] == hashes[place]


def _judged(findings: Sequence[Finding], count: int) -> bytearray:
    """Mark the entries that a finding has named already."""
    marks = bytearray(count)
    for one in findings:
        if one.index is not None and one.kind in _NAMES_AN_ENTRY:
            last = one.index if one.last is None else one.last
            for place in range(one.index, min(last + 1, count)):
                marks[place] = 1
    return marks


@dataclass(frozen=True, slots=True)
class _Alignment:
    """Where two rows of hashes part: places in the reference for changed and lost, in the store for new ones.

    ``moved`` pairs the place in the reference with the place in the store; ``appended`` is how many of the
    new ones stand after everything else.
    """

    changed: list[int]
    lost: list[int]
    new: list[int]
    moved: list[tuple[int, int]]
    appended: int


def _compare(
    stored: Stored, reference: Sequence[bytes], vouched: int, certain: bool, pending_allowed: bool
) -> list[Finding]:
    """Name the entries in which the store and the recorded hashes differ, from entry ``vouched`` on."""
    found = _align(reference, stored.hashes, vouched)
    new = found.new[: len(found.new) - found.appended] if pending_allowed else found.new
    source = "was signed" if certain else "is recorded"
    tail = _tail(found.lost, len(reference))
    lost = found.lost[: len(found.lost) - len(tail)]
    return [
        *_ranges(Kind.CHANGED, found.changed, f"{{who}} {{were}} changed: not what {source} under that number."),
        *_ranges(Kind.REMOVED, lost, f"{{who}} {{were}} removed: what {source} there is not in the log any more."),
        *_ranges(Kind.INSERTED, new, f"{{who}} {{were}} inserted: nothing of the kind {source}."),
        *(_moved(r, c, source) for r, c in found.moved),
        *_ranges(Kind.MISSING_AT_END, tail, f"{{who}} {{are}} missing at the end: more {source} than is there."),
    ]


def _moved(reference_place: int, store_place: int, source: str) -> Finding:
    low, high = sorted((reference_place, store_place))
    return Finding(
        Kind.REORDERED,
        reference_place,
        f"Entry {reference_place} now stands at place {store_place}: that is not the order which {source}, "
        f"and entries {low} to {high} have changed places.",
    )


def _tail(lost: Sequence[int], end: int) -> list[int]:
    """Take from the lost places those that reach without a break to the end."""
    start = len(lost)
    while start and lost[start - 1] == end - 1 - (len(lost) - start):
        start -= 1
    return list(lost[start:])


def _align(reference: Sequence[bytes], hashes: Sequence[bytes], start: int) -> _Alignment:
    """Match two rows by hash. Equal ends are cut off first, so the work grows with what differs."""
    start = _equal_from(reference, hashes, start)
    ends = _equal_to(reference, hashes, start)
    pairs, new = _matched(reference, hashes, range(start, len(reference) - ends), range(start, len(hashes) - ends))
    kept = _in_order(pairs)
    still = set(kept)
    matched = {r for r, _ in pairs}
    lost = [r for r in range(start, len(reference) - ends) if r not in matched]
    moved = [pair for pair in pairs if pair not in still]
    changed, lost, new, appended = _same_slot(lost, new, kept, at_end=ends == 0)
    return _Alignment(changed, lost, new, moved, appended)


def _equal_from(reference: Sequence[bytes], hashes: Sequence[bytes], start: int) -> int:
    end = min(len(reference), len(hashes))
    while start < end and reference[start] == hashes[start]:
        start += 1
    return start


def _equal_to(reference: Sequence[bytes], hashes: Sequence[bytes], start: int) -> int:
    room = max(0, min(len(reference), len(hashes)) - start)
    ends = 0
    while ends < room and reference[-1 - ends] == hashes[-1 - ends]:
        ends += 1
    return ends


def _matched(
    reference: Sequence[bytes], hashes: Sequence[bytes], places: range, store_places: range
) -> tuple[list[tuple[int, int]], list[int]]:
    """Pair each stored hash with the first free equal one in the reference; the others are new."""
    free: dict[bytes, deque[int]] = defaultdict(deque)
    for place in places:
        free[reference[place]].append(place)
    pairs: list[tuple[int, int]] = []
    new: list[int] = []
    for place in store_places:
        waiting = free.get(hashes[place])
        if waiting:
            pairs.append((waiting.popleft(), place))
        else:
            new.append(place)
    return pairs, new


def _in_order(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Keep the longest row of pairs whose reference places ascend; the others are those that moved."""
    tops: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for number, (place, _) in enumerate(pairs):
        pile = bisect_left(tops, place)
        before.append(at[pile - 1] if pile else -1)
        tops[pile : pile + 1], at[pile : pile + 1] = [place], [number]
    return list(reversed(list(_back(pairs, before, at[-1] if at else -1))))


def _back(pairs: Sequence[tuple[int, int]], before: Sequence[int], number: int) -> Iterator[tuple[int, int]]:
    while number >= 0:
        yield pairs[number]
        number = before[number]


def _same_slot(
    lost: list[int], new: list[int], kept: Sequence[tuple[int, int]], *, at_end: bool
) -> tuple[list[int], list[int], list[int], int]:
    """Call an entry changed if one was lost and one is new between the same neighbours."""
    reference_places, store_places = [r for r, _ in kept], [c for _, c in kept]
    slots: dict[int, deque[int]] = defaultdict(deque)
    for place in new:
        slots[bisect_left(store_places, place)].append(place)
    changed: list[int] = []
    gone: list[int] = []
    for place in lost:
        waiting = slots.get(bisect_left(reference_places, place))
        if waiting:
            waiting.popleft()
            changed.append(place)
        else:
            gone.append(place)
    appended = len(slots[len(kept)]) if at_end else 0
    return changed, gone, [place for slot in sorted(slots) for place in slots[slot]], appended


def _ranges(kind: Kind, places: Sequence[int], text: str) -> list[Finding]:
    """Make one finding of each row of neighbouring places."""
    findings: list[Finding] = []
    first = 0
    for at, place in enumerate(places):
        if at + 1 == len(places) or places[at + 1] != place + 1:
            findings.append(_finding(kind, places[first], place, _say(places[first], place, text)))
            first = at + 1
    return findings


def _finding(kind: Kind, first: int, last: int, text: str) -> Finding:
    return Finding(kind, first, text, last if last > first else None)


def _say(first: int, last: int, text: str) -> str:
    if last > first:
        return text.format(who=f"Entries {first} to {last}", are="are", were="were")
    return text.format(who=f"Entry {first}", are="is", were="was")
