"""Finds the public half of the key that the ledger is signed with."""

from __future__ import annotations

from django.conf import settings

from sluis.adapters.signing import load_key
from sluis.domain.checkpoint import VerifierKey


def verifier_key() -> VerifierKey:
    """The key with which anybody checks what was signed.

    Raises:
        MissingKey: the ledger's key is not there.
    """
    return VerifierKey(settings.LOG_ORIGIN, load_key(settings.KEYS_FOLDER / "ledger.key").public_key)
