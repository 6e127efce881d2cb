"""People and roles of the visitor's own organisation: who has which role here, and taking one away at once."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from sluis.domain.access import Work
from sluis.parties import people as held
from sluis.parties.models import Capacity
from sluis.web.door import Visit, behind_login
from sluis.web.forms import Nothing


@behind_login(Work.SEE_PEOPLE)
def people(visit: Visit) -> HttpResponse:
    """Everybody with a role at the visitor's organisation."""
    rows = held.people_of(visit.actor.party)
    return visit.page("people.html", people=rows, may_block=visit.may(Work.BLOCK_PEOPLE))


@behind_login(Work.BLOCK_PEOPLE)
def block(visit: Visit, number: int) -> HttpResponse:
    """Explains what blocking a role does, and does it."""
    return _settle(visit, number, blocked=False)


@behind_login(Work.BLOCK_PEOPLE)
def unblock(visit: Visit, number: int) -> HttpResponse:
    """Explains what giving a role back does, and does it."""
    return _settle(visit, number, blocked=True)


def _settle(visit: Visit, number: int, *, blocked: bool) -> HttpResponse:
    row = next((one for one in held.people_of(visit.actor.party) if one.pk == number), None)
    if row is None:
        raise Http404
    form = Nothing.sent(visit.texts, visit.request) if visit.request.method == "POST" else Nothing(visit.texts)

    def act() -> Capacity:
        return held.unblock(number, by=visit.actor) if blocked else held.block(number, by=visit.actor, at=visit.at)

    if form.is_bound and visit.does(form, act):
        said = visit.texts("people_unblocked" if blocked else "people_blocked", name=row.account.name)
        return visit.go("people", said)
    return visit.page("people_block.html", status=409 if form.is_bound else 200, form=form, person=row, blocked=blocked)
