"""Finds what the house signs with in its folder of keys."""

from __future__ import annotations

from django.conf import settings

from sluis.adapters.signing import MissingKey, SigningKey, load_key, make_key
from sluis.cli.outcome import CommandFailed
from sluis.disclosures.pipeline import Instruments

AGENCY = "agii"


def instruments(agency: str = AGENCY) -> Instruments:
    """The ledger's key and the agency's.

    Raises:
        CommandFailed: one of them is not there.
    """
    return Instruments(settings.LOG_ORIGIN, ledger_key(), _load(f"agency-{agency}.key"))


def ledger_key() -> SigningKey:
    """The key that signs checkpoints.

    Raises:
        CommandFailed: it is not there.
    """
    return _load("ledger.key")


def made(name: str) -> SigningKey:
    """The key with this file name, made now where it was not there.

    Raises:
        CommandFailed: it is there and no key, or it cannot be written.
    """
    path = settings.KEYS_FOLDER / name
    try:
        return load_key(path) if path.exists() else make_key(path)
    except MissingKey as error:
        raise CommandFailed(str(error)) from error
    except OSError as error:
        raise CommandFailed(f"The signing key {path} cannot be written: {error.strerror}.") from error


def _load(name: str) -> SigningKey:
    try:
        return load_key(settings.KEYS_FOLDER / name)
    except MissingKey as error:
        raise CommandFailed(str(error)) from error
