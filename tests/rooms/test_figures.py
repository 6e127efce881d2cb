"""Recent attests: counted in the vault, by the municipality of today, and never a number that tells of somebody."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stories.cast import BEERSEL, HALLE, House, insz, row

from sluis.cli.main import main
from sluis.domain.rights import RestrictionGround
from sluis.domain.words import Period
from sluis.dossiers import actions as dossiers
from sluis.dossiers import queries
from sluis.jobs import counting
from sluis.outreach import figures
from sluis.outreach.figures import FEW, Counted
from sluis.outreach.models import Figure
from sluis.parties.municipalities import municipalities

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
PERIOD = Period(date(2025, 11, 1), date(2026, 10, 31))
PAJOTTEGEM, GALMAARDEN, GOOIK = "23106", "23023", "23024"


def people(count: int, nis: str, *, first: int = 1, attest: str = "2026-05-01", status: str = "active") -> list[str]:
    return [row(first + place, nis, attest=attest, status=status) for place in range(count)]


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_the_period_is_twelve_whole_months_that_are_over(day: date) -> None:
    period = figures.period_before(day)
    assert period.first.day == 1
    assert (period.last + timedelta(days=1)).day == 1
    assert period.last < day <= period.last + timedelta(days=31)
    assert (period.first.month, period.first.year + 1) == (
        (period.last + timedelta(days=1)).month,
        (period.last + timedelta(days=1)).year,
    )


def test_fewer_than_five_never_leave_the_vault_as_a_number(database: str, home: Path, tmp_path: Path) -> None:
    House(tmp_path, [*people(FEW, BEERSEL), *people(FEW - 1, HALLE, first=20)])
    assert list(counting.count_attests(at=AT)) == ["agii"]
    assert figures.newest("agii", AT.date())[BEERSEL] == Counted(FEW, PERIOD)
    # Four, and nobody, look the same.
    assert figures.newest("agii", AT.date())[HALLE] == figures.newest("agii", AT.date())["23025"]
    assert figures.newest("agii", AT.date())[HALLE] == Counted(None, PERIOD)
    assert Figure.objects.count() == len(municipalities().on(AT.date()))
    with pytest.raises(ValueError, match="fewer than 5"):
        figures.record("agii", {HALLE: FEW - 1}, PERIOD, at=AT)


def test_who_is_not_in_a_delivery_is_not_counted(database: str, home: Path, tmp_path: Path) -> None:
    house = House(tmp_path, [*people(8, BEERSEL), *people(8, HALLE, first=20)])
    dossiers.restrict(insz(1), agency="agii", ground=RestrictionGround.OBJECTION, by="agency:agii", at=AT)
    gone = [*people(1, BEERSEL, first=2, status="deceased"), *people(5, BEERSEL, first=4)]
    # The third is not in the extract any more, and the second has died.
    house.take_in([*people(1, BEERSEL), *gone, *people(8, HALLE, first=20)])
    counting.count_attests(at=AT)
    assert figures.newest("agii", AT.date())[BEERSEL].attests == 8 - 3
    assert figures.newest("agii", AT.date())[HALLE].attests == 8


def test_who_lives_under_a_code_that_is_gone_counts_where_they_live_now(
    database: str, home: Path, tmp_path: Path
) -> None:
    House(tmp_path, people(9, PAJOTTEGEM))
    with psycopg.connect(database) as superuser:
        # A source that lags behind the merger: an import would have put them under the new code.
        superuser.execute("UPDATE dossiers_person SET nis = %s WHERE id %% 3 = 0", [GALMAARDEN])
        superuser.execute("UPDATE dossiers_person SET nis = %s WHERE id %% 3 = 1", [GOOIK])
    counting.count_attests(at=AT)
    found = figures.newest("agii", AT.date())
    assert found[PAJOTTEGEM].attests == 9
    assert GALMAARDEN not in found


@pytest.mark.parametrize("seed", [1, 2])
def test_every_count_is_what_the_rows_of_the_extract_say(database: str, home: Path, tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    places = dice.sample([one.nis for one in municipalities().on(AT.date())], 12)
    rows, expected = [], Counter[str]()
    for number in range(1, 320):
        nis, status = dice.choice(places), dice.choice(["active"] * 6 + ["deceased", "struck_off", "cancelled"])
        on = date(2025, 10, 20) + timedelta(days=dice.randrange(400)) if dice.random() < 0.8 else None
        rows.append(row(number, nis, attest=on.isoformat() if on else "", status=status))
        expected[nis] += status == "active" and on is not None and date(2025, 11, 1) <= on <= date(2026, 10, 31)
    House(tmp_path, rows)
    counting.count_attests(at=AT)
    found = {nis: one.attests for nis, one in figures.newest("agii", AT.date()).items()}
    assert {nis: found[nis] for nis in places} == {nis: expected[nis] if expected[nis] >= 5 else None for nis in places}
    assert all(found[nis] is None for nis in found if nis not in places)


def test_the_operator_counts_by_command_and_is_told_no_number_of_people(
    database: str, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    House(tmp_path, [*people(FEW, BEERSEL), *people(FEW - 1, HALLE, first=20)])
    assert main(["outreach", "count"]) == 0
    assert capsys.readouterr().out == "agii: 285 municipalities counted, 1 with enough people to tell a number.\n"
    assert Figure.objects.get(nis=BEERSEL).attests == FEW


def test_of_another_agency_nothing_is_counted(database: str, home: Path, tmp_path: Path) -> None:
    House(tmp_path, people(FEW, BEERSEL))
    counted = queries.attests_by_nis("atlas", {BEERSEL: BEERSEL}, PERIOD, few=FEW)
    assert counted == {BEERSEL: None}
    assert figures.newest("atlas", AT.date()) == {}


def test_nothing_is_written_down_before_anything_was_taken_in(database: str, home: Path, tmp_path: Path) -> None:
    House(tmp_path, people(FEW, BEERSEL))
    with psycopg.connect(database) as superuser:
        superuser.execute("DELETE FROM dossiers_extract")
    assert counting.count_attests(at=AT) == {}
    assert not Figure.objects.exists()


def test_a_count_gives_way_to_a_newer_one_of_the_same_months(database: str, home: Path, tmp_path: Path) -> None:
    house = House(tmp_path, people(FEW, BEERSEL))
    counting.count_attests(at=AT)
    house.take_in(people(FEW + 2, BEERSEL))
    counting.count_attests(at=AT + timedelta(days=1))
    assert figures.newest("agii", date(2026, 11, 23)) == {}
    assert figures.newest("agii", date(2026, 11, 25))[BEERSEL].attests == FEW + 2
    assert Figure.objects.filter(nis=BEERSEL).count() == 1
    counting.count_attests(at=AT + timedelta(days=20))
    assert figures.newest("agii", date(2026, 12, 24))[BEERSEL].period.last == date(2026, 11, 30)
    assert figures.newest("agii", date(2026, 11, 25))[BEERSEL].period == PERIOD
