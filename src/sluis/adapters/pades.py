"""Checks the signatures on a protocol that signatories sent back: PAdES in a PDF (ETSI EN 319 142-1).

The text is the house's own PDF. Whoever signs adds an increment to it with their own means; the next one signs what
the first one sent. `check_signed` says who signed, or refuses with one reason. It reads no clock, no disk and no
network: lists of revoked certificates come in as bytes or stand in the file.

A national number that stands in a certificate leaves this module in no message, value or log line.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from asn1crypto import cms, parser, pem  # type: ignore[import-untyped]
from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import x509 as asn1_x509
from asn1crypto.core import Void  # type: ignore[import-untyped]
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, enumerate_sig_fields
from pyhanko.sign.general import find_cms_attribute_iter
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.generic_cms import get_signing_cert_attr
from pyhanko.sign.validation.pdf_embedded import (
    EmbeddedPdfSignature,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext, find_valid_path
from pyhanko_certvalidator.errors import (
    DisallowedAlgorithmError,
    ExpiredError,
    NotYetValidError,
    PathBuildingError,
    RevokedError,
    ValidationError,
)
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.policy_decl import (
    NO_REVOCATION,
    REQUIRE_REVINFO,
    CertRevTrustPolicy,
    RevocationCheckingPolicy,
)

from sluis.adapters import pdf_revisions
from sluis.adapters.pdf_revisions import Box
from sluis.adapters.signatories import Person, comparable, is_same, person_of
from sluis.adapters.signature_refusals import Reason, SignatureRefused, hostile

__all__ = ["Box", "Expected", "Found", "Reason", "Revocation", "SignatureRefused", "check_signed"]

# pyHanko tells its log the whole subject of a certificate that it does not trust, with the serial number in it.
# What is the matter is said by the refusal, so nothing of these logs is passed on.
for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).setLevel(logging.CRITICAL + 1)

# A signatory's clock may be a little off; a few minutes decide nothing.
CLOCKS_DIFFER = timedelta(minutes=5)

# Part 3 of PAdES (CAdES signatures), and the older form that PAdES part 2 allows and stock readers write.
PADES = "/ETSI.CAdES.detached"
SUBFILTERS = (PADES, "/adbe.pkcs7.detached")

DIGESTS = frozenset({"sha256", "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512", "shake256", "shake256_len"})
SMALLEST_RSA = 2048
SMALLEST_CURVE = 256
RSA_KINDS = frozenset({"rsa", "rsassa_pss"})
CURVE_KINDS = frozenset({"ed25519", "ed448"})

SIGNING_USES = frozenset({"non_repudiation", "digital_signature"})
# A certificate of which these are all the purposes belongs to a machine or a service, not to somebody who signs.
MACHINE_PURPOSES = frozenset({"server_auth", "code_signing", "time_stamping", "ocsp_signing"})


class Revocation(StrEnum):
    """What is asked to know that a certificate was not revoked."""

    SOFT_FAIL = "soft-fail"
    """Known revocations refuse; knowing nothing does not."""
    HARD_FAIL = "hard-fail"
    """Every certificate but the root must be shown not to be revoked."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A place to be filled: whose side, in what capacity, and the name of the person who may fill it."""

    side: str
    capacity: str
    name: str


@dataclass(frozen=True, slots=True)
class Found:
    """A signature that counts, and the place that it fills.

    Attributes:
        name: the common name in the certificate, without anything shaped like a national number.
        certificate_serial: the certificate's own number at its issuer (hexadecimal), not the person's.
        fingerprint: SHA-256 of the certificate, hexadecimal.
        claimed_at: when the signer says to have signed.
        timestamped_at: when a trusted time-stamping authority saw the signature, if one did.
        algorithm: such as `ecdsa secp256r1 sha256` or `rsa 2048 sha256`.
        covers: how many bytes, from the first of the file, were there when it was signed.
    """

    side: str
    capacity: str
    name: str
    organisation: str
    email: str
    certificate_serial: str
    fingerprint: str
    claimed_at: datetime
    timestamped_at: datetime | None
    algorithm: str
    covers: int


def check_signed(
    pdf: bytes,
    *,
    original: bytes,
    roots: Sequence[bytes],
    at: datetime,
    not_before: datetime,
    expected: Sequence[Expected],
    latest: bytes | None = None,
    timestamp_roots: Sequence[bytes] = (),
    revocation: Revocation = Revocation.SOFT_FAIL,
    crls: Sequence[bytes] = (),
    ocsps: Sequence[bytes] = (),
    visible_within: Sequence[Box] = (),
) -> tuple[Found, ...]:
    """Who signed, in the order in which they did. The order of the checks stands in `docs/reference/signatures.md`.

    Not everybody who is expected needs to have signed yet; who calls compares.

    Args:
        original: the house's own PDF, as it was offered for signature.
        roots: certificates (PEM or DER) of the authorities that are trusted to name signatories.
        at: now.
        not_before: when the text was offered for signature.
        expected: every place that is to be filled.
        latest: the last upload that was accepted; the file must go on from there.
        timestamp_roots: authorities trusted for time stamps, on top of `roots`.
        crls: lists of revoked certificates (DER or PEM).
        ocsps: OCSP responses (DER).
        visible_within: where on the pages a visible signature may stand; nowhere, if empty.

    Raises:
        SignatureRefused: the file does not count; `reason` says why.
        ValueError: what the house itself gave is unusable: a root, a list, a time without zone, an original without
            terms.
    """
    if at.tzinfo is None or not_before.tzinfo is None:
        raise ValueError("The times `at` and `not_before` carry their time zone.")
    if not roots:
        raise ValueError("No trust root is given, so no signature can count: configure at least one certificate.")
    house = _House(
        roots=[_certificate(each) for each in roots],
        timestamp_roots=[_certificate(each) for each in (*roots, *timestamp_roots)],
        crls=[_revocation_list(each) for each in crls],
        ocsps=[asn1_ocsp.OCSPResponse.load(each, strict=True) for each in ocsps],
        revocation=revocation,
        at=at,
        not_before=not_before,
    )
    pdf_revisions.check_beginning(pdf, original, latest)
    reader = pdf_revisions.open_signed(pdf, original)
    marks = _marks(reader)
    ends = [_covered(mark, pdf, original, number, len(marks)) for number, mark in enumerate(marks, 1)]
    signatures = [_Signature(mark, end) for mark, end in zip(marks, ends, strict=True) if not _is_timestamp(mark)]
    if not signatures:
        raise SignatureRefused(
            Reason.NO_SIGNATURE, "There is no signature in the file. Sign it, save it, and send the signed file."
        )
    for number, signature in enumerate(signatures, 1):
        signature.where = f"Signature {number} of {len(signatures)}"
    with hostile(Reason.BROKEN_SIGNATURE, f"A signature in the file cannot be verified. {SIGN_AGAIN}"):
        stored = _stored_proof(reader)
        # pyHanko's validation is asynchronous because it can fetch. Ours never does, so its loop never waits.
        asyncio.run(_check_integrity(signatures, marks, house, stored))
    pdf_revisions.check_attachments(pdf, original)
    pdf_revisions.check_revisions(reader, original)
    pdf_revisions.check_pages(pdf, original, visible_within)
    with hostile(Reason.ALTERED, f"What follows the last signature cannot be read. {SIGN_AGAIN}"):
        pdf_revisions.check_tail(reader, pdf, max(ends))
    for signature in signatures:
        _check_times(signature, house)
        with hostile(
            Reason.UNKNOWN_CERTIFICATE, f"{signature.where}: its certificate cannot be judged. {OTHER_CERTIFICATE}"
        ):
            asyncio.run(_check_certificate(signature, house, stored))
            signature.person = person_of(signature.certificate)
    with hostile(Reason.UNKNOWN_CERTIFICATE, f"A certificate in the file cannot be read. {OTHER_CERTIFICATE}"):
        found = _places(signatures, expected)
    if len(found) < len(expected) and any(each.mark.docmdp_level is MDPPerm.NO_CHANGES for each in signatures):
        raise SignatureRefused(
            Reason.CLOSED_FOR_OTHERS,
            f"{signatures[-1].where} locks the file, so that nobody can sign after it. "
            "Sign again with the choice to lock the document switched off.",
        )
    return found


SIGN_AGAIN = "Sign the file that you downloaded again, and send the result as your program saved it."
OTHER_CERTIFICATE = "Sign with another certificate, or ask the agency which ones it trusts."


@dataclass(frozen=True, slots=True)
class _House:
    """What the house knows and asks."""

    roots: list[asn1_x509.Certificate]
    timestamp_roots: list[asn1_x509.Certificate]
    crls: list[asn1_crl.CertificateList]
    ocsps: list[asn1_ocsp.OCSPResponse]
    revocation: Revocation
    at: datetime
    not_before: datetime


@dataclass(frozen=True, slots=True)
class _Stored:
    """What the file brings along to prove that certificates are valid (DSS); nothing in it is believed unsigned."""

    certificates: list[asn1_x509.Certificate]
    crls: list[asn1_crl.CertificateList]
    ocsps: list[asn1_ocsp.OCSPResponse]


@dataclass(slots=True)
class _Signature:
    """One signature on its way through the checks."""

    mark: EmbeddedPdfSignature
    covers: int
    where: str = ""
    claimed_at: datetime | None = None
    timestamped_at: datetime | None = None
    person: Person | None = None

    @property
    def certificate(self) -> asn1_x509.Certificate:
        return self.mark.signer_cert

    @property
    def signed_at(self) -> datetime:
        """The time that counts: a trusted time stamp, else what the signer claims."""
        time = self.timestamped_at or self.claimed_at
        assert time is not None
        return time


# --- the bytes ---


def _marks(reader: PdfFileReader) -> list[EmbeddedPdfSignature]:
    """Every signature and document time stamp, the oldest first. A kind that we do not know is refused, not skipped."""
    with hostile(Reason.DAMAGED, f"The form of the file cannot be read. {pdf_revisions.DOWNLOAD_AGAIN}"):
        fields = list(enumerate_sig_fields(reader, filled_status=True))
        certified = "/Perms" in reader.root
    if certified:
        raise SignatureRefused(
            Reason.CLOSED_FOR_OTHERS,
            "A signature certifies the file, which sets what others may still do with it. "
            "Sign the file that you downloaded again, with an ordinary signature.",
        )
    marks = []
    for number, (name, value, field) in enumerate(fields, 1):
        where = f"Signature {number} of {len(fields)}"
        with hostile(Reason.BROKEN_SIGNATURE, f"{where} cannot be read. {SIGN_AGAIN}"):
            kind = value.get_object().get("/SubFilter")
            if kind not in (*SUBFILTERS, "/ETSI.RFC3161"):
                raise SignatureRefused(
                    Reason.NOT_PADES,
                    f"{where} is of a kind that is not accepted. Choose PAdES (ETSI.CAdES.detached) in your program.",
                )
            marks.append(EmbeddedPdfSignature(reader, field, name))
    with hostile(Reason.COVERS_ONLY_A_PART, f"A signature does not say which bytes it covers. {SIGN_AGAIN}"):
        marks.sort(key=lambda mark: (mark.byte_range[2] + mark.byte_range[3], mark.fq_name))
    return marks


def _is_timestamp(mark: EmbeddedPdfSignature) -> bool:
    return str(mark.sig_object_type) == "/DocTimeStamp"


def _covered(mark: EmbeddedPdfSignature, pdf: bytes, original: bytes, number: int, total: int) -> int:
    """Where the signed part ends: it starts at the first byte and leaves out the signature's own bytes, nothing else.

    Raises:
        SignatureRefused: `COVERS_ONLY_A_PART`.
    """
    message = f"Signature {number} of {total} does not cover the whole file as it was when it was set. {SIGN_AGAIN}"
    with hostile(Reason.COVERS_ONLY_A_PART, message):
        start, before, resume, after = (int(value) for value in mark.byte_range)
        end = resume + after
        gap = pdf[before:resume]
        written = gap[1:-1]
        whole = (
            start == 0
            and len(original) < before < resume < end <= len(pdf)
            and gap[:1] == b"<"
            and gap[-1:] == b">"
            # Digits in one case only: else a byte of the file could change without anybody noticing.
            and written in (written.lower(), written.upper())
            and re.fullmatch(rb"[0-9A-Fa-f]+", written) is not None
            and bytes.fromhex(written.decode()) == mark.pkcs7_content
            and mark.evaluate_signature_coverage() >= SignatureCoverageLevel.ENTIRE_REVISION
        )
    if not whole:
        raise SignatureRefused(Reason.COVERS_ONLY_A_PART, message)
    return end


def _check_container(content: bytes, trusted: Sequence[asn1_x509.Certificate], where: str) -> None:
    """The CMS holds what a PAdES signature needs and not a byte besides, for most of it no signature covers itself.

    Raises:
        SignatureRefused: `BROKEN_SIGNATURE`, `UNKNOWN_CERTIFICATE`.
    """
    info = cms.ContentInfo.load(content)
    written = info.dump()
    if info["content_type"].native != "signed_data" or content[len(written) :].strip(b"\0") or not _is_filled(written):
        raise _broken(where)
    _check_signed_data(info["content"], content, trusted, where, "data", "v1")


def _check_signed_data(
    data: cms.SignedData,
    raw: bytes,
    trusted: Sequence[asn1_x509.Certificate],
    where: str,
    content_type: str,
    version: str,
) -> cms.SignedData:
    # Cut out as they were sent: asn1crypto may write an address in a certificate anew, and so hide a change in it.
    sent = _parts(data["certificates"].contents)
    (signer,) = data["signer_infos"]
    by_key = signer["sid"].name == "subject_key_identifier"
    digests = [each.native for each in data["digest_algorithms"]]
    plain = (
        data["encap_content_info"]["content_type"].native == content_type
        and data["version"].native in ({"v3"} if by_key else {version})
        and signer["version"].native == ("v3" if by_key else "v1")
        and digests == [signer["digest_algorithm"].native]
        and not digests[0]["parameters"]
        and isinstance(data["crls"], Void)
        and all(each.name == "certificate" for each in data["certificates"])
        and all(each in raw for each in sent)
    )
    whole = all(_has_only_known_parts(each) for each in (data, data["encap_content_info"], signer))
    if not plain or not whole or not _names_its_certificate(data, signer["sid"]):
        raise _broken(where)
    # Whatever certificate the signature brings must lead to a root, or somebody could change it unseen.
    known = [_loaded(each) for each in trusted]
    left = [x509.load_der_x509_certificate(each) for each in sent]
    while proven := [each for each in left if each in known or any(_issued(each, other) for other in known)]:
        known += proven
        left = [each for each in left if each not in proven]
    if left:
        raise SignatureRefused(
            Reason.UNKNOWN_CERTIFICATE,
            f"{where} brings a certificate that leads to no authority that is trusted here. {OTHER_CERTIFICATE}",
        )


def _has_only_known_parts(value: cms.SignedData | cms.SignerInfo | cms.EncapsulatedContentInfo) -> bool:
    """Whether every part that is written is one that was read; asn1crypto passes over a part that it does not know."""
    return len(_parts(value.contents)) == sum(not isinstance(value[name], Void) for name in value)


def _names_its_certificate(data: cms.SignedData, sid: cms.SignerIdentifier) -> bool:
    """Whether the signer's certificate is named in the very bytes that it has; pyHanko looks past capitals."""
    if sid.name == "subject_key_identifier":
        return True
    issuer, serial = sid.chosen["issuer"].dump(), sid.chosen["serial_number"].native
    certificates = [each.chosen for each in data["certificates"]]
    return any(each.issuer.dump() == issuer and each.serial_number == serial for each in certificates)


def _parts(contents: bytes) -> list[bytes]:
    """The ASN.1 values that stand one behind the other, as they are written."""
    parts, position = [], 0
    while position < len(contents):
        _, _, _, header, content, trailer = parser.parse(contents[position:])
        parts.append(header + content + trailer)
        position += len(parts[-1])
    return parts


def _is_filled(encoded: bytes) -> bool:
    """Whether the parts of an ASN.1 value fill it to the last byte; padding that a longer length takes in does not."""
    position = 0
    while position < len(encoded):
        kind, constructed, tag, header, content, trailer = parser.parse(encoded[position:])
        if (kind, tag) == (0, 0) or (constructed and not _is_filled(content)):
            return False
        position += len(header) + len(content) + len(trailer)
    return True


def _loaded(certificate: asn1_x509.Certificate) -> x509.Certificate:
    return x509.load_der_x509_certificate(certificate.dump())


def _issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (InvalidSignature, ValueError, TypeError):
        return False
    # The signature closes the certificate; the byte before it says that no bit of it is unused.
    signature = certificate.signature
    return certificate.public_bytes(Encoding.DER).endswith(b"\0" + signature)


def _as_sent(mark: EmbeddedPdfSignature) -> cms.SignedData:
    """The CMS, read anew: what pyHanko worked with may since have been written otherwise by asn1crypto."""
    data: cms.SignedData = cms.ContentInfo.load(mark.pkcs7_content)["content"]
    return data


def _token(signature: _Signature) -> cms.SignedData | None:
    """The time stamp over the signature, if there is one; there is nothing else that no signature covers."""
    (signer,) = _as_sent(signature.mark)["signer_infos"]
    attributes = signer["unsigned_attrs"]
    if isinstance(attributes, Void):
        return None
    names = [each["type"].native for each in attributes]
    if names != ["signature_time_stamp_token"]:
        raise _broken(signature.where)
    (token,) = find_cms_attribute_iter(attributes, "signature_time_stamp_token")
    data: cms.SignedData = token["content"]
    return data


def _stored_proof(reader: PdfFileReader) -> _Stored:
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return _Stored([], [], [])
    read = [each.get_object().read_data(DecodePurpose.CRL) for each in store.crls]
    return _Stored(list(store.load_certs()), [asn1_crl.CertificateList.load(each) for each in read], list(store.ocsps))


# --- the cryptography ---


async def _check_integrity(
    signatures: list[_Signature], marks: list[EmbeddedPdfSignature], house: _House, stored: _Stored
) -> None:
    """Every signature and time stamp fits the bytes that it covers, by algorithms that are fit to be trusted.

    Raises:
        SignatureRefused: `WEAK_ALGORITHM`, `BROKEN_SIGNATURE`, `BAD_TIMESTAMP`, `ALTERED`, `UNKNOWN_CERTIFICATE`.
    """
    for signature in signatures:
        _check_strength(signature)
        mark = signature.mark
        names_certificate = get_signing_cert_attr(mark.signer_info["signed_attrs"]) is not None
        if mark.sig_object.get("/SubFilter") == PADES and not names_certificate:
            raise SignatureRefused(
                Reason.NOT_PADES,
                f"{signature.where} calls itself PAdES but does not name its certificate. {SIGN_AGAIN}",
            )
        signature.claimed_at = mark.self_reported_timestamp
        token = _token(signature)
        if token is not None:
            with hostile(Reason.BAD_TIMESTAMP, _bad_timestamp(signature.where).args[0]):
                signature.timestamped_at = token["encap_content_info"]["content"].parsed["gen_time"].native
        moment = signature.timestamped_at or signature.claimed_at
        if moment is None or moment.tzinfo is None:
            raise SignatureRefused(
                Reason.NO_SIGNING_TIME,
                f"{signature.where} does not say, with a time zone, when it was set. {SIGN_AGAIN}",
            )
        status: PdfSignatureStatus = await async_validate_pdf_signature(
            mark,
            signer_validation_context=_context(house.roots, stored, moment),
            ts_validation_context=_context(house.timestamp_roots, stored, moment),
            diff_policy=pdf_revisions.POLICY,
            key_usage_settings=KeyUsageConstraints(key_usage=set(SIGNING_USES)),
        )
        if not (status.intact and status.valid):
            raise _broken(signature.where)
        if not status.docmdp_ok:
            raise SignatureRefused(
                Reason.ALTERED,
                f"The file was changed after {signature.where.lower()} was set, in a way that it does not allow. "
                f"{pdf_revisions.DOWNLOAD_AGAIN}",
            )
        if token is not None:
            with hostile(Reason.BAD_TIMESTAMP, _bad_timestamp(signature.where).args[0]):
                _check_timestamp(status.timestamp_validity, token, mark.pkcs7_content, house, signature.where)
    for mark in marks:
        if _is_timestamp(mark):
            with hostile(Reason.BAD_TIMESTAMP, _bad_timestamp("A time stamp on the file").args[0]):
                data = _as_sent(mark)
                moment = data["encap_content_info"]["content"].parsed["gen_time"].native
                context = _context(house.timestamp_roots, stored, moment)
                stamp = await async_validate_pdf_timestamp(mark, context, diff_policy=pdf_revisions.POLICY)
                _check_timestamp(stamp, data, mark.pkcs7_content, house, "A time stamp on the file")
                if moment > house.at + CLOCKS_DIFFER:
                    raise _bad_timestamp("A time stamp on the file")


def _check_strength(signature: _Signature) -> None:
    kind, size, digest = _algorithm(signature)
    weak = digest not in DIGESTS or not (
        (kind in RSA_KINDS and size >= SMALLEST_RSA) or (kind == "ec" and size >= SMALLEST_CURVE) or kind in CURVE_KINDS
    )
    if weak:
        raise _weak(signature.where)


def _algorithm(signature: _Signature) -> tuple[str, int, str]:
    key = signature.certificate.public_key
    # The two curves by name have one size each, and asn1crypto does not tell it.
    size = 0 if key.algorithm in CURVE_KINDS else key.bit_size
    return key.algorithm, size, signature.mark.md_algorithm


def _check_timestamp(status: Any, token: cms.SignedData, raw: bytes, house: _House, where: str) -> None:
    imprint = token["encap_content_info"]["content"].parsed["message_imprint"]["hash_algorithm"]["algorithm"].native
    if not (status.intact and status.valid and status.trusted) or imprint not in DIGESTS:
        raise _bad_timestamp(where)
    (signer,) = token["signer_infos"]
    if not isinstance(signer["unsigned_attrs"], Void):
        raise _bad_timestamp(where)
    _check_signed_data(token, raw, house.timestamp_roots, where, "tst_info", "v3")


def _check_times(signature: _Signature, house: _House) -> None:
    claimed = signature.claimed_at
    if claimed is None or claimed.tzinfo is None:
        raise SignatureRefused(
            Reason.NO_SIGNING_TIME, f"{signature.where} does not say, with a time zone, when it was set. {SIGN_AGAIN}"
        )
    for time in (claimed, signature.signed_at):
        if time > house.at + CLOCKS_DIFFER:
            raise SignatureRefused(
                Reason.SIGNED_IN_THE_FUTURE,
                f"{signature.where} says that it was set at {time.isoformat()}, which is still to come. "
                "Set the clock of your computer right, and sign again.",
            )
        if time < house.not_before - CLOCKS_DIFFER:
            raise SignatureRefused(
                Reason.SIGNED_BEFORE_THE_OFFER,
                f"{signature.where} says that it was set at {time.isoformat()}, before the text was offered for "
                "signature. Set the clock of your computer right, and sign again.",
            )


# --- the certificate ---


async def _check_certificate(signature: _Signature, house: _House, stored: _Stored) -> None:
    """The certificate leads to a trusted root, is meant for signing, and was good when it was used.

    Raises:
        SignatureRefused: `UNKNOWN_CERTIFICATE`, `CERTIFICATE_EXPIRED`, `CERTIFICATE_NOT_YET_VALID`, `NOT_FOR_SIGNING`,
            `REVOKED`, `REVOCATION_UNKNOWN`, `WEAK_ALGORITHM`, `BROKEN_SIGNATURE`.
    """
    where, certificate, moment = signature.where, signature.certificate, signature.signed_at
    others = signature.mark.other_embedded_certs
    try:
        path = await _path(certificate, others, _context(house.roots, stored, moment))
    except ExpiredError:
        refused: tuple[Reason, str] | None = Reason.CERTIFICATE_EXPIRED, "had expired when the signature was set"
    except NotYetValidError:
        refused = Reason.CERTIFICATE_NOT_YET_VALID, "was not yet valid when the signature was set"
    except DisallowedAlgorithmError:
        raise _weak(where) from None
    except (PathBuildingError, ValidationError):
        refused = Reason.UNKNOWN_CERTIFICATE, "leads to no authority that is trusted here"
    else:
        refused = None
    if refused is not None:
        raise SignatureRefused(refused[0], f"{where}: its certificate {refused[1]}. {OTHER_CERTIFICATE}")
    _check_use(certificate, path, where)
    _check_container(signature.mark.pkcs7_content, house.roots, where)
    await _check_revocation(signature, path, house, stored)


def _check_use(certificate: asn1_x509.Certificate, path: ValidationPath, where: str) -> None:
    uses = certificate.key_usage_value
    purposes = certificate.extended_key_usage_value
    fit = (
        uses is not None
        and SIGNING_USES & set(uses.native)
        and not certificate.ca
        # pyHanko asks nothing of a certificate that is a trust root itself; a root does not sign protocols.
        and path.pkix_len > 0
        and (purposes is None or not set(purposes.native) <= MACHINE_PURPOSES)
    )
    if not fit:
        raise SignatureRefused(
            Reason.NOT_FOR_SIGNING,
            f"{where}: its certificate is not meant for signing documents. Sign with your signing certificate.",
        )


async def _check_revocation(signature: _Signature, path: ValidationPath, house: _House, stored: _Stored) -> None:
    """No certificate of the chain was revoked.

    A time stamp proves that the signature was there before a later revocation. What a signer claims proves nothing, so
    without a stamp every revocation that is known by now counts.
    """
    certificate, others = signature.certificate, signature.mark.other_embedded_certs
    until = signature.timestamped_at or house.at
    revoked = SignatureRefused(
        Reason.REVOKED, f"{signature.where}: its certificate, or one above it, was revoked. {OTHER_CERTIFICATE}"
    )
    if _is_listed(path, [*house.crls, *stored.crls], until):
        raise revoked
    asked = REQUIRE_REVINFO if house.revocation is Revocation.HARD_FAIL else SOFT
    # An expired certificate is judged at its last moment: after that nobody lists it any more.
    last = min(until, *(each.not_valid_after for each in path.iter_certs(include_root=False)))
    for moment, policy in ((signature.signed_at, asked), (last, SOFT)):
        context = _context(house.roots, stored, moment, policy, house)
        try:
            await _path(certificate, others, context)
        except RevokedError:
            raise revoked from None
        except (PathBuildingError, ValidationError):
            if policy is REQUIRE_REVINFO:
                raise SignatureRefused(
                    Reason.REVOCATION_UNKNOWN,
                    f"{signature.where}: nothing shows that its certificate was not revoked. "
                    "Sign with the choice to add proof of validity (PAdES LT) switched on.",
                ) from None


def _is_listed(path: ValidationPath, lists: list[asn1_crl.CertificateList], until: datetime) -> bool:
    """Whether a list that the issuer itself signed names a certificate of the path.

    pyHanko passes over a list that is out of date, and one for which the certificate names no address; but who was
    named on it stays revoked.
    """
    chain = [_loaded(each) for each in path.iter_certs(include_root=True)]
    loaded = [x509.load_der_x509_crl(each.dump()) for each in lists]
    for issuer, certificate in itertools.pairwise(chain):
        for crl in loaded:
            if crl.issuer != issuer.subject:
                continue
            key: Any = issuer.public_key()
            entry = crl.get_revoked_certificate_by_serial_number(certificate.serial_number)
            if entry is not None and entry.revocation_date_utc <= until and crl.is_signature_valid(key):
                return True
    return False


SOFT = RevocationCheckingPolicy.from_legacy(Revocation.SOFT_FAIL)


def _context(
    roots: list[asn1_x509.Certificate],
    stored: _Stored,
    moment: datetime,
    policy: RevocationCheckingPolicy = NO_REVOCATION,
    house: _House | None = None,
) -> ValidationContext:
    return ValidationContext(
        trust_roots=roots,
        other_certs=stored.certificates,
        moment=moment,
        allow_fetching=False,
        crls=[*(house.crls if house else ()), *stored.crls],
        ocsps=[*(house.ocsps if house else ()), *stored.ocsps],
        # A list that was made after the signature speaks of it as well.
        revinfo_policy=CertRevTrustPolicy(policy, retroactive_revinfo=True),
    )


async def _path(
    certificate: asn1_x509.Certificate, others: list[asn1_x509.Certificate], context: ValidationContext
) -> ValidationPath:
    context.certificate_registry.register_multiple(others)
    found = context.path_builder.async_build_paths_lazy(certificate)
    path: ValidationPath = await find_valid_path(certificate, found, validation_context=context)
    return path


# --- the person ---


def _places(signatures: list[_Signature], expected: Sequence[Expected]) -> tuple[Found, ...]:
    """Each signature in the place of its signer.

    Raises:
        SignatureRefused: `WRONG_SIGNER`, `SAME_PERSON_TWICE`.
    """
    free = list(expected)
    seen: list[Person] = []
    found = []
    for signature in signatures:
        person = signature.person
        assert person is not None
        if any(is_same(person, other) for other in seen):
            raise SignatureRefused(
                Reason.SAME_PERSON_TWICE,
                f"{signature.where} is by {person.name}, who signed already; one person fills one place. "
                "Send the file before that signature, and let the next person sign it.",
            )
        place = next((each for each in free if comparable(each.name) in person.names), None)
        if place is None:
            raise SignatureRefused(
                Reason.WRONG_SIGNER,
                f"{signature.where} is by {person.name}, who is not expected to sign. "
                "Let the person who is expected sign, with a certificate in the name that the protocol gives.",
            )
        free.remove(place)
        seen.append(person)
        found.append(_found(signature, person, place))
    return tuple(found)


def _found(signature: _Signature, person: Person, place: Expected) -> Found:
    kind, size, digest = _algorithm(signature)
    key = signature.certificate.public_key
    detail = key.curve[1] if kind == "ec" else str(size or "")
    assert signature.claimed_at is not None
    return Found(
        side=place.side,
        capacity=place.capacity,
        name=person.name,
        organisation=person.organisation,
        email=person.email,
        certificate_serial=format(signature.certificate.serial_number, "x"),
        fingerprint=signature.certificate.sha256.hex(),
        claimed_at=signature.claimed_at,
        timestamped_at=signature.timestamped_at,
        algorithm=" ".join(part for part in ("ecdsa" if kind == "ec" else kind, detail, digest) if part),
        covers=signature.covers,
    )


# --- words ---


def _broken(where: str) -> SignatureRefused:
    return SignatureRefused(
        Reason.BROKEN_SIGNATURE, f"{where} is broken: it does not fit the bytes that it should cover. {SIGN_AGAIN}"
    )


def _weak(where: str) -> SignatureRefused:
    return SignatureRefused(
        Reason.WEAK_ALGORITHM,
        f"{where} uses an algorithm that is too weak (SHA-1, RSA below {SMALLEST_RSA} bits, or another that is not "
        f"accepted). {OTHER_CERTIFICATE}",
    )


def _bad_timestamp(where: str) -> SignatureRefused:
    return SignatureRefused(
        Reason.BAD_TIMESTAMP,
        f"{where}: its time stamp is broken, or made by an authority that is not trusted here. "
        "Sign again without a time stamp, or ask the agency which time-stamping services it trusts.",
    )


def _certificate(raw: bytes) -> asn1_x509.Certificate:
    try:
        certificate = asn1_x509.Certificate.load(_der(raw), strict=True)
        _loaded(certificate)
    except (ValueError, TypeError):
        raise ValueError("A trust root is not a certificate in PEM or DER.") from None
    return certificate


def _revocation_list(raw: bytes) -> asn1_crl.CertificateList:
    try:
        crl = asn1_crl.CertificateList.load(_der(raw), strict=True)
        x509.load_der_x509_crl(crl.dump())
    except (ValueError, TypeError):
        raise ValueError("A list of revoked certificates is not in PEM or DER.") from None
    return crl


def _der(raw: bytes) -> bytes:
    unarmoured: bytes = pem.unarmor(raw)[2] if pem.detect(raw) else raw
    return unarmoured
