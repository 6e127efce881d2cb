"""What is done by the clock: every minute what is ready to leave, every day what the calendar asks."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.contrib.sessions.backends.db import SessionStore

from sluis.disclosures import pigeonhole, pipeline
from sluis.disclosures import queries as disclosures
from sluis.domain.access import SCHEDULE
from sluis.domain.words import BRUSSELS
from sluis.jobs import counting, queue
from sluis.jobs.instruments import instruments
from sluis.ledger import queries as ledger
from sluis.outreach import following, forgetting
from sluis.parties import queries as parties
from sluis.parties import tokens
from sluis.protocols import actions as protocols

DAY, DELIVER = "day", "deliver"

# When the day's work is done, in Brussels: before people come, and after midnight's expiries.
AT = time(5)


def deliver(*, at: datetime) -> None:
    """Signs what was added to the ledger, and delivers or withholds what waits. Needs no key where there is nothing.

    Raises:
        MissingKey, LedgerBroken, OSError: something cannot be signed or delivered; it waits.
    """
    if disclosures.waiting() or ledger.unsigned():
        pipeline.deliver_waiting(instruments=instruments(), at=at)


def begin_day(*, at: datetime) -> None:
    """Puts the day's work in once its hour has come, however late that is noticed: a house may be closed at night."""
    if not queue.asked_since(DAY, last_hour_of_work(at)):
        queue.put(DAY, lock=DAY, once=DAY)


def last_hour_of_work(at: datetime) -> datetime:
    """The last moment before `at` on which the day's work was to begin."""
    on = at.astimezone(BRUSSELS).date()
    today = datetime.combine(on, AT, BRUSSELS)
    return today if today <= at else datetime.combine(on - timedelta(days=1), AT, BRUSSELS)


def day(*, at: datetime) -> None:
    """What is due: expiries, mergers of municipalities, and forgetting what was kept for a while. Safe to repeat.

    Raises:
        NotPossible: something stands in the way of what is due.
    """
    # First what cannot fail for a reason of its own, and last what a single protocol could hold up.
    tokens.forget_answers(at=at)
    queue.forget_old(at=at)
    pigeonhole.clear(at=at)
    SessionStore.clear_expired()
    forgetting.forget_old(at=at)
    counting.ask()
    protocols.expire_due(at=at)
    for agency in parties.agency_codes():
        protocols.merge_due(agency=agency, by=SCHEDULE, at=at)
        following.keep_up(agency, at=at)
