"""Choosing a capacity (*hoedanigheid*): by itself where there is one, by the person where there are several."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sluis.parties import people
from sluis.web import visiting
from sluis.web.destinations import destination, safe_next
from sluis.web.door import to_login
from sluis.web.entrance import page
from sluis.web.texts import Language


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, language: Language) -> HttpResponseBase:
    """The choice, or what to do where there is none; then on to what they came for."""
    account = visiting.account_of(request)
    if account is None:
        return to_login(request, language)
    given = request.POST if request.method == "POST" else request.GET
    wanted = safe_next(given.get("next", ""))
    capacities = people.capacities_of(account)
    asked = given.get("capacity") if request.method == "POST" else None
    chosen = [held for held in capacities if str(held.number) == asked] if asked else capacities
    if len(chosen) == 1:
        visiting.choose(request, chosen[0].number)
        return HttpResponseRedirect(destination(wanted, language))
    if not capacities:
        named = people.organisations_named(request.session.get(visiting.NAMED, ()))
        name = people.name_of(account)
        return page(request, "no_role.html", language, status=HTTPStatus.FORBIDDEN, name=name, named=named)
    return page(request, "choose.html", language, capacities=capacities, next=wanted, name=people.name_of(account))
