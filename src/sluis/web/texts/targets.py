"""Sentences of the targets and the forecast. Dutch first."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {}
