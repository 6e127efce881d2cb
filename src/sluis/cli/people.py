"""Who can act for a party: the people who logged in, and the roles that the identity provider gave them."""

from __future__ import annotations

import argparse

from sluis.cli import clock
from sluis.cli.outcome import DONE

NAME = "people"
HELP = "who can act for a party"


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    listed = verbs.add_parser("list", help="everybody who has, or was blocked from, a role at a party")
    listed.add_argument("--party", metavar="PARTY", required=True, help="agency:CODE, nis:CODE or supervisor:NAME")


def run(args: argparse.Namespace) -> int:
    from sluis.parties.people import people_of

    for row in people_of(args.party):
        state = f"blocked {row.blocked_at.astimezone(clock.BRUSSELS):%Y-%m-%d}" if row.blocked_at else "can act"
        seen = f"last seen {row.account.last_seen_at.astimezone(clock.BRUSSELS):%Y-%m-%d}"
        print("\t".join((row.account.name, row.account.person, row.role, state, seen)))
    return DONE
