"""Why an uploaded file is refused as a signed protocol: the reasons, stable, and the exception that carries one."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from enum import StrEnum


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


class SignatureRefused(ValueError):
    """The file does not count. The message says what is wrong, where, and what to do; it holds no personal number."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason


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
