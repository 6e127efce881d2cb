"""What the identity provider says of somebody who logged in, read from its claims: who, and which roles where.

Claims and forms are those of ACM/IDM, the access management of the Flemish government (its page on claims, and that on
target groups): a role with three dimensions is written `Role-context:OrganisationKey`. Whatever cannot be read gives
nothing, and is no error: a role that is misspelt is a role that was not given.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sluis.domain.access import Role
from sluis.domain.entry import INSZ_SHAPED

# The kinds of party (`access.Actor`), and which of them people of a target group can act for: Flemish entities, of
# which an agency or a supervisor is one, and local governments. Citizens, companies and schools are no party here.
KINDS = frozenset({"agency", "nis", "supervisor"})
TARGET_GROUPS: Mapping[str, frozenset[str]] = {"GID": frozenset({"agency", "supervisor"}), "LB": frozenset({"nis"})}

LONGEST = 200
# How an organisation is named by a provider: OVO code, enterprise number, NIS code.
CODE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_ROLE_SOMEWHERE = re.compile(rf"([^:\s]{{1,100}}):({CODE.pattern})")


@dataclass(frozen=True, slots=True)
class Claimed:
    """What the provider says of somebody who logged in. `roles` names the organisation as the provider does.

    `person` is what is stored with their acts: the provider's stable identifier, never a person's number. A role counts
    only for organisations that are a party of one of `kinds`. `organisations` are all that the provider named.
    """

    issuer: str
    subject: str
    person: str
    name: str
    roles: Collection[tuple[str, Role]]
    kinds: Collection[str] = KINDS
    organisations: tuple[str, ...] = ()


def read_claims(claims: Mapping[str, object], *, issuer: str, role_claim: str, roles: Mapping[str, Role]) -> Claimed:
    """Reads the claims of an identity token that was found in order.

    `roles` says which of ours a role with its context is, like `SluisGebruiker-validator`. A person's number, should it
    come, is not looked at. Never raises; somebody without an identifier has an empty `person`.
    """
    person = _identifier(claims.get("vo_id")) or _identifier(claims.get("sub"))
    given = _roles(claims.get(role_claim))
    named = [_code(claims.get("vo_orgcode")), *(code for _, code in given)]
    return Claimed(
        issuer=issuer,
        # One account a person, also where `sub` differs with the capacity in which they logged in.
        subject=person,
        person=person,
        name=_name(claims) or person,
        roles=frozenset((code, roles[role]) for role, code in given if role in roles),
        kinds=TARGET_GROUPS.get(_line(claims.get("vo_doelgroepcode")), frozenset()),
        organisations=tuple(dict.fromkeys(code for code in named if code)),
    )


def _roles(value: object) -> list[tuple[str, str]]:
    """Pairs of a role with its context and the code of an organisation; the claim is one text or a list of them."""
    given = value if isinstance(value, (list, tuple)) else [value]
    found = [_ROLE_SOMEWHERE.fullmatch(text) for text in given if isinstance(text, str)]
    return [(match[1], match[2]) for match in found if match and not INSZ_SHAPED.search(match[2])]


def _name(claims: Mapping[str, object]) -> str:
    parts = [_line(claims.get(name)) for name in ("given_name", "family_name")]
    name = " ".join(part for part in parts if part) or _line(claims.get("name"))
    return "" if INSZ_SHAPED.search(name) else name


def _identifier(value: object) -> str:
    """An identifier as it stands. One with blanks at its ends, or too long, is none: to mend it makes it another's."""
    return value if isinstance(value, str) and value == _line(value) else ""


def _code(value: object) -> str:
    """The code of an organisation. A citizen's may be their number, which is not kept, not even to be shown."""
    text = _line(value)
    return text if CODE.fullmatch(text) and not INSZ_SHAPED.search(text) else ""


def _line(value: object) -> str:
    """A text of one line that can be stored and shown; anything else is empty."""
    text = value.strip() if isinstance(value, str) else ""
    return text if text.isprintable() and len(text) <= LONGEST else ""
