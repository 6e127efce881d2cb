"""Reads of outreach: campaigns and what came of them, what is known of one municipality, and what waits at the desk."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Count, Q

from sluis.domain.municipalities import Municipality
from sluis.domain.words import Said
from sluis.outreach.channels import Channel, channel
from sluis.outreach.contact_list import Listed
from sluis.outreach.models import Announcement, Campaign, Contact, Correspondent, Interest
from sluis.parties.models import Agency
from sluis.parties.municipalities import municipalities
from sluis.protocols.beginnings import why_not_begin
from sluis.protocols.models import Protocol, Version

MARK = re.compile(r"[0-9]{1,18}(-[a-z0-9]{1,40}){1,20}")

SETTLED_ALREADY = Said("Dit is al afgehandeld.", "This was settled already.")
DRAFT_BEGUN = Said("Er is al een ontwerp uit begonnen.", "A draft was begun from it already.")


@dataclass(frozen=True, slots=True)
class Announced:
    """An announcement and what came of it: how many interests came by its links, and how many drafts of these."""

    announcement: Announcement
    channel: Channel
    interests: int
    drafts: int


@dataclass(frozen=True)
class Told:
    """A campaign with all that it announced, the first announcement first."""

    campaign: Campaign
    announced: tuple[Announced, ...]

    @property
    def interests(self) -> int:
        """How many interests came by its links."""
        return sum(one.interests for one in self.announced)

    @property
    def drafts(self) -> int:
        """How many drafts were begun from these."""
        return sum(one.drafts for one in self.announced)

    @cached_property
    def cost_cents(self) -> int | None:
        """What it cost in all, of what is known; None where nothing is."""
        known = [one.announcement.cost_cents for one in self.announced if one.announcement.cost_cents is not None]
        return sum(known) if known else None


def campaigns(agency: str) -> tuple[Told, ...]:
    """Every campaign of an agency, the newest first."""
    rows = Campaign.objects.filter(agency=agency).order_by("-begins_on", "-pk")
    found: dict[int, list[Announced]] = {row.pk: [] for row in rows}
    counted = Announcement.objects.filter(campaign__agency=agency).annotate(
        interested=Count("interests"), drafted=Count("interests", filter=Q(interests__protocol__isnull=False))
    )
    for one in counted.order_by("on", "pk"):
        found[one.campaign_id].append(Announced(one, channel(one.channel), one.interested, one.drafted))
    return tuple(Told(row, tuple(found[row.pk])) for row in rows)


def campaign(agency: str, number: int) -> Told | None:
    """A campaign of an agency; None where it has none of this number."""
    return next((one for one in campaigns(agency) if one.campaign.pk == number), None)


def announcement(agency: str, number: int) -> Announcement | None:
    """An announcement of an agency, with its campaign."""
    rows = Announcement.objects.select_related("campaign")
    return rows.filter(pk=number, campaign__agency=agency).first()


def announcement_with(mark: str) -> Announcement | None:
    """The announcement whose links carry this mark; None for anything else that an address may say."""
    if not MARK.fullmatch(mark):
        return None
    return Announcement.objects.select_related("campaign").filter(mark=mark).first()


def agency_for(nis: str, announcement: Announcement | None) -> str | None:
    """The agency that reads an interest: the one that the municipality has a protocol with, where that is one.

    Else the one whose link it came by, else the one that was registered first; None where there is no agency.
    """
    bound = set(Protocol.objects.filter(nis=nis).values_list("agency", flat=True))
    if len(bound) == 1:
        return bound.pop()
    if announcement is not None:
        return announcement.campaign.agency
    return Agency.objects.order_by("registered_at", "code").values_list("code", flat=True).first()


def interest(agency: str, number: int) -> Interest | None:
    """An interest that an agency reads, with the link it came by."""
    return Interest.objects.select_related("announcement__campaign").filter(pk=number, agency=agency).first()


def open_interests(agency: str) -> list[Interest]:
    """The interests that nobody has settled and of which no draft came, oldest first."""
    rows = Interest.objects.select_related("announcement__campaign")
    return list(rows.filter(agency=agency, settled_at__isnull=True).order_by("at", "pk"))


def settled_interests(agency: str, most: int) -> list[Interest]:
    """The interests that were settled last, or that a draft came of, the newest first."""
    rows = Interest.objects.select_related("announcement__campaign")
    return list(rows.filter(agency=agency, settled_at__isnull=False).order_by("-settled_at", "-pk")[:most])


def why_not_draft(one: Interest, on: date) -> tuple[Said, ...]:
    """Why no draft can be begun from an interest on a day; empty where one can."""
    if one.protocol is not None:
        return (DRAFT_BEGUN,)
    if one.settled_at is not None:
        return (SETTLED_ALREADY,)
    return why_not_begin(one.agency, one.nis, on)


def contact(agency: str, number: int) -> Contact | None:
    """A contact that an agency noted; None where it noted none of this number."""
    return Contact.objects.filter(pk=number, agency=agency).first()


def open_steps(agency: str) -> list[Contact]:
    """The contacts of which a next step waits: first those with a day, the earliest first."""
    rows = Contact.objects.filter(agency=agency, next_done_at__isnull=True).exclude(next_step="")
    return sorted(rows, key=lambda one: (one.next_on or date.max, one.on, one.pk))


def overdue(steps: Sequence[Contact], on: date) -> list[Contact]:
    """Those of these steps that should have been done before a day."""
    return [one for one in steps if one.next_on is not None and one.next_on < on]


@dataclass(frozen=True)
class Known:
    """What an agency knows of one municipality: contacts newest first, who can be reached, interests, its protocol.

    Of a municipality that others merged into, what was known of those is in it too. `version` is the newest text.
    """

    municipality: Municipality
    contacts: tuple[Contact, ...]
    correspondents: tuple[Correspondent, ...]
    interests: tuple[Interest, ...]
    version: Version | None

    @property
    def steps(self) -> tuple[Contact, ...]:
        """The contacts of which a next step waits, the earliest first."""
        waiting = [one for one in self.contacts if one.next_step and one.next_done_at is None]
        return tuple(sorted(waiting, key=lambda one: (one.next_on or date.max, one.on, one.pk)))


def municipality(agency: str, nis: str, on: date) -> Known | None:
    """What an agency knows of a municipality; None where no municipality has or had this code."""
    if nis not in municipalities():
        return None
    codes = [one.nis for one in municipalities().all() if nis in (one.nis, municipalities().current_code(one.nis, on))]
    mine = {"agency": agency, "nis__in": codes}
    return Known(
        municipality=municipalities().get(nis),
        contacts=tuple(Contact.objects.filter(**mine).order_by("-on", "-pk")),
        correspondents=tuple(Correspondent.objects.filter(**mine).order_by("name", "pk")),
        interests=tuple(
            Interest.objects.select_related("announcement__campaign").filter(**mine).order_by("-at", "-pk")
        ),
        version=Version.objects.filter(protocol__agency=agency, protocol__nis=nis).order_by("-number").first(),
    )


def listed(agency: str) -> tuple[Listed, ...]:
    """The list of contacts of an agency as it was taken in, by municipality."""
    rows = Correspondent.objects.filter(agency=agency).order_by("nis", "pk")
    return tuple(Listed(one.nis, one.name, one.function, one.email, one.phone) for one in rows)


def listed_at(agency: str) -> datetime | None:
    """When the list of contacts of an agency was taken in; None where there is none."""
    return Correspondent.objects.filter(agency=agency).values_list("listed_at", flat=True).first()


@dataclass(frozen=True, slots=True)
class Replaces:
    """What taking in a list would change: how many people are new on it, stay, and fall away."""

    new: int
    stay: int
    gone: int
    municipalities: int


def replaces(agency: str, rows: Sequence[Listed]) -> Replaces:
    """What taking in these rows would change of the list of an agency."""
    before, after = set(listed(agency)), set(rows)
    return Replaces(len(after - before), len(after & before), len(before - after), len({one.nis for one in rows}))
