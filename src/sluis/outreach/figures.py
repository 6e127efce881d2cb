"""How many people obtained the attest, by municipality: written down here after they were counted in the vault.

Nothing here reaches people. A number below `FEW` never gets here: the vault keeps it back and says only that it is one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sluis.domain.words import BRUSSELS, Period
from sluis.outreach.models import Figure

# Fewer people than this are not told: who knows the municipality could tell who they are.
FEW = 5


@dataclass(frozen=True, slots=True)
class Counted:
    """How many people of a municipality obtained the attest in a period; None: fewer than `FEW`, or nobody."""

    attests: int | None
    period: Period


def period_before(day: date) -> Period:
    """The last twelve whole months before a day.

    Whole months, so that a count of today against that of yesterday does not tell of one person.
    """
    last = day.replace(day=1) - timedelta(days=1)
    return Period(date(day.year - 1, day.month, 1), last)


def record(agency: str, counts: Mapping[str, int | None], period: Period, *, at: datetime) -> None:
    """Writes down what was counted, by NIS code; what was counted of the same period before gives way.

    Raises:
        ValueError: a count is below `FEW`, and should not have left the vault.
    """
    if any(count is not None and count < FEW for count in counts.values()):
        raise ValueError(f"A count of fewer than {FEW} people is not written down; give None.")
    Figure.objects.bulk_create(
        [
            Figure(
                agency=agency, nis=nis, first_day=period.first, last_day=period.last, attests=count, counted_at=at
            )
            for nis, count in counts.items()
        ],
        update_conflicts=True,
        unique_fields=["agency", "nis", "first_day", "last_day"],
        update_fields=["attests", "counted_at"],
    )  # fmt: skip


def newest(agency: str, on: date) -> dict[str, Counted]:
    """The newest count of each municipality that had been made by the end of a day, by NIS code."""
    rows = Figure.objects.filter(agency=agency).order_by("last_day", "counted_at")
    return {
        row.nis: Counted(row.attests, Period(row.first_day, row.last_day))
        for row in rows
        if row.counted_at.astimezone(BRUSSELS).date() <= on
    }
