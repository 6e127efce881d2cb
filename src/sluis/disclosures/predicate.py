"""The row predicate of a permit, as SQL: written from the terms, and not from what row-level security says.

Selection runs it; who shows a permit afterwards writes the same again from what was stored.
"""

from __future__ import annotations

from collections.abc import Sequence

from psycopg import sql

from sluis.domain.terms import PeriodBy, Population
from sluis.domain.words import Period

PERIOD_COLUMNS: dict[PeriodBy, sql.SQL] = {
    PeriodBy.CONTRACT: sql.SQL("contract_signed_on"),
    PeriodBy.ATTEST: sql.SQL("attest_obtained_on"),
}


def row_predicate(territory: Sequence[str], agency: str, population: Population, period: Period | None) -> sql.Composed:
    """Which rows of the vault are meant: those of this population, on this territory, and in this period if any."""
    parts: list[sql.Composable] = [
        sql.SQL("nis = ANY ({})").format(sql.Literal(list(territory))),
        sql.SQL("agency = {}").format(sql.Literal(agency)),
        sql.SQL("left_on IS NULL AND status = 'active' AND NOT restricted"),
        *_presence("contract_signed_on", population.contract),
        *_presence("attest_obtained_on", population.attest),
    ]
    if period is not None and population.period_by is not None:
        parts.append(
            sql.SQL("{} BETWEEN {} AND {}").format(
                PERIOD_COLUMNS[population.period_by], sql.Literal(period.first), sql.Literal(period.last)
            )
        )
    return sql.SQL(" AND ").join(parts)


def _presence(column: str, wanted: bool | None) -> list[sql.Composable]:
    if wanted is None:
        return []
    return [sql.SQL("{} IS NOT NULL" if wanted else "{} IS NULL").format(sql.Identifier(column))]
