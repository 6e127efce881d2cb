"""Says a situation in the words of `oracle.cedar`: protocols as entities, an ask as a request."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import cedarpy
from tests.domain.given import Situation

from sluis.domain.policy import Facts
from sluis.domain.terms import Terms

_HERE = Path(__file__).parent
POLICY_TEXT = (_HERE / "oracle.cedar").read_text(encoding="utf-8")
SCHEMA_TEXT = (_HERE / "oracle.cedarschema").read_text(encoding="utf-8")


def entities(protocols: Iterable[Terms]) -> cedarpy.Entities:
    """The protocols, once parsed and held against the schema."""
    said = [part for terms in protocols for part in _entities(terms)]
    return cedarpy.Entities.from_json_str(json.dumps(said), cedarpy.Schema.from_str(SCHEMA_TEXT))


def request(situation: Situation) -> dict[str, Any]:
    """The ask, with its context as JSON text, which is what Cedar reads."""
    terms, facts, ask, _at, _rows = situation
    return {
        "principal": {"type": "Municipality", "id": ask.nis},
        "action": {"type": "Action", "id": "receive"},
        # A protocol that is not among the entities has no attributes: that is how there is none.
        "resource": {"type": "Protocol", "id": terms.digest if terms else "none"},
        "context": json.dumps(_context(situation, facts)),
    }


def _context(situation: Situation, facts: Facts) -> dict[str, Any]:
    ask = situation.ask
    last = facts.last_delivered_on.get(ask.purpose)
    said = {
        "today": situation.at.date().toordinal(),
        "purpose": ask.purpose.value,
        "service": ask.service,
        "fields": None if ask.fields is None else sorted(ask.fields),
        "asksPeriod": ask.period is not None,
        "rows": situation.rows,
        "isMunicipalityToday": facts.municipality_exists,
        "status": facts.status and facts.status.value,
        "selectedUnder": facts.selected_under,
        "noticeRuns": facts.ends_on and facts.ends_on.toordinal(),
        "publishedByAgency": facts.published_by_sender,
        "publishedByMunicipality": facts.published_by_recipient,
        "holds": sorted(facts.holds),
        "unconfirmedDeletions": facts.overdue_deletions,
        "previousDelivery": last and last.toordinal(),
        "keys": facts.recipient_keys,
    }
    # Cedar knows no null: what is not there is left out.
    return {name: value for name, value in said.items() if value is not None}


def _entities(terms: Terms) -> list[dict[str, Any]]:
    agreements = {
        agreed.purpose.value: {"type": "Agreement", "id": f"{terms.digest}/{agreed.purpose}"}
        for agreed in terms.purposes
    }
    said: dict[str, Any] = {
        "recipient": _municipality(str(terms.recipient.nis)),
        "territory": [_municipality(nis) for nis in terms.territory],
        "firstDay": terms.start.toordinal(),
        "mostRows": terms.row_limit,
        "text": terms.digest,
    }
    if terms.end is not None:
        said["lastDay"] = terms.end.toordinal()
    protocol = {
        "uid": {"type": "Protocol", "id": terms.digest},
        "attrs": said,
        "parents": [],
        "tags": {purpose: {"__entity": uid} for purpose, uid in agreements.items()},
    }
    return [
        protocol,
        *(
            {
                "uid": agreements[agreed.purpose],
                "attrs": {
                    "fields": list(agreed.fields),
                    "services": list(agreed.services),
                    "periodMayBeAsked": agreed.population.period_by is not None,
                    "daysBetween": agreed.minimum_days_between,
                },
                "parents": [],
            }
            for agreed in terms.purposes
        ),
    ]


def _municipality(nis: str) -> dict[str, Any]:
    return {"__entity": {"type": "Municipality", "id": nis}}
