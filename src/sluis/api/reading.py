"""Operations that only read: the model and its questions, protocols, what differs, what happened."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from sluis.api import shapes
from sluis.api.calling import now, protocol_for
from sluis.api.operations import (
    PDF_ANSWER,
    Code,
    ModelNumber,
    PageNumber,
    PageSize,
    answers,
    me,
    on_page,
    pdf,
    router,
    tag,
)
from sluis.api.problems import NOT_FOUND, Problem
from sluis.domain.lifecycle import NotPossible, Verb
from sluis.protocols import queries, standing
from sluis.protocols.model_text import NoSuchModel, model, models
from sluis.protocols.models import Document, Version


@router.get("/models", response=answers(list[shapes.ModelOut]), operation_id="listModels", summary="The model texts")
def list_models(request: HttpRequest) -> list[shapes.ModelOut]:
    """Every version of the model protocol, with what it asks of a municipality and why. For any token."""
    return [shapes.ModelOut.of(one) for one in models()]


@router.get(
    "/models/{version}", response=answers(shapes.ModelOut), operation_id="readModel", summary="One version of the model"
)
def read_model(request: HttpRequest, version: ModelNumber) -> shapes.ModelOut:
    """The questions, and the model's part of the terms."""
    try:
        return shapes.ModelOut.of(model(version))
    except NoSuchModel:
        raise Problem(404, NOT_FOUND) from None


@router.get("/protocols", response=answers(shapes.ProtocolPage), operation_id="listProtocols", summary="Your protocols")
def list_protocols(
    request: HttpRequest,
    page: PageNumber = 1,
    page_size: PageSize = 50,
) -> shapes.ProtocolPage:
    """The protocols that the caller's party is a party to, by code, each with whose turn it is."""
    actor, at = me(request), now()
    mine = standing.protocols_of(actor)
    rows = standing.versions_that_count([protocol.code for protocol in on_page(mine, page, page_size)])
    items = [shapes.ProtocolOut.of(one) for one in standing.standings(rows, actor, at)]
    return shapes.ProtocolPage(items=items, total=len(mine), page=page, page_size=page_size)


def seen_version(code: str, number: int | None) -> Version:
    """A version of a protocol that the caller may see; raises Problem 404 where there is none of that number."""
    try:
        return standing.version_of(code, number)
    except NotPossible:
        raise Problem(404, NOT_FOUND) from None


@router.get(
    "/protocols/{code}",
    response=answers(shapes.ProtocolDetail),
    operation_id="readProtocol",
    summary="Where a protocol stands",
)
def read_protocol(
    request: HttpRequest, response: HttpResponse, code: Code, version: int | None = None
) -> shapes.ProtocolDetail:
    """State, whose turn it is, what is missing, the checklist, the terms and the versions. `ETag` is of the text."""
    _, actor = protocol_for(request, code)
    found = seen_version(code, version)
    response["ETag"] = tag(found)
    return shapes.ProtocolDetail.of(standing.standing(found, actor, now()))


@router.get(
    "/protocols/{code}/checklist",
    response=answers(list[shapes.CheckOut]),
    operation_id="readChecklist",
    summary="What a move needs",
)
def read_checklist(
    request: HttpRequest, code: Code, verb: Verb = Verb.VALIDATE, version: int | None = None
) -> list[shapes.CheckOut]:
    """Everything that the move needs, and what of it is missing, as the caller would make it."""
    _, actor = protocol_for(request, code)
    seen = standing.standing(seen_version(code, version), actor, now())
    return [shapes.CheckOut.of(check) for check in seen.checklist(verb)]


@router.get(
    "/protocols/{code}/differences",
    response=answers(list[shapes.DifferenceOut]),
    operation_id="readDifferences",
    summary="What differs between two versions",
)
def read_differences(
    request: HttpRequest,
    code: Code,
    before: int | None = None,
    after: int | None = None,
) -> list[shapes.DifferenceOut]:
    """In plain sentences. Without `before` against the version in force; without `after` the one being prepared."""
    protocol_for(request, code)
    to = seen_version(code, after)
    if before is None:
        return shapes.listed(standing.differences_with_text_in_force(to))
    return shapes.listed(standing.differences_between(seen_version(code, before), to))


@router.get(
    "/protocols/{code}/history",
    response=answers(list[shapes.EventOut]),
    operation_id="readHistory",
    summary="All that happened, oldest first",
)
def read_history(request: HttpRequest, code: Code) -> list[shapes.EventOut]:
    """Every step with the party that made it; no person is named."""
    protocol_for(request, code)
    return [shapes.EventOut.of(event) for event in standing.history(code)]


@router.get(
    "/protocols/{code}/comments",
    response=answers(list[shapes.CommentOut]),
    operation_id="listComments",
    summary="Remarks beside the text",
)
def list_comments(request: HttpRequest, code: Code) -> list[shapes.CommentOut]:
    """Of the version that is being prepared, else of the one in force."""
    protocol_for(request, code)
    return [shapes.CommentOut.of(row) for row in seen_version(code, None).comments.order_by("pk")]


@router.get(
    "/protocols/{code}/proposals",
    response=answers(list[shapes.ProposalOut]),
    operation_id="listProposals",
    summary="Proposed changes",
)
def list_proposals(request: HttpRequest, code: Code) -> list[shapes.ProposalOut]:
    """Of the version that is being prepared, else of the one in force; settled ones too."""
    protocol_for(request, code)
    return [shapes.ProposalOut.of(row) for row in seen_version(code, None).proposals.order_by("pk")]


@router.get(
    "/protocols/{code}/advices",
    response=answers(list[shapes.AdviceOut]),
    operation_id="listAdvices",
    summary="Advices with their conditions",
)
def list_advices(request: HttpRequest, code: Code) -> list[shapes.AdviceOut]:
    """On the version that is being prepared, else on the one in force; the newest of a side counts."""
    protocol_for(request, code)
    return [shapes.AdviceOut.of(row) for row in seen_version(code, None).advices.order_by("at", "pk")]


@router.get(
    "/protocols/{code}/document",
    response=answers(None),
    operation_id="readDocument",
    summary="The PDF that is signed next",
    openapi_extra=PDF_ANSWER,
)
def read_document(request: HttpRequest, code: Code) -> HttpResponse:
    """With the signatures so far; 404 while no text was decided on."""
    protocol_for(request, code)
    try:
        data = queries.document_to_sign(code)
    except Document.DoesNotExist:
        raise Problem(404, NOT_FOUND) from None
    return pdf(data, "protocol.pdf")
