"""What of the register is asked for: a day, and values of closed lists. It reads no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sluis.domain.stance import Stance
from sluis.domain.words import Purpose
from sluis.parties.municipalities import municipalities
from sluis.register.formats import parse_day

STATE, PURPOSE, PROVINCE, DAY = "state", "purpose", "province", "on"

# `none` is no state of a protocol.
STATES = tuple(stance for stance in Stance if stance != Stance.NONE)


def provinces() -> tuple[str, ...]:
    """The provinces that municipalities lie in, by name."""
    return tuple(sorted({one.province for one in municipalities().all()}))


class InvalidFilter(ValueError):
    """A filter was asked for with a value that it does not have; `name`, `given` and `allowed` say which."""

    def __init__(self, name: str, given: str, allowed: Iterable[str]) -> None:
        self.name, self.given, self.allowed = name, given, tuple(allowed)
        super().__init__(f"{name} cannot be {given[:40]!r}; give one of {', '.join(self.allowed)}, or leave it out.")


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for; None asks for all."""

    on: date
    state: Stance | None = None
    purpose: Purpose | None = None
    province: str | None = None

    @property
    def query(self) -> dict[str, str]:
        """The filters as they stand in an address, without the day."""
        chosen = {STATE: self.state, PURPOSE: self.purpose, PROVINCE: self.province}
        return {name: str(value) for name, value in chosen.items() if value is not None}


def parse_filter(given: Mapping[str, str], today: date) -> Filter:
    """Reads a filter; what is left out or empty asks for all, and without a day it is about `today`.

    Raises:
        InvalidDay: the day is none, or one of which the municipalities are not known.
        InvalidFilter: a value is none that the filter has.
    """
    day = given.get(DAY, "")
    state = _one_of(given, STATE, [stance.value for stance in STATES])
    purpose = _one_of(given, PURPOSE, [purpose.value for purpose in Purpose])
    return Filter(
        on=parse_day(day) if day else today,
        state=Stance(state) if state else None,
        purpose=Purpose(purpose) if purpose else None,
        province=_one_of(given, PROVINCE, provinces()),
    )


def _one_of(given: Mapping[str, str], name: str, allowed: Iterable[str]) -> str | None:
    value = given.get(name, "")
    if value and value not in allowed:
        raise InvalidFilter(name, value, allowed)
    return value or None
