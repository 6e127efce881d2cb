"""An ask that somebody places at the portal: the main job, and every way in which it can end as words for people.

What an operator must look at is logged too, without anything of what was asked.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from datetime import datetime

from sluis.adapters.signing import MissingKey
from sluis.disclosures import pipeline
from sluis.disclosures.delivery import AlreadyWithheld
from sluis.disclosures.intake import AskedOtherwise
from sluis.disclosures.models import Ask as StoredAsk
from sluis.disclosures.pigeonhole import PORTAL
from sluis.disclosures.pipeline import Instruments, NoExtract
from sluis.domain.access import Actor, Work, may, not_up_to
from sluis.domain.lifecycle import NotPossible
from sluis.domain.policy import Ask
from sluis.domain.terms import Side
from sluis.domain.words import Said
from sluis.ledger.actions import LedgerBroken

LOG = logging.getLogger(__name__)

NOT_YOURS = Said("U vraagt alleen voor uw eigen gemeente.", "You ask for your own municipality only.")
ASKED_OTHERWISE = Said(
    "Met dit formulier is al een andere aanvraag gedaan. Begin een nieuwe bij ‘Gegevens vragen’.",
    "This form was used for another ask already. Begin a new one at ‘Ask for data’.",
)
WITHHELD = Said(
    "De zending bij deze aanvraag werd tegengehouden en vertrekt niet meer. Begin een nieuwe aanvraag.",
    "The delivery of this ask was withheld and does not leave any more. Begin a new ask.",
)
NO_EXTRACT = Said(
    "Het agentschap heeft nog geen gegevens uit zijn bron klaarstaan. Er is niets meegedeeld; probeer later opnieuw.",
    "The agency has no data of its source ready yet. Nothing was communicated; try again later.",
)
CANNOT_SIGN = Said(
    "Het logboek kan nu niet ondertekend worden, en zonder handtekening vertrekt er niets. De beheerder is verwittigd. "
    "Probeer later opnieuw met hetzelfde formulier.",
    "The ledger cannot be signed now, and without a signature nothing leaves. The operator was told. Try again later "
    "with the same form.",
)


def place(ask: Ask, *, key: str, instruments: Callable[[], Instruments], by: Actor, at: datetime) -> uuid.UUID:
    """Runs the main job for an ask whose parcel is to wait in the portal, and gives the number of the ask.

    What became of it, a parcel or a refusal, is read from the desk. The same key again is the same ask. `instruments`
    finds what the house signs with.

    Raises:
        NotPossible: it is not up to this actor, or it ended in neither a parcel nor a refusal.
    """
    if not may(Side.RECIPIENT, by.role, Work.ASK):
        raise NotPossible(not_up_to(Side.RECIPIENT, by.role, Work.ASK))
    if by.party != f"nis:{ask.nis}":
        raise NotPossible(NOT_YOURS)
    try:
        pipeline.disclose(ask, instruments=instruments(), destination=PORTAL, by=by.party, at=at, idempotency_key=key)
    except AskedOtherwise:
        raise NotPossible(ASKED_OTHERWISE) from None
    except AlreadyWithheld:
        raise NotPossible(WITHHELD) from None
    except NoExtract:
        LOG.error("an ask found no extract to select from; take one in")
        raise NotPossible(NO_EXTRACT) from None
    except (LedgerBroken, MissingKey) as error:
        LOG.error("an ask was not delivered, because the ledger cannot be signed: %s", error)
        raise NotPossible(CANNOT_SIGN) from None
    return StoredAsk.objects.values_list("pk", flat=True).get(nis=ask.nis, idempotency_key=key)
