"""The keys that a municipality's deliveries are sealed to: made here behind a passphrase, or brought along."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse

from sluis.adapters.sealing import InvalidRecipient
from sluis.domain.access import Work
from sluis.parties import actions
from sluis.parties import queries as parties
from sluis.parties.models import RecipientKey
from sluis.web import forms
from sluis.web.door import Visit, behind_login
from sluis.web.forms import Form, Nothing
from sluis.web.municipality.attaching import attachment
from sluis.web.municipality.opening import secret_line


class NewKey(Form):
    """The passphrase for a new key, twice, because nobody can look it up again."""

    passphrase = secret_line("key_passphrase", hint="key_passphrase_hint")
    again = secret_line("key_again")

    def clean(self) -> dict[str, Any]:
        """Refuses two that differ."""
        given = super().clean()
        if "again" in given and "passphrase" in given and given["again"] != given["passphrase"]:
            self.add_error("again", self.texts("key_differs"))
        return self.cleaned_data


class OwnKey(Form):
    """The public half of a key that the municipality made itself."""

    recipient = forms.line("key_recipient", hint="key_recipient_hint", longest=120)


def _own(visit: Visit, number: int) -> RecipientKey:
    """A key of the visitor's municipality. Raises Http404 where it is none of theirs."""
    found = next((key for key in parties.keys_of(visit.party_code) if key.pk == number), None)
    if found is None:
        raise Http404
    return found


@behind_login(Work.MANAGE_KEYS)
def keys(visit: Visit) -> HttpResponse:
    """The keys in use, and those that were withdrawn."""
    found = parties.keys_of(visit.party_code)
    behind = parties.behind_passphrase(visit.party_code)
    return visit.page(
        "municipality/keys.html",
        used=[key for key in found if key.withdrawn_at is None],
        withdrawn=[key for key in found if key.withdrawn_at is not None],
        behind=behind,
    )


@behind_login(Work.MANAGE_KEYS)
def make(visit: Visit) -> HttpResponse:
    """Explains a key behind a passphrase, and makes one."""
    form = NewKey.sent(visit.texts, visit.request) if visit.request.method == "POST" else NewKey(visit.texts)

    def act() -> object:
        given = form.cleaned_data["passphrase"]
        return actions.make_key_behind_passphrase(visit.party_code, given, by=visit.actor.party, at=visit.at)

    if form.is_bound and visit.does(form, act):
        return visit.go("keys", visit.texts("key_made"))
    return visit.page("municipality/key_make.html", status=409 if form.is_bound else 200, form=form)


@behind_login(Work.MANAGE_KEYS)
def register(visit: Visit) -> HttpResponse:
    """Explains a key of one's own, and registers it."""
    form = OwnKey.sent(visit.texts, visit.request) if visit.request.method == "POST" else OwnKey(visit.texts)

    def act() -> None:
        recipient = form.cleaned_data["recipient"]
        try:
            actions.register_key(nis=visit.party_code, recipient=recipient, by=visit.actor.party, at=visit.at)
        except InvalidRecipient:
            form.add_error("recipient", visit.texts("key_not_taken"))

    if form.is_bound and visit.does(form, act) and not form.errors:
        return visit.go("keys", visit.texts("key_registered"))
    return visit.page("municipality/key_register.html", status=409 if form.is_bound else 200, form=form)


@behind_login(Work.MANAGE_KEYS)
def withdraw(visit: Visit, number: int) -> HttpResponse:
    """Explains what withdrawing a key does, and withdraws it."""
    key = _own(visit, number)
    form = Nothing.sent(visit.texts, visit.request) if visit.request.method == "POST" else Nothing(visit.texts)

    def act() -> None:
        try:
            actions.withdraw_key(recipient=key.recipient, by=visit.actor.party, at=visit.at)
        except InvalidRecipient:
            form.add_error(None, visit.texts("key_not_used"))

    if form.is_bound and visit.does(form, act) and not form.errors:
        return visit.go("keys", visit.texts("key_withdrawn"))
    last = len(parties.recipients([visit.party_code])[visit.party_code]) == 1
    return visit.page(
        "municipality/key_withdraw.html", status=409 if form.is_bound else 200, form=form, key=key, last=last
    )


@behind_login(Work.MANAGE_KEYS)
def file(visit: Visit, number: int) -> HttpResponse:
    """A key that was made here, still behind its passphrase, for the municipality to keep."""
    sealed = parties.sealed_identity(_own(visit, number))
    if sealed is None:
        raise Http404
    return attachment(sealed.name, sealed.data)
