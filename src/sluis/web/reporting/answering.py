"""The desk of the answer to parliament: the questions and the day, the answer as it will read, and its files."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpResponse, QueryDict

from sluis.domain.access import Work
from sluis.domain.document import Document
from sluis.domain.words import BRUSSELS
from sluis.register.formats import FIRST_DAY
from sluis.reporting import answer as answers
from sluis.reporting.answer import Asked
from sluis.reporting.files import KINDS
from sluis.reporting.questions import QUESTION_NAMES, Question
from sluis.web import forms
from sluis.web.door import Visit, behind_login
from sluis.web.forms import Form
from sluis.web.municipality.attaching import attachment


class AskedFor(Form):
    """The questions, the day, and an earlier day to hold it against."""

    question = forms.some_of("answer_questions")
    on = forms.day("answer_on")
    since = forms.day("answer_since", hint="answer_since_hint", required=False)


@behind_login(Work.WRITE_ANSWER)
def answer(visit: Visit) -> HttpResponse:
    """The answer on a page; without a question in the address, all of them as of today."""
    form = _form(visit)
    return _page(visit, form, _document(visit, form))


@behind_login(Work.WRITE_ANSWER)
def file(visit: Visit, kind: str) -> HttpResponse:
    """The same answer as a file to keep; a wrong question gives the page, with what is wrong."""
    if kind not in KINDS:
        raise Http404
    form = _form(visit)
    document = _document(visit, form)
    if document is None:
        return _page(visit, form, None)
    name = f"antwoord-{form.cleaned_data['on']}.{kind}"
    return attachment(name, KINDS[kind].write(document, at=visit.at), KINDS[kind].content_type)


def _form(visit: Visit) -> AskedFor:
    given = visit.request.GET
    asked = given if given.keys() & AskedFor.base_fields.keys() else _everything(visit.at)
    form = AskedFor(visit.texts, asked)
    form.fields["on"].help_text = visit.texts("answer_on_hint", first=visit.texts.day(FIRST_DAY))
    forms.choose(form, "question", [(one.value, name) for one, name in QUESTION_NAMES.items()])
    return form


def _everything(at: datetime) -> QueryDict:
    asked = QueryDict(mutable=True)
    asked.setlist("question", [one.value for one in Question])
    asked["on"] = at.astimezone(BRUSSELS).date().isoformat()
    return asked


def _document(visit: Visit, form: AskedFor) -> Document | None:
    """The answer; None where it cannot be given, and the form says why."""
    if not form.is_valid():
        return None
    given = form.cleaned_data
    questions = tuple(Question(one) for one in given["question"])
    asked = Asked(visit.party_code, questions, given["on"], given["since"])
    if reasons := answers.why_not(asked, at=visit.at):
        form.refuse(reasons)
        return None
    return answers.answer(asked, at=visit.at, address=settings.ADDRESS)


def _page(visit: Visit, form: AskedFor, document: Document | None) -> HttpResponse:
    status = HTTPStatus.BAD_REQUEST if document is None else HTTPStatus.OK
    query = form.data.urlencode() if isinstance(form.data, QueryDict) else ""
    return visit.page("agency/answer.html", status=status, form=form, document=document, asked=query)
