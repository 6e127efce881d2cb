"""Writes of a protocol in force: suspension, notice, ending, expiry, closing, and holds on deliveries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.db import transaction

from sluis.domain.access import SCHEDULE, Actor, may, not_up_to, side_of
from sluis.domain.entry import Act, Entry
from sluis.domain.lifecycle import IN_FORCE, Deed, HoldKind, NotPossible, Verb
from sluis.domain.notice import last_day_after_notice
from sluis.domain.words import BRUSSELS, Said
from sluis.ledger import actions as ledger
from sluis.protocols.actions.moving import day, locked, make, newest, require, tell
from sluis.protocols.models import Hold, Message, Protocol, Version
from sluis.protocols.queries import last_day, terms_of

CONDUCT = (Verb.SUSPEND, Verb.RESUME, Verb.END, Verb.LAPSE)


def move(code: str, verb: Verb, *, reason: str, by: Actor, at: datetime) -> Version:
    """Suspends, resumes or ends the protocol `code`, or lets it end by law, at once.

    Raises:
        NotPossible: there is no such protocol, or it cannot make this move from where it stands, by this actor.
    """
    if verb not in CONDUCT:
        raise NotPossible(Said(f"'{verb}' gaat niet zo.", f"'{verb}' is not made this way."))
    with transaction.atomic():
        version = newest(code, *IN_FORCE)
        require(version, verb, by, at, reason=reason)
        return make(version, verb, by, at, reason=reason)


def give_notice(code: str, *, reason: str, by: Actor, at: datetime) -> Version:
    """Gives notice: the protocol ends after the months that its text says, on the last day of a month.

    Raises:
        NotPossible: no reason, nothing in force, or notice was given already.
    """
    with transaction.atomic():
        version = newest(code, *IN_FORCE)
        require(version, Verb.GIVE_NOTICE, by, at, reason=reason)
        version.ends_on = last_day_after_notice(day(at), terms_of(version).notice_months)
        facts = {"endsOn": version.ends_on.isoformat()}
        return make(version, Verb.GIVE_NOTICE, by, at, reason=reason, facts=facts, also=("ends_on",))


def withdraw_notice(code: str, *, reason: str, by: Actor, at: datetime) -> Version:
    """Takes back a notice before it has taken effect.

    Raises:
        NotPossible: no reason, or no notice was given.
    """
    with transaction.atomic():
        version = newest(code, *IN_FORCE)
        require(version, Verb.WITHDRAW_NOTICE, by, at, reason=reason)
        version.ends_on = None
        return make(version, Verb.WITHDRAW_NOTICE, by, at, reason=reason, also=("ends_on",))


def expire_due(*, at: datetime) -> list[Version]:
    """Moves every protocol whose last day has passed to expired. Safe to repeat; run every day."""
    expired = []
    # Only what is due is locked: on most days nothing is, and nobody waits for a look at the calendar.
    in_force = Version.objects.filter(status__in=sorted(IN_FORCE)).order_by("protocol_id")
    due = [version.protocol_id for version in in_force if (last_day(version) or day(at)) < day(at)]
    for code in due:
        with transaction.atomic():
            version = locked(code).filter(status__in=sorted(IN_FORCE)).first()
            last = last_day(version) if version else None
            if version is None or last is None or last >= day(at):
                continue
            require(version, Verb.EXPIRE, SCHEDULE, at)
            over = datetime.combine(last + timedelta(days=1), time(), BRUSSELS)
            expired.append(make(version, Verb.EXPIRE, SCHEDULE, at, effective=over))
    return expired


def close(code: str, number: int, *, undeleted: int, by: Actor, at: datetime) -> Version:
    """Closes a version that is over, once the deletion of all that was delivered under it is proved.

    `undeleted` is the number of parcels under it whose deletion is not confirmed.

    Raises:
        NotPossible: there is no such version, it is not over, or a deletion is not confirmed.
    """
    with transaction.atomic():
        version = locked(code).filter(number=number).first()
        if version is None:
            raise NotPossible(Said(f"Er is geen versie {code}/{number}.", f"There is no version {code}/{number}."))
        require(version, Verb.CLOSE, by, at, undeleted=undeleted)
        return make(version, Verb.CLOSE, by, at)


def place_hold(code: str, kind: HoldKind, *, reason: str, by: Actor, at: datetime) -> Hold:
    """Holds all deliveries under a protocol while a sanction or a breach is open.

    Raises:
        NotPossible: there is no such protocol, no reason was given, or it is not up to this actor.
    """
    if not reason.strip():
        raise NotPossible(
            Said("Zeg waarom: de reden gaat naar beide partijen.", "Say why: the reason goes to both parties.")
        )
    with transaction.atomic():
        _require_may(code, Deed.HOLD, by)
        hold = Hold.objects.create(protocol_id=code, kind=kind, reason=reason, placed_at=at, placed_by=by.party)
        ledger.append([Entry(Act.HOLD_PLACED, at, by.party, {"protocol": code, "hold": kind.value})])
        tell(hold.protocol, Deed.HOLD, reason, at)
    return hold


def lift_holds(code: str, kind: HoldKind, *, by: Actor, at: datetime) -> int:
    """Lifts the open holds of this kind and returns how many there were.

    Raises:
        NotPossible: there is none, or it is not up to this actor.
    """
    with transaction.atomic():
        _require_may(code, Deed.LIFT_HOLD, by)
        lifted = Hold.objects.filter(protocol_id=code, kind=kind, lifted_at__isnull=True).update(
            lifted_at=at, lifted_by=by.party
        )
        if not lifted:
            raise NotPossible(Said(f"Er is geen open {kind} op {code!r}.", f"There is no open {kind} on {code!r}."))
        ledger.append([Entry(Act.HOLD_LIFTED, at, by.party, {"protocol": code, "hold": kind.value})])
        tell(Protocol.objects.get(code=code), Deed.LIFT_HOLD, "", at)
    return lifted


def mark_read(messages: Sequence[int], *, by: Actor, at: datetime) -> int:
    """Marks messages of the actor's own party as read, and returns how many were not before."""
    rows = Message.objects.filter(pk__in=messages, party=by.party, read_at__isnull=True)
    return rows.update(read_at=at)


def _require_may(code: str, deed: Deed, by: Actor) -> None:
    # Locked as for a move: a hold and a delivery do not pass each other unseen.
    locked(code)
    protocol = Protocol.objects.get(code=code)
    side = side_of(by, agency=protocol.agency, nis=protocol.nis)
    if not may(side, by.role, deed):
        raise NotPossible(not_up_to(side, by.role, deed))
