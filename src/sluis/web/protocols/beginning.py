"""The first page of a protocol's life: which municipality, which model, and the answers to the model's questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.html import format_html

from sluis.domain.access import Work
from sluis.domain.catalogue import FIELDS, PURPOSES, in_words
from sluis.domain.lifecycle import Verb
from sluis.domain.terms import PeriodBy, Population, Side
from sluis.domain.words import Field, Purpose
from sluis.parties.models import Agency
from sluis.protocols import actions, beginnings
from sluis.protocols.model_text import Model, models_in_use
from sluis.web.door import Visit, behind_login
from sluis.web.forms import Form, day, line, one_of, some_of, text
from sluis.web.texts import Texts

# The field in which each question of the model is answered.
ASKED: Mapping[str, str] = {
    "kbo": "recipient.kbo", "dpo": "recipient.dpo", "purposes": "purposes", "services": "purposes.services",
    "start": "start", "end": "end",
}  # fmt: skip


class Begin(Form):
    """The model's questions, after who the parties are. A text of one's own may leave answers open."""

    agency = one_of("new_agency")
    nis = one_of("new_municipality", hint="new_municipality_hint")
    way = one_of("new_way", hint="new_way_hint", radio=True)
    kbo = line("", required=False)
    dpo = line("", required=False)
    purposes = some_of("", required=False)
    services = text("", required=False, rows=2)
    start = day("", required=False)
    end = day("", required=False)

    def asks(self, model: Model) -> None:
        """Puts the model's questions, each with why it is asked, in the visitor's language."""
        for question in model.questions:
            name = next(name for name, place in ASKED.items() if place == question.place)
            field = self.fields[name]
            field.label, field.help_text = self.texts(question.asks), self.texts(question.why)
        services = self.fields["services"]
        one_a_line = self.texts("new_services_hint")
        services.help_text = f"{services.help_text} {one_a_line}"
        purposes = self.fields["purposes"]
        assert isinstance(purposes, forms.MultipleChoiceField)
        purposes.choices = [(one["purpose"], _given(self.texts, one)) for one in model.terms["purposes"]]

    def clean(self) -> dict[str, Any]:
        """To accede is to answer everything: the text is complete at once."""
        given = super().clean()
        if given.get("way") == "accede":
            for name in ("kbo", "dpo", "services", "start"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, self.texts("form_required"))
        return given


def _given(texts: Texts, purpose: Mapping[str, Any]) -> str:
    """A purpose of the model with what it gives: of whom, which data, and for how long."""
    given = purpose["population"]
    period = PeriodBy(given["periodBy"]) if given["periodBy"] else None
    gives = texts(
        "new_purpose_gives",
        who=texts(in_words(Population(given["contract"], given["attest"], period))),
        fields=texts.listed([FIELDS[Field(name)] for name in purpose["fields"]]),
        days=texts.number(purpose["retentionDays"]),
    )
    return format_html("<span><strong>{}</strong><br>{}</span>", texts(PURPOSES[Purpose(purpose["purpose"])]), gives)


@behind_login(Work.SEE_PROTOCOLS)
def begin(visit: Visit) -> HttpResponse:
    """Begins the text of a municipality, or accedes to the model for it."""
    visit.require(Verb.DRAFT)
    usable = models_in_use(visit.at.date())
    model = _chosen(visit, usable)
    form = _form(visit, model) if model else None
    if model is None or form is None:
        return visit.page("protocol/new.html", form=None, model=model, usable=usable, taken="")
    if form.is_bound and visit.does(form, lambda: _begun(visit, model, form.cleaned_data)):
        agency, nis = _parties(visit, form.cleaned_data)
        code = actions.drafting.code_for(agency, nis)
        if form.cleaned_data["way"] == "accede":
            return visit.go("protocol", visit.texts("new_acceded"), code=code)
        return visit.go("protocol-draft", visit.texts("new_begun"), code=code)
    asked = visit.request.GET.get("nis", "")
    known = dict(form.fields["nis"].choices) if "nis" in form.fields else {}  # type: ignore[attr-defined]
    return visit.page(
        "protocol/new.html", status=409 if form.is_bound else 200, form=form, model=model, usable=usable,
        taken=asked if "nis" in form.fields and asked and asked not in known else "",
    )  # fmt: skip


def _chosen(visit: Visit, usable: Sequence[Model]) -> Model | None:
    wanted = visit.request.POST.get("model") or visit.request.GET.get("model", "")
    return next((one for one in usable if str(one.version) == wanted), usable[-1] if usable else None)


def _form(visit: Visit, model: Model) -> Begin | None:
    """The form with what there is to choose; None where there is nobody to begin a text with."""
    initial = {
        "nis": visit.request.GET.get("nis", ""),
        "way": "draft",
        "purposes": [one["purpose"] for one in model.terms["purposes"]],
    }
    data = visit.request.POST if visit.request.method == "POST" else None
    form = Begin(visit.texts, data, initial=initial)
    form.asks(model)
    on, own, other = visit.at.date(), visit.party_code, "nis"
    if visit.side == Side.SENDER:
        there = [(one.nis, f"{one.name} ({one.nis})") for one in beginnings.without_text(own, on)]
        del form.fields["agency"]
    else:
        free = [one for one in Agency.objects.order_by("name") if _is_free(one.code, own, visit)]
        there, other = [(one.code, one.name) for one in free], "agency"
        del form.fields["nis"]
    field = form.fields[other]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [("", ""), *there] if len(there) > 1 else there
    way = form.fields["way"]
    assert isinstance(way, forms.ChoiceField)
    way.choices = [
        (name, format_html("<span><strong>{}</strong><br>{}</span>", visit.texts(title), visit.texts(words)))
        for name, title, words in (("draft", "new_own", "new_own_words"), ("accede", "new_accede", "new_accede_words"))
    ]
    return form if there else None


def _is_free(agency: str, nis: str, visit: Visit) -> bool:
    return any(one.nis == nis for one in beginnings.without_text(agency, visit.at.date()))


def _parties(visit: Visit, given: Mapping[str, Any]) -> tuple[str, str]:
    return (visit.party_code, given["nis"]) if "nis" in given else (given["agency"], visit.party_code)


def _begun(visit: Visit, model: Model, given: Mapping[str, Any]) -> object:
    agency, nis = _parties(visit, given)
    recipient = {name: given[name] for name in ("kbo", "dpo") if given[name]}
    days = {name: given[name].isoformat() for name in ("start", "end") if given[name]}
    services = tuple(dict.fromkeys(one.strip() for one in given["services"].splitlines() if one.strip()))
    answers = actions.Answers(
        services=services,
        purposes=tuple(given["purposes"]) or None,
        changes={**days, **({"recipient": recipient} if recipient else {})},
    )
    act = actions.accede if given["way"] == "accede" else actions.draft
    return act(nis, agency=agency, model=model, answers=answers, by=visit.actor, at=visit.at)
