"""The first page of a protocol: where it stands, whose turn it is, what is missing, and what the visitor can do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse

from sluis.domain.access import Work
from sluis.domain.lifecycle import IN_FORCE, IN_PREPARATION, Deed, Status, Verb, possible
from sluis.domain.turn import Turn
from sluis.domain.words import Said
from sluis.protocols.models import Hold, Task
from sluis.web.door import Visit, behind_login
from sluis.web.protocols import moving
from sluis.web.protocols.page import PARTS, Shown, render, shown

# On which tab somebody takes their turn; a move that needs only a yes or a reason has a page of its own.
TABS: Mapping[Verb | Deed, str] = {
    Deed.REVISE: "protocol-draft",
    Deed.SETTLE: "protocol-talk",
    Deed.GIVE_ADVICE: "protocol-advice",
    Deed.ANSWER_CONDITION: "protocol-advice",
    Deed.NOT_FOLLOW_ADVICE: "protocol-advice",
    Verb.DECIDE: "protocol-signing",
    Deed.PLACE_SIGNATURE: "protocol-signing",
    Deed.PLACE_SCAN: "protocol-signing",
    Deed.ATTEST_SCAN: "protocol-signing",
    Deed.RECORD_ADDRESS: "protocol-publication",
    Deed.CHECK_PUBLICATION: "protocol-publication",
}


@dataclass(frozen=True, slots=True)
class Called:
    """What somebody's turn is for, once, whoever may take it. `yours`: the visitor may, at `address` if it has one."""

    said: Said
    yours: bool
    address: str | None


@behind_login(Work.SEE_PROTOCOLS)
def show(visit: Visit, code: str, number: int | None = None) -> HttpResponse:
    """Where a protocol stands."""
    seen = shown(visit, code, number)
    return render(
        visit,
        "overview.html",
        seen,
        part="protocol",
        moves=moving.offered(visit, seen),
        tasks=list(Task.objects.filter(protocol_id=code, done_at__isnull=True).order_by("pk")),
        holds=list(Hold.objects.filter(protocol_id=code, lifted_at__isnull=True).order_by("pk")),
        in_preparation=seen.version.status in IN_PREPARATION,
        called=_called(visit, seen),
        may_hold=seen.version.status in IN_FORCE and visit.may(Deed.HOLD),
        to_close=[one for one in seen.versions if visit.may(Verb.CLOSE) and Verb.CLOSE in possible(Status(one.status))],
    )


def _called(visit: Visit, seen: Shown) -> list[Called]:
    turns: dict[Said, list[Turn]] = {}
    for turn in seen.standing.turns:
        turns.setdefault(turn.said, []).append(turn)
    mine = seen.standing.mine()
    found = []
    for said, each in turns.items():
        own = next((turn for turn in each if turn in mine), None)
        found.append(Called(said, own is not None, _address(visit, seen, own) if own else None))
    return found


def _address(visit: Visit, seen: Shown, turn: Turn) -> str | None:
    code = seen.protocol.code
    if turn.what in moving.MOVES:
        return visit.address("protocol-move", code=code, verb=turn.what.value.replace("_", "-"))
    there = {tab.name for tab in PARTS if tab.there(visit, seen)}
    name = TABS.get(turn.what)
    return visit.address(name, code=code) if name in there else None
