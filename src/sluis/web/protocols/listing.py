"""The list of protocols."""

from __future__ import annotations

from django.http import HttpResponse

from sluis.domain.access import Work
from sluis.protocols import standing
from sluis.web.door import Visit, behind_login


@behind_login(Work.SEE_PROTOCOLS)
def protocols(visit: Visit) -> HttpResponse:
    """The protocols of the visitor's party."""
    return visit.page("protocols.html", protocols=standing.protocols_of(visit.actor))
