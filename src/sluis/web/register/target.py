"""The targets on any date: what was said, how far it had come, where it was going, and the same as data."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from sluis.parties import queries as parties
from sluis.register import target_data
from sluis.register.forecast import Forecast
from sluis.register.formats import InvalidDay
from sluis.register.outlook import Ahead, Outlook, Outlooks, outlooks
from sluis.register.targets import Target, TargetKind
from sluis.web import answered
from sluis.web.register.charts import Fan, fan
from sluis.web.register.links import absolute
from sluis.web.texts import Language, Texts


@require_safe
def target(request: HttpRequest, language: Language) -> HttpResponseBase:
    """The targets as they stood on a day."""
    texts = Texts(language)
    try:
        found = _asked(request)
    except InvalidDay:
        error = answered.bad_day_in_words(request, texts)
        return answered.page(request, "target.html", texts, status=400, found=None, error=error, value="")
    query = f"?{urlencode({'on': found.on.isoformat()})}" if request.GET.get("on") else ""
    return answered.page(
        request, "target.html", texts, found=found, error="", value=found.on.isoformat(), query=query,
        **_details(found, texts),
    )  # fmt: skip


@require_safe
def target_json(request: HttpRequest) -> HttpResponseBase:
    """The targets as they stood on a day, as JSON."""
    try:
        found = _asked(request)
    except InvalidDay as error:
        return answered.bad_day(error)
    return answered.described_by(
        answered.text(target_data.as_json(found), "application/json"), absolute("schema", name="target")
    )


def _asked(request: HttpRequest) -> Outlooks:
    return outlooks(answered.day_asked(request), today=answered.today())


def _details(found: Outlooks, texts: Texts) -> dict[str, Any]:
    names = parties.agency_names()
    return {
        "aim": lambda said: aim_in_words(said, texts),
        "agency_of": lambda said: names.get(said.agency, said.agency),
        "chart": _chart,
        "can_tell": lambda ahead: isinstance(ahead.forecast, Forecast),
        "hundred": lambda share: round(100 * share),
        "chance": lambda share: _chance_in_words(share, texts),
    }


def aim_in_words(said: Target, texts: Texts) -> str:
    """What a target aims for, in words: 150 gemeenten."""
    if said.kind == TargetKind.AS_MANY_AS_POSSIBLE or said.value is None:
        return texts("target_aim_most")
    if said.kind == TargetKind.SHARE:
        return texts("target_aim_share", value=said.value)
    return texts("target_aim_one" if said.value == 1 else "target_aim_number", value=texts.number(said.value))


def _chance_in_words(share: float, texts: Texts) -> str:
    """A chance as precisely as it is known: to five in a hundred."""
    if share < 0.05:
        return texts("target_chance_little")
    if share > 0.95:
        return texts("target_chance_great")
    return texts("target_chance_about", percent=5 * round(20 * share))


def _chart(ahead: Ahead, one: Outlook | None) -> Fan | None:
    if not isinstance(ahead.forecast, Forecast):
        return None
    counted = [(point.day, point.in_force) for point in ahead.known.growth]
    return fan(counted, ahead.forecast.on_the_way, ahead.forecast.on, one.progress.needed if one else None)
