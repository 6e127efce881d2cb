"""The JSON Schemas (2020-12) of what the register publishes. A schema refers to another by its name beside it."""

from __future__ import annotations

from importlib.resources import files

NAMES = ("embed", "overview", "protocol", "register", "target", "terms")


def schema(name: str) -> str | None:
    """The schema with this name, as it is served; None where there is none."""
    return files(__name__).joinpath(f"{name}.json").read_text(encoding="utf-8") if name in NAMES else None
