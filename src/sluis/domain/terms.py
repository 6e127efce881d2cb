"""What a protocol says: one frozen value, its canonical JSON bytes (RFC 8785) and its digest.

It does not enforce anything; `policy` reads it. What is signed is these bytes, and what runs is these bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeVar

import rfc8785

from sluis.domain.words import Field, Purpose, Said, digest, is_digest, is_kbo, is_nis, parse_day

FORMAT = "sluis.terms/1"

# No number in a protocol is larger: no more rows than people, and days whose sum is still a date.
MOST = 1_000_000
MOST_DAYS = 36_500

T = TypeVar("T")


class InvalidTerms(ValueError):
    """The text is not a set of terms. `problems` names each place and what is wrong there, `said` in both languages."""

    def __init__(self, said: Sequence[Said]) -> None:
        self.said = tuple(said)
        self.problems = [problem.en for problem in said]
        super().__init__("The terms cannot be read: " + "; ".join(self.problems) + ".")


class Article(StrEnum):
    """The articles of a protocol, in the order of the text. Stored and signed, like `Field`.

    Source: the usual headings of Flemish protocols under e-government decree art. 8.
    """

    SUBJECT = "subject"
    GROUNDS = "grounds"
    PURPOSES = "purposes"
    DATA = "data"
    RECIPIENTS = "recipients"
    RHYTHM = "rhythm"
    SECURITY = "security"
    QUALITY = "quality"
    SANCTIONS = "sanctions"
    DUTIES = "duties"
    LAW = "law"
    FORCE = "force"


# Of these nothing else in the terms speaks, so without prose the protocol would be silent on them.
PROSE_ONLY = (Article.SUBJECT, Article.QUALITY, Article.SANCTIONS, Article.DUTIES, Article.LAW)


class Side(StrEnum):
    """Who speaks: one of the parties, or the supervisor. Stored."""

    SENDER = "sender"
    RECIPIENT = "recipient"
    SUPERVISOR = "supervisor"


class Outcome(StrEnum):
    """What an advice says of the text. Stored."""

    POSITIVE = "positive"
    CONDITIONAL = "conditional"
    NEGATIVE = "negative"


class PeriodBy(StrEnum):
    """The date by which a period selects people. The date itself is not a field and does not leave."""

    CONTRACT = "contract"
    ATTEST = "attest"


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision of college or council in pursuance of which the municipality signs."""

    body: str
    on: date
    reference: str


@dataclass(frozen=True, slots=True)
class Party:
    """One party (*instantie*). `nis` is None for an agency."""

    name: str
    kbo: str
    nis: str | None
    representatives: tuple[str, ...]
    dpo: str
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class Advised:
    """An advice as the text states it; `reason` says why a negative one was not followed."""

    side: Side
    outcome: Outcome
    on: date
    reason: str | None


@dataclass(frozen=True, slots=True)
class Population:
    """Whose rows: with or without contract or attest (None: either way), and whether a period may select."""

    contract: bool | None
    attest: bool | None
    period_by: PeriodBy | None


@dataclass(frozen=True, slots=True)
class Agreed:
    """What is agreed for one purpose. `minimum_days_between` is the periodicity; 0 means at any time.

    `proportionality` says of each field why it is needed, and `retention_reason` why it is kept so long.
    """

    purpose: Purpose
    fields: tuple[Field, ...]
    population: Population
    retention_days: int
    services: tuple[str, ...]
    minimum_days_between: int
    justification: str
    proportionality: Mapping[Field, str] = field(hash=False)
    retention_reason: str


@dataclass(frozen=True)
class Terms:
    """The terms (*protocolbepalingen*) of one version of a protocol. `end` None means without a fixed end.

    `clauses` is the prose of the articles; `follows` the digests of the texts that this one takes the place of:
    the version it amends, or the protocols of the municipalities that merged.
    """

    protocol: str
    version: int
    model: str
    sender: Party
    recipient: Party
    grounds_for_communication: tuple[str, ...]
    grounds_for_collection: tuple[str, ...]
    purposes: tuple[Agreed, ...]
    territory: tuple[str, ...]
    row_limit: int
    security: tuple[str, ...]
    clauses: Mapping[Article, tuple[str, ...]] = field(hash=False)
    breach_notice_hours: int
    supervisor: str
    start: date
    end: date | None
    notice_months: int
    advices: tuple[Advised, ...]
    follows: tuple[str, ...]
    _by_purpose: Mapping[Purpose, Agreed] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_purpose", {agreed.purpose: agreed for agreed in self.purposes})

    def agreed_for(self, purpose: Purpose) -> Agreed | None:
        """What is agreed for `purpose`, or None where it is not agreed."""
        return self._by_purpose.get(purpose)

    @cached_property
    def canonical(self) -> bytes:
        """The canonical bytes (RFC 8785) that are signed, stored and digested."""
        return rfc8785.dumps(as_json(self))

    @cached_property
    def digest(self) -> str:
        """`sha256:` and the digest of the canonical bytes."""
        return digest(self.canonical)


def as_json(terms: Terms) -> dict[str, Any]:
    """The terms as a JSON object, with lowerCamelCase names and ISO dates."""
    return {
        "format": FORMAT,
        "protocol": terms.protocol,
        "version": terms.version,
        "model": terms.model,
        "sender": _party_json(terms.sender),
        "recipient": _party_json(terms.recipient),
        "groundsForCommunication": list(terms.grounds_for_communication),
        "groundsForCollection": list(terms.grounds_for_collection),
        "purposes": [_agreed_json(agreed) for agreed in terms.purposes],
        "territory": list(terms.territory),
        "rowLimit": terms.row_limit,
        "security": list(terms.security),
        "clauses": {article.value: list(paragraphs) for article, paragraphs in terms.clauses.items()},
        "breachNoticeHours": terms.breach_notice_hours,
        "supervisor": terms.supervisor,
        "start": terms.start.isoformat(),
        "end": terms.end.isoformat() if terms.end else None,
        "noticeMonths": terms.notice_months,
        "advices": [
            {
                "side": advised.side.value,
                "outcome": advised.outcome.value,
                "on": advised.on.isoformat(),
                "reason": advised.reason,
            }
            for advised in terms.advices
        ],
        "follows": list(terms.follows),
    }


def _party_json(party: Party) -> dict[str, Any]:
    decision = party.decision
    return {
        "name": party.name,
        "kbo": party.kbo,
        "nis": party.nis,
        "representatives": list(party.representatives),
        "dpo": party.dpo,
        "decision": decision
        and {"body": decision.body, "on": decision.on.isoformat(), "reference": decision.reference},
    }


def _agreed_json(agreed: Agreed) -> dict[str, Any]:
    population = agreed.population
    return {
        "purpose": agreed.purpose.value,
        "fields": [name.value for name in agreed.fields],
        "population": {
            "contract": population.contract,
            "attest": population.attest,
            "periodBy": population.period_by.value if population.period_by else None,
        },
        "retentionDays": agreed.retention_days,
        "services": list(agreed.services),
        "minimumDaysBetween": agreed.minimum_days_between,
        "justification": agreed.justification,
        "proportionality": {name.value: why for name, why in agreed.proportionality.items()},
        "retentionReason": agreed.retention_reason,
    }


def parse_terms(text: bytes) -> Terms:
    """Reads terms from JSON, canonical or not.

    Raises:
        InvalidTerms: it is no JSON object, a part is missing, unknown or of the wrong kind, or a list that
            may not be empty is. Every problem is named, not only the first.
    """
    try:
        given = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise InvalidTerms([Said(f"het is geen JSON ({error})", f"it is not JSON ({error})")]) from error
    problems: list[Said] = []
    terms = _terms(_Reader(given, "", problems))
    if problems:
        raise InvalidTerms(problems)
    return terms


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A name that stands twice could be read one way by a signatory and another way by a program."""
    names = [name for name, _ in pairs]
    if len(names) != len(set(names)):
        raise ValueError("a name stands twice in one object")
    return dict(pairs)


class _Reader:
    """Takes named parts out of a JSON object and notes what is wrong with them, each at its place."""

    def __init__(self, given: Any, place: str, problems: list[Said]) -> None:
        self.place, self.problems = place, problems
        self.given: dict[str, Any] = given if isinstance(given, dict) else {}
        self.unread = set(self.given)
        if not isinstance(given, dict):
            name = place.rstrip(".")
            problems.append(Said(f"{name or 'het'} moet een object zijn", f"{name or 'it'} should be an object"))
            # What is no object has no parts, and to name each of them as missing would say nothing more.
            self.problems = []

    def wrong(self, name: str, nl: str, en: str) -> None:
        self.problems.append(Said(f"{self.place}{name} {nl}", f"{self.place}{name} {en}"))

    def take(self, name: str, read: Callable[[Any], T], what: Said, fallback: T) -> T:
        self.unread.discard(name)
        if name not in self.given:
            self.wrong(name, "ontbreekt", "is missing")
            return fallback
        try:
            return read(self.given[name])
        except (ValueError, TypeError, KeyError):
            self.wrong(name, f"moet {what.nl} zijn", f"should be {what.en}")
            return fallback

    def text(self, name: str) -> str:
        return self.take(name, _text, _SOME_TEXT, "")

    def texts(self, name: str) -> tuple[str, ...]:
        return self.take(
            name,
            lambda value: _all(value, _text),
            _TEXTS,
            (),
        )

    def number(self, name: str, least: int, most: int = MOST) -> int:
        what = Said(f"een geheel getal van {least} tot {most}", f"a whole number from {least} to {most}")
        return self.take(name, lambda value: _number(value, least, most), what, least)

    def day(self, name: str) -> date:
        return self.take(name, _day, _A_DAY, date.min)

    def inner(self, name: str) -> _Reader:
        self.unread.discard(name)
        return _Reader(self.given.get(name), f"{self.place}{name}.", self.problems)

    def inners(self, name: str, what: Said, *, least: int) -> list[_Reader]:
        self.unread.discard(name)
        given = self.given.get(name)
        if not isinstance(given, list) or len(given) < least:
            some = Said(", minstens één", ", at least one") if least else Said("", "")
            self.wrong(name, f"moet een lijst van {what.nl} zijn{some.nl}", f"should be a list of {what.en}{some.en}")
            return []
        return [_Reader(part, f"{self.place}{name}[{place}].", self.problems) for place, part in enumerate(given)]

    def done(self) -> None:
        for name in sorted(self.unread):
            self.wrong(name, "hoort niet bij de bepalingen", "is not part of the terms")


# What a part should be, as problems say it.
_SOME_TEXT = Said("een tekst die niet leeg is", "a text that is not empty")
_TEXTS = Said("een lijst van teksten, minstens één", "a list of texts, at least one")
_DAY_OR_NULL = Said("een datum zoals 2026-01-31, of null", "a date like 2026-01-31, or null")
_A_DAY = Said("een datum zoals 2026-01-31", "a date like 2026-01-31")
_NIS_CODES = Said("een lijst van NIS-codes, minstens één", "a list of NIS codes, at least one")
_DIGESTS = Said("een lijst van digests (sha256:...), elk één keer", "a list of digests (sha256:...), each once")
_KBO = Said("een ondernemingsnummer van tien cijfers dat klopt", "an enterprise number of ten digits that checks")
_NIS = Said("een NIS-code van vijf cijfers", "a NIS code of five digits")
_NO_NIS = Said("null: een agentschap heeft geen NIS-code", "null: an agency has no NIS code")
_NO_DECISION = Said(
    "null: een agentschap behoeft geen collegebeslissing", "null: an agency needs no decision of a college"
)
_TEXT_OR_NULL = Said("een tekst of null", "a text or null")


def _one_of(values: Iterable[str]) -> Said:
    return Said(f"een van {', '.join(values)}", f"one of {', '.join(values)}")


_FIELDS = Said(f"een lijst van {', '.join(Field)}, elk één keer", f"a list of {', '.join(Field)}, each once")
_TRUTH = Said("true, false of null", "true, false or null")


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError
    value.encode()  # Half of a surrogate pair has no canonical bytes; UnicodeEncodeError is a ValueError.
    return value


def _day(value: Any) -> date:
    return parse_day(_text(value))


def _number(value: Any, least: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ValueError
    return value


def _truth(value: Any) -> bool | None:
    if value is not None and not isinstance(value, bool):
        raise ValueError
    return value


def _all(value: Any, read: Callable[[Any], T]) -> tuple[T, ...]:
    if not isinstance(value, list) or not value or len({str(part) for part in value}) != len(value):
        raise ValueError
    return tuple(read(part) for part in value)


def _matching(form: Callable[[str], bool]) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if not isinstance(value, str) or not form(value):
            raise ValueError
        return value

    return read


def _terms(reader: _Reader) -> Terms:
    if reader.take("format", _text, Said("een tekst", "a text"), "") != FORMAT:
        reader.wrong("format", f"moet {FORMAT} zijn", f"should be {FORMAT}")
    terms = Terms(
        protocol=reader.text("protocol"),
        version=reader.number("version", 1),
        model=reader.text("model"),
        sender=_party(reader.inner("sender"), municipality=False),
        recipient=_party(reader.inner("recipient"), municipality=True),
        grounds_for_communication=reader.texts("groundsForCommunication"),
        grounds_for_collection=reader.texts("groundsForCollection"),
        purposes=_purposes(reader),
        territory=reader.take(
            "territory",
            lambda value: _all(value, _matching(is_nis)),
            _NIS_CODES,
            (),
        ),
        row_limit=reader.number("rowLimit", 1),
        security=reader.texts("security"),
        clauses=_clauses(reader),
        breach_notice_hours=reader.number("breachNoticeHours", 1),
        supervisor=reader.text("supervisor"),
        start=reader.day("start"),
        end=reader.take(
            "end",
            lambda value: None if value is None else _day(value),
            _DAY_OR_NULL,
            None,
        ),
        notice_months=reader.number("noticeMonths", 0),
        advices=tuple(_advised(part) for part in reader.inners("advices", Said("adviezen", "advices"), least=0)),
        follows=reader.take(
            "follows",
            _digests,
            _DIGESTS,
            (),
        ),
    )
    if terms.end is not None and terms.end < terms.start:
        reader.wrong("end", "mag niet voor start liggen", "should not lie before start")
    reader.done()
    return terms


def _party(reader: _Reader, *, municipality: bool) -> Party:
    party = Party(
        name=reader.text("name"),
        kbo=reader.take(
            "kbo",
            _matching(is_kbo),
            _KBO,
            "",
        ),
        nis=reader.take("nis", _matching(is_nis), _NIS, "")
        if municipality
        else reader.take("nis", _nothing, _NO_NIS, None),
        representatives=reader.texts("representatives"),
        dpo=reader.text("dpo"),
        decision=_decision(reader)
        if municipality
        else reader.take(
            "decision",
            _nothing,
            _NO_DECISION,
            None,
        ),
    )
    reader.done()
    return party


def _nothing(value: Any) -> None:
    if value is not None:
        raise ValueError


def _decision(party: _Reader) -> Decision | None:
    """None while the text is a draft: the decision is taken on the text."""
    if "decision" in party.given and party.given["decision"] is None:
        party.unread.discard("decision")
        return None
    reader = party.inner("decision")
    decision = Decision(reader.text("body"), reader.day("on"), reader.text("reference"))
    reader.done()
    return decision


def _digests(value: Any) -> tuple[str, ...]:
    return _all(value, _matching(is_digest)) if value != [] else ()


def _clauses(reader: _Reader) -> dict[Article, tuple[str, ...]]:
    inner = reader.inner("clauses")
    for article in PROSE_ONLY:
        if article not in inner.given:
            inner.wrong(article, "ontbreekt", "is missing")
    there = [article for article in Article if article in inner.given]
    clauses = {article: inner.texts(article) for article in there}
    inner.done()
    return clauses


def _advised(reader: _Reader) -> Advised:
    advised = Advised(
        side=reader.take("side", Side, _one_of(Side), Side.SENDER),
        outcome=reader.take("outcome", Outcome, _one_of(Outcome), Outcome.NEGATIVE),
        on=reader.day("on"),
        reason=reader.take(
            "reason",
            lambda value: None if value is None else _text(value),
            _TEXT_OR_NULL,
            None,
        ),
    )
    reader.done()
    return advised


def _purposes(reader: _Reader) -> tuple[Agreed, ...]:
    readers = reader.inners("purposes", Said("doeleinden", "purposes"), least=1)
    # Compared as they are written: one that cannot be read has been named already and is not the same as another.
    named = [str(part.given.get("purpose", place)) for place, part in enumerate(readers)]
    if len(set(named)) != len(named):
        reader.wrong("purposes", "noemt een doeleinde twee keer", "names a purpose twice")
    return tuple(_agreed(part) for part in readers)


def _agreed(reader: _Reader) -> Agreed:
    agreed = Agreed(
        purpose=reader.take("purpose", Purpose, _one_of(Purpose), Purpose.CEREMONY),
        fields=reader.take("fields", lambda value: _all(value, Field), _FIELDS, ()),
        population=_population(reader.inner("population")),
        retention_days=reader.number("retentionDays", 1, MOST_DAYS),
        services=reader.texts("services"),
        minimum_days_between=reader.number("minimumDaysBetween", 0, MOST_DAYS),
        justification=reader.text("justification"),
        proportionality=_proportionality(reader.inner("proportionality")),
        retention_reason=reader.text("retentionReason"),
    )
    reader.done()
    return agreed


def _proportionality(reader: _Reader) -> dict[Field, str]:
    why = {name: reader.text(name) for name in Field if name in reader.given}
    reader.done()
    return why


def _population(reader: _Reader) -> Population:
    population = Population(
        contract=reader.take("contract", _truth, _TRUTH, None),
        attest=reader.take("attest", _truth, _TRUTH, None),
        period_by=reader.take(
            "periodBy",
            lambda value: None if value is None else PeriodBy(value),
            Said(f"{', '.join(PeriodBy)} of null", f"{', '.join(PeriodBy)} or null"),
            None,
        ),
    )
    reader.done()
    return population
