"""RULES: the one place where the terms of a protocol become enforced policy.

Each rule is one question with its clause, and what it says when the answer is no: in Dutch and in English, who
can lift it, and the next step. `gate` asks them in this order; whoever reads this table knows what the gate does.
Who may do what in the program is another matter (`access`), and this file never mentions a user.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

import rfc8785

from sluis.domain.catalogue import ARTICLES, number_of
from sluis.domain.lifecycle import IN_FORCE, HoldKind, Status
from sluis.domain.terms import Article, Terms
from sluis.domain.words import Detail, Field, Period, Purpose, Said, digest

# Changes with every change of what a rule checks; the texts are covered by RULES_DIGEST by themselves.
RULES_VERSION = 2

NOTHING: Detail = {}

OVER = frozenset({Status.SUPERSEDED, Status.ENDED, Status.EXPIRED, Status.CLOSED})


@dataclass(frozen=True, slots=True)
class Ask:
    """What a municipality asks (*aanvraag*). `fields` None means: all that are agreed for the purpose."""

    nis: str
    service: str
    purpose: Purpose
    fields: frozenset[Field] | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the house knows at the moment of the ask, beside the terms.

    `territory` is every code under which the municipality's people may stand; `status` is None without a
    protocol; `ends_on` is the last day after notice was given; `last_delivered_on` has a day for each purpose that was
    delivered before; `selected_under` is the digest of the terms under which rows were selected already, else None.
    """

    municipality_exists: bool
    successor: str | None
    territory: tuple[str, ...]
    status: Status | None
    published_by_sender: bool
    published_by_recipient: bool
    ends_on: date | None
    holds: frozenset[HoldKind]
    overdue_deletions: int
    last_delivered_on: Mapping[Purpose, date]
    recipient_keys: int
    selected_under: str | None


class Case(NamedTuple):
    """All that a rule may look at. `on` is the day in Brussels; `rows` is known after selection only."""

    terms: Terms | None
    facts: Facts
    ask: Ask
    at: datetime
    on: date
    rows: int | None


@dataclass(frozen=True, slots=True)
class Rule:
    """One question of the gate. `check` returns None for yes, and for no what its sentences need."""

    name: str
    clause: Said
    check: Callable[[Case], Detail | None]
    refusal: Said
    lifted_by: Said
    next_step: Said


def _municipality_exists(case: Case) -> Detail | None:
    if case.facts.municipality_exists:
        return None
    return {"nis": case.ask.nis, "successor": case.facts.successor or "-"}


def _protocol_exists(case: Case) -> Detail | None:
    return None if case.terms is not None and case.facts.status is not None else {"nis": case.ask.nis}


def _validated(case: Case) -> Detail | None:
    # Whatever is not known to come after validation was not validated: a status nobody thought of refuses.
    status = case.facts.status
    return None if status is None or status in IN_FORCE or status in OVER else {"status": str(status)}


def _begun(case: Case) -> Detail | None:
    if case.terms is None or case.terms.start <= case.on:
        return None
    return {"start": case.terms.start.isoformat()}


def _not_suspended(case: Case) -> Detail | None:
    return NOTHING if case.facts.status == Status.SUSPENDED else None


def _not_over(case: Case) -> Detail | None:
    if case.facts.status in OVER:
        return NOTHING
    last_days = (case.facts.ends_on, case.terms.end if case.terms is not None else None)
    return NOTHING if any(last is not None and last < case.on for last in last_days) else None


def _party(case: Case) -> Detail | None:
    if case.terms is None or case.terms.recipient.nis == case.ask.nis:
        return None
    return {"nis": case.ask.nis, "recipient": case.terms.recipient.name}


def _purpose(case: Case) -> Detail | None:
    if case.terms is None or case.terms.agreed_for(case.ask.purpose) is not None:
        return None
    return {
        "purpose": case.ask.purpose,
        "agreed": ", ".join(agreed.purpose for agreed in case.terms.purposes),
    }


def _service(case: Case) -> Detail | None:
    agreed = case.terms.agreed_for(case.ask.purpose) if case.terms is not None else None
    if agreed is None or case.ask.service in agreed.services:
        return None
    return {"service": case.ask.service, "agreed": ", ".join(agreed.services)}


def _fields(case: Case) -> Detail | None:
    agreed = case.terms.agreed_for(case.ask.purpose) if case.terms is not None else None
    if agreed is None or case.ask.fields is None:
        return None
    beyond = case.ask.fields.difference(agreed.fields)
    if case.ask.fields and not beyond:
        return None
    return {"beyond": ", ".join(sorted(beyond)) or "-", "agreed": ", ".join(agreed.fields)}


def _period(case: Case) -> Detail | None:
    agreed = case.terms.agreed_for(case.ask.purpose) if case.terms is not None else None
    if agreed is None or case.ask.period is None or agreed.population.period_by is not None:
        return None
    return {"period": str(case.ask.period)}


def _territory(case: Case) -> Detail | None:
    if case.terms is None or case.ask.nis in case.terms.territory:
        return None
    return {"nis": case.ask.nis, "territory": ", ".join(case.terms.territory)}


def _periodicity(case: Case) -> Detail | None:
    last = case.facts.last_delivered_on.get(case.ask.purpose)
    agreed = case.terms.agreed_for(case.ask.purpose) if case.terms is not None else None
    if last is None or agreed is None:
        return None
    again = last + timedelta(days=agreed.minimum_days_between)
    if again <= case.on:
        return None
    return {"last": last.isoformat(), "again": again.isoformat(), "days": str(agreed.minimum_days_between)}


def _published(case: Case) -> Detail | None:
    if case.terms is None or (case.facts.published_by_sender and case.facts.published_by_recipient):
        return None
    missing = [
        party.name
        for party, there in (
            (case.terms.sender, case.facts.published_by_sender),
            (case.terms.recipient, case.facts.published_by_recipient),
        )
        if not there
    ]
    return {"missing": ", ".join(missing)}


def _deletions_confirmed(case: Case) -> Detail | None:
    return {"count": str(case.facts.overdue_deletions)} if case.facts.overdue_deletions else None


def _no_sanction(case: Case) -> Detail | None:
    return NOTHING if HoldKind.SANCTION in case.facts.holds else None


def _no_breach(case: Case) -> Detail | None:
    return NOTHING if HoldKind.BREACH in case.facts.holds else None


def _recipient_key(case: Case) -> Detail | None:
    return None if case.facts.recipient_keys else NOTHING


def _text_unchanged(case: Case) -> Detail | None:
    under = case.facts.selected_under
    return None if case.terms is None or under is None or under == case.terms.digest else NOTHING


def _row_limit(case: Case) -> Detail | None:
    if case.terms is None or case.rows is None or case.rows <= case.terms.row_limit:
        return None
    return {"count": str(case.rows), "limit": str(case.terms.row_limit)}


_EGOV = Said("e-govdecreet, artikel 8, § 1", "e-government decree, article 8, § 1")
_AGENCY = Said("het agentschap", "the agency")
_BOTH = Said("beide partijen", "both parties")
_MUNICIPALITY = Said("de gemeente", "the municipality")


def _clause(article: Article) -> Said:
    number, heading = number_of(article), ARTICLES[article]
    return Said(f"modelprotocol, artikel {number} ({heading.nl})", f"model protocol, article {number} ({heading.en})")


_FORCE = _clause(Article.FORCE)
_PURPOSES = _clause(Article.PURPOSES)
_DATA = _clause(Article.DATA)
_RECIPIENTS = _clause(Article.RECIPIENTS)
_RHYTHM = _clause(Article.RHYTHM)
_SECURITY = _clause(Article.SECURITY)
_SANCTIONS = _clause(Article.SANCTIONS)
_DUTIES = _clause(Article.DUTIES)
_SUBJECT = _clause(Article.SUBJECT)

RULES: tuple[Rule, ...] = (
    Rule(
        "municipality_exists",
        _SUBJECT,
        _municipality_exists,
        Said(
            "Op deze dag bestaat er geen gemeente met NIS-code {nis}. Opvolger: {successor}.",
            "On this day there is no municipality with NIS code {nis}. Successor: {successor}.",
        ),
        _MUNICIPALITY,
        Said(
            "Vraag aan met de code van de gemeente van vandaag.",
            "Ask with the code of today's municipality.",
        ),
    ),
    Rule(
        "protocol_exists",
        _EGOV,
        _protocol_exists,
        Said(
            "Er is geen protocol tussen het agentschap en gemeente {nis}. Zonder gevalideerd protocol worden "
            "geen persoonsgegevens meegedeeld.",
            "There is no protocol between the agency and municipality {nis}. Without a validated protocol no "
            "personal data are communicated.",
        ),
        _BOTH,
        Said(
            "Sluit een protocol af met het agentschap; het model ligt klaar.",
            "Conclude a protocol with the agency; the model text is ready.",
        ),
    ),
    Rule(
        "validated",
        _EGOV,
        _validated,
        Said(
            "Het protocol is nog niet gevalideerd (stand: {status}).",
            "The protocol has not been validated yet (state: {status}).",
        ),
        _AGENCY,
        Said(
            "Werk de resterende stappen van het protocol af tot en met de validatie.",
            "Complete the remaining steps of the protocol, up to its validation.",
        ),
    ),
    Rule(
        "begun",
        _FORCE,
        _begun,
        Said("Het protocol geldt pas vanaf {start}.", "The protocol applies only from {start}."),
        _BOTH,
        Said("Vraag opnieuw aan vanaf die dag.", "Ask again from that day on."),
    ),
    Rule(
        "not_suspended",
        _SANCTIONS,
        _not_suspended,
        Said("Het protocol is geschorst.", "The protocol is suspended."),
        _BOTH,
        Said(
            "Neem contact op met de andere partij; na opheffing van de schorsing kan u opnieuw aanvragen.",
            "Contact the other party; once the suspension is lifted you can ask again.",
        ),
    ),
    Rule(
        "not_over",
        _FORCE,
        _not_over,
        Said(
            "Het protocol is afgelopen, opgezegd of vervangen.",
            "The protocol has expired, was ended or was replaced.",
        ),
        _BOTH,
        Said("Sluit een nieuw protocol af.", "Conclude a new protocol."),
    ),
    Rule(
        "party",
        _RECIPIENTS,
        _party,
        Said(
            "Gemeente {nis} is geen partij bij dit protocol; dat is {recipient}.",
            "Municipality {nis} is not a party to this protocol; {recipient} is.",
        ),
        _BOTH,
        Said(
            "Vraag aan onder het protocol van de eigen gemeente.",
            "Ask under your own municipality's protocol.",
        ),
    ),
    Rule(
        "purpose",
        _PURPOSES,
        _purpose,
        Said(
            "Het doeleinde '{purpose}' is niet overeengekomen. Wel overeengekomen: {agreed}.",
            "The purpose '{purpose}' was not agreed. Agreed are: {agreed}.",
        ),
        _BOTH,
        Said(
            "Kies een overeengekomen doeleinde, of stel een wijziging van het protocol voor.",
            "Choose a purpose that was agreed, or propose an amendment of the protocol.",
        ),
    ),
    Rule(
        "service",
        _RECIPIENTS,
        _service,
        Said(
            "De dienst '{service}' mag deze gegevens niet ontvangen. Wel: {agreed}.",
            "The service '{service}' may not receive these data. These may: {agreed}.",
        ),
        _BOTH,
        Said(
            "Laat een dienst aanvragen die het protocol noemt.",
            "Let a service ask that the protocol names.",
        ),
    ),
    Rule(
        "fields",
        _DATA,
        _fields,
        Said(
            "Gevraagd buiten wat voor dit doeleinde is overeengekomen: {beyond}. Overeengekomen: {agreed}.",
            "Asked beyond what was agreed for this purpose: {beyond}. Agreed are: {agreed}.",
        ),
        _BOTH,
        Said(
            "Vraag alleen overeengekomen gegevens, minstens één.",
            "Ask only for data that were agreed, at least one.",
        ),
    ),
    Rule(
        "period",
        _DATA,
        _period,
        Said(
            "Een selectie op periode ({period}) is voor dit doeleinde niet overeengekomen.",
            "A selection by period ({period}) was not agreed for this purpose.",
        ),
        _BOTH,
        Said(
            "Vraag aan zonder periode, of stel een wijziging van het protocol voor.",
            "Ask without a period, or propose an amendment of the protocol.",
        ),
    ),
    Rule(
        "territory",
        _DATA,
        _territory,
        Said(
            "Het grondgebied van {nis} valt niet onder dit protocol; wel: {territory}.",
            "The territory of {nis} is not covered by this protocol; covered: {territory}.",
        ),
        _BOTH,
        Said(
            "Breng het protocol in overeenstemming met het huidige grondgebied.",
            "Bring the protocol up to date with the present territory.",
        ),
    ),
    Rule(
        "periodicity",
        _RHYTHM,
        _periodicity,
        Said(
            "De vorige mededeling voor dit doeleinde was op {last}; er moeten {days} dagen tussen liggen.",
            "The previous communication for this purpose was on {last}; {days} days must lie between.",
        ),
        _BOTH,
        Said("Vraag opnieuw aan vanaf {again}.", "Ask again from {again} on."),
    ),
    Rule(
        "published",
        _EGOV,
        _published,
        Said(
            "Het protocol is nog niet door beide partijen bekendgemaakt; het ontbreekt bij: {missing}.",
            "The protocol was not yet published by both parties; missing with: {missing}.",
        ),
        _BOTH,
        Said(
            "Maak het protocol bekend op de website en geef het adres door.",
            "Publish the protocol on the website and report its address.",
        ),
    ),
    Rule(
        "deletions_confirmed",
        _DATA,
        _deletions_confirmed,
        Said(
            "Voor {count} vroegere zending(en) is de bewaartermijn voorbij zonder bevestiging dat ze gewist zijn.",
            "For {count} earlier parcel(s) the retention has passed without confirmation that they were deleted.",
        ),
        _MUNICIPALITY,
        Said(
            "Wis de vroegere gegevens en bevestig dat.",
            "Delete the earlier data and confirm it.",
        ),
    ),
    Rule(
        "no_sanction",
        _SANCTIONS,
        _no_sanction,
        Said(
            "Er loopt een sanctie wegens niet-naleving van het protocol.",
            "A sanction for not complying with the protocol is under way.",
        ),
        _AGENCY,
        Said(
            "Bespreek met het agentschap wat nodig is om de sanctie op te heffen.",
            "Discuss with the agency what is needed to lift the sanction.",
        ),
    ),
    Rule(
        "no_breach",
        _DUTIES,
        _no_breach,
        Said(
            "Er is een inbreuk in verband met persoonsgegevens in behandeling.",
            "A personal data breach is being dealt with.",
        ),
        _AGENCY,
        Said(
            "Werk de melding samen met de functionarissen voor gegevensbescherming af.",
            "Settle the report together with the data protection officers.",
        ),
    ),
    Rule(
        "recipient_key",
        _SECURITY,
        _recipient_key,
        Said(
            "Er is geen geldige sleutel van de gemeente om de zending mee te verzegelen.",
            "There is no valid key of the municipality to seal the parcel to.",
        ),
        _MUNICIPALITY,
        Said(
            "Maak een sleutel aan en laat het agentschap hem registreren.",
            "Make a key and have the agency register it.",
        ),
    ),
    Rule(
        "text_unchanged",
        _FORCE,
        _text_unchanged,
        Said(
            "De personen zijn geselecteerd onder een tekst die intussen vervangen is.",
            "The people were selected under a text that has been replaced meanwhile.",
        ),
        _MUNICIPALITY,
        Said("Vraag opnieuw aan; de nieuwe tekst geldt dan.", "Ask again; the new text applies then."),
    ),
    Rule(
        "row_limit",
        _DATA,
        _row_limit,
        Said(
            "De selectie telt {count} personen; het protocol laat er hoogstens {limit} toe.",
            "The selection counts {count} people; the protocol allows {limit} at most.",
        ),
        _BOTH,
        Said(
            "Vraag een kortere periode aan, of stel een wijziging van het protocol voor.",
            "Ask for a shorter period, or propose an amendment of the protocol.",
        ),
    ),
)

# Not a question but an answer: what the gate says when a rule itself fails. It is not among RULES.
BROKEN = Rule(
    "broken",
    Said("geen: het systeem weigert bij twijfel", "none: the system refuses when in doubt"),
    lambda _case: NOTHING,
    Said(
        "De regel '{rule}' kon niet worden nagegaan. De aanvraag is geweigerd en het agentschap is verwittigd.",
        "The rule '{rule}' could not be checked. The ask was refused and the agency was alerted.",
    ),
    _AGENCY,
    Said("Het agentschap neemt contact op.", "The agency will be in touch."),
)

# The rules that look at what is asked; the others stand in the way, or not, whatever it is.
ABOUT_THE_ASK = frozenset({"purpose", "service", "fields", "period", "periodicity", "text_unchanged", "row_limit"})

BY_NAME: Mapping[str, Rule] = {rule.name: rule for rule in (*RULES, BROKEN)}

RULES_DIGEST = digest(
    rfc8785.dumps(
        [RULES_VERSION, *([r.name, r.clause.nl, r.refusal.nl, r.lifted_by.nl, r.next_step.nl] for r in RULES)]
    )
)
"""Identifies the rule set under which a decision was made; every permit and certificate carries it."""
