"""What a text can begin from: the municipalities without one, the text in force, another model. It begins nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sluis.domain import drafts
from sluis.domain.differences import Difference, differences, needs_new_advice
from sluis.domain.lifecycle import IN_FORCE, IN_PREPARATION, STATUS_NAMES, Status
from sluis.domain.municipalities import Municipality
from sluis.domain.words import Said
from sluis.parties.municipalities import municipalities
from sluis.protocols.actions.drafting import code_for, has_a_text, no_such_municipality, nothing_in_force
from sluis.protocols.model_text import Model, models_in_use
from sluis.protocols.models import Version


def without_text(agency: str, on: date) -> list[Municipality]:
    """The municipalities of that day that have no text with this agency in preparation or in force, by name."""
    busy = set(
        Version.objects.filter(
            protocol__agency=agency, status__in=sorted({*IN_FORCE, *IN_PREPARATION})
        ).values_list("protocol__nis", flat=True)
    )  # fmt: skip
    return sorted((one for one in municipalities().on(on) if one.nis not in busy), key=lambda one: one.name)


def why_not_begin(agency: str, nis: str, on: date) -> tuple[Said, ...]:
    """Why no first text can be begun with a municipality on a day; empty where one can."""
    gone = no_such_municipality(nis, on)
    if gone is not None:
        return (gone,)
    if not models_in_use(on):
        return (Said("Er is nog geen model in gebruik.", "No model is in use yet."),)
    busy = Version.objects.filter(
        protocol_id=code_for(agency, nis), status__in=sorted({*IN_FORCE, *IN_PREPARATION})
    ).first()  # fmt: skip
    return (has_a_text(busy),) if busy is not None else ()


def text_in_force(code: str) -> Version | None:
    """The version of a protocol that is in force, also while it is suspended."""
    return Version.objects.filter(protocol_id=code, status__in=sorted(IN_FORCE)).first()


def why_not_amend(code: str) -> tuple[Said, ...]:
    """Why no next version can be begun now; empty where one can."""
    if text_in_force(code) is None:
        return (nothing_in_force(code),)
    busy = Version.objects.filter(protocol_id=code, status__in=sorted(IN_PREPARATION)).first()
    if busy is None:
        return ()
    status = STATUS_NAMES[Status(busy.status)]
    return (
        Said(
            f"Er wordt al een tekst voorbereid: versie {busy.number} ({status.nl}).",
            f"A text is being prepared already: version {busy.number} ({status.en}).",
        ),
    )


@dataclass(frozen=True, slots=True)
class BroughtOver:
    """What a text would be like after another model: all that changes, and for which of it advice is asked anew."""

    model: Model
    changes: tuple[Difference, ...]
    weighty: tuple[Difference, ...]


def newer_model(version: Version, on: date) -> BroughtOver | None:
    """The newest model in use, where a text does not follow it, and what adopting it would change."""
    usable = models_in_use(on)
    terms = drafts.read(bytes(version.terms))
    if not usable or terms.get("model") == usable[-1].label:
        return None
    after = drafts.remodelled(terms, usable[-1].terms) | {"model": usable[-1].label}
    return BroughtOver(usable[-1], differences(terms, after), needs_new_advice(terms, after))
