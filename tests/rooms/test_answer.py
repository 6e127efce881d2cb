"""The answer to parliament: its sentences, word for word where they are known, and every number and name counted again.

The recounts are SQL and plain Python over the rows of the moves; they share nothing with the rooms that are asked.
"""

from __future__ import annotations

import io
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

import docx
import pytest
from django.db import connection
from docx.document import Document as File
from pypdf import PdfReader
from tests.rooms.desk import MANAGER, register_agency
from tests.rooms.history import FIRST, Histories, days, recount
from tests.rooms.outreach_history import Outreach, places, ways
from tests.stories.cast import register_beersel

from sluis.adapters.signing import make_key
from sluis.cli import clock
from sluis.domain.document import Document
from sluis.domain.legaltext import BulletList, Codes, Facts, Heading, Paragraph, Table
from sluis.domain.lifecycle import NotPossible
from sluis.ledger import actions as ledger
from sluis.outreach.channels import channels
from sluis.parties.municipalities import municipalities
from sluis.protocols.chronicle import chronicle
from sluis.protocols.models import Protocol
from sluis.register.actions import set_target
from sluis.register.queries import overview, overview_of
from sluis.register.targets import TargetKind, targets_on
from sluis.reporting import dutch
from sluis.reporting.aims import aimed_for
from sluis.reporting.answer import Asked, answer, why_not
from sluis.reporting.files import KINDS
from sluis.reporting.made_known import made_known
from sluis.reporting.municipalities import LONG, how_many, what_changed
from sluis.reporting.questions import Question

AT = datetime(2026, 11, 23, 12, tzinfo=clock.BRUSSELS)
IN_2020 = date(2020, 11, 15)
MONTHS = (
    "januari februari maart april mei juni juli augustus september oktober november december".split()  # noqa: SIM905
)
WHERE = {
    "Van kracht": "in_force", "Geschorst": "suspended", "In voorbereiding": "preparing", "Voorbij": "ended",
    "Geen protocol": "none",
}  # fmt: skip


def written(on: date, *questions: Question, since: date | None = None, at: datetime = AT) -> Document:
    asked = Asked("agii", questions or tuple(Question), on, since)
    return answer(asked, at=at, address="https://sluis.example/")


def lines(blocks: Iterable[object]) -> Iterator[str]:
    """A document as lines of text: a row of a table is its cells with bars between."""
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                yield block.text
            case BulletList() | Codes():
                yield from block.items
            case Facts():
                yield from (f"{fact.name}: {fact.value}" for fact in block.facts)
            case Table():
                yield block.caption
                yield from (" | ".join(row) for row in (block.header, *block.rows))
            case _:
                raise AssertionError(block)


def tables(blocks: Iterable[object]) -> dict[str, Table]:
    found = [block for block in blocks if isinstance(block, Table)]
    assert len({table.caption for table in found}) == len(found)
    return {table.caption: table for table in found}


def day_of(text: str) -> date:
    day, month, year = text.split()
    return date(int(year), MONTHS.index(month) + 1, int(day))


def long(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def number_of(text: str) -> int:
    return {"geen enkele": 0, "één": 1}[text] if not text[0].isdigit() else int(text.replace(".", ""))


def names(nis: Iterable[str]) -> list[str]:
    return sorted(municipalities().get(code).name for code in nis)


# Since when each municipality's text stands where it stands. In force: from the first day of its terms, or the day of
# its first move into force where that is later; a text that took another's place in the same moment goes on where that had
# begun. Suspended: from the first of the last moves that all led there.
IN_FORCE_SINCE = """
WITH RECURSIVE begun AS (
    SELECT DISTINCT ON (move.version_id) move.version_id AS id, move.at,
        greatest((convert_from(version.terms, 'UTF8')::jsonb ->> 'start')::date,
                 (move.at AT TIME ZONE 'Europe/Brussels')::date) AS since
    FROM protocols_move AS move JOIN protocols_version AS version ON version.id = move.version_id
    WHERE move.to_status = 'active' ORDER BY move.version_id, move.id
), chain AS (
    SELECT id, id AS part FROM begun
    UNION
    SELECT chain.id, before.id
    FROM chain JOIN begun ON begun.id = chain.part JOIN protocols_version AS heir ON heir.id = chain.part
    JOIN LATERAL jsonb_array_elements_text(convert_from(heir.terms, 'UTF8')::jsonb -> 'follows') AS followed ON true
    JOIN protocols_version AS before ON before.terms_digest = followed
    JOIN protocols_move AS gone ON gone.version_id = before.id AND gone.to_status = 'superseded' AND gone.at = begun.at
)
SELECT chain.id, min(begun.since) FROM chain JOIN begun ON begun.id = chain.part GROUP BY chain.id
"""

STOOD = """
SELECT protocol.nis, version.id, array_agg(move.to_status ORDER BY move.id),
    array_agg((move.at AT TIME ZONE 'Europe/Brussels')::date ORDER BY move.id)
FROM protocols_move AS move JOIN protocols_version AS version ON version.id = move.version_id
JOIN protocols_protocol AS protocol ON protocol.code = version.protocol_id
WHERE (move.at AT TIME ZONE 'Europe/Brussels')::date <= %(day)s GROUP BY protocol.nis, version.id
"""


def since_when(day: date) -> dict[str, set[date]]:
    """By NIS code, since when a text of it is in force or suspended by its moves: what the document may say."""
    with connection.cursor() as cursor:
        cursor.execute(IN_FORCE_SINCE)
        begun = dict(cursor.fetchall())
        cursor.execute(STOOD, {"day": day})
        rows = cursor.fetchall()
    found: dict[str, set[date]] = {}
    for nis, version, statuses, on in rows:
        if statuses[-1] == "active":
            found.setdefault(nis, set()).add(begun[version])
        if statuses[-1] == "suspended":
            place = len(statuses)
            while place and statuses[place - 1] == "suspended":
                place -= 1
            found.setdefault(nis, set()).add(on[place])
    return found


@pytest.fixture
def told(database: str, request: pytest.FixtureRequest) -> int:
    register_agency()
    Histories(request.param, 150 if request.param == 4 else 60).write()
    seed: int = request.param
    return seed


def _holds(blocks: Sequence[object], day: date, counted: dict[str, str]) -> set[str]:
    """Holds what a document says of a day against the recount; which of its forms it took."""
    whole, found = list(lines(blocks)), tables(blocks)
    forms = set()
    wanted = {stance: [nis for nis, stands in counted.items() if stands == stance] for stance in set(WHERE.values())}
    since = since_when(day)

    said = re.match(
        rf"Op {long(day)} (had|hadden) (.+) van de (\d+) Vlaamse gemeenten een protocol van kracht", whole[0]
    )
    assert said
    assert (number_of(said[2]), int(said[3])) == (len(wanted["in_force"]), len(counted))
    assert (said[1] == "hadden") == (len(wanted["in_force"]) > 1)

    states = found[f"De Vlaamse gemeenten op {long(day)}, naar de toestand van hun protocol"]
    assert {WHERE.get(name, name): int(count) for name, count in states.rows} == {
        **{stance: len(of) for stance, of in wanted.items()}, "Samen": len(counted),
    }  # fmt: skip

    listed = []
    for caption, table in found.items():
        if table.header[-1] == "Van kracht sinds":
            listed += [(*row[:2], row[-1]) for row in table.rows]
            shown = [row[0] for row in table.rows]
            assert shown == sorted(shown, key=lambda name: name.replace("-", " ").replace("'", " ").casefold()), caption
    assert sorted(nis for _, nis, _ in listed) == sorted(wanted["in_force"])
    assert all(name == municipalities().get(nis).name for name, nis, _ in listed)
    assert all(day_of(begun) in since[nis] for _, nis, begun in listed)

    provinces = found.get(f"Gemeenten met een protocol van kracht op {long(day)}, per provincie")
    assert (provinces is not None) == (len(wanted["in_force"]) > LONG)
    if provinces is not None:
        forms.add("long")
        in_force = Counter(municipalities().get(nis).province for nis in wanted["in_force"])
        total = Counter(municipalities().get(nis).province for nis in counted)
        *rows, together = provinces.rows
        assert {name: (int(count), int(of)) for name, count, of in rows} == {
            name: (in_force[name], total[name]) for name in total
        }
        assert together == ("Samen", str(len(wanted["in_force"])), str(len(counted)))
        for name in total:
            own = found.get(
                f"Gemeenten in {name} met een protocol van kracht op {long(day)}: {in_force[name]} van {total[name]}"
            )
            assert (own is None) == (in_force[name] == 0)
            if own is not None:
                assert {municipalities().get(row[1]).province for row in own.rows} == {name}
    elif len(wanted["in_force"]) == 1:
        forms.add("one")
        (nis,) = wanted["in_force"]
        assert whole[0].endswith(f": {municipalities().get(nis).name}, sinds {listed[0][2]}.")
    elif not wanted["in_force"]:
        forms.add("none")

    forms |= _others_hold(whole, found, day, wanted, since)
    return forms


def _others_hold(
    whole: list[str], found: dict[str, Table], day: date, wanted: dict[str, list[str]], since: dict[str, set[date]]
) -> set[str]:
    forms = set()
    suspended = next((line for line in whole if "geschorst was" in line), None)
    assert (suspended is None) == (not wanted["suspended"])
    if suspended is not None:
        assert f"Bij {_counted(len(wanted['suspended']))} was er een protocol" in suspended
        table = found.get(f"Gemeenten met een geschorst protocol op {long(day)}")
        if table is None:
            forms.add("one suspended")
            (nis,) = wanted["suspended"]
            name, _, begun = suspended.removesuffix(".").rpartition(": ")[2].partition(", sinds ")
            assert (name, day_of(begun) in since[nis]) == (municipalities().get(nis).name, True)
        else:
            forms.add("suspended")
            assert sorted(row[1] for row in table.rows) == sorted(wanted["suspended"])
            assert all(day_of(row[-1]) in since[row[1]] for row in table.rows)
    preparing = next((line for line in whole if "in voorbereiding (" in line), None)
    assert (preparing is None) == (not wanted["preparing"])
    if preparing is not None:
        forms.add("preparing")
        assert f"Bij {_counted(len(wanted['preparing']))} was er een protocol in voorbereiding" in preparing
        assert sum(map(int, re.findall(r": (\d+)", preparing))) == len(wanted["preparing"])
    return forms


def _counted(count: int) -> str:
    return "één gemeente" if count == 1 else f"{count} gemeenten"


@pytest.mark.parametrize("told", [1, 2, 4], indirect=True)
def test_every_number_and_name_is_what_the_rows_say(told: int) -> None:
    whole = chronicle()
    forms = set()
    for day in days(told, 70):
        blocks = list(how_many(overview_of(whole, day), past=True))
        forms |= _holds(blocks, day, recount(day))
    assert forms >= {"none", "suspended", "preparing", "long" if told == 4 else "one"}


@pytest.mark.parametrize("told", [1, 2], indirect=True)
def test_what_changed_between_two_days_is_what_the_rows_say(told: int) -> None:
    whole, dice = chronicle(), random.Random(told)
    crossed = 0
    for day in days(told + 50, 40):
        if day == FIRST:
            continue
        before = FIRST + timedelta(days=dice.randrange((day - FIRST).days))
        then, now = recount(before), recount(day)
        had = {nis for nis, stance in then.items() if stance == "in_force"}
        has = {nis for nis, stance in now.items() if stance == "in_force"}
        heading, said, items = what_changed(overview_of(whole, day), overview_of(whole, before), past=True)
        assert isinstance(heading, Heading) and isinstance(said, Paragraph) and isinstance(items, BulletList)
        assert long(before) in heading.text
        assert f"van de {len(then)} Vlaamse gemeenten een protocol van kracht; op {long(day)}" in said.text
        assert said.text.endswith(f" van de {len(now)} Vlaamse gemeenten er een.")
        counts = re.findall(r"Op .+? \d{4} (?:had|hadden) (.+?) van de", said.text, re.IGNORECASE)
        assert [number_of(count) for count in counts] == [len(had), len(has)]
        lists = [(has - had) & then.keys(), (had - has) & now.keys()]
        if then.keys() != now.keys():
            crossed += 1
            lists += [had - now.keys(), has - then.keys()]
        assert len(items.items) == len(lists)
        for item, wanted in zip(items.items, lists, strict=True):
            count, _, named = item.rpartition(": ")[2].partition(" (")
            assert number_of(re.sub(r" gemeenten?\.?$", "", count)) == len(wanted)
            shown = re.split(r", | en ", named.removesuffix(").")) if named else []
            assert sorted(shown) == names(wanted)
        added, lost, *merged = [len(one) for one in lists]
        gone, born = merged or (0, 0)
        assert len(had) + added - lost - gone + born == len(has)
    assert crossed > 5


@pytest.mark.parametrize("told", [1], indirect=True)
def test_the_target_and_how_far_it_is_are_what_the_rows_say(told: int) -> None:
    whole = chronicle()
    first, last, said_on = date(2019, 10, 2), date(2024, 9, 30), date(2020, 11, 15)
    for kind, value in ((TargetKind.NUMBER, 15), (TargetKind.SHARE, 4), (TargetKind.NUMBER, 1)):
        set_target(
            period=f"{kind} {value}", first_day=first, last_day=last, kind=kind, value=value, said_on=said_on,
            source="Beleidsnota", by=MANAGER, at=AT,
        )  # fmt: skip
    seen = Counter[str]()
    for day in days(told + 9, 60):
        blocks = list(aimed_for(targets_on(day, "agii"), overview_of(whole, day), past=True))
        sentences = [block.text for block in blocks if isinstance(block, Paragraph)]
        if day < said_on:
            assert sentences == [f"Op {long(day)} was er geen streefcijfer geregistreerd."]
            seen["none"] += 1
            continue
        assert len(sentences) == 3
        until = min(day, last)
        reached = sum(stance == "in_force" for stance in recount(until).values())
        for sentence in sentences:
            needed = 12 if "4 % van" in sentence else 15 if "NUMBER 15" in sentence or "number 15" in sentence else 1
            if "4 % van" in sentence:
                assert "van de 300 gemeenten op de laatste dag zijn dat er 12." in sentence
            else:
                assert f"streefcijfer {_counted(needed).replace('één', '1')} met een protocol." in sentence
            assert f"Dat is gezegd op {long(said_on)} (bron: Beleidsnota)." in sentence
            assert ("Op de laatste dag van die periode" in sentence) == (day > last)
            have = {0: "had geen enkele gemeente", 1: "had één gemeente"}.get(reached, f"hadden {reached} gemeenten")
            assert f"{long(until)}{',' if day > last else ''} {have} een protocol van kracht" in sentence
            missing = max(needed - reached, 0)
            end = (
                "het streefcijfer was gehaald." if not missing
                else f"te halen {'was' if missing == 1 else 'waren'} er nog {missing} nodig."
            )  # fmt: skip
            assert sentence.endswith(end), sentence
            seen["over" if day > last else "met" if not missing else "missing"] += 1
    assert set(seen) == {"none", "over", "met", "missing"}


ANNOUNCED = """
SELECT campaign.name, announcement.channel, announcement.on, announcement.reached
FROM outreach_announcement AS announcement JOIN outreach_campaign AS campaign ON campaign.id = announcement.campaign_id
WHERE campaign.agency = 'agii' AND announcement.on <= %s
"""
CONTACTED = """
SELECT channel, nis FROM outreach_contact WHERE agency = 'agii' AND "on" <= %s
"""


@pytest.mark.parametrize("told", [1], indirect=True)
def test_the_channels_and_what_came_of_them_are_what_the_rows_say(told: int) -> None:
    Outreach(told, contacts=60, interests=60).write()
    Outreach(told + 1, agency="atlas", contacts=20, interests=20).write()
    spoken_names = {one.code: one.name.nl for one in channels()} | {"fax": "fax"}
    seen = Counter[str]()
    for day in days(told + 3, 40):
        blocks = list(made_known(day, "agii"))
        with connection.cursor() as cursor:
            cursor.execute(ANNOUNCED, [day])
            announced = cursor.fetchall()
            cursor.execute(CONTACTED, [day])
            contacted = cursor.fetchall()
        now = dict(zip(*places(day), strict=True))
        counted = ways(day)
        used = {row[1] for row in announced} | {code for code, _ in contacted} | {way[1] for way in counted if way[1]}
        whole = list(lines(blocks))
        if not used:
            assert whole == [
                f"Tot en met {long(day)} is niet geregistreerd langs welke kanalen de mogelijkheid werd bekendgemaakt."
            ]
            seen["none"] += 1
            continue
        named = re.split(r", | en (?!met )", whole[0].partition("deze kanalen: ")[2].removesuffix("."))
        assert sorted(named) == sorted(spoken_names[code] for code in used)
        found = tables(blocks)
        if announced:
            rows = found[f"Wat bekendgemaakt werd tot en met {long(day)}"].rows
            assert Counter((name, by, day_of(on), reached) for name, by, on, reached in rows) == Counter(
                (name, spoken_names[code], on, "niet geregistreerd" if reached is None else str(reached))
                for name, code, on, reached in announced
            )
            seen["announced"] += 1
        table = found[f"Aantal gemeenten per kanaal, en wat ervan kwam tot en met {long(day)}"]
        shown = {row[0].casefold(): row[1:] for row in table.rows}
        for code in [*used, None]:
            came = [way for way in counted if way[1] == code]
            spoke = len({now[nis] for by, nis in contacted if by == code and nis in now})
            counts = [len({way[0] for way in came if way[stage]}) for stage in (4, 5, 6)]
            name = spoken_names[code].casefold() if code else "zonder geregistreerd kanaal"
            if code or any(counts):
                assert list(shown.pop(name)) == [str(spoke) if code else "-", *map(str, counts)]
                seen["unknown"] += code is None
        assert shown == {}
        few = any(len({way[0] for way in counted if way[1] == code and way[4]}) < 10 for code in used)
        assert few == any("kan niet gezegd worden hoe goed het werkt" in line for line in whole)
        seen["few"] += few
    assert min(seen[what] for what in ("none", "announced", "unknown", "few")) > 0, seen
