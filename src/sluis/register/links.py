"""How the register, which knows no addresses, says where something can be read: whoever serves it gives a `Link`."""

from __future__ import annotations

from typing import Protocol


class Link(Protocol):
    """Gives the whole address, with host, of what has this name and these parts."""

    def __call__(self, name: str, /, **parts: object) -> str: ...
