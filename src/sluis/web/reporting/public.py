"""The figures of a year for everybody: of the whole only, and of people only once the year is over.

Of single municipalities nobody sees more here than the register says. A year that still runs grows by one delivery at
a time, and the difference between two days would say how many people stand in one.
"""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from sluis.domain.lifecycle import NotPossible
from sluis.domain.words import BRUSSELS
from sluis.parties import queries as parties
from sluis.reporting import spans
from sluis.reporting.yearly import begun, yearly
from sluis.web import answered
from sluis.web.reporting.shown import SHOWN
from sluis.web.texts import Language, Texts


@require_safe
def latest(request: HttpRequest, language: Language) -> HttpResponseBase:
    """Leads to the last year that is over."""
    last = datetime.now(BRUSSELS).year - 1
    return HttpResponseRedirect(reverse("yearly", kwargs={"language": language, "year": last}))


@require_safe
def of_year(request: HttpRequest, language: Language, year: int) -> HttpResponseBase:
    """The figures of a year, of one sending agency."""
    today = datetime.now(BRUSSELS).date()
    try:
        span = spans.year(year, today)
    except (NotPossible, ValueError, OverflowError) as error:
        raise Http404 from error
    agencies = parties.agency_names()
    agency = request.GET.get("agency") or next(iter(sorted(agencies)), None)
    if agency is not None and agency not in agencies:
        raise Http404
    return answered.page(
        request,
        "reporting/public.html",
        Texts(language),
        **SHOWN,
        year=year,
        years=spans.years(today, begun(agency) if agency else None),
        report=yearly(agency, span) if agency else None,
        agency_name=agencies[agency] if agency else "",
        other_agencies=[(code, name) for code, name in sorted(agencies.items()) if code != agency],
        query=f"?agency={agency}" if request.GET.get("agency") else "",
    )
