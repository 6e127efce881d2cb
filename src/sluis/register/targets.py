"""Reads the targets as they stood on a day, and how far the municipalities had come towards them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sluis.domain.words import Said
from sluis.parties.municipalities import municipalities
from sluis.register import models
from sluis.register.queries import Overview


class TargetKind(StrEnum):
    """What a target counts. Stored: a rename is a migration."""

    NUMBER = "number"  # of municipalities
    SHARE = "share"  # of the municipalities that exist on the last day of the period, in percent
    AS_MANY_AS_POSSIBLE = "as_many_as_possible"


TARGET_KIND_NAMES: Mapping[TargetKind, Said] = {
    TargetKind.NUMBER: Said("een aantal gemeenten", "a number of municipalities"),
    TargetKind.SHARE: Said("een percentage van de gemeenten", "a percentage of the municipalities"),
    TargetKind.AS_MANY_AS_POSSIBLE: Said("zoveel mogelijk gemeenten", "as many municipalities as possible"),
}


@dataclass(frozen=True, slots=True)
class Target:
    """How many municipalities an agency aims to have a protocol with by the last day of a period.

    `value` is a number of municipalities or a percentage, as `kind` says; None where it is as many as possible.
    `said_on` is the day on which it was said, and it counts from that day on; `source` is where it was said.
    """

    agency: str
    period: str
    first_day: date
    last_day: date
    kind: TargetKind
    value: int | None
    said_on: date
    source: str


def targets_on(day: date, agency: str | None = None) -> tuple[Target, ...]:
    """Of each agency and period what had last been said of it by `day`, by first day of the period.

    With `agency` only that agency's. A period is known by its name: who gives it other days changes it.
    """
    newest = {(target.agency, target.period): target for target in _said(agency) if target.said_on <= day}
    return tuple(sorted(newest.values(), key=lambda target: (target.first_day, target.last_day, target.period)))


def history_of(agency: str, period: str) -> tuple[Target, ...]:
    """Everything that an agency ever said of a period, in the order in which it was said."""
    return tuple(target for target in _said(agency) if target.period == period)


def all_targets(agency: str | None = None) -> tuple[Target, ...]:
    """Everything that was ever said, of an agency or of all, in the order in which it was said."""
    return tuple(_said(agency))


def _said(agency: str | None) -> list[Target]:
    # What was said on one day stands in the order in which it was entered, so a correction counts.
    rows = models.Target.objects.order_by("said_on", "pk")
    return [_target(row) for row in (rows if agency is None else rows.filter(agency=agency))]


def _target(row: models.Target) -> Target:
    return Target(
        row.agency, row.period, row.first_day, row.last_day, TargetKind(row.kind), row.value, row.said_on, row.source
    )


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a target had come on `on`: the day that was asked for, or the last day of the period where that is over.

    `needed` municipalities with a protocol in force meet it, `reached` have one, of `total` that exist on its last
    day; `missing` more are needed. Of as many as possible nothing is needed, so `needed` and `missing` are None.
    """

    target: Target
    on: date
    needed: int | None
    reached: int
    total: int
    missing: int | None
    over: bool

    @property
    def met(self) -> bool | None:
        """Whether it was met on `on`; None where there is no number to meet."""
        return None if self.missing is None else self.missing == 0


def needed_for(kind: TargetKind, value: int | None, last_day: date) -> int | None:
    """How many municipalities meet such a target; a share is of those that exist on the last day, rounded up."""
    if kind == TargetKind.SHARE and value is not None:
        return -(-value * len(municipalities().on(last_day)) // 100)
    return value


def progress(target: Target, seen: Overview) -> Progress:
    """How far a target had come on the day of an overview, which should be one of the target's agency.

    Of a period that is over it is how far it had come on its last day.
    """
    over = seen.on > target.last_day
    reached = sum(change.by for change in seen.changes if change.day <= target.last_day)
    needed = needed_for(target.kind, target.value, target.last_day)
    return Progress(
        target,
        on=min(seen.on, target.last_day),
        needed=needed,
        reached=reached,
        total=len(municipalities().on(target.last_day)),
        missing=None if needed is None else max(needed - reached, 0),
        over=over,
    )
