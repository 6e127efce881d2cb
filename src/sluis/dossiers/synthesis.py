"""Writes an extract of invented people, the same bytes for the same number, seed and reference date.

It must never give an INSZ that a living person could have: the day counters are 000 and 999, which are not
issued, and where those run out the years of birth are 1900 to 1920.
"""

from __future__ import annotations

import tomllib
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from itertools import accumulate, islice
from math import gcd
from pathlib import Path
from random import Random

from sluis.domain import insz
from sluis.domain.municipalities import Municipality
from sluis.dossiers.extract import COLUMNS
from sluis.parties.municipalities import municipalities

NAMES_FILE = "data/names.toml"

FIRST_BIRTH, LAST_BIRTH = date(1945, 1, 1), date(2008, 12, 31)
FIRST_OLD_BIRTH, LAST_OLD_BIRTH = date(1900, 1, 1), date(1920, 12, 31)
NEVER_ISSUED = (0, 999)
BIS_MONTHS = (20, 40)  # added to the month: sex unknown, sex known
OLD_COUNTERS = 998  # 001 to 998

# How often, in a source as it is.
BIS_SHARE, UNKNOWN_DATE_SHARE, REPLACED_SHARE = 0.05, 0.015, 0.004
NO_CONTRACT_SHARE, ATTEST_SHARE = 0.05, 0.74
NO_FIRST_NAME_SHARE, NO_SURNAME_SHARE = 0.012, 0.006
STATUSES = (("active", 0.985), ("deceased", 0.004), ("struck_off", 0.008), ("cancelled", 0.003))

# About 15,000 people sign a contract in a year; a source reaches back four to twenty-five years.
CONTRACTS_A_YEAR = 15_000
FEWEST_YEARS, MOST_YEARS = 4, 25
SOONEST_ATTEST, LATEST_ATTEST = 150, 900  # days after the contract

# Newcomers live in cities more than others do: Antwerp has more than its inhabitants would say.
CITY_PULL = 1.25

ROWS_A_WRITE = 5_000


class TooManyPeople(ValueError):
    """More people are asked for than there are numbers that nobody alive can have."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Names that go together."""

    surnames: list[str]
    first_names: list[str]


def write_extract(path: Path, *, people: int, seed: int, as_of: date) -> None:
    """Writes a whole extract of `people` valid rows over the municipalities that exist on `as_of`.

    Raises:
        TooManyPeople: there are not so many numbers; the message says how many. Nothing is written.
        OSError: the file cannot be written.
    """
    chance = Random(seed)
    numbers = Numbers(people, chance)
    rows = _rows(numbers, people, chance, as_of)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(COLUMNS) + "\n")
        while batch := "".join(islice(rows, ROWS_A_WRITE)):
            file.write(batch)


class Numbers:
    """Distinct INSZ by arithmetic, so that none has to be remembered: one for each person, and former ones.

    The people are spread over four kinds: a date of birth, a BIS number, an unknown date, and an old date for
    whoever is left.
    """

    def __init__(self, people: int, chance: Random) -> None:
        births = _days(FIRST_BIRTH, LAST_BIRTH)
        years = range(FIRST_BIRTH.year, LAST_BIRTH.year + 1)
        dated = _Kind([(day, counter) for day in births for counter in NEVER_ISSUED], chance)
        bis = _Kind(
            [
                (_later_month(day, months), counter)
                for day in births
                for months in BIS_MONTHS
                for counter in NEVER_ISSUED
            ],
            chance,
        )
        unknown = _Kind(
            [
                (((year % 100) * 10_000 + month * 100, year >= 2000), counter)
                for year in years
                for month in range(13)
                for counter in NEVER_ISSUED
            ],
            chance,
        )
        old = _OldKind(chance)
        self.former = min(int(people * REPLACED_SHARE), len(bis) // 2)
        bis_people = min(int(people * BIS_SHARE), len(bis) - self.former)
        unknown_people = min(int(people * UNKNOWN_DATE_SHARE), len(unknown))
        dated_people = min(people - bis_people - unknown_people, len(dated))
        old_people = people - bis_people - unknown_people - dated_people
        if old_people > len(old):
            most = people - old_people + len(old)
            raise TooManyPeople(f"There are numbers for {most} invented people; ask for that many or fewer.")
        self._bis, self._bis_people = bis, bis_people
        self._kinds: list[tuple[int, _Kind | _OldKind]] = [
            (dated_people, dated), (bis_people, bis), (unknown_people, unknown), (old_people, old),
        ]  # fmt: skip
        self._ends = list(accumulate(count for count, _ in self._kinds))
        self._round = _Round(people, chance)

    def of(self, person: int) -> str:
        """The INSZ of the person with this place, 0 to `people` - 1."""
        place = self._round.place(person)
        which = bisect(self._ends, place)
        count, kind = self._kinds[which]
        return kind.number(place - self._ends[which] + count)

    def former_of(self, replaced: int) -> str:
        """A number that nobody has any more, 0 to `former` - 1: a BIS number, as is replaced most."""
        return self._bis.number(self._bis_people + replaced)


class _Kind:
    """Numbers from a table of (date digits with century, counter)."""

    def __init__(self, parts: list[tuple[tuple[int, bool], int]], chance: Random) -> None:
        self._parts = parts
        self._round = _Round(len(parts), chance)

    def __len__(self) -> int:
        return len(self._parts)

    def number(self, index: int) -> str:
        (digits, from_2000), counter = self._parts[self._round.place(index)]
        return _number(digits * 1000 + counter, from_2000)


class _OldKind:
    """Numbers with any counter, of people who would be more than a hundred years old."""

    def __init__(self, chance: Random) -> None:
        self._days = [digits for digits, _ in _days(FIRST_OLD_BIRTH, LAST_OLD_BIRTH)]
        self._round = _Round(len(self), chance)

    def __len__(self) -> int:
        return len(self._days) * OLD_COUNTERS

    def number(self, index: int) -> str:
        day, counter = divmod(self._round.place(index), OLD_COUNTERS)
        return _number(self._days[day] * 1000 + counter + 1, False)


def _number(first_nine: int, from_2000: bool) -> str:
    return f"{first_nine:09d}{insz.check_digits(first_nine, born_from_2000=from_2000):02d}"


def _days(first: date, last: date) -> list[tuple[int, bool]]:
    """The six digits of every day, and whether it lies in the century from 2000."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [(day.year % 100 * 10_000 + day.month * 100 + day.day, day.year >= 2000) for day in days]


def _later_month(day: tuple[int, bool], months: int) -> tuple[int, bool]:
    return day[0] + months * 100, day[1]


class _Round:
    """Visits each of `size` places once, in strides far apart, from a place that chance says."""

    def __init__(self, size: int, chance: Random) -> None:
        self._size = size
        self._start = int(chance.random() * size)
        self._stride = max(1, int(size * (0.5 + chance.random() / 4)))
        while gcd(self._stride, size) != 1:
            self._stride += 1

    def place(self, index: int) -> int:
        return (self._start + index * self._stride) % self._size


def _rows(numbers: Numbers, people: int, chance: Random, as_of: date) -> Iterator[str]:
    # Only `random()` promises the same numbers in every version of Python, so all is drawn from it.
    draw = chance.random
    origins, origin_ends = _origins()
    towns = municipalities().on(as_of)
    codes = [town.nis for town in towns]
    town_ends = list(accumulate(_weight(town) for town in towns))
    statuses = [status for status, _ in STATUSES]
    status_ends = list(accumulate(share for _, share in STATUSES))
    days = _days_back(people, as_of)
    every_so_many = people // numbers.former if numbers.former else people + 1
    for person in range(people):
        replaced, rest = divmod(person, every_so_many)
        former = numbers.former_of(replaced) if not rest and replaced < numbers.former else ""
        origin = origins[bisect(origin_ends, draw() * origin_ends[-1])]
        surname = origin.surnames[int(draw() * len(origin.surnames))]
        first_name = origin.first_names[int(draw() * len(origin.first_names))]
        missing = draw()
        if missing < NO_SURNAME_SHARE:
            surname = ""
        elif missing < NO_SURNAME_SHARE + NO_FIRST_NAME_SHARE:
            first_name = ""
        nis = codes[bisect(town_ends, draw() * town_ends[-1])]
        contract = attest = ""
        if draw() >= NO_CONTRACT_SHARE:
            ago = int(draw() * len(days))
            contract = days[ago]
            ago -= SOONEST_ATTEST + int(draw() * (LATEST_ATTEST - SOONEST_ATTEST))
            if ago >= 0 and draw() < ATTEST_SHARE:
                attest = days[ago]
        status = statuses[bisect(status_ends, draw() * status_ends[-1])]
        yield (
            f"D{person + 1:08d},{numbers.of(person)},{former},{surname},{first_name},{nis},"
            f"{contract},{attest},{status}\n"
        )


def _origins() -> tuple[list[Origin], list[int]]:
    text = files("sluis.dossiers").joinpath(NAMES_FILE).read_text(encoding="utf-8")
    entries = tomllib.loads(text)["origin"]
    shares = accumulate(int(entry["share"]) for entry in entries)
    return [Origin(entry["surnames"], entry["first_names"]) for entry in entries], list(shares)


def _weight(town: Municipality) -> int:
    return int(town.inhabitants**CITY_PULL)


def _days_back(people: int, as_of: date) -> list[str]:
    """The days on which contracts were signed, newest first, as ISO dates."""
    years = min(MOST_YEARS, max(FEWEST_YEARS, people // CONTRACTS_A_YEAR))
    return [(as_of - timedelta(days=ago)).isoformat() for ago in range(years * 365)]
