"""Asking for data: first what for, and then only what that purpose allows.

What may be asked, and why not, is what the terms and the rules say (`disclosures.asking`). The number that makes an
ask unique is made when its form is shown, so that a second click is the same ask.
"""

from __future__ import annotations

import secrets
import string
import uuid
from typing import Any

from django import forms as fields
from django.http import Http404, HttpResponse

from sluis.disclosures import placing
from sluis.disclosures.asking import Possibility, what_may_be_asked
from sluis.domain.access import Work
from sluis.domain.catalogue import FIELDS
from sluis.domain.policy import Ask
from sluis.domain.retention import confirmation_due
from sluis.domain.words import Field, Period, Purpose
from sluis.jobs.instruments import instruments
from sluis.web import forms
from sluis.web.door import Visit, behind_login
from sluis.web.forms import Form

# Letters only: nothing that could be taken for the number of a person.
_KEY_LENGTH = 26


class PeriodGiven(Form):
    """A form that may ask for a period in whole days: both ends, or neither."""

    first = forms.day("ask_first", hint="ask_first_hint", required=False)
    last = forms.day("ask_last", required=False)

    def clean(self) -> dict[str, Any]:
        """Refuses half a period, and one that ends before it begins."""
        given = super().clean()
        first, last = given.get("first"), given.get("last")
        if (first is None) != (last is None) and not {"first", "last"} & self.errors.keys():
            self.add_error("first" if first is None else "last", self.texts("ask_half_a_period"))
        if first is not None and last is not None and last < first:
            self.add_error("last", self.texts("ask_ends_before"))
        return self.cleaned_data

    @property
    def period(self) -> Period | None:
        """The period that was given; None: none."""
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        return Period(first, last) if first and last else None


class Asked(PeriodGiven):
    """What is asked for one purpose."""

    key = fields.CharField(max_length=_KEY_LENGTH, widget=fields.HiddenInput())
    service = forms.one_of("ask_service", hint="ask_service_hint", radio=True)
    wanted = forms.some_of("ask_data", hint="ask_data_hint")

    field_order = ("key", "service", "wanted", "first", "last")


@behind_login(Work.ASK)
def choose(visit: Visit) -> HttpResponse:
    """Every purpose, with what may be asked for it or why not."""
    may_ask = what_may_be_asked(visit.party_code, visit.at.date())
    return visit.page("municipality/ask.html", may_ask=may_ask)


@behind_login(Work.ASK)
def ask_for(visit: Visit, purpose: str) -> HttpResponse:
    """What is asked for one purpose; sent, it is an ask, and its own page says what became of it."""
    possible = _possibility(visit, purpose)
    form = _form(visit, possible)
    placed: list[uuid.UUID] = []
    if form.is_bound and possible.agreed and visit.does(form, lambda: placed.append(_place(visit, possible, form))):
        return visit.go("delivery", visit.texts("ask_answered"), number=placed[0])
    return visit.page(
        "municipality/ask_for.html",
        status=409 if form.is_bound else 200,
        form=form,
        possible=possible,
        confirm_by=confirmation_due(possible.keep_until) if possible.keep_until else None,
    )


def _possibility(visit: Visit, purpose: str) -> Possibility:
    found = what_may_be_asked(visit.party_code, visit.at.date()).purposes
    one = next((one for one in found if one.purpose == purpose), None)
    if one is None:
        raise Http404
    return one


def _form(visit: Visit, possible: Possibility) -> Asked:
    given = {"key": "".join(secrets.choice(string.ascii_lowercase) for _ in range(_KEY_LENGTH))}
    first = {**given, "wanted": list(possible.fields), "service": next(iter(possible.services), "")}
    if visit.request.method == "POST":
        form = Asked(visit.texts, visit.request.POST)
    else:
        form = Asked(visit.texts, initial=first)
    forms.choose(form, "service", [(service, service) for service in possible.services])
    forms.choose(form, "wanted", [(field.value, FIELDS[field]) for field in possible.fields])
    if possible.period_by is None:
        del form.fields["first"], form.fields["last"]
    return form


def _place(visit: Visit, possible: Possibility, form: Asked) -> uuid.UUID:
    given = form.cleaned_data
    ask = Ask(
        visit.party_code,
        given["service"],
        Purpose(possible.purpose),
        frozenset(Field(name) for name in given["wanted"]),
        form.period,
    )
    return placing.place(ask, key=given["key"], instruments=instruments, by=visit.actor, at=visit.at)
