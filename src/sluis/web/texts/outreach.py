"""Sentences of making it known: channels, campaigns, contacts and interest. Dutch first."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {}
