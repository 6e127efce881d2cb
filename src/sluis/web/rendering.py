"""Makes the Jinja2 environment in which every page is rendered: escaped, and strict about what is missing."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, StrictUndefined


def environment(**options: Any) -> Environment:
    """The environment that the settings name. A name that a template does not know is an error, not a blank."""
    fixed = {"autoescape": True, "undefined": StrictUndefined, "trim_blocks": True}
    made = Environment(**{**options, **fixed})  # noqa: S701 - autoescape is fixed to True above
    made.globals.update(static=static, url=reverse)
    return made
