"""Opening a delivery in the browser: what is in it is shown, or handed over as CSV, and kept nowhere.

A passphrase, a key and rows are in the request and in its answer, never in an address, a log or a cache.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django import forms as fields
from django.http import Http404, HttpResponse

from sluis.disclosures import pigeonhole
from sluis.disclosures.desk import Sent
from sluis.disclosures.opening import Opened
from sluis.disclosures.pigeonhole import Kept
from sluis.domain.access import Work
from sluis.domain.gate import Refusal
from sluis.domain.words import Field
from sluis.web import forms
from sluis.web.door import Visit, behind_login
from sluis.web.forms import Form
from sluis.web.municipality.attaching import attachment
from sluis.web.municipality.deliveries import sent_for

PASSPHRASE, IDENTITY = "passphrase", "identity"
# A key file is a few lines; more than this is something else.
LARGEST_KEY = 64 * 1024


def secret_line(label: str, hint: str = "") -> fields.CharField:
    """A field for a passphrase: it is not shown, kept or filled in again, and every space counts."""
    widget = fields.PasswordInput(attrs={"autocomplete": "off", "size": 40})
    return fields.CharField(label=label, help_text=hint, strip=False, max_length=forms.LONGEST_LINE, widget=widget)


class Passphrase(Form):
    """The passphrase that a key of the municipality lies behind."""

    passphrase = secret_line("open_passphrase", hint="open_passphrase_hint")


class Identity(Form):
    """A key file that the municipality keeps itself."""

    identity = forms.file("open_identity", hint="open_identity_hint", accept=".txt,.key,.agekey,text/plain")


@dataclass
class Answer:
    """What came of a try to open: what was in the parcel, or what the gate says now."""

    opened: Opened | None = None
    refusal: Refusal | None = None


@behind_login(Work.OPEN_DELIVERY)
def open_delivery(visit: Visit, number: uuid.UUID) -> HttpResponse:
    """Asks for a passphrase or a key file, and shows what is in the delivery."""
    sent, answer = sent_for(visit, number), Answer()
    offered = _forms(visit)
    sent_form = next((form for form in offered.values() if form.is_bound), None)
    if sent_form is not None:
        visit.does(sent_form, lambda: _open(visit, sent, sent_form, answer))
        if answer.opened is not None and visit.request.POST.get("as") == "csv":
            return attachment(sent.name.removesuffix(".zip.age") + ".csv", answer.opened.csv, "text/csv; charset=utf-8")
    kept = None if answer.opened else pigeonhole.kept_back(sent.id, by=visit.actor, at=visit.at)
    if answer.refusal is not None:
        kept = Kept(refusal=answer.refusal)
    return visit.page(
        "municipality/open.html",
        status=409 if sent_form is not None and answer.opened is None else 200,
        number=number,
        sent=sent,
        kept=kept,
        forms=offered if answer.opened is None else {name: type(form)(visit.texts) for name, form in offered.items()},
        opened=answer.opened,
        columns=[Field(name) for name in answer.opened.columns] if answer.opened else [],
    )


def _forms(visit: Visit) -> Mapping[str, Form]:
    """Both ways to open; the one that was used as it was sent."""
    kinds: Mapping[str, type[Form]] = {PASSPHRASE: Passphrase, IDENTITY: Identity}
    used = visit.request.POST.get("with", PASSPHRASE) if visit.request.method == "POST" else None
    if visit.request.method == "POST" and used not in kinds:
        raise Http404
    return {
        name: kind.sent(visit.texts, visit.request) if name == used else kind(visit.texts)
        for name, kind in kinds.items()
    }


def _open(visit: Visit, sent: Sent, form: Form, answer: Answer) -> None:
    given = form.cleaned_data
    if isinstance(form, Passphrase):
        found = pigeonhole.open_with_passphrase(sent.id, given[PASSPHRASE], by=visit.actor, at=visit.at)
    else:
        key = given[IDENTITY].read(LARGEST_KEY).decode(errors="replace")
        found = pigeonhole.open_with_identity(sent.id, key, by=visit.actor, at=visit.at)
    if isinstance(found, Opened):
        answer.opened = found
    elif isinstance(found, Refusal):
        answer.refusal = found
    else:
        raise Http404
