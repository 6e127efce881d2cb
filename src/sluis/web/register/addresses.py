"""Every public address of the overview and the register, each with the view that answers it."""

from __future__ import annotations

from django.urls import URLPattern, path

from sluis.web.register import overview

REGISTER: list[URLPattern] = [
    path("nl/", overview.overview, {"language": "nl"}, name="overview-nl"),
    path("en/", overview.overview, {"language": "en"}, name="overview-en"),
    path("nl/growth", overview.growth, {"language": "nl"}, name="growth-nl"),
    path("en/growth", overview.growth, {"language": "en"}, name="growth-en"),
    path("overview.json", overview.overview_json, name="overview-json"),
    path("overview.csv", overview.overview_csv, name="overview-csv"),
]
