"""Writes of the parties: register an agency, register and withdraw a municipality's key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sluis.adapters.passphrases import seal_behind
from sluis.adapters.sealing import InvalidRecipient, is_recipient, make_identity
from sluis.domain import passphrases
from sluis.domain.entry import Act, Entry
from sluis.domain.lifecycle import NotPossible
from sluis.domain.words import digest, is_agency_code, is_kbo
from sluis.ledger import actions as ledger
from sluis.parties.models import Agency, RecipientKey
from sluis.parties.municipalities import municipalities


def register_agency(
    *,
    code: str,
    name: str,
    kbo: str,
    minisign_public_key: str,
    at: datetime,
    dpo: str = "functionaris voor gegevensbescherming van het agentschap",
    representatives: Sequence[str] = ("de voorzitter van de raad van bestuur", "de algemeen directeur"),
) -> Agency:
    """Registers a sending agency, or brings what is known of it up to date.

    `dpo` and `representatives` are functions, as they stand in the text of its protocols.

    Raises:
        ValueError: the code is none, or the enterprise number does not check.
    """
    if not is_agency_code(code):
        raise ValueError(f"{code!r} is no code for an agency: small letters, digits and dashes, twenty at most.")
    if not is_kbo(kbo):
        raise ValueError(f"{kbo!r} is not an enterprise number: ten digits of which the last two check.")
    known = {
        "name": name, "kbo": kbo, "minisign_public_key": minisign_public_key, "dpo": dpo,
        "representatives": list(representatives),
    }  # fmt: skip
    agency, _ = Agency.objects.update_or_create(
        code=code, defaults=known, create_defaults={**known, "registered_at": at}
    )
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
            _enter_registered(key, by, at)
    return key


def make_key_behind_passphrase(nis: str, passphrase: str, *, by: str, at: datetime) -> RecipientKey:
    """Makes an age key for a municipality and registers it; the secret half is kept behind the passphrase (ADR 14).

    Neither the passphrase nor the secret key is stored. Who forgets the passphrase has lost what was sealed to the key.

    Raises:
        UnknownMunicipality: no municipality has, or had, this code.
        NotPossible: the passphrase is too weak, or names a person.
    """
    municipalities().get(nis)
    wrong = passphrases.problems(passphrase)
    if wrong:
        raise NotPossible(*wrong)
    identity, recipient = make_identity()
    sealed = seal_behind(f"# public key: {recipient}\n{identity}\n".encode(), passphrase)
    with transaction.atomic():
        key = RecipientKey.objects.create(
            nis=nis, recipient=recipient, registered_at=at, registered_by=by, sealed_identity=sealed
        )
        _enter_registered(key, by, at)
    return key


def _enter_registered(key: RecipientKey, by: str, at: datetime) -> None:
    facts = {"recipient": key.nis, "keyDigest": digest(key.recipient.encode())}
    ledger.append([Entry(Act.KEY_REGISTERED, at, by, facts)])


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
