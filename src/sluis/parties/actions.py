"""Writes of the parties: register an agency, register and withdraw a municipality's key."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sluis.adapters.sealing import InvalidRecipient, is_recipient
from sluis.domain.entry import Act, Entry
from sluis.domain.words import digest, is_agency_code, is_kbo
from sluis.ledger import actions as ledger
from sluis.parties.models import Agency, RecipientKey
from sluis.parties.municipalities import municipalities


def register_agency(*, code: str, name: str, kbo: str, minisign_public_key: str, at: datetime) -> Agency:
    """Registers a sending agency, or brings its name and public key up to date.

    Raises:
        ValueError: the code is none, or the enterprise number does not check.
    """
    if not is_agency_code(code):
        raise ValueError(f"{code!r} is no code for an agency: small letters, digits and dashes, twenty at most.")
    if not is_kbo(kbo):
        raise ValueError(f"{kbo!r} is not an enterprise number: ten digits of which the last two check.")
    agency, _ = Agency.objects.update_or_create(
        code=code,
        defaults={"name": name, "kbo": kbo, "minisign_public_key": minisign_public_key},
        create_defaults={
            "name": name, "kbo": kbo, "minisign_public_key": minisign_public_key, "registered_at": at,
        },
    )  # fmt: skip
    return agency


def register_key(*, nis: str, recipient: str, by: str, at: datetime) -> RecipientKey:
    """Registers an age key of a municipality; from now on its parcels are sealed to it. Safe to repeat.

    Raises:
        UnknownMunicipality: no municipality has, or had, this code.
        InvalidRecipient: the text is not an age recipient, or it is another municipality's key.
    """
    municipalities().get(nis)
    if not is_recipient(recipient):
        raise InvalidRecipient("This is not an age recipient; it should start with age1.")
    with transaction.atomic():
        key, new = RecipientKey.objects.get_or_create(
            recipient=recipient, defaults={"nis": nis, "registered_at": at, "registered_by": by}
        )
        if key.nis != nis:
            raise InvalidRecipient(f"This key is registered for municipality {key.nis} already.")
        if key.withdrawn_at is not None:
            raise InvalidRecipient("This key was withdrawn; make a new one.")
        if new:
            facts = {"recipient": nis, "keyDigest": digest(recipient.encode())}
            ledger.append([Entry(Act.KEY_REGISTERED, at, by, facts)])
    return key


def withdraw_key(*, recipient: str, by: str, at: datetime) -> None:
    """Withdraws a key: nothing is sealed to it any more.

    Raises:
        InvalidRecipient: there is no such key in use.
    """
    with transaction.atomic():
        key = RecipientKey.objects.select_for_update().filter(recipient=recipient).first()
        if key is None or key.withdrawn_at is not None:
            raise InvalidRecipient("There is no such key in use.")
        key.withdrawn_at = at
        key.save(update_fields=["withdrawn_at"])
        facts = {"recipient": key.nis, "keyDigest": digest(recipient.encode())}
        ledger.append([Entry(Act.KEY_WITHDRAWN, at, by, facts)])
