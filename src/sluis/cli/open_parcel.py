"""Open a parcel as its municipality does: decrypt, check manifest and digests, print or write the rows."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from sluis.cli.outcome import DONE, CommandFailed

NAME = "open"
HELP = "open a parcel with the municipality's key"
NEEDS_DATABASE = False


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("parcel", type=Path, metavar="PARCEL", help="the file that ends in .zip.age")
    parser.add_argument("--key", required=True, type=Path, metavar="FILE", help="the municipality's age identity")
    parser.add_argument("--agency-key", metavar="LINE", help="the agency's minisign public key: check its signature")
    parser.add_argument("--rows", type=Path, metavar="FILE", help="write the rows here instead of printing them")


def run(args: argparse.Namespace) -> int:
    from sluis.adapters.sealing import BadIdentity, CannotOpen
    from sluis.adapters.signing import InvalidSignatureFile, verify_minisign
    from sluis.disclosures.sealing import ParcelDamaged, open_parcel

    sealed = _read(args.parcel)
    try:
        if args.agency_key is None:
            print("The agency's signature was NOT checked: give its public key with --agency-key.", file=sys.stderr)
        else:
            signature = _text(args.parcel.with_name(args.parcel.name + ".minisig"), "a signature of minisign")
            print(f"signed by the agency: {verify_minisign(sealed, signature, args.agency_key)}", file=sys.stderr)
        manifest, rows = open_parcel(sealed, _text(args.key, "an age identity file (AGE-SECRET-KEY-1...)"))
    except BadIdentity as error:
        raise CommandFailed(f"--key {args.key}: {error}") from error
    except (CannotOpen, ParcelDamaged, InvalidSignatureFile) as error:
        raise CommandFailed(f"{args.parcel}: {error}") from error
    # The manifest goes to the error stream, so that the rows can be piped on as they are.
    print(json.dumps(manifest, ensure_ascii=False, indent=2), file=sys.stderr)
    if args.rows:
        try:
            args.rows.write_bytes(rows)
        except OSError as error:
            raise CommandFailed(f"--rows {args.rows} cannot be written: {error.strerror}.") from error
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(rows)
    return DONE


def _text(path: Path, what: str) -> str:
    try:
        return _read(path).decode()
    except UnicodeDecodeError:
        raise CommandFailed(f"{path} is not {what}.") from None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandFailed(f"{path} cannot be read: {error.strerror}.") from error
