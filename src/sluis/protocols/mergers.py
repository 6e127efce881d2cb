"""Reads of mergers of municipalities: which happened, and which of them still wait to be carried out on protocols."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sluis.domain.lifecycle import IN_FORCE, IN_PREPARATION
from sluis.domain.municipalities import Municipality
from sluis.parties.municipalities import municipalities
from sluis.protocols.models import Version
from sluis.protocols.queries import last_day


@dataclass(frozen=True, slots=True)
class Waiting:
    """A merger that happened and was not carried out: into whom, and which texts of those before it concerns.

    `in_force` are succeeded when it is carried out, `drafts` are given up.
    """

    successor: Municipality
    gone: tuple[Municipality, ...]
    in_force: tuple[Version, ...]
    drafts: tuple[Version, ...]

    @property
    def begins_on(self) -> date:
        """The first day of the new municipality."""
        return begins_on(self.gone)


def mergers_waiting(agency: str, on: date) -> list[Waiting]:
    """The mergers that had happened by a day and are to be carried out for this agency, by successor."""
    found = [_waiting(nis, agency, on) for nis in successors(on)]
    return [one for one in found if one.in_force or one.drafts]


def _waiting(nis: str, agency: str, on: date) -> Waiting:
    gone = gone_into(nis, on)
    begins = begins_on(gone)
    of_agency = Version.objects.select_related("protocol").filter(protocol__agency=agency)
    rows = of_agency.filter(protocol__nis__in=[m.nis for m in gone]).order_by("protocol_id", "number")
    in_force = tuple(
        version for version in rows.filter(status__in=sorted(IN_FORCE)) if (last_day(version) or begins) >= begins
    )
    drafts = tuple(rows.filter(status__in=sorted(IN_PREPARATION)))
    return Waiting(municipalities().get(nis), gone, in_force, drafts)


def successors(on: date) -> list[str]:
    """The NIS codes into which others had merged by a day."""
    return sorted({m.successor for m in municipalities().all() if m.successor is not None and _is_over(m, on)})


def gone_into(nis: str, on: date) -> tuple[Municipality, ...]:
    """The municipalities that had merged into this one by a day."""
    return tuple(m for m in municipalities().all() if m.successor == nis and _is_over(m, on))


def begins_on(gone: tuple[Municipality, ...]) -> date:
    """The day after the last of those that merged: the first of their successor."""
    return max(m.valid_until for m in gone if m.valid_until is not None) + timedelta(days=1)


def _is_over(municipality: Municipality, on: date) -> bool:
    return municipality.valid_until is not None and municipality.valid_until < on
