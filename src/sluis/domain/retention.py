"""Until when what may be kept, and when a confirmation of deletion is overdue."""

from __future__ import annotations

from datetime import date, timedelta

from sluis.domain.terms import Agreed

# How long a municipality has, after the last day of keeping, to confirm that it deleted.
CONFIRM_WITHIN = timedelta(days=30)


def keep_until(agreed: Agreed, delivered_on: date) -> date:
    """The last day on which the recipient may keep data delivered on `delivered_on` (model protocol, art. 4)."""
    return delivered_on + timedelta(days=agreed.retention_days)


def confirmation_due(kept_until: date) -> date:
    """The last day on which deletion can be confirmed without holding up new deliveries."""
    return kept_until + CONFIRM_WITHIN
