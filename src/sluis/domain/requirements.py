"""What each move of a protocol needs, besides somebody who may make it: one requirement a sentence.

Pure: `Progress` says how far a text is, a requirement looks at it and says what is missing, in Dutch and English.
The checklist of the validation, the reasons on a disabled button and the refusals of `protocols.actions` are all
this table; `lifecycle` says which moves there are, `access` who may make them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sluis.domain.access import Actor, may, not_up_to
from sluis.domain.lifecycle import (
    AUTOMATIC,
    DEED_NAMES,
    DEEDS,
    STATUS_NAMES,
    TRANSITIONS,
    Deed,
    NotPossible,
    Status,
    Verb,
    possible,
    transition,
)
from sluis.domain.terms import Outcome, Side
from sluis.domain.words import Said

# Both must have advised; the supervisor may.
MUST_ADVISE = (Side.SENDER, Side.RECIPIENT)


class Way(StrEnum):
    """How a signatory signed. Stored, and shown in the register."""

    ELECTRONIC = "electronic"
    PAPER = "paper"


# A scan of a paper signature counts once two people of the agency have attested that it is one.
ATTESTATIONS = 2


@dataclass(frozen=True, slots=True)
class Opinion:
    """The newest advice of a side: on which part of which text, and what is still open."""

    outcome: Outcome
    on_part: str
    open_conditions: int
    reason_not_followed: str | None


@dataclass(frozen=True, slots=True)
class SignedBy:
    """A signature that was placed on the text with this digest, for a signatory's place."""

    side: Side
    capacity: str
    digest: str
    way: Way
    attested_by: frozenset[str]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one version is, on a day, as somebody of a side looks at it. Digests are `sha256:...`.

    `digest` is of the text as it stands, `advised_part` of the part of it that advice is given on; `seen` is the
    digest that was found at a side's address. `in_force` is the status of the version that this one is to replace,
    `given_up` says that what this text amends was ended or is under notice.
    """

    on: date
    actor: Actor
    side: Side | None
    status: Status | None
    digest: str
    advised_part: str
    problems: tuple[Said, ...]
    opinions: Mapping[Side, Opinion]
    decided: bool
    signatories: frozenset[tuple[Side, str]]
    signatures: tuple[SignedBy, ...]
    seen: Mapping[Side, str]
    addresses: frozenset[Side]
    authors: frozenset[str]
    in_force: Status | None
    start: date | None
    end: date | None
    suspended_by: Side | None
    notice_given: bool
    undeleted: int
    notice_by: Side | None = None
    given_up: bool = False


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing a move needs. `missing` gives None when it is there, else a sentence saying what is not."""

    name: str
    title: Said
    missing: Callable[[Progress], Said | None]


_SIDES: Mapping[Side, Said] = {
    Side.SENDER: Said("het agentschap", "the agency"),
    Side.RECIPIENT: Said("de gemeente", "the municipality"),
    Side.SUPERVISOR: Said("de toezichthouder", "the supervisor"),
}


def _complete(progress: Progress) -> Said | None:
    if not progress.problems:
        return None
    nl = "; ".join(problem.nl for problem in progress.problems)
    en = "; ".join(problem.en for problem in progress.problems)
    return Said(f"De tekst is niet volledig: {nl}.", f"The text is not complete: {en}.")


def _advised_by(side: Side) -> Requirement:
    who = _SIDES[side]

    def missing(progress: Progress) -> Said | None:
        opinion = progress.opinions.get(side)
        if opinion is None:
            return Said(
                f"Het advies van de functionaris voor gegevensbescherming van {who.nl} ontbreekt.",
                f"The advice of the data protection officer of {who.en} is missing.",
            )
        if opinion.on_part != progress.advised_part:
            return Said(
                f"De tekst is gewijzigd na het advies van {who.nl}; vraag een nieuw advies.",
                f"The text was changed after the advice of {who.en}; ask for a new advice.",
            )
        return _unsettled(opinion, who)

    return Requirement(
        f"advised_by_{side}",
        Said(f"Advies van {who.nl}, op deze tekst", f"Advice of {who.en}, on this text"),
        missing,
    )


def _unsettled(opinion: Opinion, who: Said) -> Said | None:
    """What an advice on the text as it stands still asks of the parties."""
    if opinion.outcome == Outcome.CONDITIONAL and opinion.open_conditions:
        return Said(
            f"Niet alle voorwaarden van {who.nl} zijn beantwoord (nog {opinion.open_conditions}).",
            f"Not all conditions of {who.en} have been answered ({opinion.open_conditions} left).",
        )
    if opinion.outcome == Outcome.NEGATIVE and not opinion.reason_not_followed:
        return Said(
            f"Het advies van {who.nl} is negatief; geef de reden om het niet te volgen, of wijzig de tekst.",
            f"The advice of {who.en} is negative; give the reason for not following it, or change the text.",
        )
    return None


def _supervisor_answered(progress: Progress) -> Said | None:
    # The supervisor need not advise, so one that advised on an earlier text asks for nothing.
    opinion = progress.opinions.get(Side.SUPERVISOR)
    if opinion is None or opinion.on_part != progress.advised_part:
        return None
    return _unsettled(opinion, _SIDES[Side.SUPERVISOR])


def _decided(progress: Progress) -> Said | None:
    if progress.decided:
        return None
    return Said(
        "De beslissing van het college of de raad ontbreekt (orgaan, datum, referentie, stuk).",
        "The decision of college or council is missing (body, date, reference, document).",
    )


def _all_signed(progress: Progress) -> Said | None:
    if not progress.signatories:
        return Said("Er zijn geen ondertekenaars genoemd.", "No signatories have been named.")
    good = {
        (signed.side, signed.capacity)
        for signed in progress.signatures
        if signed.digest == progress.digest
        and (signed.way == Way.ELECTRONIC or len(signed.attested_by) >= ATTESTATIONS)
    }
    left = sorted(f"{capacity} ({side})" for side, capacity in progress.signatories - good)
    if not left:
        return None
    return Said(
        f"Nog niet (geldig) ondertekend door: {', '.join(left)}.", f"Not (validly) signed yet by: {', '.join(left)}."
    )


def _published_by(side: Side) -> Requirement:
    who = _SIDES[side]

    def missing(progress: Progress) -> Said | None:
        if side not in progress.addresses:
            return Said(
                f"Het adres van de bekendmaking door {who.nl} ontbreekt.",
                f"The address of the publication by {who.en} is missing.",
            )
        if progress.seen.get(side) != progress.digest:
            return Said(
                f"De bekendmaking door {who.nl} is niet gezien met deze tekst; voer de controle uit.",
                f"The publication by {who.en} was not seen with this text; run the check.",
            )
        return None

    return Requirement(f"published_by_{side}", Said(f"Bekendgemaakt door {who.nl}", f"Published by {who.en}"), missing)


def _four_eyes(progress: Progress) -> Said | None:
    if progress.actor.person not in progress.authors:
        return None
    return Said(
        "Wie aan de tekst schreef, kan hem niet valideren (vier ogen).",
        "Whoever wrote on the text cannot validate it (four eyes).",
    )


def _not_while_suspended(progress: Progress) -> Said | None:
    if progress.in_force != Status.SUSPENDED:
        return None
    return Said(
        "De versie die geldt, is geschorst; hef eerst de schorsing op of beëindig haar.",
        "The version in force is suspended; lift the suspension first, or end it.",
    )


def _no_gap(progress: Progress) -> Said | None:
    if progress.in_force is None or progress.start is None or progress.start <= progress.on:
        return None
    return Said(
        f"Deze versie begint pas op {progress.start}; valideer haar vanaf die dag, zodat er geen leemte ontstaat.",
        f"This version begins only on {progress.start}; validate it from that day on, so that no gap arises.",
    )


def _not_past(progress: Progress) -> Said | None:
    if progress.end is None or progress.on <= progress.end:
        return None
    return Said(f"De tekst liep af op {progress.end}.", f"The text expired on {progress.end}.")


def _not_given_up(progress: Progress) -> Said | None:
    if not progress.given_up:
        return None
    return Said(
        "Wat deze tekst wijzigt, is beëindigd of opgezegd; trek de opzegging in, of begin een nieuwe tekst.",
        "What this text amends was ended or is under notice; withdraw the notice, or begin a new text.",
    )


def _past_end(progress: Progress) -> Said | None:
    if progress.end is not None and progress.end < progress.on:
        return None
    return Said(
        f"Het protocol loopt nog (einde: {progress.end or 'geen'}).",
        f"The protocol is still running (end: {progress.end or 'none'}).",
    )


def _lifted_by_the_same(progress: Progress) -> Said | None:
    if progress.suspended_by is None or progress.suspended_by == progress.side:
        return None
    who = _SIDES[progress.suspended_by]
    return Said(
        f"De schorsing is uitgesproken door {who.nl}; alleen die partij kan haar opheffen.",
        f"The suspension was made by {who.en}; only that party can lift it.",
    )


def _notice_is_given(progress: Progress) -> Said | None:
    return None if progress.notice_given else Said("Er is niet opgezegd.", "No notice was given.")


def _withdrawn_by_the_same(progress: Progress) -> Said | None:
    if progress.notice_by is None or progress.notice_by == progress.side:
        return None
    who = _SIDES[progress.notice_by]
    return Said(
        f"De opzegging is gedaan door {who.nl}; alleen die partij kan haar intrekken.",
        f"Notice was given by {who.en}; only that party can withdraw it.",
    )


def _notice_not_given(progress: Progress) -> Said | None:
    return Said("Er is al opgezegd.", "Notice was given already.") if progress.notice_given else None


def _deletion_proved(progress: Progress) -> Said | None:
    if progress.undeleted == 0:
        return None
    return Said(
        f"Van {progress.undeleted} zending(en) is het wissen niet bevestigd.",
        f"The deletion of {progress.undeleted} parcel(s) has not been confirmed.",
    )


TEXT = Requirement("text_complete", Said("De tekst is volledig", "The text is complete"), _complete)
ADVISED = tuple(_advised_by(side) for side in MUST_ADVISE)
SUPERVISOR_ANSWERED = Requirement(
    "supervisor_answered",
    Said("Wat de toezichthouder vroeg, is beantwoord", "What the supervisor asked is answered"),
    _supervisor_answered,
)
DECIDED = Requirement("decided", Said("Beslist door college of raad", "Decided by college or council"), _decided)
SIGNED = Requirement(
    "all_signed", Said("Ondertekend door iedereen, op dezelfde tekst", "Signed by all, on the same text"), _all_signed
)
PUBLISHED = tuple(_published_by(side) for side in MUST_ADVISE)
FOUR_EYES = Requirement(
    "four_eyes", Said("De validator schreef niet mee", "The validator is not an author"), _four_eyes
)
NOT_WHILE_SUSPENDED = Requirement(
    "in_force_not_suspended",
    Said("De versie die geldt, is niet geschorst", "The version in force is not suspended"),
    _not_while_suspended,
)
NO_GAP = Requirement("no_gap", Said("Geen leemte met de vorige versie", "No gap after the version before"), _no_gap)
NOT_GIVEN_UP = Requirement(
    "not_given_up",
    Said("Wat de tekst wijzigt, is niet beëindigd of opgezegd", "What the text amends was neither ended nor given up"),
    _not_given_up,
)
NOT_PAST = Requirement("not_past", Said("De einddatum is niet voorbij", "The end has not passed"), _not_past)

REQUIREMENTS: Mapping[Verb, tuple[Requirement, ...]] = {
    Verb.COMPLETE: (TEXT,),
    Verb.ADVISE: ADVISED,
    Verb.DECIDE: (TEXT, *ADVISED, SUPERVISOR_ANSWERED),
    Verb.SIGN: (SIGNED,),
    Verb.PUBLISH: PUBLISHED,
    # All over again: what held when a step was made may not hold any more.
    Verb.VALIDATE: (
        TEXT, *ADVISED, SUPERVISOR_ANSWERED, DECIDED, SIGNED, *PUBLISHED, FOUR_EYES, NOT_WHILE_SUSPENDED,
        NOT_GIVEN_UP, NO_GAP, NOT_PAST,
    ),
    Verb.RESUME: (
        Requirement(
            "lifted_by_who_suspended",
            Said("Opgeheven door wie schorste", "Lifted by the party that suspended"),
            _lifted_by_the_same,
        ),
        NOT_PAST,
    ),
    Verb.GIVE_NOTICE: (
        Requirement("notice_not_given", Said("Nog niet opgezegd", "No notice given yet"), _notice_not_given),
    ),
    Verb.WITHDRAW_NOTICE: (
        Requirement("notice_given", Said("Er is opgezegd", "Notice was given"), _notice_is_given),
        Requirement(
            "withdrawn_by_who_gave_it",
            Said("Ingetrokken door wie opzegde", "Withdrawn by the party that gave notice"),
            _withdrawn_by_the_same,
        ),
        NOT_PAST,
    ),
    Verb.EXPIRE: (Requirement("past_end", Said("De einddatum is voorbij", "The end has passed"), _past_end),),
    Verb.CLOSE: (
        Requirement("deletion_proved", Said("Wissen bevestigd", "Deletion confirmed"), _deletion_proved),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Check:
    """One line of a checklist; `missing` None means that it is in order."""

    requirement: Requirement
    missing: Said | None


def checklist(progress: Progress, verb: Verb) -> tuple[Check, ...]:
    """Everything the move needs, and what of it is missing."""
    return tuple(Check(needed, needed.missing(progress)) for needed in REQUIREMENTS.get(verb, ()))


def unmet(progress: Progress, verb: Verb) -> tuple[Said, ...]:
    """What is missing for a move, whoever makes it; empty where nothing is."""
    return tuple(check.missing for check in checklist(progress, verb) if check.missing is not None)


def why_not(progress: Progress, what: Verb | Deed, reason: str = "-") -> tuple[Said, ...]:
    """Why this cannot be done now, by this actor; empty where it can.

    A door that only asks leaves `reason` as it is: whether one is needed shows when the move is made.
    """
    if isinstance(what, Deed):
        return _not_now(progress, what) or _not_by(progress, what) or _not_again(progress, what)
    try:
        transition(progress.status, what, reason)
    except NotPossible as error:
        return (*error.reasons, *_not_there_yet(progress, what))
    return _not_by(progress, what) or unmet(progress, what)


def _not_there_yet(progress: Progress, verb: Verb) -> tuple[Said, ...]:
    """What is missing for the program to bring a protocol, by itself, to where this move can be made."""
    if verb in possible(progress.status):
        return ()
    steps = [row for row in TRANSITIONS if row.source == progress.status and row.verb in AUTOMATIC]
    return tuple(said for row in steps if verb in possible(row.target) for said in unmet(progress, row.verb))


def _not_now(progress: Progress, deed: Deed) -> tuple[Said, ...]:
    statuses = DEEDS.get(deed)
    if statuses is None or progress.status in statuses:
        return ()
    ordered = [status for status in Status if status in statuses]
    now = STATUS_NAMES[progress.status].nl if progress.status else "nog niet begonnen"
    return (
        Said(
            f"Dat kan nu niet ({DEED_NAMES[deed].nl}): het protocol is {now}. "
            f"Het kan wel als het {_or(STATUS_NAMES[status].nl for status in ordered)} is.",
            f"That cannot be done while the protocol is {progress.status} ({deed}); it can when: {', '.join(ordered)}.",
        ),
    )


def _not_again(progress: Progress, deed: Deed) -> tuple[Said, ...]:
    # Once both sides have advised, only the supervisor still may.
    if deed != Deed.GIVE_ADVICE or progress.status != Status.ADVISED or progress.side == Side.SUPERVISOR:
        return ()
    return (
        Said(
            "Over deze tekst is al geadviseerd; heropen hem om er opnieuw over te adviseren.",
            "This text was advised on already; reopen it for a new advice.",
        ),
    )


def _or(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} of {last}" if most else last


def _not_by(progress: Progress, what: Verb | Deed) -> tuple[Said, ...]:
    if what in AUTOMATIC or may(progress.side, progress.actor.role, what):
        return ()
    return (not_up_to(progress.side, progress.actor.role, what),)
