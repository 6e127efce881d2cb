"""The report of a year: asks, deliveries, refusals, people, deletions, incidents; of a municipality or of all."""

from __future__ import annotations

import argparse
import sys

from sluis.cli import clock
from sluis.cli.given import agency, nis
from sluis.cli.outcome import DONE, USAGE, CommandFailed
from sluis.domain.lifecycle import NotPossible

NAME = "report"
HELP = "the report of a year, of an agency or of a municipality with it"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--year", required=True, metavar="YEAR", help="2025, or days like 2025-01-01..2025-06-30")
    parser.add_argument("--municipality", metavar="NIS", type=nis, help="one municipality (default: the whole)")
    parser.add_argument("--agency", metavar="CODE", type=agency, default="agii", help="default: %(default)s")
    parser.add_argument("--format", choices=("text", "csv", "json"), default="text", help="default: %(default)s")


def run(args: argparse.Namespace) -> int:
    from sluis.parties import queries as parties
    from sluis.reporting.spans import read_span
    from sluis.reporting.yearly import yearly
    from sluis.reporting.yearly_formats import FORMATS

    if args.agency not in parties.agency_codes():
        raise CommandFailed(f"There is no agency {args.agency!r} here.", status=USAGE)
    try:
        report = yearly(args.agency, read_span(args.year, clock.today()))
        of = None if args.municipality is None else report.of(args.municipality)
    except NotPossible as error:
        raise CommandFailed(str(error), status=USAGE) from error
    except LookupError as error:
        raise CommandFailed(
            f"No municipality had the NIS code {args.municipality} on {report.span.until}; "
            f"`sluis municipality {args.municipality}` says what became of it.",
            status=USAGE,
        ) from error
    sys.stdout.write(FORMATS[args.format](report, of))
    return DONE
