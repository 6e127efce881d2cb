"""The first page of a protocol: where it stands, whose turn it is, what is missing, and what the visitor can do."""

from __future__ import annotations

from django.http import HttpResponse

from sluis.domain.access import Work
from sluis.domain.lifecycle import IN_PREPARATION
from sluis.protocols.models import Hold, Task
from sluis.web.door import Visit, behind_login
from sluis.web.protocols import moving
from sluis.web.protocols.page import render, shown


@behind_login(Work.SEE_PROTOCOLS)
def show(visit: Visit, code: str, number: int | None = None) -> HttpResponse:
    """Where a protocol stands."""
    seen = shown(visit, code, number)
    return render(
        visit,
        "overview.html",
        seen,
        part="protocol",
        moves=moving.offered(visit, seen),
        tasks=list(Task.objects.filter(protocol_id=code, done_at__isnull=True).order_by("pk")),
        holds=list(Hold.objects.filter(protocol_id=code, lifted_at__isnull=True).order_by("pk")),
        in_preparation=seen.version.status in IN_PREPARATION,
    )
