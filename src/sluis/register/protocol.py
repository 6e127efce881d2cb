"""Reads one protocol of the public register: its validated versions, how each came to be, and what happened to it.

Of a text in preparation it says that there is one and since when, and nothing of what it says. It knows nobody's name.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sluis.domain.contactdata import without_e_mail
from sluis.domain.differences import Difference, advised_digest, differences
from sluis.domain.lifecycle import IN_PREPARATION, Verb
from sluis.domain.municipalities import Municipality
from sluis.domain.published import is_whole, published
from sluis.domain.stance import Chronicle, Stood, Text
from sluis.domain.terms import Side, Terms, as_json, parse_terms
from sluis.ledger import queries as ledger
from sluis.parties import queries as parties
from sluis.parties.municipalities import municipalities
from sluis.protocols.chronicle import chronicle
from sluis.protocols.models import Advice, Version
from sluis.protocols.queries import terms_of
from sluis.register.entries import VALIDATING, by_protocol, strength, that_counts
from sluis.register.events import Event, events_of
from sluis.register.signed import Signed, signatures


@dataclass(frozen=True, slots=True)
class Reference:
    """A version of a protocol, maybe of another municipality."""

    protocol: str
    number: int
    nis: str


@dataclass(frozen=True)
class PublicVersion:
    """A version that was validated, as anybody may know it.

    `terms` are read from what was signed; `said` is what of them is published, `whole` whether that is all of it.
    `entry` is the number of the ledger's entry that made it bind, None where that cannot be found.
    """

    protocol: str
    number: int
    nis: str
    digest: str
    terms: Terms
    stood: Stood
    how: Verb
    validated_on: date
    ends_on: date | None
    acceded: bool
    addresses: Mapping[Side, str]
    signed: tuple[Signed, ...]
    follows: tuple[Reference, ...]
    followed_by: tuple[Reference, ...]
    before: PublicVersion | None
    entry: int | None

    @cached_property
    def said(self) -> Mapping[str, Any]:
        """The terms as JSON as anybody may read them."""
        return published(self.terms)

    @cached_property
    def public_terms(self) -> Terms:
        """What is published of the terms, as terms."""
        return self.terms if self.whole else parse_terms(json.dumps(self.said).encode())

    @property
    def whole(self) -> bool:
        """Whether nothing was left out of them, so that they have the digest that was signed."""
        return is_whole(self.terms)

    @cached_property
    def changes(self) -> tuple[Difference, ...]:
        """What it changed against the version before it; empty where there is none."""
        return differences(self.before.said, self.said) if self.before else ()

    @property
    def last_day(self) -> date | None:
        """The last day on which it can bind: its end, or that of the notice if that comes first."""
        return min((day for day in (self.terms.end, self.ends_on) if day), default=None)


@dataclass(frozen=True, slots=True)
class PublicProtocol:
    """A protocol with all that is public of it. `versions` are the validated ones, oldest first.

    `stood` is None where the only texts there were are given up. `preparing` says since when a text is in preparation,
    and `given_up` on which day the newest text that never bound anybody was, where there is nothing else to tell.
    """

    code: str
    agency: str
    sender: str
    municipality: Municipality
    stood: Stood | None
    versions: tuple[PublicVersion, ...]
    preparing: date | None
    given_up: date | None
    events: tuple[Event, ...]

    @property
    def shown(self) -> PublicVersion | None:
        """The version that counts; None where none was validated yet."""
        return min(self.versions, key=lambda one: strength(one.stood), default=None)

    def version(self, number: int) -> PublicVersion | None:
        """A version of it; None where there is none, or it was never validated."""
        return next((one for one in self.versions if one.number == number), None)


def public_protocol(code: str, today: date) -> PublicProtocol | None:
    """A protocol as it stands today; None where there is none. As many queries for many versions as for one."""
    told = chronicle()
    texts = by_protocol(told).get(code)
    if texts is None:
        return None
    first, stood = texts[0], that_counts(told, texts, today)
    return PublicProtocol(
        code=code,
        agency=first.agency,
        sender=parties.agency_names().get(first.agency, first.agency),
        municipality=municipalities().get(first.nis),
        stood=stood,
        versions=_versions(told, texts, today),
        preparing=_preparing(told, texts, today),
        given_up=None if stood else max(step.day for text in texts for step in text.steps),
        events=events_of(code),
    )


def _preparing(told: Chronicle, texts: Sequence[Text], today: date) -> date | None:
    """Since when a text is in preparation, if there is one."""
    for text in texts:
        stood = told.text_on(text, today)
        if stood is not None and stood.status in IN_PREPARATION:
            return text.steps[0].day
    return None


def _versions(told: Chronicle, texts: Sequence[Text], today: date) -> tuple[PublicVersion, ...]:
    code = texts[0].protocol
    rows = Version.objects.filter(protocol_id=code, moves__verb__in=sorted(VALIDATING)).distinct()
    by_number = {row.number: row for row in rows}
    pks = [row.pk for row in by_number.values()]
    signed, acceded, entries = signatures(pks), _acceded(by_number.values()), ledger.validations(code)
    made: list[PublicVersion] = []
    for text in texts:
        row, stood = by_number.get(text.number), told.text_on(text, today)
        if row is None or stood is None:
            continue
        step = next(step for step in text.steps if step.verb in VALIDATING)
        addresses = {Side.SENDER: row.published_by_sender, Side.RECIPIENT: row.published_by_recipient}
        made.append(
            PublicVersion(
                protocol=code,
                number=text.number,
                nis=text.nis,
                digest=text.digest,
                terms=terms_of(row),
                stood=stood,
                how=step.verb,
                validated_on=step.day,
                ends_on=row.ends_on,
                acceded=row.pk in acceded,
                addresses={side: without_e_mail(address) for side, address in addresses.items() if address},
                signed=signed[row.pk],
                follows=tuple(_reference(one) for one in told.texts if one.digest in text.follows),
                followed_by=tuple(_reference(one) for one in told.texts if _took_the_place(one, text)),
                before=next((one for one in reversed(made) if one.digest in text.follows), None),
                entry=entries.get(text.number),
            )
        )
    return tuple(made)


def _reference(text: Text) -> Reference:
    return Reference(text.protocol, text.number, text.nis)


def _took_the_place(one: Text, of: Text) -> bool:
    """Whether a text binds in the place of another; a draft that may do so one day does not."""
    return of.digest in one.follows and any(step.verb in VALIDATING for step in one.steps)


def _acceded(rows: Collection[Version]) -> set[int]:
    """Which of these versions are the model text, acceded to unchanged: the advice on the model stands for them."""
    parts = {row.pk: advised_digest(as_json(terms_of(row))) for row in rows}
    given = Advice.objects.filter(version__in=parts, carried_from__isnull=True).exclude(note="")
    return {version for version, part in given.values_list("version_id", "on_part") if parts[version] == part}
