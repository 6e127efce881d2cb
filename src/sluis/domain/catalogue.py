"""The names of what a protocol speaks of, in Dutch and in English: purposes, fields, articles, sides, outcomes.

It is not part of `words`, because articles, sides, outcomes and populations are of the terms, and the terms stand on
`words`. It decides nothing: a name may be bettered without any protocol changing, save the headings of the articles,
which the gate's clauses carry too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sluis.domain.terms import Article, Outcome, PeriodBy, Population, Side
from sluis.domain.words import Field, Purpose, Said

PURPOSES: Mapping[Purpose, Said] = {
    Purpose.CEREMONY: Said("inburgeringsceremonie", "integration ceremony"),
    Purpose.PRACTICE: Said("oefenkansen Nederlands", "opportunities to practise Dutch"),
    Purpose.BUDDY: Said("buddyprojecten", "buddy projects"),
    Purpose.RECEPTION: Said("onthaal", "reception"),
    Purpose.NETWORK: Said("participatie- en netwerktraject", "participation and network course"),
}

FIELDS: Mapping[Field, Said] = {
    Field.INSZ: Said(
        "identificatienummer van de sociale zekerheid (INSZ: rijksregisternummer of BIS-nummer)",
        "social security identification number (INSZ: national register number or BIS number)",
    ),
    Field.SURNAME: Said("naam", "surname"),
    Field.FIRST_NAME: Said("voornaam", "first name"),
    Field.CONTRACT: Said("inburgeringscontract ondertekend (ja of nee)", "integration contract signed (yes or no)"),
    Field.ATTEST: Said("attest van inburgering behaald (ja of nee)", "certificate of integration obtained (yes or no)"),
}

# In the order of `Article`, which is the order of the text; the number follows from it.
ARTICLES: Mapping[Article, Said] = {
    Article.SUBJECT: Said("onderwerp", "subject"),
    Article.GROUNDS: Said(
        "rechtvaardigingsgronden van de mededeling en van de inzameling",
        "legal grounds for the communication and for the collection",
    ),
    Article.PURPOSES: Said("doeleinden", "purposes"),
    Article.DATA: Said("categorieën en omvang van de gegevens", "categories and extent of data"),
    Article.RECIPIENTS: Said("ontvangers en derden", "recipients and third parties"),
    Article.RHYTHM: Said("periodiciteit en duur", "periodicity and duration"),
    Article.SECURITY: Said("beveiligingsmaatregelen", "security measures"),
    Article.QUALITY: Said("kwaliteit van de gegevens", "quality of the data"),
    Article.SANCTIONS: Said("sancties", "sanctions"),
    Article.DUTIES: Said("meldingsplichten", "duties to report"),
    Article.LAW: Said("toepasselijk recht en geschillen", "applicable law and disputes"),
    Article.FORCE: Said("inwerkingtreding en opzegging", "entry into force and termination"),
}

SIDES: Mapping[Side, Said] = {
    Side.SENDER: Said("het agentschap", "the agency"),
    Side.RECIPIENT: Said("de gemeente", "the municipality"),
    Side.SUPERVISOR: Said("de toezichthoudende autoriteit", "the supervisory authority"),
}

OUTCOMES: Mapping[Outcome, Said] = {
    Outcome.POSITIVE: Said("positief", "positive"),
    Outcome.CONDITIONAL: Said("positief onder voorwaarden", "positive with conditions"),
    Outcome.NEGATIVE: Said("negatief", "negative"),
}

PERIODS: Mapping[PeriodBy, Said] = {
    PeriodBy.CONTRACT: Said(
        "selectie op de periode van ondertekening van het contract is mogelijk",
        "selection by the period in which the contract was signed is possible",
    ),
    PeriodBy.ATTEST: Said(
        "selectie op de periode van behalen van het attest is mogelijk",
        "selection by the period in which the certificate was obtained is possible",
    ),
}

_CONTRACT = {
    True: Said("een inburgeringscontract ondertekende", "signed an integration contract"),
    False: Said("geen inburgeringscontract ondertekende", "did not sign an integration contract"),
}
_ATTEST = {
    True: Said("een attest van inburgering behaalde", "obtained a certificate of integration"),
    False: Said("geen attest van inburgering behaalde", "did not obtain a certificate of integration"),
}
_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


def number_of(article: Article) -> int:
    """The number of an article in the text, 1 to 12."""
    return list(Article).index(article) + 1


def in_words(population: Population) -> Said:
    """Whose rows, in words: "wie een attest behaalde; selectie op de periode van behalen is mogelijk"."""
    conditions = [
        names[given]
        for given, names in ((population.contract, _CONTRACT), (population.attest, _ATTEST))
        if given is not None
    ]
    who = (
        Said("wie " + " en ".join(one.nl for one in conditions), "who " + " and ".join(one.en for one in conditions))
        if conditions
        else Said(
            "elke inburgeraar, met of zonder inburgeringscontract of attest van inburgering",
            "every person in integration, with or without an integration contract or a certificate of integration",
        )
    )
    period = (
        PERIODS[population.period_by]
        if population.period_by is not None
        else Said("selectie op een periode is niet mogelijk", "selection by a period is not possible")
    )
    return Said(f"{who.nl}; {period.nl}", f"{who.en}; {period.en}")


def long_day(day: date) -> str:
    """A day as Dutch writes it in full: 20 oktober 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun, thousands set apart by a point as Flanders writes them: "1 dag", "5.000 personen"."""
    return f"{number:,}".replace(",", ".") + f" {one if number == 1 else many}"


def enumerated(parts: Iterable[str]) -> str:
    """Parts in a row, as Dutch writes them: "A, B en C". At least one."""
    *others, last = parts
    return f"{', '.join(others)} en {last}" if others else last
