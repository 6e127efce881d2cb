"""Opens a parcel for its municipality, in memory: checks the agency's signature, decrypts, checks the manifest.

It knows nothing of who may; that is `pigeonhole`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any

from sluis.adapters.passphrases import WrongPassphrase, open_behind
from sluis.adapters.sealing import BadIdentity, CannotOpen
from sluis.adapters.signing import InvalidSignatureFile, verify_minisign
from sluis.disclosures.sealing import ParcelDamaged, open_parcel
from sluis.domain.lifecycle import NotPossible
from sluis.domain.words import Said

NO_SUCH_KEY = Said(
    "Uw gemeente heeft hier geen sleutel achter een wachtwoordzin. Open het pakket met uw eigen sleutelbestand.",
    "Your municipality has no key behind a passphrase here. Open the parcel with your own key file.",
)
WRONG_PASSPHRASE = Said(
    "Deze wachtwoordzin opent geen sleutel van uw gemeente.",
    "This passphrase opens no key of your municipality.",
)
NO_IDENTITY = Said(
    "Dit bestand bevat geen sleutel van age (AGE-SECRET-KEY-1...).",
    "This file holds no key of age (AGE-SECRET-KEY-1...).",
)
ANOTHER_KEY = Said(
    "Het pakket is niet voor deze sleutel verzegeld, of het is beschadigd. Is de sleutel jonger dan de zending? "
    "Gebruik dan de sleutel van toen.",
    "The parcel is not sealed to this key, or it was damaged. Is the key younger than the delivery? Then use the key "
    "of that time.",
)
NOT_SIGNED = Said(
    "De handtekening van het agentschap past niet bij dit pakket. Gebruik het niet en verwittig het agentschap.",
    "The agency's signature does not fit this parcel. Do not use it, and tell the agency.",
)
DAMAGED = Said(
    "In het pakket zit niet wat het begeleidende overzicht zegt. Gebruik het niet en verwittig het agentschap.",
    "What is in the parcel is not what its manifest says. Do not use it, and tell the agency.",
)
BUSY = Said(
    "Er worden net andere zendingen geopend. Probeer zo dadelijk opnieuw.",
    "Other deliveries are being opened just now. Try again in a moment.",
)

# A passphrase takes 256 MB while it is tried, so no more than this many are tried at a time by one program.
AT_ONCE = BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class SealedParcel:
    """A parcel's bytes, the signature over them, and the agency's minisign public key that it must fit."""

    sealed: bytes
    signature: str
    agency_key: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What was in a parcel: its manifest, the columns and rows as texts, and the same as the bytes of `rows.csv`."""

    manifest: dict[str, Any]
    columns: tuple[str, ...]
    rows: list[list[str]]
    csv: bytes


def with_identity(parcel: SealedParcel, identity_file: str) -> Opened:
    """Opens a parcel with an age identity file.

    Raises:
        NotPossible: the signature does not fit, the file is no key or another one, or the parcel was damaged.
    """
    _require_signed(parcel)
    try:
        return _opened(parcel, identity_file)
    except BadIdentity:
        raise NotPossible(NO_IDENTITY) from None
    except CannotOpen:
        raise NotPossible(ANOTHER_KEY) from None


def with_passphrase(parcel: SealedParcel, passphrase: str, keys: Sequence[bytes]) -> Opened:
    """Opens a parcel with the first of these sealed keys that the passphrase and the parcel both fit.

    Raises:
        NotPossible: the signature does not fit, there is no key, the passphrase opens none, the parcel is sealed to
            none that it opens, the parcel was damaged, or too many are being opened at this moment.
    """
    _require_signed(parcel)
    if not AT_ONCE.acquire(blocking=False):
        raise NotPossible(BUSY)
    try:
        return _with_one_of(keys, parcel, passphrase)
    finally:
        AT_ONCE.release()


def _with_one_of(keys: Sequence[bytes], parcel: SealedParcel, passphrase: str) -> Opened:
    reason = WRONG_PASSPHRASE if keys else NO_SUCH_KEY
    for sealed_identity in keys:
        try:
            return _opened(parcel, open_behind(sealed_identity, passphrase).decode())
        except WrongPassphrase:
            continue
        except CannotOpen:
            # Of two keys behind the same passphrase the older may be the one that fits.
            reason = ANOTHER_KEY
    raise NotPossible(reason)


def _require_signed(parcel: SealedParcel) -> None:
    try:
        verify_minisign(parcel.sealed, parcel.signature, parcel.agency_key)
    except InvalidSignatureFile:
        raise NotPossible(NOT_SIGNED) from None


def _opened(parcel: SealedParcel, identity_file: str) -> Opened:
    try:
        manifest, rows = open_parcel(parcel.sealed, identity_file)
    except ParcelDamaged:
        raise NotPossible(DAMAGED) from None
    columns, *lines = csv.reader(io.StringIO(rows.decode(), newline=""))
    return Opened(manifest, tuple(columns), lines, rows)
