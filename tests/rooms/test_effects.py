"""What came of each channel, on hundreds of days of invented histories, counted again in SQL from the rows alone."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from tests.rooms.history import LAST, Histories, days
from tests.rooms.outreach_history import CHANNELS, Outreach, Way, places, ways

from sluis.cli.clock import BRUSSELS
from sluis.outreach.channels import channels
from sluis.outreach.effects import ENOUGH, ChannelEffect, Chosen, Span, Unknown, effects, effects_on, ways_on
from sluis.outreach.models import Announcement, Campaign, Contact, Interest
from sluis.parties.municipalities import municipalities
from sluis.protocols.models import Move, Protocol, Version

SEEDS = (1, 2)
HALLE, BEERSEL, DILBEEK = "23027", "23003", "23016"
GALMAARDEN, GOOIK, PAJOTTEGEM = "23023", "23024", "23106"


@pytest.fixture
def told(database: str, request: pytest.FixtureRequest) -> int:
    seed: int = request.param
    Histories(seed).write()
    Outreach(seed).write()
    # What another agency does is its own.
    Outreach(seed + 1, agency="atlas", contacts=20, interests=20).write()
    return seed


@pytest.mark.parametrize("told", SEEDS, indirect=True)
def test_every_count_is_what_the_rows_say(told: int) -> None:
    seen: Counter[str] = Counter()
    for day in days(told, 60):
        counted = ways(day)
        found = effects(day, "agii")
        announced = _announced(day)
        contacted = _contacted(day)
        used = {way[1] for way in counted if way[1]} | {row[0] for row in announced} | set(contacted)
        assert [one.channel.code for one in found.by_channel] == sorted(used, key=CHANNELS.index), day
        for one in found.by_channel:
            code = one.channel.code
            own = [row for row in announced if row[0] == code]
            assert one.announcements == len(own)
            assert one.reached == _sum(row[1] for row in own)
            assert one.cost_cents == _sum(row[2] for row in own)
            assert one.contacted == len(contacted.get(code, set()))
            came = [way for way in counted if way[1] == code]
            assert _counted(one) == _stages(came), (day, code)
            for span, since, to in ((one.to_interest, 3, 4), (one.to_draft, 4, 5), (one.to_conclusion, 5, 6)):
                taken = _taken(came, since, to)
                assert span == Span(len(taken), round(statistics.median(taken)) if len(taken) >= ENOUGH else None)
                seen["medians"] += span.median_days is not None
            seen["costs"] += one.cents_per_protocol is not None
            seen["concluded"] += one.concluded
        assert found.unknown == Unknown(*_stages([way for way in counted if way[1] is None])), day
        seen["unknown"] += found.unknown.interested
        assert sum(one.interested for one in found.by_channel) + found.unknown.interested == len(
            {way[0] for way in counted if way[4]}
        )
    assert min(seen[what] for what in ("medians", "costs", "concluded", "unknown")) > 0, seen


@pytest.mark.parametrize("told", SEEDS[:1], indirect=True)
def test_a_campaign_and_a_period_are_what_the_rows_say_of_them(told: int) -> None:
    for day in days(told, 8):
        counted = ways(day)
        for campaign in Campaign.objects.filter(agency="agii").values_list("pk", flat=True):
            found = effects(day, "agii", Chosen(campaign=campaign))
            for one in found.by_channel:
                came = [way for way in counted if way[1:3] == (one.channel.code, campaign)]
                assert _counted(one) == _stages(came)
                assert one.contacted == 0
            shown = sum(one.interested for one in found.by_channel)
            assert shown == len([way for way in counted if way[2] == campaign])
        first, last = day - timedelta(days=500), day - timedelta(days=100)
        for one in effects(day, "agii", Chosen(first=first, last=last)).by_channel:
            of = [way for way in counted if way[1] == one.channel.code and way[4] and first <= way[4] <= last]
            assert _counted(one) == _stages(of)
            rows = [row for row in _announced(day) if row[0] == one.channel.code and first <= row[3] <= last]
            assert (one.announcements, one.reached) == (len(rows), _sum(row[1] for row in rows))


def _taken(found: list[Way], since: int, to: int) -> list[int]:
    steps: list[tuple[Any, Any]] = [(way[since], way[to]) for way in found]
    return [max(0, (end - begin).days) for begin, end in steps if begin and end]


def _counted(one: ChannelEffect) -> tuple[int, int, int]:
    return one.interested, one.drafted, one.concluded


def _stages(found: list[Way]) -> tuple[int, int, int]:
    return (
        len({way[0] for way in found if way[4]}),
        len({way[0] for way in found if way[5]}),
        len({way[0] for way in found if way[6]}),
    )


def _sum(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _announced(day: date) -> list[tuple[str, int | None, int | None, date]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT channel, reached, cost_cents, announcement.on FROM outreach_announcement AS announcement "
            "JOIN outreach_campaign AS campaign ON campaign.id = campaign_id "
            'WHERE agency = %s AND announcement."on" <= %s',
            ["agii", day],
        )
        return list(cursor.fetchall())


def _contacted(day: date) -> dict[str, set[str]]:
    codes, now = places(day)
    of = dict(zip(codes, now, strict=True))
    found: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute('SELECT channel, nis FROM outreach_contact WHERE agency = %s AND "on" <= %s', ["agii", day])
        for channel, nis in cursor.fetchall():
            found.setdefault(channel, set()).add(of[nis])
    return found


# One case at a time: what counts for which channel.


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=BRUSSELS)


def announcement(channel: str, on: date, *, name: str = "Oktober", **known: int | None) -> Announcement:
    campaign, _ = Campaign.objects.get_or_create(
        agency="agii", name=name, defaults={"audience": "", "text": "", "begins_on": on, "made_at": at(on)}
    )
    mark = f"m{Announcement.objects.count()}"
    return Announcement.objects.create(campaign=campaign, channel=channel, mark=mark, on=on, **known)


def interest(nis: str, on: date, link: Announcement | None = None) -> None:
    form = f"{Interest.objects.count()}"
    Interest.objects.create(agency="agii", nis=nis, form=form, at=at(on), announcement=link)


def contact(nis: str, on: date, channel: str, interested: bool | None = None) -> None:
    Contact.objects.create(
        agency="agii", nis=nis, on=on, channel=channel, said="x", interested=interested, at=at(on), by="an"
    )


def text(nis: str, *moves: tuple[str, str, date]) -> None:
    protocol, _ = Protocol.objects.get_or_create(code=f"AGII-{nis}", defaults={"agency": "agii", "nis": nis})
    number = Version.objects.filter(protocol=protocol).count() + 1
    version = Version.objects.create(
        protocol=protocol, number=number, terms=b"{}", terms_digest=f"{nis}/{number}", status=moves[-1][1]
    )
    before = None
    for verb, target, on in moves:
        Move.objects.create(
            version=version, verb=verb, from_status=before, to_status=target, at=at(on), recorded_at=at(on), by="x"
        )
        before = target


DAY = date(2026, 3, 1)


def later(days_: int) -> date:
    return DAY + timedelta(days=days_)


def test_a_link_counts_for_its_channel_whoever_spoke_with_them_before(database: str) -> None:
    link = announcement("vvsg-e-zine", DAY)
    contact(HALLE, DAY - timedelta(days=5), "staff-contact")
    interest(HALLE, later(3), link)
    (e_zine, staff) = effects_on(later(10), "agii")
    assert (e_zine.channel.code, e_zine.interested, staff.interested, staff.contacted) == ("vvsg-e-zine", 1, 0, 1)


def test_without_a_link_the_first_contact_before_it_counts(database: str) -> None:
    contact(HALLE, DAY, "agency-newsletter", interested=None)
    contact(HALLE, later(5), "staff-contact", interested=True)
    interest(BEERSEL, later(5))
    contact(BEERSEL, later(6), "staff-contact", interested=True)
    ways_seen = {way.nis: way for way in ways_on(later(10), "agii")}
    assert (ways_seen[HALLE].channel, ways_seen[HALLE].reached_on) == ("agency-newsletter", DAY)
    # Nobody had spoken with them before they came: it is not known how they did.
    assert (ways_seen[BEERSEL].channel, ways_seen[BEERSEL].interested_on) == (None, later(5))
    assert effects(later(10), "agii").unknown == Unknown(1, 0, 0)


def test_only_the_first_interest_counts_and_a_contact_that_says_no_is_none(database: str) -> None:
    first, second = announcement("vvsg-website", DAY), announcement("vvsg-e-zine", later(1))
    contact(HALLE, DAY, "staff-contact", interested=False)
    interest(HALLE, later(2), second)
    interest(HALLE, later(4), first)
    seen = {one.channel.code: one.interested for one in effects_on(later(10), "agii")}
    assert seen == {"vvsg-website": 0, "vvsg-e-zine": 1, "staff-contact": 0}
    assert {one.channel.code: one.interested for one in effects_on(later(1), "agii")} == dict.fromkeys(seen, 0)


def test_a_text_counts_with_interest_from_the_day_of_the_interest_on(database: str) -> None:
    link = announcement("vvsg-e-zine", DAY)
    for nis, begun in ((HALLE, 5), (BEERSEL, 4)):
        interest(nis, later(5), link)
        text(nis, ("draft", "draft", later(begun)), ("validate", "active", later(40)))
    found = effects(later(50), "agii")
    assert _counted(found.by_channel[0]) == (2, 1, 1)
    assert found.unknown == Unknown(0, 1, 1)
    assert _counted(effects(later(39), "agii").by_channel[0]) == (2, 1, 0)
    assert _counted(effects(later(4), "agii").by_channel[0]) == (0, 0, 0)


def test_an_amendment_is_no_new_beginning_but_a_text_after_the_end_is(database: str) -> None:
    link = announcement("vvsg-e-zine", DAY)
    early = DAY - timedelta(days=900)
    for nis, over in ((HALLE, None), (BEERSEL, DAY - timedelta(days=30))):
        text(nis, ("register", "active", early), *([("end", "ended", over)] if over else []))
        interest(nis, later(1), link)
        text(nis, ("draft", "draft", later(2)))
    found = effects(later(20), "agii")
    assert _counted(found.by_channel[0]) == (2, 1, 0)
    # Halle's protocol of long ago nobody had shown interest for.
    assert found.unknown == Unknown(0, 1, 1)


def test_municipalities_that_merged_count_as_one_and_what_was_inherited_was_not_won(database: str) -> None:
    before = date(2024, 3, 1)
    link = announcement("vvsg-e-zine", before)
    for nis in (GALMAARDEN, GOOIK):
        interest(nis, before, link)
        text(nis, ("draft", "draft", before), ("validate", "active", date(2024, 6, 1)))
    text(PAJOTTEGEM, ("inherit", "active", date(2025, 1, 1)))
    assert _counted(effects_on(date(2024, 12, 31), "agii")[0]) == (2, 2, 2)
    assert _counted(effects_on(date(2025, 1, 1), "agii")[0]) == (1, 1, 1)


def test_with_few_cases_nothing_is_said_but_the_counts(database: str) -> None:
    link = announcement("vvsg-e-zine", DAY, cost_cents=100_000)
    some = [one.nis for one in municipalities().on(DAY)][:ENOUGH]
    for nis in some[:-1]:
        interest(nis, later(7), link)
        text(nis, ("draft", "draft", later(17)), ("validate", "active", later(47)))
    (few,) = effects_on(later(60), "agii")
    assert (few.can_tell, few.share_concluded, few.cents_per_protocol) == (False, None, None)
    assert few.to_interest == Span(ENOUGH - 1, None)
    interest(some[-1], later(7), link)
    text(some[-1], ("draft", "draft", later(17)))
    (enough,) = effects_on(later(60), "agii")
    assert enough.can_tell
    assert enough.share_concluded == (ENOUGH - 1) / ENOUGH
    assert enough.cents_per_protocol == round(100_000 / (ENOUGH - 1))
    assert enough.to_interest == Span(ENOUGH, 7)
    assert enough.to_draft == Span(ENOUGH, 10)
    assert enough.to_conclusion == Span(ENOUGH - 1, None)


def test_a_cost_that_is_not_known_is_not_nothing(database: str) -> None:
    announcement("vvsg-e-zine", DAY)
    (unknown,) = effects_on(later(1), "agii")
    assert (unknown.cost_cents, unknown.costs_known, unknown.reached, unknown.reach_known) == (None, 0, None, 0)
    link = announcement("vvsg-e-zine", DAY, cost_cents=0, reached=0)
    for nis in [one.nis for one in municipalities().on(DAY)][:ENOUGH]:
        interest(nis, later(1), link)
        text(nis, ("draft", "draft", later(2)), ("validate", "active", later(3)))
    (half,) = effects_on(later(9), "agii")
    assert (half.cost_cents, half.costs_known, half.reached, half.reach_known) == (0, 1, 0, 1)
    # The cost of each protocol needs all of them.
    assert half.can_tell
    assert half.cents_per_protocol is None


def test_the_channels_come_in_the_order_in_which_there_are_to_choose(database: str) -> None:
    for one in reversed(channels()):
        announcement(one.code, LAST)
    announcement("fax", LAST)
    assert [one.channel.code for one in effects_on(LAST, "agii")] == CHANNELS
    assert effects_on(LAST - timedelta(days=1), "agii") == ()
    assert effects_on(LAST, "atlas") == ()
