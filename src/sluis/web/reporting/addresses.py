"""Every address of the reports behind the log-in, each with the view that answers it."""

from __future__ import annotations

from django.urls import URLPattern, path

import sluis.web.languages  # noqa: F401 - lets addresses hold a language
from sluis.web.reporting import answering

REPORTING: list[URLPattern] = [
    path("<language:language>/answer", answering.answer, name="answer"),
    path("<language:language>/answer/<str:kind>", answering.file, name="answer-file"),
]
