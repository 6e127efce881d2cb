"""Whole addresses, with host, for what is read away from the portal: data, feeds, pieces of HTML for another site."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse


def absolute(name: str, /, **parts: object) -> str:
    """The whole address of what has this name and these parts."""
    return f"{settings.ADDRESS.rstrip('/')}{reverse(name, kwargs=parts)}"
