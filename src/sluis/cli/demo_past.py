"""The invented past of the demo: some thirty municipalities whose protocols came to be since 2021, act by act.

Without it the register, the map, the growth and the forecast of a demo have nothing to show. Every act goes through the
same rules as one at a desk, at the moment at which it is said to have happened. The municipalities exist; what they did
here, they did not do.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import islice

from sluis.cli.clock import BRUSSELS
from sluis.domain.access import Actor, Role
from sluis.domain.terms import Decision, Outcome, Side

AGENCY = "agii"
AN = Actor("an", f"agency:{AGENCY}", Role.PROTOCOL_MANAGER)
TINE = Actor("tine", f"agency:{AGENCY}", Role.PROTOCOL_MANAGER)
BERT = Actor("bert", f"agency:{AGENCY}", Role.VALIDATOR)
CARLA = Actor("carla", f"agency:{AGENCY}", Role.DPO)

COLLEGE = "college van burgemeester en schepenen"
SIGNATORIES = {
    Side.SENDER: {
        "de voorzitter van de raad van bestuur": "Vera Voorbeeld", "de algemeen directeur": "Dirk Voorbeeld",
    },
    Side.RECIPIENT: {
        "de burgemeester of de bevoegde schepen": "Bo Voorbeeld", "de algemeen directeur": "Gil Voorbeeld",
    },
}  # fmt: skip

# When a municipality began; each of these came to an end of its preparation long ago.
BEGAN: tuple[tuple[str, str], ...] = (
    ("24062", "2021-02-08"), ("12025", "2021-03-15"), ("23024", "2021-09-06"), ("31005", "2021-10-11"),
    ("13040", "2022-01-17"), ("71022", "2022-02-21"), ("23023", "2022-03-07"), ("34022", "2022-05-16"),
    ("24107", "2022-09-05"), ("46021", "2022-11-14"), ("12021", "2023-01-16"), ("41002", "2023-02-20"),
    ("23088", "2023-04-17"), ("71016", "2023-06-05"), ("13008", "2023-09-11"), ("36015", "2023-10-09"),
    ("24020", "2024-01-15"), ("35013", "2024-02-12"), ("73083", "2024-03-04"), ("42006", "2024-05-13"),
    ("11029", "2025-01-20"), ("13011", "2025-02-17"), ("23002", "2025-03-17"), ("45035", "2025-04-14"),
    ("71053", "2025-06-02"), ("32003", "2025-09-08"), ("24001", "2025-10-06"), ("12014", "2025-11-17"),
)  # fmt: skip
# How many days before the day of the demo others began, and how many steps they made since: these are on their way.
ON_THEIR_WAY: tuple[tuple[str, int, int], ...] = (
    ("23050", 310, 7), ("44083", 300, 6), ("11035", 260, 5), ("36008", 150, 4), ("72043", 70, 2), ("23086", 40, 1),
    ("24134", 12, 1),
)  # fmt: skip
MERGED = ("23106", "71072", "73111")
MERGERS_CARRIED_OUT = datetime(2025, 1, 2, 10, tzinfo=BRUSSELS)


@dataclass(frozen=True, slots=True)
class PastAct:
    """Something that was done: when, and what; it is told when by `at`."""

    at: datetime
    do: Callable[..., object]


def live_through(acts: Iterable[PastAct]) -> None:
    """Does what is said to have happened, in the order of its days."""
    for act in sorted(acts, key=lambda act: act.at):
        act.do(at=act.at)


def acts(until: datetime) -> Iterator[PastAct]:
    """The lives of all protocols until a moment. The same day gives the same past."""

    dice = random.Random(2021)  # noqa: S311 - it draws days of an invented past
    for nis, began in BEGAN:
        yield from _life(nis, date.fromisoformat(began), dice)
    for nis, days, steps in ON_THEIR_WAY:
        yield from islice(_life(nis, until.date() - timedelta(days=days), dice), steps)
    for nis in MERGED:
        yield PastAct(MERGERS_CARRIED_OUT, partial(_merge, nis))
    yield from _conduct(until)


def _conduct(until: datetime) -> Iterator[PastAct]:
    """What happened to protocols in force: one was suspended for a while, one still is, one was given up."""
    from sluis.domain.lifecycle import Verb
    from sluis.protocols import actions

    def moved(nis: str, day: str, verb: Verb, reason: str) -> PastAct:
        at = datetime.combine(date.fromisoformat(day), time(10), BRUSSELS)
        return PastAct(at, lambda at: actions.move(f"AGII-{nis}", verb, reason=reason, by=AN, at=at))

    yield moved("31005", "2023-03-06", Verb.SUSPEND, "Een laptop met een lijst is gestolen.")
    yield moved("31005", "2023-04-17", Verb.RESUME, "De lijst was versleuteld; de maatregelen zijn nagekeken.")
    yield moved("36015", "2026-09-14", Verb.SUSPEND, "De bevestiging van het wissen blijft uit.")
    yield moved("46021", "2025-06-30", Verb.END, "De gemeente richt haar integratiebeleid anders in.")
    notice = "De gemeente organiseert geen ceremonies meer."
    yield PastAct(
        until - timedelta(days=40),
        lambda at: actions.give_notice("AGII-13040", reason=notice, by=_coordinator("13040"), at=at),
    )


def _merge(nis: str, at: datetime) -> None:
    from sluis.protocols import actions

    actions.merge(nis, agency=AGENCY, by=AN, at=at)


def _coordinator(nis: str) -> Actor:
    return Actor("coordinator", f"nis:{nis}", Role.COORDINATOR)


def _kbo(nis: str) -> str:
    """An invented enterprise number, with right check digits, for a municipality of the demo."""
    first = 9_900_000 + int(nis) % 100_000
    return f"{first:08d}{97 - first % 97:02d}"


def _life(nis: str, began: date, dice: random.Random) -> Iterator[PastAct]:
    """A protocol from its draft to its validation; each step some days after the one before."""
    from sluis.protocols import actions
    from sluis.protocols.actions import Answers, Decided, Given
    from sluis.protocols.model_text import model

    code, municipality = f"AGII-{nis}", _coordinator(nis)
    their_dpo = Actor("dpo", f"nis:{nis}", Role.DPO)
    purposes = ("ceremony", *dice.sample(("practice", "buddy", "reception", "network"), dice.choice((0, 1, 1, 2))))
    start = (began + timedelta(days=dice.choice((60, 90, 120)))).replace(day=1)
    # The model as if it had been there: it came later than the days of this past.
    of_old = replace(model(1), since=date(2019, 1, 1))
    given = {"recipient": {"kbo": _kbo(nis), "dpo": "functionaris voor gegevensbescherming van de gemeente"}}
    answers = Answers(("integratiedienst",), purposes, {**given, "start": start.isoformat()})
    scan = b"%PDF-1.7\n% a scan of paper that nobody signed: everybody in the demo is invented\n"
    at = datetime.combine(began, time(9, dice.randrange(60)), BRUSSELS)

    def later(least: int, most: int) -> datetime:
        nonlocal at
        at += timedelta(days=dice.randint(least, most), minutes=dice.randrange(300))
        # Town halls are closed at the weekend.
        at += timedelta(days=8 - at.isoweekday() if at.isoweekday() > 5 else 0)
        return at

    def advised(by: Actor, at: datetime) -> None:
        actions.give_advice(code, Given(Outcome.POSITIVE, "Nagekeken, akkoord.", at.date()), by=by, at=at)

    def decided(at: datetime) -> None:
        decision = Decision(COLLEGE, at.date(), f"CBS/{at.year}/{int(nis) % 97}")
        document = "besluit.txt", b"Verzonnen besluit voor de demo.\n"
        actions.decide(code, Decided(decision, *document, SIGNATORIES), by=municipality, at=at)

    def signed(at: datetime) -> None:
        for side, names in SIGNATORIES.items():
            for capacity in names:
                actions.place_scan(code, side, capacity, scan, by=AN, at=at)
                actions.attest_scan(code, side, capacity, by=TINE, at=at)

    def published(at: datetime) -> None:
        for side, by, site in ((Side.SENDER, AN, "agency"), (Side.RECIPIENT, municipality, f"gemeente-{nis}")):
            actions.record_address(code, side, f"https://{site}.example/protocols/{nis}", by=by, at=at)
            actions.attest_publication(code, side, by=by, at=at)

    yield PastAct(
        at, lambda at: actions.draft(nis, agency=AGENCY, model=of_old, answers=answers, by=AN, at=at)
    )  # fmt: skip
    yield PastAct(later(3, 30), lambda at: actions.complete(code, by=AN, at=at))
    yield PastAct(later(4, 25), partial(advised, CARLA))
    yield PastAct(later(4, 25), partial(advised, their_dpo))
    yield PastAct(later(20, 110), decided)
    yield PastAct(later(7, 40), signed)
    yield PastAct(later(2, 15), published)
    yield PastAct(later(1, 10), lambda at: actions.validate(code, by=BERT, at=at))
