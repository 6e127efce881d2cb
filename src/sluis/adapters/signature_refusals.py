"""Why an uploaded file is refused as a signed protocol: the reasons, stable, and the exception that carries one."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from enum import StrEnum

from sluis.domain.words import Said


class Reason(StrEnum):
    """One thing that can be the matter. A value is stored and shown, so it is never renamed or used again."""

    NOT_A_PDF = "not_a_pdf"
    ENCRYPTED = "encrypted"
    NOT_THIS_DOCUMENT = "not_this_document"
    NOT_THE_LATEST = "not_the_latest"
    DAMAGED = "damaged"
    NO_SIGNATURE = "no_signature"
    NOT_PADES = "not_pades"
    COVERS_ONLY_A_PART = "covers_only_a_part"
    WEAK_ALGORITHM = "weak_algorithm"
    BROKEN_SIGNATURE = "broken_signature"
    BAD_TIMESTAMP = "bad_timestamp"
    ATTACHMENT_CHANGED = "attachment_changed"
    ALTERED = "altered"
    NO_SIGNING_TIME = "no_signing_time"
    SIGNED_IN_THE_FUTURE = "signed_in_the_future"
    SIGNED_BEFORE_THE_OFFER = "signed_before_the_offer"
    UNKNOWN_CERTIFICATE = "unknown_certificate"
    CERTIFICATE_EXPIRED = "certificate_expired"
    CERTIFICATE_NOT_YET_VALID = "certificate_not_yet_valid"
    NOT_FOR_SIGNING = "not_for_signing"
    REVOKED = "revoked"
    REVOCATION_UNKNOWN = "revocation_unknown"
    WRONG_SIGNER = "wrong_signer"
    SAME_PERSON_TWICE = "same_person_twice"
    CLOSED_FOR_OTHERS = "closed_for_others"


_AGAIN = Said(
    "Download het document opnieuw en onderteken dat bestand zelf, zonder het eerst te openen en op te slaan, af te "
    "drukken of om te zetten.",
    "Download the document anew and sign that very file, without first opening and saving, printing or converting it.",
)
_SIGN_AGAIN = Said(
    "Onderteken het gedownloade bestand opnieuw en stuur het zoals uw programma het bewaarde.",
    "Sign the file that you downloaded again, and send it as your program saved it.",
)
_OTHER = Said(
    "Onderteken met een ander certificaat, zoals dat van uw eID of itsme, of vraag het agentschap welke het vertrouwt.",
    "Sign with another certificate, such as that of your eID or itsme, or ask the agency which ones it trusts.",
)
_CLOCK = Said(
    "Zet de klok van uw computer juist en onderteken opnieuw.", "Set the clock of your computer right, and sign again."
)


def _and(nl: str, en: str, then: Said) -> Said:
    return Said(f"{nl} {then.nl}", f"{en} {then.en}")


# What people read: what is wrong, and what to do. The message of the exception says for programs where it is.
SAID: Mapping[Reason, Said] = {
    Reason.NOT_A_PDF: _and("Dit bestand is geen PDF.", "This file is no PDF.", _AGAIN),
    Reason.ENCRYPTED: _and(
        "Het bestand is versleuteld, dus kunnen we de tekst niet vergelijken.",
        "The file is encrypted, so we cannot compare the text.",
        _AGAIN,
    ),
    Reason.NOT_THIS_DOCUMENT: _and(
        "Dit is niet het document dat hier te ondertekenen staat: het is een ander, een andere versie, of een "
        "programma heeft het herschreven.",
        "This is not the document that stands here to be signed: it is another one, another version, or a program "
        "rewrote it.",
        _AGAIN,
    ),
    Reason.NOT_THE_LATEST: Said(
        "In dit bestand ontbreekt een handtekening die al geplaatst was. Download het document opnieuw, met de laatste "
        "handtekening erin, en onderteken dat.",
        "This file lacks a signature that was placed already. Download the document again, with the latest signature "
        "in it, and sign that one.",
    ),
    Reason.DAMAGED: _and("Het bestand is beschadigd.", "The file is damaged.", _AGAIN),
    Reason.NO_SIGNATURE: Said(
        "Er staat geen handtekening in dit bestand. Onderteken het in uw programma, bewaar het, en stuur het "
        "ondertekende bestand.",
        "There is no signature in this file. Sign it in your program, save it, and send the signed file.",
    ),
    Reason.NOT_PADES: Said(
        "Deze soort handtekening wordt niet aanvaard. Kies in uw programma PAdES (ETSI.CAdES.detached) en onderteken "
        "opnieuw.",
        "This kind of signature is not accepted. Choose PAdES (ETSI.CAdES.detached) in your program, and sign again.",
    ),
    Reason.COVERS_ONLY_A_PART: _and(
        "Een handtekening geldt niet voor het hele document.",
        "A signature does not cover the whole document.",
        _SIGN_AGAIN,
    ),
    Reason.WEAK_ALGORITHM: _and(
        "De handtekening gebruikt een techniek die te zwak is.",
        "The signature uses a technique that is too weak.",
        _OTHER,
    ),
    Reason.BROKEN_SIGNATURE: _and(
        "De handtekening is stuk: ze past niet bij het document.",
        "The signature is broken: it does not fit the document.",
        _SIGN_AGAIN,
    ),
    Reason.BAD_TIMESTAMP: Said(
        "Het tijdstempel bij de handtekening is stuk, of komt van een dienst die hier niet vertrouwd wordt. Onderteken "
        "opnieuw zonder tijdstempel, of vraag het agentschap welke diensten het vertrouwt.",
        "The time stamp with the signature is broken, or comes from a service that is not trusted here. Sign again "
        "without a time stamp, or ask the agency which services it trusts.",
    ),
    Reason.ATTACHMENT_CHANGED: _and(
        "De bijlage in het document (de bepalingen als gegevens) is gewijzigd.",
        "The attachment in the document (the terms as data) was changed.",
        _AGAIN,
    ),
    Reason.ALTERED: _and(
        "Het document is gewijzigd, of een zichtbare handtekening bedekt tekst. Onderteken zonder zichtbare "
        "handtekening, of binnen de plaats ervoor.",
        "The document was changed, or a visible signature covers text. Sign without a visible signature, or inside "
        "the place for it.",
        _AGAIN,
    ),
    Reason.NO_SIGNING_TIME: _and(
        "De handtekening zegt niet wanneer ze geplaatst is.", "The signature does not say when it was set.", _SIGN_AGAIN
    ),
    Reason.SIGNED_IN_THE_FUTURE: _and(
        "De handtekening zegt dat ze geplaatst is op een tijdstip dat nog moet komen.",
        "The signature says that it was set at a time that is still to come.",
        _CLOCK,
    ),
    Reason.SIGNED_BEFORE_THE_OFFER: _and(
        "De handtekening zegt dat ze geplaatst is voordat dit document er was.",
        "The signature says that it was set before this document was there.",
        _CLOCK,
    ),
    Reason.UNKNOWN_CERTIFICATE: _and(
        "Het certificaat van de handtekening komt van een uitgever die hier niet vertrouwd wordt, of is niet te lezen.",
        "The certificate of the signature comes from an issuer that is not trusted here, or cannot be read.",
        _OTHER,
    ),
    Reason.CERTIFICATE_EXPIRED: _and(
        "Het certificaat was vervallen toen er getekend werd.",
        "The certificate had expired when the signature was set.",
        _OTHER,
    ),
    Reason.CERTIFICATE_NOT_YET_VALID: _and(
        "Het certificaat was nog niet geldig toen er getekend werd.",
        "The certificate was not valid yet when the signature was set.",
        _OTHER,
    ),
    Reason.NOT_FOR_SIGNING: Said(
        "Dit certificaat dient niet om documenten te ondertekenen. Kies in uw programma uw certificaat voor "
        "handtekeningen; op een eID is dat het tweede.",
        "This certificate is not meant for signing documents. Choose your certificate for signatures in your program; "
        "on an eID it is the second one.",
    ),
    Reason.REVOKED: _and("Het certificaat is ingetrokken.", "The certificate was revoked.", _OTHER),
    Reason.REVOCATION_UNKNOWN: Said(
        "Niets toont dat het certificaat niet ingetrokken is. Onderteken opnieuw en zet in uw programma aan dat het "
        "bewijs van geldigheid wordt bijgevoegd (PAdES LT).",
        "Nothing shows that the certificate was not revoked. Sign again, with the choice in your program to add proof "
        "of validity (PAdES LT) switched on.",
    ),
    Reason.WRONG_SIGNER: Said(
        "Wie getekend heeft, staat niet in de lijst van ondertekenaars. Laat de genoemde persoon tekenen; de naam in "
        "het certificaat moet dezelfde zijn.",
        "Who signed is not in the list of signatories. Let the person who is named sign; the name in the certificate "
        "must be the same.",
    ),
    Reason.SAME_PERSON_TWICE: Said(
        "Eén persoon heeft twee keer getekend; wie tekent, vult één plaats. Download het document opnieuw en laat de "
        "volgende tekenen.",
        "One person signed twice; whoever signs fills one place. Download the document again, and let the next one "
        "sign.",
    ),
    Reason.CLOSED_FOR_OTHERS: Said(
        "De handtekening vergrendelt het document, zodat niemand er nog na kan tekenen. Download het opnieuw en "
        "onderteken met een gewone handtekening, zonder te vergrendelen.",
        "The signature locks the document, so that nobody can sign after it. Download it again, and sign with an "
        "ordinary signature, without locking.",
    ),
}


class SignatureRefused(ValueError):
    """The file does not count. The message says what is wrong, where, and what to do; it holds no personal number."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason

    @property
    def said(self) -> Said:
        """What is wrong and what to do, for people."""
        return SAID[self.reason]


@contextlib.contextmanager
def hostile(reason: Reason, message: str) -> Iterator[None]:
    """Reads what a stranger sent: whatever goes wrong inside is a refusal for `reason`.

    pyHanko and pypdf document exceptions of their own for a malformed file, but the parsers under them raise others on
    garbage: IndexError, KeyError, AssertionError, TypeError, RecursionError, OverflowError, struct.error, zlib.error
    and more with each version. None of them may bring the house down and none may count as a yes, so here, and nowhere
    else, everything is caught.

    The cause is cut off on purpose: its text may quote the certificate's subject, where a Belgian identity card has the
    national number, and a traceback ends up in a log.

    Raises:
        SignatureRefused: `reason` and `message`, or the refusal that was raised inside.
    """
    try:
        yield
    except SignatureRefused:
        raise
    except Exception:  # noqa: BLE001 - see above: no input may crash, and none may pass
        raise SignatureRefused(reason, message) from None
