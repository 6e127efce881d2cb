"""The rows of the benchmark that need a database. Each runs in a process of its own and returns what it measured."""

from __future__ import annotations

import json
import resource
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connections, transaction

from bench import house, overview, pages, stop
from sluis.cli import clock
from sluis.disclosures import pipeline
from sluis.disclosures.delivery import Delivered
from sluis.disclosures.pipeline import Disclosed
from sluis.domain.entry import Act, Entry
from sluis.domain.policy import Ask
from sluis.domain.words import Purpose
from sluis.ledger import actions as ledger

FIELDS = (
    "insz, surname, first_name, (contract_signed_on IS NOT NULL)::text AS contract, "
    "(attest_obtained_on IS NOT NULL)::text AS attest"
)
HERE = Path(settings.KEYS_FOLDER).parent


def timed(act: Callable[[], object]) -> float:
    """Seconds."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def peak_memory() -> float:
    """The most memory this process held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def superuser() -> psycopg.Connection:
    import os

    return psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)


def synthesize(people: int) -> Path:
    from sluis.dossiers.synthesis import write_extract

    path = HERE / f"extract-{people}.csv"
    write_extract(path, people=people, seed=7, as_of=clock.today())
    return path


def import_floor(path: Path) -> float:
    columns = path.open(encoding="utf-8").readline().strip().split(",")
    with superuser() as connection:
        connection.execute("DROP TABLE IF EXISTS flat")
        connection.execute(f"CREATE TABLE flat ({', '.join(f'{name} text' for name in columns)})")
        with (
            path.open("rb") as file,
            connection.cursor().copy("COPY flat FROM STDIN (FORMAT csv, HEADER)") as copy,
        ):
            started = time.perf_counter()
            while block := file.read(1 << 18):
                copy.write(block)
        seconds = time.perf_counter() - started
        connection.execute("DROP TABLE flat")
    return seconds


def import_rows(people: int) -> dict[str, Any]:
    """Import into an empty vault beside COPY of the same file into one table; then the same file again."""
    from sluis.dossiers import actions as dossiers

    path = synthesize(people)
    floor = min(import_floor(path) for _ in range(3))

    def take_in() -> None:
        report = dossiers.import_extract(path, agency="agii", as_of=clock.today(), by="agency:agii", at=clock.now())
        assert report.accepted == people, report

    seconds = timed(take_in)
    again = timed(take_in)
    return {
        "row": f"import of {people:,} rows with all checks", "unit": "s", "sluis": seconds, "floors": {"COPY": floor},
        "ratio": seconds / floor, "reach": "≤ 6", "memoryMB": peak_memory(), "again": again,
    }  # fmt: skip


def deliver_floor(folder: Path) -> float:
    """Each municipality's rows by COPY from the same table, piped through age into a file."""
    from sluis.adapters.sealing import make_identity, seal

    recipient = make_identity()[1]
    with superuser() as connection:
        started = time.perf_counter()
        for place in house.all_municipalities():
            query = f"COPY (SELECT {FIELDS} FROM dossiers_person WHERE nis = '{place.nis}') TO STDOUT (FORMAT csv)"
            with connection.cursor().copy(query) as copy:
                plain = b"".join(copy)
            (folder / f"{place.nis}.age").write_bytes(seal(plain, [recipient]))
        return time.perf_counter() - started


def ask(nis: str, folder: Path, instruments: pipeline.Instruments) -> Disclosed:
    outcome = pipeline.disclose(
        Ask(nis, "integratiedienst", Purpose.PRACTICE), instruments=instruments, destination=str(folder),
        by=f"nis:{nis}", at=clock.now(),
    )  # fmt: skip
    assert isinstance(outcome, Disclosed), outcome
    return outcome


def deliver_rows(people: int) -> dict[str, Any]:
    """Every person to every municipality's parcel: gate, selection, commitments, sealing, recording, delivery."""
    instruments, folder = house.instruments(), HERE / "parcels"
    folder.mkdir(exist_ok=True)
    floors = [deliver_floor(folder)]
    counts: list[int] = []

    def everybody() -> None:
        outcomes = pipeline.disclose_all(
            [Ask(place.nis, "integratiedienst", Purpose.PRACTICE) for place in house.all_municipalities()],
            instruments=instruments,
            destination=str(folder),
            by="agency:agii",
            at=clock.now(),
        )
        for outcome in outcomes:
            assert isinstance(outcome, Disclosed) and isinstance(outcome.outcome, Delivered), outcome
            counts.append(outcome.certificate["count"])

    seconds = timed(everybody)
    floors.append(deliver_floor(folder))
    assert sum(counts) > people * 0.9, sum(counts)
    return {
        "row": f"deliver {sum(counts):,} people over 285 municipalities", "unit": "s", "sluis": seconds,
        "floors": {"COPY to age": min(floors)}, "ratio": seconds / min(floors), "reach": "≤ 3",
        "memoryMB": peak_memory(),
    }  # fmt: skip


def one_delivery(people: int) -> dict[str, Any]:
    """The median time of one municipality's delivery of 500 people out of a vault of this size."""
    instruments, folder = house.instruments(), HERE / "parcels"
    place = house.all_municipalities()[0].nis
    with superuser() as connection:
        connection.execute("UPDATE dossiers_person SET restricted = true WHERE nis = %s", [place])
        # Exactly 500 people of this municipality, whatever the size of the vault.
        connection.execute(
            "INSERT INTO dossiers_person (agency, insz, nis, surname, first_name, status, contract_signed_on) "
            "SELECT 'agii', 'x' || lpad(n::text, 10, '0'), %s, 'Naam', 'Naam', 'active', '2024-01-01' "
            "FROM generate_series(1, 500) AS n",
            [place],
        )
        connection.execute("VACUUM ANALYZE dossiers_person")
    times = []
    for _ in range(30):
        times.append(timed(lambda: ask(place, folder, instruments)))
    return {"people": people, "seconds": statistics.median(times[5:])}


def ledger_rows(singles: int = 2000, batches: int = 60) -> list[dict[str, Any]]:
    """Appends, each in its own durable transaction, beside inserts of the same bytes into a plain table."""
    body = Entry(Act.REFUSED, clock.now(), "nis:23027", {"recipient": "23027", "rule": "protocol_exists"}).body()
    with superuser() as connection:
        connection.execute("DROP TABLE IF EXISTS plain")
        connection.execute("CREATE TABLE plain (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body bytea)")
        connection.execute("GRANT ALL ON plain TO sluis_app")

    def append(bodies: list[bytes], times: int) -> None:
        for _ in range(times):
            with transaction.atomic():
                ledger.append_bodies(bodies)

    def insert(bodies: list[bytes], times: int) -> None:
        for _ in range(times):
            with transaction.atomic(), connections["default"].cursor() as cursor:
                cursor.execute("INSERT INTO plain (body) SELECT * FROM unnest(%s)", [bodies])

    rows = []
    for name, bodies, times, reach in (
        ("each in its own durable transaction", [body], singles, "≥ 0.7"),
        ("in batches of 1,000", [body] * 1000, batches, "≥ 0.5"),
    ):
        ours, theirs = [], []
        for _ in range(3):
            theirs.append(len(bodies) * times / timed(lambda b=bodies, t=times: insert(b, t)))  # type: ignore[misc]
            ours.append(len(bodies) * times / timed(lambda b=bodies, t=times: append(b, t)))  # type: ignore[misc]
        best, floor = max(ours), max(theirs)
        rows.append(
            {
                "row": f"ledger appends, {name}",
                "unit": "entries/s",
                "sluis": best,
                "floors": {"insert": floor},
                "ratio": best / floor,
                "reach": reach,
            }
        )
    size = timed(lambda: ledger.publish(origin=settings.LOG_ORIGIN, key=house.instruments().ledger_key, at=clock.now()))
    rows[-1]["publishSeconds"] = size
    return rows


def run(name: str, people: int) -> None:
    """One row, printed as JSON on the last line; what `python -m bench row NAME` does."""
    measure: dict[str, Callable[[], Any]] = {
        "furnish": lambda: house.furnish() and None,
        "import": lambda: import_rows(people),
        "deliver": lambda: deliver_rows(people),
        "one": lambda: one_delivery(people),
        "ledger": ledger_rows,
        "load": stop.load,
        "stop": stop.time_to_stop,
        "pages": pages.measure,
        "overview": overview.measure,
    }
    print(json.dumps(measure[name]()))
