"""Writes a yearly report as text, CSV or JSON: of a municipality, or of the whole and each. It reads nothing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sluis.domain.entry import ACT_NAMES
from sluis.domain.lifecycle import TRANSITIONS, Verb
from sluis.domain.words import Said
from sluis.reporting.figures import COUNTS, FIGURES, Figure
from sluis.reporting.small_cells import Cell
from sluis.reporting.yearly import Numbers, OfMunicipality, Report

# What a move is called once it was made: as the ledger calls its act.
MOVE_NAMES: Mapping[Verb, Said] = {row.verb: ACT_NAMES[row.act] for row in TRANSITIONS}

COLUMNS = ("nis", "municipality", "figure", "purpose", "detail", "value", "notShown")

# Why a number of people is not there.
FEWER, PROTECTED = "fewer-than-5", "protected"


def as_data(report: Report, of: OfMunicipality | None = None) -> dict[str, Any]:
    """The report as JSON has it: of one municipality, or of the whole and each."""
    span = report.span
    said: dict[str, Any] = {
        "agency": report.agency,
        "first": span.first.isoformat(),
        "last": span.last.isoformat(),
        "until": span.until.isoformat(),
        "over": span.over,
        "mayBeHandedOn": span.may_be_handed_on,
    }
    if of is not None:
        return {**said, **_municipality(of)}
    return {
        **said,
        "inForce": report.in_force,
        "municipalitiesInAll": report.total,
        **_numbers(report.numbers),
        "requests": {figure.value: _cell(cell) for figure, cell in report.requests.items()},
        "municipalities": [_municipality(row) for row in report.rows],
    }


def _municipality(of: OfMunicipality) -> dict[str, Any]:
    return {
        "nis": of.municipality.nis,
        "name": of.municipality.name,
        "absorbed": [{"nis": one.nis, "name": one.name} for one in of.absorbed],
        "state": of.stance.value,
        **_numbers(of.numbers),
    }


def _numbers(numbers: Numbers) -> dict[str, Any]:
    return {
        "counts": {figure.value: number for figure, number in numbers.counts.items()},
        "people": _cell(numbers.people),
        "purposes": [
            {
                "purpose": one.purpose.value,
                "asks": one.asks,
                "refused": one.refused,
                "delivered": one.delivered,
                "people": _cell(one.people),
            }
            for one in numbers.purposes
        ],
        "refusedBy": dict(numbers.refused),
        "withheldBy": dict(numbers.withheld),
        "moves": {verb.value: number for verb, number in numbers.moves.items()},
        "advices": [
            {"side": side.value, "outcome": outcome.value, "number": number}
            for (side, outcome), number in numbers.advices.items()
        ],
        "suspensions": [
            {
                "nis": one.nis,
                "since": one.since.isoformat(),
                "until": one.until.isoformat() if one.until else None,
                "days": one.days,
            }
            for one in numbers.suspensions
        ],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {"value": cell.value} if cell.value is not None else {"value": None, "notShown": _why(cell)}


def _why(cell: Cell) -> str:
    return "" if cell.value is not None else FEWER if cell.small else PROTECTED


def as_json(report: Report, of: OfMunicipality | None = None) -> str:
    """The report as JSON."""
    return json.dumps(as_data(report, of), ensure_ascii=False, indent=2) + "\n"


def as_csv(report: Report, of: OfMunicipality | None = None) -> str:
    """The report as CSV (RFC 4180), one figure a line; the lines of the whole have no municipality."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    if of is None:
        writer.writerows(("", "", *line) for line in _lines(report.numbers))
        writer.writerows(("", "", *_line(figure, cell)) for figure, cell in report.requests.items())
    for row in report.rows if of is None else (of,):
        writer.writerows((row.municipality.nis, row.municipality.name, *line) for line in _lines(row.numbers))
    return text.getvalue()


Line = tuple[str, str, str, int | str, str]


def _lines(numbers: Numbers) -> Iterator[Line]:
    for figure in COUNTS:
        yield figure.value, "", "", numbers.counts[figure], ""
    yield _line(Figure.PEOPLE, numbers.people)
    for one in numbers.purposes:
        yield Figure.ASKS.value, one.purpose.value, "", one.asks, ""
        yield Figure.REFUSED.value, one.purpose.value, "", one.refused, ""
        yield Figure.DELIVERED.value, one.purpose.value, "", one.delivered, ""
        yield _line(Figure.PEOPLE, one.people, one.purpose.value)
    for figure, found in (
        (Figure.REFUSED, numbers.refused), (Figure.WITHHELD, numbers.withheld), (Figure.MOVES, numbers.moves),
    ):  # fmt: skip
        for detail, number in found.items():
            yield figure.value, "", str(detail), number, ""
    for (side, outcome), number in numbers.advices.items():
        yield Figure.ADVICES.value, "", f"{side.value} {outcome.value}", number, ""


def _line(figure: Figure, cell: Cell, purpose: str = "") -> Line:
    return figure.value, purpose, "", "" if cell.value is None else cell.value, _why(cell)


def as_text(report: Report, of: OfMunicipality | None = None) -> str:
    """The report as a person reads it in a terminal."""
    numbers = report.numbers if of is None else of.numbers
    until = "" if report.span.over else f", up to {report.span.until}"
    whose = report.agency if of is None else f"{of.municipality.name} ({of.municipality.nis}) with {report.agency}"
    lines = [f"Report of {whose} on {report.span}{until}", ""]
    if of is None:
        lines += [f"{report.in_force} of {report.total} municipalities had a protocol in force at the end.", ""]
    elif of.absorbed:
        lines += [f"With {', '.join(one.name for one in of.absorbed)}, which merged into it.", ""]
    said = [(FIGURES[figure].name.en, str(numbers.counts[figure])) for figure in COUNTS]
    said.append((FIGURES[Figure.PEOPLE].name.en, _in_words(numbers.people)))
    said += [(f"{FIGURES[Figure.PEOPLE].name.en}: {one.purpose}", _in_words(one.people)) for one in numbers.purposes]
    said += [(f"refused by the rule {rule}", str(number)) for rule, number in numbers.refused.items()]
    said += [(f"withheld by the rule {rule}", str(number)) for rule, number in numbers.withheld.items()]
    said += [(MOVE_NAMES[verb].en, str(number)) for verb, number in numbers.moves.items()]
    said += [
        (f"advice of the {side.value}: {outcome.value}", str(number))
        for (side, outcome), number in numbers.advices.items()
    ]
    if of is None:
        said += [(FIGURES[figure].name.en, _in_words(cell)) for figure, cell in report.requests.items()]
    wide = max(len(name) for name, _ in said)
    lines += [f"  {name:{wide}}  {value}" for name, value in said]
    return "\n".join(lines) + "\n"


def _in_words(cell: Cell) -> str:
    return cell.said.en if cell.said else str(cell.value)


FORMATS: Mapping[str, Callable[[Report, OfMunicipality | None], str]] = {
    "text": as_text,
    "csv": as_csv,
    "json": as_json,
}
