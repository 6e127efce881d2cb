"""The closing of a version that is over. It needs a count from behind the wall, and this one module may have it.

What is delivered, and of whom, is out of reach here: `disclosures.closing` counts, and shows nobody.
"""

from __future__ import annotations

from django.http import HttpResponse

from sluis.disclosures import closing
from sluis.domain.access import Work
from sluis.domain.lifecycle import Verb, possible
from sluis.web.door import Visit, behind_login, protocol_for
from sluis.web.forms import Form, Nothing
from sluis.web.protocols.page import render, shown


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
