"""Time to stop: from the moment a suspension commits, no permit any more, and how long until the last delivery is out.

One process asks and delivers without a pause; another suspends and lifts. Moments are compared on the one clock of the
machine. The floor is a plain UPDATE of the same row under the same load.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

from bench import house
from sluis.cli import clock
from sluis.disclosures import pipeline
from sluis.disclosures.delivery import Delivered
from sluis.disclosures.pipeline import Disclosed
from sluis.domain.entry import Act
from sluis.domain.lifecycle import Verb
from sluis.domain.policy import Ask
from sluis.domain.words import Purpose

SUSPENSIONS = 24
MUNICIPALITIES = 4
# After a suspension the load goes on for so long, so that whatever was under way can come out.
WATCHED = 1.5
LOADED = 0.5
READY = "ready"

UPDATE = "UPDATE protocols_version SET status = status WHERE protocol_id = %s AND status = 'active'"

# The ledger numbers acts in the order in which they commit, which no clock of a process can tell: what stands between
# the suspension and its lifting was done while the protocol was suspended.
MEANWHILE = """
SELECT count(*) FROM ledger_entry, LATERAL (SELECT convert_from(body, 'UTF8')::jsonb AS said) AS read
WHERE seq > %s AND seq < %s AND said->>'kind' = %s AND said->>'recipient' = %s
"""
NEWEST = "SELECT max(seq) FROM ledger_entry WHERE body LIKE %s"


@dataclass(frozen=True)
class Suspension:
    """One suspension: when it was asked, had committed and was lifted, and its entries in the ledger."""

    nis: str
    asked: datetime
    committed: datetime
    lifted: datetime
    first: int
    last: int


def places() -> list[str]:
    return [place.nis for place in house.all_municipalities()[:MUNICIPALITIES]]


def load() -> None:
    """Asks and delivers for a few municipalities in turn, for as long as it may; prints when each parcel had left."""
    instruments, folder = house.instruments(), Path(settings.KEYS_FOLDER).parent / "stop"
    folder.mkdir(exist_ok=True)
    print(READY, flush=True)
    while True:
        for nis in places():
            outcome = pipeline.disclose(
                Ask(nis, "integratiedienst", Purpose.PRACTICE), instruments=instruments, destination=str(folder),
                by=f"nis:{nis}", at=clock.now(),
            )  # fmt: skip
            if isinstance(outcome, Disclosed) and isinstance(outcome.outcome, Delivered):
                print(nis, clock.now().timestamp(), flush=True)


@contextmanager
def under_load() -> Iterator[list[tuple[str, float]]]:
    """The load in a process of its own; what it delivered is in the list once the block is over."""
    left: list[tuple[str, float]] = []
    asking = subprocess.Popen([sys.executable, "-m", "bench", "row", "load"], stdout=subprocess.PIPE, text=True)
    assert asking.stdout is not None
    try:
        assert asking.stdout.readline().strip() == READY
        yield left
    finally:
        asking.terminate()
        lines = asking.stdout.read().splitlines()
        asking.wait()
        # The last line may have been cut off with the process.
        left += [(nis, float(at)) for nis, at in (line.split() for line in lines[:-1])]


def time_to_stop() -> dict[str, Any]:
    """Suspends under load, many times, and says what still came out; beside it what a plain UPDATE waits."""
    from sluis.protocols import actions

    suspended: list[Suspension] = []
    updates: list[float] = []
    with under_load() as left:
        for turn in range(SUSPENSIONS):
            nis = places()[turn % MUNICIPALITIES]
            code = f"AGII-{nis}"
            time.sleep(LOADED)
            started = time.perf_counter()
            with connections["default"].cursor() as cursor:
                cursor.execute(UPDATE, [code])
            updates.append(time.perf_counter() - started)
            time.sleep(LOADED)
            asked = clock.now()
            actions.move(code, Verb.SUSPEND, reason="measured", by=house.MANAGER, at=asked)
            committed = clock.now()
            time.sleep(WATCHED)
            lifted = clock.now()
            actions.move(code, Verb.RESUME, reason="measured", by=house.MANAGER, at=lifted)
            first, last = (_newest(act, nis) for act in (Act.PROTOCOL_SUSPENDED, Act.PROTOCOL_RESUMED))
            suspended.append(Suspension(nis, asked, committed, lifted, first, last))
    return _told(suspended, updates, left)


def _newest(act: Act, nis: str) -> int:
    like = f'%"kind":"{act}"%"recipient":"{nis}"%'.encode()
    with connections["default"].cursor() as cursor:
        cursor.execute(NEWEST, [like])
        return int(cursor.fetchone()[0])


def _meanwhile(one: Suspension, act: Act) -> int:
    with connections["default"].cursor() as cursor:
        cursor.execute(MEANWHILE, [one.first, one.last, act, one.nis])
        return int(cursor.fetchone()[0])


def _told(suspended: list[Suspension], updates: list[float], left: list[tuple[str, float]]) -> dict[str, Any]:
    permits = sum(_meanwhile(one, Act.PERMITTED) for one in suspended)
    delivered = sum(_meanwhile(one, Act.DELIVERED) for one in suspended)
    after, stopped = [], []
    for one in suspended:
        asked, committed, lifted = one.asked.timestamp(), one.committed.timestamp(), one.lifted.timestamp()
        late = max((at for nis, at in left if nis == one.nis and committed < at < lifted), default=committed)
        after.append((late - committed) * 1000)
        stopped.append((late - asked) * 1000)
    assert permits == 0, f"{permits} permits were given after a suspension had committed"
    assert delivered == 0, f"{delivered} parcels left after a suspension had committed"
    loaded = {nis for nis, _ in left}
    assert loaded == set(places()), "the load delivered nothing to stop"
    slowest, floor = max(stopped), max(updates) * 1000
    return {
        "row": f"time to stop: from a suspension asked to the last delivery out, slowest of {len(suspended)}",
        "unit": "ms", "sluis": slowest, "floors": {"plain UPDATE": floor}, "ratio": slowest / floor,
        "reach": "≤ 1,000 ms, 0 permits", "median": statistics.median(stopped), "permitsAfter": permits,
        "afterCommit": {"median": statistics.median(after), "max": max(after)},
        "updateMedian": statistics.median(updates) * 1000, "deliveries": len(left),
    }  # fmt: skip
