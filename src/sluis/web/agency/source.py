"""The source: how fresh the data are, what lies in the inbox, taking a file in, and what came of each import.

These pages name lines, columns and reasons. No value of a person ever stands on one.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from sluis.domain.access import Work
from sluis.domain.words import BRUSSELS
from sluis.dossiers import queries as dossiers
from sluis.dossiers.queries import TakenIn
from sluis.jobs import history, queries
from sluis.jobs import imports as inbox
from sluis.jobs.models import IMPORT_STATUS_NAMES, UNFINISHED, Import, ImportStatus
from sluis.web import forms
from sluis.web.agency.names import namer
from sluis.web.door import Visit, behind_login
from sluis.web.forms import Form
from sluis.web.protocols.listing import page_number

# How the state of an import looks.
_KINDS = {ImportStatus.RUNNING: "busy", ImportStatus.DONE: "good", ImportStatus.FAILED: "error"}


class Start(Form):
    """Of which day the extract is."""

    as_of = forms.day("source_as_of", hint="source_as_of_hint")


@behind_login(Work.SEE_IMPORTS)
def imports(visit: Visit) -> HttpResponse:
    """How fresh the source is, what waits in the inbox, what is being taken in, and what was."""
    agency, page = visit.party_code, page_number(visit.request)
    attempts, total = history.history(agency, page)
    return _page(
        visit,
        "imports.html",
        newest=dossiers.newest(agency),
        fresh_for=dossiers.FRESH_FOR.days,
        today=visit.at.astimezone(BRUSSELS).date(),
        inbox=inbox.waiting(agency),
        running=inbox.unfinished(agency),
        attempts=attempts,
        total=total,
        page=page,
        pages=_pages(total, history.A_PAGE),
    )


@behind_login(Work.IMPORT)
def start(visit: Visit, file: str) -> HttpResponse:
    """Explains what taking in a file of the inbox does, and asks for it."""
    found = next((one for one in inbox.waiting(visit.party_code).files if one.name == file), None)
    asked = visit.request.method == "POST"
    if found is None and not asked:
        raise Http404
    form = Start.sent(visit.texts, visit.request) if asked else Start(visit.texts, initial=_today(visit))
    begun: list[Import] = []

    def act() -> None:
        given = form.cleaned_data["as_of"]
        begun.append(inbox.start(visit.party_code, file, by=visit.actor, at=visit.at, as_of=given))

    if form.is_bound and visit.does(form, act):
        return visit.go("import", visit.texts("source_started"), number=begun[0].pk)
    return _page(visit, "import_start.html", status=409 if form.is_bound else 200, form=form, file=found)


@behind_login(Work.SEE_IMPORTS)
def one(visit: Visit, number: int) -> HttpResponse:
    """How far an import is, and in the end what came of it. What it says is read from its row, however often."""
    asked = _asked(visit, number)
    runs = asked.status in UNFINISHED
    if _is_refresh(visit.request):
        # While it runs only the part that changes; once it has ended the whole page, with the report.
        return _page(visit, "import_progress.html", asked=asked) if runs else _reload()
    taken_in = dossiers.taken_in(asked.extract, agency=asked.agency) if asked.extract is not None else None
    lies_there = asked.status == ImportStatus.FAILED and _is_in_inbox(asked)
    return _page(visit, "import.html", asked=asked, runs=runs, lies_there=lies_there, **_report(visit, taken_in))


@behind_login(Work.SEE_IMPORTS)
def extract(visit: Visit, number: int) -> HttpResponse:
    """What came of an extract that was taken in on the command line."""
    taken_in = dossiers.taken_in(number, agency=visit.party_code)
    if taken_in is None:
        raise Http404
    return _page(visit, "import.html", asked=None, runs=False, lies_there=False, **_report(visit, taken_in))


def _page(visit: Visit, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    return visit.page(
        f"agency/{template}",
        status=status,
        import_status_names=IMPORT_STATUS_NAMES,
        import_kinds=_KINDS,
        name_of=namer(),
        worker=queries.worker_is_there(at=visit.at),
        may_import=visit.may(Work.IMPORT),
        **context,
    )


def _asked(visit: Visit, number: int) -> Import:
    try:
        found = inbox.progress(number)
    except Import.DoesNotExist as error:
        raise Http404 from error
    if found.agency != visit.party_code:
        raise Http404
    return found


def _report(visit: Visit, taken_in: TakenIn | None) -> dict[str, Any]:
    """The report of an extract, with the page of its quarantine that is asked for."""
    if taken_in is None:
        return {"taken_in": None}
    report = taken_in.report
    pages = _pages(report.quarantined, dossiers.ROWS_A_PAGE)
    page = min(page_number(visit.request), pages)
    return {
        "taken_in": taken_in,
        "faults": dossiers.faults(report.extract),
        "rows": dossiers.put_aside(report.extract, page),
        "page": page,
        "pages": pages,
    }


def _today(visit: Visit) -> dict[str, Any]:
    return {"as_of": visit.at.astimezone(BRUSSELS).date()}


def _is_in_inbox(asked: Import) -> bool:
    try:
        inbox.file_of(asked)
    except FileNotFoundError:
        return False
    return True


def _is_refresh(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _reload() -> HttpResponse:
    return HttpResponse(headers={"HX-Refresh": "true"})


def _pages(total: int, size: int) -> int:
    return max(1, -(-total // size))
