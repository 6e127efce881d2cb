"""Which municipalities border on each other: read once from a file of pairs."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files

# Source of the file: docs/reference/municipalities.md.
DATA_FILE = "data/neighbours.csv"

# The file has the municipalities since the mergers; of those before them it says nothing.
KNOWN_FROM = date(2025, 1, 1)


def neighbours(on: date) -> Mapping[str, frozenset[str]]:
    """The municipalities that share a border with each one, by NIS code; none where it is not known for that day.

    Voeren, which borders on no other Flemish municipality, is not in it.
    """
    return _all() if on >= KNOWN_FROM else {}


@cache
def _all() -> Mapping[str, frozenset[str]]:
    text = files("sluis.parties").joinpath(DATA_FILE).read_text(encoding="utf-8")
    found = defaultdict[str, set[str]](set)
    for row in csv.DictReader(text.splitlines()):
        found[row["nis"]].add(row["neighbour"])
        found[row["neighbour"]].add(row["nis"])
    return {nis: frozenset(of) for nis, of in found.items()}
