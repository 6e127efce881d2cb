"""The parts of a text that people write, as one form: shown from a draft, and read back as a change of it.

A change holds only what was changed in the form, so that what another wrote meanwhile stays as it is. Who the parties
are, the decision, the advices and what a text replaces are written by the program and are no part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from sluis.domain.catalogue import FIELDS, PERIODS, PURPOSES
from sluis.domain.differences import Path
from sluis.domain.terms import Article, PeriodBy
from sluis.domain.words import Field, Purpose, Said
from sluis.protocols.model_text import models
from sluis.web.forms import Form, day, line, one_of, some_of, text
from sluis.web.protocols import places
from sluis.web.texts import Texts

Value = str | list[str]
Shown = Mapping[str, Value]
"""What stands in each field: a text, or what is ticked."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of part: its field, how a value of the terms stands in it, and what is read back (None: left out).

    `many`: it is a list of what is ticked.
    """

    field: Callable[[], forms.Field]
    show: Callable[[Any], Value]
    read: Callable[[Any], Any]
    many: bool = False


def _as_text(value: Any) -> str:
    return tidy(value) if isinstance(value, str) else ""


def _as_number(value: Any) -> str:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _as_lines(value: Any) -> str:
    items = value if isinstance(value, list) else []
    return "\n".join(" ".join(item.split()) for item in items if isinstance(item, str))


def _lines(given: str) -> list[str] | None:
    # A list holds everything once.
    return list(dict.fromkeys(one.strip() for one in given.split("\n") if one.strip())) or None


def tidy(given: str) -> str:
    """A text as a browser sends it back: ends of lines of one kind, nothing around it."""
    return given.replace("\r\n", "\n").replace("\r", "\n").strip()


_TRUTHS: Mapping[bool, str] = {True: "yes", False: "no"}


def _number() -> forms.Field:
    return forms.IntegerField(required=False, widget=forms.NumberInput(attrs={"inputmode": "numeric"}))


def _read_number(given: str) -> int | None:
    return int(given) if given else None


LINE = Kind(lambda: line("", required=False), _as_text, lambda given: given or None)
PROSE = Kind(lambda: text("", required=False, rows=3), _as_text, lambda given: given or None)
LINES = Kind(lambda: text("", required=False, rows=3), _as_lines, _lines)
LONG_LINES = Kind(lambda: text("", required=False, rows=8), _as_lines, _lines)
NUMBER = Kind(_number, _as_number, _read_number)
DAY = Kind(lambda: day("", required=False), _as_text, lambda given: given or None)
TRUTH = Kind(
    lambda: one_of("", required=False),
    lambda value: _TRUTHS[value] if isinstance(value, bool) else "",
    lambda given: {"yes": True, "no": False}.get(given),
)
PERIOD = Kind(
    lambda: one_of("", required=False),
    lambda value: value if value in list(PeriodBy) else "",
    lambda given: given or None,
)
TICKED = Kind(
    lambda: some_of("", required=False),
    # In the order of the boxes, as a browser sends them back.
    lambda value: [one.value for one in Field if one in value] if isinstance(value, list) else [],
    list,
    many=True,
)
PURPOSES_TICKED = Kind(
    lambda: some_of("", required=False),
    lambda value: [one.value for one in Purpose if one in _by_purpose(value)],
    list,
    many=True,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One part in the form: the name of its field, where it stands in the terms, and a key of `texts` as its hint."""

    name: str
    path: Path
    kind: Kind
    hint: str = ""


def _party(party: str, *more: Entry) -> tuple[Entry, ...]:
    return (
        Entry(f"{party}-name", (party, "name"), LINE),
        *more,
        Entry(f"{party}-dpo", (party, "dpo"), LINE, "draft_dpo_hint"),
        Entry(f"{party}-representatives", (party, "representatives"), LINES, "draft_representatives_hint"),
    )


def _purpose(purpose: Purpose) -> tuple[Entry, ...]:
    def at(name: str, kind: Kind, *path: str, hint: str = "") -> Entry:
        return Entry(f"{purpose}-{name}", ("purposes", purpose.value, *path), kind, hint)

    return (
        at("justification", PROSE, "justification", hint="draft_justification_hint"),
        at("fields", TICKED, "fields", hint="draft_fields_hint"),
        *(at(f"why-{name.replace('_', '-')}", PROSE, "proportionality", name.value) for name in Field),
        at("contract", TRUTH, "population", "contract", hint="draft_condition_hint"),
        at("attest", TRUTH, "population", "attest", hint="draft_condition_hint"),
        at("period", PERIOD, "population", "periodBy", hint="draft_period_hint"),
        at("retention", NUMBER, "retentionDays", hint="draft_retention_hint"),
        at("retention-reason", PROSE, "retentionReason"),
        at("between", NUMBER, "minimumDaysBetween", hint="draft_between_hint"),
        at("services", LINES, "services", hint="draft_services_hint"),
    )


OF_PURPOSE: Mapping[Purpose, tuple[Entry, ...]] = {purpose: _purpose(purpose) for purpose in Purpose}

# The sections of the form, in the order in which a clerk fills them in.
SECTIONS: Mapping[str, tuple[Entry, ...]] = {
    "draft_recipient": _party("recipient", Entry("recipient-kbo", ("recipient", "kbo"), LINE, "draft_kbo_hint")),
    "draft_sender": _party("sender"),
    "draft_duration": (
        Entry("start", ("start",), DAY, "draft_start_hint"),
        Entry("end", ("end",), DAY, "draft_end_hint"),
        Entry("notice-months", ("noticeMonths",), NUMBER, "draft_notice_hint"),
    ),
    "draft_purposes": (Entry("purposes", ("purposes",), PURPOSES_TICKED, "draft_purposes_hint"),),
    "draft_limits": (
        Entry("territory", ("territory",), LINES, "draft_territory_hint"),
        Entry("row-limit", ("rowLimit",), NUMBER, "draft_row_limit_hint"),
    ),
    "draft_security": (
        Entry("security", ("security",), LONG_LINES, "draft_lines_hint"),
        Entry("breach-hours", ("breachNoticeHours",), NUMBER, "draft_breach_hint"),
        Entry("supervisor", ("supervisor",), LINE, "draft_supervisor_hint"),
    ),
    "draft_grounds": (
        Entry("grounds-communication", ("groundsForCommunication",), LONG_LINES, "draft_grounds_hint"),
        Entry("grounds-collection", ("groundsForCollection",), LONG_LINES, "draft_grounds_hint"),
    ),
    "draft_articles": tuple(
        Entry(f"clause-{article}", ("clauses", article.value), LONG_LINES, "draft_lines_hint") for article in Article
    ),
}
ENTRIES: tuple[Entry, ...] = (
    *(entry for section in SECTIONS.values() for entry in section),
    *(entry for section in OF_PURPOSE.values() for entry in section),
)
_OPTIONAL = frozenset({"end"} | {f"clause-{one}" for one in ("grounds", "purposes", "data", "recipients", "rhythm")})


class DraftForm(Form):
    """All the parts of a text. Nothing is obliged: what is still missing is said beside the form, and kept from
    going on by the rules, not by the form."""

    def __init__(self, texts: Texts, data: Any = None, files: Any = None, **options: Any) -> None:
        super().__init__(texts, data, files, **options)
        for entry in ENTRIES:
            field = self.fields[entry.name]
            field.label = _capital(texts(places.bare_label(entry.path) or places.label(entry.path)))
            field.help_text = texts(entry.hint) if entry.hint else ""
            if isinstance(field, forms.CharField):
                # The law's language is the text's, whatever that of the page.
                field.widget.attrs["lang"] = "nl"
            if isinstance(field, forms.ChoiceField):
                field.choices = _choices(texts, entry)

    def needed(self, name: str) -> bool:
        """Whether a text is not complete without this part."""
        return name not in _OPTIONAL


DraftForm.base_fields.update({entry.name: entry.kind.field() for entry in ENTRIES})


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]


def _choices(texts: Texts, entry: Entry) -> list[tuple[str, str]]:
    if entry.kind is TRUTH:
        # Said of people: with, without, or either way.
        return [("", texts("draft_either")), ("yes", texts("draft_with")), ("no", texts("draft_without"))]
    if entry.kind is PERIOD:
        return [("", texts("draft_no_period")), *((one.value, texts(PERIODS[one])) for one in PeriodBy)]
    names: Mapping[Any, Said] = PURPOSES if entry.kind is PURPOSES_TICKED else FIELDS
    return [(one.value, _capital(texts(said))) for one, said in names.items()]


def shown(draft: Mapping[str, Any]) -> dict[str, Value]:
    """What stands in the form for a draft. A purpose that the draft does not have is shown as its model has it."""
    offered = _by_purpose(next((one.terms["purposes"] for one in models() if one.label == draft.get("model")), []))
    there = {**offered, **_by_purpose(draft.get("purposes"))}
    return {entry.name: entry.kind.show(_at(draft, there, entry.path)) for entry in ENTRIES}


def _by_purpose(value: Any) -> dict[str, Mapping[str, Any]]:
    """The purposes of a draft that the house knows; of one that stands there twice, the first."""
    found: dict[str, Mapping[str, Any]] = {}
    for item in value if isinstance(value, list) else ():
        if isinstance(item, dict) and item.get("purpose") in list(Purpose):
            found.setdefault(item["purpose"], item)
    return found


def _at(draft: Mapping[str, Any], purposes: Mapping[str, Mapping[str, Any]], path: Path) -> Any:
    value: Any = draft
    if path[0] == "purposes" and len(path) > 1:
        value, path = purposes.get(path[1]), path[2:]
    for step in path:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def typed(data: MultiValueDict[str, str]) -> dict[str, Value]:
    """What was typed in the form, of each field."""
    return {
        entry.name: data.getlist(entry.name) if entry.kind.many else tidy(data.get(entry.name) or "")
        for entry in ENTRIES
    }


def as_data(values: Shown) -> MultiValueDict[str, str]:
    """What stands in a form, as if a browser had sent it."""
    return MultiValueDict({name: value if isinstance(value, list) else [value] for name, value in values.items()})


def merged(base: Shown, mine: Shown, theirs: Shown) -> dict[str, Value]:
    """What I typed where I changed something since `base`, and elsewhere what stands there now."""
    return {name: mine[name] if mine[name] != base[name] else theirs[name] for name in theirs}


def changes(
    draft: Mapping[str, Any], base: Shown, mine: Shown, unread: frozenset[str] = frozenset(), *, tidy_up: bool = False
) -> dict[str, Any]:
    """The merge patch (RFC 7396) on `draft` that carries what was changed since `base`.

    `unread` names fields in which something stands that cannot be read; they are left as they were. `tidy_up` also
    takes away what the form cannot show: parts that the terms do not know, and values of the wrong kind.
    """
    touched = {entry.name for entry in ENTRIES if mine[entry.name] != base[entry.name]}
    patch: dict[str, Any] = {}
    if tidy_up:
        patch = _strangers(draft)
        touched |= {entry.name for entry in ENTRIES if not _fits(draft, entry, mine[entry.name])}
    touched -= unread
    for entry in ENTRIES:
        if entry.name in touched and entry.path[0] != "purposes":
            inner = patch
            for step in entry.path[:-1]:
                inner = inner.setdefault(step, {})
            inner[entry.path[-1]] = entry.kind.read(mine[entry.name])
    asked = {entry.name for purpose in Purpose if purpose in mine["purposes"] for entry in OF_PURPOSE[purpose]}
    if "purposes" in touched or asked & touched or (tidy_up and not _purposes_fit(draft)):
        patch["purposes"] = list(_purposes(draft, mine, touched, unread))
    return patch


def fits(draft: Mapping[str, Any]) -> bool:
    """Whether the form can show all of a draft; what programs write through the API need not."""
    there = shown(draft)
    return not changes(draft, there, there, tidy_up=True)


def _strangers(draft: Mapping[str, Any]) -> dict[str, Any]:
    """The patch that takes away the parts that the terms do not know."""
    found: dict[str, Any] = {name: None for name in draft if name not in places.LABELS}
    for name in ("sender", "recipient", "clauses"):
        parts = [part for part in _mapping(draft.get(name)) if f"{name}.{part}" not in places.LABELS]
        if parts:
            found[name] = dict.fromkeys(parts)
    return found


def _fits(draft: Mapping[str, Any], entry: Entry, mine: Value) -> bool:
    there = _by_purpose(draft.get("purposes"))
    if entry.path == ("purposes",) or (entry.path[0] == "purposes" and entry.path[1] not in there):
        return True
    value, read = _at(draft, there, entry.path), entry.kind.read(mine) if mine else None
    if entry.kind.many and isinstance(value, list):
        # The order of what is ticked says nothing.
        return sorted(map(str, value)) == sorted(read or [])
    empty_text = value == "" and entry.kind in (LINE, PROSE)
    return value == read or (read in (None, []) and (value is None or empty_text))


def _purposes_fit(draft: Mapping[str, Any]) -> bool:
    there = _by_purpose(draft.get("purposes"))
    rewritten = [_written(name, dict(item), {}) for name, item in there.items()]
    return rewritten == (draft.get("purposes") or [])


def _purposes(
    draft: Mapping[str, Any], mine: Shown, touched: set[str], unread: frozenset[str]
) -> Iterator[dict[str, Any]]:
    there = _by_purpose(draft.get("purposes"))
    new = [purpose.value for purpose in Purpose if purpose not in there]
    for name in (*there, *new):
        if name in mine["purposes"]:
            entries = OF_PURPOSE[Purpose(name)]
            # Of a purpose that was just added, everything in the form is new.
            read = [one for one in entries if (one.name in touched or name in new) and one.name not in unread]
            given = {one.path[2:]: one.kind.read(mine[one.name]) for one in read}
            yield _written(name, dict(there.get(name, {})), given)


def _written(name: str, before: dict[str, Any], given: Mapping[Path, Any]) -> dict[str, Any]:
    """One purpose with what was given for it; an empty part is left out, and so is what the terms do not know."""
    population, why = _mapping(before.get("population")), _mapping(before.get("proportionality"))
    item = {part: value for part, value in before.items() if f"purposes.*.{part}" in places.LABELS}
    for path, value in given.items():
        inside = {"population": population, "proportionality": why}.get(path[0], item)
        inside[path[-1]] = value
    item["purpose"] = name
    item["population"] = {part: population.get(part) for part in ("contract", "attest", "periodBy")}
    fields = item.get("fields")
    kept = fields if isinstance(fields, list) else []
    item["proportionality"] = {part: reason for part, reason in why.items() if reason is not None and part in kept}
    return {part: value for part, value in item.items() if value is not None}


def _mapping(value: Any) -> dict[str, Any]:
    return dict(value) if isinstance(value, Mapping) else {}


def field_at(path: Path) -> str | None:
    """The field in which a part is written, or that is nearest above it; None for what is not written by hand."""
    for length in range(len(path), 0, -1):
        for entry in ENTRIES:
            if entry.path == path[:length]:
                return entry.name
    inside = [entry.name for entry in ENTRIES if entry.path[: len(path)] == path]
    return inside[0] if path and inside else None
