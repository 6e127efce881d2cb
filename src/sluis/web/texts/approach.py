"""Sentences of the list of whom to approach next. Dutch first."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {}
