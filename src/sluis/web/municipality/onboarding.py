"""Getting started: every step of a municipality until it received its first data, with who makes it and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpResponse

from sluis.disclosures.onboarding import Line, Step, checklist
from sluis.domain.access import Work, up_to
from sluis.domain.lifecycle import Verb
from sluis.domain.terms import Side
from sluis.domain.words import Said
from sluis.web.door import Visit, behind_login


@dataclass(frozen=True, slots=True)
class Explained:
    """A step: the keys of what it is called and of what it is, where it is made, and whose work it is.

    `work` None: somebody logs in, which only they can do themselves; `page_work` is what one comes to the page for.
    """

    title: str
    what: str
    page: str
    page_work: Work
    work: Work | Verb | None


STEPS: Mapping[Step, Explained] = {
    Step.COORDINATOR: Explained("step_coordinator", "step_coordinator_what", "people", Work.SEE_PEOPLE, None),
    Step.DPO: Explained("step_dpo", "step_dpo_what", "people", Work.SEE_PEOPLE, None),
    Step.OFFICER: Explained("step_officer", "step_officer_what", "people", Work.SEE_PEOPLE, None),
    Step.PROTOCOL: Explained(
        "step_protocol", "step_protocol_what", "protocols", Work.SEE_PROTOCOLS, Verb.DRAFT
    ),
    Step.IN_FORCE: Explained(
        "step_in_force", "step_in_force_what", "protocols", Work.SEE_PROTOCOLS, Verb.VALIDATE
    ),
    Step.KEY: Explained("step_key", "step_key_what", "keys", Work.MANAGE_KEYS, Work.MANAGE_KEYS),
    Step.ASKED: Explained("step_asked", "step_asked_what", "ask", Work.ASK, Work.ASK),
    Step.COLLECTED: Explained(
        "step_collected", "step_collected_what", "deliveries", Work.SEE_DELIVERIES, Work.OPEN_DELIVERY
    ),
    Step.DELETED: Explained(
        "step_deleted", "step_deleted_what", "deliveries", Work.SEE_DELIVERIES, Work.CONFIRM_DELETION
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of the checklist as a visitor sees it. `address` None: the page is not there for them."""

    line: Line
    step: Explained
    address: str | None
    by: Said | None


@behind_login()
def onboarding(visit: Visit) -> HttpResponse:
    """How far the visitor's municipality is."""
    if visit.side != Side.RECIPIENT:
        raise Http404
    found = checklist(visit.party_code, visit.at.date())
    lines = [_shown(visit, line) for line in found.lines]
    return visit.page("municipality/onboarding.html", found=found, lines=lines)


def _shown(visit: Visit, line: Line) -> Shown:
    step = STEPS[line.step]
    address = visit.address(step.page) if visit.may(step.page_work) else None
    return Shown(line, step, address, up_to(step.work) if step.work is not None else None)
