"""Takes in an extract that was asked for, and lets its row say how far it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sluis.domain.words import Said
from sluis.dossiers import actions as dossiers
from sluis.dossiers.report import Report
from sluis.jobs import imports

# Rows between two times that the row is written.
EVERY = 5_000


def take_in(number: int, *, at: datetime, go_on: Callable[[], None]) -> Report:
    """Runs import `number`. `go_on` is called now and then; where it raises, the import stops and nothing has changed.

    Raises:
        ExtractRefused, ImportFailed, OSError: as `dossiers.actions.import_extract`.
    """
    one = imports.begin(number, at=at)
    told: tuple[Said | None, int] = (None, 0)

    def tell(doing: Said, rows: int) -> None:
        nonlocal told
        go_on()
        if doing != told[0] or rows >= told[1] + EVERY:
            told = (doing, rows)
            imports.tell(number, doing, rows)

    return dossiers.import_extract(
        imports.file_of(one), agency=one.agency, as_of=one.as_of, by=one.asked_by, at=at, progress=tell
    )


def counts(report: Report) -> dict[str, int]:
    """The counts of a report, as an import's row keeps them."""
    names = ("rows", "accepted", "added", "changed", "unchanged", "left", "remapped", "quarantined")
    return {name: getattr(report, name) for name in names}
