"""Reads the list of the public register: every protocol there was at the end of a day, and where it stood.

Of a text in preparation it says that there is one and since when, and nothing of what it says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sluis.domain.lifecycle import Verb
from sluis.domain.municipalities import Municipality
from sluis.domain.stance import Chronicle, Stance, Stood, Text
from sluis.domain.terms import Terms
from sluis.domain.words import Purpose, plain
from sluis.parties import queries as parties
from sluis.parties.municipalities import municipalities
from sluis.protocols.chronicle import chronicle
from sluis.protocols.models import Version
from sluis.protocols.queries import terms_of
from sluis.register.filters import Filter

# How a text came to bind; until it did it is nobody's but the parties'.
VALIDATING = frozenset({Verb.REGISTER, Verb.VALIDATE, Verb.INHERIT})

_STANCES = list(Stance)


@dataclass(frozen=True, slots=True)
class Shown:
    """The validated version of a protocol that counts on a day: the one that binds, else the newest."""

    number: int
    digest: str
    terms: Terms


@dataclass(frozen=True, slots=True)
class Entry:
    """A protocol as the list has it, at the end of a day. `shown` is None where no text was validated by then."""

    code: str
    agency: str
    sender: str
    municipality: Municipality
    stood: Stood
    shown: Shown | None

    @property
    def purposes(self) -> tuple[Purpose, ...]:
        """What the data may be used for; none where no text was validated."""
        return tuple(agreed.purpose for agreed in self.shown.terms.purposes) if self.shown else ()


def listing(asked: Filter) -> tuple[Entry, ...]:
    """The protocols that there were at the end of a day, as many as are asked for, by the name of the municipality.

    A text that was given up before it bound anybody is no protocol any more. Four queries, however many there are.
    """
    told, names = chronicle(), parties.agency_names()
    terms = _terms()
    found = []
    for code, texts in by_protocol(told).items():
        stood = that_counts(told, texts, asked.on)
        if stood is None:
            continue
        number = _counting_public(told, texts, asked.on)
        shown = _shown(texts, number, terms) if number is not None else None
        one = municipalities().get(texts[0].nis)
        entry = Entry(code, texts[0].agency, names.get(texts[0].agency, texts[0].agency), one, stood, shown)
        if _is_asked(entry, asked):
            found.append(entry)
    return tuple(sorted(found, key=lambda entry: (plain(entry.municipality.name), entry.code)))


def _is_asked(entry: Entry, asked: Filter) -> bool:
    return (
        asked.state in (None, entry.stood.stance)
        and asked.province in (None, entry.municipality.province)
        and (
            asked.purpose is None
            or (entry.shown is not None and entry.shown.terms.agreed_for(asked.purpose) is not None)
        )
    )


def by_protocol(told: Chronicle) -> dict[str, list[Text]]:
    found: dict[str, list[Text]] = defaultdict(list)
    for text in told.texts:
        found[text.protocol].append(text)
    return found


def that_counts(told: Chronicle, texts: Sequence[Text], day: date) -> Stood | None:
    """Where a protocol stood: with the text whose stance is strongest, of several with the same the newest."""
    stood = [one for one in (told.text_on(text, day) for text in texts) if one is not None]
    return min(stood, key=strength, default=None)


def strength(stood: Stood) -> tuple[int, int]:
    return _STANCES.index(stood.stance), -stood.number


def _counting_public(told: Chronicle, texts: Sequence[Text], day: date) -> int | None:
    bound = [text for text in texts if any(step.verb in VALIDATING and step.day <= day for step in text.steps)]
    stood = that_counts(told, bound, day)
    return stood.number if stood else None


def _shown(texts: Sequence[Text], number: int, terms: Mapping[tuple[str, int], Terms]) -> Shown:
    text = next(text for text in texts if text.number == number)
    return Shown(number, text.digest, terms[text.protocol, number])


def _terms() -> dict[tuple[str, int], Terms]:
    rows = Version.objects.filter(moves__verb__in=sorted(VALIDATING)).distinct()
    return {(row.protocol_id, row.number): terms_of(row) for row in rows}
