"""Which municipalities have a protocol in force on a day, since when, per province, and of how many."""

from __future__ import annotations

import argparse
import sys

from sluis.cli import clock
from sluis.cli.given import day
from sluis.cli.outcome import DONE
from sluis.register.formats import FORMATS

NAME = "overview"
HELP = "which municipalities have a protocol in force"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--on", metavar="DATE", type=day, help="the day, like 2020-11-15 (default: today)")
    parser.add_argument("--format", choices=tuple(FORMATS), default="text", help="default: %(default)s")


def run(args: argparse.Namespace) -> int:
    from sluis.register.queries import overview

    sys.stdout.write(FORMATS[args.format](overview(args.on or clock.today())))
    return DONE
