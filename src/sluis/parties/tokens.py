"""Tokens with which a party's program speaks to the API: made, withdrawn, and recognised.

Of a token only the SHA-256 digest is kept. It is 256 random bits, so the digest gives nothing away, and looking one up
by its digest takes a time that says nothing about the token: whoever guesses cannot steer the digest.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta

from django.db import transaction

from sluis.domain.access import ACCESS, Actor, Role
from sluis.domain.entry import INSZ_SHAPED, Act, Entry, Fact
from sluis.domain.terms import Side
from sluis.domain.words import digest
from sluis.ledger import actions as ledger
from sluis.parties.models import Agency, ApiAnswer, ApiToken
from sluis.parties.municipalities import municipalities

# So that a token that was left in a file is recognised for what it is.
PREFIX = "sluis_"
BYTES = 32
LONGEST = 100

# Within this time the same call under the same key is answered as it was.
ANSWERS_KEPT_FOR = timedelta(days=1)

_SIDES = {"agency": Side.SENDER, "nis": Side.RECIPIENT, "supervisor": Side.SUPERVISOR}


class InvalidToken(ValueError):
    """A token cannot be made or withdrawn; says why."""


def make_token(*, party: str, person: str, role: Role, label: str, by: str, at: datetime) -> tuple[str, ApiToken]:
    """A new token for a party's program, which acts as `person` in `role`: its text, shown this once, and its row.

    Raises:
        InvalidToken: there is no such party, nobody of that party has that role, or a person's number is in it.
    """
    _require_party(party, role)
    if any(INSZ_SHAPED.search(text) for text in (party, person, label)):
        raise InvalidToken("This holds something shaped like a person's number; leave every person out.")
    try:
        Actor(person, party, role)
    except ValueError as error:
        raise InvalidToken(str(error)) from error
    text = PREFIX + secrets.token_urlsafe(BYTES)
    with transaction.atomic():
        token = ApiToken.objects.create(
            digest=digest(text.encode()), party=party, person=person, role=role, label=label, made_at=at, made_by=by
        )
        ledger.append([Entry(Act.TOKEN_MADE, at, by, {"token": token.pk, "party": party, "role": role.value})])
    return text, token


def _require_party(party: str, role: Role) -> None:
    kind, _, code = party.partition(":")
    side = _SIDES.get(kind)
    if side is None:
        raise InvalidToken(f"A party is agency:CODE, nis:CODE or supervisor:NAME, not {party!r}.")
    if kind == "agency" and not Agency.objects.filter(code=code).exists():
        raise InvalidToken(f"There is no agency {code!r}; `sluis key init` registers one.")
    if kind == "nis" and code not in municipalities():
        raise InvalidToken(f"No municipality has the NIS code {code!r}.")
    roles = sorted({known.value for places in ACCESS.values() for where, known in places if where == side})
    if role not in roles:
        raise InvalidToken(f"Nobody of {party} is a {role}; there: {', '.join(roles)}.")


def withdraw_token(number: int, *, by: str, at: datetime) -> None:
    """Lets a token open nothing any more.

    Raises:
        InvalidToken: there is no such token in use.
    """
    with transaction.atomic():
        token = ApiToken.objects.select_for_update().filter(pk=number, withdrawn_at__isnull=True).first()
        if token is None:
            raise InvalidToken(f"There is no token {number} in use; `sluis token list` shows those there are.")
        token.withdrawn_at = at
        token.save(update_fields=["withdrawn_at"])
        facts: dict[str, Fact] = {"token": token.pk, "party": token.party, "role": token.role}
        ledger.append([Entry(Act.TOKEN_WITHDRAWN, at, by, facts)])


def recognise(text: str, *, on: date) -> ApiToken | None:
    """The token with this text, if it is in use; remembers, at most once a day, that it was used on `on`."""
    if not text.startswith(PREFIX) or len(text) > LONGEST:
        return None
    token = ApiToken.objects.filter(digest=digest(text.encode()), withdrawn_at__isnull=True).first()
    if token is not None and token.last_used_on != on:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=on)
    return token


def forget_answers(*, at: datetime) -> None:
    """Forgets what calls were answered that cannot be repeated any more."""
    ApiAnswer.objects.filter(at__lt=at - ANSWERS_KEPT_FOR).delete()


def actor_of(token: ApiToken) -> Actor:
    """Who acts with this token."""
    return Actor(token.person, token.party, Role(token.role))
