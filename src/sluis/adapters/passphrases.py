"""Seals bytes behind a passphrase in the format of age (scrypt), and opens them again; stock `age -d` opens them too.

Written here and not left to pyrage, because pyrage chooses how much work a try costs by timing the machine: on the
same machine that gave two times as much work on one day as on another, and up to a gigabyte of memory. Source:
age-encryption.org/v1, sections "The scrypt recipient type", "Header MAC" and "Payload".
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pyrage import DecryptError
from pyrage import passphrase as age

# A try costs 2^18 rounds and 256 MB, as with stock age: most of a second here, a wall to who tries millions.
WORK_FACTOR = 18
MEMORY = 512 * 1024 * 1024

VERSION = b"age-encryption.org/v1"
# The payload is written as one chunk, the last, under this nonce; a chunk has at most so many bytes.
ONLY_CHUNK = bytes(11) + b"\x01"
CHUNK = 64 * 1024


class WrongPassphrase(ValueError):
    """The passphrase does not open these bytes, or they were damaged."""


def seal_behind(plain: bytes, passphrase: str) -> bytes:
    """Encrypts a small file (at most 64 KiB) behind a passphrase.

    Raises:
        ValueError: there is more than that, or nothing.
    """
    if not 0 < len(plain) <= CHUNK:
        raise ValueError("Only a small file is sealed behind a passphrase.")
    file_key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    wrapped = ChaCha20Poly1305(_stretched(passphrase, salt)).encrypt(bytes(12), file_key, None)
    header = b"%s\n-> scrypt %s %d\n%s\n---" % (VERSION, _base64(salt), WORK_FACTOR, _base64(wrapped))
    mac = hmac.digest(_derived(file_key, b"", b"header"), header, "sha256")
    payload = ChaCha20Poly1305(_derived(file_key, nonce, b"payload")).encrypt(ONLY_CHUNK, plain, None)
    return header + b" " + _base64(mac) + b"\n" + nonce + payload


def open_behind(sealed: bytes, passphrase: str) -> bytes:
    """What `seal_behind` sealed.

    Raises:
        WrongPassphrase: it is another passphrase, or the bytes were damaged.
    """
    try:
        plain: bytes = age.decrypt(sealed, passphrase)
        return plain
    except DecryptError as error:
        raise WrongPassphrase("The passphrase does not open this key.") from error


def _stretched(passphrase: str, salt: bytes) -> bytes:
    salted = VERSION + b"/scrypt" + salt
    return hashlib.scrypt(passphrase.encode(), salt=salted, n=2**WORK_FACTOR, r=8, p=1, maxmem=MEMORY, dklen=32)


def _derived(key: bytes, salt: bytes, what_for: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, what_for).derive(key)


def _base64(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")
