"""Writing a text: it is begun from the model, filled in by either side, or changed by a proposal; and amended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render as render_fragment

from sluis.domain import drafts
from sluis.domain.access import Work
from sluis.domain.differences import Difference, differences
from sluis.domain.lifecycle import Deed, NotPossible, Verb
from sluis.protocols import actions, beginnings
from sluis.protocols.conversation import text_with
from sluis.web.door import Visit, behind_login, protocol_for
from sluis.web.forms import Form, Nothing, line, text
from sluis.web.protocols import draft_form, places
from sluis.web.protocols.draft_form import OF_PURPOSE, SECTIONS, DraftForm
from sluis.web.protocols.page import Shown, render, shown


class Note(Form):
    """What a change of the draft is about, for whoever reads it back."""

    note = line("draft_note", hint="draft_note_hint", required=False)


class Why(Form):
    """Why a change is proposed."""

    why = text("propose_why", hint="propose_why_hint")


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is still missing or wrong in a text, with the field in which it is put right."""

    text: str
    field: str | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The form as it lies on the desk: on which text it was written, the change it holds, and what would be missing.

    `theirs` is what another changed meanwhile; None where nobody did. `fits`: the form shows
    all that stands in the text.
    """

    form: DraftForm
    beside: Form
    base: str
    patch: Mapping[str, Any]
    missing: Sequence[Missing]
    theirs: Sequence[Difference] | None = None
    fits: bool = True


@behind_login(Work.SEE_PROTOCOLS)
def write(visit: Visit, code: str, *, proposing: bool = False, checking: bool = False) -> HttpResponse:
    """The form of all parts: changes the draft, or proposes the change. `checking` keeps nothing."""
    deed = Deed.PROPOSE if proposing else Deed.REVISE
    protocol_for(visit, code, deed)
    seen = shown(visit, code)
    reasons = seen.standing.why_not(deed)
    sent = visit.request.method == "POST"
    if reasons:
        return _page(visit, seen, None, proposing=proposing, reasons=reasons, status=409 if sent else 200)
    sheet = _sent(visit, seen, proposing=proposing) if sent else _fresh(visit, seen, proposing=proposing)
    if checking and visit.request.headers.get("HX-Request") == "true":
        return _fragment(visit, sheet)
    if not sent or checking:
        return _page(visit, seen, sheet, proposing=proposing)
    if sheet.theirs is None and _done(visit, code, sheet, proposing=proposing):
        if proposing:
            return visit.go("protocol-talk", visit.texts("propose_done"), code=code)
        said = "draft_saved" if sheet.missing else "draft_saved_whole"
        return visit.go("protocol-draft", visit.texts(said, count=len(sheet.missing)), code=code)
    seen = shown(visit, code)
    return _page(visit, seen, _after_refusal(visit, seen, sheet, proposing=proposing), proposing=proposing, status=409)


def _fresh(visit: Visit, seen: Shown, *, proposing: bool) -> Sheet:
    draft = drafts.read(bytes(seen.version.terms))
    form = DraftForm(visit.texts, initial=draft_form.shown(draft))
    beside = Why(visit.texts) if proposing else Note(visit.texts)
    return Sheet(form, beside, seen.version.terms_digest, {}, _missing(visit, draft), None, draft_form.fits(draft))


def _sent(visit: Visit, seen: Shown, *, proposing: bool) -> Sheet:
    """What was sent, laid on the text as it stands now; another's change is seen by the digest that came with it."""
    data, version = visit.request.POST, seen.version
    draft = drafts.read(bytes(version.terms))
    base = data.get("base", "")
    before = text_with(version, base)
    was, mine = draft_form.shown(draft if before is None else before), draft_form.typed(data)
    beside = Why.sent(visit.texts, visit.request) if proposing else Note.sent(visit.texts, visit.request)
    if base == version.terms_digest:
        form, theirs = DraftForm(visit.texts, data), None
    else:
        merged = draft_form.merged(was, mine, draft_form.shown(draft))
        form = DraftForm(visit.texts, draft_form.as_data(merged))
        theirs = differences(before, draft) if before is not None else ()
    patch = draft_form.changes(draft, was, mine, frozenset(form.errors), tidy_up="tidy-up" in data)
    missing = _missing(visit, draft, patch)
    return Sheet(form, beside, version.terms_digest, patch, missing, theirs, draft_form.fits(draft))


def _after_refusal(visit: Visit, seen: Shown, sheet: Sheet, *, proposing: bool) -> Sheet:
    """The sheet again; where somebody came in between just now, on their text."""
    if sheet.base == seen.version.terms_digest:
        return sheet
    return _sent(visit, seen, proposing=proposing)


def _done(visit: Visit, code: str, sheet: Sheet, *, proposing: bool) -> bool:
    if not sheet.beside.is_valid():
        return False
    given = sheet.beside.cleaned_data
    if proposing:
        return visit.does(sheet.form, lambda: _propose(visit, code, sheet.patch, given["why"]))
    return visit.does(
        sheet.form,
        lambda: actions.revise(
            code, sheet.patch, base=sheet.base, note=given["note"], by=visit.actor, at=visit.at
        ),
    )  # fmt: skip


def _propose(visit: Visit, code: str, patch: Mapping[str, Any], why: str) -> object:
    return actions.propose(code, patch, why=why, by=visit.actor, at=visit.at)


def _missing(visit: Visit, draft: drafts.Draft, patch: Mapping[str, Any] | None = None) -> list[Missing]:
    """What a draft would lack with a change made to it."""
    try:
        after = drafts.changed(draft, patch or {})
        problems = drafts.problems(after)
    except NotPossible as error:
        return [Missing(visit.texts(reason), None) for reason in error.reasons]
    told = [places.told(problem, after) for problem in problems]
    return [Missing(visit.texts(one.said), draft_form.field_at(one.path)) for one in told]


def _fragment(visit: Visit, sheet: Sheet) -> HttpResponse:
    context = {"visit": visit, "texts": visit.texts, "sheet": sheet, "refreshed": True}
    return render_fragment(visit.request, "protocol/missing.html", context)


def _page(
    visit: Visit,
    seen: Shown,
    sheet: Sheet | None,
    *,
    proposing: bool,
    reasons: Sequence[object] = (),
    status: int = 200,
) -> HttpResponse:
    name = "protocol-propose" if proposing else "protocol-draft"
    return render(
        visit, "draft.html", seen, part="protocol-talk" if proposing else "protocol-draft", status=status, sheet=sheet,
        proposing=proposing, reasons=reasons, sections=SECTIONS, of_purpose=OF_PURPOSE, refreshed=False,
        action=visit.address(name, code=seen.protocol.code),
        check=visit.address(f"{name}-check", code=seen.protocol.code),
        may_complete=visit.may(Verb.COMPLETE),
    )  # fmt: skip


@behind_login(Work.SEE_PROTOCOLS)
def amend(visit: Visit, code: str, *, adopting: bool = False) -> HttpResponse:
    """Begins the next version of the text in force: as it is, to be changed, or brought over to a newer model."""
    protocol_for(visit, code, Verb.DRAFT)
    seen = shown(visit, code)
    current = beginnings.text_in_force(code)
    newer = beginnings.newer_model(current, visit.at.date()) if current else None
    form = Nothing(visit.texts)
    if visit.request.method == "POST":
        form = Nothing.sent(visit.texts, visit.request)
        if adopting and newer is not None:
            if visit.does(form, lambda: actions.adopt_model(code, newer.model, by=visit.actor, at=visit.at)):
                return visit.go("protocol", visit.texts("adopt_done"), code=code)
        elif visit.does(form, lambda: actions.amend(code, by=visit.actor, at=visit.at)):
            return visit.go("protocol-draft", visit.texts("amend_done"), code=code)
    return render(
        visit, "amend.html", seen, part="protocol-text", status=409 if form.is_bound else 200, form=form,
        current=current, newer=newer, reasons=beginnings.why_not_amend(code),
    )  # fmt: skip
