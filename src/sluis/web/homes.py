"""The home page: what waits for me, what waits for others and since when, and what is coming."""

from __future__ import annotations

from django.http import HttpResponse

from sluis.web.door import Visit, behind_login


@behind_login()
def home(visit: Visit) -> HttpResponse:
    """The home of the visitor's role."""
    return visit.page("home.html")
