"""The database: install or update it, or stop the embedded server."""

from __future__ import annotations

import argparse

from sluis.cli.outcome import DONE, CommandFailed, database_answers

NAME = "database"
HELP = "install, update or stop the database"
NEEDS_DATABASE = False


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    verbs.add_parser("install", help="bring roles, tables and rights to what this version needs; safe to repeat")
    verbs.add_parser("stop", help="stop the embedded server, whoever uses it")


def run(args: argparse.Namespace) -> int:
    from sluis.adapters.postgres import PostgresUnavailable

    try:
        return _run(args)
    except PostgresUnavailable as error:
        raise CommandFailed(str(error)) from error


def _run(args: argparse.Namespace) -> int:
    from sluis.config import environment

    server = environment.embedded()
    if args.verb == "stop":
        stopped = server is not None and server.stop()
        print("Stopped." if stopped else "It was not running.")
        return DONE
    import contextlib

    import django

    from sluis.config import installation

    with server.lease() if server is not None else contextlib.nullcontext(), database_answers():
        django.setup()
        installation.install()
    print("The database is up to date.")
    return DONE
