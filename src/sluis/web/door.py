"""The door to every page behind the log-in: who may come in, what they get to see, and how an act is answered.

A view behind it takes a `Visit` and gives an answer. A stranger is sent to the log-in, whatever the address; somebody
who is no party to what is asked for gets the same 404 as for an address that does not exist; a party whose role may
not do it gets 403, with the reason.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from sluis.adapters.signature_refusals import SignatureRefused
from sluis.domain.access import Actor, Place, Work, may, not_up_to, side_of
from sluis.domain.entry import PersonInLedger
from sluis.domain.lifecycle import Deed, NotPossible, Verb
from sluis.domain.terms import InvalidTerms, Side
from sluis.domain.words import BRUSSELS, Said
from sluis.parties import people
from sluis.protocols.models import Protocol
from sluis.protocols.standing import protocol_seen_by
from sluis.web.forms import Form
from sluis.web.texts import Language, Texts
from sluis.web.visiting import IDLE, PROVED_FOR, Visitor, account_of, now, proved_ago, visitor_of

LOG = logging.getLogger(__name__)

_SIDES = {"agency": Side.SENDER, "nis": Side.RECIPIENT, "supervisor": Side.SUPERVISOR}


class NotYours(Exception):
    """A party's own people ask for what their role may not do; `said` says why."""

    def __init__(self, said: Said) -> None:
        super().__init__(said.en)
        self.said = said


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of somebody who is logged in: who, in which language, at which moment."""

    request: HttpRequest
    visitor: Visitor
    texts: Texts
    at: datetime

    @property
    def actor(self) -> Actor:
        """Who acts."""
        return self.visitor.actor

    @property
    def side(self) -> Side:
        """The side that the visitor's party is on, whatever the protocol."""
        return _SIDES[self.actor.party.partition(":")[0]]

    @property
    def today(self) -> date:
        """The day of the visit, by the calendar of Brussels."""
        return self.at.astimezone(BRUSSELS).date()

    @property
    def place(self) -> Place:
        """The visitor's role at their side, as turns name it."""
        return self.side, self.actor.role

    @property
    def party_code(self) -> str:
        """The NIS code of the visitor's municipality, or the code of their agency."""
        return self.actor.party.partition(":")[2]

    def may(self, what: Work | Verb | Deed) -> bool:
        """Whether somebody in the visitor's role may do it at all."""
        return may(self.side, self.actor.role, what)

    @property
    def has_other_capacities(self) -> bool:
        """Whether the visitor could go on in another capacity."""
        account = account_of(self.request)
        return account is not None and people.has_several(account)

    def require(self, what: Work | Verb | Deed) -> None:
        """Raises NotYours where it is up to others."""
        if not self.may(what):
            raise NotYours(not_up_to(self.side, self.actor.role, what))

    def page(self, template: str, *, status: int = HTTPStatus.OK, **context: Any) -> HttpResponse:
        """A page in the visitor's language. What a page shows is theirs, so no cache keeps it."""
        said = {"visit": self, "texts": self.texts, **context}
        response = render(self.request, template, said, status=status)
        response["Content-Language"] = self.texts.language
        return response

    def address(self, name: str, **parts: Any) -> str:
        """The address of a page in the visitor's language."""
        return reverse(name, kwargs={"language": self.texts.language, **parts})

    def go(self, name: str, said: str = "", *, query: Mapping[str, str] | None = None, **parts: Any) -> HttpResponse:
        """Sends the visitor on after an act, with a sentence about what was done."""
        if said:
            messages.success(self.request, said)
        return HttpResponseRedirect(self.address(name, **parts) + (f"?{urlencode(query)}" if query else ""))

    def does(self, form: Form, act: Callable[[], object]) -> bool:
        """Whether the form was in order and the act succeeded; if not, the form says what stood in the way."""
        if not form.is_valid():
            return False
        try:
            act()
        except NotPossible as error:
            form.refuse(error.reasons)
        except InvalidTerms as error:
            form.refuse(error.said)
        except SignatureRefused as error:
            form.refuse([error.said])
        except PersonInLedger:
            form.refuse([_PERSON])
        except ImproperlyConfigured as error:
            LOG.error("An act of the portal could not be done: %s", error)
            form.refuse([_NOT_SET_UP])
        else:
            return True
        return False


_PERSON = Said(
    "Hierin staat iets met de vorm van een nummer van een persoon; er is niets bewaard. Laat het weg.",
    "This holds something shaped like a person's number; nothing was kept. Leave it out.",
)

_NOT_SET_UP = Said(
    "Dit is bij ons nog niet ingesteld. Verwittig de beheerder; u hoeft niets anders te doen.",
    "This is not set up with us yet. Tell the operator; you need do nothing else.",
)

View = Callable[..., HttpResponseBase]


def behind_login(work: Work | None = None) -> Callable[[View], View]:
    """Lets a view be reached by people whose role may do `work`; without it, by everybody who is logged in."""

    def around(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, language: Language, **parts: Any) -> HttpResponseBase:
            visitor = visitor_of(request)
            if visitor is None:
                return to_login(request, language)
            if (elsewhere := _to_provider(request, language)) is not None:
                return elsewhere
            visit = Visit(request, visitor, Texts(language), now())
            try:
                if work is not None:
                    visit.require(work)
                return view(visit, **parts)
            except NotYours as error:
                return visit.page("refused.html", status=HTTPStatus.FORBIDDEN, said=error.said)
            except ImproperlyConfigured as error:
                LOG.error("A page of the portal could not be made: %s", error)
                return visit.page("not_set_up.html", status=HTTPStatus.SERVICE_UNAVAILABLE, said=_NOT_SET_UP)

        return never_cache(answered)

    return around


def to_login(request: HttpRequest, language: Language) -> HttpResponseBase:
    """Sends a stranger to the log-in, and remembers what they came for where it can be read again."""
    query = {"next": request.get_full_path()} if request.method in ("GET", "HEAD") else {}
    address = reverse("login", kwargs={"language": language})
    if "HX-Request" in request.headers:
        # Not the log-in inside a part of a page: the whole page is asked for again, and that leads there.
        return HttpResponse(headers={"HX-Refresh": "true"})
    return HttpResponseRedirect(f"{address}?{urlencode(query)}" if query else address)


def _to_provider(request: HttpRequest, language: Language) -> HttpResponseBase | None:
    """Where to go because the provider has not said for a while who this is; None: here, it has.

    A page goes by the provider and comes back. A part of a page, and a form that was filled in, cannot, so they get
    the time of one idle session more: whoever looks at pages never notices, and whoever only sends things is stopped.
    """
    ago = proved_ago(request)
    if ago is None or ago <= PROVED_FOR:
        return None
    if request.method == "GET" and "HX-Request" not in request.headers:
        query = {"quiet": "1", "language": language, "next": request.get_full_path()}
        return HttpResponseRedirect(f"{reverse('log-in-start')}?{urlencode(query)}")
    if ago <= PROVED_FOR + IDLE:
        return None
    request.session.flush()
    return to_login(request, language)


def protocol_for(visit: Visit, code: str, what: Verb | Deed | None = None) -> Protocol:
    """The protocol with this code, where the visitor may see it, and may do `what` to it.

    Raises:
        Http404: there is none, or it is none of theirs: the answers are the same.
        NotYours: it is theirs, and this is up to others of the parties.
    """
    protocol = protocol_seen_by(visit.actor, code)
    if protocol is None:
        raise Http404
    if what is not None:
        side = side_of(visit.actor, agency=protocol.agency, nis=protocol.nis)
        if not may(side, visit.actor.role, what):
            raise NotYours(not_up_to(side, visit.actor.role, what))
    return protocol
