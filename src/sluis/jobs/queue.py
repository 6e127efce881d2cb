"""The queue: puts jobs in, takes up what a stopped worker left, and forgets jobs that ended long ago.

The queue's tables are Procrastinate's; they are in the same database, so a job goes in with the act that asks for it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

# A worker says every ten seconds that it is there. One that was silent for so long has stopped without a word.
SILENT_FOR = timedelta(seconds=45)

# A job that took its worker down with it so many times is not tried again.
MOST_STARTS = 5

KEPT_FOR = timedelta(days=30)


def put(task: str, *, lock: str, once: str, **arguments: str | int) -> int | None:
    """Puts a job in, in the transaction that is open, and gives its number; None where the same one waits already.

    Args:
        lock: of the jobs with this lock, one runs at a time.
        once: of the jobs with this name, one waits at a time.
    """
    try:
        with transaction.atomic():
            return app.configure_task(task, lock=lock, queueing_lock=once).defer(**arguments)
    except AlreadyEnqueued:
        return None


def take_up_again(*, at: datetime) -> list[int]:
    """Puts back what a worker was busy with that stopped without a word; gives the numbers of those given up instead.

    A job is given up where it took its worker down with it too often.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers WHERE last_heartbeat < %s", [at - SILENT_FOR])
        cursor.execute(
            "SELECT id, attempts FROM procrastinate_jobs WHERE status = 'doing' AND worker_id IS NULL "
            "ORDER BY id FOR UPDATE SKIP LOCKED"
        )
        found = cursor.fetchall()
        for job, attempts in found:
            if attempts + 1 < MOST_STARTS:
                cursor.execute("SELECT procrastinate_retry_job_v2(%s, %s, NULL, NULL, NULL)", [job, at])
            else:
                cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'failed', false)", [job])
        return [job for job, attempts in found if attempts + 1 >= MOST_STARTS]


def is_ready(*, at: datetime) -> bool:
    """Whether a job waits that can be done now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM procrastinate_jobs AS job WHERE status = 'todo' AND "
            "(scheduled_at IS NULL OR scheduled_at <= %s) AND NOT EXISTS (SELECT FROM procrastinate_jobs AS busy "
            "WHERE busy.lock = job.lock AND busy.status = 'doing'))",
            [at],
        )
        return bool(cursor.fetchone()[0])


def asked_since(task: str, moment: datetime) -> bool:
    """Whether a job of this task was put in since a moment, whatever became of it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM procrastinate_jobs AS job JOIN procrastinate_events AS event "
            "ON event.job_id = job.id WHERE job.task_name = %s AND event.type = 'deferred' AND event.at >= %s)",
            [task, moment],
        )
        return bool(cursor.fetchone()[0])


def forget_earlier(task: str, job: int, *, status: str) -> None:
    """Of a task that comes back every minute, only the newest job that ended this way is kept."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE task_name = %s AND status = %s::procrastinate_job_status AND id < %s",
            [task, status, job],
        )


def forget_old(*, at: datetime) -> None:
    """Forgets jobs that ended more than `KEPT_FOR` ago, with what went wrong with them."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs AS job WHERE job.status NOT IN ('todo', 'doing') AND NOT EXISTS ("
            "SELECT FROM procrastinate_events AS event WHERE event.job_id = job.id AND event.at >= %s)",
            [at - KEPT_FOR],
        )
        cursor.execute(
            "DELETE FROM jobs_trouble AS trouble WHERE NOT EXISTS ("
            "SELECT FROM procrastinate_jobs AS job WHERE job.id = trouble.job)"
        )
