"""What a person may ask of the vault: to be left out, to be let through again, to be erased. On a real database."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connections
from tests.stories.cast import BEERSEL, PEOPLE, House, ceremony, insz, row

from sluis.cli import clock
from sluis.disclosures.models import Delivery
from sluis.disclosures.pipeline import Disclosed
from sluis.disclosures.selection import commitment
from sluis.domain.entry import INSZ_SHAPED
from sluis.domain.rights import ErasureGround, ReleaseGround, RestrictionGround
from sluis.dossiers import actions, queries
from sluis.dossiers.actions import StillInSource, VaultFailed
from sluis.dossiers.queries import NoSuchDossier
from sluis.ledger import queries as ledger

BY = "agency:agii"


@pytest.fixture
def house(database: str, home: Path, tmp_path: Path) -> House:
    return House(tmp_path)


def restrict(number: str, ground: RestrictionGround = RestrictionGround.OBJECTION, agency: str = "agii") -> bool:
    return actions.restrict(number, agency=agency, ground=ground, by=BY, at=clock.now())


def release(number: str) -> bool:
    return actions.release(number, agency="agii", ground=ReleaseGround.WITHDRAWN, by=BY, at=clock.now())


def erase(number: str) -> None:
    actions.erase(number, agency="agii", ground=ErasureGround.REQUEST, by=BY, at=clock.now())


def entries() -> list[dict[str, Any]]:
    return [json.loads(body) for body in ledger.bodies(0, ledger.size())]


def received(house: House) -> int:
    outcome = house.ask(ceremony())
    assert isinstance(outcome, Disclosed)
    return Delivery.objects.get(entry=outcome.entry).rows


def vault(address: str, query: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(address) as superuser:
        return superuser.execute(query).fetchall()


# An act, on somebody of whom it would change something.
ACTS: list[Callable[[], object]] = [lambda: restrict(insz(1)), lambda: release(insz(2)), lambda: erase(insz(3))]


class TestRestriction:
    def test_nothing_of_a_restricted_person_leaves_until_the_release(self, house: House) -> None:
        assert restrict(insz(2))
        assert received(house) == 2
        assert release(insz(2))
        assert received(house) == 3

    def test_the_ledger_says_that_and_why_and_not_whom(self, house: House) -> None:
        restrict(insz(2), RestrictionGround.ORDER)
        release(insz(2))
        said = entries()[-2:]
        assert [entry["kind"] for entry in said] == ["dossier.restricted", "dossier.released"]
        assert [entry["reason"] for entry in said] == ["order", "withdrawn"]
        assert all(set(entry) == {"format", "kind", "at", "by", "agency", "reason"} for entry in said)

    def test_again_changes_nothing_and_is_no_entry(self, house: House) -> None:
        restrict(insz(2))
        before = ledger.size()
        assert not restrict(insz(2))
        assert not release(insz(1))
        assert ledger.size() == before

    def test_it_outlives_imports_also_leaving_coming_back_and_another_number(self, house: House) -> None:
        restrict(insz(1))
        today = clock.today()
        changed = row(1, attest="2026-03-02")
        without = [line for line in PEOPLE if line != PEOPLE[0]]
        renumbered = changed.replace(f"{insz(1)},", f"{insz(91)},{insz(1)}", 1)
        for days, people in enumerate(([changed, *without], without, [changed, *without], [renumbered, *without])):
            house.take_in(people, today + timedelta(days=days))
            assert received(house) == 2
        assert queries.standing(insz(91), agency="agii").restricted
        assert queries.standing(insz(1), agency="agii").restricted  # by the number of before, too

    def test_another_agency_s_dossier_of_the_same_person_is_another(self, house: House) -> None:
        with pytest.raises(NoSuchDossier):
            restrict(insz(1), agency="atlas")


class TestErasure:
    def gone(self, house: House, person: int = 2) -> None:
        """The source no longer has this person, and its next extract says so."""
        house.take_in([line for line in PEOPLE if insz(person) not in line], clock.today() + timedelta(days=1))

    def test_row_numbers_and_secret_are_gone(self, house: House, database: str) -> None:
        house.take_in([line.replace(f"{insz(2)},", f"{insz(92)},{insz(2)}") for line in PEOPLE])
        assert vault(database, "SELECT count(*) FROM dossiers_former_insz") == [(1,)]
        house.take_in([line for line in PEOPLE if insz(2) not in line], clock.today() + timedelta(days=1))
        erase(insz(2))  # found by the number of before
        assert vault(database, "SELECT count(*) FROM dossiers_former_insz") == [(0,)]
        assert vault(database, f"SELECT count(*) FROM dossiers_person WHERE insz = '{insz(92)}'") == [(0,)]
        assert vault(database, "SELECT count(*) FROM dossiers_person") == [(len(PEOPLE) - 1,)]

    def test_what_was_delivered_stays_provable_and_can_be_tied_to_nobody(self, house: House, database: str) -> None:
        house.ask(ceremony())
        delivery = Delivery.objects.get()
        secret = queries.standing(insz(2), agency="agii").secret
        assert commitment(secret, delivery.pk) in bytes(delivery.commitments)
        self.gone(house)
        before = ledger.bodies(0, ledger.size())
        erase(insz(2))
        after = ledger.bodies(0, ledger.size())
        assert after[:-1] == before
        assert json.loads(after[-1])["kind"] == "dossier.erased"
        assert bytes(Delivery.objects.get().commitments) == bytes(delivery.commitments)
        left = [bytes(kept) for (kept,) in vault(database, "SELECT secret FROM dossiers_person")]
        assert secret not in left
        tied = [kept for kept in left if commitment(kept, delivery.pk) in bytes(delivery.commitments)]
        assert len(tied) == delivery.rows - 1
        assert ledger.audit_of(house.instruments.origin, house.ledger_key.public_key) == []

    def test_not_while_the_source_still_has_the_person(self, house: House) -> None:
        before = ledger.size()
        with pytest.raises(StillInSource, match="Erase in the source first"):
            erase(insz(2))
        assert queries.standing(insz(2), agency="agii")
        assert ledger.size() == before

    def test_who_comes_back_in_the_source_afterwards_is_somebody_new(self, house: House) -> None:
        secret = queries.standing(insz(2), agency="agii").secret
        self.gone(house)
        erase(insz(2))
        house.take_in(PEOPLE, clock.today() + timedelta(days=2))
        assert queries.standing(insz(2), agency="agii").secret != secret


class TestWhose:
    def test_a_number_that_nobody_has_is_said_without_the_number(self, house: House) -> None:
        for act in (restrict, release, erase):
            with pytest.raises(NoSuchDossier) as error:
                act(insz(77))
            assert not INSZ_SHAPED.search(str(error.value))

    def test_a_number_of_before_that_was_several_people_s_is_not_guessed(self, house: House, database: str) -> None:
        with psycopg.connect(database, autocommit=True) as superuser:
            for person in (1, 2):
                superuser.execute(
                    "INSERT INTO dossiers_former_insz (person_id, insz, replaced_as_of) "
                    "SELECT id, %s, '2026-01-01' FROM dossiers_person WHERE insz = %s",
                    [insz(88), insz(person)],
                )
        with pytest.raises(NoSuchDossier, match="several"):
            restrict(insz(88))

    def test_the_number_of_today_goes_before_that_of_another_s_yesterday(self, house: House, database: str) -> None:
        with psycopg.connect(database, autocommit=True) as superuser:
            superuser.execute(
                "INSERT INTO dossiers_former_insz (person_id, insz, replaced_as_of) "
                "SELECT id, %s, '2026-01-01' FROM dossiers_person WHERE insz = %s",
                [insz(1), insz(2)],
            )
        restrict(insz(1))
        assert queries.standing(insz(1), agency="agii").restricted
        assert not queries.standing(insz(2), agency="agii").restricted


class TestTheWalls:
    def test_without_the_ledger_there_is_no_act(self, house: House, database: str) -> None:
        restrict(insz(2))
        house.take_in([line for line in PEOPLE if insz(3) not in line], clock.today() + timedelta(days=1))
        with psycopg.connect(database, autocommit=True) as superuser:
            superuser.execute("REVOKE EXECUTE ON FUNCTION ledger_append(bytea[]) FROM sluis_steward")
        before = vault(database, "SELECT id, restricted FROM dossiers_person ORDER BY id")
        for act in ACTS:
            with pytest.raises(VaultFailed) as failure:
                act()
            assert not INSZ_SHAPED.search(str(failure.value))
        assert vault(database, "SELECT id, restricted FROM dossiers_person ORDER BY id") == before

    def test_an_act_waits_for_an_import(self, house: House, database: str) -> None:
        done = threading.Event()

        def act() -> None:
            try:
                restrict(insz(1))
                done.set()
            finally:
                connections.close_all()

        with psycopg.connect(database) as importing:
            importing.execute("SELECT pg_advisory_xact_lock(%s)", [actions.IMPORTING])
            thread = threading.Thread(target=act)
            thread.start()
            assert not done.wait(0.5)
            importing.rollback()
            thread.join(timeout=20)
        assert done.is_set()

    def test_the_secret_is_not_shown_by_accident(self, house: House) -> None:
        standing = queries.standing(insz(1), agency="agii")
        assert "secret" not in repr(standing)
        assert BEERSEL not in repr(standing)
