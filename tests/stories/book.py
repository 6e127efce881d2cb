"""A book of what must be true of every protocol, kept by hand beside the program: an oracle for the year.

It imports neither the table of moves nor the reads that it is held against. What it knows of municipalities it reads
from the data file itself; what it knows of the rules it says in its own words.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")
PREPARING = ("draft", "complete", "advised", "decided", "signed", "published")
BINDING = ("active", "suspended")
SIDES = ("sender", "recipient")
EITHER = (("sender", "protocol_manager"), ("recipient", "coordinator"))
CAPACITIES = (
    ("sender", "de voorzitter van de raad van bestuur"), ("sender", "de algemeen directeur"),
    ("recipient", "de burgemeester of de bevoegde schepen"), ("recipient", "de algemeen directeur"),
)  # fmt: skip

# What the ledger calls each move.
KINDS = {
    "register": "registered", "draft": "drafted", "complete": "completed", "reopen": "reopened", "advise": "advised",
    "decide": "decided", "sign": "signed", "publish": "published", "validate": "validated", "withdraw": "withdrawn",
    "suspend": "suspended", "resume": "resumed", "give_notice": "notice_given", "withdraw_notice": "notice_withdrawn",
    "end": "ended", "lapse": "lapsed", "expire": "expired", "supersede": "superseded", "succeed": "succeeded",
    "inherit": "inherited", "close": "closed",
}  # fmt: skip

Turn = tuple[str, str, str]


@dataclass(frozen=True)
class Place:
    """A municipality as the data file has it."""

    nis: str
    name: str
    first: date
    last: date
    successor: str
    inhabitants: int


def places() -> dict[str, Place]:
    text = files("sluis.parties").joinpath("data/municipalities.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {
        row["nis"]: Place(
            row["nis"],
            row["name"],
            date.fromisoformat(row["valid_from"] or "0001-01-01"),
            date.fromisoformat(row["valid_until"] or "9999-12-31"),
            row["successor_nis"],
            int(row["inhabitants_2020"]),
        )
        for row in rows
    }


@dataclass(eq=False)
class Text:
    """One version of a protocol, as far as the book knows."""

    nis: str
    number: int
    status: str
    start: date
    end: date | None
    purposes: frozenset[str]
    model: str
    whole: bool = True
    way: str = "written"
    # Which state of the advised part it is, and on which state each side gave what.
    part: int = 0
    advice: dict[str, tuple[int, str]] = field(default_factory=dict)
    # A row limit of its own, which no model gives.
    own_limit: bool = False
    signed: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    electronic: bool = False
    addresses: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    authors: set[str] = field(default_factory=set)
    notice: date | None = None
    noticed_by: str | None = None
    suspended_by: str | None = None
    since: date | None = None
    # A party ended it, so that there is nothing left to amend.
    ended: bool = False
    # What it was made from, and of that what it took the place of in the same moment.
    follows: list[Text] = field(default_factory=list)
    replaces: list[Text] = field(default_factory=list)

    @property
    def code(self) -> str:
        return f"AGII-{self.nis}"

    @property
    def last_day(self) -> date | None:
        return min((day for day in (self.end, self.notice) if day), default=None)

    @property
    def preparing(self) -> bool:
        return self.status in PREPARING

    @property
    def binding(self) -> bool:
        return self.status in BINDING

    def advice_of(self, side: str) -> str | None:
        """What a side's advice on the text as it stands comes to: good, open, against; None where there is none."""
        part, outcome = self.advice.get(side, (-1, ""))
        return outcome if part == self.part else None

    @property
    def advised(self) -> bool:
        return all(self.advice_of(side) == "good" for side in SIDES)


@dataclass(frozen=True)
class Moved:
    """A line of the book: which version made which move, when it took effect and from where to where."""

    code: str
    number: int
    verb: str
    source: str | None
    target: str
    at: datetime


class Book:
    """All protocols, and every move they made."""

    def __init__(self) -> None:
        self.places = places()
        self.texts: dict[str, list[Text]] = {}
        self.moves: list[Moved] = []
        self.holds: dict[str, set[str]] = {}
        self.keys: set[str] = set()

    # -- looking things up --------------------------------------------------------------------------------------------

    def existing(self, on: date) -> set[str]:
        return {nis for nis, place in self.places.items() if place.first <= on <= place.last}

    def all(self) -> Iterable[Text]:
        return (text for texts in self.texts.values() for text in texts)

    def binding(self, nis: str) -> Text | None:
        return next((text for text in self.texts.get(nis, ()) if text.binding), None)

    def preparing(self, nis: str) -> Text | None:
        return next((text for text in self.texts.get(nis, ()) if text.preparing), None)

    def in_force(self, on: date) -> dict[str, date]:
        """Since when each municipality's protocol has been in force, of those where it is today."""
        return {
            text.nis: text.since
            for text in self.all()
            if text.status == "active" and text.since and text.start <= on and on <= (text.last_day or on)
        }

    def given_up(self, text: Text) -> bool:
        """Whether what a text amends was ended, or notice was given of it."""
        before = self.binding(text.nis)
        return bool(before and before.notice) or any(one.notice or one.ended for one in text.follows)

    def standing(self) -> dict[tuple[str, int], str]:
        return {(text.code, text.number): text.status for text in self.all()}

    # -- writing things down ------------------------------------------------------------------------------------------

    def add(self, text: Text, verb: str, at: datetime) -> Text:
        target, text.status = text.status, ""
        self.texts.setdefault(text.nis, []).append(text)
        return self.move(text, verb, target, at)

    def move(self, text: Text, verb: str, target: str, at: datetime) -> Text:
        self.moves.append(Moved(text.code, text.number, verb, text.status or None, target, at))
        text.status = target
        if target == "active" and text.since is None:
            day = max(text.start, at.astimezone(BRUSSELS).date())
            text.since = min([day, *(before.since for before in text.replaces if before.since)])
        return text

    def advance(self, text: Text, at: datetime) -> None:
        """The moves that follow by themselves when nothing that they wait for is missing any more."""
        if text.status == "complete" and text.advised:
            self.move(text, "advise", "advised", at)
        enough = text.electronic or all(len(people) >= 2 for people in text.signed.values())
        if text.status == "decided" and set(text.signed) == set(CAPACITIES) and enough:
            self.move(text, "sign", "signed", at)
        if text.status == "signed" and text.seen == text.addresses == set(SIDES):
            self.move(text, "publish", "published", at)

    def reopen(self, text: Text, at: datetime) -> None:
        text.signed, text.electronic = {}, False
        text.addresses, text.seen = set(text.addresses), set()
        self.move(text, "reopen", "draft", at)

    def validate(self, text: Text, at: datetime) -> None:
        before = self.binding(text.nis)
        if before is not None:
            self.move(before, "supersede", "superseded", at)
            text.replaces = [before] if before in text.follows else []
        self.move(text, "validate", "active", at)

    def expire(self, on: date) -> list[Text]:
        """Everything whose last day has passed, from the first moment of the day after."""
        over = [text for text in self.all() if text.binding and text.last_day and text.last_day < on]
        for text in sorted(over, key=lambda text: text.code):
            assert text.last_day is not None
            self.move(text, "expire", "expired", _midnight(text.last_day + timedelta(days=1)))
        return over

    def merge(self, successor: str, at: datetime) -> Text | None:
        """What is left of the predecessors' protocols for their successor; what they were preparing is given up."""
        on = at.astimezone(BRUSSELS).date()
        gone = [place for place in self.places.values() if place.successor == successor and place.last < on]
        before = [text for place in gone if (text := self.binding(place.nis))]
        given_up = [text for place in gone if (text := self.preparing(place.nis))]
        for text in given_up:
            self.move(text, "withdraw", "withdrawn", at)
        if not before:
            return None
        day = max(place.last for place in gone) + timedelta(days=1)
        own = self.binding(successor)
        stood = [*([own] if own else []), *before]
        suspended_by = {text.suspended_by for text in stood if text.status == "suspended"}
        noticed_by = {text.noticed_by for text in stood if text.notice}
        for text in before:
            self.move(text, "succeed", "superseded", _midnight(day))
        if own is None and self.places[successor].first.year == 1:
            return None
        sources = [*([own] if own else []), *before]
        purposes = frozenset.intersection(*(text.purposes for text in sources))
        start = max(day, *(text.start for text in sources))
        end = min((text.end for text in sources if text.end), default=None)
        if not purposes or (end is not None and end < start):
            return None
        if own is not None:
            verb = "succeed" if own.status == "suspended" else "supersede"
            self.move(own, verb, "superseded", _midnight(day))
        number = len(self.texts.get(successor, ())) + 1
        models = " + ".join(dict.fromkeys(one for text in sources for one in text.model.split(" + ")))
        inherited = Text(
            successor, number, "active", start, end, purposes, models, way="inherited",
            follows=sources, replaces=sources, own_limit=True, addresses=set(SIDES),
        )  # fmt: skip
        self.add(inherited, "inherit", _midnight(day))
        # What either side did at a predecessor it did at the successor; where both did, it is the agency's.
        if suspended_by:
            inherited.suspended_by = "sender" if "sender" in suspended_by else "recipient"
            self.move(inherited, "suspend", "suspended", _midnight(day))
        if noticed_by:
            inherited.notice = min(text.notice for text in sources if text.notice)
            inherited.noticed_by = "sender" if "sender" in noticed_by else "recipient"
            self.move(inherited, "give_notice", inherited.status, _midnight(day))
        for text in sources:
            self.holds.setdefault(successor, set()).update(self.holds.get(text.nis, ()))
        return inherited

    # -- what follows from it -----------------------------------------------------------------------------------------

    def turns(self, text: Text) -> set[Turn]:
        """Whose turn it is: side, role and what they do."""
        return set(_TURNS[text.status](text)) if text.status in _TURNS else set()

    def answer(self, nis: str, service: str, purpose: str, on: date) -> str | None:
        """The rule by which the gate refuses; None where it permits. Nothing was ever delivered in this book."""
        place = self.places[nis]
        if not place.first <= on <= place.last:
            return "municipality_exists"
        texts = self.texts.get(nis, [])
        texts = [text for text in texts if text.status != "withdrawn"] or texts
        text = self.binding(nis) or (texts[-1] if texts else None)
        if text is None or not text.whole:
            return "protocol_exists"
        if text.preparing or text.status == "withdrawn":
            return "validated"
        refusals = (
            ("begun", text.start > on),
            ("not_suspended", text.status == "suspended"),
            ("not_over", text.status != "active" or (text.end is not None and text.end < on)),
            ("purpose", purpose not in text.purposes),
            ("service", service != "integratiedienst"),
            ("no_sanction", "sanction" in self.holds.get(nis, ())),
            ("no_breach", "breach" in self.holds.get(nis, ())),
            ("recipient_key", nis not in self.keys),
        )
        return next((rule for rule, no in refusals if no), None)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BRUSSELS)


def _draft(text: Text) -> Iterable[Turn]:
    if not text.whole:
        return [("recipient", "coordinator", "revise")]
    return [(*place, "complete") for place in EITHER]


def _complete(text: Text) -> Iterable[Turn]:
    for side in SIDES:
        outcome = text.advice_of(side)
        if outcome is None:
            yield side, "dpo", "give_advice"
        elif outcome != "good":
            for place in EITHER:
                yield (*place, "answer_condition" if outcome == "open" else "not_follow_advice")


def _decided(text: Text) -> Iterable[Turn]:
    for side, capacity in CAPACITIES:
        if (side, capacity) not in text.signed:
            yield side, "signatory", "place_signature"
        elif not text.electronic and len(text.signed[side, capacity]) < 2:
            yield "sender", "validator", "attest_scan"


def _signed(text: Text) -> Iterable[Turn]:
    for side, role in EITHER:
        if side not in text.addresses:
            yield side, role, "record_address"
        elif side not in text.seen:
            yield "sender", "protocol_manager", "check_publication"


def _suspended(text: Text) -> Iterable[Turn]:
    return [(side, role, "resume") for side, role in EITHER if side == text.suspended_by]


_TURNS = {
    "draft": _draft,
    "complete": _complete,
    "advised": lambda _: [("recipient", "coordinator", "decide")],
    "decided": _decided,
    "signed": _signed,
    "published": lambda _: [("sender", "validator", "validate")],
    "suspended": _suspended,
}
