"""The addresses of the provider: its own log-in, and those of OpenID Connect."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("accounts/", include("allauth.urls")), path("", include("allauth.idp.urls"))]
