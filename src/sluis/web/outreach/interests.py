"""Interest at the desk: what municipalities filled in, settled with a reason or made into a draft with one click."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from sluis.domain.access import Work
from sluis.outreach import actions, queries
from sluis.outreach.models import Interest
from sluis.protocols.models import Version
from sluis.web import forms
from sluis.web.door import Visit, behind_login
from sluis.web.forms import Form, Nothing
from sluis.web.outreach.page import page

# Of what was settled the page shows the last ones; all of a municipality's stand on its own page.
MOST_SETTLED = 50


class Settle(Form):
    """Why nothing more is to be done."""

    reason = forms.line("interest_reason", hint="interest_reason_hint")


@behind_login(Work.SEE_OUTREACH)
def interests(visit: Visit) -> HttpResponse:
    """What waits, and what was settled last."""
    return page(
        visit,
        "interests.html",
        waiting=queries.open_interests(visit.party_code),
        settled=queries.settled_interests(visit.party_code, MOST_SETTLED),
    )


@behind_login(Work.SEE_OUTREACH)
def interest(visit: Visit, number: int, *, drafting: bool = False) -> HttpResponse:
    """All that a municipality filled in; settles it, or with `drafting` begins the draft from it."""
    row = _interest(visit, number)
    settle, begin = Settle(visit.texts), Nothing(visit.texts)
    if visit.request.method == "POST":
        visit.require(Work.DO_OUTREACH)
        if drafting:
            begin = Nothing.sent(visit.texts, visit.request)
            if (code := _begun(visit, begin, row)) is not None:
                return visit.go("protocol-draft", visit.texts("interest_drafted"), code=code)
        else:
            settle = Settle.sent(visit.texts, visit.request)
            if _settled(visit, settle, row):
                return visit.go("interests", visit.texts("interest_settled_now"))
    return _page(visit, row, settle, begin)


@behind_login(Work.SEE_OUTREACH)
def erase(visit: Visit, number: int) -> HttpResponse:
    """Takes out who showed an interest, because they ask for it."""
    row = _interest(visit, number)
    form = Nothing(visit.texts)
    if visit.request.method == "POST":
        visit.require(Work.DO_OUTREACH)
        form = Nothing.sent(visit.texts, visit.request)

    def act() -> None:
        actions.erase_interest(visit.party_code, number, by=visit.actor, at=visit.at)

    if form.is_bound and visit.does(form, act):
        return visit.go("interest", visit.texts("interest_erased"), number=number)
    return _page(visit, row, Settle(visit.texts), form)


def _interest(visit: Visit, number: int) -> Interest:
    row = queries.interest(visit.party_code, number)
    if row is None:
        raise Http404
    return row


def _page(visit: Visit, row: Interest, settle: Form, form: Form) -> HttpResponse:
    """An interest with what can be done; `form` is the one without fields that was sent, if one was."""
    return page(
        visit,
        "interest.html",
        status=409 if settle.is_bound or form.is_bound else 200,
        row=row,
        settle=settle,
        begin=form,
        reasons=queries.why_not_draft(row, visit.today),
    )


def _begun(visit: Visit, form: Form, row: Interest) -> str | None:
    """The code of the protocol of which the draft was begun; None where that did not go."""
    begun: list[Version] = []

    def act() -> None:
        begun.append(actions.begin_draft(visit.party_code, row.pk, by=visit.actor, at=visit.at))

    return begun[0].protocol_id if visit.does(form, act) else None


def _settled(visit: Visit, form: Form, row: Interest) -> bool:
    def act() -> None:
        reason = form.cleaned_data["reason"]
        actions.settle_interest(visit.party_code, row.pk, reason=reason, by=visit.actor, at=visit.at)

    return visit.does(form, act)
