"""The SQL of an import: rows of an extract against the people in the vault, set against set.

It says what becomes of each row; when and in which order is `actions`. Its tables go with the transaction.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import date

from django.db.backends.utils import CursorWrapper
from psycopg import Copy, sql

from sluis.dossiers.extract import Batch

# Rows that need a note, or are bad, are kept back until there is this much of them (bytes).
SIDE_BUFFER = 1 << 20

# The system gives as much of this as it allows.
SOCKET_BUFFER = 1 << 22

# The columns of a good row, in the order in which the reader gives them. Where the previous INSZ stood there
# is nothing, which is also what `left_on` is for somebody who is in the extract.
ROW = (
    "id, agency, secret, source_id, insz, left_on, surname, first_name, nis, contract_signed_on, "
    "attest_obtained_on, status"
)
NOTED = "id, insz_previous, remapped"
BAD = "line, wrong_column, reason, source_id, insz, insz_previous"

SETTINGS = "SET LOCAL work_mem = '128MB'; SET LOCAL maintenance_work_mem = '256MB'"

TABLES = """
    CREATE TEMPORARY TABLE staged (
        id bigint, agency text, secret bytea, source_id text COLLATE "C", insz text COLLATE "C", left_on date,
        surname text, first_name text, nis text COLLATE "C", contract_signed_on date,
        attest_obtained_on date, status text
    ) ON COMMIT DROP;
    CREATE TEMPORARY TABLE noted (id bigint, insz_previous text COLLATE "C", remapped boolean) ON COMMIT DROP;
    CREATE TEMPORARY TABLE set_aside (
        line bigint, wrong_column text, reason text, source_id text COLLATE "C", insz text COLLATE "C",
        insz_previous text COLLATE "C"
    ) ON COMMIT DROP
"""

PEOPLE = "SELECT count(*) FROM dossiers_person"
OPEN = "SELECT dossiers_open_for_bulk()"
CLOSE = "SELECT dossiers_close_after_bulk()::int"

# Two rows of an extract with the same number: the first stands.
SAME_SOURCE_ID = """
    SELECT later.id FROM {rows} AS later
    JOIN (
        SELECT source_id, min(id) AS first FROM {rows} WHERE source_id IS NOT NULL
        GROUP BY source_id HAVING count(*) > 1
    ) AS doubled ON doubled.source_id = later.source_id AND doubled.first < later.id
"""
SAME_INSZ = """
    SELECT later.id FROM {rows} AS later
    JOIN (SELECT insz, min(id) AS first FROM {rows} GROUP BY insz HAVING count(*) > 1) AS doubled
        ON doubled.insz = later.insz AND doubled.first < later.id
"""

# Two rows of which one had the number that the other has or had. Where the source numbers both, it says that
# they are two people; else they are one, and the first row stands. This is judged by the extract alone, so
# that the same extract always comes to the same.
SAME_PREVIOUS = """
    WITH replaced AS (
        SELECT row.id, row.source_id, noted.insz_previous FROM {rows} AS row JOIN noted USING (id)
        WHERE noted.insz_previous IS NOT NULL
    )
    SELECT greatest(one.id, other.id) AS id FROM replaced AS one JOIN {rows} AS other
        ON other.insz = one.insz_previous AND (one.source_id IS NULL OR other.source_id IS NULL)
    UNION
    SELECT greatest(one.id, other.id) FROM replaced AS one JOIN replaced AS other
        ON other.insz_previous = one.insz_previous AND other.id <> one.id
        AND (one.source_id IS NULL OR other.source_id IS NULL)
"""

# Everything about which extract and vault do not agree to the letter: rows, and people without a row.
COMPARE = """
    CREATE TEMPORARY TABLE differing ON COMMIT DROP AS
    SELECT staged.id AS row, person.id AS holder, staged.source_id, staged.insz
    FROM staged FULL JOIN (
        SELECT id, source_id, insz, surname, first_name, nis, contract_signed_on, attest_obtained_on, status,
            left_on
        FROM dossiers_person WHERE agency = {agency}
    ) AS person USING (insz)
    WHERE CASE
        WHEN staged.id IS NULL THEN person.left_on IS NULL
        ELSE person.id IS NULL OR (
            staged.source_id, staged.surname, staged.first_name, staged.nis, staged.contract_signed_on,
            staged.attest_obtained_on, staged.status, staged.left_on
        ) IS DISTINCT FROM (
            person.source_id, person.surname, person.first_name, person.nis, person.contract_signed_on,
            person.attest_obtained_on, person.status, person.left_on
        )
    END;
    ANALYZE differing
"""

# Whose row it is: the source's own number says it first, then the INSZ (whether somebody has it or had it), then
# the previous INSZ. A number that is replaced goes on saying the same, so the same extract comes to the same.
RESOLVE = """
    CREATE TEMPORARY TABLE resolved ON COMMIT DROP AS
    WITH former AS (
        SELECT DISTINCT ON (former.insz) former.insz, former.person_id
        FROM dossiers_former_insz AS former JOIN dossiers_person AS person ON person.id = former.person_id
        WHERE person.agency = {agency}
        ORDER BY former.insz, former.replaced_as_of DESC, former.id DESC
    )
    SELECT differing.row AS id, differing.source_id, differing.insz, differing.holder,
        coalesce(named.id, differing.holder, was.person_id, previous.id, had.person_id) AS person,
        CASE WHEN named.id IS NOT NULL THEN 1 WHEN differing.holder IS NOT NULL THEN 2 ELSE 3 END AS certainty
    FROM differing
    LEFT JOIN noted ON noted.id = differing.row
    LEFT JOIN dossiers_person AS named ON named.agency = {agency} AND named.source_id = differing.source_id
    LEFT JOIN dossiers_person AS previous
        ON previous.agency = {agency} AND previous.insz = noted.insz_previous
    LEFT JOIN former AS was ON was.insz = differing.insz
    LEFT JOIN former AS had ON had.insz = noted.insz_previous
    WHERE differing.row IS NOT NULL;
    ANALYZE resolved
"""

# Somebody who is not in `differing` and has not left has a row that agrees to the letter.
SAME_PERSON = """
    SELECT id FROM (
        SELECT id, row_number() OVER (PARTITION BY person ORDER BY certainty, id) AS place
        FROM resolved WHERE person IS NOT NULL
    ) AS claim WHERE place > 1
    UNION
    SELECT resolved.id FROM resolved JOIN dossiers_person AS person ON person.id = resolved.person
    WHERE person.left_on IS NULL AND NOT EXISTS (SELECT FROM differing WHERE differing.holder = person.id)
"""

# A person gets a number that another one has. That is well where the other one gets another number in the
# same extract; where not, and for whoever was waiting for such a number, the row cannot be taken in.
TAKEN_NUMBER = """
    WITH RECURSIVE blocked (id, person) AS (
        SELECT wanting.id, wanting.person FROM resolved AS wanting
        LEFT JOIN resolved AS leaving ON leaving.person = wanting.holder
        WHERE wanting.holder <> wanting.person AND leaving.id IS NULL
        UNION
        SELECT wanting.id, wanting.person
        FROM blocked JOIN resolved AS wanting ON wanting.holder = blocked.person
        WHERE wanting.holder <> wanting.person
    )
    SELECT id FROM blocked
"""

# What is put aside is also taken out of `resolved`, where it stands there.
SET_ASIDE = """
    WITH found AS MATERIALIZED ({found}), gone AS (
        DELETE FROM {rows} AS row USING found WHERE row.id = found.id
        RETURNING row.id, row.source_id, row.insz
    )
    INSERT INTO set_aside (line, wrong_column, reason, source_id, insz)
    SELECT id - {base}, {column}, {reason}, source_id, insz FROM gone
"""
SET_ASIDE_ROWS = "SELECT count(*) FROM set_aside"
FORGET = "DELETE FROM resolved USING set_aside WHERE resolved.id = set_aside.line"

CHANGES = """
    CREATE TEMPORARY TABLE change ON COMMIT DROP AS
    SELECT staged.id, person.id AS person, person.insz AS old_insz
    FROM resolved JOIN staged USING (id) JOIN dossiers_person AS person ON person.id = resolved.person
    WHERE (
        coalesce(staged.source_id, person.source_id), staged.insz, staged.surname, staged.first_name,
        staged.nis, staged.contract_signed_on, staged.attest_obtained_on, staged.status, staged.left_on
    ) IS DISTINCT FROM (
        person.source_id, person.insz, person.surname, person.first_name, person.nis,
        person.contract_signed_on, person.attest_obtained_on, person.status, person.left_on
    );
    ANALYZE change
"""

# A person whose row was put aside is not gone, as long as the row says in any way whose it is.
ABSENT = """
    CREATE TEMPORARY TABLE absent ON COMMIT DROP AS
    SELECT person.id FROM differing JOIN dossiers_person AS person ON person.id = differing.holder
    WHERE person.left_on IS NULL
    EXCEPT SELECT person FROM resolved
    EXCEPT SELECT person.id FROM set_aside JOIN dossiers_person AS person USING (source_id)
        WHERE agency = {agency}
    EXCEPT SELECT person.id FROM set_aside JOIN dossiers_person AS person USING (insz) WHERE agency = {agency}
    EXCEPT SELECT person.id FROM set_aside
        JOIN dossiers_person AS person ON person.insz = set_aside.insz_previous
        WHERE agency = {agency}
    EXCEPT SELECT person_id FROM set_aside JOIN dossiers_former_insz USING (insz)
    EXCEPT SELECT person_id FROM set_aside JOIN dossiers_former_insz AS former
        ON former.insz = set_aside.insz_previous
"""

GONE = "SELECT count(*) FROM absent"
THERE = "SELECT count(*) FROM dossiers_person WHERE agency = {agency} AND left_on IS NULL"

TO_WRITE = """
    SELECT (SELECT count(*) FROM change) + (SELECT count(*) FROM absent)
        + (SELECT count(*) FROM resolved WHERE person IS NULL)
"""

CHANGE = """
    UPDATE dossiers_person AS person SET
        source_id = coalesce(staged.source_id, person.source_id), insz = staged.insz,
        surname = staged.surname, first_name = staged.first_name, nis = staged.nis,
        contract_signed_on = staged.contract_signed_on, attest_obtained_on = staged.attest_obtained_on,
        status = staged.status, left_on = NULL
    FROM change JOIN staged USING (id)
    WHERE person.id = change.person
"""
KEEP_OLD_NUMBERS = """
    INSERT INTO dossiers_former_insz (person_id, insz, replaced_as_of)
    SELECT change.person, change.old_insz, {as_of} FROM change JOIN staged USING (id)
    WHERE staged.insz <> change.old_insz
    ORDER BY id
    ON CONFLICT (person_id, insz) DO UPDATE SET replaced_as_of = excluded.replaced_as_of
"""
ADD = """
    INSERT INTO dossiers_person (
        agency, source_id, insz, surname, first_name, nis, contract_signed_on, attest_obtained_on, status
    )
    SELECT staged.agency, staged.source_id, staged.insz, surname, first_name, nis, contract_signed_on,
        attest_obtained_on, status
    FROM resolved JOIN staged USING (id) WHERE resolved.person IS NULL ORDER BY id
"""
MARK_AS_LEFT = "UPDATE dossiers_person SET left_on = {as_of} FROM absent WHERE absent.id = dossiers_person.id"

# A previous INSZ that a row names, where the history lacks it.
NAMED = """
    CREATE TEMPORARY TABLE naming ON COMMIT DROP AS
    SELECT noted.id, row.insz, noted.insz_previous FROM noted JOIN {rows} AS row USING (id)
    WHERE noted.insz_previous IS NOT NULL;
    ANALYZE naming;
    CREATE TEMPORARY TABLE named ON COMMIT DROP AS
    SELECT naming.id, person.id AS person, naming.insz_previous
    FROM naming JOIN dossiers_person AS person ON person.insz = naming.insz AND person.agency = {agency}
    WHERE NOT EXISTS (
        SELECT FROM dossiers_former_insz AS former
        WHERE former.person_id = person.id AND former.insz = naming.insz_previous
    )
"""
KEEP_NAMED_NUMBERS = """
    INSERT INTO dossiers_former_insz (person_id, insz, replaced_as_of)
    SELECT person, insz_previous, {as_of} FROM named ORDER BY id
"""
ONLY_NAMED = """
    SELECT count(*) FROM named WHERE NOT EXISTS (SELECT FROM change WHERE change.id = named.id)
        AND NOT EXISTS (SELECT FROM resolved WHERE resolved.id = named.id AND resolved.person IS NULL)
"""

REMAPPED = """
    SELECT count(*) FROM noted
    WHERE remapped AND NOT EXISTS (SELECT FROM set_aside WHERE set_aside.line = noted.id - {base})
"""
QUARANTINE = """
    INSERT INTO dossiers_quarantined (extract_id, line, "column", reason)
    SELECT {extract}, line, wrong_column, reason FROM set_aside ORDER BY line
"""


class Staging:
    """The tables of one import, inside its transaction."""

    def __init__(self, cursor: CursorWrapper, *, agency: str, as_of: date) -> None:
        self._cursor = cursor
        self._agency, self._as_of = agency, as_of
        # The table that holds the good rows, and what the number of a row there has more than its line.
        self.rows, self.base = "staged", 0
        cursor.execute(SETTINGS)
        cursor.execute(TABLES)

    def use_empty_vault(self) -> int:
        """Lets the rows go straight into the vault, which is empty and open for bulk; gives `base`."""
        self.rows = "dossiers_person"
        self.base = self.number("SELECT nextval(pg_get_serial_sequence('dossiers_person', 'id'))")
        return self.base

    def load(self, batches: Iterable[Batch]) -> None:
        """Writes the rows where they belong, as they come."""
        source = iter(batches)
        more = True
        self._widen_socket()
        while more:
            noted, bad, more = bytearray(), bytearray(), False
            with self._copy(self.rows, ROW) as copy:
                for batch in source:
                    copy.write(batch.good)
                    noted += batch.noted
                    bad += batch.bad
                    if len(noted) + len(bad) > SIDE_BUFFER:
                        more = True
                        break
            with self._copy("noted", NOTED) as copy:
                copy.write(bytes(noted))
            with self._copy("set_aside", BAD) as copy:
                copy.write(bytes(bad))

    def set_aside(self, found: str, *, column: str, reason: str) -> int:
        """Moves the rows that `found` finds out of the good ones, and returns how many there were."""
        selection = sql.SQL(found).format(rows=sql.Identifier(self.rows))
        return self.do(SET_ASIDE, found=selection, column=column, reason=reason)

    def do(self, statement: str, **values: object) -> int:
        """Carries out a statement of this page, and returns how many rows it wrote."""
        fixed: dict[str, object] = {
            "rows": sql.Identifier(self.rows),
            "base": self.base,
            "agency": self._agency,
            "as_of": self._as_of,
        }
        parts = {
            name: value if isinstance(value, sql.Composable) else sql.Literal(value)
            for name, value in (fixed | values).items()
        }
        self._cursor.execute(sql.SQL(statement).format(**parts))
        return int(self._cursor.rowcount)

    def number(self, statement: str, **values: object) -> int:
        """The one number that a statement gives."""
        self.do(statement, **values)
        return int(self._cursor.fetchone()[0])

    def _widen_socket(self) -> None:
        """Lets more wait between us and the server, so that neither waits for the other while both have work."""
        with socket.socket(fileno=os.dup(self._cursor.connection.fileno())) as same:
            same.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SOCKET_BUFFER)

    def _copy(self, table: str, columns: str) -> AbstractContextManager[Copy]:
        statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, ENCODING 'UTF8')")
        copying: AbstractContextManager[Copy] = self._cursor.copy(
            statement.format(sql.Identifier(table), sql.SQL(columns))
        )
        return copying
