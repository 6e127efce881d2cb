"""The main menu: what somebody in a role can go to, in the order in which they need it."""

from __future__ import annotations

from dataclasses import dataclass

from sluis.domain.access import Work
from sluis.domain.lifecycle import Deed
from sluis.domain.terms import Side
from sluis.web.door import Visit

# A key of `texts`, the name of the address, the work one comes there for (None: everybody), and at which side (None: at
# each of them).
_ITEMS: tuple[tuple[str, str, Work | Deed | None, Side | None], ...] = (
    ("nav_home", "home", None, None),
    ("nav_ask", "ask", Work.ASK, Side.RECIPIENT),
    ("nav_deliveries", "deliveries", Work.SEE_DELIVERIES, Side.RECIPIENT),
    ("nav_protocols", "protocols", Work.SEE_PROTOCOLS, None),
    ("nav_outreach", "outreach", Work.SEE_OUTREACH, None),
    ("approach", "approach", Work.SEE_OUTREACH, None),
    ("nav_mergers", "mergers", Deed.MERGE, None),
    ("nav_imports", "imports", Work.SEE_IMPORTS, None),
    ("agency_deliveries", "disclosures", Work.SEE_DELIVERIES, Side.SENDER),
    ("nav_reports", "reports", Work.SEE_YEARLY_REPORT, None),
    ("nav_targets", "targets", Work.SET_TARGET, Side.SENDER),
    ("nav_gate", "gate", Work.TRY_GATE, None),
    ("nav_ledger", "ledger", Work.SEE_LEDGER, None),
    ("nav_jobs", "jobs", Work.SEE_JOBS, None),
    ("nav_answer", "answer", Work.WRITE_ANSWER, Side.SENDER),
    ("nav_keys", "keys", Work.MANAGE_KEYS, Side.RECIPIENT),
    ("nav_messages", "messages", Work.SEE_PROTOCOLS, None),
    ("nav_people", "people", Work.SEE_PEOPLE, None),
    ("nav_onboarding", "onboarding", None, Side.RECIPIENT),
    ("nav_search", "search", Work.SEE_PROTOCOLS, None),
)


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the menu. `here`: the page is this one, or lies under it."""

    label: str
    address: str
    here: bool


def menu(visit: Visit) -> list[Item]:
    """The items that this visitor's role can go to."""
    path = visit.request.path
    items = []
    for label, name, work, side in _ITEMS:
        if (work is None or visit.may(work)) and side in (None, visit.side):
            address = visit.address(name)
            items.append(Item(visit.texts(label), address, path == address or path.startswith(f"{address}/")))
    return items
