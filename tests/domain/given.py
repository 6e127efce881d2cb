"""What the tests of terms and gate are given: one situation that is permitted, and the ways to change it.

The pools of values are small on purpose, so that what is generated agrees about as often as it disagrees.
"""

from __future__ import annotations

import dataclasses
import random
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from sluis.domain.lifecycle import HoldKind, Status
from sluis.domain.policy import Ask, Facts
from sluis.domain.terms import (
    PROSE_ONLY,
    Advised,
    Agreed,
    Article,
    Decision,
    Outcome,
    Party,
    PeriodBy,
    Population,
    Side,
    Terms,
)
from sluis.domain.words import Field, Period, Purpose

BRUSSELS = ZoneInfo("Europe/Brussels")
AT = datetime(2026, 6, 15, 10, 0, tzinfo=BRUSSELS)
ON = AT.date()

BEERSEL = "23003"
OTHER_TEXT = "sha256:" + "0" * 64
ASSE = "23002"

SOCIAL_SERVICE = "Dienst Sociale Zaken"
WELCOME_DESK = "Onthaalbalie"


def kbo(first_eight: int) -> str:
    """The enterprise number that begins with these eight digits."""
    return f"{first_eight:08d}{97 - first_eight % 97:02d}"


AGENCY = Party(
    name="Agentschap Integratie en Inburgering",
    kbo="0543307391",
    nis=None,
    representatives=("De administrateur-generaal",),
    dpo="dpo@agentschap.example",
    decision=None,
)


def municipality(nis: str = BEERSEL, name: str = "Gemeente Beersel") -> Party:
    """A municipality as a party, with an enterprise number that checks."""
    return Party(
        name=name,
        kbo=kbo(2_000_000 + int(nis)),
        nis=nis,
        representatives=("De burgemeester", "De algemeen directeur"),
        dpo="dpo@gemeente.example",
        decision=Decision("college van burgemeester en schepenen", date(2025, 11, 24), "CBS/2025/417"),
    )


def agreed(purpose: Purpose = Purpose.CEREMONY, **changes: Any) -> Agreed:
    """What is agreed for a purpose: four fields, a period by attest, a week between two deliveries."""
    usual = Agreed(
        purpose=purpose,
        fields=(Field.INSZ, Field.SURNAME, Field.FIRST_NAME, Field.ATTEST),
        population=Population(contract=None, attest=True, period_by=PeriodBy.ATTEST),
        retention_days=90,
        services=(SOCIAL_SERVICE,),
        minimum_days_between=7,
        justification="Wie een attest behaalde, wordt op de plechtigheid uitgenodigd.",
        proportionality={name: f"Waarom {name}." for name in Field},
        retention_reason="Tot na de plechtigheid.",
    )
    return dataclasses.replace(usual, **changes)


def terms(**changes: Any) -> Terms:
    """The terms between the agency and Beersel, in force on `ON`, for the ceremony and for buddies."""
    usual = Terms(
        protocol="agii-23003",
        version=1,
        model="2025-1",
        sender=AGENCY,
        recipient=municipality(),
        grounds_for_communication=("AVG, artikel 6, lid 1, e)",),
        grounds_for_collection=("Integratiedecreet, artikel 20",),
        purposes=(
            agreed(),
            agreed(
                Purpose.BUDDY,
                fields=(Field.SURNAME, Field.FIRST_NAME, Field.CONTRACT),
                population=Population(contract=True, attest=None, period_by=None),
            ),
        ),
        territory=(BEERSEL,),
        row_limit=100,
        security=("Versleuteling van de zending",),
        clauses={article: (f"Bepaling over {article}.",) for article in PROSE_ONLY},
        breach_notice_hours=24,
        supervisor="Vlaamse Toezichtcommissie",
        start=date(2026, 1, 1),
        end=date(2026, 12, 31),
        notice_months=3,
        advices=(
            Advised(Side.SENDER, Outcome.POSITIVE, date(2025, 10, 6), None),
            Advised(Side.RECIPIENT, Outcome.NEGATIVE, date(2025, 10, 7), "De gemeente wacht niet langer."),
        ),
        follows=("sha256:" + "a" * 64,),
    )
    return dataclasses.replace(usual, **changes)


def facts(**changes: Any) -> Facts:
    """The house knows nothing that stands in the way."""
    usual = Facts(
        municipality_exists=True,
        successor=None,
        territory=(BEERSEL,),
        status=Status.ACTIVE,
        published_by_sender=True,
        published_by_recipient=True,
        ends_on=None,
        holds=frozenset(),
        overdue_deletions=0,
        last_delivered_on={},
        recipient_keys=1,
        selected_under=None,
    )
    return dataclasses.replace(usual, **changes)


def ask(**changes: Any) -> Ask:
    """Beersel asks all that was agreed for the ceremony."""
    return dataclasses.replace(Ask(BEERSEL, SOCIAL_SERVICE, Purpose.CEREMONY), **changes)


class Situation(NamedTuple):
    """The arguments of `decide`, in its order; `rows` is its count."""

    terms: Terms | None
    facts: Facts
    ask: Ask
    at: datetime
    rows: int | None


def situation(**changes: Any) -> Situation:
    """A situation that is permitted as it stands."""
    return Situation(terms(), facts(), ask(), AT, None)._replace(**changes)


def _days(*away: int) -> tuple[date, ...]:
    return tuple(ON + timedelta(days=days) for days in away)


PURPOSES = (Purpose.CEREMONY, Purpose.BUDDY, Purpose.NETWORK)
SERVICES = (SOCIAL_SERVICE, WELCOME_DESK)
PERIOD = Period(date(2026, 1, 1), date(2026, 5, 31))
TEXTS = ("a", "Eén zin.", "\N{EURO SIGN} \N{GRINNING FACE}", 'aan "halen"\n')
STARTS = _days(-200, -1, 0, 1)
ENDS: tuple[date | None, ...] = (None, *_days(200, 1, 0))
COUNTS = (None, 0, 99, 100, 101)
LAST = _days(-60, -31, -30, -29, -7, -6, 0)

some_texts = st.sampled_from(TEXTS)
some_lists_of_texts = st.lists(some_texts, min_size=1, max_size=3, unique=True).map(tuple)
some_agreed = st.builds(
    Agreed,
    purpose=st.sampled_from(PURPOSES),
    fields=st.lists(st.sampled_from(Field), min_size=1, unique=True).map(tuple),
    population=st.builds(
        Population,
        contract=st.sampled_from([None, True, False]),
        attest=st.sampled_from([None, True, False]),
        period_by=st.sampled_from([None, *PeriodBy]),
    ),
    retention_days=st.sampled_from([1, 90, 365]),
    services=st.lists(st.sampled_from(SERVICES), min_size=1, unique=True).map(tuple),
    minimum_days_between=st.sampled_from([0, 7, 30]),
    justification=some_texts,
    proportionality=st.dictionaries(st.sampled_from(Field), some_texts),
    retention_reason=some_texts,
)
some_terms = st.builds(
    terms,
    protocol=some_texts,
    version=st.integers(1, 3),
    recipient=st.sampled_from([municipality(), municipality(), municipality(), municipality(ASSE, "Asse")]),
    grounds_for_communication=some_lists_of_texts,
    security=some_lists_of_texts,
    clauses=st.dictionaries(st.sampled_from(Article), some_lists_of_texts).map(
        lambda some: dict.fromkeys(PROSE_ONLY, ("Prose.",)) | some
    ),
    purposes=st.lists(some_agreed, min_size=1, max_size=3, unique_by=lambda part: part.purpose).map(tuple),
    territory=st.sampled_from([(BEERSEL,), (BEERSEL, ASSE), (BEERSEL, ASSE), (ASSE,)]),
    row_limit=st.sampled_from([1, 100, 1000]),
    start=st.sampled_from(STARTS[:3]),
    end=st.sampled_from(ENDS),
)
some_facts = st.builds(
    facts,
    municipality_exists=st.sampled_from([True] * 9 + [False]),
    status=st.sampled_from([Status.ACTIVE] * 30 + [None, *Status]),
    published_by_sender=st.sampled_from([True] * 9 + [False]),
    published_by_recipient=st.sampled_from([True] * 9 + [False]),
    holds=st.sampled_from(
        [frozenset[HoldKind]()] * 9 + [frozenset({kind}) for kind in HoldKind] + [frozenset(HoldKind)]
    ),
    ends_on=st.sampled_from([None] * 9 + list(ENDS)),
    overdue_deletions=st.sampled_from([0] * 9 + [2]),
    last_delivered_on=st.dictionaries(st.sampled_from(PURPOSES), st.sampled_from(LAST), max_size=2),
    recipient_keys=st.sampled_from([1] * 9 + [0]),
    selected_under=st.sampled_from([None] * 9 + [OTHER_TEXT]),
)
some_asks = st.builds(
    ask,
    nis=st.sampled_from([BEERSEL] * 9 + [ASSE]),
    service=st.sampled_from(SERVICES),
    purpose=st.sampled_from(PURPOSES),
    fields=st.none() | st.frozensets(st.sampled_from(Field), max_size=2),
    period=st.sampled_from([None, PERIOD]),
)
some_situations = st.builds(
    Situation,
    terms=some_terms,
    facts=some_facts,
    ask=some_asks,
    at=st.just(AT),
    rows=st.sampled_from(COUNTS),
)

# The same where only terms and ask can disagree, so that permits are as common as refusals.
some_asks_under_terms = some_situations.map(
    lambda some: some._replace(
        facts=facts(), ask=dataclasses.replace(some.ask, nis=BEERSEL), rows=None if some.rows == 101 else some.rows
    )
)


def random_terms(rng: random.Random, nis: str = BEERSEL) -> Terms:
    """Terms for one municipality, each clause as often generous as strict."""
    return terms(
        protocol=f"agii-{nis}",
        recipient=municipality(nis, f"Gemeente {nis}"),
        purposes=tuple(
            agreed(
                purpose,
                fields=tuple(rng.sample(list(Field), rng.randint(2, 5))),
                population=Population(None, None, rng.choice([None, PeriodBy.CONTRACT, PeriodBy.ATTEST])),
                services=tuple(rng.sample(SERVICES, rng.randint(1, 2))),
                minimum_days_between=rng.choice([0, 7, 30]),
            )
            for purpose in rng.sample(list(Purpose), rng.randint(2, 5))
        ),
        territory=(nis,) if rng.random() < 0.97 else (ASSE,),
        row_limit=rng.choice([100, 1000]),
        start=rng.choice(STARTS[:3]) if rng.random() < 0.97 else STARTS[3],
        end=rng.choice(ENDS) if rng.random() < 0.97 else ON - timedelta(days=1),
    )


def random_situation(rng: random.Random, under: Terms) -> Situation:
    """An ask under these terms: mostly within them, and now and then beyond them in one way or in several."""

    def now_and_then(usual: Any, *others: Any) -> Any:
        return usual if rng.random() < 0.97 else rng.choice(others)

    known = rng.choice(under.purposes)
    nis = str(under.recipient.nis)
    asked = frozenset(rng.sample(known.fields, rng.randint(1, len(known.fields))))
    return Situation(
        now_and_then(under, None),
        facts(
            municipality_exists=now_and_then(True, False),
            territory=(nis,),
            status=now_and_then(Status.ACTIVE, None, *Status),
            published_by_sender=now_and_then(True, False),
            published_by_recipient=now_and_then(True, False),
            ends_on=now_and_then(None, *ENDS, ON - timedelta(days=1)),
            holds=frozenset(kind for kind in HoldKind if now_and_then(False, True)),
            overdue_deletions=now_and_then(0, 1, 5),
            last_delivered_on={known.purpose: rng.choice(LAST)} if rng.random() < 0.25 else {},
            recipient_keys=now_and_then(1, 0),
            selected_under=now_and_then(None, under.digest, OTHER_TEXT),
        ),
        ask(
            nis=now_and_then(nis, ASSE),
            service=now_and_then(rng.choice(known.services), *SERVICES),
            purpose=now_and_then(known.purpose, *Purpose),
            fields=now_and_then(rng.choice([None, asked]), frozenset(), asked | {rng.choice(list(Field))}),
            period=PERIOD if known.population.period_by or rng.random() < 0.1 else None,
        ),
        AT,
        rng.choice([None, 0, 99, 100, 100, now_and_then(100, 101, 1000, 1001)]),
    )
