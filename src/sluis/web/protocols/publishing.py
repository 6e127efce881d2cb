"""The publication tab: where each party publishes the text, what to paste there, and whether it was seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpResponse

from sluis.adapters import websites
from sluis.adapters.webpage import snippet, webpage
from sluis.domain.access import Work
from sluis.domain.legaltext import legal_text
from sluis.domain.lifecycle import IN_PREPARATION, Deed, Verb
from sluis.domain.requirements import MUST_ADVISE
from sluis.domain.terms import Side
from sluis.protocols import actions, standing
from sluis.protocols.models import PublicationCheck, Version
from sluis.protocols.queries import terms_of
from sluis.web.door import Visit, behind_login, protocol_for
from sluis.web.forms import Form, Nothing, line, tick
from sluis.web.protocols.page import Shown, render, shown


class Address(Form):
    """Where a party publishes the protocol."""

    address = line("publish_address", hint="publish_address_hint", longest=2000)


class TextAt(Form):
    """Where the text itself can be read."""

    text = line("snippet_text", hint="snippet_text_hint", longest=2000)


class Saw(Form):
    """Somebody looked at the page themselves."""

    seen = tick("publish_saw")


@dataclass(frozen=True, slots=True)
class Published:
    """The publication by one party: the address, the newest look at it, and the forms for who may."""

    side: Side
    party: str
    address: str | None
    check: PublicationCheck | None
    form: Form | None
    saw: Form | None

    @property
    def found(self) -> bool:
        """Whether the newest look found this text."""
        return self.check is not None and bool(self.check.found_digest)


@behind_login(Work.SEE_PROTOCOLS)
def publication(visit: Visit, code: str) -> HttpResponse:
    """Shows where both parties publish, and the piece of HTML to paste."""
    return _page(visit, code)


@behind_login(Work.SEE_PROTOCOLS)
def address(visit: Visit, code: str, side: str) -> HttpResponse:
    """Takes in where a party publishes."""
    of = _side(side)
    if visit.request.method != "POST":
        return _page(visit, code)
    protocol_for(visit, code, Deed.RECORD_ADDRESS)
    form = Address.sent(visit.texts, visit.request, prefix=f"address-{side}")
    if visit.does(
        form,
        lambda: actions.record_address(code, of, form.cleaned_data["address"], by=visit.actor, at=visit.at),
    ):
        return visit.go("protocol-publication", visit.texts("publish_address_done"), code=code)
    return _page(visit, code, addresses={side: form})


@behind_login(Work.SEE_PROTOCOLS)
def check(visit: Visit, code: str) -> HttpResponse:
    """Looks at both pages now."""
    if visit.request.method != "POST":
        return _page(visit, code)
    protocol_for(visit, code, Deed.CHECK_PUBLICATION)
    form = Nothing.sent(visit.texts, visit.request)
    if visit.does(form, lambda: actions.check_publication(code, fetch=websites.fetch, by=visit.actor, at=visit.at)):
        return visit.go("protocol-publication", visit.texts("publish_checked"), code=code)
    return _page(visit, code, look=form)


@behind_login(Work.SEE_PROTOCOLS)
def attest(visit: Visit, code: str, side: str) -> HttpResponse:
    """Takes in that somebody saw the text on the page."""
    of = _side(side)
    if visit.request.method != "POST":
        return _page(visit, code)
    protocol_for(visit, code, Deed.CHECK_PUBLICATION)
    form = Saw.sent(visit.texts, visit.request, prefix=f"saw-{side}")
    if visit.does(form, lambda: actions.attest_publication(code, of, by=visit.actor, at=visit.at)):
        return visit.go("protocol-publication", visit.texts("publish_saw_done"), code=code)
    return _page(visit, code, saws={side: form})


@behind_login(Work.SEE_PROTOCOLS)
def text_page(visit: Visit, code: str) -> HttpResponse:
    """The public text as one page of HTML that names nobody, to put on a party's own site."""
    protocol_for(visit, code)
    version = standing.version_to_publish(code)
    if version is None:
        raise Http404
    page = webpage(legal_text(terms_of(version)))
    name = f"{code}-{version.number}.html"
    # Kept and not opened in place: on its own site it brings a policy of its own.
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(page, content_type="text/html; charset=utf-8", headers=headers)


def _side(side: str) -> Side:
    if side not in MUST_ADVISE:
        raise Http404
    return Side(side)


def _page(
    visit: Visit,
    code: str,
    *,
    addresses: Mapping[str, Form] | None = None,
    saws: Mapping[str, Form] | None = None,
    look: Form | None = None,
) -> HttpResponse:
    protocol_for(visit, code)
    version = standing.version_to_publish(code)
    seen = shown(visit, code, version.number if version else None)
    text_at = _text_at(visit, version)
    return render(
        visit, "publication.html", seen, part="protocol-publication",
        status=409 if addresses or saws or look else 200,
        to_publish=version is not None,
        published=[_published(visit, seen, side, addresses or {}, saws or {}) for side in MUST_ADVISE],
        text_at=text_at,
        snippet=_snippet(visit, seen.version, text_at),
        may_check=visit.may(Deed.CHECK_PUBLICATION),
        cannot_check=seen.standing.why_not(Deed.CHECK_PUBLICATION),
        look=look,
        to_validate=visit.may(Verb.VALIDATE) and not seen.standing.why_not(Verb.VALIDATE),
        in_preparation=seen.version.status in IN_PREPARATION,
    )  # fmt: skip


def _published(
    visit: Visit, seen: Shown, side: Side, addresses: Mapping[str, Form], saws: Mapping[str, Form]
) -> Published:
    by_sender = side == Side.SENDER
    at = seen.version.published_by_sender if by_sender else seen.version.published_by_recipient
    rows = PublicationCheck.objects.filter(version=seen.version, side=side, address=at or "")
    # A municipality gives its own address; the agency either's.
    gives = visit.side in (Side.SENDER, side) and not seen.standing.why_not(Deed.RECORD_ADDRESS)
    looks = at is not None and not seen.standing.why_not(Deed.CHECK_PUBLICATION)
    form = addresses.get(side) or Address(visit.texts, initial={"address": at or ""}, prefix=f"address-{side}")
    saw = saws.get(side) or Saw(visit.texts, prefix=f"saw-{side}")
    return Published(
        side,
        seen.agency if by_sender else seen.municipality,
        at,
        rows.order_by("at", "pk").last(),
        form if gives else None,
        saw if looks else None,
    )


def _text_at(visit: Visit, version: Version | None) -> Form:
    # Posted, and not a part of the address, as everything that is typed freely.
    if "text" in visit.request.POST:
        return TextAt(visit.texts, visit.request.POST)
    known = ""
    if version is not None:
        known = (version.published_by_sender if visit.side == Side.SENDER else version.published_by_recipient) or ""
    return TextAt(visit.texts, initial={"text": known})


def _snippet(visit: Visit, version: Version, form: Form) -> str | None:
    """What to paste; None while the address of the text is not known, or is none."""
    at = form["text"].value()
    if not at or (form.is_bound and not form.is_valid()):
        return None
    try:
        return snippet(digest=version.terms_digest, protocol=version.protocol_id, url=str(at))
    except ValueError:
        form.add_error("text", visit.texts("snippet_wrong"))
        return None
