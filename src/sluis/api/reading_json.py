"""Reads the body of a call: strict JSON, without what the database cannot keep and without any person's number."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.parser import Parser

from sluis.api.problems import Problem
from sluis.domain.entry import INSZ_SHAPED
from sluis.domain.words import Said

_NO_JSON = Said(
    "De inhoud is geen JSON zoals wij die lezen: elke naam één keer, gewone getallen, geen stuurtekens.",
    "The body is no JSON as we read it: each name once, plain numbers, no control characters.",
)
_NO_PERSON = Said(
    "Hierin staat iets met de vorm van een nummer van een persoon; laat elke persoon weg.",
    "This holds something shaped like a person's number; leave every person out.",
)


class StrictParser(Parser):
    """What cannot be read, or must not be kept, is refused before anything looks at it."""

    def parse_body(self, request: HttpRequest) -> Any:
        return strictly(request.body)

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        for name in data:
            for value in data.getlist(name):
                # Of a file that came along, the name is kept too.
                _require_clean(value if isinstance(value, str) else value.name or "")
        return super().parse_querydict(data, list_fields, request)


def strictly(body: bytes) -> Any:
    """The value of a JSON text.

    Raises:
        Problem: it is no JSON, a name stands twice, or it holds what may not come in.
    """
    try:
        value = json.loads(body, object_pairs_hook=_once, parse_constant=_no_number)
        _require_clean(json.dumps(value, ensure_ascii=False).encode().decode())
    except (ValueError, RecursionError):
        raise Problem(400, _NO_JSON) from None
    return value


def _require_clean(text: str) -> None:
    # As JSON writes it, or as it is in a query.
    if "\\u0000" in text or "\x00" in text:
        raise Problem(400, _NO_JSON)
    if INSZ_SHAPED.search(text):
        raise Problem(400, _NO_PERSON, kind="sluis:personInText")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named = dict(pairs)
    if len(named) != len(pairs):
        raise ValueError
    return named


def _no_number(_: str) -> None:
    raise ValueError
