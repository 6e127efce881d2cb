"""Which municipality a NIS code is on a day, and who succeeds it; `merge` carries mergers out on the protocols."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING

from sluis.cli import clock
from sluis.cli.given import day
from sluis.cli.outcome import DONE, USAGE, CommandFailed
from sluis.cli.protocol import acting
from sluis.domain.municipalities import Answer, UnknownMunicipality
from sluis.parties.municipalities import municipalities

if TYPE_CHECKING:
    from sluis.protocols.actions import Merged

NAME = "municipality"
HELP = "which municipality a NIS code is on a day; or `merge`, to let successors inherit protocols"
MERGE = "merge"


def NEEDS_DATABASE(args: argparse.Namespace) -> bool:  # noqa: N802 - as the other commands call it
    """Only protocols that are inherited stand in the database; which municipality is which does not."""
    return bool(args.nis == MERGE)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("nis", metavar="NIS", help="NIS code, like 23003; or the word merge")
    parser.add_argument("successor", metavar="SUCCESSOR", nargs="?", help="merge: only into this municipality")
    parser.add_argument(
        "--on",
        metavar="DATE",
        type=day,
        help="the day, like 2024-12-31 (default: today); merge: only mergers that had happened by then",
    )
    acting.agency(parser)
    acting.actor(parser)


def run(args: argparse.Namespace) -> int:
    on = args.on or clock.today()
    if args.nis == MERGE:
        return _merge(args, on)
    if args.successor is not None:
        raise CommandFailed(f"What is {args.successor!r}? Give one NIS code.", status=USAGE)
    try:
        answer = municipalities().what_is(args.nis, on)
    except UnknownMunicipality as error:
        raise CommandFailed(str(error)) from error
    print(_sentences(answer, on))
    return DONE


def _sentences(answer: Answer, on: date) -> str:
    row = answer.municipality
    where = f"{row.name} (province {row.province}, arrondissement {row.arrondissement})"
    if answer.exists:
        said = f"{row.nis} is {where} on {on}."
    elif row.valid_from is not None and on < row.valid_from:
        said = f"{row.nis} does not exist yet on {on}: it is {where} from {row.valid_from} on."
    else:
        said = f"{row.nis} no longer exists on {on}: it was {where} until {row.valid_until} included."
    if answer.successor is not None:
        said += f"\n{answer.successor.name} ({answer.successor.nis}) succeeds it on {answer.succeeded_on}."
    return said


def _merge(args: argparse.Namespace, on: date) -> int:
    from sluis.domain.lifecycle import NotPossible
    from sluis.protocols import actions

    if on > clock.today():
        raise CommandFailed(f"--on {on} is still to come; a merger is carried out once it has happened.", status=USAGE)
    happened = {m.successor for m in municipalities().all() if m.successor and m.valid_until and m.valid_until < on}
    if args.successor is not None and args.successor not in happened:
        raise CommandFailed(f"No municipality had merged into {args.successor!r} by {on}.")
    wanted = [args.successor] if args.successor is not None else sorted(happened)
    done = 0
    try:
        for nis in wanted:
            # Carried out now, whatever the day: the ledger says when something was done, not when it should have been.
            merged = actions.merge(nis, agency=acting.agency_of(args), by=acting.who(args), at=clock.now())
            if merged is not None:
                show_merged(merged)
                done += 1
    except NotPossible as error:
        raise CommandFailed("\n".join(reason.en for reason in error.reasons)) from error
    print(f"{done} merger(s) carried out; {len(wanted) - done} had nothing (more) to inherit.")
    return DONE


def show_merged(merged: Merged) -> None:
    """Prints what a merger did: what was inherited and from whom, where the texts differed, and what is to be done."""
    from sluis.protocols import standing
    from sluis.protocols.models import Task

    sources = ", ".join(f"{version.protocol_id}/{version.number}" for version in merged.predecessors)
    name = municipalities().get(merged.nis).name
    if merged.inherited is None:
        why = merged.why_none.en if merged.why_none else "Nothing was inherited."
        print(f"{name} ({merged.nis}) inherits nothing from {sources}. {why}")
        return
    version = merged.inherited
    print(f"{name} ({merged.nis}) inherits {sources} as {version.protocol_id}/{version.number}, {version.status}.")
    for row in standing.inherited_from(version)[1]:
        print(f"  - {row.said.en}")
    for task in Task.objects.filter(protocol_id=version.protocol_id, done_at__isnull=True).order_by("pk"):
        print(f"  task {task.kind}: {task.en}")
