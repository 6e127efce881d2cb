"""The decision of college or council: it closes the text, and what is signed from then on are these bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from django.db import transaction

from sluis.adapters.typesetting import typeset
from sluis.domain import drafts
from sluis.domain.access import Actor
from sluis.domain.legaltext import Signatory as Named
from sluis.domain.legaltext import legal_text
from sluis.domain.lifecycle import NotPossible, Verb
from sluis.domain.terms import Decision, Side, parse_terms
from sluis.domain.words import Said, digest
from sluis.protocols.actions.moving import day, in_preparation, make, require
from sluis.protocols.models import Document, DocumentKind, Signatory, Version
from sluis.protocols.progress import newest_advices

MOST_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision, the document that proves it, and who is to sign.

    `signatories` names a person for each capacity: those of the agency as its representatives are called in the
    text, those of the municipality as they follow from the body that decided (`drafts.CAPACITIES`).
    """

    decision: Decision
    document_name: str
    document: bytes
    signatories: Mapping[Side, Mapping[str, str]]


def decide(code: str, decided: Decided, *, by: Actor, at: datetime) -> Version:
    """Records the decision, closes the text with it and with the advices, and typesets the document to be signed.

    Raises:
        NotPossible: the text was not advised on, the decision lies in the future, the document is empty or too
            large, or the signatories are not those of the text.
    """
    with transaction.atomic():
        version = in_preparation(code)
        far = require(version, Verb.DECIDE, by, at)
        _require_sound(decided, at)
        text = drafts.decided(drafts.read(bytes(version.terms)), decided.decision, _advices(version, far.advised_part))
        terms = parse_terms(drafts.written(text))
        signatories = _signatories(terms.sender.representatives, terms.recipient.representatives, decided.signatories)
        # The one time that terms and status change together: from here on a trigger refuses any other text.
        version.terms, version.terms_digest = terms.canonical, terms.digest
        make_document(version, DocumentKind.DECISION, decided.document_name, decided.document, by, at)
        text_to_sign = legal_text(
            terms, signatories=[Named(side, name, capacity) for side, capacity, name in signatories]
        )
        pdf = typeset(text_to_sign, terms=terms.canonical, digest=terms.digest, at=at)
        document = make_document(version, DocumentKind.TEXT, f"{code}-{version.number}.pdf", pdf, by, at)
        Signatory.objects.bulk_create(
            Signatory(
                version=version, text=document, terms_digest=terms.digest, side=side, capacity=capacity, name=name
            )
            for side, capacity, name in signatories
        )
        facts = {
            "body": decided.decision.body,
            "decidedOn": decided.decision.on.isoformat(),
            "reference": decided.decision.reference,
            "documentDigest": digest(decided.document),
        }
        return make(version, Verb.DECIDE, by, at, facts=facts, also=("terms", "terms_digest"))


def _require_sound(decided: Decided, at: datetime) -> None:
    reasons = []
    if decided.decision.on > day(at):
        reasons.append(Said("De beslissing ligt in de toekomst.", "The decision lies in the future."))
    if not (decided.decision.body.strip() and decided.decision.reference.strip()):
        reasons.append(Said("Geef orgaan en referentie van de beslissing.", "Give body and reference of the decision."))
    if not 0 < len(decided.document) <= MOST_BYTES:
        reasons.append(
            Said(
                f"Voeg het stuk van de beslissing toe (hoogstens {MOST_BYTES // 1_000_000} MB).",
                f"Attach the document of the decision (at most {MOST_BYTES // 1_000_000} MB).",
            )
        )
    if reasons:
        raise NotPossible(*reasons)


def _advices(version: Version, advised_part: str) -> list[dict[str, str | None]]:
    # What the supervisor said of an earlier text is not said of this one.
    return [
        {
            "side": side.value,
            "outcome": advice.outcome,
            "on": advice.given_on.isoformat(),
            "reason": advice.reason_not_followed,
        }
        for side, advice in sorted(newest_advices(version).items(), key=lambda item: list(Side).index(item[0]))
        if advice.on_part == advised_part
    ]


def _signatories(
    sender: tuple[str, ...], recipient: tuple[str, ...], named: Mapping[Side, Mapping[str, str]]
) -> list[tuple[Side, str, str]]:
    wanted = [(Side.SENDER, capacity) for capacity in sender] + [(Side.RECIPIENT, capacity) for capacity in recipient]
    given = {(side, capacity): name.strip() for side, rows in named.items() for capacity, name in rows.items()}
    missing = [f"{capacity} ({side})" for side, capacity in wanted if not given.get((side, capacity))]
    beyond = [f"{capacity} ({side})" for side, capacity in given if (side, capacity) not in wanted]
    if missing or beyond:
        raise NotPossible(
            Said(
                f"Noem één ondertekenaar per hoedanigheid; ontbreekt: {', '.join(missing) or '-'}; "
                f"hoort er niet bij: {', '.join(beyond) or '-'}.",
                f"Name one signatory for each capacity; missing: {', '.join(missing) or '-'}; "
                f"does not belong: {', '.join(beyond) or '-'}.",
            )
        )
    return [(side, capacity, given[side, capacity]) for side, capacity in wanted]


def make_document(version: Version, kind: DocumentKind, name: str, data: bytes, by: Actor, at: datetime) -> Document:
    """Keeps a file with a version, under a name without folders. Inside a transaction."""
    return Document.objects.create(
        version=version, kind=kind, name=PurePath(name).name, data=data, digest=digest(data),
        terms_digest=version.terms_digest, by=by.party, person=by.person, at=at,
    )  # fmt: skip
