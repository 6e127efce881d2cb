"""Writes the answer to parliament: which municipalities have a protocol on a day, what is aimed for, what was done."""

from __future__ import annotations

import argparse
from pathlib import Path

from sluis.cli import clock
from sluis.cli.given import agency, day
from sluis.cli.outcome import DONE, USAGE, CommandFailed

NAME = "answer"
HELP = "the answer to parliament as a document (DOCX or PDF)"


def arguments(parser: argparse.ArgumentParser) -> None:
    from sluis.reporting.questions import Question

    parser.add_argument("--on", metavar="DATE", type=day, help="the day, like 2020-11-15 (default: today)")
    parser.add_argument("--since", metavar="DATE", type=day, help="an earlier day to hold it against")
    parser.add_argument(
        "--question",
        action="append",
        choices=[one.value for one in Question],
        help="what was asked; may be given more than once (default: everything)",
    )
    parser.add_argument("--agency", type=agency, default="agii", help="default: %(default)s")
    parser.add_argument("--out", metavar="FILE", type=_document, required=True, help="ends in .docx or .pdf")


def _document(text: str) -> Path:
    from sluis.reporting.files import KINDS

    path = Path(text)
    if path.suffix.removeprefix(".") not in KINDS:
        raise argparse.ArgumentTypeError(f"{text!r} should end in {' or '.join(f'.{kind}' for kind in KINDS)}")
    return path


def run(args: argparse.Namespace) -> int:
    from django.conf import settings

    from sluis.domain.lifecycle import NotPossible
    from sluis.reporting.answer import Asked, answer
    from sluis.reporting.files import KINDS
    from sluis.reporting.questions import Question

    at = clock.now()
    questions = tuple(Question(one) for one in args.question or Question)
    try:
        document = answer(
            Asked(args.agency, questions, args.on or at.date(), args.since), at=at, address=settings.ADDRESS
        )
    except NotPossible as error:
        raise CommandFailed(str(error), status=USAGE) from error
    written = KINDS[args.out.suffix.removeprefix(".")].write(document, at=at)
    try:
        args.out.write_bytes(written)
    except OSError as error:
        raise CommandFailed(f"{args.out} cannot be written: {error.strerror}.") from error
    print(args.out)
    return DONE
