"""Writes on the list of whom to approach: put off until a day, given to a colleague, marked as done, taken up again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from sluis.domain.access import Actor, Role, Work, may, not_up_to, side_of
from sluis.domain.lifecycle import NotPossible
from sluis.domain.terms import Side
from sluis.domain.words import BRUSSELS, Said
from sluis.outreach.approach import Candidate, candidate, candidates
from sluis.outreach.models import FollowUp
from sluis.outreach.reasons import Reason
from sluis.parties import people

# A municipality that is put off for longer is forgotten rather than put off.
LONGEST = timedelta(days=366)

NO_REASON = Said(
    "Deze gemeente staat niet op de lijst: er is nu geen reden om haar te benaderen.",
    "This municipality is not on the list: there is no reason to approach it now.",
)
NOT_LATER = Said("Kies een dag na vandaag.", "Choose a day after today.")
TOO_LATE = Said("Kies een dag binnen het jaar.", "Choose a day within the year.")
NO_COLLEAGUE = Said(
    "Deze persoon heeft hier geen rol waarmee dit kan.", "This person has no role here with which this can be done."
)
NOT_RESTING = Said("Deze gemeente is niet uitgesteld of afgewerkt.", "This municipality is neither put off nor done.")


def colleagues(agency: str) -> dict[str, str]:
    """Who can look after a municipality: each account of the agency with the role for it, and what they are called."""
    rows = people.people_of(f"agency:{agency}")
    able = [row for row in rows if row.blocked_at is None and may(Side.SENDER, Role(row.role), Work.DO_OUTREACH)]
    return {row.account.person: row.account.name for row in able}


def snooze(agency: str, nis: str, *, until: date, by: Actor, at: datetime) -> FollowUp:
    """Leaves a municipality alone until a day; on that day it is back.

    Raises:
        NotPossible: it is not up to this actor, the municipality is not on the list, or the day is not
            one of the year that follows.
    """
    _required(agency, nis, by, at)
    if until <= _day(at):
        raise NotPossible(NOT_LATER)
    if until > _day(at) + LONGEST:
        raise NotPossible(TOO_LATE)
    return _write(agency, nis, snoozed_until=until)


def assign(agency: str, nis: str, *, to: str, by: Actor, at: datetime) -> FollowUp:
    """Gives a municipality to a colleague (an account), or with an empty name to nobody.

    Raises:
        NotPossible: as `snooze`, or the colleague has no role for it.
    """
    _required(agency, nis, by, at)
    if to and to not in colleagues(agency):
        raise NotPossible(NO_COLLEAGUE)
    return _write(agency, nis, assigned_to=to)


def mark_done(agency: str, nis: str, *, seen: Collection[Reason], by: Actor, at: datetime) -> FollowUp:
    """Marks a municipality as done for the reasons that were `seen`; for any other reason it comes back.

    Raises:
        NotPossible: as `snooze`, or none of these reasons stands any more.
    """
    done = sorted(_required(agency, nis, by, at).reasons & set(seen))
    if not done:
        raise NotPossible(NO_REASON)
    return _write(agency, nis, done_at=at, done_by=by.person, done_reasons=done, snoozed_until=None)


def take_up_again(agency: str, nis: str, *, by: Actor, at: datetime) -> FollowUp:
    """Takes back that a municipality was put off or marked as done.

    Raises:
        NotPossible: as `snooze`, or it was neither.
    """
    if _required(agency, nis, by, at).resting is None:
        raise NotPossible(NOT_RESTING)
    return _write(agency, nis, done_at=None, done_by=None, done_reasons=[], snoozed_until=None)


def keep_up(agency: str, *, at: datetime) -> None:
    """What the calendar does: a reason that went away is new when it comes back, and who left looks after nothing.

    Safe to repeat.
    """
    standing = {one.municipality.nis: one.reasons for one in candidates(agency, _day(at))}
    able = colleagues(agency)
    with transaction.atomic():
        for row in FollowUp.objects.select_for_update().filter(agency=agency):
            reasons = [reason for reason in row.done_reasons if reason in standing.get(row.nis, ())]
            assigned_to = row.assigned_to if row.assigned_to in able else ""
            if (reasons, assigned_to) != (row.done_reasons, row.assigned_to):
                row.done_reasons, row.assigned_to = reasons, assigned_to
                row.save(update_fields=["done_reasons", "assigned_to"])


def _required(agency: str, nis: str, by: Actor, at: datetime) -> Candidate:
    """The municipality on the list, where something can be done about it by this actor."""
    side = side_of(by, agency=agency, nis="")
    if not may(side, by.role, Work.DO_OUTREACH):
        raise NotPossible(not_up_to(side, by.role, Work.DO_OUTREACH))
    found = candidate(agency, nis, _day(at))
    if found is None:
        raise NotPossible(NO_REASON)
    return found


def _write(agency: str, nis: str, **changes: Any) -> FollowUp:
    with transaction.atomic():
        return FollowUp.objects.update_or_create(agency=agency, nis=nis, defaults=changes)[0]


def _day(at: datetime) -> date:
    return at.astimezone(BRUSSELS).date()
