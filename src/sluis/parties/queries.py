"""Reads of the parties: an agency, and the keys a municipality's parcels are sealed to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sluis.parties.models import Agency, RecipientKey


def agency(code: str) -> Agency:
    """The agency with this code. Raises Agency.DoesNotExist where it was never registered."""
    return Agency.objects.get(code=code)


def agency_codes() -> list[str]:
    """The codes of the agencies of this installation."""
    return list(Agency.objects.order_by("code").values_list("code", flat=True))


def agency_names() -> dict[str, str]:
    """What the agencies of this installation are called, by code."""
    return dict(Agency.objects.values_list("code", "name"))


def kbo_of(code: str) -> str | None:
    """The enterprise number of an agency, or None where it was never registered."""
    return Agency.objects.filter(code=code).values_list("kbo", flat=True).first()


def as_party(code: str) -> dict[str, Any]:
    """An agency as it stands in the terms of its protocols. Raises Agency.DoesNotExist as `agency` does."""
    row = agency(code)
    return {"name": row.name, "kbo": row.kbo, "representatives": list(row.representatives), "dpo": row.dpo}


def recipients(codes: Collection[str]) -> dict[str, list[str]]:
    """The age recipients that are in use, oldest first, for each of these municipalities (NIS codes)."""
    found: dict[str, list[str]] = {nis: [] for nis in codes}
    keys = RecipientKey.objects.filter(nis__in=codes, withdrawn_at__isnull=True).order_by("id")
    for nis, recipient in keys.values_list("nis", "recipient"):
        found[nis].append(recipient)
    return found


def keys_of(nis: str) -> list[RecipientKey]:
    """Every key that a municipality has or had, newest first, withdrawn ones too; without the sealed secret keys."""
    return list(RecipientKey.objects.filter(nis=nis).order_by("-pk").defer("sealed_identity"))


def behind_passphrase(nis: str) -> frozenset[int]:
    """Which of a municipality's keys were made here, and so lie here behind a passphrase."""
    rows = RecipientKey.objects.filter(nis=nis, sealed_identity__isnull=False)
    return frozenset(rows.values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class SealedIdentity:
    """A secret key behind its passphrase, as a file that stock `age -d` opens."""

    name: str
    data: bytes


def sealed_identity(key: RecipientKey) -> SealedIdentity | None:
    """The file of a key that was made behind a passphrase, for its municipality to keep; None for any other key."""
    if key.sealed_identity is None:
        return None
    return SealedIdentity(f"sluis-{key.nis}-{key.recipient[-8:]}.key.age", bytes(key.sealed_identity))


def sealed_identities(codes: Collection[str]) -> list[bytes]:
    """The secret keys of these municipalities that lie behind a passphrase, newest first.

    Withdrawn ones too: what was sealed before the withdrawal still exists.
    """
    rows = RecipientKey.objects.filter(nis__in=codes, sealed_identity__isnull=False).order_by("-pk")
    return [bytes(sealed or b"") for sealed in rows.values_list("sealed_identity", flat=True)]
