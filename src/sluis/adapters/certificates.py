"""A certificate authority for the demo and the tests, and signing with what it issues.

In earnest a signatory signs with a means of their own and Sluis never holds a signatory's key. What this module
makes is worth nothing outside a demo: its authority is trusted by nobody but the house that made it.
"""

from __future__ import annotations

import asyncio
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from io import BytesIO

from asn1crypto import keys as asn1_keys  # type: ignore[import-untyped]
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as generate_rsa_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.timestamps import DummyTimeStamper, TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

AUTHORITY_LIVES = timedelta(days=3650)
CERTIFICATE_LIVES = timedelta(days=730)
LIST_LIVES = timedelta(days=30)

# A certificate says where its revocation list is; a validator that follows the rules looks at no list without that.
# The name is reserved (RFC 2606), so nothing is ever fetched from it.
REVOCATION_LIST = "http://revocation.invalid/list.crl"


class KeyKind(StrEnum):
    """The kind of key that is made; `WEAK_RSA` is for showing that it is refused."""

    P256 = "p256"
    RSA = "rsa-2048"
    WEAK_RSA = "rsa-1024"


class Use(StrEnum):
    """What a certificate is meant for."""

    SIGNING = "signing"
    ENCRYPTING = "encrypting"
    SERVER = "server"
    TIMESTAMPING = "timestamping"


@dataclass(frozen=True, slots=True)
class Authority:
    """A self-signed root: its certificate as PEM, and its key as PEM, which is not shown."""

    certificate: bytes
    key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Credential:
    """A certificate with what it was issued by (PEM, nearest first), and its key as PEM, which is not shown."""

    certificate: bytes
    chain: tuple[bytes, ...]
    key: bytes = field(repr=False)


def make_key(kind: KeyKind = KeyKind.P256) -> bytes:
    """A new private key as PEM (PKCS #8, not encrypted)."""
    made: EllipticCurvePrivateKey | RSAPrivateKey
    if kind is KeyKind.P256:
        made = generate_private_key(SECP256R1())
    else:
        # The weak size is asked for by tests only, to see that it is refused.
        made = generate_rsa_key(65537, 2048 if kind is KeyKind.RSA else 1024)
    return made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def make_authority(common_name: str, at: datetime, *, key: bytes | None = None) -> Authority:
    """A root authority, valid for ten years from `at`; `key` is PEM, made anew where it is not given."""
    key = key or make_key()
    private = _private(key)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at)
        .not_valid_after(at + AUTHORITY_LIVES)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False)
        .sign(private, SHA256())
    )
    return Authority(certificate.public_bytes(Encoding.PEM), key)


def issue(
    authority: Authority,
    name: str,
    organisation: str,
    *,
    valid_from: datetime,
    valid_until: datetime | None = None,
    key: bytes | None = None,
    use: Use = Use.SIGNING,
    given_name: str = "",
    surname: str = "",
    email: str = "",
    subject_serial: str = "",
) -> Credential:
    """A certificate for a person or a server, from `authority`.

    Args:
        name: the subject's common name.
        valid_until: two years after `valid_from` where it is not given.
        key: PEM, made anew (P-256) where it is not given.
        subject_serial: the subject's `serialNumber`, where a Belgian identity card has the national number.
    """
    key = key or make_key()
    issuer = x509.load_pem_x509_certificate(authority.certificate)
    named = {
        NameOID.COMMON_NAME: name,
        NameOID.ORGANIZATION_NAME: organisation,
        NameOID.GIVEN_NAME: given_name,
        NameOID.SURNAME: surname,
        NameOID.SERIAL_NUMBER: subject_serial,
    }
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(oid, value) for oid, value in named.items() if value]))
        .issuer_name(issuer.subject)
        .public_key(_private(key).public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(valid_from)
        .not_valid_after(valid_until or valid_from + CERTIFICATE_LIVES)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(_private(authority.key).public_key()), critical=False
        )
        .add_extension(
            x509.CRLDistributionPoints(
                [x509.DistributionPoint([x509.UniformResourceIdentifier(REVOCATION_LIST)], None, None, None)]
            ),
            critical=False,
        )
    )
    if email:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.RFC822Name(email)]), critical=False)
    for extension, critical in _meant_for(use):
        builder = builder.add_extension(extension, critical=critical)
    certificate = builder.sign(_private(authority.key), SHA256())
    return Credential(certificate.public_bytes(Encoding.PEM), (authority.certificate,), key)


def revocation_list(authority: Authority, revoked: dict[bytes, datetime], *, at: datetime) -> bytes:
    """The authority's list of revoked certificates (DER), made at `at` and good for thirty days.

    Args:
        revoked: certificates as PEM, each with the time from which it is worth nothing.
    """
    issuer = x509.load_pem_x509_certificate(authority.certificate)
    private = _private(authority.key)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.subject)
        .last_update(at)
        .next_update(at + LIST_LIVES)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(private.public_key()), critical=False)
        .add_extension(x509.CRLNumber(1), critical=False)
    )
    for certificate, since in revoked.items():
        serial = x509.load_pem_x509_certificate(certificate).serial_number
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(since).build()
        )
    return builder.sign(private, SHA256()).public_bytes(Encoding.DER)


def make_timestamper(credential: Credential, at: datetime) -> TimeStamper:
    """A time-stamping service in memory that always says `at`; its key is RSA, the only kind pyHanko's stand-in has.

    Raises:
        ValueError: the credential's key is not RSA.
    """
    if not isinstance(_private(credential.key), RSAPrivateKey):
        raise ValueError("The time-stamping service of the demo needs an RSA key; issue its certificate with one.")
    certificate, chain, key = _for_pyhanko(credential)
    store = SimpleCertificateStore.from_certs(chain)  # type: ignore[no-untyped-call]
    return DummyTimeStamper(tsa_cert=certificate, tsa_key=key, certs_to_embed=store, fixed_dt=at)


def sign(
    pdf: bytes,
    credential: Credential,
    *,
    capacity: str,
    reason: str,
    location: str,
    at: datetime,
    timestamper: TimeStamper | None = None,
) -> bytes:
    """`pdf` with one PAdES signature more: B-B, or B-T where there is a timestamper (ETSI EN 319 142-1).

    The signature is invisible and stands in a field of its own, named after `capacity`. Everything that was in the
    file stays as it was, byte for byte. A PDF/A file made by Typst must end in a newline before it is signed, else
    the result is no PDF/A; who typesets sees to that.

    Args:
        at: the signing time that the signature claims.
    """
    return asyncio.run(_sign(pdf, credential, capacity, reason, location, at, timestamper))


async def _sign(
    pdf: bytes,
    credential: Credential,
    capacity: str,
    reason: str,
    location: str,
    at: datetime,
    timestamper: TimeStamper | None,
) -> bytes:
    certificate, chain, key = _for_pyhanko(credential)
    registry = SimpleCertificateStore.from_certs(chain)  # type: ignore[no-untyped-call]
    writer = _OnlyTheSignature(BytesIO(pdf))
    signer = PdfSigner(
        PdfSignatureMetadata(
            field_name=_free_name(writer, capacity),
            md_algorithm="sha256",
            reason=reason,
            location=location,
            subfilter=SigSeedSubFilter.PADES,
        ),
        signer=SimpleSigner(signing_cert=certificate, signing_key=key, cert_registry=registry),
        timestamper=timestamper,
    )
    # These are the steps of pyHanko's `async_sign_pdf`, taken one by one because that one reads the clock.
    session = signer.init_signing_session(writer)
    session.system_time = at
    reserved = await session.estimate_signature_container_size(validation_info=None)
    document = session.prepare_tbs_document(validation_info=None, bytes_reserved=reserved)
    output = BytesIO()
    prepared, _ = document.digest_tbs_document(output=output)
    after = await document.perform_signature(
        document_digest=prepared.document_digest, pdf_cms_signed_attrs=PdfCMSSignedAttributes(signing_time=at)
    )
    await after.post_signature_processing(output)
    return output.getvalue()


class _OnlyTheSignature(IncrementalPdfFileWriter):
    """Writes no date or program's name into the metadata: a signature adds itself and changes nothing else."""

    def _update_meta(self) -> None:
        return


def _free_name(writer: IncrementalPdfFileWriter, capacity: str) -> str:
    plain = unicodedata.normalize("NFKD", capacity).encode("ascii", "ignore").decode().lower()
    name = "signature-" + (re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "unnamed")
    try:
        fields = [str(each.get_object().get("/T", "")) for each in writer.root["/AcroForm"]["/Fields"]]
    except KeyError:
        return name
    number = 2
    free = name
    while free in fields:
        free = f"{name}-{number}"
        number += 1
    return free


def _meant_for(use: Use) -> list[tuple[x509.ExtensionType, bool]]:
    if use is Use.SIGNING:
        return [(_usage(content_commitment=True), True)]
    if use is Use.ENCRYPTING:
        return [(_usage(key_encipherment=True), True)]
    purpose, critical = {
        Use.SERVER: (ExtendedKeyUsageOID.SERVER_AUTH, False),
        Use.TIMESTAMPING: (ExtendedKeyUsageOID.TIME_STAMPING, True),
    }[use]
    return [(_usage(digital_signature=True), True), (x509.ExtendedKeyUsage([purpose]), critical)]


def _usage(
    *,
    digital_signature: bool = False,
    content_commitment: bool = False,
    key_encipherment: bool = False,
    key_cert_sign: bool = False,
    crl_sign: bool = False,
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=content_commitment,
        key_encipherment=key_encipherment,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        encipher_only=False,
        decipher_only=False,
    )


def _private(pem: bytes) -> EllipticCurvePrivateKey | RSAPrivateKey:
    key = load_pem_private_key(pem, password=None)
    if not isinstance(key, EllipticCurvePrivateKey | RSAPrivateKey):
        raise ValueError("The demo's authority works with RSA and elliptic-curve keys only.")
    return key


def _for_pyhanko(
    credential: Credential,
) -> tuple[asn1_x509.Certificate, list[asn1_x509.Certificate], asn1_keys.PrivateKeyInfo]:
    """The same in the types that pyHanko signs with."""
    certificate, *chain = (
        asn1_x509.Certificate.load(x509.load_pem_x509_certificate(pem).public_bytes(Encoding.DER))
        for pem in (credential.certificate, *credential.chain)
    )
    raw = _private(credential.key).private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return certificate, chain, asn1_keys.PrivateKeyInfo.load(raw)
