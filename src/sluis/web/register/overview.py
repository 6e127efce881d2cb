"""The overview on any date: where every municipality stands, how the count grew, and the same as data."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from sluis.domain.words import plain
from sluis.register import formats, queries
from sluis.register.formats import InvalidDay
from sluis.register.queries import Overview
from sluis.register.sizes import SIZES
from sluis.web import answered
from sluis.web.register.charts import Stairs, stairs
from sluis.web.register.links import absolute
from sluis.web.register.maps import map_of, paints
from sluis.web.texts import Language, Texts


@require_safe
def overview(request: HttpRequest, language: Language) -> HttpResponseBase:
    """Where every municipality stands on a day."""
    return _on_a_day(request, "overview.html", Texts(language), lambda seen: _details(seen, Texts(language)))


@require_safe
def growth(request: HttpRequest, language: Language) -> HttpResponseBase:
    """How the number of municipalities with a protocol grew, up to a day."""
    return _on_a_day(request, "growth.html", Texts(language), lambda seen: {"chart": _chart(seen)})


def _on_a_day(request: HttpRequest, template: str, texts: Texts, more: Any) -> HttpResponse:
    """A page on a day; a wrong day gives the form again, with what is wrong beside the field."""
    try:
        day = answered.day_asked(request)
    except InvalidDay:
        error = answered.bad_day_in_words(request, texts)
        return answered.page(request, template, texts, status=400, seen=None, error=error, value="")
    seen = queries.overview(day)
    # A day that was not asked for is not passed on: without one, every address means today.
    query = f"?{urlencode({'on': day.isoformat()})}" if request.GET.get("on") else ""
    return answered.page(
        request, template, texts, seen=seen, error="", value=day.isoformat(), query=query, **more(seen)
    )


def _details(seen: Overview, texts: Texts) -> dict[str, Any]:
    """The map, all municipalities as a person looks one up, and what the classes of size are called."""
    return {
        "map": map_of(seen, texts),
        "by_name": sorted(seen.rows, key=lambda row: plain(row.name)),
        "sizes": {size.name: _size_in_words(place, texts) for place, size in enumerate(SIZES)},
    }


def _size_in_words(place: int, texts: Texts) -> str:
    """A class of size by its bounds: 10.000 tot 20.000."""
    least = texts.number(SIZES[place].least)
    if place + 1 == len(SIZES):
        return texts("size_over", least=least)
    most = texts.number(SIZES[place + 1].least)
    return texts("size_between", least=least, most=most) if place else texts("size_under", most=most)


def _chart(seen: Overview) -> Stairs | None:
    reached = [(one.day, one.count) for one in seen.milestones]
    return stairs([(point.day, point.in_force) for point in seen.growth], reached)


@require_safe
def map_file(request: HttpRequest, language: Language) -> HttpResponseBase:
    """The map of a day as a drawing that stands alone, for reuse: with its title, its legend and its source."""
    try:
        seen = queries.overview(answered.day_asked(request))
    except InvalidDay as error:
        return answered.bad_day(error)
    texts = Texts(language)
    address = f"{absolute('overview', language=language)}?on={seen.on}"
    said = {"texts": texts, "seen": seen, "map": map_of(seen, texts), "paints": paints(), "address": address}
    response = answered.text(render_to_string("register/map_file.html", said), "image/svg+xml; charset=utf-8")
    response["Content-Language"] = language
    return response


@require_safe
def overview_json(request: HttpRequest) -> HttpResponseBase:
    """The overview on a day as JSON."""
    try:
        seen = queries.overview(answered.day_asked(request))
    except InvalidDay as error:
        return answered.bad_day(error)
    response = answered.text(formats.as_json(seen), "application/json")
    return answered.described_by(response, absolute("schema", name="overview"))


@require_safe
def overview_csv(request: HttpRequest) -> HttpResponseBase:
    """Every municipality of a day as CSV."""
    try:
        seen = queries.overview(answered.day_asked(request))
    except InvalidDay as error:
        return answered.bad_day(error)
    response = answered.text(formats.as_csv(seen), "text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="overview-{seen.on}.csv"'
    return answered.described_by(response, absolute("overview-csvw"))
