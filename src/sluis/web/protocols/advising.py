"""The advice tab: what was advised, on which text, what is still asked of the parties, and the form to advise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpResponse

from sluis.domain import drafts
from sluis.domain.access import Work
from sluis.domain.lifecycle import Deed
from sluis.domain.terms import Outcome, Side
from sluis.domain.words import Said
from sluis.protocols import actions, standing
from sluis.protocols.models import Advice, Condition
from sluis.protocols.progress import newest_advices
from sluis.web.door import Visit, behind_login, protocol_for
from sluis.web.forms import Form, choose, day, line, one_of, text
from sluis.web.protocols.page import Shown, render, shown

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.POSITIVE: "advice_positive",
    Outcome.CONDITIONAL: "advice_conditional",
    Outcome.NEGATIVE: "advice_negative",
}


class ToAdvise(Form):
    """An advice; the conditions stand one on a line."""

    outcome = one_of("advice_outcome", radio=True)
    conditions = text("advice_conditions", hint="advice_conditions_hint", required=False)
    text = text("advice_text", hint="advice_text_hint", rows=8)
    on = day("advice_on", hint="advice_on_hint")
    body = line("advice_body", hint="advice_body_hint", required=False)


class ToAnswer(Form):
    """How a condition is met."""

    answer = text("condition_answer", hint="condition_answer_hint")


class WhyNotFollowed(Form):
    """Why the parties go on after a negative advice."""

    reason = text("not_followed_reason", hint="not_followed_hint")


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition of an advice; with the form to answer it where the visitor may do that now."""

    condition: Condition
    form: Form | None


@dataclass(frozen=True, slots=True)
class Told:
    """An advice as the page shows it. `stands`: it is the newest of its side, and on the text as it is now.

    `why` says why it counts although it was not given on this text; `not_followed` is the form to say why it is not.
    """

    advice: Advice
    stands: bool
    why: Said | None
    conditions: tuple[Asked, ...]
    not_followed: Form | None


@behind_login(Work.SEE_PROTOCOLS)
def advice(visit: Visit, code: str) -> HttpResponse:
    """Shows the advices, and takes in a new one."""
    if visit.request.method != "POST":
        return _page(visit, code)
    protocol_for(visit, code, Deed.GIVE_ADVICE)
    form = _to_advise(visit, sent=True)

    def act() -> None:
        given = form.cleaned_data
        lines = tuple(row.strip() for row in given["conditions"].splitlines() if row.strip())
        outcome = Outcome(given["outcome"])
        actions.give_advice(
            code, actions.Given(outcome, given["text"], given["on"], lines, given.get("body", "")),
            by=visit.actor, at=visit.at,
        )  # fmt: skip

    if visit.does(form, act):
        return visit.go("protocol-advice", visit.texts("advice_given"), code=code)
    return _page(visit, code, give=form)


@behind_login(Work.SEE_PROTOCOLS)
def answer(visit: Visit, code: str, number: int) -> HttpResponse:
    """Answers a condition."""
    if visit.request.method != "POST":
        return _page(visit, code)
    protocol_for(visit, code, Deed.ANSWER_CONDITION)
    if not Condition.objects.filter(pk=number, advice__version__protocol_id=code).exists():
        raise Http404
    form = ToAnswer.sent(visit.texts, visit.request, prefix=f"condition-{number}")
    if visit.does(
        form,
        lambda: actions.answer_condition(number, form.cleaned_data["answer"], by=visit.actor, at=visit.at),
    ):
        return visit.go("protocol-advice", visit.texts("condition_answered"), code=code)
    return _page(visit, code, answers={number: form})


@behind_login(Work.SEE_PROTOCOLS)
def not_follow(visit: Visit, code: str, side: str) -> HttpResponse:
    """Says why a negative advice is not followed."""
    if side not in set(Side):
        raise Http404
    if visit.request.method != "POST":
        return _page(visit, code)
    protocol_for(visit, code, Deed.NOT_FOLLOW_ADVICE)
    form = WhyNotFollowed.sent(visit.texts, visit.request, prefix=f"not-{side}")
    if visit.does(
        form,
        lambda: actions.not_follow_advice(
            code, Side(side), reason=form.cleaned_data["reason"], by=visit.actor, at=visit.at
        ),
    ):
        return visit.go("protocol-advice", visit.texts("not_followed_said"), code=code)
    return _page(visit, code, not_followed={side: form})


def _to_advise(visit: Visit, *, sent: bool = False) -> Form:
    first = {"on": visit.at.date()}
    form = ToAdvise.sent(visit.texts, visit.request) if sent else ToAdvise(visit.texts, initial=first)
    choose(form, "outcome", {outcome.value: visit.texts(key) for outcome, key in OUTCOMES.items()})
    # Only of a supervisor is it not known which body it is.
    if visit.side != Side.SUPERVISOR:
        del form.fields["body"]
    return form


def _page(
    visit: Visit,
    code: str,
    *,
    give: Form | None = None,
    answers: Mapping[int, Form] | None = None,
    not_followed: Mapping[str, Form] | None = None,
) -> HttpResponse:
    seen = shown(visit, code)
    told = _told(visit, seen, answers or {}, not_followed or {})
    before = standing.in_force_beside(seen.version)
    failed = give is not None or answers or not_followed
    return render(
        visit, "advice.html", seen, part="protocol-advice", status=409 if failed else 200,
        standing_advices=[one for one in told if one.stands],
        earlier_advices=[one for one in told if not one.stands],
        in_text=() if told else drafts.read(bytes(seen.version.terms)).get("advices") or (),
        give=give or _to_advise(visit),
        may_advise=visit.may(Deed.GIVE_ADVICE),
        cannot_advise=() if give else seen.standing.why_not(Deed.GIVE_ADVICE),
        before=before,
        changes=standing.differences_between(before, seen.version) if before else (),
    )  # fmt: skip


def _told(visit: Visit, seen: Shown, answers: Mapping[int, Form], not_followed: Mapping[str, Form]) -> list[Told]:
    newest = {advice.pk for advice in newest_advices(seen.version).values()}
    may_answer = not seen.standing.why_not(Deed.ANSWER_CONDITION)
    may_go_on = not seen.standing.why_not(Deed.NOT_FOLLOW_ADVICE)
    rows = Advice.objects.filter(version=seen.version).prefetch_related("conditions").order_by("-at", "-pk")
    told = []
    for row in rows:
        stands = row.pk in newest and row.on_part == seen.standing.progress.advised_part
        conditions = tuple(
            Asked(one, _answer(visit, one, answers) if stands and may_answer and one.answer is None else None)
            for one in sorted(row.conditions.all(), key=lambda one: one.pk)
        )
        open_reason = row.outcome == Outcome.NEGATIVE and not row.reason_not_followed
        form = not_followed.get(row.side) or WhyNotFollowed(visit.texts, prefix=f"not-{row.side}")
        told.append(
            Told(
                row, stands, standing.why_it_counts(row), conditions,
                form if stands and may_go_on and open_reason else None,
            )
        )  # fmt: skip
    return told


def _answer(visit: Visit, condition: Condition, answers: Mapping[int, Form]) -> Form:
    return answers.get(condition.pk) or ToAnswer(visit.texts, prefix=f"condition-{condition.pk}")
