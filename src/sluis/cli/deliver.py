"""Deliver every parcel that was recorded and cut off before it left, or withhold it; safe to repeat."""

from __future__ import annotations

import argparse

from sluis.cli import clock
from sluis.cli.outcome import DONE, CommandFailed

NAME = "deliver"
HELP = "deliver what is still waiting, and confirm deletions"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--confirm-deletion", metavar="DELIVERY", help="record that the municipality deleted this delivery"
    )


def run(args: argparse.Namespace) -> int:
    if args.confirm_deletion:
        return _confirm(args.confirm_deletion)
    from sluis.cli.instruments import instruments
    from sluis.disclosures import pipeline
    from sluis.disclosures.delivery import Delivered, LaidReady
    from sluis.ledger.actions import LedgerBroken

    try:
        settled = pipeline.deliver_waiting(instruments=instruments(), at=clock.now())
    except LedgerBroken as error:
        raise CommandFailed(str(error)) from error
    except OSError as error:
        raise CommandFailed(
            f"A parcel cannot be written to {error.filename} ({error.strerror}). Make room there and run "
            "`sluis deliver` again; nothing is lost."
        ) from error
    for parcel in settled:
        if isinstance(parcel, Delivered):
            print(f"delivered: {parcel.path}")
        elif isinstance(parcel, LaidReady):
            print(f"laid ready in the portal: {parcel.delivery}")
        else:
            print(f"withheld:  {parcel.delivery} ({parcel.refusal.rule.name})")
    print(f"{len(settled)} parcel(s) were waiting.")
    return DONE


def _confirm(delivery: str) -> int:
    import uuid

    from sluis.disclosures.models import Delivery
    from sluis.disclosures.recording import confirm_deletion

    try:
        confirm_deletion(uuid.UUID(delivery), by="agency:operator", at=clock.now())
    except (ValueError, Delivery.DoesNotExist):
        raise CommandFailed(
            f"There is no delivered parcel {delivery!r} whose deletion is not confirmed. Give the number that stands "
            "under `delivery` in the parcel's manifest and in its .entry.json."
        ) from None
    print("Recorded.")
    return DONE
