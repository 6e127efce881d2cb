"""Says in both languages why a row of an extract was not taken in.

The vault keeps the English sentence. What it was filled in with, a date or a number of columns, is read back from it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from sluis.domain.words import Said

# The English as the import writes it, with a name for each place that was filled in; and the Dutch.
IN_DUTCH: Mapping[str, str] = {
    "an earlier row of the extract has the same source_id": "een eerdere rij van het extract heeft dezelfde source_id",
    "an earlier row of the extract has the same INSZ": "een eerdere rij van het extract heeft hetzelfde INSZ",
    "another row of the extract is about the same person": "een andere rij van het extract gaat over dezelfde persoon",
    "another row of the extract is about a person with this previous INSZ": (
        "een andere rij van het extract gaat over een persoon met dit vroegere INSZ"
    ),
    "the INSZ belongs to another person than the one with this source_id": (
        "het INSZ hoort bij een andere persoon dan die met deze source_id"
    ),
    "the INSZ is missing": "het INSZ ontbreekt",
    "the INSZ is not eleven digits": "het INSZ telt geen elf cijfers",
    "the check digits of the INSZ are wrong": "de controlecijfers van het INSZ kloppen niet",
    "the NIS code is missing": "de NIS-code ontbreekt",
    "no Flemish municipality has, or had since 2019, this NIS code": (
        "geen Vlaamse gemeente heeft deze NIS-code, of had ze sinds 2019"
    ),
    "this NIS code did not exist yet on {day}: it exists since {since}": (
        "deze NIS-code bestond nog niet op {day}: ze bestaat sinds {since}"
    ),
    "the date cannot be read: dates are written YYYY-MM-DD": (
        "de datum is niet leesbaar: een datum wordt geschreven als JJJJ-MM-DD"
    ),
    "the attest was obtained before the contract was signed": (
        "het attest is behaald voor het contract ondertekend werd"
    ),
    "the status is none of active, deceased, struck_off and cancelled": (
        "de status is geen van active, deceased, struck_off en cancelled"
    ),
    "the value is longer than {most} characters": "de waarde is langer dan {most} tekens",
    "the value holds a control character": "de waarde bevat een stuurteken",
    "the row has {there} columns instead of {wanted}": "de rij heeft {there} kolommen in plaats van {wanted}",
    "text follows a closing quotation mark": "er staat tekst achter een sluitend aanhalingsteken",
    "a quotation mark stands inside a value that is not quoted": (
        "er staat een aanhalingsteken in een waarde die niet tussen aanhalingstekens staat"
    ),
}


def _pattern(english: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[0-9-]+)", re.escape(english)))


_PATTERNS = [(_pattern(english), dutch) for english, dutch in IN_DUTCH.items()]


def in_words(reason: str) -> Said:
    """A reason as it was stored, in both languages; one that an earlier program wrote otherwise stays English."""
    for pattern, dutch in _PATTERNS:
        if found := pattern.fullmatch(reason):
            return Said(dutch.format_map(found.groupdict()), reason)
    return Said(reason, reason)
