"""What came of each channel: how many municipalities it reached, and how many of these showed interest and went on.

How a municipality is attributed, and nowhere else:

1. It counts once, for the first time that it showed interest: on the form, or in a contact that says so.
2. Where it came by a link of an announcement, it counts for the channel of that announcement.
3. Else it counts for the channel of the first contact with it, up to that day; without any, for none.
4. Its draft and its protocol count with it where the text was begun on that day or later. An amendment is no new
   beginning, and what was inherited in a merger neither. A text that was begun before any interest counts for none.

A municipality that merged counts as the one of the day. Nothing here reaches people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from sluis.domain.lifecycle import IN_FORCE, Status, Verb
from sluis.domain.words import BRUSSELS
from sluis.outreach.channels import Channel, channel, channels
from sluis.outreach.models import Announcement, Contact, Interest
from sluis.parties.municipalities import municipalities
from sluis.protocols.models import Move

# With fewer cases than this a share, a median or a cost for each protocol says nothing about the channel.
ENOUGH = 10


@dataclass(frozen=True, slots=True)
class Span:
    """How long a step took: in how many cases, and the median in whole days; None where there are too few to tell."""

    cases: int
    median_days: int | None


@dataclass(frozen=True, slots=True)
class ChannelEffect:
    """What came of a channel. Of what is not known nothing is said: a sum is None where no part of it is known.

    `reached` is the sum of what is known of `reach_known` announcements, and `cost_cents` of `costs_known`; `contacted`
    counts municipalities that somebody spoke with by this channel. The others count municipalities.
    """

    channel: Channel
    announcements: int
    reached: int | None
    reach_known: int
    contacted: int
    interested: int
    drafted: int
    concluded: int
    to_interest: Span
    to_draft: Span
    to_conclusion: Span
    cost_cents: int | None
    costs_known: int

    @property
    def can_tell(self) -> bool:
        """Whether there are cases enough to say how well the channel works."""
        return self.interested >= ENOUGH

    @property
    def share_concluded(self) -> float | None:
        """Of those interested, the share that came to a protocol; None where there are too few to tell."""
        return self.concluded / self.interested if self.can_tell else None

    @property
    def cents_per_protocol(self) -> int | None:
        """The cost for each protocol; None where a cost is not known, none came of it, or there are too few to tell."""
        if self.cost_cents is None or self.costs_known < self.announcements or not self.concluded or not self.can_tell:
            return None
        return round(self.cost_cents / self.concluded)


@dataclass(frozen=True, slots=True)
class Unknown:
    """Municipalities that count for no channel: nobody wrote down how they came."""

    interested: int
    drafted: int
    concluded: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is looked at: one campaign or all, and announced, said, or interested from a day until another."""

    campaign: int | None = None
    first: date | None = None
    last: date | None = None

    def includes(self, day: date | None) -> bool:
        """Whether something of this day is looked at."""
        if day is None:
            return False
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


EVERYTHING = Chosen()


@dataclass(frozen=True, slots=True)
class Effects:
    """What came of every channel that was used, in the order of `channels()`, and what counts for none."""

    by_channel: tuple[ChannelEffect, ...]
    unknown: Unknown


@dataclass(frozen=True, slots=True)
class Way:
    """How one municipality came, and how far it got; None: not, or not known. `reached_on` begins the first step."""

    nis: str
    channel: str | None
    campaign: int | None
    reached_on: date | None
    interested_on: date | None
    drafted_on: date | None
    concluded_on: date | None


def effects_on(day: date, agency: str) -> tuple[ChannelEffect, ...]:
    """What had come of each channel that was used by the end of a day, also of those with nothing to show for."""
    return effects(day, agency).by_channel


def effects(day: date, agency: str, chosen: Chosen = EVERYTHING) -> Effects:
    """What had come of what is looked at by the end of a day.

    Raises:
        ImproperlyConfigured: the operator's file of channels is wrong.
    """
    announced = [
        one
        for one in Announcement.objects.filter(campaign__agency=agency, on__lte=day).order_by("pk")
        if chosen.includes(one.on) and chosen.campaign in (None, one.campaign_id)
    ]
    spoken = defaultdict[str, set[str]](set)
    if chosen.campaign is None:
        rows = Contact.objects.filter(agency=agency, on__lte=day)
        for nis, on, by in rows.values_list("nis", "on", "channel"):
            now = municipalities().current_code(nis, day)
            if now is not None and chosen.includes(on):
                spoken[by].add(now)
    ways = [
        way
        for way in ways_on(day, agency)
        if chosen.includes(way.interested_on or way.drafted_on) and chosen.campaign in (None, way.campaign)
    ]
    used = {one.channel for one in announced} | set(spoken) | {way.channel for way in ways if way.channel}
    return Effects(
        tuple(_effect(one, announced, spoken, ways) for one in _in_order(used)),
        Unknown(*_counts([way for way in ways if way.channel is None])),
    )


def _in_order(used: set[str]) -> list[Channel]:
    known = [one for one in channels() if one.code in used]
    gone = used - {one.code for one in known}
    return [*known, *(channel(code) for code in sorted(gone))]


def _effect(
    one: Channel, announced: Sequence[Announcement], spoken: Mapping[str, set[str]], ways: Sequence[Way]
) -> ChannelEffect:
    own = [row for row in announced if row.channel == one.code]
    came = [way for way in ways if way.channel == one.code]
    reached = [row.reached for row in own if row.reached is not None]
    costs = [row.cost_cents for row in own if row.cost_cents is not None]
    interested, drafted, concluded = _counts(came)
    return ChannelEffect(
        channel=one,
        announcements=len(own),
        reached=sum(reached) if reached else None,
        reach_known=len(reached),
        contacted=len(spoken.get(one.code, ())),
        interested=interested,
        drafted=drafted,
        concluded=concluded,
        to_interest=_span((way.reached_on, way.interested_on) for way in came),
        to_draft=_span((way.interested_on, way.drafted_on) for way in came),
        to_conclusion=_span((way.drafted_on, way.concluded_on) for way in came),
        cost_cents=sum(costs) if costs else None,
        costs_known=len(costs),
    )


def _counts(ways: Sequence[Way]) -> tuple[int, int, int]:
    """How many of these municipalities showed interest, drafted and concluded."""
    return (
        len({way.nis for way in ways if way.interested_on}),
        len({way.nis for way in ways if way.drafted_on}),
        len({way.nis for way in ways if way.concluded_on}),
    )


def _span(steps: Iterable[tuple[date | None, date | None]]) -> Span:
    # A link can be opened before the day of its announcement; that took no time.
    taken = [max((to - since).days, 0) for since, to in steps if since is not None and to is not None]
    return Span(len(taken), round(median(taken)) if len(taken) >= ENOUGH else None)


def ways_on(day: date, agency: str) -> tuple[Way, ...]:
    """How each municipality had come by the end of a day, and how far it had got, by NIS code of that day.

    One that had begun a text before it showed interest has two: what it began, and its interest.
    """
    first, begun = _first_interests(day, agency), _begun(day, agency)
    found = []
    for nis in sorted(first.keys() | begun.keys()):
        came, texts = first.get(nis), begun.get(nis, [])
        if came is not None:
            found.append(came.went_on(texts))
        before = [text for text in texts if came is None or text.begun_on < came.on]
        if before and (came is None or not found[-1].drafted_on):
            drafted, concluded = _how_far(before)
            found.append(Way(nis, None, None, None, None, drafted, concluded))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Text:
    """A text that began a protocol, amended none and was not inherited: when it was begun and validated."""

    begun_on: date
    concluded_on: date | None


@dataclass(frozen=True, slots=True)
class _Came:
    """The first time that a municipality showed interest, and how it was reached before."""

    nis: str
    on: date
    channel: str | None
    campaign: int | None
    reached_on: date | None

    def went_on(self, texts: Iterable[_Text]) -> Way:
        """What came of it: the first text that was begun since, and the first of these that was validated."""
        drafted, concluded = _how_far([text for text in texts if text.begun_on >= self.on])
        return Way(self.nis, self.channel, self.campaign, self.reached_on, self.on, drafted, concluded)


def _how_far(texts: Sequence[_Text]) -> tuple[date | None, date | None]:
    validated = [text.concluded_on for text in texts if text.concluded_on]
    return min((text.begun_on for text in texts), default=None), min(validated, default=None)


def _first_interests(day: date, agency: str) -> dict[str, _Came]:
    """The first interest of each municipality by the end of a day, by the rules at the head of this module."""
    known = municipalities()
    contacts = Contact.objects.filter(agency=agency, on__lte=day).order_by("on", "pk")
    first_contacts: dict[str, tuple[date, str]] = {}
    # Of one day: who came by a link is surest, then who said so, then who came to the form by themselves.
    shown: dict[str, list[tuple[date, int, str | None, int | None, date | None]]] = defaultdict(list)
    for nis, on, by, interested in contacts.values_list("nis", "on", "channel", "interested"):
        if (now := known.current_code(nis, day)) is None:
            continue
        first_contacts.setdefault(now, (on, by))
        if interested:
            shown[now].append((on, 1, None, None, None))
    interests = Interest.objects.filter(agency=agency).select_related("announcement").order_by("at", "pk")
    for row in interests:
        on, now = row.at.astimezone(BRUSSELS).date(), known.current_code(row.nis, day)
        if now is None or on > day:
            continue
        link = row.announcement
        if link is None:
            shown[now].append((on, 2, None, None, None))
        else:
            shown[now].append((on, 0, link.channel, link.campaign_id, link.on))
    found = {}
    for nis, times in shown.items():
        on, _, by_link, campaign, reached_on = min(times, key=lambda one: one[:2])
        if by_link is None and nis in first_contacts and first_contacts[nis][0] <= on:
            reached_on, by_link = first_contacts[nis]
        found[nis] = _Came(nis, on, by_link, campaign, reached_on)
    return found


def _begun(day: date, agency: str) -> dict[str, list[_Text]]:
    """The texts that began a protocol by the end of a day, by the municipality of that day."""
    moves = Move.objects.filter(version__protocol__agency=agency).order_by("pk")
    statuses = defaultdict[str, dict[int, str]](dict)
    begun: dict[int, tuple[str, date]] = {}
    concluded: dict[int, date] = {}
    columns = ("version_id", "version__protocol_id", "version__protocol__nis", "verb", "to_status", "at")
    for version, code, nis, verb, status, at in moves.values_list(*columns):
        on = at.astimezone(BRUSSELS).date()
        if on > day:
            continue
        others = [Status(stands) for other, stands in statuses[code].items() if other != version]
        if verb in (Verb.DRAFT, Verb.REGISTER) and IN_FORCE.isdisjoint(others):
            begun[version] = (nis, on)
        if verb in (Verb.VALIDATE, Verb.REGISTER):
            concluded.setdefault(version, on)
        statuses[code][version] = status
    found = defaultdict[str, list[_Text]](list)
    for version, (nis, on) in begun.items():
        now = municipalities().current_code(nis, day)
        if now is not None:
            found[now].append(_Text(on, concluded.get(version)))
    return found
