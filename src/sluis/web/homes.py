"""The home page: what waits for me, what waits for others and since when, and what is coming."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse

from sluis.domain.lifecycle import Verb
from sluis.domain.terms import Side
from sluis.protocols import standing
from sluis.web.agency import home as agency
from sluis.web.door import Visit, behind_login
from sluis.web.municipality.at_home import at_home as at_home_of_municipality

# A home page is read at a glance; the list has the rest.
MOST = 12

# What the home of a side shows beside the protocols: its template, and what that needs.
HOMES: Mapping[Side, tuple[str, Callable[[Visit], Mapping[str, Any]]]] = {
    Side.SENDER: ("home.html", lambda visit: {"lines": agency.lines(visit)}),
    Side.RECIPIENT: ("municipality/home.html", at_home_of_municipality),
}


@behind_login()
def home(visit: Visit) -> HttpResponse:
    """The home of the visitor's role."""
    found = standing.home(visit.actor, visit.at)
    template, more = HOMES.get(visit.side, ("home.html", lambda _visit: {}))
    return visit.page(
        template,
        **{"lines": (), "more_work": False, **more(visit)},
        mine=found.mine,
        others=found.others[:MOST],
        coming=found.coming[:MOST],
        more_others=max(0, len(found.others) - MOST),
        more_coming=max(0, len(found.coming) - MOST),
        unread=standing.unread(visit.actor.party),
        may_draft=visit.may(Verb.DRAFT),
    )
