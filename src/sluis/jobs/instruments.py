"""Finds what the house signs with in its folder of keys."""

from __future__ import annotations

from django.conf import settings

from sluis.adapters.signing import load_key
from sluis.disclosures.pipeline import Instruments

AGENCY = "agii"


def instruments(agency: str = AGENCY) -> Instruments:
    """The ledger's key and the agency's.

    Raises:
        MissingKey: one of them is not there.
    """
    folder = settings.KEYS_FOLDER
    return Instruments(settings.LOG_ORIGIN, load_key(folder / "ledger.key"), load_key(folder / f"agency-{agency}.key"))
