"""The invented outreach of the demo: targets, campaigns, conversations and interest, around what `demo_past` tells.

What the joint communication of October 2020 was, and by which channels, parliament was told in 2020; so was the target
of that legislature. Their exact days, and everything after them, are invented.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from sluis.cli.clock import BRUSSELS
from sluis.cli.demo_past import AGENCY, AN, BEGAN, ON_THEIR_WAY, PastAct

FIRST, SECOND = "23003", "12025"
# The channel, the day, how many municipalities it reached and what it cost in cents; None: not known.
Said = tuple[str, str, int | None, int | None]


@dataclass(frozen=True, slots=True)
class _Campaign:
    name: str
    text: str
    begins_on: str
    said: tuple[Said, ...]


CAMPAIGNS = (
    _Campaign(
        "Gezamenlijke communicatie van oktober 2020",
        "Lokale besturen kunnen met het agentschap een protocol sluiten, en krijgen dan de gegevens die ze nodig "
        "hebben voor een ceremonie of voor oefenkansen.",
        "2020-10-07",
        (
            ("agency-website", "2020-10-07", None, None),
            ("vvsg-website", "2020-10-07", None, None),
            ("kenniscentrum-website", "2020-10-08", None, None),
            ("vvsg-e-zine", "2020-10-14", None, None),
            ("agency-newsletter", "2020-10-21", None, None),
        ),
    ),
    _Campaign(
        "Hou een ceremonie",
        "Wie een attest haalde, verdient applaus. Zo regelt u de lijst.",
        "2022-09-01",
        (("vvsg-e-zine", "2022-09-07", 300, 45_000), ("agency-newsletter", "2022-09-20", 291, 12_000)),
    ),
    _Campaign(
        "Na de fusies",
        "Uw gemeente is nieuw: kijk na wat er met uw protocol gebeurde, of begin er een.",
        "2025-01-06",
        (("vvsg-e-zine", "2025-01-08", 285, 45_000), ("agency-newsletter", "2025-01-21", 279, 12_000)),
    ),
)  # fmt: skip

# Spoken to, and without a protocol: when, what was said, whether they are interested, and what is to come.
TALKED: tuple[tuple[str, int, str, bool | None, str, int | None], ...] = (
    ("41018", 400, "Het college wil geen nieuwe verwerkingen voor de verkiezingen.", False, "", None),
    ("23016", 95, "De dienst is geïnteresseerd en leest het model.", True, "", None),
    ("12040", 60, "Vroegen wie beslist: college of raad.", None, "Stuur een voorbeeldbesluit.", -10),
    ("31033", 45, "Willen eerst zien hoe een buurgemeente het doet.", None, "Breng ze in contact met Oostende.", 14),
    ("44013", 30, "Een nieuwe integratieambtenaar begint volgende maand.", True, "Bel de nieuwe ambtenaar.", 5),
    ("13040", 20, "De opzegging komt van de cultuurdienst; integratie wil verder praten.", None, "Plan overleg.", 7),
)  # fmt: skip
# Filled in the form and waiting at the desk: how many days ago, and what they say.
WAITING: tuple[tuple[str, int, tuple[str, ...], str], ...] = (
    ("23016", 94, (), "Mogen ook onze vrijwilligers de lijst zien?"),
    ("11001", 4, ("ceremony", "practice"), "We willen in het voorjaar een ceremonie houden."),
    ("43005", 1, ("ceremony",), ""),
)


def acts(until: datetime) -> Iterator[PastAct]:
    """Everything that is said to have been done to make the possibility known, before `until`."""
    dice = random.Random(2020)  # noqa: S311 - it draws days of an invented past
    yield from _targets()
    marks: list[tuple[date, str]] = []
    for campaign in CAMPAIGNS:
        yield PastAct(_at(campaign.begins_on), partial(_announce, campaign, marks))
    yield PastAct(_at("2020-10-16"), partial(_fills_in, FIRST, "vvsg-e-zine", marks))
    yield PastAct(_at("2020-10-27"), partial(_talks, SECOND, "Vroegen hoelang het duurt.", None, "", None))
    began = [(nis, date.fromisoformat(day)) for nis, day in BEGAN]
    began += [(nis, until.date() - timedelta(days=days)) for nis, days, _ in ON_THEIR_WAY]
    for nis, day in began:
        at = _at((day - timedelta(days=dice.randint(20, 90))).isoformat())
        if dice.random() < 0.4:
            yield PastAct(at, partial(_talks, nis, "Willen een protocol voor hun ceremonie.", True, "", None))
        else:
            by = dice.choice(("vvsg-e-zine", "vvsg-e-zine", "agency-newsletter", "vvsg-website", "agency-website"))
            yield PastAct(at, partial(_fills_in, nis, by, marks))
    for nis, days, said, interested, step, within in TALKED:
        at = _at((until.date() - timedelta(days=days)).isoformat())
        next_on = until.date() + timedelta(days=within) if within is not None else None
        yield PastAct(at, partial(_talks, nis, said, interested, step, next_on))
    for nis, days, purposes, message in WAITING:
        at = _at((until.date() - timedelta(days=days)).isoformat())
        yield PastAct(at, partial(_waits, nis, purposes, message, marks))


def _at(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(11), BRUSSELS)


def _targets() -> Iterator[PastAct]:
    illustrative = "antwoord van de minister op een parlementaire vraag (de dag is illustratief)"
    yield PastAct(_at("2020-11-15"), partial(_aims, "2019-2024", "2019-05-26", "2024-06-08", None, illustrative))
    invented = "verzonnen streefcijfer voor de demo"
    yield PastAct(_at("2024-10-14"), partial(_aims, "2024-2029", "2024-06-09", "2029-06-08", 60, invented))


def _aims(period: str, first: str, last: str, number: int | None, source: str, at: datetime) -> None:
    """Aims for a number of municipalities, or for as many as possible."""
    from sluis.register.actions import set_target
    from sluis.register.targets import TargetKind

    set_target(
        period=period, first_day=date.fromisoformat(first), last_day=date.fromisoformat(last),
        kind=TargetKind.AS_MANY_AS_POSSIBLE if number is None else TargetKind.NUMBER, value=number,
        said_on=at.date(), source=source, by=AN, at=at,
    )  # fmt: skip


def _announce(campaign: _Campaign, marks: list[tuple[date, str]], at: datetime) -> None:
    """The campaign with all its announcements; their marks are what links to the form carry."""
    from sluis.outreach import actions

    made = actions.make_campaign(
        AGENCY, name=campaign.name, audience="alle lokale besturen", text=campaign.text,
        begins_on=date.fromisoformat(campaign.begins_on), by=AN, at=at,
    )  # fmt: skip
    for channel, day, reached, cost in campaign.said:
        one = actions.announce(
            AGENCY, made.pk, channel=channel, on=date.fromisoformat(day), reached=reached, cost_cents=cost, by=AN, at=at
        )
        marks.append((one.on, one.mark))


def _mark(channel: str, marks: list[tuple[date, str]], at: datetime) -> str:
    """That of the newest announcement by a channel; none where there was none yet."""
    there = [mark for day, mark in marks if day <= at.date() and mark.partition("-")[2].startswith(channel)]
    return there[-1] if there else ""


def _shown(nis: str, mark: str, purposes: tuple[str, ...], message: str, at: datetime) -> None:
    from sluis.outreach import actions
    from sluis.outreach.actions import Shown

    actions.show_interest(
        Shown(
            nis, f"demo-{nis}-{at.date()}", mark, "Ine Voorbeeld", "integratieambtenaar",
            f"integratie@gemeente-{nis}.example", "", "", "functionaris voor gegevensbescherming van de gemeente",
            ("integratiedienst",), purposes, message,
        ),
        at=at,
    )  # fmt: skip


def _fills_in(nis: str, channel: str, marks: list[tuple[date, str]], at: datetime) -> None:
    """Somebody of a municipality shows interest on the form, and it is settled: the text was begun by hand."""
    from sluis.outreach import actions, models

    _shown(nis, _mark(channel, marks, at), (), "", at)
    shown = models.Interest.objects.latest("pk")
    actions.settle_interest(AGENCY, shown.pk, reason="De tekst is begonnen.", by=AN, at=at + timedelta(days=2))


def _waits(nis: str, purposes: tuple[str, ...], message: str, marks: list[tuple[date, str]], at: datetime) -> None:
    _shown(nis, _mark("vvsg-e-zine", marks, at), purposes, message, at)


def _talks(nis: str, said: str, interested: bool | None, step: str, next_on: date | None, at: datetime) -> None:
    from sluis.outreach import actions
    from sluis.outreach.actions import Spoken

    who = "an" if step else ""
    spoken = Spoken(at.date(), "staff-contact", said, "de integratiedienst", interested, step, next_on, who)
    actions.note_contact(AGENCY, nis, spoken, by=AN, at=at)
