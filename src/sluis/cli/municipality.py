"""Which municipality a NIS code is on a day, and who succeeds it."""

from __future__ import annotations

import argparse
from datetime import date

from sluis.cli import clock
from sluis.cli.given import day
from sluis.cli.outcome import DONE, CommandFailed
from sluis.domain.municipalities import Answer, UnknownMunicipality
from sluis.parties.municipalities import municipalities

NAME = "municipality"
HELP = "which municipality a NIS code is on a day"
NEEDS_DATABASE = False


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("nis", metavar="NIS", help="NIS code, like 23003")
    parser.add_argument("--on", metavar="DATE", type=day, help="the day, like 2024-12-31 (default: today)")


def run(args: argparse.Namespace) -> int:
    on = args.on or clock.today()
    try:
        answer = municipalities().what_is(args.nis, on)
    except UnknownMunicipality as error:
        raise CommandFailed(str(error)) from error
    print(_sentences(answer, on))
    return DONE


def _sentences(answer: Answer, on: date) -> str:
    row = answer.municipality
    where = f"{row.name} (province {row.province}, arrondissement {row.arrondissement})"
    if answer.exists:
        said = f"{row.nis} is {where} on {on}."
    elif row.valid_from is not None and on < row.valid_from:
        said = f"{row.nis} does not exist yet on {on}: it is {where} from {row.valid_from} on."
    else:
        said = f"{row.nis} no longer exists on {on}: it was {where} until {row.valid_until} included."
    if answer.successor is not None:
        said += f"\n{answer.successor.name} ({answer.successor.nis}) succeeds it on {answer.succeeded_on}."
    return said
