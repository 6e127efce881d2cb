"""One municipality at the desk: what was said, who can be reached, what comes next, and a short form to note more."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse

from sluis.domain.access import Work
from sluis.outreach import actions, queries
from sluis.outreach.actions import Spoken
from sluis.outreach.channels import ChannelKind, channels
from sluis.protocols.beginnings import why_not_begin
from sluis.web import forms
from sluis.web.door import Visit, behind_login
from sluis.web.forms import Form, Nothing
from sluis.web.outreach.page import choices, page, who_may_act

INTERESTED = {"": None, "yes": True, "no": False}


class Note(Form):
    """What was said, and what comes next."""

    on = forms.day("contact_on")
    channel = forms.one_of("contact_channel")
    whom = forms.line("contact_whom", hint="contact_whom_hint", required=False)
    said = forms.text("contact_said", hint="contact_said_hint", rows=3, longest=2_000)
    interested = forms.one_of("contact_interested", required=False, radio=True)
    next_step = forms.line("contact_next", hint="contact_next_hint", required=False)
    next_on = forms.day("contact_next_on", required=False)
    next_by = forms.one_of("contact_next_by", required=False)


@behind_login(Work.SEE_OUTREACH)
def municipality(visit: Visit, nis: str) -> HttpResponse:
    """What is known of a municipality; a contact that is noted is added to it."""
    known = queries.municipality(visit.party_code, nis, visit.today)
    if known is None:
        raise Http404
    form = Note(visit.texts, initial=_initial(visit))
    if visit.request.method == "POST":
        visit.require(Work.DO_OUTREACH)
        form = Note.sent(visit.texts, visit.request)
    forms.choose(form, "channel", choices(visit))
    forms.choose(form, "next_by", who_may_act(visit))
    forms.choose(
        form,
        "interested",
        [("yes", visit.texts("contact_yes")), ("no", visit.texts("contact_no")), ("", visit.texts("contact_unknown"))],
    )

    def act() -> None:
        given = {**form.cleaned_data, "interested": INTERESTED[form.cleaned_data["interested"]]}
        actions.note_contact(visit.party_code, nis, Spoken(**given), by=visit.actor, at=visit.at)

    if form.is_bound and visit.does(form, act):
        return visit.go("outreach-municipality", visit.texts("contact_noted"), nis=nis)
    return page(
        visit,
        "municipality.html",
        status=409 if form.is_bound else 200,
        known=known,
        form=form,
        late={one.pk for one in queries.overdue(known.steps, visit.today)},
        may_begin=not why_not_begin(visit.party_code, nis, visit.today),
    )


@behind_login(Work.SEE_OUTREACH)
def done(visit: Visit, number: int) -> HttpResponse:
    """Asks whether a next step is done, and writes down that it is."""
    row = queries.contact(visit.party_code, number)
    if row is None:
        raise Http404
    form = Nothing(visit.texts)
    if visit.request.method == "POST":
        visit.require(Work.DO_OUTREACH)
        form = Nothing.sent(visit.texts, visit.request)

    def act() -> None:
        actions.finish_step(visit.party_code, number, by=visit.actor, at=visit.at)

    if form.is_bound and visit.does(form, act):
        return visit.go("outreach-municipality", visit.texts("contact_step_done"), nis=row.nis)
    return page(visit, "step_done.html", status=409 if form.is_bound else 200, row=row, form=form)


def _initial(visit: Visit) -> dict[str, Any]:
    direct = next((one.code for one in channels() if one.kind == ChannelKind.DIRECT_CONTACT), "")
    return {"on": visit.today, "channel": direct, "interested": "", "next_by": visit.actor.person}
