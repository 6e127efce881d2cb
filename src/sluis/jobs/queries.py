"""Reads the jobs for people: what each is called, how it went, and what went wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import connection

from sluis.domain.words import Said
from sluis.jobs.queue import SILENT_FOR

A_PAGE = 20


class JobStatus(StrEnum):
    """How a job stands, as the queue stores it."""

    TODO = "todo"
    DOING = "doing"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    ABORTED = "aborted"


JOB_STATUS_NAMES: Mapping[JobStatus, Said] = {
    JobStatus.TODO: Said("wacht", "waiting"),
    JobStatus.DOING: Said("bezig", "running"),
    JobStatus.SUCCEEDED: Said("gelukt", "succeeded"),
    JobStatus.FAILED: Said("mislukt", "failed"),
    JobStatus.CANCELLED: Said("geschrapt", "cancelled"),
    JobStatus.ABORTED: Said("afgebroken", "broken off"),
}

# What people call each task; the places are filled from the job's arguments.
TASK_NAMES: Mapping[str, Said] = {
    "look_after": Said("Nagaan wat er te doen is", "Look what there is to do"),
    "deliver": Said("Het register ondertekenen en meedelen wat wacht", "Sign the ledger, and communicate what waits"),
    "mail": Said("Partijen mailen dat er een bericht is", "Mail parties that there is a message"),
    "day": Said("Het werk van de dag", "The day's work"),
    "import_extract": Said("Een extract inlezen", "Take in an extract"),
    "count_attests": Said(
        "Tellen hoeveel mensen het attest behaalden, per gemeente",
        "Count how many people obtained the attest, by municipality",
    ),
    "check_publication": Said("De bekendmaking van {code} nakijken", "Look whether {code} was published"),
}


_EVERY_MINUTE = Said("elke minuut", "every minute")

# When each task that nobody asks for is done; the other tasks are done when somebody asks.
CALENDAR: Mapping[str, Said] = {
    "look_after": _EVERY_MINUTE,
    "deliver": _EVERY_MINUTE,
    "mail": _EVERY_MINUTE,
    "day": Said(
        "elke dag vanaf vijf uur ’s ochtends in Brussel, of zodra er daarna een worker is",
        "every day from five in the morning in Brussels, or as soon as there is a worker after that",
    ),
    "count_attests": Said(
        "elke dag met het werk van de dag, en na elk ingelezen extract",
        "every day with the day’s work, and after each extract that was taken in",
    ),
}


@dataclass(frozen=True, slots=True)
class JobSeen:
    """A job, for people. `started` is when it was started last; `error` what went wrong the last time, if it did.

    A job that waits and has an error will be tried again at `again`.
    """

    number: int
    name: Said
    status: JobStatus
    put_in: datetime
    started: datetime | None
    ended: datetime | None
    again: datetime | None
    attempts: int
    error: Said | None


_RECENT = """
    SELECT job.id, job.task_name, job.args::text, job.status::text, job.attempts, job.scheduled_at,
        min(event.at) FILTER (WHERE event.type = 'deferred'),
        max(event.at) FILTER (WHERE event.type = 'started'),
        max(event.at) FILTER (WHERE event.type IN ('succeeded', 'failed', 'cancelled', 'aborted')),
        trouble.nl, trouble.en, count(*) OVER ()
    FROM procrastinate_jobs AS job
    JOIN procrastinate_events AS event ON event.job_id = job.id
    LEFT JOIN jobs_trouble AS trouble ON trouble.job = job.id
    GROUP BY job.id, trouble.job
    ORDER BY job.id DESC LIMIT %s OFFSET %s
"""


def recent(page: int = 1) -> tuple[list[JobSeen], int]:
    """A page of the jobs, newest first, and how many there are in all (0 on a page past the last). One query."""
    with connection.cursor() as cursor:
        cursor.execute(_RECENT, [A_PAGE, (page - 1) * A_PAGE])
        rows = cursor.fetchall()
    return [_seen(*row[:-1]) for row in rows], rows[0][-1] if rows else 0


def _seen(
    number: int, task: str, args: str, status: str, attempts: int, scheduled: datetime | None,
    put_in: datetime, started: datetime | None, ended: datetime | None, nl: str | None, en: str | None,
) -> JobSeen:  # fmt: skip
    stands = JobStatus(status)
    over = stands not in (JobStatus.TODO, JobStatus.DOING)
    # What went wrong before a job went well is nobody's worry any more.
    error = Said(nl, en) if nl and en and stands != JobStatus.SUCCEEDED else None
    return JobSeen(
        number, _name(task, args), stands, put_in, started, ended if over else None,
        scheduled if stands == JobStatus.TODO else None, attempts, error,
    )  # fmt: skip


def _name(task: str, args: str) -> Said:
    said = TASK_NAMES.get(task, Said(task, task))
    return said.filled({name: str(value) for name, value in json.loads(args).items()})


def worker_is_there(*, at: datetime) -> bool:
    """Whether a worker said lately that it is there, so that what waits will be done."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM procrastinate_workers WHERE last_heartbeat >= %s)", [at - SILENT_FOR]
        )
        return bool(cursor.fetchone()[0])


def failed_since(moment: datetime) -> int:
    """How many jobs failed since a moment, and did not go well at a later try: the same job, put in again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs AS job WHERE job.status = 'failed' AND EXISTS ("
            "SELECT FROM procrastinate_events AS event WHERE event.job_id = job.id AND event.type = 'failed' "
            "AND event.at >= %s) AND NOT EXISTS (SELECT FROM procrastinate_jobs AS later "
            "WHERE later.queueing_lock = job.queueing_lock AND later.id > job.id AND later.status = 'succeeded')",
            [moment],
        )
        return int(cursor.fetchone()[0])
