"""Counts in the vault how many people obtained the attest, and writes it down where no person can be reached from."""

from __future__ import annotations

from datetime import datetime

from sluis.domain.words import BRUSSELS
from sluis.dossiers import queries as dossiers
from sluis.jobs import queue
from sluis.outreach import figures
from sluis.parties import queries as parties
from sluis.parties.municipalities import municipalities

TASK = "count_attests"


def ask() -> None:
    """Asks for a count, where none waits already."""
    queue.put(TASK, lock=TASK, once=TASK)


def count_attests(*, at: datetime) -> dict[str, dict[str, int | None]]:
    """Counts for each agency that has taken in an extract, by municipality of the day; gives what it wrote down.

    Where nothing was taken in yet nothing is written down: nobody known is not the same as nobody there.
    """
    on = at.astimezone(BRUSSELS).date()
    known = municipalities()
    places = {one.nis: now for one in known.all() if (now := known.current_code(one.nis, on)) is not None}
    period = figures.period_before(on)
    counted = {}
    for agency in parties.agency_codes():
        if dossiers.newest_as_of(agency) is not None:
            counted[agency] = dossiers.attests_by_nis(agency, places, period, few=figures.FEW)
            figures.record(agency, counted[agency], period, at=at)
    return counted
