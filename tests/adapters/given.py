"""What the tests of signatures start from: a real text, an authority, people who do not exist, and hostile hands."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from typing import Any

import typst
from asn1crypto import x509 as asn1_x509  # type: ignore[import-untyped]
from asn1crypto.keys import PrivateKeyInfo  # type: ignore[import-untyped]
from asn1crypto.pem import unarmor  # type: ignore[import-untyped]
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pypdf import PdfReader

from sluis.adapters.certificates import (
    Authority,
    Credential,
    KeyKind,
    Use,
    issue,
    make_authority,
    make_key,
    make_timestamper,
    sign,
)
from sluis.adapters.pades import Expected, Found, check_signed

BEFORE = datetime(2025, 1, 1, tzinfo=UTC)
OFFERED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NOW = OFFERED + timedelta(days=1)

AGENCY = "Agentschap Voorbeeld"
CITY = "Stad Nergens"
DIRECTOR = Expected("agency", "Administrateur-generaal", "Renée D'Hondt")
ADVISER = Expected("agency", "Functionaris voor gegevensbescherming", "Ann-Sofie Maes")
MAYOR = Expected("municipality", "Burgemeester", "Jan Peeters")
CLERK = Expected("municipality", "Algemeen directeur", "Zoë Çelik")
EVERYBODY = (DIRECTOR, ADVISER, MAYOR, CLERK)

TERMS = json.dumps({"purpose": "ceremony"}).encode()

TEXT = """
#set document(title: "Protocol {number}", author: "Agency", date: datetime(year: 2026, month: 3, day: 1))
#set text(lang: "nl")
#pdf.attach("terms.json", bytes({terms}), relationship: "data", mime-type: "application/json", description: "Terms")
= Protocol {number}
The agency gives the municipality the data that the terms name. See #link("https://example.invalid/")[the law].
#pagebreak()
= Signatures
"""


@cache
def text(number: int = 1, terms: bytes = TERMS) -> bytes:
    """A protocol as Typst makes it (PDF/A-3a and PDF/UA-1), with the newline that keeps it one after signing."""
    source = TEXT.format(number=number, terms=json.dumps(terms.decode()))
    return typst.compile(source.encode(), pdf_standards=["a-3a", "ua-1"]) + b"\n"


@cache
def rsa_key() -> bytes:
    """One RSA key for the run; making one takes long."""
    return make_key(KeyKind.RSA)


def authority(name: str = "Sluis demo authority") -> Authority:
    return _authority(name)


@cache
def _authority(name: str) -> Authority:
    return make_authority(name, BEFORE)


def credential(person: Expected, kind: KeyKind = KeyKind.P256) -> Credential:
    return _credential(person, kind)


@cache
def _credential(person: Expected, kind: KeyKind) -> Credential:
    organisation = AGENCY if person.side == "agency" else CITY
    key = rsa_key() if kind is KeyKind.RSA else None
    return issue(authority(), person.name, organisation, valid_from=BEFORE, key=key)


@cache
def timestamper(name: str = "Demo time stamps", at: datetime = OFFERED + timedelta(hours=1)) -> Any:
    stamps = issue(authority(name), "Stamp", "Nobody", valid_from=BEFORE, key=rsa_key(), use=Use.TIMESTAMPING)
    return make_timestamper(stamps, at)


def signed_by(
    *people: Expected,
    on: bytes | None = None,
    at: datetime = OFFERED + timedelta(hours=1),
    kind: KeyKind = KeyKind.P256,
    stamped: bool = False,
) -> bytes:
    """The text, signed by each of `people` in turn, one minute apart."""
    pdf = on if on is not None else text()
    for minutes, person in enumerate(people):
        pdf = signed_with(credential(person, kind), pdf, person.capacity, at + timedelta(minutes=minutes), stamped)
    return pdf


def signed_with(
    credential: Credential,
    pdf: bytes | None = None,
    capacity: str = MAYOR.capacity,
    at: datetime = OFFERED + timedelta(hours=1),
    stamped: bool = False,
) -> bytes:
    return sign(
        text() if pdf is None else pdf, credential, capacity=capacity, reason="Akkoord", location="Nergens", at=at,
        timestamper=timestamper() if stamped else None,
    )  # fmt: skip


def check(pdf: bytes, **changed: Any) -> tuple[Found, ...]:
    """`check_signed` as the house would call it, but for what is changed."""
    given: dict[str, Any] = {
        "original": text(), "roots": [authority().certificate], "at": NOW, "not_before": OFFERED, "expected": EVERYBODY,
        "timestamp_roots": [authority("Demo time stamps").certificate],
    }  # fmt: skip
    return check_signed(pdf, **(given | changed))


# --- hostile hands ---


def increment(pdf: bytes, objects: Mapping[int, bytes], *, named: bool = True, root: int | None = None) -> bytes:
    """`pdf` with an increment, written by hand: `objects` by their number (unnamed ones are left out of the table)."""
    start = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    catalog = root or int(re.findall(rb"/Root\s+(\d+)\s+0\s+R", pdf)[-1])
    size = max(int(re.findall(rb"/Size\s+(\d+)", pdf)[-1]), *(number + 1 for number in objects), 0)
    out = bytearray(pdf)
    places = {}
    for number, content in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 0\n"
    if named:
        for number, place in places.items():
            out += b"%d 1\n%010d 00000 n \n" % (number, place)
    out += b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (size, catalog, start, table)
    return bytes(out)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(content), entries, content)


def object_bytes(pdf: bytes, number: int) -> bytes:
    """An uncompressed object of the file as it is written, the latest of its number."""
    found = re.findall(rb"(?:^|\n)%d 0 obj\s(.*?)\sendobj" % number, pdf, re.DOTALL)
    return bytes(found[-1])


def numbers(pdf: bytes) -> dict[str, int]:
    """The numbers of the objects that attacks are about."""
    reader = PdfReader(BytesIO(pdf))
    page = reader.pages[0]
    root: Any = reader.trailer["/Root"]
    files = root["/Names"]["/EmbeddedFiles"]["/Names"]
    contents = page.get("/Contents")
    assert page.indirect_reference is not None
    contents = getattr(contents, "idnum", None) or contents[0].idnum  # type: ignore[index]
    return {
        "catalog": root.indirect_reference.idnum,
        "page": page.indirect_reference.idnum,
        "contents": contents,
        "metadata": root.raw_get("/Metadata").idnum,
        "file": files[1].get_object()["/EF"].raw_get("/F").idnum,
        "spare": int(reader.trailer["/Size"]) + 5,  # type: ignore[call-overload]
    }


def cms_of(pdf: bytes, number: int = -1) -> tuple[int, int]:
    """From where to where the hexadecimal digits of a signature stand."""
    found = list(re.finditer(rb"/Contents <([0-9a-fA-F]+)>", pdf))[number]
    return found.start(1), found.end(1)


def byte_range(pdf: bytes, number: int = -1) -> tuple[re.Match[bytes], list[int]]:
    found = list(re.finditer(rb"/ByteRange \[([\d ]+)\] *", pdf))[number]
    return found, [int(part) for part in found[1].split()]


def with_byte_range(pdf: bytes, parts: list[int]) -> bytes:
    """The last signature says that it covers other bytes; nothing moves."""
    found, _ = byte_range(pdf)
    written = b"/ByteRange [%b]" % b" ".join(b"%d" % part for part in parts)
    assert len(written) <= len(found[0])
    return pdf[: found.start()] + written.ljust(len(found[0])) + pdf[found.end() :]


def resigned(pdf: bytes, signer: Credential) -> bytes:
    """The last signature made anew over the bytes that its byte range names, whatever these are."""
    _, (start, length, resume, rest) = byte_range(pdf)
    digest = hashlib.sha256(pdf[start : start + length] + pdf[resume : resume + rest]).digest()
    certificate, root = (asn1_x509.Certificate.load(unarmor(each)[2]) for each in (signer.certificate, signer.chain[0]))
    store = SimpleCertificateStore.from_certs([certificate, root])  # type: ignore[no-untyped-call]
    key = PrivateKeyInfo.load(unarmor(signer.key)[2])
    hand = SimpleSigner(signing_cert=certificate, signing_key=key, cert_registry=store)
    settings = PdfCMSSignedAttributes(signing_time=OFFERED + timedelta(hours=1))
    made = asyncio.run(hand.async_sign(digest, "sha256", use_pades=True, signed_attr_settings=settings)).dump()
    return with_cms(pdf, made)


def with_cms(pdf: bytes, content: bytes) -> bytes:
    begin, end = cms_of(pdf)
    return pdf[:begin] + content.hex().upper().encode().ljust(end - begin, b"0") + pdf[end:]
