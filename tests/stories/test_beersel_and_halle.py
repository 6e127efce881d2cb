"""Beersel has a validated protocol and receives what it says; Halle has none and receives nothing.

1. Beersel asks who obtained the attest, for a ceremony; the gate permits it.
2. The parcel holds the three people who may be invited, the agreed columns, and a manifest that says why.
3. The ledger has permit, disclosure and delivery, and no person; everything in it can be proved.
4. Halle asks the same and is refused, with the reason and the way forward.
5. Beersel asks for a purpose, a field and a service that were not agreed, and is refused each time.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.stories.cast import BEERSEL, HALLE, House, ceremony, insz

from sluis.adapters.signing import verify, verify_minisign
from sluis.disclosures.delivery import Delivered
from sluis.disclosures.pipeline import Disclosed
from sluis.disclosures.sealing import open_parcel
from sluis.domain import merkle
from sluis.domain.checkpoint import VerifierKey, parse_proof
from sluis.domain.gate import Refusal
from sluis.domain.policy import Ask
from sluis.domain.words import Field, Period, Purpose, digest
from sluis.ledger import queries as ledger


@pytest.fixture
def house(database: str, home: Path, tmp_path: Path) -> House:
    return House(tmp_path)


def delivered(outcome: Disclosed | Refusal) -> Path:
    assert isinstance(outcome, Disclosed), outcome
    assert isinstance(outcome.outcome, Delivered)
    return outcome.outcome.path


def test_beersel_receives_what_was_agreed_and_nothing_else(house: House) -> None:
    outcome = house.ask(ceremony())
    path = delivered(outcome)
    manifest, rows = open_parcel(path.read_bytes(), house.identity)

    assert rows.decode().splitlines() == [
        "insz,surname,first_name,attest",
        *(f"{insz(n)},Achternaam{n},Voornaam{n},true" for n in (1, 2, 3)),
    ]
    assert manifest["count"] == 3
    assert manifest["fields"] == ["insz", "surname", "first_name", "attest"]
    assert manifest["rowsDigest"] == digest(rows)
    assert manifest["termsDigest"].startswith("sha256:")
    assert isinstance(outcome, Disclosed)
    assert outcome.certificate["columns"] == manifest["fields"]
    assert outcome.certificate["count"] == 3
    assert "attest_obtained_on" in outcome.certificate["rowPredicate"]


def test_a_period_selects_by_the_day_of_the_attest_and_fewer_fields_can_be_asked(house: House) -> None:
    period = Period.parse("2026-03-01..2026-05-01")
    asked = Ask(BEERSEL, "integratiedienst", Purpose.CEREMONY, frozenset({Field.INSZ}), period)
    _, rows = open_parcel(delivered(house.ask(asked)).read_bytes(), house.identity)
    assert rows.decode().splitlines() == ["insz", insz(1), insz(2)]


def test_what_goes_with_a_parcel_proves_it(house: House) -> None:
    path = delivered(house.ask(ceremony()))
    beside = {suffix: path.with_name(path.name + suffix).read_text() for suffix in (".minisig", ".tlog-proof")}
    comment = verify_minisign(path.read_bytes(), beside[".minisig"], house.agency_key.minisign_public_key)
    assert "AGII-23003/1" in comment and "rows=3" in comment

    entry = path.with_name(path.name + ".entry.json").read_bytes()
    key = VerifierKey(house.instruments.origin, house.ledger_key.public_key)
    parse_proof(beside[".tlog-proof"]).verify(merkle.leaf_hash(entry), [key], verify)
    assert json.loads(entry)["parcelDigest"] == digest(path.read_bytes())


def test_the_ledger_tells_it_without_a_person(house: House) -> None:
    delivered(house.ask(ceremony()))
    house.ask(ceremony(HALLE))
    said = [json.loads(body) for body in ledger.bodies(0, 100)]
    assert [entry["kind"] for entry in said] == [
        "extract.imported", "protocol.registered", "key.registered",
        "ask.permitted", "disclosure.recorded", "disclosure.delivered", "ask.refused",
    ]  # fmt: skip
    text = json.dumps(said)
    for number in range(1, 10):
        assert insz(number) not in text
        assert f"Achternaam{number}" not in text
    assert ledger.audit_of(house.instruments.origin, house.ledger_key.public_key) == []


def test_halle_is_refused_with_the_reason_and_the_way_forward(house: House) -> None:
    refusal = house.ask(ceremony(HALLE))
    assert isinstance(refusal, Refusal)
    assert refusal.rule.name == "protocol_exists"
    assert HALLE in refusal.explanation.nl and HALLE in refusal.explanation.en
    assert not house.parcels.exists()


@pytest.mark.parametrize(
    ("asked", "rule"),
    [
        (Ask(BEERSEL, "integratiedienst", Purpose.BUDDY), "purpose"),
        (Ask(BEERSEL, "integratiedienst", Purpose.CEREMONY, frozenset({Field.CONTRACT})), "fields"),
        (Ask(BEERSEL, "burgerzaken", Purpose.CEREMONY), "service"),
        (Ask("71022", "integratiedienst", Purpose.CEREMONY), "municipality_exists"),
        (Ask("99999", "integratiedienst", Purpose.CEREMONY), "municipality_exists"),
    ],
)
def test_what_was_not_agreed_is_refused(asked: Ask, rule: str, house: House) -> None:
    refusal = house.ask(asked)
    assert isinstance(refusal, Refusal)
    assert refusal.rule.name == rule
    assert not house.parcels.exists()


def test_the_same_idempotency_key_delivers_once(house: House) -> None:
    first = house.ask(ceremony(), key="2026-autumn")
    again = house.ask(ceremony(), key="2026-autumn")
    assert delivered(first) == delivered(again)
    assert len(list(house.parcels.glob("*.zip.age"))) == 1


def test_no_file_is_named_after_a_person(house: House) -> None:
    delivered(house.ask(ceremony()))
    for path in house.folder.rglob("*"):
        assert not re.search(r"(?<!\d)\d{11}(?!\d)", path.name), path.name
