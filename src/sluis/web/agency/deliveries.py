"""What municipalities asked of the agency, and what became of it: delivered, refused, withheld.

It shows what was asked, decided and run. Rows, and names of people, never stand here.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.http import Http404, HttpResponse

from sluis.disclosures import desk
from sluis.domain.access import Work
from sluis.domain.collection import STAGE_NAMES, Stage
from sluis.domain.terms import Side
from sluis.domain.words import BRUSSELS, Said
from sluis.parties.municipalities import municipalities
from sluis.web import forms
from sluis.web.agency.names import municipality, namer
from sluis.web.door import NotYours, Visit, behind_login
from sluis.web.forms import Form
from sluis.web.protocols.listing import page_number

REFUSED, DELIVERED = "refused", "delivered"
_SHOWN_NAMES = {"": "agency_all", REFUSED: "agency_refused", DELIVERED: "agency_delivered"}

# How each stage looks.
KINDS: Mapping[Stage, str] = {
    Stage.UNDER_WAY: "busy",
    Stage.READY: "busy",
    Stage.WAITING: "busy",
    Stage.REFUSED: "error",
    Stage.WITHHELD: "error",
    Stage.RECEIVED: "good",
    Stage.OVERDUE: "warn",
    Stage.DELETED: "good",
}

# At which step the gate, or the ledger, said no.
STEP_NAMES: Mapping[str, Said] = {
    "gate": Said("toen het gevraagd werd", "when it was asked"),
    "recording": Said("toen de rijen geteld waren", "once the rows were counted"),
    "delivery": Said("toen het pakket zou vertrekken", "when the parcel was about to leave"),
}

_FOR_THE_AGENCY = Said(
    "Deze pagina is er voor het agentschap dat de gegevens geeft. Wat uw gemeente vroeg en kreeg, staat op uw eigen "
    "pagina's.",
    "This page is for the agency that gives the data. What your municipality asked and received stands on pages of "
    "your own.",
)


class Filters(Form):
    """What the list is narrowed down to; every field may be left open."""

    show = forms.one_of("agency_show", required=False)
    nis = forms.one_of("municipality", required=False)


@behind_login(Work.SEE_DELIVERIES)
def disclosures(visit: Visit) -> HttpResponse:
    """What was asked of the visitor's agency, newest first, as much of it as is asked for."""
    _require_agency(visit)
    form = _filters(visit)
    # A filter that is none of those there are asks for everything, and the form says so beside the field.
    form.is_valid()
    given, on = form.cleaned_data, visit.at.astimezone(BRUSSELS).date()
    found = desk.asks_to(
        visit.party_code,
        on=on,
        page=page_number(visit.request),
        only_refused=given.get("show") == REFUSED,
        only_deliveries=given.get("show") == DELIVERED,
        nis=given.get("nis") or None,
    )
    return visit.page(
        "agency/disclosures.html",
        form=form,
        found=found,
        counts=desk.counts_to(visit.party_code, on=on),
        stage_names=STAGE_NAMES,
        stage_kinds=KINDS,
        municipality=municipality,
    )


@behind_login(Work.SEE_DELIVERIES)
def one(visit: Visit, number: uuid.UUID) -> HttpResponse:
    """One ask, with why it was refused, or the certificate of what was run for it."""
    _require_agency(visit)
    details = desk.one_to(visit.party_code, number, on=visit.at.astimezone(BRUSSELS).date())
    if details is None:
        raise Http404
    return visit.page(
        "agency/disclosure.html",
        line=details.line,
        sent=details.line.sent,
        certificate=details.certificate,
        stage_names=STAGE_NAMES,
        stage_kinds=KINDS,
        step_names=STEP_NAMES,
        municipality=municipality,
        name_of=namer(),
        may_see_ledger=visit.may(Work.SEE_LEDGER),
    )


def _require_agency(visit: Visit) -> None:
    if visit.side is not Side.SENDER:
        raise NotYours(_FOR_THE_AGENCY)


def _filters(visit: Visit) -> Filters:
    texts = visit.texts
    form = Filters(texts, visit.request.GET)
    on = visit.at.astimezone(BRUSSELS).date()
    by_name = sorted(municipalities().on(on), key=lambda one: one.name)
    forms.choose(form, "show", [(value, texts(key)) for value, key in _SHOWN_NAMES.items()])
    forms.choose(form, "nis", [("", texts("agency_everywhere")), *((one.nis, one.name) for one in by_name)])
    return form
