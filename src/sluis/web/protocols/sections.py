"""Puts what a text says under the headings of a page: for the parties while they write, and for anybody afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sluis.adapters.webpage import visible
from sluis.domain.catalogue import PURPOSES
from sluis.domain.differences import Path, Spoken, spoken
from sluis.domain.words import Purpose, Said
from sluis.parties.municipalities import municipalities
from sluis.web.protocols import places

# What stands under which heading, by the first step of its path.
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "text_parties": ("sender", "recipient"),
    "text_limits": ("territory", "rowLimit"),
    "text_duration": ("start", "end", "noticeMonths"),
    "text_security": ("security", "breachNoticeHours", "supervisor"),
    "text_grounds": ("groundsForCommunication", "groundsForCollection"),
    "text_advices": ("advices", "follows"),
    "text_articles": ("clauses",),
}
# Lists of sentences, which are read better one under the other.
_ONE_BY_ONE = frozenset({"services", "representatives", "security", "groundsForCommunication", "groundsForCollection"})


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a text: what it is called, and what it says; `lines` where people wrote that themselves, in Dutch."""

    label: Said
    words: Said
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Parts that belong together under a heading."""

    heading: Said | str
    parts: Sequence[Part]


def purposes(draft: Mapping[str, Any]) -> list[Section]:
    """What a text says of each purpose, under its name."""
    found: dict[str, list[Part]] = {}
    for one in spoken(draft):
        # Its name is the heading.
        if one.path[0] == "purposes" and len(one.path) > 2 and one.path[2:] != ("purpose",):
            found.setdefault(one.path[1], []).append(_part(draft, one))
    return [Section(_purpose_name(name), parts) for name, parts in found.items()]


def _purpose_name(name: str) -> Said:
    return PURPOSES[Purpose(name)] if name in list(Purpose) else Said(name, name)


def sections(draft: Mapping[str, Any]) -> Iterator[Section]:
    """What a text says besides, under the headings of a page."""
    every = list(spoken(draft))
    for heading, steps in _HEADINGS.items():
        parts = [_part(draft, one) for one in every if one.path[0] in steps and not one.whole]
        if parts:
            yield Section(heading, parts)


def _part(draft: Mapping[str, Any], one: Spoken) -> Part:
    return Part(places.bare_label(one.path) or one.name, one.words, _lines(draft, one.path, one.words))


def _lines(draft: Mapping[str, Any], path: Path, words: Said) -> tuple[str, ...]:
    value = _at(draft, path)
    if isinstance(value, str) and words.nl == f"“{value}”":
        return (visible(value),)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        return ()
    if path == ("territory",):
        known = municipalities()
        return tuple(f"{nis} ({known.get(nis).name})" if nis in known else visible(nis) for nis in value)
    listed = path[0] == "clauses" or path[-1] in _ONE_BY_ONE
    return tuple(visible(item) for item in value) if listed else ()


def _at(draft: Mapping[str, Any], path: Path) -> Any:
    value: Any = draft
    for step in path:
        if isinstance(value, list):
            value = next((one for one in value if isinstance(one, dict) and one.get("purpose") == step), None)
        else:
            value = value.get(step) if isinstance(value, Mapping) else None
    return value
