"""How a command ends: its exit statuses, and the failure that carries a sentence for the person who typed it."""

from __future__ import annotations

DONE, FAILED, USAGE, REFUSED = 0, 1, 2, 3


class CommandFailed(Exception):
    """The command could not do what was asked. The message says what is wrong, where, and what to do."""

    def __init__(self, message: str, *, status: int = FAILED) -> None:
        super().__init__(message)
        self.status = status
