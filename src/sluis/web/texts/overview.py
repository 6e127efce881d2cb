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
        "Deze pagina toont voor elke dag hoe het met elke Vlaamse gemeente staat: een protocol van kracht, in "
        "voorbereiding, geschorst, voorbij of geen.",
        "This page shows for any day where each Flemish municipality stands: a protocol in force, in preparation, "
        "suspended, over or none.",
    ),
    "nav_overview": ("Overzicht", "Overview"),
    "nav_growth": ("Groei", "Growth"),
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
        "Gemeenten per provincie: de balk toont het deel met een protocol van kracht",
        "Municipalities per province: the bar shows the part with a protocol in force",
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
    "states_caption": ("Hoeveel gemeenten waar staan", "How many municipalities stand where"),
    "state_column": ("Toestand", "State"),
    "of_which": ("waarvan {what}", "of which {what}"),
    "stage_validated": ("gevalideerd, nog niet begonnen", "validated, not begun yet"),
    "the_first": ("de eerste", "the first"),
    "first_ever": (
        "De eerste gemeente met een protocol van kracht was {name}, op {on}.",
        "The first municipality with a protocol in force was {name}, on {on}.",
    ),
    "per_size": ("Per grootte", "By size"),
    "per_size_caption": (
        "Gemeenten per aantal inwoners (1 januari 2020): de balk toont het deel met een protocol van kracht",
        "Municipalities by inhabitants (1 January 2020): the bar shows the part with a protocol in force",
    ),
    "inhabitants": ("Inwoners", "Inhabitants"),
    "size_under": ("minder dan {most}", "fewer than {most}"),
    "size_between": ("{least} tot {most}", "{least} to {most}"),
    "size_over": ("{least} en meer", "{least} and more"),
    "together": ("Samen", "Together"),
    "everyone": ("Alle gemeenten", "All municipalities"),
    "everyone_caption": (
        "Elke gemeente van {on}, hoe het er die dag mee stond, en sinds wanneer",
        "Every municipality of {on}, where it stood on that day, and since when",
    ),
    "growth_title": ("Hoe het aantal protocollen groeide", "How the number of protocols grew"),
    "growth_intro": (
        "Van de eerste gemeente tot de gekozen dag: hoeveel gemeenten een protocol van kracht hadden.",
        "From the first municipality to the chosen day: how many municipalities had a protocol in force.",
    ),
    "growth_none": (
        "Tot en met {on} had geen enkele gemeente een protocol van kracht.",
        "Up to {on} no municipality had a protocol in force.",
    ),
    "growth_line": ("Van de eerste tot {on}", "From the first to {on}"),
    "growth_chart": (
        "Aantal gemeenten met een protocol van kracht, van {first} tot {on}: {count}.",
        "Number of municipalities with a protocol in force, from {first} to {on}: {count}.",
    ),
    "growth_same": (
        "De rondjes zijn mijlpalen: de dag waarop er voor het eerst zoveel waren. In de tabellen staat hetzelfde.",
        "The circles are milestones: the day on which there were first so many. The tables say the same.",
    ),
    "growth_years": ("Per jaar", "Per year"),
    "growth_years_caption": (
        "Wat elk jaar veranderde, en hoeveel er op de laatste dag van kracht waren",
        "What each year changed, and how many were in force on its last day",
    ),
    "growth_year": ("Jaar", "Year"),
    "growth_until": ("tot {on}", "until {on}"),
    "growth_begun": ("Erbij", "Added"),
    "growth_left": ("Eraf", "Left"),
    "growth_merged": ("Door fusies", "By mergers"),
    "growth_end": ("Van kracht", "In force"),
    "growth_of": ("Van", "Of"),
    "growth_words": (
        "Erbij: begonnen, of opnieuw van kracht na een schorsing. Eraf: geschorst of voorbij. Door fusies: gemeenten "
        "met een protocol die begonnen te bestaan, min die ophielden te bestaan.",
        "Added: begun, or in force again after a suspension. Left: suspended or over. By mergers: municipalities with "
        "a protocol that came into being, less those that ceased to be.",
    ),
    "growth_milestones": ("Mijlpalen", "Milestones"),
    "growth_milestones_caption": (
        "De dag waarop er voor het eerst zoveel waren, en welke gemeenten er die dag bij kwamen",
        "The day on which there were first so many, and which municipalities were added on it",
    ),
    "growth_day": ("Dag", "Day"),
    "growth_first": ("De eerste", "The first"),
    "growth_who": ("Erbij op die dag", "Added on that day"),
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
    "as_csv": ("Alle gemeenten als CSV", "All municipalities as CSV"),
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
