"""Asks for jobs, and writes down what went wrong with them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sluis.domain.access import Actor
from sluis.domain.lifecycle import Deed, NotPossible
from sluis.domain.words import Said
from sluis.jobs import imports, queue
from sluis.jobs.models import UNFINISHED, Import, Trouble
from sluis.protocols.actions.moving import locked, require

CHECK_PUBLICATION = "check_publication"

_TOO_OFTEN = Said(
    "Het programma stopte telkens terwijl het hiermee bezig was; het probeert het niet meer. Vraag de beheerder om in "
    "het logboek te kijken.",
    "The program stopped each time while it was busy with this; it does not try again. Ask the operator to look in the "
    "log.",
)


def check_publication(code: str, *, by: Actor, at: datetime) -> int | None:
    """Asks for both parties' pages of a protocol to be looked at; the job's number, None where one waits already.

    The program itself looks, so what it finds is entered under its own name.

    Raises:
        NotPossible: there is no such protocol, it is not published yet, or it is not up to this actor.
    """
    with transaction.atomic():
        version = locked(code).order_by("-number").first()
        if version is None:
            raise NotPossible(Said(f"Er is geen protocol {code}.", f"There is no protocol {code}."))
        require(version, Deed.CHECK_PUBLICATION, by, at)
        return queue.put(CHECK_PUBLICATION, lock=f"protocol:{code}", once=f"{CHECK_PUBLICATION}:{code}", code=code)


def take_up_again(*, at: datetime) -> None:
    """Takes up what a worker left that stopped without a word; says of what is given up that it is."""
    with transaction.atomic():
        given_up = queue.take_up_again(at=at)
        for job in given_up:
            note(job, _TOO_OFTEN, at=at)
        cut_off = Import.objects.filter(job__in=given_up, status__in=UNFINISHED)
        imports.failed(list(cut_off.values_list("pk", flat=True)), _TOO_OFTEN, at=at)


def note(job: int, said: Said, *, at: datetime) -> None:
    """Writes down what went wrong with a job, over what was written before."""
    Trouble.objects.update_or_create(job=job, defaults={"nl": said.nl, "en": said.en, "at": at})
