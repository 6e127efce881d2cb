"""Invents whole histories of protocols and writes them down as rows, past every rule and act of the program.

They hold what happens to protocols: reopenings, drafts given up, amendments without a gap, suspensions, notice that is
given and taken back, ends that nobody recorded, and the mergers of 2025, recorded days after they took effect and after
moves that they undo. What the register says of them is counted again by `recount`, in SQL that shares nothing with it.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from importlib.resources import files

from django.db import connection

from sluis.cli.clock import BRUSSELS
from sluis.domain.municipalities import Municipality
from sluis.domain.terms import parse_terms
from sluis.domain.words import digest
from sluis.parties.municipalities import municipalities
from sluis.protocols.models import Move, Protocol, Version

FIRST, LAST = date(2019, 6, 1), date(2026, 11, 20)
MERGER = datetime(2025, 1, 1, tzinfo=BRUSSELS)
PREPARING = ("complete", "advise", "decide", "sign", "publish", "validate")
AFTER = dict(zip(PREPARING, ("complete", "advised", "decided", "signed", "published", "active"), strict=True))


@dataclass
class _Version:
    number: int
    start: date
    end: date | None = None
    ends_on: date | None = None
    follows: list[str] = field(default_factory=list)
    status: str = ""
    moves: list[tuple[str, str | None, str, datetime, datetime]] = field(default_factory=list)
    terms: bytes = b""

    def move(self, verb: str, target: str, at: datetime, recorded_at: datetime | None = None) -> None:
        self.moves.append((verb, self.status or None, target, at, recorded_at or at))
        self.status = target


class Histories:
    """Histories of some municipalities, by a seed: the same seed gives the same."""

    def __init__(self, seed: int, count: int = 60) -> None:
        self._dice = random.Random(seed)
        self._count = count
        self._versions: dict[str, list[_Version]] = {}
        self._recorded: list[tuple[datetime, int, str, _Version, int]] = []

    def write(self) -> None:
        """Invents, and writes protocols, versions and moves; moves in the order in which they were recorded."""
        known = municipalities().on(date(2024, 6, 1))
        # One that took another in and kept its code: what happened to it late is seen under the same code.
        kept = [row for row in known if row.successor or row.nis in {one.successor for one in known}]
        old = list({row.nis: row for row in (*kept, *self._dice.sample(known, self._count))}.values())
        for one in old:
            self._life(one, self._day(FIRST, date(2026, 6, 1)))
        for one in municipalities().on(MERGER.date()):
            gone = [row for row in old if row.successor == one.nis]
            if gone:
                self._merge(one, gone)
        self._save()

    def _day(self, first: date, last: date) -> date:
        return first + timedelta(days=self._dice.randrange((last - first).days + 1))

    def _at(self, day: date) -> datetime:
        return datetime(
            day.year, day.month, day.day, self._dice.randrange(24), self._dice.randrange(60), tzinfo=BRUSSELS
        )

    def _text(self, nis: str, version: _Version) -> None:
        terms = json.loads(files("sluis.protocols").joinpath("data/beersel.json").read_bytes())
        terms |= {"protocol": f"AGII-{nis}", "version": version.number, "territory": [nis], "follows": version.follows}
        terms |= {"start": version.start.isoformat(), "end": version.end.isoformat() if version.end else None}
        terms["recipient"] |= {"name": f"gemeente {municipalities().get(nis).name}", "nis": nis}
        version.terms = parse_terms(json.dumps(terms).encode()).canonical

    def _life(self, one: Municipality, begun: date) -> None:
        """A protocol of one municipality from its first draft, through amendments, until it is over or the present."""
        until = min(one.valid_until or LAST, LAST)
        versions = self._versions.setdefault(one.nis, [])
        before: _Version | None = None
        day = begun
        while day <= until:
            version = _Version(len(versions) + 1, start=day + timedelta(days=self._dice.choice([0, 30, 120, 300])))
            if self._dice.random() < 0.3:
                version.end = version.start + timedelta(days=self._dice.choice([90, 400, 800]))
            if before is not None:
                version.follows = [digest(before.terms)]
            self._text(one.nis, version)
            versions.append(version)
            day = self._prepare(version, before, day, until)
            if version.status != "active":
                break
            day = self._in_force(version, day, until)
            if version.status != "active" or version.ends_on or self._dice.random() < 0.5:
                break
            before = version

    def _prepare(self, version: _Version, before: _Version | None, day: date, until: date) -> date:
        version.move("draft", "draft", self._at(day))
        steps = list(PREPARING)
        while steps:
            day += timedelta(days=self._dice.randrange(0, 40))
            if day > until:
                break
            at = self._at(day)
            chance = self._dice.random()
            if chance < 0.04:
                version.move("withdraw", "withdrawn", at)
                break
            if chance < 0.10 and version.status in ("complete", "advised", "decided", "signed"):
                version.move("reopen", "draft", at)
                steps = list(PREPARING)
                continue
            verb = steps.pop(0)
            if verb == "validate" and before is not None:
                if before.status != "active":
                    version.move("withdraw", "withdrawn", at)
                    break
                before.move("supersede", "superseded", at)
            version.move(verb, AFTER[verb], at)
        return day

    def _in_force(self, version: _Version, day: date, until: date) -> date:
        for _ in range(self._dice.randrange(5)):
            day += timedelta(days=self._dice.randrange(1, 250))
            if day > until:
                break
            at, chance = self._at(day), self._dice.random()
            if version.status == "suspended":
                version.move("resume", "active", at)
            elif chance < 0.35:
                version.move("suspend", "suspended", at)
            elif chance < 0.5:
                version.ends_on = day + timedelta(days=self._dice.choice([30, 90, 180]))
                version.move("give_notice", version.status, at)
                if self._dice.random() < 0.5:
                    version.ends_on = None
                    version.move("withdraw_notice", version.status, at + timedelta(hours=1))
            elif chance < 0.6:
                version.move("end", "ended", at)
                version.ends_on = None
                if self._dice.random() < 0.5:
                    version.move("close", "closed", at + timedelta(days=20))
                break
        last = min((one for one in (version.end, version.ends_on) if one), default=None)
        if version.status in ("active", "suspended") and last and last < until and self._dice.random() < 0.5:
            over = datetime.combine(last + timedelta(days=1), datetime.min.time(), BRUSSELS)
            version.move("expire", "expired", over, over + timedelta(days=self._dice.randrange(4)))
        return day

    def _merge(self, one: Municipality, gone: list[Municipality]) -> None:
        """The merger of 2025, recorded a few days late; sometimes a predecessor was suspended in between."""
        late = MERGER + timedelta(days=self._dice.randrange(6), hours=9)
        binding = []
        for row in gone:
            for version in self._versions.get(row.nis, []):
                if version.status in ("draft", *list(AFTER.values())[:-1]):
                    version.move("withdraw", "withdrawn", late)
                if version.status in ("active", "suspended") and not _over(version, MERGER.date()):
                    if self._dice.random() < 0.3 and version.status == "active":
                        between = MERGER + (late - MERGER) / 2
                        version.move("suspend", "suspended", between)
                    binding.append(version)
        for version in binding:
            version.move("succeed", "superseded", MERGER, late)
        own = self._versions.setdefault(one.nis, [])
        mine = [version for version in own if version.status == "active" and not _over(version, MERGER.date())]
        if not binding or (one.valid_from is None and not mine):
            return
        for version in mine:
            if self._dice.random() < 0.5:
                version.move("suspend", "suspended", MERGER + (late - MERGER) / 2)
            version.move("supersede", "superseded", MERGER, late)
        heir = _Version(len(own) + 1, start=MERGER.date(), follows=[digest(row.terms) for row in (*mine, *binding)])
        self._text(one.nis, heir)
        heir.move("inherit", "active", MERGER, late)
        if self._dice.random() < 0.3:
            heir.move("suspend", "suspended", MERGER, late)
        own.append(heir)
        self._in_force(heir, MERGER.date() + timedelta(days=10), LAST)

    def _save(self) -> None:
        made: list[tuple[datetime, int, Move]] = []
        for nis, versions in self._versions.items():
            if not versions:
                continue
            Protocol.objects.create(code=f"AGII-{nis}", agency="agii", nis=nis)
            for one in versions:
                row = Version.objects.create(
                    protocol_id=f"AGII-{nis}", number=one.number, terms=one.terms, terms_digest=digest(one.terms),
                    status=one.status, ends_on=one.ends_on,
                )  # fmt: skip
                for verb, source, target, at, recorded_at in one.moves:
                    move = Move(
                        version=row, verb=verb, from_status=source, to_status=target, at=at, recorded_at=recorded_at,
                        by="agency:agii", person="an", role="protocol_manager",
                    )  # fmt: skip
                    made.append((recorded_at, len(made), move))
        Move.objects.bulk_create([move for _, _, move in sorted(made, key=lambda one: one[:2])])


def _over(version: _Version, day: date) -> bool:
    return any(last < day for last in (version.end, version.ends_on) if last)


# Where each municipality stands at the end of a day: of each of its texts the last move that had taken effect, as they
# were recorded; then the text that is strongest.
RECOUNT = """
WITH stood AS (
    SELECT DISTINCT ON (move.version_id) move.version_id, move.to_status AS status
    FROM protocols_move AS move
    WHERE (move.at AT TIME ZONE 'Europe/Brussels')::date <= %(day)s
    ORDER BY move.version_id, move.id DESC
), texts AS (
    SELECT protocol.nis, stood.status, version.id,
        (convert_from(version.terms, 'UTF8')::jsonb ->> 'start')::date AS start,
        (convert_from(version.terms, 'UTF8')::jsonb ->> 'end')::date AS "end",
        CASE WHEN EXISTS (
            SELECT FROM protocols_move AS notice WHERE notice.version_id = version.id AND notice.verb = 'give_notice'
                AND (notice.at AT TIME ZONE 'Europe/Brussels')::date <= %(day)s
        ) THEN version.ends_on END AS noticed
    FROM stood JOIN protocols_version AS version ON version.id = stood.version_id
    JOIN protocols_protocol AS protocol ON protocol.code = version.protocol_id
    WHERE stood.status <> 'withdrawn'
), stances AS (
    SELECT nis, status, CASE
        WHEN status IN ('draft', 'complete', 'advised', 'decided', 'signed', 'published') THEN 3
        WHEN status IN ('superseded', 'ended', 'expired', 'closed') THEN 4
        WHEN "end" < %(day)s OR noticed < %(day)s THEN 4
        WHEN status = 'suspended' THEN 2
        WHEN start > %(day)s THEN 3
        ELSE 1
    END AS stance
    FROM texts
)
SELECT nis, (ARRAY['in_force', 'suspended', 'preparing', 'ended'])[min(stance)] FROM stances GROUP BY nis
"""


def recount(day: date) -> dict[str, str]:
    """Where each municipality that exists on a day stands, by NIS code: counted in SQL, from the rows alone."""
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT, {"day": day})
        found = dict(cursor.fetchall())
    return {one.nis: found.get(one.nis, "none") for one in municipalities().on(day)}


# Every day on which a text may turn: on which a move took effect, or the day after a last one.
TURNS = """
SELECT DISTINCT (at AT TIME ZONE 'Europe/Brussels')::date FROM protocols_move
UNION SELECT (convert_from(terms, 'UTF8')::jsonb ->> 'start')::date FROM protocols_version
UNION SELECT (convert_from(terms, 'UTF8')::jsonb ->> 'end')::date + 1 FROM protocols_version
UNION SELECT ends_on + 1 FROM protocols_version
"""


def days(seed: int, count: int) -> list[date]:
    """Days around the mergers, `count` at random, and as many on which a text turns, with the day before each."""
    dice = random.Random(seed)
    with connection.cursor() as cursor:
        cursor.execute(TURNS)
        turns = sorted(day for (day,) in cursor.fetchall() if day and FIRST < day <= LAST)
    some = dice.sample(turns, min(count, len(turns)))
    fixed = [date(2024, 12, 31), date(2025, 1, 1), date(2025, 1, 2), date(2025, 1, 7), FIRST, LAST]
    random_days = [FIRST + timedelta(days=dice.randrange((LAST - FIRST).days)) for _ in range(count)]
    return [*fixed, *random_days, *some, *(day - timedelta(days=1) for day in some)]
