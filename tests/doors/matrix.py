"""Who may open which address of the portal: every address, every role, every organisation, written out by hand.

It is written apart from the tables that the program decides by, so that a change there shows here. The people are those
of `furnished.PEOPLE`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.doors.furnished import DILBEEK, HALLE, KORTRIJK, LEUVEN, MECHELEN, PAJOTTEGEM, PEOPLE, TURNHOUT, VILVOORDE
from tests.doors.furnished import FILES as FILES_IN_INBOX
from tests.stories.cast import BEERSEL

from sluis.disclosures.models import Ask
from sluis.dossiers.models import Extract
from sluis.jobs.models import Import
from sluis.outreach.models import Announcement, Campaign, Contact, Interest
from sluis.parties.models import Capacity, RecipientKey
from sluis.protocols.models import Condition, Document, Proposal, Signatory
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

    `posts` are the people who may send a form there; None: those who may open it. On a page where many look and few
    act, somebody of the parties who may not act is told so.
    """

    name: str
    statuses: Mapping[str, int]
    parts: Callable[[], Parts] = field(default=dict)
    posts: frozenset[str] | None = None

    def may_post(self, person: str) -> bool:
        """Whether a form that this person sends there is looked at."""
        return self.statuses[person] == OK and (self.posts is None or person in self.posts)


def by_role(name: str, sees: set[str], parts: Callable[[], Parts] = dict, *, posts: set[str] | None = None) -> Address:
    """A page that is there for a role: everybody else is told that it is not up to them."""
    statuses = {who: OK if who in sees else NOT_YOURS for who in EVERYBODY}
    return Address(name, statuses, parts, None if posts is None else frozenset(posts))


def of_protocol(
    name: str,
    sees: set[str] | None = None,
    *,
    nis: str = HALLE,
    also: set[str] | None = None,
    posts: set[str] | None = None,
    **parts: Any,
) -> Address:
    """A page of a protocol: its parties' people who may not do this are told so, to others it is not there.

    `sees` None: everybody of the parties; `also`: others who see the protocol too.
    """
    parties = AGENCY | (OF_HALLE if nis == HALLE else set()) | (also or set())
    seen = parties if sees is None else sees
    statuses = {who: OK if who in seen else NOT_YOURS if who in parties else NOT_THERE for who in EVERYBODY}

    def worked_out() -> Parts:
        return {"code": f"AGII-{nis}", **{name: part() if callable(part) else part for name, part in parts.items()}}

    return Address(name, statuses, worked_out, None if posts is None else frozenset(posts))


def of_party(name: str, sees: set[str], refused: set[str], parts: Callable[[], Parts]) -> Address:
    """Something that belongs to one party: `refused` are told that it is not up to them, to others it is not there."""
    statuses = {who: OK if who in sees else NOT_YOURS if who in refused else NOT_THERE for who in EVERYBODY}
    return Address(name, statuses, parts)


def _own_of_agency(sees: set[str], refused: set[str] | None = None) -> dict[str, int]:
    """Something of the one agency: its own other people are told that it is not up to them; at the other agency, who
    has that work there finds nothing (or is `refused` the work)."""
    statuses = {who: OK if who in sees else NOT_YOURS for who in EVERYBODY}
    return statuses | {who: NOT_YOURS if who in (refused or set()) else NOT_THERE for who in OTHER_AGENCY}


# Whose role, at either side, is for seeing deliveries at all.
_SEES_DELIVERIES = {"an", "carla", "stijn", "olga", "dina", "eli", "ivo", "bram", "betty"}


# An agency sees what was done with every municipality; a municipality what was done with itself.
_REPORT_OF_HALLE = {
    who: NOT_YOURS if who not in _SEES_DELIVERIES else NOT_THERE if who in OF_BEERSEL else OK for who in EVERYBODY
}


def _seen_by(sees: set[str]) -> dict[str, int]:
    return {who: OK if who in sees else NOT_THERE if who in _SEES_DELIVERIES else NOT_YOURS for who in EVERYBODY}


def _opened(who: str) -> int:
    return OK if who == "betty" else NOT_THERE if who == "ivo" else NOT_YOURS


def _kept_by(sees: set[str]) -> dict[str, int]:
    """Of what is Beersel's: keepers elsewhere do not find it, and to others it is not up."""
    return {who: OK if who in sees else NOT_THERE if who in {"dina", "ivo"} else NOT_YOURS for who in EVERYBODY}


def _ask() -> Parts:
    return {"number": Ask.objects.filter(nis=BEERSEL).order_by("asked_at")[0].pk}


def _capacity_of_carla() -> Parts:
    return {"number": Capacity.objects.get(account__person="carla").pk}


def _document() -> int:
    return int(Document.objects.filter(version__protocol_id=f"AGII-{MECHELEN}").order_by("pk")[0].pk)


def _condition() -> int:
    return int(Condition.objects.filter(advice__version__protocol_id=f"AGII-{TURNHOUT}")[0].pk)


def _signatory() -> int:
    return int(Signatory.objects.filter(version__protocol_id=f"AGII-{MECHELEN}").order_by("pk")[0].pk)


def _proposal() -> int:
    return int(Proposal.objects.filter(version__protocol_id=f"AGII-{VILVOORDE}")[0].pk)


# Addresses that give a file to keep, and no page.
FILES = {
    "contact-list-file", "protocol-to-sign", "protocol-document", "protocol-page", "delivery-file", "key-file",
    "answer-file", "effects-csv",
    "report-file", "report-of-file",
}  # fmt: skip


def _key() -> Parts:
    return {"number": RecipientKey.objects.filter(nis=BEERSEL).order_by("pk")[0].pk}


def _of_outreach(name: str, parts: Callable[[], Parts], *, acts: bool = False) -> Address:
    """What the agency made known and heard: its validator looks, its manager acts; the other agency does not find it.

    `acts`: the page is there to act, so the validator is told that it is not up to them.
    """
    sees = {"an"} if acts else MAKING_KNOWN
    return Address(name, _own_of_agency(sees), parts, frozenset({"an"}))


def _campaign() -> Parts:
    return {"number": Campaign.objects.get().pk}


def _announcement() -> Parts:
    return {"number": Announcement.objects.order_by("pk")[0].pk}


def _interest() -> Parts:
    return {"number": Interest.objects.order_by("pk")[0].pk}


def _step() -> Parts:
    return {"number": Contact.objects.get(nis=DILBEEK).pk}


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
COORDINATORS = {"dina", "bram"}
# Those who may block a role see only their own organisation's.
OF_SOURCE = {"an", "stijn", "carla"}
OF_DELIVERIES = {"an", "stijn", "carla"}
BLOCKING = {"an", "dina", "bram", "olga"}
OFFICERS = {"ivo", "betty"}
MAKING_KNOWN = {"an", "bert"}
MANAGERS = {"an", "olga"}
# Who writes the answer to parliament: who follows protocols, who validates, who signs for the agency.
ANSWERING = {"an", "bert", "vera", "olga"}
# Of a municipality, those who keep its keys and confirm deletions; and those who see what it was sent.
KEEPERS = {"ivo", "betty", "dina", "bram"}
WATCHERS = KEEPERS | {"eli"}

ADDRESSES: tuple[Address, ...] = (
    by_role("home", EVERYBODY),
    by_role("search", EVERYBODY),
    by_role("messages", EVERYBODY),
    by_role("people", EVERYBODY - SUPERVISOR),
    of_party("people-block", {"an"}, EVERYBODY - BLOCKING, _capacity_of_carla),
    of_party("people-unblock", {"an"}, EVERYBODY - BLOCKING, _capacity_of_carla),
    by_role("protocols", EVERYBODY),
    by_role("board", EVERYBODY),
    by_role("protocol-new", {"an", "olga"} | COORDINATORS),
    by_role("mergers", {"an", "olga"}),
    by_role("merger", {"an", "olga"}, lambda: {"nis": PAJOTTEGEM}),
    by_role("reports", _SEES_DELIVERIES),
    by_role("report", _SEES_DELIVERIES, lambda: {"span": "2025"}),
    by_role("report-file", _SEES_DELIVERIES, lambda: {"span": "2025", "form": "csv"}),
    Address("report-of", _REPORT_OF_HALLE, lambda: {"span": "2025", "nis": HALLE}),
    Address(
        "report-of-file", _REPORT_OF_HALLE, lambda: {"span": "2025-03-01..2025-04-30", "nis": HALLE, "form": "json"}
    ),
    by_role("imports", OF_SOURCE | OTHER_AGENCY),
    Address("import", _own_of_agency(OF_SOURCE), lambda: {"number": Import.objects.get().pk}),
    Address("import-start", _own_of_agency({"stijn"}, {"olga"}), lambda: {"file": FILES_IN_INBOX[1]}),
    Address("extract", _own_of_agency(OF_SOURCE), lambda: {"number": Extract.objects.order_by("pk")[0].pk}),
    by_role("disclosures", OF_DELIVERIES | OTHER_AGENCY),
    Address("disclosure", _own_of_agency(OF_DELIVERIES), lambda: {"number": Ask.objects.order_by("asked_at")[0].pk}),
    by_role("ledger", AGENCY | OTHER_AGENCY),
    by_role("ledger-entry", AGENCY | OTHER_AGENCY, lambda: {"number": 0}),
    by_role("targets", {"an", "olga"}),
    by_role("jobs", {"an", "stijn"} | OTHER_AGENCY),
    by_role("answer", ANSWERING),
    by_role("answer-file", ANSWERING, lambda: {"kind": "docx"}),
    of_protocol("protocol"),
    of_protocol("protocol-version", number=1),
    of_protocol("protocol-move", {"an", "carla", "dina", "eli"}, verb="suspend"),
    of_protocol("protocol-text"),
    of_protocol("protocol-version-text", number=1),
    of_protocol("protocol-draft", {"an"}, nis=VILVOORDE),
    of_protocol("protocol-draft-check", {"an"}, nis=VILVOORDE),
    of_protocol("protocol-talk", nis=VILVOORDE, posts={"an", "carla"}),
    of_protocol("protocol-proposal", nis=VILVOORDE, posts={"an"}, number=_proposal),
    of_protocol("protocol-propose", {"an", "carla"}, nis=VILVOORDE),
    of_protocol("protocol-propose-check", {"an", "carla"}, nis=VILVOORDE),
    of_protocol("protocol-amend", EITHER),
    of_protocol("protocol-adopt", EITHER),
    of_protocol("protocol-simulation"),
    of_protocol("protocol-advice", nis=LEUVEN, also=SUPERVISOR, posts={"carla", "toon"}),
    of_protocol("protocol-condition", nis=TURNHOUT, also=SUPERVISOR, posts={"an"}, number=_condition),
    of_protocol("protocol-not-followed", nis=LEUVEN, also=SUPERVISOR, posts={"an"}, side="recipient"),
    of_protocol("protocol-signing", nis=MECHELEN),
    of_protocol("protocol-decision", posts=EITHER),
    of_protocol("protocol-signature", posts=EITHER | {"vera", "bea"}),
    of_protocol("protocol-scan", nis=MECHELEN, posts={"an"}),
    of_protocol("protocol-attestation", nis=MECHELEN, posts={"an", "bert"}, number=_signatory),
    of_protocol("protocol-to-sign", nis=MECHELEN),
    of_protocol("protocol-document", nis=MECHELEN, number=_document),
    of_protocol("protocol-publication"),
    of_protocol("protocol-check", posts={"an", "bert", "dina"}),
    of_protocol("protocol-page"),
    of_protocol("protocol-address", posts=EITHER, side="recipient"),
    of_protocol("protocol-seen", posts={"an", "bert", "dina"}, side="recipient"),
    of_protocol("protocol-hold", posts={"an", "carla", "dina", "eli"}),
    of_protocol("protocol-lift", nis=KORTRIJK, posts={"an", "carla"}, kind="breach"),
    of_protocol("protocol-tasks", nis=PAJOTTEGEM),
    of_protocol("protocol-task", nis=PAJOTTEGEM, posts={"an"}, kind="decide"),
    of_protocol("protocol-close", {"an"}, number=1),
    of_protocol("protocol-history"),
    by_role("ask", OFFICERS),
    by_role("ask-for", OFFICERS, lambda: {"purpose": "ceremony"}),
    # The agency has another page of deliveries; whose role there is for none is told so.
    Address("deliveries", _seen_by(WATCHERS)),
    Address("delivery", _seen_by({"bram", "betty"}), _ask),
    Address("delivery-open", {who: _opened(who) for who in EVERYBODY}, _ask),
    Address("delivery-file", {who: _opened(who) for who in EVERYBODY}, lambda: {**_ask(), "what": "all"}),
    Address("delivery-deleted", _kept_by({"bram", "betty"}), _ask),
    by_role("gate", EVERYBODY - SUPERVISOR),
    by_role("keys", KEEPERS),
    by_role("key-make", KEEPERS),
    by_role("key-register", KEEPERS),
    Address("key-withdraw", _kept_by({"bram", "betty"}), _key),
    Address("key-file", _kept_by({"bram", "betty"}), _sealed_key),
    Address("onboarding", {who: OK if who in MUNICIPALITIES else NOT_THERE for who in EVERYBODY}),
    by_role("outreach", MAKING_KNOWN | OTHER_AGENCY),
    by_role("campaign-new", MANAGERS),
    _of_outreach("campaign", _campaign),
    _of_outreach("campaign-edit", _campaign, acts=True),
    _of_outreach("announcement", _announcement, acts=True),
    by_role("interests", MAKING_KNOWN | OTHER_AGENCY),
    _of_outreach("interest", _interest),
    _of_outreach("interest-draft", _interest),
    _of_outreach("interest-erase", _interest),
    # Of a municipality each agency has a page of its own, and sees what it noted itself.
    by_role("outreach-municipality", MAKING_KNOWN | OTHER_AGENCY, lambda: {"nis": DILBEEK}, posts=MANAGERS),
    _of_outreach("contact-done", _step),
    by_role("contact-list", MAKING_KNOWN | OTHER_AGENCY, posts=MANAGERS),
    by_role("contact-list-file", MAKING_KNOWN | OTHER_AGENCY),
    by_role("approach", MAKING_KNOWN | OTHER_AGENCY),
    by_role("approach-one", MAKING_KNOWN | OTHER_AGENCY, lambda: {"nis": DILBEEK}, posts=MANAGERS),
    by_role("effects", MAKING_KNOWN | OTHER_AGENCY),
    by_role("effects-csv", MAKING_KNOWN | OTHER_AGENCY),
)
