"""Do the jobs: deliver what waits, sign the ledger, take in extracts of the inbox, and what is due each day."""

from __future__ import annotations

import argparse

from sluis.cli import clock
from sluis.cli.outcome import DONE, CommandFailed

NAME = "work"
HELP = "do jobs, until it is interrupted"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="do what is ready, and end")


def run(args: argparse.Namespace) -> int:
    from procrastinate.exceptions import ConnectorException

    from sluis.jobs import worker

    if not args.once:
        print("The worker does the jobs (Ctrl-C stops it).", flush=True)
    try:
        worker.work(once=args.once, at=clock.now())
    except ConnectorException as error:
        raise CommandFailed(
            "The worker lost the database. Look whether it runs, and start the worker again."
        ) from error
    return DONE
