"""The moves of a protocol that need no more than a yes or a reason: each is first explained, and then made.

One row a move: what the page says will happen, which form it takes, and the act below the doors. A move that cannot be
made now is shown with the reasons that the rules give.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse

from sluis.domain.access import Work
from sluis.domain.lifecycle import VERB_NAMES, Verb, possible
from sluis.domain.words import Said
from sluis.protocols import actions
from sluis.web.door import Visit, behind_login, protocol_for
from sluis.web.forms import Form, Nothing, Reason
from sluis.web.protocols.page import Shown, render, shown

Act = Callable[[Visit, str, Mapping[str, Any]], object]


@dataclass(frozen=True, slots=True)
class Move:
    """A move that a page offers; `kind` is how its button looks.

    `explains` is the key of what will happen, `done` of what is said once it did.
    """

    verb: Verb
    explains: str
    done: str
    form: type[Form]
    act: Act
    kind: str = ""


def _conduct(verb: Verb) -> Act:
    return lambda visit, code, given: actions.move(code, verb, reason=given["reason"], by=visit.actor, at=visit.at)


def _with_reason(act: Callable[..., object]) -> Act:
    return lambda visit, code, given: act(code, reason=given["reason"], by=visit.actor, at=visit.at)


def _plain(act: Callable[..., object]) -> Act:
    return lambda visit, code, _given: act(code, by=visit.actor, at=visit.at)


MOVES: Mapping[Verb, Move] = {
    move.verb: move
    for move in (
        Move(Verb.COMPLETE, "explain_complete", "explain_complete_done", Nothing, _plain(actions.complete)),
        Move(Verb.VALIDATE, "explain_validate", "explain_validate_done", Nothing, _plain(actions.validate)),
        Move(Verb.REOPEN, "explain_reopen", "explain_reopen_done", Reason, _with_reason(actions.reopen)),
        Move(
            Verb.WITHDRAW, "explain_withdraw", "explain_withdraw_done", Reason, _with_reason(actions.withdraw), "danger"
        ),
        Move(Verb.SUSPEND, "explain_suspend", "explain_suspend_done", Reason, _conduct(Verb.SUSPEND), "danger"),
        Move(Verb.RESUME, "explain_resume", "explain_resume_done", Reason, _conduct(Verb.RESUME)),
        Move(
            Verb.GIVE_NOTICE,
            "explain_give_notice",
            "explain_give_notice_done",
            Reason,
            _with_reason(actions.give_notice),
            "danger",
        ),
        Move(
            Verb.WITHDRAW_NOTICE,
            "explain_withdraw_notice",
            "explain_withdraw_notice_done",
            Reason,
            _with_reason(actions.withdraw_notice),
        ),
        Move(Verb.END, "explain_end", "explain_end_done", Reason, _conduct(Verb.END), "danger"),
        Move(Verb.LAPSE, "explain_lapse", "explain_lapse_done", Reason, _conduct(Verb.LAPSE), "danger"),
    )
}


@dataclass(frozen=True, slots=True)
class Offered:
    """A move as a page shows it: with its address, or with the reasons why it cannot be made now."""

    move: Move
    name: Said
    address: str
    reasons: Sequence[Said]


def offered(visit: Visit, seen: Shown) -> list[Offered]:
    """The moves there are from where the protocol stands and that the visitor's role is there for."""
    verbs = [verb for verb in possible(seen.standing.progress.status) if verb in MOVES and visit.may(verb)]
    return [
        Offered(
            MOVES[verb],
            VERB_NAMES[verb],
            visit.address("protocol-move", code=seen.protocol.code, verb=verb.value.replace("_", "-")),
            seen.standing.why_not(verb),
        )
        for verb in verbs
    ]


@behind_login(Work.SEE_PROTOCOLS)
def make(visit: Visit, code: str, verb: str) -> HttpResponse:
    """Explains a move, and makes it."""
    move = MOVES.get(_verb(verb))  # type: ignore[arg-type]
    if move is None:
        raise Http404
    protocol_for(visit, code, move.verb)
    form = move.form.sent(visit.texts, visit.request) if visit.request.method == "POST" else move.form(visit.texts)
    if form.is_bound and visit.does(form, lambda: move.act(visit, code, form.cleaned_data)):
        return visit.go("protocol", visit.texts(move.done), code=code)
    seen = shown(visit, code)
    reasons = () if form.is_bound else seen.standing.why_not(move.verb)
    status = 409 if form.is_bound else 200
    return render(
        visit, "move.html", seen, part="protocol", status=status, move=move, name=VERB_NAMES[move.verb], form=form,
        reasons=reasons,
    )  # fmt: skip


def _verb(text: str) -> Verb | None:
    name = text.replace("-", "_")
    return Verb(name) if name in set(Verb) else None
