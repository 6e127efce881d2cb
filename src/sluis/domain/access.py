"""ACCESS: who acts, and which role at which side may do what to a protocol.

Whether data may leave is `policy`; what a move needs besides somebody who may make it is `requirements`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sluis.domain.lifecycle import Deed, Verb
from sluis.domain.terms import Side


class Role(StrEnum):
    """What somebody is there for. Stored with every act."""

    PROTOCOL_MANAGER = "protocol_manager"  # drafts and follows protocols, at the agency
    VALIDATOR = "validator"  # validates what another drafted, at the agency
    COORDINATOR = "coordinator"  # looks after the protocol at the municipality
    DPO = "dpo"  # gives advice, on either side
    SIGNATORY = "signatory"
    SUPERVISOR = "supervisor"  # a body that may be asked for advice
    SCHEDULE = "schedule"  # the program itself, on its calendar


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts: a person known to their organisation, the party they act for, and as what.

    `party` is `agency:CODE`, `nis:CODE`, `supervisor:NAME` or `system:NAME`; it is what the ledger says. `person`
    is a name of a user account: it keeps four eyes apart, stays in the house and never reaches the ledger.
    """

    person: str
    party: str
    role: Role

    def __post_init__(self) -> None:
        if re.fullmatch(r"(agency|nis|supervisor|system):[A-Za-z0-9_-]+", self.party) is None:
            raise ValueError(
                f"A party is written agency:CODE, nis:CODE, supervisor:NAME or system:NAME: {self.party!r}."
            )
        if not self.person.strip():
            raise ValueError("Say who acts: four eyes cannot be told apart without a name.")


SCHEDULE = Actor("schedule", "system:schedule", Role.SCHEDULE)


def side_of(actor: Actor, *, agency: str, nis: str) -> Side | None:
    """The side of a protocol between `agency` and municipality `nis` that the actor is on; None: neither."""
    sides = {f"agency:{agency}": Side.SENDER, f"nis:{nis}": Side.RECIPIENT}
    if actor.party.startswith("supervisor:"):
        return Side.SUPERVISOR
    return sides.get(actor.party)


MANAGER = (Side.SENDER, Role.PROTOCOL_MANAGER)
VALIDATOR = (Side.SENDER, Role.VALIDATOR)
COORDINATOR = (Side.RECIPIENT, Role.COORDINATOR)
DPOS = ((Side.SENDER, Role.DPO), (Side.RECIPIENT, Role.DPO))
SUPERVISOR = (Side.SUPERVISOR, Role.SUPERVISOR)
PROGRAM = (None, Role.SCHEDULE)

Place = tuple[Side | None, Role]

EITHER = frozenset({MANAGER, COORDINATOR})

# The program makes these moves itself, as the end of a deed or as a part of another move that somebody makes.
AUTOMATIC = frozenset({Verb.ADVISE, Verb.SIGN, Verb.PUBLISH, Verb.SUPERSEDE, Verb.SUCCEED, Verb.INHERIT})

ACCESS: Mapping[Verb | Deed, frozenset[Place]] = {
    Verb.REGISTER: frozenset({MANAGER}),
    Verb.DRAFT: EITHER,
    Verb.COMPLETE: EITHER,
    Verb.REOPEN: EITHER,
    Verb.DECIDE: EITHER,
    Verb.VALIDATE: frozenset({VALIDATOR, MANAGER}),
    Verb.WITHDRAW: EITHER,
    Verb.SUSPEND: EITHER.union(DPOS),
    Verb.RESUME: EITHER.union(DPOS),
    Verb.END: EITHER,
    Verb.LAPSE: frozenset({MANAGER}),
    Verb.GIVE_NOTICE: EITHER,
    Verb.WITHDRAW_NOTICE: EITHER,
    Verb.EXPIRE: frozenset({PROGRAM, MANAGER}),
    Verb.CLOSE: frozenset({PROGRAM, MANAGER}),
    Deed.REVISE: EITHER,
    Deed.COMMENT: EITHER.union(DPOS),
    Deed.PROPOSE: EITHER.union(DPOS),
    Deed.SETTLE: EITHER,
    Deed.GIVE_ADVICE: frozenset({*DPOS, SUPERVISOR}),
    Deed.ANSWER_CONDITION: EITHER,
    Deed.NOT_FOLLOW_ADVICE: EITHER,
    Deed.PLACE_SIGNATURE: EITHER.union({(Side.SENDER, Role.SIGNATORY), (Side.RECIPIENT, Role.SIGNATORY)}),
    Deed.PLACE_SCAN: frozenset({MANAGER}),
    Deed.ATTEST_SCAN: frozenset({MANAGER, VALIDATOR}),
    Deed.RECORD_ADDRESS: EITHER,
    Deed.CHECK_PUBLICATION: EITHER.union({VALIDATOR, PROGRAM}),
    Deed.HOLD: EITHER.union(DPOS),
    Deed.LIFT_HOLD: frozenset({MANAGER, (Side.SENDER, Role.DPO)}),
    Deed.MERGE: frozenset({MANAGER}),
    Deed.FINISH_TASK: EITHER,
}


def may(side: Side | None, role: Role, what: Verb | Deed) -> bool:
    """Whether somebody with this role at this side may do it. What is automatic nobody does by hand."""
    return (side, role) in ACCESS.get(what, frozenset())
