"""The first page of a protocol: where it stands, whose turn it is, what is missing, and what the visitor can do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse

from sluis.domain.access import Work
from sluis.domain.lifecycle import IN_FORCE, IN_PREPARATION, Deed, Status, Verb, possible
from sluis.domain.turn import Turn
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
    """Whose turn it is, and where the visitor takes theirs; no address where it is somebody else's."""

    turn: Turn
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
        called=[Called(turn, _address(visit, seen, turn)) for turn in seen.standing.turns],
        may_hold=seen.version.status in IN_FORCE and visit.may(Deed.HOLD),
        to_close=[one for one in seen.versions if visit.may(Verb.CLOSE) and Verb.CLOSE in possible(Status(one.status))],
    )


def _address(visit: Visit, seen: Shown, turn: Turn) -> str | None:
    if turn.place != visit.place:
        return None
    code = seen.protocol.code
    if turn.what in moving.MOVES:
        return visit.address("protocol-move", code=code, verb=turn.what.value.replace("_", "-"))
    tab = TABS.get(turn.what)
    return visit.address(tab, code=code) if tab in {name for _, name in PARTS} else None
