"""The list that a party puts on its own site: a page that any site may frame, and the same as JSON for any site."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from sluis.register import embedding
from sluis.web import answered
from sluis.web.headers import may_be_framed
from sluis.web.register.links import absolute
from sluis.web.texts import Language, Texts


@require_safe
@xframe_options_exempt
def embed(request: HttpRequest, language: Language, party: str) -> HttpResponseBase:
    """The protocols that bind a party now, with their digests, as a page for a frame."""
    seen = embedding.embedded(party, answered.today())
    if seen is None:
        raise Http404
    return may_be_framed(answered.page(request, "register/embed.html", Texts(language), seen=seen, absolute=absolute))


@require_safe
def embed_json(request: HttpRequest, party: str) -> HttpResponseBase:
    """The same as JSON, which a script of any site may read."""
    seen = embedding.embedded(party, answered.today())
    if seen is None:
        response = answered.not_there("There is no such party; give a NIS code, or the code of an agency.")
    else:
        response = answered.json_of(embedding.as_data(seen, absolute), absolute("schema", name="embed"))
    response["Access-Control-Allow-Origin"] = "*"
    return response
