"""What a signed PDF may be: the house's own file, byte for byte, and after it nothing but signatures.

Two readers that share no code look at the file: pyHanko compares its revisions, pypdf reads pages and attachments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, pdf_name
from pyhanko.pdf_utils.metadata.xmp_xml import parse_xmp
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DocInfoRule,
    DSSCompareRule,
    FormUpdatingRule,
    GenericFieldModificationRule,
    MetadataUpdateRule,
    ModificationLevel,
    ObjectStreamRule,
    ReferenceUpdate,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
    XrefStreamRule,
)
from pyhanko.sign.fields import enumerate_sig_fields
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from sluis.adapters.signature_refusals import Reason, SignatureRefused, hostile

# The terms as data, which the house's own PDF carries.
TERMS = "terms.json"

# What a signing program writes into the metadata of any file that it touches; the rest of the metadata stands.
VOLATILE_INFO = frozenset({"/ModDate", "/Producer"})
VOLATILE_XMP = frozenset({"ModifyDate", "MetadataDate", "Producer", "InstanceID"})

# The catalog's entries that other rules judge, or that hold nothing a reader sees.
JUDGED_ELSEWHERE = frozenset({"/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Version"})
# `/SigFlags` says that there are signatures; the other entries are defaults for fields of which we allow none.
FREE_IN_FORM = frozenset({"/Fields", "/DR", "/DA", "/Q", "/NeedAppearances", "/SigFlags"})

DOWNLOAD_AGAIN = "Download the text anew and sign that file as it is, without saving, printing or converting it first."
# One object, or one table with its trailer, in which no other object starts.
PLAIN_OBJECT = re.compile(rb"\s*(\d{1,10})\s+(\d{1,5})\s+obj\b(?:(?!\d\s+obj\b).)*?\bendobj\b", re.DOTALL)
CROSS_REFERENCES = re.compile(rb"\s*xref\s[\d\sfn]*\btrailer\b(?:(?!\d\s+obj\b).)*?startxref\s+\d+\s+%%EOF", re.DOTALL)
END_OF_REVISION = re.compile(rb"\s*startxref\s+\d+\s+%%EOF")


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page, in points from its lower left corner, where a signature may be seen. Page 1 is the first."""

    page: int
    left: float
    bottom: float
    right: float
    top: float

    def holds(self, rectangle: Sequence[float]) -> bool:
        """Whether a rectangle (two opposite corners) lies wholly inside."""
        x = sorted((rectangle[0], rectangle[2]))
        y = sorted((rectangle[1], rectangle[3]))
        return self.left <= x[0] and x[1] <= self.right and self.bottom <= y[0] and y[1] <= self.top


def check_beginning(pdf: bytes, original: bytes, latest: bytes | None) -> None:
    """The file is a PDF, and begins with the bytes of the house's own one and of the latest upload.

    Raises:
        SignatureRefused: `NOT_A_PDF`, `ENCRYPTED`, `NOT_THIS_DOCUMENT`, `NOT_THE_LATEST`.
    """
    if not pdf.startswith(b"%PDF-"):
        raise SignatureRefused(
            Reason.NOT_A_PDF, f"The file is not a PDF: it does not begin with %PDF-. {DOWNLOAD_AGAIN}"
        )
    if not pdf.startswith(original):
        if _is_encrypted(pdf):
            raise SignatureRefused(
                Reason.ENCRYPTED, f"The file is encrypted, so the text in it cannot be compared. {DOWNLOAD_AGAIN}"
            )
        raise SignatureRefused(
            Reason.NOT_THIS_DOCUMENT,
            "The file does not begin with the text that was offered for signature: it is another document or version, "
            f"or a program rewrote it. {DOWNLOAD_AGAIN}",
        )
    if latest is not None and not pdf.startswith(latest):
        raise SignatureRefused(
            Reason.NOT_THE_LATEST,
            "The file does not contain every signature that was set before. "
            "Download the file with the latest signature, and sign that one.",
        )


def open_signed(pdf: bytes, original: bytes) -> PdfFileReader:
    """A reader of a file of which the first revisions are the original's and the others come after it.

    Raises:
        SignatureRefused: `DAMAGED` (unreadable), `ALTERED` (its cross-references do not build on the original).
    """
    with hostile(Reason.DAMAGED, f"What follows the text in the file cannot be read as a PDF. {DOWNLOAD_AGAIN}"):
        reader = PdfFileReader(BytesIO(pdf), strict=True)
        encrypted, found = reader.encrypted, reader.xrefs
    if encrypted:
        raise SignatureRefused(
            Reason.ENCRYPTED, f"The file was encrypted after it was offered for signature. {DOWNLOAD_AGAIN}"
        )
    kept = PdfFileReader(BytesIO(original), strict=True).xrefs
    count = kept.total_revisions
    sections = [found.get_xref_container_info(number) for number in range(found.total_revisions)]
    # A file may begin with our bytes and yet hand its reader other tables: these must be ours, and ours the oldest.
    builds_on = (
        len(sections) >= count
        and found.get_startxref_for_revision(count - 1) == kept.get_startxref_for_revision(count - 1)
        and all(section.end_location <= len(original) for section in sections[:count])
        and all(section.start_location >= len(original) for section in sections[count:])
    )
    if not builds_on:
        raise _altered("the tables of the file lead past the text that was offered")
    return reader


def check_attachments(pdf: bytes, original: bytes) -> None:
    """The attachments are the original's: same names, same bytes, the terms exactly once.

    Raises:
        SignatureRefused: `ATTACHMENT_CHANGED`.
        ValueError: the original itself does not carry the terms once.
    """
    wanted = list(_attachments(original))
    if [name for name, _, _ in wanted].count(TERMS) != 1:
        raise ValueError(f"The text that is offered for signature must carry exactly one attachment {TERMS}.")
    message = (
        f"The attachments of the file are not those of the text that was offered ({TERMS} must be there once, "
        f"unchanged, with nothing beside it). {DOWNLOAD_AGAIN}"
    )
    with hostile(Reason.ATTACHMENT_CHANGED, message):
        found = list(_attachments(pdf))
    if found != wanted:
        raise SignatureRefused(Reason.ATTACHMENT_CHANGED, message)


def check_revisions(reader: PdfFileReader, original: bytes) -> None:
    """Every revision after the original's adds signatures or what proves them, and nothing else.

    Raises:
        SignatureRefused: `ALTERED`.
    """
    first = PdfFileReader(BytesIO(original), strict=True).xrefs.total_revisions - 1
    with hostile(Reason.ALTERED, _altered("a later part of it cannot be compared with the text").args[0]):
        base = reader.get_historical_resolver(first)
        if "/AcroForm" not in base.root:
            # pyHanko compares forms, and our own file has none before the first signature: an empty one says the same.
            base.root[pdf_name("/AcroForm")] = DictionaryObject({pdf_name("/Fields"): ArrayObject()})  # type: ignore[no-untyped-call]
        result = POLICY.review_file(reader, base)
        if isinstance(result, SuspiciousModification) or result.modification_level > ModificationLevel.FORM_FILLING:
            raise _altered("a part that was added does more than sign")
        for _, _, field in enumerate_sig_fields(reader):
            each = field.get_object()
            kids = each["/Kids"] if "/Kids" in each else ()  # noqa: SIM401 - `get` does not follow a reference
            widgets = [each, *(kid.get_object() for kid in kids)]
            if any(key in widget for widget in widgets for key in ("/A", "/AA")):
                raise _altered("a signature field would start an action")


def check_pages(pdf: bytes, original: bytes, boxes: Sequence[Box]) -> None:
    """The second reader sees the same pages, and no new mark on them but signatures inside `boxes`.

    A visible signature is a picture that its signer chose. Over the text it could hide a clause or write another.

    Raises:
        SignatureRefused: `ALTERED`.
    """
    wanted = list(_pages(original))
    with hostile(Reason.ALTERED, _altered("its pages cannot be read any more").args[0]):
        found = list(_pages(pdf))
        if [page.content for page in found] != [page.content for page in wanted]:
            raise _altered("its pages read otherwise")
        for number, (page, before) in enumerate(zip(found, wanted, strict=True), 1):
            if not before.marks.keys() <= page.marks.keys():
                raise _altered(f"a link or mark on page {number} is gone")
            for key in page.marks.keys() - before.marks.keys():
                _check_mark(page.marks[key], number, boxes)


def check_tail(reader: PdfFileReader, pdf: bytes, end: int) -> None:
    """What follows the last signature is made of nothing but objects that its own tables name.

    No signature covers these bytes. pyHanko judges the objects in them (a store of proof of validity may be added),
    but it does not look between them, where another reader may.

    Raises:
        SignatureRefused: `ALTERED`.
    """
    named = {
        (reference.idnum, reference.generation)
        for number in range(reader.xrefs.total_revisions)
        if reader.xrefs.get_xref_container_info(number).start_location >= end
        for reference in reader.xrefs.explicit_refs_in_revision(number)
    }
    position, last = end, len(pdf.rstrip())
    while position < last:
        if plain := PLAIN_OBJECT.match(pdf, position):
            if (int(plain[1]), int(plain[2])) not in named:
                raise _altered("bytes after the last signature belong to nothing")
        elif not (plain := CROSS_REFERENCES.match(pdf, position) or END_OF_REVISION.match(pdf, position)):
            raise _altered("bytes after the last signature belong to nothing")
        position = plain.end()
    if end < len(pdf) and not named:
        raise _altered("bytes after the last signature belong to nothing")


class _SameDescription(MetadataUpdateRule):
    """Metadata may be written anew by a signing program, as long as it says the same but for its dates and tools."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        yield from super().apply(old, new)
        if _xmp(old) != _xmp(new):
            raise SuspiciousModification("The metadata says something else.")


class _SameInformation(DocInfoRule):
    """The same for the older kind of metadata."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        yield from super().apply(old, new)
        if _information(old) != _information(new):
            raise SuspiciousModification("The document information says something else.")


POLICY = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(ignored_keys=JUDGED_ELSEWHERE),  # type: ignore[no-untyped-call]
        _SameInformation().as_qualified(ModificationLevel.LTA_UPDATES),
        XrefStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
        ObjectStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
        DSSCompareRule().as_qualified(ModificationLevel.LTA_UPDATES),
        _SameDescription().as_qualified(ModificationLevel.LTA_UPDATES),  # type: ignore[no-untyped-call]
    ],
    form_rule=FormUpdatingRule(
        field_rules=[
            SigFieldCreationRule(),  # type: ignore[no-untyped-call]
            SigFieldModificationRule(),
            GenericFieldModificationRule(),
        ],
        ignored_acroform_keys=FREE_IN_FORM,
    ),
    # An object that nothing uses is content in waiting: a later increment need only point at it.
    ignore_orphaned_objects=False,
)


@dataclass(frozen=True, slots=True)
class _Page:
    content: bytes
    marks: dict[object, Any]


def _pages(pdf: bytes) -> Iterator[_Page]:
    for page in PdfReader(BytesIO(pdf), strict=True).pages:
        content = page.get_contents()
        listed: Any = page["/Annots"] if "/Annots" in page else []  # noqa: SIM401 - `get` does not follow a reference
        # An annotation is known by its object number; one without a number counts by its text.
        marks: dict[object, Any] = {
            each.idnum if isinstance(each, IndirectObject) else repr(each): each.get_object() for each in listed
        }
        yield _Page(content.get_data() if content is not None else b"", marks)


def _check_mark(mark: Any, page: int, boxes: Sequence[Box]) -> None:
    kind = mark.get("/FT") or (mark["/Parent"].get_object().get("/FT") if "/Parent" in mark else None)
    if mark.get("/Subtype") != "/Widget" or kind != "/Sig":
        raise _altered(f"there is a new mark on page {page} that is no signature")
    rectangle = [float(value) for value in mark["/Rect"]]
    seen = rectangle[0] != rectangle[2] and rectangle[1] != rectangle[3]
    if seen and not any(box.page == page and box.holds(rectangle) for box in boxes):
        raise SignatureRefused(
            Reason.ALTERED,
            f"A signature on page {page} is drawn over a place where it could hide text. "
            "Sign again, without a visible signature or inside the place that is left for it.",
        )


def _attachments(pdf: bytes) -> Iterator[tuple[str, str | None, bytes]]:
    for each in PdfReader(BytesIO(pdf), strict=True).attachment_list:
        yield each.name, each.alternative_name, each.content


def _xmp(revision: HistoricalResolver) -> dict[str, Any]:
    if "/Metadata" not in revision.root:
        return {}
    packet = revision.root["/Metadata"].read_data(DecodePurpose.XMP_METADATA)
    return {
        str(name): value
        for structure in parse_xmp(BytesIO(packet))
        for name, value in structure
        if name.local_name not in VOLATILE_XMP
    }


def _information(revision: HistoricalResolver) -> dict[str, Any]:
    reference = revision.trailer_view.get_value_as_reference("/Info", optional=True)
    information = revision(reference) if reference is not None else {}
    return {key: information[key] for key in information if key not in VOLATILE_INFO}


def _is_encrypted(pdf: bytes) -> bool:
    try:
        with hostile(Reason.DAMAGED, ""):
            return bool(PdfReader(BytesIO(pdf)).is_encrypted)
    except SignatureRefused:
        return False


def _altered(what: str) -> SignatureRefused:
    return SignatureRefused(
        Reason.ALTERED, f"The file was changed after it was offered for signature: {what}. {DOWNLOAD_AGAIN}"
    )
