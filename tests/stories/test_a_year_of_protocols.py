"""A year of the whole field: 300 municipalities begin, a model changes for all, and on 1 January 2025 there are 285.

Every day a few of them make a step, well or badly, and every night all that the program says is held against a book
that was kept beside it (`book`). Most signatures are scans of paper that two people attest, and three municipalities
sign electronically: real signatures of all would take minutes.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from tests.rooms import desk
from tests.stories import cast
from tests.stories.book import BRUSSELS, CAPACITIES, KINDS, PREPARING, SIDES, Book, Text, Turn

from sluis.adapters.certificates import Authority, issue, make_authority, sign
from sluis.adapters.sealing import make_identity
from sluis.adapters.signing import make_key
from sluis.cli import clock
from sluis.disclosures import pipeline
from sluis.disclosures import queries as grounds
from sluis.disclosures.delivery import Delivered
from sluis.disclosures.pipeline import Disclosed, Instruments
from sluis.domain.access import Actor
from sluis.domain.gate import Permit, Refusal, decide
from sluis.domain.lifecycle import HoldKind, NotPossible, Verb
from sluis.domain.policy import Ask
from sluis.domain.terms import Decision, Outcome, Side
from sluis.domain.words import Purpose
from sluis.dossiers import actions as dossiers
from sluis.ledger import actions as ledger
from sluis.ledger import queries as entries
from sluis.parties import actions as parties
from sluis.protocols import actions, queries, standing
from sluis.protocols.actions import Answers, Concluded, Decided, Given, Trust
from sluis.protocols.chronicle import chronicle
from sluis.protocols.model_text import Model, read_model
from sluis.protocols.models import Condition, Move, Version
from sluis.register.queries import overview

FIRST, LAST = date(2024, 3, 1), date(2025, 3, 1)
MODEL_CHANGE, MERGER = date(2024, 9, 2), date(2025, 1, 1)
HASSELT, KORTESSEM, NEW_HASSELT = "71022", "73040", "71072"
PURPOSES = ("ceremony", "practice", "buddy", "reception", "network")
# These are in force until they merge, whatever the dice say, so that the story of Hasselt can be told; likewise those
# who sign electronically, so that there are some whom the second model changes nothing for.
STEADY = frozenset({HASSELT, KORTESSEM})
ELECTRONIC = 3
MANAGER, VALIDATOR, AGENCY_DPO = desk.MANAGER, desk.VALIDATOR, desk.AGENCY_DPO

# Nothing may be in force that is not all of this; asked of the tables themselves. A protocol that was concluded before
# it came into this system, and one that was inherited, were validated elsewhere.
UNPROVED = """
SELECT version.protocol_id, version.number
FROM protocols_version AS version
JOIN protocols_move AS validated ON validated.version_id = version.id AND validated.verb = 'validate'
WHERE version.status IN ('active', 'suspended') AND NOT (
    (SELECT count(DISTINCT side) FROM protocols_advice AS advice
        WHERE advice.version_id = version.id AND side IN ('sender', 'recipient')
        AND (outcome <> 'negative' OR reason_not_followed <> '')
        AND NOT EXISTS (SELECT FROM protocols_condition WHERE advice_id = advice.id AND answer IS NULL)) = 2
    AND EXISTS (SELECT FROM protocols_document AS document WHERE document.version_id = version.id
        AND kind = 'decision' AND document.terms_digest = version.terms_digest)
    AND 4 = (SELECT count(*) FROM protocols_signatory AS signatory
        JOIN protocols_signature AS signature ON signature.signatory_id = signatory.id
        WHERE signatory.version_id = version.id AND signatory.terms_digest = version.terms_digest
        AND (way = 'electronic' OR 2 <= (SELECT count(DISTINCT person) FROM protocols_attestation
            WHERE signature_id = signature.id)))
    AND 2 = (SELECT count(DISTINCT side) FROM protocols_publication_check AS seen
        WHERE seen.version_id = version.id AND seen.found_digest = version.terms_digest
        AND seen.address IN (published_by_sender, published_by_recipient))
    AND validated.person NOT IN (SELECT person FROM protocols_revision WHERE version_id = version.id)
    AND validated.person NOT IN (SELECT person FROM protocols_proposal WHERE version_id = version.id AND accepted)
)
"""


@cache
def trusted() -> Authority:
    return make_authority("Sluis test authority of the year", datetime(2024, 2, 1, tzinfo=BRUSSELS))


def a_model(version: int, since: date, change: Callable[[dict[str, Any]], None]) -> Model:
    """The model that comes with the program, as if it had been there in 2024, with a change."""
    said = json.loads(files("sluis.protocols").joinpath("data/model-1.json").read_bytes())
    said["version"], said["since"] = version, since.isoformat()
    change(said["terms"])
    return read_model(f"model-{version}.json", json.dumps(said).encode())


def changed(terms: dict[str, Any]) -> None:
    """The second model: the ceremony's data are kept shorter, network is gone, the article on the law reads better."""
    terms["purposes"] = [one for one in terms["purposes"] if one["purpose"] != "network"]
    terms["purposes"][0]["retentionDays"] = 120
    terms["clauses"]["law"] = [*terms["clauses"]["law"], "Dit artikel is verduidelijkt."]


class Year:
    """The field, day after day: what is done goes to the program and into the book."""

    def __init__(self, folder: Path) -> None:
        self.dice = random.Random(300_285)
        self.book = Book()
        self.folder = folder
        self.day, self.at = FIRST, self.morning(FIRST)
        self.models = [a_model(1, date(2024, 1, 1), lambda _: None), a_model(2, MODEL_CHANGE, changed)]
        self.model = self.models[0]
        self.key = make_key(settings.KEYS_FOLDER / "ledger.key")
        self.agency_key = make_key(settings.KEYS_FOLDER / "agency-agii.key")
        self.to_begin: list[str] = []
        self.busy: list[Text] = []
        self.electronic: set[str] = set()
        self.steady = {*STEADY, NEW_HASSELT}
        self.past: dict[date, tuple[dict[tuple[str, int], str], dict[str, date]]] = {}
        self.seen_moves, self.seen_entries, self.told_moves = 0, 0, 0
        self.answers: Counter[str | None] = Counter()
        self.refused: Counter[str] = Counter()
        self.turns_seen: Counter[str] = Counter()
        self.carried = self.inherited = self.references = 0

    @staticmethod
    def morning(day: date) -> datetime:
        return datetime.combine(day, time(8), BRUSSELS)

    def tick(self) -> datetime:
        self.at += timedelta(seconds=20)
        return self.at

    def chance(self, one_in: float) -> bool:
        return self.dice.random() * one_in < 1

    def refuse(self, why: str, act: Callable[..., object], *args: Any, **named: Any) -> None:
        """What must not be possible is tried, and is not."""
        with pytest.raises(NotPossible):
            act(*args, **named, at=self.tick())
        self.refused[why] += 1

    def actor(self, side: str, role: str, nis: str) -> Actor:
        if side == "sender":
            return {"protocol_manager": MANAGER, "validator": VALIDATOR, "dpo": AGENCY_DPO, "signatory": MANAGER}[role]
        return desk.municipal_dpo(nis) if role == "dpo" else desk.coordinator(nis)

    def either(self, nis: str) -> Actor:
        return self.dice.choice([MANAGER, desk.coordinator(nis)])

    def some(self, *statuses: str, steady: bool = False) -> Text | None:
        """One of the texts with such a status."""
        found = [
            text for text in self.book.all() if text.status in statuses and (steady or text.nis not in self.steady)
        ]
        return self.dice.choice(found) if found else None

    # -- beginning ----------------------------------------------------------------------------------------------------

    def open(self) -> None:
        """The agency, its model with the advice on it, its extract, and what was concluded before the program was."""
        parties.register_agency(
            code="agii", name="Agentschap Integratie en Inburgering", kbo="0543307391",
            minisign_public_key=self.agency_key.minisign_public_key, at=self.at,
        )  # fmt: skip
        self.advise_on_model()
        extract = self.folder / "extract.csv"
        people = [HASSELT] * 3 + [KORTESSEM] * 2 + [cast.BEERSEL] * 2
        rows = [cast.row(n, nis, contract="2024-01-05", attest="2024-02-01") for n, nis in enumerate(people)]
        extract.write_text("\n".join((cast.HEADER, *rows)) + "\n", encoding="utf-8")
        dossiers.import_extract(extract, agency="agii", as_of=FIRST, by="agency:agii", at=self.tick())
        there = sorted(self.book.existing(FIRST))
        going = {nis for nis in there if self.book.places[nis].successor}
        others = [nis for nis in there if nis not in going]
        self.dice.shuffle(others)
        # What merges begins early, or there would be little to inherit.
        early = [*sorted(going - STEADY), *others[:60]]
        self.dice.shuffle(early)
        self.to_begin = early + others[60:]
        for nis in (*sorted(STEADY), *self.to_begin[:35]):
            self.register(nis, self.at - timedelta(days=self.dice.randint(1, 300)))
        self.to_begin = self.to_begin[35:]
        self.electronic = set(self.to_begin[:ELECTRONIC])
        self.steady |= self.electronic

    def advise_on_model(self) -> None:
        given = Given(Outcome.POSITIVE, "Nagekeken.", self.day)
        actions.advise_on_model(self.model, given, agency="agii", by=AGENCY_DPO, at=self.tick())

    def key_for(self, nis: str) -> None:
        parties.register_key(nis=nis, recipient=make_identity()[1], by=f"nis:{nis}", at=self.tick())
        self.book.keys.add(nis)

    def some_purposes(self) -> tuple[str, ...]:
        there = [agreed["purpose"] for agreed in self.model.terms["purposes"]]
        return tuple(name for name in there if self.chance(2)) or (self.dice.choice(there),)

    def register(self, nis: str, since: datetime) -> None:
        """A protocol that was concluded outside the program, on the first model."""
        purposes = {"ceremony", "practice"} if nis in STEADY else set(self.some_purposes())
        # A few were concluded for later.
        start = FIRST + timedelta(days=100) if nis not in STEADY and self.chance(8) else since.date()
        end = None if nis in STEADY or self.chance(2) else self.day + timedelta(days=self.dice.randint(101, 500))
        said = self.models[0].terms | {
            "format": "sluis.terms/1", "protocol": f"AGII-{nis}", "version": 1, "model": self.models[0].label,
            "sender": _party("Agentschap Integratie en Inburgering", "0543307391", None),
            "recipient": _party(f"gemeente {nis}", desk.kbo(nis), nis),
            "territory": [nis], "start": start.isoformat(), "end": end.isoformat() if end else None,
            "advices": [], "follows": [],
        }  # fmt: skip
        said["purposes"] = [
            one | {"services": ["integratiedienst"]} for one in said["purposes"] if one["purpose"] in purposes
        ]
        concluded = Concluded(
            terms=json.dumps(said).encode(), agency="agii", author="an", validator="bert", in_force_at=since,
            published_by_sender="https://sender.example", published_by_recipient="https://recipient.example",
        )  # fmt: skip
        actions.register(concluded, by=MANAGER, at=self.tick())
        text = Text(nis, 1, "active", start, end, frozenset(purposes), self.models[0].label, way="registered")
        text.addresses = set(SIDES)
        self.book.add(text, "register", since)
        self.key_for(nis)

    def begin(self, nis: str) -> Text:
        """A municipality begins: with a draft, whole or not, or by acceding."""
        number = len(self.book.texts.get(nis, ())) + 1
        start = self.day + timedelta(days=self.dice.choice([0, 0, 15, 60]))
        end = None if self.chance(2) else start + timedelta(days=self.dice.randint(60, 400))
        by, whole = self.either(nis), not self.chance(4)
        purposes = self.some_purposes()
        if nis in self.electronic:
            # These choose only what the second model leaves as it is, so that their advices can be carried over.
            start, end, purposes = self.day, None, ("practice", "buddy")
        recipient = {"recipient": {"kbo": desk.kbo(nis), "dpo": "functionaris"}} if whole else {}
        said = Answers(
            ("integratiedienst",), purposes,
            {**recipient, "start": start.isoformat(), "end": end.isoformat() if end else None},
        )  # fmt: skip
        text = Text(nis, number, "draft", start, end, frozenset(purposes), self.model.label, whole, authors={by.person})
        accede = whole and self.chance(2)
        act = actions.accede if accede else actions.draft
        version = act(nis, agency="agii", model=self.model, answers=said, by=by, at=self.tick())
        assert version.number == number
        self.book.add(text, "draft", self.at)
        if accede:
            self.book.move(text, "complete", "complete", self.at)
            text.advice["sender"] = (text.part, "good")
            self.book.advance(text, self.at)
        if self.chance(1.5) and nis not in self.book.keys:
            self.key_for(nis)
        if self.chance(10):
            self.refuse("begun twice", act, nis, agency="agii", model=self.model, answers=said, by=by)
        return text

    def amend(self, text: Text) -> None:
        later = self.day + timedelta(days=self.dice.choice([0, 25]))
        # A text that would end before it begins is not complete, and nobody writes one.
        start = max(later if text.end is None or later <= text.end else self.day, text.start)
        limit, by = self.dice.randint(100, 4999), self.either(text.nis)
        changes = {"rowLimit": limit, "start": start.isoformat()}
        actions.amend(text.code, changes=changes, by=by, at=self.tick())
        after = Text(
            text.nis, len(self.book.texts[text.nis]) + 1, "draft", start, text.end, text.purposes, text.model,
            own_limit=True, authors={by.person}, follows=[text],
        )  # fmt: skip
        self.book.add(after, "draft", self.at)
        self.busy.append(after)
        if self.chance(4):
            self.refuse("amended twice", actions.amend, text.code, by=by)

    # -- the next step, of whomever's turn it is ----------------------------------------------------------------------

    def step(self, text: Text) -> None:
        turns = sorted(self.book.turns(text))
        assert turns, (text.code, text.status)
        side, role, what = self.dice.choice(turns)
        by = self.actor(side, role, text.nis)
        self.turns_seen[what] += 1
        getattr(self, what)(text, by)
        if text.status in ("draft", "complete") and text.whole and self.chance(12):
            self.propose(text)

    def revise(self, text: Text, by: Actor) -> None:
        recipient = {"kbo": desk.kbo(text.nis), "dpo": "functionaris"}
        actions.revise(text.code, {"recipient": recipient}, by=by, at=self.tick())
        text.whole, text.part = True, text.part + 1
        text.authors.add(by.person)

    def change(self, text: Text) -> None:
        """A change of what advice was given on."""
        actions.revise(text.code, {"rowLimit": self.dice.randint(100, 4999)}, by=MANAGER, at=self.tick())
        text.part, text.own_limit = text.part + 1, True
        text.authors.add("an")

    def propose(self, text: Text) -> None:
        """The agency proposes; the municipality accepts it where the text is still a draft. Both wrote on it then."""
        limit = self.dice.randint(100, 4999)
        proposal = actions.propose(text.code, {"rowLimit": limit}, why="Minder is genoeg.", by=MANAGER, at=self.tick())
        self.refuse("accepted by its proposer", actions.settle_proposal, proposal.pk, accept=True, by=MANAGER)
        draft = text.status == "draft"
        coordinator = desk.coordinator(text.nis)
        actions.settle_proposal(proposal.pk, accept=draft, by=coordinator, at=self.tick())
        if draft:
            text.part, text.own_limit = text.part + 1, True
            text.authors |= {"an", "dina"}

    def complete(self, text: Text, by: Actor) -> None:
        actions.complete(text.code, by=by, at=self.tick())
        self.book.move(text, "complete", "complete", self.at)
        self.book.advance(text, self.at)

    def give_advice(self, text: Text, by: Actor) -> None:
        outcome = self.dice.choices(["positive", "conditional", "negative"], [8, 2, 1])[0]
        conditions = ["Beperk wie ze ziet."] if outcome == "conditional" else []
        given = Given(Outcome(outcome), "Nagekeken.", self.day, conditions)
        actions.give_advice(text.code, given, by=by, at=self.tick())
        side = "sender" if by is AGENCY_DPO else "recipient"
        text.advice[side] = text.part, {"positive": "good", "conditional": "open", "negative": "against"}[outcome]
        self.book.advance(text, self.at)
        if text.status == "complete":
            self.refuse("decided before both advised", self.decided, text)

    def answer_condition(self, text: Text, by: Actor) -> None:
        side = next(side for side in SIDES if text.advice_of(side) == "open")
        rows = Condition.objects.filter(advice__version__protocol_id=text.code, advice__side=side, answer=None)
        actions.answer_condition(rows.latest("pk").pk, "Alleen de dienst zelf.", by=by, at=self.tick())
        text.advice[side] = text.part, "good"
        self.book.advance(text, self.at)

    def not_follow_advice(self, text: Text, by: Actor) -> None:
        if self.chance(2):
            self.reopen(text)
            self.change(text)
            return
        side = next(side for side in SIDES if text.advice_of(side) == "against")
        self.refuse("no reason", actions.not_follow_advice, text.code, Side(side), reason=" ", by=by)
        actions.not_follow_advice(text.code, Side(side), reason="De wet vraagt het.", by=by, at=self.tick())
        text.advice[side] = text.part, "good"
        self.book.advance(text, self.at)

    def decided(self, text: Text, *, at: datetime) -> Version:
        self.references += 1
        decision = Decision(desk.COLLEGE, self.day, f"CBS/{self.references}")
        said = Decided(decision, "besluit.pdf", b"%PDF-1.7 besluit", desk.NAMES)
        return actions.decide(text.code, said, by=desk.coordinator(text.nis), at=at)

    def decide(self, text: Text, _by: Actor) -> None:
        self.decided(text, at=self.tick())
        text.signed, text.electronic = {}, text.nis in self.electronic
        self.electronic.discard(text.nis)
        self.book.move(text, "decide", "decided", self.at)

    def place_signature(self, text: Text, _by: Actor) -> None:
        side, capacity = self.dice.choice([place for place in CAPACITIES if place not in text.signed])
        if text.electronic:
            name = desk.NAMES[Side(side)][capacity]
            own = issue(trusted(), name, "Testorganisatie", valid_from=datetime(2024, 2, 2, tzinfo=BRUSSELS))
            pdf = sign(
                queries.document_to_sign(text.code), own, capacity=capacity, reason="akkoord", location="hier",
                at=self.tick(),
            )  # fmt: skip
            trust = Trust([trusted().certificate])
            actions.place_signature(text.code, pdf, trust=trust, by=MANAGER, at=self.tick())
        else:
            scan = f"%PDF-1.7 {text.code} {side} {capacity}".encode()
            actions.place_scan(text.code, Side(side), capacity, scan, by=MANAGER, at=self.tick())
        text.signed[side, capacity] = {"an"}
        self.book.advance(text, self.at)

    def attest_scan(self, text: Text, by: Actor) -> None:
        place = self.dice.choice([place for place, people in text.signed.items() if len(people) == 1])
        side, capacity = place
        if self.chance(10):
            self.refuse("attested twice", actions.attest_scan, text.code, Side(side), capacity, by=MANAGER)
        actions.attest_scan(text.code, Side(side), capacity, by=by, at=self.tick())
        text.signed[place].add(by.person)
        self.book.advance(text, self.at)

    def record_address(self, text: Text, by: Actor) -> None:
        side = "sender" if by is MANAGER else "recipient"
        actions.record_address(text.code, Side(side), f"https://{side}.example/{text.nis}", by=by, at=self.tick())
        text.addresses.add(side)

    def check_publication(self, text: Text, by: Actor) -> None:
        digest = Version.objects.get(protocol_id=text.code, number=text.number).terms_digest
        stale = self.dice.choice([*SIDES, *["nobody"] * 8])

        def fetch(address: str) -> str:
            return "an older text" if f"//{stale}." in address else f"<p>{digest}</p>"

        actions.check_publication(text.code, fetch=fetch, by=by, at=self.tick())
        text.seen = {side for side in text.addresses if side != stale}
        self.book.advance(text, self.at)

    def validate(self, text: Text, by: Actor) -> None:
        if "an" in text.authors:
            self.refuse("validated by an author", actions.validate, text.code, by=MANAGER)
        before = self.book.binding(text.nis)
        over = text.end is not None and text.end < self.day
        for why, no in (
            ("while suspended", before is not None and before.status == "suspended"),
            ("with a gap", before is not None and text.start > self.day),
            ("after its end", over),
            ("though it was given up", self.book.given_up(text)),
        ):
            if no:
                self.refuse(f"validated {why}", actions.validate, text.code, by=by)
                if over or self.book.given_up(text):
                    self.withdraw(text)
                elif text in self.busy:
                    # It waits, and others go on meanwhile.
                    self.busy.remove(text)
                    self.busy.append(text)
                return
        actions.validate(text.code, by=by, at=self.tick())
        self.book.validate(text, self.at)

    def resume(self, text: Text, by: Actor) -> None:
        other = desk.coordinator(text.nis) if by is MANAGER else MANAGER
        lift = {"verb": Verb.RESUME, "reason": "Opgelost."}
        self.refuse("lifted by the other side", actions.move, text.code, by=other, **lift)
        actions.move(text.code, Verb.RESUME, reason="Opgelost.", by=by, at=self.tick())
        self.book.move(text, "resume", "active", self.at)
        text.suspended_by = None

    # -- what else may happen -----------------------------------------------------------------------------------------

    def reopen(self, text: Text) -> None:
        actions.reopen(text.code, reason="Er is nog iets.", by=self.either(text.nis), at=self.tick())
        self.book.reopen(text, self.at)

    def withdraw(self, text: Text) -> None:
        actions.withdraw(text.code, reason="Niet nodig.", by=self.either(text.nis), at=self.tick())
        self.book.move(text, "withdraw", "withdrawn", self.at)

    def happen(self) -> None:
        """Some of what can happen on any day."""
        for one_in, statuses, event in (
            (5, ("active",), self.suspend),
            (7, ("suspended",), self.step),
            (9, ("active", "suspended"), self.notice),
            (25, ("active", "suspended"), self.end),
            (5, ("active",), self.amend_or_not),
            (15, ("complete", "advised", "decided", "signed"), self.reopen_and_maybe_change),
            (20, ("draft", "complete", "advised", "decided", "signed", "published"), self.withdraw),
            (12, ("ended", "expired", "superseded"), self.close),
            (12, ("withdrawn", "ended", "expired", "closed"), self.begin_again),
            (10, ("active",), self.hold),
        ):
            if self.chance(one_in) and (text := self.some(*statuses)) is not None:
                event(text)

    def suspend(self, text: Text) -> None:
        by = self.dice.choice([MANAGER, desk.coordinator(text.nis), AGENCY_DPO, desk.municipal_dpo(text.nis)])
        self.refuse("suspended without a reason", actions.move, text.code, Verb.SUSPEND, reason="", by=by)
        actions.move(text.code, Verb.SUSPEND, reason="Er is iets mis.", by=by, at=self.tick())
        self.book.move(text, "suspend", "suspended", self.at)
        text.suspended_by = "sender" if by.party.startswith("agency") else "recipient"

    def notice(self, text: Text) -> None:
        if text.notice is None:
            by = self.either(text.nis)
            actions.give_notice(text.code, reason="We stoppen.", by=by, at=self.tick())
            # Three months, up to the last day of that month.
            month = self.day.month + 3
            text.notice = date(self.day.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
            text.noticed_by = "sender" if by is MANAGER else "recipient"
            self.book.move(text, "give_notice", text.status, self.at)
            return
        self.refuse("notice given twice", actions.give_notice, text.code, reason="Nog eens.", by=MANAGER)
        by, other = MANAGER, desk.coordinator(text.nis)
        if text.noticed_by == "recipient":
            by, other = other, by
        self.refuse("the other's notice taken back", actions.withdraw_notice, text.code, reason="Nee.", by=other)
        actions.withdraw_notice(text.code, reason="Toch niet.", by=by, at=self.tick())
        text.notice = text.noticed_by = None
        self.book.move(text, "withdraw_notice", text.status, self.at)

    def end(self, text: Text) -> None:
        verb = self.dice.choice([Verb.END, Verb.LAPSE])
        actions.move(text.code, verb, reason="Het is gedaan.", by=MANAGER, at=self.tick())
        text.ended = True
        self.book.move(text, verb, "ended", self.at)

    def amend_or_not(self, text: Text) -> None:
        if self.book.preparing(text.nis) is None:
            self.amend(text)

    def reopen_and_maybe_change(self, text: Text) -> None:
        self.reopen(text)
        if self.chance(2):
            self.change(text)

    def close(self, text: Text) -> None:
        self.refuse("closed undeleted", actions.close, text.code, text.number, undeleted=2, by=MANAGER)
        actions.close(text.code, text.number, undeleted=0, by=MANAGER, at=self.tick())
        self.book.move(text, "close", "closed", self.at)

    def begin_again(self, text: Text) -> None:
        busy = self.book.binding(text.nis) or self.book.preparing(text.nis)
        if busy is None and text.nis in self.book.existing(self.day):
            self.busy.append(self.begin(text.nis))

    def hold(self, text: Text) -> None:
        kind = self.dice.choice(list(HoldKind))
        held = self.book.holds.setdefault(text.nis, set())
        if kind.value in held:
            self.refuse(
                "hold lifted by the municipality", actions.lift_holds, text.code, kind, by=self.coordinator(text)
            )
            actions.lift_holds(text.code, kind, by=MANAGER, at=self.tick())
            held.remove(kind.value)
        else:
            actions.place_hold(text.code, kind, reason="Vastgesteld.", by=self.coordinator(text), at=self.tick())
            held.add(kind.value)

    @staticmethod
    def coordinator(text: Text) -> Actor:
        return desk.coordinator(text.nis)

    # -- the days that are not like others ----------------------------------------------------------------------------

    def change_model(self) -> None:
        """Everybody in force goes over to the second model; advice is asked anew only where it matters."""
        old, self.model = self.model, self.models[1]
        self.advise_on_model()
        bound = sorted((text for text in self.book.all() if text.binding), key=lambda text: text.code)
        # Left alone: what is being prepared, and who had chosen nothing that the model still has.
        waiting = [one.code for one in bound if self.book.preparing(one.nis) or one.purposes == {"network"}]
        begun, busy = actions.adopt_model_everywhere(self.model, agency="agii", by=MANAGER, at=self.tick())
        assert busy == waiting
        for before in [text for text in bound if text.code not in waiting]:
            purposes = before.purposes - {"network"}
            after = Text(
                before.nis, len(self.book.texts[before.nis]) + 1, "draft", max(self.day, before.start), before.end,
                purposes, self.model.label, authors={"an"}, follows=[before],
            )  # fmt: skip
            self.book.add(after, "draft", self.at)
            self.book.move(after, "complete", "complete", self.at)
            assert before.model == old.label
            if before.advised and not before.own_limit and not before.purposes & {"network", "ceremony"}:
                after.advice = dict.fromkeys(SIDES, (0, "good"))
                self.carried += 1
            self.book.advance(after, self.at)
            if self.chance(6):
                self.busy.append(after)
        assert len(begun) == len(bound) - len(waiting)

    def merge(self) -> None:
        done = actions.merge_due(agency="agii", by=MANAGER, at=self.tick())
        expected = {nis: self.book.merge(nis, self.at) for nis in sorted(_successors(self.book))}
        inherited = {one.nis: one.inherited.number for one in done if one.inherited}
        assert inherited == {nis: text.number for nis, text in expected.items() if text}
        self.inherited = len(inherited)
        assert NEW_HASSELT in inherited
        # Said again, it does nothing.
        assert actions.merge_due(agency="agii", by=MANAGER, at=self.tick()) == []
        for nis in inherited:
            if nis not in self.book.keys and self.chance(1.5):
                self.key_for(nis)
        if NEW_HASSELT not in self.book.keys:
            self.key_for(NEW_HASSELT)
        self.to_begin += sorted(set(_successors(self.book)) - set(self.book.texts))
        gone = self.dice.choice([place.nis for place in self.book.places.values() if place.successor])
        self.refuse("begun by a municipality that is gone", self.draft_of, gone)

    def draft_of(self, nis: str, *, at: datetime) -> Version:
        return actions.draft(nis, agency="agii", model=self.model, answers=Answers(), by=MANAGER, at=at)

    # -- a day and its night ------------------------------------------------------------------------------------------

    def live(self) -> None:
        self.at = self.morning(self.day)
        due = self.book.expire(self.day)
        expired = actions.expire_due(at=self.tick())
        assert [version.protocol_id for version in expired] == sorted(text.code for text in due)
        if self.day == MERGER:
            self.merge()
        if self.day == MODEL_CHANGE:
            self.change_model()
        days_left = max(1, (LAST - self.day).days - 20)
        for _ in range(-(-len(self.to_begin) // days_left) if len(self.to_begin) else 0):
            text = self.begin(self.to_begin.pop(0))
            if text.nis in self.electronic or self.chance(2.5):
                self.busy.append(text)
        self.happen()
        for _ in range(1 + self.day.day % 2):
            self.busy = [text for text in self.busy if text.preparing]
            if self.busy:
                # The oldest few, so that something comes of them.
                self.step(self.dice.choice(self.busy[:5]))

    def night(self) -> None:
        end = datetime.combine(self.day, time(23, 59, 59), BRUSSELS)
        self.nothing_unproved()
        self.every_move_once()
        statuses = {(row.code, row.number): str(row.status) for row in standing.stood_at(end)}
        assert statuses == self.book.standing()
        self.check_overview()
        self.past[self.day] = statuses, self.book.in_force(self.day)
        self.history_stays()
        over = ("active", "withdrawn", "superseded", "ended", "expired", "closed")
        text = self.some(*(over if self.chance(4) else (*PREPARING, "suspended")), steady=True)
        if text is not None:
            self.whose_turn(text)
        self.ask_the_gate()

    def nothing_unproved(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(UNPROVED)
            assert cursor.fetchall() == []

    def every_move_once(self) -> None:
        """What moved today is in the history and in the ledger as it is in the book, each move once."""
        told = self.book.moves[self.told_moves :]
        self.told_moves = len(self.book.moves)
        rows = Move.objects.filter(pk__gt=self.seen_moves).order_by("pk").select_related("version")
        self.seen_moves = max((row.pk for row in rows), default=self.seen_moves)
        assert Counter(
            (row.version.protocol_id, row.version.number, row.verb, row.from_status, row.to_status, row.at)
            for row in rows
        ) == Counter((one.code, one.number, one.verb, one.source, one.target, one.at) for one in told)
        # Signed every night; before it signs, it holds what is stored against what was signed last.
        size = ledger.publish(origin=settings.LOG_ORIGIN, key=self.key, at=self.tick()).size
        said = [json.loads(body) for body in entries.bodies(self.seen_entries, size)]
        assert len(said) == size - self.seen_entries
        self.seen_entries = size
        kinds = {f"protocol.{kind}" for kind in KINDS.values()}
        assert Counter(
            (one["kind"], one["protocol"], one["version"]) for one in said if one["kind"] in kinds
        ) == Counter((f"protocol.{KINDS[one.verb]}", one.code, one.number) for one in told)

    def check_overview(self) -> None:
        seen = overview(self.day)
        in_force = self.book.in_force(self.day)
        existing = self.book.existing(self.day)
        assert len(existing) == (300 if self.day < MERGER else 285) == seen.total
        assert {row.nis: row.since for row in seen.municipalities} == in_force
        assert seen.in_force == len(in_force) == sum(row.in_force for row in seen.per_province)
        assert sum(row.total for row in seen.per_province) == seen.total

    def history_stays(self) -> None:
        days = self.dice.choices(sorted(self.past), k=10)
        for day in days:
            statuses, in_force = self.past[day]
            end = datetime.combine(day, time(23, 59, 59), BRUSSELS)
            assert {(row.code, row.number): str(row.status) for row in standing.stood_at(end)} == statuses, day
        # The dearer question of one of them: it reads the texts too.
        assert chronicle().in_force(day) == in_force, day

    def whose_turn(self, text: Text) -> None:
        version = standing.version_of(text.code, text.number)
        found: set[Turn] = set()
        for turn in standing.standing(version, MANAGER, self.at).turns:
            side, role = turn.place
            found.add((str(side), str(role), str(turn.what)))
        assert found == self.book.turns(text), (text.code, text.number, text.status)

    def ask_the_gate(self) -> None:
        statuses = sorted({text.status for text in self.book.all()})
        chosen = [text.nis for status in self.dice.sample(statuses, min(3, len(statuses)))
                  if (text := self.some(status, steady=True))]  # fmt: skip
        chosen += [text.nis for text in self.book.all() if text.status == "active" and text.start > self.day][:1]
        anybody = self.dice.choice(sorted(self.book.places))
        told = HASSELT if self.chance(10) else NEW_HASSELT
        for nis in (*chosen, anybody, *([told] if self.chance(4) else [])):
            bound = self.book.binding(nis)
            purpose = self.dice.choice(sorted(bound.purposes) if bound and self.chance(2) else PURPOSES)
            service = "integratiedienst" if not self.chance(8) else "dienst burgerzaken"
            ask = Ask(nis, service, Purpose(purpose))
            ground = grounds.grounds([nis], self.day)[nis]
            answer = decide(ground.terms, ground.facts, ask, self.at)
            rule = answer.rule.name if isinstance(answer, Refusal) else None
            assert rule == self.book.answer(nis, service, purpose, self.day), (nis, purpose)
            self.answers[rule] += 1
            if isinstance(answer, Permit):
                predecessors = {one.nis for one in self.book.places.values() if one.successor == nis}
                assert set(answer.territory) == {nis} | (predecessors if self.day >= MERGER else set())
            elif rule == "municipality_exists" and self.day >= MERGER:
                assert self.book.places[nis].successor in answer.explanation.en

    def disclosed(self, nis: str) -> Disclosed | Refusal:
        """A whole disclosure. The walls of the database know the hour and can be told no other, so it is one of now."""
        at = clock.now()
        ask = Ask(nis, "integratiedienst", Purpose.CEREMONY)
        instruments = Instruments(settings.LOG_ORIGIN, self.key, self.agency_key)
        destination = str(self.folder / "parcels")
        return pipeline.disclose(ask, instruments=instruments, destination=destination, by=f"nis:{nis}", at=at)


def _party(name: str, kbo: str, nis: str | None) -> Mapping[str, Any]:
    decision = {"body": desk.COLLEGE, "on": "2023-01-09", "reference": "CBS/1"} if nis else None
    capacities = list(desk.NAMES[Side.RECIPIENT if nis else Side.SENDER])
    return {"name": name, "kbo": kbo, "nis": nis, "representatives": capacities, "dpo": "-", "decision": decision}


def _successors(book: Book) -> set[str]:
    return {place.successor for place in book.places.values() if place.successor}


def test_a_year_of_protocols(database: str, home: Path, tmp_path: Path) -> None:
    year = Year(tmp_path)
    year.open()
    while year.day <= LAST:
        year.live()
        year.night()
        year.day += timedelta(days=1)
    everybody_began(year)
    everything_happened(year)
    hasselt_goes_on(year)
    # And the whole ledger, entry by entry, as somebody from outside would look at it.
    assert entries.audit_of(settings.LOG_ORIGIN, year.key.public_key) == []


def everybody_began(year: Year) -> None:
    assert set(year.book.texts) >= year.book.existing(LAST)
    assert set(year.book.texts) >= year.book.existing(FIRST)


def everything_happened(year: Year) -> None:
    """The dice left nothing out: every move, every turn, every answer of the gate, every refusal was there."""
    assert {move.verb for move in year.book.moves} == set(KINDS)
    assert set(year.turns_seen) == {
        "revise", "complete", "give_advice", "answer_condition", "not_follow_advice", "decide", "place_signature",
        "attest_scan", "record_address", "check_publication", "validate", "resume",
    }  # fmt: skip
    assert set(year.answers) == {
        None, "municipality_exists", "protocol_exists", "validated", "begun", "not_suspended", "not_over", "purpose",
        "service", "no_sanction", "no_breach", "recipient_key",
    }  # fmt: skip
    assert len(year.refused) >= 15
    assert year.carried
    assert year.inherited >= 5
    signed = [text for text in year.book.all() if text.electronic and len(text.signed) == 4]
    assert signed


def hasselt_goes_on(year: Year) -> None:
    """The people of Kortessem belong to Hasselt, under its new code; the old code is refused, with the reason."""
    refusal = year.disclosed(HASSELT)
    assert isinstance(refusal, Refusal)
    assert refusal.rule.name == "municipality_exists"
    assert NEW_HASSELT in refusal.explanation.nl
    disclosed = year.disclosed(NEW_HASSELT)
    assert isinstance(disclosed, Disclosed), disclosed
    assert isinstance(disclosed.outcome, Delivered)
    assert disclosed.certificate["count"] == 5
