"""Invents years of asks and what came of them, and writes them down as rows and ledger entries, past every rule.

They hold what happens: asks refused by one rule and another, once or again; asks cut off after their permit; parcels
that wait, leave, or are withheld; parcels collected, deleted in time, late, or never; moments around midnight and at
the end of a year; two agencies; municipalities that merge, and a code that none has; holds that go over in a merger. A
report is counted again by `recount`, in plain Python from the bodies of the ledger's entries.
"""

from __future__ import annotations

import csv
import json
import random
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import Model
from tests.rooms.history import Histories

from sluis.disclosures.models import Ask, Delivery, Permit, Refusal
from sluis.domain.entry import Act, Entry, Fact
from sluis.ledger import actions as ledger
from sluis.parties import actions as parties
from sluis.protocols.models import Advice, Hold, Move, Protocol, Version

THERE = ZoneInfo("Europe/Brussels")
FIRST, LAST = date(2019, 6, 1), date(2026, 11, 20)
PURPOSES = ("ceremony", "practice", "buddy", "reception")
RULES = ("protocol_exists", "not_suspended", "purpose", "periodicity", "deletions_confirmed", "no_breach")
NOWHERE = "99999"
Line = tuple[str, str, str, str]
_Row = TypeVar("_Row", bound=Model)


@dataclass
class AskHistories:
    """Histories by a seed. `holds` are those that were placed, without those that a merger passed on."""

    seed: int
    asks: int = 700
    entries: list[Entry] = field(default_factory=list)
    holds: list[tuple[str, str, datetime, datetime | None]] = field(default_factory=list)

    rows: list[Model] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)

    def write(self) -> None:
        """Invents, and writes everything."""
        for code in ("agii", "atlas"):
            parties.register_agency(
                code=code, name=code, kbo={"agii": "0543307391", "atlas": "0200881951"}[code],
                minisign_public_key="RW", at=datetime(2019, 1, 2, tzinfo=UTC),
            )  # fmt: skip
        Histories(self.seed, 20).write()
        self._second_agency()
        self.versions = {
            (row.protocol.agency, row.protocol.nis): row
            for row in Version.objects.select_related("protocol").order_by("number")
        }
        for _ in range(self.asks):
            self._ask()
        self._holds()
        self._requests()
        for table in (Ask, Permit, Refusal, Delivery, Hold):
            self._save(table)
        self._advices()
        with transaction.atomic():
            ledger.append(sorted(self.entries, key=lambda entry: entry.at))

    def _save(self, table: type[_Row]) -> None:
        table._default_manager.bulk_create([row for row in self.rows if isinstance(row, table)])

    def _second_agency(self) -> None:
        for nis in ("11002", "44021", "23023", *self.dice.sample(codes(date(2024, 6, 1)), 4)):
            Protocol.objects.create(code=f"ATLAS-{nis}", agency="atlas", nis=nis)
            row = Version.objects.create(
                protocol_id=f"ATLAS-{nis}", number=1, terms=b"{}", terms_digest=f"sha256:atlas{nis}", status="draft"
            )
            at = self._moment()
            Move.objects.create(
                version=row, verb="draft", to_status="draft", at=at, recorded_at=at, by="agency:atlas", person="olga"
            )

    def _moment(self) -> datetime:
        """A moment; now and then a minute before or after midnight, at the end of a year or on another day."""
        day = FIRST + timedelta(days=self.dice.randrange((LAST - FIRST).days))
        chance = self.dice.random()
        if chance < 0.05:
            day = date(day.year, 12, 31) if day.year < 2026 else day
        minute = self.dice.choice([0, 1, 1439]) if chance < 0.15 else self.dice.randrange(1440)
        return datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=THERE)

    def _enter(self, act: Act, at: datetime, by: str, **facts: Fact) -> None:
        self.entries.append(Entry(act, at, by, facts))

    def _ask(self) -> None:
        at, dice = self._moment(), self.dice
        agency = "atlas" if dice.random() < 0.25 else "agii"
        having = [nis for code, nis in self.versions if code == agency and exists(nis, at.astimezone(THERE).date())]
        known = bool(having) and dice.random() < 0.9
        nis = (
            dice.choice(having)
            if known
            else dice.choice([NOWHERE, "31005", "23023", "73109", dice.choice(codes(FIRST))])
        )
        ask = Ask(
            id=uuid.UUID(int=dice.getrandbits(128)), idempotency_key=str(dice.getrandbits(64)), nis=nis,
            service="integratiedienst", purpose=dice.choice(PURPOSES), asked_at=at, asked_by=f"nis:{nis}",
            destination="portal",
        )  # fmt: skip
        self.rows.append(ask)
        asked: dict[str, Fact] = {"ask": str(ask.pk), "recipient": nis, "purpose": ask.purpose, "period": None}
        chance = dice.random()
        if not known or chance < 0.3:
            for _ in range(dice.choice([1, 1, 1, 2])):
                self._refuse(ask, asked, "gate", dice.choice(RULES), at)
                at += timedelta(days=dice.randrange(3), minutes=1)
            if not known or dice.random() < 0.7:
                return
        self._permit(ask, asked, agency, at)

    def _refuse(self, ask: Ask, asked: dict[str, Fact], step: str, rule: str, at: datetime) -> None:
        self.rows.append(Refusal(ask=ask, step=step, rule=rule, at=at))
        if step != "delivery":
            self._enter(Act.REFUSED, at, ask.asked_by, **asked, step=step, rule=rule)

    def _permit(self, ask: Ask, asked: dict[str, Fact], agency: str, at: datetime) -> None:
        dice, version = self.dice, self.versions[agency, ask.nis]
        keep = at.astimezone(THERE).date() + timedelta(days=dice.choice([30, 90, 200]))
        permit = Permit(
            id=uuid.UUID(int=dice.getrandbits(128)), ask=ask, version=version, agency=agency, fields=["insz"],
            territory=[ask.nis], row_limit=1000, keep_until=keep, rules_digest="-", issued_at=at,
            expires_at=at + timedelta(hours=1),
        )  # fmt: skip
        self.rows.append(permit)
        under: dict[str, Fact] = {"protocol": version.protocol_id, "version": version.number, "keepUntil": str(keep)}
        self._enter(Act.PERMITTED, at, ask.asked_by, **asked, **under, permit=str(permit.pk))
        chance = dice.random()
        if chance < 0.04:
            return  # cut off
        if chance < 0.1:
            self._refuse(ask, asked, "recording", "row_limit", at + timedelta(minutes=1))
            return
        self._parcel(permit, {**asked, **under}, at + timedelta(minutes=2))

    def _parcel(self, permit: Permit, said: dict[str, Fact], at: datetime) -> None:
        dice, ask = self.dice, permit.ask
        rows = dice.choice([0, 1, 2, 3, 4, 5, 6, 9, 14, 40, 120])
        row = Delivery(
            id=uuid.UUID(int=dice.getrandbits(128)), permit=permit, status="recorded", name=str(permit.pk), sealed=b"x",
            signature="", parcel_digest="-", rows=rows, reference_date=FIRST, keep_until=permit.keep_until,
            people_root="-", commitments=b"", recorded_at=at, entry=0,
        )  # fmt: skip
        delivery = str(row.pk)
        self._enter(Act.DISCLOSED, at, ask.asked_by, **said, delivery=delivery, rows=rows)
        settled, chance = at + timedelta(minutes=dice.choice([1, 3, 2000])), dice.random()
        if chance < 0.05:
            pass
        elif chance < 0.15:
            row.status, row.sealed, row.settled_at = "withheld", None, settled
            rule = dice.choice(RULES)
            self._refuse(ask, {}, "delivery", rule, settled)
            self._enter(Act.WITHHELD, settled, "system:delivery", delivery=delivery, recipient=ask.nis, rule=rule)
        else:
            row.status, row.sealed, row.settled_at = "delivered", None, settled
            self._enter(Act.DELIVERED, settled, "system:delivery", delivery=delivery, recipient=ask.nis, rows=rows)
            self._received(row, settled)
        self.rows.append(row)

    def _received(self, row: Delivery, settled: datetime) -> None:
        dice, nis = self.dice, row.permit.ask.nis
        if dice.random() < 0.6:
            row.collected_at = settled + timedelta(days=dice.randrange(10), minutes=dice.randrange(900))
            self._enter(Act.COLLECTED, row.collected_at, f"nis:{nis}", delivery=str(row.pk), recipient=nis)
        over = datetime.combine(row.keep_until, datetime.min.time(), THERE)
        confirmed = over + timedelta(days=dice.choice([-20, 0, 3, 29, 30, 31, 90]), minutes=dice.randrange(1440))
        if dice.random() < 0.75 and settled < confirmed < datetime.combine(LAST, datetime.min.time(), THERE):
            row.deletion_confirmed_at, row.deletion_confirmed_by = confirmed, f"nis:{nis}"
            self._enter(Act.DELETION_CONFIRMED, confirmed, f"nis:{nis}", delivery=str(row.pk))

    def _holds(self) -> None:
        protocols = list(Protocol.objects.order_by("code"))
        for _ in range(60):
            protocol, at, kind = self.dice.choice(protocols), self._moment(), self.dice.choice(["breach", "sanction"])
            lifted = at + timedelta(days=self.dice.randrange(1, 300)) if self.dice.random() < 0.6 else None
            self._hold(protocol.code, kind, at, lifted)
            self.holds.append((protocol.code, kind, at, lifted))
        for move in Move.objects.filter(verb="inherit").select_related("version"):
            if self.dice.random() < 0.7:
                lifted = move.recorded_at + timedelta(days=40) if self.dice.random() < 0.5 else None
                self._hold(move.version.protocol_id, "breach", move.recorded_at, lifted)

    def _hold(self, code: str, kind: str, at: datetime, lifted: datetime | None) -> None:
        self.rows.append(
            Hold(
                protocol_id=code, kind=kind, reason="-", placed_at=at, placed_by="agency:agii", lifted_at=lifted,
                lifted_by="agency:agii" if lifted else None,
            )
        )  # fmt: skip

    def _advices(self) -> None:
        dice = self.dice
        for version in self.versions.values():
            given = None
            for _ in range(dice.randrange(4)):
                given = Advice.objects.create(
                    version=version, side=dice.choice(["sender", "recipient"]),
                    outcome=dice.choice(["positive", "conditional", "negative"]), text="-", on_part="-",
                    given_on=self._moment().astimezone(THERE).date(), at=self._moment(), by="-", person="-",
                    carried_from=given if dice.random() < 0.3 else None,
                )  # fmt: skip

    def _requests(self) -> None:
        for _ in range(300):
            act = self.dice.choice(
                [Act.DOSSIER_RESTRICTED, Act.DOSSIER_RESTRICTED, Act.DOSSIER_RELEASED, Act.DOSSIER_ERASED]
            )
            agency = self.dice.choice(["agii", "agii", "atlas"])
            self._enter(act, self._moment(), f"agency:{agency}", agency=agency, reason="objection")


def _file() -> dict[str, dict[str, str]]:
    text = files("sluis.parties").joinpath("data/municipalities.csv").read_text(encoding="utf-8")
    return {row["nis"]: row for row in csv.DictReader(text.splitlines())}


FILE = _file()


def exists(nis: str, day: date) -> bool:
    """Whether the file has a municipality under this code on a day."""
    row = FILE[nis]
    return (row["valid_from"] or "0") <= str(day) <= (row["valid_until"] or "9")


def codes(day: date) -> list[str]:
    """Every code there is on a day."""
    return sorted(nis for nis in FILE if exists(nis, day))


def today_of(nis: str, day: date) -> str:
    """The code under which the people of a municipality live on a day; itself where the file has no such code."""
    while nis in FILE and FILE[nis]["valid_until"] and FILE[nis]["valid_until"] < str(day):
        nis = FILE[nis]["successor_nis"]
    return nis


def bodies() -> list[dict[str, object]]:
    """What every entry of the ledger says, as JSON has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM ledger_entry ORDER BY seq")
        return [json.loads(bytes(body)) for (body,) in cursor.fetchall()]


def recount(said: list[dict[str, object]], agency: str, first: date, until: date) -> Counter[Line]:
    """How many of everything, by municipality, figure, purpose and detail, counted from the entries one by one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, nis, agency FROM protocols_protocol")
        protocols = cursor.fetchall()
    sender_of = {code: sender for code, _, sender in protocols}
    senders: dict[str, set[str]] = {}
    for _, nis, sender in protocols:
        senders.setdefault(nis, set()).add(sender)
    permitted: dict[str, str] = {}
    for one in said:
        if one["kind"] == "ask.permitted":
            permitted.setdefault(str(one["ask"]), sender_of[str(one["protocol"])])

    def ours(one: dict[str, object]) -> bool:
        sender, among = permitted.get(str(one["ask"])), senders.get(str(one["recipient"]))
        return sender == agency if sender else among is None or agency in among

    found: Counter[Line] = Counter()
    parcels: dict[str, dict[str, object]] = {}
    seen: set[str] = set()
    waiting: set[str] = set()
    kept: set[str] = set()
    confirmed_on: dict[str, date] = {}

    def count(one: dict[str, object], figure: str, purpose: str = "", detail: str = "", number: int = 1) -> None:
        found[today_of(str(one["recipient"]), until), figure, purpose, detail] += number

    for one in sorted(said, key=lambda one: datetime.fromisoformat(str(one["at"]))):
        day = datetime.fromisoformat(str(one["at"])).astimezone(THERE).date()
        if day > until:
            break
        within, kind = first <= day, one["kind"]
        if kind in ("ask.permitted", "ask.refused"):
            if ours(one):
                if within and str(one["ask"]) not in seen:
                    count(one, "asks", str(one["purpose"]))
                if within and kind == "ask.refused":
                    count(one, "refused", str(one["purpose"]), str(one["rule"]))
            seen.add(str(one["ask"]))
            continue
        if kind == "disclosure.recorded":
            if sender_of[str(one["protocol"])] == agency:
                parcels[str(one["delivery"])] = one
                waiting.add(str(one["delivery"]))
            continue
        if kind in ("dossier.restricted", "dossier.released", "dossier.erased"):
            if within and one["agency"] == agency:
                found["", str(kind).removeprefix("dossier."), "", ""] += 1
            continue
        parcel = parcels.get(str(one.get("delivery")))
        if parcel is None:
            continue
        purpose, number = str(parcel["purpose"]), str(one["delivery"])
        if kind == "disclosure.delivered":
            waiting.remove(number)
            kept.add(number)
            if within:
                count(parcel, "delivered", purpose)
                count(parcel, "people", purpose, number=int(str(one["rows"])))
        elif kind == "disclosure.withheld":
            waiting.remove(number)
            if within:
                count(parcel, "withheld", purpose, str(one["rule"]))
        elif kind == "disclosure.collected" and within:
            count(parcel, "collected", purpose)
        elif kind == "deletion.confirmed":
            confirmed_on[number] = day
            if within:
                count(parcel, "deletions_confirmed")
                if (day - date.fromisoformat(str(parcel["keepUntil"]))).days > 30:
                    count(parcel, "deletions_late")
    for number in waiting:
        count(parcels[number], "waiting", str(parcels[number]["purpose"]))
    for number in kept:
        last = date.fromisoformat(str(parcels[number]["keepUntil"]))
        if first <= last <= until:
            count(parcels[number], "deletions_due")
        if (until - last).days > 30 and number not in confirmed_on:
            count(parcels[number], "deletions_overdue")
    return +found
