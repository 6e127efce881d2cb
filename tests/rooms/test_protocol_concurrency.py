"""Two who act at once never both win. What is proved here is proved on what was committed.

Somebody holds the protocol, both get in line behind them, and when the hold is let go they go on at once: that both
stand in line is read from the database, and so is the order in which they do.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connections
from tests.rooms.desk import AGENCY_DPO, HALLE, MANAGER, NAMES, VALIDATOR, Desk, answers, credential, register_agency
from tests.stories.cast import CODE, House, beersel_terms, ceremony
from tests.stories.cast import MANAGER as HOUSE_MANAGER

from sluis.adapters.certificates import sign
from sluis.adapters.signature_refusals import SignatureRefused
from sluis.cli import clock
from sluis.disclosures import delivery, pipeline, queries
from sluis.disclosures.delivery import Delivered, Withheld
from sluis.disclosures.models import Delivery
from sluis.domain.access import Actor, Role
from sluis.domain.gate import Refusal
from sluis.domain.lifecycle import DeliveryStatus, NotPossible, Status, Verb
from sluis.domain.terms import Side
from sluis.ledger import queries as ledger
from sluis.protocols import actions
from sluis.protocols.model_text import model
from sluis.protocols.models import Attestation, Move, Proposal, Protocol, Revision, Signature, Version

SECOND_MANAGER = Actor("zoe", "agency:agii", Role.PROTOCOL_MANAGER)
MAYOR = "de burgemeester of de bevoegde schepen"

# Nothing is proved by this time passing; it only keeps a test that hangs from hanging for ever.
PATIENCE = timedelta(seconds=30)

VERSIONS = "SELECT FROM protocols_version WHERE protocol_id = %s FOR NO KEY UPDATE"
NEW_PROTOCOL = "INSERT INTO protocols_protocol (code, agency, nis) VALUES (%s, 'agii', '23027')"


class Line:
    """A line of people behind a lock that the test holds."""

    def __init__(self, database: str, hold: str, code: str) -> None:
        self.holder = psycopg.connect(database)
        self.observer = psycopg.connect(database, autocommit=True)
        self.holder.execute(hold, [code])
        self.threads: list[threading.Thread] = []
        self.outcomes: dict[int, Any] = {}

    def join(self, deed: Callable[[], Any]) -> None:
        """Has `deed` begin in a thread with a connection of its own, and waits until it waits for the lock."""
        place = len(self.threads)

        def run() -> None:
            try:
                self.outcomes[place] = deed()
            except Exception as error:  # noqa: BLE001 - whatever came of it is what the test looks at
                self.outcomes[place] = error
            finally:
                connections.close_all()

        self.threads.append(threading.Thread(target=run))
        self.threads[-1].start()
        until = datetime.now(clock.BRUSSELS) + PATIENCE
        while self.waiting() <= place:
            assert self.threads[-1].is_alive(), f"it did not wait: {self.outcomes[place]!r}"
            assert datetime.now(clock.BRUSSELS) < until, "it never waited"

    def waiting(self) -> int:
        found = self.observer.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        ).fetchone()
        return int(found[0]) if found else 0

    def let_go(self) -> list[Any]:
        """Lets the line go on, and gives what came of each, in the order in which they stood in it."""
        self.holder.rollback()
        for thread in self.threads:
            thread.join(PATIENCE.total_seconds())
            assert not thread.is_alive(), "two wait for each other"
        return [self.outcomes[place] for place in range(len(self.threads))]


@contextmanager
def line(database: str, code: str, hold: str = VERSIONS) -> Iterator[Line]:
    behind = Line(database, hold, code)
    try:
        yield behind
    finally:
        behind.holder.close()
        behind.observer.close()


def at_once(database: str, code: str, *deeds: Callable[[], Any], hold: str = VERSIONS) -> list[Any]:
    with line(database, code, hold) as behind:
        for deed in deeds:
            behind.join(deed)
        return behind.let_go()


@pytest.fixture
def desk(database: str) -> Desk:
    register_agency()
    return Desk()


def limit(version: Version) -> int:
    return int(json.loads(bytes(version.terms))["rowLimit"])


def kinds() -> list[str]:
    return [json.loads(body)["kind"] for body in ledger.bodies(0, 10_000)]


def test_of_two_who_validate_at_once_one_does(desk: Desk, database: str) -> None:
    desk.until("publish")
    at = desk.tick()
    first, second = at_once(
        database,
        desk.code,
        lambda: actions.validate(desk.code, by=VALIDATOR, at=at),
        lambda: actions.validate(desk.code, by=SECOND_MANAGER, at=at),
    )
    assert first.status == Status.ACTIVE and isinstance(second, NotPossible)
    assert Move.objects.get(verb=Verb.VALIDATE).person == VALIDATOR.person
    assert kinds().count("protocol.validated") == 1


@pytest.mark.parametrize("suspended_first", [True, False])
def test_a_suspension_is_never_lost_to_an_amendment_that_is_validated_at_once(
    desk: Desk, database: str, suspended_first: bool
) -> None:
    desk.until("validate")
    actions.amend(desk.code, changes={"rowLimit": 10}, by=MANAGER, at=desk.tick())
    for step in desk.STEPS[1:-1]:
        getattr(desk, step)()
    at = desk.tick()
    deeds = [
        lambda: actions.move(desk.code, Verb.SUSPEND, reason="lek", by=AGENCY_DPO, at=at),
        lambda: actions.validate(desk.code, by=VALIDATOR, at=at),
    ]
    outcomes = at_once(database, desk.code, *(deeds if suspended_first else reversed(deeds)))
    statuses = dict(Version.objects.values_list("number", "status"))
    if suspended_first:
        assert isinstance(outcomes[1], NotPossible)
        assert statuses == {1: Status.SUSPENDED, 2: Status.PUBLISHED}
    else:
        assert statuses == {1: Status.SUPERSEDED, 2: Status.SUSPENDED}


def test_of_two_who_revise_the_same_text_one_does_and_nothing_is_written_over(desk: Desk, database: str) -> None:
    base = desk.draft().terms_digest
    at = desk.tick()
    first, second = at_once(
        database,
        desk.code,
        lambda: actions.revise(desk.code, {"rowLimit": 10}, base=base, by=MANAGER, at=at),
        lambda: actions.revise(desk.code, {"rowLimit": 20}, base=base, by=desk.municipality, at=at),
    )
    assert limit(first) == limit(desk.version) == 10
    assert isinstance(second, NotPossible) and "Somebody else changed" in str(second)
    assert Revision.objects.count() == 2


def test_two_who_revise_without_saying_on_what_both_stay_on_record(desk: Desk, database: str) -> None:
    desk.draft()
    at = desk.tick()
    at_once(
        database,
        desk.code,
        lambda: actions.revise(desk.code, {"rowLimit": 10}, by=MANAGER, at=at),
        lambda: actions.revise(desk.code, {"noticeMonths": 1}, by=desk.municipality, at=at),
    )
    text = json.loads(bytes(desk.version.terms))
    assert (text["rowLimit"], text["noticeMonths"]) == (10, 1), "the second changed what the first had written"
    assert list(Revision.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]


def test_of_two_drafts_of_one_municipality_one_is_begun(desk: Desk, database: str) -> None:
    at = desk.tick()

    def begin(by: Actor) -> Callable[[], Version]:
        return lambda: actions.draft(HALLE, agency="agii", model=model(1), answers=answers(), by=by, at=at)

    outcomes = at_once(database, desk.code, begin(MANAGER), begin(desk.municipality), hold=NEW_PROTOCOL)
    assert sum(isinstance(one, Version) for one in outcomes) == 1
    assert sum(isinstance(one, NotPossible) for one in outcomes) == 1
    assert (Protocol.objects.count(), Version.objects.count(), Revision.objects.count()) == (1, 1, 1)
    assert kinds() == ["protocol.drafted"]


def test_of_two_amendments_one_is_begun(desk: Desk, database: str) -> None:
    desk.until("validate")
    at = desk.tick()
    first, second = at_once(
        database,
        desk.code,
        lambda: actions.amend(desk.code, by=MANAGER, at=at),
        lambda: actions.amend(desk.code, by=desk.municipality, at=at),
    )
    assert first.number == 2 and isinstance(second, NotPossible)
    assert Version.objects.count() == 2


def test_a_proposal_is_settled_once(desk: Desk, database: str) -> None:
    desk.draft()
    proposal = actions.propose(desk.code, {"rowLimit": 10}, why="genoeg", by=AGENCY_DPO, at=desk.tick())
    at = desk.tick()
    first, second = at_once(
        database,
        desk.code,
        lambda: actions.settle_proposal(proposal.pk, accept=False, by=MANAGER, at=at),
        lambda: actions.settle_proposal(proposal.pk, accept=True, by=desk.municipality, at=at),
    )
    assert first.accepted is False and isinstance(second, NotPossible)
    assert Proposal.objects.get().accepted is False and Revision.objects.count() == 1


def signed_copy(desk: Desk, side: Side, capacity: str) -> bytes:
    person = credential(NAMES[side][capacity])
    return sign(desk.document(), person, capacity=capacity, reason="akkoord", location="hier", at=desk.tick())


def test_of_two_who_signed_the_same_copy_one_counts_and_the_other_signs_what_the_first_sent(
    desk: Desk, database: str
) -> None:
    desk.until("decide")
    copies = [signed_copy(desk, side, "de algemeen directeur") for side in (Side.SENDER, Side.RECIPIENT)]
    at = desk.tick()

    def place(pdf: bytes) -> Callable[[], Version]:
        return lambda: actions.place_signature(desk.code, pdf, trust=desk.trust, by=MANAGER, at=at)

    first, second = at_once(database, desk.code, place(copies[0]), place(copies[1]))
    assert isinstance(first, Version) and isinstance(second, SignatureRefused)
    assert Signature.objects.get().signatory.side == Side.SENDER
    desk.sign(Side.RECIPIENT, "de algemeen directeur")
    assert Signature.objects.count() == 2


@pytest.mark.parametrize("same_person", [True, False])
def test_two_who_attest_the_last_scan_at_once_sign_the_text_once(desk: Desk, database: str, same_person: bool) -> None:
    desk.until("decide")
    for side, capacity in ((side, one) for side, names in NAMES.items() for one in names):
        actions.place_scan(desk.code, side, capacity, b"%PDF-scan", by=MANAGER, at=desk.tick())
        if capacity != MAYOR:
            actions.attest_scan(desk.code, side, capacity, by=VALIDATOR, at=desk.tick())
    at = desk.tick()

    def attest(by: Actor) -> Callable[[], Version]:
        return lambda: actions.attest_scan(desk.code, Side.RECIPIENT, MAYOR, by=by, at=at)

    second = replace(VALIDATOR, role=Role.PROTOCOL_MANAGER) if same_person else SECOND_MANAGER
    outcomes = at_once(database, desk.code, attest(VALIDATOR), attest(second))
    assert outcomes[0].status == Status.SIGNED and isinstance(outcomes[1], NotPossible)
    assert Move.objects.filter(verb=Verb.SIGN).count() == kinds().count("protocol.signed") == 1
    assert Attestation.objects.filter(signature__signatory__capacity=MAYOR).count() == 2


def test_a_merger_that_two_carry_out_at_once_happens_once(database: str) -> None:
    register_agency()
    gone = Desk("71022", datetime(2026, 3, 2, 9, tzinfo=clock.BRUSSELS))
    # A protocol of a municipality that is gone since, as an installation has it that was not told in time.
    before = datetime(2024, 10, 1, 9, tzinfo=clock.BRUSSELS)
    text = json.loads(beersel_terms())
    text |= {"protocol": gone.code, "territory": ["71022"], "recipient": {**text["recipient"], "nis": "71022"}}
    actions.register(
        actions.Concluded(
            terms=json.dumps(text).encode(), agency="agii", author="an", validator="bert", in_force_at=before,
            published_by_sender="https://agency.example", published_by_recipient="https://hasselt.example",
        ),
        by=MANAGER, at=before,
    )  # fmt: skip
    first, second = at_once(
        database,
        gone.code,
        lambda: actions.merge("71072", agency="agii", by=MANAGER, at=gone.at),
        lambda: actions.merge("71072", agency="agii", by=SECOND_MANAGER, at=gone.at),
    )
    assert first.inherited.status == Status.ACTIVE and second is None
    assert Version.objects.count() == 2 and kinds().count("protocol.inherited") == 1


# --- An ending against a delivery ------------------------------------------------------------------------------------


@pytest.fixture
def house(database: str, home: Path, tmp_path: Path) -> House:
    return House(tmp_path)


class Stopped(Exception):
    """The program stops here."""


def recorded(house: House, monkeypatch: pytest.MonkeyPatch) -> Delivery:
    """A parcel that is recorded and has not left yet."""

    def stop(*_: object, **__: object) -> None:
        raise Stopped

    with monkeypatch.context() as patch, pytest.raises(Stopped):
        patch.setattr(delivery, "deliver", stop)
        house.ask(ceremony())
    return Delivery.objects.get()


def end() -> Version:
    return actions.move(CODE, Verb.END, reason="gedaan", by=HOUSE_MANAGER, at=clock.now())


def test_what_stands_behind_an_ending_does_not_leave(
    house: House, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    parcel = recorded(house, monkeypatch)
    ended, [outcome] = at_once(database, CODE, end, lambda: delivery.deliver([parcel.pk], at=clock.now()))
    assert ended.status == Status.ENDED
    assert isinstance(outcome, Withheld) and outcome.refusal.rule.name == "not_over"
    assert not house.parcels.exists()
    parcel.refresh_from_db()
    assert (parcel.status, parcel.sealed) == (DeliveryStatus.WITHHELD, None)
    assert kinds()[-2:] == ["protocol.ended", "disclosure.withheld"]


def test_what_stands_before_an_ending_leaves_before_it_is_committed(
    house: House, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    parcel = recorded(house, monkeypatch)
    [outcome], ended = at_once(database, CODE, lambda: delivery.deliver([parcel.pk], at=clock.now()), end)
    assert isinstance(outcome, Delivered) and ended.status == Status.ENDED
    assert kinds()[-2:] == ["disclosure.delivered", "protocol.ended"]


def test_an_ask_that_stands_behind_an_ending_gets_no_permit(house: House, database: str) -> None:
    ended, outcome = at_once(database, CODE, end, lambda: house.ask(ceremony()))
    assert ended.status == Status.ENDED
    # The gate reads a protocol only when nobody can move it any more.
    assert "ask.permitted" not in kinds()
    assert isinstance(outcome, Refusal) and outcome.rule.name == "not_over"
    assert not Delivery.objects.exists() and not house.parcels.exists()
    assert list(queries.waiting()) == []
    assert pipeline.deliver_waiting(instruments=house.instruments, at=clock.now()) == []
