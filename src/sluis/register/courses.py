"""Follows municipalities through one possible future: from where they stand, through mergers, until a last day."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sluis.domain.lifecycle import IN_PREPARATION, Status
from sluis.domain.municipalities import Municipalities
from sluis.domain.stance import Chronicle, Stance, Text
from sluis.register.drawing import NEVER, Rates
from sluis.register.pace import Outcome, days_between, end_of

_NEXT = dict(zip(IN_PREPARATION, (*IN_PREPARATION[1:], None), strict=True))


class At(StrEnum):
    """Where a municipality stands in a possible future."""

    FREE = "free"
    PREPARING = "preparing"
    WAITING = "waiting"  # validated, and to begin
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a municipality stands, and what is known of what comes.

    `status` and `stood` (days) are those of a text in preparation, `begins` the day on which a validated text begins,
    `ends` its last day, `noticed` whether that is so because notice was given. Days from the end of the day it is of.
    """

    at: At
    status: Status = Status.DRAFT
    stood: float = 0.0
    begins: float = 0.0
    ends: float = NEVER
    noticed: bool = False


FREE = Place(At.FREE)


@dataclass(frozen=True, slots=True)
class Field:
    """All municipalities until a last day, `until` days away: where each stands, and the mergers on the way.

    `there` are those that exist now, `leave` on which day some cease, `come` when which others come into being, and
    `heirs` who succeeds whom. A day on which something begins lies half a day before its end.
    """

    until: float
    there: tuple[tuple[str, Place], ...]
    leave: tuple[tuple[str, float], ...]
    come: tuple[tuple[str, float], ...]
    heirs: tuple[tuple[str, tuple[str, ...]], ...]


def field_of(known: Chronicle, places: Municipalities, on: date, until: date) -> Field:
    """The municipalities as they stand at the end of `on`, and those there will be by `until`, by the file."""
    texts = {(text.protocol, text.number): text for text in known.texts}
    stood = known.on(on)
    there, leave, come, heirs = [], [], [], dict[str, tuple[str, ...]]()
    for one in places.all():
        if one.valid_from is not None and on < one.valid_from <= until:
            come.append((one.nis, _offset(one.valid_from, on)))
        if one.exists_on(on):
            found = stood.get(one.nis)
            place = _place(texts[found.protocol, found.number], found.stance, on) if found else FREE
            there.append((one.nis, place))
            if one.valid_until is not None and one.valid_until < until:
                leave.append((one.nis, (one.valid_until - on).days + 0.5))
                if one.successor is not None:
                    heirs[one.successor] = (*heirs.get(one.successor, ()), one.nis)
    return Field(float((until - on).days), tuple(there), tuple(leave), tuple(come), tuple(heirs.items()))


def _offset(day: date, on: date) -> float:
    return (day - on).days - 0.5


def _place(text: Text, stance: Stance, on: date) -> Place:
    if stance in (Stance.NONE, Stance.ENDED):
        return FREE
    noticed = text.ends_on is not None and (text.end is None or text.ends_on < text.end)
    last = text.ends_on if noticed else text.end
    ends = NEVER if last is None else (last - on).days + 0.5
    if stance == Stance.IN_FORCE:
        return Place(At.IN_FORCE, ends=ends, noticed=noticed)
    if stance == Stance.SUSPENDED:
        return Place(At.SUSPENDED, ends=ends, noticed=noticed)
    step = text.steps[-1]
    if step.target == Status.ACTIVE:
        return Place(At.WAITING, begins=_offset(text.start or on, on), ends=ends, noticed=noticed)
    return Place(At.PREPARING, status=step.target, stood=days_between(step.at, end_of(on)))


Stretch = tuple[float, float]


def follow(field: Field, rates: Rates) -> Iterator[Stretch]:
    """One possible future: each stretch of days, `from` up to `to`, in which a municipality has a protocol in force."""
    at_end: dict[str, Place] = {}
    leave, heirs = dict(field.leave), dict(field.heirs)
    for nis, place in field.there:
        stop = leave.get(nis, field.until)
        stretches, at_end[nis] = _course(place, 0.0, stop, rates)
        # One that takes others in goes on with its own text, or without one, whatever these had.
        yield from stretches
    for nis, day in field.come:
        place = _inherited([at_end[old] for old in heirs.get(nis, ())])
        stretches, _ = _course(place, day, field.until, rates)
        yield from stretches


def _inherited(before: Iterable[Place]) -> Place:
    """Where a new municipality stands: it has what one of those before it had, suspended where one was."""
    binding = [place for place in before if place.at in (At.IN_FORCE, At.SUSPENDED)]
    if not binding:
        return FREE
    first = min(binding, key=lambda place: place.ends)
    suspended = any(place.at == At.SUSPENDED for place in binding)
    return Place(At.SUSPENDED if suspended else At.IN_FORCE, ends=first.ends, noticed=first.noticed)


def _course(place: Place, since: float, until: float, rates: Rates) -> tuple[Sequence[Stretch], Place]:
    """The stretches in force of one municipality from a place on, and where it stands at the end."""
    stretches: list[Stretch] = []
    now = since
    while True:
        moved, after = _MOVES[place.at](place, now, rates)
        if place.at == At.IN_FORCE:
            stretches.append((now, min(moved, until)))
        if moved >= until:
            return stretches, place
        place, now = after, moved


def _from_free(place: Place, now: float, rates: Rates) -> tuple[float, Place]:
    begun = rates.beginning(now)
    if begun < NEVER and rates.dice.random() < rates.registered:
        return begun, Place(At.IN_FORCE, ends=begun + rates.length())
    return begun, Place(At.PREPARING)


def _from_preparing(place: Place, now: float, rates: Rates) -> tuple[float, Place]:
    stays, outcome = rates.leaving(place.status, place.stood)
    left = now + stays
    if outcome == Outcome.GIVEN_UP:
        return left, FREE
    if outcome == Outcome.REOPENED:
        return left, Place(At.PREPARING)
    after = _NEXT[place.status]
    if after is not None:
        return left, Place(At.PREPARING, status=after)
    return left, Place(At.WAITING, begins=left + rates.wait(), ends=left + rates.length())


def _from_waiting(place: Place, now: float, rates: Rates) -> tuple[float, Place]:
    return max(place.begins, now), Place(At.IN_FORCE, ends=place.ends, noticed=place.noticed)


def _from_in_force(place: Place, now: float, rates: Rates) -> tuple[float, Place]:
    return _from_binding(place, now, rates, rates.suspend, rates.lose, At.SUSPENDED)


def _from_suspended(place: Place, now: float, rates: Rates) -> tuple[float, Place]:
    return _from_binding(place, now, rates, rates.resume, rates.lose_suspended, At.IN_FORCE)


def _from_binding(place: Place, now: float, rates: Rates, turn: float, lose: float, other: At) -> tuple[float, Place]:
    random = rates.dice.random
    moved = now - math.log(1.0 - random()) / (turn + lose)
    if moved < place.ends:
        lost = random() * (turn + lose) < lose
        return moved, FREE if lost else Place(other, ends=place.ends, noticed=place.noticed)
    goes_on = random() < (rates.take_back if place.noticed else rates.renew)
    return max(place.ends, now), Place(place.at) if goes_on else FREE


_MOVES = {
    At.FREE: _from_free,
    At.PREPARING: _from_preparing,
    At.WAITING: _from_waiting,
    At.IN_FORCE: _from_in_force,
    At.SUSPENDED: _from_suspended,
}


def a_new_draft(rates: Rates, until: float, longest: float) -> Sequence[Stretch]:
    """What becomes of a draft that begins now: each stretch of days in which it is in force, up to `until`.

    Its first one is waited for as long as `longest`; empty where it is given up, or takes longer than that.
    """
    stretches: list[Stretch] = []
    place, now = Place(At.PREPARING), 0.0
    while place.at != At.FREE and now < (until if stretches else longest):
        moved, after = _MOVES[place.at](place, now, rates)
        if place.at == At.IN_FORCE:
            stretches.append((now, moved))
        place, now = after, moved
    return stretches
