"""The ledger room on a real database: gapless, append-only, signed, and honest about damage."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import DatabaseError, connections, transaction

from sluis.adapters.signing import SigningKey, make_key
from sluis.domain.entry import Act, Entry
from sluis.ledger import actions, queries

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ORIGIN = "test.example/ledger"


@pytest.fixture
def key(tmp_path: Path) -> SigningKey:
    return make_key(tmp_path / "ledger.key")


def entries(count: int) -> list[Entry]:
    return [Entry(Act.REFUSED, NOW, "nis:23027", {"number": number}) for number in range(count)]


def append(count: int) -> None:
    with transaction.atomic():
        actions.append(entries(count))


@pytest.mark.usefixtures("database")
class TestFinding:
    @pytest.mark.parametrize(
        ("question", "asked", "index"),
        [
            (queries.VALIDATIONS, [b'"protocol":"AGII-23003"'], "ledger_validations"),
            (queries.REQUESTS, [], "ledger_requests"),
        ],
    )
    def test_what_pages_ask_of_the_ledger_reads_an_index_and_not_the_whole_of_it(
        self, question: str, asked: list[bytes], index: str
    ) -> None:
        append(5_000)
        with connections["owner"].cursor() as cursor:
            cursor.execute("ANALYZE ledger_entry")
            cursor.execute(f"EXPLAIN {question}", asked)
            assert index in "\n".join(line for (line,) in cursor.fetchall())

    def test_requests_are_those_of_a_span_and_nothing_else_is(self) -> None:
        said = {"agency": "agii", "remark": '"kind":"dossier.erased"'}
        acts = [
            Entry(act, NOW, "agency:agii", said) for act in (Act.DOSSIER_RESTRICTED, Act.REFUSED, Act.DOSSIER_ERASED)
        ]
        with transaction.atomic():
            actions.append(acts)
        found = queries.requests(since=NOW, before=NOW + timedelta(seconds=1))
        assert [one.act for one in found] == [Act.DOSSIER_RESTRICTED, Act.DOSSIER_ERASED]
        assert queries.requests(since=NOW - timedelta(days=1), before=NOW) == []


@pytest.mark.usefixtures("database")
class TestAppending:
    def test_a_rolled_back_act_leaves_no_entry_and_no_gap(self) -> None:
        append(2)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            actions.append(entries(3))
            raise ZeroDivisionError
        append(1)
        assert queries.size() == 3
        assert len(queries.bodies(0, 10)) == 3

    def test_an_entry_outside_a_transaction_is_refused(self) -> None:
        with pytest.raises(transaction.TransactionManagementError):
            actions.append(entries(1))

    @pytest.mark.parametrize("role", ["default", "steward", "delivery", "owner"])
    @pytest.mark.parametrize(
        "attempt",
        [
            "UPDATE ledger_entry SET body = 'x'",
            "DELETE FROM ledger_entry",
            "TRUNCATE ledger_entry",
            "DELETE FROM ledger_signed_head",
            "UPDATE ledger_signed_head SET note = ''",
        ],
    )
    def test_no_role_of_the_program_can_change_or_remove_an_entry(self, role: str, attempt: str) -> None:
        append(1)
        with pytest.raises(DatabaseError), connections[role].cursor() as cursor:
            cursor.execute(attempt)

    @pytest.mark.parametrize("role", ["default", "steward", "delivery"])
    def test_no_role_of_the_program_can_write_an_entry_beside_the_function(self, role: str) -> None:
        with pytest.raises(DatabaseError), connections[role].cursor() as cursor:
            cursor.execute("INSERT INTO ledger_entry (seq, body) VALUES (7, 'x')")


@pytest.mark.usefixtures("database")
class TestPublishing:
    def test_every_entry_of_a_signed_head_can_be_proved(self, key: SigningKey) -> None:
        from sluis.adapters.signing import verify
        from sluis.domain import merkle
        from sluis.domain.checkpoint import VerifierKey

        for count in (1, 255, 1, 700):
            append(count)
            actions.publish(origin=ORIGIN, key=key, at=NOW)
        for seq in (0, 1, 255, 256, 957, 956):
            if seq < queries.size():
                leaf = merkle.leaf_hash(queries.bodies(seq, seq + 1)[0])
                head = queries.proof_of(seq).verify(leaf, [VerifierKey(ORIGIN, key.public_key)], verify)
                assert head.size == 957
        with pytest.raises(merkle.InvalidProof):
            queries.proof_of(957)

    def test_publishing_nothing_new_signs_nothing_new(self, key: SigningKey) -> None:
        append(3)
        first = actions.publish(origin=ORIGIN, key=key, at=NOW)
        assert actions.publish(origin=ORIGIN, key=key, at=NOW) == first
        assert len(queries.notes()) == 1

    def test_an_honest_ledger_has_no_findings(self, key: SigningKey) -> None:
        append(300)
        actions.publish(origin=ORIGIN, key=key, at=NOW)
        append(2)
        assert queries.audit_of(ORIGIN, key.public_key) == []


# What somebody with the keys of the database server could do behind the program's back.
TAMPERING = {
    "changed": ("UPDATE ledger_entry SET body = 'forged' WHERE seq = 130", 130),
    "removed": ("DELETE FROM ledger_entry WHERE seq = 130", 130),
    "removed and renumbered": (
        "DELETE FROM ledger_entry WHERE seq = 130;"
        "UPDATE ledger_entry SET seq = -seq WHERE seq > 130;"
        "UPDATE ledger_entry SET seq = -seq - 1 WHERE seq < 0;"
        "UPDATE ledger_head SET size = size - 1",
        130,
    ),
    "inserted": (
        "UPDATE ledger_entry SET seq = -seq WHERE seq >= 130;"
        "UPDATE ledger_entry SET seq = -seq + 1 WHERE seq < 0;"
        "INSERT INTO ledger_entry VALUES (130, 'forged'); UPDATE ledger_head SET size = size + 1",
        130,
    ),
    "reordered": (
        "UPDATE ledger_entry SET seq = -1 WHERE seq = 130;"
        "UPDATE ledger_entry SET seq = 130 WHERE seq = 131;"
        "UPDATE ledger_entry SET seq = 131 WHERE seq = -1",
        130,
    ),
}


def tamper(database: str, statements: str) -> None:
    with psycopg.connect(database, autocommit=True) as superuser:
        superuser.execute("ALTER TABLE ledger_entry DISABLE TRIGGER ALL")
        superuser.execute("ALTER TABLE ledger_entry DROP CONSTRAINT ledger_seq_from_zero")
        for statement in statements.split(";"):
            superuser.execute(statement)


@pytest.mark.parametrize("lie", TAMPERING)
def test_an_entry_touched_behind_our_back_is_named(lie: str, database: str, key: SigningKey) -> None:
    append(300)
    actions.publish(origin=ORIGIN, key=key, at=NOW)
    statements, place = TAMPERING[lie]
    tamper(database, statements)
    findings = queries.audit_of(ORIGIN, key.public_key)
    assert any(finding.kind == lie.split()[0] and str(place) in finding.explanation for finding in findings), findings


def test_nothing_is_signed_over_a_tree_that_was_changed(database: str, key: SigningKey) -> None:
    append(300)
    actions.publish(origin=ORIGIN, key=key, at=NOW)
    with psycopg.connect(database, autocommit=True) as superuser:
        superuser.execute("UPDATE ledger_tile SET hashes = sha256('forged') || substr(hashes, 33) WHERE level = 0")
    append(1)
    with pytest.raises(actions.LedgerBroken):
        actions.publish(origin=ORIGIN, key=key, at=NOW)
