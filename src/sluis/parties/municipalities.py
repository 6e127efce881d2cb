"""Reads the municipalities' data file once. The rules about them are `domain.municipalities`."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from importlib.resources import files

from sluis.domain.municipalities import Municipalities, Municipality

# Sources of the file: docs/reference/municipalities.md.
DATA_FILE = "data/municipalities.csv"


@cache
def municipalities() -> Municipalities:
    """The Flemish municipalities of 2019-2024 and since 1 January 2025."""
    text = files("sluis.parties").joinpath(DATA_FILE).read_text(encoding="utf-8")
    return Municipalities(_municipality(row) for row in csv.DictReader(text.splitlines()))


def _municipality(row: dict[str, str]) -> Municipality:
    return Municipality(
        nis=row["nis"],
        name=row["name"],
        province=row["province"],
        arrondissement=row["arrondissement"],
        valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
        valid_until=date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
        successor=row["successor_nis"] or None,
        inhabitants=int(row["inhabitants_2020"]),
        longitude=float(row["lon"]),
        latitude=float(row["lat"]),
    )
