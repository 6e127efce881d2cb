"""Keys: those the house signs with, and those a municipality's parcels are sealed to."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from sluis.cli import clock, given
from sluis.cli.outcome import DONE, CommandFailed

NAME = "key"
HELP = "keys of the agency, the ledger and the municipalities"


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    init = verbs.add_parser("init", help="make the house's signing keys and register the agency")
    init.add_argument("--agency", default="agii", metavar="CODE", type=given.agency)
    init.add_argument("--name", default="Agentschap Integratie en Inburgering")
    init.add_argument("--kbo", default="0543307391")
    make = verbs.add_parser("make", help="make an age key for a municipality, and register it")
    make.add_argument("file", type=Path, metavar="FILE", help="where the secret key is written (mode 0600)")
    make.add_argument("--municipality", required=True, metavar="NIS")
    register = verbs.add_parser("register", help="register a municipality's age recipient (age1...)")
    register.add_argument("recipient", metavar="AGE1")
    register.add_argument("--municipality", required=True, metavar="NIS")
    withdraw = verbs.add_parser("withdraw", help="seal nothing to this key any more")
    withdraw.add_argument("recipient", metavar="AGE1")
    verbs.add_parser("list", help="the public keys with which parcels and checkpoints are checked")


def run(args: argparse.Namespace) -> int:
    from sluis.adapters.sealing import InvalidRecipient
    from sluis.domain.municipalities import UnknownMunicipality

    try:
        _VERBS[args.verb](args)
    except (InvalidRecipient, UnknownMunicipality, ValueError) as error:
        raise CommandFailed(str(error)) from error
    return DONE


def _init(args: argparse.Namespace) -> None:
    from sluis.cli.instruments import made
    from sluis.parties import actions

    made("ledger.key")
    key = made(f"agency-{args.agency}.key")
    actions.register_agency(
        code=args.agency, name=args.name, kbo=args.kbo, minisign_public_key=key.minisign_public_key, at=clock.now()
    )
    _list(args)


def _make(args: argparse.Namespace) -> None:
    from sluis.adapters.sealing import make_identity

    identity, recipient = make_identity()
    # The file comes first: a key that nobody holds must not be registered, because parcels would be sealed to it.
    try:
        descriptor = os.open(args.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise CommandFailed(f"{args.file} cannot be written: {error.strerror}. Nothing was registered.") from error
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(f"# public key: {recipient}\n{identity}\n")
        _register_recipient(args.municipality, recipient)
    except BaseException:
        args.file.unlink(missing_ok=True)
        raise
    print(f"Public key of {args.municipality}: {recipient}\nSecret key: {args.file}. Keep it; nobody has a copy.")


def _register(args: argparse.Namespace) -> None:
    _register_recipient(args.municipality, args.recipient)
    print(f"Parcels for {args.municipality} are sealed to {args.recipient} from now on.")


def _register_recipient(nis: str, recipient: str) -> None:
    from sluis.parties import actions

    actions.register_key(nis=nis, recipient=recipient, by=f"nis:{nis}", at=clock.now())


def _withdraw(args: argparse.Namespace) -> None:
    from sluis.parties import actions

    actions.withdraw_key(recipient=args.recipient, by="agency:operator", at=clock.now())
    print("Withdrawn.")


def _list(_args: argparse.Namespace) -> None:
    from django.conf import settings

    from sluis.cli.instruments import ledger_key
    from sluis.domain.checkpoint import VerifierKey
    from sluis.parties.models import Agency

    for agency in Agency.objects.order_by("code"):
        print(f"{agency.code} (minisign): {agency.minisign_public_key}")
    print(f"ledger (checkpoints): {VerifierKey(settings.LOG_ORIGIN, ledger_key().public_key).text}")


_VERBS = {"init": _init, "make": _make, "register": _register, "withdraw": _withdraw, "list": _list}
