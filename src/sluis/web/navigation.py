"""The main menu: what somebody in a role can go to, in the order in which they need it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sluis.domain.access import Work
from sluis.domain.lifecycle import Deed
from sluis.domain.terms import Side
from sluis.web.door import Visit

# A key of `texts`, the name of the address, and the work one comes there for (None: everybody).
_ITEMS: tuple[tuple[str, str, Work | Deed | None], ...] = (
    ("nav_home", "home", None),
    ("nav_ask", "ask", Work.ASK),
    ("nav_deliveries", "deliveries", Work.SEE_DELIVERIES),
    ("nav_protocols", "protocols", Work.SEE_PROTOCOLS),
    ("nav_messages", "messages", Work.SEE_PROTOCOLS),
    ("nav_mergers", "mergers", Deed.MERGE),
    ("nav_imports", "imports", Work.SEE_IMPORTS),
    ("agency_deliveries", "disclosures", Work.SEE_DELIVERIES),
    ("nav_gate", "gate", Work.TRY_GATE),
    ("nav_keys", "keys", Work.MANAGE_KEYS),
    ("nav_ledger", "ledger", Work.SEE_LEDGER),
    ("nav_jobs", "jobs", Work.SEE_JOBS),
    ("nav_people", "people", Work.SEE_PEOPLE),
    ("nav_onboarding", "onboarding", None),
    ("nav_search", "search", Work.SEE_PROTOCOLS),
)

# Pages that are for one side alone, where people at both sides do that work, each at a page of their own.
_OF_SIDE: Mapping[str, Side] = {
    "disclosures": Side.SENDER,
    "deliveries": Side.RECIPIENT,
    "onboarding": Side.RECIPIENT,
}


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
    for label, name, work in _ITEMS:
        if (work is None or visit.may(work)) and _OF_SIDE.get(name, visit.side) is visit.side:
            address = visit.address(name)
            items.append(Item(visit.texts(label), address, path == address or path.startswith(f"{address}/")))
    return items
