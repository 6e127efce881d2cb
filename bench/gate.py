"""Decisions of the gate per second, beside Cedar and Casbin deciding on the same terms and the same asks.

Both floors get their policy parsed beforehand and their requests ready-made, which the gate does not ask for.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import casbin
import cedarpy
from tests.domain import oracle
from tests.domain.given import ON, Situation, random_situation, random_terms

from sluis.domain.gate import Permit, decide
from sluis.domain.terms import Terms
from sluis.parties.municipalities import municipalities

CASES = 4000
RUNS = 3

# The clauses in one permit: Cedar stops at the first that does not hold, and answers faster than with forbids.
CEDAR_POLICY = """
permit (principal is Municipality, action == Action::"receive", resource is Protocol) when {
  context.isMunicipalityToday &&
  context has status && context.status == "active" &&
  resource has recipient && resource.recipient == principal &&
  resource.firstDay <= context.today &&
  (!(resource has lastDay) || context.today <= resource.lastDay) &&
  (!(context has noticeRuns) || context.today <= context.noticeRuns) &&
  resource.hasTag(context.purpose) &&
  resource.getTag(context.purpose).services.contains(context.service) &&
  (!(context has fields) ||
   (!context.fields.isEmpty() && resource.getTag(context.purpose).fields.containsAll(context.fields))) &&
  (!context.asksPeriod || resource.getTag(context.purpose).periodMayBeAsked) &&
  resource.territory.contains(principal) &&
  (!(context has previousDelivery) ||
   resource.getTag(context.purpose).daysBetween <= context.today - context.previousDelivery) &&
  context.publishedByAgency && context.publishedByMunicipality &&
  context.unconfirmedDeletions == 0 &&
  context.holds.isEmpty() &&
  context.keys > 0 &&
  (!(context has selectedUnder) || context.selectedUnder == resource.text) &&
  (!(context has rows) || context.rows <= resource.mostRows)
};
"""

# One policy line for each purpose of a protocol. Casbin reads its matcher anew for every decision, so the
# matcher is as short as the clauses allow, and what is not there is given as a value that holds.
CASBIN_MODEL = """
[request_definition]
r = a

[policy_definition]
p = recipient, purpose, services, fields, period, covered, between, first, last, most

[policy_effect]
e = some(where (p.eft == allow))

[matchers]
m = r.a.purpose == p.purpose && r.a.nis == p.recipient && r.a.ready && p.covered && r.a.service in p.services \
&& r.a.fields <= p.fields && r.a.period <= p.period && r.a.since >= p.between && p.first <= r.a.on \
&& r.a.on <= p.last && r.a.rows <= p.most
"""


class _Request:
    """An ask and its facts as the matcher of Casbin names them."""

    def __init__(self, case: Situation, text: str) -> None:
        facts, ask = case.facts, case.ask
        last = facts.last_delivered_on.get(ask.purpose)
        self.purpose = ask.purpose
        self.nis = ask.nis
        self.service = ask.service
        self.fields = ask.fields or frozenset()
        self.period = ask.period is not None
        self.on = case.at.date()
        self.since = (self.on - last).days if last else 10**6
        self.rows = case.rows or 0
        # What no clause of the protocol varies is one value: this is in favour of Casbin.
        self.ready = (
            facts.municipality_exists
            and facts.status == "active"
            and facts.published_by_sender
            and facts.published_by_recipient
            and (facts.ends_on is None or self.on <= facts.ends_on)
            and not facts.holds
            and not facts.overdue_deletions
            and facts.recipient_keys > 0
            and facts.selected_under in (None, text)
            and ask.fields != frozenset()
        )


def measure(seconds: float = 2.0) -> list[dict[str, Any]]:
    """The row of the gate: decisions per second, the floors' too, and on how many cases they disagree.

    `seconds` is how long each of the three is measured in all, in three runs that alternate.
    """
    rng = random.Random(285)
    protocols = {row.nis: random_terms(rng, row.nis) for row in municipalities().on(ON)}
    codes = list(protocols)
    # The protocol is found by its code; a few cases ask where there is none.
    cases = [(nis, random_situation(rng, protocols[nis])) for nis in rng.choices(codes, k=CASES)]
    keyed = [(nis if case.terms else "none", case) for nis, case in cases]

    contestants = {
        "sluis": _sluis(protocols, keyed),
        "cedar": _cedar(protocols, keyed),
        "casbin": _casbin(protocols, keyed),
    }
    answers = {name: decide_at(range(CASES)) for name, decide_at in contestants.items()}
    disagreements = sum(len(set(three)) != 1 for three in zip(*answers.values(), strict=True))

    best = dict.fromkeys(contestants, 0.0)
    for _ in range(RUNS):
        for name, decide_at in contestants.items():
            best[name] = max(best[name], _rate(decide_at, seconds / RUNS))
    sluis, cedar, casbin_rate = best["sluis"], best["cedar"], best["casbin"]
    return [
        {
            "row": f"gate decisions per second, {len(protocols)} protocols",
            "sluis": sluis,
            "floors": {"cedar": cedar, "casbin": casbin_rate},
            "unit": "decisions/s",
            "ratio": sluis / max(cedar, casbin_rate),
            "reach": "≥ 5",
            "disagreements": disagreements,
        }
    ]


Decides = Callable[[range], list[bool]]


def _sluis(protocols: dict[str, Terms], cases: list[tuple[str, Situation]]) -> Decides:
    arguments = [(nis, case.facts, case.ask, case.at, case.rows) for nis, case in cases]

    def decide_at(places: range) -> list[bool]:
        return [
            isinstance(decide(protocols.get(nis), facts, ask, at, rows), Permit)
            for nis, facts, ask, at, rows in arguments[places.start : places.stop]
        ]

    return decide_at


def _cedar(protocols: dict[str, Terms], cases: list[tuple[str, Situation]]) -> Decides:
    policies = cedarpy.PolicySet.from_str(CEDAR_POLICY)
    entities = oracle.entities(protocols.values())
    requests = [oracle.request(case) for _, case in cases]

    def decide_at(places: range) -> list[bool]:
        # All in one call: it saves Cedar the way back and forth for every ask.
        asked = requests[places.start : places.stop]
        return [answer.allowed for answer in cedarpy.is_authorized_batch(asked, policies, entities)]

    return decide_at


def _casbin(protocols: dict[str, Terms], cases: list[tuple[str, Situation]]) -> Decides:
    # An enforcer of its own for every purpose of every protocol: none has to pass over the others' lines.
    enforcers: dict[tuple[str, str], Any] = {}
    for nis, terms in protocols.items():
        for agreed in terms.purposes:
            enforcer = casbin.Enforcer(casbin.Enforcer.new_model(text=CASBIN_MODEL))
            # Put in as values, since a line added in the usual way may hold texts only.
            enforcer.model["p"]["p"].policy.append(
                [
                    terms.recipient.nis,
                    agreed.purpose,
                    agreed.services,
                    frozenset(agreed.fields),
                    agreed.population.period_by is not None,
                    terms.recipient.nis in terms.territory,
                    agreed.minimum_days_between,
                    terms.start,
                    terms.end or date.max,
                    terms.row_limit,
                ],
            )
            enforcers[nis, agreed.purpose] = enforcer
    requests = [
        ((nis, case.ask.purpose), _Request(case, protocols[nis].digest if nis in protocols else ""))
        for nis, case in cases
    ]

    def decide_at(places: range) -> list[bool]:
        answers = []
        for key, request in requests[places.start : places.stop]:
            enforcer = enforcers.get(key)
            answers.append(enforcer is not None and bool(enforcer.enforce(request)))
        return answers

    return decide_at


def _rate(decide_at: Decides, seconds: float) -> float:
    """Decisions per second, in slices of the cases until the time is over."""
    slice_size, start, decided = 500, 0, 0
    begun = time.perf_counter()
    while (passed := time.perf_counter() - begun) < seconds:
        decided += len(decide_at(range(start, start + slice_size)))
        start = (start + slice_size) % CASES
    return decided / passed
