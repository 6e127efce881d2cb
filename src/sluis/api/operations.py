"""What every operation of the API has in common: its parameters, its answers, and the tag of the text (ETag)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Any, TypeVar

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Status
from pydantic import Field, StringConstraints

from sluis.api import shapes
from sluis.api.calling import caller, now
from sluis.domain.access import Actor
from sluis.protocols.models import Version

T = TypeVar("T")

# One for all chapters: the library looks for a method of an address in one router only.
router = Router(by_alias=True)

# A code as protocols have it: nothing that could end a line or lead to another address.
CODE = re.compile(r"[^\x00-\x1f\x7f/]{1,60}")
Code = Path[Annotated[str, StringConstraints(pattern=f"^{CODE.pattern}$")]]
ModelNumber = Path[Annotated[int, Field(ge=1, le=10_000)]]
# As large as the database's numbers.
Number = Path[Annotated[int, Field(ge=1, le=2**31 - 1)]]


# Which page of a list, and how long a page is.
PageNumber = Annotated[int, Query(ge=1, le=10_000)]
PageSize = Annotated[int, Query(alias="pageSize", ge=1, le=100)]


# What can go wrong with any call; `answers` adds what can with some.
PROBLEMS = (400, 401, 403, 404, 409, 413, 422, 500, 503)


def answers(shape: Any, status: int = 200, *more: int) -> dict[Any, Any]:
    """The answers of an operation: what it gives, or a problem."""
    return {status: shape, frozenset({*PROBLEMS, *more}): shapes.ProblemOut}


def done(version: Version, actor: Actor, response: HttpResponse) -> shapes.ProtocolOut:
    """Where the version stands after an act, with the tag of its text."""
    response["ETag"] = tag(version)
    return shapes.seen_by(version, actor, now())


def made(version: Version, actor: Actor, response: HttpResponse) -> Status[shapes.ProtocolOut]:
    """As `done`, where something was added to the protocol, or the protocol itself."""
    return Status(201, done(version, actor, response))


def tag(version: Version) -> str:
    """The tag of a text is its digest: whoever has the one has the other."""
    return f'"{version.terms_digest}"'


def on_page(rows: Sequence[T], page: int, page_size: int) -> Sequence[T]:
    """The rows that stand on a page, the first being 1."""
    return rows[(page - 1) * page_size : page * page_size]


def pdf(data: bytes, name: str) -> HttpResponse:
    """A PDF to be kept by the program that asked for it."""
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


def me(request: HttpRequest) -> Actor:
    """Who calls."""
    return caller(request).actor


PDF_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
    }
}
PDF_ANSWER: dict[str, Any] = {
    "responses": {
        200: {
            "description": "OK",
            "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}
