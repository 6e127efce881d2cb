"""Reads a telephone number as people write it, and keeps it in a form that no person's number has."""

from __future__ import annotations

import re

from sluis.domain.entry import INSZ_SHAPED

# E.164 has at most fifteen digits; no number that somebody at a town hall can be called at has fewer than eight.
LEAST, MOST = 8, 15


class InvalidPhone(ValueError):
    """This is no telephone number."""


def parse_phone(text: str) -> str:
    """A number such as 02 363 00 00 or +32 475 12 34 56, as it was written; an empty text stays empty.

    +32471200034 is eleven digits in a row, like an INSZ; it is kept as +32 471 200 034, which is none.

    Raises:
        InvalidPhone: it holds other signs, too few or too many digits, or has the form of a person's number.
    """
    written = " ".join(text.split())
    if not written:
        return ""
    digits = re.sub(r"[ ./()-]", "", written)
    number = re.fullmatch(r"(?:\+|00)?(\d+)", digits, re.ASCII)
    if number is None or not LEAST <= len(number[1]) <= MOST:
        raise InvalidPhone("It is no telephone number.")
    if not INSZ_SHAPED.search(written):
        return written
    if not written.startswith("+"):
        raise InvalidPhone("It has the form of a person's number.")
    country, rest = number[1][:2], number[1][2:]
    return f"+{country} {' '.join(rest[place : place + 3] for place in range(0, len(rest), 3))}"
