"""Answers how many municipalities are aimed for, and how far that had come, in Dutch, from what was said of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sluis.domain.catalogue import counted, long_day
from sluis.domain.document import Block
from sluis.domain.legaltext import Paragraph
from sluis.register.queries import Overview
from sluis.register.targets import Progress, Target, TargetKind, progress
from sluis.reporting.dutch import had, municipalities, number, was


def aimed_for(targets: Sequence[Target], seen: Overview, *, past: bool) -> Iterator[Block]:
    """What is aimed for in each period, who said so when, and how far it had come; `past`: the day is over."""
    if not targets:
        yield Paragraph(f"Op {long_day(seen.on)} {was(1, past=past)} er geen streefcijfer geregistreerd.")
    for target in targets:
        reached = progress(target, seen)
        yield Paragraph(f"{_aim(reached)} {_source(target)} {_progress(reached, past=past or reached.over)}")


def _aim(reached: Progress) -> str:
    target = reached.target
    days = f"{long_day(target.first_day)} tot en met {long_day(target.last_day)}"
    period = f"Voor de periode “{target.period}” ({days}) {was(1, past=reached.over)}"
    if target.kind == TargetKind.AS_MANY_AS_POSSIBLE:
        return f"{period} het doel: zoveel mogelijk gemeenten met een protocol. Een getal is niet vastgelegd."
    if target.kind == TargetKind.NUMBER:
        return f"{period} het streefcijfer {counted(target.value or 0, 'gemeente', 'gemeenten')} met een protocol."
    return (
        f"{period} het streefcijfer {target.value}\u00a0% van de gemeenten met een protocol; van de "
        f"{number(reached.total)} gemeenten op de laatste dag zijn dat er {number(reached.needed or 0)}."
    )


def _source(target: Target) -> str:
    source = f" Bron: {target.source.rstrip('.')}." if target.source else ""
    return f"Dat is gezegd op {long_day(target.said_on)}.{source}"


def _progress(reached: Progress, *, past: bool) -> str:
    day = long_day(reached.on)
    when = f"Op de laatste dag van die periode, {day}," if reached.over else f"Op {day}"
    said = f"{when} {had(reached.reached, past=past)} {municipalities(reached.reached)} een protocol van kracht"
    if reached.missing is None:
        return f"{said}."
    if reached.missing == 0:
        return f"{said}: het streefcijfer {was(1, past=past)} gehaald."
    more = f"{was(reached.missing, past=past)} er nog {number(reached.missing)} nodig"
    return f"{said}; om het streefcijfer te halen {more}."
