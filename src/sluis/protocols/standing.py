"""Where protocols stand, for people: whose turn it is, what is missing, what happened, and what differs.

`queries` has the reads that the gate decides on; here nothing is decided.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connections
from django.db.models import Max, Q, QuerySet

from sluis.domain import drafts
from sluis.domain.access import Actor
from sluis.domain.catalogue import OUTCOMES, SIDES
from sluis.domain.differences import Difference, differences
from sluis.domain.lifecycle import (
    AUTOMATIC,
    DEEDS,
    HOLD_NAMES,
    IN_FORCE,
    IN_PREPARATION,
    Deed,
    HoldKind,
    NotPossible,
    Status,
    Verb,
    possible,
)
from sluis.domain.messages import in_both
from sluis.domain.requirements import Check, Progress, Way, checklist, why_not
from sluis.domain.succession import Row, side_by_side
from sluis.domain.terms import Outcome, Side
from sluis.domain.turn import WAITING, Reminder, Turn, reminders, turns, turns_of_actor
from sluis.domain.words import BRUSSELS, Said
from sluis.protocols.model_text import Question, models
from sluis.protocols.models import (
    Advice,
    Condition,
    Document,
    Hold,
    Message,
    Move,
    Protocol,
    PublicationCheck,
    Revision,
    Signature,
    Version,
)
from sluis.protocols.progress import first_and_last_day, progresses, signatories
from sluis.protocols.queries import terms_of


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one version stands on a day, as somebody sees it."""

    version: Version
    progress: Progress
    since: datetime
    turns: tuple[Turn, ...]
    reminders: tuple[Reminder, ...]

    def checklist(self, verb: Verb = Verb.VALIDATE) -> tuple[Check, ...]:
        """What a move needs, and what of it is missing."""
        return checklist(self.progress, verb)

    def why_not(self, what: Verb | Deed) -> tuple[Said, ...]:
        """Why this actor cannot do it now; empty where they can."""
        return why_not(self.progress, what)

    def possible(self) -> tuple[Verb, ...]:
        """The moves that this actor can make now."""
        verbs = (verb for verb in possible(self.progress.status) if verb not in AUTOMATIC)
        return tuple(verb for verb in verbs if not self.why_not(verb))

    def mine(self) -> tuple[Turn, ...]:
        """Of the turns, those of this actor."""
        return turns_of_actor(self.progress)


def standing(version: Version, actor: Actor, at: datetime) -> Standing:
    """Where `version` stands, as `actor` sees it at that moment."""
    return standings([version], actor, at)[0]


def standings(versions: Sequence[Version], actor: Actor, at: datetime) -> list[Standing]:
    """Where each of these versions stands, in their order, with as many queries for many as for one."""
    on = at.astimezone(BRUSSELS).date()
    far, since = progresses(versions, actor, on), last_steps([version.pk for version in versions])
    return [_standing(version, far[version.pk], since[version.pk]) for version in versions]


def _standing(version: Version, far: Progress, since: datetime) -> Standing:
    return Standing(version, far, since, turns(far), _reminders(version, far.on, since))


def _reminders(version: Version, on: date, since: datetime) -> tuple[Reminder, ...]:
    start, end = first_and_last_day(version)
    return reminders(Status(version.status), on, since=since.astimezone(BRUSSELS).date(), start=start, end=end)


def last_steps(versions: Sequence[int]) -> dict[int, datetime]:
    """When the last move of each version (keys) was recorded."""
    rows = Move.objects.filter(version__in=versions).values("version").annotate(last=Max("recorded_at"))
    return dict(rows.values_list("version", "last"))


def version_of(code: str, number: int | None = None) -> Version:
    """A version of a protocol; without a number the one being prepared, else the one in force, else the newest.

    Raises:
        NotPossible: there is no such protocol or version.
    """
    rows = {version.number: version for version in Version.objects.select_related("protocol").filter(protocol_id=code)}
    if number is not None and number in rows:
        return rows[number]
    if not rows or number is not None:
        raise NotPossible(
            Said(
                f"Er is geen protocol {code}{f'/{number}' if number else ''}.",
                f"There is no protocol {code}{f'/{number}' if number else ''}.",
            )
        )
    return that_counts(list(rows.values()))


def that_counts(versions: Sequence[Version]) -> Version:
    """Of the versions of one protocol the one being prepared, else the one in force, else the newest."""
    for statuses in (IN_PREPARATION, IN_FORCE):
        for version in versions:
            if version.status in statuses:
                return version
    return max(versions, key=lambda version: version.number)


def versions_that_count(codes: Sequence[str]) -> list[Version]:
    """Of each of these protocols the version that counts (`that_counts`), with its text, in their order."""
    found = defaultdict[str, list[Version]](list)
    for version in Version.objects.filter(protocol__in=codes).defer("terms").order_by("number"):
        found[version.protocol_id].append(version)
    shown = [that_counts(found[code]).pk for code in codes]
    whole = Version.objects.select_related("protocol").in_bulk(shown)
    return [whole[pk] for pk in shown]


def version_to_publish(code: str) -> Version | None:
    """The version whose publication is looked after: one signed by all, else the one in force; None without either."""
    rows = Version.objects.select_related("protocol").filter(protocol_id=code)
    signed = rows.filter(status__in=[Status.SIGNED, Status.PUBLISHED]).first()
    return signed or rows.filter(status__in=sorted(IN_FORCE)).first()


def inherited_version(code: str) -> Version | None:
    """The newest version that came from a merger. Not the version of now: a draft after it follows one text only."""
    return Version.objects.filter(protocol_id=code, moves__verb=Verb.INHERIT).order_by("-number").first()


def protocols_of(actor: Actor) -> list[Protocol]:
    """The protocols that the actor sees (`protocol_seen_by`), by code."""
    return list(seen_by(actor).order_by("code"))


def protocol_seen_by(actor: Actor, code: str) -> Protocol | None:
    """The protocol with this code, where the actor sees it; None where there is none and where they do not.

    The parties see it, and a supervisor while it can be asked for advice on it or after it gave that: a body that may
    advise on every protocol is not thereby a reader of all of them.
    """
    return seen_by(actor).filter(code=code).first()


def seen_by(actor: Actor) -> QuerySet[Protocol]:
    """The protocols that the actor sees, as a query; the program itself sees all."""
    rows = Protocol.objects.all()
    kind, _, code = actor.party.partition(":")
    if kind == "agency":
        return rows.filter(agency=code)
    if kind == "nis":
        return rows.filter(nis=code)
    if kind == "supervisor":
        asked = Version.objects.filter(status__in=sorted(DEEDS[Deed.GIVE_ADVICE])).values("protocol")
        # By the party that gave it; the name of the body beside it is whatever was typed.
        given = Advice.objects.filter(side=Side.SUPERVISOR, by=actor.party).values("version__protocol")
        return rows.filter(Q(code__in=asked) | Q(code__in=given))
    return rows if kind == "system" else rows.none()


def differences_between(before: Version, after: Version) -> tuple[Difference, ...]:
    """What differs between two versions, in plain sentences."""
    return differences(drafts.read(bytes(before.terms)), drafts.read(bytes(after.terms)))


def in_force_beside(version: Version) -> Version | None:
    """The version in force of the same protocol, if it is another one."""
    rows = Version.objects.filter(protocol_id=version.protocol_id, status__in=sorted(IN_FORCE))
    return rows.exclude(pk=version.pk).first()


def differences_with_text_in_force(version: Version) -> tuple[Difference, ...]:
    """What a text changes against the version in force; empty where there is none."""
    before = in_force_beside(version)
    return differences_between(before, version) if before else ()


def revisions_of(version: Version) -> list[tuple[Revision, tuple[Difference, ...]]]:
    """Every text that a draft had, each with what it changed on the one before."""
    found = []
    before: dict[str, Any] | None = None
    for revision in Revision.objects.filter(version=version).order_by("number"):
        now = drafts.read(bytes(revision.text))
        found.append((revision, differences(before, now) if before is not None else ()))
        before = now
    return found


def inherited_from(version: Version) -> tuple[list[Version], tuple[Row, ...]]:
    """The predecessors' versions that an inherited text came from, and where they differed."""
    terms = terms_of(version)
    rows = Version.objects.select_related("protocol").filter(terms_digest__in=terms.follows).order_by("protocol_id")
    sources = list(rows)
    if len(sources) < 2:
        return sources, ()
    return sources, side_by_side([terms_of(source) for source in sources], terms)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a protocol: when, by which party, what, and in a few words more.

    `detail` has the words as they are stored, for programs; `said` the same for people.
    """

    at: datetime
    by: str
    version: int
    what: Verb | Deed
    detail: str
    said: Said


def history(code: str) -> list[Event]:
    """All that happened to a protocol, oldest first. It names parties, not people."""
    # At one moment, what somebody did comes before the move that it made.
    return sorted(_events(code), key=lambda event: (event.at, event.what in AUTOMATIC))


def _events(code: str) -> Iterator[Event]:
    of = {"version__protocol_id": code}
    for move in Move.objects.filter(**of).select_related("version"):
        yield Event(move.at, move.by, move.version.number, Verb(move.verb), move.reason, in_both(move.reason))
    for revision in Revision.objects.filter(**of, number__gt=1).select_related("version"):
        note = Said(revision.note, revision.note)
        yield Event(revision.at, revision.by, revision.version.number, Deed.REVISE, revision.note, note)
    for advice in Advice.objects.filter(**of).select_related("version"):
        detail = f"{advice.side}: {advice.outcome}" + (f" ({advice.note})" if advice.note else "")
        yield Event(advice.at, advice.by, advice.version.number, Deed.GIVE_ADVICE, detail, _advice_in_words(advice))
    answered = Condition.objects.filter(advice__version__protocol_id=code, advice__carried_from__isnull=True)
    for one in answered.filter(answered_at__isnull=False).select_related("advice__version"):
        assert one.answered_at is not None and one.answered_by is not None
        number, said = one.advice.version.number, Said(one.text, one.text)
        yield Event(one.answered_at, one.answered_by, number, Deed.ANSWER_CONDITION, one.text, said)
    signatures = Signature.objects.filter(signatory__version__protocol_id=code)
    for signature in signatures.select_related("signatory__version"):
        row = signature.signatory
        deed = Deed.PLACE_SIGNATURE if signature.way == Way.ELECTRONIC else Deed.PLACE_SCAN
        side = SIDES[Side(row.side)]
        said = Said(f"{row.capacity} ({side.nl})", f"{row.capacity} ({side.en})")
        yield Event(signature.at, signature.by, row.version.number, deed, f"{row.capacity} ({row.side})", said)
    for check in PublicationCheck.objects.filter(**of).select_related("version"):
        detail = f"{check.side}: {'found' if check.found_digest else check.problem}"
        said = _check_in_words(check)
        yield Event(check.at, check.by, check.version.number, Deed.CHECK_PUBLICATION, detail, said)
    for hold in Hold.objects.filter(protocol_id=code):
        kind = HOLD_NAMES[HoldKind(hold.kind)]
        said = Said(f"{kind.nl}: {hold.reason}", f"{kind.en}: {hold.reason}")
        yield Event(hold.placed_at, hold.placed_by, 0, Deed.HOLD, f"{hold.kind}: {hold.reason}", said)
        if hold.lifted_at and hold.lifted_by:
            yield Event(hold.lifted_at, hold.lifted_by, 0, Deed.LIFT_HOLD, hold.kind, kind)


def _advice_in_words(advice: Advice) -> Said:
    side, outcome = SIDES[Side(advice.side)], OUTCOMES[Outcome(advice.outcome)]
    why = why_it_counts(advice)
    nl, en = (f" ({why.nl})", f" ({why.en})") if why else ("", "")
    return Said(f"{side.nl}: {outcome.nl}{nl}", f"{side.en}: {outcome.en}{en}")


def why_it_counts(advice: Advice) -> Said | None:
    """Why an advice counts that was not given on this very text; None for one that was."""
    if advice.carried_from_id is not None:
        return Said(
            "overgenomen van de vorige versie: aan gegevens, doeleinden, bewaring en ontvangers is niet geraakt",
            "carried over from the version before: fields, purposes, retention and recipients are untouched",
        )
    if advice.note:
        return Said(
            "gegeven op het model, waartoe de gemeente ongewijzigd toetreedt",
            "given on the model, to which the municipality accedes unchanged",
        )
    return None


def _check_in_words(check: PublicationCheck) -> Said:
    side = SIDES[Side(check.side)]
    if check.by_hand:
        return Said(f"{side.nl}: gezien door iemand die keek", f"{side.en}: seen by somebody who looked")
    if check.found_digest:
        return Said(f"{side.nl}: gevonden", f"{side.en}: found")
    return Said(f"{side.nl}: niet gevonden", f"{side.en}: not found ({check.problem})")


@dataclass(frozen=True, slots=True)
class Stood:
    """Where a version stood at a moment of the past."""

    code: str
    nis: str
    number: int
    status: Status


# The last move that each version had made by a moment. A move counts from when it took effect, and undoes what was
# recorded before it for a later time: a merger that is carried out late still happened on its day.
STOOD = """
SELECT DISTINCT ON (version.id) protocol.code, protocol.nis, version.number, move.to_status
FROM protocols_move AS move
JOIN protocols_version AS version ON version.id = move.version_id
JOIN protocols_protocol AS protocol ON protocol.code = version.protocol_id
WHERE move.at <= %s
ORDER BY version.id, move.id DESC
"""


def stood_at(moment: datetime) -> list[Stood]:
    """Where every version of every protocol stood at a moment, by code and number."""
    with connections["default"].cursor() as cursor:
        cursor.execute(STOOD, [moment])
        rows = [Stood(code, nis, number, Status(status)) for code, nis, number, status in cursor.fetchall()]
    return sorted(rows, key=lambda row: (row.code, row.number))


def waiting(actor: Actor, at: datetime) -> list[Standing]:
    """The versions of the whole field in which something waits for somebody, or that need a reminder."""
    statuses = sorted({*IN_PREPARATION, *IN_FORCE})
    rows = Version.objects.select_related("protocol").filter(protocol__in=seen_by(actor), status__in=statuses)
    return waiting_of(list(rows.order_by("protocol_id", "number")), actor, at)


def waiting_of(versions: Sequence[Version], actor: Actor, at: datetime) -> list[Standing]:
    """Of these versions those in which something waits for somebody, or that need a reminder."""
    found = standings(_without_the_quiet(versions, at.astimezone(BRUSSELS).date()), actor, at)
    return [one for one in found if one.turns or one.reminders]


def _without_the_quiet(versions: Sequence[Version], on: date) -> list[Version]:
    """The versions but those simply in force with no day near: most are, and nothing of them waits for anybody."""
    since = last_steps([version.pk for version in versions])
    return [v for v in versions if v.status != Status.ACTIVE or _reminders(v, on, since[v.pk])]


@dataclass(frozen=True, slots=True)
class Home:
    """What somebody finds when they come in.

    `mine` waits for them, `others` for somebody else (each says since when), and `coming` are days to be ready for,
    the nearest first. That a step has waited too long is no day to come: its own reminders say so.
    """

    mine: tuple[Standing, ...]
    others: tuple[Standing, ...]
    coming: tuple[tuple[Reminder, Standing], ...]


def home(actor: Actor, at: datetime) -> Home:
    """What `waiting` finds, split by whom it waits for; what waits longest comes first."""
    found = sorted(waiting(actor, at), key=lambda one: one.since)
    coming = [(due, one) for one in found for due in one.reminders if due.kind != WAITING]
    return Home(
        mine=tuple(one for one in found if one.mine()),
        others=tuple(one for one in found if one.turns and not one.mine()),
        coming=tuple(sorted(coming, key=lambda pair: (pair[0].due, pair[1].version.protocol_id))),
    )


def unread(party: str) -> int:
    """How many messages to a party nobody of it marked as read."""
    return Message.objects.filter(party=party, read_at__isnull=True).count()


def messages_for(party: str, *, unread: bool = False) -> list[Message]:
    """What a party was told, newest first."""
    rows = Message.objects.filter(party=party).order_by("-at", "-pk")
    return list(rows.filter(read_at__isnull=True) if unread else rows)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the model that a draft still leaves open, and what is wrong at its place."""

    question: Question
    problems: tuple[Said, ...]


def still_asked(version: Version) -> tuple[Asked, ...]:
    """The questions of the model that the draft has not answered yet, each with why it is asked."""
    draft = drafts.read(bytes(version.terms))
    found = drafts.problems(draft)
    questions = next((model.questions for model in models() if model.label == draft.get("model")), ())
    rows = (Asked(q, tuple(p for p in found if _is_at(p.en, q.place))) for q in questions)
    return tuple(row for row in rows if row.problems)


def _is_at(problem: str, place: str) -> bool:
    """Whether a problem is at a question's place. `purposes[2].services` is at `purposes.services`."""
    where = re.sub(r"\[\d+\]", "", problem.split(" ", 1)[0])
    return where == place


def documents_of(version: Version) -> list[Document]:
    """The files of a version without their bytes, oldest first."""
    return list(Document.objects.filter(version=version).defer("data").order_by("pk"))


def ways_of_signing(version: Version) -> dict[Side, Way]:
    """How each side signed the text: on paper if any of its signatories did."""
    rows = Signature.objects.filter(signatory__in=signatories(version))
    ways: dict[Side, Way] = {}
    for side, way in rows.values_list("signatory__side", "way"):
        if way == Way.PAPER or Side(side) not in ways:
            ways[Side(side)] = Way(way)
    return ways
