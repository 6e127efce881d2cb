"""Every address of outreach: the desk behind the log-in, and the form that anybody may fill in."""

from __future__ import annotations

from django.urls import URLPattern, path

import sluis.web.languages  # noqa: F401 - lets addresses hold a language
from sluis.web.outreach import (
    approaching,
    campaigns,
    contact_list,
    desk,
    effects,
    interests,
    municipality,
    showing_interest,
)

OUTREACH: list[URLPattern] = [
    path("<language:language>/outreach", desk.desk, name="outreach"),
    path("<language:language>/outreach/campaigns/new", campaigns.make, name="campaign-new"),
    path("<language:language>/outreach/campaigns/<int:number>", campaigns.campaign, name="campaign"),
    path("<language:language>/outreach/campaigns/<int:number>/edit", campaigns.edit, name="campaign-edit"),
    path("<language:language>/outreach/announcements/<int:number>", campaigns.announcement, name="announcement"),
    path("<language:language>/outreach/interests", interests.interests, name="interests"),
    path("<language:language>/outreach/interests/<int:number>", interests.interest, name="interest"),
    path(
        "<language:language>/outreach/interests/<int:number>/draft",
        interests.interest,
        {"drafting": True},
        name="interest-draft",
    ),
    path("<language:language>/outreach/interests/<int:number>/erase", interests.erase, name="interest-erase"),
    path(
        "<language:language>/outreach/municipalities/<str:nis>", municipality.municipality, name="outreach-municipality"
    ),
    path("<language:language>/outreach/contacts/<int:number>/done", municipality.done, name="contact-done"),
    path("<language:language>/outreach/list", contact_list.contact_list, name="contact-list"),
    path("<language:language>/outreach/list/file", contact_list.file, name="contact-list-file"),
    path("<language:language>/approach", approaching.approach_next, name="approach"),
    path("<language:language>/approach/<str:nis>", approaching.one, name="approach-one"),
    path("<language:language>/effects", effects.effects, name="effects"),
    path("<language:language>/effects/file", effects.effects_csv, name="effects-csv"),
]

# No log-in: links of campaigns lead here.
INTEREST: list[URLPattern] = [
    path("<language:language>/interest", showing_interest.form, name="interest-form"),
    path("<language:language>/interest/thanks", showing_interest.thanks, name="interest-thanks"),
]
