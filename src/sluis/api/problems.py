"""What a program is told when something is not so: problems (RFC 9457) as the Belgian interoperability guide has them.

Whatever goes wrong under /api/, it ends as `application/problem+json`, and no line of the log repeats what was asked.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from sluis.domain.words import Said

PREFIX = "/api/"
CONTENT_TYPE = "application/problem+json"

# The types that the guide names itself, by status; what only this house knows is `sluis:`.
STANDARD = {
    400: "belgif:badRequest",
    403: "belgif:missingPermission",
    404: "belgif:resourceNotFound",
    405: "sluis:methodNotAllowed",
    413: "belgif:payloadTooLarge",
    500: "belgif:internalServerError",
    503: "belgif:serviceUnavailable",
}

NOT_FOUND = Said(
    "Er is hier niets op dit adres, of niets voor u.", "There is nothing at this address, or nothing for you."
)
TOO_LARGE = Said("Wat u stuurt, is te groot.", "What you send is too large.")
_SAID = {
    400: Said("De vraag kan niet gelezen worden.", "The request cannot be read."),
    404: NOT_FOUND,
    405: Said("Dat gaat niet op dit adres.", "That cannot be done at this address."),
    413: TOO_LARGE,
    500: Said("Er ging iets mis bij ons.", "Something went wrong on our side."),
    503: Said("Probeer het over enkele minuten opnieuw.", "Try again in a few minutes."),
}


class Problem(Exception):
    """An answer that is a problem. `more` are members beside the usual ones, `headers` of the answer."""

    def __init__(
        self,
        status: int,
        *reasons: Said,
        kind: str = "",
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(status)
        self.status, self.reasons, self.kind, self.headers, self.more = status, reasons, kind, headers or {}, more

    def answer(self) -> HttpResponse:
        """The problem as an answer."""
        return problem(self.status, self.reasons, kind=self.kind, headers=self.headers, **self.more)


def problem(
    status: int, reasons: Sequence[Said], *, kind: str = "", headers: dict[str, str] | None = None, **more: Any
) -> HttpResponse:
    """The answer: what kind of problem, and each reason in Dutch and in English."""
    said = {
        "type": f"urn:problem-type:{kind or STANDARD.get(status, 'sluis:notPossible')}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": " ".join(reason.en for reason in reasons),
        "reasons": [{"nl": reason.nl, "en": reason.en} for reason in reasons],
        **more,
    }
    answer = HttpResponse(json.dumps(said, ensure_ascii=False), status=status, content_type=CONTENT_TYPE)
    answer["Cache-Control"] = "no-store"
    for name, value in (headers or {}).items():
        answer[name] = value
    return answer


class Problems:
    """Middleware: what Django itself answers under /api/ (no such address, no such method, a fault) is a problem too.

    It stands before everything that can answer, and so sees all of it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self._get_response(request)
        if not request.path.startswith(PREFIX):
            return answer
        if answer.status_code < HTTPStatus.BAD_REQUEST:
            # What one token may see is not for whoever asks next.
            answer.headers.setdefault("Cache-Control", "no-store")
            return answer
        if answer.headers.get("Content-Type") != CONTENT_TYPE:
            kept = {name: answer[name] for name in ("Allow", "Retry-After") if name in answer}
            said = _SAID.get(answer.status_code, _SAID[400])
            answer.close()
            answer = problem(answer.status_code, [said], headers=kept)
        # Django would write a line with the address for each. A fault of ours has its own, with the traceback; what a
        # program got wrong is between us and that program, and its address may hold what does not belong in a log.
        answer._has_been_logged = True  # type: ignore[attr-defined]
        return answer
