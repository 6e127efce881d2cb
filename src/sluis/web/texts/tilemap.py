"""Sentences of the map. Dutch first."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {}
