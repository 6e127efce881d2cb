"""Protocols, from the questions of the model to closed: draft, advise, decide, sign, publish, validate, and after."""

from __future__ import annotations

import argparse

from sluis.cli.outcome import DONE, CommandFailed
from sluis.cli.protocol import advising, concluding, conducting, drafting, showing

NAME = "protocol"
HELP = "the life of protocols: draft, advise, decide, sign, publish, validate, end"

# In the order of a protocol's life, which is the order of `--help`.
CHAPTERS = (drafting, advising, concluding, conducting, showing)


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for chapter in CHAPTERS:
        chapter.arguments(verbs)


def run(args: argparse.Namespace) -> int:
    from sluis.adapters.signature_refusals import SignatureRefused
    from sluis.domain.lifecycle import NotPossible
    from sluis.domain.terms import InvalidTerms

    try:
        args.act(args)
    except NotPossible as error:
        # Each reason is one thing to do, so each has a line of its own.
        raise CommandFailed("\n".join(reason.en for reason in error.reasons)) from error
    except InvalidTerms as error:
        raise CommandFailed("\n".join(["The terms cannot be read:", *error.problems])) from error
    except SignatureRefused as error:
        raise CommandFailed(f"Refused ({error.reason}): {error}") from error
    return DONE
