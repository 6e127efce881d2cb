"""Answers how many municipalities have a protocol, and which, in Dutch, from the overview of a day and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sluis.domain.catalogue import enumerated, long_day
from sluis.domain.document import Block
from sluis.domain.legaltext import BulletList, Heading, Paragraph, Table
from sluis.domain.lifecycle import STATUS_NAMES, Status
from sluis.domain.stance import STANCE_NAMES, Stance
from sluis.register.queries import Group, Overview, Row
from sluis.reporting.dutch import by_name, capital, had, municipalities, number, of_all, was

# A list that is longer than this is read province by province.
LONG = 20

# How a text in preparation stands whose status says that it is in force: it is, from its first day on.
_NOT_BEGUN = "gevalideerd, nog niet begonnen"


def how_many(seen: Overview, *, past: bool) -> Iterator[Block]:
    """How many have a protocol in force, which, and where all others stand. `past`: the day is over."""
    yield Paragraph(_count(seen, past=past))
    if seen.first is not None:
        begun = long_day(seen.first.day)
        yield Paragraph(f"De eerste gemeente met een protocol van kracht was {seen.first.name}, op {begun}.")
    yield from _list(seen)
    yield Heading(3, "Alle gemeenten", "alle-gemeenten")
    yield Table(
        f"De Vlaamse gemeenten op {long_day(seen.on)}, naar de toestand van hun protocol",
        ("Protocol", "Gemeenten"),
        (
            *((capital(STANCE_NAMES[stance].nl), number(count)) for stance, count in seen.counts.items()),
            ("Samen", number(seen.total)),
        ),
    )
    yield from _suspended(seen, past=past)
    yield from _preparing(seen, past=past)


def _count(seen: Overview, *, past: bool) -> str:
    of = of_all(seen.in_force, seen.total)
    said = f"Op {long_day(seen.on)} {had(seen.in_force, past=past)} {of} een protocol van kracht met het agentschap"
    if seen.in_force != 1:
        return f"{said}."
    (only,) = seen.municipalities
    return f"{said}: {only.name}, sinds {_since(only)}."


def _list(seen: Overview) -> Iterator[Block]:
    on = long_day(seen.on)
    if 0 < seen.in_force <= LONG:
        yield _listed(f"Gemeenten met een protocol van kracht op {on}", "Van kracht sinds", seen.municipalities)
    if seen.in_force > LONG:
        yield Table(
            f"Gemeenten met een protocol van kracht op {on}, per provincie",
            ("Provincie", "Van kracht", "Gemeenten"),
            (
                *((group.name, number(group.in_force), number(group.total)) for group in seen.per_province),
                ("Samen", number(seen.in_force), number(seen.total)),
            ),
        )
        for group in seen.per_province:
            yield from _of_province(seen, group)


def _of_province(seen: Overview, group: Group) -> Iterator[Block]:
    yield Heading(3, group.name, f"gemeenten-{group.name.lower()}")
    rows = [row for row in seen.municipalities if row.province == group.name]
    if not rows:
        yield Paragraph("In deze provincie is er geen enkele.")
        return
    yield Table(
        f"Gemeenten in {group.name} met een protocol van kracht op {long_day(seen.on)}: "
        f"{number(group.in_force)} van {number(group.total)}",
        ("Gemeente", "NIS-code", "Van kracht sinds"),
        tuple((row.name, row.nis, _since(row)) for row in by_name(rows)),
    )


def _listed(caption: str, since: str, rows: Iterable[Row]) -> Table:
    return Table(
        caption,
        ("Gemeente", "NIS-code", "Provincie", since),
        tuple((row.name, row.nis, row.province, _since(row)) for row in by_name(rows)),
    )


def _since(row: Row) -> str:
    assert row.since is not None  # Whoever has or had a protocol has it since a day.
    return long_day(row.since)


def _suspended(seen: Overview, *, past: bool) -> Iterator[Block]:
    rows = seen.with_stance(Stance.SUSPENDED)
    if not rows:
        return
    verb = was(1, past=past)
    said = f"Bij {municipalities(len(rows))} {verb} er een protocol waarvan de uitvoering geschorst {verb}"
    if len(rows) == 1:
        yield Paragraph(f"{said}: {rows[0].name}, sinds {_since(rows[0])}.")
        return
    yield Paragraph(f"{said}.")
    yield _listed(f"Gemeenten met een geschorst protocol op {long_day(seen.on)}", "Geschorst sinds", rows)


def _preparing(seen: Overview, *, past: bool) -> Iterator[Block]:
    if seen.preparing:
        steps = [f"{_step(status)}: {number(count)}" for status, count in seen.preparing.items()]
        among = municipalities(seen.counts[Stance.PREPARING])
        yield Paragraph(f"Bij {among} {was(1, past=past)} er een protocol in voorbereiding ({'; '.join(steps)}).")


def _step(status: Status) -> str:
    return _NOT_BEGUN if status == Status.ACTIVE else STATUS_NAMES[status].nl


def what_changed(seen: Overview, before: Overview, *, past: bool) -> Iterator[Block]:
    """Which municipalities came to have a protocol in force since an earlier day, and which no longer have one.

    The two days are held against each other: what came and went in between does not show.
    """
    yield Heading(3, f"Wat veranderde sinds {long_day(before.on)}", "wat-veranderde")
    then, now = ({row.nis for row in one.rows} for one in (before, seen))
    had_one, has_one = ({row.nis: row for row in one.municipalities} for one in (before, seen))
    added = [row for nis, row in has_one.items() if nis in then and nis not in had_one]
    lost = [row for nis, row in had_one.items() if nis in now and nis not in has_one]
    born = [row for nis, row in has_one.items() if nis not in then]
    gone = [row for nis, row in had_one.items() if nis not in now]
    yield Paragraph(
        f"Op {long_day(before.on)} {had(before.in_force, past=True)} {of_all(before.in_force, before.total)} een "
        f"protocol van kracht; op {long_day(seen.on)} {had(seen.in_force, past=past)} "
        f"{of_all(seen.in_force, seen.total)} er een."
    )
    items = [f"Erbij gekomen: {_named(added)}.", f"Niet meer van kracht (geschorst of voorbij): {_named(lost)}."]
    if then != now:
        items.append(f"Door fusies opgehouden te bestaan, met een protocol van kracht: {_named(gone)}.")
        items.append(f"Door fusies ontstaan, met een protocol van kracht: {_named(born)}.")
    yield BulletList(tuple(items))


def _named(rows: list[Row]) -> str:
    said = municipalities(len(rows))
    return f"{said} ({enumerated(row.name for row in by_name(rows))})" if rows else said
