"""Tokens of the API: make one for a party's program, list them, withdraw one."""

from __future__ import annotations

import argparse

from sluis.cli import clock, given
from sluis.cli.outcome import DONE, CommandFailed
from sluis.cli.protocol import acting
from sluis.cli.protocol.drafting import number
from sluis.domain.access import Role

NAME = "token"
HELP = "tokens with which programs of the parties use the API"


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    make = verbs.add_parser("make", help="make a token; it is shown once")
    make.add_argument("--party", metavar="PARTY", required=True, help="agency:CODE, nis:CODE or supervisor:NAME")
    make.add_argument("--role", choices=acting.ROLES, metavar="ROLE", required=True, help=", ".join(acting.ROLES))
    make.add_argument(
        "--person", metavar="PERSON", type=given.no_person, required=True, help="the user account that it acts for"
    )
    make.add_argument("--label", metavar="TEXT", type=given.no_person, default="", help="what it is used by")
    verbs.add_parser("list", help="every token, without what it is")
    withdraw = verbs.add_parser("withdraw", help="let a token open nothing any more, at once")
    withdraw.add_argument("number", metavar="NUMBER", type=number, help="as `list` numbers it")


def run(args: argparse.Namespace) -> int:
    from sluis.parties.tokens import InvalidToken

    try:
        _VERBS[args.verb](args)
    except InvalidToken as error:
        raise CommandFailed(str(error)) from error
    return DONE


def _make(args: argparse.Namespace) -> None:
    from sluis.parties import tokens

    text, token = tokens.make_token(
        party=args.party,
        person=args.person,
        role=Role(args.role),
        label=args.label,
        by=acting.AGENCY,
        at=clock.now(),
    )
    print(f"{text}\nToken {token.pk} for {token.party} as {token.role}. It is shown this once; keep it like a key.")


def _list(_args: argparse.Namespace) -> None:
    from sluis.parties.models import ApiToken

    for token in ApiToken.objects.order_by("pk"):
        state = (
            f"withdrawn {token.withdrawn_at.astimezone(clock.BRUSSELS):%Y-%m-%d}" if token.withdrawn_at else "in use"
        )
        used = f"last used {token.last_used_on}" if token.last_used_on else "never used"
        print("\t".join((str(token.pk), token.party, token.role, token.person, state, used, token.label)))


def _withdraw(args: argparse.Namespace) -> None:
    from sluis.parties import tokens

    tokens.withdraw_token(args.number, by=acting.AGENCY, at=clock.now())
    print("Withdrawn.")


_VERBS = {"make": _make, "list": _list, "withdraw": _withdraw}
