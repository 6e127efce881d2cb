"""What lets an outsider check a version: its documents, its entry in the ledger, the proof that it stands there."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from sluis.adapters.signing import MissingKey
from sluis.domain.checkpoint import TlogProof, VerifierKey
from sluis.domain.merkle import InvalidProof
from sluis.ledger import queries as ledger
from sluis.ledger.key import verifier_key
from sluis.register import documents
from sluis.register.protocol import PublicVersion
from sluis.web import answered
from sluis.web.register.links import absolute
from sluis.web.register.showing import version_of
from sluis.web.texts import Language, Texts


@require_safe
def proof(request: HttpRequest, language: Language, code: str, number: int) -> HttpResponseBase:
    """How to check that a version was signed as it stands, and validated when the register says."""
    seen, one = version_of(code, number)
    found, signed = _proof(one), ledger.newest_signed()
    return answered.page(
        request, "register/proof.html", Texts(language), seen=seen, one=one, proof=found,
        signed=signed if found else None, key=_key(), address=absolute("front").rstrip("/"),
        entry=ledger.bodies_of([one.entry])[one.entry].decode() if found and one.entry is not None else None,
    )  # fmt: skip


@require_safe
def proof_file(request: HttpRequest, code: str, number: int) -> HttpResponseBase:
    """The proof that the entry of the validation stands in the newest signed checkpoint (C2SP tlog-proof)."""
    _, one = version_of(code, number)
    found = _proof(one)
    if found is None:
        return answered.not_there("No signed checkpoint covers this entry yet; ask again in a few minutes.")
    return _file(found.encode().encode(), "text/plain; charset=utf-8", f"{code}-{number}.tlog-proof")


@require_safe
def entry_file(request: HttpRequest, code: str, number: int) -> HttpResponseBase:
    """The entry of the validation, to the byte as it was hashed."""
    _, one = version_of(code, number)
    if _proof(one) is None or one.entry is None:
        return answered.not_there("No signed checkpoint covers this entry yet; ask again in a few minutes.")
    return _file(ledger.bodies_of([one.entry])[one.entry], "application/json", f"{code}-{number}.entry.json")


@require_safe
def terms_file(request: HttpRequest, code: str, number: int) -> HttpResponseBase:
    """The terms as they were signed: the bytes that the digest is of."""
    _, one = version_of(code, number)
    terms = documents.terms_file(one)
    if terms is None:
        return answered.not_there(
            "These terms hold personal contact data, so the bytes that were signed are not published; "
            f"{absolute('register-protocol-json', code=code)} has them without."
        )
    response = _file(terms, "application/json", f"{code}-{number}.terms.json", answered.A_YEAR)
    return answered.described_by(response, absolute("schema", name="terms"))


@require_safe
def pdf(request: HttpRequest, code: str, number: int) -> HttpResponseBase:
    """The public text as an accessible PDF that names nobody."""
    _, one = version_of(code, number)
    return _file(documents.as_pdf(one), "application/pdf", f"{code}-{number}.pdf")


@require_safe
def key(request: HttpRequest) -> HttpResponseBase:
    """The key that the ledger is signed with, as the verifier takes it."""
    found = _key()
    if found is None:
        raise Http404
    return answered.text(found.text + "\n", "text/plain; charset=utf-8")


def _proof(one: PublicVersion) -> TlogProof | None:
    """None where the entry cannot be found, or stands in no signed checkpoint yet."""
    try:
        return ledger.proof_of(one.entry) if one.entry is not None else None
    except InvalidProof:
        return None


def _key() -> VerifierKey | None:
    try:
        return verifier_key()
    except MissingKey:
        return None


def _file(body: bytes, content_type: str, name: str, kept: str = answered.ASK_AGAIN) -> HttpResponse:
    response = answered.data(body, content_type, kept)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
