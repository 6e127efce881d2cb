"""The parties: where each is mailed that a message waits for it."""

from __future__ import annotations

import argparse

from sluis.cli import clock, given
from sluis.cli.outcome import DONE, USAGE, CommandFailed
from sluis.cli.protocol import acting

NAME = "party"
HELP = "where parties are mailed that something waits for them"


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    contact = verbs.add_parser("contact", help="mail a party at this address from now on; without one: no more")
    contact.add_argument("party", metavar="PARTY", type=acting.party, help="agency:CODE, nis:CODE or supervisor:NAME")
    contact.add_argument("address", metavar="ADDRESS", nargs="?", type=given.no_person, default="")
    verbs.add_parser("list", help="every party that is mailed")


def run(args: argparse.Namespace) -> int:
    from sluis.parties import contacts

    if args.verb == "list":
        for contact in contacts.contacts():
            print(f"{contact.party}\t{contact.address}")
        return DONE
    try:
        contacts.set_contact(args.party, args.address, by=acting.AGENCY, at=clock.now())
    except contacts.InvalidAddress as error:
        raise CommandFailed(str(error), status=USAGE) from error
    print(f"{args.party} is mailed at {args.address}." if args.address else f"{args.party} is not mailed any more.")
    return DONE
