"""What is done to a protocol in force beside its moves: holds on deliveries, and what a merger asks."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse

from sluis.domain.access import Work
from sluis.domain.lifecycle import HOLD_NAMES, Deed, HoldKind
from sluis.domain.succession import Row
from sluis.parties import people
from sluis.protocols import actions, standing
from sluis.protocols.actions import Merged
from sluis.protocols.mergers import mergers_waiting, successors
from sluis.protocols.models import Hold, Task, Version
from sluis.web.door import Visit, behind_login, protocol_for
from sluis.web.forms import Form, Nothing, choose, one_of, text
from sluis.web.protocols.page import render, shown


class ToHold(Form):
    """Why all deliveries are held."""

    kind = one_of("hold_kind", radio=True)
    reason = text("form_reason", hint="form_reason_hint")


@dataclass(frozen=True, slots=True)
class Source:
    """A text that was inherited from, and whose it was."""

    version: Version
    municipality: str


@behind_login(Work.SEE_PROTOCOLS)
def hold(visit: Visit, code: str) -> HttpResponse:
    """Shows the holds on a protocol, and places one."""
    if visit.request.method != "POST":
        return _holds(visit, code)
    protocol_for(visit, code, Deed.HOLD)
    form = _to_hold(visit, sent=True)

    def act() -> None:
        kind, reason = HoldKind(form.cleaned_data["kind"]), form.cleaned_data["reason"]
        actions.place_hold(code, kind, reason=reason, by=visit.actor, at=visit.at)

    if visit.does(form, act):
        return visit.go("protocol-hold", visit.texts("hold_done"), code=code)
    return _holds(visit, code, form)


@behind_login(Work.SEE_PROTOCOLS)
def lift(visit: Visit, code: str, kind: str) -> HttpResponse:
    """Lifts the holds of a kind."""
    if kind not in set(HoldKind):
        raise Http404
    if visit.request.method != "POST":
        return _holds(visit, code)
    protocol_for(visit, code, Deed.LIFT_HOLD)
    form = Nothing.sent(visit.texts, visit.request)
    if visit.does(form, lambda: actions.lift_holds(code, HoldKind(kind), by=visit.actor, at=visit.at)):
        return visit.go("protocol-hold", visit.texts("lift_done"), code=code)
    return _holds(visit, code, lifting=form)


def _to_hold(visit: Visit, *, sent: bool = False) -> Form:
    form = ToHold.sent(visit.texts, visit.request) if sent else ToHold(visit.texts)
    choose(form, "kind", {kind.value: said for kind, said in HOLD_NAMES.items()})
    return form


def _holds(visit: Visit, code: str, to_hold: Form | None = None, lifting: Form | None = None) -> HttpResponse:
    seen = shown(visit, code)
    rows = list(Hold.objects.filter(protocol_id=code).order_by("-pk"))
    is_open = [row for row in rows if row.lifted_at is None]
    return render(
        visit, "hold.html", seen, part="protocol", status=409 if to_hold or lifting else 200,
        open_holds=is_open,
        lifted=[row for row in rows if row.lifted_at is not None],
        liftable=sorted({row.kind for row in is_open}) if not seen.standing.why_not(Deed.LIFT_HOLD) else [],
        cannot_hold=() if to_hold else seen.standing.why_not(Deed.HOLD),
        to_hold=to_hold or _to_hold(visit),
        lifting=lifting,
    )  # fmt: skip


@behind_login(Work.SEE_PROTOCOLS)
def tasks(visit: Visit, code: str) -> HttpResponse:
    """What is to be done after a merger, and what the inherited text came from."""
    return _tasks(visit, code)


@behind_login(Work.SEE_PROTOCOLS)
def finish(visit: Visit, code: str, kind: str) -> HttpResponse:
    """Records that a task was done."""
    if visit.request.method != "POST":
        return _tasks(visit, code)
    protocol_for(visit, code, Deed.FINISH_TASK)
    form = Nothing.sent(visit.texts, visit.request)
    if visit.does(form, lambda: actions.finish_task(code, kind, by=visit.actor, at=visit.at)):
        return visit.go("protocol-tasks", visit.texts("task_done"), code=code)
    return _tasks(visit, code, form)


def _tasks(visit: Visit, code: str, finishing: Form | None = None) -> HttpResponse:
    seen = shown(visit, code)
    inherited = standing.inherited_version(code)
    sources, rows = _inheritance(inherited)
    return render(
        visit, "tasks.html", seen, part="protocol", status=409 if finishing else 200,
        tasks=list(Task.objects.filter(protocol_id=code).order_by("pk")),
        can_finish=not seen.standing.why_not(Deed.FINISH_TASK),
        finishing=finishing, inherited=inherited, sources=sources, rows=rows,
    )  # fmt: skip


def _inheritance(inherited: Version | None) -> tuple[list[Source], tuple[Row, ...]]:
    if inherited is None:
        return [], ()
    versions, rows = standing.inherited_from(inherited)
    return [Source(one, people.organisation_name(f"nis:{one.protocol.nis}")) for one in versions], rows


@behind_login()
def mergers(visit: Visit) -> HttpResponse:
    """The mergers that wait to be carried out on the agency's protocols."""
    visit.require(Deed.MERGE)
    return visit.page("mergers.html", waiting=mergers_waiting(visit.party_code, visit.at.date()), form=None)


@behind_login()
def merge(visit: Visit, nis: str) -> HttpResponse:
    """Carries a merger out: the successor inherits, or the page says why it does not."""
    visit.require(Deed.MERGE)
    if nis not in successors(visit.at.date()):
        raise Http404
    waiting = mergers_waiting(visit.party_code, visit.at.date())
    if visit.request.method != "POST":
        return visit.page("mergers.html", waiting=waiting, form=None)
    done: list[Merged | None] = []
    form = Nothing.sent(visit.texts, visit.request)
    if not visit.does(
        form, lambda: done.append(actions.merge(nis, agency=visit.party_code, by=visit.actor, at=visit.at))
    ):
        return visit.page("mergers.html", status=409, waiting=waiting, form=form)
    return _came_of(visit, done[0])


def _came_of(visit: Visit, merged: Merged | None) -> HttpResponse:
    if merged is None:
        return visit.go("mergers", visit.texts("merge_nothing_to_do"))
    if merged.inherited is None:
        why = visit.texts(merged.why_none) if merged.why_none else ""
        return visit.go("mergers", visit.texts("merge_nothing", why=why))
    return visit.go("protocol-tasks", visit.texts("merge_done"), code=merged.inherited.protocol_id)
