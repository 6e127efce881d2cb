"""Finds what the house signs with in its folder of keys."""

from __future__ import annotations

from django.conf import settings

from sluis.adapters.signing import load_key
from sluis.disclosures.pipeline import Instruments
from sluis.domain.checkpoint import VerifierKey

AGENCY = "agii"


def instruments(agency: str = AGENCY) -> Instruments:
    """The ledger's key and the agency's.

    Raises:
        MissingKey: one of them is not there.
    """
    folder = settings.KEYS_FOLDER
    return Instruments(settings.LOG_ORIGIN, load_key(folder / "ledger.key"), load_key(folder / f"agency-{agency}.key"))


def verifier_key() -> VerifierKey:
    """The public half of the ledger's key, with which anybody checks what was signed.

    Raises:
        MissingKey: the ledger's key is not there.
    """
    return VerifierKey(settings.LOG_ORIGIN, load_key(settings.KEYS_FOLDER / "ledger.key").public_key)
