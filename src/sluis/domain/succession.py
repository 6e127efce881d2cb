"""What applies when municipalities merge and the new one has not decided yet: the strictest of what they had agreed.

The successor takes over rights and duties; until it decides, it may do no more than each of its predecessors might.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sluis.domain.differences import Path, Spoken, spoken
from sluis.domain.terms import Agreed, Article, Party, Population, Terms, as_json
from sluis.domain.words import Field, Purpose, Said

T = TypeVar("T")

# Between the names of the models that the predecessors' texts were made from.
_AND = " + "


def strictest(
    texts: Sequence[Terms], *, successor: Party, territory: Sequence[str], protocol: str, start: date
) -> Terms | None:
    """One text that permits only what every one of `texts`, the predecessors' texts in force, permits.

    Args:
        texts: one for each predecessor that has a protocol; where they agree, the first says it.
        successor: the new municipality. Its decision is left out, for it has not decided.
        territory: the NIS codes under which its people may stand, its own among them.
        protocol: the identifier under which the text applies.
        start: the day of the merger. A predecessor's text that begins later makes this one begin later.

    Returns:
        The terms, or None where nothing is left: no purpose that all agreed, no legal ground that all share, no
        day on which all are in force, or a text that did not cover its own municipality and so permitted nothing.

    Raises:
        ValueError: there are no texts, their senders are not one enterprise (KBO), so that two agencies' duties would
            be put on one, or the territory is without the successor's own code, so that nothing could be asked.
    """
    if not texts:
        raise ValueError("There is no text to succeed to.")
    if len({text.sender.kbo for text in texts}) > 1:
        raise ValueError("The texts have different senders, so no one sender can stay bound by all of them.")
    if successor.nis not in territory:
        raise ValueError(f"The territory lacks the code of the successor ({successor.nis}).")
    first = texts[0]
    purposes = _purposes(texts)
    for_communication = _shared([text.grounds_for_communication for text in texts])
    for_collection = _shared([text.grounds_for_collection for text in texts])
    begin = max(start, *(text.start for text in texts))
    end = min((text.end for text in texts if text.end is not None), default=None)
    covered = all(text.recipient.nis in text.territory for text in texts)
    if not (purposes and for_communication and for_collection and covered) or (end is not None and end < begin):
        return None
    return Terms(
        protocol=protocol,
        version=1,
        model=_AND.join(_all_of(text.model.split(_AND) for text in texts)),
        sender=first.sender,
        recipient=dataclasses.replace(successor, decision=None),
        grounds_for_communication=for_communication,
        grounds_for_collection=for_collection,
        purposes=purposes,
        territory=tuple(territory),
        row_limit=min(text.row_limit for text in texts),
        # Every measure and every duty that one of the texts laid down was promised to people who are now here.
        security=_all_of(text.security for text in texts),
        clauses=_clauses(texts),
        breach_notice_hours=min(text.breach_notice_hours for text in texts),
        # Which supervisor is competent depends on the people concerned, and those of all texts are.
        supervisor=_joined((text.supervisor for text in texts), "; "),
        start=begin,
        end=end,
        # Notice is how long data go on flowing after one party wants no more of it, so the shortest protects.
        notice_months=min(text.notice_months for text in texts),
        advices=(),
        follows=_all_of([text.digest] for text in texts),
    )


def _purposes(texts: Sequence[Terms]) -> tuple[Agreed, ...]:
    """What is left of each purpose that all agreed, in the order of the first text."""
    left = []
    for agreed in texts[0].purposes:
        in_each = [each for text in texts if (each := text.agreed_for(agreed.purpose)) is not None]
        if len(in_each) == len(texts) and (strict := _agreed(agreed.purpose, in_each)) is not None:
            left.append(strict)
    return tuple(left)


def _agreed(purpose: Purpose, in_each: Sequence[Agreed]) -> Agreed | None:
    fields = _shared([each.fields for each in in_each])
    services = _shared([each.services for each in in_each])
    population = _population([each.population for each in in_each])
    if not fields or not services or population is None:
        return None
    shortest = min(each.retention_days for each in in_each)
    return Agreed(
        purpose=purpose,
        fields=fields,
        population=population,
        retention_days=shortest,
        services=services,
        minimum_days_between=max(each.minimum_days_between for each in in_each),
        justification=_joined(each.justification for each in in_each),
        proportionality=_proportionality(fields, [each.proportionality for each in in_each]),
        # The reason to keep data longer is no reason to keep them this long.
        retention_reason=_joined(each.retention_reason for each in in_each if each.retention_days == shortest),
    )


def _population(in_each: Sequence[Population]) -> Population | None:
    """The people who are in every one of the populations, or None where that can be nobody.

    Where the texts select a period by different dates, none can be selected: a period by the one date gives people
    whom the other text would not have given for that period.
    """
    contract = {each.contract for each in in_each} - {None}
    attest = {each.attest for each in in_each} - {None}
    if len(contract) > 1 or len(attest) > 1:
        return None
    by = {each.period_by for each in in_each}
    return Population(
        contract=next(iter(contract), None),
        attest=next(iter(attest), None),
        period_by=next(iter(by)) if len(by) == 1 else None,
    )


def _proportionality(fields: Iterable[Field], in_each: Sequence[Mapping[Field, str]]) -> dict[Field, str]:
    return {
        name: _joined(each[name] for each in in_each if name in each)
        for name in fields
        if any(name in each for each in in_each)
    }


def _clauses(texts: Sequence[Terms]) -> dict[Article, tuple[str, ...]]:
    return {
        article: _all_of(text.clauses.get(article, ()) for text in texts)
        for article in Article
        if any(article in text.clauses for text in texts)
    }


def _shared(lists: Sequence[tuple[T, ...]]) -> tuple[T, ...]:
    """What stands in every list, in the order of the first."""
    return tuple(one for one in lists[0] if all(one in other for other in lists))


def _all_of(lists: Iterable[Iterable[T]]) -> tuple[T, ...]:
    """What stands in any list, each once."""
    return tuple(dict.fromkeys(one for some in lists for one in some))


def _joined(texts: Iterable[str], between: str = "\n") -> str:
    """Texts under each other, each once."""
    return between.join(dict.fromkeys(texts))


@dataclass(frozen=True, slots=True)
class Row:
    """One place where predecessors' texts differ: what each says, in their order, and what applies."""

    path: Path
    name: Said
    values: tuple[Said, ...]
    applies: Said
    said: Said

    @property
    def place(self) -> str:
        """The path as it is written: `purposes.ceremony.fields`."""
        return ".".join(self.path)


_NOT_THERE = Said("niet afgesproken", "not agreed")
_NOTHING = Said("niets", "nothing")


def side_by_side(texts: Sequence[Terms], applies: Terms | None) -> tuple[Row, ...]:
    """Every place where the texts differ, in the order of the text; `applies` is what `strictest` made of them.

    A purpose that not all of them agreed is one row, with all that was agreed for it where it was.
    """
    told = [{part.path: part for part in spoken(as_json(text))} for text in texts]
    now = {part.path: part for part in spoken(as_json(applies))} if applies is not None else {}
    rows: list[Row] = []
    for path, part in _in_order(told):
        values = [each.get(path) for each in told]
        # What is told of a whole is not told again part by part; and where all have it, its parts tell.
        if any(path[: len(row.path)] == row.path for row in rows) or (part.whole and None not in values):
            continue
        words = [each.words if each is not None else _NOT_THERE for each in values]
        if len(set(words)) > 1:
            rows.append(_row(texts, part, words, now.get(path)))
    return tuple(rows)


def _in_order(told: Sequence[Mapping[Path, Spoken]]) -> list[tuple[Path, Spoken]]:
    """Every part that any text has, with what belongs together standing together."""
    parts = {path: part for each in told for path, part in each.items()}
    steps = dict.fromkeys(path[:length] for path in parts for length in range(1, len(path) + 1))
    rank = {step: place for place, step in enumerate(steps)}
    return sorted(parts.items(), key=lambda part: [rank[part[0][:length]] for length in range(1, len(part[0]) + 1)])


def _row(texts: Sequence[Terms], part: Spoken, words: Sequence[Said], now: Spoken | None) -> Row:
    applies = now.words if now is not None else _NOTHING
    nl = "; ".join(f"{text.recipient.name}: {one.nl}" for text, one in zip(texts, words, strict=True))
    en = "; ".join(f"{text.recipient.name}: {one.en}" for text, one in zip(texts, words, strict=True))
    said = Said(
        f"{part.name.nl}: {nl}. Tot de nieuwe gemeente beslist, geldt: {applies.nl}.",
        f"{part.name.en}: {en}. Until the new municipality decides, this applies: {applies.en}.",
    )
    return Row(part.path, part.name, tuple(words), applies, said)
