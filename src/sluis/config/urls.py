"""Every address of the portal. A test holds each one, with the status it answers."""

from __future__ import annotations

from django.urls import URLPattern, path

from sluis.web import views

urlpatterns: list[URLPattern] = [
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
]

handler404 = "sluis.web.views.not_found"
handler500 = "sluis.web.views.broken"
