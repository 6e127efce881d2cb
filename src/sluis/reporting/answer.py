"""The answer to parliament: which questions, of which day, and the document in Dutch that answers them.

It says what the register and outreach hold, where that comes from and as of when, and nothing else: what nobody wrote
down it calls not recorded. It reads only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sluis.domain.catalogue import long_day
from sluis.domain.document import Block, Document
from sluis.domain.legaltext import BulletList, Codes, Fact, Facts, Heading, Paragraph
from sluis.domain.lifecycle import NotPossible
from sluis.domain.words import BRUSSELS, Said
from sluis.ledger import queries as ledger
from sluis.parties import queries as parties
from sluis.register.formats import FIRST_DAY
from sluis.register.queries import Overview, overview
from sluis.register.targets import targets_on
from sluis.reporting.aims import aimed_for
from sluis.reporting.dutch import long_moment, number
from sluis.reporting.made_known import made_known
from sluis.reporting.municipalities import how_many, what_changed
from sluis.reporting.questions import QUESTION_NAMES, Question


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions to an agency, the day that the answer is about, and an earlier day to hold it against, or none."""

    agency: str
    questions: tuple[Question, ...]
    on: date
    since: date | None = None


def why_not(asked: Asked, *, at: datetime) -> list[Said]:
    """Every reason why this cannot be answered; none where it can."""
    today = at.astimezone(BRUSSELS).date()
    reasons = []
    if asked.agency not in parties.agency_codes():
        reasons.append(Said(f"Er is geen agentschap “{asked.agency}”.", f"There is no agency “{asked.agency}”."))
    if not asked.questions:
        reasons.append(Said("Kies ten minste één vraag.", "Choose at least one question."))
    if asked.on < FIRST_DAY:
        reasons.append(_TOO_EARLY)
    if asked.on > today:
        reasons.append(
            Said(
                f"De dag ligt na vandaag ({long_day(today)}); wat dan zal gelden is nog niet bekend.",
                f"The day lies after today ({today}); what will hold then is not known yet.",
            )
        )
    if asked.since is not None and asked.since < FIRST_DAY <= asked.on:
        reasons.append(_TOO_EARLY)
    if asked.since is not None and asked.since >= asked.on:
        reasons.append(
            Said(
                "De vroegere dag om mee te vergelijken moet vóór de dag van het antwoord liggen.",
                "The earlier day to compare with must lie before the day of the answer.",
            )
        )
    return reasons


_TOO_EARLY = Said(
    f"Welke gemeenten er waren is bekend vanaf {long_day(FIRST_DAY)}. Kies een dag vanaf dan.",
    f"Which municipalities there were is known from {FIRST_DAY} on. Choose a day from then on.",
)


def answer(asked: Asked, *, at: datetime, address: str) -> Document:
    """The document, made at `at`; `address` is where the public register is reached.

    Raises:
        NotPossible: it cannot be answered, with the reasons of `why_not`.
    """
    if reasons := why_not(asked, at=at):
        raise NotPossible(*reasons)
    agency = parties.agency(asked.agency)
    seen = overview(asked.on, asked.agency)
    past = asked.on < at.astimezone(BRUSSELS).date()
    blocks: list[Block] = [
        Facts(
            (
                Fact("Agentschap", agency.name),
                Fact("Toestand op", long_day(asked.on)),
                Fact("Opgemaakt op", long_moment(at)),
            )
        ),
        Paragraph(
            "Een protocol regelt de elektronische mededeling van persoonsgegevens van inburgeraars door het agentschap "
            "aan een gemeente."
        ),
    ]
    for place, question in enumerate((one for one in Question if one in asked.questions), 1):
        blocks.append(Heading(2, f"{place}. {QUESTION_NAMES[question].nl}", f"vraag-{place}"))
        blocks.extend(_answers(question, asked, seen, past=past))
    blocks.extend(_sources(asked, seen, at=at, address=address))
    return Document(
        title="Protocollen met gemeenten voor de mededeling van persoonsgegevens",
        running=f"Protocollen met gemeenten, toestand op {long_day(asked.on)}",
        author=agency.name,
        blocks=tuple(blocks),
    )


def _answers(question: Question, asked: Asked, seen: Overview, *, past: bool) -> Iterator[Block]:
    match question:
        case Question.MUNICIPALITIES:
            yield from how_many(seen, past=past)
            if asked.since is not None:
                yield from what_changed(seen, overview(asked.since, asked.agency), past=past)
        case Question.TARGET:
            yield from aimed_for(targets_on(asked.on, asked.agency), seen, past=past)
        case Question.MADE_KNOWN:
            yield from made_known(asked.on, asked.agency)


def _sources(asked: Asked, seen: Overview, *, at: datetime, address: str) -> Iterator[Block]:
    yield Heading(2, "Begrippen en bronnen", "bronnen")
    yield BulletList(
        (
            "Van kracht: het protocol is gevalideerd, zijn looptijd is begonnen en niet voorbij, en de uitvoering is "
            "niet geschorst. Wat geschorst, in voorbereiding of voorbij is, telt niet mee.",
            "Een gemeente telt één keer, hoeveel protocollen ze ook had. De gemeenten zijn die welke op de dag zelf "
            f"bestonden: {number(seen.total)} op {long_day(seen.on)}.",
            "Van kracht sinds: de eerste dag van het protocol. Na een wijziging of een fusie telt de eerste dag "
            "van het protocol dat zo werd voortgezet.",
            "Elke toestand is die op het einde van de dag. Wordt later nog iets geregistreerd dat vóór die dag "
            "gebeurde, dan kan dit antwoord veranderen.",
        )
    )
    yield Facts((Fact("Openbaar register", f"{address.rstrip('/')}/nl/?on={asked.on.isoformat()}"),))
    signed = ledger.newest_signed()
    if signed is None:
        yield Paragraph("Van het logboek was nog niets ondertekend toen dit antwoord werd opgemaakt.")
        return
    entries = f"{number(signed.checkpoint.size)} vermeldingen" if signed.checkpoint.size != 1 else "één vermelding"
    yield Paragraph(
        f"Elke stap van een protocol staat in een logboek dat iedereen kan narekenen. Toen dit antwoord werd "
        f"opgemaakt was het laatst ondertekend op {long_moment(signed.at)}, met {entries} en deze wortel:"
    )
    yield Codes((signed.checkpoint.root.hex(),))
