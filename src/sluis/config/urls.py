"""Every address of the portal and of the API. A test holds each one, with the status it answers."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sluis.api.door import api
from sluis.web import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("nl/", views.overview, {"language": "nl"}, name="overview-nl"),
    path("en/", views.overview, {"language": "en"}, name="overview-en"),
    path("overview.json", views.overview_json, name="overview-json"),
    path("overview.csv", views.overview_csv, name="overview-csv"),
    path("favicon.ico", views.icon, name="icon"),
    path("health", views.health, name="health"),
    path("log/checkpoint", views.checkpoint, name="checkpoint"),
    path("log/checkpoints", views.checkpoints, name="checkpoints"),
    path("log/tile/<path:rest>", views.tile, name="tile"),
    path("api/v1/", api.urls),
]

handler404 = "sluis.web.views.not_found"
handler500 = "sluis.web.views.broken"
