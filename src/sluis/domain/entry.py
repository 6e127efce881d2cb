"""What the ledger says of an act: one canonical JSON object, without any person in it.

It names protocol, terms, purpose, recipient, counts and digests; never a name, a number of a person or a key.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import rfc8785

from sluis.domain.words import Said

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
    TARGET_SET = "target.set"


ACT_NAMES: Mapping[Act, Said] = {
    Act.PROTOCOL_REGISTERED: Said("protocol geregistreerd", "protocol registered"),
    Act.PROTOCOL_SUSPENDED: Said("protocol geschorst", "protocol suspended"),
    Act.PROTOCOL_RESUMED: Said("schorsing opgeheven", "suspension lifted"),
    Act.PROTOCOL_ENDED: Said("protocol beëindigd", "protocol ended"),
    Act.PROTOCOL_DRAFTED: Said("ontwerp begonnen", "draft begun"),
    Act.PROTOCOL_REVISED: Said("ontwerp gewijzigd", "draft revised"),
    Act.PROTOCOL_COMPLETED: Said("ontwerp voorgelegd voor advies", "draft offered for advice"),
    Act.PROTOCOL_REOPENED: Said("ontwerp heropend", "draft reopened"),
    Act.ADVICE_GIVEN: Said("advies gegeven", "advice given"),
    Act.ADVICE_CARRIED_OVER: Said("advies over het model overgenomen", "advice on the model carried over"),
    Act.CONDITION_ANSWERED: Said("voorwaarde van een advies beantwoord", "condition of an advice answered"),
    Act.ADVICE_NOT_FOLLOWED: Said("advies met redenen niet gevolgd", "advice not followed, with reasons"),
    Act.PROTOCOL_ADVISED: Said("protocol van advies voorzien", "protocol advised on"),
    Act.PROTOCOL_DECIDED: Said("over het protocol beslist", "protocol decided on"),
    Act.SIGNATURE_PLACED: Said("handtekening geplaatst", "signature placed"),
    Act.SCAN_ATTESTED: Said("handtekening op papier bevestigd", "signature on paper attested"),
    Act.PROTOCOL_SIGNED: Said("protocol ondertekend door beide partijen", "protocol signed by both parties"),
    Act.ADDRESS_RECORDED: Said("adres van een bekendmaking opgegeven", "address of a publication recorded"),
    Act.PUBLICATION_CHECKED: Said("bekendmaking nagekeken", "publication checked"),
    Act.PROTOCOL_PUBLISHED: Said("protocol bekendgemaakt", "protocol published"),
    Act.PROTOCOL_VALIDATED: Said("protocol gevalideerd", "protocol validated"),
    Act.PROTOCOL_WITHDRAWN: Said("ontwerp ingetrokken", "draft withdrawn"),
    Act.PROTOCOL_NOTICE_GIVEN: Said("protocol opgezegd", "notice given"),
    Act.PROTOCOL_NOTICE_WITHDRAWN: Said("opzegging ingetrokken", "notice withdrawn"),
    Act.PROTOCOL_LAPSED: Said("protocol van rechtswege geëindigd", "protocol ended by law"),
    Act.PROTOCOL_EXPIRED: Said("protocol verstreken", "protocol expired"),
    Act.PROTOCOL_SUPERSEDED: Said("protocol vervangen", "protocol superseded"),
    Act.PROTOCOL_SUCCEEDED: Said("protocol opgevolgd na een fusie", "protocol succeeded after a merger"),
    Act.PROTOCOL_INHERITED: Said("protocol overgenomen na een fusie", "protocol inherited after a merger"),
    Act.PROTOCOL_CLOSED: Said("protocol afgesloten", "protocol closed"),
    Act.TASK_OPENED: Said("opdracht na een fusie geopend", "task after a merger opened"),
    Act.TASK_DONE: Said("opdracht na een fusie afgewerkt", "task after a merger done"),
    Act.HOLD_PLACED: Said("blokkering geplaatst", "hold placed"),
    Act.HOLD_LIFTED: Said("blokkering opgeheven", "hold lifted"),
    Act.KEY_REGISTERED: Said("sleutel van een gemeente geregistreerd", "key of a municipality registered"),
    Act.KEY_WITHDRAWN: Said("sleutel van een gemeente ingetrokken", "key of a municipality withdrawn"),
    Act.TOKEN_MADE: Said("toegangsbewijs voor de API gemaakt", "token for the API made"),
    Act.TOKEN_WITHDRAWN: Said("toegangsbewijs voor de API ingetrokken", "token for the API withdrawn"),
    Act.ORGANISATION_REGISTERED: Said("organisatie geregistreerd", "organisation registered"),
    Act.EXTRACT_IMPORTED: Said("extract van de bron ingelezen", "extract of the source taken in"),
    Act.DOSSIER_RESTRICTED: Said("verwerking van een dossier beperkt", "processing of a dossier restricted"),
    Act.DOSSIER_RELEASED: Said("beperking van een dossier opgeheven", "restriction of a dossier lifted"),
    Act.DOSSIER_ERASED: Said("dossier gewist", "dossier erased"),
    Act.PERMITTED: Said("aanvraag toegelaten", "ask permitted"),
    Act.REFUSED: Said("aanvraag geweigerd", "ask refused"),
    Act.DISCLOSED: Said("zending klaargemaakt en vastgelegd", "delivery made ready and recorded"),
    Act.DELIVERED: Said("zending meegedeeld", "delivery communicated"),
    Act.WITHHELD: Said("zending tegengehouden", "delivery withheld"),
    Act.COLLECTED: Said("zending opgehaald", "delivery collected"),
    Act.DELETION_CONFIRMED: Said("wissen van een zending bevestigd", "deletion of a delivery confirmed"),
    Act.TARGET_SET: Said("streefcijfer vastgelegd", "target set"),
}


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


def parse(body: bytes) -> Entry:
    """The entry that these canonical bytes are. Raises ValueError or KeyError where they are none."""
    said = json.loads(body)
    facts = {name: value for name, value in said.items() if name not in ("format", "kind", "at", "by")}
    return Entry(Act(said["kind"]), datetime.fromisoformat(said["at"]), said["by"], facts)


def _refuse_persons(value: Fact, where: str) -> None:
    if isinstance(value, str) and INSZ_SHAPED.search(value):
        raise PersonInLedger(f"The value at {where} has the shape of an INSZ; the ledger holds no person.")
    if isinstance(value, Mapping):
        for name, inner in value.items():
            _refuse_persons(inner, f"{where}.{name}")
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            _refuse_persons(inner, f"{where}[{place}]")
