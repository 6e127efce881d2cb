"""A draft can be tried out before anybody advises on it: counts, fields, invented rows, and nobody's data."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import DatabaseError, connections
from tests.rooms.desk import MANAGER, Desk
from tests.stories.cast import HALLE, House, row

from sluis.disclosures.simulation import simulate
from sluis.domain.words import Field, Purpose
from sluis.protocols import actions

ELEVEN = tuple(
    row(100 + n, HALLE, contract="2025-02-03" if n < 9 else "", attest="2026-01-10" if n < 6 else "") for n in range(11)
)


@pytest.fixture
def house(database: str, home: Path) -> House:
    return House(home, ELEVEN)


@pytest.fixture
def halle(house: House) -> Desk:
    return Desk(HALLE)


def test_a_draft_says_how_many_people_each_purpose_would_concern(halle: Desk) -> None:
    version = halle.draft()
    found = {one.purpose: one for one in simulate(version, halle.at.date()).purposes}
    assert set(found) == set(Purpose)
    assert found[Purpose.CEREMONY].count == 5
    assert all(one.before is None and not one.over_limit for one in found.values())


def test_fewer_than_five_people_are_told_as_none_and_the_rest_in_fives(house: House, halle: Desk) -> None:
    house.take_in(ELEVEN[2:])
    found = {one.purpose: one.count for one in simulate(halle.draft(), halle.at.date()).purposes}
    assert found[Purpose.CEREMONY] == 0


def test_the_rows_it_shows_are_of_people_who_do_not_exist(halle: Desk) -> None:
    everybody = {line.split(",")[1] for line in ELEVEN}
    for one in simulate(halle.draft(), halle.at.date()).purposes:
        for sample in one.samples:
            shown = dict(zip(one.fields, sample, strict=True))
            number = shown.get(Field.INSZ)
            assert number is None or (number[6:9] == "000" and number not in everybody)
            assert shown.get(Field.ATTEST) in (None, "true", "false")


def test_it_shows_what_changes_against_the_text_in_force(halle: Desk) -> None:
    halle.until("validate")
    version = actions.amend(halle.code, changes={"rowLimit": 4}, by=MANAGER, at=halle.tick())
    seen = simulate(version, halle.at.date())
    ceremony = next(one for one in seen.purposes if one.purpose == Purpose.CEREMONY)
    assert (ceremony.before, ceremony.count, ceremony.over_limit) == (5, 5, True)
    assert any(change.place == "rowLimit" for change in seen.changes)


def test_a_draft_that_lacks_parts_says_which(halle: Desk) -> None:
    version = halle.draft(recipient={"kbo": "1"})
    seen = simulate(version, halle.at.date())
    assert seen.purposes == ()
    assert any(problem.en.startswith("recipient.kbo") for problem in seen.problems)


def test_who_may_count_may_still_not_look(halle: Desk) -> None:
    simulate(halle.draft(), halle.at.date())
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT disclosures_count(ARRAY['23027'], 'agii', NULL, NULL)")
        assert cursor.fetchone() == (10,)
        # In the same transaction, right after counting.
        cursor.execute("SELECT count(*) FROM dossiers_person")
        assert cursor.fetchone() == (0,)
    with pytest.raises(DatabaseError, match="permission denied"), connections["default"].cursor() as cursor:
        cursor.execute("SELECT set_config('sluis.counting', 'on', false)")
        cursor.execute("SELECT count(*) FROM dossiers_person")
