"""Reads what is known of imports. People are read by the selection step of a disclosure, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Max

from sluis.dossiers.models import Extract, Quarantined
from sluis.dossiers.report import QuarantinedRow


def newest_as_of(agency: str, *, using: str = "default") -> date | None:
    """The reference date of the newest extract of `agency` that was taken in; None where there is none."""
    newest: date | None = Extract.objects.using(using).filter(agency=agency).aggregate(newest=Max("as_of"))["newest"]
    return newest


def quarantined(extract: int, *, first: int | None = None, using: str = "default") -> Iterator[QuarantinedRow]:
    """The rows of an extract that were not taken in, by line, read as they are used; the `first`, or all."""
    rows = Quarantined.objects.using(using).filter(extract_id=extract).order_by("line")
    for line, column, reason in rows.values_list("line", "column", "reason")[:first].iterator(chunk_size=5_000):
        yield QuarantinedRow(line, column, reason)
