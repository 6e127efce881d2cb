"""How far a municipality is, from the first log-in to the first confirmed deletion.

Every line is worked out from what is there at the moment of reading; nothing of it is stored.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Q

from sluis.disclosures.models import Ask, Delivery
from sluis.disclosures.pigeonhole import PORTAL
from sluis.domain.access import Role
from sluis.domain.lifecycle import IN_FORCE, DeliveryStatus, Status
from sluis.parties import people
from sluis.parties import queries as parties
from sluis.parties.municipalities import municipalities
from sluis.protocols.models import Version


class Step(StrEnum):
    """What a municipality does once, in this order."""

    COORDINATOR = "coordinator"
    DPO = "dpo"
    OFFICER = "officer"
    PROTOCOL = "protocol"
    IN_FORCE = "in_force"
    KEY = "key"
    ASKED = "asked"
    COLLECTED = "collected"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Line:
    """A step and whether it is done. `not_yet`: there is nothing to do for it now."""

    step: Step
    done: bool
    not_yet: bool = False


@dataclass(frozen=True, slots=True)
class Checklist:
    """Every step of a municipality."""

    lines: tuple[Line, ...]

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(line.done for line in self.lines)

    @property
    def complete(self) -> bool:
        """Whether nothing is left to do now."""
        return all(line.done or line.not_yet for line in self.lines)


def checklist(nis: str, on: date) -> Checklist:
    """How far a municipality is on a day; what those did that merged into it counts."""
    codes = municipalities().territory(nis, on)
    roles = {row.role for row in people.people_of(f"nis:{nis}") if row.blocked_at is None}
    statuses = {Status(status) for status in Version.objects.filter(protocol__nis=nis).values_list("status", flat=True)}
    deliveries = Delivery.objects.filter(permit__ask__nis__in=codes, status=DeliveryStatus.DELIVERED)
    done = {
        Step.COORDINATOR: Role.COORDINATOR in roles,
        Step.DPO: Role.DPO in roles,
        Step.OFFICER: Role.INTEGRATION_OFFICER in roles,
        Step.PROTOCOL: bool(statuses - {Status.WITHDRAWN}),
        Step.IN_FORCE: bool(statuses & IN_FORCE),
        Step.KEY: bool(parties.recipients([nis])[nis]),
        Step.ASKED: Ask.objects.filter(nis__in=codes).exists(),
        # What went to a folder was fetched there, and nothing here says by whom.
        Step.COLLECTED: deliveries.filter(Q(collected_at__isnull=False) | ~Q(permit__ask__destination=PORTAL)).exists(),
    }
    return Checklist((*(Line(step, is_done) for step, is_done in done.items()), _deleted(codes, on)))


def _deleted(codes: Collection[str], on: date) -> Line:
    deliveries = Delivery.objects.filter(permit__ask__nis__in=codes, status=DeliveryStatus.DELIVERED)
    due = deliveries.filter(keep_until__lt=on, deletion_confirmed_at__isnull=True).exists()
    confirmed = deliveries.filter(deletion_confirmed_at__isnull=False).exists()
    return Line(Step.DELETED, done=confirmed and not due, not_yet=not due and not confirmed)
