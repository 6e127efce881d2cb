"""The ledger: verify it entry by entry, sign what was added, export it for outsiders."""

from __future__ import annotations

import argparse
from pathlib import Path

from sluis.cli import clock
from sluis.cli.outcome import DONE, FAILED, CommandFailed

NAME = "ledger"
HELP = "verify, publish or export the ledger"


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    verbs.add_parser("verify", help="recompute everything; name each entry that was touched (exit status 1)")
    verbs.add_parser("publish", help="sign the ledger as it is now")
    export = verbs.add_parser("export", help="write the published ledger as C2SP tlog-tiles")
    export.add_argument("directory", type=Path, metavar="DIR")


def run(args: argparse.Namespace) -> int:
    return {"verify": _verify, "publish": _publish, "export": _export}[args.verb](args)


def _verify(_args: argparse.Namespace) -> int:
    from django.conf import settings

    from sluis.cli.instruments import ledger_key
    from sluis.ledger import queries

    findings = queries.audit_of(settings.LOG_ORIGIN, ledger_key().public_key)
    for finding in findings:
        print(f"{finding.kind}: {finding.explanation}")
    print(f"{queries.size()} entries, {len(queries.notes())} signed heads: {len(findings) or 'no'} finding(s).")
    return FAILED if findings else DONE


def _publish(_args: argparse.Namespace) -> int:
    from django.conf import settings

    from sluis.cli.instruments import ledger_key
    from sluis.ledger import actions

    try:
        head = actions.publish(origin=settings.LOG_ORIGIN, key=ledger_key(), at=clock.now())
    except actions.LedgerBroken as error:
        raise CommandFailed(str(error)) from error
    print(f"{head.size} entries, root {head.root.hex()}.")
    return DONE


def _export(args: argparse.Namespace) -> int:
    from sluis.ledger import queries

    count = 0
    try:
        for path, data in queries.export():
            target = args.directory / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
            count += 1
    except OSError as error:
        raise CommandFailed(f"{args.directory} cannot be written: {error.strerror}.") from error
    print(f"{count} files written to {args.directory}. Check them: python -m sluis.verifier {args.directory} --key KEY")
    return DONE
