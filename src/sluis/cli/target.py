"""The targets: set what the agency said it aims for, or list what stood on a day and how far it had come."""

from __future__ import annotations

import argparse
import sys
from datetime import date

from sluis.cli import clock, given
from sluis.cli.outcome import DONE, USAGE, CommandFailed
from sluis.cli.protocol import acting
from sluis.domain.words import Period

NAME = "target"
HELP = "how many municipalities an agency aims for, how far that has come, and where it leads"


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    setting = verbs.add_parser("set", help="record what the agency said; what was said before stays")
    setting.add_argument("period", metavar="PERIOD", type=given.no_person, help="what it is called, like 2019-2024")
    setting.add_argument("--days", metavar="FROM..UNTIL", type=_days, required=True, help="its first and last day")
    aim = setting.add_mutually_exclusive_group(required=True)
    aim.add_argument("--number", metavar="COUNT", type=int, help="so many municipalities")
    aim.add_argument("--share", metavar="PERCENT", type=int, help="so much of the municipalities of the last day")
    aim.add_argument("--as-many-as-possible", action="store_true", help="no number")
    setting.add_argument("--said-on", metavar="DATE", type=given.day, help="the day it was said (default: today)")
    setting.add_argument("--source", metavar="TEXT", type=given.no_person, required=True, help="where it was said")
    acting.actor(setting)
    listing = verbs.add_parser("list", help="the targets as they stood on a day, with progress and forecast")
    listing.add_argument("--on", metavar="DATE", type=given.day, help="the day, like 2020-11-15 (default: today)")
    listing.add_argument("--format", choices=("text", "json"), default="text", help="default: %(default)s")


def _days(text: str) -> tuple[date, date]:
    try:
        period = Period.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return period.first, period.last


def run(args: argparse.Namespace) -> int:
    return _set(args) if args.verb == "set" else _list(args)


def _set(args: argparse.Namespace) -> int:
    from sluis.domain.lifecycle import NotPossible
    from sluis.register.actions import set_target
    from sluis.register.targets import TargetKind

    if args.number is not None:
        kind, value = TargetKind.NUMBER, args.number
    elif args.share is not None:
        kind, value = TargetKind.SHARE, args.share
    else:
        kind, value = TargetKind.AS_MANY_AS_POSSIBLE, None
    try:
        said = set_target(
            period=args.period,
            first_day=args.days[0],
            last_day=args.days[1],
            kind=kind,
            value=value,
            said_on=args.said_on or clock.today(),
            source=args.source,
            by=acting.who(args),
            at=clock.now(),
        )
    except NotPossible as error:
        raise CommandFailed("\n".join(reason.en for reason in error.reasons), status=USAGE) from error
    print(f"Set for {said.agency}, {said.period}: it counts from {said.said_on} on.")
    return DONE


def _list(args: argparse.Namespace) -> int:
    from sluis.register import target_data
    from sluis.register.outlook import outlooks

    found = outlooks(args.on or clock.today(), today=clock.today())
    sys.stdout.write((target_data.as_json if args.format == "json" else target_data.as_text)(found))
    return DONE
