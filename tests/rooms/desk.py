"""A desk at which a protocol is brought from a draft to wherever a test needs it, by six different people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import pytest

from sluis.adapters.certificates import Authority, Credential, issue, make_authority, sign
from sluis.adapters.pades import Expected, Found
from sluis.adapters.signature_refusals import Reason, SignatureRefused
from sluis.cli import clock
from sluis.domain.access import Actor, Role
from sluis.domain.terms import Decision, Outcome, Side
from sluis.parties import actions as parties
from sluis.protocols import actions, queries
from sluis.protocols.actions import Answers, Decided, Given, Trust, deciding, signing
from sluis.protocols.model_text import model
from sluis.protocols.models import Version

HALLE = "23027"
BEGUN = datetime(2026, 3, 2, 9, 0, tzinfo=clock.BRUSSELS)
COLLEGE = "college van burgemeester en schepenen"
# The model as it would have been in any year: some tests live through the merger of 2025.
MODEL = replace(model(1), since=date(2019, 1, 1))
NAMES = {
    Side.SENDER: {
        "de voorzitter van de raad van bestuur": "Vera Voorzitter", "de algemeen directeur": "Dirk Directeur",
    },
    Side.RECIPIENT: {
        "de burgemeester of de bevoegde schepen": "Bea Burgemeester", "de algemeen directeur": "Gert Algemeen",
    },
}  # fmt: skip

MANAGER = Actor("an", "agency:agii", Role.PROTOCOL_MANAGER)
VALIDATOR = Actor("bert", "agency:agii", Role.VALIDATOR)
AGENCY_DPO = Actor("carla", "agency:agii", Role.DPO)


def coordinator(nis: str = HALLE) -> Actor:
    return Actor("dina", f"nis:{nis}", Role.COORDINATOR)


def municipal_dpo(nis: str = HALLE) -> Actor:
    return Actor("eli", f"nis:{nis}", Role.DPO)


@cache
def authority() -> Authority:
    """The suite's own authority; its certificates are worth something only where a test trusts it."""
    return make_authority("Sluis test authority", BEGUN - timedelta(days=30))


@cache
def credential(name: str) -> Credential:
    return issue(authority(), name, "Testorganisatie", valid_from=BEGUN - timedelta(days=20))


def register_agency() -> None:
    parties.register_agency(
        code="agii", name="Agentschap Integratie en Inburgering", kbo="0543307391", minisign_public_key="RW", at=BEGUN
    )


def kbo(nis: str) -> str:
    first = 99_000_00 + int(nis) % 100_000
    return f"{first:08d}{97 - first % 97:02d}"


def answers(nis: str = HALLE, **changes: Any) -> Answers:
    said: Mapping[str, Any] = {
        "recipient": {"kbo": kbo(nis), "dpo": "functionaris voor gegevensbescherming"},
        "start": "2026-03-02",
    }
    return Answers(services=("integratiedienst",), changes={**said, **changes})


class Cheap:
    """Stands in for typesetting and for checking signatures, which have tests of their own: quick, and as strict."""

    @staticmethod
    def typeset(text: object, *, terms: bytes, digest: str, at: datetime) -> bytes:
        return f"%PDF-{digest}\n".encode()

    @staticmethod
    def signed(pdf: bytes, side: Side, capacity: str) -> bytes:
        return pdf + f"{side}|{capacity}\n".encode()

    @staticmethod
    def check(
        pdf: bytes, *, original: bytes, latest: bytes | None, at: datetime, expected: Sequence[Expected], **_: Any
    ) -> tuple[Found, ...]:
        if not pdf.startswith(latest or original):
            raise SignatureRefused(Reason.NO_SIGNATURE, "This is not the file that was offered.")
        lines = pdf[len(original) :].decode().splitlines()
        if not set(lines) <= {f"{place.side}|{place.capacity}" for place in expected}:
            raise SignatureRefused(Reason.WRONG_SIGNER, "Nobody is expected in that capacity.")
        return tuple(
            Found(
                side=line.split("|")[0], capacity=line.split("|")[1], name="", organisation="", email="",
                certificate_serial="", fingerprint="", claimed_at=at, timestamped_at=None, algorithm="", covers=0,
            )
            for line in lines
        )  # fmt: skip

    @staticmethod
    def instead_of_real(patch: pytest.MonkeyPatch) -> None:
        """Has a test, and the desk in it, typeset and sign this way."""

        def place(desk: Desk, side: Side, capacity: str) -> Version:
            pdf = Cheap.signed(desk.document(), side, capacity)
            return actions.place_signature(desk.code, pdf, trust=desk.trust, by=MANAGER, at=desk.tick())

        patch.setattr(deciding, "typeset", Cheap.typeset)
        patch.setattr(signing, "check_signed", Cheap.check)
        patch.setattr(Desk, "sign", place)


class Desk:
    """One protocol on its way; time passes an hour with every act."""

    def __init__(self, nis: str = HALLE, at: datetime = BEGUN) -> None:
        self.nis, self.at = nis, at
        self.code = f"AGII-{nis}"
        self.municipality, self.dpo = coordinator(nis), municipal_dpo(nis)

    def tick(self, **time: float) -> datetime:
        self.at += timedelta(**time or {"hours": 1})
        return self.at

    @property
    def version(self) -> Version:
        return Version.objects.filter(protocol_id=self.code).order_by("-number")[0]

    @property
    def trust(self) -> Trust:
        return Trust([authority().certificate])

    def draft(self, **changes: Any) -> Version:
        return actions.draft(
            self.nis, agency="agii", model=MODEL, answers=answers(self.nis, **changes), by=MANAGER, at=self.tick()
        )

    def complete(self) -> Version:
        return actions.complete(self.code, by=MANAGER, at=self.tick())

    def advise(self, by: Actor, outcome: Outcome = Outcome.POSITIVE, conditions: Sequence[str] = ()) -> Version:
        given = Given(outcome, "Nagekeken.", self.at.date(), conditions)
        return actions.give_advice(self.code, given, by=by, at=self.tick())

    def advise_both(self) -> None:
        self.advise(AGENCY_DPO)
        self.advise(self.dpo)

    def decide(self, on: date | None = None) -> Version:
        decided = Decided(
            Decision(COLLEGE, on or self.at.date(), "CBS/2026/12"), "besluit.pdf", b"%PDF-1.7 besluit", NAMES
        )
        return actions.decide(self.code, decided, by=self.municipality, at=self.tick())

    def document(self) -> bytes:
        """What the next signatory fetches to sign."""
        return queries.document_to_sign(self.code)

    def sign(self, side: Side, capacity: str) -> Version:
        at = self.tick()
        pdf = sign(
            self.document(),
            credential(NAMES[side][capacity]),
            capacity=capacity,
            reason="akkoord",
            location="hier",
            at=at,
        )
        return actions.place_signature(self.code, pdf, trust=self.trust, by=MANAGER, at=self.tick())

    def sign_all(self) -> None:
        for side, names in NAMES.items():
            for capacity in names:
                self.sign(side, capacity)

    def publish(self) -> None:
        for side, by in ((Side.SENDER, MANAGER), (Side.RECIPIENT, self.municipality)):
            actions.record_address(self.code, side, f"https://{side}.example/{self.nis}", by=by, at=self.tick())
        actions.check_publication(self.code, fetch=lambda _: self.version.terms_digest, by=MANAGER, at=self.tick())

    def validate(self, by: Actor = VALIDATOR) -> Version:
        return actions.validate(self.code, by=by, at=self.tick())

    STEPS = ("draft", "complete", "advise_both", "decide", "sign_all", "publish", "validate")

    def until(self, last: str) -> Version:
        """Makes every step up to and with `last`."""
        for step in self.STEPS[: self.STEPS.index(last) + 1]:
            getattr(self, step)()
        return self.version
