"""The words with which every stored field says what it is and how long it is kept.

The house checks that no field goes without (tests/house), and a page in the docs lists them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Sensitivity(StrEnum):
    """What a field says about a living person."""

    PUBLIC = "public"  # may stand in the public register or the public ledger
    INTERNAL = "internal"  # says nothing about a person concerned, but is not for the public
    PSEUDONYMOUS = "pseudonymous"  # leads to a person only with data kept elsewhere
    PERSONAL = "personal"


@dataclass(frozen=True, slots=True)
class Kept:
    """A field's sensitivity, and until when it is kept, in words a data-protection officer would use."""

    sensitivity: Sensitivity
    until: str


def public(until: str) -> Kept:
    return Kept(Sensitivity.PUBLIC, until)


def internal(until: str) -> Kept:
    return Kept(Sensitivity.INTERNAL, until)


def pseudonymous(until: str) -> Kept:
    return Kept(Sensitivity.PSEUDONYMOUS, until)


def personal(until: str) -> Kept:
    return Kept(Sensitivity.PERSONAL, until)
