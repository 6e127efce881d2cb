"""The tasks: what a worker can do, how often, and what it does when that goes wrong. Each calls one function below.

The worker is a door: it reads the clock. Arguments of a job are logged, so none of them names a person.
"""

from __future__ import annotations

import contextlib
import logging
import traceback
from collections.abc import Iterator
from datetime import datetime

from django.db import DatabaseError
from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.exceptions import JobAborted
from procrastinate.jobs import Job

from sluis.adapters import websites
from sluis.domain.access import SCHEDULE
from sluis.domain.words import BRUSSELS
from sluis.jobs import actions, counting, importing, imports, mailing, queue, rounds
from sluis.jobs.troubles import JobFailed, cause_of
from sluis.protocols import actions as protocols

LOG = logging.getLogger(__name__)

EVERY_MINUTE = "* * * * *"
MAIL = "mail"


class Again(BaseRetryStrategy):
    """Tries again what may pass, each time after a longer while; goes on later with what was stopped halfway."""

    WAITS = (60, 300, 1_800, 7_200)

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, JobAborted):
            return RetryDecision(retry_in={"seconds": 0})
        if isinstance(exception, JobFailed) and exception.cause.passing and job.attempts < len(self.WAITS):
            return RetryDecision(retry_in={"seconds": self.WAITS[job.attempts]})
        return None


AGAIN = Again()


def now() -> datetime:
    return datetime.now(BRUSSELS)


@contextlib.contextmanager
def answered(context: JobContext) -> Iterator[None]:
    """Writes down in words what goes wrong inside, and lets nothing else of it out: not into the log either."""
    try:
        yield
    except JobAborted:
        raise
    except Exception as error:  # noqa: BLE001 - raised again, as what may be said of it
        failure = JobFailed(cause_of(error))
        if failure.cause.ours:
            # Where it went wrong, without the error's own words: they may repeat what a row says.
            LOG.error("%s at\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
        _note(context, failure)
        raise failure from None


def _note(context: JobContext, failure: JobFailed) -> None:
    assert context.job.id is not None
    try:
        actions.note(context.job.id, failure.cause.said, at=now())
    except DatabaseError as away:
        # Raised from here it would be told together with the error that was kept inside.
        LOG.error("What went wrong with job %s could not be written down: %s.", context.job.id, type(away).__name__)


def is_last_try(context: JobContext, failure: JobFailed) -> bool:
    return AGAIN.get_retry_decision(exception=failure, job=context.job) is None


@contextlib.contextmanager
def coming_back(context: JobContext) -> Iterator[None]:
    """Of what comes back every minute, only the newest that went well and the newest that went wrong are kept."""
    assert context.job.id is not None
    how = "failed"
    try:
        with answered(context):
            yield
        how = "succeeded"
    finally:
        queue.forget_earlier(context.job.task_name, context.job.id, status=how)


@app.periodic(cron=EVERY_MINUTE)
@app.task(name="look_after", queueing_lock="look_after", pass_context=True)
def look_after(context: JobContext, timestamp: int) -> None:
    """Takes up what a stopped worker left, and begins the day's work when its hour has come."""
    with coming_back(context):
        actions.take_up_again(at=now())
        rounds.begin_day(at=now())


@app.periodic(cron=EVERY_MINUTE)
@app.task(name=rounds.DELIVER, lock=rounds.DELIVER, queueing_lock=rounds.DELIVER, pass_context=True)
def deliver(context: JobContext, timestamp: int) -> None:
    """Signs what was added to the ledger and delivers what waits. The next minute is its next try."""
    with coming_back(context):
        rounds.deliver(at=now())


@app.periodic(cron=EVERY_MINUTE)
@app.task(name=MAIL, lock=MAIL, queueing_lock=MAIL, pass_context=True)
def mail(context: JobContext, timestamp: int) -> None:
    """Mails parties that a message waits for them. The next minute is its next try."""
    with coming_back(context):
        mailing.mail_new(at=now())


@app.task(name=rounds.DAY, retry=AGAIN, pass_context=True)
def day(context: JobContext) -> None:
    """Does what is due today."""
    with answered(context):
        rounds.day(at=now())


@app.task(name=imports.TASK, retry=AGAIN, pass_context=True)
def import_extract(context: JobContext, number: int) -> None:
    """Takes in an extract of the inbox."""

    def go_on() -> None:
        if context.should_abort():
            raise JobAborted

    try:
        with answered(context):
            report = importing.take_in(number, at=now(), go_on=go_on)
            imports.done(number, extract=report.extract, counts=importing.counts(report), at=now())
            counting.ask()
    except JobAborted:
        imports.put_back(number, None)
        raise
    except JobFailed as failure:
        if is_last_try(context, failure):
            imports.failed([number], failure.cause.said, at=now())
        else:
            imports.put_back(number, failure.cause.said)
        raise


@app.task(name=counting.TASK, retry=AGAIN, pass_context=True)
def count_attests(context: JobContext) -> None:
    """Counts how many people obtained the attest, by municipality."""
    with answered(context):
        counting.count_attests(at=now())


@app.task(name=actions.CHECK_PUBLICATION, retry=AGAIN, pass_context=True)
def check_publication(context: JobContext, code: str) -> None:
    """Looks for the digest of a protocol on both parties' pages."""
    with answered(context):
        protocols.check_publication(code, fetch=websites.fetch, by=SCHEDULE, at=now())
