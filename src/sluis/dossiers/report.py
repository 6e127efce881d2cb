"""What came of an import, in words for a data steward and as JSON for a program.

It names lines, columns and reasons; never what a row says.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TextIO


class QuarantinedRow(NamedTuple):
    """A row that was not taken in: the line on which it begins, the column at fault, and why."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of one import.

    `rows` is `accepted` and `quarantined` together; `accepted` is `added`, `changed` and `unchanged`.
    `left` counts people who were in the vault and are no longer in the extract.
    """

    extract: int  # under which number `queries.quarantined` finds its rows
    agency: str
    as_of: date
    digest: str
    rows: int
    accepted: int
    added: int
    changed: int
    unchanged: int
    left: int
    remapped: int

    @property
    def quarantined(self) -> int:
        return self.rows - self.accepted

    def text(self, quarantined: Iterable[QuarantinedRow] = ()) -> str:
        """The report for people to read, with the rows of `quarantined` (some of them will do)."""
        lines = [
            f"Extract of {self.agency} as of {self.as_of}: {self.rows:,} rows read, {self.accepted:,} taken in.",
            "",
            f"  {self.added:>12,}  people added",
            f"  {self.changed:>12,}  changed",
            f"  {self.unchanged:>12,}  unchanged",
            f"  {self.left:>12,}  marked as left, because they are no longer in the extract",
            f"  {self.remapped:>12,}  rows under a NIS code that a merger ended, now under its successor",
            f"  {self.quarantined:>12,}  rows in quarantine: not taken in, their people stay as they were",
        ]
        shown = [f"  line {row.line}, {row.column}: {row.reason}" for row in quarantined]
        if shown:
            lines += ["", *shown]
        if len(shown) < self.quarantined:
            lines += [f"  ... and {self.quarantined - len(shown):,} more; --report FILE writes all of them."]
        return "\n".join(lines)

    def write_json(self, file: TextIO, quarantined: Iterable[QuarantinedRow]) -> None:
        """Writes the report with all rows of `quarantined`, one at a time, however many there are."""
        said = {
            "agency": self.agency,
            "asOf": self.as_of.isoformat(),
            "fileDigest": self.digest,
            "rows": self.rows,
            "accepted": self.accepted,
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "left": self.left,
            "remapped": self.remapped,
        }
        file.write(json.dumps(said, indent=2).removesuffix("\n}") + ',\n  "quarantined": [')
        separator = "\n    "
        for row in quarantined:
            file.write(separator + json.dumps(row._asdict(), ensure_ascii=False))
            separator = ",\n    "
        file.write("]\n}\n" if separator == "\n    " else "\n  ]\n}\n")
