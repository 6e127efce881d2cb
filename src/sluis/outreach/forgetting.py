"""Forgets people: what the tables of outreach promise to keep for two years (`KEPT` in `models`), and no longer.

What was counted stays: that somebody was spoken to by a channel, and that a municipality showed interest.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from sluis.domain.words import BRUSSELS
from sluis.outreach.models import Campaign, Contact, Figure, FollowUp, Interest

YEARS = 2

# An interest of which nobody can tell who showed it.
NOBODY = {
    "name": "", "function": "", "email": "", "phone": "", "dpo": "", "services": "", "message": "",
    "settled_by": None, "settled_as": "",
}  # fmt: skip


def forget_old(*, at: datetime) -> None:
    """Takes out whoever was named more than two years before `at`. Safe to repeat."""
    moment = _years_before(at.astimezone(BRUSSELS))
    nobody = Q(**{name: value for name, value in NOBODY.items() if value is not None}, settled_by__isnull=True)
    Interest.objects.filter(~nobody, at__lt=moment).update(**NOBODY)
    Contact.objects.filter(~Q(by=""), on__lt=moment.date()).update(whom="", said="", next_step="", next_by="", by="")
    Campaign.objects.filter(~Q(made_by=""), made_at__lt=moment).update(made_by="")
    FollowUp.objects.filter(done_by__isnull=False, done_at__lt=moment).update(done_by=None)
    Figure.objects.filter(counted_at__lt=moment).delete()


def _years_before(now: datetime) -> datetime:
    try:
        return now.replace(year=now.year - YEARS)
    except ValueError:  # the 29th of February
        return now.replace(year=now.year - YEARS, day=28)
