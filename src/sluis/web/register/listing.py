"""The list of the register on any day, and the same as data. Filters have fixed values, and stand in the address."""

from __future__ import annotations

import json
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from sluis.domain.catalogue import PURPOSES
from sluis.domain.stance import STANCE_NAMES
from sluis.register import csvw, data
from sluis.register.entries import listing
from sluis.register.filters import DAY, STATES, Filter, InvalidFilter, parse_filter, provinces
from sluis.register.formats import InvalidDay
from sluis.web import answered
from sluis.web.register.links import absolute
from sluis.web.texts import Language, Texts


@require_safe
def register(request: HttpRequest, language: Language) -> HttpResponseBase:
    """The protocols there were at the end of a day."""
    texts = Texts(language)
    try:
        asked = _asked(request)
    except InvalidDay:
        return _page(request, texts, None, error=answered.bad_day_in_words(request, texts))
    except InvalidFilter as error:
        return _page(request, texts, None, wrong=_in_words(error, texts))
    return _page(request, texts, asked)


def _page(
    request: HttpRequest, texts: Texts, asked: Filter | None, *, error: str = "", wrong: str = ""
) -> HttpResponse:
    # A day that was not asked for is not passed on: without one, every address means today.
    day = {DAY: request.GET[DAY]} if request.GET.get(DAY) else {}
    question = {**asked.query, **day} if asked else {}
    return answered.page(
        request, "register/list.html", texts, status=200 if asked else 400,
        asked=asked, found=listing(asked) if asked else (), error=error, wrong=wrong,
        value=asked.on.isoformat() if asked else "", query=f"?{urlencode(question)}" if question else "",
        states=STATES, stance_names=STANCE_NAMES, purposes=PURPOSES, provinces=provinces(),
    )  # fmt: skip


def _in_words(error: InvalidFilter, texts: Texts) -> str:
    return texts("register_bad_filter", given=error.given[:40])


def _asked(request: HttpRequest) -> Filter:
    return parse_filter({name: str(value) for name, value in request.GET.items()}, answered.today())


@require_safe
def register_json(request: HttpRequest) -> HttpResponseBase:
    """The list as JSON."""
    try:
        asked = _asked(request)
    except (InvalidDay, InvalidFilter) as error:
        return answered.bad_request(error)
    said = data.list_as_data(asked, listing(asked), absolute)
    return answered.json_of(said, absolute("schema", name="register"))


@require_safe
def register_csv(request: HttpRequest) -> HttpResponseBase:
    """The list as CSV."""
    try:
        asked = _asked(request)
    except (InvalidDay, InvalidFilter) as error:
        return answered.bad_request(error)
    response = answered.text(data.list_as_csv(listing(asked), absolute), "text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="register-{asked.on}.csv"'
    return answered.described_by(response, absolute("register-csvw"))


@require_safe
def csv_metadata(request: HttpRequest, name: str) -> HttpResponseBase:
    """What the columns of a CSV file hold."""
    said = json.dumps(csvw.metadata(name, absolute), ensure_ascii=False, indent=2) + "\n"
    return answered.text(said, "application/csvm+json")
