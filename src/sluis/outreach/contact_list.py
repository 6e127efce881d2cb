"""Reads a list of contacts: a CSV file with a municipality and somebody there on each line. It writes nothing.

What is wrong is named by line, column and reason, all of it at once. The format: docs/reference/contact-list-format.md.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from sluis.domain.entry import INSZ_SHAPED
from sluis.domain.municipalities import Municipality
from sluis.domain.words import Said, plain
from sluis.outreach.phones import InvalidPhone, parse_phone
from sluis.parties.municipalities import municipalities

# The largest list that makes sense is a few people for each municipality.
MOST_BYTES, MOST_ROWS, LONGEST = 1_000_000, 5_000, 300


class Column(StrEnum):
    """What a column of the list holds."""

    MUNICIPALITY = "municipality"
    NAME = "name"
    FUNCTION = "function"
    EMAIL = "email"
    PHONE = "phone"


# How a column may be called, without regard to capitals and accents.
HEADINGS: Mapping[str, Column] = {
    "gemeente": Column.MUNICIPALITY, "municipality": Column.MUNICIPALITY, "nis": Column.MUNICIPALITY,
    "naam": Column.NAME, "name": Column.NAME,
    "functie": Column.FUNCTION, "function": Column.FUNCTION,
    "e mail": Column.EMAIL, "email": Column.EMAIL,
    "telefoon": Column.PHONE, "phone": Column.PHONE,
}  # fmt: skip

COLUMN_NAMES: Mapping[Column, Said] = {
    Column.MUNICIPALITY: Said("gemeente", "municipality"),
    Column.NAME: Said("naam", "name"),
    Column.FUNCTION: Said("functie", "function"),
    Column.EMAIL: Said("e-mail", "email"),
    Column.PHONE: Said("telefoon", "phone"),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody at a municipality, as a line of the list names them. `nis` is a municipality of the day of reading."""

    nis: str
    name: str = ""
    function: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong on a line, and in which column; None: with the line as a whole. It repeats nothing of the line."""

    line: int
    column: Column | None
    reason: Said


@dataclass(frozen=True, slots=True)
class ContactList:
    """A list as it was read: the rows that are good, in their order, and what is wrong with the others."""

    rows: tuple[Listed, ...]
    faults: tuple[Fault, ...]


class NotAList(ValueError):
    """The file cannot be read as a list of contacts at all, so no row of it counts; `said` says why."""

    def __init__(self, said: Said) -> None:
        super().__init__(said.en)
        self.said = said


def read(data: bytes, *, on: date) -> ContactList:
    """Reads a list; `on` is the day whose municipalities it may name, by NIS code or by name.

    Raises:
        NotAList: it is no text in UTF-8, has no heading for the municipality, names a column twice, breaks off inside
            quotes, holds no row, or is too large.
    """
    if len(data) > MOST_BYTES:
        raise NotAList(Said("Het bestand is groter dan 1 MB.", "The file is larger than 1 MB."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotAList(_NOT_UTF8) from None
    if "\x00" in text:
        raise NotAList(_NOT_UTF8)
    lines = _Lines(text)
    heading = next(lines, None)
    if heading is None:
        raise NotAList(_EMPTY)
    columns = _columns(heading[1])
    seen: dict[Listed, int] = {}
    faults: list[Fault] = []
    known = _Known(on)
    count = 0
    for line, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        count += 1
        if count > MOST_ROWS:
            raise NotAList(Said(f"Er zijn meer dan {MOST_ROWS} regels.", f"There are more than {MOST_ROWS} rows."))
        found = _row(line, cells, columns, known)
        if isinstance(found, Listed) and found in seen:
            first = seen[found]
            found = [Fault(line, None, Said(f"Staat al op regel {first}.", f"Stands on line {first} already."))]
        if isinstance(found, Listed):
            seen[found] = line
        else:
            faults.extend(found)
    if not count:
        raise NotAList(_EMPTY)
    return ContactList(tuple(seen), tuple(faults))


class _Lines:
    """The records of a file, each with the number of its first line; a record that does not end is no record."""

    def __init__(self, text: str) -> None:
        first = text.split("\n", 1)[0]
        # A spreadsheet in Dutch writes semicolons.
        delimiter = max(";,\t", key=first.count)
        self._reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> tuple[int, list[str]]:
        line = self._reader.line_num + 1
        try:
            return line, next(self._reader)
        except csv.Error:
            said = Said(
                f"Het bestand is niet heel: vanaf regel {line} klopt een aanhalingsteken niet.",
                f"The file is not whole: from line {line} on a quotation mark is wrong.",
            )
            raise NotAList(said) from None


def _columns(heading: list[str]) -> list[Column]:
    found = [HEADINGS.get(plain(cell)) for cell in heading]
    unknown = [str(place) for place, one in enumerate(found, 1) if one is None]
    if unknown:
        raise NotAList(
            Said(
                f"Kolom {', '.join(unknown)} heeft geen titel die hier bekend is. Titels zijn: {_TITLES.nl}.",
                f"Column {', '.join(unknown)} has no title that is known here. Titles are: {_TITLES.en}.",
            )
        )
    columns = [one for one in found if one is not None]
    twice = [one for one in Column if columns.count(one) > 1]
    if twice:
        named = COLUMN_NAMES[twice[0]]
        raise NotAList(
            Said(f"De kolom {named.nl} staat er twee keer.", f"The column {named.en} is there twice."),
        )
    if Column.MUNICIPALITY not in columns:
        raise NotAList(Said("De kolom gemeente ontbreekt.", "The column municipality is missing."))
    return columns


class _Known:
    """The municipalities of a day, by code and by name."""

    def __init__(self, on: date) -> None:
        self._on = on
        self._by_name = {plain(one.name): one for one in municipalities().on(on)}

    def nis(self, text: str) -> str | Said:
        """The code of the municipality that a cell names, or why it names none."""
        named = self._by_name.get(plain(text))
        if named is not None:
            return named.nis
        if text in municipalities():
            return self._of(municipalities().get(text))
        gone = next((one for one in municipalities().all() if plain(one.name) == plain(text)), None)
        return self._of(gone) if gone is not None else _NO_MUNICIPALITY

    def _of(self, one: Municipality) -> str | Said:
        if one.exists_on(self._on):
            return one.nis
        successor = municipalities().current_code(one.nis, self._on)
        if successor is None:
            return _NO_MUNICIPALITY
        name = municipalities().get(successor).name
        return Said(
            f"Deze gemeente bestaat niet meer. Opvolger: {name} ({successor}).",
            f"This municipality exists no more. Successor: {name} ({successor}).",
        )


def _row(line: int, cells: list[str], columns: list[Column], known: _Known) -> Listed | list[Fault]:
    if len(cells) != len(columns):
        there, wanted = len(cells), len(columns)
        said = Said(
            f"Aantal velden: {there}; de eerste regel heeft er {wanted}.",
            f"Number of fields: {there}; the first line has {wanted}.",
        )
        return [Fault(line, None, said)]
    given = {column: " ".join(cell.split()) for column, cell in zip(columns, cells, strict=True)}
    faults = []
    for column, text in given.items():
        if len(text) > LONGEST:
            faults.append(Fault(line, column, _TOO_LONG))
        elif column != Column.PHONE and INSZ_SHAPED.search(text):
            faults.append(Fault(line, column, _PERSON))
        elif text.startswith(("=", "@")):
            # The list can be taken out again, and a spreadsheet would do what stands there.
            faults.append(Fault(line, column, _FORMULA))
    if faults:
        return faults
    nis = known.nis(given[Column.MUNICIPALITY])
    if isinstance(nis, Said):
        faults.append(Fault(line, Column.MUNICIPALITY, nis))
    email, phone = given.get(Column.EMAIL, ""), given.get(Column.PHONE, "")
    if email and not _is_email(email):
        faults.append(Fault(line, Column.EMAIL, _NO_EMAIL))
    try:
        phone = parse_phone(phone)
    except InvalidPhone:
        faults.append(Fault(line, Column.PHONE, _NO_PHONE))
    if not any(text for column, text in given.items() if column != Column.MUNICIPALITY):
        faults.append(Fault(line, None, _NOBODY))
    if isinstance(nis, Said) or faults:
        return faults
    return Listed(nis, given.get(Column.NAME, ""), given.get(Column.FUNCTION, ""), email, phone)


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def written(rows: tuple[Listed, ...], delimiter: str = ";") -> bytes:
    """A list as a file that `read` reads back, for a spreadsheet to open: UTF-8 with its mark, and one line a row."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(COLUMN_NAMES[column].nl for column in Column)
    writer.writerows([getattr(row, field.name) for field in fields(Listed)] for row in rows)
    return out.getvalue().encode("utf-8-sig")


_TITLES = Said(
    ", ".join(COLUMN_NAMES[column].nl for column in Column), ", ".join(COLUMN_NAMES[column].en for column in Column)
)
_NOT_UTF8 = Said(
    "Het bestand is geen CSV in UTF-8. Bewaar het in uw rekenblad als “CSV UTF-8” en probeer opnieuw.",
    "The file is no CSV in UTF-8. Save it in your spreadsheet as “CSV UTF-8” and try again.",
)
_EMPTY = Said("Er staat niemand in het bestand.", "There is nobody in the file.")
_TOO_LONG = Said(f"Langer dan {LONGEST} tekens.", f"Longer than {LONGEST} characters.")
_PERSON = Said(
    "Hierin staat iets met de vorm van een rijksregisternummer.", "This holds something shaped like a person's number."
)
_FORMULA = Said("Begint zoals een formule, met = of @.", "Begins as a formula does, with = or @.")
_NO_MUNICIPALITY = Said(
    "Geen Vlaamse gemeente heet zo of heeft deze NIS-code.",
    "No Flemish municipality is called so or has this NIS code.",
)
_NO_EMAIL = Said("Dit is geen e-mailadres.", "This is no e-mail address.")
_NO_PHONE = Said("Dit is geen telefoonnummer.", "This is no telephone number.")
_NOBODY = Said(
    "Er staat niemand: geen naam, functie, e-mail of telefoon.", "Nobody: no name, function, e-mail or phone."
)
