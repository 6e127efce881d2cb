"""The jobs: what was done lately and how it went, what is done when, and whether there is anybody to do it."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse

from sluis.domain.access import Work
from sluis.jobs import queries
from sluis.jobs.queries import CALENDAR, JOB_STATUS_NAMES, TASK_NAMES, JobStatus
from sluis.web.door import Visit, behind_login
from sluis.web.protocols.listing import page_number

KINDS: Mapping[JobStatus, str] = {
    JobStatus.TODO: "",
    JobStatus.DOING: "busy",
    JobStatus.SUCCEEDED: "good",
    JobStatus.FAILED: "error",
    JobStatus.CANCELLED: "warn",
    JobStatus.ABORTED: "warn",
}


@behind_login(Work.SEE_JOBS)
def jobs(visit: Visit) -> HttpResponse:
    """The jobs, newest first, with the calendar."""
    page = page_number(visit.request)
    found, total = queries.recent(page)
    return visit.page(
        "agency/jobs.html",
        found=found,
        total=total,
        page=page,
        pages=max(1, -(-total // queries.A_PAGE)),
        worker=queries.worker_is_there(at=visit.at),
        calendar=[(TASK_NAMES[task], when) for task, when in CALENDAR.items()],
        job_status_names=JOB_STATUS_NAMES,
        job_kinds=KINDS,
    )
