"""Operations from the decision to the validation: decide, sign, scan, publish, check, validate; or register."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from ninja import File, Form, Path, Query, Status, UploadedFile
from pydantic import StringConstraints, TypeAdapter, ValidationError

from sluis.adapters import websites
from sluis.api import shapes
from sluis.api.calling import allowed, now, protocol_for
from sluis.api.operations import PDF_BODY, Code, answers, done, made, router
from sluis.api.problems import Problem
from sluis.api.reading_json import strictly
from sluis.domain.lifecycle import Deed, Verb
from sluis.domain.terms import Decision, Side
from sluis.domain.words import Said
from sluis.protocols import actions, standing

_SIGNATORIES = TypeAdapter(list[shapes.NamedSignatory])


def _signatories(text: str) -> dict[Side, dict[str, str]]:
    """Who signs, from JSON in a field of a form: [{"side": ..., "capacity": ..., "name": ...}]."""
    named: dict[Side, dict[str, str]] = {}
    try:
        rows = _SIGNATORIES.validate_json(json.dumps(strictly(text.encode())))
    except ValidationError:
        rows = []
    for row in rows:
        named.setdefault(row.side, {})[row.capacity] = row.name
    if not rows or sum(map(len, named.values())) != len(rows):
        raise Problem(
            422,
            Said(
                "signatories is een JSON-lijst van objecten met side, capacity en name, elke hoedanigheid één keer.",
                "signatories is a JSON list of objects with side, capacity and name, each capacity once.",
            ),
            kind="sluis:invalidInput",
        )
    return named


@router.post(
    "/protocols/{code}/decision",
    response=answers(shapes.ProtocolOut, 201),
    operation_id="decideProtocol",
    summary="Record the decision of college or council",
)
def decide_protocol(
    request: HttpRequest,
    response: HttpResponse,
    code: Code,
    body: Form[shapes.Line],
    on: Form[date],
    reference: Form[shapes.Line],
    signatories: Form[str],
    document: File[UploadedFile],
) -> Status[shapes.ProtocolOut]:
    """Closes the text, and typesets the document that is signed. `signatories` is JSON: who signs in which capacity."""
    actor = allowed(request, code, Verb.DECIDE)
    decided = actions.Decided(
        Decision(body, on, reference), document.name or "decision", document.read(), _signatories(signatories)
    )
    return made(actions.decide(code, decided, by=actor, at=now()), actor, response)


@router.post(
    "/protocols/{code}/signatures",
    response=answers(shapes.ProtocolOut, 201, 415),
    operation_id="placeSignature",
    summary="Send the PDF as somebody signed it",
    openapi_extra=PDF_BODY,
)
def place_signature(request: HttpRequest, response: HttpResponse, code: Code) -> Status[shapes.ProtocolOut]:
    """Every new signature in it is checked; 422 with the one reason why it does not count."""
    actor = allowed(request, code, Deed.PLACE_SIGNATURE)
    data = _pdf(request)
    # The installation says whom it trusts; this layer does not know where that stands.
    trust = import_string(settings.SIGNATURE_TRUST)()
    return made(actions.place_signature(code, data, trust=trust, by=actor, at=now()), actor, response)


def _pdf(request: HttpRequest) -> bytes:
    if request.content_type != "application/pdf":
        said = Said("Stuur application/pdf.", "Send application/pdf.")
        raise Problem(415, said, kind="sluis:unsupportedMediaType")
    return request.body


@router.post(
    "/protocols/{code}/scans",
    response=answers(shapes.ProtocolOut, 201, 415),
    operation_id="placeScan",
    summary="Send a scan of a signature on paper",
    openapi_extra=PDF_BODY,
)
def place_scan(
    request: HttpRequest,
    response: HttpResponse,
    code: Code,
    side: Query[shapes.PartySide],
    capacity: Query[shapes.Line],
) -> Status[shapes.ProtocolOut]:
    """Whoever sends it attests it; it counts once a second person of the agency does too."""
    actor = allowed(request, code, Deed.PLACE_SCAN)
    data = _pdf(request)
    return made(actions.place_scan(code, side, capacity, data, by=actor, at=now()), actor, response)


@router.post(
    "/protocols/{code}/scanAttestations",
    response=answers(shapes.ProtocolOut, 201),
    operation_id="attestScan",
    summary="Attest a scan as a second person",
)
def attest_scan(
    request: HttpRequest, response: HttpResponse, code: Code, given: shapes.Place
) -> Status[shapes.ProtocolOut]:
    """Somebody of the agency saw the paper, and says that the scan is of it."""
    actor = allowed(request, code, Deed.ATTEST_SCAN)
    return made(actions.attest_scan(code, given.side, given.capacity, by=actor, at=now()), actor, response)


@router.put(
    "/protocols/{code}/addresses/{side}",
    response=answers(shapes.ProtocolOut),
    operation_id="recordAddress",
    summary="Say where a party publishes the protocol",
)
def record_address(
    request: HttpRequest,
    response: HttpResponse,
    code: Code,
    side: Path[shapes.PartySide],
    given: shapes.ToPublish,
) -> shapes.ProtocolOut:
    """A municipality gives its own address; the agency either's."""
    actor = allowed(request, code, Deed.RECORD_ADDRESS)
    return done(actions.record_address(code, side, given.address, by=actor, at=now()), actor, response)


@router.post(
    "/protocols/{code}/publicationChecks",
    response=answers(list[shapes.SeenOut]),
    operation_id="checkPublication",
    summary="Look for the text's digest on both parties' pages",
)
def check_publication(request: HttpRequest, code: Code) -> list[shapes.SeenOut]:
    """Fetches the pages now; where both hold the digest, the protocol is published."""
    actor = allowed(request, code, Deed.CHECK_PUBLICATION)
    checks = actions.check_publication(code, fetch=websites.fetch, by=actor, at=now())
    return [
        shapes.SeenOut(side=side, address=check.address, found=bool(check.found_digest), problem=check.problem)
        for side, check in checks.items()
    ]


@router.post(
    "/protocols/{code}/publicationAttestations",
    response=answers(shapes.ProtocolOut, 201),
    operation_id="attestPublication",
    summary="Say that you saw the digest on the page",
)
def attest_publication(
    request: HttpRequest, response: HttpResponse, code: Code, given: shapes.OfSide
) -> Status[shapes.ProtocolOut]:
    """For a site that lets no program in."""
    actor = allowed(request, code, Deed.CHECK_PUBLICATION)
    return made(actions.attest_publication(code, given.side, by=actor, at=now()), actor, response)


@router.get(
    "/protocols/{code}/snippet",
    response=answers(None),
    operation_id="readSnippet",
    summary="A piece of HTML with the digest, to paste into the page",
    openapi_extra={"responses": {200: {"description": "OK", "content": {"text/html": {"schema": {"type": "string"}}}}}},
)
def read_snippet(
    request: HttpRequest, code: Code, url: Query[Annotated[str, StringConstraints(max_length=2000)]]
) -> HttpResponse:
    """`url` is where the text itself can be read."""
    from sluis.adapters.webpage import snippet

    protocol_for(request, code)
    version = standing.version_of(code)
    try:
        piece = snippet(digest=version.terms_digest, protocol=version.protocol_id, url=url)
    except ValueError:
        said = Said("url is een adres dat met https:// begint.", "url is an address that begins with https://.")
        raise Problem(422, said, kind="sluis:invalidInput") from None
    # As text: it is to be pasted, and no browser should take it for a page of ours.
    return HttpResponse(piece, content_type="text/plain; charset=utf-8")


@router.post(
    "/protocols/{code}/validation",
    response=answers(shapes.ProtocolOut),
    operation_id="validateProtocol",
    summary="Put the published text in force",
)
def validate_protocol(request: HttpRequest, response: HttpResponse, code: Code) -> shapes.ProtocolOut:
    """409 with everything on the checklist that is missing. Whoever wrote on the text cannot validate it."""
    actor = allowed(request, code, Verb.VALIDATE)
    return done(actions.validate(code, by=actor, at=now()), actor, response)
