"""Makes and updates the database of an installation: roles, database, tables, walls.

It runs as administrator and owner; nothing of the day's work does.
"""

from __future__ import annotations

import psycopg
from django.core.management import call_command
from django.db import OperationalError, connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from sluis.config import environment, walls


def install() -> None:
    """Brings roles, database, tables and walls to what this version of the program needs. Safe to repeat.

    Raises:
        psycopg.Error: the administrator's log-in may not make roles; its message says what is missing.
    """
    _make_roles_and_database()
    call_command("migrate", database="owner", verbosity=0, skip_checks=True)
    with transaction.atomic(using="owner"):
        walls.apply_grants()
    connections["owner"].close()


def install_if_needed() -> None:
    """`install` where the database is missing or older than the program; quick where it is up to date."""
    if not _up_to_date():
        install()


DEMO = "sluis demo"


def holds_nothing_but_a_demo() -> bool:
    """Whether nothing would be lost with this database: no protocol, no dossier, no act; or a demo's only."""
    with psycopg.connect(environment.administrator(), dbname=_database(), autocommit=True) as admin:
        said = admin.execute("SELECT obj_description('public'::regnamespace)").fetchone()
        if said == (DEMO,):
            return True
        there = admin.execute("SELECT to_regclass('ledger_entry') IS NOT NULL").fetchone()
        acts = admin.execute("SELECT count(*) FROM ledger_entry").fetchone() if there == (True,) else (0,)
        return acts == (0,)


def is_demo() -> bool:
    """Whether this is a demo's database, in which nothing is in earnest."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description('public'::regnamespace)")
        return bool(cursor.fetchone() == (DEMO,))


def mark_as_demo() -> None:
    """Says in the database that it is a demo's, so that the next demo may throw it away."""
    with psycopg.connect(environment.administrator(), dbname=_database(), autocommit=True) as admin:
        admin.execute(sql.SQL("COMMENT ON SCHEMA public IS {}").format(sql.Literal(DEMO)))


def reset() -> None:
    """Throws every table away, the ledger included, and installs anew. Only the demo does this."""
    _make_roles_and_database()
    for alias in connections:
        connections[alias].close()
    with psycopg.connect(environment.administrator(), dbname=_database(), autocommit=True) as admin:
        admin.execute("DROP SCHEMA public CASCADE")
        admin.execute("CREATE SCHEMA public AUTHORIZATION sluis_owner")
    install()


def _up_to_date() -> bool:
    try:
        executor = MigrationExecutor(connections["owner"])
    except OperationalError:
        return False  # No database or no roles yet.
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    connections["owner"].close()
    return not plan


def _make_roles_and_database() -> None:
    database = sql.Identifier(_database())
    with psycopg.connect(environment.administrator(), autocommit=True) as admin:
        present = {name for (name,) in admin.execute("SELECT rolname FROM pg_roles")}
        for role in walls.ROLES:
            if role not in present:
                admin.execute(sql.SQL("CREATE ROLE {} LOGIN NOINHERIT").format(sql.Identifier(role)))
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [_database()]).fetchone():
            admin.execute(sql.SQL("CREATE DATABASE {} OWNER sluis_owner").format(database))
    with psycopg.connect(environment.administrator(), dbname=_database(), autocommit=True) as admin:
        # Where somebody else made the database, the owner role still needs a place for its tables.
        admin.execute(sql.SQL("GRANT CREATE ON DATABASE {} TO sluis_owner").format(database))
        # An import reads an extract into tables that are gone when it ends.
        admin.execute(sql.SQL("GRANT TEMPORARY ON DATABASE {} TO sluis_steward").format(database))
        admin.execute("GRANT CREATE, USAGE ON SCHEMA public TO sluis_owner")


def _database() -> str:
    return str(environment.database("owner")["NAME"])
