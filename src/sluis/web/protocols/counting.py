"""What a text would give, tried out, and the closing of a version that is over: both need a count from behind the wall.

Who was delivered, and to whom, is out of reach here. The two modules of `disclosures` that this one has only count and
show nobody; the import contract lets this one module have them, and no other of the protocol desk.
"""

from __future__ import annotations

from django.http import HttpResponse

from sluis.disclosures import closing, simulation
from sluis.domain import drafts
from sluis.domain.access import Work
from sluis.domain.catalogue import in_words
from sluis.domain.lifecycle import Verb, possible
from sluis.protocols import standing
from sluis.web.door import Visit, behind_login, protocol_for
from sluis.web.forms import Form, Nothing
from sluis.web.protocols import places
from sluis.web.protocols.page import render, shown


@behind_login(Work.SEE_PROTOCOLS)
def simulate(visit: Visit, code: str) -> HttpResponse:
    """Tries out the text that is being worked on, today."""
    seen = shown(visit, code)
    found = simulation.simulate(seen.version, visit.at.date())
    draft = drafts.read(bytes(seen.version.terms))
    terms = drafts.as_terms(draft)
    agreed = {one.purpose: one for one in terms.purposes} if terms else {}
    return render(
        visit, "simulation.html", seen, part="protocol-simulation", found=found, agreed=agreed, terms=terms,
        who={purpose: in_words(one.population) for purpose, one in agreed.items()},
        missing=[places.told(problem, draft).said for problem in found.problems],
        in_force=standing.in_force_beside(seen.version),
    )  # fmt: skip


@behind_login(Work.SEE_PROTOCOLS)
def close(visit: Visit, code: str, number: int) -> HttpResponse:
    """Explains what closing is and what is still kept, and closes."""
    protocol_for(visit, code, Verb.CLOSE)
    seen = shown(visit, code, number)
    form: Form = Nothing.sent(visit.texts, visit.request) if visit.request.method == "POST" else Nothing(visit.texts)
    if form.is_bound and visit.does(form, lambda: closing.close(code, number, by=visit.actor, at=visit.at)):
        return visit.go("protocol", visit.texts("close_done"), code=code)
    return render(
        visit, "close.html", seen, part="protocol", status=409 if form.is_bound else 200,
        form=form,
        undeleted=closing.undeleted(code, number),
        is_over=Verb.CLOSE in possible(seen.standing.progress.status),
        reasons=seen.standing.why_not(Verb.CLOSE),
    )  # fmt: skip
