"""What changed between two texts, in plain sentences; which changes ask for new advice; what advice is given on.

It compares terms as JSON (`terms.as_json`) and not as values, because a draft has parts that are missing or cannot be
read yet, and its changes must be seen all the same. Nothing goes unsaid: no differences means the same canonical bytes.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest
from typing import Any, Final

import rfc8785

from sluis.domain.catalogue import (
    ARTICLES,
    FIELDS,
    OUTCOMES,
    PURPOSES,
    SIDES,
    counted,
    in_words,
    long_day,
    number_of,
)
from sluis.domain.terms import Article, Outcome, PeriodBy, Population, Side
from sluis.domain.words import Field, Purpose, Said, digest, is_nis

Path = tuple[str, ...]


class Change(StrEnum):
    """What happened at a place."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    REORDERED = "reordered"


# Which changes touch what a DPO advises on when the model changes: what can let more data go, to more people, for other
# ends or for longer, and what can weaken their protection.
# The longest prefix decides; `*` stands for any one step. What is not listed is weighty: a part that is added to the
# terms asks for advice until somebody decides here that it need not.
WEIGHTY: Mapping[str, bool] = {
    "purposes": True,
    "purposes.*.fields": True,
    "purposes.*.population": True,
    "purposes.*.retentionDays": True,
    "purposes.*.services": True,
    "purposes.*.minimumDaysBetween": True,
    # Why something is needed may be said better without more being given.
    "purposes.*.justification": False,
    "purposes.*.proportionality": False,
    "purposes.*.retentionReason": False,
    "groundsForCommunication": True,
    "groundsForCollection": True,
    "territory": True,
    "rowLimit": True,
    "security": True,
    "breachNoticeHours": True,
    "start": True,
    "end": True,
    # The longer the notice, the longer data go on flowing after one side wants no more of it.
    "noticeMonths": True,
    # An article may bind a party to more or to less, save those that only say what, which law and how well.
    "clauses": True,
    "clauses.subject": False,
    "clauses.quality": False,
    "clauses.law": False,
    # Another enterprise number or NIS code is another recipient; another name or person to write to is not.
    "sender": True,
    "sender.name": False,
    "sender.representatives": False,
    "sender.dpo": False,
    "recipient": True,
    "recipient.name": False,
    "recipient.representatives": False,
    "recipient.dpo": False,
    "recipient.decision": False,
    "supervisor": False,
    "format": True,
    "protocol": False,
    "version": False,
    "model": False,
    "advices": False,
    "follows": False,
}

_WEIGHTY = {tuple(place.split(".")): weighty for place, weighty in WEIGHTY.items()}


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. `path` leads to the part, with purposes by name, advices by side and articles by name."""

    path: Path
    change: Change
    said: Said

    @property
    def place(self) -> str:
        """The path as it is written: `purposes.ceremony.fields`."""
        return ".".join(self.path)

    @property
    def weighty(self) -> bool:
        """Whether it touches what is advised on in a model change; see `WEIGHTY`. Another order gives nothing more."""
        return self.change is not Change.REORDERED and _is_weighty(self.path)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """All that differs between two terms as JSON, in the order of the text; none where their canonical JSON is equal.

    Either may be a draft: what is missing, null or of the wrong kind is said to be so and never an error.
    """
    return tuple(_TERMS.compare((), _NOBODY, dict(before), dict(after)))


def needs_new_advice(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """The differences for which a text made from a new model has to be advised on again; none where none are weighty.

    Within the life of one draft the rule is stricter: there `advised_digest` must stay the same.
    """
    return tuple(difference for difference in differences(before, after) if difference.weighty)


# What comes about after the advice, or beside it, and so cannot be what the advice is on.
NOT_ADVISED_ON: Final = (
    ("recipient", "decision"),
    ("sender", "representatives"),
    ("recipient", "representatives"),
    ("advices",),
    ("version",),
    ("follows",),
)


def advised_part(text: Mapping[str, Any]) -> bytes:
    """The canonical bytes (RFC 8785) of what advice on a draft is given on: all of it but `NOT_ADVISED_ON`.

    Raises:
        rfc8785.CanonicalizationError: the draft holds what JSON cannot: NaN, half of a surrogate pair, or a number
            of more than 53 bits.
    """
    return rfc8785.dumps(_without(text, NOT_ADVISED_ON))


def advised_digest(text: Mapping[str, Any]) -> str:
    """The digest of `advised_part`: advice stands as long as it stays the same. Raises as `advised_part` does."""
    return digest(advised_part(text))


def _without(value: Mapping[str, Any], paths: Sequence[Path]) -> dict[str, Any]:
    gone = {path[0] for path in paths if len(path) == 1}
    kept = {name: inner for name, inner in value.items() if name not in gone}
    for name in {path[0] for path in paths} & set(kept):
        # What is no object holds no such part, and stays what it is.
        if isinstance(kept[name], Mapping):
            kept[name] = _without(kept[name], [path[1:] for path in paths if path[0] == name])
    return kept


@dataclass(frozen=True, slots=True)
class Spoken:
    """One part of a text in words. `whole` marks an item (a purpose, an advice) whose parts follow it."""

    path: Path
    name: Said
    words: Said
    whole: bool = False


def spoken(text: Mapping[str, Any]) -> tuple[Spoken, ...]:
    """Every part of terms as JSON, in words and in the order of the text, so that texts can stand side by side.

    Two parts at one path have the same words only where they are the same.
    """
    return tuple(_TERMS.spoken((), _NOBODY, dict(text)))


class _Absent:
    """Where a part is missing, which is not the same as null."""


_ABSENT = _Absent()
_NOT_FILLED_IN = Said("niet ingevuld", "not filled in")
_EMPTY = Said("leeg", "empty")
_NONE = Said("geen", "none")
# The parts of the text as a whole belong to nothing else.
_NOBODY = Said("", "")

Show = Callable[[Any], Said | None]
"""Says a value in words, or None where it is not of the kind that is expected at its place."""


def _canonical(value: Any) -> bytes:
    """Bytes that are the same exactly where the JSON is."""
    if value is _ABSENT:
        return b""
    try:
        return rfc8785.dumps(value)
    except ValueError:
        # NaN, half of a surrogate pair, a number of more than 53 bits: no terms, but a draft may hold them.
        return json.dumps(value, sort_keys=True, default=repr).encode()


def _same(before: Any, after: Any) -> bool:
    return before is after or _canonical(before) == _canonical(after)


def _raw(value: Any) -> Said:
    """A value as it is written in JSON, for want of better words; a text stands in straight quotation marks."""
    if value is _ABSENT:
        return _NOT_FILLED_IN
    if value is None:
        return _EMPTY
    return _both(json.dumps(value, ensure_ascii=False, sort_keys=True, default=repr))


def _both(text: str) -> Said:
    """The same in both languages. Half of a surrogate pair cannot be shown, so it is not let through."""
    readable = text.encode(errors="backslashreplace").decode()
    return Said(readable, readable)


def _said(nl: str, en: str) -> Said:
    """A sentence: begins with a capital."""
    return Said(nl[:1].upper() + nl[1:], en[:1].upper() + en[1:])


def _tied(nl: str, en: str, owner: Said) -> Said:
    """What a part belongs to, with the word that ties it: " van doeleinde onthaal"; nothing for the whole text."""
    return owner if owner == _NOBODY else Said(f" {nl} {owner.nl}", f" {en} {owner.en}")


def _listed(parts: Sequence[Said], between: str = ", ") -> Said:
    if not parts:
        return _NONE
    return Said(between.join(part.nl for part in parts), between.join(part.en for part in parts))


def _counted_keys(names: Sequence[Any]) -> list[tuple[Any, int]]:
    """Each name with how often it stood before, so that what stands twice is two things."""
    seen: Counter[Any] = Counter()
    keys = []
    for name in names:
        keys.append((name, seen[name]))
        seen[name] += 1
    return keys


def _reordered(before: Sequence[Any], after: Sequence[Any]) -> bool:
    """Whether what stands in both stands in another order."""
    there, here = set(before), set(after)
    return [key for key in before if key in here] != [key for key in after if key in there]


@dataclass(frozen=True)
class _Value:
    """A part that is one value: any change of it is said with the old and the new."""

    name: Said
    show: Show

    @property
    def heading(self) -> Said:
        """What stands before the whole of it: "gegevens", where one of them is a "gegeven"."""
        return self.name

    def told(self, value: Any) -> Said:
        shown = None if value is _ABSENT else self.show(value)
        return shown or _raw(value)

    def compare(self, path: Path, owner: Said, before: Any, after: Any) -> Iterator[Difference]:
        if not _same(before, after):
            yield self.changed(path, owner, before, after)

    def changed(self, path: Path, owner: Said, before: Any, after: Any) -> Difference:
        of, was, now = _tied("van", "of", owner), self.was(before, after), self.told(after)
        nl, en = f"{self.name.nl}{of.nl}", f"{self.name.en}{of.en}"
        if self.is_nothing(before) and not self.is_nothing(after):
            return Difference(path, Change.ADDED, _said(f"{nl} ingevuld: {now.nl}.", f"{en} filled in: {now.en}."))
        change = Change.REMOVED if self.is_nothing(after) and not self.is_nothing(before) else Change.CHANGED
        said = _said(f"{nl} gewijzigd van {was.nl} naar {now.nl}.", f"{en} changed from {was.en} to {now.en}.")
        return Difference(path, change, said)

    def was(self, before: Any, _after: Any) -> Said:
        return self.told(before)

    def is_nothing(self, value: Any) -> bool:
        return value is _ABSENT or (value is None and self.show(None) is None)

    def spoken(self, path: Path, owner: Said, value: Any) -> Iterator[Spoken]:
        of = _tied("van", "of", owner)
        yield Spoken(path, _said(self.name.nl + of.nl, self.name.en + of.en), self.told(value))


@dataclass(frozen=True)
class _Number(_Value):
    """A value that is a number of something: "gewijzigd van 90 naar 60 dagen"."""

    def was(self, before: Any, after: Any) -> Said:
        if self.show(before) is None or self.show(after) is None:
            return self.told(before)
        told = self.told(before)
        return Said(told.nl.partition(" ")[0], told.en.partition(" ")[0])


@dataclass(frozen=True)
class _Items(_Value):
    """A list, compared as a set: what came, what went, and whether what stayed stands in another order.

    `show` says one item; `owner` is what the items belong to, where that is the list itself.
    """

    plural: Said
    owner: Said | None = None
    rewords: bool = False

    @property
    def heading(self) -> Said:
        return self.plural

    def told(self, value: Any) -> Said:
        return _listed([self.item(one) for one in value]) if isinstance(value, list) else _raw(value)

    def item(self, value: Any) -> Said:
        return self.show(value) or _raw(value)

    def is_nothing(self, value: Any) -> bool:
        return value is _ABSENT or value is None

    def compare(self, path: Path, owner: Said, before: Any, after: Any) -> Iterator[Difference]:
        given = [] if self.is_nothing(before) else before
        if isinstance(given, list) and isinstance(after, list) and (given or after):
            yield from self.compare_lists(path, self.owner or owner, given, after)
        else:
            yield from self.as_value().compare(path, self.owner or owner, before, after)

    def compare_lists(self, path: Path, owner: Said, before: list[Any], after: list[Any]) -> Iterator[Difference]:
        was = dict(zip(_counted_keys([_canonical(one) for one in before]), before, strict=True))
        now = dict(zip(_counted_keys([_canonical(one) for one in after]), after, strict=True))
        gone, came = [key for key in was if key not in now], [key for key in now if key not in was]
        for old in list(gone):
            new = next((key for key in came if self.rewords and _resemble(was[old], now[key])), None)
            if new is not None:
                gone.remove(old)
                came.remove(new)
                yield self.reworded(path, owner, was[old], now[new])
        for key in gone:
            yield self.gone(path, owner, was[key], stays=(key[0], 0) in now)
        for key in came:
            yield self.came(path, owner, now[key], stood=(key[0], 0) in was)
        if _reordered(list(was), list(now)):
            of, order = _tied("van", "of", owner), _listed([self.item(one) for one in after])
            said = Said(
                f"Volgorde van {self.plural.nl}{of.nl} gewijzigd in: {order.nl}.",
                f"Order of {self.plural.en}{of.en} changed to: {order.en}.",
            )
            yield Difference(path, Change.REORDERED, said)

    def gone(self, path: Path, owner: Said, item: Any, *, stays: bool) -> Difference:
        of, what = _tied("uit", "from", owner), self.item(item)
        rest = Said(" (staat er nog)", " (it still stands there)") if stays else _NOBODY
        said = _said(
            f"{self.name.nl} {what.nl} geschrapt{of.nl}{rest.nl}.", f"{self.name.en} {what.en} removed{of.en}{rest.en}."
        )
        return Difference(path, Change.REMOVED, said)

    def came(self, path: Path, owner: Said, item: Any, *, stood: bool) -> Difference:
        to, what = _tied("aan", "to", owner), self.item(item)
        rest = Said(" (stond er al)", " (it stood there already)") if stood else _NOBODY
        said = _said(
            f"{self.name.nl} {what.nl} toegevoegd{to.nl}{rest.nl}.", f"{self.name.en} {what.en} added{to.en}{rest.en}."
        )
        return Difference(path, Change.ADDED, said)

    def reworded(self, path: Path, owner: Said, before: Any, after: Any) -> Difference:
        of, was, now = _tied("van", "of", owner), self.item(before), self.item(after)
        said = _said(
            f"{self.name.nl}{of.nl} anders verwoord: van {was.nl} naar {now.nl}.",
            f"{self.name.en}{of.en} reworded from {was.en} to {now.en}.",
        )
        return Difference(path, Change.CHANGED, said)

    def spoken(self, path: Path, owner: Said, value: Any) -> Iterator[Spoken]:
        yield from self.as_value().spoken(path, self.owner or owner, value)

    def as_value(self) -> _Value:
        return _Value(self.plural, lambda value: self.told(value) if isinstance(value, list) else None)


# How much of two texts must be the same for one to be taken for the other in other words. Wrong either way is harmless:
# both texts are shown.
_ALIKE = 0.6


def _resemble(before: Any, after: Any) -> bool:
    if not isinstance(before, str) or not isinstance(after, str):
        return False
    # By itself the matcher takes the commonest letters of a long text for noise, and then long texts never resemble.
    return SequenceMatcher(None, before, after, autojunk=False).ratio() > _ALIKE


@dataclass(frozen=True)
class _Paragraphs(_Items):
    """The prose of an article: a list in which the place counts. `name` is "artikel 8 (kwaliteit)"."""

    def compare_lists(self, path: Path, owner: Said, before: list[Any], after: list[Any]) -> Iterator[Difference]:
        was, now = [_canonical(one) for one in before], [_canonical(one) for one in after]
        for tag, old, old_end, new, new_end in SequenceMatcher(None, was, now).get_opcodes():
            if tag == "equal":
                continue
            for old_at, new_at in zip_longest(range(old, old_end), range(new, new_end)):
                if new_at is None:
                    yield self.one(path, old_at, Change.REMOVED, self.item(before[old_at]), None)
                elif old_at is None:
                    yield self.one(path, new_at, Change.ADDED, self.item(after[new_at]), None)
                else:
                    yield self.one(path, old_at, Change.CHANGED, self.item(before[old_at]), self.item(after[new_at]))

    def one(self, path: Path, at: int, change: Change, text: Said, new: Said | None) -> Difference:
        nl, en = f"{self.name.nl}, lid {at + 1},", f"{self.name.en}, paragraph {at + 1},"
        if new is not None:
            said = _said(f"{nl} gewijzigd van {text.nl} naar {new.nl}.", f"{en} changed from {text.en} to {new.en}.")
        elif change is Change.ADDED:
            said = _said(f"{nl} toegevoegd: {text.nl}.", f"{en} added: {text.en}.")
        else:
            said = _said(f"{nl} geschrapt: {text.nl}.", f"{en} removed: {text.en}.")
        return Difference(path, change, said)


def _nothing_to_say(_value: Any) -> Said | None:
    return None


def _labelled(name: Said, told: Said) -> Said:
    return Said(f"{name.nl}: {told.nl}", f"{name.en}: {told.en}")


def _unknown(name: str) -> _Value:
    """A part that the terms do not know: nobody has words for it, and it is said all the same."""
    written = _raw(name)
    return _Value(Said(f"onbekend onderdeel {written.nl}", f"unknown part {written.en}"), _nothing_to_say)


@dataclass(frozen=True)
class _Object:
    """A part that has parts. Where `say` can put both sides in words, they are said in one sentence."""

    name: Said
    parts: Mapping[str, _Value | _Object | _Keyed]
    say: Show = _nothing_to_say
    owns: Said | None = None

    @property
    def heading(self) -> Said:
        return self.name

    def told(self, value: Any) -> Said:
        said = self.say(value)
        if said is not None:
            return said
        if not isinstance(value, dict):
            return _raw(value)
        return _listed([_labelled(part.heading, part.told(value[name])) for name, part in self.each(value)], "; ")

    def each(self, *values: Any) -> Iterator[tuple[str, _Value | _Object | _Keyed]]:
        """The parts that stand in any of the values: those that are known in their order, then what is unknown."""
        there = {name for value in values if isinstance(value, dict) for name in value}
        yield from ((name, part) for name, part in self.parts.items() if name in there)
        yield from ((name, _unknown(name)) for name in sorted(there - set(self.parts)))

    def compare(self, path: Path, owner: Said, before: Any, after: Any) -> Iterator[Difference]:
        nothing = before is _ABSENT or before is None
        given = {} if nothing else before
        whole = self.say(after) is not None and (nothing or self.say(before) is not None)
        if whole or not isinstance(given, dict) or not isinstance(after, dict) or not (given or after):
            yield from self.as_value().compare(path, owner, before, after)
            return
        for name, part in self.each(given, after):
            inner, outer = given.get(name, _ABSENT), after.get(name, _ABSENT)
            yield from part.compare((*path, name), self.owns or owner, inner, outer)

    def as_value(self) -> _Value:
        return _Value(self.name, lambda value: self.told(value) if isinstance(value, dict) else None)

    def spoken(self, path: Path, owner: Said, value: Any) -> Iterator[Spoken]:
        if self.say(value) is not None or not isinstance(value, dict):
            yield from self.as_value().spoken(path, owner, value)
            return
        for name, part in self.each(value):
            yield from part.spoken((*path, name), self.owns or owner, value[name])


@dataclass(frozen=True)
class _Keyed:
    """A list of objects that are known by one of their parts, `key`: purposes by name, advices by side."""

    name: Said
    nameless: Said
    key: str
    label: Callable[[str], Said]
    owner: Callable[[str], Said]
    item: _Object

    @property
    def heading(self) -> Said:
        return self.name

    def told(self, value: Any) -> Said:
        return _raw(value)

    def known_as(self, item: Any) -> str | None:
        name = item.get(self.key) if isinstance(item, dict) else None
        return name if isinstance(name, str) else None

    def called(self, item: Any) -> Said:
        name = self.known_as(item)
        return self.nameless if name is None else self.label(name)

    def contents(self, item: Any) -> Said:
        """All that stands in an item beside its name."""
        if self.known_as(item) is None:
            return _raw(item)
        return self.item.told({name: part for name, part in item.items() if name != self.key})

    def path(self, path: Path, item: Any) -> Path:
        name = self.known_as(item)
        return path if name is None else (*path, name)

    def compare(self, path: Path, owner: Said, before: Any, after: Any) -> Iterator[Difference]:
        given = [] if before is _ABSENT or before is None else before
        if not isinstance(given, list) or not isinstance(after, list) or not (given or after):
            yield from _Value(self.name, _nothing_to_say).compare(path, owner, before, after)
            return
        was, now = self.by_key(given), self.by_key(after)
        for key, item in was.items():
            if key not in now:
                yield self.gone(path, item)
        for key, item in now.items():
            if key not in was:
                yield self.came(path, item)
            elif (name := self.known_as(item)) is not None:
                yield from self.item.compare((*path, name), self.owner(name), was[key], item)
        if _reordered(list(was), list(now)):
            order = _listed([self.called(item) for item in after])
            said = Said(
                f"Volgorde van {self.name.nl} gewijzigd in: {order.nl}.",
                f"Order of {self.name.en} changed to: {order.en}.",
            )
            yield Difference(path, Change.REORDERED, said)

    def by_key(self, items: list[Any]) -> dict[tuple[Any, int], Any]:
        # A name and the bytes of an item without one are never the same, being text and bytes.
        return dict(zip(_counted_keys([self.known_as(one) or _canonical(one) for one in items]), items, strict=True))

    def gone(self, path: Path, item: Any) -> Difference:
        called, contents = self.called(item), self.contents(item)
        said = _said(f"{called.nl} geschrapt, met {contents.nl}.", f"{called.en} removed, with {contents.en}.")
        return Difference(self.path(path, item), Change.REMOVED, said)

    def came(self, path: Path, item: Any) -> Difference:
        called, contents = self.called(item), self.contents(item)
        said = _said(f"{called.nl} toegevoegd, met {contents.nl}.", f"{called.en} added, with {contents.en}.")
        return Difference(self.path(path, item), Change.ADDED, said)

    def spoken(self, path: Path, _owner: Said, value: Any) -> Iterator[Spoken]:
        for item in value:
            name = self.known_as(item)
            if name is not None:
                called = self.label(name)
                yield Spoken((*path, name), _said(called.nl, called.en), self.contents(item), whole=True)
                yield from self.item.spoken((*path, name), self.owner(name), item)


def _text(value: Any) -> Said | None:
    return _both(f"“{value}”") if isinstance(value, str) else None


def _plain(value: Any) -> Said | None:
    """A number without a unit."""
    return _both(str(value)) if isinstance(value, int) and not isinstance(value, bool) else None


def _nis(value: Any) -> Said | None:
    return _both(value) if isinstance(value, str) and is_nis(value) else None


def _text_or_none(value: Any) -> Said | None:
    return _NONE if value is None else _text(value)


def _day(value: Any) -> Said | None:
    if not isinstance(value, str):
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    # One day can be written in several ways, and another way of writing is a difference that must be seen.
    return Said(long_day(day), value) if day.isoformat() == value else None


def _end(value: Any) -> Said | None:
    return Said("zonder einddatum", "no fixed end") if value is None else _day(value)


def _known(kind: type[StrEnum], names: Mapping[Any, Said]) -> Show:
    """Says one of the words the terms know by its name."""
    by_value = {word.value: names[word] for word in kind}
    return lambda value: by_value.get(value) if isinstance(value, str) else None


def _counting(one: Said, many: Said) -> Show:
    def show(value: Any) -> Said | None:
        if not isinstance(value, int) or isinstance(value, bool):
            return None
        return Said(counted(value, one.nl, many.nl), f"{value:,} {one.en if value == 1 else many.en}")

    return show


def _population(value: Any) -> Said | None:
    if not isinstance(value, dict) or set(value) != {"contract", "attest", "periodBy"}:
        return None
    contract, attest, period_by = value["contract"], value["attest"], value["periodBy"]
    if any(not (one is None or isinstance(one, bool)) for one in (contract, attest)):
        return None
    if period_by is not None and period_by not in list(PeriodBy):
        return None
    return in_words(Population(contract, attest, period_by and PeriodBy(period_by)))


def _decision(value: Any) -> Said | None:
    if not isinstance(value, dict) or set(value) != {"body", "on", "reference"}:
        return None
    body, on, reference = _text(value["body"]), _day(value["on"]), _text(value["reference"])
    if body is None or on is None or reference is None:
        return None
    return Said(
        f"{body.nl}, op {on.nl}, met kenmerk {reference.nl}", f"{body.en}, on {on.en}, with reference {reference.en}"
    )


def _truth(value: Any) -> Said | None:
    return {True: Said("ja", "yes"), False: Said("nee", "no")}[value] if isinstance(value, bool) else None


_DAYS = _counting(Said("dag", "day"), Said("dagen", "days"))
_FIELD = _known(Field, FIELDS)
_PURPOSE = _known(Purpose, PURPOSES)
_SIDE = _known(Side, SIDES)


def _purpose_label(name: str) -> Said:
    shown = _PURPOSE(name) or _raw(name)
    return Said(f"doeleinde {shown.nl}", f"purpose {shown.en}")


def _advice_label(side: str) -> Said:
    shown = _SIDE(side) or _raw(side)
    return Said(f"advies van {shown.nl}", f"advice of {shown.en}")


def _advice_owner(side: str) -> Said:
    label = _advice_label(side)
    return Said(f"het {label.nl}", f"the {label.en}")


def _party(side: Side) -> _Object:
    owner = SIDES[side]
    return _Object(
        Said(f"gegevens van {owner.nl}", f"particulars of {owner.en}"),
        {
            "name": _Value(Said("naam", "name"), _text),
            "kbo": _Value(Said("ondernemingsnummer", "enterprise number"), _text),
            "nis": _Value(Said("NIS-code", "NIS code"), _nis),
            "representatives": _Items(
                Said("vertegenwoordiger", "representative"), _text, Said("vertegenwoordigers", "representatives")
            ),
            "dpo": _Value(Said("functionaris voor gegevensbescherming", "data protection officer"), _text),
            "decision": _Object(
                Said("beslissing", "decision"),
                {
                    "body": _Value(Said("orgaan van de beslissing", "body of the decision"), _text),
                    "on": _Value(Said("datum van de beslissing", "date of the decision"), _day),
                    "reference": _Value(Said("kenmerk van de beslissing", "reference of the decision"), _text),
                },
                _decision,
            ),
        },
        owns=owner,
    )


def _why(name: Field) -> _Value:
    field = FIELDS[name]
    return _Value(Said(f"verantwoording van gegeven {field.nl}", f"proportionality of field {field.en}"), _text)


def _article(article: Article) -> _Paragraphs:
    number, name = number_of(article), ARTICLES[article]
    said = Said(f"artikel {number} ({name.nl})", f"article {number} ({name.en})")
    return _Paragraphs(said, _text, said, owner=_NOBODY)


_AGREED = _Object(
    Said("doeleinde", "purpose"),
    {
        "fields": _Items(Said("gegeven", "field"), _FIELD, Said("gegevens", "fields")),
        "population": _Object(
            Said("betrokken groep", "population"),
            {
                "contract": _Value(Said("voorwaarde contract", "condition contract"), _truth),
                "attest": _Value(Said("voorwaarde attest", "condition attest"), _truth),
                "periodBy": _Value(Said("datum voor selectie op periode", "date to select a period by"), _text),
            },
            _population,
        ),
        "retentionDays": _Number(Said("bewaartermijn", "retention"), _DAYS),
        "services": _Items(Said("dienst", "service"), _text, Said("diensten", "services")),
        "minimumDaysBetween": _Number(
            Said("kortste tijd tussen twee mededelingen", "shortest time between two communications"), _DAYS
        ),
        "justification": _Value(Said("verantwoording", "justification"), _text),
        "proportionality": _Object(
            Said("verantwoording van de gegevens", "proportionality of the fields"),
            {name.value: _why(name) for name in Field},
        ),
        "retentionReason": _Value(Said("reden van de bewaartermijn", "reason of the retention"), _text),
    },
)

_ADVISED = _Object(
    Said("advies", "advice"),
    {
        "outcome": _Value(Said("uitkomst", "outcome"), _known(Outcome, OUTCOMES)),
        "on": _Value(Said("datum", "date"), _day),
        "reason": _Value(Said("reden om ervan af te wijken", "reason not to follow it"), _text_or_none),
    },
)

_TERMS = _Object(
    Said("tekst", "text"),
    {
        "format": _Value(Said("formaat", "format"), _text),
        "protocol": _Value(Said("kenmerk van het protocol", "identifier of the protocol"), _text),
        "version": _Value(Said("versienummer", "version number"), _plain),
        "model": _Value(Said("modeltekst", "model text"), _text),
        "sender": _party(Side.SENDER),
        "recipient": _party(Side.RECIPIENT),
        "groundsForCommunication": _Items(
            Said("grond voor de mededeling", "ground for the communication"),
            _text,
            Said("gronden voor de mededeling", "grounds for the communication"),
            rewords=True,
        ),
        "groundsForCollection": _Items(
            Said("grond voor de inzameling", "ground for the collection"),
            _text,
            Said("gronden voor de inzameling", "grounds for the collection"),
            rewords=True,
        ),
        "purposes": _Keyed(
            Said("doeleinden", "purposes"),
            Said("doeleinde zonder naam", "purpose without a name"),
            "purpose",
            _purpose_label,
            _purpose_label,
            _AGREED,
        ),
        "territory": _Items(
            Said("NIS-code", "NIS code"),
            _nis,
            Said("NIS-codes", "NIS codes"),
            owner=Said("het grondgebied", "the territory"),
        ),
        "rowLimit": _Number(
            Said("hoogste aantal personen per mededeling", "row limit of a communication"),
            _counting(Said("persoon", "person"), Said("personen", "people")),
        ),
        "security": _Items(
            Said("beveiligingsmaatregel", "security measure"),
            _text,
            Said("beveiligingsmaatregelen", "security measures"),
            rewords=True,
        ),
        "clauses": _Object(
            Said("artikelen", "articles"),
            {article.value: _article(article) for article in Article},
            owns=Said("de artikelen", "the articles"),
        ),
        "breachNoticeHours": _Number(
            Said("termijn om een inbreuk te melden", "time to report a breach"),
            _counting(Said("uur", "hour"), Said("uur", "hours")),
        ),
        "supervisor": _Value(Said("toezichthoudende autoriteit", "supervisory authority"), _text),
        "start": _Value(Said("begindatum", "start date"), _day),
        "end": _Value(Said("einddatum", "end date"), _end),
        "noticeMonths": _Number(
            Said("opzeggingstermijn", "notice period"),
            _counting(Said("maand", "month"), Said("maanden", "months")),
        ),
        "advices": _Keyed(
            Said("adviezen", "advices"),
            Said("advies zonder partij", "advice without a side"),
            "side",
            _advice_label,
            _advice_owner,
            _ADVISED,
        ),
        "follows": _Items(Said("vervangen tekst", "replaced text"), _text, Said("vervangen teksten", "replaced texts")),
    },
)


def _is_weighty(path: Path) -> bool:
    for length in range(len(path), 0, -1):
        for place, weighty in _WEIGHTY.items():
            if len(place) == length and all(step in ("*", taken) for step, taken in zip(place, path, strict=False)):
                return weighty
    return True
