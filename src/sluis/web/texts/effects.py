"""Sentences of what worked. Dutch first."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {}
