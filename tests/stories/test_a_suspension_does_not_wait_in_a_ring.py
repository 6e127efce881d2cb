"""A suspension while permits are stored, and the calendar while protocols are busy: nobody waits in a ring."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from tests.rooms import desk
from tests.stories import cast

from sluis.cli import clock
from sluis.disclosures import intake, queries, recording
from sluis.domain.gate import Permit, Refusal, decide
from sluis.domain.lifecycle import Verb
from sluis.protocols import actions
from sluis.protocols.actions.moving import locked
from sluis.protocols.models import Version


class Beside(threading.Thread):
    """Somebody who acts at the same time, over a connection of their own; what went wrong is kept."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__(daemon=True)
        self.act, self.error = act, None

    error: BaseException | None

    def run(self) -> None:
        try:
            self.act()
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test looks at it
            self.error = error
        finally:
            connections.close_all()


def until_somebody_waits() -> None:
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    pytest.fail("nobody came to wait")


def test_a_permit_that_is_being_stored_and_a_suspension_both_come_through(database: str, home: Path) -> None:
    """The permit holds the ledger and points at the version; the suspension holds that and waits for the ledger."""
    house = cast.House(home)
    at = clock.now()
    taken_in = intake.take_in(
        cast.ceremony(), idempotency_key=None, destination=str(house.parcels), by="nis:23003", at=at
    )
    ground = queries.grounds([cast.BEERSEL], at.date())[cast.BEERSEL]
    permit = decide(ground.terms, ground.facts, taken_in.ask, at)
    assert isinstance(permit, Permit)
    assert ground.binding is not None
    suspending = Beside(lambda: actions.move(cast.CODE, Verb.SUSPEND, reason="Nu.", by=cast.MANAGER, at=clock.now()))
    with transaction.atomic():
        recording.record_permits([(taken_in, permit, ground.binding)], at=at)
        suspending.start()
        until_somebody_waits()
    suspending.join(30)
    assert suspending.error is None
    assert Version.objects.get(protocol_id=cast.CODE).status == "suspended"


def test_the_calendar_waits_for_no_protocol_that_is_not_due(database: str, home: Path) -> None:
    cast.House(home)
    day = Beside(lambda: actions.expire_due(at=clock.now()))
    with transaction.atomic():
        locked(cast.CODE)
        day.start()
        day.join(20)
        assert not day.is_alive()
    assert day.error is None


def test_an_ask_under_an_unfinished_draft_that_was_given_up_is_refused(database: str) -> None:
    """It cannot be read as terms, and nothing was ever in force: that is a refusal and no error."""
    desk.register_agency()
    one = desk.Desk()
    one.draft(recipient={"kbo": None})
    for _ in range(2):
        ground = queries.grounds([desk.HALLE], one.at.date())[desk.HALLE]
        answer = decide(ground.terms, ground.facts, cast.ceremony(desk.HALLE), one.at + timedelta(minutes=1))
        assert isinstance(answer, Refusal)
        assert answer.rule.name == "protocol_exists"
        if one.version.status == "draft":
            actions.withdraw(one.code, reason="Toch niet.", by=desk.MANAGER, at=one.tick())
    assert one.version.status == "withdrawn"
