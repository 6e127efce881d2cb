"""Operations that follow many protocols at once, or one after a merger: what waits, was told, or was inherited."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query
from pydantic import AwareDatetime

from sluis.api import shapes
from sluis.api.calling import now, protocol_for
from sluis.api.operations import Code, PageNumber, PageSize, answers, me, on_page, router
from sluis.api.problems import Problem
from sluis.domain.words import Said
from sluis.protocols import actions, standing
from sluis.protocols.models import Hold, Task


@router.get(
    "/waiting", response=answers(shapes.WaitingPage), operation_id="listWaiting", summary="Whose turn it is, everywhere"
)
def list_waiting(request: HttpRequest, page: PageNumber = 1, page_size: PageSize = 50) -> shapes.WaitingPage:
    """Of all the protocols of the caller's party: each text that waits for somebody, or that needs a reminder."""
    found = standing.waiting(me(request), now())
    items = [shapes.WaitingOut.of(one) for one in on_page(found, page, page_size)]
    return shapes.WaitingPage(items=items, total=len(found), page=page, page_size=page_size)


@router.get(
    "/messages", response=answers(shapes.MessagePage), operation_id="listMessages", summary="What your party was told"
)
def list_messages(
    request: HttpRequest, unread: bool = False, page: PageNumber = 1, page_size: PageSize = 50
) -> shapes.MessagePage:
    """Newest first; with `unread`, only what nobody of the party marked as read."""
    found = standing.messages_for(me(request).party, unread=unread)
    items = [shapes.MessageOut.of(row) for row in on_page(found, page, page_size)]
    return shapes.MessagePage(items=items, total=len(found), page=page, page_size=page_size)


@router.post(
    "/messages/readings",
    response=answers(shapes.MarkedOut),
    operation_id="markRead",
    summary="Mark messages as read",
)
def mark_read(request: HttpRequest, given: shapes.ToMarkRead) -> shapes.MarkedOut:
    """For the whole party. `marked` is how many were not read before; another party's messages stay as they are."""
    return shapes.MarkedOut(marked=actions.mark_read(given.ids, by=me(request), at=now()))


@router.get(
    "/standings", response=answers(shapes.StoodPage), operation_id="listStandings", summary="How it stood at a moment"
)
def list_standings(
    request: HttpRequest, at: Query[AwareDatetime], page: PageNumber = 1, page_size: PageSize = 50
) -> shapes.StoodPage:
    """Every version of the caller's protocols that was there at that moment of the past, with its state then."""
    if at > now():
        said = Said("at ligt in de toekomst.", "at lies in the future.")
        raise Problem(422, said, kind="sluis:invalidInput")
    actor = me(request)
    mine = {protocol.code for protocol in standing.protocols_of(actor)}
    found = [row for row in standing.stood_at(at) if row.code in mine] if mine else []
    items = [shapes.StoodOut.of(row) for row in on_page(found, page, page_size)]
    return shapes.StoodPage(items=items, total=len(found), page=page, page_size=page_size)


@router.get(
    "/protocols/{code}/inheritance",
    response=answers(shapes.InheritanceOut),
    operation_id="readInheritance",
    summary="What was inherited, side by side",
)
def read_inheritance(request: HttpRequest, code: Code) -> shapes.InheritanceOut:
    """The texts that the newest inherited version came from, and each place where they differed with what applies.

    `version` is null where nothing was inherited.
    """
    protocol_for(request, code)
    return shapes.InheritanceOut.of(standing.inherited_version(code))


@router.get(
    "/protocols/{code}/tasks",
    response=answers(list[shapes.TaskOut]),
    operation_id="listTasks",
    summary="What is to be done after a merger",
)
def list_tasks(request: HttpRequest, code: Code) -> list[shapes.TaskOut]:
    """Those that are done too."""
    protocol_for(request, code)
    return [shapes.TaskOut.of(row) for row in Task.objects.filter(protocol_id=code).order_by("pk")]


@router.get(
    "/protocols/{code}/holds",
    response=answers(list[shapes.HoldOut]),
    operation_id="listHolds",
    summary="Holds on the deliveries",
)
def list_holds(request: HttpRequest, code: Code) -> list[shapes.HoldOut]:
    """Oldest first, lifted ones too."""
    protocol_for(request, code)
    return [shapes.HoldOut.of(row) for row in Hold.objects.filter(protocol_id=code).order_by("pk")]
