"""Whatever anybody does to a protocol, in whatever order: no way leads round a step, and nothing is lost.

Everybody who could touch a protocol tries everything, rightly and wrongly. After each try the tables themselves are
asked, in SQL, whether what must always hold still holds; nothing here asks the code under test how far a protocol is.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache, partial
from typing import Any, NamedTuple

import pytest
import rfc8785
from django.db import connections
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from tests.rooms.desk import BEGUN, NAMES, Cheap, answers, register_agency

from sluis.adapters.signature_refusals import SignatureRefused
from sluis.adapters.websites import NotFetched
from sluis.domain.access import Actor, Role
from sluis.domain.lifecycle import TRANSITIONS, HoldKind, NotPossible, Verb
from sluis.domain.terms import Decision, Outcome, Side
from sluis.parties.municipalities import municipalities
from sluis.protocols import actions
from sluis.protocols.actions import Answers, Decided, Given, Trust
from sluis.protocols.model_text import Model, model

IN_FORCE = ("active", "suspended")
IN_PREPARATION = ("draft", "complete", "advised", "decided", "signed", "published")
BEFORE_DECISION = ("draft", "complete", "advised")

# Each example has a municipality of its own, so that one database serves them all.
PLACES = itertools.cycle([m.nis for m in municipalities().on(BEGUN.date())])


def another_model(version: int, **changes: Any) -> Model:
    first = model(1)
    return replace(first, version=version, _terms={**first.terms, **changes})


MODELS = (
    model(1),
    another_model(2, clauses={**model(1).terms["clauses"], "law": ["Het Belgische recht is van toepassing."]}),
    another_model(3, rowLimit=9_999),
)


def query(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


class Row(NamedTuple):
    id: int
    number: int
    terms: bytes
    digest: str
    status: str
    by_sender: str | None
    by_recipient: str | None


class MoveRow(NamedTuple):
    id: int
    version: int
    verb: str
    source: str | None
    target: str
    recorded_at: datetime
    person: str
    transaction: str


def versions(code: str) -> list[Row]:
    rows = query(
        "SELECT id, number, terms, terms_digest, status, published_by_sender, published_by_recipient "
        "FROM protocols_version WHERE protocol_id = %s ORDER BY number",
        code,
    )
    return [Row(one[0], one[1], bytes(one[2]), *one[3:]) for one in rows]


def moves(code: str) -> list[MoveRow]:
    return [
        MoveRow(*one)
        for one in query(
            "SELECT move.id, version_id, verb, from_status, to_status, recorded_at, person, move.xmin::text "
            "FROM protocols_move AS move JOIN protocols_version AS version ON version.id = version_id "
            "WHERE protocol_id = %s ORDER BY move.id",
            code,
        )
    ]


def entries(code: str, since: int) -> list[dict[str, Any]]:
    rows = query("SELECT body FROM ledger_entry WHERE seq >= %s ORDER BY seq", since)
    said = (json.loads(bytes(body)) for (body,) in rows)
    return [one for one in said if one.get("protocol") == code]


TABLES = """
SELECT format('SELECT %%L, count(*) FROM %%I', tablename, tablename) FROM pg_tables
WHERE schemaname = 'public' AND tablename ~ '^(protocols|parties|ledger)_'
ORDER BY tablename
"""


@cache
def counting() -> str:
    return " UNION ALL ".join(str(one) for (one,) in query(TABLES))


def counts() -> dict[str, int]:
    """How many rows every table has."""
    return {str(table): int(rows) for table, rows in query(counting())}


# What can be updated in place, as text, so that a change that adds no row shows too.
CHANGEABLE = """
SELECT md5(string_agg(row, '|' ORDER BY row)) FROM (
    SELECT version::text AS row FROM protocols_version AS version WHERE protocol_id = %(code)s
    UNION ALL SELECT advice::text FROM protocols_advice AS advice JOIN protocols_version AS version
        ON version.id = version_id WHERE protocol_id = %(code)s
    UNION ALL SELECT condition::text FROM protocols_condition AS condition JOIN protocols_advice AS advice
        ON advice.id = advice_id JOIN protocols_version AS version ON version.id = version_id
        WHERE protocol_id = %(code)s
    UNION ALL SELECT proposal::text FROM protocols_proposal AS proposal JOIN protocols_version AS version
        ON version.id = version_id WHERE protocol_id = %(code)s
    UNION ALL SELECT task::text FROM protocols_task AS task WHERE protocol_id = %(code)s
    UNION ALL SELECT hold::text FROM protocols_hold AS hold WHERE protocol_id = %(code)s
) AS rows
"""


def contents(code: str) -> str | None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(CHANGEABLE, {"code": code})
        return str(cursor.fetchone()[0])


def advised_part(terms: bytes) -> str:
    """The digest of what advice is on: the text without what comes after the advice or beside it."""
    text = json.loads(terms)
    for party in ("sender", "recipient"):
        text[party].pop("representatives", None)
    text["recipient"].pop("decision", None)
    for name in ("advices", "version", "follows"):
        text.pop(name, None)
    return "sha256:" + hashlib.sha256(rfc8785.dumps(text)).hexdigest()


class Life(RuleBasedStateMachine):
    """A protocol of one municipality, and everybody who could want something of it."""

    reached: Counter[str] = Counter()
    refused: Counter[str] = Counter()

    @initialize(steps=st.sampled_from([0, 3, 5, 10, 10, 10]))
    def begin(self, steps: int) -> None:
        self.nis = next(PLACES)
        self.code = f"AGII-{self.nis}"
        self.at = BEGUN
        self.began_at = counts()["ledger_entry"]
        # What was seen after the step before.
        self.seen_versions: dict[int, Row] = {}
        self.seen_texts: dict[tuple[int, int], str] = {}
        self.seen_moves = 0
        self.seen_counts = counts()
        self.seen_contents = contents(self.code)
        self.right = {
            "manager": Actor("an", "agency:agii", Role.PROTOCOL_MANAGER),
            "second manager": Actor("zoe", "agency:agii", Role.PROTOCOL_MANAGER),
            "validator": Actor("bert", "agency:agii", Role.VALIDATOR),
            "author who validates": Actor("an", "agency:agii", Role.VALIDATOR),
            "agency's officer": Actor("carla", "agency:agii", Role.DPO),
            "coordinator": Actor("dina", f"nis:{self.nis}", Role.COORDINATOR),
            "municipality's officer": Actor("eli", f"nis:{self.nis}", Role.DPO),
            "supervisor": Actor("vic", "supervisor:vtc", Role.SUPERVISOR),
        }
        self.go_on(steps)

    # Who acts: somebody of the two parties, or anybody at all in any role.
    def who(self, data: st.DataObject) -> Actor:
        if data.draw(st.integers(0, 3), "stranger") < 3:
            return self.right[data.draw(st.sampled_from(sorted(self.right)), "who")]
        others = ["agency:agii", "agency:elders", f"nis:{self.nis}", "nis:11001", "supervisor:vtc", "system:schedule"]
        return Actor(
            data.draw(st.sampled_from(["an", "bert", "dina", "nobody"]), "person"),
            data.draw(st.sampled_from(others), "party"),
            data.draw(st.sampled_from(list(Role)), "role"),
        )

    def attempt(self, name: str, deed: Callable[[], Any]) -> bool:
        """Tries something; whatever comes of it, what must hold holds, and a refusal leaves everything as it was."""
        self.at += timedelta(minutes=20)
        try:
            deed()
        except (NotPossible, SignatureRefused) as error:
            assert str(error), "a refusal says why"
            traces = (counts(), contents(self.code)) != (self.seen_counts, self.seen_contents)
            assert not traces, f"{name} was refused and left traces"
            Life.refused[name] += 1
            return False
        self.check()
        return True

    # The way forward, taken more often than chance would take it.

    @rule(steps=st.integers(1, 9))
    def go_on(self, steps: int) -> None:
        for _ in range(steps):
            preparing = [row for row in versions(self.code) if row.status in IN_PREPARATION]
            if preparing:
                went_on = self.step(preparing[0])
            elif any(row.status in IN_FORCE for row in versions(self.code)):
                return
            else:
                went_on = self.start_afresh()
            if not went_on:
                return

    def start_afresh(self) -> bool:
        by, said = self.right["manager"], answers(self.nis)
        return self.attempt(
            "draft",
            lambda: actions.draft(self.nis, agency="agii", model=model(1), answers=said, by=by, at=self.at),
        )

    def step(self, row: Row) -> bool:
        manager, coordinator = self.right["manager"], self.right["coordinator"]
        match row.status:
            case "draft":
                return self.attempt("complete", lambda: actions.complete(self.code, by=manager, at=self.at))
            case "complete":
                given = Given(Outcome.POSITIVE, "Nagekeken.", self.at.date())
                return all(
                    self.attempt("advise", partial(self.give_advice, given, by))
                    for by in (self.right["agency's officer"], self.right["municipality's officer"])
                    if versions(self.code)[-1].status == "complete"
                )
            case "advised":
                return self.attempt(
                    "decide", lambda: actions.decide(self.code, self.decision(), by=coordinator, at=self.at)
                )
            case "decided":
                return self.sign_next()
            case "signed":
                for side, by in ((Side.SENDER, manager), (Side.RECIPIENT, coordinator)):
                    self.attempt("address", partial(self.give_address, side, by))
                return self.attempt("check", lambda: self.fetch(by=manager))
            case _:
                return self.attempt(
                    "validate", lambda: actions.validate(self.code, by=self.right["validator"], at=self.at)
                )

    def decision(self, body: str = "college van burgemeester en schepenen", **names: str) -> Decided:
        said = {side: dict(rows) for side, rows in NAMES.items()}
        if body == "gemeenteraad":
            first = {"de voorzitter van de gemeenteraad": "Rita Raad"}
            said[Side.RECIPIENT] = first | {"de algemeen directeur": "Gert Algemeen"}
        if names:
            said[Side.RECIPIENT] = dict(names)
        return Decided(Decision(body, self.at.date(), "2026/1"), "besluit.pdf", b"%PDF-besluit", said)

    def sign_next(self) -> bool:
        row = next(row for row in versions(self.code) if row.status in IN_PREPARATION)
        left = query(
            "SELECT side, capacity FROM protocols_signatory AS signatory LEFT JOIN protocols_signature AS signature "
            "ON signature.signatory_id = signatory.id WHERE version_id = %s AND signature.id IS NULL "
            "AND text_id = (SELECT max(id) FROM protocols_document WHERE version_id = %s AND kind = 'text') "
            "ORDER BY signatory.id",
            row.id, row.id,
        )  # fmt: skip
        return bool(left) and self.attempt(
            "sign", lambda: self.place(Side(left[0][0]), left[0][1], self.right["manager"])
        )

    def newest_file(self) -> bytes:
        rows = query(
            "SELECT data FROM protocols_document AS document JOIN protocols_version AS version "
            "ON version.id = version_id WHERE protocol_id = %s AND kind IN ('text', 'signed') "
            "ORDER BY document.id DESC LIMIT 1",
            self.code,
        )
        return bytes(rows[0][0]) if rows else b"%PDF-"

    def give_advice(self, given: Given, by: Actor) -> None:
        actions.give_advice(self.code, given, by=by, at=self.at)

    def answer(self, condition: int, by: Actor) -> None:
        actions.answer_condition(condition, "Gedaan.", by=by, at=self.at)

    def attest(self, side: Side, capacity: str, by: Actor) -> None:
        actions.attest_scan(self.code, side, capacity, by=by, at=self.at)

    def place(self, side: Side, capacity: str, by: Actor) -> None:
        pdf = Cheap.signed(self.newest_file(), side, capacity)
        actions.place_signature(self.code, pdf, trust=Trust([]), by=by, at=self.at)

    def give_address(self, side: Side, by: Actor, address: str | None = None) -> None:
        address = address or f"https://{side}.example/{self.nis}"
        actions.record_address(self.code, side, address, by=by, at=self.at)

    def fetch(self, by: Actor, missing: str = "") -> None:
        digests = " ".join(row.digest for row in versions(self.code))

        def page(address: str) -> str:
            if missing and missing in address:
                raise NotFetched("The site sleeps.")
            return "" if missing == "all" else digests

        actions.check_publication(self.code, fetch=page, by=by, at=self.at)

    # Everything that anybody can try at any moment.

    @rule(data=st.data(), acceding=st.booleans())
    def begin_a_text(self, data: st.DataObject, acceding: bool) -> None:
        said = answers(self.nis)
        if data.draw(st.booleans(), "some answers are missing"):
            said = Answers(services=(), changes={"start": "2026-03-02"})
        begin = actions.accede if acceding else actions.draft
        by = self.who(data)
        self.attempt("draft", lambda: begin(self.nis, agency="agii", model=model(1), answers=said, by=by, at=self.at))

    CHANGES = st.sampled_from(
        [
            {"rowLimit": 5},
            {"rowLimit": 6},
            {"rowLimit": None},
            {"noticeMonths": 1},
            {"end": "2026-06-30"},
            {"end": None},
            {"start": "2026-05-01"},
            {"security": []},
            {"recipient": {"dpo": "functionaris"}},
            {"recipient": {"nis": "11001"}},
            {"recipient": {"decision": {"body": "gemeenteraad", "on": "2026-03-02", "reference": "x"}}},
            {"advices": [{"side": "sender", "outcome": "positive", "on": "2026-03-02", "reason": None}]},
            {"version": 9},
        ]
    )

    @rule(data=st.data(), changes=CHANGES, base=st.sampled_from(["", "fresh", "stale"]))
    def revise(self, data: st.DataObject, changes: Mapping[str, Any], base: str) -> None:
        there = versions(self.code)
        digest = {"": None, "fresh": there[-1].digest if there else None, "stale": "sha256:" + "0" * 64}[base]
        by = self.who(data)
        self.attempt("revise", lambda: actions.revise(self.code, changes, base=digest, by=by, at=self.at))

    @rule(data=st.data(), changes=CHANGES, accept=st.booleans())
    def propose_and_settle(self, data: st.DataObject, changes: Mapping[str, Any], accept: bool) -> None:
        by, other = self.who(data), self.who(data)
        self.attempt("propose", lambda: actions.propose(self.code, changes, why="omdat", by=by, at=self.at))
        found = query("SELECT max(id) FROM protocols_proposal")[0][0]
        self.attempt("settle", lambda: actions.settle_proposal(found or 0, accept=accept, by=other, at=self.at))

    @rule(data=st.data(), what=st.sampled_from(["complete", "comment", "reopen", "withdraw", "amend"]))
    def step_or_stumble(self, data: st.DataObject, what: str) -> None:
        by = self.who(data)
        deeds: dict[str, Callable[[], Any]] = {
            "complete": lambda: actions.complete(self.code, by=by, at=self.at),
            "comment": lambda: actions.comment(self.code, "Waarom?", by=by, at=self.at),
            "reopen": lambda: actions.reopen(self.code, reason="te lang", by=by, at=self.at),
            "withdraw": lambda: actions.withdraw(self.code, reason="niet meer nodig", by=by, at=self.at),
            "amend": lambda: actions.amend(self.code, changes={"rowLimit": 7}, by=by, at=self.at),
        }
        self.attempt(what, deeds[what])

    @precondition(lambda self: "active" in {row.status for row in self.seen_versions.values()})
    @rule(to=st.sampled_from(MODELS))
    def change_the_model(self, to: Model) -> None:
        by = self.right["manager"]
        self.attempt("adopt", lambda: actions.adopt_model(self.code, to, by=by, at=self.at))

    @precondition(lambda self: "active" in {row.status for row in self.seen_versions.values()})
    @rule(limit=st.integers(1, 1000))
    def begin_an_amendment(self, limit: int) -> None:
        by = self.right["manager"]
        self.attempt("amend", lambda: actions.amend(self.code, changes={"rowLimit": limit}, by=by, at=self.at))

    @rule(data=st.data(), outcome=st.sampled_from(Outcome), side=st.sampled_from(Side), settle=st.booleans())
    def advise(self, data: st.DataObject, outcome: Outcome, side: Side, settle: bool) -> None:
        by = self.who(data)
        conditions = ["Korter bewaren."] if outcome == Outcome.CONDITIONAL else []
        given = Given(outcome, "Gelezen.", self.at.date(), conditions)
        self.attempt("advise", lambda: actions.give_advice(self.code, given, by=by, at=self.at))
        if settle:
            party = self.right["coordinator"]
            open_ones = query(
                "SELECT condition.id FROM protocols_condition AS condition JOIN protocols_advice AS advice "
                "ON advice.id = advice_id JOIN protocols_version AS version ON version.id = version_id "
                "WHERE protocol_id = %s AND answer IS NULL",
                self.code,
            )
            for (one,) in open_ones:
                self.attempt("answer", partial(self.answer, one, party))
            self.attempt(
                "not follow",
                lambda: actions.not_follow_advice(self.code, side, reason="Nodig.", by=party, at=self.at),
            )

    @rule(data=st.data(), body=st.sampled_from(["gemeenteraad", "de burgemeester alleen"]), wrong=st.booleans())
    def decide(self, data: st.DataObject, body: str, wrong: bool) -> None:
        by = self.who(data)
        decided = self.decision(body, **({"de burgemeester": "Bea"} if wrong else {}))
        self.attempt("decide", lambda: actions.decide(self.code, decided, by=by, at=self.at))

    @rule(data=st.data(), side=st.sampled_from([Side.SENDER, Side.RECIPIENT]), paper=st.booleans())
    def sign(self, data: st.DataObject, side: Side, paper: bool) -> None:
        capacity = data.draw(st.sampled_from([*NAMES[side], "de voorzitter van de gemeenteraad"]), "capacity")
        if not paper:
            by = self.who(data)
            self.attempt("sign", lambda: self.place(side, capacity, by))
            return
        first, second = self.right["manager"], self.who(data)
        self.attempt("scan", lambda: actions.place_scan(self.code, side, capacity, b"%PDF-scan", by=first, at=self.at))
        for by in (first, second):
            self.attempt("attest", partial(self.attest, side, capacity, by))

    @rule(data=st.data(), side=st.sampled_from(Side), missing=st.sampled_from(["", "sender", "all"]))
    def publish(self, data: st.DataObject, side: Side, missing: str) -> None:
        by = self.who(data)
        self.attempt("address", lambda: self.give_address(side, by, "https://elders.example/sender"))
        self.attempt("check", lambda: self.fetch(by, missing))
        self.attempt("look", lambda: actions.attest_publication(self.code, side, by=by, at=self.at))

    @rule(data=st.data())
    def validate(self, data: st.DataObject) -> None:
        by = self.who(data)
        self.attempt("validate", lambda: actions.validate(self.code, by=by, at=self.at))

    @precondition(lambda self: any(row.status in IN_FORCE for row in self.seen_versions.values()))
    @rule(data=st.data(), verb=st.sampled_from([Verb.SUSPEND, Verb.RESUME, Verb.RESUME, Verb.END, Verb.LAPSE]))
    def conduct(self, data: st.DataObject, verb: Verb) -> None:
        by = self.who(data)
        self.attempt(verb, lambda: actions.move(self.code, verb, reason="daarom", by=by, at=self.at))

    @precondition(lambda self: any(row.status in IN_FORCE for row in self.seen_versions.values()))
    @rule(data=st.data(), back=st.booleans())
    def notice(self, data: st.DataObject, back: bool) -> None:
        by = self.who(data)
        self.attempt("notice", lambda: actions.give_notice(self.code, reason="genoeg", by=by, at=self.at))
        if back:
            other = self.who(data)
            self.attempt(
                "withdraw notice", lambda: actions.withdraw_notice(self.code, reason="toch", by=other, at=self.at)
            )

    @rule(data=st.data(), what=st.sampled_from(["hold", "lift", "close", "task"]), number=st.integers(1, 3))
    def hold_or_close(self, data: st.DataObject, what: str, number: int) -> None:
        by = self.who(data)
        undeleted = data.draw(st.integers(0, 1), "undeleted")
        deeds: dict[str, Callable[[], Any]] = {
            "hold": lambda: actions.place_hold(self.code, HoldKind.BREACH, reason="lek", by=by, at=self.at),
            "lift": lambda: actions.lift_holds(self.code, HoldKind.BREACH, by=by, at=self.at),
            "close": lambda: actions.close(self.code, number, undeleted=undeleted, by=by, at=self.at),
            "task": lambda: actions.finish_task(self.code, "decide", by=by, at=self.at),
        }
        self.attempt(what, deeds[what])

    @rule(days=st.sampled_from([1, 10, 40]))
    def days_pass(self, days: int) -> None:
        self.at += timedelta(days=days)
        self.attempt("expire", lambda: actions.expire_due(at=self.at))

    # What must always hold, asked of the tables.

    def check(self) -> None:
        now, made, total = versions(self.code), moves(self.code), counts()
        self.check_nothing_lost(now, made, total)
        self.check_paths(now, made)
        self.check_ledger(now, made)
        self.check_one_each(now)
        self.check_in_force_without_gap(now, made)
        for move in made[self.seen_moves :]:
            Life.reached[move.target] += 1
            if move.verb == "validate":
                self.check_validated(next(row for row in now if row.id == move.version), move)
        self.seen_versions = {row.id: row for row in now}
        self.seen_moves, self.seen_counts, self.seen_contents = len(made), total, contents(self.code)

    def check_nothing_lost(self, now: list[Row], made: list[MoveRow], total: dict[str, int]) -> None:
        assert all(total[table] >= rows for table, rows in self.seen_counts.items()), "rows went away"
        texts = {
            (version, number): text
            for version, number, text in query(
                "SELECT version_id, revision.number, md5(text) FROM protocols_revision AS revision "
                "JOIN protocols_version AS version ON version.id = version_id WHERE protocol_id = %s",
                self.code,
            )
        }
        assert {key: texts.get(key) for key in self.seen_texts} == self.seen_texts, "a revision was lost or rewritten"
        self.seen_texts = texts
        reopened = {move.version for move in made[self.seen_moves :] if move.verb == "reopen"}
        for row in now:
            assert row.digest == "sha256:" + hashlib.sha256(row.terms).hexdigest()
            before = self.seen_versions.get(row.id)
            if before is None or before.terms == row.terms:
                continue
            closing = (before.status, row.status) == ("advised", "decided")
            assert before.status == "draft" or closing or row.id in reopened, f"the text of {before.status} changed"
        assert {row.id for row in now} >= set(self.seen_versions), "a version was lost"

    def check_paths(self, now: list[Row], made: list[MoveRow]) -> None:
        table = {(row.source, row.verb, row.target) for row in TRANSITIONS}
        for row in now:
            path = [move for move in made if move.version == row.id]
            assert path and path[0].source is None
            assert all((move.source, move.verb, move.target) in table for move in path)
            assert all(one.target == next_one.source for one, next_one in itertools.pairwise(path))
            assert row.status == path[-1].target

    def check_ledger(self, now: list[Row], made: list[MoveRow]) -> None:
        acts = {(row.source, row.verb): row.act.value for row in TRANSITIONS}
        kinds = set(acts.values())
        said = [one for one in entries(self.code, self.began_at) if one["kind"] in kinds]
        numbers = {row.id: row.number for row in now}
        expected = [(acts[move.source, move.verb], numbers[move.version]) for move in made]  # type: ignore[index]
        assert [(one["kind"], one["version"]) for one in said] == expected, "each move has one entry, in its order"
        digests = {row.number: row.digest for row in now}
        for one in said[self.seen_moves :]:
            assert one["termsDigest"] == digests[one["version"]]

    def check_one_each(self, now: list[Row]) -> None:
        assert sum(row.status in IN_FORCE for row in now) <= 1
        assert sum(row.status in IN_PREPARATION for row in now) <= 1

    def check_in_force_without_gap(self, now: list[Row], made: list[MoveRow]) -> None:
        """What was in force is, or was ended by its own move, or was replaced in the same transaction."""
        news = made[self.seen_moves :]
        for row in now:
            before = self.seen_versions.get(row.id)
            if before is None or before.status not in IN_FORCE or row.status in IN_FORCE:
                continue
            last = next(move for move in reversed(news) if move.version == row.id)
            if last.verb == "supersede":
                [new] = [move for move in news if move.verb == "validate"]
                assert (new.transaction, new.recorded_at) == (last.transaction, last.recorded_at)
                assert next(one.status for one in now if one.id == new.version) == "active"
            else:
                assert last.verb in ("end", "lapse", "expire")

    def check_validated(self, row: Row, validated: MoveRow) -> None:
        part = advised_part(row.terms)
        for side in ("sender", "recipient"):
            self.check_advised(row, side, part)
        self.check_supervisor(row, part)
        terms = json.loads(row.terms)
        assert terms["recipient"]["decision"] is not None
        assert query("SELECT 1 FROM protocols_move WHERE version_id = %s AND verb = 'decide'", row.id)
        self.check_signed(row)
        for side, address in (("sender", row.by_sender), ("recipient", row.by_recipient)):
            [(found,)] = query(
                "SELECT found_digest FROM protocols_publication_check WHERE version_id = %s AND side = %s "
                "AND address = %s ORDER BY id DESC LIMIT 1",
                row.id, side, address,
            )  # fmt: skip
            assert found == row.digest
        wrote = query("SELECT person FROM protocols_revision WHERE version_id = %s", row.id)
        wrote += query("SELECT person FROM protocols_proposal WHERE version_id = %s AND accepted", row.id)
        assert (validated.person,) not in wrote
        assert terms["end"] is None or date.fromisoformat(terms["end"]) >= self.at.date()

    def check_advised(self, row: Row, side: str, part: str) -> None:
        advices = query(
            "SELECT id, outcome, on_part, reason_not_followed FROM protocols_advice WHERE version_id = %s "
            "AND side = %s ORDER BY id DESC LIMIT 1",
            row.id, side,
        )  # fmt: skip
        assert advices, f"no advice of the {side}"
        advice, outcome, on_part, reason = advices[0]
        assert on_part == part, f"the advice of the {side} is on another text"
        self.check_settled(row, side, advice, outcome, reason)

    def check_supervisor(self, row: Row, part: str) -> None:
        """It need not advise; if it did on this text, what it asked was answered; if on another, the text is silent."""
        advices = query(
            "SELECT id, outcome, on_part, reason_not_followed FROM protocols_advice WHERE version_id = %s "
            "AND side = 'supervisor' ORDER BY id DESC LIMIT 1",
            row.id,
        )
        said = [one["side"] for one in json.loads(row.terms)["advices"]]
        if advices and advices[0][2] == part:
            self.check_settled(row, "supervisor", advices[0][0], advices[0][1], advices[0][3])
        else:
            assert "supervisor" not in said

    def check_settled(self, row: Row, side: str, advice: int, outcome: str, reason: str | None) -> None:
        if outcome == "conditional":
            assert not query("SELECT 1 FROM protocols_condition WHERE advice_id = %s AND answer IS NULL", advice)
        if outcome == "negative":
            assert reason
        [said] = [one for one in json.loads(row.terms)["advices"] if one["side"] == side]
        assert (said["outcome"], said["reason"]) == (outcome, reason), "the signed text says what the advice was"

    def check_signed(self, row: Row) -> None:
        [(text,)] = query("SELECT max(id) FROM protocols_document WHERE version_id = %s AND kind = 'text'", row.id)
        placed = query(
            "SELECT signatory.side, signatory.capacity, signatory.terms_digest, way, "
            "(SELECT count(DISTINCT person) FROM protocols_attestation WHERE signature_id = signature.id) "
            "FROM protocols_signatory AS signatory LEFT JOIN protocols_signature AS signature "
            "ON signature.signatory_id = signatory.id WHERE text_id = %s",
            text,
        )
        terms = json.loads(row.terms)
        wanted = {(side, one) for side in ("sender", "recipient") for one in terms[side]["representatives"]}
        assert {(side, capacity) for side, capacity, *_ in placed} == wanted
        assert {digest for _, _, digest, *_ in placed} == {row.digest}
        assert all(way == "electronic" or (way == "paper" and seen >= 2) for *_, way, seen in placed)


@pytest.fixture
def quick(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    Cheap.instead_of_real(monkeypatch)
    register_agency()
    yield


@pytest.mark.usefixtures("quick")
def test_no_path_leads_round_a_step_and_nothing_is_lost() -> None:
    Life.reached.clear()
    Life.refused.clear()
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=30,
            stateful_step_count=30,
            deadline=None,
            # To make a failure smaller takes minutes on a database; every try is named in it, so it is told as it came.
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
    # The machine went somewhere: what it never reached it would not have shown.
    assert Life.reached["active"] >= 3 and sum(Life.refused.values()) >= 50
