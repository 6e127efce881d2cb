"""Whose turn it is: who has the ball, for what, and when to remind them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sluis.domain.access import COORDINATOR, MANAGER, VALIDATOR, Place, Role
from sluis.domain.lifecycle import IN_FORCE, Deed, Status, Verb
from sluis.domain.requirements import ATTESTATIONS, MUST_ADVISE, Opinion, Progress, SignedBy, Way
from sluis.domain.terms import Outcome, Side
from sluis.domain.words import Said


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody's turn: at which side, in which role, to do what, and that in a sentence."""

    place: Place
    what: Verb | Deed
    said: Said


_WHO = {Side.SENDER: Said("het agentschap", "the agency"), Side.RECIPIENT: Said("de gemeente", "the municipality")}
_EITHER = (MANAGER, COORDINATOR)


def turns(progress: Progress) -> tuple[Turn, ...]:
    """Everybody whose turn it is now; nobody's once a protocol is over, or in force with nothing to do."""
    if progress.status is None or progress.status not in _BY_STATUS:
        return ()
    return tuple(_BY_STATUS[progress.status](progress))


def turns_of_actor(progress: Progress) -> tuple[Turn, ...]:
    """Of `turns`, those of the actor: at their side, in their role, and not kept for another person than them."""
    place = (progress.side, progress.actor.role)
    return tuple(turn for turn in turns(progress) if turn.place == place and not _for_another(turn, progress))


def _for_another(turn: Turn, progress: Progress) -> bool:
    """Whether four eyes ask for somebody else of the same place."""
    if turn.what == Verb.VALIDATE:
        return progress.actor.person in progress.authors
    if turn.what == Deed.ATTEST_SCAN:
        waiting = [signed for signed in progress.signatures if _lacks_attestation(signed)]
        return all(progress.actor.person in signed.attested_by for signed in waiting)
    return False


def _draft(progress: Progress) -> Iterator[Turn]:
    asked = [
        problem for problem in progress.problems if problem.en.startswith(("recipient.", "purposes", "start", "end"))
    ]
    if asked:
        yield Turn(
            COORDINATOR,
            Deed.REVISE,
            Said("De gemeente vult aan wat ontbreekt.", "The municipality fills in what is missing."),
        )
    elif progress.problems:
        yield Turn(
            MANAGER, Deed.REVISE, Said("Het agentschap vult aan wat ontbreekt.", "The agency fills in what is missing.")
        )
    else:
        said = Said("De tekst is klaar om voor advies voor te leggen.", "The text is ready to be offered for advice.")
        for place in _EITHER:
            yield Turn(place, Verb.COMPLETE, said)


def _complete(progress: Progress) -> Iterator[Turn]:
    for side in MUST_ADVISE:
        opinion, who = progress.opinions.get(side), _WHO[side]
        if opinion is None or opinion.on_part != progress.advised_part:
            said = Said(
                f"De functionaris voor gegevensbescherming van {who.nl} geeft advies.",
                f"The data protection officer of {who.en} gives advice.",
            )
            yield Turn((side, Role.DPO), Deed.GIVE_ADVICE, said)
        else:
            yield from _answers(opinion, who)
    yield from _answers_to_supervisor(progress)


def _answers_to_supervisor(progress: Progress) -> Iterator[Turn]:
    """The supervisor need not advise, but what it says of this text is answered."""
    opinion = progress.opinions.get(Side.SUPERVISOR)
    if opinion is not None and opinion.on_part == progress.advised_part:
        yield from _answers(opinion, Said("de toezichthouder", "the supervisor"))


def _answers(opinion: Opinion, who: Said) -> Iterator[Turn]:
    """What the parties still owe an advice that was given on this text."""
    if opinion.outcome == Outcome.CONDITIONAL and opinion.open_conditions:
        said = Said(
            f"De partijen beantwoorden de voorwaarden van {who.nl} (nog {opinion.open_conditions}).",
            f"The parties answer the conditions of {who.en} ({opinion.open_conditions} left).",
        )
        for place in _EITHER:
            yield Turn(place, Deed.ANSWER_CONDITION, said)
    elif opinion.outcome == Outcome.NEGATIVE and not opinion.reason_not_followed:
        said = Said(
            f"Het advies van {who.nl} is negatief: wijzig de tekst, of motiveer waarom het niet gevolgd wordt.",
            f"The advice of {who.en} is negative: change the text, or give the reason for not following it.",
        )
        for place in _EITHER:
            yield Turn(place, Deed.NOT_FOLLOW_ADVICE, said)


def _advised(progress: Progress) -> Iterator[Turn]:
    owed = tuple(_answers_to_supervisor(progress))
    if owed:
        yield from owed
        return
    said = Said(
        "Het college of de raad van de gemeente beslist.", "The college or council of the municipality decides."
    )
    yield Turn(COORDINATOR, Verb.DECIDE, said)


def _decided(progress: Progress) -> Iterator[Turn]:
    placed = {
        (signed.side, signed.capacity): signed for signed in progress.signatures if signed.digest == progress.digest
    }
    for side, capacity in sorted(progress.signatories):
        signed = placed.get((side, capacity))
        if signed is None:
            yield Turn(
                (side, Role.SIGNATORY), Deed.PLACE_SIGNATURE, Said(f"Ondertekent: {capacity}.", f"Signs: {capacity}.")
            )
        elif _lacks_attestation(signed):
            said = Said(
                f"Een tweede persoon van het agentschap bevestigt de scan van {capacity}.",
                f"A second person of the agency attests the scan of {capacity}.",
            )
            yield Turn(VALIDATOR, Deed.ATTEST_SCAN, said)


def _lacks_attestation(signed: SignedBy) -> bool:
    return signed.way == Way.PAPER and len(signed.attested_by) < ATTESTATIONS


def _signed(progress: Progress) -> Iterator[Turn]:
    for side, place in ((Side.SENDER, MANAGER), (Side.RECIPIENT, COORDINATOR)):
        who = _WHO[side]
        if side not in progress.addresses:
            said = Said(
                f"Bekendmaken op de site van {who.nl}, en het adres opgeven.",
                f"Publish on the site of {who.en}, and give the address.",
            )
            yield Turn(place, Deed.RECORD_ADDRESS, said)
        elif progress.seen.get(side) != progress.digest:
            said = Said(f"De bekendmaking door {who.nl} controleren.", f"Check the publication by {who.en}.")
            yield Turn(MANAGER, Deed.CHECK_PUBLICATION, said)


def _published(_progress: Progress) -> Iterator[Turn]:
    said = Said(
        "Iemand van het agentschap die niet meeschreef, valideert.",
        "Somebody of the agency who did not write on it validates.",
    )
    yield Turn(VALIDATOR, Verb.VALIDATE, said)


def _suspended(progress: Progress) -> Iterator[Turn]:
    for side, place in ((Side.SENDER, MANAGER), (Side.RECIPIENT, COORDINATOR)):
        if progress.suspended_by in (side, None):
            said = Said(
                f"{_WHO[side].nl.capitalize()} heft de schorsing op of beëindigt.",
                f"{_WHO[side].en.capitalize()} lifts the suspension or ends.",
            )
            yield Turn(place, Verb.RESUME, said)


_BY_STATUS = {
    Status.DRAFT: _draft,
    Status.COMPLETE: _complete,
    Status.ADVISED: _advised,
    Status.DECIDED: _decided,
    Status.SIGNED: _signed,
    Status.PUBLISHED: _published,
    Status.SUSPENDED: _suspended,
}

# After how many days without a step somebody is reminded. A council meets monthly; a signature takes minutes.
PATIENCE: Mapping[Status, int] = {
    Status.DRAFT: 30,
    Status.COMPLETE: 21,
    Status.ADVISED: 45,
    Status.DECIDED: 14,
    Status.SIGNED: 14,
    Status.PUBLISHED: 7,
    Status.SUSPENDED: 30,
}
# The kind of reminder that tells of a step that was not made, and not of a day to come.
WAITING = "waiting"
EXPIRY_WARNING = 180
# A protocol is looked at again every year, so that what is not used any more can go.
REVIEW_EVERY_YEARS = 1
REVIEW_WARNING = 30


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something to remind the parties of today: which kind, for which day, in a sentence."""

    kind: str
    due: date
    said: Said


def reminders(status: Status, on: date, *, since: date, start: date | None, end: date | None) -> tuple[Reminder, ...]:
    """What there is to remind of on a day: a step that waits too long, the end, the yearly review.

    `since` is the day of the last step; `start` and `end` those of the text (or of the notice).
    """
    return tuple(_reminders(status, on, since, start, end))


def _reminders(status: Status, on: date, since: date, start: date | None, end: date | None) -> Iterator[Reminder]:
    patience = PATIENCE.get(status)
    if patience is not None and (on - since).days >= patience:
        days = (on - since).days
        yield Reminder(
            WAITING,
            since + timedelta(days=patience),
            Said(f"Deze stap wacht al {days} dagen.", f"This step has been waiting for {days} days."),
        )
    if status not in IN_FORCE:
        return
    if end is not None and 0 <= (end - on).days <= EXPIRY_WARNING:
        yield Reminder("expiry", end, Said(f"Het protocol loopt af op {end}.", f"The protocol expires on {end}."))
    if start is not None:
        review = _next_review(start, on)
        if 0 <= (review - on).days <= REVIEW_WARNING:
            yield Reminder(
                "review",
                review,
                Said(f"Jaarlijkse herziening op {review}.", f"Yearly review on {review}."),
            )


def _next_review(start: date, on: date) -> date:
    years = max(REVIEW_EVERY_YEARS, on.year - start.year)
    while True:
        try:
            review = start.replace(year=start.year + years)
        except ValueError:  # 29 February
            review = start.replace(year=start.year + years, day=28)
        if review >= on:
            return review
        years += REVIEW_EVERY_YEARS
