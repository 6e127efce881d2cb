"""Protocols: register one that was concluded, list them, suspend, resume or end one, place and lift a hold."""

from __future__ import annotations

import argparse
from datetime import datetime, time
from pathlib import Path

from sluis.cli import clock, given
from sluis.cli.outcome import DONE, CommandFailed
from sluis.domain.lifecycle import HoldKind, NotPossible, Verb

NAME = "protocol"
HELP = "register, list and move protocols"


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    register = verbs.add_parser("register", help="register a protocol that was concluded and validated")
    register.add_argument("terms", type=Path, metavar="TERMS", help="the terms as JSON")
    register.add_argument("--agency", default="agii", metavar="CODE")
    register.add_argument("--author", type=given.no_person, required=True, help="role of who wrote the text")
    register.add_argument(
        "--validator", type=given.no_person, required=True, help="role of who validated it; not the author"
    )
    register.add_argument("--published-by-sender", required=True, metavar="URL")
    register.add_argument("--published-by-recipient", required=True, metavar="URL")
    register.add_argument("--remark", type=given.no_person, default="")
    verbs.add_parser("list", help="every version of every protocol")
    for verb in (Verb.SUSPEND, Verb.RESUME, Verb.END):
        move = verbs.add_parser(verb.value, help=f"{verb.value} a protocol, at once")
        move.add_argument("code")
        move.add_argument("--reason", type=given.no_person, required=True)
        move.add_argument(
            "--by", type=given.no_person, default="agency:agii", help="the party that does it (default: %(default)s)"
        )
    for name, text in (("hold", "place a hold"), ("lift", "lift the holds")):
        hold = verbs.add_parser(name, help=f"{text} of a kind")
        hold.add_argument("code")
        hold.add_argument("--kind", required=True, choices=[kind.value for kind in HoldKind], help=", ".join(HoldKind))
        hold.add_argument("--reason", type=given.no_person, default="")


def run(args: argparse.Namespace) -> int:
    from sluis.domain.terms import InvalidTerms

    try:
        if args.verb == "register":
            _register(args)
        elif args.verb == "list":
            _list()
        elif args.verb in ("hold", "lift"):
            _hold(args)
        else:
            _move(args)
    except (NotPossible, InvalidTerms) as error:
        raise CommandFailed(str(error)) from error
    return DONE


def _register(args: argparse.Namespace) -> None:
    from sluis.domain.terms import parse_terms
    from sluis.protocols import actions

    try:
        text = args.terms.read_bytes()
    except OSError as error:
        raise CommandFailed(f"{args.terms} cannot be read: {error.strerror}.") from error
    start = parse_terms(text).start
    concluded = actions.Concluded(
        terms=text,
        agency=args.agency,
        author=args.author,
        validator=args.validator,
        in_force_at=datetime.combine(start, time(), clock.BRUSSELS),
        published_by_sender=args.published_by_sender,
        published_by_recipient=args.published_by_recipient,
        remark=args.remark,
    )
    version = actions.register(concluded, by=f"agency:{args.agency}", at=clock.now())
    print(f"Registered {version.protocol_id}/{version.number}, terms {version.terms_digest}.")


def _list() -> None:
    from sluis.protocols import queries

    for version in queries.all_versions():
        row = (version.protocol_id, version.number, version.protocol.nis, version.status, version.terms_digest)
        print("\t".join(str(part) for part in row))


def _move(args: argparse.Namespace) -> None:
    from sluis.protocols import actions

    version = actions.move(args.code, Verb(args.verb), reason=args.reason, by=args.by, at=clock.now())
    print(f"{version.protocol_id}/{version.number} is {version.status}.")


def _hold(args: argparse.Namespace) -> None:
    from sluis.protocols import actions

    kind = HoldKind(args.kind)
    if args.verb == "hold":
        actions.place_hold(args.code, kind, reason=args.reason, by="agency:agii", at=clock.now())
    else:
        actions.lift_holds(args.code, kind, by="agency:agii", at=clock.now())
    print(f"{args.code}: {kind} {'placed' if args.verb == 'hold' else 'lifted'}.")
