"""Signatures on a protocol: which files count, and every way in which one does not.

Real files: Typst sets the text, pyHanko signs, and the hostile hands write PDF themselves.
"""

from __future__ import annotations

import dataclasses
import logging
import os
import random
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pypdf import PdfReader, PdfWriter
from tests.adapters import given
from tests.adapters.given import (
    ADVISER,
    AGENCY,
    BEFORE,
    CITY,
    CLERK,
    DIRECTOR,
    EVERYBODY,
    MAYOR,
    NOW,
    OFFERED,
    authority,
    check,
    credential,
    increment,
    numbers,
    object_bytes,
    signed_by,
    signed_with,
    stream,
    text,
)

from sluis.adapters import certificates
from sluis.adapters.certificates import KeyKind, Use, issue, make_authority, make_key, revocation_list
from sluis.adapters.pades import Box, Expected, Reason, Revocation, SignatureRefused
from sluis.domain.entry import INSZ_SHAPED

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "signatures.md"
# Day counter 999 is not issued.
NATIONAL_NUMBER = "85073099968"


def refused(pdf: bytes, **changed: Any) -> SignatureRefused:
    """The refusal of `pdf`, after a look at what every refusal must be."""
    with pytest.raises(SignatureRefused) as caught:
        check(pdf, **changed)
    message = str(caught.value)
    assert message.endswith(".") and len(message.split()) > 8, "says what, where and what to do"
    assert not INSZ_SHAPED.search(message)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None, "a traceback would show the cause"
    return caught.value


# --- files that count ---


@pytest.mark.parametrize("people", [(DIRECTOR,), (MAYOR, DIRECTOR), EVERYBODY], ids=len)
@pytest.mark.parametrize("first", [KeyKind.P256, KeyKind.RSA])
def test_signatures_of_both_sides_count_in_the_order_in_which_they_were_set(
    people: tuple[Expected, ...], first: KeyKind
) -> None:
    pdf = signed_by(*people[1:], on=signed_by(people[0], kind=first))
    found = check(pdf)
    assert [(each.side, each.capacity) for each in found] == [(person.side, person.capacity) for person in people]
    assert [each.name for each in found] == [person.name for person in people]
    assert found[0].claimed_at == OFFERED + timedelta(hours=1)
    assert {each.timestamped_at for each in found} == {None}
    assert found[0].algorithm == ("ecdsa secp256r1 sha256" if first is KeyKind.P256 else "rsa 2048 sha256")
    assert {each.algorithm for each in found[1:]} <= {"ecdsa secp256r1 sha256"}
    assert found[-1].covers == len(pdf)
    certificate = x509.load_pem_x509_certificate(credential(people[0], first).certificate)
    assert int(found[0].certificate_serial, 16) == certificate.serial_number
    assert found[0].fingerprint == certificate.fingerprint(SHA256()).hex()
    assert {each.organisation for each in found} <= {AGENCY, CITY}


def test_a_time_stamp_is_the_time_that_counts() -> None:
    (found,) = check(signed_by(MAYOR, stamped=True))
    assert found.timestamped_at == OFFERED + timedelta(hours=1)


def test_the_text_stays_as_it_was_byte_for_byte() -> None:
    one = signed_by(DIRECTOR)
    assert one.startswith(text()) and signed_by(MAYOR, on=one).startswith(one)


@pytest.mark.parametrize(
    "name",
    ["JAN PEETERS", "Jan  Peeters", "Ján Pèëters", "Jan Peeters (Signature)", "Jan-Peeters"],
)
def test_a_name_is_compared_without_case_and_accents(name: str) -> None:
    (found,) = check(signed_with(issue(authority(), name, CITY, valid_from=BEFORE)))
    assert found.capacity == MAYOR.capacity


def test_given_name_and_surname_count_in_either_order() -> None:
    for expected in ("Jan Peeters", "Peeters Jan"):
        signer = issue(authority(), "Mayor 7", CITY, valid_from=BEFORE, given_name="Jan", surname="Peeters")
        (found,) = check(signed_with(signer), expected=[dataclasses.replace(MAYOR, name=expected)])
        assert found.name == "Mayor 7"


def test_an_e_mail_address_is_read_and_the_national_number_goes_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    signer = issue(
        authority(), "Jan Peeters", CITY, valid_from=BEFORE, email="jan@example.invalid", subject_serial=NATIONAL_NUMBER
    )
    (found,) = check(signed_with(signer))
    assert found.email == "jan@example.invalid"
    assert NATIONAL_NUMBER not in repr(found)
    stranger = issue(
        make_authority("Elsewhere", BEFORE), f"Jan {NATIONAL_NUMBER}", CITY, valid_from=BEFORE,
        subject_serial=NATIONAL_NUMBER,
    )  # fmt: skip
    assert NATIONAL_NUMBER not in str(refused(signed_with(stranger)))
    wrong = issue(authority(), f"Jan {NATIONAL_NUMBER}", CITY, valid_from=BEFORE, subject_serial=NATIONAL_NUMBER)
    refusal = refused(signed_with(wrong))
    assert refusal.reason is Reason.WRONG_SIGNER and NATIONAL_NUMBER not in str(refusal)
    assert NATIONAL_NUMBER not in caplog.text


def test_a_visible_signature_counts_in_its_place_and_nowhere_else() -> None:
    pdf = visibly_signed((100, 100, 200, 150))
    assert refused(pdf).reason is Reason.ALTERED
    assert check(pdf, visible_within=[Box(1, 50, 50, 250, 200)])
    for box in (Box(2, 50, 50, 250, 200), Box(1, 150, 50, 250, 200)):
        assert refused(pdf, visible_within=[box]).reason is Reason.ALTERED


def test_proof_of_validity_and_a_document_time_stamp_may_follow_the_last_signature() -> None:
    pdf = signed_by(DIRECTOR)
    with_store = stored(pdf, revocation_list(authority(), {}, at=OFFERED))
    assert check(with_store) == check(pdf)
    assert check(with_store, revocation=Revocation.HARD_FAIL) == check(pdf)
    assert check(document_stamped(with_store)) == check(pdf)
    assert check(document_stamped(pdf)) == check(pdf)
    assert len(check(signed_by(MAYOR, on=document_stamped(with_store), at=OFFERED + timedelta(hours=2)))) == 2


def test_a_program_may_write_its_name_and_date_into_the_metadata() -> None:
    assert check(stock_signed())


def test_a_file_goes_on_from_the_latest_one() -> None:
    one = signed_by(DIRECTOR)
    two = signed_by(MAYOR, on=one)
    assert len(check(two, latest=one)) == 2
    assert refused(signed_by(MAYOR), latest=one).reason is Reason.NOT_THE_LATEST


def test_a_revocation_after_the_time_stamp_does_not_matter() -> None:
    later = revocation_list(
        authority(), {credential(MAYOR).certificate: OFFERED + timedelta(hours=5)}, at=OFFERED + timedelta(hours=6)
    )
    assert check(signed_by(MAYOR, stamped=True), crls=[later])
    assert refused(signed_by(MAYOR), crls=[later]).reason is Reason.REVOKED


# --- every reason ---


def stranger_root() -> bytes:
    return signed_with(issue(make_authority("Elsewhere", BEFORE), MAYOR.name, CITY, valid_from=BEFORE))


def imitated_root() -> bytes:
    """An authority with the name of the trusted one, and another key."""
    return signed_with(issue(make_authority("Sluis demo authority", BEFORE), MAYOR.name, CITY, valid_from=BEFORE))


def expired() -> bytes:
    return signed_with(issue(authority(), MAYOR.name, CITY, valid_from=BEFORE, valid_until=OFFERED))


def not_yet_valid() -> bytes:
    return signed_with(issue(authority(), MAYOR.name, CITY, valid_from=OFFERED + timedelta(days=300)))


def not_for_signing(use: Use) -> bytes:
    return signed_with(issue(authority(), MAYOR.name, CITY, valid_from=BEFORE, use=use))


def signed_by_a_root() -> bytes:
    root = authority()
    return signed_with(certificates.Credential(root.certificate, (root.certificate,), root.key))


def weak_rsa() -> bytes:
    return signed_with(issue(authority(), MAYOR.name, CITY, valid_from=BEFORE, key=make_key(KeyKind.WEAK_RSA)))


def broken() -> bytes:
    """The digest fits no more: the reason that the signer gave was changed."""
    return signed_by(MAYOR).replace(b"Akkoord", b"akkoord")


def broken_cms() -> bytes:
    pdf = signed_by(MAYOR)
    begin, _ = given.cms_of(pdf)
    return pdf[:begin] + b"00" + pdf[begin + 2 :]


def copied_from_another_document() -> bytes:
    """A signature that is good over another text, put into a file with this one."""
    other = signed_by(MAYOR, on=text(2))
    begin, end = given.cms_of(other)
    return given.with_cms(signed_by(MAYOR), bytes.fromhex(other[begin:end].decode()).rstrip(b"\0"))


def covers_less_at_the_end() -> bytes:
    pdf = signed_by(MAYOR)
    _, (start, length, resume, rest) = given.byte_range(pdf)
    return given.resigned(given.with_byte_range(pdf, [start, length, resume, rest - 60]), credential(MAYOR))


def covers_less_at_the_start() -> bytes:
    pdf = signed_by(MAYOR)
    _, (_, length, resume, rest) = given.byte_range(pdf)
    return given.resigned(given.with_byte_range(pdf, [9, length - 9, resume, rest]), credential(MAYOR))


def leaves_out_more_than_itself() -> bytes:
    pdf = signed_by(MAYOR)
    _, (start, length, resume, rest) = given.byte_range(pdf)
    return given.resigned(given.with_byte_range(pdf, [start, length, resume + 30, rest - 30]), credential(MAYOR))


def stamped_by_a_stranger() -> bytes:
    stranger = given.timestamper("Nobody's time stamps")
    return certificates.sign(
        text(), credential(MAYOR), capacity="x", reason="Akkoord", location="x", at=OFFERED, timestamper=stranger
    )


def unknown_kind() -> bytes:
    return signed_by(MAYOR).replace(b"/ETSI.CAdES.detached", b"/ETSI.Other.detached")


def certified() -> bytes:
    return stock_signed(meta=PdfSignatureMetadata(field_name="f", subfilter=SigSeedSubFilter.PADES, certify=True))


def locked() -> bytes:
    only = FieldMDPSpec(FieldMDPAction.INCLUDE, fields=["f"])
    return stock_signed(field=SigFieldSpec("f", field_mdp_spec=only, doc_mdp_update_value=MDPPerm.NO_CHANGES))


def encrypted() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(signed_by(MAYOR))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def in_the_future() -> bytes:
    return signed_by(MAYOR, at=NOW + timedelta(hours=1))


def before_the_offer() -> bytes:
    return signed_by(MAYOR, at=OFFERED - timedelta(hours=1))


REFUSALS: list[tuple[Reason, Callable[[], bytes]]] = [
    (Reason.NOT_A_PDF, lambda: b"PK\x03\x04 a word processor's file"),
    (Reason.NOT_A_PDF, lambda: b""),
    (Reason.NOT_A_PDF, lambda: b"\n" + signed_by(MAYOR)),
    (Reason.ENCRYPTED, encrypted),
    (Reason.NOT_THIS_DOCUMENT, lambda: signed_by(MAYOR, on=text(2))),
    (Reason.NOT_THIS_DOCUMENT, lambda: b"%PDF-1.7\n"),
    (Reason.NOT_THIS_DOCUMENT, lambda: text()[:-1]),
    (Reason.DAMAGED, lambda: signed_by(MAYOR)[:-20]),
    (Reason.NO_SIGNATURE, text),
    (Reason.NO_SIGNATURE, lambda: document_stamped(text())),
    (Reason.NOT_PADES, unknown_kind),
    (Reason.COVERS_ONLY_A_PART, covers_less_at_the_end),
    (Reason.COVERS_ONLY_A_PART, covers_less_at_the_start),
    (Reason.COVERS_ONLY_A_PART, leaves_out_more_than_itself),
    (Reason.WEAK_ALGORITHM, weak_rsa),
    (Reason.BROKEN_SIGNATURE, broken),
    (Reason.BROKEN_SIGNATURE, broken_cms),
    (Reason.BROKEN_SIGNATURE, copied_from_another_document),
    (Reason.BAD_TIMESTAMP, stamped_by_a_stranger),
    (Reason.SIGNED_IN_THE_FUTURE, in_the_future),
    (Reason.SIGNED_BEFORE_THE_OFFER, before_the_offer),
    (Reason.UNKNOWN_CERTIFICATE, stranger_root),
    (Reason.UNKNOWN_CERTIFICATE, imitated_root),
    (Reason.CERTIFICATE_EXPIRED, expired),
    (Reason.CERTIFICATE_NOT_YET_VALID, not_yet_valid),
    (Reason.NOT_FOR_SIGNING, lambda: not_for_signing(Use.ENCRYPTING)),
    (Reason.NOT_FOR_SIGNING, lambda: not_for_signing(Use.SERVER)),
    (Reason.NOT_FOR_SIGNING, lambda: not_for_signing(Use.TIMESTAMPING)),
    (Reason.NOT_FOR_SIGNING, signed_by_a_root),
    (Reason.WRONG_SIGNER, lambda: signed_by(Expected("municipality", "Schepen", "Iemand Anders"))),
    (Reason.WRONG_SIGNER, lambda: signed_by(MAYOR, DIRECTOR, Expected("municipality", "Schepen", "Iemand Anders"))),
    (Reason.SAME_PERSON_TWICE, lambda: signed_by(MAYOR, MAYOR)),
    (Reason.CLOSED_FOR_OTHERS, locked),
    (Reason.CLOSED_FOR_OTHERS, certified),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "made"), REFUSALS)
def test_a_file_that_does_not_count_is_refused_with_its_own_reason(reason: Reason, made: Callable[[], bytes]) -> None:
    assert refused(made()).reason is reason


def test_a_revoked_certificate_is_refused_from_a_list_that_is_given_or_stored_fresh_or_stale() -> None:
    pdf = signed_by(MAYOR)
    fresh = revocation_list(authority(), {credential(MAYOR).certificate: OFFERED}, at=OFFERED)
    assert refused(pdf, crls=[fresh]).reason is Reason.REVOKED
    assert refused(stored(pdf, fresh)).reason is Reason.REVOKED
    stale = revocation_list(
        authority(), {credential(MAYOR).certificate: BEFORE + timedelta(days=1)}, at=BEFORE + timedelta(days=1)
    )
    assert refused(pdf, crls=[stale]).reason is Reason.REVOKED


def test_a_list_that_somebody_else_signed_revokes_nobody() -> None:
    imitation = make_authority("Sluis demo authority", BEFORE)
    forged = revocation_list(imitation, {credential(MAYOR).certificate: OFFERED}, at=OFFERED)
    assert check(signed_by(MAYOR), crls=[forged])


def test_without_proof_of_validity_hard_fail_refuses_and_soft_fail_does_not() -> None:
    pdf = signed_by(MAYOR)
    assert check(pdf, revocation=Revocation.SOFT_FAIL)
    assert refused(pdf, revocation=Revocation.HARD_FAIL).reason is Reason.REVOCATION_UNKNOWN
    empty = revocation_list(authority(), {}, at=OFFERED + timedelta(hours=2))
    assert check(pdf, revocation=Revocation.HARD_FAIL, crls=[empty])


def test_a_signature_without_time_is_refused() -> None:
    pdf = signed_by(MAYOR)
    without = re.sub(rb"/M \(D[^)]*\)", lambda found: b"/X" + found[0][2:], pdf)
    assert without != pdf
    assert refused(given.resigned(without, credential(MAYOR))).reason is Reason.NO_SIGNING_TIME


def test_sha_1_is_refused_in_a_signature() -> None:
    pdf = stock_signed(meta=PdfSignatureMetadata(field_name="f", md_algorithm="sha1", subfilter=SigSeedSubFilter.PADES))
    assert refused(pdf).reason is Reason.WEAK_ALGORITHM


def test_one_person_with_two_certificates_fills_one_place() -> None:
    twins = [MAYOR, dataclasses.replace(MAYOR, capacity="Schepen")]
    second = issue(authority(), "PEETERS Jan", CITY, valid_from=BEFORE, given_name="Jan", surname="Peeters")
    pdf = signed_with(second, signed_by(MAYOR), "Schepen")
    assert refused(pdf, expected=twins).reason is Reason.SAME_PERSON_TWICE


def test_two_people_of_one_name_are_told_apart_by_their_numbers() -> None:
    twins = [MAYOR, dataclasses.replace(MAYOR, capacity="Schepen")]
    one, two = (
        issue(authority(), MAYOR.name, CITY, valid_from=BEFORE, subject_serial=number)
        for number in (NATIONAL_NUMBER, NATIONAL_NUMBER[::-1])
    )
    assert len(check(signed_with(two, signed_with(one), "Schepen"), expected=twins)) == 2
    assert refused(signed_with(one, signed_with(one), "Schepen"), expected=twins).reason is Reason.SAME_PERSON_TWICE


def test_one_key_is_one_person_whatever_the_names_say() -> None:
    pdf = signed_by(MAYOR, DIRECTOR, kind=KeyKind.RSA)
    assert refused(pdf).reason is Reason.SAME_PERSON_TWICE


def test_what_the_house_itself_got_wrong_is_no_refusal() -> None:
    pdf = signed_by(MAYOR)
    wrong: list[dict[str, Any]] = [
        {"roots": []}, {"roots": [b"no certificate"]}, {"crls": [b"no list"]}, {"at": datetime(2026, 3, 3)},  # noqa: DTZ001
    ]  # fmt: skip
    for changed in wrong:
        with pytest.raises(ValueError) as caught:
            check(pdf, **changed)
        assert not isinstance(caught.value, SignatureRefused)


# --- altered files ---


def _page_with(entry: bytes) -> bytes:
    pdf = text()
    return object_bytes(pdf, numbers(pdf)["page"]).replace(b"<<", b"<<" + entry, 1)


def other_text(pdf: bytes) -> bytes:
    return increment(pdf, {numbers(pdf)["contents"]: stream(b"BT (You owe us everything) Tj ET")})


def other_stream_for_the_page(pdf: bytes) -> bytes:
    found = numbers(pdf)
    page = object_bytes(pdf, found["page"])
    page = re.sub(rb"/Contents\s*\d+ 0 R", b"/Contents %d 0 R" % found["spare"], page)
    return increment(pdf, {found["page"]: page, found["spare"]: stream(b"BT (Other) Tj ET")})


def page_turned(pdf: bytes) -> bytes:
    page = numbers(pdf)["page"]
    return increment(pdf, {page: object_bytes(pdf, page).replace(b"<<", b"<</Rotate 90", 1)})


def page_left_out(pdf: bytes) -> bytes:
    found = re.search(rb"/Pages\s*(\d+) 0 R", pdf)
    assert found is not None
    tree = object_bytes(pdf, int(found[1]))
    page = numbers(pdf)["page"]
    tree = re.sub(rb"/Kids\s*\[[^\]]*\]", b"/Kids[%d 0 R]" % page, tree).replace(b"/Count 2", b"/Count 1")
    return increment(pdf, {int(found[1]): tree})


def other_catalog(pdf: bytes) -> bytes:
    """A new catalog with pages of its own, and the form of the old one."""
    found = numbers(pdf)
    return increment(
        pdf,
        {found["spare"]: object_bytes(pdf, found["catalog"]).replace(b"/Lang", b"/Lang(en)/X", 1)},
        root=found["spare"],
    )


def action_on_opening(pdf: bytes) -> bytes:
    catalog = numbers(pdf)["catalog"]
    written = object_bytes(pdf, catalog)
    return increment(pdf, {catalog: written.replace(b"<<", b"<</OpenAction<</S/JavaScript/JS(app.alert(1))>>", 1)})


def note_on_the_page(pdf: bytes) -> bytes:
    found = numbers(pdf)
    page = re.sub(rb"/Annots\s*\[", b"/Annots[%d 0 R " % found["spare"], object_bytes(pdf, found["page"]))
    note = b"<</Type/Annot/Subtype/FreeText/Rect[100 100 300 200]/Contents(not so)/DA(/F 12 Tf)>>"
    return increment(pdf, {found["page"]: page, found["spare"]: note})


def link_removed(pdf: bytes) -> bytes:
    page = numbers(pdf)["page"]
    return increment(pdf, {page: re.sub(rb"/Annots\s*\[[^\]]*\]", b"/Annots[]", object_bytes(pdf, page))})


def other_title(pdf: bytes) -> bytes:
    number = numbers(pdf)["metadata"]
    found = re.search(rb"<\?xpacket begin.*<\?xpacket end[^>]*>", object_bytes(pdf, number), re.DOTALL)
    assert found is not None
    packet = found[0].replace(b"Protocol 1", b"Protocol 9")
    assert packet != found[0]
    return increment(pdf, {number: stream(packet, b"/Type/Metadata/Subtype/XML")})


def content_in_waiting(pdf: bytes) -> bytes:
    """An object that nothing uses: the first half of a shadow attack."""
    return increment(pdf, {numbers(pdf)["spare"]: stream(b"BT (Later) Tj ET")})


def nothing_but_a_table(pdf: bytes) -> bytes:
    return increment(pdf, {numbers(pdf)["spare"]: stream(b"BT (Hidden) Tj ET")}, named=False)


def other_terms(pdf: bytes) -> bytes:
    return increment(pdf, {numbers(pdf)["file"]: stream(b'{"purpose": "anything"}', b"/Type/EmbeddedFile")})


def more_attachments(pdf: bytes) -> bytes:
    name, spec = NAMED.search(pdf).groups()  # type: ignore[union-attr]
    return _with_names(pdf, b"%b %b %b %b" % (name, spec, name, spec))


def attachment_renamed(pdf: bytes) -> bytes:
    _, spec = NAMED.search(pdf).groups()  # type: ignore[union-attr]
    return _with_names(pdf, b"(other.json) " + spec)


# As Typst writes the name, and as pyHanko does.
NAMED = re.compile(rb"(\(terms(?:\.|\\056)json\))\s*(\d+ 0 R)")


def _with_names(pdf: bytes, names: bytes) -> bytes:
    catalog = numbers(pdf)["catalog"]
    written = object_bytes(pdf, catalog)
    changed = NAMED.sub(names.replace(b"\\", b"\\\\"), written)
    assert changed != written
    return increment(pdf, {catalog: changed})


ALTERATIONS: list[tuple[Reason, Callable[[bytes], bytes]]] = [
    (Reason.ALTERED, other_text),
    (Reason.ALTERED, other_stream_for_the_page),
    (Reason.ALTERED, page_turned),
    (Reason.ALTERED, page_left_out),
    (Reason.ALTERED, other_catalog),
    (Reason.ALTERED, action_on_opening),
    (Reason.ALTERED, note_on_the_page),
    (Reason.ALTERED, link_removed),
    (Reason.ALTERED, other_title),
    (Reason.ALTERED, content_in_waiting),
    (Reason.ATTACHMENT_CHANGED, other_terms),
    (Reason.ATTACHMENT_CHANGED, more_attachments),
    (Reason.ATTACHMENT_CHANGED, attachment_renamed),
]


@pytest.mark.parametrize(("reason", "alter"), ALTERATIONS)
def test_what_is_altered_before_between_or_after_signatures_is_refused(
    reason: Reason, alter: Callable[[bytes], bytes]
) -> None:
    before = signed_by(DIRECTOR, MAYOR, on=alter(text()))
    between = signed_by(MAYOR, on=alter(signed_by(DIRECTOR)))
    after = alter(signed_by(DIRECTOR, MAYOR))
    assert {refused(before).reason, refused(before, latest=None).reason} == {reason}
    # pyHanko, asked about the first signature, sees the change before we compare attachments.
    assert refused(between).reason in (reason, Reason.ALTERED)
    assert refused(after).reason in (reason, Reason.ALTERED)


def test_a_whole_new_file_behind_the_first_one_is_refused() -> None:
    """Its tables do not lead back to the text, so a reader shows another document."""
    other = signed_by(MAYOR, on=text(2))
    moved = re.sub(rb"(startxref\s+)(\d+)", lambda found: found[1] + b"%d" % (int(found[2]) + len(text())), other)
    assert refused(text() + moved).reason in (Reason.DAMAGED, Reason.ALTERED)


@pytest.mark.parametrize(
    "tail",
    [b"x", b"\n%%EOF\n", b"garbage" * 300, b"\0" * 2000, b"1 0 obj\n<< >>\nendobj\n", b"%PDF-1.7\n"],
    ids=["letter", "end", "long", "zeros", "object", "header"],
)
def test_bytes_behind_the_last_signature_are_refused(tail: bytes) -> None:
    pdf = signed_by(DIRECTOR, MAYOR)
    assert refused(pdf + tail).reason in (Reason.DAMAGED, Reason.ALTERED, Reason.COVERS_ONLY_A_PART)


def test_bytes_that_no_table_names_are_refused_even_where_the_tables_still_fit() -> None:
    pdf = signed_by(DIRECTOR)
    table = re.findall(rb"startxref\s+\d+\s+%%EOF", pdf)[-1]
    hidden = pdf + b"99 0 obj\n<< /Hidden true >>\nendobj\n" + table + b"\n"
    assert refused(hidden).reason in (Reason.DAMAGED, Reason.ALTERED)
    assert refused(nothing_but_a_table(pdf)).reason in (Reason.DAMAGED, Reason.ALTERED)
    with_store = stored(pdf, revocation_list(authority(), {}, at=OFFERED))
    assert refused(nothing_but_a_table(with_store)).reason in (Reason.DAMAGED, Reason.ALTERED)
    before, table = with_store.rsplit(b"startxref", 1)
    within = before + b"99 0 obj\n<< /Hidden true >>\nendobj\nstartxref" + table
    assert refused(within).reason in (Reason.DAMAGED, Reason.ALTERED)


def test_a_signature_field_that_starts_an_action_is_refused() -> None:
    pdf = signed_by(DIRECTOR)
    field = int(re.findall(rb"/Fields \[ (\d+) 0 R", pdf)[-1])
    armed = object_bytes(pdf, field).replace(b"<<", b"<</AA<</E<</S/JavaScript/JS(app.alert(1))>>>>", 1)
    assert refused(signed_by(MAYOR, on=increment(pdf, {field: armed}))).reason is Reason.ALTERED


def test_an_edited_byte_range_is_refused_whatever_it_says() -> None:
    pdf = signed_by(DIRECTOR)
    _, (start, length, resume, rest) = given.byte_range(pdf)
    for parts in (
        [start, length, resume], [], [start, length, resume, rest, 0], [start, length, resume, rest + 1],
        [start, length - 1, resume, rest], [start, length, resume - 1, rest + 1], [0, 0, 0, 0],
        [start, length, resume, 10**15], [0, 5, resume, rest], [start, resume + rest], [1, length, resume, rest],
    ):  # fmt: skip
        assert refused(given.with_byte_range(pdf, parts)).reason in (
            Reason.COVERS_ONLY_A_PART, Reason.BROKEN_SIGNATURE, Reason.DAMAGED,
        )  # fmt: skip


def test_two_fields_with_one_signature_are_one_signature() -> None:
    pdf = signed_by(DIRECTOR)
    field = int(re.findall(rb"/Fields \[ (\d+) 0 R", pdf)[-1])
    form = re.findall(rb"/AcroForm (\d+) 0 R", pdf)
    found = numbers(pdf)
    copy = object_bytes(pdf, field).replace(b"(signature", b"(Signature")
    holder = int(form[-1]) if form else found["catalog"]
    altered = object_bytes(pdf, holder).replace(b"/Fields [", b"/Fields [ %d 0 R" % found["spare"])
    both = increment(pdf, {found["spare"]: copy, holder: altered})
    assert refused(both).reason in (Reason.ALTERED, Reason.SAME_PERSON_TWICE, Reason.BROKEN_SIGNATURE)


# --- any byte ---


def test_no_changed_byte_is_accepted_and_none_crashes() -> None:
    """Where a signature does not cover itself (its own digits, with the time stamp in them) the flips are densest."""
    pdf = signed_by(DIRECTOR, MAYOR, stamped=True)
    draw = random.Random(20260302)
    begin, end = given.cms_of(pdf)
    digits = len(pdf[begin:end].rstrip(b"0"))
    offsets = [
        *draw.sample(range(len(text())), 20),
        *draw.sample(range(len(text()), begin), 30),
        *draw.sample(range(begin, begin + digits), 90),
        *draw.sample(range(begin + digits, end), 10),
        *draw.sample(range(end, len(pdf)), 30),
        len(text()), begin - 1, begin, end - 1, end, len(pdf) - 1,
    ]  # fmt: skip
    for offset in offsets:
        changed = bytearray(pdf)
        changed[offset] ^= draw.choice((0x01, 0x02, 0x04, 0x20, 0x80, 0xFF))
        assert refused(bytes(changed)).reason, offset


def test_no_byte_of_a_certificate_or_of_the_frame_of_a_time_stamp_changes_unseen() -> None:
    """What a library may read over: capitals in a name or address, an unknown tag, a length that takes in padding."""
    pdf = signed_with(issue(authority(), "Ján Peeters", "Côté", valid_from=BEFORE), stamped=True)
    begin, end = given.cms_of(pdf)
    content = bytes.fromhex(pdf[begin:end].decode()).rstrip(b"\0")
    pairs = (
        (b"http://", b"Http://"),
        (b"Sluis demo", b"SLuis demo"),
        (b"Demo time", b"DEmo time"),
        (b"\xa1\x82", b"\xa5\x82"),
    )
    for written, other in pairs:
        places = [found.start() for found in re.finditer(re.escape(written), content)]
        assert places
        for place in places:
            changed = content[:place] + other + content[place + len(written) :]
            assert refused(given.with_cms(pdf, changed)).reason
    longer = content[:2] + (int.from_bytes(content[2:4], "big") + 9).to_bytes(2, "big") + content[4:]
    assert refused(given.with_cms(pdf, longer)).reason is Reason.BROKEN_SIGNATURE


def test_a_file_cut_off_anywhere_counts_only_where_a_signature_ends() -> None:
    pdf = signed_by(DIRECTOR, MAYOR, CLERK)
    ends = [each.covers for each in check(pdf)]
    for end in ends:
        assert check(pdf[:end])[-1].covers == end
        for cut in (-200, -30, -2, 1, 2, 30, 200, 3000):
            if cut and end + cut not in ends and end + cut < len(pdf):
                assert refused(pdf[: end + cut]).reason
    draw = random.Random(1)
    for cut in draw.sample(range(len(pdf)), 40):
        if cut not in ends:
            assert refused(pdf[:cut]).reason


# --- somebody else's program says so too ---


def test_openssl_verifies_the_signature_over_the_bytes_that_it_names(tmp_path: Path) -> None:
    program = _program("openssl")
    pdf = signed_by(DIRECTOR, MAYOR, ADVISER)
    root = tmp_path / "root.pem"
    root.write_bytes(authority().certificate)
    for number, person in enumerate((DIRECTOR, MAYOR, ADVISER)):
        _, (start, length, resume, rest) = given.byte_range(pdf, number)
        assert (start, pdf[length : length + 1], pdf[resume - 1 : resume]) == (0, b"<", b">")
        data, content = tmp_path / "data", tmp_path / "cms.der"
        data.write_bytes(pdf[:length] + pdf[resume : resume + rest])
        content.write_bytes(bytes.fromhex(pdf[length + 1 : resume - 1].decode()).rstrip(b"\0"))
        asked = [
            program, "cms", "-verify", "-binary", "-inform", "DER", "-in", str(content), "-content", str(data),
            "-CAfile", str(root), "-purpose", "any", "-signer", str(tmp_path / "who.pem"), "-out", os.devnull,
            "-attime", str(int((OFFERED + timedelta(hours=1)).timestamp())),
        ]  # fmt: skip
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        who = x509.load_pem_x509_certificate((tmp_path / "who.pem").read_bytes())
        assert who == x509.load_pem_x509_certificate(credential(person).certificate)
        data.write_bytes(data.read_bytes() + b" ")
        assert subprocess.run(asked, capture_output=True, check=False).returncode != 0


def test_poppler_sees_the_same_signatures(tmp_path: Path) -> None:
    program = shutil.which("pdfsig")
    if program is None:
        pytest.skip("poppler's pdfsig is not installed; OpenSSL is the independent check that always runs")
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed_by(DIRECTOR, MAYOR))
    done = subprocess.run([program, "-nocert", str(path)], capture_output=True, text=True, check=False)
    assert done.stdout.count("Signature is Valid") == 2, done.stdout + done.stderr


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{name} must be there on the integration machine")
        pytest.skip(f"{name} is not installed, so no second program verifies the signature")
    return found


# --- the demo's authority ---


def test_a_private_key_is_shown_by_nothing() -> None:
    for holder in (authority(), credential(MAYOR)):
        assert "PRIVATE" not in repr(holder) and "PRIVATE" not in str(holder)


def test_a_time_stamping_service_needs_an_rsa_key() -> None:
    with pytest.raises(ValueError, match="RSA"):
        certificates.make_timestamper(credential(MAYOR), NOW)


def test_each_signature_has_a_field_named_after_the_capacity() -> None:
    fields = PdfReader(BytesIO(signed_by(ADVISER, MAYOR))).get_fields() or {}
    assert list(fields) == ["signature-functionaris-voor-gegevensbescherming", "signature-burgemeester"]


# --- the page ---


def test_the_page_lists_the_reasons_as_they_are() -> None:
    listed = re.findall(r"^\| `([a-z_]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert listed == [reason.value for reason in Reason]


def test_every_reason_is_shown_by_a_test() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    assert [reason.name for reason in Reason if f"Reason.{reason.name}" not in source] == []


# --- files made with pyHanko's own hand, as a stock program would ---


def _hand(person: Expected = MAYOR) -> Any:
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    certificate, chain, key = certificates._for_pyhanko(credential(person))
    store = SimpleCertificateStore.from_certs(chain)  # type: ignore[no-untyped-call]
    return SimpleSigner(signing_cert=certificate, signing_key=key, cert_registry=store)


def _sign_now(writer: IncrementalPdfFileWriter, meta: PdfSignatureMetadata, field: SigFieldSpec | None = None) -> bytes:
    signer = PdfSigner(meta, signer=_hand(), new_field_spec=field)
    session = signer.init_signing_session(writer)
    session.system_time = OFFERED + timedelta(hours=1)
    document = session.prepare_tbs_document(validation_info=None, bytes_reserved=8192)
    out = BytesIO()
    prepared, _ = document.digest_tbs_document(output=out)
    cms = _run(
        _hand().async_sign(
            prepared.document_digest, session.md_algorithm, use_pades=True,
            signed_attr_settings=PdfCMSSignedAttributes(signing_time=OFFERED),
        )
    )  # fmt: skip
    prepared.fill_with_cms(out, cms)
    return out.getvalue()


def _run(coroutine: Any) -> Any:
    import asyncio

    return asyncio.run(coroutine)


def stock_signed(meta: PdfSignatureMetadata | None = None, field: SigFieldSpec | None = None) -> bytes:
    """Signed by a program that writes dates and its name into the metadata."""
    meta = meta or PdfSignatureMetadata(field_name="f", subfilter=SigSeedSubFilter.PADES)
    return _sign_now(IncrementalPdfFileWriter(BytesIO(text())), meta, field)


def visibly_signed(box: tuple[int, int, int, int]) -> bytes:
    return stock_signed(field=SigFieldSpec("f", on_page=0, box=box))


def stored(pdf: bytes, crl: bytes) -> bytes:
    """With a store of proof of validity behind the last signature."""
    from asn1crypto.crl import CertificateList  # type: ignore[import-untyped]

    out = BytesIO(pdf)
    DocumentSecurityStore.add_dss(out, sig_contents=None, crls=[CertificateList.load(crl)])
    return out.getvalue()


def document_stamped(pdf: bytes) -> bytes:
    out = BytesIO()
    stamper = PdfTimeStamper(given.timestamper(), field_name="stamp")
    stamper.timestamp_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), "sha256", output=out)
    return out.getvalue()
