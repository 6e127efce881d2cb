"""Answers how the possibility is made known to municipalities, and what came of it, in Dutch, from what was recorded.

It draws no conclusion about a channel: the numbers say what came by it, not that it was the reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sluis.domain.catalogue import enumerated, long_day
from sluis.domain.document import Block
from sluis.domain.legaltext import Paragraph, Table
from sluis.outreach.channels import channel
from sluis.outreach.effects import ENOUGH, Effects, effects
from sluis.outreach.models import Announcement
from sluis.reporting.dutch import capital, number


def made_known(on: date, agency: str) -> Iterator[Block]:
    """By which channels it was made known up to and with a day, what was announced, and what came of it."""
    seen = effects(on, agency)
    if not seen.by_channel:
        yield Paragraph(
            f"Tot en met {long_day(on)} is niet geregistreerd langs welke kanalen de mogelijkheid werd bekendgemaakt."
        )
        return
    names = enumerated(one.channel.name.nl for one in seen.by_channel)
    yield Paragraph(
        f"De mogelijkheid om een protocol te sluiten werd tot en met {long_day(on)} bekendgemaakt langs deze kanalen: "
        f"{names}."
    )
    yield from _announced(on, agency)
    yield from _came_of_it(seen, on)


def _announced(on: date, agency: str) -> Iterator[Block]:
    """A table for each campaign, the first that was announced first."""
    rows = Announcement.objects.filter(campaign__agency=agency, on__lte=on).select_related("campaign")
    campaigns: dict[str, list[Announcement]] = {}
    for row in rows.order_by("on", "pk"):
        campaigns.setdefault(row.campaign.name, []).append(row)
    for name, announced in campaigns.items():
        yield Table(
            f"Bekendgemaakt tot en met {long_day(on)} met de campagne “{name}”",
            ("Kanaal", "Dag", "Bereikte gemeenten"),
            tuple(
                (capital(channel(row.channel).name.nl), long_day(row.on), _reached(row.reached)) for row in announced
            ),
        )


def _reached(reached: int | None) -> str:
    return "niet geregistreerd" if reached is None else number(reached)


def _came_of_it(seen: Effects, on: date) -> Iterator[Block]:
    lines = [
        (capital(one.channel.name.nl), *map(number, (one.contacted, one.interested, one.drafted, one.concluded)))
        for one in seen.by_channel
    ]
    unknown = (seen.unknown.interested, seen.unknown.drafted, seen.unknown.concluded)
    if any(unknown):
        lines.append(("Zonder geregistreerd kanaal", "-", *map(number, unknown)))
    yield Table(
        f"Aantal gemeenten per kanaal, en wat ervan kwam tot en met {long_day(on)}",
        ("Kanaal", "Gesproken", "Belangstelling", "Ontwerp", "Protocol"),
        tuple(lines),
    )
    yield Paragraph(
        "Gesproken: gemeenten waarmee medewerkers langs dat kanaal contact hadden. Een gemeente die belangstelling "
        "toonde telt één keer, bij het kanaal waarlangs ze het eerst bereikt werd. Ontwerp en protocol: daarna "
        "begonnen, en gevalideerd. De getallen tonen niet of het kanaal de reden was."
    )
    if any(unknown):
        yield Paragraph(
            "Zonder geregistreerd kanaal: hoe de gemeente bereikt werd is niet geregistreerd, of het ontwerp begon "
            "vóór er belangstelling geregistreerd was."
        )
    if any(one.interested < ENOUGH for one in seen.by_channel):
        yield Paragraph(
            f"Van een kanaal waarlangs minder dan {ENOUGH} gemeenten belangstelling toonden, kan niet gezegd worden "
            "hoe goed het werkt."
        )
