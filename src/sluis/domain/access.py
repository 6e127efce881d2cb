"""ACCESS: who acts, and which role at which side may do what: to a protocol, and at the desks of the portal.

Whether data may leave is `policy`; what a move needs besides somebody who may make it is `requirements`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sluis.domain.lifecycle import Deed, Verb
from sluis.domain.terms import Side
from sluis.domain.words import Said


class Role(StrEnum):
    """What somebody is there for. Stored with every act."""

    PROTOCOL_MANAGER = "protocol_manager"  # drafts and follows protocols, at the agency
    VALIDATOR = "validator"  # validates what another drafted, at the agency
    COORDINATOR = "coordinator"  # looks after the protocol at the municipality
    DPO = "dpo"  # gives advice, on either side
    SIGNATORY = "signatory"
    INTEGRATION_OFFICER = "integration_officer"  # asks for data and works with it, at the municipality
    DATA_STEWARD = "data_steward"  # keeps the source fresh and looks after deliveries, at the agency
    SUPERVISOR = "supervisor"  # a body that may be asked for advice
    SCHEDULE = "schedule"  # the program itself, on its calendar


ROLE_NAMES: Mapping[Role, Said] = {
    Role.PROTOCOL_MANAGER: Said("protocolbeheerder", "protocol manager"),
    Role.VALIDATOR: Said("validator", "validator"),
    Role.COORDINATOR: Said("coördinator", "coordinator"),
    Role.DPO: Said("functionaris voor gegevensbescherming", "data protection officer"),
    Role.SIGNATORY: Said("ondertekenaar", "signatory"),
    Role.INTEGRATION_OFFICER: Said("integratieambtenaar", "integration officer"),
    Role.DATA_STEWARD: Said("databeheerder", "data steward"),
    Role.SUPERVISOR: Said("toezichthouder", "supervisor"),
    Role.SCHEDULE: Said("het programma zelf", "the program itself"),
}


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
    Deed.MERGE: frozenset({PROGRAM, MANAGER}),
    Deed.FINISH_TASK: EITHER,
}


class Work(StrEnum):
    """What people come to a desk for, besides moving a protocol."""

    SEE_PROTOCOLS = "see_protocols"
    TRY_GATE = "try_gate"  # ask the gate without effect
    ASK = "ask"
    SEE_DELIVERIES = "see_deliveries"
    OPEN_DELIVERY = "open_delivery"
    CONFIRM_DELETION = "confirm_deletion"
    MANAGE_KEYS = "manage_keys"
    SEE_PEOPLE = "see_people"  # those of the own organisation who have a role here
    BLOCK_PEOPLE = "block_people"
    SEE_IMPORTS = "see_imports"
    IMPORT = "import"
    SEE_LEDGER = "see_ledger"
    SEE_JOBS = "see_jobs"
    SEE_OUTREACH = "see_outreach"
    DO_OUTREACH = "do_outreach"  # campaigns, contacts, interest, who to approach next
    SET_TARGET = "set_target"
    WRITE_ANSWER = "write_answer"  # the document for parliament
    SEE_YEARLY_REPORT = "see_yearly_report"


OFFICER = (Side.RECIPIENT, Role.INTEGRATION_OFFICER)
STEWARD = (Side.SENDER, Role.DATA_STEWARD)
OF_AGENCY = frozenset({MANAGER, VALIDATOR, STEWARD, (Side.SENDER, Role.DPO), (Side.SENDER, Role.SIGNATORY)})
OF_MUNICIPALITY = frozenset({COORDINATOR, OFFICER, (Side.RECIPIENT, Role.DPO), (Side.RECIPIENT, Role.SIGNATORY)})
PARTIES = OF_AGENCY | OF_MUNICIPALITY

# What was delivered concerns who works with it and who watches over it; nobody else sees even that it was.
WORK: Mapping[Work, frozenset[Place]] = {
    Work.SEE_PROTOCOLS: PARTIES.union({SUPERVISOR}),
    Work.TRY_GATE: PARTIES,
    Work.ASK: frozenset({OFFICER}),
    Work.SEE_DELIVERIES: EITHER.union(DPOS, {OFFICER, STEWARD}),
    Work.OPEN_DELIVERY: frozenset({OFFICER}),
    Work.CONFIRM_DELETION: frozenset({OFFICER, COORDINATOR}),
    Work.MANAGE_KEYS: frozenset({OFFICER, COORDINATOR}),
    Work.SEE_PEOPLE: PARTIES,
    Work.BLOCK_PEOPLE: EITHER,
    Work.SEE_IMPORTS: frozenset({MANAGER, STEWARD, (Side.SENDER, Role.DPO)}),
    Work.IMPORT: frozenset({STEWARD}),
    Work.SEE_LEDGER: OF_AGENCY,
    Work.SEE_JOBS: frozenset({MANAGER, STEWARD}),
    Work.SEE_OUTREACH: frozenset({MANAGER, VALIDATOR}),
    Work.DO_OUTREACH: frozenset({MANAGER}),
    Work.SET_TARGET: frozenset({MANAGER}),
    Work.WRITE_ANSWER: frozenset({MANAGER, VALIDATOR, (Side.SENDER, Role.SIGNATORY)}),
    Work.SEE_YEARLY_REPORT: EITHER.union(DPOS, {OFFICER, STEWARD}),
}


def may(side: Side | None, role: Role, what: Verb | Deed | Work) -> bool:
    """Whether somebody with this role at this side may do it. What is automatic nobody does by hand."""
    return (side, role) in _places(what)


def _places(what: Verb | Deed | Work) -> frozenset[Place]:
    return WORK[what] if isinstance(what, Work) else ACCESS.get(what, frozenset())


_AT: Mapping[Side | None, Said] = {
    Side.SENDER: Said(" van het agentschap", " of the agency"),
    Side.RECIPIENT: Said(" van de gemeente", " of the municipality"),
    Side.SUPERVISOR: Said("", ""),
    None: Said("", ""),
}


def in_words(place: Place) -> Said:
    """What people call somebody in this role at this side: "validator van het agentschap"."""
    side, role = place
    return Said(ROLE_NAMES[role].nl + _AT[side].nl, ROLE_NAMES[role].en + _AT[side].en)


def up_to(what: Verb | Deed | Work) -> Said:
    """Who may do it, in words, as a list; the program itself is left out."""
    places = sorted(_places(what) - {PROGRAM}, key=lambda place: (list(Side).index(place[0] or Side.SENDER), place[1]))
    names = [in_words(place) for place in places]
    return Said(", ".join(name.nl for name in names), ", ".join(name.en for name in names))


def not_up_to(side: Side | None, role: Role, what: Verb | Deed | Work) -> Said:
    """Why somebody in this role at this side may not do it, and who may."""
    who, others = in_words((side, role)), up_to(what)
    return Said(
        f"Dit is niet aan u als {who.nl}" + (f", wel aan: {others.nl}." if others.nl else "."),
        f"This is not up to you as {who.en}" + (f", but to: {others.en}." if others.en else "."),
    )
