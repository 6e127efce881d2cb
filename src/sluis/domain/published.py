"""What of the terms anybody may read: all of it, but for personal contact data that a party wrote into them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sluis.domain.contactdata import has_contact, without_e_mail
from sluis.domain.legaltext import ATTACHMENT, LegalText, legal_text, officer, public
from sluis.domain.terms import Side, Terms, as_json

_PARTIES = {"sender": Side.SENDER, "recipient": Side.RECIPIENT}


def published(terms: Terms) -> dict[str, Any]:
    """The terms as JSON without contact data, as `legaltext.public` leaves them out of the text.

    Where nothing is left out it is `as_json(terms)`, so that its canonical bytes have the digest that was signed.
    """
    said = as_json(terms)
    for party, side in _PARTIES.items():
        if has_contact(said[party]["dpo"]):
            said[party]["dpo"] = officer(side)
    return {name: _without_e_mail(value) for name, value in said.items()}


def is_whole(terms: Terms) -> bool:
    """Whether the terms hold no contact data, so that they may be published as the bytes that were signed."""
    return published(terms) == as_json(terms)


def published_text(terms: Terms) -> LegalText:
    """The legal text as it is published; it says so where the file of the terms cannot go with it."""
    text = public(legal_text(terms))
    if is_whole(terms):
        return text
    left_out = f"Het gegevensbestand {ATTACHMENT} bevat zulke contactgegevens en is daarom niet bijgevoegd."
    return replace(text, note=f"{text.note} {left_out}")


def _without_e_mail(value: Any) -> Any:
    if isinstance(value, str):
        return without_e_mail(value)
    if isinstance(value, list):
        return [_without_e_mail(one) for one in value]
    if isinstance(value, dict):
        return {name: _without_e_mail(one) for name, one in value.items()}
    return value
