"""Every address of the portal and of the API. A test holds each one, with the status it answers."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sluis.api.door import api
from sluis.web import public
from sluis.web.addresses import PORTAL
from sluis.web.outreach.addresses import INTEREST
from sluis.web.register.addresses import REGISTER
from sluis.web.reporting.addresses import YEARLY

urlpatterns: list[URLPattern | URLResolver] = [
    path("", public.front, name="front"),
    *REGISTER,
    *YEARLY,
    *INTEREST,
    path("favicon.ico", public.icon, name="icon"),
    path("health", public.health, name="health"),
    path("log/checkpoint", public.checkpoint, name="checkpoint"),
    path("log/checkpoints", public.checkpoints, name="checkpoints"),
    path("log/tile/<path:rest>", public.tile, name="tile"),
    *PORTAL,
    path("api/v1/", api.urls),
]

handler404 = "sluis.web.public.not_found"
handler500 = "sluis.web.public.broken"
