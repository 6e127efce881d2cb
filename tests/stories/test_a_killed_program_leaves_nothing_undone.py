"""The program is killed (SIGKILL) at every boundary of the main job, and started again.

Whatever the moment: nothing was delivered without an entry in a signed checkpoint, there is no entry for a
delivery that was rolled back, the ledger has no gap, and the same ask, repeated, ends in one delivery.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.stories.cast import CODE, House, ceremony

from sluis.disclosures import pipeline
from sluis.disclosures.delivery import Delivered
from sluis.disclosures.models import Delivery
from sluis.disclosures.pipeline import Disclosed
from sluis.domain.lifecycle import DeliveryStatus
from sluis.ledger import queries as ledger

KEY = "the-ask-that-was-cut-off"

# Where the program dies: the function, and whether before or after it did its work.
BOUNDARIES = [
    ("sluis.disclosures.intake.take_in", "after"),
    ("sluis.disclosures.recording.record_permits", "before"),
    ("sluis.disclosures.recording.record_permits", "after"),
    ("sluis.disclosures.selection.select", "after"),
    ("sluis.disclosures.sealing.seal", "after"),
    # Inside the transaction that records: the entries are written and not committed.
    ("sluis.disclosures.recording.Delivery.objects.bulk_create", "before"),
    ("sluis.disclosures.recording.Delivery.objects.bulk_create", "after"),
    ("sluis.disclosures.recording.record", "after"),
    ("sluis.disclosures.pipeline.ledger.publish", "after"),
    ("sluis.disclosures.delivery._hand_over", "before"),
    # The files are there, and that they are is not committed.
    ("sluis.disclosures.delivery._hand_over", "after"),
    ("sluis.disclosures.delivery.deliver", "after"),
]

PROGRAM = """
import os, pkgutil, signal, sys
from unittest import mock

import django

django.setup()
from sluis.cli.main import main
import sluis.disclosures.pipeline

target, when, *arguments = sys.argv[1:]
real = pkgutil.resolve_name(target)


def dying(*given, **named):
    if when == "after":
        real(*given, **named)
    os.kill(os.getpid(), signal.SIGKILL)


with mock.patch(target, dying):
    sys.exit(main(arguments))
"""


@pytest.fixture
def house(database: str, home: Path, tmp_path: Path) -> House:
    return House(tmp_path)


def run_and_die(house: House, target: str, when: str) -> None:
    ask = ["ask", "--municipality", "23003", "--purpose", "ceremony", "--out", str(house.parcels)]
    died = subprocess.run(
        [sys.executable, "-c", PROGRAM, target, when, *ask, "--idempotency-key", KEY],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert died.returncode == -signal.SIGKILL, (died.returncode, died.stdout, died.stderr)


def disclosed_entries() -> dict[str, int]:
    """The entries that say a parcel was recorded: delivery → number."""
    bodies = [json.loads(body) for body in ledger.bodies(0, ledger.size())]
    return {said["delivery"]: seq for seq, said in enumerate(bodies) if said["kind"] == "disclosure.recorded"}


def require_honest(house: House) -> None:
    """What must hold at any moment, however the program ended."""
    assert len(ledger.bodies(0, 1000)) == ledger.size()
    assert ledger.audit_of(house.instruments.origin, house.ledger_key.public_key) == []
    rows = {str(row.pk): row for row in Delivery.objects.all()}
    entries = disclosed_entries()
    assert {name: row.entry for name, row in rows.items()} == entries
    left = {path.name for path in house.parcels.glob("*.zip.age")} if house.parcels.exists() else set()
    assert left <= {row.name for row in rows.values()}
    for row in rows.values():
        if row.name in left:
            ledger.proof_of(row.entry)  # Raises where the entry is in no signed checkpoint.


@pytest.mark.parametrize(("target", "when"), BOUNDARIES)
def test_killed_there_and_started_again(target: str, when: str, house: House) -> None:
    run_and_die(house, target, when)
    require_honest(house)

    from sluis.cli import clock

    pipeline.deliver_waiting(instruments=house.instruments, at=clock.now())
    outcome = house.ask(ceremony(), key=KEY)

    require_honest(house)
    assert isinstance(outcome, Disclosed) and isinstance(outcome.outcome, Delivered)
    row = Delivery.objects.get()
    assert row.status == DeliveryStatus.DELIVERED
    assert [path.name for path in house.parcels.glob("*.zip.age")] == [row.name]
    kinds = [json.loads(body)["kind"] for body in ledger.bodies(0, ledger.size())]
    for once in ("disclosure.recorded", "disclosure.delivered"):
        assert kinds.count(once) == 1
    # An ask that was cut off after its permit gets another, and the first expires unused.
    assert kinds.count("ask.permitted") in (1, 2)
    assert CODE in json.loads(ledger.bodies(row.entry, row.entry + 1)[0])["protocol"]


def test_an_import_that_is_killed_changes_nothing(house: House, database: str) -> None:
    import psycopg
    from tests.stories.cast import HEADER, row

    def vault() -> list[tuple[object, ...]]:
        with psycopg.connect(database) as superuser:
            return superuser.execute("SELECT id, insz, surname, left_on FROM dossiers_person ORDER BY id").fetchall()

    before, entries = vault(), ledger.size()
    extract = house.folder / "next.csv"
    extract.write_text("\n".join([HEADER, row(1), row(10)]) + "\n", encoding="utf-8")
    died = subprocess.run(
        [sys.executable, "-c", PROGRAM, "sluis.dossiers.actions.ledger.append", "after", "import", str(extract)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert vault() == before
    assert ledger.size() == entries
