"""Sentences of the answer to parliament and the yearly report. Dutch first."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {}
