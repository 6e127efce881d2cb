"""Many asks at once: they go through the steps together, and each ends for itself.

Beersel, Halle and Leuven each have a protocol; Aalst has none. Whatever happens to one of them, the others
receive what they would have received alone.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from tests.stories.cast import BEERSEL, HALLE, MANAGER, PEOPLE, House, beersel_terms, ceremony, row
from tests.stories.test_a_killed_program_leaves_nothing_undone import require_honest

from sluis.adapters.sealing import make_identity
from sluis.cli import clock
from sluis.disclosures import delivery, pipeline, queries, recording
from sluis.disclosures.delivery import AlreadyWithheld, Delivered, Withheld
from sluis.disclosures.models import Delivery, Permit
from sluis.disclosures.models import Refusal as StoredRefusal
from sluis.disclosures.pipeline import Disclosed
from sluis.domain.gate import Refusal
from sluis.domain.lifecycle import DeliveryStatus, Verb
from sluis.domain.policy import Ask
from sluis.domain.terms import parse_terms
from sluis.ledger import queries as ledger
from sluis.parties import actions as parties
from sluis.protocols import actions as protocols

LEUVEN, AALST = "24062", "41002"
THREE = (BEERSEL, HALLE, LEUVEN)


@pytest.fixture
def house(database: str, home: Path, tmp_path: Path) -> House:
    attested = {"attest": "2026-03-01"}
    house = House(tmp_path, (*PEOPLE, row(10, HALLE, **attested), *(row(n, LEUVEN, **attested) for n in (11, 12, 13))))
    for nis in (HALLE, LEUVEN):
        register(nis)
        parties.register_key(nis=nis, recipient=make_identity()[1], by=f"nis:{nis}", at=clock.now())
    return house


def register(nis: str, start: date = date(2020, 11, 1)) -> None:
    said = json.loads(beersel_terms())
    said |= {"protocol": f"AGII-{nis}", "territory": [nis], "start": start.isoformat()}
    said["recipient"]["nis"] = nis
    concluded = protocols.Concluded(
        terms=parse_terms(json.dumps(said).encode()).canonical,
        agency="agii",
        author="protocol manager",
        validator="second protocol manager",
        in_force_at=datetime.combine(start, time(), clock.BRUSSELS),
        published_by_sender=f"https://agency.example/protocols/{nis}",
        published_by_recipient="https://recipient.example/protocols/agii",
    )
    protocols.register(concluded, by=MANAGER, at=clock.now())


def alter_terms(database: str, nis: str, **changes: Any) -> None:
    """Gives a protocol other terms, as if they had been signed so; the trigger that forbids it is put to sleep."""
    import psycopg

    with psycopg.connect(database, autocommit=True) as superuser:
        superuser.execute("SET session_replication_role = replica")
        where = "WHERE protocol_id = %s"
        [(text,)] = superuser.execute(f"SELECT terms FROM protocols_version {where}", [f"AGII-{nis}"]).fetchall()
        said = json.loads(bytes(text))
        for purpose in said["purposes"]:
            purpose |= {name: value for name, value in changes.items() if name in purpose}
        said |= {name: value for name, value in changes.items() if name in said}
        terms = parse_terms(json.dumps(said).encode())
        superuser.execute(
            f"UPDATE protocols_version SET terms = %s, terms_digest = %s {where}",
            [terms.canonical, terms.digest, f"AGII-{nis}"],
        )


def ask_all(house: House, *asks: Ask) -> list[Disclosed | Refusal]:
    return pipeline.disclose_all(
        asks, instruments=house.instruments, destination=str(house.parcels), by="agency:agii", at=clock.now()
    )


def suspend(nis: str) -> None:
    protocols.move(f"AGII-{nis}", Verb.SUSPEND, reason="breach", by=MANAGER, at=clock.now())


def resume(nis: str) -> None:
    protocols.move(f"AGII-{nis}", Verb.RESUME, reason="mended", by=MANAGER, at=clock.now())


def delivered_to(outcomes: list[Disclosed | Refusal]) -> list[str | None]:
    """For each outcome what its parcel's name says of its recipient, or None where nothing left."""
    return [
        one.outcome.path.name.split("-")[1]
        if isinstance(one, Disclosed) and isinstance(one.outcome, Delivered) and one.outcome.path.exists()
        else None
        for one in outcomes
    ]


def test_one_that_the_gate_refuses_does_not_touch_the_others(house: House) -> None:
    outcomes = ask_all(house, ceremony(), ceremony(AALST), ceremony(HALLE), ceremony(LEUVEN))
    assert delivered_to(outcomes) == [BEERSEL, None, HALLE, LEUVEN]
    assert isinstance(outcomes[1], Refusal)
    assert [one.certificate["count"] for one in outcomes if isinstance(one, Disclosed)] == [3, 2, 3]
    stored = StoredRefusal.objects.get()
    assert (stored.ask.nis, stored.step) == (AALST, "gate")
    require_honest(house)


def test_one_with_too_many_rows_is_refused_at_recording_and_the_others_are_recorded(
    house: House, database: str
) -> None:
    alter_terms(database, HALLE, rowLimit=1)
    outcomes = ask_all(house, *map(ceremony, THREE))
    assert delivered_to(outcomes) == [BEERSEL, None, LEUVEN]
    stored = StoredRefusal.objects.get()
    assert (stored.ask.nis, stored.step) == (HALLE, "recording")
    assert not Delivery.objects.filter(permit__ask__nis=HALLE).exists()
    require_honest(house)


def test_one_suspended_between_recording_and_leaving_is_withheld(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    real = delivery.deliver

    def suspended_first(*given: Any, **named: Any) -> Any:
        suspend(HALLE)
        return real(*given, **named)

    monkeypatch.setattr(delivery, "deliver", suspended_first)
    outcomes = ask_all(house, *map(ceremony, THREE))
    assert delivered_to(outcomes) == [BEERSEL, None, LEUVEN]
    assert isinstance(outcomes[1], Disclosed) and isinstance(outcomes[1].outcome, Withheld)
    assert Delivery.objects.get(permit__ask__nis=HALLE).status == DeliveryStatus.WITHHELD
    assert not list(house.parcels.glob(f"sluis-{HALLE}-*"))
    require_honest(house)


def test_one_suspended_while_it_is_sealed_is_refused_at_recording(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = recording.record

    def suspended_first(*given: Any, **named: Any) -> Any:
        suspend(HALLE)
        return real(*given, **named)

    monkeypatch.setattr(recording, "record", suspended_first)
    assert delivered_to(ask_all(house, *map(ceremony, THREE))) == [BEERSEL, None, LEUVEN]
    require_honest(house)


def test_the_second_ask_of_a_municipality_knows_of_the_first(house: House, database: str) -> None:
    alter_terms(database, BEERSEL, minimumDaysBetween=30)
    outcomes = ask_all(house, ceremony(), ceremony(HALLE), ceremony(), ceremony(LEUVEN))
    assert delivered_to(outcomes) == [BEERSEL, HALLE, None, LEUVEN]
    assert isinstance(outcomes[2], Refusal) and outcomes[2].rule.name == "periodicity"


def test_more_asks_than_go_together_all_end(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "TOGETHER", 2)
    heads = len(ledger.notes())
    assert delivered_to(ask_all(house, *map(ceremony, THREE))) == list(THREE)
    assert len(ledger.notes()) == heads + 1


def test_no_ask_is_no_work(house: House) -> None:
    assert ask_all(house) == []


@pytest.mark.parametrize("together", [1, 16])
def test_a_destination_that_cannot_be_written_holds_up_its_own_parcel_only(
    house: House, monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    monkeypatch.setattr(pipeline, "TOGETHER", together)
    with monkeypatch.context() as patch, pytest.raises(InterruptedError):
        patch.setattr(delivery, "deliver", _interrupted)
        ask_all(house, *map(ceremony, THREE))
    blocked = house.folder / "blocked"
    blocked.write_text("a file where the folder should be")
    at_halle = Delivery.objects.get(permit__ask__nis=HALLE)
    real = delivery._path
    monkeypatch.setattr(delivery, "_path", lambda row: blocked / row.name if row.pk == at_halle.pk else real(row))

    with pytest.raises(OSError, match="blocked"):
        pipeline.deliver_waiting(instruments=house.instruments, at=clock.now())
    assert [one.nis for one in queries.waiting()] == [HALLE]
    require_honest(house)

    blocked.unlink()
    [last] = pipeline.deliver_waiting(instruments=house.instruments, at=clock.now())
    assert isinstance(last, Delivered) and last.path.exists()
    assert queries.waiting() == []


def _interrupted(*_: object, **__: object) -> None:
    raise InterruptedError


def test_a_parcel_that_was_withheld_never_leaves_any_more(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch, pytest.raises(InterruptedError):
        patch.setattr(delivery, "deliver", _interrupted)
        house.ask(ceremony(), key="once")
    suspend(BEERSEL)
    pipeline.deliver_waiting(instruments=house.instruments, at=clock.now())
    again = house.ask(ceremony(), key="once")
    assert isinstance(again, Disclosed) and isinstance(again.outcome, Withheld)
    resume(BEERSEL)
    with pytest.raises(AlreadyWithheld):
        house.ask(ceremony(), key="once")
    assert not house.parcels.exists()


PROGRAM = """
import os, pkgutil, signal, sys
from unittest import mock

import django

django.setup()
from sluis.cli import clock
from sluis.cli.instruments import instruments
from sluis.disclosures import pipeline
from tests.stories.cast import ceremony

target, when, call, destination, *codes = sys.argv[1:]
real, calls = pkgutil.resolve_name(target), []


def dying(*given, **named):
    calls.append(given)
    dies = len(calls) == int(call)
    if dies and when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    result = real(*given, **named)
    if dies:
        os.kill(os.getpid(), signal.SIGKILL)
    return result


with mock.patch(target, dying):
    pipeline.disclose_all(
        map(ceremony, codes), instruments=instruments(), destination=destination, by="agency:agii", at=clock.now()
    )
"""

# Where the program dies in the middle of a batch: the function, before or after its work, in which call; and how many
# parcels come of it in the end. A parcel that was recorded leaves; what was not recorded is asked for anew.
BOUNDARIES = [
    ("sluis.disclosures.intake.take_in_all", "after", 1, 0),
    ("sluis.disclosures.recording.record_permits", "after", 1, 0),
    ("sluis.disclosures.selection.select", "after", 2, 0),
    ("sluis.disclosures.sealing.seal", "after", 2, 0),
    ("sluis.disclosures.recording.Delivery.objects.bulk_create", "before", 1, 0),
    ("sluis.disclosures.recording.Delivery.objects.bulk_create", "after", 1, 0),
    ("sluis.disclosures.recording.record", "after", 1, 3),
    ("sluis.disclosures.pipeline.ledger.publish", "after", 1, 3),
    ("sluis.disclosures.delivery._hand_over", "before", 2, 3),
    ("sluis.disclosures.delivery._hand_over", "after", 2, 3),
    ("sluis.disclosures.delivery.record_settled", "before", 1, 3),
    ("sluis.disclosures.delivery.record_settled", "after", 1, 3),
    ("sluis.disclosures.delivery.deliver", "after", 1, 3),
]


@pytest.mark.parametrize(("target", "when", "call", "parcels"), BOUNDARIES)
def test_killed_in_the_middle_of_a_batch_and_started_again(
    target: str, when: str, call: int, parcels: int, house: House
) -> None:
    died = subprocess.run(
        [sys.executable, "-c", PROGRAM, target, when, str(call), str(house.parcels), *THREE],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert died.returncode == -signal.SIGKILL, (died.returncode, died.stdout, died.stderr)
    require_honest(house)

    pipeline.deliver_waiting(instruments=house.instruments, at=clock.now())

    require_honest(house)
    assert len(list(house.parcels.glob("*.zip.age"))) == parcels
    assert {one.status for one in Delivery.objects.all()} <= {DeliveryStatus.DELIVERED}
    assert Delivery.objects.count() == parcels
    assert Permit.objects.count() in (0, 3)
    assert queries.waiting() == []
    assert delivered_to(ask_all(house, *map(ceremony, THREE))) == list(THREE)
