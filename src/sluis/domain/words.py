"""The words every room shares: fields, purposes, periods, digests, and the numbers that name organisations.

It holds no rule about who may have what; that is `policy`.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self
from zoneinfo import ZoneInfo


class Field(StrEnum):
    """A category of personal data (*categorie van persoonsgegevens*).

    The values are stored and signed: renaming one is a migration and a new version of every protocol.
    Source: integration decree art. 20 par. 7, as documented for the base set.
    """

    INSZ = "insz"
    SURNAME = "surname"
    FIRST_NAME = "first_name"
    CONTRACT = "contract"
    ATTEST = "attest"


class Purpose(StrEnum):
    """A purpose (*doeleinde*) of local integration policy. Stored and signed like `Field`."""

    CEREMONY = "ceremony"
    PRACTICE = "practice"
    BUDDY = "buddy"
    RECEPTION = "reception"
    NETWORK = "network"


Detail = Mapping[str, str]

# By whose days protocols begin and end, and by whose clock the doors write.
BRUSSELS = ZoneInfo("Europe/Brussels")


@dataclass(frozen=True, slots=True)
class Said:
    """The same sentence in Dutch, the language of the law, and in English."""

    nl: str
    en: str

    def filled(self, detail: Detail) -> Said:
        """The sentence with its places filled in."""
        return Said(self.nl.format_map(detail), self.en.format_map(detail))


def plain(text: str) -> str:
    """A text as names are compared: small letters, no accents, and a space for every hyphen, apostrophe or space."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return re.sub(r"[-'’‐-―\s]+", " ", bare).strip().casefold()


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def parse_day(text: str) -> date:
    """The day that `text` names, in the one form YYYY-MM-DD.

    Raises:
        ValueError: it names none; the message says what to give.
    """
    try:
        # Python reads other forms too, such as 20201115; one form is enough, and no misreading.
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise ValueError(f"{text!r} is not a date; give one like 2020-11-15.")
    return day


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A period in whole days, both ends included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"The period ends ({self.last}) before it begins ({self.first}).")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads `2026-01-01..2026-06-30`.

        Raises:
            ValueError: it is not two ISO dates with two dots between, or the end lies before the beginning.
        """
        first, dots, last = text.partition("..")
        if not dots:
            raise ValueError(f"A period is written FROM..UNTIL, like 2026-01-01..2026-06-30, not {text!r}.")
        return cls(parse_day(first.strip()), parse_day(last.strip()))

    def __str__(self) -> str:
        return f"{self.first}..{self.last}"


def digest(data: bytes) -> str:
    """The SHA-256 of `data` as it is written everywhere: `sha256:` and 64 lower-case hexadecimal digits."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


def is_digest(text: str) -> bool:
    """Whether `text` has the form that `digest` gives."""
    return DIGEST.fullmatch(text) is not None


def is_agency_code(text: str) -> bool:
    """Whether `text` can be the code of a sending agency: at most twenty small letters, digits and dashes."""
    return re.fullmatch(r"[a-z0-9][a-z0-9-]{0,19}", text) is not None


def is_nis(text: str) -> bool:
    """Whether `text` has the form of a NIS code of a municipality: five digits, none a country or region."""
    return re.fullmatch(r"[1-9][0-9]{4}", text) is not None


def is_kbo(text: str) -> bool:
    """Whether `text` is an enterprise number (KBO): ten digits from 0 or 1, the last two the check digits.

    Source: the check is 97 minus the first eight digits modulo 97.
    """
    return re.fullmatch(r"[01][0-9]{9}", text) is not None and int(text[8:]) == 97 - int(text[:8]) % 97
