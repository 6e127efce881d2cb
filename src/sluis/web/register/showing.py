"""The pages of one protocol in the register: the protocol, each validated version, its text; and the same as JSON."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from sluis.adapters.webpage import snippet, visible
from sluis.domain.legaltext import reworded
from sluis.domain.published import published_text
from sluis.register import data
from sluis.register.protocol import PublicProtocol, PublicVersion, public_protocol
from sluis.web import answered
from sluis.web.protocols.sections import purposes, sections
from sluis.web.register.links import absolute
from sluis.web.texts import Language, Texts


def protocol_of(code: str) -> PublicProtocol:
    """The protocol with this code, as it stands today. Raises Http404 where there is none."""
    seen = public_protocol(code, answered.today())
    if seen is None:
        raise Http404
    return seen


def version_of(code: str, number: int) -> tuple[PublicProtocol, PublicVersion]:
    """A version that was validated, with its protocol. Raises Http404 where there is none: a draft is nobody's yet."""
    seen = protocol_of(code)
    version = seen.version(number)
    if version is None:
        raise Http404
    return seen, version


@require_safe
def protocol(request: HttpRequest, language: Language, code: str) -> HttpResponseBase:
    """A protocol: where it stands, what happened to it, its versions, and what the one that counts says."""
    seen = protocol_of(code)
    return answered.page(request, "register/protocol.html", Texts(language), seen=seen, **_said(seen.shown))


@require_safe
def version(request: HttpRequest, language: Language, code: str, number: int) -> HttpResponseBase:
    """A version: what it says, how it came to be, what it changed, and how to check it."""
    seen, one = version_of(code, number)
    return answered.page(request, "register/version.html", Texts(language), seen=seen, one=one, **_said(one))


@require_safe
def text(request: HttpRequest, language: Language, code: str, number: int) -> HttpResponseBase:
    """The legal text of a version, as it is published."""
    seen, one = version_of(code, number)
    legal = reworded(published_text(one.terms), visible)
    return answered.page(request, "register/text.html", Texts(language), seen=seen, one=one, legal=legal)


@require_safe
def protocol_json(request: HttpRequest, code: str) -> HttpResponseBase:
    """A protocol as JSON."""
    seen = public_protocol(code, answered.today())
    if seen is None:
        return answered.not_there(f"There is no protocol {code[:60]}; /register.json lists them.")
    return answered.json_of(data.protocol_as_data(seen, absolute), absolute("schema", name="protocol"))


def _said(one: PublicVersion | None) -> dict[str, Any]:
    """What a version says, under headings, and what to paste in a site; nothing where none was validated."""
    if one is None:
        return {"purposes": (), "sections": (), "snippet": ""}
    page = absolute("register-version", language="nl", code=one.protocol, number=one.number)
    return {
        "purposes": purposes(one.said),
        "sections": list(sections(one.said)),
        "snippet": snippet(digest=one.digest, protocol=one.protocol, url=page),
    }
