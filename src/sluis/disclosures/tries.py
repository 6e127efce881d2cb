"""How often a passphrase may be tried on a delivery: so often in an hour, for each person.

A try counts from before it is made, so that many at the same moment are not one; a right one is taken off again.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from sluis.disclosures.models import Try
from sluis.domain.lifecycle import NotPossible
from sluis.domain.words import Said

MOST = 10
WITHIN = timedelta(hours=1)

TOO_MANY = Said(
    f"U gaf in een uur {MOST} keer een verkeerde wachtwoordzin. Probeer het over een uur opnieuw, of gebruik uw eigen "
    "sleutelbestand.",
    f"You gave a wrong passphrase {MOST} times in an hour. Try again in an hour, or use your own key file.",
)


def begin(delivery: uuid.UUID, person: str, *, at: datetime) -> int:
    """Counts a try, and gives its number. Inside a transaction in which the delivery is locked.

    Raises:
        NotPossible: there were too many wrong ones.
    """
    Try.objects.filter(at__lte=at - WITHIN).delete()
    if Try.objects.filter(delivery=delivery, person=person).count() >= MOST:
        raise NotPossible(TOO_MANY)
    return Try.objects.create(delivery_id=delivery, person=person, at=at).pk


def take_off(number: int) -> None:
    """Counts a try no longer: the passphrase was right, or was not looked at."""
    Try.objects.filter(pk=number).delete()
