"""The history tab: all that happened to a protocol, and what the visitor's party was told of its protocols."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse

from sluis.domain.access import Work
from sluis.domain.lifecycle import name_of
from sluis.domain.words import Said
from sluis.parties import people
from sluis.protocols import actions, standing
from sluis.protocols.standing import Event
from sluis.web.door import Visit, behind_login
from sluis.web.protocols.page import render, shown

ON_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Happened:
    """An event as the page shows it; `version` 0 is the protocol as a whole."""

    at: datetime
    who: str
    what: Said
    said: Said
    version: int


@behind_login(Work.SEE_PROTOCOLS)
def history(visit: Visit, code: str) -> HttpResponse:
    """All that happened, newest first. It names parties, not people."""
    seen = shown(visit, code)
    events = standing.history(code)
    names = {by: _name(visit, by) for by in {event.by for event in events}}
    happened = [_happened(event, names) for event in reversed(events)]
    return render(visit, "history.html", seen, part="protocol-history", happened=happened)


def _happened(event: Event, names: dict[str, str]) -> Happened:
    return Happened(event.at, names[event.by], name_of(event.what), event.said, event.version)


def _name(visit: Visit, party: str) -> str:
    return visit.texts("the_program") if party.startswith("system:") else people.organisation_name(party)


@behind_login(Work.SEE_PROTOCOLS)
def messages(visit: Visit) -> HttpResponse:
    """What the visitor's party was told, unread first; marks as read what somebody read."""
    if visit.request.method == "POST":
        ids = [int(one) for one in visit.request.POST.getlist("ids") if one.isdecimal() and len(one) < 18]
        marked = actions.mark_read(ids, by=visit.actor, at=visit.at)
        return visit.go("messages", visit.texts("messages_marked", count=marked))
    rows = sorted(standing.messages_for(visit.actor.party), key=lambda row: row.read_at is not None)
    pages = max(1, -(-len(rows) // ON_A_PAGE))
    asked = visit.request.GET.get("page", "1")
    page = min(int(asked), pages) if asked.isdecimal() and 0 < len(asked) < 6 and int(asked) else 1
    found = rows[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    unread = [row for row in rows if row.read_at is None]
    return visit.page("messages.html", messages=found, unread=len(unread), page=page, pages=pages)
