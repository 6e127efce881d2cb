"""People and their capacities: what the identity provider gave, less what their own organisation blocked.

The provider says who somebody is and in which roles, for which organisations. The house never gives a role itself; it
can only take one away at once, and gives it back when its organisation says so.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q, QuerySet

from sluis.domain.access import WORK, Actor, Role, Work, not_up_to
from sluis.domain.entry import INSZ_SHAPED
from sluis.domain.lifecycle import NotPossible
from sluis.domain.terms import Side
from sluis.domain.words import Said
from sluis.parties.models import Account, Agency, Capacity, Organisation
from sluis.parties.municipalities import municipalities

SIDES = {"agency": Side.SENDER, "nis": Side.RECIPIENT, "supervisor": Side.SUPERVISOR}


@dataclass(frozen=True, slots=True)
class Claimed:
    """What the provider says of somebody who logged in. `roles` names the organisation as the provider does.

    `person` is what is stored with their acts: the provider's stable identifier, never a person's number.
    """

    issuer: str
    subject: str
    person: str
    name: str
    roles: Collection[tuple[str, Role]]


@dataclass(frozen=True, slots=True)
class Held:
    """A capacity that counts: its number, who holds it, for which organisation, and who acts with it."""

    number: int
    name: str
    organisation: str
    actor: Actor


class InvalidOrganisation(ValueError):
    """An organisation cannot be registered; says why."""


class NoPerson(ValueError):
    """Who logged in cannot be told from the provider's answer without keeping a person's number."""


def register_organisation(*, code: str, party: str, by: str, at: datetime) -> Organisation:
    """Says which party an organisation of the identity provider is. Safe to repeat.

    Raises:
        InvalidOrganisation: there is no such party, or the code is another party's already.
    """
    kind, _, of_party = party.partition(":")
    known = {
        "agency": lambda: Agency.objects.filter(code=of_party).exists(),
        "nis": lambda: of_party in municipalities(),
        "supervisor": lambda: bool(of_party),
    }
    if not code.strip() or INSZ_SHAPED.search(code) or kind not in known or not known[kind]():
        raise InvalidOrganisation(f"There is no party {party!r}, or {code!r} is no code of an organisation.")
    row, _ = Organisation.objects.get_or_create(
        code=code, defaults={"party": party, "registered_at": at, "registered_by": by}
    )
    if row.party != party:
        raise InvalidOrganisation(f"{code} is registered for {row.party} already.")
    return row


def log_in(claimed: Claimed, *, at: datetime) -> Account:
    """Remembers who logged in and the capacities that the provider gives now; those it no longer gives are gone.

    A role that nobody has at that party's side, and an organisation that is not registered, give nothing.

    Raises:
        NoPerson: the identifier has the shape of a person's number.
    """
    if not claimed.person or any(INSZ_SHAPED.search(text) for text in (claimed.person, claimed.subject)):
        raise NoPerson("The provider names people by their number; set which claim names the account.")
    codes = {code for code, _ in claimed.roles}
    parties = dict(Organisation.objects.filter(code__in=codes).values_list("code", "party"))
    given = {(parties[code], role) for code, role in claimed.roles if code in parties and _has(parties[code], role)}
    with transaction.atomic():
        account, _ = Account.objects.get_or_create(
            issuer=claimed.issuer,
            subject=claimed.subject,
            defaults={"name": claimed.name, "person": claimed.person, "first_seen_at": at, "last_seen_at": at},
        )
        account.name, account.last_seen_at = claimed.name, at
        account.save(update_fields=["name", "last_seen_at"])
        for party, role in given:
            Capacity.objects.get_or_create(account=account, party=party, role=role, defaults={"given_at": at})
        Capacity.objects.filter(_any_of(given), account=account).update(gone_at=None)
        for capacity in Capacity.objects.filter(account=account, gone_at__isnull=True):
            if (capacity.party, capacity.role) not in given:
                capacity.gone_at = at
                capacity.save(update_fields=["gone_at"])
    return account


def _any_of(given: Collection[tuple[str, Role]]) -> Q:
    return reduce(or_, (Q(party=party, role=role) for party, role in given), Q(pk__in=[]))


def _has(party: str, role: Role) -> bool:
    side = SIDES[party.partition(":")[0]]
    return any((side, role) in places for places in WORK.values())


def capacities_of(account: int) -> list[Held]:
    """The capacities of an account that count, by organisation and role."""
    rows = _counting().filter(account_id=account).order_by("party", "role")
    return [_held(row) for row in rows]


def capacity_of(account: int, number: int) -> Held | None:
    """A capacity of this account, while it counts; asked anew for every request."""
    row = _counting().filter(account_id=account, pk=number).first()
    return _held(row) if row else None


def people_of(party: str) -> list[Capacity]:
    """Everybody who has, or was blocked from, a role at a party, by name; what the provider took is not there."""
    rows = Capacity.objects.select_related("account").filter(party=party, gone_at__isnull=True)
    return list(rows.order_by("account__name", "role"))


def block(number: int, *, by: Actor, at: datetime) -> Capacity:
    """Takes a capacity at the actor's own organisation away, at once, until it is given back.

    Raises:
        NotPossible: it is not up to this actor, there is no such capacity at their organisation, or it is their own.
    """
    with transaction.atomic():
        row = _own(number, by)
        if row.account.person == by.person:
            raise NotPossible(
                Said("U kunt uw eigen rol niet blokkeren.", "You cannot block your own role."),
            )
        if row.blocked_at is None:
            row.blocked_at, row.blocked_by = at, by.person
            row.save(update_fields=["blocked_at", "blocked_by"])
    return row


def unblock(number: int, *, by: Actor) -> Capacity:
    """Gives a capacity back that somebody of the organisation had blocked.

    Raises:
        NotPossible: as `block`.
    """
    with transaction.atomic():
        row = _own(number, by)
        row.blocked_at = row.blocked_by = None
        row.save(update_fields=["blocked_at", "blocked_by"])
    return row


def _own(number: int, by: Actor) -> Capacity:
    side = SIDES[by.party.partition(":")[0]]
    if (side, by.role) not in WORK[Work.BLOCK_PEOPLE]:
        raise NotPossible(not_up_to(side, by.role, Work.BLOCK_PEOPLE))
    rows = Capacity.objects.select_for_update(of=("self",)).select_related("account")
    row = rows.filter(pk=number, party=by.party).first()
    if row is None:
        raise NotPossible(Said("Deze rol is er niet bij uw organisatie.", "Your organisation has no such role."))
    return row


def organisation_name(party: str) -> str:
    """What people call a party: the name of the agency, "gemeente Halle", or the supervisor's name."""
    kind, _, code = party.partition(":")
    if kind == "nis":
        return f"gemeente {municipalities().get(code).name}"
    if kind == "agency":
        return Agency.objects.values_list("name", flat=True).get(code=code)
    return code


def _counting() -> QuerySet[Capacity]:
    rows = Capacity.objects.select_related("account")
    return rows.filter(gone_at__isnull=True, blocked_at__isnull=True)


def _held(row: Capacity) -> Held:
    actor = Actor(row.account.person, row.party, Role(row.role))
    return Held(row.pk, row.account.name, organisation_name(row.party), actor)
