"""A municipality's asks and deliveries: what became of each, its files, and the confirmation that it was deleted."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from django.http import Http404, HttpResponse

from sluis.disclosures import desk, pigeonhole
from sluis.disclosures.desk import Details, Sent
from sluis.disclosures.models import Opening
from sluis.disclosures.pigeonhole import Fetched, Kept
from sluis.domain import collection
from sluis.domain.access import Work
from sluis.domain.collection import How, Stage
from sluis.domain.gate import Refusal
from sluis.domain.lifecycle import NotPossible
from sluis.domain.terms import Side
from sluis.domain.words import Said
from sluis.parties import people
from sluis.web import forms
from sluis.web.door import Visit, behind_login
from sluis.web.forms import Form, Nothing
from sluis.web.municipality.attaching import attachment
from sluis.web.protocols.listing import page_number

# What can still change while somebody looks at it, so the page looks again by itself.
MOVING = frozenset({Stage.UNDER_WAY, Stage.READY, Stage.WAITING})
# The files of a delivery, each with the key of what it is for.
FILES: tuple[tuple[How, str], ...] = (
    (How.ALL, "file_all"),
    (How.PARCEL, "file_parcel"),
    (How.SIGNATURE, "file_signature"),
    (How.ENTRY, "file_entry"),
    (How.PROOF, "file_proof"),
)


class Deleted(Form):
    """That everything of a delivery was deleted."""

    deleted = forms.tick("deleted_tick")


@dataclass(frozen=True, slots=True)
class Seen:
    """That somebody fetched or opened a delivery, with the name they go by."""

    opening: Opening
    name: str


def details_for(visit: Visit, number: uuid.UUID) -> Details:
    """The ask, or the delivery, with this number.

    Raises:
        Http404: the visitor is of no municipality, or it is none of theirs.
    """
    found = desk.one_of(visit.party_code, number, on=visit.at.date()) if visit.side == Side.RECIPIENT else None
    if found is None:
        raise Http404
    return found


def sent_for(visit: Visit, number: uuid.UUID) -> Sent:
    """The delivery that came of an ask. Raises Http404 as `details_for`, and where nothing came of it."""
    sent = details_for(visit, number).line.sent
    if sent is None:
        raise Http404
    return sent


@behind_login(Work.SEE_DELIVERIES)
def deliveries(visit: Visit) -> HttpResponse:
    """The asks of the visitor's municipality, newest first."""
    if visit.side != Side.RECIPIENT:
        raise Http404
    on = visit.at.date()
    found = desk.asks_of(visit.party_code, on=on, page=page_number(visit.request))
    counts = desk.counts_of(visit.party_code, on=on)
    return visit.page("municipality/deliveries.html", found=found, counts=counts, may_ask=visit.may(Work.ASK))


@behind_login(Work.SEE_DELIVERIES)
def delivery(visit: Visit, number: uuid.UUID) -> HttpResponse:
    """One ask, and what became of it."""
    details = details_for(visit, number)
    sent = details.line.sent
    kept = pigeonhole.kept_back(sent.id, by=visit.actor, at=visit.at) if sent else None
    state = _state(details, kept)
    if "HX-Request" in visit.request.headers and visit.request.GET.get("seen") == state:
        # What did not change is not put in its place: nobody loses where they are on the page.
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return visit.page(
        "municipality/delivery.html",
        line=details.line,
        certificate=details.certificate,
        sent=sent,
        kept=kept,
        state=state,
        not_confirmed=collection.why_not_confirm(sent.stand) if sent else (),
        seen=_seen(sent) if sent else [],
        files=FILES,
        moving=details.line.stage in MOVING,
        may_open=visit.may(Work.OPEN_DELIVERY),
        may_confirm=visit.may(Work.CONFIRM_DELETION),
    )


def _state(details: Details, kept: Kept | None) -> str:
    """What the page says of where it stands, in a word that is another one when that changes."""
    rule = kept.refusal.rule.name if kept is not None and kept.refusal is not None else "none"
    return f"{details.line.stage}-{'kept' if kept else 'free'}-{rule}"


def _seen(sent: Sent) -> list[Seen]:
    rows = pigeonhole.openings(sent.id)
    names = people.names_of(row.person for row in rows)
    return [Seen(row, names.get(row.person, row.person)) for row in rows]


@behind_login(Work.OPEN_DELIVERY)
def file(visit: Visit, number: uuid.UUID, what: str) -> HttpResponse:
    """Says what fetching a file does, and hands it over: the first time stands in the ledger, every time in the log."""
    explained = dict(FILES).get(How(what) if what in set(How) else How.IDENTITY)
    if explained is None:
        raise Http404
    sent = sent_for(visit, number)
    reasons: Sequence[Said] = ()
    refusal: Refusal | None = None
    if visit.request.method == "POST":
        try:
            fetched = pigeonhole.collect(sent.id, How(what), by=visit.actor, at=visit.at)
        except NotPossible as error:
            reasons = error.reasons
        else:
            if isinstance(fetched, Fetched):
                return attachment(fetched.name, fetched.data)
            refusal = fetched
    elif (kept := pigeonhole.kept_back(sent.id, by=visit.actor, at=visit.at)) is not None:
        reasons, refusal = kept.reasons, kept.refusal
    return visit.page(
        "municipality/file.html",
        status=409 if visit.request.method == "POST" else 200,
        number=number,
        sent=sent,
        explained=explained,
        reasons=reasons,
        refusal=refusal,
        form=Nothing(visit.texts),
    )


@behind_login(Work.CONFIRM_DELETION)
def deleted(visit: Visit, number: uuid.UUID) -> HttpResponse:
    """Explains what confirming a deletion means, and confirms it."""
    sent = sent_for(visit, number)
    form = Deleted.sent(visit.texts, visit.request) if visit.request.method == "POST" else Deleted(visit.texts)
    if form.is_bound and visit.does(form, lambda: pigeonhole.confirm_deletion(sent.id, by=visit.actor, at=visit.at)):
        return visit.go("delivery", visit.texts("deleted_done"), number=number)
    return visit.page(
        "municipality/deleted.html",
        status=409 if form.is_bound else 200,
        number=number,
        sent=sent,
        form=form,
        reasons=() if form.is_bound else collection.why_not_confirm(sent.stand),
    )
