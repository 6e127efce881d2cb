"""Writes of protocols, from the first draft to closed. Doors use this package's names.

Validated text is never edited here: what changes is a new version.
"""

from sluis.protocols.actions.advising import (
    Given,
    advise_on_model,
    answer_condition,
    give_advice,
    not_follow_advice,
)
from sluis.protocols.actions.conducting import (
    close,
    expire_due,
    give_notice,
    lift_holds,
    mark_read,
    move,
    place_hold,
    withdraw_notice,
)
from sluis.protocols.actions.deciding import Decided, decide
from sluis.protocols.actions.drafting import (
    Answers,
    accede,
    adopt_model,
    adopt_model_everywhere,
    amend,
    comment,
    complete,
    draft,
    propose,
    reopen,
    revise,
    settle_proposal,
    withdraw,
)
from sluis.protocols.actions.merging import Merged, finish_task, merge, merge_due
from sluis.protocols.actions.publishing import attest_publication, check_publication, record_address, validate
from sluis.protocols.actions.registering import Concluded, register
from sluis.protocols.actions.signing import Trust, attest_scan, place_scan, place_signature

__all__ = [
    "Answers",
    "Concluded",
    "Decided",
    "Given",
    "Merged",
    "Trust",
    "accede",
    "adopt_model",
    "adopt_model_everywhere",
    "advise_on_model",
    "amend",
    "answer_condition",
    "attest_publication",
    "attest_scan",
    "check_publication",
    "close",
    "comment",
    "complete",
    "decide",
    "draft",
    "expire_due",
    "finish_task",
    "give_advice",
    "give_notice",
    "lift_holds",
    "mark_read",
    "merge",
    "merge_due",
    "move",
    "not_follow_advice",
    "place_hold",
    "place_scan",
    "place_signature",
    "propose",
    "record_address",
    "register",
    "reopen",
    "revise",
    "settle_proposal",
    "validate",
    "withdraw",
    "withdraw_notice",
]
