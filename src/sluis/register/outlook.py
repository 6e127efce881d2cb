"""Reads what there is to say of the targets on a day: what stood, how far it had come, and where it was going."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sluis.domain.stance import Chronicle
from sluis.protocols.chronicle import chronicle
from sluis.register.forecast import Forecast, NotEnough, forecast
from sluis.register.queries import Overview, overview_of
from sluis.register.reaching import TWICE_AS_FAST, Reaching, what_it_takes
from sluis.register.targets import Progress, Target, history_of, progress, targets_on

# So far ahead is looked where no target says how far.
A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Ahead:
    """What could be said on a day of a later one: the forecast, or that it could not tell.

    `known` is the overview of the day, with the protocols that the forecast is of. `faster` is the forecast if steps
    took half the time, `came` how many there were in the end, None where that day is still to come.
    """

    known: Overview
    forecast: Forecast | NotEnough
    faster: Forecast | None
    came: int | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """A target as it stood on a day, with how far it had come and all that was said of the period by then.

    `ahead` is None where the period was over, and where nothing can be forecast on the day; `reaching` is what would
    have to happen, None where there is no number to reach.
    """

    target: Target
    progress: Progress
    history: tuple[Target, ...]
    ahead: Ahead | None
    reaching: Reaching | None


@dataclass(frozen=True, slots=True)
class Outlooks:
    """All targets as they stood on a day, running ones first. `seen` is the overview of that day with all protocols.

    `ahead` looks a year ahead where no target was running; None on a day that is still to come, of which nothing
    happened to learn from.
    """

    on: date
    seen: Overview
    targets: tuple[Outlook, ...]
    ahead: Ahead | None


def outlooks(on: date, *, today: date) -> Outlooks:
    """What there is to say of the targets on a day. Of a day after `today` nothing is forecast.

    Raises:
        InvalidDay: the municipalities of that day are not known.
    """
    told = chronicle()
    found = tuple(_outlook(told, target, on, today) for target in targets_on(on))
    running = tuple(one for one in found if not one.progress.over)
    over = tuple(one for one in reversed(found) if one.progress.over)
    ahead = None if running or on > today else look_ahead(told, on, on + A_YEAR, today=today)
    return Outlooks(on, overview_of(told, on), running + over, ahead)


def _outlook(told: Chronicle, target: Target, on: date, today: date) -> Outlook:
    own = of_agency(told, target.agency)
    said = tuple(one for one in history_of(target.agency, target.period) if one.said_on <= on)
    come = progress(target, overview_of(own, on))
    ahead = None if on >= target.last_day or on > today else look_ahead(own, on, target.last_day, today=today)
    reaching = None
    if ahead is not None and isinstance(ahead.forecast, Forecast) and ahead.faster and come.needed is not None:
        reaching = what_it_takes(come.needed, ahead.forecast, ahead.faster)
    return Outlook(target, come, said, ahead, reaching)


def of_agency(told: Chronicle, agency: str) -> Chronicle:
    """The texts of one agency."""
    return Chronicle(text for text in told.texts if text.agency == agency)


def look_ahead(told: Chronicle, on: date, until: date, *, today: date) -> Ahead:
    """What could be said on a day of a later one, and what came of it where that day has passed."""
    seen, faster = forecast(told, on, until), forecast(told, on, until, speed=TWICE_AS_FAST)
    came = overview_of(told, until).in_force if until < today else None
    return Ahead(overview_of(told, on), seen, faster if isinstance(faster, Forecast) else None, came)
