"""The second wall: what the database itself refuses, asked directly and not through the program."""

from __future__ import annotations

import uuid
from pathlib import Path

import psycopg
import pytest
from django.db import DatabaseError, connections, transaction
from tests.stories.cast import BEERSEL, CODE, HALLE, MANAGER, House, ceremony, insz

from sluis.cli import clock
from sluis.disclosures import intake, queries, recording
from sluis.disclosures.selection import Issued, select
from sluis.domain import gate
from sluis.domain.lifecycle import Verb
from sluis.domain.policy import Ask
from sluis.domain.words import Period, Purpose
from sluis.protocols import actions as protocols


@pytest.fixture
def house(database: str, home: Path, tmp_path: Path) -> House:
    return House(tmp_path)


def permit(ask: Ask | None = None) -> Issued:
    """A permit as the pipeline issues it, stored and live."""
    ask, at = ask or ceremony(), clock.now()
    taken_in = intake.take_in(ask, idempotency_key=None, destination="nowhere", by="nis:23003", at=at)
    ground = queries.grounds([BEERSEL], at.date())[BEERSEL]
    decided = gate.decide(ground.terms, ground.facts, ask, at)
    assert isinstance(decided, gate.Permit) and ground.binding is not None
    [issued] = recording.record_permits([(taken_in, decided, ground.binding)], at=at)
    return issued


def seen(setting: str | None, query: str = "SELECT insz FROM dossiers_person ORDER BY id") -> list[str]:
    """What the delivery role sees, with `sluis.permit` set to `setting`."""
    with transaction.atomic(using="delivery"), connections["delivery"].cursor() as cursor:
        if setting is not None:
            cursor.execute("SELECT set_config('sluis.permit', %s, true)", [setting])
        cursor.execute(query)
        return [value for (value,) in cursor.fetchall()]


@pytest.mark.parametrize("setting", [None, "", "no permit", str(uuid.uuid4()), "' OR true --"])
def test_without_a_live_permit_the_delivery_role_sees_nobody(setting: str | None, house: House) -> None:
    permit()
    assert seen(setting) == []


def test_with_a_permit_it_sees_the_permitted_rows_whatever_it_asks(house: House) -> None:
    issued = permit()
    assert seen(str(issued.id)) == [insz(1), insz(2), insz(3)]
    injected = f"SELECT insz FROM dossiers_person WHERE nis = '{HALLE}' OR true ORDER BY id"
    assert seen(str(issued.id), injected) == [insz(1), insz(2), insz(3)]


def test_the_period_of_the_permit_binds_in_the_database_too(house: House) -> None:
    period = Period.parse("2026-05-01..2026-12-31")
    issued = permit(Ask(BEERSEL, "integratiedienst", Purpose.CEREMONY, None, period))
    assert seen(str(issued.id)) == [insz(2), insz(3)]


def test_both_walls_select_the_same_people(house: House) -> None:
    for ask in (ceremony(), Ask(BEERSEL, "integratiedienst", Purpose.PRACTICE)):
        issued = permit(ask)
        assert select(issued).count == len(seen(str(issued.id))) > 0


def test_a_permit_is_dead_when_it_has_expired(house: House, database: str) -> None:
    issued = permit()
    with psycopg.connect(database, autocommit=True) as superuser:
        superuser.execute("UPDATE disclosures_permit SET expires_at = clock_timestamp()")
    assert seen(str(issued.id)) == []
    assert select(issued).count == 0


def test_a_permit_is_dead_from_the_moment_its_protocol_is_suspended(house: House) -> None:
    issued = permit()
    protocols.move(CODE, Verb.SUSPEND, reason="breach", by=MANAGER, at=clock.now())
    assert seen(str(issued.id)) == []


def test_a_permit_is_dead_once_it_was_used(house: House) -> None:
    house.ask(ceremony())
    from sluis.disclosures.models import Permit

    assert seen(str(Permit.objects.get().id)) == []


def test_people_under_restriction_are_left_out_by_both_walls(house: House, database: str) -> None:
    with psycopg.connect(database, autocommit=True) as superuser:
        superuser.execute("UPDATE dossiers_person SET restricted = true WHERE insz = %s", [insz(2)])
    issued = permit()
    assert seen(str(issued.id)) == [insz(1), insz(3)]
    assert select(issued).count == 2


FORBIDDEN = {
    "default": [
        "SELECT count(*) FROM dossiers_person",
        "SELECT count(*) FROM dossiers_former_insz",
        "DELETE FROM protocols_move",
        "UPDATE disclosures_permit SET expires_at = 'infinity'",
        "DELETE FROM disclosures_refusal",
    ],
    "delivery": [
        "SELECT source_id FROM dossiers_person",
        "SELECT count(*) FROM disclosures_permit",
        "UPDATE dossiers_person SET restricted = true",
        "SELECT ledger_append(ARRAY['x'::bytea])",
        "SELECT count(*) FROM dossiers_former_insz",
    ],
    "steward": [
        "SELECT count(*) FROM disclosures_permit",
        "SELECT count(*) FROM disclosures_delivery",
        "INSERT INTO disclosures_permit (id) VALUES (gen_random_uuid())",
    ],
}


@pytest.mark.parametrize(("role", "query"), [(role, query) for role, queries in FORBIDDEN.items() for query in queries])
def test_no_role_can_do_what_is_another_s(role: str, query: str, database: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), connections[role].cursor() as cursor:
        cursor.execute(query)


def test_the_owner_does_not_see_the_people_in_its_own_table(house: House) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM dossiers_person")
        assert cursor.fetchone() == (0,)
