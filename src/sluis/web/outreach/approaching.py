"""Whom to approach next: the list with every reason, and what somebody does about a municipality on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse

from sluis.domain.access import Work
from sluis.domain.lifecycle import Deed
from sluis.outreach import approach, following
from sluis.outreach.approach import Candidate
from sluis.outreach.reasons import RULES, Reason
from sluis.parties.municipalities import municipalities
from sluis.web import forms
from sluis.web.door import Visit, behind_login
from sluis.web.forms import Form, Nothing
from sluis.web.outreach.page import page, who_may_act
from sluis.web.protocols.listing import page_number
from sluis.web.texts import PROVINCES

PAGE_SIZE = 20

# For how long one click puts a municipality off; another day can be chosen.
FOR_NOW = timedelta(days=30)


class Filters(Form):
    """What the list is narrowed down to; every field may be left open."""

    reason = forms.one_of("approach_reason", required=False)
    province = forms.one_of("approach_province", required=False)
    who = forms.one_of("approach_who", required=False)
    shown = forms.one_of("approach_shown", required=False)


class Later(Form):
    """Until when a municipality is left alone."""

    until = forms.day("approach_until", hint="approach_until_hint")


class Give(Form):
    """Who looks after a municipality."""

    to = forms.one_of("approach_to", required=False)


class Done(Form):
    """For which reasons it is done: those that stood on the page."""

    seen = forms.some_of("approach_seen")


@behind_login(Work.SEE_OUTREACH)
def approach_next(visit: Visit) -> HttpResponse:
    """The municipalities to approach, the one with the weightiest reasons first."""
    form = _filters(visit)
    # A filter that is none of those there are asks for everything, and the form says so beside the field.
    form.is_valid()
    found = _chosen(approach.candidates(visit.party_code, visit.today), form.cleaned_data, visit.actor.person)
    pages = max(1, -(-len(found) // PAGE_SIZE))
    number = min(page_number(visit.request), pages)
    return page(
        visit,
        "approach.html",
        form=form,
        found=found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE],
        total=len(found),
        number=number,
        pages=pages,
        **_shared(visit),
    )


@behind_login(Work.SEE_OUTREACH)
def one(visit: Visit, nis: str) -> HttpResponse:
    """One municipality of the list, and what can be done about it."""
    known = municipalities()
    if nis not in known or not known.get(nis).exists_on(visit.today):
        raise Http404
    row = approach.candidate(visit.party_code, nis, visit.today)
    made = _forms(visit, row)
    what = visit.request.POST.get("what", "") if visit.request.method == "POST" else ""
    status = 200
    if visit.request.method == "POST":
        visit.require(Work.DO_OUTREACH)
        if what in _ACTS and visit.does(made[what], lambda: _ACTS[what](visit, nis, made[what])):
            said = visit.texts(_SAID[what], name=known.get(nis).name)
            return visit.go("approach", said, query=_kept(visit))
        status = 409 if what in _ACTS else 400
    return page(
        visit,
        "approach_one.html",
        status=status,
        municipality=known.get(nis),
        row=row,
        forms=made,
        is_no_act=status == 400,
        **_shared(visit),
    )


def _forms(visit: Visit, row: Candidate | None) -> dict[str, Form]:
    """The forms of a municipality; the one that was sent holds what was typed."""
    texts, what = visit.texts, visit.request.POST.get("what", "")
    initial = {"until": visit.today + FOR_NOW, "to": row.assigned_to if row else ""}
    kinds: Mapping[str, type[Form]] = {"later": Later, "give": Give, "done": Done, "again": Nothing}
    made = {
        name: kind.sent(texts, visit.request) if name == what else kind(texts, initial=initial)
        for name, kind in kinds.items()
    }
    forms.choose(made["give"], "to", [("", texts("approach_nobody")), *who_may_act(visit).items()])
    forms.choose(made["done"], "seen", [(reason.value, RULES[reason].name) for reason in Reason])
    return made


def _later(visit: Visit, nis: str, form: Form) -> None:
    following.snooze(visit.party_code, nis, until=form.cleaned_data["until"], by=visit.actor, at=visit.at)


def _give(visit: Visit, nis: str, form: Form) -> None:
    following.assign(visit.party_code, nis, to=form.cleaned_data["to"], by=visit.actor, at=visit.at)


def _done(visit: Visit, nis: str, form: Form) -> None:
    seen = [Reason(name) for name in form.cleaned_data["seen"]]
    following.mark_done(visit.party_code, nis, seen=seen, by=visit.actor, at=visit.at)


def _again(visit: Visit, nis: str, form: Form) -> None:
    following.take_up_again(visit.party_code, nis, by=visit.actor, at=visit.at)


_ACTS: Mapping[str, Callable[[Visit, str, Form], None]] = {
    "later": _later, "give": _give, "done": _done, "again": _again,
}  # fmt: skip

_SAID: Mapping[str, str] = {
    "later": "approach_did_later", "give": "approach_did_give", "done": "approach_did_done",
    "again": "approach_did_again",
}  # fmt: skip


def _shared(visit: Visit) -> dict[str, Any]:
    kept = _kept(visit)
    return {
        "rules": RULES,
        "for_now": visit.today + FOR_NOW,
        "query": f"?{urlencode(kept)}" if kept else "",
        "may_see_source": visit.may(Work.SEE_IMPORTS),
        "may_merge": visit.may(Deed.MERGE),
    }


def _filters(visit: Visit) -> Filters:
    texts = visit.texts
    form = Filters(texts, visit.request.GET)
    everything = ("", texts("list_all"))
    forms.choose(form, "reason", [everything, *((one.value, RULES[one].name) for one in Reason)])
    forms.choose(form, "province", [everything, *((name, texts.province(name)) for name in PROVINCES)])
    forms.choose(form, "who", [everything, ("me", texts("approach_me")), ("nobody", texts("approach_nobody"))])
    forms.choose(form, "shown", [("", texts("approach_waiting")), ("resting", texts("approach_resting"))])
    return form


def _kept(visit: Visit) -> dict[str, str]:
    """What the list is narrowed down to, to go back to the same list after an act."""
    form = _filters(visit)
    form.is_valid()
    return {name: value for name, value in form.cleaned_data.items() if value}


def _chosen(found: Iterable[Candidate], given: Mapping[str, str], person: str) -> list[Candidate]:
    reason, province, who = given.get("reason"), given.get("province"), given.get("who")
    return [
        one
        for one in found
        if (one.resting is not None) == (given.get("shown") == "resting")
        and (not reason or reason in one.reasons)
        and (not province or one.municipality.province == province)
        and (not who or one.assigned_to == (person if who == "me" else ""))
    ]
