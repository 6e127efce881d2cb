"""The yearly report for the parties: an agency sees the whole and each municipality, a municipality its own.

What is shown is a value that was counted below; nothing here counts, and nothing here can reach a person.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import wraps

from django.http import Http404, HttpResponse

from sluis.domain.access import Work
from sluis.domain.lifecycle import NotPossible
from sluis.domain.terms import Side
from sluis.domain.words import BRUSSELS, Said, plain
from sluis.parties import queries as parties
from sluis.parties.municipalities import municipalities
from sluis.reporting import spans, yearly_formats
from sluis.reporting.files import KINDS
from sluis.reporting.spans import Span
from sluis.reporting.yearly import OfMunicipality, Report, agencies_of, begun, yearly
from sluis.reporting.yearly_document import document
from sluis.web import forms
from sluis.web.door import Visit, behind_login
from sluis.web.forms import Form
from sluis.web.municipality.attaching import attachment
from sluis.web.reporting.shown import SHOWN, span_in_words

# What a browser is told that a report is; the documents (`files.KINDS`) are in Dutch.
DATA = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
FORMS = (*KINDS, *DATA)


class Days(Form):
    """Which days a report is about, where it is no year."""

    first = forms.day("yearly_first")
    last = forms.day("yearly_last")


@behind_login(Work.SEE_YEARLY_REPORT)
def reports(visit: Visit) -> HttpResponse:
    """Asks for which year, or for which other days."""
    if "first" not in visit.request.GET and "last" not in visit.request.GET:
        return _choose(visit, Days(visit.texts))
    form = Days(visit.texts, visit.request.GET)
    if form.is_valid():
        try:
            span = spans.span(form.cleaned_data["first"], form.cleaned_data["last"], _today(visit))
        except NotPossible as error:
            form.refuse(error.reasons, "first")
        else:
            return visit.go("report", span=str(span))
    return _choose(visit, form, status=400)


def _on_a_span(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Reads the span in an address; where it is none, the page to choose one says so."""

    @wraps(view)
    def read(visit: Visit, span: str, **parts: str) -> HttpResponse:
        try:
            asked = spans.read_span(span, _today(visit))
        except NotPossible as error:
            return _choose(visit, Days(visit.texts), error.reasons, status=404)
        return view(visit, asked, **parts)

    return read


@behind_login(Work.SEE_YEARLY_REPORT)
@_on_a_span
def report(visit: Visit, span: Span, nis: str | None = None) -> HttpResponse:
    """The report: of a municipality, of the visitor's own, or for an agency of the whole."""
    if nis is None and visit.side is Side.SENDER:
        return _page(visit, yearly(visit.party_code, span), None)
    code = _theirs(visit, nis)
    try:
        found = yearly(_agency(visit, code), span)
        return _page(visit, found, found.of(code))
    except LookupError:
        return _elsewhere(visit, span, code)


@behind_login(Work.SEE_YEARLY_REPORT)
@_on_a_span
def file(visit: Visit, span: Span, form: str, nis: str | None = None) -> HttpResponse:
    """The same as a file, to keep or to work on."""
    if nis is None and visit.side is Side.SENDER:
        found, of = yearly(visit.party_code, span), None
    else:
        code = _theirs(visit, nis)
        found = yearly(_agency(visit, code), span)
        try:
            of = found.of(code)
        except LookupError as error:
            raise Http404 from error
    name = "-".join(["verslag", found.agency, *([of.municipality.nis] if of else []), str(span)])
    return attachment(f"{name}.{form}", *_written(found, of, form, visit.at))


def _written(found: Report, of: OfMunicipality | None, form: str, at: datetime) -> tuple[bytes, str]:
    if form in DATA:
        return yearly_formats.FORMATS[form](found, of).encode(), DATA[form]
    said = document(found, of, agency=parties.agency(found.agency).name, at=at)
    return KINDS[form].write(said, at=at), KINDS[form].content_type


def _theirs(visit: Visit, nis: str | None) -> str:
    """The code of the municipality that is asked for, if there is one and the visitor may see its report.

    A municipality sees its own, and those of the municipalities that merged into it.
    """
    code = nis or visit.party_code
    own = visit.side is not Side.SENDER
    if code not in municipalities() or (own and code not in _codes(visit.party_code, visit)):
        raise Http404
    return code


def _codes(nis: str, visit: Visit) -> tuple[str, ...]:
    return municipalities().territory(nis, _today(visit))


def _agency(visit: Visit, nis: str) -> str:
    """Whose data the report is about: the visitor's agency; for a municipality the one it asks for, or the first."""
    if visit.side is Side.SENDER:
        return visit.party_code
    there = agencies_of(_codes(nis, visit))
    asked = visit.request.GET.get("agency") or next(iter(there), "")
    if asked not in there:
        raise Http404
    return asked


def _today(visit: Visit) -> date:
    return visit.at.astimezone(BRUSSELS).date()


def _choose(visit: Visit, form: Days, reasons: Sequence[Said] = (), *, status: int = 200) -> HttpResponse:
    is_agency = visit.side is Side.SENDER
    agencies = [visit.party_code] if is_agency else list(agencies_of(_codes(visit.party_code, visit)))
    days = [day for day in map(begun, agencies) if day is not None]
    return visit.page(
        "reporting/reports.html",
        status=status,
        form=form,
        reasons=reasons,
        is_agency=is_agency,
        years=spans.years(_today(visit), min(days, default=None)),
    )


def _page(visit: Visit, found: Report, of: OfMunicipality | None) -> HttpResponse:
    named = parties.agency_names()
    others = {} if of is None or visit.side is Side.SENDER else agencies_of(_codes(of.municipality.nis, visit))
    what = municipalities().what_is(of.municipality.nis, _today(visit)) if of is not None else None
    return visit.page(
        "reporting/report.html",
        **SHOWN,
        report=found,
        of=of,
        rows=sorted(found.rows, key=lambda row: plain(row.municipality.name)),
        merged=what if what is not None and what.successor is not None and not what.exists else None,
        agency_name=named[found.agency],
        other_agencies=[(code, name) for code, name in others.items() if code != found.agency],
        query=f"?agency={found.agency}" if len(others) > 1 else "",
        span_words=span_in_words(found.span, visit.texts),
        trail=_trail(visit, found.span, of is not None),
    )


def _elsewhere(visit: Visit, span: Span, nis: str) -> HttpResponse:
    """A municipality that did not exist at the end of the span: what it did, or what led to it, counts elsewhere."""
    what = municipalities().what_is(nis, span.until)
    return visit.page(
        "reporting/elsewhere.html",
        one=what.municipality,
        span=span,
        span_words=span_in_words(span, visit.texts),
        successor=what.successor,
        succeeded_on=what.succeeded_on,
        absorbed=[municipalities().get(code) for code in _codes(nis, visit) if code != nis],
        trail=_trail(visit, span, True),
    )


def _trail(visit: Visit, span: Span, of_one: bool) -> list[tuple[str, str]]:
    trail = [(visit.texts("yearly_reports"), visit.address("reports"))]
    if of_one and visit.side is Side.SENDER:
        trail.append((span_in_words(span, visit.texts), visit.address("report", span=str(span))))
    return trail
