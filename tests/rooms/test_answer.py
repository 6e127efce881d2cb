"""The answer to parliament: its sentences, word for word where they are known, and every number and name counted again.

The recounts are SQL and plain Python over the rows of the moves; they share nothing with the rooms that are asked.
"""

from __future__ import annotations

import base64
import io
import os
import random
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import docx
import pytest
from django.db import connection
from docx.table import Table as Grid
from docx.text.paragraph import Paragraph as Line
from pypdf import PdfReader
from tests.adapters.documents import absent
from tests.rooms.desk import MANAGER, kbo, register_agency
from tests.rooms.history import FIRST, Histories, days, recount
from tests.rooms.outreach_history import Outreach, places, ways
from tests.stories.cast import register_beersel

from sluis.adapters.signing import make_key
from sluis.cli import clock
from sluis.config import environment
from sluis.domain.document import Document
from sluis.domain.legaltext import BulletList, Codes, Facts, Heading, Paragraph, Table
from sluis.domain.lifecycle import NotPossible
from sluis.ledger import actions as ledger
from sluis.ledger.models import SignedHead
from sluis.outreach.channels import channels
from sluis.outreach.effects import ENOUGH
from sluis.outreach.models import Announcement, Campaign, Contact
from sluis.parties import actions as parties
from sluis.parties.municipalities import municipalities
from sluis.protocols.chronicle import chronicle
from sluis.register.actions import set_target
from sluis.register.formats import FIRST_DAY
from sluis.register.queries import overview_of
from sluis.register.targets import TargetKind, targets_on
from sluis.reporting import dutch
from sluis.reporting.aims import aimed_for
from sluis.reporting.answer import Asked, answer, why_not
from sluis.reporting.files import KINDS
from sluis.reporting.made_known import made_known
from sluis.reporting.municipalities import LONG, how_many, what_changed
from sluis.reporting.questions import QUESTION_NAMES, Question

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
# its first move into force where that is later; a text that took another's place in the same moment goes on where that
# had begun. Suspended: from the first of the last moves that all led there.
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
            needed = (
                12 if "4\u00a0% van" in sentence else 15 if "NUMBER 15" in sentence or "number 15" in sentence else 1
            )
            if "4\u00a0% van" in sentence:
                assert "van de 300 gemeenten op de laatste dag zijn dat er 12." in sentence
            else:
                assert f"streefcijfer {_counted(needed).replace('één', '1')} met een protocol." in sentence
            assert f"Dat is gezegd op {long(said_on)}. Bron: Beleidsnota." in sentence
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
            before = f"Bekendgemaakt tot en met {long(day)} met de campagne “"
            shown_rows = Counter(
                (by.casefold(), day_of(on), reached, caption.removeprefix(before).removesuffix("”"))
                for caption, table in found.items()
                if caption.startswith(before)
                for by, on, reached in table.rows
            )
            assert shown_rows == Counter(
                (spoken_names[code].casefold(), on, "niet geregistreerd" if reached is None else str(reached), name)
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


SAID_IN_2020 = """
Agentschap: Agentschap Integratie en Inburgering
Toestand op: 15 november 2020
Opgemaakt op: 23 november 2026, 12.00 uur
Een protocol regelt de elektronische mededeling van persoonsgegevens van inburgeraars door het agentschap aan een gemeente.
1. Hoeveel gemeenten hebben een protocol, en welke?
Op 15 november 2020 had één van de 300 Vlaamse gemeenten een protocol van kracht met het agentschap: Beersel, sinds 1 november 2020.
De eerste gemeente met een protocol van kracht was Beersel, op 1 november 2020.
Gemeenten met een protocol van kracht op 15 november 2020
Gemeente | NIS-code | Provincie | Van kracht sinds
Beersel | 23003 | Vlaams-Brabant | 1 november 2020
Alle gemeenten
De Vlaamse gemeenten op 15 november 2020, naar de toestand van hun protocol
Protocol | Gemeenten
Van kracht | 1
Geschorst | 0
In voorbereiding | 0
Voorbij | 0
Geen protocol | 299
Samen | 300
2. Op hoeveel protocollen wordt gemikt, en hoe ver staat het daarmee?
Voor de periode “2019-2024” (2 oktober 2019 tot en met 30 september 2024) is het doel: zoveel mogelijk gemeenten met een protocol. Een getal is niet vastgelegd. Dat is gezegd op 15 november 2020. Bron: Antwoord op een schriftelijke vraag. Op 15 november 2020 had één gemeente een protocol van kracht.
3. Hoe wordt de mogelijkheid bekendgemaakt bij de gemeenten, en wat kwam daarvan?
Tot en met 15 november 2020 is niet geregistreerd langs welke kanalen de mogelijkheid werd bekendgemaakt.
Begrippen en bronnen
Van kracht: het protocol is gevalideerd, zijn looptijd is begonnen en niet voorbij, en de uitvoering is niet geschorst. Wat geschorst, in voorbereiding of voorbij is, telt niet mee.
Een gemeente telt één keer, hoeveel protocollen ze ook had. De gemeenten zijn die welke op de dag zelf bestonden: 300 op 15 november 2020.
Van kracht sinds: de eerste dag van het protocol. Na een wijziging of een fusie telt de eerste dag van het protocol dat zo werd voortgezet.
Elke toestand is die op het einde van de dag. Wordt later nog iets geregistreerd dat vóór die dag gebeurde, dan kan dit antwoord veranderen.
Openbaar register: https://sluis.example/nl/?on=2020-11-15
Van het logboek was nog niets ondertekend toen dit antwoord werd opgemaakt.
"""  # noqa: E501 - one line of the document is one line here

AS_MANY = {
    "period": "2019-2024", "first_day": date(2019, 10, 2), "last_day": date(2024, 9, 30),
    "kind": TargetKind.AS_MANY_AS_POSSIBLE, "value": None, "said_on": IN_2020,
    "source": "Antwoord op een schriftelijke vraag",
}  # fmt: skip


def _make_known() -> None:
    """The joint communication of October 2020, by the channels that parliament was told of, and one conversation."""
    campaign = Campaign.objects.create(
        agency="agii", name="Gezamenlijke communicatie", audience="", text="", begins_on=date(2020, 10, 1),
        made_at=AT,
    )  # fmt: skip
    codes = ("agency-website", "kenniscentrum-website", "vvsg-website", "vvsg-e-zine", "agency-newsletter")
    for code, reached in zip(codes, (None, None, None, 300, 299), strict=True):
        Announcement.objects.create(
            campaign=campaign, channel=code, mark=code, on=date(2020, 10, 5), reached=reached, cost_cents=1234
        )
    Contact.objects.create(
        agency="agii", nis="23003", on=date(2020, 10, 6), channel="staff-contact", said="Wil er een.", at=AT,
        interested=True, by="an", whom="Ann Voorbeeld",
    )  # fmt: skip


@pytest.fixture
def beersel(database: str, home: Path) -> None:
    """The agency, and Beersel with the first protocol."""
    register_agency()
    register_beersel()


@pytest.mark.usefixtures("beersel")
class TestTheFirstProtocol:
    def test_the_answer_of_15_november_2020_word_for_word(self) -> None:
        set_target(**AS_MANY, by=MANAGER, at=AT)  # type: ignore[arg-type]
        document = written(IN_2020)
        assert document.title == "Protocollen met gemeenten voor de mededeling van persoonsgegevens"
        assert document.author == "Agentschap Integratie en Inburgering"
        assert "\n".join(lines(document.blocks)) == SAID_IN_2020.strip()

    def test_a_day_that_is_not_over_is_told_as_it_is(self) -> None:
        document = written(IN_2020, at=datetime(2020, 11, 15, 9, tzinfo=clock.BRUSSELS))
        assert "Op 15 november 2020 heeft één van de 300" in "\n".join(lines(document.blocks))
        assert "Op 15 november 2020 is er geen streefcijfer geregistreerd." in lines(document.blocks)

    def test_the_channels_that_parliament_was_told_of(self) -> None:
        _make_known()
        whole = list(lines(written(IN_2020, Question.MADE_KNOWN).blocks))
        assert (
            "De mogelijkheid om een protocol te sluiten werd tot en met 15 november 2020 bekendgemaakt langs deze "
            "kanalen: website van het agentschap, website van het Kenniscentrum Vlaamse Steden, website van de VVSG, "
            "e-zine van de VVSG, nieuwsbrief van het agentschap voor lokale besturen en contact tussen medewerkers."
        ) in whole
        assert "Bekendgemaakt tot en met 15 november 2020 met de campagne “Gezamenlijke communicatie”" in whole
        assert "E-zine van de VVSG | 5 oktober 2020 | 300" in whole
        assert "Website van de VVSG | 5 oktober 2020 | niet geregistreerd" in whole
        assert "Contact tussen medewerkers | 1 | 1 | 1 | 1" in whole
        assert any("kan niet gezegd worden hoe goed het werkt" in line for line in whole)
        # Who was spoken with, what was said and what it cost are the agency's own.
        assert not [
            line for line in whole if "Ann" in line or "Wil er een" in line or "1234" in line or "12,34" in line
        ]

    def test_the_questions_can_be_chosen_one_by_one_and_are_numbered_as_chosen(self) -> None:
        for chosen in ((Question.TARGET,), (Question.MADE_KNOWN, Question.MUNICIPALITIES)):
            headings = [block.text for block in written(IN_2020, *chosen).blocks if isinstance(block, Heading)]
            asked = [text for text in headings if text.endswith("?")]
            assert [text.partition(".")[0] for text in asked] == [str(n) for n in range(1, len(chosen) + 1)]
            assert [text.partition(". ")[2] for text in asked] == [
                QUESTION_NAMES[one].nl for one in Question if one in chosen
            ]

    def test_another_agency_answers_for_its_own_protocols(self) -> None:
        parties.register_agency(code="atlas", name="Atlas", kbo=kbo("11002"), minisign_public_key="RW", at=AT)
        document = answer(Asked("atlas", tuple(Question), IN_2020), at=AT, address="https://sluis.example")
        whole = list(lines(document.blocks))
        assert "Agentschap: Atlas" in whole
        assert any(
            line.startswith("Op 15 november 2020 had geen enkele van de 300 Vlaamse gemeenten") for line in whole
        )
        assert "Beersel" not in "\n".join(whole)

    def test_it_names_the_checkpoint_that_was_the_newest(self, tmp_path: Path) -> None:
        ledger.publish(origin="test.example/log", key=make_key(tmp_path / "ledger.key"), at=AT)
        whole = list(lines(written(IN_2020).blocks))
        assert any(
            "ondertekend op 23 november 2026, 12.00 uur, met één vermelding en deze wortel:" in one for one in whole
        )
        note = SignedHead.objects.get().note
        assert base64.b64decode(note.splitlines()[2]).hex() == whole[-1]


@pytest.mark.usefixtures("beersel")
class TestWhatCannotBeAnswered:
    @pytest.mark.parametrize(
        ("asked", "wrong"),
        [
            (Asked("agii", (), IN_2020), "Kies ten minste één vraag"),
            (Asked("agii", (Question.TARGET,), date(2018, 12, 31)), "bekend vanaf 1 januari 2019"),
            (Asked("agii", (Question.TARGET,), date(2026, 11, 24)), "na vandaag (23 november 2026)"),
            (Asked("agii", (Question.TARGET,), IN_2020, IN_2020), "vóór de dag van het antwoord"),
            (Asked("agii", (Question.TARGET,), IN_2020, date(2018, 12, 31)), "bekend vanaf 1 januari 2019"),
            (Asked("nergens", (Question.TARGET,), IN_2020), "geen agentschap “nergens”"),
        ],
    )
    def test_is_refused_with_the_reason(self, asked: Asked, wrong: str) -> None:
        (reason,) = why_not(asked, at=AT)
        assert wrong in reason.nl and reason.en != reason.nl
        with pytest.raises(NotPossible) as refused:
            answer(asked, at=AT, address="https://sluis.example")
        assert refused.value.reasons == (reason,)

    def test_every_reason_is_given_at_once_and_today_and_the_first_day_can_be_answered(self) -> None:
        assert len(why_not(Asked("agii", (), date(2026, 12, 1), date(2026, 12, 1)), at=AT)) == 3
        # By the calendar of Brussels it is the next day already.
        late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
        assert why_not(Asked("agii", (Question.TARGET,), date(2026, 11, 23)), at=late) == []
        assert why_not(Asked("agii", (Question.TARGET,), date(2019, 1, 1)), at=AT) == []


def test_one_and_none_are_words_and_many_a_number_with_its_verb() -> None:
    for count, said in (
        (0, "geen enkele gemeente"),
        (1, "één gemeente"),
        (2, "2 gemeenten"),
        (1234, "1.234 gemeenten"),
    ):
        assert dutch.municipalities(count) == said
    assert dutch.of_all(1, 300) == "één van de 300 Vlaamse gemeenten"
    assert dutch.of_all(0, 285) == "geen enkele van de 285 Vlaamse gemeenten"
    assert [dutch.had(count, past=False) for count in (0, 1, 2)] == ["heeft", "heeft", "hebben"]
    assert [dutch.had(count, past=True) for count in (0, 1, 2)] == ["had", "had", "hadden"]
    assert [dutch.was(count, past=past) for past in (False, True) for count in (1, 2)] == ["is", "zijn", "was", "waren"]


def in_docx(block: Iterable[object]) -> Iterator[str]:
    """What a DOCX says, in its order, as `lines` says what a document says."""
    for one in block:
        if isinstance(one, Line):
            yield re.sub(r":\t", ": ", one.text)
        else:
            assert isinstance(one, Grid)
            yield from (" | ".join(cell.text for cell in row.cells) for row in one.rows)


@pytest.mark.parametrize("told", [4], indirect=True)
def test_both_files_say_what_the_page_says(told: int, tmp_path: Path) -> None:
    Outreach(told, contacts=60, interests=60).write()
    for on, since in ((date(2025, 6, 1), date(2024, 6, 1)), (date(2019, 6, 2), None), (date(2025, 1, 1), None)):
        document = written(on, since=since)
        said = [document.title, *lines(document.blocks)]
        file = docx.Document(io.BytesIO(KINDS["docx"].write(document, at=AT)))
        assert list(in_docx(file.iter_inner_content())) == said
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(KINDS["pdf"].write(document, at=AT))).pages]
        printed = squeezed(re.sub(rf"{document.running}\s*pagina \d+ van \d+", "", "\n".join(pages)))
        names = {fact.name for block in document.blocks if isinstance(block, Facts) for fact in block.facts}
        pieces = [part for line in said for part in (line.split(": ", 1) if line.split(": ")[0] in names else [line])]
        missing = [part for line in pieces for part in line.split(" | ") if squeezed(part) not in printed]
        assert missing == []
        for kind in KINDS.values():
            assert kind.write(document, at=AT) == kind.write(document, at=AT)


def squeezed(text: str) -> str:
    """Without white space and hyphens, since a page breaks lines and words where it must."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


@pytest.mark.usefixtures("beersel")
def test_the_picture_of_the_documentation_can_be_taken(tmp_path: Path) -> None:
    """`make screenshots` writes it into the documentation; else it is only taken."""
    absent([name for name in ("pdftoppm",) if shutil.which(name) is None], "poppler-utils")
    set_target(**AS_MANY, by=MANAGER, at=AT)  # type: ignore[arg-type]
    _make_known()
    (tmp_path / "answer.pdf").write_bytes(KINDS["pdf"].write(written(IN_2020), at=AT))
    folder = environment.PROJECT / "docs" / "images" if os.environ.get("SLUIS_SCREENSHOTS") else tmp_path
    picture = folder / "answer-2020-11-15"
    pages = ["-png", "-r", "72", "-f", "1", "-singlefile"]
    subprocess.run(["pdftoppm", *pages, str(tmp_path / "answer.pdf"), str(picture)], check=True)
    data = picture.with_suffix(".png").read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n" and 10_000 < len(data) < 120_000


def test_the_guide_says_what_the_program_goes_by() -> None:
    guide = (environment.PROJECT / "docs" / "how-to" / "answer-parliament.md").read_text(encoding="utf-8")
    assert f"more than {LONG};" in guide and f"fewer than {ENOUGH}\n" in guide
    assert all(f"`{one}`" in guide for one in Question)
    assert long(FIRST_DAY).replace("januari", "January") in guide
