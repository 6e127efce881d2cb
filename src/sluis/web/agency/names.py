"""What the agency's pages call parties and municipalities, each page in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Callable

from sluis.domain.words import Said
from sluis.parties import queries
from sluis.parties.municipalities import municipalities

_PROGRAM = Said("het programma zelf", "the program itself")


def municipality(nis: str) -> str:
    """The name that a NIS code stands for; the code itself where none has it: an ask may name any code."""
    known = municipalities()
    return known.get(nis).name if nis in known else nis


def namer() -> Callable[[str], Said]:
    """A function that says what people call a party as the ledger writes it (`nis:23003`). One query, here."""
    agencies = queries.agency_names()

    def name(party: str) -> Said:
        kind, _, code = party.partition(":")
        if kind == "nis":
            return Said(f"gemeente {municipality(code)}", f"municipality of {municipality(code)}")
        if kind == "system":
            return _PROGRAM
        called = agencies.get(code, code)
        return Said(called, called)

    return name
