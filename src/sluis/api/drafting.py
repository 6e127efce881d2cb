"""Operations on a text on its way: draft, accede, revise, comment, propose, complete, reopen, withdraw, amend."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Body, Status

from sluis.api import shapes
from sluis.api.calling import allowed, now, require_may
from sluis.api.operations import Code, Number, answers, done, made, me, router, tag
from sluis.api.problems import NOT_FOUND, Problem
from sluis.domain.lifecycle import Deed, NotPossible, Verb
from sluis.domain.words import Said
from sluis.parties.models import Agency
from sluis.parties.municipalities import municipalities
from sluis.protocols import actions, standing
from sluis.protocols.model_text import Model, NoSuchModel, model, models
from sluis.protocols.models import Proposal


def chosen_model(version: int | None) -> Model:
    """The model of that version, else the newest that may be used today; raises Problem 422 where there is none."""
    usable = [one for one in models() if one.since <= now().date()]
    try:
        if version is not None:
            return model(version)
        return usable[-1]
    except (NoSuchModel, IndexError):
        said = Said("Er is geen model van die versie.", "There is no model of that version.")
        raise Problem(422, said, kind="sluis:invalidInput") from None


def _parties(request: HttpRequest, given: shapes.ToAccede) -> str:
    """The agency of the protocol that is begun, where the caller may begin it."""
    actor = me(request)
    kind, _, code = actor.party.partition(":")
    agency = code if kind == "agency" else given.agency
    require_may(actor, Verb.DRAFT, agency=agency, nis=given.nis)
    if not Agency.objects.filter(code=agency).exists() or given.nis not in municipalities():
        said = Said(
            "Er is geen agentschap of gemeente met die code.", "There is no agency or municipality of that code."
        )
        raise Problem(422, said, kind="sluis:invalidInput")
    return agency


def _answers(given: shapes.ToAccede, changes: dict[str, Any]) -> actions.Answers:
    recipient = {name: value for name, value in (("kbo", given.kbo), ("dpo", given.dpo)) if value is not None}
    days = {name: day.isoformat() for name, day in (("start", given.start), ("end", given.end)) if day}
    if recipient and isinstance(changes.get("recipient", {}), dict):
        recipient = {**changes.get("recipient", {}), **recipient}
    return actions.Answers(
        services=tuple(given.services),
        purposes=tuple(given.purposes) if given.purposes is not None else None,
        changes={**changes, **days, **({"recipient": recipient} if recipient else {})},
    )


@router.post(
    "/protocols",
    response=answers(shapes.ProtocolOut, 201),
    operation_id="draftProtocol",
    summary="Begin a text from the model",
)
def draft_protocol(request: HttpRequest, response: HttpResponse, given: shapes.ToDraft) -> Status[shapes.ProtocolOut]:
    """Begins the first text of a municipality's protocol, or the next where the last is over."""
    agency = _parties(request, given)
    version = actions.draft(
        given.nis,
        agency=agency,
        model=chosen_model(given.model),
        answers=_answers(given, given.changes),
        by=me(request),
        at=now(),
    )
    return made(version, me(request), response)


@router.post(
    "/accessions",
    response=answers(shapes.ProtocolOut, 201),
    operation_id="accede",
    summary="Accede to the model unchanged",
)
def accede(request: HttpRequest, response: HttpResponse, given: shapes.ToAccede) -> Status[shapes.ProtocolOut]:
    """Begins and completes the text in one step; the advice of the agency's officer on the model stands for it."""
    agency = _parties(request, given)
    version = actions.accede(
        given.nis,
        agency=agency,
        model=chosen_model(given.model),
        answers=_answers(given, {}),
        by=me(request),
        at=now(),
    )
    return made(version, me(request), response)


_STALE = Said(
    "Iemand anders heeft de tekst intussen gewijzigd; bekijk die wijziging en probeer opnieuw.",
    "Somebody else changed the text meanwhile; look at that change and try again.",
)


@router.patch(
    "/protocols/{code}",
    response=answers(shapes.ProtocolOut, 200, 412, 415, 428),
    operation_id="reviseProtocol",
    summary="Change the draft",
    openapi_extra={
        "requestBody": {"content": {"application/merge-patch+json": {"schema": {"type": "object"}}}},
        "parameters": [
            {"in": "header", "name": "If-Match", "required": True, "schema": {"type": "string"},
             "description": "The ETag of the text that the change was made on."}
        ],
    },
)  # fmt: skip
def revise_protocol(
    request: HttpRequest, response: HttpResponse, code: Code, changes: Body[dict[str, Any]]
) -> shapes.ProtocolOut:
    """A merge patch (RFC 7396) on the terms. `If-Match` says which text it was made on; 412 if that is another now."""
    actor = allowed(request, code, Deed.REVISE)
    if request.content_type not in ("application/merge-patch+json", "application/json"):
        said = Said("Stuur application/merge-patch+json.", "Send application/merge-patch+json.")
        raise Problem(415, said, kind="sluis:unsupportedMediaType")
    given = request.headers.get("If-Match", "")
    if not given:
        said = Said("Geef in If-Match de ETag van de tekst.", "Give the ETag of the text in If-Match.")
        raise Problem(428, said, kind="sluis:preconditionRequired")
    if given != tag(standing.version_of(code)):
        raise Problem(412, _STALE, kind="sluis:textChanged")
    try:
        version = actions.revise(code, changes, base=given.strip('"'), by=actor, at=now())
    except NotPossible:
        # Of two who change at once, the second finds out only here.
        if given != tag(standing.version_of(code)):
            raise Problem(412, _STALE, kind="sluis:textChanged") from None
        raise
    return done(version, actor, response)


@router.post(
    "/protocols/{code}/comments",
    response=answers(shapes.CommentOut, 201),
    operation_id="addComment",
    summary="Put a remark beside the text",
)
def add_comment(request: HttpRequest, code: Code, given: shapes.ToComment) -> Status[shapes.CommentOut]:
    """At a place in the text, like `purposes.ceremony.fields`, or in general."""
    actor = allowed(request, code, Deed.COMMENT)
    return Status(201, shapes.CommentOut.of(actions.comment(code, given.text, place=given.place, by=actor, at=now())))


@router.post(
    "/protocols/{code}/proposals",
    response=answers(shapes.ProposalOut, 201),
    operation_id="propose",
    summary="Propose a change to the other side",
)
def propose(request: HttpRequest, code: Code, given: shapes.ToPropose) -> Status[shapes.ProposalOut]:
    """A merge patch (RFC 7396) on the terms as they are now, and why."""
    actor = allowed(request, code, Deed.PROPOSE)
    return Status(201, shapes.ProposalOut.of(actions.propose(code, given.changes, why=given.why, by=actor, at=now())))


@router.post(
    "/protocols/{code}/proposals/{number}/settlement",
    response=answers(shapes.ProposalOut),
    operation_id="settleProposal",
    summary="Accept or decline a proposal",
)
def settle_proposal(request: HttpRequest, code: Code, number: Number, given: shapes.ToSettle) -> shapes.ProposalOut:
    """The other side than the one that proposed accepts; either declines."""
    actor = allowed(request, code, Deed.SETTLE)
    if not Proposal.objects.filter(pk=number, version__protocol_id=code).exists():
        raise Problem(404, NOT_FOUND)
    return shapes.ProposalOut.of(actions.settle_proposal(number, accept=given.accept, by=actor, at=now()))


@router.post(
    "/protocols/{code}/completion",
    response=answers(shapes.ProtocolOut),
    operation_id="completeProtocol",
    summary="Offer the draft for advice",
)
def complete_protocol(request: HttpRequest, response: HttpResponse, code: Code) -> shapes.ProtocolOut:
    """409 with everything that is missing, where something is."""
    actor = allowed(request, code, Verb.COMPLETE)
    return done(actions.complete(code, by=actor, at=now()), actor, response)


@router.post(
    "/protocols/{code}/reopening",
    response=answers(shapes.ProtocolOut),
    operation_id="reopenProtocol",
    summary="Make a draft of the text again",
)
def reopen_protocol(
    request: HttpRequest, response: HttpResponse, code: Code, given: shapes.WithReason
) -> shapes.ProtocolOut:
    """What was decided and signed on it stays on record and counts no more."""
    actor = allowed(request, code, Verb.REOPEN)
    return done(actions.reopen(code, reason=given.reason, by=actor, at=now()), actor, response)


@router.post(
    "/protocols/{code}/withdrawal",
    response=answers(shapes.ProtocolOut),
    operation_id="withdrawProtocol",
    summary="Give up the text in preparation",
)
def withdraw_protocol(
    request: HttpRequest, response: HttpResponse, code: Code, given: shapes.WithReason
) -> shapes.ProtocolOut:
    """A version in force stays in force."""
    actor = allowed(request, code, Verb.WITHDRAW)
    return done(actions.withdraw(code, reason=given.reason, by=actor, at=now()), actor, response)


@router.post(
    "/protocols/{code}/amendments",
    response=answers(shapes.ProtocolOut, 201),
    operation_id="amendProtocol",
    summary="Begin the next version of the text in force",
)
def amend_protocol(
    request: HttpRequest, response: HttpResponse, code: Code, given: shapes.ToAmend
) -> Status[shapes.ProtocolOut]:
    """The text in force stays so until the new one is validated. With `model`, it follows that version of the model."""
    actor = allowed(request, code, Verb.DRAFT)
    if given.model is not None and given.changes is not None:
        said = Said("Geef een wijziging of een model, niet allebei.", "Give a change or a model, not both.")
        raise Problem(422, said, kind="sluis:invalidInput")
    if given.model is not None:
        version = actions.adopt_model(code, chosen_model(given.model), by=actor, at=now())
    else:
        version = actions.amend(code, changes=given.changes, by=actor, at=now())
    return made(version, actor, response)
