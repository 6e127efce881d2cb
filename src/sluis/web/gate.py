"""Ask the gate: what it would say to an ask, rule by rule. Nothing is recorded, and nothing leaves."""

from __future__ import annotations

from django.http import HttpResponse

from sluis.disclosures.asking import Trial, try_ask
from sluis.domain.access import Work
from sluis.domain.catalogue import FIELDS, PURPOSES
from sluis.domain.policy import Ask
from sluis.domain.questions import QUESTIONS
from sluis.domain.terms import Side
from sluis.domain.words import Field, Purpose
from sluis.parties.municipalities import municipalities
from sluis.protocols import standing
from sluis.web import forms
from sluis.web.door import Visit, behind_login
from sluis.web.municipality.asking import PeriodGiven


class Tried(PeriodGiven):
    """An ask to try. Without any field it asks for all that were agreed."""

    municipality = forms.one_of("gate_municipality")
    purpose = forms.one_of("gate_purpose")
    service = forms.line("ask_service", hint="gate_service_hint")
    wanted = forms.some_of("ask_data", hint="gate_data_hint", required=False)

    field_order = ("municipality", "purpose", "service", "wanted", "first", "last")


@behind_login(Work.TRY_GATE)
def ask_the_gate(visit: Visit) -> HttpResponse:
    """Tries an ask without effect."""
    form = _form(visit)
    trial = _try(visit, form) if form.is_bound and form.is_valid() else None
    return visit.page(
        "gate.html",
        status=400 if form.is_bound and form.errors else 200,
        form=form,
        trial=trial,
        questions=QUESTIONS,
    )


def _form(visit: Visit) -> Tried:
    choices = _municipalities(visit)
    if visit.request.method == "POST":
        form = Tried(visit.texts, visit.request.POST)
    else:
        form = Tried(visit.texts, initial={"service": "integratiedienst"})
    forms.choose(form, "municipality", choices)
    forms.choose(form, "purpose", [(purpose.value, name) for purpose, name in PURPOSES.items()])
    forms.choose(form, "wanted", [(field.value, name) for field, name in FIELDS.items()])
    return form


def _municipalities(visit: Visit) -> list[tuple[str, str]]:
    """A municipality tries for itself; an agency for those that exist, and those that it has a protocol with."""
    known = municipalities()
    if visit.side == Side.RECIPIENT:
        return [(visit.party_code, known.get(visit.party_code).name)]
    codes = {one.nis for one in known.on(visit.at.date())}
    codes |= {protocol.nis for protocol in standing.protocols_of(visit.actor)}
    return sorted(((nis, known.get(nis).name) for nis in codes), key=lambda pair: pair[1])


def _try(visit: Visit, form: Tried) -> Trial:
    given = form.cleaned_data
    asked = frozenset(Field(name) for name in given["wanted"]) or None
    ask = Ask(given["municipality"], given["service"], Purpose(given["purpose"]), asked, form.period)
    return try_ask(ask, visit.at)
