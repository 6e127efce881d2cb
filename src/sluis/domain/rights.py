"""On which ground a dossier is restricted, released or erased: a closed list, because free text can name a person.

It decides nothing; the agency judges the request, and this is how the judgement is written down.
"""

from __future__ import annotations

from enum import StrEnum


class RestrictionGround(StrEnum):
    """Why nothing of a person may leave any more. Stored in the ledger: never renamed."""

    OBJECTION = "objection"  # GDPR article 21: the person objects
    RESTRICTION = "restriction"  # GDPR article 18: the person asks for it
    ERASURE_ASKED = "erasure-asked"  # GDPR article 17: until the source has erased
    ORDER = "order"  # a court or the supervisor orders it


class ReleaseGround(StrEnum):
    """Why what is a person's may leave again. Stored in the ledger: never renamed."""

    WITHDRAWN = "withdrawn"  # the person takes the objection or the request back
    NOT_UPHELD = "not-upheld"  # GDPR article 21 paragraph 1: compelling grounds, told to the person
    ENDED = "ended"  # GDPR article 18 paragraph 3: what it was for is over, told to the person beforehand
    ORDER_LIFTED = "order-lifted"
    MISTAKE = "mistake"  # the wrong dossier was restricted


class ErasureGround(StrEnum):
    """Why a dossier is erased. Stored in the ledger: never renamed."""

    REQUEST = "request"  # GDPR article 17, at the person's request
    UNLAWFUL = "unlawful"  # GDPR article 17 paragraph 1 d: it should not have been there
    RETENTION = "retention"  # GDPR article 5 paragraph 1 e: it is needed no longer
    ORDER = "order"  # a court or the supervisor orders it


Ground = RestrictionGround | ReleaseGround | ErasureGround
