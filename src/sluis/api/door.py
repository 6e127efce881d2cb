"""The API itself: its parts, and how what goes wrong is told. Mounted at /api/v1/."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.core.exceptions import ImproperlyConfigured, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from sluis.adapters.signature_refusals import SignatureRefused
from sluis.api import advising, concluding, conducting, counting, drafting, following, reading
from sluis.api.calling import bearer, once
from sluis.api.operations import router
from sluis.api.problems import CONTENT_TYPE, NOT_FOUND, TOO_LARGE, Problem, problem
from sluis.api.reading_json import StrictParser
from sluis.domain.entry import PersonInLedger
from sluis.domain.lifecycle import NotPossible
from sluis.domain.terms import InvalidTerms
from sluis.domain.words import Said

DESCRIPTION = """The life of a protocol between an agency and a municipality: draft, advise, decide, sign, publish,
validate, and after. Every call but the one for this page carries a token (`Authorization: Bearer ...`). What goes wrong
is a problem (RFC 9457) with every reason in Dutch and in English. A POST may carry an `Idempotency-Key`: within a day
the same call again is answered as it was, and not done again."""


class Door(NinjaAPI):
    """The description says of each answer that is an error that it is a problem."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        described = super().get_openapi_schema(**options)
        for methods in described["paths"].values():
            for operation in methods.values():
                body = operation.get("requestBody", {}).get("content", {})
                if "application/merge-patch+json" in body:
                    # The library says JSON of every body; a patch is a kind of its own.
                    body.pop("application/json", None)
                for status, answer in operation["responses"].items():
                    content = answer.get("content", {})
                    if int(status) >= HTTPStatus.BAD_REQUEST and "application/json" in content:
                        answer["content"] = {CONTENT_TYPE: content["application/json"]}
        return described


api = Door(
    title="Sluis",
    version="1",
    description=" ".join(DESCRIPTION.split()),
    # A page with the documentation of every call would need scripts from elsewhere; the description is enough.
    docs_url=None,
    auth=bearer,
    parser=StrictParser(),
    urls_namespace="api",
)
api.add_decorator(once, mode="view")
# Every chapter puts its operations in the one router when it is imported.
assert all((reading, following, drafting, advising, concluding, conducting, counting))
api.add_router("", router)


@api.exception_handler(Problem)
def _problem(_request: HttpRequest, error: Problem) -> HttpResponse:
    return error.answer()


@api.exception_handler(NotPossible)
def _not_possible(_request: HttpRequest, error: NotPossible) -> HttpResponse:
    return problem(409, error.reasons)


@api.exception_handler(InvalidTerms)
def _invalid_terms(_request: HttpRequest, error: InvalidTerms) -> HttpResponse:
    reasons = [Said(f"De bepalingen: {one.nl}.", f"The terms: {one.en}.") for one in error.said]
    return problem(422, reasons, kind="sluis:invalidTerms")


@api.exception_handler(SignatureRefused)
def _signature_refused(_request: HttpRequest, error: SignatureRefused) -> HttpResponse:
    said = Said(error.said.nl, str(error))
    return problem(422, [said], kind="sluis:signatureRefused", reason=error.reason.value)


@api.exception_handler(AuthenticationError)
def _no_token(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    given = "Authorization" in request.headers
    said = Said(
        "Geef een geldig toegangsbewijs mee (Authorization: Bearer ...).",
        "Send a valid token along (Authorization: Bearer ...).",
    )
    return problem(
        401, [said], kind="belgif:invalidAccessToken" if given else "belgif:noAccessToken",
        headers={"WWW-Authenticate": "Bearer"},
    )  # fmt: skip


@api.exception_handler(ValidationError)
def _invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    # What was given is not repeated: only where it stands, and what was expected there.
    issues = [
        {
            "type": "urn:problem-type:belgif:input-validation:schemaViolation",
            "in": str(one["loc"][0]),
            "name": ".".join(str(part) for part in one["loc"][1:]),
            "detail": one["msg"],
        }
        for one in error.errors
    ]
    said = Said("Niet alles wat u gaf, past; zie issues.", "Not everything that you gave fits; see issues.")
    return problem(422, [said], kind="sluis:invalidInput", issues=issues)


@api.exception_handler(HttpError)
def _unreadable(_request: HttpRequest, error: HttpError) -> HttpResponse:
    # The parser's own problem is wrapped by the library on its way here.
    if isinstance(error.__cause__, Problem):
        return error.__cause__.answer()
    if isinstance(error.__cause__, RequestDataTooBig):
        return problem(413, [TOO_LARGE])
    said = Said("De vraag kan niet gelezen worden.", "The request cannot be read.")
    return problem(error.status_code, [said])


@api.exception_handler(RequestDataTooBig)
def _too_large(_request: HttpRequest, _error: RequestDataTooBig) -> HttpResponse:
    return problem(413, [TOO_LARGE])


@api.exception_handler(Http404)
def _not_found(_request: HttpRequest, _error: Http404) -> HttpResponse:
    return problem(404, [NOT_FOUND])


@api.exception_handler(PersonInLedger)
def _person(_request: HttpRequest, _error: PersonInLedger) -> HttpResponse:
    said = Said(
        "Hierin staat iets met de vorm van een nummer van een persoon; er is niets bewaard.",
        "This holds something shaped like a person's number; nothing was kept.",
    )
    return problem(400, [said], kind="sluis:personInText")


@api.exception_handler(ImproperlyConfigured)
def _not_set_up(_request: HttpRequest, _error: ImproperlyConfigured) -> HttpResponse:
    said = Said(
        "Dit is bij ons nog niet ingesteld; verwittig de beheerder.",
        "This is not set up with us yet; tell the operator.",
    )
    return problem(503, [said])
