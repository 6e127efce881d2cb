"""Tells in plain English what the verifier found.

It never decides anything: the findings come in ready.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sluis.domain.audit import Entry, Finding
from sluis.domain.checkpoint import Checkpoint

KINDS_SHOWN = 40
NO_KIND = "(without a kind)"


@dataclass(slots=True)
class Tally:
    """Counts entries as they pass: how many, of which kinds, from when to when."""

    count: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    first: datetime | None = None
    last: datetime | None = None

    def watch(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Pass the entries on unchanged and count each."""
        for entry in entries:
            self._count(entry[1])
            yield entry

    def _count(self, body: bytes) -> None:
        said = _read_body(body)
        kind, at = said.get("kind"), _moment(said.get("at"))
        self.count += 1
        self.kinds[kind if isinstance(kind, str) else NO_KIND] += 1
        if at is not None:
            self.first = at if self.first is None else min(self.first, at)
            self.last = at if self.last is None else max(self.last, at)


def _read_body(body: bytes) -> dict[str, object]:
    # A body is the log keeper's own; whatever it is, it must not stop the verification.
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    # Moments without a zone cannot be put in order with those that have one.
    return moment if moment is not None and moment.tzinfo is not None else None


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that one verification gives: what was looked at, what is wrong, and the signed notes that show it.

    ``latest`` is None if no checkpoint could be opened; ``history`` is None if the log publishes none.
    """

    location: str
    latest: Checkpoint | None
    latest_note: str
    history: int | None
    remembered: Checkpoint | None
    tally: Tally
    findings: tuple[Finding, ...]
    evidence: tuple[tuple[str, str], ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


def render(verdict: Verdict) -> str:
    """Return the report as text, lines ended with a newline."""
    lines = [*_looked_at(verdict), *_kinds(verdict.tally), "", *_result(verdict), *_evidence(verdict)]
    return "\n".join(map(_printable, lines)) + "\n"


def _looked_at(verdict: Verdict) -> list[str]:
    latest, tally = verdict.latest, verdict.tally
    lines = [f"Log           {latest.origin if latest else 'unknown'}", f"Read from     {verdict.location}"]
    if latest:
        lines.append(f"Signed        {latest.size} entries, numbered from 0")
        lines.append(f"Read          {tally.count} entries")
    if verdict.history is None:
        lines.append("Checkpoints   only the latest; the log publishes no history of them")
    else:
        lines.append(f"Checkpoints   {verdict.history} in the history, and the latest")
    if verdict.remembered:
        lines.append(f"Remembered    a checkpoint of {verdict.remembered.size} entries")
    if tally.first and tally.last:
        lines.append(f"From, to      {tally.first.isoformat()}, {tally.last.isoformat()}")
    return lines


def _kinds(tally: Tally) -> list[str]:
    lines = [f"{count:>12}  {kind}" for kind, count in sorted(tally.kinds.items())[:KINDS_SHOWN]]
    more = len(tally.kinds) - KINDS_SHOWN
    return lines + ([f"{'':>12}  and {more} kinds more"] if more > 0 else [])


def _result(verdict: Verdict) -> list[str]:
    if verdict.sound:
        return ["SOUND: every entry is the one that was signed, in its place; nothing was taken back."]
    count = len(verdict.findings)
    return [
        f"NOT SOUND: {count} finding{'s' if count > 1 else ''}.",
        *(f"{number:>4}. [{one.kind}] {one.explanation}" for number, one in enumerate(verdict.findings, 1)),
        "",
        "What to do: keep this report and a copy of the log as it is now, and ask its keeper to explain;",
        "if that fails, take both to the supervisor.",
    ]


def _evidence(verdict: Verdict) -> list[str]:
    """Print the signed notes: whoever signed two that contradict each other cannot deny it."""
    lines: list[str] = []
    for title, note in verdict.evidence:
        lines += ["", f"Evidence, {title}:", *(f"    {line}" for line in note.rstrip("\n").split("\n"))]
    return lines


def _printable(line: str) -> str:
    # What the log says must not steer the reader's terminal.
    return "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in line)
