"""What every operation of the API has in common: its parameters, its answers, and the tag of the text (ETag)."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path
from ninja.responses import codes_4xx
from pydantic import Field, StringConstraints

from sluis.api import shapes
from sluis.api.calling import caller, now
from sluis.domain.access import Actor
from sluis.protocols.models import Version

# A code as protocols have it: nothing that could end a line or lead to another address.
Code = Path[Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f/]{1,60}$")]]
# As large as the database's numbers.
Number = Path[Annotated[int, Field(ge=1, le=2**31 - 1)]]
VersionNumber = Annotated[int | None, Field(ge=1, le=2**31 - 1)]


def answers(shape: Any, status: int = 200) -> dict[Any, Any]:
    """The answers of an operation: what it gives, or a problem."""
    return {status: shape, codes_4xx: shapes.ProblemOut}


def done(version: Version, actor: Actor, response: HttpResponse) -> shapes.ProtocolOut:
    """Where the version stands after an act, with the tag of its text."""
    response["ETag"] = tag(version)
    return shapes.seen_by(version, actor, now())


def tag(version: Version) -> str:
    """The tag of a text is its digest: whoever has the one has the other."""
    return f'"{version.terms_digest}"'


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
