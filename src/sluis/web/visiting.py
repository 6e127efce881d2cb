"""Who is at the door: the visitor of a request, read anew each time, so that a role that was taken is gone at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from sluis.domain.access import Actor
from sluis.domain.words import BRUSSELS
from sluis.parties import people
from sluis.web.ways_in import DEMO, ways_in

# A session ends this long after the last page, and however busy it is, this long after the log-in.
IDLE = timedelta(minutes=30)
AT_MOST = timedelta(hours=10)
# How long the word of the provider counts; then the next page goes by it, without anybody noticing, so that a role that
# was taken there is gone here.
PROVED_FOR = timedelta(minutes=15)
# How often the last page is written down; nothing else about a visit is.
_NOTED_EVERY = timedelta(minutes=1)

ACCOUNT, CAPACITY, BEGUN, SEEN = "account", "capacity", "begun", "seen"
# By whose word the session was begun, when they gave it last, and which organisations they named.
ISSUER, PROVED, NAMED = "issuer", "proved", "named"


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
        # Looked up when somebody asks: then a database that is away is answered as it is for any page.
        request.visitor = SimpleLazyObject(lambda: _visitor(request))  # type: ignore[attr-defined]
        return self._get_response(request)


def visitor_of(request: HttpRequest) -> Visitor | None:
    """Who is at the door; None for somebody who is not logged in, or has not chosen a capacity yet."""
    found = getattr(request, "visitor", None)
    return found if isinstance(found, Visitor) else None


def begin(request: HttpRequest, account: int, *, issuer: str, named: Iterable[str] = ()) -> None:
    """Begins a session for an account, under a new key, so that nobody can have prepared it.

    `issuer` is by whose word; `named` are the organisations that they named.
    """
    request.session.flush()
    moment = now().isoformat()
    request.session.update(
        {ACCOUNT: account, BEGUN: moment, SEEN: moment, ISSUER: issuer, PROVED: moment, NAMED: [*named]}
    )


def prove_again(request: HttpRequest, account: int, *, issuer: str, named: Iterable[str]) -> bool:
    """Whether the session is this account's: it goes on then, by a new word of the provider, and ends when it did."""
    session = request.session
    if account_of(request) != account or session.get(ISSUER) != issuer:
        return False
    session.update({PROVED: now().isoformat(), NAMED: [*named]})
    return True


def choose(request: HttpRequest, capacity: int) -> None:
    """Lets the session go on in another capacity, under a new key: it can do other things than before."""
    request.session.cycle_key()
    request.session[CAPACITY] = capacity


def proved_ago(request: HttpRequest) -> timedelta | None:
    """How long ago the provider last said who this is; None where no provider has a say in the session."""
    session = request.session
    if session.get(ISSUER) in (None, DEMO):
        return None
    return now() - datetime.fromisoformat(session[PROVED])


def account_of(request: HttpRequest) -> int | None:
    """The account of a session that is not over; None without one."""
    session = request.session
    if ACCOUNT not in session:
        return None
    at = now()
    begun, seen = (datetime.fromisoformat(session[name]) for name in (BEGUN, SEEN))
    # A session by a word that no longer counts is over too: of another provider, or of a demo that is none any more.
    if not _counts(session.get(ISSUER)) or at - begun > AT_MOST or at - seen > IDLE:
        session.flush()
        return None
    # A page that looks again by itself is no sign that anybody is there.
    if at - seen > _NOTED_EVERY and "HX-Request" not in request.headers:
        session[SEEN] = at.isoformat()
    return int(session[ACCOUNT])


def _counts(issuer: str | None) -> bool:
    try:
        return issuer is None or issuer == ways_in().issuer
    except ImproperlyConfigured:
        # Whose word counts cannot be read any more. The log-in says what is wrong, and nobody is in meanwhile.
        return False


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
