"""The public page of targets, the desk where one is set, the same as data, and the command."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker
from tests.doors.visitors import form_with, visitor, words_of
from tests.rooms.desk import kbo, register_agency
from tests.rooms.history import Histories, recount
from tests.rooms.test_targets import SEED, number, say

from sluis.cli import clock
from sluis.cli import main as door
from sluis.domain.access import Role
from sluis.parties import actions as parties
from sluis.protocols.chronicle import chronicle
from sluis.register.forecast import Forecast, forecast
from sluis.register.models import Target as Row
from sluis.register.targets import TargetKind, all_targets

LAST = SEED["last_day"]
ON = date(2023, 6, 1)
FILLED = {
    "period": "2024-2029", "first_day": "2024-10-01", "last_day": "2029-09-30", "kind": "share", "value": "50",
    "said_on": "2024-11-01", "source": "Beleidsnota 2024",
}  # fmt: skip


@pytest.fixture
def public(database: str) -> Client:
    register_agency()
    return Client(SERVER_NAME="localhost")


@pytest.fixture
def told(public: Client) -> Client:
    Histories(3, 110).write()
    return public


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


class TestThePublicPage:
    def test_as_many_as_possible_of_2020_as_it_stood(self, public: Client) -> None:
        say()
        before, after = page(public, "/nl/target?on=2020-11-14"), page(public, "/nl/target?on=2020-11-15")
        assert "Op 14 november 2020 had geen agentschap een streefcijfer genoemd." in before
        said = words_of(after)
        assert "Periode 2019-2024: zoveel mogelijk gemeenten" in said
        assert "Dat is gezegd op 15 november 2020. Bron: Antwoord op een schriftelijke vraag" in said
        assert "0 van kracht op 15 november 2020" in said
        assert "De balk toont het deel van alle 300 gemeenten." in said
        english = words_of(page(public, "/en/target?on=2020-11-15"))
        assert "to 30 September 2024, as many municipalities as possible with a protocol in force." in english

    def test_with_too_little_to_learn_from_it_says_that_it_cannot_tell_and_why(self, public: Client) -> None:
        say()
        said = words_of(page(public, "/nl/target?on=2020-11-15"))
        assert "Hoeveel het er op 30 september 2024 zijn, valt nu niet eerlijk te zeggen" in said
        assert "Er doorliepen nog maar 0 protocollen alle stappen tot de validatie." in said
        assert "<svg" not in page(public, "/en/target?on=2020-11-15")

    def test_progress_and_history_are_those_of_the_day(self, told: Client) -> None:
        say()
        number(100, said_on=date(2022, 3, 1))
        reached = sum(stance == "in_force" for stance in recount(ON).values())
        html = page(told, f"/nl/target?on={ON}")
        said = words_of(html)
        assert "Periode 2019-2024: 100 gemeenten" in said
        assert f"Dat is {reached} van de 100 die nodig zijn. Er zijn er nog {100 - reached} te gaan." in said
        assert f'<progress max="100" value="{reached}" aria-label="{reached} van 100">' in html
        rows = re.findall(r"<time[^>]*>([^<]+)</time></th><td>([^<]+)</td>", html)
        assert rows[:2] == [("1 maart 2022", "100 gemeenten"), ("15 november 2020", "zoveel mogelijk gemeenten")]
        assert "Wat er eerder gezegd is" not in page(told, "/nl/target?on=2022-02-28")

    def test_the_forecast_in_words_and_table_is_that_of_the_room(self, told: Client) -> None:
        number(100)
        found = forecast(chronicle("agii"), ON, LAST)
        assert isinstance(found, Forecast)
        html = page(told, f"/nl/target?on={ON}")
        said = words_of(html)
        assert f"naar verwachting {found.low} tot {found.high} van de 300 gemeenten een protocol van kracht" in said
        assert f"In het midden ligt {found.likely}." in said
        assert f"zit naar verwachting {round(100 * found.holds)} keer binnen het bereik" in said
        assert f"30 september 2024 {found.low} {found.likely} {found.high}" in said
        came = sum(stance == "in_force" for stance in recount(LAST).values())
        where = "binnen" if found.low <= came <= found.high else "buiten"
        assert f"op 30 september 2024 waren het er {came}, {where} het bereik." in said
        assert f"{100 - found.likely} te weinig" in said
        assert "Wat er zou moeten gebeuren" in said
        assert html.count('role="img"') == 1

    def test_the_chart_holds_what_the_table_says(self, told: Client) -> None:
        number(100)
        found = forecast(chronicle("agii"), ON, LAST)
        assert isinstance(found, Forecast)
        html = page(told, f"/en/target?on={ON}")
        heights = {
            int(says): float(at) - 4
            for at, says in re.findall(r'<text x="38" y="([\d.]+)" text-anchor="end">(\d+)</text>', html)
        }
        floor, top = heights[0], heights[max(heights)]

        def count(height: str) -> float:
            return (floor - float(height)) / (floor - top) * max(heights)

        (middle,) = re.findall(r'class="chart-middle" d="([^"]+)"', html)
        points = re.findall(r"[ML]([\d.]+) ([\d.]+)", middle)
        assert [round(count(up)) for _, up in points] == [found.in_force, *(one.likely for one in found.on_the_way)]
        (area,) = re.findall(r'class="chart-range" d="([^"]+)"', html)
        corners = [round(count(up)) for _, up in re.findall(r"[ML]([\d.]+) ([\d.]+)", area)]
        highs, lows = [one.high for one in found.on_the_way], [one.low for one in reversed(found.on_the_way)]
        assert corners == [found.in_force, *highs, *lows]
        (wanted,) = re.findall(r'class="chart-wanted"[^>]* y1="([\d.]+)"', html)
        assert round(count(wanted)) == 100

    def test_a_period_that_is_over_is_told_of_its_last_day(self, told: Client) -> None:
        number(100)
        reached = sum(stance == "in_force" for stance in recount(LAST).values())
        said = words_of(page(told, "/nl/target?on=2026-11-01"))
        assert f"{reached} van kracht op 30 september 2024" in said
        assert (
            f"De periode is voorbij. Het streefcijfer werd niet gehaald: er waren er {100 - reached} te weinig." in said
        )
        # No period runs, so a year ahead is looked.
        assert "Vooruitzicht op 1 november 2027" in said

    def test_nothing_is_forecast_from_a_day_to_come(self, told: Client) -> None:
        to_come = clock.today() + timedelta(days=30)
        say(period="later", first_day=date(2025, 1, 1), last_day=to_come + timedelta(days=900))
        said = words_of(page(told, f"/en/target?on={to_come}"))
        assert "From a day that is still to come nothing can be forecast" in said
        assert "are expected to have a protocol in force" not in said

    def test_what_is_typed_at_the_desk_cannot_bring_markup(self, public: Client) -> None:
        say(period="<b>x</b>", source="<script>alert(1)</script>")
        html = page(public, "/nl/target")
        assert "<script" not in html
        assert "&lt;b&gt;x&lt;/b&gt;" in html

    def test_it_is_accessible_in_its_bones(self, told: Client) -> None:
        number(100)
        for address in ("/nl/target", f"/en/target?on={ON}", "/en/target?on=x"):
            html = page(told, address, 400 if address.endswith("=x") else 200)
            assert html.count("<h1") == 1
            levels = [int(level) for level in re.findall(r"<h([1-6])\b", html)]
            assert all(after <= before + 1 for before, after in pairwise(levels))
            assert all('scope="' in heading for heading in re.findall(r"<th\b[^>]*>", html))
            assert html.count("<table>") == html.count("<caption>")
            ids = re.findall(r' id="([^"]+)"', html)
            assert len(ids) == len(set(ids))
            for named in re.findall(r'aria-(?:describedby|labelledby)="([^"]+)"', html):
                assert set(named.split()) <= set(ids)


SCHEMA: dict[str, Any] = json.loads(files("sluis.register").joinpath("schemas/target.json").read_text(encoding="utf-8"))


class TestTheData:
    def test_it_follows_its_schema_and_says_what_the_page_says(self, told: Client) -> None:
        say()
        number(100, said_on=date(2022, 3, 1))
        say(period="a share", kind=TargetKind.SHARE, value=40, said_on=date(2021, 1, 1), last_day=date(2026, 12, 31))
        Draft202012Validator.check_schema(SCHEMA)
        forecasts = 0
        for on in ("2020-11-14", "2020-11-15", str(ON), "2026-11-01", "2030-01-01"):
            data = told.get(f"/target.json?on={on}").json()
            Draft202012Validator(SCHEMA, format_checker=FormatChecker()).validate(data)
            assert data["inForce"] == sum(stance == "in_force" for stance in recount(date.fromisoformat(on)).values())
            said = words_of(page(told, f"/nl/target?on={on}"))
            assert [one["period"] for one in data["targets"] if f"Periode {one['period']}:" not in said] == []
            for ahead in [one["ahead"] for one in data["targets"]] + [data["ahead"]]:
                if ahead and ahead["forecast"]:
                    assert f"In het midden ligt {ahead['forecast']['likely']}." in said
                    forecasts += 1
        assert forecasts >= 3

    def test_a_schema_that_asks_for_everything_takes_nothing_else(self, told: Client) -> None:
        say()
        data = told.get("/target.json?on=2023-06-01").json()
        del data["targets"][0]["progress"]["total"]
        assert not Draft202012Validator(SCHEMA).is_valid(data)

    def test_a_wrong_day_is_a_problem(self, public: Client) -> None:
        answer = public.get("/target.json?on=gisteren")
        assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")


@pytest.fixture
def an(public: Client) -> Client:
    return visitor("an", "agency:agii", Role.PROTOCOL_MANAGER)


class TestTheDesk:
    def test_somebody_sets_a_target_and_the_public_reads_it(self, an: Client, public: Client) -> None:
        html = page(an, "/nl/targets")
        assert "Er is nog niets vastgelegd." in html
        answer = an.post("/nl/targets", form_with(html, "period").filled(**FILLED), follow=True)
        said = words_of(answer.content.decode())
        assert "Vastgelegd: 2024-2029, 50 % van de gemeenten." in said
        (target,) = all_targets("agii")
        assert (target.kind, target.value, target.said_on) == (TargetKind.SHARE, 50, date(2024, 11, 1))
        assert Row.objects.get().set_by == "an"
        assert "Bron: Beleidsnota 2024" in words_of(page(public, "/nl/target"))

    def test_what_cannot_be_is_said_with_every_reason_and_what_was_typed_stays(self, an: Client) -> None:
        form = form_with(page(an, "/en/targets"), "period")
        answer = an.post("/en/targets", form.filled(**FILLED | {"value": "101", "last_day": "2024-01-01"}))
        html = answer.content.decode()
        assert answer.status_code == 409
        assert "101 percent is not possible" in html
        assert "The period ends (2024-01-01) before it begins (2024-10-01)." in html
        assert 'value="Beleidsnota 2024"' in html
        assert not Row.objects.exists()

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"first_day": "1 oktober"}, "first_day"),
            ({"value": "veel"}, "value"),
            ({"source": "van 85.00.00-000.12"}, "source"),
            ({"kind": ""}, "kind"),
        ],
    )
    def test_what_cannot_be_read_is_said_beside_its_field(self, an: Client, changed: dict[str, str], said: str) -> None:
        form = form_with(page(an, "/nl/targets"), "period")
        answer = an.post("/nl/targets", form.filled(**FILLED | changed))
        assert answer.status_code == 409
        assert f'id="{said}_error"' in answer.content.decode()
        assert not Row.objects.exists()

    def test_another_agency_sees_its_own_only(self, an: Client) -> None:
        say()
        parties.register_agency(code="atlas", name="Atlas", kbo=kbo("11002"), minisign_public_key="RW", at=clock.now())
        olga = visitor("olga", "agency:atlas", Role.PROTOCOL_MANAGER)
        assert "Er is nog niets vastgelegd." in page(olga, "/nl/targets")
        assert "2019-2024" in page(an, "/nl/targets")


class TestTheCommand:
    WORDS = ("target", "set", "2019-2024", "--days", "2019-10-02..2024-09-30", "--source", "Antwoord")

    def run(self, *words: str) -> int:
        return door.main(list(words))

    @pytest.mark.usefixtures("public")
    def test_it_sets_and_lists(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert self.run(*self.WORDS, "--as-many-as-possible", "--said-on", "2020-11-15") == 0
        assert self.run(*self.WORDS, "--share", "30", "--said-on", "2021-01-01") == 0
        assert self.run(*self.WORDS, "--number", "80", "--said-on", "2021-02-01") == 0
        assert [(one.kind.value, one.value) for one in all_targets()] == [
            ("as_many_as_possible", None), ("share", 30), ("number", 80),
        ]  # fmt: skip
        capsys.readouterr()
        assert self.run("target", "list", "--on", "2020-12-01") == 0
        said = capsys.readouterr().out
        assert "2019-2024 (agii): as many municipalities as possible by 2024-09-30, said on 2020-11-15." in said
        assert "it cannot tell. Only 0 protocols" in said
        assert self.run("target", "list", "--on", "2020-12-01", "--format", "json") == 0
        Draft202012Validator(SCHEMA).validate(json.loads(capsys.readouterr().out))

    @pytest.mark.usefixtures("public")
    @pytest.mark.parametrize("aim", [("--share", "101"), ("--number", "301"), ("--number", "0")])
    def test_what_cannot_be_is_wrong_usage_with_the_reason(
        self, aim: tuple[str, str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert self.run(*self.WORDS, *aim) == 2
        assert "sluis target: " in capsys.readouterr().err
        assert all_targets() == ()

    @pytest.mark.parametrize("words", [("--number", "3", "--share", "4"), (), ("--number", "many")])
    def test_one_aim_must_be_given(self, words: tuple[str, ...]) -> None:
        with pytest.raises(SystemExit, match="2"):
            self.run(*self.WORDS, *words)

    def test_days_the_wrong_way_round_are_said(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit, match="2"):
            self.run("target", "set", "x", "--days", "2024-09-30..2019-10-02", "--number", "3", "--source", "y")
        assert "ends (2019-10-02) before it begins (2024-09-30)" in capsys.readouterr().err
