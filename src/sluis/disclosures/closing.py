"""The end of a protocol's life: it is closed once the deletion of all that was delivered under it is proved."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sluis.disclosures.models import Delivery
from sluis.domain.access import Actor
from sluis.domain.lifecycle import DeliveryStatus
from sluis.protocols import actions
from sluis.protocols.models import Version


def undeleted(code: str, number: int) -> int:
    """How many parcels under a version are still kept, as far as anybody confirmed.

    One that was withheld never left, so there is nothing to delete; one that waits may still leave.
    """
    under = Delivery.objects.filter(permit__version__protocol_id=code, permit__version__number=number)
    return under.filter(deletion_confirmed_at__isnull=True).exclude(status=DeliveryStatus.WITHHELD).count()


def close(code: str, number: int, *, by: Actor, at: datetime) -> Version:
    """Closes a version that is over.

    Raises:
        NotPossible: there is no such version, it is not over, or a deletion is not confirmed.
    """
    with transaction.atomic():
        return actions.close(code, number, undeleted=undeleted(code, number), by=by, at=at)
