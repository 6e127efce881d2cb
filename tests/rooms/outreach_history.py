"""Invents what an agency did to make the possibility known, beside the histories of protocols, as rows.

Campaigns and their announcements, contacts, and interest by a link or without one; also under codes that are gone
since, before anything was announced, after a protocol was concluded, and several times. `ways` counts again who came by
which channel and how far they got, in SQL that shares nothing with the program.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from django.db import connection
from tests.rooms.history import FIRST, LAST

from sluis.cli.clock import BRUSSELS
from sluis.outreach.channels import channels
from sluis.outreach.models import Announcement, Campaign, Contact, Interest
from sluis.parties.municipalities import municipalities
from sluis.protocols.models import Protocol

# One channel that is in no file any more.
CHANNELS = [*(one.code for one in channels()), "fax"]


class Outreach:
    """What was done by an agency, by a seed: the same seed gives the same."""

    def __init__(self, seed: int, *, agency: str = "agii", contacts: int = 160, interests: int = 160) -> None:
        self._dice = random.Random(seed)
        self._agency, self._contacts, self._interests = agency, contacts, interests
        # Mostly those whose protocols have a history, and half as many others.
        with_protocol = sorted(set(Protocol.objects.values_list("nis", flat=True)))
        others = self._dice.sample([one.nis for one in municipalities().all()], max(20, len(with_protocol) // 2))
        self._places = [*with_protocol, *with_protocol, *others]

    def write(self) -> None:
        announced = self._announce()
        for _ in range(self._contacts):
            nis, day = self._where_and_when()
            step = self._dice.choice([None, None, day + timedelta(days=self._dice.randrange(1, 200))])
            done = None
            if step is not None and self._dice.random() < 0.4:
                done = self._moment(step + timedelta(days=self._dice.randrange(-3, 60)))
            Contact.objects.create(
                agency=self._agency, nis=nis, on=day, channel=self._dice.choice(CHANNELS), said="Er werd gesproken.",
                interested=self._dice.choice([True, True, False, None, None]), next_step="bellen" if step else "",
                next_on=step, next_done_at=done, at=self._moment(day), by="an",
            )  # fmt: skip
        for number in range(self._interests):
            nis, day = self._where_and_when()
            settled = None
            if self._dice.random() < 0.2:
                settled = self._moment(day + timedelta(days=self._dice.randrange(90)))
            Interest.objects.create(
                agency=self._agency, nis=nis, form=f"{self._agency}-{number}", at=self._moment(day), settled_at=settled,
                announcement=self._dice.choice([None, *announced]),
            )  # fmt: skip

    def _announce(self) -> list[Announcement]:
        made = []
        for number in range(4):
            day = self._day(FIRST, LAST)
            campaign = Campaign.objects.create(
                agency=self._agency, name=f"Actie {number}", audience="", text="", begins_on=day,
                made_at=self._moment(day),
            )  # fmt: skip
            for place in range(self._dice.randrange(1, 5)):
                made.append(
                    Announcement.objects.create(
                        campaign=campaign,
                        channel=self._dice.choice(CHANNELS),
                        mark=f"{self._agency}-{number}-{place}",
                        on=day + timedelta(days=self._dice.randrange(60)),
                        reached=self._dice.choice([None, 0, 40, 300]),
                        cost_cents=self._dice.choice([None, 0, 12_345]),
                    )
                )
        return made

    def _where_and_when(self) -> tuple[str, date]:
        """A municipality, on a day on which its code exists."""
        one = municipalities().get(self._dice.choice(self._places))
        return one.nis, self._day(max(FIRST, one.valid_from or FIRST), min(LAST, one.valid_until or LAST))

    def _day(self, first: date, last: date) -> date:
        return first + timedelta(days=self._dice.randrange((last - first).days + 1))

    def _moment(self, day: date) -> datetime:
        # Also in the hours in which the day of Brussels is not that of UTC.
        return datetime(
            day.year, day.month, day.day, self._dice.choice([0, 9, 23]), self._dice.randrange(60), tzinfo=BRUSSELS
        )


@cache
def places(day: date) -> tuple[list[str], list[str]]:
    """The codes that existed by a day, and beside each the one of the municipality that it is on that day."""
    rows = list(
        csv.DictReader(files("sluis.parties").joinpath("data/municipalities.csv").read_text("utf-8").splitlines())
    )
    codes, now = [], []
    for row in rows:
        if row["valid_from"] and row["valid_from"] > day.isoformat():
            continue
        gone = row["valid_until"] and row["valid_until"] < day.isoformat()
        codes.append(row["nis"])
        now.append(row["successor_nis"] if gone else row["nis"])
    return codes, now


# The first interest of each municipality, with the channel it counts for; and the texts that began a protocol.
_SHOWN = """
WITH place AS (
    SELECT * FROM unnest(%(codes)s::text[], %(now)s::text[]) AS place (code, now)
), contact AS (
    SELECT place.now AS nis, contact.id, contact.on, contact.at, contact.channel, contact.interested
    FROM outreach_contact AS contact JOIN place ON place.code = contact.nis
    WHERE contact.agency = %(agency)s AND contact.on <= %(day)s
), shown AS (
    SELECT nis, "on", 'b said' AS how, NULL::text AS channel, NULL::bigint AS campaign, NULL::date AS reached, at
    FROM contact WHERE interested
    UNION ALL
    SELECT place.now, (interest.at AT TIME ZONE 'Europe/Brussels')::date,
        CASE WHEN announcement.id IS NULL THEN 'c alone' ELSE 'a link' END, announcement.channel,
        announcement.campaign_id, announcement.on, interest.at
    FROM outreach_interest AS interest JOIN place ON place.code = interest.nis
    LEFT JOIN outreach_announcement AS announcement ON announcement.id = interest.announcement_id
    WHERE interest.agency = %(agency)s AND (interest.at AT TIME ZONE 'Europe/Brussels')::date <= %(day)s
), first AS (
    SELECT DISTINCT ON (nis) * FROM shown ORDER BY nis, "on", how, at
), met AS (
    SELECT DISTINCT ON (nis) nis, "on", channel FROM contact ORDER BY nis, "on", id
)
SELECT first.nis, first.on, coalesce(first.channel, met.channel), first.campaign, coalesce(first.reached, met.on)
FROM first LEFT JOIN met ON met.nis = first.nis AND met.on <= first.on
"""
_BEGUN = """
WITH place AS (
    SELECT * FROM unnest(%(codes)s::text[], %(now)s::text[]) AS place (code, now)
), move AS (
    SELECT move.*, (move.at AT TIME ZONE 'Europe/Brussels')::date AS day, version.protocol_id
    FROM protocols_move AS move JOIN protocols_version AS version ON version.id = move.version_id
    WHERE (move.at AT TIME ZONE 'Europe/Brussels')::date <= %(day)s
)
SELECT place.now, move.day, (
    SELECT later.day FROM move AS later
    WHERE later.version_id = move.version_id AND later.verb IN ('validate', 'register') ORDER BY later.id LIMIT 1
)
FROM move JOIN protocols_protocol AS protocol ON protocol.code = move.protocol_id
JOIN place ON place.code = protocol.nis
WHERE protocol.agency = %(agency)s AND move.verb IN ('draft', 'register') AND NOT EXISTS (
    SELECT FROM protocols_version AS other WHERE other.protocol_id = move.protocol_id AND other.id <> move.version_id
        AND (
            SELECT earlier.to_status FROM move AS earlier
            WHERE earlier.version_id = other.id AND earlier.id < move.id ORDER BY earlier.id DESC LIMIT 1
        ) IN ('active', 'suspended')
)
"""

Way = tuple[str, str | None, int | None, date | None, date | None, date | None, date | None]


def ways(day: date, agency: str = "agii") -> list[Way]:
    """Of each municipality the channel, the campaign, and the days: reached, interested, drafted, concluded."""
    codes, now = places(day)
    asked: dict[str, Any] = {"codes": codes, "now": now, "day": day, "agency": agency}
    with connection.cursor() as cursor:
        cursor.execute(_SHOWN, asked)
        shown: dict[str, Sequence[Any]] = {row[0]: row[1:] for row in cursor.fetchall()}
        cursor.execute(_BEGUN, asked)
        texts: list[tuple[str, date, date | None]] = cursor.fetchall()
    found: list[Way] = []
    for nis in {*shown, *(text[0] for text in texts)}:
        own = [text for text in texts if text[0] == nis]
        interested = shown[nis][0] if nis in shown else None
        after = [text for text in own if interested and text[1] >= interested]
        if interested:
            _, by, campaign, reached = shown[nis]
            found.append((nis, by, campaign, reached, interested, *_first(after)))
        if own and not after:
            found.append((nis, None, None, None, None, *_first(own)))
    return found


def _first(texts: Sequence[tuple[str, date, date | None]]) -> tuple[date | None, date | None]:
    begun = sorted(text[1] for text in texts)
    ended = sorted(text[2] for text in texts if text[2])
    return (begun[0] if begun else None), (ended[0] if ended else None)
