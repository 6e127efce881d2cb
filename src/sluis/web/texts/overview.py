"""The sentences of the public page, of the frame around every page, and of what goes wrong."""

from __future__ import annotations

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
    "stale": ("Dit formulier is verlopen", "This form has expired"),
    "stale_help": (
        "Er is niets bewaard. Ga terug, laad de pagina opnieuw en vul het formulier nog eens in.",
        "Nothing was kept. Go back, load the page again and fill in the form once more.",
    ),
    "away": ("Even niet beschikbaar", "Not available for a moment"),
    "away_help": (
        "De databank antwoordt nu niet. Probeer het over enkele minuten opnieuw.",
        "The database does not answer now. Try again in a few minutes.",
    ),
    "to_overview": ("Naar het overzicht", "To the overview"),
}
