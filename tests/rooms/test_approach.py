"""Whom to approach next: every reason on hundreds of days of invented histories, worked out again from rows."""

from __future__ import annotations

import csv
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.resources import files
from typing import Any

import pytest
from django.db import connection
from tests.rooms.desk import register_agency
from tests.rooms.history import LAST, Histories, days, recount
from tests.rooms.outreach_history import Outreach, places

from sluis.cli.clock import BRUSSELS
from sluis.domain.access import Actor, Role
from sluis.domain.lifecycle import NotPossible
from sluis.jobs import rounds
from sluis.outreach import approach, following
from sluis.outreach.approach import Candidate, Resting, candidates
from sluis.outreach.models import Contact, Figure, FollowUp, Interest
from sluis.outreach.reasons import RULES, Reason
from sluis.parties import people
from sluis.parties.models import Capacity
from sluis.parties.municipalities import municipalities
from sluis.parties.neighbours import neighbours
from sluis.protocols.models import Protocol, Task, Version

SEEDS = (1, 2)
MANAGER = Actor("an", "agency:agii", Role.PROTOCOL_MANAGER)
HALLE, BEERSEL, VOEREN = "23027", "23003", "73109"

# As the documentation has them; a change of a weight or a threshold shows here.
WEIGHTS = {
    "step_overdue": 5, "notice_given": 5, "expires_soon": 4, "merger_open": 4, "gone_quiet": 4, "draft_stalled": 3,
    "many_attests": 2, "neighbours": 2, "never_contacted": 1,
}  # fmt: skip
PATIENCE = {"draft": 30, "complete": 21, "advised": 45, "decided": 14, "signed": 14, "published": 7}


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=BRUSSELS)


@pytest.fixture
def told(database: str, request: pytest.FixtureRequest) -> int:
    seed: int = request.param
    Histories(seed).write()
    Outreach(seed).write()
    Outreach(seed + 1, agency="atlas", contacts=20, interests=20).write()
    dice = random.Random(seed)
    for one in dice.sample(municipalities().all(), 150):
        for _ in range(dice.randrange(3)):
            last = date(2024, 1, 1) + timedelta(days=dice.randrange(1000))
            Figure.objects.create(
                agency=dice.choice(["agii", "agii", "atlas"]), nis=one.nis, first_day=last - timedelta(days=364),
                last_day=last, attests=dice.choice([None, 5, 24, 25, 80]), counted_at=at(last, dice.choice([0, 23])),
            )  # fmt: skip
    # Some texts that a merger did not get to yet, and tasks that it left.
    gone = [one.nis for one in municipalities().all() if one.successor]
    left = list(Version.objects.filter(protocol__nis__in=gone, status="superseded").values_list("pk", flat=True))
    for pk in dice.sample(left, min(5, len(left))):
        version = Version.objects.get(pk=pk)
        if not Version.objects.filter(protocol=version.protocol, status__in=["active", "suspended"]).exists():
            Version.objects.filter(pk=pk).update(status=dice.choice(["active", "suspended"]))
    for protocol in Protocol.objects.filter(nis__in=[*gone, "23106", "44088"]):
        for kind in dice.sample(["decide", "key", "parties"], dice.randrange(3)):
            opened = date(2025, 1, 2) + timedelta(days=dice.randrange(300))
            done = at(opened + timedelta(days=dice.randrange(300))) if dice.random() < 0.5 else None
            Task.objects.create(protocol=protocol, kind=kind, nl="x", en="x", opened_at=at(opened, 0), done_at=done)
    return seed


@pytest.mark.parametrize("told", SEEDS, indirect=True)
def test_every_reason_is_what_the_rows_say(told: int) -> None:
    seen: Counter[str] = Counter()
    rows = Rows()
    for day in days(told, 20):
        stances = rows.stances(day)
        counted = {nis: reasons for nis in stances if (reasons := dict(rows.reasons(nis, day)))}
        found = candidates("agii", day)
        assert {one.municipality.nis: _numbers(one) for one in found} == counted, day
        for one in found:
            seen.update(one.reasons)
            assert one.points == sum(WEIGHTS[reason] for reason in counted[one.municipality.nis])
            assert one.last == rows.last(one.municipality.nis, day)
            assert (one.stance, one.resting) == (stances[one.municipality.nis], None)
        order = [(-one.points, one.municipality.name.lower()) for one in found]
        assert [points for points, _ in order] == sorted(points for points, _ in order)
    assert set(seen) == set(Reason), seen
    assert min(seen.values()) >= 5, seen


def _numbers(one: Candidate) -> dict[str, list[list[int]]]:
    """The numbers in each sentence, by reason."""
    found = defaultdict[str, list[list[int]]](list)
    for why in one.whys:
        for said in (why.said.nl, why.said.en):
            numbers = [int(number) for number in re.findall(r"\d+", said)]
            if said is why.said.nl:
                found[why.reason.value].append(numbers)
            else:
                assert numbers == found[why.reason.value][-1]
    return {reason: sorted(numbers) for reason, numbers in found.items()}


@dataclass
class _Moved:
    nis: str
    start: date | None
    end: date | None
    ends_on: date | None
    status: str
    moves: list[tuple[str, str, date]]


class Rows:
    """Everything as it stands in the tables, and what it makes of a day."""

    def __init__(self) -> None:
        self.contacts = _rows(
            "SELECT nis, \"on\", interested, next_on, next_step, (next_done_at AT TIME ZONE 'Europe/Brussels')::date "
            "FROM outreach_contact WHERE agency = 'agii'"
        )
        self.interests = _rows(
            "SELECT nis, (at AT TIME ZONE 'Europe/Brussels')::date, (settled_at AT TIME ZONE 'Europe/Brussels')::date "
            "FROM outreach_interest WHERE agency = 'agii'"
        )
        self.figures = _rows(
            "SELECT nis, last_day, (counted_at AT TIME ZONE 'Europe/Brussels')::date, attests FROM outreach_figure "
            "WHERE agency = 'agii' ORDER BY last_day, counted_at"
        )
        self.tasks = _rows(
            "SELECT nis, (opened_at AT TIME ZONE 'Europe/Brussels')::date, "
            "(done_at AT TIME ZONE 'Europe/Brussels')::date FROM protocols_task "
            "JOIN protocols_protocol ON code = protocol_id"
        )
        self.texts: list[_Moved] = []
        versions = _rows(
            "SELECT version.id, nis, convert_from(terms, 'UTF8'), ends_on, status FROM protocols_version AS version "
            "JOIN protocols_protocol ON code = protocol_id"
        )
        for pk, nis, terms, ends_on, status in versions:
            said = json.loads(terms)
            moves = _rows(
                f"SELECT verb, to_status, (at AT TIME ZONE 'Europe/Brussels')::date FROM protocols_move "
                f"WHERE version_id = {pk} ORDER BY id"
            )
            start, end = (date.fromisoformat(said[name]) if said[name] else None for name in ("start", "end"))
            self.texts.append(_Moved(nis, start, end, ends_on, status, moves))
        self._stances: dict[date, dict[str, str]] = {}
        self.merged = defaultdict[str, list[str]](list)
        for code, now in zip(*places(LAST), strict=True):
            self.merged[now].append(code)
        self.around = defaultdict[str, set[str]](set)
        for row in csv.DictReader(
            files("sluis.parties").joinpath("data/neighbours.csv").read_text("utf-8").splitlines()
        ):
            self.around[row["nis"]].add(row["neighbour"])
            self.around[row["neighbour"]].add(row["nis"])

    def stances(self, day: date) -> dict[str, str]:
        if day not in self._stances:
            self._stances[day] = recount(day)
        return self._stances[day]

    def codes(self, nis: str, day: date) -> list[str]:
        """Its own code, and those of the municipalities that had merged into it."""
        return [nis] if day < date(2025, 1, 1) else self.merged.get(nis, [nis])

    def last(self, nis: str, day: date) -> date | None:
        codes = self.codes(nis, day)
        met = [row[1] for row in (*self.contacts, *self.interests) if row[0] in codes and row[1] <= day]
        return max(met, default=None)

    def reasons(self, nis: str, day: date) -> Iterator[tuple[str, Any]]:
        codes = self.codes(nis, day)
        free = self.stances(day)[nis] in ("none", "ended")
        contacts = [row for row in self.contacts if row[0] in codes and row[1] <= day]
        interests = [row for row in self.interests if row[0] in codes and row[1] <= day]
        open_steps = [row[3] for row in contacts if row[3] and row[4] and (row[5] is None or row[5] > day)]
        late = [step for step in open_steps if step < day]
        if late:
            yield "step_overdue", [[(day - min(late)).days]]
        notice: list[Any] = []
        expires: list[Any] = []
        stalled: list[Any] = []
        for text in (text for text in self.texts if text.nis == nis):
            made = [move for move in text.moves if move[2] <= day]
            if not made:
                continue
            status = made[-1][1]
            if status in PATIENCE:
                waited = (day - made[-1][2]).days
                if waited >= PATIENCE[status]:
                    stalled.append([waited])
            noticed = text.ends_on if any(move[0] == "give_notice" for move in made) else None
            lasts = [last for last in (text.end, noticed) if last]
            begun = status == "suspended" or (text.start is not None and text.start <= day)
            if status in ("active", "suspended") and begun and all(last >= day for last in lasts):
                left = min(((last - day).days for last in lasts), default=None)
                if noticed:
                    notice.append([left])
                elif left is not None and left <= 180:
                    expires.append([left])
        yield from (
            (name, sorted(found))
            for name, found in (("notice_given", notice), ("expires_soon", expires), ("draft_stalled", stalled))
            if found
        )
        waiting = self._waiting(nis, codes, day)
        tasks = len(
            [row for row in self.tasks if row[0] in codes and row[1] <= day and (row[2] is None or row[2] > day)]
        )
        if waiting or tasks:
            yield "merger_open", [[number for number in (waiting, tasks) if number]]
        yes = [row[1] for row in contacts if row[2]] + [row[1] for row in interests if row[2] is None or row[2] > day]
        no = [row[1] for row in contacts if row[2] is False]
        met = [row[1] for row in (*contacts, *interests)]
        planned = [step for step in open_steps if step >= day]
        if free and yes and not planned and (not no or max(no) < max(yes)) and (day - max(met)).days >= 30:
            yield "gone_quiet", [[(day - max(yes)).days, (day - max(met)).days]]
        figures = [row for row in self.figures if row[0] == nis and row[2] <= day]
        if free and figures and figures[-1][3] is not None and figures[-1][3] >= 25:
            yield "many_attests", [[figures[-1][3], figures[-1][1].day, figures[-1][1].year]]
        if day >= date(2025, 1, 1):
            have = [code for code in self.around[nis] if self.stances(day).get(code) == "in_force"]
            if free and have:
                yield "neighbours", [[len(have), len(self.around[nis])]]
        if not met and not any(move[2] <= day for text in self.texts if text.nis == nis for move in text.moves):
            yield "never_contacted", [[]]

    def _waiting(self, nis: str, codes: list[str], day: date) -> int:
        merged_on = date(2025, 1, 1)
        found = 0
        for text in self.texts:
            if text.nis in codes and text.nis != nis:
                lasts = [last for last in (text.end, text.ends_on) if last]
                binds = text.status in ("active", "suspended") and all(last >= merged_on for last in lasts)
                found += binds or text.status in PATIENCE
        return found


def _rows(query: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def test_the_table_of_reasons_is_whole() -> None:
    assert {reason.value: RULES[reason].weight for reason in Reason} == WEIGHTS
    assert all(rule.name.nl != rule.name.en and rule.when.nl != rule.when.en for rule in RULES.values())


def test_neighbours_border_on_each_other_and_are_of_today() -> None:
    on = date(2026, 11, 1)
    found = neighbours(on)
    assert all(nis in found[of] for nis, around in found.items() for of in around)
    assert {one.nis for one in municipalities().on(on)} - set(found) == {VOEREN}
    assert set(found) <= {one.nis for one in municipalities().on(on)}
    # From any municipality every other can be walked to: Flanders, but for Voeren, is one piece.
    walked, edge = {HALLE}, {HALLE}
    while edge:
        edge = {of for nis in edge for of in found[nis]} - walked
        walked |= edge
    assert walked == set(found)
    names = {municipalities().get(nis).name for nis in found[BEERSEL]}
    assert names == {"Drogenbos", "Halle", "Linkebeek", "Sint-Genesius-Rode", "Sint-Pieters-Leeuw"}
    # A border is no longer than the municipalities on both sides: no centre is far from the other.
    for nis, around in found.items():
        one = municipalities().get(nis)
        for other in map(municipalities().get, around):
            assert abs(one.longitude - other.longitude) < 0.45, (one.name, other.name)
            assert abs(one.latitude - other.latitude) < 0.25, (one.name, other.name)
    assert neighbours(date(2024, 12, 31)) == {}


# What somebody does about a municipality.


@pytest.fixture
def house(database: str) -> None:
    register_agency()
    log_in("an", Role.PROTOCOL_MANAGER)
    log_in("bert", Role.PROTOCOL_MANAGER)
    log_in("carla", Role.DPO)


def log_in(person: str, role: Role) -> None:
    people.register_organisation(code="agii", party="agency:agii", by="test", at=at(LAST))
    people.log_in(people.Claimed("test", person, person, person.title(), [("agii", role)]), at=at(LAST))


def shown(nis: str, day: date) -> bool:
    found = approach.candidate("agii", nis, day)
    return found is not None and found.resting is None


def contact(nis: str, on: date, *, interested: bool | None = None, next_on: date | None = None) -> Contact:
    return Contact.objects.create(
        agency="agii", nis=nis, on=on, channel="staff-contact", said="x", interested=interested, by="an", at=at(on),
        next_step="bellen" if next_on else "", next_on=next_on,
    )  # fmt: skip


@pytest.mark.parametrize("told", SEEDS, indirect=True)
def test_what_is_done_comes_back_for_another_reason_and_what_is_put_off_on_its_day(told: int) -> None:
    dice, happened = random.Random(told), Counter[str]()
    for day in (date(2025, 1, 1), date(2026, 3, 3)):
        FollowUp.objects.update(done_at=None, done_reasons=[], snoozed_until=None)
        found = dice.sample(candidates("agii", day), 24)
        done = {one.municipality.nis: one.reasons for one in found[:16]}
        until = {one.municipality.nis: day + timedelta(days=dice.randrange(1, 200)) for one in found[16:]}
        for nis, reasons in done.items():
            following.mark_done("agii", nis, seen=reasons, by=MANAGER, at=at(day))
        for nis, last in until.items():
            following.snooze("agii", nis, until=last, by=MANAGER, at=at(day))
        for later in sorted({day, *(day + timedelta(days=dice.randrange(240)) for _ in range(8)), *until.values()}):
            for one in candidates("agii", later):
                nis = one.municipality.nis
                if nis in done:
                    assert (one.resting == Resting.DONE) == (one.reasons <= done[nis]), (later, nis)
                    happened["done"] += one.resting is not None
                    happened["back"] += one.resting is None
                elif nis in until:
                    assert (one.resting == Resting.SNOOZED) == (later < until[nis]), (later, nis)
                    assert one.until == (until[nis] if later < until[nis] else None)
                    happened["on its day"] += later == until[nis]
                else:
                    assert one.resting is None
    assert min(happened[what] for what in ("done", "back", "on its day")) > 0, happened


DAY = date(2026, 6, 1)


def later(count: int) -> date:
    return DAY + timedelta(days=count)


def test_a_day_that_is_put_off_to_lies_in_the_year_that_comes(house: None) -> None:
    for wrong in (DAY, DAY - timedelta(days=1), DAY + timedelta(days=367)):
        with pytest.raises(NotPossible):
            following.snooze("agii", HALLE, until=wrong, by=MANAGER, at=at(DAY))
    following.snooze("agii", HALLE, until=DAY + timedelta(days=366), by=MANAGER, at=at(DAY))
    assert [shown(HALLE, later(count)) for count in (0, 365, 366)] == [False, False, True]
    following.take_up_again("agii", HALLE, by=MANAGER, at=at(DAY))
    assert shown(HALLE, DAY)
    with pytest.raises(NotPossible):
        following.take_up_again("agii", HALLE, by=MANAGER, at=at(DAY))


def test_only_who_may_and_only_what_is_on_the_list(house: None) -> None:
    for by in (
        Actor("carla", "agency:agii", Role.DPO),
        Actor("vera", "agency:agii", Role.VALIDATOR),
        Actor("olga", "agency:atlas", Role.PROTOCOL_MANAGER),
        Actor("dina", "nis:23027", Role.COORDINATOR),
    ):
        with pytest.raises(NotPossible):
            following.snooze("agii", HALLE, until=later(9), by=by, at=at(DAY))
        with pytest.raises(NotPossible):
            following.assign("agii", HALLE, to="an", by=by, at=at(DAY))
        with pytest.raises(NotPossible):
            following.mark_done("agii", HALLE, seen=set(Reason), by=by, at=at(DAY))
        with pytest.raises(NotPossible):
            following.take_up_again("agii", HALLE, by=by, at=at(DAY))
    contact(HALLE, DAY)
    for nis in (HALLE, "23023", "99999"):
        # Halle was just spoken to, Galmaarden is gone, and the last never was.
        with pytest.raises(NotPossible) as error:
            following.assign("agii", nis, to="an", by=MANAGER, at=at(DAY))
        assert error.value.reasons == (following.NO_REASON,)
    assert not FollowUp.objects.exists()


def test_done_is_done_for_what_was_seen_and_not_for_what_came_meanwhile(house: None) -> None:
    contact(HALLE, later(-40), interested=True)
    contact(HALLE, later(-35), next_on=later(-1))
    with pytest.raises(NotPossible):
        following.mark_done("agii", HALLE, seen={Reason.NEIGHBOURS}, by=MANAGER, at=at(DAY))
    following.mark_done("agii", HALLE, seen={Reason.GONE_QUIET, Reason.NEIGHBOURS}, by=MANAGER, at=at(DAY))
    assert FollowUp.objects.get().done_reasons == ["gone_quiet"]
    assert shown(HALLE, DAY)
    following.mark_done("agii", HALLE, seen=set(Reason), by=MANAGER, at=at(DAY))
    assert not shown(HALLE, DAY)
    row = FollowUp.objects.get()
    assert (row.done_by, row.done_at) == ("an", at(DAY))


def test_a_reason_that_went_away_is_new_when_it_comes_back(house: None, home: object) -> None:
    first = contact(HALLE, later(-40), next_on=later(-1))
    following.mark_done("agii", HALLE, seen=set(Reason), by=MANAGER, at=at(DAY))
    following.keep_up("agii", at=at(later(1)))
    assert not shown(HALLE, later(1))
    Contact.objects.filter(pk=first.pk).update(next_done_at=at(later(2)), next_step="bellen")
    rounds.day(at=at(later(3)))
    contact(HALLE, later(3), next_on=later(5))
    assert [shown(HALLE, later(count)) for count in (3, 5, 6)] == [False, False, True]


def test_a_colleague_who_may_looks_after_it_and_who_left_does_not(house: None) -> None:
    assert following.colleagues("agii") == {"an": "An", "bert": "Bert"}
    for nobody in ("carla", "olga"):
        with pytest.raises(NotPossible):
            following.assign("agii", HALLE, to=nobody, by=MANAGER, at=at(DAY))
    following.assign("agii", HALLE, to="bert", by=MANAGER, at=at(DAY))
    following.assign("agii", BEERSEL, to="an", by=MANAGER, at=at(DAY))
    assigned = {one.municipality.nis: one.assigned_to for one in candidates("agii", DAY) if one.assigned_to}
    assert assigned == {HALLE: "bert", BEERSEL: "an"}
    Capacity.objects.filter(account__person="bert").update(blocked_at=at(DAY), blocked_by="an")
    following.keep_up("agii", at=at(DAY))
    assert dict(FollowUp.objects.values_list("nis", "assigned_to")) == {HALLE: "", BEERSEL: "an"}
    following.assign("agii", BEERSEL, to="", by=MANAGER, at=at(DAY))
    assert set(FollowUp.objects.values_list("assigned_to", flat=True)) == {""}


@pytest.mark.parametrize(
    ("settled", "said_no", "promised", "expected"),
    [(None, None, None, True), (3, None, None, False), (None, 5, None, False), (None, None, 60, False)],
)
def test_interest_goes_quiet_unless_it_was_settled_or_taken_back_or_something_was_agreed_on(
    house: None, settled: int | None, said_no: int | None, promised: int | None, expected: bool
) -> None:
    settled_at = at(later(settled)) if settled is not None else None
    Interest.objects.create(agency="agii", nis=HALLE, form="f", at=at(DAY), settled_at=settled_at)
    if said_no is not None:
        contact(HALLE, later(said_no), interested=False)
    if promised is not None:
        contact(HALLE, DAY, next_on=later(promised))
    quiet = {
        count
        for count in (0, 20, 29, 30, 31, 59)
        if (found := approach.candidate("agii", HALLE, later(count))) and Reason.GONE_QUIET in found.reasons
    }
    assert quiet == ({30, 31, 59} if expected else set())
