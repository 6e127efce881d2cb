"""The names of what a protocol speaks of, in Dutch and in English: purposes, fields, articles, sides, outcomes.

It is not part of `words`, because articles, sides, outcomes and populations are of the terms, and the terms stand on
`words`. It decides nothing: a name may be bettered without any protocol changing, save the headings of the articles,
which the gate's clauses carry too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sluis.domain.terms import Article, Outcome, PeriodBy, Population, Side
from sluis.domain.words import Field, Purpose


@dataclass(frozen=True, slots=True)
class Name:
    """The same name in Dutch, the language of the law, and in English; both as they stand inside a sentence."""

    nl: str
    en: str


PURPOSES: Mapping[Purpose, Name] = {
    Purpose.CEREMONY: Name("inburgeringsceremonie", "integration ceremony"),
    Purpose.PRACTICE: Name("oefenkansen Nederlands", "opportunities to practise Dutch"),
    Purpose.BUDDY: Name("buddyprojecten", "buddy projects"),
    Purpose.RECEPTION: Name("onthaal", "reception"),
    Purpose.NETWORK: Name("participatie- en netwerktraject", "participation and network course"),
}

FIELDS: Mapping[Field, Name] = {
    Field.INSZ: Name(
        "identificatienummer van de sociale zekerheid (INSZ: rijksregisternummer of BIS-nummer)",
        "social security identification number (INSZ: national register number or BIS number)",
    ),
    Field.SURNAME: Name("naam", "surname"),
    Field.FIRST_NAME: Name("voornaam", "first name"),
    Field.CONTRACT: Name("inburgeringscontract ondertekend (ja of nee)", "integration contract signed (yes or no)"),
    Field.ATTEST: Name("attest van inburgering behaald (ja of nee)", "certificate of integration obtained (yes or no)"),
}

# In the order of `Article`, which is the order of the text; the number follows from it.
ARTICLES: Mapping[Article, Name] = {
    Article.SUBJECT: Name("onderwerp", "subject"),
    Article.GROUNDS: Name(
        "rechtvaardigingsgronden van de mededeling en van de inzameling",
        "legal grounds for the communication and for the collection",
    ),
    Article.PURPOSES: Name("doeleinden", "purposes"),
    Article.DATA: Name("categorieën en omvang van de gegevens", "categories and extent of data"),
    Article.RECIPIENTS: Name("ontvangers en derden", "recipients and third parties"),
    Article.RHYTHM: Name("periodiciteit en duur", "periodicity and duration"),
    Article.SECURITY: Name("beveiligingsmaatregelen", "security measures"),
    Article.QUALITY: Name("kwaliteit van de gegevens", "quality of the data"),
    Article.SANCTIONS: Name("sancties", "sanctions"),
    Article.DUTIES: Name("meldingsplichten", "duties to report"),
    Article.LAW: Name("toepasselijk recht en geschillen", "applicable law and disputes"),
    Article.FORCE: Name("inwerkingtreding en opzegging", "entry into force and termination"),
}

SIDES: Mapping[Side, Name] = {
    Side.SENDER: Name("het agentschap", "the agency"),
    Side.RECIPIENT: Name("de gemeente", "the municipality"),
    Side.SUPERVISOR: Name("de toezichthoudende autoriteit", "the supervisory authority"),
}

OUTCOMES: Mapping[Outcome, Name] = {
    Outcome.POSITIVE: Name("positief", "positive"),
    Outcome.CONDITIONAL: Name("positief onder voorwaarden", "positive with conditions"),
    Outcome.NEGATIVE: Name("negatief", "negative"),
}

PERIODS: Mapping[PeriodBy, Name] = {
    PeriodBy.CONTRACT: Name(
        "selectie op de periode van ondertekening van het contract is mogelijk",
        "selection by the period in which the contract was signed is possible",
    ),
    PeriodBy.ATTEST: Name(
        "selectie op de periode van behalen van het attest is mogelijk",
        "selection by the period in which the certificate was obtained is possible",
    ),
}

_CONTRACT = {
    True: Name("een inburgeringscontract ondertekende", "signed an integration contract"),
    False: Name("geen inburgeringscontract ondertekende", "did not sign an integration contract"),
}
_ATTEST = {
    True: Name("een attest van inburgering behaalde", "obtained a certificate of integration"),
    False: Name("geen attest van inburgering behaalde", "did not obtain a certificate of integration"),
}
_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


def number_of(article: Article) -> int:
    """The number of an article in the text, 1 to 12."""
    return list(Article).index(article) + 1


def in_words(population: Population) -> Name:
    """Whose rows, in words: "wie een attest behaalde; selectie op de periode van behalen is mogelijk"."""
    conditions = [
        names[given]
        for given, names in ((population.contract, _CONTRACT), (population.attest, _ATTEST))
        if given is not None
    ]
    who = (
        Name("wie " + " en ".join(one.nl for one in conditions), "who " + " and ".join(one.en for one in conditions))
        if conditions
        else Name(
            "elke inburgeraar, met of zonder inburgeringscontract of attest van inburgering",
            "every person in integration, with or without an integration contract or a certificate of integration",
        )
    )
    period = (
        PERIODS[population.period_by]
        if population.period_by is not None
        else Name("selectie op een periode is niet mogelijk", "selection by a period is not possible")
    )
    return Name(f"{who.nl}; {period.nl}", f"{who.en}; {period.en}")


def long_day(day: date) -> str:
    """A day as Dutch writes it in full: 20 oktober 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun, thousands set apart by a point as Flanders writes them: "1 dag", "5.000 personen"."""
    return f"{number:,}".replace(",", ".") + f" {one if number == 1 else many}"
