"""What the home page of a municipality's people shows beside the protocols."""

from __future__ import annotations

from typing import Any

from sluis.disclosures import desk
from sluis.disclosures.onboarding import checklist
from sluis.domain.access import Work
from sluis.web.door import Visit


def at_home(visit: Visit) -> dict[str, Any]:
    """Deliveries to collect and to delete, where the visitor may see them, and how far the municipality is."""
    on = visit.at.date()
    counts = desk.counts_of(visit.party_code, on=on) if visit.may(Work.SEE_DELIVERIES) else None
    return {
        "counts": counts,
        "more_work": counts is not None and bool(counts.waiting or counts.due_soon or counts.overdue),
        "started": checklist(visit.party_code, on),
        "may_ask": visit.may(Work.ASK),
    }
