"""Whom to approach next: each municipality of a day with the reasons that stand for it, the weightiest first.

Where a reason comes from can be read below, one function a reason; what each weighs stands in `reasons`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import partial

from sluis.domain.lifecycle import IN_PREPARATION, STATUS_NAMES, Verb
from sluis.domain.municipalities import Municipality
from sluis.domain.stance import Chronicle, Stance, Stood, Text
from sluis.domain.turn import EXPIRY_WARNING, PATIENCE
from sluis.domain.words import BRUSSELS, plain
from sluis.outreach import figures, reasons
from sluis.outreach.figures import Counted
from sluis.outreach.models import Contact, FollowUp, Interest
from sluis.outreach.reasons import MANY_ATTESTS, QUIET_AFTER, Link, Reason, Why
from sluis.parties.municipalities import municipalities
from sluis.parties.neighbours import neighbours
from sluis.protocols.chronicle import chronicle
from sluis.protocols.mergers import mergers_waiting
from sluis.protocols.models import Task


class Resting(StrEnum):
    """Why a municipality with reasons is not shown."""

    SNOOZED = "snoozed"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A municipality with the reasons to approach it, the weightiest first.

    `last` is the day of the last contact or interest; `assigned_to` the account of who looks after it, empty: nobody.
    `resting` says why it is left alone, `until` when somebody put it off.
    """

    municipality: Municipality
    stance: Stance
    whys: tuple[Why, ...]
    last: date | None
    assigned_to: str
    resting: Resting | None
    until: date | None

    @property
    def points(self) -> int:
        """What its reasons weigh together."""
        return sum(why.weight for why in self.whys)

    @property
    def reasons(self) -> frozenset[Reason]:
        """Its reasons."""
        return frozenset(why.reason for why in self.whys)


def candidates(agency: str, on: date) -> tuple[Candidate, ...]:
    """Every municipality of a day that there is a reason for, also those that are left alone for now.

    The heaviest comes first; of two that weigh the same, the one that comes first by name.
    """
    seen = _look(agency, on)
    follow_ups = {row.nis: row for row in FollowUp.objects.filter(agency=agency)}
    found = []
    for one in municipalities().on(on):
        whys = [why for reason in _REASONS for why in reason(seen, one)]
        if whys:
            found.append(_candidate(one, whys, seen, follow_ups.get(one.nis)))
    return tuple(sorted(found, key=lambda one: (-one.points, plain(one.municipality.name), one.municipality.nis)))


def candidate(agency: str, nis: str, on: date) -> Candidate | None:
    """One municipality; None where there is no reason to approach it, or it does not exist on the day."""
    return next((one for one in candidates(agency, on) if one.municipality.nis == nis), None)


def _candidate(one: Municipality, whys: Sequence[Why], seen: _Seen, row: FollowUp | None) -> Candidate:
    ordered = tuple(sorted(whys, key=lambda why: -why.weight))
    met = seen.met.get(one.nis)
    until = row.snoozed_until if row is not None else None
    resting = None
    if until is not None and until > seen.on:
        resting = Resting.SNOOZED
    elif row is not None and row.done_at is not None and {why.reason for why in whys} <= set(row.done_reasons):
        resting = Resting.DONE
    return Candidate(
        municipality=one,
        stance=seen.stance(one),
        whys=ordered,
        last=met.last if met else None,
        assigned_to=row.assigned_to if row else "",
        resting=resting,
        until=until if resting == Resting.SNOOZED else None,
    )


@dataclass(frozen=True, slots=True)
class _Met:
    """What passed between the agency and a municipality: the last days of each kind, and what was promised.

    `promised` are the days of next steps that were not made.
    """

    last: date | None = None
    said_yes: date | None = None
    said_no: date | None = None
    promised: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class _Seen:
    """All that reasons are drawn from, as it was at the end of a day; by NIS code of that day."""

    on: date
    told: Chronicle
    stood: Mapping[str, Stood]
    texts: Mapping[str, list[Text]]
    met: Mapping[str, _Met]
    counted: Mapping[str, Counted]
    merging: Mapping[str, tuple[Link, ...]]
    tasks: Mapping[str, tuple[Link, ...]]

    def stance(self, one: Municipality) -> Stance:
        stood = self.stood.get(one.nis)
        return stood.stance if stood else Stance.NONE

    def is_free(self, one: Municipality) -> bool:
        """Whether there is no text that is being prepared or that binds."""
        return self.stance(one) in (Stance.NONE, Stance.ENDED)


def _look(agency: str, on: date) -> _Seen:
    told = chronicle(agency)
    texts = defaultdict[str, list[Text]](list)
    for text in told.texts:
        texts[text.nis].append(text)
    waiting = {
        one.successor.nis: tuple(
            Link(version.protocol_id, version.protocol.nis) for version in (*one.in_force, *one.drafts)
        )
        for one in mergers_waiting(agency, on)
    }
    return _Seen(
        on=on,
        told=told,
        stood=told.on(on),
        texts=texts,
        met=_met(agency, on),
        counted=figures.newest(agency, on),
        merging=waiting,
        tasks=_tasks(agency, on),
    )


def _met(agency: str, on: date) -> dict[str, _Met]:
    found = defaultdict[str, dict[str, list[date]]](lambda: defaultdict(list))
    for row in Contact.objects.filter(agency=agency, on__lte=on):
        days = found[_now(row.nis, on)]
        days["last"].append(row.on)
        if row.interested is not None:
            days["yes" if row.interested else "no"].append(row.on)
        if row.next_on is not None and row.next_step and not _by(row.next_done_at, on):
            days["promised"].append(row.next_on)
    for interest in Interest.objects.filter(agency=agency):
        if _by(interest.at, on):
            days = found[_now(interest.nis, on)]
            days["last"].append(_day(interest.at))
            # What was settled needs nobody any more: a draft came of it, or somebody said why not.
            if not _by(interest.settled_at, on):
                days["yes"].append(_day(interest.at))
    return {
        nis: _Met(
            last=max(days["last"]),
            said_yes=max(days["yes"], default=None),
            said_no=max(days["no"], default=None),
            promised=tuple(sorted(days["promised"])),
        )
        for nis, days in found.items()
    }


def _tasks(agency: str, on: date) -> dict[str, tuple[Link, ...]]:
    found = defaultdict[str, list[Link]](list)
    for task in Task.objects.select_related("protocol").filter(protocol__agency=agency).order_by("pk"):
        if _by(task.opened_at, on) and not _by(task.done_at, on):
            found[_now(task.protocol.nis, on)].append(Link(task.protocol_id, task.protocol.nis))
    return {nis: tuple(links) for nis, links in found.items()}


def _now(nis: str, on: date) -> str:
    """The code under which a municipality is known on a day; its own where none is."""
    return municipalities().current_code(nis, on) or nis


def _day(at: datetime) -> date:
    return at.astimezone(BRUSSELS).date()


def _by(at: datetime | None, on: date) -> bool:
    """Whether something had happened by the end of a day."""
    return at is not None and _day(at) <= on


def _step_overdue(seen: _Seen, one: Municipality) -> Iterator[Why]:
    late = [day for day in seen.met.get(one.nis, _Met()).promised if day < seen.on]
    if late:
        yield reasons.step_overdue((seen.on - min(late)).days)


def _ending(seen: _Seen, one: Municipality, *, noticed: bool) -> Iterator[Why]:
    for text in seen.texts.get(one.nis, ()):
        stood = seen.told.text_on(text, seen.on)
        if stood is None or stood.stance not in (Stance.IN_FORCE, Stance.SUSPENDED):
            continue
        given = text.ends_on if any(s.verb == Verb.GIVE_NOTICE and s.day <= seen.on for s in text.steps) else None
        left = [(day - seen.on).days for day in (text.end, given) if day is not None]
        link = Link(text.protocol, text.nis)
        if noticed and given is not None:
            yield reasons.notice_given(min(left), link)
        elif not noticed and given is None and left and min(left) <= EXPIRY_WARNING:
            yield reasons.expires_soon(min(left), link)


def _merger_open(seen: _Seen, one: Municipality) -> Iterator[Why]:
    waiting, tasks = seen.merging.get(one.nis, ()), seen.tasks.get(one.nis, ())
    if waiting or tasks:
        links = tuple(dict.fromkeys((*waiting, *tasks)))
        yield reasons.merger_open(len(waiting), len(tasks), links)


def _gone_quiet(seen: _Seen, one: Municipality) -> Iterator[Why]:
    met = seen.met.get(one.nis, _Met())
    if met.said_yes is None or met.last is None or not seen.is_free(one):
        return
    if met.said_no is not None and met.said_no >= met.said_yes:
        return
    quiet = (seen.on - met.last).days
    if quiet >= QUIET_AFTER and not any(day >= seen.on for day in met.promised):
        yield reasons.gone_quiet((seen.on - met.said_yes).days, quiet)


def _draft_stalled(seen: _Seen, one: Municipality) -> Iterator[Why]:
    for text in seen.texts.get(one.nis, ()):
        stood = seen.told.text_on(text, seen.on)
        if stood is None or stood.status not in IN_PREPARATION:
            continue
        made = [step for step in text.steps if step.day <= seen.on]
        days = (seen.on - made[-1].day).days
        if days >= PATIENCE[stood.status]:
            yield reasons.draft_stalled(days, STATUS_NAMES[stood.status], Link(text.protocol, text.nis))


def _many_attests(seen: _Seen, one: Municipality) -> Iterator[Why]:
    counted = seen.counted.get(one.nis)
    if seen.is_free(one) and counted is not None and counted.attests is not None and counted.attests >= MANY_ATTESTS:
        yield reasons.many_attests(counted.attests, counted.period.last)


def _neighbours(seen: _Seen, one: Municipality) -> Iterator[Why]:
    around = neighbours(seen.on).get(one.nis, frozenset())
    stood = {nis: seen.stood[nis] for nis in sorted(around) if nis in seen.stood}
    have = tuple(Link(of.protocol, nis) for nis, of in stood.items() if of.stance == Stance.IN_FORCE)
    if have and seen.is_free(one):
        yield reasons.neighbours_have(have, len(around))


def _never_contacted(seen: _Seen, one: Municipality) -> Iterator[Why]:
    begun = any(step.day <= seen.on for text in seen.texts.get(one.nis, ()) for step in text.steps)
    if not begun and one.nis not in seen.met:
        yield reasons.NEVER_CONTACTED


_REASONS: tuple[Callable[[_Seen, Municipality], Iterator[Why]], ...] = (
    _step_overdue,
    partial(_ending, noticed=True),
    partial(_ending, noticed=False),
    _merger_open,
    _gone_quiet,
    _draft_stalled,
    _many_attests,
    _neighbours,
    _never_contacted,
)
