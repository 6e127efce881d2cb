"""Ask for data for a municipality: a permit and a sealed parcel, or a refusal with its reason."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from sluis.cli import clock, given
from sluis.cli.outcome import DONE, REFUSED, USAGE, CommandFailed
from sluis.domain.words import Field, Period, Purpose

if TYPE_CHECKING:
    from sluis.domain.gate import Refusal

NAME = "ask"
HELP = "ask for data for a municipality (exit status 3: refused)"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--municipality", required=True, metavar="NIS", type=given.nis, help="NIS code, like 23003")
    parser.add_argument(
        "--purpose",
        required=True,
        metavar="CODE",
        choices=[purpose.value for purpose in Purpose],
        help=", ".join(Purpose),
    )
    parser.add_argument("--fields", metavar="A,B", type=_fields, help=f"default: all agreed ({', '.join(Field)})")
    parser.add_argument("--period", metavar="FROM..UNTIL", type=_period, help="like 2026-01-01..2026-06-30")
    parser.add_argument(
        "--service",
        type=given.no_person,
        default="integratiedienst",
        help="the service that asks (default: %(default)s)",
    )
    parser.add_argument("--out", required=True, metavar="DIR", type=Path, help="folder for the sealed parcel")
    parser.add_argument(
        "--idempotency-key", metavar="KEY", type=given.no_person, help="the same key again repeats nothing"
    )


def _fields(text: str) -> frozenset[Field]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in set(Field)]
    if unknown:
        raise argparse.ArgumentTypeError(f"unknown field {', '.join(unknown)}; there are: {', '.join(Field)}")
    return frozenset(Field(name) for name in names)


def _period(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def run(args: argparse.Namespace) -> int:
    from sluis.cli.instruments import instruments
    from sluis.disclosures import pipeline
    from sluis.disclosures.delivery import AlreadyWithheld
    from sluis.disclosures.intake import AskedOtherwise
    from sluis.domain.gate import Refusal
    from sluis.domain.policy import Ask
    from sluis.ledger.actions import LedgerBroken

    _require_folder(args.out)
    ask = Ask(args.municipality, args.service, Purpose(args.purpose), args.fields, args.period)
    try:
        outcome = pipeline.disclose(
            ask,
            instruments=instruments(),
            destination=str(args.out.absolute()),
            by=f"nis:{args.municipality}",
            at=clock.now(),
            idempotency_key=args.idempotency_key,
        )
    except (pipeline.NoExtract, AlreadyWithheld, AskedOtherwise, LedgerBroken) as error:
        raise CommandFailed(str(error)) from error
    except OSError as error:
        raise CommandFailed(
            f"The parcel is sealed and recorded, but {args.out} cannot be written ({error.strerror}). "
            "Make room there and run `sluis deliver`."
        ) from error
    return show_refusal(outcome) if isinstance(outcome, Refusal) else _show(outcome)


def _require_folder(out: Path) -> None:
    """What cannot be a folder is said before anything is decided; whether it can be written shows at the end."""
    there = next(path for path in (out, *out.absolute().parents) if path.exists())
    if not there.is_dir():
        raise CommandFailed(f"--out {out}: {there} is a file, not a folder. Choose another place.", status=USAGE)


def _show(outcome: object) -> int:
    from sluis.disclosures.delivery import Delivered, Withheld
    from sluis.disclosures.pipeline import Disclosed

    assert isinstance(outcome, Disclosed)
    print("PERMITTED (toegelaten)")
    if outcome.certificate:
        print(json.dumps(outcome.certificate, ensure_ascii=False, indent=2))
    print(f"ledger entry: {outcome.entry}")
    if isinstance(outcome.outcome, Withheld):
        print("The parcel was WITHHELD (tegengehouden) before it left:")
        return show_refusal(outcome.outcome.refusal)
    # A repeated ask goes where it was asked to go first, and that may have been the portal.
    where = outcome.outcome.path if isinstance(outcome.outcome, Delivered) else "ready in the portal"
    print(f"parcel: {where}")
    return DONE


def show_refusal(refusal: Refusal) -> int:
    """Prints a refusal with everything it says, in both languages, and gives the exit status."""
    rule = refusal.rule
    print(f"REFUSED (geweigerd) by rule {rule.name}")
    print(f"  clause:     {rule.clause.nl} / {rule.clause.en}")
    print(f"  reden:      {refusal.explanation.nl}")
    print(f"  reason:     {refusal.explanation.en}")
    print(f"  lifted by:  {rule.lifted_by.nl} / {rule.lifted_by.en}")
    print(f"  volgende stap: {refusal.next_step.nl}")
    print(f"  next step:     {refusal.next_step.en}")
    return REFUSED
