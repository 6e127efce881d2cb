"""Who calls, what they may do, and that the same call twice is done once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from ninja.security import HttpBearer

from sluis.api.problems import NOT_FOUND, TOO_LARGE, Problem
from sluis.domain.access import Actor, may, not_up_to, side_of
from sluis.domain.entry import INSZ_SHAPED
from sluis.domain.lifecycle import Deed, Verb
from sluis.domain.terms import Side
from sluis.domain.words import BRUSSELS, Said
from sluis.parties import tokens
from sluis.parties.models import ApiAnswer, ApiToken
from sluis.protocols import standing
from sluis.protocols.models import Protocol


def now() -> datetime:
    """The present moment, with the time zone of Brussels. Doors read the clock; nothing below them does."""
    return datetime.now(BRUSSELS)


@dataclass(frozen=True, slots=True)
class Caller:
    """The token of a call, and who acts with it."""

    token: ApiToken
    actor: Actor


class BearerToken(HttpBearer):
    """`Authorization: Bearer sluis_...`.

    A browser never sends this header by itself, as it does a cookie, so a page elsewhere cannot act in somebody's
    name: there is nothing for a CSRF token to protect, and the addresses of the API ask for none.
    """

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        found = tokens.recognise(token, on=now().date())
        return Caller(found, tokens.actor_of(found)) if found else None


bearer = BearerToken()


def caller(request: HttpRequest) -> Caller:
    """Who calls; every operation but the description of the API has asked for a token before."""
    found = request.auth  # type: ignore[attr-defined]
    assert isinstance(found, Caller)
    return found


def protocol_for(request: HttpRequest, code: str) -> tuple[Protocol, Actor]:
    """The protocol with this code, and who calls.

    Raises:
        Problem: 404, where there is none and also where it is none of the caller's: the answers are the same, so
            nobody learns from them which protocols there are.
    """
    actor = caller(request).actor
    protocol = standing.protocol_seen_by(actor, code)
    if protocol is None:
        raise Problem(404, NOT_FOUND)
    return protocol, actor


def allowed(request: HttpRequest, code: str, what: Verb | Deed) -> Actor:
    """Who calls, where somebody in their role may do this to the protocol.

    Raises:
        Problem: 404 as `protocol_for`; 403 where it is up to others.
    """
    protocol, actor = protocol_for(request, code)
    require_may(actor, what, agency=protocol.agency, nis=protocol.nis)
    return actor


def for_agency(request: HttpRequest, what: Verb | Deed) -> tuple[str, Actor]:
    """The agency that the caller acts for, where somebody in their role there may do this; no protocol is asked about.

    Raises:
        Problem: 403 where the caller acts for no agency, or it is up to others there.
    """
    actor = caller(request).actor
    kind, _, agency = actor.party.partition(":")
    side = Side.SENDER if kind == "agency" else Side.RECIPIENT if kind == "nis" else Side.SUPERVISOR
    if side != Side.SENDER or not may(side, actor.role, what):
        raise Problem(403, not_up_to(side, actor.role, what))
    return agency, actor


def require_may(actor: Actor, what: Verb | Deed, *, agency: str, nis: str) -> None:
    """Raises Problem 403 where this is not up to the actor."""
    side = side_of(actor, agency=agency, nis=nis)
    if not may(side, actor.role, what):
        raise Problem(403, not_up_to(side, actor.role, what))


LONGEST_KEY = 200
# What goes along when an answer is given again.
_REPEATED = ("Content-Type", "ETag")

Run = Callable[..., HttpResponse]


def once(run: Run) -> Run:
    """Wraps a call: a POST with an `Idempotency-Key` that was done already is answered as it was, and not done again.

    The key is written in the transaction of the act. Of two such calls at once the second waits, and then finds the
    answer of the first. What did not succeed is not remembered, so it can be tried again.
    """

    @wraps(run)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.headers.get("Idempotency-Key", "")
        found = bearer(request) if key and request.method == "POST" else None
        if found is None:
            return run(request, *args, **kwargs)
        try:
            _require_key(key)
            return _once(request, found.token, key, lambda: run(request, *args, **kwargs))
        except Problem as said:
            return said.answer()

    return wrapped


def _require_key(key: str) -> None:
    # Tokens aside, it is the only header that is kept, so it holds no person either.
    if len(key) > LONGEST_KEY or not key.isascii() or not key.isprintable() or INSZ_SHAPED.search(key):
        raise Problem(
            400,
            Said(
                f"Een Idempotency-Key is hoogstens {LONGEST_KEY} gewone tekens, en geen nummer van een persoon.",
                f"An Idempotency-Key is at most {LONGEST_KEY} plain characters, and no person's number.",
            ),
        )


def _once(request: HttpRequest, token: ApiToken, key: str, run: Callable[[], HttpResponse]) -> HttpResponse:
    at = now()
    try:
        body = request.body
    except RequestDataTooBig:
        raise Problem(413, TOO_LARGE) from None
    call = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode() + body).hexdigest()
    with transaction.atomic():
        ApiAnswer.objects.filter(token=token, at__lt=at - tokens.ANSWERS_KEPT_FOR).delete()
        try:
            with transaction.atomic():
                kept = ApiAnswer.objects.create(token=token, key=key, call=call, status=0, body=b"", at=at)
        except IntegrityError:
            return _again(ApiAnswer.objects.get(token=token, key=key), call)
        answer = run()
        if answer.status_code >= 400:
            transaction.set_rollback(True)
            return answer
        kept.status, kept.body = answer.status_code, answer.content
        kept.headers = {name: answer[name] for name in _REPEATED if name in answer}
        kept.save(update_fields=["status", "body", "headers"])
    return answer


def _again(kept: ApiAnswer, call: str) -> HttpResponse:
    if kept.call != call:
        raise Problem(
            409,
            Said(
                "Deze Idempotency-Key hoort bij een andere vraag.", "This Idempotency-Key belongs to another request."
            ),
            kind="sluis:idempotencyKeyReused",
        )
    answer = HttpResponse(bytes(kept.body), status=kept.status)
    for name, value in kept.headers.items():
        answer[name] = value
    answer["Idempotency-Replayed"] = "true"
    return answer
