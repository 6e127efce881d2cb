"""Reads a day as it is typed, and writes the overview as text, CSV, JSON or Markdown. It reads no database."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import TYPE_CHECKING, Any

from sluis.domain import words

if TYPE_CHECKING:
    from sluis.register.queries import Overview

# Before this day the file of municipalities does not say which ones there were.
FIRST_DAY = date(2019, 1, 1)


class InvalidDay(ValueError):
    """What was given is no day, or none of which the municipalities are known; the message says what to give."""


def parse_day(text: str) -> date:
    """The day that `text` names, in the one form YYYY-MM-DD.

    Raises:
        InvalidDay: it names none, or one of which the municipalities are not known.
    """
    try:
        day = words.parse_day(text)
    except ValueError as error:
        raise InvalidDay(str(error)) from None
    require_known(day)
    return day


def require_known(day: date) -> None:
    """Raises InvalidDay where it is not known which municipalities existed on `day`."""
    if day < FIRST_DAY:
        raise InvalidDay(f"The municipalities are known from {FIRST_DAY} on, not on {day}.")


def as_data(seen: Overview) -> dict[str, Any]:
    """The overview as JSON has it."""
    return {
        "on": seen.on.isoformat(),
        "inForce": seen.in_force,
        "total": seen.total,
        "municipalities": [
            {"nis": row.nis, "name": row.name, "since": row.since.isoformat()} for row in seen.municipalities
        ],
        "perProvince": [
            {"province": row.province, "inForce": row.in_force, "total": row.total} for row in seen.per_province
        ],
    }


def as_json(seen: Overview) -> str:
    """The overview as JSON."""
    return json.dumps(as_data(seen), ensure_ascii=False, indent=2) + "\n"


def as_csv(seen: Overview) -> str:
    """The municipalities with a protocol in force as CSV, one a line, with the lines of RFC 4180."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("nis", "name", "since", "protocol"))
    writer.writerows((row.nis, row.name, row.since.isoformat(), row.protocol) for row in seen.municipalities)
    return text.getvalue()


def as_text(seen: Overview) -> str:
    """The overview as a person reads it in a terminal."""
    lines = [_sentence(seen), ""]
    lines += [f"  {row.nis}  {row.name}, since {row.since} ({row.protocol})" for row in seen.municipalities]
    lines += [""] if seen.municipalities else []
    wide = max(len(row.province) for row in seen.per_province)
    lines += [f"  {row.province:{wide}}  {row.in_force:3} of {row.total:3}" for row in seen.per_province]
    return "\n".join(lines) + "\n"


def as_markdown(seen: Overview) -> str:
    """The overview as Markdown, with a table of municipalities and one of provinces."""
    lines = [_sentence(seen), "", "| NIS | Municipality | Since | Protocol |", "|---|---|---|---|"]
    lines += [f"| {row.nis} | {row.name} | {row.since} | {row.protocol} |" for row in seen.municipalities]
    lines += ["", "| Province | In force | Municipalities |", "|---|---:|---:|"]
    lines += [f"| {row.province} | {row.in_force} | {row.total} |" for row in seen.per_province]
    return "\n".join(lines) + "\n"


def _sentence(seen: Overview) -> str:
    verb = "has" if seen.in_force == 1 else "have"
    return f"On {seen.on}, {seen.in_force} of {seen.total} municipalities {verb} a protocol in force."


FORMATS = {"text": as_text, "csv": as_csv, "json": as_json, "md": as_markdown}
