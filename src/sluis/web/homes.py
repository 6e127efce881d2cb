"""The home page: what waits for me, what waits for others and since when, and what is coming."""

from __future__ import annotations

from django.http import HttpResponse

from sluis.domain.lifecycle import Verb
from sluis.domain.terms import Side
from sluis.protocols import standing
from sluis.web.agency import home as agency
from sluis.web.door import Visit, behind_login

# A home page is read at a glance; the list has the rest.
MOST = 12


@behind_login()
def home(visit: Visit) -> HttpResponse:
    """The home of the visitor's role."""
    found = standing.home(visit.actor, visit.at)
    return visit.page(
        "home.html",
        lines=agency.lines(visit) if visit.side is Side.SENDER else (),
        mine=found.mine,
        others=found.others[:MOST],
        coming=found.coming[:MOST],
        more_others=max(0, len(found.others) - MOST),
        more_coming=max(0, len(found.coming) - MOST),
        unread=standing.unread(visit.actor.party),
        may_draft=visit.may(Verb.DRAFT),
    )
