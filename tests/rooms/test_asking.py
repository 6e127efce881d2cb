"""What a municipality may ask, and what the gate would say: read from terms and rules, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest
from tests.rooms.desk import Desk
from tests.stories.cast import BEERSEL, CODE, HALLE, MANAGER, House, ceremony
from tests.stories.test_many_asks_at_once import alter_terms, suspend

from sluis.cli import clock
from sluis.disclosures.asking import Possibility, try_ask, what_may_be_asked
from sluis.disclosures.pipeline import Disclosed
from sluis.domain import catalogue
from sluis.domain.lifecycle import HoldKind
from sluis.domain.policy import ABOUT_THE_ASK, RULES, Ask
from sluis.domain.terms import parse_terms
from sluis.domain.words import Field, Period, Purpose
from sluis.parties import actions as parties
from sluis.protocols import actions as protocols


@pytest.fixture
def house(database: str, home: Path, tmp_path: Path) -> House:
    return House(tmp_path)


def possibility(purpose: Purpose, nis: str = BEERSEL, on: date | None = None) -> Possibility:
    return next(one for one in what_may_be_asked(nis, on or clock.today()).purposes if one.purpose == purpose)


def everything(database: str) -> dict[str, object]:
    """How many rows every table has, and what the ledger's head says."""
    with psycopg.connect(database) as superuser:
        tables = superuser.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        counts: dict[str, object] = {
            name: superuser.execute(f'SELECT count(*) FROM "{name}"').fetchall() for (name,) in tables
        }
        return counts | {"head": superuser.execute("SELECT size FROM ledger_head").fetchall()}


class TestTryingTheGate:
    def test_it_says_what_the_gate_says_and_writes_nothing(self, house: House, database: str) -> None:
        before = everything(database)
        trial = try_ask(ceremony(), clock.now())
        assert trial.permit is not None and trial.refusal is None
        assert [rule.name for rule, _ in trial.verdicts] == [rule.name for rule in RULES]
        assert all(said is None for _, said in trial.verdicts)
        refused = try_ask(ceremony(HALLE), clock.now())
        assert refused.permit is None and refused.refusal is not None
        assert refused.refusal.rule.name == "protocol_exists"
        assert everything(database) == before
        assert before["head"] != [(0,)]

    def test_it_agrees_with_the_ask_that_follows(self, house: House) -> None:
        for ask in (
            ceremony(),
            Ask(BEERSEL, "bibliotheek", Purpose.CEREMONY),
            Ask(BEERSEL, "integratiedienst", Purpose.PRACTICE, frozenset({Field.INSZ})),
            Ask(BEERSEL, "integratiedienst", Purpose.NETWORK, None, Period(date(2026, 1, 1), date(2026, 2, 1))),
        ):
            tried, outcome = try_ask(ask, clock.now()), house.ask(ask)
            if isinstance(outcome, Disclosed):
                assert tried.permit is not None
                assert list(tried.permit.fields) == outcome.certificate["columns"]
            else:
                assert tried.refusal == outcome

    def test_it_shows_every_rule_that_says_no_and_not_the_first_alone(self, house: House) -> None:
        suspend(BEERSEL)
        parties.withdraw_key(recipient=house.recipient, by="nis:23003", at=clock.now())
        trial = try_ask(Ask(BEERSEL, "bibliotheek", Purpose.CEREMONY), clock.now())
        noes = [rule.name for rule, said in trial.verdicts if said is not None]
        assert noes == ["not_suspended", "service", "recipient_key"]
        assert trial.refusal is not None and trial.refusal.rule.name == "not_suspended"

    def test_an_unknown_municipality_is_refused_and_is_no_error(self, house: House) -> None:
        trial = try_ask(ceremony("99999"), clock.now())
        assert trial.refusal is not None and trial.refusal.rule.name == "municipality_exists"


class TestWhatMayBeAsked:
    def test_each_purpose_says_what_the_terms_say(self, house: House) -> None:
        from tests.stories.cast import beersel_terms

        may, terms = what_may_be_asked(BEERSEL, clock.today()), parse_terms(beersel_terms())
        assert [one.purpose for one in may.purposes] == list(Purpose)
        assert may.in_the_way is None
        for one in may.purposes:
            agreed = terms.agreed_for(one.purpose)
            assert one.agreed == (agreed is not None)
            if agreed is not None:
                assert (one.fields, one.services) == (agreed.fields, agreed.services)
                assert one.population == catalogue.in_words(agreed.population)
                assert one.period_by == agreed.population.period_by
                assert one.keep_until == clock.today() + timedelta(days=agreed.retention_days)
                assert (one.again_on, one.refusal) == (clock.today(), None)

    def test_a_purpose_that_was_not_agreed_says_so_and_nothing_stands_in_the_way_of_the_others(
        self, database: str, home: Path
    ) -> None:
        House(home)
        desk = Desk(HALLE)
        desk.draft()
        may = what_may_be_asked(HALLE, clock.today())
        assert may.in_the_way is not None and may.in_the_way.rule.name == "validated"

    def test_the_rhythm_says_from_which_day_on(self, house: House, database: str) -> None:
        alter_terms(database, BEERSEL, minimumDaysBetween=30)
        assert isinstance(house.ask(ceremony()), Disclosed)
        one = possibility(Purpose.CEREMONY)
        assert one.again_on == clock.today() + timedelta(days=30)
        assert one.refusal is not None and one.refusal.rule.name == "periodicity"
        # The rhythm of one purpose is no matter of another, and nothing that stands in the way of all.
        assert possibility(Purpose.PRACTICE).again_on == clock.today()
        assert what_may_be_asked(BEERSEL, clock.today()).in_the_way is None
        later = possibility(Purpose.CEREMONY, on=clock.today() + timedelta(days=30))
        assert (later.again_on, later.refusal) == (clock.today() + timedelta(days=30), None)

    @pytest.mark.parametrize(
        ("happens", "rule"),
        [
            (lambda house: suspend(BEERSEL), "not_suspended"),
            (
                lambda house: protocols.place_hold(CODE, HoldKind.BREACH, reason="x", by=MANAGER, at=clock.now()),
                "no_breach",
            ),
            (
                lambda house: parties.withdraw_key(recipient=house.recipient, by="nis:23003", at=clock.now()),
                "recipient_key",
            ),
        ],
    )
    def test_what_stands_in_the_way_of_every_ask_is_said_once(
        self, happens: Callable[[House], object], rule: str, house: House
    ) -> None:
        happens(house)
        may = what_may_be_asked(BEERSEL, clock.today())
        assert may.in_the_way is not None and may.in_the_way.rule.name == rule
        # What was agreed is shown all the same.
        assert all(one.fields for one in may.purposes if one.agreed)

    def test_without_a_protocol_nothing_was_agreed(self, house: House) -> None:
        may = what_may_be_asked(HALLE, clock.today())
        assert may.in_the_way is not None and may.in_the_way.rule.name == "protocol_exists"
        assert not any(one.agreed or one.fields or one.keep_until for one in may.purposes)

    def test_whether_a_rule_is_about_the_ask_is_known_of_each(self) -> None:
        assert {rule.name for rule in RULES} >= ABOUT_THE_ASK

    def test_a_rule_that_is_not_about_the_ask_says_the_same_to_every_purpose(self, house: House) -> None:
        suspend(BEERSEL)
        said = [
            [no for rule, no in try_ask(Ask(BEERSEL, "integratiedienst", purpose), clock.now()).verdicts
             if rule.name not in ABOUT_THE_ASK]
            for purpose in Purpose
        ]  # fmt: skip
        assert all(one == said[0] for one in said)
        assert any(no is not None for no in said[0])
