"""The ledger as the agency's people see it: how big it is, what was signed of it, and what each entry says.

Outsiders read the same at `/log/`; a name for each kind of act, and for who did it, is all that is added here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse

from sluis.adapters.signing import MissingKey
from sluis.domain.access import Work
from sluis.domain.catalogue import OUTCOMES, PURPOSES, SIDES
from sluis.domain.checkpoint import VerifierKey
from sluis.domain.entry import ACT_NAMES, Entry, parse
from sluis.domain.terms import Outcome, Side
from sluis.domain.words import Purpose
from sluis.ledger import queries
from sluis.ledger.key import verifier_key
from sluis.web.agency.names import municipality, namer
from sluis.web.door import Visit, behind_login
from sluis.web.protocols.listing import page_number
from sluis.web.texts import Texts

Shown = Callable[[Texts, Any], str]


def _plain(_texts: Texts, value: Any) -> str:
    return str(value)


def _day(texts: Texts, value: Any) -> str:
    return texts.day(date.fromisoformat(value))


# The facts that people look for, each with the key of its name and how it is read. The page of an entry has them all.
FACTS: Mapping[str, tuple[str, Shown]] = {
    "protocol": ("ledger_protocol", _plain),
    "version": ("ledger_version", _plain),
    "recipient": ("ledger_recipient", lambda _texts, value: municipality(value)),
    "purpose": ("ledger_purpose", lambda texts, value: texts(PURPOSES[Purpose(value)])),
    "rows": ("ledger_rows", lambda texts, value: texts.number(value)),
    "quarantined": ("ledger_quarantined", lambda texts, value: texts.number(value)),
    "asOf": ("ledger_as_of", _day),
    "endsOn": ("ledger_ends_on", _day),
    "rule": ("ledger_rule", _plain),
    "side": ("ledger_side", lambda texts, value: texts(SIDES[Side(value)])),
    "outcome": ("ledger_outcome", lambda texts, value: texts(OUTCOMES[Outcome(value)])),
}


@behind_login(Work.SEE_LEDGER)
def ledger(visit: Visit) -> HttpResponse:
    """The size of the ledger, its newest signed checkpoint, and its entries, newest first."""
    page = page_number(visit.request)
    entries, total = queries.latest(page)
    key, signed = _key(), queries.newest_signed()
    return visit.page(
        "agency/ledger.html",
        entries=entries,
        total=total,
        page=page,
        pages=max(1, -(-total // queries.A_PAGE)),
        unsigned=queries.unsigned(),
        signed=signed,
        key=key,
        is_ours=key is not None and signed is not None and queries.is_signed_with(signed.note, key),
        act_names=ACT_NAMES,
        name_of=namer(),
        facts_of=lambda said: facts(visit.texts, said),
    )


@behind_login(Work.SEE_LEDGER)
def entry(visit: Visit, number: int) -> HttpResponse:
    """One entry: what it says, as it was hashed, and the proof that it stands in the newest checkpoint."""
    total = queries.size()
    if number >= total:
        raise Http404
    body = queries.bodies_of([number])[number]
    said = parse(body)
    is_signed = number < total - queries.unsigned()
    return visit.page(
        "agency/ledger_entry.html",
        number=number,
        said=said,
        pretty=json.dumps(json.loads(body), indent=2, ensure_ascii=False),
        proof=queries.proof_of(number).encode() if is_signed else None,
        act_names=ACT_NAMES,
        name_of=namer(),
        facts=facts(visit.texts, said),
    )


def facts(texts: Texts, said: Entry) -> list[tuple[str, str]]:
    """The facts of an entry that people look for, each with its name."""
    named = ((key, shown, said.facts.get(name)) for name, (key, shown) in FACTS.items())
    return [(texts(key), shown(texts, value)) for key, shown, value in named if value is not None]


def _key() -> VerifierKey | None:
    try:
        return verifier_key()
    except MissingKey:
        return None
