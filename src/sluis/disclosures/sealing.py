"""Step 4, sealing: rows and manifest become one parcel, encrypted to the municipality, signed by the agency.

It works in memory; the plaintext touches no disk, no log and no database.
"""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sluis.adapters import sealing as age
from sluis.adapters.signing import SigningKey
from sluis.disclosures.selection import Selection
from sluis.domain.words import digest

FORMAT = "sluis.parcel/1"
MANIFEST, ROWS = "manifest.json", "rows.csv"

# A parcel's bytes depend on nothing but what is in it, so its files carry no time of their own.
NO_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A parcel: its file name, its encrypted bytes, the agency's signature over them, and its manifest."""

    selection: Selection
    name: str
    sealed: bytes
    signature: str
    manifest: dict[str, Any]
    reference_date: date

    @property
    def delivery(self) -> uuid.UUID:
        """The delivery's number."""
        return self.selection.delivery

    @property
    def nis(self) -> str:
        """The municipality it is sealed to."""
        return self.selection.issued.permit.ask.nis

    @property
    def parcel_digest(self) -> str:
        """The digest of the encrypted bytes, which the ledger carries."""
        return digest(self.sealed)


def seal(
    selection: Selection, *, recipients: Sequence[str], key: SigningKey, reference_date: date, at: datetime
) -> Sealed:
    """Packs, encrypts and signs a selection. `reference_date` is that of the extract the rows come from.

    Raises:
        InvalidRecipient: a registered key is no age recipient.
    """
    permit = selection.issued.permit
    manifest = _manifest(selection, reference_date, at)
    sealed = age.seal(_zip(manifest, selection.csv), recipients)
    name = f"sluis-{permit.ask.nis}-{permit.ask.purpose}-{at:%Y%m%d}-{selection.delivery.hex[:8]}.zip.age"
    comment = (
        f"{name} protocol={permit.terms.protocol}/{permit.terms.version} terms={permit.terms_digest} "
        f"rows={selection.count} keepUntil={permit.keep_until}"
    )
    return Sealed(selection, name, sealed, key.minisign(sealed, comment), manifest, reference_date)


def _manifest(selection: Selection, reference_date: date, at: datetime) -> dict[str, Any]:
    permit = selection.issued.permit
    terms = permit.terms
    return {
        "format": FORMAT,
        "delivery": str(selection.delivery),
        "permit": str(selection.issued.id),
        "protocol": terms.protocol,
        "version": terms.version,
        "termsDigest": permit.terms_digest,
        "rulesDigest": permit.rules_digest,
        "sender": {"name": terms.sender.name, "kbo": terms.sender.kbo},
        "recipient": {"name": terms.recipient.name, "nis": permit.ask.nis, "service": permit.ask.service},
        "purpose": permit.ask.purpose.value,
        "fields": [name.value for name in permit.fields],
        "count": selection.count,
        "referenceDate": reference_date.isoformat(),
        "sealedAt": at.isoformat(timespec="seconds"),
        "keepUntil": permit.keep_until.isoformat(),
        "rowsDigest": digest(selection.csv),
        "peopleRoot": selection.people_root.hex(),
    }


def _zip(manifest: dict[str, Any], rows: bytes) -> bytes:
    written = io.BytesIO()
    text = json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n"
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for name, data in ((MANIFEST, text), (ROWS, rows)):
            archive.writestr(zipfile.ZipInfo(name, NO_TIME), data)
    return written.getvalue()


class ParcelDamaged(ValueError):
    """A parcel opens, but what is in it is not what its manifest says."""


def open_parcel(sealed: bytes, identity_file: str) -> tuple[dict[str, Any], bytes]:
    """Decrypts a parcel and checks it against its manifest; returns manifest and rows (CSV).

    Raises:
        CannotOpen: the key does not fit, or the bytes were changed.
        ParcelDamaged: a part is missing, or digest or count of the rows differ from the manifest.
    """
    plain = age.open_sealed(sealed, identity_file)
    try:
        with zipfile.ZipFile(io.BytesIO(plain)) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            rows = archive.read(ROWS)
        said, count, fields = manifest["rowsDigest"], manifest["count"], manifest["fields"]
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise ParcelDamaged("The parcel does not hold a manifest and rows in the form it should.") from error
    if digest(rows) != said:
        raise ParcelDamaged("The rows do not have the digest that the manifest names.")
    if rows.split(b"\n", 1)[0].decode() != ",".join(fields) or rows.count(b"\n") - 1 != count:
        raise ParcelDamaged("The number of rows, or their columns, differ from what the manifest says.")
    return manifest, rows
