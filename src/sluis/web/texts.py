"""Every sentence of the portal, in Dutch and in English, and how each language writes a day. No logic of pages."""

from __future__ import annotations

from datetime import date
from typing import Literal

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, Language] = ("nl", "en")

TEXTS: dict[str, tuple[str, str]] = {
    "site": ("Sluis: protocollen met gemeenten", "Sluis: protocols with municipalities"),
    "skip": ("Ga naar de inhoud", "Skip to the content"),
    "other_language": ("English", "Nederlands"),
    "languages": ("Taal", "Language"),
    "title": ("Welke gemeenten hebben een protocol?", "Which municipalities have a protocol?"),
    "error_prefix": ("Fout: ", "Error: "),
    "intro": (
        "Deze pagina toont welke Vlaamse gemeenten op een bepaalde dag een protocol van kracht hebben.",
        "This page shows which Flemish municipalities have a protocol in force on a given day.",
    ),
    "day": ("Dag", "Day"),
    "day_hint": ("Kies een dag vanaf {first}.", "Choose a day from {first} on."),
    "show": ("Toon", "Show"),
    "bad_day": (
        "“{given}” is geen dag die we kennen. Geef een bestaande dag vanaf {first}, bijvoorbeeld 2020-11-15.",
        "“{given}” is not a day we know. Give an existing day from {first} on, for example 2020-11-15.",
    ),
    "state": ("Toestand op {on}", "State on {on}"),
    "count_one": ("gemeente heeft een protocol van kracht", "municipality has a protocol in force"),
    "count_many": ("gemeenten hebben een protocol van kracht", "municipalities have a protocol in force"),
    "against": ("van de {total} Vlaamse gemeenten op die dag", "of the {total} Flemish municipalities on that day"),
    "per_province": ("Per provincie", "Per province"),
    "per_province_caption": (
        "Gemeenten met een protocol van kracht, per provincie",
        "Municipalities with a protocol in force, per province",
    ),
    "province": ("Provincie", "Province"),
    "number": ("Aantal", "Number"),
    "share": ("Aandeel", "Share"),
    "of": ("{count} van {total}", "{count} of {total}"),
    "municipalities": ("Gemeenten", "Municipalities"),
    "municipalities_caption": (
        "Gemeenten met een protocol van kracht, met de begindatum",
        "Municipalities with a protocol in force, with the day it began",
    ),
    "municipality": ("Gemeente", "Municipality"),
    "nis": ("NIS-code", "NIS code"),
    "since": ("Sinds", "Since"),
    "none": ("Op die dag heeft geen enkele gemeente een protocol.", "On that day no municipality has a protocol."),
    "what": ("Wat is een protocol?", "What is a protocol?"),
    "what_is": (
        "Een protocol is een schriftelijke afspraak tussen een Vlaamse overheidsdienst en een gemeente. Er staat in "
        "welke persoonsgegevens de gemeente mag krijgen, waarvoor, voor hoelang en hoe ze beveiligd worden. Het "
        "e-govdecreet (artikel 8, § 1) schrijft zo’n protocol voor.",
        "A protocol is a written agreement between a Flemish public service and a municipality. It says which "
        "personal data the municipality may receive, what for, for how long and how they are protected. The "
        "Flemish e-government decree (article 8, § 1) requires such a protocol.",
    ),
    "what_without": (
        "Zonder protocol van kracht gaan er geen persoonsgegevens naar de gemeente. Op deze pagina staan geen "
        "persoonsgegevens.",
        "Without a protocol in force no personal data go to the municipality. There are no personal data on this page.",
    ),
    "data": ("Gegevens en controle", "Data and verification"),
    "as_json": ("Dit overzicht als JSON", "This overview as JSON"),
    "as_csv": ("De lijst van gemeenten als CSV", "The list of municipalities as CSV"),
    "checkpoint": (
        "Het ondertekende controlepunt van het logboek",
        "The signed checkpoint of the ledger",
    ),
    "checkpoint_why": (
        "Elke stap rond een protocol staat in een logboek dat iedereen kan narekenen.",
        "Every step around a protocol stands in a ledger that anyone can recompute.",
    ),
    "not_found": ("Deze pagina bestaat niet", "This page does not exist"),
    "not_found_help": ("Kijk het adres na, of ga naar het overzicht.", "Check the address, or go to the overview."),
    "broken": ("Er ging iets mis bij ons", "Something went wrong on our side"),
    "broken_help": (
        "Probeer het over enkele minuten opnieuw. Blijft het misgaan, verwittig dan de beheerder.",
        "Try again in a few minutes. If it keeps going wrong, tell the operator.",
    ),
    "away": ("Even niet beschikbaar", "Not available for a moment"),
    "away_help": (
        "De databank antwoordt nu niet. Probeer het over enkele minuten opnieuw.",
        "The database does not answer now. Try again in a few minutes.",
    ),
    "to_overview": ("Naar het overzicht", "To the overview"),
}

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
    """The sentences of one language: `texts("key", name=value)`."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.other: Language = "en" if language == "nl" else "nl"

    def __call__(self, key: str, **values: object) -> str:
        return TEXTS[key][LANGUAGES.index(self.language)].format(**values)

    def day(self, day: date) -> str:
        """A day as people write it: 1 november 2020."""
        return f"{day.day} {_MONTHS[self.language][day.month - 1]} {day.year}"

    def province(self, name: str) -> str:
        """The name of a province in this language."""
        return name if self.language == "nl" else PROVINCES[name]
