"""Starts `sluis`: reads the command, brings the database up, runs the command, turns errors into sentences.

It decides nothing; a command module says what it does.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import NoReturn

from sluis.cli.outcome import FAILED, CommandFailed, database_answers
from sluis.domain.entry import INSZ_SHAPED, PersonInLedger

# In the order in which `sluis --help` lists them. A module offers `NAME`, `HELP`, `arguments(parser)` and
# `run(args) -> exit status`, and `NEEDS_DATABASE = False` where it can do without (or a function that says so).
COMMANDS: tuple[str, ...] = (
    "ask",
    "open_parcel",
    "deliver",
    "protocol",
    "demo_sign",
    "key",
    "token",
    "organisation",
    "people",
    "import_extract",
    "dossier",
    "synthesize",
    "overview",
    "answer",
    "report",
    "target",
    "outreach",
    "municipality",
    "boundaries",
    "party",
    "ledger",
    "serve",
    "work",
    "demo",
    "database",
    "docs",
)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with the arguments without repeating a person's number that should not be among them."""

    def error(self, message: str) -> NoReturn:
        super().error(INSZ_SHAPED.sub("(a number that is not repeated here)", message))


def command_line() -> argparse.ArgumentParser:
    """The parser of the whole command line; `args.module` is the command that was given."""
    parser = _Parser(prog="sluis", description="A data lock: no validated protocol, no personal data.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in [import_module(f"sluis.cli.{name}") for name in COMMANDS]:
        command = commands.add_parser(module.NAME, help=module.HELP, description=module.__doc__)
        module.arguments(command)
        command.set_defaults(module=module)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status: 0 done, 1 failed, 2 wrong usage, 3 refused by the gate."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sluis.config.settings")
    args = command_line().parse_args(arguments)
    try:
        needs = getattr(args.module, "NEEDS_DATABASE", True)
        with _house(needed=needs(args) if callable(needs) else needs):
            return int(args.module.run(args))
    except CommandFailed as failure:
        print(f"sluis {args.command}: {failure}", file=sys.stderr)
        return failure.status
    except PersonInLedger as error:
        print(f"sluis {args.command}: Nothing was entered. {error} Leave the person out.", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print(f"sluis {args.command}: interrupted", file=sys.stderr)
        return 130


@contextlib.contextmanager
def _house(*, needed: bool) -> Iterator[None]:
    """The database, up and installed, and Django set up, for as long as the command runs."""
    if not needed:
        yield
        return
    # Imported here: a command without a database must not need Django.
    import django
    from django.db import connections

    from sluis.adapters.postgres import PostgresUnavailable
    from sluis.config import environment, installation

    server = environment.embedded()
    with contextlib.ExitStack() as stack:
        if server is not None:
            try:
                stack.enter_context(server.lease())
            except PostgresUnavailable as error:
                raise CommandFailed(str(error)) from error
        stack.enter_context(database_answers())
        django.setup()
        if server is not None:
            installation.install_if_needed()
        try:
            yield
        finally:
            connections.close_all()


if __name__ == "__main__":
    sys.exit(main())
