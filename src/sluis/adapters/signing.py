"""Ed25519 keys in files, and detached signatures in the format of minisign.

It keeps private keys in files of ours (mode 0600) and never prints or logs one.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

# The parts of a minisign file: signature algorithm for a key, and for a signature over a BLAKE2b-512 digest.
KEY_ALGORITHM = b"Ed"
PREHASHED = b"ED"
KEY_ID_BYTES = 8


class InvalidSignatureFile(ValueError):
    """A signature or public key is not in minisign's format, is of another key, or does not fit."""


class MissingKey(RuntimeError):
    """A key file is not there or not readable; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An Ed25519 private key with the eight bytes by which minisign knows it."""

    private: Ed25519PrivateKey
    key_id: bytes

    @property
    def public_key(self) -> bytes:
        """The 32 bytes of the public key."""
        return self.private.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of an Ed25519 signature (RFC 8032) over `message`."""
        return self.private.sign(message)

    @property
    def minisign_public_key(self) -> str:
        """The public key as minisign writes it in one line (`minisign -V -P <this line>`)."""
        return base64.b64encode(KEY_ALGORITHM + self.key_id + self.public_key).decode()

    def minisign(self, data: bytes, trusted_comment: str) -> str:
        """A `.minisig` file over `data`; `trusted_comment` is covered by the signature too.

        Raises:
            ValueError: the comment has a line break.
        """
        if "\n" in trusted_comment:
            raise ValueError("A trusted comment is one line.")
        signature = self.sign(hashlib.blake2b(data).digest())
        covering = self.sign(signature + trusted_comment.encode())
        return (
            "untrusted comment: signature of the sending agency\n"
            f"{base64.b64encode(PREHASHED + self.key_id + signature).decode()}\n"
            f"trusted comment: {trusted_comment}\n"
            f"{base64.b64encode(covering).decode()}\n"
        )


def make_key(path: Path) -> SigningKey:
    """Makes a key and writes it to `path` (seed and key id, base64, mode 0600); never overwrites.

    Raises:
        FileExistsError: there is a key already.
    """
    key = SigningKey(Ed25519PrivateKey.generate(), os.urandom(KEY_ID_BYTES))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(base64.b64encode(key.key_id + key.private.private_bytes_raw()).decode() + "\n")
    return key


def load_key(path: Path) -> SigningKey:
    """Reads a key that `make_key` wrote.

    Raises:
        MissingKey: there is no such file, or it is not a key.
    """
    try:
        raw = base64.b64decode(path.read_text(encoding="ascii").strip(), validate=True)
        return SigningKey(Ed25519PrivateKey.from_private_bytes(raw[KEY_ID_BYTES:]), raw[:KEY_ID_BYTES])
    except FileNotFoundError:
        raise MissingKey(f"There is no signing key at {path}. `sluis key init` makes it.") from None
    except OSError as error:
        raise MissingKey(f"The signing key at {path} cannot be read: {error.strerror}.") from None
    except (ValueError, binascii.Error):
        raise MissingKey(f"{path} is not a signing key of Sluis. Put the right file back from a copy.") from None


def verify(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether an Ed25519 signature (64 bytes) by `public_key` (32 bytes) fits `message`."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def verify_minisign(data: bytes, signature_file: str, public_key_line: str) -> str:
    """Checks a detached minisign signature and returns its trusted comment.

    Raises:
        InvalidSignatureFile: the format is wrong, the key is another, or the signature does not fit.
    """
    key_id, public_key = _public_key(public_key_line)
    lines = signature_file.splitlines()
    if len(lines) != 4 or not lines[2].startswith("trusted comment: "):
        raise InvalidSignatureFile("The signature is not a minisign file of four lines.")
    raw, covering = _decoded(lines[1], 74), _decoded(lines[3], 64)
    if raw[:2] != PREHASHED:
        raise InvalidSignatureFile("The signature is not over a digest (minisign's algorithm ED).")
    if raw[2:10] != key_id:
        raise InvalidSignatureFile("The signature is of another key than the agency's.")
    comment = lines[2].removeprefix("trusted comment: ")
    if not verify(public_key, raw[10:], hashlib.blake2b(data).digest()):
        raise InvalidSignatureFile("The signature does not fit the file: the file was changed after signing.")
    if not verify(public_key, covering, raw[10:] + comment.encode()):
        raise InvalidSignatureFile("The trusted comment was changed after signing.")
    return comment


def _public_key(line: str) -> tuple[bytes, bytes]:
    try:
        raw = _decoded(next(reversed(line.strip().splitlines()), ""), 42)
    except InvalidSignatureFile:
        raise InvalidSignatureFile(
            "What was given as the agency's key is no public key of minisign: one line of 56 characters that begins "
            "with RW."
        ) from None
    return raw[2:10], raw[10:]


def _decoded(line: str, length: int) -> bytes:
    try:
        raw = base64.b64decode(line, validate=True)
    except binascii.Error:
        raw = b""
    if len(raw) != length:
        raise InvalidSignatureFile(f"A line of the signature file is not {length} bytes in base64: it was damaged.")
    return raw
