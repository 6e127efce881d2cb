"""How a command ends: its exit statuses, and the failure that carries a sentence for the person who typed it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

DONE, FAILED, USAGE, REFUSED = 0, 1, 2, 3


class CommandFailed(Exception):
    """The command could not do what was asked. The message says what is wrong, where, and what to do."""

    def __init__(self, message: str, *, status: int = FAILED) -> None:
        super().__init__(message)
        self.status = status


@contextlib.contextmanager
def database_answers() -> Iterator[None]:
    """Turns an error of the database, or of its settings, into a sentence for the person who typed the command.

    Of what the database says only the kind of error goes on: the rest can repeat a row.
    """
    import psycopg
    from django.core.exceptions import ImproperlyConfigured
    from django.db import Error

    try:
        yield
    except ImproperlyConfigured as error:
        raise CommandFailed(str(error), status=USAGE) from error
    except (Error, psycopg.Error) as error:
        raise CommandFailed(
            _said_of(error.__cause__ if isinstance(error.__cause__, psycopg.Error) else error)
        ) from None


# The errors that an operator can mend, by SQLSTATE (PostgreSQL documentation, appendix A).
_TO_MEND = {
    "42P01": "The database is not installed, or older than the program. Run `sluis database install`.",
    "42703": "The database is older than the program. Run `sluis database install`.",
    "42883": "The database is older than the program. Run `sluis database install`.",
    "42501": "The log-in of the database may not do this. It must be a member of the roles in "
    "docs/reference/database-roles.md; `sluis database install` gives them their rights.",
    "53100": "The database's disk is full. Make room there and try again.",
    "53300": "The database has no connection free. Try again in a moment.",
}


def _said_of(error: BaseException) -> str:
    import psycopg

    state = getattr(error, "sqlstate", None)
    if state is None and isinstance(error, psycopg.OperationalError):
        # The server never answered, so there is no row that this could repeat.
        first = next(iter(str(error).splitlines()), "no reason given")
        return f"The database cannot be reached: {first}. Look whether it runs, and at DATABASE_URL."
    known = _TO_MEND.get(state or "")
    if known is not None:
        return known
    rule = getattr(getattr(error, "diag", None), "constraint_name", None)
    where = f"SQLSTATE {state}{f', rule {rule}' if rule else ''}" if state else type(error).__name__
    return f"The database gave an error ({where}) and nothing of this step was kept. Its own log says more."
