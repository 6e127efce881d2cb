"""Campaigns: begun and corrected, what they announce by which channel, and what came of each link."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse

from sluis.domain.access import Work
from sluis.outreach import actions, queries
from sluis.outreach.models import Announcement, Campaign
from sluis.web import forms
from sluis.web.door import Visit, behind_login
from sluis.web.forms import Form
from sluis.web.outreach.page import choices, page


class CampaignForm(Form):
    """What a campaign says of itself."""

    name = forms.line("campaign_name", hint="campaign_name_hint", longest=120)
    audience = forms.line("campaign_audience", hint="campaign_audience_hint")
    begins_on = forms.day("campaign_begins")
    text = forms.text("campaign_text", hint="campaign_text_hint", rows=6)


class Known(Form):
    """What is known of an announcement, also afterwards."""

    on = forms.day("announcement_on")
    reached = forms.whole_number("announcement_reached", hint="announcement_reached_hint", required=False)
    cost = forms.euros("announcement_cost", hint="announcement_cost_hint", required=False)
    address = forms.line("announcement_address", hint="announcement_address_hint", required=False)

    def known(self) -> dict[str, Any]:
        """What was filled in, as the rules below take it."""
        given = self.cleaned_data
        cost = given["cost"]
        return {
            "on": given["on"],
            "reached": given["reached"],
            "cost_cents": None if cost is None else int(cost * 100),
            "address": given["address"],
        }


class Announce(Known):
    """A new announcement: by which channel, and what is known of it."""

    channel = forms.one_of("announcement_channel")
    field_order = ("channel", "on", "reached", "cost", "address")


@behind_login(Work.DO_OUTREACH)
def make(visit: Visit) -> HttpResponse:
    """Begins a campaign."""
    form = CampaignForm.sent(visit.texts, visit.request) if _sent(visit) else CampaignForm(visit.texts)
    made: list[Campaign] = []

    def act() -> None:
        made.append(
            actions.make_campaign(visit.party_code, **form.cleaned_data, by=visit.actor, at=visit.at),
        )

    if form.is_bound and visit.does(form, act):
        return visit.go("campaign", visit.texts("campaign_made"), number=made[0].pk)
    return page(visit, "campaign_form.html", status=_status(form), form=form, told=None)


@behind_login(Work.DO_OUTREACH)
def edit(visit: Visit, number: int) -> HttpResponse:
    """Corrects what a campaign says of itself."""
    told = _campaign(visit, number)
    row = told.campaign
    initial = {"name": row.name, "audience": row.audience, "begins_on": row.begins_on, "text": row.text}
    sent = _sent(visit)
    form = CampaignForm.sent(visit.texts, visit.request) if sent else CampaignForm(visit.texts, initial=initial)

    def act() -> None:
        actions.change_campaign(visit.party_code, number, **form.cleaned_data, by=visit.actor, at=visit.at)

    if form.is_bound and visit.does(form, act):
        return visit.go("campaign", visit.texts("campaign_changed"), number=number)
    return page(visit, "campaign_form.html", status=_status(form), form=form, told=told)


@behind_login(Work.SEE_OUTREACH)
def campaign(visit: Visit, number: int) -> HttpResponse:
    """What a campaign announced, the links to put in it, what came of each; and a form for the next announcement."""
    told = _campaign(visit, number)
    if _sent(visit):
        visit.require(Work.DO_OUTREACH)
    form = Announce(visit.texts, visit.request.POST if _sent(visit) else None, initial={"on": visit.today})
    forms.choose(form, "channel", [("", ""), *choices(visit)])

    def act() -> None:
        actions.announce(
            visit.party_code, number, channel=form.cleaned_data["channel"], **form.known(), by=visit.actor, at=visit.at
        )

    if form.is_bound and visit.does(form, act):
        return visit.go("campaign", visit.texts("announcement_made"), number=number)
    return page(visit, "campaign.html", status=_status(form), told=told, form=form, link_of=_link_of)


@behind_login(Work.DO_OUTREACH)
def announcement(visit: Visit, number: int) -> HttpResponse:
    """Corrects what is known of an announcement: how many it reached and what it cost are often known later."""
    row = queries.announcement(visit.party_code, number)
    if row is None:
        raise Http404
    form = Known.sent(visit.texts, visit.request) if _sent(visit) else Known(visit.texts, initial=_initial(row))

    def act() -> None:
        actions.correct_announcement(visit.party_code, number, **form.known(), by=visit.actor, at=visit.at)

    if form.is_bound and visit.does(form, act):
        return visit.go("campaign", visit.texts("announcement_changed"), number=row.campaign_id)
    return page(visit, "announcement.html", status=_status(form), form=form, row=row)


def _initial(row: Announcement) -> Mapping[str, Any]:
    cost = None if row.cost_cents is None else f"{row.cost_cents // 100},{row.cost_cents % 100:02d}"
    return {"on": row.on, "reached": row.reached, "cost": cost, "address": row.address}


def _link_of(mark: str) -> str:
    """The link with a mark, for Dutch texts, to be copied into an announcement."""
    return f"{settings.ADDRESS.rstrip('/')}{reverse('interest-form', kwargs={'language': 'nl'})}?via={mark}"


def _campaign(visit: Visit, number: int) -> queries.Told:
    told = queries.campaign(visit.party_code, number)
    if told is None:
        raise Http404
    return told


def _sent(visit: Visit) -> bool:
    return visit.request.method == "POST"


def _status(form: Form) -> int:
    return 409 if form.is_bound else 200
