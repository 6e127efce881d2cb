"""The list and the board of protocols, with filters.

A filter has a fixed set of values and stands in the address, so that a page can be kept and sent on. What is typed
freely goes to the search page, which keeps it out of addresses: somebody may type a person's number.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from django.http import HttpRequest, HttpResponse

from sluis.domain.access import Work
from sluis.domain.lifecycle import IN_FORCE, IN_PREPARATION, STATUS_NAMES, Status, Verb
from sluis.protocols import listing
from sluis.protocols.listing import Sort, Whose
from sluis.web import forms
from sluis.web.door import Visit, behind_login
from sluis.web.forms import Form
from sluis.web.texts import PROVINCES

PAGE_SIZE = 50

# What a list can be narrowed down to by state, beside one status alone.
GROUPS: Mapping[str, frozenset[Status]] = {
    "preparing": frozenset(IN_PREPARATION),
    "in_force": IN_FORCE,
    "over": frozenset(Status) - set(IN_PREPARATION) - IN_FORCE,
}
_GROUP_NAMES = {"preparing": "list_preparing", "in_force": "list_in_force", "over": "list_over"}
_WHOSE_NAMES = {Whose.MINE: "list_mine", Whose.OTHERS: "list_others", Whose.NONE: "list_none"}
_SORT_NAMES = {
    Sort.MUNICIPALITY: "list_by_municipality",
    Sort.CODE: "list_by_code",
    Sort.STATUS: "list_by_status",
    Sort.SINCE: "list_by_since",
}


class Filters(Form):
    """What the list is narrowed down to; every field may be left open."""

    status = forms.one_of("list_status", required=False)
    province = forms.one_of("list_province", required=False)
    turn = forms.one_of("list_turn", required=False)
    sort = forms.one_of("list_sort", required=False)


def _filters(visit: Visit) -> Filters:
    texts = visit.texts
    form = Filters(texts, visit.request.GET)
    everything = ("", texts("list_all"))
    groups = [(name, texts(key)) for name, key in _GROUP_NAMES.items()]
    forms.choose(form, "status", [everything, *groups, *((one.value, STATUS_NAMES[one]) for one in Status)])
    forms.choose(form, "province", [everything, *((name, texts.province(name)) for name in PROVINCES)])
    forms.choose(form, "turn", [everything, *((one.value, texts(key)) for one, key in _WHOSE_NAMES.items())])
    forms.choose(form, "sort", [(one.value, texts(key)) for one, key in _SORT_NAMES.items()])
    return form


Word = TypeVar("Word", bound=StrEnum)


def _read(words: type[Word], text: str) -> Word | None:
    return words(text) if text in set(words) else None


def page_number(request: HttpRequest) -> int:
    """The number of the page that is asked for; what is none means the first."""
    given = request.GET.get("page", "")
    return max(1, int(given)) if given.isascii() and given.isdecimal() and len(given) <= 6 else 1


@behind_login(Work.SEE_PROTOCOLS)
def protocols(visit: Visit) -> HttpResponse:
    """The protocols of the visitor's party, as many of them as are asked for."""
    form = _filters(visit)
    # A filter that is none of those there are asks for everything, and the form says so beside the field.
    form.is_valid()
    given = form.cleaned_data
    status = given.get("status", "")
    one = _read(Status, status)
    found = listing.listing(
        visit.actor,
        at=visit.at,
        statuses={one} if one else GROUPS.get(status, frozenset()),
        province=given.get("province") or None,
        turn=_read(Whose, given.get("turn", "")),
        sort=_read(Sort, given.get("sort", "")) or Sort.MUNICIPALITY,
        page=page_number(visit.request),
        page_size=PAGE_SIZE,
    )
    return visit.page(
        "protocols.html",
        form=form,
        found=found,
        pages=max(1, -(-found.total // PAGE_SIZE)),
        may_draft=visit.may(Verb.DRAFT),
    )


@behind_login(Work.SEE_PROTOCOLS)
def board(visit: Visit) -> HttpResponse:
    """The protocols of the visitor's party by status."""
    return visit.page("board.html", columns=listing.board(visit.actor, visit.at), may_draft=visit.may(Verb.DRAFT))
