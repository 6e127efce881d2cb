"""Writes of the signatures: a signed PDF that was checked, or a scan that two people of the agency attest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from sluis.adapters.pades import Expected, Revocation, check_signed
from sluis.domain.access import Actor
from sluis.domain.entry import Act
from sluis.domain.lifecycle import Deed, NotPossible, Verb
from sluis.domain.requirements import Way
from sluis.domain.terms import Side
from sluis.domain.words import Said
from sluis.protocols.actions.deciding import MOST_BYTES, make_document
from sluis.protocols.actions.moving import conclude, in_preparation, log, require
from sluis.protocols.models import Attestation, Document, DocumentKind, Signatory, Signature, Version
from sluis.protocols.progress import newest_text, signatories


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom the house trusts to name signatories and to stamp times: certificates and revocation lists, PEM or DER."""

    roots: Sequence[bytes]
    timestamp_roots: Sequence[bytes] = ()
    crls: Sequence[bytes] = ()
    revocation: Revocation = Revocation.SOFT_FAIL


def place_signature(code: str, pdf: bytes, *, trust: Trust, by: Actor, at: datetime) -> Version:
    """Takes in the document as somebody signed it, and every signature on it that is new.

    Raises:
        SignatureRefused: a signature, or the document under it, is not in order; its reason says what and where.
        NotPossible: the text is not to be signed now, or the file bears no signature that is new.
    """
    with transaction.atomic():
        version = in_preparation(code)
        require(version, Deed.PLACE_SIGNATURE, by, at)
        original = text_document(version)
        before = newest_signed(version)
        places = {(Side(row.side), row.capacity): row for row in expected(version)}
        found = check_signed(
            pdf,
            original=bytes(original.data),
            latest=bytes(before.data) if before else None,
            roots=trust.roots,
            timestamp_roots=trust.timestamp_roots,
            crls=trust.crls,
            revocation=trust.revocation,
            at=at,
            not_before=original.at,
            expected=[Expected(side, capacity, row.name) for (side, capacity), row in places.items()],
        )
        new = [one for one in found if not hasattr(places[Side(one.side), one.capacity], "signature")]
        if not new:
            raise NotPossible(
                Said("Dit document draagt geen nieuwe handtekening.", "This document bears no new signature.")
            )
        document = make_document(version, DocumentKind.SIGNED, original.name, pdf, by, at)
        for one in new:
            Signature.objects.create(
                signatory=places[Side(one.side), one.capacity], document=document, way=Way.ELECTRONIC,
                signed_at=one.timestamped_at or one.claimed_at, timestamped=one.timestamped_at is not None,
                certificate=one.fingerprint,
                by=by.party, person=by.person, at=at,
            )  # fmt: skip
            log(version, Act.SIGNATURE_PLACED, by, at, side=one.side, capacity=one.capacity, way=Way.ELECTRONIC)
        conclude(version, Verb.SIGN, by, at)
    return version


def place_scan(code: str, side: Side, capacity: str, scan: bytes, *, by: Actor, at: datetime) -> Version:
    """Takes in a scan of the document as one signatory signed it on paper; whoever does so attests it first.

    Raises:
        NotPossible: there is no such signatory, they signed already, or the scan is no PDF.
    """
    with transaction.atomic():
        version = in_preparation(code)
        require(version, Deed.PLACE_SCAN, by, at)
        signatory = expected(version).filter(side=side, capacity=capacity).first()
        if signatory is None or hasattr(signatory, "signature"):
            raise NotPossible(
                Said(
                    f"Er wordt geen handtekening (meer) verwacht van {capacity} ({side}).",
                    f"No signature is expected (any more) of {capacity} ({side}).",
                )
            )
        if not scan.startswith(b"%PDF-") or len(scan) > MOST_BYTES:
            raise NotPossible(
                Said(
                    f"De scan moet een PDF zijn van hoogstens {MOST_BYTES // 1_000_000} MB.",
                    f"The scan should be a PDF of at most {MOST_BYTES // 1_000_000} MB.",
                )
            )
        document = make_document(version, DocumentKind.SCAN, f"scan-{code}-{version.number}.pdf", scan, by, at)
        signature = Signature.objects.create(
            signatory=signatory, document=document, way=Way.PAPER, by=by.party, person=by.person, at=at
        )
        _attest(signature, version, by, at)
    return version


def attest_scan(code: str, side: Side, capacity: str, *, by: Actor, at: datetime) -> Version:
    """A second person of the agency attests that a scan is of the paper that was signed.

    Raises:
        NotPossible: there is no such scan, or this person attested it already.
    """
    with transaction.atomic():
        version = in_preparation(code)
        require(version, Deed.ATTEST_SCAN, by, at)
        row = expected(version).filter(side=side, capacity=capacity, signature__way=Way.PAPER).first()
        if row is None:
            raise NotPossible(
                Said(f"Er is geen scan van {capacity} ({side}).", f"There is no scan of {capacity} ({side}).")
            )
        _attest(row.signature, version, by, at)
        conclude(version, Verb.SIGN, by, at)
    return version


def _attest(signature: Signature, version: Version, by: Actor, at: datetime) -> None:
    try:
        with transaction.atomic():
            Attestation.objects.create(signature=signature, by=by.party, person=by.person, at=at)
    except IntegrityError as error:
        raise NotPossible(
            Said(
                "Een tweede persoon van het agentschap bevestigt de scan.",
                "A second person of the agency attests the scan.",
            )
        ) from error
    signatory = signature.signatory
    log(version, Act.SCAN_ATTESTED, by, at, side=signatory.side, capacity=signatory.capacity, way=Way.PAPER)


def expected(version: Version) -> QuerySet[Signatory]:
    """Who is to sign the text as it stands."""
    return signatories(version).select_related("signature").order_by("pk")


def text_document(version: Version) -> Document:
    """The document that is to be signed, as the house typeset it."""
    text = newest_text(version)
    assert text is not None, "a text that was decided on has its document"
    return Document.objects.get(pk=text)


def newest_signed(version: Version) -> Document | None:
    """The document with the signatures that were placed so far; None while there is none."""
    rows = Document.objects.filter(version=version, kind=DocumentKind.SIGNED, pk__gt=newest_text(version))
    return rows.order_by("-pk").first()
