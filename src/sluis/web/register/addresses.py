"""Every public address of the overview and the register, each with the view that answers it."""

from __future__ import annotations

from django.urls import URLPattern, path

import sluis.web.languages  # noqa: F401 - lets addresses hold a language
from sluis.web.register import overview, target

REGISTER: list[URLPattern] = [
    path("<language:language>/", overview.overview, name="overview"),
    path("<language:language>/growth", overview.growth, name="growth"),
    path("<language:language>/map.svg", overview.map_file, name="map"),
    path("<language:language>/target", target.target, name="target"),
    path("target.json", target.target_json, name="target-json"),
    path("overview.json", overview.overview_json, name="overview-json"),
    path("overview.csv", overview.overview_csv, name="overview-csv"),
]
