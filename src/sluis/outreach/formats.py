"""Writes what came of each channel as CSV. It reads no database."""

from __future__ import annotations

import csv
import io

from sluis.outreach.effects import ChannelEffect, Effects, Span

COLUMNS = (
    "channel", "announcements", "reached", "reachKnown", "contacted", "interested", "drafted", "concluded",
    "medianDaysToInterest", "casesToInterest", "medianDaysToDraft", "casesToDraft", "medianDaysToConclusion",
    "casesToConclusion", "costCents", "costsKnown", "centsPerProtocol",
)  # fmt: skip


def effects_as_csv(seen: Effects) -> str:
    """A channel a line, and last, without a channel, what counts for none (RFC 4180). Empty: not known, or too few."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(_row(one) for one in seen.by_channel)
    unknown = seen.unknown
    writer.writerow(
        {"interested": unknown.interested, "drafted": unknown.drafted, "concluded": unknown.concluded}
    )  # fmt: skip
    return text.getvalue()


def _row(one: ChannelEffect) -> dict[str, str | int | None]:
    return {
        "channel": one.channel.code,
        "announcements": one.announcements,
        "reached": one.reached,
        "reachKnown": one.reach_known,
        "contacted": one.contacted,
        "interested": one.interested,
        "drafted": one.drafted,
        "concluded": one.concluded,
        **_span("Interest", one.to_interest),
        **_span("Draft", one.to_draft),
        **_span("Conclusion", one.to_conclusion),
        "costCents": one.cost_cents,
        "costsKnown": one.costs_known,
        "centsPerProtocol": one.cents_per_protocol,
    }


def _span(step: str, taken: Span) -> dict[str, int | None]:
    return {f"medianDaysTo{step}": taken.median_days, f"casesTo{step}": taken.cases}
