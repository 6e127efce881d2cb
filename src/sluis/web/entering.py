"""Logging in: the page with the ways in, the way to the provider and back, and, in a demo, its invented people."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from sluis.adapters.identity import Failure, NotProved, Remembered
from sluis.domain.capacities import read_claims
from sluis.parties import people
from sluis.parties.people import NoPerson
from sluis.web import visiting
from sluis.web.destinations import destination, safe_next
from sluis.web.entrance import language_of, page
from sluis.web.texts import Language
from sluis.web.ways_in import DEMO, WaysIn, ways_in

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Failed:
    """What a page says of a log-in that failed: keys of `texts`, and the status of the answer."""

    heading: str
    help: str
    status: HTTPStatus


_FAILED: Mapping[Failure, _Failed] = {
    Failure.AWAY: _Failed("login_away", "login_away_help", HTTPStatus.SERVICE_UNAVAILABLE),
    Failure.LOST: _Failed("login_lost", "login_lost_help", HTTPStatus.BAD_REQUEST),
    Failure.DENIED: _Failed("login_denied", "login_denied_help", HTTPStatus.FORBIDDEN),
    Failure.MUST_ASK: _Failed("login_lost", "login_lost_help", HTTPStatus.BAD_REQUEST),
    Failure.REFUSED: _Failed("login_refused", "login_refused_help", HTTPStatus.BAD_GATEWAY),
    Failure.NOT_IN_ORDER: _Failed("login_not_in_order", "login_not_in_order_help", HTTPStatus.BAD_GATEWAY),
}
_NO_PERSON = _Failed("login_no_person", "login_no_person_help", HTTPStatus.FORBIDDEN)
_WRONG_SETTINGS = _Failed("login_settings", "login_settings_help", HTTPStatus.SERVICE_UNAVAILABLE)


@never_cache
@require_safe
def login(request: HttpRequest, language: Language) -> HttpResponseBase:
    """The ways in. Whoever is in already goes on to what they came for."""
    wanted = safe_next(request.GET.get("next", ""))
    try:
        if visiting.account_of(request) is not None:
            return to_choose(language, wanted)
        ways = ways_in()
    except ImproperlyConfigured as error:
        return _wrong_settings(request, error)
    cast = people.everybody_by_organisation(DEMO) if ways.demo else []
    query = urlencode({"language": language, **({"next": wanted} if wanted else {})})
    return page(request, "login.html", language, ways=ways, cast=cast, next=wanted, query=query)


@never_cache
@require_safe
def start(request: HttpRequest) -> HttpResponseBase:
    """Sends the browser to the provider; `quiet`: the provider may not ask anything, only say who this is."""
    language = language_of(request.GET.get("language"))
    remembered = Remembered(
        language=language, next=safe_next(request.GET.get("next", "")), quiet=request.GET.get("quiet") == "1"
    )
    try:
        provider = ways_in().provider
        if provider is None:
            raise Http404
        return HttpResponseRedirect(provider.question(request, remembered))
    except ImproperlyConfigured as error:
        return _wrong_settings(request, error)
    except NotProved as error:
        return _failed(request, error)


@never_cache
@require_safe
def back(request: HttpRequest) -> HttpResponseBase:
    """Takes the answer of the provider: lets somebody in, lets them stay, or says why not and what to do."""
    try:
        ways = ways_in()
        if ways.provider is None:
            raise Http404
        remembered = ways.provider.remembered(request)
    except ImproperlyConfigured as error:
        return _wrong_settings(request, error)
    try:
        claims = ways.provider.answer(request)
        assert remembered is not None
        return _let_in(request, ways, claims, remembered)
    except NoPerson:
        request.session.flush()
        _log.error("A log-in failed: the provider names people by their number, or by nothing; nothing was kept.")
        return _page(request, _NO_PERSON)
    except NotProved as error:
        if remembered is not None and remembered["quiet"] and error.failure != Failure.AWAY:
            return _ask_openly(request, remembered)
        return _failed(request, error)


def _let_in(
    request: HttpRequest, ways: WaysIn, claims: Mapping[str, object], remembered: Remembered
) -> HttpResponseBase:
    assert ways.issuer is not None
    claimed = read_claims(claims, issuer=ways.issuer, role_claim=ways.role_claim, roles=ways.roles)
    account = people.log_in(claimed, at=visiting.now())
    language = language_of(remembered["language"])
    named = claimed.organisations
    if remembered["quiet"] and visiting.prove_again(request, account.pk, issuer=ways.issuer, named=named):
        return HttpResponseRedirect(destination(remembered["next"], language))
    visiting.begin(request, account.pk, issuer=ways.issuer, named=named)
    return to_choose(language, remembered["next"])


def _ask_openly(request: HttpRequest, remembered: Remembered) -> HttpResponseBase:
    """The provider did not vouch for them in silence, so their session is over and they log in again."""
    request.session.flush()
    query = {"next": remembered["next"]} if remembered["next"] else {}
    address = reverse("login", kwargs={"language": language_of(remembered["language"])})
    return HttpResponseRedirect(f"{address}?{urlencode(query)}" if query else address)


@never_cache
@csrf_exempt  # Only until it is known that there is something here at all; `_as_invented` asks for the form's token.
def as_invented(request: HttpRequest) -> HttpResponseBase:
    """Lets in one of the invented people of a demo; where this is no demo, or a provider is set, nothing is here."""
    try:
        demo = ways_in().demo
    except ImproperlyConfigured:
        demo = False  # A provider is set, if wrongly.
    if not demo:
        raise Http404
    return _as_invented(request)


@csrf_protect
@require_POST
def _as_invented(request: HttpRequest) -> HttpResponseBase:
    account = people.account_named(DEMO, request.POST.get("person", ""))
    if account is None:
        raise Http404
    visiting.begin(request, account.pk, issuer=DEMO)
    return to_choose(language_of(request.POST.get("language")), request.POST.get("next", ""))


def to_choose(language: Language, wanted: str) -> HttpResponseBase:
    """Sends somebody who is in on to the choice of a capacity, which goes on by itself where there is one."""
    address = reverse("log-in-choose", kwargs={"language": language})
    wanted = safe_next(wanted)
    return HttpResponseRedirect(f"{address}?{urlencode({'next': wanted})}" if wanted else address)


def _failed(request: HttpRequest, error: NotProved) -> HttpResponse:
    _log.warning("A log-in failed: %s.", error)
    return _page(request, _FAILED[error.failure])


def _wrong_settings(request: HttpRequest, error: ImproperlyConfigured) -> HttpResponse:
    _log.error("Nobody can log in: %s", error)
    return _page(request, _WRONG_SETTINGS)


def _page(request: HttpRequest, failed: _Failed) -> HttpResponse:
    """In both languages: the answer of a provider comes to one address, whatever the language."""
    return page(request, "login_failed.html", "nl", status=failed.status, failed=failed)
