"""What the home of the agency's people says of the house itself, and only where there is something to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sluis.disclosures import desk
from sluis.domain.access import Work
from sluis.domain.words import BRUSSELS
from sluis.dossiers import queries as dossiers
from sluis.jobs import queries as jobs
from sluis.ledger import queries as ledger
from sluis.outreach import queries as outreach
from sluis.web.door import Visit

LATELY = timedelta(days=7)

# The worker signs every minute. What waits longer waits for somebody: the worker, or the key, is not there.
SIGNED_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to look at, and where."""

    text: str
    address: str


def at_home(visit: Visit) -> dict[str, Any]:
    """What the home of an agency's people shows beside the protocols."""
    found = lines(visit)
    return {"lines": found, "more_work": bool(found)}


def lines(visit: Visit) -> list[Line]:
    """What there is to do for the visitor's role, most pressing first."""
    return [
        *(_source(visit) if visit.may(Work.SEE_IMPORTS) else ()),
        *(_jobs(visit) if visit.may(Work.SEE_JOBS) else ()),
        *(_deliveries(visit) if visit.may(Work.SEE_DELIVERIES) else ()),
        *(_outreach(visit) if visit.may(Work.DO_OUTREACH) else ()),
    ]


def _source(visit: Visit) -> Iterator[Line]:
    newest = dossiers.newest(visit.party_code)
    if newest is None:
        yield Line(visit.texts("agency_home_no_source"), visit.address("imports"))
    elif newest.is_stale(visit.at.astimezone(BRUSSELS).date()):
        day = visit.texts.day(newest.report.as_of)
        yield Line(visit.texts("agency_home_stale", day=day), visit.address("imports"))


def _jobs(visit: Visit) -> Iterator[Line]:
    failed = jobs.failed_since(visit.at - LATELY)
    if failed:
        said = "agency_home_failed_one" if failed == 1 else "agency_home_failed"
        yield Line(visit.texts(said, count=visit.texts.number(failed)), visit.address("jobs"))
    since = ledger.unsigned_since()
    if since is not None and visit.at - since > SIGNED_WITHIN:
        said = visit.texts("agency_home_unsigned", since=visit.texts.moment(since))
        yield Line(said, visit.address("ledger"))


def _deliveries(visit: Visit) -> Iterator[Line]:
    overdue = desk.counts_to(visit.party_code, on=visit.at.astimezone(BRUSSELS).date()).overdue
    if overdue:
        said = "agency_home_overdue_one" if overdue == 1 else "agency_home_overdue"
        address = f"{visit.address('disclosures')}?show=delivered"
        yield Line(visit.texts(said, count=visit.texts.number(overdue)), address)
    refused = desk.refused_since(visit.party_code, visit.at - LATELY)
    if refused:
        said = "agency_home_refused_one" if refused == 1 else "agency_home_refused"
        address = f"{visit.address('disclosures')}?show=refused"
        yield Line(visit.texts(said, count=visit.texts.number(refused)), address)


def _outreach(visit: Visit) -> Iterator[Line]:
    waiting = len(outreach.open_interests(visit.party_code))
    if waiting:
        said = "outreach_home_interest_one" if waiting == 1 else "outreach_home_interest"
        yield Line(visit.texts(said, count=visit.texts.number(waiting)), visit.address("interests"))
    late = len(outreach.overdue(outreach.open_steps(visit.party_code), visit.today))
    if late:
        said = "outreach_home_late_one" if late == 1 else "outreach_home_late"
        yield Line(visit.texts(said, count=visit.texts.number(late)), visit.address("outreach"))
