"""The conversation about a text: remarks at a place of it, and proposals that the other side accepts or declines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse

from sluis.domain.access import Work
from sluis.domain.lifecycle import Deed
from sluis.domain.words import Purpose, Said
from sluis.parties import people
from sluis.protocols import actions, conversation
from sluis.protocols.models import Version
from sluis.web.door import Visit, behind_login, protocol_for
from sluis.web.forms import Form, choose, one_of, text
from sluis.web.protocols import places
from sluis.web.protocols.page import Shown, render, shown
from sluis.web.texts import Texts

# Where a remark can be put: what a conversation is about, no finer.
PLACES: tuple[str, ...] = (
    "recipient", "sender", "start", "end", "noticeMonths", "purposes", *(f"purposes.{one}" for one in Purpose),
    "territory", "rowLimit", "security", "breachNoticeHours", "supervisor", "groundsForCommunication",
    "groundsForCollection", "clauses",
)  # fmt: skip


class Remark(Form):
    """A remark, at a place of the text or about all of it."""

    place = one_of("talk_place", hint="talk_place_hint", required=False)
    remark = text("talk_remark", hint="talk_remark_hint")

    def __init__(self, texts: Texts, data: Any = None, files: Any = None, **options: Any) -> None:
        super().__init__(texts, data, files, **options)
        named = [(place, _capital(texts(place_name(place)))) for place in PLACES]
        choose(self, "place", [("", texts("talk_in_general")), *named])


class Settlement(Form):
    """Yes or no to a proposal."""

    accept = one_of("talk_answer", radio=True)

    def __init__(self, texts: Texts, data: Any = None, files: Any = None, **options: Any) -> None:
        super().__init__(texts, data, files, **options)
        choose(self, "accept", {"yes": texts("talk_accept"), "no": texts("talk_decline")})


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]


def place_name(place: str) -> Said:
    """What people call the place of a remark."""
    return places.label(tuple(place.split(".")))


@behind_login(Work.SEE_PROTOCOLS)
def talk(visit: Visit, code: str) -> HttpResponse:
    """What was said about the text; a remark is added here."""
    seen = shown(visit, code)
    form = Remark(visit.texts, initial={"place": visit.request.GET.get("place", "")})
    if visit.request.method == "POST":
        protocol_for(visit, code, Deed.COMMENT)
        form = Remark.sent(visit.texts, visit.request)
        if visit.does(form, lambda: _comment(visit, code, form.cleaned_data)):
            return visit.go("protocol-talk", visit.texts("talk_remark_done"), code=code)
    return render(
        visit, "talk.html", seen, part="protocol-talk", status=409 if form.is_bound else 200, form=form,
        comments=conversation.comments_on(seen.version), place_name=place_name, party_name=people.organisation_name,
        proposals=conversation.proposals_on(seen.version, seen.standing),
        may_comment=visit.may(Deed.COMMENT), why_not_comment=seen.standing.why_not(Deed.COMMENT),
        may_propose=visit.may(Deed.PROPOSE), why_not_propose=seen.standing.why_not(Deed.PROPOSE),
    )  # fmt: skip


def _comment(visit: Visit, code: str, given: Mapping[str, Any]) -> object:
    return actions.comment(code, given["remark"], place=given["place"], by=visit.actor, at=visit.at)


@behind_login(Work.SEE_PROTOCOLS)
def proposal(visit: Visit, code: str, number: int) -> HttpResponse:
    """One proposal: what it would change, and the answer of the other side."""
    seen, found = _proposal(visit, code, number)
    form = Settlement(visit.texts)
    if visit.request.method == "POST":
        protocol_for(visit, code, Deed.SETTLE)
        form = Settlement.sent(visit.texts, visit.request)
        if visit.does(form, lambda: _settle(visit, number, accept=form.cleaned_data["accept"] == "yes")):
            done = "talk_accepted" if form.cleaned_data["accept"] == "yes" else "talk_declined"
            return visit.go("protocol-talk", visit.texts(done), code=code)
        seen, found = _proposal(visit, code, number)
    if found.why_not_accept:
        choose(form, "accept", {"no": visit.texts("talk_decline")})
    return render(
        visit, "proposal.html", seen, part="protocol-talk", status=409 if form.is_bound else 200, form=form,
        found=found, party_name=people.organisation_name, may_settle=visit.may(Deed.SETTLE),
    )  # fmt: skip


def _settle(visit: Visit, number: int, *, accept: bool) -> object:
    return actions.settle_proposal(number, accept=accept, by=visit.actor, at=visit.at)


def _proposal(visit: Visit, code: str, number: int) -> tuple[Shown, conversation.Proposed]:
    seen = shown(visit, code)
    for version in _versions_newest_first(seen):
        for one in conversation.proposals_on(version, seen.standing):
            if one.proposal.pk == number:
                return seen, one
    raise Http404


def _versions_newest_first(seen: Shown) -> list[Version]:
    return sorted(seen.versions, key=lambda version: -version.number)
