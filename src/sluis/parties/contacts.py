"""Where parties are mailed that something waits for them."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from sluis.domain.entry import INSZ_SHAPED
from sluis.parties.models import Contact


class InvalidAddress(ValueError):
    """This is no address for mail; says why."""


def set_contact(party: str, address: str, *, by: str, at: datetime) -> None:
    """From now on a party is mailed at this address; with an empty one it is not mailed any more.

    Raises:
        InvalidAddress: it is no address for mail, or it holds a person's number.
    """
    address = address.strip()
    if not address:
        Contact.objects.filter(party=party).delete()
        return
    try:
        validate_email(address)
    except ValidationError:
        raise InvalidAddress("This is not an address for mail, like protocollen@gemeente.example.") from None
    if INSZ_SHAPED.search(address):
        raise InvalidAddress("This holds something shaped like a person's number.")
    known = {"address": address, "set_at": at, "set_by": by}
    Contact.objects.update_or_create(party=party, defaults=known)


def contacts() -> list[Contact]:
    """The contact of every party that has one, by party."""
    return list(Contact.objects.order_by("party"))
