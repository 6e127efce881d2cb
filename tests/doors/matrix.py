"""Who may open which address of the portal: every address, every role, every organisation, written out by hand.

It is written apart from the tables that the program decides by, so that a change there shows here. The people are those
of `furnished.PEOPLE`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.doors.furnished import HALLE, MECHELEN, PEOPLE
from tests.stories.cast import BEERSEL

from sluis.disclosures.models import Ask
from sluis.ledger import queries as ledger
from sluis.parties.models import Capacity, RecipientKey
from sluis.protocols.models import Document
from sluis.web.visiting import now

AGENCY = {"an", "bert", "carla", "stijn", "vera"}
OF_HALLE = {"dina", "eli", "ivo", "bea"}
OF_BEERSEL = {"bram", "betty"}
MUNICIPALITIES = OF_HALLE | OF_BEERSEL
OTHER_AGENCY = {"olga"}
SUPERVISOR = {"toon"}
EVERYBODY = set(PEOPLE)
assert AGENCY | MUNICIPALITIES | OTHER_AGENCY | SUPERVISOR == EVERYBODY

OK, NOT_YOURS, NOT_THERE = 200, 403, 404

Parts = Mapping[str, Any]


@dataclass(frozen=True)
class Address:
    """An address: its name, its parts (worked out on the furnished house), and the status that each person gets.

    `changes` says that something is done there by a form.
    """

    name: str
    statuses: Mapping[str, int]
    parts: Callable[[], Parts] = field(default=dict)
    changes: bool = False


def by_role(name: str, sees: set[str], parts: Callable[[], Parts] = dict, *, changes: bool = False) -> Address:
    """A page that is there for a role: everybody else is told that it is not up to them."""
    return Address(name, {who: OK if who in sees else NOT_YOURS for who in EVERYBODY}, parts, changes)


def of_protocol(
    name: str,
    sees: set[str] | None = None,
    *,
    code: str = f"AGII-{HALLE}",
    of_municipality: set[str] = OF_HALLE,
    also: set[str] | None = None,
    changes: bool = False,
    **parts: Any,
) -> Address:
    """A page of a protocol: its parties' people who may not do this are told so, to others it is not there.

    `sees` None: everybody of the parties; `also`: others who see the protocol too.
    """
    parties = AGENCY | of_municipality | (also or set())
    seen = parties if sees is None else sees
    statuses = {who: OK if who in seen else NOT_YOURS if who in parties else NOT_THERE for who in EVERYBODY}
    return Address(name, statuses, lambda: {"code": code, **parts}, changes)


def elsewhere(
    name: str, sees: set[str], refused: set[str], parts: Callable[[], Parts], *, changes: bool = False
) -> Address:
    """A page of something that belongs to one party: `refused` are its own people whose role may not."""
    statuses = {who: OK if who in sees else NOT_YOURS if who in refused else NOT_THERE for who in EVERYBODY}
    return Address(name, statuses, parts, changes)


# Whose role, at either side, is for seeing deliveries at all.
_SEES_DELIVERIES = {"an", "carla", "stijn", "olga", "dina", "eli", "ivo", "bram", "betty"}


def _seen_by(sees: set[str]) -> dict[str, int]:
    return {who: OK if who in sees else NOT_THERE if who in _SEES_DELIVERIES else NOT_YOURS for who in EVERYBODY}


def _opened(who: str) -> int:
    return OK if who == "betty" else NOT_THERE if who == "ivo" else NOT_YOURS


def _kept_by(sees: set[str]) -> dict[str, int]:
    """Of what is Beersel's: keepers elsewhere do not find it, and to others it is not up."""
    return {who: OK if who in sees else NOT_THERE if who in {"dina", "ivo"} else NOT_YOURS for who in EVERYBODY}


def _own_capacity() -> Parts:
    """The role of Carla at the agency."""
    return {"number": Capacity.objects.get(account__person="carla").pk}


def _ask(nis: str = BEERSEL) -> Parts:
    return {"number": Ask.objects.filter(nis=nis).order_by("asked_at")[0].pk}


def _document() -> Parts:
    code = f"AGII-{MECHELEN}"
    return {"code": code, "number": Document.objects.filter(version__protocol_id=code).order_by("pk")[0].pk}


def _entry() -> Parts:
    assert ledger.size() > 0
    return {"number": 0}


def _key() -> Parts:
    return {"number": RecipientKey.objects.filter(nis=BEERSEL).order_by("pk")[0].pk}


def _sealed_key() -> Parts:
    """A key of Beersel behind a passphrase; the bytes behind it are of no account here."""
    key, _ = RecipientKey.objects.get_or_create(
        recipient="age1sealed",
        defaults={
            "nis": BEERSEL, "registered_at": now(), "registered_by": f"nis:{BEERSEL}", "sealed_identity": b"age",
        },
    )  # fmt: skip
    return {"number": key.pk}


EITHER = {"an", "dina"}
OFFICERS = {"ivo", "betty"}
# Of a municipality, those who keep its keys and confirm deletions; and those who see what it was sent.
KEEPERS = {"ivo", "betty", "dina", "bram"}
WATCHERS = KEEPERS | {"eli"}

ADDRESSES: tuple[Address, ...] = (
    by_role("home", EVERYBODY),
    by_role("search", EVERYBODY),
    by_role("people", EVERYBODY - SUPERVISOR),
    elsewhere("people-block", {"an"}, AGENCY - {"an"}, _own_capacity, changes=True),
    elsewhere("people-unblock", {"an"}, AGENCY - {"an"}, _own_capacity, changes=True),
    by_role("protocols", EVERYBODY),
    by_role("board", EVERYBODY),
    of_protocol("protocol"),
    of_protocol("protocol-version", number=1),
    of_protocol("protocol-move", {"an", "carla", "dina", "eli"}, verb="suspend", changes=True),
    by_role("ask", OFFICERS),
    by_role("ask-for", OFFICERS, lambda: {"purpose": "ceremony"}, changes=True),
    # The agency has another page of deliveries; whose role there is for none is told so.
    Address("deliveries", _seen_by(WATCHERS)),
    Address("delivery", _seen_by({"bram", "betty"}), _ask),
    Address("delivery-open", {who: _opened(who) for who in EVERYBODY}, _ask, changes=True),
    Address("delivery-file", {who: _opened(who) for who in EVERYBODY}, lambda: {**_ask(), "what": "all"}, changes=True),
    Address("delivery-deleted", _kept_by({"bram", "betty"}), _ask, changes=True),
    by_role("gate", EVERYBODY - SUPERVISOR),
    by_role("keys", KEEPERS),
    by_role("key-make", KEEPERS, changes=True),
    by_role("key-register", KEEPERS, changes=True),
    Address("key-withdraw", _kept_by({"bram", "betty"}), _key, changes=True),
    Address("key-file", _kept_by({"bram", "betty"}), _sealed_key),
    Address("onboarding", {who: OK if who in MUNICIPALITIES else NOT_THERE for who in EVERYBODY}),
)
