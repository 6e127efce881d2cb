"""Operations of the advices: give one, also on a model, answer a condition, say why a negative one is not followed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Path, Status

from sluis.api import shapes
from sluis.api.calling import allowed, for_agency, now
from sluis.api.operations import Code, ModelNumber, Number, answers, done, made, router
from sluis.api.problems import NOT_FOUND, Problem
from sluis.domain.lifecycle import Deed
from sluis.domain.terms import Side
from sluis.protocols import actions
from sluis.protocols.model_text import NoSuchModel, model
from sluis.protocols.models import Condition


@router.post(
    "/protocols/{code}/advices",
    response=answers(shapes.ProtocolOut, 201),
    operation_id="giveAdvice",
    summary="Give the advice of the caller's side",
)
def give_advice(
    request: HttpRequest, response: HttpResponse, code: Code, given: shapes.ToAdvise
) -> Status[shapes.ProtocolOut]:
    """On the text as it stands. Conditions belong to a conditional advice, at least one."""
    actor = allowed(request, code, Deed.GIVE_ADVICE)
    advice = actions.Given(given.outcome, given.text, given.on, given.conditions, given.body)
    return made(actions.give_advice(code, advice, by=actor, at=now()), actor, response)


@router.post(
    "/protocols/{code}/conditions/{number}/answer",
    response=answers(shapes.ProtocolOut),
    operation_id="answerCondition",
    summary="Say how a condition is met",
)
def answer_condition(
    request: HttpRequest, response: HttpResponse, code: Code, number: Number, given: shapes.ToAnswer
) -> shapes.ProtocolOut:
    """The last condition that is answered makes the text advised, where nothing else is missing."""
    actor = allowed(request, code, Deed.ANSWER_CONDITION)
    if not Condition.objects.filter(pk=number, advice__version__protocol_id=code).exists():
        raise Problem(404, NOT_FOUND)
    return done(actions.answer_condition(number, given.answer, by=actor, at=now()), actor, response)


@router.post(
    "/protocols/{code}/advices/{side}/reasonNotFollowed",
    response=answers(shapes.ProtocolOut),
    operation_id="notFollowAdvice",
    summary="Say why a negative advice is not followed",
)
def not_follow_advice(
    request: HttpRequest, response: HttpResponse, code: Code, side: Path[Side], given: shapes.WithReason
) -> shapes.ProtocolOut:
    """The reason enters the text that is signed."""
    actor = allowed(request, code, Deed.NOT_FOLLOW_ADVICE)
    return done(actions.not_follow_advice(code, side, reason=given.reason, by=actor, at=now()), actor, response)


@router.post(
    "/models/{version}/advices",
    response=answers(shapes.ModelAdviceOut, 201),
    operation_id="adviseOnModel",
    summary="Advise on a model, once for all",
)
def advise_on_model(
    request: HttpRequest, version: ModelNumber, given: shapes.ToAdviseOnModel
) -> Status[shapes.ModelAdviceOut]:
    """The advice of the agency's officer: it stands for every municipality that accedes to the model unchanged."""
    agency, actor = for_agency(request, Deed.GIVE_ADVICE)
    try:
        on = model(version)
    except NoSuchModel:
        raise Problem(404, NOT_FOUND) from None
    advice = actions.Given(given.outcome, given.text, given.on)
    row = actions.advise_on_model(on, advice, agency=agency, by=actor, at=now())
    return Status(201, shapes.ModelAdviceOut.of(row))
