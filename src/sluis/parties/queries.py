"""Reads of the parties: an agency, and the keys a municipality's parcels are sealed to."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sluis.parties.models import Agency, RecipientKey


def agency(code: str) -> Agency:
    """The agency with this code. Raises Agency.DoesNotExist where it was never registered."""
    return Agency.objects.get(code=code)


def agency_codes() -> list[str]:
    """The codes of the agencies of this installation."""
    return list(Agency.objects.order_by("code").values_list("code", flat=True))


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
