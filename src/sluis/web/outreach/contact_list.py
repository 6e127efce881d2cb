"""The list of contacts: taken out as a file, and taken in anew after a look at what that would change.

What was sent stays in the page between the two steps, so nothing of it is kept before somebody says so.
"""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse

from sluis.domain.access import Work
from sluis.domain.words import BRUSSELS
from sluis.outreach import actions, queries
from sluis.outreach import contact_list as lists
from sluis.outreach.contact_list import COLUMN_NAMES, ContactList, NotAList
from sluis.web import forms
from sluis.web.door import Visit, behind_login
from sluis.web.forms import Form
from sluis.web.outreach.page import page

# People change their work: a list that was not looked at for so long names some who are there no more.
AGES = timedelta(days=365)


class Send(Form):
    """The file to look at."""

    file = forms.file("contacts_file", hint="contacts_file_hint", accept=".csv,text/csv")


class TakeIn(Form):
    """That the list may take the place of the one before."""


class TakeInGoodRows(Form):
    """The same where not every row is good: somebody must say that the others may be left out."""

    good_rows = forms.tick("contacts_good_rows", hint="contacts_good_rows_hint")


@behind_login(Work.SEE_OUTREACH)
def contact_list(visit: Visit) -> HttpResponse:
    """How many are on the list; looks at a file that is sent, and takes it in when that is asked."""
    if visit.request.method != "POST":
        return _page(visit, Send(visit.texts))
    visit.require(Work.DO_OUTREACH)
    if "content" in visit.request.POST:
        return _take_in(visit, visit.request.POST["content"])
    send = Send.sent(visit.texts, visit.request)
    if not send.is_valid():
        return _page(visit, send, status=409)
    data: bytes = send.cleaned_data["file"].read()
    read = _read(visit, data, send)
    if read is None:
        return _page(visit, send, status=409)
    return _preview(visit, read, data.decode("utf-8-sig"), _asks(visit, read))


@behind_login(Work.SEE_OUTREACH)
def file(visit: Visit) -> HttpResponse:
    """The list as a file that can be changed in a spreadsheet and taken in again."""
    response = HttpResponse(lists.written(queries.listed(visit.party_code)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="contacts.csv"'
    return response


def _take_in(visit: Visit, content: str) -> HttpResponse:
    send = Send(visit.texts, {})
    read = _read(visit, content.encode("utf-8", "surrogatepass"), send)
    if read is None:
        return _page(visit, send, status=409)
    form = (TakeInGoodRows if read.faults else TakeIn).sent(visit.texts, visit.request)
    taken: list[int] = []

    def act() -> None:
        good = bool(read.faults)
        taken.append(actions.take_in_list(visit.party_code, read, good_rows_only=good, by=visit.actor, at=visit.at))

    if visit.does(form, act):
        return visit.go("contact-list", visit.texts("contacts_taken_in", count=visit.texts.number(taken[0])))
    return _preview(visit, read, content, form, status=409)


def _read(visit: Visit, data: bytes, form: Form) -> ContactList | None:
    """What a file holds; None where it is no list, and then the form says why."""
    try:
        return lists.read(data, on=visit.today)
    except NotAList as error:
        form.is_valid()
        form.errors.pop("file", None)
        form.refuse([error.said], "file")
        return None


def _asks(visit: Visit, read: ContactList) -> Form:
    return TakeInGoodRows(visit.texts) if read.faults else TakeIn(visit.texts)


def _page(visit: Visit, form: Form, status: int = 200) -> HttpResponse:
    listed_at = queries.listed_at(visit.party_code)
    return page(
        visit,
        "contact_list.html",
        status=status,
        form=form,
        count=len(queries.listed(visit.party_code)),
        old_since=listed_at.astimezone(BRUSSELS).date() if listed_at and visit.at - listed_at > AGES else None,
    )


def _preview(visit: Visit, read: ContactList, content: str, form: Form, status: int = 200) -> HttpResponse:
    return page(
        visit,
        "contact_list_preview.html",
        status=status,
        read=read,
        content=content,
        form=form,
        replaces=queries.replaces(visit.party_code, read.rows),
        column_names=COLUMN_NAMES,
    )
