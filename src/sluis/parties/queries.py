"""Reads of the parties: an agency, and the keys a municipality's parcels are sealed to."""

from __future__ import annotations

from typing import Any

from sluis.parties.models import Agency, RecipientKey


def agency(code: str) -> Agency:
    """The agency with this code. Raises Agency.DoesNotExist where it was never registered."""
    return Agency.objects.get(code=code)


def as_party(code: str) -> dict[str, Any]:
    """An agency as it stands in the terms of its protocols. Raises Agency.DoesNotExist as `agency` does."""
    row = agency(code)
    return {"name": row.name, "kbo": row.kbo, "representatives": list(row.representatives), "dpo": row.dpo}


def recipients(nis: str) -> list[str]:
    """The age recipients of a municipality that are in use, oldest first."""
    keys = RecipientKey.objects.filter(nis=nis, withdrawn_at__isnull=True).order_by("id")
    return list(keys.values_list("recipient", flat=True))
