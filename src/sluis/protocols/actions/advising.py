"""Writes of the advices: given, answered, not followed, carried over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from sluis.domain import drafts
from sluis.domain.access import Actor, Role
from sluis.domain.differences import advised_digest
from sluis.domain.entry import Act
from sluis.domain.lifecycle import Deed, NotPossible, Verb
from sluis.domain.terms import Outcome, Side
from sluis.domain.words import Said
from sluis.protocols.actions.moving import conclude, day, in_preparation, log, require
from sluis.protocols.model_text import Model
from sluis.protocols.models import Advice, Condition, ModelAdvice, Version
from sluis.protocols.progress import newest_advices


@dataclass(frozen=True, slots=True)
class Given:
    """An advice as it was given: `conditions` only with a conditional one; `body` names a supervisor."""

    outcome: Outcome
    text: str
    on: date
    conditions: Sequence[str] = ()
    body: str = ""


def _require_sound(given: Given, at: datetime) -> None:
    reasons = []
    if not given.text.strip():
        reasons.append(Said("Geef de tekst van het advies.", "Give the text of the advice."))
    if given.on > day(at):
        reasons.append(Said("Het advies ligt in de toekomst.", "The advice lies in the future."))
    if (given.outcome == Outcome.CONDITIONAL) != bool(given.conditions) or not all(
        condition.strip() for condition in given.conditions
    ):
        reasons.append(
            Said(
                "Voorwaarden horen bij een advies met voorwaarden, minstens één.",
                "Conditions belong to a conditional advice, at least one.",
            )
        )
    if reasons:
        raise NotPossible(*reasons)


def give_advice(code: str, given: Given, *, by: Actor, at: datetime) -> Version:
    """Records the advice of the side `by` is on, on the text as it stands. A later one takes an earlier one's place.

    Once both sides have advised, only the supervisor still may; what it asks is answered before the decision.

    Raises:
        NotPossible: the text is not there to be advised on, or the advice is incomplete.
    """
    with transaction.atomic():
        version = in_preparation(code)
        far = require(version, Deed.GIVE_ADVICE, by, at)
        _require_sound(given, at)
        assert far.side is not None, "only advisers of a side pass `require`"
        advice = Advice.objects.create(
            version=version, side=far.side, body=given.body, outcome=given.outcome, text=given.text,
            given_on=given.on, on_part=far.advised_part, by=by.party, person=by.person, at=at,
        )  # fmt: skip
        Condition.objects.bulk_create(Condition(advice=advice, text=text) for text in given.conditions)
        log(version, Act.ADVICE_GIVEN, by, at, side=far.side.value, outcome=given.outcome.value)
        conclude(version, Verb.ADVISE, by, at)
    return version


def answer_condition(condition: int, answer: str, *, by: Actor, at: datetime) -> Version:
    """Records how a condition was met.

    Raises:
        NotPossible: there is no such open condition, or the answer is empty.
    """
    with transaction.atomic():
        found = Condition.objects.select_related("advice__version").filter(pk=condition).first()
        if found is None or not answer.strip():
            raise NotPossible(
                Said("Geef het antwoord op een bestaande voorwaarde.", "Give the answer to a condition that exists.")
            )
        version = in_preparation(found.advice.version.protocol_id)
        require(version, Deed.ANSWER_CONDITION, by, at)
        found = Condition.objects.get(pk=condition)
        if found.answer is not None or found.advice.version_id != version.pk:
            raise NotPossible(Said("Deze voorwaarde is al beantwoord.", "This condition was answered already."))
        found.answer, found.answered_by, found.answered_at = answer, by.party, at
        found.save(update_fields=["answer", "answered_by", "answered_at"])
        log(version, Act.CONDITION_ANSWERED, by, at, side=found.advice.side)
        conclude(version, Verb.ADVISE, by, at)
    return version


def not_follow_advice(code: str, side: Side, *, reason: str, by: Actor, at: datetime) -> Version:
    """Records why the parties go on after a negative advice. The reason enters the text.

    Raises:
        NotPossible: there is no negative advice of that side on this text, or no reason.
    """
    with transaction.atomic():
        version = in_preparation(code)
        require(version, Deed.NOT_FOLLOW_ADVICE, by, at)
        advice = newest_advices(version).get(side)
        if advice is None or advice.outcome != Outcome.NEGATIVE or not reason.strip():
            raise NotPossible(
                Said(
                    "Geef de reden om een negatief advies van die kant niet te volgen.",
                    "Give the reason for not following a negative advice of that side.",
                )
            )
        advice.reason_not_followed = reason
        advice.save(update_fields=["reason_not_followed"])
        log(version, Act.ADVICE_NOT_FOLLOWED, by, at, side=side.value)
        conclude(version, Verb.ADVISE, by, at)
    return version


def carry_over(advice: Advice, version: Version, on_part: str, by: Actor, at: datetime) -> Advice:
    """Lets an advice on the version before stand for this one. Inside a transaction."""
    carried = Advice.objects.create(
        version=version, side=advice.side, body=advice.body, outcome=advice.outcome, text=advice.text,
        given_on=advice.given_on, on_part=on_part, reason_not_followed=advice.reason_not_followed,
        carried_from=advice, note="fields, purposes, retention and recipients are untouched",
        by=by.party, person=by.person, at=at,
    )  # fmt: skip
    conditions = [
        Condition(advice=carried, text=c.text, answer=c.answer, answered_by=c.answered_by, answered_at=c.answered_at)
        for c in advice.conditions.all()
    ]
    Condition.objects.bulk_create(conditions)
    log(version, Act.ADVICE_CARRIED_OVER, by, at, side=advice.side, outcome=advice.outcome)
    return carried


def advise_on_model(model: Model, given: Given, *, agency: str, by: Actor, at: datetime) -> ModelAdvice:
    """Records the advice of an agency's DPO on a model, once for all municipalities that accede to it unchanged.

    Raises:
        NotPossible: it is not the agency's DPO, or the advice is incomplete or not positive.
    """
    _require_sound(given, at)
    if by.party != f"agency:{agency}" or by.role != Role.DPO:
        raise NotPossible(
            Said(
                "Over het model adviseert de functionaris voor gegevensbescherming van het agentschap.",
                "On the model the data protection officer of the agency advises.",
            )
        )
    if given.outcome != Outcome.POSITIVE:
        raise NotPossible(Said("Pas het model aan en adviseer dan.", "Mend the model, and advise then."))
    return ModelAdvice.objects.create(
        agency=agency, model=model.label, model_digest=model.digest, outcome=given.outcome, text=given.text,
        given_on=given.on, by=by.party, person=by.person, at=at,
    )  # fmt: skip


def stand_on_model(version: Version, model: Model, by: Actor, at: datetime) -> None:
    """Lets the advice on the model stand for a municipality that accedes to it. Inside a transaction."""
    rows = ModelAdvice.objects.filter(agency=version.protocol.agency, model_digest=model.digest).order_by("-at")
    advice = rows.first()
    if advice is None:
        return
    on_part = advised_digest(drafts.read(bytes(version.terms)))
    Advice.objects.create(
        version=version, side=Side.SENDER, outcome=advice.outcome, text=advice.text, given_on=advice.given_on,
        on_part=on_part, note=f"given on model {model.label}, acceded to unchanged",
        by=advice.by, person=advice.person, at=at,
    )  # fmt: skip
    log(version, Act.ADVICE_CARRIED_OVER, by, at, side=Side.SENDER.value, outcome=advice.outcome)
