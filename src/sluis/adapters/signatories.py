"""Who a certificate names, and whether two of them name one person.

A Belgian identity card puts the national number of its holder in the subject's `serialNumber`. It is compared here and
shown nowhere.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from asn1crypto import x509 as asn1_x509  # type: ignore[import-untyped]

from sluis.domain.entry import INSZ_SHAPED

LONGEST_SHOWN = 120


@dataclass(frozen=True, slots=True)
class Person:
    """Who a certificate names.

    Attributes:
        name: as it may be shown; likewise `organisation` and `email`.
        names: what the person may be called, each as `comparable` writes it.
        number: the subject's `serialNumber`; it is for comparing and goes nowhere else.
        key: the public key.
    """

    name: str
    names: frozenset[str]
    number: str = field(repr=False)
    key: bytes
    organisation: str
    email: str


def person_of(certificate: asn1_x509.Certificate) -> Person:
    """Whom a certificate names; what is shown of it has no number shaped like a person's."""
    subject = certificate.subject.native
    common, given, surname, number, organisation = (
        subject[part] if isinstance(subject.get(part), str) else ""
        for part in ("common_name", "given_name", "surname", "serial_number", "organization_name")
    )
    # A Belgian identity card writes what the certificate is for behind the holder's name.
    common = re.sub(r"\s*\(signature\)$", "", common, flags=re.IGNORECASE)
    written = [common, f"{given} {surname}" if given and surname else "", f"{surname} {given}" if given else ""]
    others = certificate.subject_alt_name_value or ()
    email = next((each.native for each in others if each.name == "rfc822_name"), "")
    shown = [_shown(text, number) for text in (common or f"{given} {surname}".strip(), organisation, email)]
    return Person(
        name=shown[0] or "somebody without a name",
        names=frozenset(comparable(text) for text in written if text.strip()),
        number=number,
        key=certificate.public_key.dump(),
        organisation=shown[1],
        email=shown[2],
    )


def comparable(name: str) -> str:
    """Without accents, case, hyphens, apostrophes and double spaces; letters of another alphabet stay different."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[-‐‑–'’.]", " ", plain.casefold()).split())


def _shown(text: str, number: str) -> str:
    printable = "".join(sign if sign.isprintable() else " " for sign in text)
    if number:
        printable = printable.replace(number, "(number)")
    return INSZ_SHAPED.sub("(number)", printable)[:LONGEST_SHOWN].strip()


def is_same(one: Person, other: Person) -> bool:
    """Whether two certificates are one person's: by key, by number where both have one, else by name."""
    if one.key == other.key:
        return True
    if one.number and other.number:
        return one.number == other.number
    return bool(one.names & other.names)
