"""Reads an extract of the source, row by row, and says of each row whether it can be taken in.

It touches no database, it holds a few megabytes of the file at most, and nothing it says of a row repeats
what the row says: reasons, messages and logs hold no personal data.
"""

from __future__ import annotations

import codecs
import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import BinaryIO, NamedTuple

from sluis.domain import insz
from sluis.domain.municipalities import Municipalities
from sluis.domain.words import Said

COLUMNS = (
    "source_id", "insz", "insz_previous", "surname", "first_name", "nis", "contract_signed_on",
    "attest_obtained_on", "status",
)  # fmt: skip
HEADER = ",".join(COLUMNS)
WIDTH = len(COLUMNS)

ACTIVE = "active"
STATUSES = frozenset((ACTIVE, "deceased", "struck_off", "cancelled"))

LONGEST_VALUE = 200
# A row of more bytes than this is no row: something else was given, or a quotation mark is never closed.
LONGEST_ROW = 1 << 20
CHUNK = 1 << 16
BYTE_ORDER_MARK = b"\xef\xbb\xbf"

# Dates are seen again and again, so each is checked once; how many are remembered is bounded.
MOST_REMEMBERED = 50_000

ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Control characters, and those that change the direction of text or break a line without being seen.
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
BLANKS = " \N{NO-BREAK SPACE}"
LINE_BREAK = re.compile(r" *\n *")

# The bytes of ordinary rows: what ASCII can print, line ends, and the letters of most alphabets in UTF-8.
# Control characters beyond ASCII begin with other bytes; a chunk that holds those is looked at row by row.
ORDINARY = bytes([*b"\r\n", *range(0x20, 0x7F), *range(0x80, 0xC0), *range(0xC3, 0xE0), 0xE1])


class ExtractRefused(ValueError):
    """The file as a whole is not taken in. `said` says what is wrong, where, and what to do."""

    def __init__(self, nl: str, en: str) -> None:
        super().__init__(en)
        self.said = Said(nl, en)


class BadRow(NamedTuple):
    """Why a row cannot be taken in: the first column at fault, and the reason without the value."""

    column: str
    reason: str


class Batch(NamedTuple):
    """Rows for the database, as CSV in UTF-8.

    `good` has number, agency, secret and the nine columns, with that of the previous INSZ left empty; `noted`
    has number, previous INSZ and whether the NIS code was replaced, where either is so; `bad` has line,
    column, reason, and as much of the source's number, INSZ and previous INSZ as could be read.
    """

    good: bytes
    noted: bytes
    bad: bytes


class _Lines(NamedTuple):
    """Physical lines without their ends. They are bytes seen as Latin-1, one character a byte.

    Text of that kind is split and joined much faster than text with wider characters, and most rows go to the
    database as they came. `_text` gives the text that a line stands for.
    """

    lines: list[str]
    smooth: bool  # only ordinary characters, and no blanks at the edge of a value
    quoted: bool  # there are quotation marks


class _Quoted(NamedTuple):
    """A row that holds quotation marks: its values so far, how many lines it takes, and what is wrong."""

    values: list[str]
    lines: int
    fault: str = ""


class Extract:
    """One pass over a file: `batches` gives its rows; counts and digest stand when that is exhausted.

    Args:
        file: open for reading, at its beginning.
        agency: whose people these are.
        as_of: the reference date, by which NIS codes are judged.
    """

    def __init__(self, file: BinaryIO, *, agency: str, as_of: date, known: Municipalities) -> None:
        self._file = file
        self._agency = agency
        self._as_of = as_of
        self._known = known
        self._hash = hashlib.sha256()
        self._line = 0  # the line that was dealt with last
        self._dates = {""}
        self._codes: set[str] = set()  # NIS codes that are taken as they stand
        self._good: list[str] = []
        self._noted: list[str] = []
        self._bad: list[str] = []
        self.base = 0  # what is added to a line's number to number its row
        self.with_secrets = False  # whether each row brings the secret of a new person
        self.bytes_read = 0
        self.rows = 0

    @property
    def digest(self) -> str:
        """The SHA-256 of what was read, in the form of `domain.words.digest`."""
        return f"sha256:{self._hash.hexdigest()}"

    def batches(self) -> Iterator[Batch]:
        """All rows, good and bad.

        Raises:
            ExtractRefused: the file is not an extract, or not a whole one.
        """
        held: list[str] = []
        unfinished = ""
        for rest, given in self._physical_lines():
            unfinished = rest
            if self._line == 0 and given.lines:
                self._check_header(given.lines.pop(0))
            held = self._take(_Lines(held + given.lines, False, True) if held else given)
            if sum(map(len, held)) > LONGEST_ROW:
                raise ExtractRefused(
                    f"Het aanhalingsteken dat op regel {self._line + 1} opent, sluit niet binnen {LONGEST_ROW} tekens, "
                    "zodat de rijen daarna niet te onderscheiden zijn. Herstel die regel of voer het bestand "
                    "opnieuw uit.",
                    f"The quotation mark that opens on line {self._line + 1} is not closed within "
                    f"{LONGEST_ROW} characters, so the rows after it cannot be told apart. Mend that line or "
                    "export it again.",
                )
            yield self._batch()
        if self._line == 0:
            self._check_header(unfinished)
            unfinished = ""
        self._take_end(held, unfinished)
        yield self._batch()
        if not self.rows:
            raise ExtractRefused(
                "Het bestand heeft een kopregel en geen rijen. Inlezen zou iedereen als vertrokken merken; voer het "
                "opnieuw uit.",
                "The file has a header and no rows. Taking it in would mark everybody as left; export it again.",
            )

    def _physical_lines(self) -> Iterator[tuple[str, _Lines]]:
        """Whole lines as they come, each time with what stands after the last line end so far."""
        decoder = codecs.getincrementaldecoder("utf-8")()
        rest, seen, ordinary = "", 0, True
        while chunk := self._file.read(CHUNK):
            self._hash.update(chunk)
            self._check_encoding(decoder, chunk, seen)
            if self.bytes_read == 0:
                chunk = chunk.removeprefix(BYTE_ORDER_MARK)
            self.bytes_read += len(chunk)
            before, ordinary = ordinary, not chunk.translate(None, ORDINARY)
            text = rest + chunk.decode("latin-1")
            text = text.replace("\r\n", "\n")
            lines = text.split("\n")
            rest = lines.pop()
            seen += len(lines)
            if len(rest) > LONGEST_ROW:
                raise ExtractRefused(
                    f"Regel {seen + 1} is langer dan {LONGEST_ROW} tekens; dit is dus geen extract. Geef het "
                    "CSV-bestand dat de bron uitvoerde.",
                    f"Line {seen + 1} is longer than {LONGEST_ROW} characters, so this is no extract. "
                    "Give the CSV file that the source exported.",
                )
            yield rest, _Lines(lines, before and ordinary and _is_smooth(text), '"' in text)
        self._check_encoding(decoder, b"", seen)

    def _check_encoding(self, decoder: codecs.IncrementalDecoder, chunk: bytes, seen: int) -> None:
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            where = seen + 1 + error.object[: error.start].count(b"\n")
            raise ExtractRefused(
                f"Het bestand is geen UTF-8, of het is afgebroken: op regel {where} staan bytes die geen tekst zijn. "
                "Voer het opnieuw uit als CSV in UTF-8.",
                f"The file is not UTF-8, or it is cut off: line {where} holds bytes that are no text. "
                "Export it again as CSV in UTF-8.",
            ) from None

    def _check_header(self, line: str) -> None:
        """Refuses another header, without repeating it: where the header is missing, it is somebody's row."""
        self._line = 1
        if not line and not self.bytes_read:
            raise ExtractRefused(
                f"Het bestand is leeg. Een extract begint met de regel {HEADER}",
                f"The file is empty. An extract begins with the line {HEADER}",
            )
        read = _read_quoted([line.removesuffix("\r")], 0)
        names = read.values if read and not read.fault else []
        if tuple(names) == COLUMNS:
            return
        if len(names) != WIDTH:
            fout = f"heeft {len(names)} kolommen in plaats van {WIDTH}"
            wrong = f"has {len(names)} columns instead of {WIDTH}"
        else:
            place = next(place for place, name in enumerate(names) if name != COLUMNS[place])
            fout = f"heeft iets anders waar kolom {place + 1} {COLUMNS[place]} moet heten"
            wrong = f"has something else where column {place + 1} should be called {COLUMNS[place]}"
        raise ExtractRefused(
            f"Regel 1 {fout}. Een extract heeft komma's tussen de kolommen en begint met de regel {HEADER}",
            f"Line 1 {wrong}. An extract is comma-separated and begins with the line {HEADER}",
        )

    def _batch(self) -> Batch:
        parts = (self._good, self._noted, self._bad)
        batch = Batch(*map(_joined, parts))
        for part in parts:
            part.clear()
        return batch

    def _take(self, given: _Lines) -> list[str]:
        """Checks rows, and gives back the lines at the end that are only a row's beginning."""
        if not given.quoted:
            self._take_plain(given.lines, smooth=given.smooth)
            return []
        lines, at = given.lines, 0
        while at < len(lines):
            quoted = _first_quoted(lines, at)
            self._take_plain(lines[at:quoted], smooth=given.smooth)
            at = quoted
            if at < len(lines):
                read = _read_quoted(lines, at)
                if read is None:
                    return lines[at:]
                at += self._take_quoted(read, lines[at])
        return []

    def _take_plain(self, lines: list[str], *, smooth: bool) -> None:
        """Rows without quotation marks: most need no change at all, and go on as they stand.

        The speed of an import hangs on this loop. A row that is in any way unusual goes to `_examine`.
        """
        number, first = self._line + self.base, self._line
        agency, dates, codes, right = self._agency, self._dates, self._codes, insz.RIGHT
        statuses, longest, add = STATUSES, LONGEST_VALUE, self._good.append
        for line, secret in zip(lines, self._secrets(len(lines)), strict=False):
            number += 1
            values = line.split(",")
            if len(values) == 9:
                _, digits, previous, _, _, nis, contract, attest, status = values
                if (
                    not previous
                    and nis in codes
                    and status in statuses
                    and contract in dates
                    and attest in dates
                    and (contract <= attest or not attest)
                    and len(digits) == 11
                    and digits.isdecimal()
                    and int(digits) % 9700 in right  # what `insz.is_valid` says, without a call
                    and len(line) <= longest
                    and (smooth or (_is_smooth(line) and not CONTROL.search(_text(line))))
                ):
                    add(f"{number},{agency},{secret},{line}")
                    continue
            elif not line:
                self.rows -= 1  # An empty line is no row.
                continue
            self._examine(number - self.base, [_text(value) for value in values])
        self._line = first + len(lines)
        self.rows += len(lines)

    def _take_quoted(self, read: _Quoted, line: str) -> int:
        """A row with quotation marks; returns how many lines it took.

        Where a row over several lines turns out wrong, only its first line is put aside and the lines after
        it are read as rows: a stray quotation mark must not swallow other people.
        """
        values, taken, fault = [_text(value) for value in read.values], read.lines, read.fault
        if taken > 1 and (fault or len(values) != WIDTH or any(len(value) > LONGEST_VALUE for value in values)):
            taken, fault = (
                1,
                fault or "a quotation mark opens on this line, and the lines after it make no row with it",
            )
        if fault:
            column = COLUMNS[min(len(values), WIDTH - 1)]
            self._set_aside(self._line + 1, BadRow(column, fault), _text(line).replace('"', "").split(","))
        else:
            self._examine(self._line + 1, values)
        self._line += taken
        self.rows += 1
        return taken

    def _take_end(self, held: list[str], unfinished: str) -> None:
        """What stands after the last line end: nothing, a whole row, or one that was cut off."""
        unfinished = unfinished.removesuffix("\r")
        lines = [*held, unfinished] if unfinished else held
        while lines:
            if not lines[0]:
                self._line, lines = self._line + 1, lines[1:]
                continue
            read = _read_quoted(lines, 0)
            if read is None:
                raise ExtractRefused(
                    f"Het bestand is afgebroken: het aanhalingsteken dat op regel {self._line + 1} opent, sluit nooit. "
                    "Voer het opnieuw uit of kopieer het opnieuw.",
                    f"The file is cut off: the quotation mark that opens on line {self._line + 1} is never "
                    "closed. Export or copy it again.",
                )
            if unfinished and read.lines == len(lines) and not read.fault and _is_cut_off(read.values):
                raise ExtractRefused(
                    f"Het bestand is afgebroken: het eindigt midden in de rij op regel {self._line + 1}. "
                    "Voer het opnieuw uit of kopieer het opnieuw.",
                    f"The file is cut off: it ends in the middle of the row on line {self._line + 1}. "
                    "Export or copy it again.",
                )
            lines = lines[self._take_quoted(read, lines[0]) :]

    def _examine(self, line: int, values: Sequence[str]) -> None:
        """All checks of one row."""
        if len(values) != WIDTH:
            reason = f"the row has {len(values)} columns instead of {WIDTH}"
            self._set_aside(line, BadRow(COLUMNS[min(len(values), WIDTH - 1)], reason), values)
            return
        tidied = [_tidied(value) for value in values]
        source_id, digits, previous, surname, first_name, nis, contract, attest, status = tidied
        digits, previous = insz.bare(digits), insz.bare(previous)
        bad = (
            _text_fault("source_id", source_id)
            or _number_fault("insz", digits, required=True)
            or _number_fault("insz_previous", previous, required=False)
            or _text_fault("surname", surname)
            or _text_fault("first_name", first_name)
            or self._code_fault(nis)
            or self._date_fault("contract_signed_on", contract)
            or self._date_fault("attest_obtained_on", attest)
            or _order_fault(contract, attest)
            or _status_fault(status)
        )
        if bad is not None:
            self._set_aside(line, bad, values)
            return
        current = self._known.current_code(nis, self._as_of) or nis
        cells = (source_id, digits, "", surname, first_name, current, contract, attest, status or ACTIVE)
        (secret,) = self._secrets(1)
        self._good.append(f"{line + self.base},{self._agency},{secret},{_row(cells)}")
        previous = "" if previous == digits else previous
        if previous or current != nis:
            self._noted.append(f"{line + self.base},{previous},{current != nis}")

    def _set_aside(self, line: int, bad: BadRow, values: Sequence[str]) -> None:
        """A row for the quarantine, with as much of it as tells whose it is: they are not gone."""
        source_id, digits, previous = [_tidied(value) for value in (*values[:3], "", "", "")[:3]]
        digits, previous = insz.bare(digits), insz.bare(previous)
        known = (
            "" if _text_fault("source_id", source_id) else source_id,
            digits if insz.is_valid(digits) else "",
            previous if insz.is_valid(previous) else "",
        )
        self._bad.append(f"{line},{_row((*bad, *known))}")

    def _secrets(self, count: int) -> Iterable[str]:
        """Fresh secrets of 32 bytes as the database reads them, or nothing for each of so many rows."""
        if not self.with_secrets or not count:
            return [""] * count
        return ("\\x" + os.urandom(32 * count).hex(",", 32).replace(",", ",\\x")).split(",")

    def _code_fault(self, nis: str) -> BadRow | None:
        if nis in self._codes:
            return None
        if not nis:
            return BadRow("nis", "the NIS code is missing")
        if nis not in self._known:
            return BadRow("nis", "no Flemish municipality has, or had since 2019, this NIS code")
        current = self._known.current_code(nis, self._as_of)
        if current is None:
            since = self._known.get(nis).valid_from
            return BadRow("nis", f"this NIS code did not exist yet on {self._as_of}: it exists since {since}")
        if current == nis:
            self._codes.add(nis)
        return None

    def _date_fault(self, column: str, text: str) -> BadRow | None:
        if text in self._dates:
            return None
        if not ISO_DATE.fullmatch(text) or not _is_day(text):
            return BadRow(column, "the date cannot be read: dates are written YYYY-MM-DD")
        if len(self._dates) < MOST_REMEMBERED:
            self._dates.add(text)
        return None


def _text(line: str) -> str:
    """The text of bytes that are seen as Latin-1."""
    return line if line.isascii() else line.encode("latin-1").decode("utf-8")


def _joined(rows: list[str]) -> bytes:
    return ("\n".join(rows) + "\n").encode("latin-1") if rows else b""


def _row(cells: Sequence[str]) -> str:
    """Values for the database's CSV reader, as bytes seen as Latin-1; an empty one is nothing at all."""
    row = ",".join('"' + cell.replace('"', '""') + '"' if cell else "" for cell in cells)
    return row if row.isascii() else row.encode("utf-8").decode("latin-1")


def _is_smooth(text: str) -> bool:
    """Whether no value has a blank at its edge, and no line end is half a one."""
    flat = f",{text},".replace("\n", ",")
    return " ," not in flat and ", " not in flat and "\r" not in text


def _first_quoted(lines: list[str], at: int) -> int:
    """The place of the first line from `at` on that holds a quotation mark, or the end."""
    for place in range(at, len(lines)):
        if '"' in lines[place]:
            return place
    return len(lines)


def _read_quoted(lines: list[str], start: int) -> _Quoted | None:
    """Reads the row that begins on line `start`, as RFC 4180 has it; None where the lines end too early."""
    values: list[str] = []
    at, place, line = start, 0, lines[start]
    while True:
        if line.startswith('"', place):
            value: list[str] = []
            place += 1
            while (end := line.find('"', place)) < 0 or line.startswith('"', end + 1):
                if end >= 0:
                    value.append(line[place : end + 1])
                    place = end + 2
                    continue
                value.append(line[place:] + "\n")
                at, place = at + 1, 0
                if at == len(lines):
                    return None
                line = lines[at]
            value.append(line[place:end])
            place = end + 1
            if place < len(line) and line[place] != ",":
                return _Quoted(values, at - start + 1, "text follows a closing quotation mark")
            values.append("".join(value))
        else:
            end = line.find(",", place)
            end = end if end >= 0 else len(line)
            if '"' in line[place:end]:
                return _Quoted(values, at - start + 1, "a quotation mark stands inside a value that is not quoted")
            values.append(line[place:end])
            place = end
        if place == len(line):
            return _Quoted(values, at - start + 1)
        place += 1


def _tidied(value: str) -> str:
    return LINE_BREAK.sub(" ", value).strip(BLANKS)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_cut_off(values: list[str]) -> bool:
    """Whether the row at the end of a file lacks columns, or the end of its status."""
    if len(values) < WIDTH:
        return True
    status = values[-1]
    return status not in ("", *STATUSES) and any(known.startswith(status) for known in STATUSES)


def _text_fault(column: str, text: str) -> BadRow | None:
    if len(text) > LONGEST_VALUE:
        return BadRow(column, f"the value is longer than {LONGEST_VALUE} characters")
    if CONTROL.search(text):
        return BadRow(column, "the value holds a control character")
    return None


def _number_fault(column: str, digits: str, *, required: bool) -> BadRow | None:
    if insz.is_valid(digits) or not (digits or required):
        return None
    if not digits:
        return BadRow(column, "the INSZ is missing")
    if not insz.is_digits(digits):
        return BadRow(column, "the INSZ is not eleven digits")
    return BadRow(column, "the check digits of the INSZ are wrong")


def _order_fault(contract: str, attest: str) -> BadRow | None:
    if contract and attest and attest < contract:
        return BadRow("attest_obtained_on", "the attest was obtained before the contract was signed")
    return None


def _status_fault(status: str) -> BadRow | None:
    if status and status not in STATUSES:
        return BadRow("status", "the status is none of active, deceased, struck_off and cancelled")
    return None
