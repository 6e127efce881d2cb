"""Operations on a protocol in force: suspension, notice, ending, holds, and the tasks after a merger."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Path, Status

from sluis.api import shapes
from sluis.api.calling import allowed, now
from sluis.api.operations import Code, answers, done, router
from sluis.domain.lifecycle import Deed, HoldKind, Verb
from sluis.protocols import actions


def _move(
    request: HttpRequest, response: HttpResponse, code: str, verb: Verb, given: shapes.WithReason
) -> shapes.ProtocolOut:
    actor = allowed(request, code, verb)
    return done(actions.move(code, verb, reason=given.reason, by=actor, at=now()), actor, response)


@router.post(
    "/protocols/{code}/suspension",
    response=answers(shapes.ProtocolOut),
    operation_id="suspendProtocol",
    summary="Suspend, at once",
)
def suspend_protocol(
    request: HttpRequest, response: HttpResponse, code: Code, given: shapes.WithReason
) -> shapes.ProtocolOut:
    """From this moment on nothing is delivered under the protocol."""
    return _move(request, response, code, Verb.SUSPEND, given)


@router.post(
    "/protocols/{code}/resumption",
    response=answers(shapes.ProtocolOut),
    operation_id="resumeProtocol",
    summary="Lift the suspension",
)
def resume_protocol(
    request: HttpRequest, response: HttpResponse, code: Code, given: shapes.WithReason
) -> shapes.ProtocolOut:
    """The party that suspended lifts it."""
    return _move(request, response, code, Verb.RESUME, given)


@router.post(
    "/protocols/{code}/ending", response=answers(shapes.ProtocolOut), operation_id="endProtocol", summary="End, at once"
)
def end_protocol(
    request: HttpRequest, response: HttpResponse, code: Code, given: shapes.WithReason
) -> shapes.ProtocolOut:
    """For when the parties agree, or one failed its duties; else give notice."""
    return _move(request, response, code, Verb.END, given)


@router.post(
    "/protocols/{code}/lapse",
    response=answers(shapes.ProtocolOut),
    operation_id="lapseProtocol",
    summary="End by law: a legal ground fell away",
)
def lapse_protocol(
    request: HttpRequest, response: HttpResponse, code: Code, given: shapes.WithReason
) -> shapes.ProtocolOut:
    """The agency records it."""
    return _move(request, response, code, Verb.LAPSE, given)


@router.post(
    "/protocols/{code}/notice",
    response=answers(shapes.ProtocolOut),
    operation_id="giveNotice",
    summary="Give notice",
)
def give_notice(
    request: HttpRequest, response: HttpResponse, code: Code, given: shapes.WithReason
) -> shapes.ProtocolOut:
    """The protocol ends after the months that its text says, on the last day of a month."""
    actor = allowed(request, code, Verb.GIVE_NOTICE)
    return done(actions.give_notice(code, reason=given.reason, by=actor, at=now()), actor, response)


@router.post(
    "/protocols/{code}/noticeWithdrawal",
    response=answers(shapes.ProtocolOut),
    operation_id="withdrawNotice",
    summary="Take back a notice",
)
def withdraw_notice(
    request: HttpRequest, response: HttpResponse, code: Code, given: shapes.WithReason
) -> shapes.ProtocolOut:
    """Before it has taken effect."""
    actor = allowed(request, code, Verb.WITHDRAW_NOTICE)
    return done(actions.withdraw_notice(code, reason=given.reason, by=actor, at=now()), actor, response)


@router.post(
    "/protocols/{code}/holds",
    response=answers(shapes.HoldOut, 201),
    operation_id="placeHold",
    summary="Hold all deliveries: a sanction or a breach",
)
def place_hold(request: HttpRequest, code: Code, given: shapes.ToHold) -> Status[shapes.HoldOut]:
    """From this moment on nothing is delivered under the protocol, though it stays in force. Both parties are told."""
    actor = allowed(request, code, Deed.HOLD)
    return Status(201, shapes.HoldOut.of(actions.place_hold(code, given.kind, reason=given.reason, by=actor, at=now())))


@router.post(
    "/protocols/{code}/holds/{kind}/lifting",
    response=answers(shapes.LiftedOut),
    operation_id="liftHolds",
    summary="Lift the holds of a kind",
)
def lift_holds(request: HttpRequest, code: Code, kind: Path[HoldKind]) -> shapes.LiftedOut:
    """The agency lifts them, all that are open of that kind; 409 where none is."""
    actor = allowed(request, code, Deed.LIFT_HOLD)
    return shapes.LiftedOut(kind=kind, lifted=actions.lift_holds(code, kind, by=actor, at=now()))


@router.post(
    "/protocols/{code}/tasks/{kind}/completion",
    response=answers(shapes.TaskOut),
    operation_id="finishTask",
    summary="Record that a task was done",
)
def finish_task(request: HttpRequest, code: Code, kind: Path[shapes.Line]) -> shapes.TaskOut:
    """Tasks come with an inherited protocol; `readProtocol` lists those that are open."""
    actor = allowed(request, code, Deed.FINISH_TASK)
    return shapes.TaskOut.of(actions.finish_task(code, kind, by=actor, at=now()))
