"""Seals bytes to a recipient with age (X25519) and opens them again; stock `age` reads what it writes.

It works in memory only: plaintext never touches a disk here.
"""

from __future__ import annotations

from collections.abc import Sequence

from pyrage import DecryptError, IdentityError, RecipientError, decrypt, encrypt, x25519


class InvalidRecipient(ValueError):
    """A text is not an age recipient (`age1...`)."""


class CannotOpen(ValueError):
    """The bytes are not an age file, are damaged, or are sealed to another key."""


class BadIdentity(CannotOpen):
    """The key file holds no age identity, so nothing can be opened with it."""


def is_recipient(text: str) -> bool:
    """Whether `text` is an X25519 recipient of age."""
    try:
        x25519.Recipient.from_str(text)
    except RecipientError:
        return False
    return True


def seal(plain: bytes, recipients: Sequence[str]) -> bytes:
    """Encrypts to every one of `recipients` (age-encryption.org/v1).

    Raises:
        InvalidRecipient: one of them is not an age recipient.
    """
    try:
        sealed: bytes = encrypt(plain, [x25519.Recipient.from_str(text) for text in recipients])
        return sealed
    except RecipientError as error:
        raise InvalidRecipient("A recipient's key is not an age key; it should start with age1.") from error


def open_sealed(sealed: bytes, identity_file: str) -> bytes:
    """Decrypts with the identities of an age identity file (`AGE-SECRET-KEY-1...`, comments with #).

    Raises:
        CannotOpen: no identity in the file, the wrong one, or the bytes were changed.
    """
    lines = (line.strip() for line in identity_file.splitlines())
    try:
        identities = [x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except IdentityError as error:
        raise BadIdentity("The key file is not an age identity file (AGE-SECRET-KEY-1...).") from error
    if not identities:
        raise BadIdentity("The key file holds no age identity.")
    try:
        plain: bytes = decrypt(sealed, identities)
        return plain
    except DecryptError as error:
        raise CannotOpen("The parcel does not open with this key, or it was damaged or changed.") from error


def make_identity() -> tuple[str, str]:
    """A new key pair: the identity (secret) and the recipient (public), both as age writes them."""
    identity = x25519.Identity.generate()
    return str(identity), str(identity.to_public())
