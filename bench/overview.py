"""The overview on any date beside the plain SQL that only counts: the same days, on the same house, turn by turn.

It is measured after the pages, when every protocol has a past.
"""

from __future__ import annotations

import random
import statistics
import time
from collections import Counter
from datetime import date, timedelta
from typing import Any

from tests.rooms.history import recount

from sluis.cli import clock
from sluis.register.queries import overview

DAYS = 60
FIRST = date(2020, 11, 1)


def measure() -> dict[str, Any]:
    """The median time of an overview with all its counts, from an open connection, and of the count in SQL."""
    dice = random.Random(1)
    today = clock.today()
    days = [FIRST + timedelta(days=dice.randrange((today - FIRST).days)) for _ in range(DAYS)]
    overview(today), recount(today)
    ours, theirs, disagreements = [], [], 0
    for day in days:
        started = time.perf_counter()
        seen = overview(day)
        counts = seen.counts, seen.per_province, seen.per_size, seen.per_year, seen.milestones
        between = time.perf_counter()
        counted = Counter(recount(day).values())
        ours.append(between - started)
        theirs.append(time.perf_counter() - between)
        disagreements += {stance.value: count for stance, count in counts[0].items() if count} != counted
    sluis, floor = statistics.median(ours), statistics.median(theirs)
    return {
        "row": "overview on any date with growth, 285 municipalities, 5 years",
        "unit": "s",
        "sluis": sluis,
        "floors": {"count in SQL": floor},
        "ratio": sluis / floor,
        "reach": "-",
        "disagreements": disagreements,
    }
