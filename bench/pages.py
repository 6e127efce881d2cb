"""Page times: the slowest twentieth under twenty people at once, beside a bare Django page on the same server.

The house has 285 municipalities, five years of asks and deliveries, several versions of every protocol and forty texts
in preparation. The people are processes' threads with a connection each, who read one page after the other.
"""

from __future__ import annotations

import http.client
import os
import random
import re
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import house
from sluis.cli import clock
from sluis.domain.access import Role
from sluis.domain.policy import Ask
from sluis.domain.words import Purpose
from sluis.parties import people

USERS = 20
SECONDS = 20.0
AMENDED = 40
# Asks of a municipality in five years: a quarter of a year between two, for two purposes.
ASKS = 40
SECRET = "for the benchmark only"  # noqa: S105 - it guards nothing
VERSIONS = 4

# Who opens what. The municipality is the first one of the list.
AGENCY_PAGES = (
    "home", "protocols", "protocols?turn=others", "protocols/board", "protocols/AGII-{nis}",
    "protocols/AGII-{nis}/text", "protocols/AGII-{nis}/history", "disclosures", "imports", "ledger", "jobs", "messages",
    "outreach", "approach", "effects", "reports/2025", "answer?question=municipalities&on=2025-06-30",
)  # fmt: skip
MUNICIPALITY_PAGES = ("home", "ask", "ask/ceremony", "deliveries", "gate", "onboarding", "keys")
PUBLIC_PAGES = (
    "", "?on=2024-12-31", "growth", "target", "register", "register/AGII-{nis}", "register/AGII-{nis}/1/text",
    "register.atom", "yearly/2025", "interest",
)  # fmt: skip
NOBODY = "-"

HISTORY = (
    # The texts before the one in force: the same words, another number.
    """INSERT INTO protocols_version (protocol_id, number, terms, terms_digest, status, published_by_sender,
        published_by_recipient, remark)
       SELECT protocol_id, number, terms, 'sha256:' || encode(sha256(terms), 'hex'), 'superseded',
        published_by_sender, published_by_recipient, ''
       FROM (SELECT protocol_id, number + 10 * step AS number, published_by_sender, published_by_recipient, convert_to(
            replace(convert_from(terms, 'UTF8'), '"version":1', '"version":' || number + 10 * step), 'UTF8') AS terms
        FROM protocols_version, generate_series(%(first)s, %(last)s) AS step WHERE status = 'active') AS before""",
    """INSERT INTO protocols_move (version_id, verb, from_status, to_status, at, by, person, role, reason, recorded_at)
       SELECT id, 'supersede', 'active', 'superseded', now() - interval '1 year', 'agency:agii', 'bench',
        'protocol_manager', '', now() - interval '1 year' FROM protocols_version AS version
       WHERE status = 'superseded' AND NOT EXISTS (SELECT FROM protocols_move WHERE version_id = version.id)""",
    # What was asked and delivered: copies of one real delivery a municipality, every six weeks back in time.
    """CREATE TEMPORARY TABLE again AS
       SELECT delivery.id AS was, gen_random_uuid() AS ask, gen_random_uuid() AS permit, gen_random_uuid() AS delivery,
        step FROM disclosures_delivery AS delivery, generate_series(%(from)s, %(until)s) AS step
       WHERE deletion_confirmed_at IS NULL""",
    """INSERT INTO disclosures_ask SELECT again.ask, again.ask::text, ask.nis, ask.service, ask.purpose, ask.fields,
        ask.period_first, ask.period_last, ask.asked_at - again.step * interval '45 days', ask.asked_by, ask.destination
       FROM again JOIN disclosures_delivery AS delivery ON delivery.id = again.was
       JOIN disclosures_permit AS permit ON permit.id = delivery.permit_id
       JOIN disclosures_ask AS ask ON ask.id = permit.ask_id""",
)


def _columns(table: str, changed: Mapping[str, str]) -> tuple[str, str]:
    """The columns of a table, and what to select for each: itself, or what it is changed to."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position",
            [table],
        )
        names = [name for (name,) in cursor.fetchall()]
    return ", ".join(names), ", ".join(changed.get(name, f"row.{name}") for name in names)


def deliver_everywhere() -> None:
    """Gives every municipality a delivery by the main job."""
    from sluis.disclosures import pipeline

    asks = [Ask(place.nis, "integratiedienst", Purpose.CEREMONY) for place in house.all_municipalities()]
    instruments = house.instruments()
    pipeline.disclose_all(asks, instruments=instruments, destination="portal:", by="agency:agii", at=clock.now())


def add_past(*, versions: range, asks: range, amended: slice) -> None:
    """Adds a past made of copies: texts before the one in force, asks with their deliveries, amendments under way."""
    from sluis.protocols import actions

    at = clock.now()
    with connections["owner"].cursor() as cursor:
        spans = {
            "first": versions.start, "last": versions.stop - 1, "from": asks.start, "until": asks.stop - 1,
        }  # fmt: skip
        for statement in HISTORY:
            cursor.execute(statement, spans)
        permit = {
            "id": "again.permit", "ask_id": "again.ask", "issued_at": "row.issued_at - again.step * interval '45 days'",
        }  # fmt: skip
        names, values = _columns("disclosures_permit", permit)
        cursor.execute(
            f"INSERT INTO disclosures_permit ({names}) SELECT {values} FROM again "
            "JOIN disclosures_delivery AS old ON old.id = again.was "
            "JOIN disclosures_permit AS row ON row.id = old.permit_id"
        )
        delivery = {
            "id": "again.delivery", "permit_id": "again.permit", "name": "row.name || again.step",
            "keep_until": "row.keep_until - 45 * again.step",
            "recorded_at": "row.recorded_at - again.step * interval '45 days'",
            "settled_at": "row.settled_at - again.step * interval '45 days'",
            "collected_at": "row.settled_at - again.step * interval '45 days'",
            "deletion_confirmed_at": "now()", "deletion_confirmed_by": "'nis:' || row.name",
        }  # fmt: skip
        names, values = _columns("disclosures_delivery", delivery)
        cursor.execute(
            f"INSERT INTO disclosures_delivery ({names}) SELECT {values} FROM again "
            "JOIN disclosures_delivery AS row ON row.id = again.was"
        )
        cursor.execute("DROP TABLE again")
        cursor.execute("ANALYZE")
    for place in house.all_municipalities()[amended]:
        actions.amend(f"AGII-{place.nis}", changes={"rowLimit": 900}, by=house.MANAGER, at=at)


def session(person: str, party: str, role: Role) -> str:
    """A session, as after a log-in."""
    at = clock.now()
    code = party.partition(":")[2]
    people.register_organisation(code=code, party=party, by="bench", at=at)
    account = people.log_in(people.Claimed("bench", person, person, person, [(code, role)]), at=at)
    [held] = people.capacities_of(account.pk)
    made = SessionStore()
    made.update({"account": account.pk, "capacity": held.number, "begun": at.isoformat(), "seen": at.isoformat()})
    made.create()
    assert made.session_key is not None
    return made.session_key


def pages() -> list[tuple[str, str]]:
    """Every page, with the session of somebody who opens it."""
    nis = house.all_municipalities()[0].nis
    at_agency = session("manager", "agency:agii", Role.PROTOCOL_MANAGER)
    at_municipality = session("officer", f"nis:{nis}", Role.INTEGRATION_OFFICER)
    return [
        *((f"/nl/{path.format(nis=nis)}", at_agency) for path in AGENCY_PAGES),
        *((f"/nl/{path.format(nis=nis)}", at_municipality) for path in MUNICIPALITY_PAGES),
        *((f"/nl/{path.format(nis=nis)}", NOBODY) for path in PUBLIC_PAGES),
    ]


def queries(every: list[tuple[str, str]]) -> dict[str, int]:
    """How many queries each page takes. The first visit fills what is kept in memory, and does not count."""
    found = {}
    for path, key in every:
        client = Client(SERVER_NAME="127.0.0.1")
        client.cookies[settings.SESSION_COOKIE_NAME] = key
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        found[path] = len(captured)
    return found


@contextmanager
def serving() -> Iterator[int]:
    """`sluis serve` with the bare page beside the others; gives its port."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "bench.portal_settings", "SLUIS_SECRET_KEY": SECRET}
    command = [sys.executable, "-m", "sluis.cli.main", "serve", "--port", "0", "--no-worker"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdout is not None
        found = re.search(r"127\.0\.0\.1:(\d+)", server.stdout.readline())
        assert found is not None
        try:
            yield int(found[1])
        finally:
            server.terminate()


def read_for(port: int, wanted: list[tuple[str, str]], seconds: float) -> dict[str, list[float]]:
    """Lets `USERS` people read pages, each at random, for so long; the times of each page in seconds."""
    times: dict[str, list[float]] = defaultdict(list)
    until = time.perf_counter() + seconds

    def reads(seed: int) -> None:
        chance, link = random.Random(seed), http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while time.perf_counter() < until:
            path, key = chance.choice(wanted)
            started = time.perf_counter()
            link.request("GET", path, headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={key}"})
            answer = link.getresponse()
            answer.read()
            assert answer.status == 200, (path, answer.status)
            times[path].append(time.perf_counter() - started)
        link.close()

    threads = [threading.Thread(target=reads, args=(seed,)) for seed in range(USERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def slowest_twentieth(times: list[float]) -> float:
    """The time that one of twenty pages takes longer than."""
    ordered = sorted(times)
    return ordered[int(len(ordered) * 0.95)]


def measure() -> dict[str, Any]:
    """Queries with a little of everything and with five years of it, and page times beside the bare page."""
    settings.SECRET_KEY = SECRET
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    every = pages()
    deliver_everywhere()
    add_past(versions=range(1, 2), asks=range(1, 2), amended=slice(1))
    before = queries(every)
    add_past(versions=range(2, VERSIONS + 1), asks=range(2, ASKS + 1), amended=slice(1, AMENDED))
    after = queries(every)
    grown = {path: (before[path], after[path]) for path in before if after[path] > before[path]}
    with serving() as port:
        read_for(port, [("/bare", "-")], 2)
        read_for(port, every, 4)
        bare = [one for times in read_for(port, [("/bare", "-")], SECONDS / 2).values() for one in times]
        read = read_for(port, every, SECONDS)
    ours = [one for times in read.values() for one in times]
    slow = {path: slowest_twentieth(times) for path, times in read.items()}
    for path, seconds in sorted(slow.items(), key=lambda item: -item[1]):
        print(f"{seconds * 1000:6.0f} ms  {after[path]:3} queries  {path}", file=sys.stderr)
    return {
        "row": f"slowest 5 % of pages, {USERS} people at once, 285 municipalities, 5 years",
        "unit": "s",
        "sluis": slowest_twentieth(ours),
        "floors": {"bare Django page": slowest_twentieth(bare)},
        "ratio": slowest_twentieth(ours) / slowest_twentieth(bare),
        "reach": "-",
        "pages": len(ours),
        "queriesThatGrow": grown,
    }
