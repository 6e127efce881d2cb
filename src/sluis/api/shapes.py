"""What goes in and what comes out, as JSON with lowerCamelCase names. Nothing here names a person.

The terms themselves are passed on as they are: their names are part of what is signed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from sluis.domain import drafts
from sluis.domain.access import Actor
from sluis.domain.differences import Difference
from sluis.domain.lifecycle import HoldKind, Status, Verb
from sluis.domain.requirements import Check, Way
from sluis.domain.succession import Row
from sluis.domain.terms import Outcome, Side
from sluis.domain.turn import Reminder, Turn
from sluis.domain.words import Field as DataField
from sluis.domain.words import Purpose
from sluis.domain.words import Said as Sentence
from sluis.protocols import standing
from sluis.protocols.model_text import Model, Question
from sluis.protocols.models import (
    Advice,
    Comment,
    Condition,
    Hold,
    Message,
    ModelAdvice,
    Proposal,
    Signatory,
    Task,
    Version,
)
from sluis.protocols.standing import Event, Standing, Stood


class Shape(Schema):
    """What comes out."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class Given(Shape):
    """What comes in: a name that we do not know is an error, because it was meant to say something."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Address = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^https://\S+$", max_length=2000)]
Nis = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{4}$")]


def _party(side: Side) -> Side:
    if side == Side.SUPERVISOR:
        raise ValueError("sender or recipient")
    return side


PartySide = Annotated[Side, AfterValidator(_party)]


# --- what comes in ---


class ToAccede(Given):
    """The answers to the model's questions. `agency` is needed only where a municipality has it from another sender."""

    nis: Nis
    agency: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,19}$")] = "agii"
    model: int | None = None
    kbo: str | None = None
    dpo: Line | None = None
    services: list[Line] = []
    purposes: list[Purpose] | None = None
    start: date | None = None
    end: date | None = None


class ToDraft(ToAccede):
    """The answers, and what differs from the model as a merge patch (RFC 7396) on the terms."""

    changes: dict[str, Any] = {}


class ToComment(Given):
    text: Text
    place: Annotated[str, StringConstraints(max_length=200)] = ""


class ToPropose(Given):
    changes: dict[str, Any]
    why: Text


class ToSettle(Given):
    accept: bool


class WithReason(Given):
    reason: Text


class ToAdvise(Given):
    outcome: Outcome
    text: Text
    on: date
    conditions: list[Text] = []
    body: Annotated[str, StringConstraints(max_length=200)] = ""


class ToAdviseOnModel(Given):
    outcome: Outcome
    text: Text
    on: date


class ToAnswer(Given):
    answer: Text


class NamedSignatory(Given):
    side: PartySide
    capacity: Line
    name: Line


class Place(Given):
    side: PartySide
    capacity: Line


class OfSide(Given):
    side: PartySide


class ToPublish(Given):
    address: Annotated[str, StringConstraints(max_length=2000)]


class ToAmend(Given):
    """Either a merge patch, or the version of the model to follow; neither: the text as it is."""

    changes: dict[str, Any] | None = None
    model: int | None = None


class ToHold(Given):
    kind: HoldKind
    reason: Text


class ToMarkRead(Given):
    ids: Annotated[list[Annotated[int, Field(ge=1, le=2**63 - 1)]], Field(min_length=1, max_length=1000)]


# --- what comes out ---


class Said(Shape):
    nl: str
    en: str


def said(sentence: Sentence) -> Said:
    return Said(nl=sentence.nl, en=sentence.en)


class Reason(Shape):
    nl: str
    en: str


class ProblemOut(Shape):
    """A problem (RFC 9457). `reasons` is everything that stands in the way, each in Dutch and in English."""

    type: str
    title: str
    status: int
    detail: str
    reasons: list[Reason]


class QuestionOut(Shape):
    place: str
    asks: Said
    why: Said
    example: str

    @classmethod
    def of(cls, question: Question) -> QuestionOut:
        return cls(place=question.place, asks=said(question.asks), why=said(question.why), example=question.example)


class ModelOut(Shape):
    version: int
    name: str
    since: date
    digest: str
    questions: list[QuestionOut]
    terms: dict[str, Any]

    @classmethod
    def of(cls, model: Model) -> ModelOut:
        questions = [QuestionOut.of(question) for question in model.questions]
        return cls(
            version=model.version, name=model.name, since=model.since, digest=model.digest, questions=questions,
            terms=model.terms,
        )  # fmt: skip


class TurnOut(Shape):
    """Whose turn it is: `side` null is the program itself."""

    side: Side | None
    role: str
    what: str
    said: Said

    @classmethod
    def of(cls, turn: Turn) -> TurnOut:
        side, role = turn.place
        return cls(side=side, role=role, what=turn.what, said=said(turn.said))


class ProtocolOut(Shape):
    """A protocol in short: the version that is being prepared, else the one in force, else the newest."""

    code: str
    agency: str
    nis: str
    version: int
    status: str
    terms_digest: str
    turns: list[TurnOut]

    @classmethod
    def of(cls, seen: Standing) -> ProtocolOut:
        return cls(**_short(seen))


def _short(seen: Standing) -> dict[str, Any]:
    version = seen.version
    return {
        "code": version.protocol_id,
        "agency": version.protocol.agency,
        "nis": version.protocol.nis,
        "version": version.number,
        "status": version.status,
        "terms_digest": version.terms_digest,
        "turns": [TurnOut.of(turn) for turn in seen.turns],
    }


class Page(Shape):
    """A page of a list: `total` counts all that there are, on whichever page."""

    total: int
    page: int
    page_size: int


class ProtocolPage(Page):
    items: list[ProtocolOut]


class CheckOut(Shape):
    """One line of a checklist; `missing` null: it is in order."""

    name: str
    title: Said
    missing: Said | None

    @classmethod
    def of(cls, check: Check) -> CheckOut:
        return cls(
            name=check.requirement.name,
            title=said(check.requirement.title),
            missing=said(check.missing) if check.missing else None,
        )


class DifferenceOut(Shape):
    place: str
    change: str
    weighty: bool
    said: Said

    @classmethod
    def of(cls, difference: Difference) -> DifferenceOut:
        return cls(
            place=difference.place, change=difference.change, weighty=difference.weighty, said=said(difference.said)
        )


class VersionOut(Shape):
    number: int
    status: str
    terms_digest: str


class SignatoryOut(Shape):
    """A place to be signed, by capacity. `way` null: not signed yet."""

    side: Side
    capacity: str
    way: Way | None

    @classmethod
    def of(cls, row: Signatory) -> SignatoryOut:
        way = Way(row.signature.way) if hasattr(row, "signature") else None
        return cls(side=Side(row.side), capacity=row.capacity, way=way)


class ReminderOut(Shape):
    kind: str
    due: date
    said: Said

    @classmethod
    def of(cls, reminder: Reminder) -> ReminderOut:
        return cls(kind=reminder.kind, due=reminder.due, said=said(reminder.said))


class TaskOut(Shape):
    """`doneAt` null: it is still to be done."""

    kind: str
    said: Said
    opened_at: datetime
    done_at: datetime | None
    done_by: str | None

    @classmethod
    def of(cls, row: Task) -> TaskOut:
        return cls(
            kind=row.kind, said=Said(nl=row.nl, en=row.en), opened_at=row.opened_at, done_at=row.done_at,
            done_by=row.done_by,
        )  # fmt: skip


class ProtocolDetail(ProtocolOut):
    """Where a protocol stands, as the caller sees it.

    `missing` is what the text lacks, `asked` the questions of the model that are open; `possible` the moves that this
    caller can make now; `toValidate` the checklist of the validation; `differences` those with the text in force.
    """

    since: datetime
    ends_on: date | None
    addresses: dict[str, str | None]
    missing: list[Said]
    asked: list[QuestionOut]
    possible: list[Verb]
    to_validate: list[CheckOut]
    differences: list[DifferenceOut]
    signatories: list[SignatoryOut]
    reminders: list[ReminderOut]
    tasks: list[TaskOut]
    versions: list[VersionOut]
    terms: dict[str, Any]

    @classmethod
    def of(cls, seen: Standing) -> ProtocolDetail:
        version = seen.version
        rows = Signatory.objects.filter(version=version, terms_digest=version.terms_digest).order_by("pk")
        tasks = Task.objects.filter(protocol_id=version.protocol_id, done_at__isnull=True).order_by("pk")
        return cls(
            **_short(seen),
            since=seen.since,
            ends_on=version.ends_on,
            addresses={"sender": version.published_by_sender, "recipient": version.published_by_recipient},
            missing=[said(problem) for problem in seen.progress.problems],
            asked=[QuestionOut.of(asked.question) for asked in standing.still_asked(version)],
            possible=list(seen.possible()),
            to_validate=[CheckOut.of(check) for check in seen.checklist()],
            differences=listed(standing.differences_with_text_in_force(version)),
            signatories=[SignatoryOut.of(row) for row in rows.select_related("signature")],
            reminders=[ReminderOut.of(one) for one in seen.reminders],
            tasks=[TaskOut.of(task) for task in tasks],
            versions=[
                VersionOut(number=row.number, status=row.status, terms_digest=row.terms_digest)
                for row in Version.objects.filter(protocol_id=version.protocol_id).order_by("number")
            ],
            terms=terms_of(version),
        )


def terms_of(version: Version) -> dict[str, Any]:
    """The terms of a version as they are stored, complete or not."""

    return drafts.read(bytes(version.terms))


def listed(differences: Iterable[Difference]) -> list[DifferenceOut]:
    return [DifferenceOut.of(difference) for difference in differences]


def seen_by(version: Version, actor: Actor, at: datetime) -> ProtocolOut:
    """Where a version stands after an act, in short."""
    return ProtocolOut.of(standing.standing(version, actor, at))


class CommentOut(Shape):
    id: int
    by: str
    at: datetime
    place: str
    text: str

    @classmethod
    def of(cls, row: Comment) -> CommentOut:
        return cls(id=row.pk, by=row.by, at=row.at, place=row.place, text=row.text)


class ProposalOut(Shape):
    """`accepted` null: not settled yet."""

    id: int
    by: str
    at: datetime
    base_digest: str
    changes: dict[str, Any]
    why: str
    accepted: bool | None

    @classmethod
    def of(cls, row: Proposal) -> ProposalOut:
        return cls(
            id=row.pk, by=row.by, at=row.at, base_digest=row.base_digest, changes=row.changes, why=row.why,
            accepted=row.accepted,
        )  # fmt: skip


class ConditionOut(Shape):
    """`answer` null: not answered yet."""

    id: int
    text: str
    answer: str | None

    @classmethod
    def of(cls, row: Condition) -> ConditionOut:
        return cls(id=row.pk, text=row.text, answer=row.answer)


class AdviceOut(Shape):
    """An advice, the newest of its side last. `note` says where it was carried over from."""

    side: Side
    body: str
    outcome: Outcome
    text: str
    on: date
    note: str
    reason_not_followed: str | None
    conditions: list[ConditionOut]

    @classmethod
    def of(cls, row: Advice) -> AdviceOut:
        return cls(
            side=Side(row.side), body=row.body, outcome=Outcome(row.outcome), text=row.text, on=row.given_on,
            note=row.note, reason_not_followed=row.reason_not_followed,
            conditions=[ConditionOut.of(condition) for condition in row.conditions.order_by("pk")],
        )  # fmt: skip


class EventOut(Shape):
    """Something that happened: `version` 0 is the protocol as a whole."""

    at: datetime
    by: str
    version: int
    what: str
    detail: str

    @classmethod
    def of(cls, event: Event) -> EventOut:
        return cls(at=event.at, by=event.by, version=event.version, what=event.what, detail=event.detail)


class SeenOut(Shape):
    """What a check of the publication found at a side's address."""

    side: Side
    address: str
    found: bool
    problem: str


class ModelAdviceOut(Shape):
    """An advice on a model: it is on the text with this digest."""

    agency: str
    model: str
    model_digest: str
    outcome: Outcome
    text: str
    on: date

    @classmethod
    def of(cls, row: ModelAdvice) -> ModelAdviceOut:
        return cls(
            agency=row.agency, model=row.model, model_digest=row.model_digest, outcome=Outcome(row.outcome),
            text=row.text, on=row.given_on,
        )  # fmt: skip


class HoldOut(Shape):
    """`liftedAt` null: nothing is delivered under the protocol now."""

    kind: HoldKind
    reason: str
    placed_at: datetime
    placed_by: str
    lifted_at: datetime | None
    lifted_by: str | None

    @classmethod
    def of(cls, row: Hold) -> HoldOut:
        return cls(
            kind=HoldKind(row.kind), reason=row.reason, placed_at=row.placed_at, placed_by=row.placed_by,
            lifted_at=row.lifted_at, lifted_by=row.lifted_by,
        )  # fmt: skip


class LiftedOut(Shape):
    """How many holds of the kind were open, and are lifted now."""

    kind: HoldKind
    lifted: int


class WaitingOut(ProtocolOut):
    """A text in which something waits for somebody (`turns`), or of which the parties are to be reminded."""

    since: datetime
    reminders: list[ReminderOut]

    @classmethod
    def of(cls, seen: Standing) -> WaitingOut:
        return cls(**_short(seen), since=seen.since, reminders=[ReminderOut.of(one) for one in seen.reminders])


class WaitingPage(Page):
    items: list[WaitingOut]


class MessageOut(Shape):
    """What a party was told of a protocol; `about` is the step. `readAt` null: nobody marked it as read."""

    id: int
    protocol: str
    about: str
    said: Said
    at: datetime
    read_at: datetime | None

    @classmethod
    def of(cls, row: Message) -> MessageOut:
        return cls(
            id=row.pk, protocol=row.protocol_id, about=row.about, said=Said(nl=row.nl, en=row.en), at=row.at,
            read_at=row.read_at,
        )  # fmt: skip


class MessagePage(Page):
    items: list[MessageOut]


class MarkedOut(Shape):
    marked: int


class StoodOut(Shape):
    """Where a version stood at a moment of the past."""

    code: str
    nis: str
    version: int
    status: Status

    @classmethod
    def of(cls, row: Stood) -> StoodOut:
        return cls(code=row.code, nis=row.nis, version=row.number, status=row.status)


class StoodPage(Page):
    items: list[StoodOut]


class SourceOut(Shape):
    """A version that an inherited one came from."""

    code: str
    nis: str
    version: int
    terms_digest: str

    @classmethod
    def of(cls, row: Version) -> SourceOut:
        return cls(code=row.protocol_id, nis=row.protocol.nis, version=row.number, terms_digest=row.terms_digest)


class RowOut(Shape):
    """A place where the sources differ: what each says, in their order, and what applies."""

    place: str
    name: Said
    values: list[Said]
    applies: Said
    said: Said

    @classmethod
    def of(cls, row: Row) -> RowOut:
        return cls(
            place=row.place, name=said(row.name), values=[said(value) for value in row.values],
            applies=said(row.applies), said=said(row.said),
        )  # fmt: skip


class InheritanceOut(Shape):
    """What a version was inherited from; `version` null: nothing was inherited."""

    version: int | None
    sources: list[SourceOut]
    rows: list[RowOut]

    @classmethod
    def of(cls, inherited: Version | None) -> InheritanceOut:
        sources, rows = standing.inherited_from(inherited) if inherited else ([], ())
        return cls(
            version=inherited.number if inherited else None,
            sources=[SourceOut.of(source) for source in sources],
            rows=[RowOut.of(row) for row in rows],
        )


class SimulatedOut(Shape):
    """What one purpose would give. `count` is rounded down to fives; `before` is what the text in force gives."""

    purpose: Purpose
    fields: list[DataField]
    count: int
    before: int | None
    over_limit: bool
    keep_until: date
    samples: list[list[str]]


class SimulationOut(Shape):
    """A text tried out on a day. `missing` is what it lacks; as long as it cannot be read, there are no purposes."""

    version: int
    on: date
    purposes: list[SimulatedOut]
    changes: list[DifferenceOut]
    missing: list[Said]
