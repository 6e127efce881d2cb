"""Every address of the reports behind the log-in, each with the view that answers it."""

from __future__ import annotations

from django.urls import URLPattern

import sluis.web.languages  # noqa: F401 - lets addresses hold a language

REPORTING: list[URLPattern] = []
