"""What worked: what came of each channel, with what cannot be told, as a page and as CSV."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse

from sluis.domain.access import Work
from sluis.outreach import effects as outcomes
from sluis.outreach import queries
from sluis.outreach.effects import ENOUGH, Chosen, Effects
from sluis.outreach.formats import effects_as_csv
from sluis.web import forms
from sluis.web.door import Visit, behind_login
from sluis.web.forms import Form
from sluis.web.outreach.page import page


class Looked(Form):
    """What is looked at; every field may be left open."""

    campaign = forms.one_of("effects_campaign", required=False)
    first = forms.day("effects_first", required=False)
    last = forms.day("effects_last", required=False)

    def clean(self) -> dict[str, Any]:
        """A period does not end before it begins."""
        given = super().clean()
        if given.get("first") and given.get("last") and given["last"] < given["first"]:
            self.add_error("last", self.texts("effects_backwards"))
        return given


@behind_login(Work.SEE_OUTREACH)
def effects(visit: Visit) -> HttpResponse:
    """What came of each channel, of what is looked at."""
    form = _looked(visit)
    seen = _seen(visit, form)
    return page(
        visit,
        "effects.html",
        status=200 if seen else 400,
        form=form,
        seen=seen,
        enough=ENOUGH,
        query=_query(form),
    )


@behind_login(Work.SEE_OUTREACH)
def effects_csv(visit: Visit) -> HttpResponse:
    """The same as CSV; a period that is none leads back to the page, which says what is wrong."""
    form = _looked(visit)
    seen = _seen(visit, form)
    if seen is None:
        return page(visit, "effects.html", status=400, form=form, seen=None, enough=ENOUGH, query="")
    response = HttpResponse(effects_as_csv(seen), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="channels-{visit.today}.csv"'
    return response


def _looked(visit: Visit) -> Looked:
    form = Looked(visit.texts, visit.request.GET)
    told = queries.campaigns(visit.party_code)
    named = [(str(one.campaign.pk), one.campaign.name) for one in told]
    forms.choose(form, "campaign", [("", visit.texts("list_all")), *named])
    return form


def _seen(visit: Visit, form: Looked) -> Effects | None:
    if not form.is_valid():
        return None
    given = form.cleaned_data
    campaign = int(given["campaign"]) if given["campaign"] else None
    return outcomes.effects(visit.today, visit.party_code, Chosen(campaign, given["first"], given["last"]))


def _query(form: Looked) -> str:
    kept = {name: str(value) for name, value in form.cleaned_data.items() if value}
    return f"?{urlencode(kept)}" if kept else ""
