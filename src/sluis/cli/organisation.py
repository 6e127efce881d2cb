"""Organisations of the identity provider: say which party one is, so that its people can act for that party."""

from __future__ import annotations

import argparse

from sluis.cli import clock, given
from sluis.cli.outcome import DONE, CommandFailed
from sluis.cli.protocol import acting

NAME = "organisation"
HELP = "say which party an organisation of the identity provider is"


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    register = verbs.add_parser("register", help="let an organisation's people act for a party; safe to repeat")
    register.add_argument(
        "code", metavar="CODE", type=given.no_person, help="as the provider names it: OVO code, enterprise number, NIS"
    )
    register.add_argument("--party", metavar="PARTY", required=True, help="agency:CODE, nis:CODE or supervisor:NAME")
    verbs.add_parser("list", help="every organisation, with the party that it is")


def run(args: argparse.Namespace) -> int:
    from sluis.parties import people
    from sluis.parties.models import Organisation

    if args.verb == "list":
        for row in Organisation.objects.order_by("party", "code"):
            print("\t".join((row.party, row.code, people.organisation_name(row.party))))
        return DONE
    try:
        row = people.register_organisation(code=args.code, party=args.party, by=acting.AGENCY, at=clock.now())
    except people.InvalidOrganisation as error:
        raise CommandFailed(str(error)) from error
    print(f"The people of {row.code} act for {row.party}, in the roles that the identity provider gives them.")
    return DONE
