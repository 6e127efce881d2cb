"""The portal's addresses, and that of a page that does nothing but go through the same server and middleware."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from sluis.config.urls import handler404, handler500
from sluis.config.urls import urlpatterns as every_address

__all__ = ["handler404", "handler500", "urlpatterns"]


def bare(_request: HttpRequest) -> HttpResponse:
    """The floor."""
    return HttpResponse("<!doctype html><title>bare</title>")


urlpatterns = [*every_address, path("bare", bare, name="bare")]
