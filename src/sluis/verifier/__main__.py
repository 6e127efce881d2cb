"""Lets an outsider verify a log, or one proof from it, on the command line.

It never changes the log; the only file it writes is the one that remembers the checkpoint.

Exit status: 0 all is sound, 1 something is wrong, 2 the input cannot be used.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from sluis.domain.checkpoint import (
    InvalidCheckpoint,
    InvalidVerifierKey,
    VerifierKey,
    parse_proof,
    parse_verifier_key,
)
from sluis.domain.merkle import InvalidProof, leaf_hash
from sluis.verifier import verify_log
from sluis.verifier.report import render
from sluis.verifier.signature import verify_ed25519
from sluis.verifier.store import Log, Unusable, open_store

SOUND, WRONG, UNUSABLE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    given = _parser().parse_args(arguments)
    try:
        keys = [key for source in given.key for key in _keys(source)]
        if given.proof or given.entry:
            return _check_proof(given.proof, given.entry, keys)
        return _check_log(given.location, keys, given.remember)
    except Unusable as error:
        print(f"Nothing was verified. {error}", file=sys.stderr)
        return UNUSABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sluis.verifier",
        description="Verify that a Sluis log is whole, or that one entry is in it.",
        epilog="Exit status: 0 all is sound, 1 something is wrong, 2 the input cannot be used.",
    )
    parser.add_argument("location", nargs="?", help="the folder or the http(s) address of the exported log")
    parser.add_argument(
        "--key",
        required=True,
        action="append",
        metavar="VKEY_OR_FILE",
        help="the log's verifier key, or a file with one on each line; repeat it after a change of key",
    )
    parser.add_argument(
        "--remember",
        type=Path,
        metavar="FILE",
        help="compare with the checkpoint in this file, and store the new one there if all is sound",
    )
    parser.add_argument("--proof", type=Path, metavar="FILE", help="a .tlog-proof file to check, instead of a log")
    parser.add_argument("--entry", type=Path, metavar="FILE", help="the exact bytes of the entry it proves")
    return parser


def _keys(source: str) -> list[VerifierKey]:
    """Read a key given as text, or a file of keys, one a line; lines that begin with # are remarks."""
    lines, there = [source], Path(source).is_file()
    if there:
        lines = [line for line in _text(Path(source)).splitlines() if line.strip() and line[:1] != "#"]
    try:
        return [parse_verifier_key(line) for line in lines]
    except InvalidVerifierKey as error:
        nor = "" if there else " There is no file of that name either."
        raise Unusable(f"The key is no good: {error}{nor}") from error


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unusable(f"The file {path} cannot be read: {error.strerror}. Check its name.") from error


def _text(path: Path) -> str:
    try:
        return _bytes(path).decode()
    except UnicodeDecodeError as error:
        raise Unusable(f"The file {path} is not text in UTF-8. Check that it is the right file.") from error


def _check_log(location: str | None, keys: Sequence[VerifierKey], remember: Path | None) -> int:
    if location is None:
        raise Unusable("No log was named. Give the folder or the address of one, or --proof with --entry.")
    before = _text(remember) if remember is not None and remember.exists() else None
    verdict = verify_log(Log(open_store(location), location), location, keys, before)
    sys.stdout.write(render(verdict))
    if not verdict.sound:
        return WRONG
    if remember is not None:
        _write(remember, verdict.latest_note)
    return SOUND


def _write(path: Path, note: str) -> None:
    """Replace the file in one step, so that a crash leaves the old checkpoint or the new one, never half."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(note)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError as error:
        raise Unusable(
            f"The log is sound, but its checkpoint cannot be remembered in {path}: {error.strerror}."
        ) from error


def _check_proof(proof: Path | None, entry: Path | None, keys: Sequence[VerifierKey]) -> int:
    if proof is None or entry is None:
        raise Unusable("A proof needs its entry: give both --proof and --entry.")
    text, body = _text(proof), _bytes(entry)
    try:
        claim = parse_proof(text)
        checkpoint = claim.verify(leaf_hash(body), keys, verify_ed25519)
    except (InvalidProof, InvalidCheckpoint) as error:
        print(f"NOT PROVED: {error}")
        return WRONG
    print(f"PROVED: the entry is number {claim.index} of the {checkpoint.size} in the log {checkpoint.origin}.")
    return SOUND


if __name__ == "__main__":
    sys.exit(main())
