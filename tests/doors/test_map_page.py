"""The map on the overview: what its tiles and outlines say is what the rows say, in both languages, and leads there."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from datetime import date
from html.parser import HTMLParser
from itertools import product
from pathlib import Path

import pytest
from django.template import engines
from django.test import Client
from tests.doors.test_portal import _luminance
from tests.rooms.borderlands import squares_around
from tests.rooms.history import Histories, days, recount
from tests.stories.cast import register_beersel

from sluis.cli.main import main
from sluis.domain.stance import Stance
from sluis.parties.municipalities import municipalities
from sluis.protocols.chronicle import chronicle
from sluis.register.queries import overview_of
from sluis.web.register.maps import map_of, paints
from sluis.web.texts import LANGUAGES, Texts

SVG = "{http://www.w3.org/2000/svg}"
FIGURE = '{% import "register/map.html" as drawing with context %}{{ drawing.figure(map, seen, "") }}'
BEFORE, SINCE = date(2024, 12, 31), date(2025, 1, 1)


class Read(HTMLParser):
    """What a page shows of the map: each municipality with its name and its state, inside its province."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: dict[str, str] = {}
        self.states: dict[str, str] = {}
        self.provinces: dict[str, str] = {}
        self.rows: dict[str, list[str]] = {}
        self.links: list[str] = []
        self.ids: list[str] = []
        self._nis = self._province = self._row = ""
        self._in_title = self._in_cell = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = {name: value or "" for name, value in attrs}
        if "id" in of:
            self.ids.append(of["id"])
        if tag == "g" and of.get("role") == "group":
            self._province = of["aria-label"]
        if tag == "a":
            self.links.append(of.get("href", ""))
            self._nis = of["href"].removeprefix("#nis-") if of.get("href", "").startswith("#nis-") else ""
        if tag == "title" and self._nis:
            self._in_title = True
            self.names[self._nis] = ""
            self.provinces[self._nis] = self._province
        if self._nis and tag == "use" and of["href"].startswith("#m-"):
            self.states[self._nis] = of["href"].removeprefix("#m-").replace("-", "_")
        if self._nis and tag == "path" and of.get("class", "").startswith("map-"):
            self.states[self._nis] = of["class"].removeprefix("map-").replace("-", "_")
        if tag == "tr":
            self._row = of.get("id", "").removeprefix("nis-")
            self.rows[self._row] = []
        if tag in ("td", "th") and self._row:
            self.rows[self._row].append("")
            self._in_cell = True

    def handle_endtag(self, tag: str) -> None:
        self._in_title = self._in_title and tag != "title"
        self._in_cell = self._in_cell and tag not in ("td", "th")
        if tag == "a":
            self._nis = ""

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.names[self._nis] += data
        if self._in_cell:
            self.rows[self._row][-1] += data


def page_of(address: str) -> str:
    answer = Client(SERVER_NAME="localhost").get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def told(database: str) -> None:
    Histories(1).write()


@pytest.fixture
def outlines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The boundaries of today's municipalities, as the operator supplies them: a square for each."""
    path = tmp_path / "today.geojson"
    path.write_bytes(squares_around({row.nis: (row.longitude, row.latitude) for row in municipalities().on(SINCE)}))
    monkeypatch.setenv("SLUIS_BOUNDARIES", str(path))
    return path


@pytest.mark.usefixtures("told")
class TestWhatTheMapSays:
    def test_is_what_the_rows_say_on_hundreds_of_days(self) -> None:
        whole, template = chronicle(), engines["jinja2"].from_string(FIGURE)
        seen_states = set()
        for number, day in enumerate(days(1, 90)):
            texts, seen, counted = Texts(LANGUAGES[number % 2]), overview_of(whole, day), recount(day)
            page = template.render({"texts": texts, "seen": seen, "map": map_of(seen, texts)})
            read = Read(page)
            assert read.states == counted, day
            legend = re.findall(r'<use href="#m-([\w-]+)"/></svg> [^<]*: (\d+)</li>', page)
            assert {state.replace("-", "_"): int(count) for state, count in legend} == {
                stance.value: list(counted.values()).count(stance.value) for stance in Stance
            }
            seen_states |= set(counted.values())
        assert seen_states == {stance.value for stance in Stance}

    def test_is_what_the_table_beside_it_says_in_both_languages(self) -> None:
        for language, day in product(LANGUAGES, [date(2021, 5, 5), BEFORE, SINCE]):
            read = Read(page_of(f"/{language}/?on={day}"))
            assert read.names.keys() == {row.nis for row in municipalities().on(day)}
            since = {"nl": " sinds ", "en": " since "}[language]
            for nis, name in read.names.items():
                who, _, _, state, began = read.rows[nis]
                # How far it is stands between brackets on the map, and beside the badge in the table.
                said = name.removesuffix(" (de eerste gemeente)").removesuffix(" (the first municipality)")
                expected = f"{who}: {state}" + (f"{since}{began}" if began != "-" else "")
                assert re.sub("[()]", "", said) == expected

    def test_leads_to_every_row_to_each_province_and_past_itself(self) -> None:
        for language in LANGUAGES:
            read = Read(page_of(f"/{language}/?on={SINCE}"))
            here = [link[1:] for link in read.links if link.startswith("#")]
            assert set(here) <= set(read.ids)
            assert "past-the-map" in here
            assert [link for link in here if link.startswith("map-")] == [
                "map-west-vlaanderen", "map-oost-vlaanderen", "map-antwerpen", "map-vlaams-brabant", "map-limburg",
            ]  # fmt: skip
            assert sum(link.startswith("nis-") for link in here) == 285

    def test_puts_each_in_its_province_which_says_how_many_are_in_force(self) -> None:
        counted, of = recount(SINCE), {row.nis: row.province for row in municipalities().on(SINCE)}
        for language in LANGUAGES:
            read = Read(page_of(f"/{language}/?on={SINCE}"))
            for province in set(of.values()):
                mine = [nis for nis, name in of.items() if name == province]
                count = sum(counted[nis] == "in_force" for nis in mine)
                words = {"nl": f"{count} van de {len(mine)} van kracht", "en": f"{count} of the {len(mine)} in force"}
                said = f"{Texts(language).province(province)}: {words[language]}"
                assert {nis for nis, name in read.provinces.items() if name == said} == set(mine)

    def test_a_map_with_outlines_says_the_same(self, outlines: Path) -> None:
        whole, template, texts = chronicle(), engines["jinja2"].from_string(FIGURE), Texts("en")
        for day in [day for day in days(2, 15) if day >= SINCE]:
            seen = overview_of(whole, day)
            read = Read(template.render({"texts": texts, "seen": seen, "map": map_of(seen, texts)}))
            assert read.states == recount(day)

    def test_the_file_that_stands_alone_says_the_same(self, outlines: Path) -> None:
        for language, day in product(LANGUAGES, (BEFORE, SINCE)):
            answer = Client(SERVER_NAME="localhost").get(f"/{language}/map.svg?on={day}")
            assert answer.headers["Content-Type"] == "image/svg+xml; charset=utf-8"
            assert answer.headers["Content-Language"] == language
            drawing = ET.fromstring(answer.content)  # noqa: S314 - our own
            read = Read(page_of(f"/{language}/?on={day}"))
            named = [group for group in drawing.iter(f"{SVG}g") if group.find(f"{SVG}title") is not None]
            assert Counter(group[0].text for group in named) == Counter(read.names.values())
            signs = Counter(use.get("href", "").replace("-", "_") for group in named for use in group.iter(f"{SVG}use"))
            per_sign = Counter(f"#{'s' if day == SINCE else 'm'}_{state}" for state in recount(day).values())
            # An outline without a protocol bears no sign.
            assert signs == Counter({sign: count for sign, count in per_sign.items() if sign != "#s_none"})
            # It stands alone, under a policy that forbids style inside a document.
            text = answer.content.decode()
            assert not re.findall(r"<style|style=|class=|https?://(?!www\.w3\.org/|127\.0\.0\.1)", text)
            used = {use.get("href", "")[1:] for use in drawing.iter(f"{SVG}use")}
            assert used <= {one.get("id") for one in drawing.iter()}


class TestWhichMap:
    def test_beersel_is_marked_as_the_first(self, database: str) -> None:
        register_beersel()
        page = page_of("/nl/?on=2020-11-15")
        assert Read(page).names["23003"] == "Beersel: van kracht sinds 1 november 2020 (de eerste gemeente)"
        assert "de eerste gemeente: Beersel" in page
        assert page.count('href="#s-first"') == 2
        # And not before there was one.
        assert "#s-first" not in page_of("/nl/?on=2020-10-31").replace('id="s-first"', "")
        assert Read(page_of("/en/?on=2020-11-15")).names["23003"].endswith(" (the first municipality)")

    def test_with_outlines_of_another_day_it_is_one_of_tiles_and_says_so(self, database: str, outlines: Path) -> None:
        lacks = "Van deze dag hebben we geen grenzen; daarom is de kaart er een van vakken."
        before, since = page_of(f"/nl/?on={BEFORE}"), page_of(f"/nl/?on={SINCE}")
        assert (lacks in before, lacks in since) == (True, False)
        assert ("Elk vak is een gemeente" in before, "Elk vak is een gemeente" in since) == (True, False)
        assert before.count('<use href="#m-none"') == 300 + 1
        assert len(re.findall(r'<path class="map-none" d="M[^"]+z"/>', since)) == 285

    def test_without_outlines_it_does_not_speak_of_them(self, database: str) -> None:
        assert "geen grenzen" not in page_of("/nl/")

    @pytest.mark.usefixtures("told")
    def test_it_is_lean(self) -> None:
        page = page_of(f"/nl/?on={BEFORE}")
        section = page[page.index('aria-labelledby="map"') : page.index('aria-labelledby="municipalities"')]
        assert len(section.encode()) < 48_000
        assert "style=" not in section

    def test_the_file_has_the_colours_of_the_stylesheet(self) -> None:
        sheet = (Path(__file__).parents[2] / "src/sluis/web/static/sluis.css").read_text(encoding="utf-8")
        for stance in Stance:
            name = stance.value.replace("_", "-")
            (ground, line) = re.findall(
                rf"^\.map-{name} {{ fill: var\(--(.+?)\); stroke: var\(--(.+?)\);", sheet, re.M
            )[0]
            assert paints()[stance] == (paints()[ground], paints()[line])
            # Seen on the page by its ground or by its line, and a sign tells it from the others.
            light, dark = sorted((_luminance(paints()[line][1:]), _luminance(paints()["ground"][1:])), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 3


@pytest.mark.usefixtures("told")
def test_the_growth_marks_its_milestones_on_the_line_and_in_the_table() -> None:
    for language in LANGUAGES:
        page = page_of(f"/{language}/growth?on=2026-11-20")
        spots = re.findall(r'<circle class="chart-spot" cx="([\d.]+)" cy="([\d.]+)"', page)
        says = re.findall(r'<text class="chart-spot-says"[^>]*>(\d+)</text>', page)
        table = page[page.index('id="milestones"') :]
        first = {"nl": "De eerste", "en": "The first"}[language]
        rows = re.findall(r'<tr><th scope="row">([^<]+)</th>', table)
        assert len(rows) > 2
        assert [row.replace(first, "1") for row in rows] == says
        # The line goes level (H) and up or down (V); each mark lies on it, one step higher or more than before.
        line = re.findall(r'<path class="chart-count" d="M([\d.]+) ([\d.]+)([^"]+)"', page)[0]
        x, y = float(line[0]), float(line[1])
        passed = []
        for way, number in re.findall(r"([HV])([\d.]+)", line[2]):
            to = (float(number), y) if way == "H" else (x, float(number))
            passed.append((min(x, to[0]), max(x, to[0]), min(y, to[1]), max(y, to[1])))
            x, y = to
        places = [(float(across), float(up)) for across, up in spots]
        assert len(places) == len(rows)
        for across, up in places:
            assert any(west <= across <= east and high <= up <= low for west, east, high, low in passed)
        assert places == sorted(places, key=lambda place: (place[0], -place[1]))


class TestTheOperator:
    """What is wrong with a file is said by the command, and before the portal starts."""

    def test_is_told_of_which_days_a_file_is_the_map(self, outlines: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["boundaries"]) == 0
        assert (
            capsys.readouterr().out == "today.geojson: 285 municipalities, 1140 points; the map from 2025-01-01 on.\n"
        )

    def test_is_told_that_there_is_no_file(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.delenv("SLUIS_BOUNDARIES", raising=False)
        assert main(["boundaries"]) == 0
        assert capsys.readouterr().out == "SLUIS_BOUNDARIES names no file: the map is of tiles.\n"

    @pytest.mark.usefixtures("database")
    @pytest.mark.parametrize("command", [["boundaries"], ["serve", "--port", "0"]])
    def test_is_told_what_is_wrong(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
        command: list[str],
    ) -> None:
        (tmp_path / "wrong.json").write_text('{"type": "Topology"}', encoding="utf-8")
        for name, said in (
            ("nowhere.json", "nowhere.json cannot be read (No such file or directory)."),
            ("", f"{tmp_path} cannot be read (Is a directory)."),
            ("wrong.json", "wrong.json: it has no `objects`."),
        ):
            monkeypatch.setenv("SLUIS_BOUNDARIES", f" {tmp_path / name},")
            assert main(command) == 2
            complaint = capsys.readouterr().err
            assert complaint.startswith(f"sluis {command[0]}: SLUIS_BOUNDARIES: ")
            assert said in complaint
