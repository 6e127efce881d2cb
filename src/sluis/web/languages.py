"""The language of a page stands first in its address: `nl` or `en`. Whoever lists addresses imports this first."""

from __future__ import annotations

from django.urls import register_converter

from sluis.web.texts import LANGUAGES


class LanguageInAddress:
    """`<language:language>` in an address."""

    regex = "|".join(LANGUAGES)

    def to_python(self, value: str) -> str:
        """The language as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """The language as it stands."""
        return value


register_converter(LanguageInAddress, "language")
