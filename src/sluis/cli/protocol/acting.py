"""Who acts on the command line, what is given in files, and what every verb says when it is done."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sluis.cli import clock, given
from sluis.cli.outcome import USAGE, CommandFailed
from sluis.domain.access import Actor, Role
from sluis.domain.lifecycle import Deed
from sluis.domain.terms import Side

if TYPE_CHECKING:
    from sluis.domain.turn import Turn
    from sluis.protocols.models import Version
    from sluis.protocols.standing import Standing

Verbs = Any  # What `add_subparsers` gives; argparse does not export its type.
Act = Callable[[argparse.Namespace], None]

OPERATOR, AGENCY = "operator", "agency:agii"

# The role of somebody of a party who does not say which: what people of that party mostly come for.
USUAL = {"agency": Role.PROTOCOL_MANAGER, "nis": Role.COORDINATOR, "supervisor": Role.SUPERVISOR}

# Somebody sits at the keyboard, so nobody acts as the program's own calendar.
ROLES = [role.value for role in Role if role != Role.SCHEDULE]


def verb(verbs: Verbs, name: str, act: Act, text: str, *, code: bool = True) -> argparse.ArgumentParser:
    """Adds a verb to the command; most are about one protocol, by its code."""
    parser: argparse.ArgumentParser = verbs.add_parser(name, help=text)
    parser.set_defaults(act=act)
    if code:
        parser.add_argument("code", metavar="CODE", help="the protocol, like AGII-23003")
    return parser


def actor(parser: argparse.ArgumentParser, *, named: bool = False, role: Role | None = None) -> None:
    """Adds who acts. `named`: four eyes matter, so the person must be given; `role`: for the agency's people."""
    who = parser.add_argument_group("who acts")
    who.add_argument(
        "--as",
        dest="person",
        metavar="PERSON",
        type=given.no_person,
        required=named,
        default=None if named else OPERATOR,
        help="name of a user account; it stays in the house"
        + (" (must be given)" if named else " (default: %(default)s)"),
    )
    who.add_argument(
        "--party", "--by",
        dest="party",
        metavar="PARTY",
        type=party,
        default=AGENCY,
        help="agency:CODE, nis:CODE or supervisor:NAME (default: %(default)s)",
    )  # fmt: skip
    who.add_argument("--role", choices=ROLES, metavar="ROLE", help=f"{', '.join(ROLES)} (default: as the verb asks)")
    parser.set_defaults(usual_role=role)


def party(text: str) -> str:
    """A party by its form."""
    if re.fullmatch(r"(agency|nis|supervisor):[A-Za-z0-9_-]+", text) is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no party, like agency:agii, nis:23003 or supervisor:vtc")
    return given.no_person(text)


def who(args: argparse.Namespace) -> Actor:
    """Who acts, as the arguments say.

    Raises:
        CommandFailed: the name is empty.
    """
    kind = args.party.partition(":")[0]
    usual = args.usual_role if args.usual_role and kind != "supervisor" else USUAL[kind]
    try:
        return Actor(args.person, args.party, Role(args.role) if args.role else usual)
    except ValueError as error:
        raise CommandFailed(f"--as: {error}", status=USAGE) from error


def agency_of(args: argparse.Namespace) -> str:
    """The sending agency: the one that acts, else the one of --agency."""
    kind, _, code = args.party.partition(":")
    return str(code if kind == "agency" else args.agency)


def agency(parser: argparse.ArgumentParser) -> None:
    """Adds the sending agency, for verbs that begin a protocol."""
    parser.add_argument(
        "--agency", metavar="CODE", type=given.agency, default="agii",
        help="the sending agency, where a municipality acts (default: %(default)s)",
    )  # fmt: skip


def reason(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    """Adds a reason, which both parties get to read."""
    parser.add_argument("--reason", metavar="TEXT", type=given.no_person, required=required, default="", help="why")


SIDES = [Side.SENDER.value, Side.RECIPIENT.value]


def place(parser: argparse.ArgumentParser) -> None:
    """Adds the place of a signatory: a side and a capacity."""
    side(parser)
    parser.add_argument("--capacity", metavar="TEXT", required=True, help="in what capacity, as the text calls it")


def side(parser: argparse.ArgumentParser) -> None:
    """Adds a side of a protocol."""
    parser.add_argument("--side", choices=SIDES, metavar="SIDE", required=True, help=" or ".join(SIDES))


def read_bytes(path: Path, option: str) -> bytes:
    """The bytes of a file that was named.

    Raises:
        CommandFailed: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandFailed(f"{option} {path} cannot be read: {error.strerror}.") from error


def read_text(path: Path, option: str) -> str:
    """The text of a file that is kept with an act, in which no person's number stands.

    Raises:
        CommandFailed: it cannot be read, is no text, or holds something shaped like a person's number.
    """
    try:
        return given.no_person(read_bytes(path, option).decode())
    except UnicodeDecodeError:
        raise CommandFailed(f"{option} {path} is not a text in UTF-8.", status=USAGE) from None
    except argparse.ArgumentTypeError as error:
        raise CommandFailed(f"{option} {path}: {error}.", status=USAGE) from None


def read_patch(path: Path, option: str) -> dict[str, Any]:
    """A merge patch (RFC 7396): an object of JSON.

    Raises:
        CommandFailed: it cannot be read, or is none.
    """
    try:
        patch = json.loads(read_text(path, option))
    except (ValueError, RecursionError) as error:
        raise CommandFailed(f"{option} {path} is not JSON ({error}).", status=USAGE) from error
    if not isinstance(patch, dict):
        raise CommandFailed(f"{option} {path} should be an object with the parts that change.", status=USAGE)
    return patch


def write_bytes(path: Path, data: bytes, option: str) -> None:
    """Writes a file that was asked for.

    Raises:
        CommandFailed: it cannot be written.
    """
    try:
        path.write_bytes(data)
    except OSError as error:
        raise CommandFailed(f"{option} {path} cannot be written: {error.strerror}.") from error


def tell(version: Version, args: argparse.Namespace) -> None:
    """Says where a version stands now and whose turn it is."""
    from sluis.protocols import standing

    print(f"{version.protocol_id}/{version.number} is {version.status}.")
    for said in next_steps(standing.standing(version, who(args), clock.now()).turns):
        print(f"  next: {said}")


def next_steps(turns: Iterable[Turn]) -> list[str]:
    """Whose turn it is for what; where it is that of several, one line with all of them."""
    steps: dict[tuple[str, str], list[str]] = {}
    for turn in turns:
        side, role = turn.place
        # Two who sign in the same capacity do so for different sides, so each keeps a line.
        apart = str(side) if turn.what == Deed.PLACE_SIGNATURE else ""
        steps.setdefault((turn.said.en, apart), []).append(f"{side} {role}" if side else role)
    return [f"{said} ({', '.join(places)})" for (said, _), places in steps.items()]


def tell_missing(seen: Standing) -> None:
    """Says what the text lacks, and of what the model asks for, why it is asked."""
    from sluis.protocols import standing

    for problem in seen.progress.problems:
        print(f"  missing: {problem.en}")
    for asked in standing.still_asked(seen.version):
        print(f"  asked:   {asked.question.asks.en}\n           {asked.question.why.en}")
