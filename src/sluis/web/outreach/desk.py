"""The first page of the desk of outreach: what waits, the campaigns with what came of them, and the way to a town."""

from __future__ import annotations

from django.http import HttpResponse

from sluis.domain.access import Work
from sluis.domain.words import plain
from sluis.outreach import queries
from sluis.parties.municipalities import municipalities
from sluis.web import forms
from sluis.web.door import Visit, behind_login
from sluis.web.forms import Form
from sluis.web.outreach.page import page


class Towards(Form):
    """Of which municipality one wants to see what is known."""

    nis = forms.one_of("contact_municipality")


@behind_login(Work.SEE_OUTREACH)
def desk(visit: Visit) -> HttpResponse:
    """What waits at the desk; with a municipality asked for, the way to its page."""
    towards = Towards(visit.texts, visit.request.GET if "nis" in visit.request.GET else None)
    by_name = sorted(municipalities().on(visit.today), key=lambda one: plain(one.name))
    forms.choose(towards, "nis", [("", ""), *((one.nis, one.name) for one in by_name)])
    if towards.is_bound and towards.is_valid():
        return visit.go("outreach-municipality", nis=towards.cleaned_data["nis"])
    steps = queries.open_steps(visit.party_code)
    return page(
        visit,
        "desk.html",
        status=400 if towards.is_bound else 200,
        towards=towards,
        steps=steps,
        late={one.pk for one in queries.overdue(steps, visit.today)},
        interests=queries.open_interests(visit.party_code),
        campaigns=queries.campaigns(visit.party_code),
    )
