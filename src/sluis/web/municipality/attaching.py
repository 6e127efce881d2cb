"""Hands over a file: the browser keeps it under its name and shows nothing of it."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def attachment(name: str, data: bytes, content_type: str = "application/octet-stream") -> HttpResponse:
    """The answer that gives a file under this name."""
    headers = {"Content-Disposition": content_disposition_header(True, name) or "attachment"}
    return HttpResponse(data, content_type=content_type, headers=headers)
