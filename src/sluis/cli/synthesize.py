"""Write an extract of invented people, to try Sluis out without a single real person.

The same number, seed and reference date give the same bytes. No number in it can belong to a living person.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from sluis.cli import clock, given
from sluis.cli.outcome import DONE, USAGE, CommandFailed

NAME = "synthesize"
HELP = "write an extract of invented people"
NEEDS_DATABASE = False


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="the CSV file to write")
    parser.add_argument("--people", metavar="N", type=int, required=True, help="how many people")
    parser.add_argument("--seed", metavar="S", type=int, required=True, help="any number; another gives other people")
    parser.add_argument(
        "--as-of",
        metavar="DATE",
        type=given.day,
        help="reference date of the extract, like 2026-11-01 (default: today)",
    )


def run(args: argparse.Namespace) -> int:
    # Imported here, so that a command line that is wrong is answered without loading the names.
    from sluis.dossiers import synthesis

    if args.people < 1:
        raise CommandFailed("--people must be at least 1.", status=USAGE)
    as_of = args.as_of or clock.today()
    try:
        synthesis.write_extract(args.file, people=args.people, seed=args.seed, as_of=as_of)
    except synthesis.TooManyPeople as error:
        raise CommandFailed(f"--people {args.people}: {error}", status=USAGE) from error
    except OSError as error:
        raise CommandFailed(f"{args.file} cannot be written: {error.strerror}. Choose another place.") from error
    print(f"{args.file}: {args.people} invented people as of {as_of}.")
    return DONE
