"""Writes the register's own facts: the targets. It writes nothing about protocols."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction

from sluis.domain.access import Actor, Work, may, not_up_to
from sluis.domain.entry import INSZ_SHAPED, Act, Entry
from sluis.domain.lifecycle import NotPossible
from sluis.domain.terms import Side
from sluis.domain.words import BRUSSELS, Said, digest
from sluis.ledger import actions as ledger
from sluis.parties.municipalities import municipalities
from sluis.register import models
from sluis.register.formats import FIRST_DAY
from sluis.register.targets import Target, TargetKind, history_of

LONGEST_NAME, LONGEST_SOURCE = 60, 300


def set_target(
    *,
    period: str,
    first_day: date,
    last_day: date,
    kind: TargetKind,
    value: int | None,
    said_on: date,
    source: str,
    by: Actor,
    at: datetime,
) -> Target:
    """Records what the actor's agency said it aims for by the last day of a period. What was said before stays.

    `period` is what the period is called, `source` where it was said: both are public. The ledger keeps the digest of
    both and not their words.

    Raises:
        NotPossible: it is not up to this actor, or what is given cannot be a target; with every reason.
    """
    kind_of_party, _, agency = by.party.partition(":")
    side = Side.SENDER if kind_of_party == "agency" else None
    if not may(side, by.role, Work.SET_TARGET):
        raise NotPossible(not_up_to(side, by.role, Work.SET_TARGET))
    target = Target(agency, period.strip(), first_day, last_day, kind, value, said_on, source.strip())
    reasons = tuple(_reasons(target, at.astimezone(BRUSSELS).date()))
    if reasons:
        raise NotPossible(*reasons)
    if target in history_of(agency, target.period)[-1:]:
        raise NotPossible(_THERE_ALREADY)
    with transaction.atomic():
        models.Target.objects.create(
            agency=agency,
            period=target.period,
            first_day=first_day,
            last_day=last_day,
            kind=kind.value,
            value=value,
            said_on=said_on,
            source=target.source,
            set_at=at,
            set_by=by.person,
        )
        facts = {
            "firstDay": first_day.isoformat(),
            "lastDay": last_day.isoformat(),
            "aim": kind.value,
            "value": value,
            "saidOn": said_on.isoformat(),
            "statementDigest": digest(f"{target.period}\n{target.source}".encode()),
        }
        ledger.append([Entry(Act.TARGET_SET, at, by.party, facts)])
    return target


_THERE_ALREADY = Said(
    "Dit streefcijfer staat er al, precies zo.",
    "This target is there already, exactly so.",
)


def _reasons(target: Target, today: date) -> Iterator[Said]:
    yield from _reasons_of_text(target)
    if target.last_day < target.first_day:
        yield Said(
            f"De periode eindigt ({target.last_day}) voor ze begint ({target.first_day}). Keer de dagen om.",
            f"The period ends ({target.last_day}) before it begins ({target.first_day}). Turn the days round.",
        )
    if target.last_day < FIRST_DAY:
        yield Said(
            f"Welke gemeenten er zijn, is bekend vanaf {FIRST_DAY}. Kies een laatste dag vanaf dan.",
            f"Which municipalities there are is known from {FIRST_DAY} on. Choose a last day from then on.",
        )
    if target.said_on > today:
        yield Said(
            f"{target.said_on} moet nog komen. Leg een streefcijfer vast op of na de dag waarop het gezegd is.",
            f"{target.said_on} is still to come. Record a target on or after the day on which it was said.",
        )
    yield from _reasons_of_value(target)


def _reasons_of_text(target: Target) -> Iterator[Said]:
    if not target.period:
        yield Said("Zeg hoe de periode heet, zoals 2019-2024.", "Say what the period is called, like 2019-2024.")
    if not target.source:
        yield Said(
            "Zeg waar het gezegd is, zodat iedereen het kan nalezen.", "Say where it was said, so that all can look."
        )
    for text, longest in ((target.period, LONGEST_NAME), (target.source, LONGEST_SOURCE)):
        if len(text) > longest:
            yield Said(
                f"Dit is te lang ({len(text)} tekens; ten hoogste {longest}): {text[:20]}…",
                f"This is too long ({len(text)} characters; at most {longest}): {text[:20]}…",
            )
        if not text.isprintable():
            yield Said(
                "Schrijf de naam en de bron op één regel, zonder bijzondere tekens.",
                "Write the name and the source on one line, without special characters.",
            )
        if INSZ_SHAPED.search(text):
            yield Said(
                "Hierin staat iets met de vorm van een nummer van een persoon. Laat het weg.",
                "This holds something shaped like a person's number. Leave it out.",
            )


def _reasons_of_value(target: Target) -> Iterator[Said]:
    if target.kind == TargetKind.AS_MANY_AS_POSSIBLE:
        if target.value is not None:
            yield Said(
                "Zoveel mogelijk is geen getal. Laat het getal weg.",
                "As many as possible is no number. Leave the number out.",
            )
    elif target.value is None or target.value < 1:
        yield Said("Geef een getal van 1 of meer.", "Give a number of 1 or more.")
    elif target.kind == TargetKind.SHARE and target.value > 100:
        yield Said(
            f"{target.value} procent kan niet: 100 procent is elke gemeente.",
            f"{target.value} percent is not possible: 100 percent is every municipality.",
        )
    elif target.kind == TargetKind.NUMBER and target.value > (most := len(municipalities().on(target.last_day))):
        yield Said(
            f"{target.value} is meer dan de {most} gemeenten die er op {target.last_day} zijn.",
            f"{target.value} is more than the {most} municipalities that there are on {target.last_day}.",
        )
