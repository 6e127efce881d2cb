"""What people call a place in the terms, and what is wrong there in words: `purposes.ceremony.fields` is "gegevens"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sluis.domain.catalogue import ARTICLES, FIELDS, PURPOSES, SIDES, number_of
from sluis.domain.differences import Path
from sluis.domain.terms import Article, Side
from sluis.domain.words import Field, Purpose, Said

_WHO = {"sender": SIDES[Side.SENDER], "recipient": SIDES[Side.RECIPIENT]}
_OF_A_PARTY: Mapping[str, Said] = {
    "name": Said("naam", "name"),
    "kbo": Said("ondernemingsnummer", "enterprise number"),
    "nis": Said("NIS-code", "NIS code"),
    "representatives": Said("wie ondertekent", "who signs"),
    "dpo": Said("functionaris voor gegevensbescherming", "data protection officer"),
    "decision": Said("beslissing", "decision"),
    "decision.body": Said("orgaan van de beslissing", "body of the decision"),
    "decision.on": Said("datum van de beslissing", "date of the decision"),
    "decision.reference": Said("kenmerk van de beslissing", "reference of the decision"),
}
_OF_A_PURPOSE: Mapping[str, Said] = {
    "purpose": Said("doeleinde", "purpose"),
    "fields": Said("gegevens", "fields"),
    "population": Said("betrokken groep", "people concerned"),
    "population.contract": Said("voorwaarde: inburgeringscontract", "condition: integration contract"),
    "population.attest": Said("voorwaarde: attest van inburgering", "condition: certificate of integration"),
    "population.periodBy": Said("selectie op een periode", "selection by a period"),
    "retentionDays": Said("bewaartermijn in dagen", "retention in days"),
    "services": Said("diensten die de gegevens ontvangen", "services that receive the data"),
    "minimumDaysBetween": Said("dagen tussen twee mededelingen", "days between two communications"),
    "justification": Said("waarom de gemeente dit nodig heeft", "why the municipality needs this"),
    "proportionality": Said("waarom elk gegeven nodig is", "why each field is needed"),
    "retentionReason": Said("waarom de gegevens zo lang bewaard worden", "why the data are kept so long"),
    **{
        f"proportionality.{name}": Said(f"waarom nodig: {FIELDS[name].nl}", f"why needed: {FIELDS[name].en}")
        for name in Field
    },
}
_OF_AN_ADVICE: Mapping[str, Said] = {
    "side": Said("partij van een advies", "side of an advice"),
    "outcome": Said("uitkomst van een advies", "outcome of an advice"),
    "on": Said("datum van een advies", "date of an advice"),
    "reason": Said("reden om een advies niet te volgen", "reason not to follow an advice"),
}

# Every place of the terms; `*` stands for one purpose or one advice.
LABELS: Mapping[str, Said] = {
    "format": Said("formaat", "format"),
    "protocol": Said("kenmerk van het protocol", "identifier of the protocol"),
    "version": Said("versienummer", "version number"),
    "model": Said("modeltekst", "model text"),
    **{party: Said(f"gegevens van {who.nl}", f"particulars of {who.en}") for party, who in _WHO.items()},
    **{
        f"{party}.{name}": Said(f"{said.nl} van {who.nl}", f"{said.en} of {who.en}")
        for party, who in _WHO.items()
        for name, said in _OF_A_PARTY.items()
        # An agency needs no decision of a college.
        if party == "recipient" or not name.startswith("decision.")
    },
    "groundsForCommunication": Said("rechtsgronden van de mededeling", "legal grounds for the communication"),
    "groundsForCollection": Said("rechtsgronden van de inzameling", "legal grounds for the collection"),
    "purposes": Said("doeleinden", "purposes"),
    "purposes.*": Said("doeleinde", "purpose"),
    **{f"purposes.*.{name}": said for name, said in _OF_A_PURPOSE.items()},
    "territory": Said("grondgebied (NIS-codes)", "territory (NIS codes)"),
    "rowLimit": Said("hoogste aantal personen per mededeling", "most people in one communication"),
    "security": Said("beveiligingsmaatregelen", "security measures"),
    "clauses": Said("artikelen", "articles"),
    **{
        f"clauses.{one}": Said(
            f"artikel {number_of(one)} ({ARTICLES[one].nl})", f"article {number_of(one)} ({ARTICLES[one].en})"
        )
        for one in Article
    },
    "breachNoticeHours": Said("uren om een inbreuk te melden", "hours to report a breach"),
    "supervisor": Said("toezichthoudende autoriteit", "supervisory authority"),
    "start": Said("begindatum", "start date"),
    "end": Said("einddatum", "end date"),
    "noticeMonths": Said("opzegtermijn in maanden", "notice in months"),
    "advices": Said("adviezen", "advices"),
    "advices.*": Said("advies", "advice"),
    **{f"advices.*.{name}": said for name, said in _OF_AN_ADVICE.items()},
    "follows": Said("teksten die vervangen worden", "texts that are replaced"),
}

# What a program would say of a place, as a clerk says it; the rest of the problems speak plainly already.
_PLAIN: Mapping[str, Said] = {
    "should be a text that is not empty": Said("is leeg", "is empty"),
    "should be a list of texts, at least one": Said("mist minstens één regel", "lacks at least one line"),
    "should be an object": Said("kan niet gelezen worden", "cannot be read"),
    "should be a date like 2026-01-31, or null": Said("moet een datum zijn of leeg", "should be a date, or empty"),
    "should be an enterprise number of ten digits that checks": Said(
        "klopt niet: geef de tien cijfers van het ondernemingsnummer",
        "is not right: give the ten digits of the enterprise number",
    ),
    f"should be a list of {', '.join(Field)}, each once": Said(
        "mist minstens één aangekruist gegeven", "lacks at least one ticked field"
    ),
    "should be a list of purposes, at least one": Said("missen: kies er minstens één", "are missing: choose one"),
    "should not lie before start": Said("ligt voor de begindatum", "lies before the start date"),
    "should not be that of the sender": Said("is dat van het agentschap zelf", "is that of the agency itself"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a text, and where: `path` has purposes by name; empty where it is about the whole."""

    path: Path
    said: Said


def path_of(place: str, draft: Mapping[str, Any]) -> Path:
    """A place as problems write it (`purposes[2].services`), as a path with the purpose by its name."""
    steps = re.sub(r"\[(\d+)\]", r".\1", place).split(".")
    if steps[0] == "purposes" and len(steps) > 1 and steps[1].isdigit():
        steps[1] = _purpose_at(draft, int(steps[1])) or steps[1]
    return tuple(steps)


def _purpose_at(draft: Mapping[str, Any], number: int) -> str | None:
    purposes = draft.get("purposes")
    item = purposes[number] if isinstance(purposes, list) and number < len(purposes) else None
    name = item.get("purpose") if isinstance(item, dict) else None
    return name if isinstance(name, str) else None


def pattern_of(path: Path) -> str:
    """The name of a path in `LABELS`: with `*` for the purpose or the advice."""
    keyed = len(path) > 1 and path[0] in ("purposes", "advices")
    return ".".join((path[0], "*", *path[2:]) if keyed else path)


def bare_label(path: Path) -> Said | None:
    """What people call a place, without the purpose that it belongs to; None for a place the terms do not know."""
    return LABELS.get(pattern_of(path))


def label(path: Path) -> Said:
    """What people call a place: "bewaartermijn in dagen (onthaal)"; a place nobody has a name for as it is written."""
    said = bare_label(path)
    if said is None:
        written = ".".join(path)
        return Said(f"onbekend onderdeel ‘{written}’", f"unknown part ‘{written}’")
    if path[0] != "purposes" or len(path) == 1:
        return said
    purpose = _purpose(path[1])
    return Said(f"{said.nl} ({purpose.nl})", f"{said.en} ({purpose.en})")


def _purpose(name: str) -> Said:
    if name in list(Purpose):
        return PURPOSES[Purpose(name)]
    return Said(f"nummer {int(name) + 1}", f"number {int(name) + 1}") if name.isdigit() else Said(name, name)


def told(problem: Said, draft: Mapping[str, Any]) -> Problem:
    """A problem of a draft with its place in words."""
    place, _, rest = problem.en.partition(" ")
    path = path_of(place, draft)
    if place == "it" or not rest:
        return Problem((), problem)
    words = _PLAIN.get(rest, Said(problem.nl.partition(" ")[2], rest))
    name = label(path)
    return Problem(path, Said(_sentence(name.nl, words.nl), _sentence(name.en, words.en)))


def _sentence(name: str, words: str) -> str:
    return f"{name[:1].upper()}{name[1:]}: {words}."


_INCOMPLETE = Said("De tekst is niet volledig: ", "The text is not complete: ")


def readable(said: Said) -> Said:
    """A refusal by the rules with every place in words; any other sentence as it is."""
    if not said.en.startswith(_INCOMPLETE.en):
        return said
    dutch, english = (
        text.removeprefix(start).removesuffix(".").split("; ")
        for text, start in ((said.nl, _INCOMPLETE.nl), (said.en, _INCOMPLETE.en))
    )
    problems = [told(Said(nl, en), {}).said for nl, en in zip(dutch, english, strict=True)]
    return Said(
        _INCOMPLETE.nl + " ".join(one.nl for one in problems), _INCOMPLETE.en + " ".join(one.en for one in problems)
    )
