"""What a draft would give, before anybody advises on it: counts, fields, invented rows. It shows nobody's data."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connections

from sluis.domain import drafts, retention
from sluis.domain.differences import Difference, differences
from sluis.domain.insz import check_digits
from sluis.domain.terms import Agreed
from sluis.domain.words import Field, Purpose, Said
from sluis.parties.municipalities import municipalities
from sluis.protocols.models import Version
from sluis.protocols.standing import in_force_beside

SAMPLES = 3
SURNAMES = ("Voorbeeld", "Verzonnen", "Proefmans", "Fictief")
FIRST_NAMES = ("An", "Bram", "Cleo", "Driss")


@dataclass(frozen=True, slots=True)
class Simulated:
    """What one purpose would give today. `count` is rounded down to fives; `before` is what the text in force gives,
    None where that does not know the purpose."""

    purpose: Purpose
    fields: tuple[Field, ...]
    count: int
    before: int | None
    over_limit: bool
    keep_until: date
    samples: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Simulation:
    """A draft, tried out on a day: each purpose, and what it changes against the version in force."""

    version: Version
    on: date
    purposes: tuple[Simulated, ...]
    changes: tuple[Difference, ...]
    problems: tuple[Said, ...]


def simulate(version: Version, on: date) -> Simulation:
    """Tries out a text on the day `on`. A text that is not complete gives what can be read, and what is missing."""
    draft = drafts.read(bytes(version.terms))
    terms = drafts.as_terms(draft)
    before = in_force_beside(version)
    changes = differences(drafts.read(bytes(before.terms)), draft) if before else ()
    if terms is None:
        return Simulation(version, on, (), changes, drafts.problems(draft))
    old = drafts.as_terms(drafts.read(bytes(before.terms))) if before else None
    territory = municipalities().territory(terms.recipient.nis or "", on)
    agency = version.protocol.agency
    found = []
    for agreed in terms.purposes:
        count = _count(territory, agency, agreed)
        known = old.agreed_for(agreed.purpose) if old else None
        found.append(
            Simulated(
                purpose=agreed.purpose,
                fields=agreed.fields,
                count=count,
                before=_count(territory, agency, known) if known else None,
                over_limit=count > terms.row_limit,
                keep_until=retention.keep_until(agreed, on),
                samples=_samples(agreed, terms.digest),
            )
        )
    return Simulation(version, on, tuple(found), changes, drafts.problems(draft))


def _count(territory: Sequence[str], agency: str, agreed: Agreed) -> int:
    population = agreed.population
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT disclosures_count(%s, %s, %s, %s)",
            [list(territory), agency, population.contract, population.attest],
        )
        return int(cursor.fetchone()[0])


def _samples(agreed: Agreed, seed: str) -> tuple[tuple[str, ...], ...]:
    """Rows as they would look, of people who do not exist: the day counter of their INSZ is not issued."""
    rng = random.Random(f"{seed} {agreed.purpose}")  # noqa: S311 - invented rows, the same each time
    return tuple(tuple(_value(name, agreed, rng) for name in agreed.fields) for _ in range(SAMPLES))


def _value(name: Field, agreed: Agreed, rng: random.Random) -> str:
    match name:
        case Field.INSZ:
            nine = f"{rng.randint(60, 99):02d}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}000"
            return f"{nine}{check_digits(int(nine), born_from_2000=False):02d}"
        case Field.SURNAME:
            return rng.choice(SURNAMES)
        case Field.FIRST_NAME:
            return rng.choice(FIRST_NAMES)
        case Field.CONTRACT | Field.ATTEST:
            population = agreed.population
            fixed = population.contract if name == Field.CONTRACT else population.attest
            return str(rng.random() < 0.5 if fixed is None else fixed).lower()
