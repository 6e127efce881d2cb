"""Making it known: take in the list of whom the agency can reach at municipalities; count recent attests."""

from __future__ import annotations

import argparse
from pathlib import Path

from sluis.cli import clock, given
from sluis.cli.outcome import DONE, FAILED, CommandFailed
from sluis.cli.protocol import acting

NAME = "outreach"
HELP = "take in a list of contacts at municipalities; count recent attests"


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    take_in = verbs.add_parser("import", help="put a list of contacts (CSV) in the place of the one before")
    take_in.add_argument("file", metavar="FILE", type=Path, help="the list; its columns: docs/reference")
    take_in.add_argument("--agency", metavar="CODE", type=given.agency, default="agii", help="default: %(default)s")
    take_in.add_argument("--good-rows", action="store_true", help="take in the good lines where others are wrong")
    take_in.add_argument("--look", action="store_true", help="say what would change, and take in nothing")
    verbs.add_parser("count", help="count in the vault how many people obtained the attest, by municipality")


def run(args: argparse.Namespace) -> int:
    return _count() if args.verb == "count" else _take_in(args)


def _count() -> int:
    from sluis.jobs.counting import count_attests

    for agency, counted in count_attests(at=clock.now()).items():
        told = [count for count in counted.values() if count is not None]
        print(f"{agency}: {len(counted)} municipalities counted, {len(told)} with enough people to tell a number.")
    return DONE


def _take_in(args: argparse.Namespace) -> int:
    from sluis.domain.access import Actor, Role
    from sluis.domain.lifecycle import NotPossible
    from sluis.outreach import actions, contact_list, queries
    from sluis.parties import queries as parties

    if args.agency not in parties.agency_codes():
        raise CommandFailed(f"No agency {args.agency} is registered here.")
    try:
        read = contact_list.read(args.file.read_bytes(), on=clock.today())
    except OSError as error:
        raise CommandFailed(f"{args.file} cannot be read: {error.strerror}.") from error
    except contact_list.NotAList as error:
        raise CommandFailed(f"{args.file}: {error}") from error
    for fault in read.faults:
        print(f"line {fault.line}\t{fault.column or 'whole line'}\t{fault.reason.en}")
    change = queries.replaces(args.agency, read.rows)
    print(f"{change.new} are added, {change.stay} stay, {change.gone} fall away.")
    if args.look:
        return FAILED if read.faults else DONE
    by = Actor(acting.OPERATOR, f"agency:{args.agency}", Role.PROTOCOL_MANAGER)
    try:
        taken = actions.take_in_list(args.agency, read, good_rows_only=args.good_rows, by=by, at=clock.now())
    except NotPossible as error:
        raise CommandFailed("\n".join(reason.en for reason in error.reasons)) from error
    print(f"The list was taken in: {taken} people.")
    return DONE
