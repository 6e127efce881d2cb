"""The fixed cast of the stories: an agency, Beersel with the first protocol, Halle with none, and a few people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from importlib.resources import files
from pathlib import Path

from django.conf import settings

from sluis.adapters.sealing import make_identity
from sluis.adapters.signing import SigningKey, make_key
from sluis.cli import clock
from sluis.disclosures import pipeline
from sluis.disclosures.pipeline import Disclosed, Instruments
from sluis.domain.access import Actor, Role
from sluis.domain.gate import Refusal
from sluis.domain.policy import Ask
from sluis.domain.words import Purpose
from sluis.dossiers import actions as dossiers
from sluis.parties import actions as parties
from sluis.protocols import actions as protocols

MANAGER = Actor("an", "agency:agii", Role.PROTOCOL_MANAGER)
BEERSEL, HALLE = "23003", "23027"
CODE = "AGII-23003"
HEADER = "source_id,insz,insz_previous,surname,first_name,nis,contract_signed_on,attest_obtained_on,status"


def insz(number: int, *, counter: str = "000") -> str:
    """The `number`th INSZ whose day counter is not issued: nobody living has it."""
    nine = f"{60 + number // 336 % 30:02d}{1 + number // 28 % 12:02d}{1 + number % 28:02d}{counter}"
    return f"{nine}{97 - int(nine) % 97:02d}"


def row(
    number: int, nis: str = BEERSEL, *, contract: str = "2025-02-03", attest: str = "", status: str = "active"
) -> str:
    return f"S{number},{insz(number)},,Achternaam{number},Voornaam{number},{nis},{contract},{attest},{status}"


# Seven people of Beersel of whom three have the attest and are there to be invited, and two of Halle.
PEOPLE = (
    row(1, attest="2026-03-01"),
    row(2, attest="2026-05-01"),
    row(3, attest="2026-09-01"),
    row(4),
    row(5, contract=""),
    row(6, attest="2026-04-01", status="deceased"),
    row(7, attest="2026-04-01", status="struck_off"),
    row(8, HALLE, attest="2026-03-01"),
    row(9, HALLE),
)


class House:
    """An installation with the agency, its extract, Beersel's protocol and Beersel's key."""

    def __init__(self, folder: Path, people: Sequence[str] = PEOPLE) -> None:
        self.folder = folder
        self.parcels = folder / "parcels"
        self.identity, self.recipient = make_identity()
        self.ledger_key = _key("ledger.key")
        self.agency_key = _key("agency-agii.key")
        parties.register_agency(
            code="agii",
            name="Agentschap Integratie en Inburgering",
            kbo="0543307391",
            minisign_public_key=self.agency_key.minisign_public_key,
            at=clock.now(),
        )
        self.take_in(people)
        register_beersel()
        parties.register_key(nis=BEERSEL, recipient=self.recipient, by="nis:23003", at=clock.now())

    @property
    def instruments(self) -> Instruments:
        return Instruments(settings.LOG_ORIGIN, self.ledger_key, self.agency_key)

    def take_in(self, people: Sequence[str], as_of: date | None = None) -> None:
        extract = self.folder / "extract.csv"
        extract.parent.mkdir(parents=True, exist_ok=True)
        extract.write_text("\n".join((HEADER, *people)) + "\n", encoding="utf-8")
        dossiers.import_extract(extract, agency="agii", as_of=as_of or clock.today(), by="agency:agii", at=clock.now())

    def ask(self, ask: Ask, *, key: str | None = None) -> Disclosed | Refusal:
        return pipeline.disclose(
            ask,
            instruments=self.instruments,
            destination=str(self.parcels),
            by=f"nis:{ask.nis}",
            at=clock.now(),
            idempotency_key=key,
        )


def ceremony(nis: str = BEERSEL) -> Ask:
    return Ask(nis, "integratiedienst", Purpose.CEREMONY)


def beersel_terms() -> bytes:
    return files("sluis.protocols").joinpath("data/beersel.json").read_bytes()


def register_beersel() -> None:
    protocols.register(
        protocols.Concluded(
            terms=beersel_terms(),
            agency="agii",
            author="protocol manager",
            validator="second protocol manager",
            in_force_at=datetime.combine(date(2020, 11, 1), time(), clock.BRUSSELS),
            published_by_sender="https://agency.example/protocols/23003",
            published_by_recipient="https://beersel.example/protocols/agii",
        ),
        by=MANAGER,
        at=clock.now(),
    )


def _key(name: str) -> SigningKey:
    return make_key(settings.KEYS_FOLDER / name)
