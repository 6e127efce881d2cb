"""What the ledger says of an act: one canonical JSON object, without any person in it.

It names protocol, terms, purpose, recipient, counts and digests; never a name, a number of a person or a key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import rfc8785

FORMAT = "sluis.entry/1"

# Eleven digits, with or without the usual separators, is how an INSZ is written.
INSZ_SHAPED = re.compile(r"(?<![0-9A-Za-z])\d{2}[. ]?\d{2}[. ]?\d{2}[- ]?\d{3}[. ]?\d{2}(?![0-9A-Za-z])")

Fact = str | int | bool | None | list[str] | Mapping[str, "Fact"]


class Act(StrEnum):
    """The kinds of act. Stored for good: a kind is never renamed and never taken away."""

    PROTOCOL_REGISTERED = "protocol.registered"
    PROTOCOL_SUSPENDED = "protocol.suspended"
    PROTOCOL_RESUMED = "protocol.resumed"
    PROTOCOL_ENDED = "protocol.ended"
    PROTOCOL_DRAFTED = "protocol.drafted"
    PROTOCOL_REVISED = "protocol.revised"
    PROTOCOL_COMPLETED = "protocol.completed"
    PROTOCOL_REOPENED = "protocol.reopened"
    ADVICE_GIVEN = "advice.given"
    ADVICE_CARRIED_OVER = "advice.carried_over"
    CONDITION_ANSWERED = "advice.condition_answered"
    ADVICE_NOT_FOLLOWED = "advice.not_followed"
    PROTOCOL_ADVISED = "protocol.advised"
    PROTOCOL_DECIDED = "protocol.decided"
    SIGNATURE_PLACED = "signature.placed"
    SCAN_ATTESTED = "signature.scan_attested"
    PROTOCOL_SIGNED = "protocol.signed"
    ADDRESS_RECORDED = "publication.address_recorded"
    PUBLICATION_CHECKED = "publication.checked"
    PROTOCOL_PUBLISHED = "protocol.published"
    PROTOCOL_VALIDATED = "protocol.validated"
    PROTOCOL_WITHDRAWN = "protocol.withdrawn"
    PROTOCOL_NOTICE_GIVEN = "protocol.notice_given"
    PROTOCOL_NOTICE_WITHDRAWN = "protocol.notice_withdrawn"
    PROTOCOL_LAPSED = "protocol.lapsed"
    PROTOCOL_EXPIRED = "protocol.expired"
    PROTOCOL_SUPERSEDED = "protocol.superseded"
    PROTOCOL_SUCCEEDED = "protocol.succeeded"
    PROTOCOL_INHERITED = "protocol.inherited"
    PROTOCOL_CLOSED = "protocol.closed"
    TASK_OPENED = "task.opened"
    TASK_DONE = "task.done"
    HOLD_PLACED = "hold.placed"
    HOLD_LIFTED = "hold.lifted"
    KEY_REGISTERED = "key.registered"
    KEY_WITHDRAWN = "key.withdrawn"
    TOKEN_MADE = "token.made"  # noqa: S105 - a kind of act
    TOKEN_WITHDRAWN = "token.withdrawn"  # noqa: S105 - a kind of act
    ORGANISATION_REGISTERED = "organisation.registered"
    EXTRACT_IMPORTED = "extract.imported"
    DOSSIER_RESTRICTED = "dossier.restricted"
    DOSSIER_RELEASED = "dossier.released"
    DOSSIER_ERASED = "dossier.erased"
    PERMITTED = "ask.permitted"
    REFUSED = "ask.refused"
    DISCLOSED = "disclosure.recorded"
    DELIVERED = "disclosure.delivered"
    WITHHELD = "disclosure.withheld"
    COLLECTED = "disclosure.collected"
    DELETION_CONFIRMED = "deletion.confirmed"


class PersonInLedger(ValueError):
    """An entry would hold something shaped like a person's number. That is a bug, and nothing is written."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One act. `by` names a role or an organisation (`nis:23003`, `agency:agii`), never a person."""

    act: Act
    at: datetime
    by: str
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def body(self) -> bytes:
        """The canonical bytes (RFC 8785) that the ledger keeps and hashes.

        Raises:
            PersonInLedger: a value has the shape of an INSZ.
            ValueError: `at` has no time zone, or a fact has a name that every entry has already.
        """
        if self.at.tzinfo is None:
            raise ValueError("The time of an act carries its time zone.")
        taken = {"format", "kind", "at", "by"}.intersection(self.facts)
        if taken:
            raise ValueError(f"A fact cannot be called {', '.join(sorted(taken))}: every entry has that already.")
        said: dict[str, Fact] = {
            "format": FORMAT,
            "kind": self.act.value,
            "at": self.at.isoformat(timespec="milliseconds"),
            "by": self.by,
            **self.facts,
        }
        _refuse_persons(said, "entry")
        return rfc8785.dumps(said)


def _refuse_persons(value: Fact, where: str) -> None:
    if isinstance(value, str) and INSZ_SHAPED.search(value):
        raise PersonInLedger(f"The value at {where} has the shape of an INSZ; the ledger holds no person.")
    if isinstance(value, Mapping):
        for name, inner in value.items():
            _refuse_persons(inner, f"{where}.{name}")
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            _refuse_persons(inner, f"{where}[{place}]")
