"""The targets of the visitor's agency: setting one, and all that was said before."""

from __future__ import annotations

from django import forms as fields
from django.http import HttpResponse

from sluis.domain.access import Work
from sluis.domain.words import BRUSSELS
from sluis.register import actions
from sluis.register.targets import TARGET_KIND_NAMES, TargetKind, all_targets
from sluis.web import forms
from sluis.web.door import Visit, behind_login
from sluis.web.forms import Form
from sluis.web.register.target import aim_in_words


class NewTarget(Form):
    """What the agency said that it aims for, of which period, when and where."""

    period = forms.line("targets_period", hint="targets_period_hint", longest=actions.LONGEST_NAME)
    first_day = forms.day("targets_first_day")
    last_day = forms.day("targets_last_day", hint="targets_last_day_hint")
    kind = forms.one_of("targets_kind", radio=True)
    value = fields.IntegerField(label="targets_value", help_text="targets_value_hint", required=False)
    said_on = forms.day("targets_said_on", hint="targets_said_on_hint")
    source = forms.line("targets_source", hint="targets_source_hint", longest=actions.LONGEST_SOURCE)


@behind_login(Work.SET_TARGET)
def targets(visit: Visit) -> HttpResponse:
    """All that the agency said, and a form to set what it says now."""
    asked = visit.request.method == "POST"
    first = {"said_on": visit.at.astimezone(BRUSSELS).date()}
    form = NewTarget.sent(visit.texts, visit.request) if asked else NewTarget(visit.texts, initial=first)
    forms.choose(form, "kind", [(kind.value, name) for kind, name in TARGET_KIND_NAMES.items()])

    def act() -> object:
        given = {**form.cleaned_data, "kind": TargetKind(form.cleaned_data["kind"])}
        return actions.set_target(**given, by=visit.actor, at=visit.at)

    if form.is_bound and visit.does(form, act):
        newest = all_targets(visit.party_code)
        said = next(one for one in reversed(newest) if one.period == form.cleaned_data["period"].strip())
        return visit.go("targets", visit.texts("targets_done", period=said.period, aim=aim_in_words(said, visit.texts)))
    return visit.page(
        "agency/targets.html",
        status=409 if form.is_bound else 200,
        form=form,
        said=[(one, aim_in_words(one, visit.texts)) for one in reversed(all_targets(visit.party_code))],
    )
