"""The document: what it holds, that others' programs find it sound, and that no text can do anything but be read."""

from __future__ import annotations

import dataclasses
import io
import json
import re
import shutil
import subprocess
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from asn1crypto.keys import PrivateKeyInfo  # type: ignore[import-untyped]
from asn1crypto.x509 import Certificate  # type: ignore[import-untyped]
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pypdf import PdfReader
from tests.adapters.documents import AT, SIGNATORIES, absent, long_terms, printed, report, saying
from tests.domain.given import terms
from tests.domain.test_legaltext import FIXED, leaves, words
from tests.domain.test_terms import parent

from sluis.adapters.typesetting import SHOWN, CannotTypeset, printable, typeset, typeset_document
from sluis.domain.document import number_columns
from sluis.domain.legaltext import (
    BulletList,
    Fact,
    Facts,
    Heading,
    LetteredList,
    Paragraph,
    Place,
    Signatures,
    Table,
    legal_text,
)
from sluis.domain.terms import as_json, parse_terms


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in reader(pdf).pages]


def squeezed(text: str) -> str:
    """Without white space and hyphens, since a document breaks lines and words where it must."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


@pytest.fixture(scope="module")
def document() -> bytes:
    """The long protocol with one signatory named."""
    some = long_terms()
    return printed(some, legal_text(some, signatories=SIGNATORIES))


def test_the_terms_are_attached_to_the_byte_and_as_the_source_of_the_document(document: bytes) -> None:
    read = reader(document)
    assert read.attachments == {"terms.json": [long_terms().canonical]}
    root: Any = read.root_object
    (attached,) = root["/AF"]
    assert attached.get_object()["/AFRelationship"] == "/Source"
    assert attached.get_object()["/EF"]["/F"]["/Subtype"] == "/application/json"


def test_the_digest_and_the_number_of_the_page_stand_on_every_page(document: bytes) -> None:
    said = pages(document)
    assert len(said) > 5
    for number, page in enumerate(said, 1):
        assert long_terms().digest in page
        assert f"pagina {number} van {len(said)}" in page


def test_everything_that_the_text_says_stands_in_the_document(document: bytes) -> None:
    # A paragraph may run over the foot of a page, with the footer and the header between its halves.
    running = re.compile(r"sha256:[0-9a-f]{64}\s*pagina \d+ van \d+|Protocol agii-23003, versie 1\s*\n", re.DOTALL)
    said = squeezed(running.sub("", "\n".join(pages(document))))
    text = legal_text(long_terms(), signatories=SIGNATORIES)
    assert [piece for piece in words(text) if squeezed(piece) not in said and not piece.startswith("sha256:")] == []
    assert squeezed("Ann Voorbeeld") in said


def test_it_says_its_language_title_tags_and_standards(document: bytes) -> None:
    read = reader(document)
    root: Any = read.root_object
    assert root["/Lang"] == "nl-BE"
    assert "/StructTreeRoot" in root
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert read.metadata is not None and read.metadata.title == legal_text(long_terms()).title
    xmp = root["/Metadata"].get_object().get_data().decode()
    for said in ("<pdfaid:part>3<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"):
        assert said in xmp


def test_tables_lists_and_headings_are_tagged_as_such(document: bytes) -> None:
    kinds: dict[str, int] = {}

    def walk(node: object) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for inner in node:
                walk(inner)
        elif isinstance(node, dict):
            if "/S" in node:
                kinds[str(node["/S"])] = kinds.get(str(node["/S"]), 0) + 1
            walk(node.get("/K"))

    walk(reader(document).root_object["/StructTreeRoot"])
    text = legal_text(long_terms())
    tables = [block for block in text.blocks if isinstance(block, Table)]
    assert kinds["/Table"] == kinds["/Caption"] == len(tables)
    assert kinds["/TH"] == sum(len(table.header) for table in tables)
    assert kinds["/TD"] == sum(len(row) for table in tables for row in table.rows)
    headings = [block for block in text.blocks if isinstance(block, Heading)]
    assert kinds["/H1"] == sum(heading.level == 2 for heading in headings)
    assert kinds["/H2"] == sum(heading.level == 3 for heading in headings)
    assert kinds["/LI"] > len(long_terms().security)


def test_only_fonts_that_come_along_are_used(document: bytes) -> None:
    names = set(re.findall(rb"/BaseFont\s*/[A-Z]{6}\+([A-Za-z]+)", document))
    assert names and all(name.startswith((b"Libertinus", b"DejaVu")) for name in names)


def test_the_same_in_gives_the_same_bytes_out() -> None:
    assert printed(terms()) == printed(terms())
    elsewhere = AT.astimezone(timezone(timedelta(hours=9)))
    assert printed(terms()) == printed(terms(), at=elsewhere)
    assert printed(terms()) != printed(terms(), at=AT + timedelta(seconds=1))


def test_it_ends_with_a_line_end_so_that_a_signature_can_follow(document: bytes) -> None:
    assert document.endswith(b"%%EOF\n")


def test_text_terms_and_digest_must_belong_together() -> None:
    one, other = terms(), terms(version=2)
    for text, given, digest in ((other, one, one), (one, other, one), (one, one, other)):
        with pytest.raises(ValueError, match="do not belong to one another"):
            typeset(legal_text(text), terms=given.canonical, digest=digest.digest, at=AT)
    with pytest.raises(ValueError, match="time zone"):
        typeset(legal_text(one), terms=one.canonical, digest=one.digest, at=datetime(2026, 1, 1))  # noqa: DTZ001


HOSTILE = (
    '#read("/etc/passwd")',
    '#panic(1) #import "x.typ" #eval("1") #pagebreak()',
    "*vet* _schuin_ `code` $x^2$ <label> @ref = kop - punt + een / term: // weg /* weg */ \\ ~ [x] {y} https://x.example",
    "aanhaling \" ' “ ” ' en \\n en \\u{41}",
    "<script>alert(1)</script> &amp; <b>",
    "woord" * 60,
    "Łódź Ștefan Çelik Ωμέγα Владимир e\u0301",
)


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda text: text[:12])
def test_a_text_is_printed_and_never_carried_out_wherever_it_stands(hostile: str) -> None:
    given = as_json(terms())
    for path, leaf in leaves(given):
        # Only free text takes any text at all; the rest would be refused when the terms are read.
        if isinstance(leaf, str) and path not in FIXED:
            kept = parent(given, path)[path[-1]]
            parent(given, path)[path[-1]] = f"{hostile} {kept}"
            try:
                parse_terms(json.dumps(given).encode())
            except ValueError:
                parent(given, path)[path[-1]] = kept
    some = parse_terms(json.dumps(given).encode())
    assert some.protocol.startswith(hostile) and some.recipient.dpo.startswith(hostile)
    pdf = printed(some)
    said = squeezed("".join(pages(pdf)))
    assert said.count(squeezed(hostile)) >= 20
    assert "root:" not in said
    assert reader(pdf).attachments["terms.json"] == [some.canonical]


def test_a_character_that_hides_or_misleads_or_has_no_shape_is_printed_as_its_number() -> None:
    text = saying("links \u202e om\u200b \U0001f600 漢 \x07 \u00ad \ue000", "regel een\nregel twee")
    (page,) = pages(printed(terms(), text))
    assert squeezed("links [U+202E] om[U+200B] [U+1F600] [U+6F22] [U+0007] [U+00AD] [U+E000]") in squeezed(page)
    assert "regel een\nregel twee" in page
    assert printable("gewoon") == "gewoon"


def test_every_character_that_is_not_replaced_can_be_printed_in_every_place() -> None:
    every = " ".join("a" + char for char in sorted(SHOWN))
    text = dataclasses.replace(
        legal_text(terms()),
        title=every,
        note=every,
        blocks=(
            Heading(2, every, "a"),
            Heading(3, every, "b"),
            Paragraph(every),
            BulletList((every,)),
            LetteredList((every,)),
            Facts((Fact("a", every),)),
            Table(every, (every, every), ((every, every),)),
            Signatures(every, (Place(every, every),)),
        ),
    )
    assert printed(terms(), text)


def test_a_long_word_stays_on_the_page() -> None:
    word = "x" * 400
    page = reader(printed(terms(), saying(word))).pages[0]
    lines = [line for line in page.extract_text().splitlines() if set(line) == {"x"}]
    assert len(lines) > 3 and "".join(lines) == word
    assert max(len(line) for line in lines) < 110


def test_a_table_of_forty_rows_runs_over_pages_with_its_header_again() -> None:
    said = pages(printed(terms(), saying(rows=40)))
    assert len(said) >= 2
    assert all("Gegeven" in page and "Reden" in page for page in said)
    assert all(f"Reden {number}." in "\n".join(said) for number in range(40))


def test_what_the_typesetter_refuses_is_said_plainly() -> None:
    with pytest.raises(CannotTypeset, match="refused the document"):
        printed(terms(), dataclasses.replace(legal_text(terms()), blocks=(Heading(1, "Te hoog", "x"),)))


# A document for people outside


def saying_table() -> Table:
    return Table("Getallen", ("Naam", "Aantal", "Code"), (("#eval(1)", "1.234", "23003"), ("-", "-", "12345")))


def test_a_report_says_what_it_was_given_and_its_title_language_and_page() -> None:
    read = reader(typeset_document(report(), at=AT))
    root: Any = read.root_object
    assert root["/Lang"] == "nl-BE"
    assert read.metadata is not None and read.metadata.title == report().title
    assert "/AF" not in root and not read.attachments
    said = pages(typeset_document(report(), at=AT))
    assert len(said) >= 2
    for number, page in enumerate(said, 1):
        assert f"pagina {number} van {len(said)}" in page and report().running in page
    whole = squeezed("".join(said))
    assert all(
        squeezed(piece) in whole for piece in ("ab" * 32, "Van kracht: gevalideerd.", "1.234", "Onder een tabel.")
    )
    # The head of a table stands again on the page where the table goes on.
    assert whole.count("Gemeentelang") == 2
    links = [one.get_object() for page in read.pages for one in page.get("/Annots", [])]
    assert [link["/A"]["/URI"] for link in links] == ["https://sluis.example/nl/?on=2020-11-15"]


def test_a_report_carries_nothing_out_and_gives_the_same_bytes() -> None:
    hostile = report(*(Paragraph(text) for text in HOSTILE), saying_table())
    pdf = typeset_document(hostile, at=AT)
    whole = squeezed("".join(pages(pdf)))
    assert all(squeezed(text) in whole for text in HOSTILE) and "root:" not in whole
    assert pdf == typeset_document(hostile, at=AT.astimezone(timezone(timedelta(hours=9))))
    assert pdf != typeset_document(hostile, at=AT + timedelta(seconds=1))
    with pytest.raises(ValueError, match="time zone"):
        typeset_document(hostile, at=datetime(2026, 1, 1))  # noqa: DTZ001


def test_numbers_are_told_from_codes_and_words() -> None:
    assert number_columns(saying_table()) == (False, True, False)
    assert number_columns(Table("Leeg", ("a", "b"), ())) == (False, False)
    shares = (("4\u00a0%", "+3", "−12", "0,5", "1.5", "12.34", "5 %"),)
    assert number_columns(Table("Soorten", ("",) * 7, shares)) == (True, True, True, True, False, False, True)


# Programs that are not ours


def test_anyone_can_take_out_the_terms_and_recompute_the_digest(document: bytes, tmp_path: Path) -> None:
    """The commands that docs/reference/protocol-document.md gives."""
    absent([name for name in ("pdfdetach", "sha256sum") if shutil.which(name) is None], "poppler-utils coreutils")
    (tmp_path / "protocol.pdf").write_bytes(document)
    page = (Path(__file__).parents[2] / "docs" / "reference" / "protocol-document.md").read_text(encoding="utf-8")
    (commands,) = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
    done = subprocess.run(["sh", "-e"], input=commands, cwd=tmp_path, check=True, capture_output=True, text=True)
    assert long_terms().digest.removeprefix("sha256:") in done.stdout
    assert done.stdout.count(long_terms().digest) == len(reader(document).pages) + 1


def test_an_independent_checker_finds_it_archivable_and_accessible_and_notices_when_it_is_not(
    verapdf: object, document: bytes
) -> None:
    untagged = document.replace(b"/Marked true", b"/Marked null")
    nameless = document.replace(b"/AFRelationship/Source", b"/AFRelationshix/Source")
    no_language = document.replace(b"/Lang(nl-BE)", b"/Lenk(nl-BE)")
    assert untagged != document and nameless != document and no_language != document
    hostile = printed(terms(), saying(*HOSTILE, "links \u202e \U0001f600", rows=40))
    sound, strange, *spoilt = verapdf(document, hostile, untagged, nameless, no_language)  # type: ignore[operator]
    for good in (sound, strange):
        assert good == {"3a": (True, ""), "ua1": (True, "")}
    first, second, third = spoilt
    assert not first["3a"][0] and not first["ua1"][0]
    assert not second["3a"][0]
    assert not third["ua1"][0]


def test_a_document_for_people_outside_is_archivable_and_accessible_too(verapdf: object) -> None:
    strange = report(Paragraph("links \u202e \U0001f600 #panic(1) *vet* https://sluis.example/#x"), saying_table())
    for found in verapdf(typeset_document(report(), at=AT), typeset_document(strange, at=AT)):  # type: ignore[operator]
        assert found == {"3a": (True, ""), "ua1": (True, "")}


def signed(pdf: bytes) -> bytes:
    """The file with one invisible signature appended, by a key that was made a moment ago."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Ann Voorbeeld")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(AT - timedelta(days=1))
        .not_valid_after(AT + timedelta(days=3650))
        .sign(key, hashes.SHA256())
    )
    signer = SimpleSigner(
        signing_cert=Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
        signing_key=PrivateKeyInfo.load(
            key.private_bytes(
                serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        ),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
    )
    out = sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(pdf)), PdfSignatureMetadata(field_name="Gemeente"), signer=signer
    )
    return bytes(out.getbuffer())


def test_it_stays_archivable_and_accessible_when_it_is_signed_and_the_line_end_is_why(
    verapdf: object, document: bytes
) -> None:
    ours, without = verapdf(signed(document), signed(document.removesuffix(b"\n")))  # type: ignore[operator]
    assert ours == {"3a": (True, ""), "ua1": (True, "")}
    assert not without["3a"][0] and "6.1.9" in without["3a"][1]
