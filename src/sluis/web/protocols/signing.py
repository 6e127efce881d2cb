"""The tab of the decision and the signatures: the decision closes the text, and the document made of it is signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.module_loading import import_string

from sluis.domain import drafts
from sluis.domain.access import Work
from sluis.domain.lifecycle import Deed, Verb
from sluis.domain.requirements import ATTESTATIONS, Way
from sluis.domain.terms import Decision, Side
from sluis.protocols import actions, queries, standing
from sluis.protocols.models import Document, DocumentKind, Signatory
from sluis.protocols.progress import signatories
from sluis.web.door import Visit, behind_login, protocol_for
from sluis.web.forms import Form, Nothing, add, choose, day, file, line, one_of
from sluis.web.protocols.page import Shown, render, shown

# How an address names who decides, in the order in which the law does.
BODIES: Mapping[str, str] = dict(zip(("college", "council"), drafts.CAPACITIES, strict=True))
BODY_LABELS: Mapping[str, str] = {"college": "body_college", "council": "body_council"}
KINDS: Mapping[str, str] = {
    DocumentKind.DECISION: "document_decision",
    DocumentKind.TEXT: "document_text",
    DocumentKind.SIGNED: "document_signed",
    DocumentKind.SCAN: "document_scan",
}


class ToDecide(Form):
    """The decision of college or council; a name for each capacity follows from which of them decided."""

    on = day("decide_on")
    reference = line("decide_reference", hint="decide_reference_hint")
    document = file("decide_document", hint="decide_document_hint")


class ToSign(Form):
    """The document as somebody signed it."""

    document = file("sign_document", hint="sign_document_hint")


class ToScan(Form):
    """A scan of the document as somebody signed it on paper."""

    signatory = one_of("scan_signatory")
    document = file("scan_document", hint="scan_document_hint")


@dataclass(frozen=True, slots=True)
class Placed:
    """Somebody who is to sign, and how far that is. `attest`: the visitor can attest the scan, if the rules allow."""

    signatory: Signatory
    side: Side
    way: Way | None
    attested: int
    attest: bool


@dataclass(frozen=True, slots=True)
class Filed:
    """A document of a version. `counts`: it is of the text as that stands now."""

    document: Document
    number: int
    kind: str
    counts: bool


@behind_login(Work.SEE_PROTOCOLS)
def signing(visit: Visit, code: str) -> HttpResponse:
    """Shows the decision, who signed, and every document."""
    return _page(visit, code)


@behind_login(Work.SEE_PROTOCOLS)
def decide(visit: Visit, code: str) -> HttpResponse:
    """Takes in the decision."""
    if visit.request.method != "POST":
        return _page(visit, code)
    protocol_for(visit, code, Verb.DECIDE)
    seen, body = shown(visit, code), _body(visit)
    form = _to_decide(visit, seen, body, sent=True)
    if visit.does(form, lambda: actions.decide(code, _decided(seen, body, form), by=visit.actor, at=visit.at)):
        return visit.go("protocol-signing", visit.texts("decide_done"), code=code)
    return _page(visit, code, to_decide=form)


@behind_login(Work.SEE_PROTOCOLS)
def place(visit: Visit, code: str) -> HttpResponse:
    """Takes in the signed document. A signature that does not count is refused with the reason in words."""
    if visit.request.method != "POST":
        return _page(visit, code)
    protocol_for(visit, code, Deed.PLACE_SIGNATURE)
    form = ToSign.sent(visit.texts, visit.request, prefix="sign")

    def act() -> None:
        # The installation says whom it trusts; this layer does not know where that stands.
        trust = import_string(settings.SIGNATURE_TRUST)()
        actions.place_signature(code, _bytes(form), trust=trust, by=visit.actor, at=visit.at)

    if visit.does(form, act):
        return visit.go("protocol-signing", visit.texts("sign_done"), code=code)
    return _page(visit, code, to_sign=form)


@behind_login(Work.SEE_PROTOCOLS)
def scan(visit: Visit, code: str) -> HttpResponse:
    """Takes in a scan; whoever sends it attests it first."""
    if visit.request.method != "POST":
        return _page(visit, code)
    protocol_for(visit, code, Deed.PLACE_SCAN)
    seen = shown(visit, code)
    form = _to_scan(visit, seen, sent=True)

    def act() -> None:
        row = signatories(seen.version).get(pk=int(form.cleaned_data["signatory"]))
        actions.place_scan(code, Side(row.side), row.capacity, _bytes(form), by=visit.actor, at=visit.at)

    if visit.does(form, act):
        return visit.go("protocol-signing", visit.texts("scan_done"), code=code)
    return _page(visit, code, to_scan=form)


@behind_login(Work.SEE_PROTOCOLS)
def attest(visit: Visit, code: str, number: int) -> HttpResponse:
    """A second person attests the scan of a signatory."""
    if visit.request.method != "POST":
        return _page(visit, code)
    protocol_for(visit, code, Deed.ATTEST_SCAN)
    row = signatories(shown(visit, code).version).filter(pk=number).first()
    if row is None:
        raise Http404
    form = Nothing.sent(visit.texts, visit.request)
    if visit.does(form, lambda: actions.attest_scan(code, Side(row.side), row.capacity, by=visit.actor, at=visit.at)):
        return visit.go("protocol-signing", visit.texts("attest_done"), code=code)
    return _page(visit, code, to_attest=form)


@behind_login(Work.SEE_PROTOCOLS)
def to_sign(visit: Visit, code: str) -> HttpResponse:
    """The document as the next signatory signs it, with the signatures so far."""
    protocol_for(visit, code)
    try:
        data = queries.document_to_sign(code)
    except Document.DoesNotExist as error:
        raise Http404 from error
    return _download(data, f"{code}.pdf")


@behind_login(Work.SEE_PROTOCOLS)
def document(visit: Visit, code: str, number: int) -> HttpResponse:
    """A document of the protocol, to keep."""
    protocol_for(visit, code)
    row = Document.objects.filter(pk=number, version__protocol_id=code).first()
    if row is None:
        raise Http404
    return _download(bytes(row.data), row.name)


def _download(data: bytes, name: str) -> HttpResponse:
    kind = "application/pdf" if data.startswith(b"%PDF-") else "application/octet-stream"
    # Kept and not opened in place: what somebody sent in is no page of ours.
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": disposition or "attachment"})


def _body(visit: Visit) -> str:
    asked = visit.request.GET.get("body", "college")
    return asked if asked in BODIES else "college"


def _to_decide(visit: Visit, seen: Shown, body: str, *, sent: bool = False) -> Form:
    form = ToDecide.sent(visit.texts, visit.request) if sent else ToDecide(visit.texts)
    for number, (side, capacity) in enumerate(_places(seen, body)):
        who = seen.agency if side == Side.SENDER else seen.municipality
        field = line("decide_signatory", hint="decide_signatory_hint")
        add(form, f"signatory-{number}", field, visit.texts("decide_signs", capacity=capacity, who=who))
    return form


def _places(seen: Shown, body: str) -> tuple[tuple[Side, str], ...]:
    return drafts.capacities(drafts.read(bytes(seen.version.terms)), BODIES[body])


def _decided(seen: Shown, body: str, form: Form) -> actions.Decided:
    given = form.cleaned_data
    named: dict[Side, dict[str, str]] = {}
    for number, (side, capacity) in enumerate(_places(seen, body)):
        named.setdefault(side, {})[capacity] = given[f"signatory-{number}"]
    decision = Decision(BODIES[body], given["on"], given["reference"])
    return actions.Decided(decision, given["document"].name or "decision", _bytes(form), named)


def _bytes(form: Form) -> bytes:
    return bytes(form.cleaned_data["document"].read())


def _to_scan(visit: Visit, seen: Shown, *, sent: bool = False) -> Form:
    form = ToScan.sent(visit.texts, visit.request, prefix="scan") if sent else ToScan(visit.texts, prefix="scan")
    unsigned = signatories(seen.version).filter(signature__isnull=True).order_by("pk")
    choose(form, "signatory", [(str(row.pk), f"{row.name}, {row.capacity}") for row in unsigned])
    return form


def _placed(seen: Shown) -> list[Placed]:
    rows = signatories(seen.version).select_related("signature").prefetch_related("signature__attestations")
    found = []
    for row in rows.order_by("pk"):
        signature = getattr(row, "signature", None)
        way = Way(signature.way) if signature else None
        attested = signature.attestations.count() if signature else 0
        found.append(Placed(row, Side(row.side), way, attested, way == Way.PAPER and attested < ATTESTATIONS))
    return found


def _filed(seen: Shown) -> list[Filed]:
    return [
        Filed(one, version.number, KINDS[one.kind], one.terms_digest == version.terms_digest)
        for version in seen.versions
        for one in reversed(standing.documents_of(version))
    ]


def _page(
    visit: Visit,
    code: str,
    *,
    to_decide: Form | None = None,
    to_sign: Form | None = None,
    to_scan: Form | None = None,
    to_attest: Form | None = None,
) -> HttpResponse:
    seen = shown(visit, code)
    terms = drafts.as_terms(drafts.read(bytes(seen.version.terms)))
    placed, body = _placed(seen), _body(visit)
    why_not = seen.standing.why_not
    failed = any((to_decide, to_sign, to_scan, to_attest))
    return render(
        visit, "signing.html", seen, part="protocol-signing", status=409 if failed else 200,
        decision=terms.recipient.decision if terms else None,
        body=body, bodies=BODY_LABELS,
        may_decide=visit.may(Verb.DECIDE),
        cannot_decide=() if to_decide else why_not(Verb.DECIDE),
        to_decide=to_decide or _to_decide(visit, seen, body),
        placed=placed, attestations=ATTESTATIONS,
        ready=bool(placed) and not _later(seen),
        may_sign=visit.may(Deed.PLACE_SIGNATURE),
        cannot_sign=() if to_sign else why_not(Deed.PLACE_SIGNATURE),
        to_sign=to_sign or ToSign(visit.texts, prefix="sign"),
        can_scan=bool(to_scan) or not why_not(Deed.PLACE_SCAN),
        to_scan=to_scan or _to_scan(visit, seen),
        can_attest=not why_not(Deed.ATTEST_SCAN),
        to_attest=to_attest,
        documents=_filed(seen),
    )  # fmt: skip


def _later(seen: Shown) -> bool:
    """Whether the signing is over, so that there is nothing left to download in order to sign it."""
    return all(hasattr(row, "signature") for row in signatories(seen.version).select_related("signature"))
