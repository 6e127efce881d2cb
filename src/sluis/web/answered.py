"""How whatever is public is answered: a page, a text, bytes or a problem, and how long it may be kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from sluis.domain.words import BRUSSELS
from sluis.register import formats
from sluis.register.formats import FIRST_DAY, InvalidDay
from sluis.web.texts import Texts

A_YEAR = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"


def page(request: HttpRequest, template: str, texts: Texts, *, status: int = 200, **context: Any) -> HttpResponse:
    """A public page. `query` is what of the question the address of the other language keeps."""
    said = {"query": "", "texts": texts, "first_day": FIRST_DAY, **context}
    response = render(request, template, said, status=status)
    response["Content-Language"] = texts.language
    response["Cache-Control"] = ASK_AGAIN
    return response


def day_asked(request: HttpRequest) -> date:
    """The day that is asked for with `on`, by the calendar of Brussels; today where none is.

    Raises:
        InvalidDay: it is no day, or none of which the municipalities are known.
    """
    given = request.GET.get("on", "")
    return formats.parse_day(given) if given else today()


def today() -> date:
    """The day in Brussels."""
    return datetime.now(BRUSSELS).date()


def bad_day_in_words(request: HttpRequest, texts: Texts) -> str:
    """What is wrong with the day that was asked for, beside its field."""
    return texts("bad_day", given=request.GET.get("on", "")[:40], first=texts.day(FIRST_DAY))


def problem(kind: str, title: str, status: int, detail: str) -> HttpResponse:
    """A problem as RFC 9457 and the Belgian interoperability guide have it."""
    return JsonResponse(
        {"type": f"urn:problem-type:belgif:{kind}", "title": title, "status": status, "detail": detail},
        status=status,
        content_type="application/problem+json",
    )


def bad_day(error: InvalidDay) -> HttpResponse:
    """The problem of a program that asked for a day that is none."""
    return bad_request(error)


def bad_request(error: ValueError) -> HttpResponse:
    """The problem of a program that asked for what cannot be; the error says what, and what to give."""
    return problem("badRequest", "Bad Request", 400, str(error))


def not_there(what: str) -> HttpResponse:
    """The problem of a program that asked for what is not there."""
    return problem("resourceNotFound", "Resource Not Found", 404, what)


def json_of(said: Mapping[str, Any], described_at: str, content_type: str = "application/json") -> HttpResponse:
    """Data as JSON, with where what they hold is described."""
    body = json.dumps(said, ensure_ascii=False, indent=2) + "\n"
    return described_by(text(body, content_type), described_at)


def described_by(response: HttpResponse, address: str) -> HttpResponse:
    """The answer, which says where a program reads what it holds (RFC 8288)."""
    response["Link"] = f'<{address}>; rel="describedby"'
    return response


def text(said: str, content_type: str, kept: str = ASK_AGAIN) -> HttpResponse:
    """A text, and how long it may be kept."""
    return data(said.encode(), content_type, kept)


def data(body: bytes, content_type: str, kept: str = ASK_AGAIN) -> HttpResponse:
    """Bytes, and how long they may be kept."""
    response = HttpResponse(body, content_type=content_type)
    response["Cache-Control"] = kept
    return response
