"""What the desk shows of many protocols at once: a list, a board by status, and whom there is still to invite.

There is one row for a protocol, whatever its versions, and the number of queries does not grow with the rows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q

from sluis.domain.access import Actor
from sluis.domain.lifecycle import IN_FORCE, IN_PREPARATION, HoldKind, Status
from sluis.domain.municipalities import Municipality
from sluis.domain.turn import Reminder, Turn
from sluis.domain.words import BRUSSELS, plain
from sluis.parties.municipalities import municipalities
from sluis.protocols.models import Hold, Version
from sluis.protocols.standing import Standing, last_steps, seen_by, that_counts, waiting_of


class Whose(StrEnum):
    """Whose turn it is, as the one who looks sees it."""

    MINE = "mine"
    OTHERS = "others"
    NONE = "none"


class Sort(StrEnum):
    """By what a list is put in order; of `since`, what waits longest comes first."""

    MUNICIPALITY = "municipality"
    CODE = "code"
    STATUS = "status"
    SINCE = "since"


@dataclass(frozen=True, slots=True)
class Beside:
    """The version in force, where another is being prepared."""

    number: int
    status: Status


@dataclass(frozen=True, slots=True)
class Row:
    """One protocol: the text that is being prepared, else the one in force, else the newest.

    `since` is when its last move was recorded and `days` how long ago that is. `turns`, those of the actor in `mine`,
    and `reminders` are also those of the version in force `beside` it; `holds` are those that are open.
    """

    code: str
    number: int
    nis: str
    municipality: str
    province: str
    status: Status
    since: datetime
    days: int
    turns: tuple[Turn, ...]
    mine: tuple[Turn, ...]
    reminders: tuple[Reminder, ...]
    beside: Beside | None
    holds: tuple[HoldKind, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list. `total` counts the rows of all pages.

    `counts_by_status` says how many rows there would be with one status asked for and all else the same; a protocol
    that is in force and being amended counts under both.
    """

    rows: tuple[Row, ...]
    total: int
    page: int
    page_size: int
    counts_by_status: Mapping[Status, int]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the board; each protocol stands in one, by the status of its row."""

    status: Status
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A protocol before it is looked at closely."""

    code: str
    municipality: Municipality
    version: Version
    beside: Version | None
    since: datetime

    @property
    def versions(self) -> tuple[Version, ...]:
        return (self.version, self.beside) if self.beside else (self.version,)

    @property
    def statuses(self) -> frozenset[Status]:
        return frozenset(Status(version.status) for version in self.versions)


def listing(
    actor: Actor,
    *,
    at: datetime,
    statuses: Collection[Status] = (),
    province: str | None = None,
    turn: Whose | None = None,
    text: str = "",
    sort: Sort = Sort.MUNICIPALITY,
    reverse: bool = False,
    page: int = 1,
    page_size: int = 50,
) -> Page:
    """The protocols that the actor sees, as many of them as are asked for; a filter that is left out asks for all.

    `text` is a part of the name of the municipality or of one that merged into it, the beginning of its NIS code, or a
    part of the protocol's code. A status is that of the row, or of the version in force beside it. Pages count from 1.
    """
    entries = [one for one in _entries(actor) if _is_asked(one, province, text, _day(at))]
    # Whose turn it is takes a close look, so unless it is asked for only the page gets one.
    heard = _heard(entries, actor, at) if turn else {}
    if turn:
        entries = [one for one in entries if _whose(one, heard) == turn]
    counts = Counter(status for one in entries for status in one.statuses)
    chosen = [one for one in entries if not statuses or one.statuses.intersection(statuses)]
    chosen.sort(key=_ORDERS[sort], reverse=reverse)
    shown = chosen[(page - 1) * page_size : page * page_size]
    rows = _rows(shown, heard if turn else _heard(shown, actor, at), at)
    return Page(rows, len(chosen), page, page_size, {status: counts[status] for status in Status if counts[status]})


def board(actor: Actor, at: datetime) -> tuple[Column, ...]:
    """All protocols that the actor sees, by status: what waits longest comes first.

    A status before or in force has its column even where it is empty; what is over has one where there is any.
    """
    entries = sorted(_entries(actor), key=_ORDERS[Sort.SINCE])
    found = defaultdict[Status, list[Row]](list)
    for row in _rows(entries, _heard(entries, actor, at), at):
        found[row.status].append(row)
    return tuple(
        Column(status, tuple(found[status]))
        for status in Status
        if found[status] or status in IN_PREPARATION or status in IN_FORCE
    )


def municipalities_without(agency: str, on: date) -> tuple[Municipality, ...]:
    """The municipalities that exist on a day and have no text of this agency in preparation or in force, by name.

    They can be invited: where there was a protocol that is over, a next text can begin.
    """
    rows = Version.objects.filter(protocol__agency=agency, status__in=sorted({*IN_PREPARATION, *IN_FORCE}))
    taken = set(rows.values_list("protocol__nis", flat=True))
    free = (one for one in municipalities().on(on) if one.nis not in taken)
    return tuple(sorted(free, key=lambda one: plain(one.name)))


def _entries(actor: Actor) -> list[_Entry]:
    # Of a protocol with a past of many texts, those that are over and were followed by another are never shown.
    live = Q(status__in=sorted({*IN_PREPARATION, *IN_FORCE}))
    newest = ~Exists(Version.objects.filter(protocol=OuterRef("protocol"), number__gt=OuterRef("number")))
    rows = Version.objects.filter(live | newest, protocol__in=seen_by(actor))
    rows = rows.select_related("protocol").defer("terms", "remark")
    versions = defaultdict[str, list[Version]](list)
    for version in rows.order_by("protocol_id", "number"):
        versions[version.protocol_id].append(version)
    shown = {code: that_counts(of) for code, of in versions.items()}
    since = last_steps([version.pk for version in shown.values()])
    return [
        _Entry(
            code,
            municipalities().get(version.protocol.nis),
            version,
            next((one for one in versions[code] if one.status in IN_FORCE and one.pk != version.pk), None),
            since[version.pk],
        )
        for code, version in shown.items()
    ]


def _is_asked(entry: _Entry, province: str | None, text: str, on: date) -> bool:
    if province is not None and entry.municipality.province != province:
        return False
    return not text.strip() or is_about(text, entry.code, entry.municipality.nis, on)


def is_about(text: str, code: str, nis: str, on: date) -> bool:
    """Whether a text that somebody typed is about the protocol with this code, of this municipality."""
    asked = plain(text)
    return bool(asked) and (asked in plain(code) or municipalities().is_called(nis, text, on))


_STATUSES = list(Status)
_ORDERS: Mapping[Sort, Callable[[_Entry], tuple[object, ...]]] = {
    Sort.MUNICIPALITY: lambda one: (plain(one.municipality.name), one.code),
    Sort.CODE: lambda one: (one.code,),
    Sort.STATUS: lambda one: (_STATUSES.index(Status(one.version.status)), one.since, one.code),
    Sort.SINCE: lambda one: (one.since, one.code),
}


def _heard(entries: Sequence[_Entry], actor: Actor, at: datetime) -> dict[int, Standing]:
    """Where something waits or is near, by version."""
    pks = [version.pk for one in entries for version in one.versions if version.status not in _OVER]
    rows = Version.objects.select_related("protocol").filter(pk__in=pks)
    return {one.version.pk: one for one in waiting_of(list(rows), actor, at)}


_OVER = frozenset(Status).difference(IN_PREPARATION, IN_FORCE)


def _whose(entry: _Entry, heard: Mapping[int, Standing]) -> Whose:
    found = [heard[version.pk] for version in entry.versions if version.pk in heard]
    if any(one.mine() for one in found):
        return Whose.MINE
    return Whose.OTHERS if any(one.turns for one in found) else Whose.NONE


def _rows(entries: Sequence[_Entry], heard: Mapping[int, Standing], at: datetime) -> tuple[Row, ...]:
    holds = defaultdict[str, list[HoldKind]](list)
    opened = Hold.objects.filter(protocol__in=[one.code for one in entries], lifted_at__isnull=True).order_by("pk")
    for code, kind in opened.values_list("protocol_id", "kind"):
        holds[code].append(HoldKind(kind))
    return tuple(_row(one, heard, tuple(dict.fromkeys(holds[one.code])), at) for one in entries)


def _row(entry: _Entry, heard: Mapping[int, Standing], holds: tuple[HoldKind, ...], at: datetime) -> Row:
    found = [heard[version.pk] for version in entry.versions if version.pk in heard]
    beside = entry.beside
    return Row(
        code=entry.code,
        number=entry.version.number,
        nis=entry.municipality.nis,
        municipality=entry.municipality.name,
        province=entry.municipality.province,
        status=Status(entry.version.status),
        since=entry.since,
        days=(_day(at) - _day(entry.since)).days,
        turns=tuple(turn for one in found for turn in one.turns),
        mine=tuple(turn for one in found for turn in one.mine()),
        reminders=tuple(due for one in found for due in one.reminders),
        beside=Beside(beside.number, Status(beside.status)) if beside else None,
        holds=holds,
    )


def _day(at: datetime) -> date:
    return at.astimezone(BRUSSELS).date()
