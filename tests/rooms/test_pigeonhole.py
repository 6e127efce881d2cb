"""The pigeonhole: a parcel lies ready for its municipality, which fetches it, opens it, and confirms its deletion."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
import uuid
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import DatabaseError, connections, transaction
from tests.stories.cast import BEERSEL, CODE, HALLE, MANAGER, House, ceremony, insz
from tests.stories.test_many_asks_at_once import LEUVEN, PROGRAM, register, resume, suspend

from sluis.adapters.sealing import make_identity
from sluis.adapters.signing import verify_minisign
from sluis.cli import clock
from sluis.disclosures import delivery, opening, pigeonhole, pipeline, queries
from sluis.disclosures.delivery import Delivered, LaidReady, Withheld
from sluis.disclosures.models import Collectable, Delivery, Opening
from sluis.disclosures.models import Refusal as StoredRefusal
from sluis.disclosures.opening import Opened, SealedParcel
from sluis.disclosures.pigeonhole import PORTAL, Fetched
from sluis.disclosures.pipeline import Disclosed
from sluis.disclosures.sealing import open_parcel
from sluis.domain.access import Actor, Role
from sluis.domain.checkpoint import parse_proof
from sluis.domain.collection import How
from sluis.domain.gate import Refusal
from sluis.domain.lifecycle import DeliveryStatus, HoldKind, NotPossible, Verb
from sluis.domain.policy import Ask
from sluis.ledger import queries as ledger
from sluis.parties import actions as parties
from sluis.protocols import actions as protocols

OFFICER = Actor("olga", "nis:23003", Role.INTEGRATION_OFFICER)
COORDINATOR = Actor("cas", "nis:23003", Role.COORDINATOR)
PASSPHRASE = "vier gewone woorden samen"
# Beveren merged into Beveren-Kruibeke-Zwijndrecht on 1 January 2025.
BEVEREN, SUCCESSOR = "46003", "46030"


@pytest.fixture
def house(database: str, home: Path, tmp_path: Path) -> House:
    return House(tmp_path)


def disclose(house: House, ask: Ask | None = None, key: str | None = None) -> Disclosed | Refusal:
    return pipeline.disclose(
        ask or ceremony(),
        instruments=house.instruments, destination=PORTAL, by="nis:23003", at=clock.now(), idempotency_key=key,
    )  # fmt: skip


def laid_ready(house: House) -> uuid.UUID:
    outcome = disclose(house)
    assert isinstance(outcome, Disclosed) and isinstance(outcome.outcome, LaidReady)
    return outcome.outcome.delivery


def kinds() -> list[str]:
    return [json.loads(body)["kind"] for body in ledger.bodies(0, ledger.size())]


def fetch(number: uuid.UUID, how: How = How.PARCEL, by: Actor = OFFICER, at: datetime | None = None) -> Fetched:
    fetched = pigeonhole.collect(number, how, by=by, at=at or clock.now())
    assert isinstance(fetched, Fetched)
    return fetched


def stop_before_leaving(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise InterruptedError

    with monkeypatch.context() as patch, pytest.raises(InterruptedError):
        patch.setattr(delivery, "deliver", stop)
        disclose(house)


class TestLayingReady:
    def test_the_four_files_lie_ready_and_no_file_is_written(self, house: House) -> None:
        number = laid_ready(house)
        row = Delivery.objects.get()
        assert (row.pk, row.status, row.sealed, row.collected_at) == (number, DeliveryStatus.DELIVERED, None, None)
        assert not house.parcels.exists()
        parcel = fetch(number)
        assert parcel.name == row.name
        manifest, rows = open_parcel(parcel.data, house.identity)
        assert (manifest["delivery"], manifest["count"]) == (str(number), 3)
        assert insz(1) in rows.decode()
        signature = fetch(number, How.SIGNATURE)
        verify_minisign(parcel.data, signature.data.decode(), house.agency_key.minisign_public_key)
        assert signature.name == row.name + ".minisig"
        assert json.loads(fetch(number, How.ENTRY).data)["delivery"] == str(number)
        assert parse_proof(fetch(number, How.PROOF).data.decode()).index == row.entry

    def test_all_of_it_is_the_same_files_in_one_archive(self, house: House) -> None:
        number = laid_ready(house)
        one_by_one = [fetch(number, how) for how in (How.PARCEL, How.SIGNATURE, How.ENTRY, How.PROOF)]
        bundle = fetch(number, How.ALL)
        assert bundle.name.endswith(".files.zip")
        with zipfile.ZipFile(io.BytesIO(bundle.data)) as archive:
            assert {name: archive.read(name) for name in archive.namelist()} == {f.name: f.data for f in one_by_one}

    def test_many_at_once_go_to_the_portal_together(self, house: House) -> None:
        register(LEUVEN)
        parties.register_key(nis=LEUVEN, recipient=make_identity()[1], by="nis:24062", at=clock.now())
        outcomes = pipeline.disclose_all(
            [ceremony(), ceremony(HALLE), ceremony(LEUVEN)],
            instruments=house.instruments, destination=PORTAL, by="agency:agii", at=clock.now(),
        )  # fmt: skip
        laid = [isinstance(one, Disclosed) and isinstance(one.outcome, LaidReady) for one in outcomes]
        assert laid == [True, False, True]
        assert Collectable.objects.count() == 2

    def test_a_batch_of_both_kinds_ends_each_in_its_own_place(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        stop_before_leaving(house, monkeypatch)
        register(LEUVEN)
        parties.register_key(nis=LEUVEN, recipient=make_identity()[1], by="nis:24062", at=clock.now())
        with monkeypatch.context() as patch, pytest.raises(OSError, match="stop"):
            patch.setattr(delivery, "deliver", lambda *_, **__: (_ for _ in ()).throw(OSError("stop")))
            house.ask(ceremony(LEUVEN))
        outcomes = pipeline.deliver_waiting(instruments=house.instruments, at=clock.now())
        assert {type(outcome) for outcome in outcomes} == {LaidReady, Delivered}
        assert len(list(house.parcels.glob("*.zip.age"))) == 1
        assert Collectable.objects.get().delivery.permit.ask.nis == BEERSEL

    def test_the_same_key_again_says_where_it_lies_and_lays_nothing_twice(self, house: House) -> None:
        first, again = disclose(house, key="once"), disclose(house, key="once")
        assert isinstance(first, Disclosed) and isinstance(again, Disclosed)
        assert first.outcome == again.outcome
        assert Collectable.objects.count() == 1
        assert kinds().count("disclosure.delivered") == 1

    def test_a_suspension_before_it_leaves_withholds_it_and_says_why(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        stop_before_leaving(house, monkeypatch)
        suspend(BEERSEL)
        [settled] = pipeline.deliver_waiting(instruments=house.instruments, at=clock.now())
        assert isinstance(settled, Withheld)
        assert not Collectable.objects.exists()
        stored = StoredRefusal.objects.get()
        assert (stored.step, stored.rule) == ("delivery", "not_suspended")
        resume(BEERSEL)
        with pytest.raises(NotPossible, match="withheld"):
            pigeonhole.collect(settled.delivery, How.PARCEL, by=OFFICER, at=clock.now())

    @pytest.mark.parametrize(
        ("target", "when"),
        [
            ("sluis.disclosures.pigeonhole.lay_ready", "before"),
            ("sluis.disclosures.pigeonhole.lay_ready", "after"),
            ("sluis.disclosures.delivery.record_settled", "before"),
            ("sluis.disclosures.delivery.record_settled", "after"),
            ("sluis.disclosures.delivery.deliver", "after"),
        ],
    )
    def test_killed_there_it_lies_ready_once_the_program_is_back(self, target: str, when: str, house: House) -> None:
        died = subprocess.run(
            [sys.executable, "-c", PROGRAM, target, when, "1", PORTAL, BEERSEL],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert died.returncode == -signal.SIGKILL, (died.returncode, died.stdout, died.stderr)
        # Unlike a file, a row is part of the transaction: what is not settled does not lie here.
        settled = Delivery.objects.get().status == DeliveryStatus.DELIVERED
        assert Collectable.objects.exists() == settled == (target.endswith("deliver"))
        pipeline.deliver_waiting(instruments=house.instruments, at=clock.now())
        assert queries.waiting() == []
        assert len(fetch(Delivery.objects.get().pk).data) > 100
        assert kinds().count("disclosure.delivered") == 1
        assert ledger.audit_of(house.instruments.origin, house.ledger_key.public_key) == []


class TestWhoMayFetch:
    @pytest.mark.parametrize(
        "stranger",
        [
            Actor("s", "nis:23027", Role.INTEGRATION_OFFICER),
            Actor("s", "agency:agii", Role.DATA_STEWARD),
            Actor("s", "supervisor:vtc", Role.SUPERVISOR),
            Actor("s", "nis:99999", Role.INTEGRATION_OFFICER),
        ],
    )
    def test_a_stranger_hears_the_same_as_of_a_delivery_that_never_was(self, stranger: Actor, house: House) -> None:
        for number in (laid_ready(house), uuid.uuid4()):
            assert pigeonhole.collect(number, How.ALL, by=stranger, at=clock.now()) is None
            assert pigeonhole.open_with_identity(number, house.identity, by=stranger, at=clock.now()) is None
            with pytest.raises(NotPossible, match="no such delivery"):
                pigeonhole.confirm_deletion(number, by=stranger, at=clock.now())
        assert not Opening.objects.exists()

    def test_others_of_the_municipality_hear_who_may(self, house: House) -> None:
        number = laid_ready(house)
        with pytest.raises(NotPossible, match="integration officer of the municipality"):
            pigeonhole.collect(number, How.PARCEL, by=COORDINATOR, at=clock.now())
        assert not Opening.objects.exists()

    def test_after_a_merger_the_successor_fetches_under_its_own_protocol(self, house: House, database: str) -> None:
        number = laid_ready(house)
        with psycopg.connect(database, autocommit=True) as superuser:
            superuser.execute("UPDATE disclosures_ask SET nis = %s", [BEVEREN])
        successor = Actor("sara", f"nis:{SUCCESSOR}", Role.INTEGRATION_OFFICER)
        refused = pigeonhole.collect(number, How.PARCEL, by=successor, at=clock.now())
        assert isinstance(refused, Refusal) and refused.rule.name == "protocol_exists"
        register(SUCCESSOR, date(2025, 1, 1))
        assert fetch(number, by=successor).data
        assert Opening.objects.get().party == f"nis:{SUCCESSOR}"

    def test_what_went_to_a_folder_is_not_here(self, house: House) -> None:
        house.ask(ceremony())
        with pytest.raises(NotPossible, match="by another road"):
            pigeonhole.collect(Delivery.objects.get().pk, How.PARCEL, by=OFFICER, at=clock.now())

    def test_what_has_not_left_yet_cannot_be_fetched(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        stop_before_leaving(house, monkeypatch)
        with pytest.raises(NotPossible, match="not left yet"):
            pigeonhole.collect(Delivery.objects.get().pk, How.PARCEL, by=OFFICER, at=clock.now())

    def test_a_way_of_opening_is_no_file(self, house: House) -> None:
        with pytest.raises(ValueError, match="no file"):
            pigeonhole.collect(laid_ready(house), How.PASSPHRASE, by=OFFICER, at=clock.now())


def hold(kind: HoldKind) -> Callable[[], object]:
    return lambda: protocols.place_hold(CODE, kind, reason="lost laptop", by=MANAGER, at=clock.now())


def end() -> None:
    protocols.move(CODE, Verb.END, reason="done", by=MANAGER, at=clock.now())


class TestWhatHappenedMeanwhile:
    @pytest.mark.parametrize(
        ("happens", "rule"),
        [
            (lambda: suspend(BEERSEL), "not_suspended"),
            (hold(HoldKind.BREACH), "no_breach"),
            (hold(HoldKind.SANCTION), "no_sanction"),
            (end, "not_over"),
        ],
    )
    def test_a_stop_since_it_was_laid_ready_keeps_it_here(
        self, happens: Callable[[], object], rule: str, house: House
    ) -> None:
        number = laid_ready(house)
        happens()
        for answer in (
            pigeonhole.collect(number, How.PARCEL, by=OFFICER, at=clock.now()),
            pigeonhole.open_with_identity(number, house.identity, by=OFFICER, at=clock.now()),
        ):
            assert isinstance(answer, Refusal) and answer.rule.name == rule
        assert not Opening.objects.exists()
        assert "disclosure.collected" not in kinds()

    def test_when_the_stop_is_lifted_it_can_be_fetched_after_all(self, house: House) -> None:
        number = laid_ready(house)
        suspend(BEERSEL)
        resume(BEERSEL)
        assert fetch(number).data

    def test_a_suspension_while_it_is_being_opened_still_counts(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        number = laid_ready(house)
        real = opening.with_identity

        def suspended_meanwhile(parcel: SealedParcel, identity_file: str) -> Opened:
            opened = real(parcel, identity_file)
            suspend(BEERSEL)
            return opened

        monkeypatch.setattr(opening, "with_identity", suspended_meanwhile)
        answer = pigeonhole.open_with_identity(number, house.identity, by=OFFICER, at=clock.now())
        assert isinstance(answer, Refusal) and answer.rule.name == "not_suspended"
        assert not Opening.objects.exists()

    def test_a_stop_is_not_overtaken_by_a_fetch_that_had_asked_before_it(self, house: House) -> None:
        """While somebody fetches, the protocol cannot move: whoever was told that nothing leaves is told the truth."""
        number = laid_ready(house)
        with transaction.atomic():
            fetch(number)
            moved = subprocess.run(
                [sys.executable, "-c", SUSPENDS_AT_ONCE], capture_output=True, text=True, check=False
            )
        assert "LockNotAvailable" in moved.stderr, moved.stderr

    def test_what_another_ask_would_be_refused_for_does_not_hold_it(self, house: House) -> None:
        number = laid_ready(house)
        parties.withdraw_key(recipient=house.recipient, by="nis:23003", at=clock.now())
        assert fetch(number).data


SUSPENDS_AT_ONCE = """
import django
django.setup()
from django.db import connections
with connections["default"].cursor() as cursor:
    cursor.execute("SET lock_timeout = '200ms'")
from tests.stories.test_many_asks_at_once import suspend
suspend("23003")
"""


class TestTheLog:
    def test_the_first_time_stands_in_the_ledger_and_every_time_in_the_log(self, house: House) -> None:
        number = laid_ready(house)
        colleague = Actor("otto", "nis:23003", Role.INTEGRATION_OFFICER)
        fetch(number, How.SIGNATURE)
        fetch(number, How.PARCEL, by=colleague)
        opened = pigeonhole.open_with_identity(number, house.identity, by=OFFICER, at=clock.now())
        assert isinstance(opened, Opened)
        seen = [(one.person, one.party, one.how) for one in pigeonhole.openings(number)]
        assert seen == [
            ("olga", "nis:23003", "identity"), ("otto", "nis:23003", "parcel"), ("olga", "nis:23003", "signature"),
        ]  # fmt: skip
        assert kinds().count("disclosure.collected") == 1
        said = json.loads(ledger.bodies(ledger.size() - 1, ledger.size())[0])
        row = Delivery.objects.get()
        assert {name: said[name] for name in said if name not in ("format", "at")} == {
            "kind": "disclosure.collected", "by": "nis:23003", "delivery": str(number), "recipient": BEERSEL,
            "parcelDigest": row.parcel_digest,
        }  # fmt: skip
        assert "olga" not in json.dumps(said)
        assert row.collected_at is not None

    def test_two_who_fetch_at_the_same_moment_are_one_first_time(self, house: House) -> None:
        number = laid_ready(house)

        def one(how: How) -> Fetched:
            try:
                return fetch(number, how)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(4) as pool:
            assert len(list(pool.map(one, [How.PARCEL, How.ALL, How.PROOF, How.PARCEL]))) == 4
        assert kinds().count("disclosure.collected") == 1
        assert Opening.objects.count() == 4

    def test_the_program_cannot_rewrite_the_log(self, house: House) -> None:
        fetch(laid_ready(house))
        with pytest.raises(DatabaseError, match="permission denied"):
            Opening.objects.update(person="nobody")
        with pytest.raises(DatabaseError, match="permission denied"):
            Opening.objects.all()._raw_delete("default")


class TestOpening:
    def test_with_a_passphrase_the_rows_come_in_memory(self, house: House) -> None:
        parties.make_key_behind_passphrase(BEERSEL, PASSPHRASE, by="nis:23003", at=clock.now())
        opened = pigeonhole.open_with_passphrase(laid_ready(house), PASSPHRASE, by=OFFICER, at=clock.now())
        assert isinstance(opened, Opened)
        assert opened.columns == tuple(opened.manifest["fields"])
        assert [row[0] for row in opened.rows] == [insz(1), insz(2), insz(3)]
        assert opened.csv.decode().splitlines()[1] == ",".join(opened.rows[0])
        assert not house.parcels.exists()
        assert Opening.objects.get().how == How.PASSPHRASE

    def test_a_wrong_passphrase_is_said_and_is_no_opening(self, house: House) -> None:
        parties.make_key_behind_passphrase(BEERSEL, PASSPHRASE, by="nis:23003", at=clock.now())
        number = laid_ready(house)
        with pytest.raises(NotPossible, match="opens no key"):
            pigeonhole.open_with_passphrase(number, PASSPHRASE + "!", by=OFFICER, at=clock.now())
        assert not Opening.objects.exists()

    def test_without_a_key_behind_a_passphrase_that_is_said(self, house: House) -> None:
        with pytest.raises(NotPossible, match="no key behind a passphrase here"):
            pigeonhole.open_with_passphrase(laid_ready(house), PASSPHRASE, by=OFFICER, at=clock.now())

    def test_a_key_that_was_withdrawn_since_still_opens_it(self, house: House) -> None:
        key = parties.make_key_behind_passphrase(BEERSEL, PASSPHRASE, by="nis:23003", at=clock.now())
        number = laid_ready(house)
        parties.withdraw_key(recipient=key.recipient, by="nis:23003", at=clock.now())
        # The newer key has the same passphrase, and the parcel is not sealed to it.
        parties.make_key_behind_passphrase(BEERSEL, PASSPHRASE, by="nis:23003", at=clock.now())
        assert isinstance(pigeonhole.open_with_passphrase(number, PASSPHRASE, by=OFFICER, at=clock.now()), Opened)

    def test_a_key_that_came_later_does_not_open_it(self, house: House) -> None:
        number = laid_ready(house)
        parties.make_key_behind_passphrase(BEERSEL, PASSPHRASE, by="nis:23003", at=clock.now())
        with pytest.raises(NotPossible, match="not sealed to this key"):
            pigeonhole.open_with_passphrase(number, PASSPHRASE, by=OFFICER, at=clock.now())

    def test_another_municipality_s_passphrase_does_not_count(self, house: House) -> None:
        number = laid_ready(house)
        parties.make_key_behind_passphrase(HALLE, PASSPHRASE, by="nis:23027", at=clock.now())
        with pytest.raises(NotPossible, match="no key behind a passphrase here"):
            pigeonhole.open_with_passphrase(number, PASSPHRASE, by=OFFICER, at=clock.now())

    @pytest.mark.parametrize(
        ("file", "said"), [("", "holds no key"), ("AGE-SECRET-KEY-1NONE", "holds no key"), (None, "not sealed to this")]
    )
    def test_a_file_that_is_no_key_or_another_key_is_told_apart(
        self, file: str | None, said: str, house: House
    ) -> None:
        identity = make_identity()[0] if file is None else file
        with pytest.raises(NotPossible, match=said):
            pigeonhole.open_with_identity(laid_ready(house), identity, by=OFFICER, at=clock.now())

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ("sealed = set_byte(sealed, length(sealed) - 1, get_byte(sealed, length(sealed) - 1) # 1)", "signature"),
            ("sealed = 'x'::bytea", "signature"),
        ],
    )
    def test_a_parcel_that_was_changed_in_the_house_is_not_opened(
        self, change: str, said: str, house: House, database: str
    ) -> None:
        number = laid_ready(house)
        with psycopg.connect(database, autocommit=True) as superuser:
            superuser.execute(f"UPDATE disclosures_collectable SET {change}")
        with pytest.raises(NotPossible, match=said):
            pigeonhole.open_with_identity(number, house.identity, by=OFFICER, at=clock.now())

    def test_a_parcel_of_another_signer_is_not_opened(self, house: House) -> None:
        from django.conf import settings

        from sluis.adapters.signing import make_key
        from sluis.parties.models import Agency

        number = laid_ready(house)
        Agency.objects.update(minisign_public_key=make_key(settings.KEYS_FOLDER / "other.key").minisign_public_key)
        with pytest.raises(NotPossible, match="signature does not fit"):
            pigeonhole.open_with_identity(number, house.identity, by=OFFICER, at=clock.now())


class TestLettingGo:
    def test_a_confirmed_deletion_removes_it_at_once(self, house: House) -> None:
        number = laid_ready(house)
        pigeonhole.confirm_deletion(number, by=COORDINATOR, at=clock.now())
        assert not Collectable.objects.exists()
        row = Delivery.objects.get()
        assert (row.deletion_confirmed_by, kinds()[-1]) == ("nis:23003", "deletion.confirmed")
        with pytest.raises(NotPossible, match="confirmed already"):
            fetch(number)
        with pytest.raises(NotPossible, match="confirmed already"):
            pigeonhole.confirm_deletion(number, by=COORDINATOR, at=clock.now())

    def test_the_successor_confirms_for_who_merged_into_it(self, house: House, database: str) -> None:
        number = laid_ready(house)
        with psycopg.connect(database, autocommit=True) as superuser:
            superuser.execute("UPDATE disclosures_ask SET nis = %s", [BEVEREN])
        pigeonhole.confirm_deletion(
            number, by=Actor("sara", f"nis:{SUCCESSOR}", Role.INTEGRATION_OFFICER), at=clock.now()
        )
        assert Delivery.objects.get().deletion_confirmed_by == f"nis:{SUCCESSOR}"

    def test_somebody_without_the_role_cannot_confirm(self, house: House) -> None:
        number = laid_ready(house)
        with pytest.raises(NotPossible, match="not up to you"):
            pigeonhole.confirm_deletion(number, by=Actor("d", "nis:23003", Role.DPO), at=clock.now())
        assert Collectable.objects.exists()

    @pytest.mark.parametrize(("suspended", "said"), [(False, "not left yet"), (True, "withheld")])
    def test_what_did_not_leave_needs_no_confirmation(
        self, suspended: bool, said: str, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        stop_before_leaving(house, monkeypatch)
        if suspended:
            suspend(BEERSEL)
            pipeline.deliver_waiting(instruments=house.instruments, at=clock.now())
        with pytest.raises(NotPossible, match=said):
            pigeonhole.confirm_deletion(Delivery.objects.get().pk, by=COORDINATOR, at=clock.now())

    def test_after_the_last_day_of_keeping_it_is_cleared_and_not_a_day_before(self, house: House) -> None:
        number = laid_ready(house)
        last = datetime.combine(Delivery.objects.get().keep_until, datetime.min.time(), clock.BRUSSELS)
        assert pigeonhole.clear(at=last + timedelta(hours=23)) == 0
        with pytest.raises(NotPossible, match="time of keeping is over"):
            pigeonhole.collect(number, How.PARCEL, by=OFFICER, at=last + timedelta(days=1))
        assert pigeonhole.clear(at=last + timedelta(days=1)) == 1
        with pytest.raises(NotPossible, match="time of keeping is over"):
            pigeonhole.collect(number, How.PARCEL, by=OFFICER, at=last + timedelta(days=1))
        # The delivery itself stays, and so does the duty to confirm.
        pigeonhole.confirm_deletion(number, by=COORDINATOR, at=last + timedelta(days=2))
