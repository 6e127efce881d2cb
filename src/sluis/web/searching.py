"""Search over municipalities and the visitor's own protocols. People are never searched for.

What is typed is posted, not put into the address: somebody may type a person's number, and an address is kept in
histories and logs.
"""

from __future__ import annotations

from django.http import HttpResponse

from sluis.domain.access import Work
from sluis.domain.lifecycle import NotPossible
from sluis.protocols import search as finding
from sluis.protocols.search import Found
from sluis.web import forms
from sluis.web.door import Visit, behind_login
from sluis.web.forms import Form


class Query(Form):
    """What is looked for."""

    text = forms.line("search_text", hint="search_hint", longest=finding.LONGEST)


@behind_login(Work.SEE_PROTOCOLS)
def search(visit: Visit) -> HttpResponse:
    """Finds municipalities and protocols."""
    found: Found | None = None
    form = Query.sent(visit.texts, visit.request) if visit.request.method == "POST" else Query(visit.texts)
    if form.is_bound and form.is_valid():
        try:
            found = finding.search(form.cleaned_data["text"], visit.actor, visit.at)
        except NotPossible as error:
            form.refuse(error.reasons, "text")
    return visit.page("search.html", status=400 if form.is_bound and form.errors else 200, form=form, found=found)
