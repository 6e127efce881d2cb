"""One person's dossier, at that person's request: restrict it, release it, erase it, or show who received it.

The person's number is read from the standard input or from the file of --insz-file, never from the arguments.
"""

from __future__ import annotations

import argparse
import uuid
from bisect import bisect_left
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from sluis.cli import clock, given
from sluis.cli.outcome import DONE, CommandFailed
from sluis.domain.rights import ErasureGround, ReleaseGround, RestrictionGround

if TYPE_CHECKING:
    from sluis.disclosures.models import Delivery

NAME = "dossier"
HELP = "restrict, release, erase or show one person's dossier"

AGENCY = "agii"
COMMITMENT_BYTES = 32

GROUNDS: dict[str, type[StrEnum]] = {"restrict": RestrictionGround, "release": ReleaseGround, "erase": ErasureGround}
HELPS = {
    "restrict": "let nothing of this person leave any more; imports leave it so",
    "release": "let what is this person's leave again",
    "erase": "remove the dossier of somebody who is no longer in the source",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name, grounds in GROUNDS.items():
        verb = verbs.add_parser(name, help=HELPS[name])
        choices = [ground.value for ground in grounds]
        verb.add_argument("--reason", required=True, metavar="GROUND", choices=choices, help=", ".join(choices))
        _whose(verb)
    _whose(verbs.add_parser("show", help="list the parcels that held this person"))


def _whose(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--agency", metavar="CODE", type=given.agency, default=AGENCY, help="the sending agency (default: %(default)s)"
    )
    verb.add_argument(
        "--insz-file", metavar="FILE", type=Path, help="a file with the INSZ (default: the standard input)"
    )


def run(args: argparse.Namespace) -> int:
    from sluis.dossiers.actions import StillInSource, VaultFailed
    from sluis.dossiers.queries import NoSuchDossier

    number = given.insz(args.insz_file)
    try:
        return _show(number, args.agency) if args.verb == "show" else _act(number, args)
    except (NoSuchDossier, StillInSource) as error:
        raise CommandFailed(f"Nothing was changed. {error}") from None
    except VaultFailed as error:
        raise CommandFailed(str(error)) from None


def _act(number: str, args: argparse.Namespace) -> int:
    from sluis.dossiers import actions

    by, at = f"agency:{args.agency}", clock.now()
    if args.verb == "erase":
        actions.erase(number, agency=args.agency, ground=ErasureGround(args.reason), by=by, at=at)
        print("Erased: the dossier, its former numbers and its secret. The ledger says that it was done, not whose.")
        return DONE
    if args.verb == "restrict":
        changed = actions.restrict(number, agency=args.agency, ground=RestrictionGround(args.reason), by=by, at=at)
    else:
        changed = actions.release(number, agency=args.agency, ground=ReleaseGround(args.reason), by=by, at=at)
    state = "restricted" if args.verb == "restrict" else "not restricted"
    print(f"The dossier is {state} from now on." if changed else f"The dossier was {state} already; nothing changed.")
    return DONE


def _show(number: str, agency: str) -> int:
    from sluis.dossiers import queries

    standing = queries.standing(number, agency=agency)
    left = f"left the source on {standing.left_on}" if standing.left_on else "in the newest extract"
    print(f"Dossier of {agency}: {left}, {'restricted' if standing.restricted else 'not restricted'}.")
    found = list(_parcels_with(standing.secret, agency))
    for parcel in found:
        permit = parcel.permit
        print(
            f"\n{parcel.recorded_at.astimezone(clock.BRUSSELS):%Y-%m-%d}  {parcel.status}  {parcel.pk}\n"
            f"  municipality {permit.ask.nis}, {permit.ask.service}, for {permit.ask.purpose}\n"
            f"  fields       {', '.join(permit.fields)}\n"
            f"  ground       protocol {permit.version.protocol_id}, version {permit.version.number}\n"
            f"  kept until   {parcel.keep_until}"
            f"{', deletion confirmed' if parcel.deletion_confirmed_at else ''}\n"
            f"  ledger       entry {parcel.entry}"
        )
    print(f"\n{len(found)} parcel(s) held this person.")
    return DONE


def _parcels_with(secret: bytes, agency: str) -> Iterator[Delivery]:
    """The parcels of `agency` that hold the commitment of this secret, oldest first.

    The secret was read as the steward, the commitments are read as the app: each role sees its own side only,
    and they meet here. One parcel's commitments are in memory at a time.
    """
    from sluis.disclosures.models import Delivery
    from sluis.disclosures.selection import commitment

    of_agency = Delivery.objects.filter(permit__agency=agency).order_by("recorded_at", "entry")
    for number in list(of_agency.values_list("pk", flat=True)):
        if _holds(_commitments(number), commitment(secret, number)):
            yield (
                of_agency.select_related("permit__ask", "permit__version").defer("sealed", "commitments").get(pk=number)
            )


def _commitments(number: uuid.UUID) -> bytes:
    from sluis.disclosures.models import Delivery

    return bytes(Delivery.objects.values_list("commitments", flat=True).get(pk=number))


def _holds(commitments: bytes, mine: bytes) -> bool:
    """Whether `mine` (32 bytes) is one of these, which are sorted and stand one after the other."""
    places = range(0, len(commitments), COMMITMENT_BYTES)
    place = bisect_left(places, mine, key=lambda at: commitments[at : at + COMMITMENT_BYTES])
    return place < len(places) and commitments[places[place] : places[place] + COMMITMENT_BYTES] == mine
