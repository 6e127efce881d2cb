"""What a municipality may ask, and what the gate would say to an ask. It writes nothing.

No rule stands here: what is shown is what the terms say and what the rules of the gate answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from sluis.disclosures import queries
from sluis.disclosures.queries import Ground
from sluis.domain import catalogue, gate, retention
from sluis.domain.gate import Permit, Refusal
from sluis.domain.policy import ABOUT_THE_ASK, Ask, Rule
from sluis.domain.terms import PeriodBy
from sluis.domain.words import BRUSSELS, Field, Purpose, Said

Verdicts = list[tuple[Rule, Refusal | None]]


@dataclass(frozen=True, slots=True)
class Trial:
    """What the gate would say now: every rule's answer, and the permit or the refusal that would come of it."""

    verdicts: Verdicts
    permit: Permit | None
    refusal: Refusal | None


def try_ask(ask: Ask, at: datetime) -> Trial:
    """Asks the gate without effect: nothing is stored, nothing is counted, and the permit opens nothing.

    `at` carries a time zone. The number of rows is not known before selection, so the rule about it says yes.
    """
    at = at.astimezone(BRUSSELS)
    ground = queries.grounds([ask.nis], at.date())[ask.nis]
    answer = gate.decide(ground.terms, ground.facts, ask, at)
    return Trial(
        gate.verdicts(ground.terms, ground.facts, ask, at),
        permit=answer if isinstance(answer, Permit) else None,
        refusal=answer if isinstance(answer, Refusal) else None,
    )


@dataclass(frozen=True, slots=True)
class Possibility:
    """One purpose of the catalogue: what may be asked for it. All but `agreed` is empty where it was not agreed.

    `period_by` is the date by which a period may be given, None: no period. `again_on` is the first day on which
    the agreed rhythm allows an ask, from `on` on. `keep_until` is the last day of keeping if it is asked on `on`.
    `refusal` is what the gate would say first to an ask for all of it.
    """

    purpose: Purpose
    agreed: bool
    fields: tuple[Field, ...] = ()
    population: Said | None = None
    period_by: PeriodBy | None = None
    services: tuple[str, ...] = ()
    again_on: date | None = None
    keep_until: date | None = None
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class MayAsk:
    """What a municipality may ask on a day. `in_the_way` refuses every ask, whatever its purpose."""

    nis: str
    on: date
    in_the_way: Refusal | None
    purposes: tuple[Possibility, ...]


def what_may_be_asked(nis: str, on: date) -> MayAsk:
    """What a municipality may ask on the day `on`, by purpose, as its protocol stands now."""
    ground = queries.grounds([nis], on)[nis]
    answered = {purpose: _verdicts(ground, nis, purpose, on) for purpose in Purpose}
    always = (said for rule, said in answered[Purpose.CEREMONY] if rule.name not in ABOUT_THE_ASK and said is not None)
    return MayAsk(nis, on, next(always, None), tuple(_possibility(ground, *one, on) for one in answered.items()))


def _verdicts(ground: Ground, nis: str, purpose: Purpose, on: date) -> Verdicts:
    agreed = ground.terms.agreed_for(purpose) if ground.terms else None
    ask = Ask(nis, agreed.services[0] if agreed else "", purpose)
    return gate.verdicts(ground.terms, ground.facts, ask, datetime.combine(on, time(), BRUSSELS))


def _possibility(ground: Ground, purpose: Purpose, verdicts: Verdicts, on: date) -> Possibility:
    agreed = ground.terms.agreed_for(purpose) if ground.terms else None
    refusals = {rule.name: said for rule, said in verdicts if said is not None}
    refusal = next(iter(refusals.values()), None)
    if agreed is None:
        return Possibility(purpose, agreed=False, refusal=refusal)
    too_soon = refusals.get("periodicity")
    return Possibility(
        purpose,
        agreed=True,
        fields=agreed.fields,
        population=catalogue.in_words(agreed.population),
        period_by=agreed.population.period_by,
        services=agreed.services,
        again_on=date.fromisoformat(too_soon.detail["again"]) if too_soon else on,
        keep_until=retention.keep_until(agreed, on),
        refusal=refusal,
    )
