"""Registers a protocol that was concluded and validated before it came into this system."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from sluis.domain.access import Actor, may, side_of
from sluis.domain.lifecycle import NotPossible, Status, Verb, transition
from sluis.domain.terms import Terms, parse_terms
from sluis.domain.words import Said, digest
from sluis.parties import queries as parties
from sluis.parties.municipalities import municipalities
from sluis.protocols.actions.moving import record
from sluis.protocols.models import Protocol, Version


@dataclass(frozen=True, slots=True)
class Concluded:
    """What there is to show of a protocol that was concluded and validated outside this system."""

    terms: bytes
    agency: str
    author: str
    validator: str
    in_force_at: datetime
    published_by_sender: str
    published_by_recipient: str
    remark: str = ""


def register(concluded: Concluded, *, by: Actor, at: datetime) -> Version:
    """Registers a concluded protocol as validated, with its terms as they were signed.

    Raises:
        InvalidTerms: the terms cannot be read.
        NotPossible: the validator is the author, the municipality does not fit, or there is a text in force.
    """
    terms = parse_terms(concluded.terms)
    row = transition(None, Verb.REGISTER)
    _require_sound(concluded, terms, by)
    with transaction.atomic():
        version = add_version(
            terms.canonical,
            code=terms.protocol,
            number=terms.version,
            agency=concluded.agency,
            nis=terms.recipient.nis or "",
            status=row.target,
            published_by_sender=concluded.published_by_sender,
            published_by_recipient=concluded.published_by_recipient,
            remark=concluded.remark,
        )
        facts = {
            "start": terms.start.isoformat(),
            "end": terms.end.isoformat() if terms.end else None,
            "inForceAt": concluded.in_force_at.isoformat(timespec="seconds"),
        }
        record(version, Verb.REGISTER, None, by, at, effective=concluded.in_force_at, facts=facts)
    return version


def _require_sound(concluded: Concluded, terms: Terms, by: Actor) -> None:
    nis = terms.recipient.nis or ""
    reasons = []
    if not may(side_of(by, agency=concluded.agency, nis=nis), by.role, Verb.REGISTER):
        reasons.append(Said("Alleen het agentschap registreert.", "Only the agency registers."))
    sender = parties.kbo_of(concluded.agency)
    if sender is not None and sender != terms.sender.kbo:
        reasons.append(
            Said(
                f"De zender in de tekst is niet {concluded.agency} ({sender}).",
                f"The sender in the text is not {concluded.agency} ({sender}).",
            )
        )
    if concluded.validator == concluded.author:
        reasons.append(
            Said(
                "De validator mag niet de auteur van de tekst zijn (vier ogen).",
                "The validator may not be the author of the text (four eyes).",
            )
        )
    if terms.recipient.decision is None:
        reasons.append(
            Said(
                "Geef de beslissing van college of raad: de gemeente tekent in uitvoering daarvan.",
                "Give the decision of college or council: the municipality signs in pursuance of it.",
            )
        )
    if not (concluded.published_by_sender and concluded.published_by_recipient):
        reasons.append(
            Said(
                "Geef de adressen waar beide partijen het protocol bekendmaakten.",
                "Give the addresses at which both parties published the protocol.",
            )
        )
    if nis not in municipalities() or not municipalities().get(nis).exists_on(terms.start):
        reasons.append(
            Said(
                f"Er is op {terms.start} geen gemeente met NIS-code {nis}.",
                f"There is no municipality with NIS code {nis} on {terms.start}.",
            )
        )
    if reasons:
        raise NotPossible(*reasons)


def add_version(
    text: bytes, *, code: str, number: int, agency: str, nis: str, status: Status, **others: str | None
) -> Version:
    """Adds a version of a protocol, and the protocol itself where this is its first. Inside a transaction.

    Raises:
        NotPossible: the code belongs to other parties, or there is such a version, or one in the same stage.
    """
    protocol, _ = Protocol.objects.get_or_create(code=code, defaults={"agency": agency, "nis": nis})
    if (protocol.agency, protocol.nis) != (agency, nis):
        raise NotPossible(
            Said(
                f"De code {code} hoort bij een protocol tussen andere partijen.",
                f"The code {code} belongs to a protocol between other parties.",
            )
        )
    try:
        with transaction.atomic():
            return Version.objects.create(
                protocol=protocol, number=number, terms=text, terms_digest=digest(text), status=status, **others
            )
    except IntegrityError as error:
        raise NotPossible(
            Said(
                f"Versie {number} van {code}, of een andere tekst ervan in dezelfde fase, bestaat al.",
                f"Version {number} of {code}, or another text of it in the same stage, is there already.",
            )
        ) from error
