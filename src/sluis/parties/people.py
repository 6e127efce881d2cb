"""People and their capacities: what the identity provider gave, less what their own organisation blocked.

The provider says who somebody is and in which roles, for which organisations. The house never gives a role itself; it
can only take one away at once, and gives it back when its organisation says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from sluis.domain.access import WORK, Actor, Role, Work, not_up_to
from sluis.domain.capacities import CODE
from sluis.domain.capacities import Claimed as Claimed
from sluis.domain.entry import INSZ_SHAPED, Act, Entry
from sluis.domain.lifecycle import NotPossible
from sluis.domain.terms import Side
from sluis.domain.words import Said
from sluis.ledger import actions as ledger
from sluis.parties.models import Account, Agency, Capacity, Organisation
from sluis.parties.municipalities import municipalities

SIDES = {"agency": Side.SENDER, "nis": Side.RECIPIENT, "supervisor": Side.SUPERVISOR}


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
        "supervisor": lambda: re.fullmatch("[A-Za-z0-9_-]+", of_party) is not None,
    }
    if not CODE.fullmatch(code) or INSZ_SHAPED.search(code) or kind not in known or not known[kind]():
        raise InvalidOrganisation(f"There is no party {party!r}, or {code!r} is no code of an organisation.")
    with transaction.atomic():
        row, new = Organisation.objects.get_or_create(
            code=code, defaults={"party": party, "registered_at": at, "registered_by": by}
        )
        if row.party != party:
            raise InvalidOrganisation(f"{code} is registered for {row.party} already.")
        if new:
            # Its people can act for the party from here on: outsiders may know since when.
            ledger.append([Entry(Act.ORGANISATION_REGISTERED, at, by, {"organisation": code, "party": party})])
    return row


def log_in(claimed: Claimed, *, at: datetime) -> Account:
    """Remembers who logged in and the capacities that the provider gives now; those it no longer gives are gone.

    A role that nobody has at that party's side, an organisation that is not registered, and one outside the target
    group that they logged in for, give nothing.

    Raises:
        NoPerson: there is no identifier, it has the shape of a person's number, or it is another's already.
    """
    if not claimed.person or any(INSZ_SHAPED.search(text) for text in (claimed.person, claimed.subject)):
        raise NoPerson("The provider names people by their number; set which claim names the account.")
    codes = {code for code, _ in claimed.roles}
    parties = dict(Organisation.objects.filter(code__in=codes).values_list("code", "party"))
    parties = {code: party for code, party in parties.items() if party.partition(":")[0] in claimed.kinds}
    given = {(parties[code], role) for code, role in claimed.roles if code in parties and _has(parties[code], role)}
    if Account.objects.filter(person=claimed.person).exclude(issuer=claimed.issuer, subject=claimed.subject).exists():
        raise NoPerson("Another account acts under this identifier already.")
    with transaction.atomic():
        # Not by `update_or_create`: it writes every moment of a row anew, also those that nobody may change.
        account, new = Account.objects.get_or_create(
            issuer=claimed.issuer,
            subject=claimed.subject,
            defaults={"name": claimed.name, "person": claimed.person, "first_seen_at": at, "last_seen_at": at},
        )
        if not new:
            account.name, account.last_seen_at = claimed.name, at
            account.save(update_fields=["name", "last_seen_at"])
        for party, role in given:
            capacity, _ = Capacity.objects.get_or_create(
                account=account, party=party, role=role, defaults={"given_at": at}
            )
            if capacity.gone_at is not None:
                capacity.gone_at = None
                capacity.save(update_fields=["gone_at"])
        for capacity in Capacity.objects.filter(account=account, gone_at__isnull=True):
            if (capacity.party, capacity.role) not in given:
                capacity.gone_at = at
                capacity.save(update_fields=["gone_at"])
    return account


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


def has_several(account: int) -> bool:
    """Whether an account can choose between capacities."""
    return _counting().filter(account_id=account).count() > 1


def account_named(issuer: str, person: str) -> Account | None:
    """The account of a person at an issuer; None where nobody of that name logged in by it."""
    return Account.objects.filter(issuer=issuer, person=person).first()


def name_of(account: int) -> str:
    """What an account's person is called."""
    return Account.objects.values_list("name", flat=True).get(pk=account)


def names_of(persons: Iterable[str]) -> dict[str, str]:
    """What each of these people is called, by the name under which the house stores what they do."""
    return dict(Account.objects.filter(person__in=set(persons)).values_list("person", "name"))


def everybody_by_organisation(issuer: str) -> list[tuple[str, list[Held]]]:
    """Each organisation, with everybody who has a capacity there by this issuer; the agency first."""
    rows = _counting().filter(account__issuer=issuer).order_by("party", "pk")
    found: dict[str, list[Held]] = {}
    for held in map(_held, rows):
        found.setdefault(held.organisation, []).append(held)
    return list(found.items())


def organisations_named(codes: Iterable[str]) -> list[tuple[str, str | None]]:
    """Codes of organisations as the provider names them, each with its name here; None where it is not registered."""
    asked = list(codes)
    parties = dict(Organisation.objects.filter(code__in=asked).values_list("code", "party"))
    return [(code, organisation_name(parties[code]) if code in parties else None) for code in asked]


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
