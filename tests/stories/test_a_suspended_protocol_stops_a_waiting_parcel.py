"""Between recording and leaving, the protocol is suspended: the parcel stays, and the ledger says so.

1. A parcel for Beersel is sealed and recorded, and the program stops before it leaves.
2. The agency suspends the protocol.
3. The waiting parcels are delivered; this one is withheld, and its sealed bytes are let go.
4. After the suspension is lifted a new ask is permitted.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.stories.cast import CODE, MANAGER, House, ceremony

from sluis.cli import clock
from sluis.disclosures import delivery, pipeline, queries
from sluis.disclosures.delivery import Withheld
from sluis.disclosures.models import Delivery
from sluis.disclosures.pipeline import Disclosed
from sluis.domain.gate import Refusal
from sluis.domain.lifecycle import DeliveryStatus, HoldKind, NotPossible, Verb
from sluis.ledger import queries as ledger
from sluis.protocols import actions as protocols


class Stopped(Exception):
    """The program stops here."""


@pytest.fixture
def house(database: str, home: Path, tmp_path: Path) -> House:
    return House(tmp_path)


def move(verb: Verb) -> None:
    protocols.move(CODE, verb, reason="breach at the recipient", by=MANAGER, at=clock.now())


def stop_before_leaving(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise Stopped

    with monkeypatch.context() as patch, pytest.raises(Stopped):
        patch.setattr(delivery, "deliver", stop)
        house.ask(ceremony())


def test_a_suspended_protocol_stops_a_waiting_parcel(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    stop_before_leaving(house, monkeypatch)
    assert len(list(queries.waiting())) == 1
    move(Verb.SUSPEND)

    [settled] = pipeline.deliver_waiting(instruments=house.instruments, at=clock.now())

    assert isinstance(settled, Withheld)
    assert settled.refusal.rule.name == "not_suspended"
    assert not house.parcels.exists()
    row = Delivery.objects.get()
    assert (row.status, row.sealed) == (DeliveryStatus.WITHHELD, None)
    kinds = [json.loads(body)["kind"] for body in ledger.bodies(0, 100)]
    assert kinds[-3:] == ["disclosure.recorded", "protocol.suspended", "disclosure.withheld"]

    refused = house.ask(ceremony())
    assert isinstance(refused, Refusal) and refused.rule.name == "not_suspended"
    move(Verb.RESUME)
    assert isinstance(house.ask(ceremony()), Disclosed)


def test_a_waiting_parcel_leaves_when_the_program_comes_back(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    stop_before_leaving(house, monkeypatch)
    pipeline.deliver_waiting(instruments=house.instruments, at=clock.now())
    assert len(list(house.parcels.glob("*.zip.age"))) == 1
    assert list(queries.waiting()) == []


def test_a_hold_stops_deliveries_until_it_is_lifted(house: House) -> None:
    protocols.place_hold(CODE, HoldKind.BREACH, reason="lost laptop", by=MANAGER, at=clock.now())
    refused = house.ask(ceremony())
    assert isinstance(refused, Refusal) and refused.rule.name == "no_breach"
    protocols.lift_holds(CODE, HoldKind.BREACH, by=MANAGER, at=clock.now())
    assert isinstance(house.ask(ceremony()), Disclosed)


def test_an_ended_protocol_cannot_come_back(house: House) -> None:
    move(Verb.END)
    with pytest.raises(NotPossible):
        move(Verb.RESUME)
    refused = house.ask(ceremony())
    assert isinstance(refused, Refusal) and refused.rule.name == "not_over"


def test_terms_that_were_altered_behind_our_back_are_not_run(house: House, database: str) -> None:
    import psycopg

    from sluis.protocols.queries import TermsAltered

    with psycopg.connect(database, autocommit=True) as superuser:
        # Who owns the machine can put the trigger to sleep; the digest still tells.
        superuser.execute("SET session_replication_role = replica")
        superuser.execute("UPDATE protocols_version SET terms = convert_to(replace(convert_from(terms, 'UTF8'), "
                          "'\"rowLimit\":5000', '\"rowLimit\":9000'), 'UTF8')")  # fmt: skip
    with pytest.raises(TermsAltered):
        house.ask(ceremony())


def test_a_deletion_that_is_overdue_stops_deliveries_until_it_is_confirmed(house: House, database: str) -> None:
    import psycopg

    from sluis.disclosures.recording import confirm_deletion

    house.ask(ceremony())
    with psycopg.connect(database, autocommit=True) as superuser:
        # Who owns the machine can put the trigger to sleep; the digest still tells.
        superuser.execute("SET session_replication_role = replica")
        superuser.execute("UPDATE disclosures_delivery SET keep_until = current_date - 31")
    refused = house.ask(ceremony())
    assert isinstance(refused, Refusal) and refused.rule.name == "deletions_confirmed"
    confirm_deletion(Delivery.objects.get().pk, by="nis:23003", at=clock.now())
    assert isinstance(house.ask(ceremony()), Disclosed)


def test_many_asks_share_one_checkpoint_and_each_ends_for_itself(house: House) -> None:
    from tests.stories.cast import HALLE

    heads = len(ledger.notes())
    first, second = pipeline.disclose_all(
        [ceremony(), ceremony(HALLE)],
        instruments=house.instruments, destination=str(house.parcels), by="agency:agii", at=clock.now(),
    )  # fmt: skip
    assert isinstance(first, Disclosed) and isinstance(second, Refusal)
    assert len(ledger.notes()) == heads + 1


def test_periodicity_counts_from_the_last_parcel_and_a_parcel_does_not_stand_in_its_own_way(
    house: House, database: str
) -> None:
    import json as text

    import psycopg
    from tests.stories.cast import beersel_terms

    from sluis.domain.terms import parse_terms

    said = text.loads(beersel_terms())
    said["purposes"][0]["minimumDaysBetween"] = 30
    terms = parse_terms(text.dumps(said).encode())
    with psycopg.connect(database, autocommit=True) as superuser:
        # Who owns the machine can put the trigger to sleep; the digest still tells.
        superuser.execute("SET session_replication_role = replica")
        superuser.execute("UPDATE protocols_version SET terms = %s, terms_digest = %s", [terms.canonical, terms.digest])
    assert isinstance(house.ask(ceremony()), Disclosed)
    refused = house.ask(ceremony())
    assert isinstance(refused, Refusal) and refused.rule.name == "periodicity"
    with psycopg.connect(database, autocommit=True) as superuser:
        # Who owns the machine can put the trigger to sleep; the digest still tells.
        superuser.execute("SET session_replication_role = replica")
        superuser.execute("UPDATE disclosures_delivery SET recorded_at = recorded_at - interval '31 days'")
    assert isinstance(house.ask(ceremony()), Disclosed)
