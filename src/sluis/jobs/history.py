"""What was taken in from the source, and what somebody asked to take in: one list, whichever way it came.

An extract that was taken in on the command line has no row among the imports, and is in the list all the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from sluis.dossiers import queries as dossiers
from sluis.dossiers.queries import TakenIn
from sluis.jobs.models import Import

A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Attempt:
    """An import that somebody asked for, or an extract that was taken in without; where both are known, both."""

    asked: Import | None
    taken_in: TakenIn | None


_HISTORY = """
    SELECT asked.id, asked.extract, asked.asked_at AS at FROM jobs_import AS asked WHERE asked.agency = %(agency)s
    UNION ALL
    SELECT NULL, extract.id, extract.imported_at FROM dossiers_extract AS extract
    WHERE extract.agency = %(agency)s
        AND NOT EXISTS (SELECT FROM jobs_import AS asked WHERE asked.extract = extract.id)
"""


def history(agency: str, page: int = 1) -> tuple[list[Attempt], int]:
    """A page of an agency's imports, newest first, and how many there are in all. Four queries."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({_HISTORY}) AS attempt", {"agency": agency})  # noqa: S608 - ours
        (total,) = cursor.fetchone()
        cursor.execute(
            f"{_HISTORY} ORDER BY at DESC, 1 DESC NULLS LAST, 2 DESC LIMIT %(most)s OFFSET %(first)s",
            {"agency": agency, "most": A_PAGE, "first": (page - 1) * A_PAGE},
        )
        rows = cursor.fetchall()
    asked = Import.objects.in_bulk([number for number, *_ in rows if number is not None])
    taken_in = dossiers.taken_in_all([extract for _, extract, _ in rows if extract is not None], agency=agency)
    return [Attempt(asked.get(number), taken_in.get(extract)) for number, extract, _ in rows], total
