"""Reads what is given to a command: a day, a NIS code, an agency's code, and the number of a person.

A wrong one is an error of usage that says what to give instead. A person's number never comes in as an argument:
arguments are shown in the list of processes and kept in the history of the shell.
"""

from __future__ import annotations

import argparse
import getpass
import sys
from datetime import date
from pathlib import Path

from sluis.cli.outcome import USAGE, CommandFailed
from sluis.domain import insz as numbers
from sluis.domain.entry import INSZ_SHAPED
from sluis.domain.words import is_agency_code, is_nis
from sluis.register.formats import InvalidDay, parse_day

# A number with its separators and some white space; more than this is another file than was meant.
LONGEST = 200


def day(text: str) -> date:
    """A day of which the municipalities are known."""
    try:
        return parse_day(text)
    except InvalidDay as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def nis(text: str) -> str:
    """A NIS code by its form. Whether there is such a municipality is for the gate to say."""
    if not is_nis(text):
        raise argparse.ArgumentTypeError("a NIS code is five digits, like 23003")
    return text


def no_person(text: str) -> str:
    """A text that is kept with an act, some of it in the public ledger: no person's number may stand in it."""
    if INSZ_SHAPED.search(text):
        raise argparse.ArgumentTypeError("this holds something shaped like a person's number; leave every person out")
    return text


def agency(text: str) -> str:
    """The code of a sending agency by its form."""
    if not is_agency_code(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no code of an agency, like agii")
    return text


def insz(path: Path | None) -> str:
    """The one INSZ in the file at `path`, or on the standard input, as eleven digits.

    At a terminal it is asked for and not shown.

    Raises:
        CommandFailed: it cannot be read, or is not one INSZ. The message does not repeat what was read.
    """
    text = _read(path).strip()
    where = "the standard input" if path is None else "the file of --insz-file"
    if not text:
        raise CommandFailed(f"There is nothing on {where}; give one INSZ there.", status=USAGE)
    number = numbers.bare(text)
    if len(text) > LONGEST or not numbers.is_digits(number):
        raise CommandFailed(f"What stands on {where} is not one INSZ: eleven digits, and nothing else.", status=USAGE)
    if not numbers.is_valid(number):
        raise CommandFailed("The check digits of the INSZ are wrong; look for a mistyped digit.", status=USAGE)
    return number


def _read(path: Path | None) -> str:
    try:
        if path is not None:
            with path.open(encoding="utf-8") as file:
                return file.read(LONGEST + 1)
        if sys.stdin.isatty():
            return getpass.getpass("INSZ (is not shown): ")
        return sys.stdin.read(LONGEST + 1)
    except OSError as error:
        raise CommandFailed(f"The file of --insz-file cannot be read: {error.strerror}.", status=USAGE) from None
    except (UnicodeDecodeError, EOFError):
        return ""
