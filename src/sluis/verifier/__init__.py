"""Checks an exported log from the outside: signatures, entries, tiles, history, and what was seen before.

It never needs the system that keeps the log: no database, no web framework, no secret.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sluis.domain.audit import Finding, Kind, Stored, diagnose, diagnose_tiles, read
from sluis.domain.checkpoint import Checkpoint, InvalidCheckpoint, VerifierKey, open_note
from sluis.domain.merkle import root
from sluis.verifier.report import Tally, Verdict
from sluis.verifier.signature import verify_ed25519
from sluis.verifier.store import Log, Unusable

_WITH_EVIDENCE = (Kind.FORKED, Kind.MISSING_AT_END, Kind.CHECKPOINT_MISMATCH)


@dataclass(frozen=True, slots=True)
class _Signed:
    """A note of the log whose signature is good."""

    note: str
    checkpoint: Checkpoint


def verify_log(log: Log, location: str, keys: Sequence[VerifierKey], remembered_note: str | None = None) -> Verdict:
    """Verify a whole log; raises Unusable if there is nothing to verify or the remembered note is no good."""
    # The history is read first: a log that grows meanwhile then has a latest checkpoint at least as large.
    history = log.history()
    latest_note = log.checkpoint()
    remembered = _remembered(remembered_note, keys)
    findings: list[Finding] = []
    signed = list(_open_all(history or [], latest_note, keys, findings))
    latest = signed[-1] if signed else None
    findings += _strangers(signed)
    tally = Tally()
    if latest is not None:
        _require_same_log(remembered, latest.checkpoint)
        findings += _examine(log, latest.checkpoint, signed, remembered, tally)
    return Verdict(
        location=location,
        latest=latest.checkpoint if latest else None,
        latest_note=latest_note,
        history=None if history is None else len(history),
        remembered=remembered,
        tally=tally,
        findings=tuple(log.problems + findings),
        evidence=tuple(_evidence(findings, signed, remembered_note)),
    )


def _remembered(note: str | None, keys: Sequence[VerifierKey]) -> Checkpoint | None:
    if note is None:
        return None
    try:
        return open_note(note, keys, verify_ed25519)
    except InvalidCheckpoint as error:
        raise Unusable(
            f"The remembered checkpoint is no good: {error} Give the file that an earlier verification "
            "wrote, or the key it was signed with; do not delete it without finding out why."
        ) from error


def _require_same_log(remembered: Checkpoint | None, latest: Checkpoint) -> None:
    if remembered is not None and remembered.origin != latest.origin:
        raise Unusable(
            f"The remembered checkpoint is of the log {remembered.origin}, and this is the log "
            f"{latest.origin}. Give the file that belongs to this log."
        )


def _open_all(
    history: Sequence[str], latest: str, keys: Sequence[VerifierKey], findings: list[Finding]
) -> Iterator[_Signed]:
    """Give the good notes, the latest at the end; each bad one becomes a finding."""
    named = [(f"Checkpoint {number} of the history", note) for number, note in enumerate(history, 1)]
    if latest in history:
        # The latest note is usually the last of the history; it is then opened and reported once.
        named = [(name, note) for name, note in named if note != latest]
    for name, note in [*named, ("The latest checkpoint", latest)]:
        try:
            yield _Signed(note, open_note(note, keys, verify_ed25519))
        except InvalidCheckpoint as error:
            findings.append(Finding(Kind.BAD_SIGNATURE, None, f"{name} is not valid. {error}"))


def _strangers(signed: Sequence[_Signed]) -> list[Finding]:
    origins = {one.checkpoint.origin for one in signed[:-1]} - {one.checkpoint.origin for one in signed[-1:]}
    text = "The history of this log holds a checkpoint of another log, {}."
    return [Finding(Kind.BAD_SIGNATURE, None, text.format(origin)) for origin in sorted(origins)]


def _examine(
    log: Log,
    latest: Checkpoint,
    signed: Sequence[_Signed],
    remembered: Checkpoint | None,
    tally: Tally,
) -> list[Finding]:
    checkpoints = [one.checkpoint for one in signed if one.checkpoint.origin == latest.origin]
    stored = read(tally.watch(log.entries(latest.size)))
    tile_hashes = log.leaf_hashes(latest.size)
    findings = diagnose(stored, tile_hashes=tile_hashes, checkpoints=checkpoints, trusted=remembered)
    return findings + diagnose_tiles(_basis(stored, tile_hashes, latest), log.read_tile)


def _basis(stored: Stored, tile_hashes: list[bytes] | None, latest: Checkpoint) -> list[bytes]:
    """Choose the leaf hashes from which the upper tiles should follow: those that were signed."""
    if tile_hashes is None or root(stored.hashes) == latest.root:
        return stored.hashes
    return tile_hashes


def _evidence(
    findings: Sequence[Finding], signed: Sequence[_Signed], remembered: str | None
) -> Iterator[tuple[str, str]]:
    """Choose the signed notes that show what is wrong, for the reader to keep."""
    telling = [one for one in findings if one.kind in _WITH_EVIDENCE]
    if not telling or not signed:
        return
    if remembered is not None:
        yield "the checkpoint remembered from before", remembered
    yield "the latest checkpoint of the log", signed[-1].note
    sizes = {(one.index if one.last is None else one.last) for one in telling}
    for one in signed[:-1]:
        if one.checkpoint.size - 1 in sizes:
            yield f"the checkpoint signed for {one.checkpoint.size} entries", one.note
