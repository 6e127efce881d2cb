"""Who is at the door: the visitor of a request, read anew each time, so that a role that was taken is gone at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponseBase

from sluis.domain.access import Actor
from sluis.domain.words import BRUSSELS
from sluis.parties import people

# A session ends this long after the last page, and however busy it is, this long after the log-in.
IDLE = timedelta(minutes=30)
AT_MOST = timedelta(hours=10)
# How often the last page is written down; nothing else about a visit is.
_NOTED_EVERY = timedelta(minutes=1)

ACCOUNT, CAPACITY, BEGUN, SEEN = "account", "capacity", "begun", "seen"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who logged in and chose a capacity. `name` is shown to them, never logged."""

    capacity: int
    name: str
    organisation: str
    actor: Actor


def now() -> datetime:
    """The present moment, with the time zone of Brussels. Doors read the clock; nothing below them does."""
    return datetime.now(BRUSSELS)


class Visiting:
    """Middleware: puts `visitor` on the request, None for a stranger. Ends sessions that are over."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.visitor = _visitor(request)  # type: ignore[attr-defined]
        return self._get_response(request)


def visitor_of(request: HttpRequest) -> Visitor | None:
    """Who is at the door; None for somebody who is not logged in, or has not chosen a capacity yet."""
    found = getattr(request, "visitor", None)
    return found if isinstance(found, Visitor) else None


def begin(request: HttpRequest, account: int) -> None:
    """Begins a session for an account, under a new key, so that nobody can have prepared it."""
    request.session.flush()
    moment = now().isoformat()
    request.session.update({ACCOUNT: account, BEGUN: moment, SEEN: moment})


def account_of(request: HttpRequest) -> int | None:
    """The account of a session that is not over; None without one."""
    session = request.session
    if ACCOUNT not in session:
        return None
    at = now()
    begun, seen = (datetime.fromisoformat(session[name]) for name in (BEGUN, SEEN))
    if at - begun > AT_MOST or at - seen > IDLE:
        session.flush()
        return None
    if at - seen > _NOTED_EVERY:
        session[SEEN] = at.isoformat()
    return int(session[ACCOUNT])


def _visitor(request: HttpRequest) -> Visitor | None:
    account = account_of(request)
    chosen = request.session.get(CAPACITY)
    if account is None or chosen is None:
        return None
    held = people.capacity_of(account, int(chosen))
    if held is None:
        # It was taken, here or by the provider: choose another, if there is one.
        del request.session[CAPACITY]
        return None
    return Visitor(held.number, held.name, held.organisation, held.actor)
