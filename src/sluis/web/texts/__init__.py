"""Every sentence of the portal, in Dutch and in English, and how each language writes days and numbers.

One module for each part of the portal holds its sentences as `TEXTS`: a key, and the sentence in both languages. A key
stands once in all of them together. No logic of pages.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

from sluis.domain.words import BRUSSELS, Said
from sluis.web.texts import (
    agency,
    approach,
    concluding,
    desks,
    drafting,
    effects,
    homes,
    login,
    municipality,
    outreach,
    overview,
    people,
    protocols,
    register,
    reporting,
    targets,
    tilemap,
    yearly,
)

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, Language] = ("nl", "en")

PARTS = (
    overview, tilemap, register, targets, login, homes, desks, people, protocols, drafting, concluding, municipality,
    agency, outreach, approach, effects, reporting, yearly,
)  # fmt: skip


def _all() -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for part in PARTS:
        twice = found.keys() & part.TEXTS.keys()
        assert not twice, f"said twice: {sorted(twice)}"
        found |= part.TEXTS
    return found


TEXTS = _all()

PROVINCES: dict[str, str] = {
    "Antwerpen": "Antwerp",
    "Limburg": "Limburg",
    "Oost-Vlaanderen": "East Flanders",
    "Vlaams-Brabant": "Flemish Brabant",
    "West-Vlaanderen": "West Flanders",
}

_MONTHS: dict[Language, tuple[str, ...]] = {
    "nl": (
        "januari", "februari", "maart", "april", "mei", "juni",
        "juli", "augustus", "september", "oktober", "november", "december",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip


class Texts:
    """The sentences of one language: `texts("key", name=value)`, or `texts(said)` for what the rules say."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.other: Language = "en" if language == "nl" else "nl"

    def __call__(self, what: str | Said, /, **values: object) -> str:
        if isinstance(what, Said):
            return what.nl if self.language == "nl" else what.en
        return TEXTS[what][LANGUAGES.index(self.language)].format(**values)

    def day(self, day: date) -> str:
        """A day as people write it: 1 november 2020."""
        return f"{day.day} {_MONTHS[self.language][day.month - 1]} {day.year}"

    def moment(self, at: datetime) -> str:
        """A moment as people write it, by the clock of Brussels: 1 november 2020, 14.05 uur."""
        there = at.astimezone(BRUSSELS)
        clock = f"{there.hour}.{there:%M} uur" if self.language == "nl" else f"{there:%H:%M}"
        return f"{self.day(there.date())}, {clock}"

    def number(self, number: int) -> str:
        """A number with its thousands set apart, as Flanders (1.234) and English (1,234) write it."""
        return f"{number:,}".replace(",", "." if self.language == "nl" else ",")

    def listed(self, items: Iterable[str | Said]) -> str:
        """Items in a row, the last after "en" or "and"."""
        *most, last = [self(item) if isinstance(item, Said) else item for item in items] or ["-"]
        return f"{', '.join(most)} {'en' if self.language == 'nl' else 'and'} {last}" if most else last

    def province(self, name: str) -> str:
        """The name of a province in this language."""
        return name if self.language == "nl" else PROVINCES[name]
