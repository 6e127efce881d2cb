"""Reads a day as it is typed, and writes the overview as text, CSV, JSON or Markdown. It reads no database."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import TYPE_CHECKING, Any

from sluis.domain import words
from sluis.domain.stance import STANCE_NAMES
from sluis.register.csvw import OVERVIEW, names

if TYPE_CHECKING:
    from sluis.register.queries import Group, Overview, Row

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
    """The overview as JSON has it (`schemas/overview.json`)."""
    return {
        "on": seen.on.isoformat(),
        "inForce": seen.in_force,
        "total": seen.total,
        "counts": {stance.value: count for stance, count in seen.counts.items()},
        "preparing": {status.value: count for status, count in seen.preparing.items()},
        "first": {"nis": seen.first.nis, "name": seen.first.name, "since": seen.first.day.isoformat()}
        if seen.first
        else None,
        "municipalities": [_row(row) for row in seen.rows],
        "perProvince": [{"province": group.name, **_group(group)} for group in seen.per_province],
        "perSize": [{"inhabitants": group.name, **_group(group)} for group in seen.per_size],
        "perYear": [
            {
                "year": year.year,
                "last": year.last.isoformat(),
                "begun": year.begun,
                "left": year.left,
                "merged": year.merged,
                "inForce": year.in_force,
                "total": year.total,
            }
            for year in seen.per_year
        ],
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "nis": row.nis,
        "name": row.name,
        "province": row.province,
        "inhabitants": row.inhabitants,
        "state": row.stance.value,
        "status": row.status.value if row.status else None,
        "since": row.since.isoformat() if row.since else None,
        "protocol": row.protocol,
        "version": row.number,
    }


def _group(group: Group) -> dict[str, Any]:
    counts = {stance.value: count for stance, count in group.counts.items()}
    return {"inForce": group.in_force, "total": group.total, "counts": counts}


def as_json(seen: Overview) -> str:
    """The overview as JSON."""
    return json.dumps(as_data(seen), ensure_ascii=False, indent=2) + "\n"


COLUMNS = names(OVERVIEW)


def as_csv(seen: Overview) -> str:
    """Every municipality of the day as CSV, one a line, with the lines of RFC 4180; what there is not is empty."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(["" if value is None else value for value in _row(row).values()] for row in seen.rows)
    return text.getvalue()


def as_text(seen: Overview) -> str:
    """The overview as a person reads it in a terminal."""
    lines = [_sentence(seen), ""]
    lines += [f"  {row.nis}  {row.name}, since {row.since} ({row.protocol})" for row in seen.municipalities]
    lines += [""] if seen.municipalities else []
    others = [f"{count} {STANCE_NAMES[stance].en}" for stance, count in seen.counts.items() if count]
    lines += [f"  {', '.join(others)}", ""]
    wide = max(len(group.name) for group in seen.per_province)
    lines += [f"  {group.name:{wide}}  {group.in_force:3} of {group.total:3}" for group in seen.per_province]
    return "\n".join(lines) + "\n"


def as_markdown(seen: Overview) -> str:
    """The overview as Markdown, with a table of municipalities and one of provinces."""
    lines = [_sentence(seen), "", "| NIS | Municipality | Since | Protocol |", "|---|---|---|---|"]
    lines += [f"| {row.nis} | {row.name} | {row.since} | {row.protocol} |" for row in seen.municipalities]
    lines += ["", "| Province | In force | Municipalities |", "|---|---:|---:|"]
    lines += [f"| {group.name} | {group.in_force} | {group.total} |" for group in seen.per_province]
    return "\n".join(lines) + "\n"


def _sentence(seen: Overview) -> str:
    verb = "has" if seen.in_force == 1 else "have"
    return f"On {seen.on}, {seen.in_force} of {seen.total} municipalities {verb} a protocol in force."


FORMATS = {"text": as_text, "csv": as_csv, "json": as_json, "md": as_markdown}
