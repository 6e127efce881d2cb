"""What every page of the desk of outreach has: its tabs, and the names of channels and colleagues."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from sluis.domain.access import Work
from sluis.outreach import following
from sluis.outreach.channels import channel, channels
from sluis.parties import people
from sluis.web.door import Visit

# The tabs, in the order in which they are needed: a key of `texts`, the name of the address, and the work it is for.
TABS: tuple[tuple[str, str, Work], ...] = (
    ("outreach_start", "outreach", Work.SEE_OUTREACH),
    ("outreach_interests", "interests", Work.SEE_OUTREACH),
    ("approach", "approach", Work.SEE_OUTREACH),
    ("effects", "effects", Work.SEE_OUTREACH),
    ("outreach_list", "contact-list", Work.SEE_OUTREACH),
)


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab; `here`: the page is this one."""

    label: str
    address: str
    here: bool


def tabs(visit: Visit) -> list[Tab]:
    """The tabs that are there for the visitor's role."""
    found = [(visit.texts(label), visit.address(name)) for label, name, work in TABS if visit.may(work)]
    return [Tab(label, address, visit.request.path == address) for label, address in found]


def page(visit: Visit, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page of the desk."""
    return visit.page(
        f"outreach/{template}",
        status=status,
        tabs=tabs(visit),
        may_do=visit.may(Work.DO_OUTREACH),
        today=visit.today,
        channel=channel,
        name_of=colleagues(visit).get,
        **context,
    )


def choices(visit: Visit) -> list[tuple[str, str]]:
    """The channels there are to choose."""
    return [(one.code, visit.texts(one.name)) for one in channels()]


def colleagues(visit: Visit) -> dict[str, str]:
    """What everybody at the visitor's agency is called, by the name of their account."""
    return {one.account.person: one.account.name for one in people.people_of(visit.actor.party)}


def who_may_act(visit: Visit) -> dict[str, str]:
    """Those of them to whom a next step can be given."""
    return following.colleagues(visit.party_code)
