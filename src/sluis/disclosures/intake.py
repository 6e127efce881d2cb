"""Step 1, intake: what was asked is stored, once for each idempotency key. Nothing has left the house."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sluis.disclosures.models import Ask as StoredAsk
from sluis.domain.policy import Ask
from sluis.domain.words import Field, Period, Purpose


class AskedOtherwise(ValueError):
    """The idempotency key was used before for another ask."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """An ask that is stored. `destination` is the folder to which its parcel will go, or the pigeonhole.

    `repeated` says that something may have come of it before.
    """

    id: uuid.UUID
    ask: Ask
    asked_by: str
    destination: str
    repeated: bool


def take_in(ask: Ask, *, idempotency_key: str | None, destination: str, by: str, at: datetime) -> TakenIn:
    """Stores an ask. The same key again gives the ask that was stored first, so that a repeat changes nothing.

    Raises:
        AskedOtherwise: the key was used for an ask that was not the same.
    """
    if idempotency_key is None:
        [taken_in] = take_in_all([ask], destination=destination, by=by, at=at)
        return taken_in
    stored, new = StoredAsk.objects.get_or_create(
        nis=ask.nis,
        idempotency_key=idempotency_key,
        defaults={"id": uuid.uuid4(), **_stored(ask, destination, by, at)},
    )
    if not new and recall(stored).ask != ask:
        raise AskedOtherwise(
            f"The key {idempotency_key!r} was used on {stored.asked_at:%Y-%m-%d} for another ask; choose a new one."
        )
    return recall(stored)


def take_in_all(asks: Sequence[Ask], *, destination: str, by: str, at: datetime) -> list[TakenIn]:
    """Stores asks that have no idempotency key: each is a new one."""
    taken_in = [TakenIn(uuid.uuid4(), ask, by, destination, repeated=False) for ask in asks]
    StoredAsk.objects.bulk_create(
        StoredAsk(id=one.id, nis=one.ask.nis, idempotency_key=str(one.id), **_stored(one.ask, destination, by, at))
        for one in taken_in
    )
    return taken_in


def _stored(ask: Ask, destination: str, by: str, at: datetime) -> dict[str, Any]:
    return {
        "service": ask.service,
        "purpose": ask.purpose,
        "fields": None if ask.fields is None else sorted(ask.fields),
        "period_first": ask.period.first if ask.period else None,
        "period_last": ask.period.last if ask.period else None,
        "asked_at": at,
        "asked_by": by,
        "destination": destination,
    }


def recall(stored: StoredAsk) -> TakenIn:
    """The ask as it was stored."""
    period = None
    if stored.period_first is not None and stored.period_last is not None:
        period = Period(stored.period_first, stored.period_last)
    ask = Ask(
        nis=stored.nis,
        service=stored.service,
        purpose=Purpose(stored.purpose),
        fields=None if stored.fields is None else frozenset(Field(name) for name in stored.fields),
        period=period,
    )
    return TakenIn(stored.id, ask, stored.asked_by, stored.destination, repeated=True)
