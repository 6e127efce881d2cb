"""The second wall: what the database itself refuses, asked directly and not through the program."""

from __future__ import annotations

import uuid
from pathlib import Path

import psycopg
import pytest
from django.db import DatabaseError, connections, transaction
from tests.rooms.desk import Desk, register_agency
from tests.stories.cast import BEERSEL, CODE, HALLE, MANAGER, House, ceremony, insz

from sluis.cli import clock
from sluis.disclosures import intake, queries, recording
from sluis.disclosures.selection import Issued, select
from sluis.domain import gate
from sluis.domain.lifecycle import Status, Verb
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
        "UPDATE disclosures_collectable SET sealed = ''",
        "UPDATE disclosures_opening SET person = 'nobody'",
        "DELETE FROM disclosures_opening",
        "UPDATE parties_recipient_key SET sealed_identity = NULL",
    ],
    "delivery": [
        "SELECT source_id FROM dossiers_person",
        "SELECT count(*) FROM disclosures_permit",
        "SELECT count(*) FROM disclosures_collectable",
        "UPDATE dossiers_person SET restricted = true",
        "SELECT ledger_append(ARRAY['x'::bytea])",
        "SELECT count(*) FROM dossiers_former_insz",
    ],
    "steward": [
        "SELECT count(*) FROM disclosures_permit",
        "SELECT count(*) FROM disclosures_delivery",
        "SELECT count(*) FROM disclosures_collectable",
        "SELECT count(*) FROM disclosures_opening",
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


# --- What is signed is what runs: a text that was decided on does not change -----------------------------------------

ANOTHER_TEXT = "UPDATE protocols_version SET terms = terms || ' '::bytea, terms_digest = 'sha256:else'"
LATER_STATUSES = [status for status in Status if status not in (Status.DRAFT, Status.COMPLETE, Status.ADVISED)]


def stand(database: str, status: Status) -> None:
    """Puts the one protocol there is in a status, as no part of the program could."""
    with psycopg.connect(database, autocommit=True) as superuser:
        superuser.execute("UPDATE protocols_version SET status = %s", [status])


@pytest.fixture
def halle(database: str) -> Desk:
    register_agency()
    desk = Desk()
    desk.draft()
    return desk


@pytest.mark.parametrize("role", ["default", "owner"])
@pytest.mark.parametrize("status", [*LATER_STATUSES, Status.COMPLETE, Status.ADVISED])
def test_no_role_changes_the_text_once_it_is_no_draft(role: str, status: Status, halle: Desk, database: str) -> None:
    before = halle.version.terms_digest
    stand(database, status)
    with (
        pytest.raises(DatabaseError, match=f"The text of a protocol that is {status} does not change"),
        connections[role].cursor() as cursor,
    ):
        cursor.execute(ANOTHER_TEXT)
    assert halle.version.terms_digest == before


@pytest.mark.parametrize("role", ["default", "owner"])
def test_the_text_of_a_draft_can_change(role: str, halle: Desk) -> None:
    with connections[role].cursor() as cursor:
        cursor.execute(ANOTHER_TEXT)
        assert cursor.rowcount == 1


@pytest.mark.parametrize("role", ["default", "owner"])
def test_the_decision_closes_the_text_in_the_same_stroke_and_only_then(role: str, halle: Desk, database: str) -> None:
    for status, then, changes in (
        ("advised", "decided", True),
        ("complete", "decided", False),
        ("decided", "signed", False),
    ):
        stand(database, Status(status))
        try:
            with connections[role].cursor() as cursor:
                cursor.execute(f"{ANOTHER_TEXT}, status = %s", [then])
            assert changes
        except DatabaseError as error:
            assert not changes, error


@pytest.mark.parametrize("change", ["number = number + 1", "protocol_id = 'AGII-23003'"])
def test_a_version_keeps_its_protocol_and_its_number(change: str, halle: Desk) -> None:
    with (
        pytest.raises(DatabaseError, match="A version keeps its protocol and its number"),
        connections["owner"].cursor() as cursor,
    ):
        cursor.execute(f"UPDATE protocols_version SET {change}")


@pytest.mark.parametrize(
    "attempt",
    [
        "DELETE FROM protocols_version",
        "DELETE FROM protocols_revision",
        "UPDATE protocols_revision SET text = ''",
        "UPDATE protocols_move SET verb = 'validate'",
        "UPDATE protocols_signature SET way = 'electronic'",
        "UPDATE protocols_advice SET outcome = 'positive'",
        "UPDATE protocols_publication_check SET found_digest = 'x'",
        "UPDATE protocols_document SET data = ''",
        "DELETE FROM protocols_attestation",
    ],
)
def test_what_was_written_of_a_protocol_s_life_is_not_rewritten(attempt: str, database: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), connections["default"].cursor() as cursor:
        cursor.execute(attempt)
