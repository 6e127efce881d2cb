"""Writes and opens signed tree heads: C2SP signed-note, tlog-checkpoint and tlog-proof.

It never signs or verifies by itself and holds no key: the signature primitive comes in as a function.
"""

import base64
import binascii
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sluis.domain import merkle
from sluis.domain.merkle import InvalidProof

ED25519 = b"\x01"
"""The signature type byte of Ed25519 (C2SP signed-note, Signature types)."""
PUBLIC_KEY_BYTES = 32
SIGNATURE_BYTES = 64
KEY_ID_BYTES = 4
MAX_SIGNATURES = 100
PROOF_HEADER = "c2sp.org/tlog-proof@v1"
HISTORY_SEPARATOR = "\f\n"
"""A control character cannot occur inside a signed note, so this line can only stand between notes."""

Verify = Callable[[bytes, bytes, bytes], bool]
"""``verify(public_key, signature, message)`` says whether an Ed25519 signature is good."""

_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")
_SIGNATURE_LINE = re.compile(r"— (\S+) (\S+)")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


class InvalidCheckpoint(ValueError):
    """A note is not a checkpoint signed by a trusted key; the message says what fails."""


class InvalidVerifierKey(ValueError):
    """A text is not a verifier key; the message says what fails."""


def _decode64(text: str) -> bytes | None:
    """Decode base64 (RFC 4648, 4) in its one spelling: an altered text never passes as the same bytes."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if _encode64(data) == text else None


def _encode64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def key_id(name: str, public_key: bytes) -> bytes:
    """Return the four bytes that identify an Ed25519 key (32 bytes) under a name (C2SP signed-note)."""
    return sha256(name.encode() + b"\n" + ED25519 + public_key).digest()[:KEY_ID_BYTES]


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A key name (no spaces, no plus) and an Ed25519 public key of 32 bytes; raises InvalidVerifierKey."""

    name: str
    public_key: bytes

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[^\s+\x00-\x1f]+", self.name):
            raise InvalidVerifierKey(f"The key name {self.name!r} is empty or holds a space or a plus.")
        if len(self.public_key) != PUBLIC_KEY_BYTES:
            raise InvalidVerifierKey(
                f"The key {self.name} has {len(self.public_key)} bytes; Ed25519 has {PUBLIC_KEY_BYTES}."
            )

    @property
    def key_id(self) -> bytes:
        """The four bytes that identify the key in a signature line."""
        return key_id(self.name, self.public_key)

    @property
    def text(self) -> str:
        """The key as one line: name, key id in hexadecimal, type byte and key in base64, joined by plus."""
        return f"{self.name}+{self.key_id.hex()}+{_encode64(ED25519 + self.public_key)}"


def parse_verifier_key(text: str) -> VerifierKey:
    """Read ``<name>+<hex key id>+<base64>``; raises InvalidVerifierKey unless every part agrees."""
    parts = text.strip().split("+", 2)
    if len(parts) != 3:
        raise InvalidVerifierKey(
            f"{text.strip()!r} is not a verifier key; it should read <name>+<key id>+<base64 of the key>."
        )
    name, hexadecimal, encoded = parts
    material = _decode64(encoded)
    if material is None or material[:1] != ED25519:
        raise InvalidVerifierKey(f"The key {name!r} is not an Ed25519 key in base64 (type byte 1).")
    key = VerifierKey(name, material[1:])
    if key.key_id.hex() != hexadecimal:
        raise InvalidVerifierKey(
            f"The key id {hexadecimal!r} does not belong to the key {name}; "
            f"it should be {key.key_id.hex()}. Copy the key again from where it is published."
        )
    return key


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A log's tree head: its origin, the number of entries, and the root hash of 32 bytes."""

    origin: str
    size: int
    root: bytes

    @property
    def body(self) -> str:
        """The text that is signed: three lines (C2SP tlog-checkpoint, Note text)."""
        return f"{self.origin}\n{self.size}\n{_encode64(self.root)}\n"


def parse_body(text: str) -> Checkpoint:
    """Read the text of a checkpoint whose signature was checked before; raises InvalidCheckpoint.

    Extension lines after the third are signed but mean nothing to us, so they are left out.
    """
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop() != "" or not all(lines):
        raise InvalidCheckpoint("A checkpoint has at least three lines, none empty: origin, size and root.")
    origin, size, encoded = lines[:3]
    root = _decode64(encoded)
    if not _NUMBER.fullmatch(size):
        raise InvalidCheckpoint(f"The checkpoint of {origin} gives its size as {size!r}, which is no number.")
    if root is None or len(root) != merkle.HASH_BYTES:
        raise InvalidCheckpoint(f"The root {encoded!r} in the checkpoint of {origin} is not a SHA-256 hash.")
    return Checkpoint(origin, int(size), root)


def sign(checkpoint: Checkpoint, name: str, public_key: bytes, signer: Callable[[bytes], bytes]) -> str:
    """Return the signed note: body, empty line, signature line.

    ``signer`` gives the 64 bytes of an Ed25519 signature over its argument. Raises InvalidCheckpoint if the
    key name is not the origin, as C2SP tlog-checkpoint recommends and this house requires.
    """
    if name != checkpoint.origin:
        raise InvalidCheckpoint(
            f"The key {name} may not sign for the log {checkpoint.origin}; the names must be equal."
        )
    parse_body(checkpoint.body)
    signature = signer(checkpoint.body.encode())
    if len(signature) != SIGNATURE_BYTES:
        raise InvalidCheckpoint(f"The signer gave {len(signature)} bytes; Ed25519 gives {SIGNATURE_BYTES}.")
    line = _encode64(VerifierKey(name, public_key).key_id + signature)
    return f"{checkpoint.body}\n— {name} {line}\n"


@dataclass(frozen=True, slots=True)
class Opened:
    """A verified note: its text and the names of the known keys that signed it."""

    text: str
    signers: tuple[str, ...]


def open_note(note: str, keys: Iterable[VerifierKey], verify: Verify) -> Checkpoint:
    """Open a signed checkpoint; raises InvalidCheckpoint unless a known key named as the origin signed it."""
    opened = open_signed(note, keys, verify)
    checkpoint = parse_body(opened.text)
    if checkpoint.origin not in opened.signers:
        raise InvalidCheckpoint(
            f"The checkpoint says it is of {checkpoint.origin}, but it is signed by "
            f"{', '.join(opened.signers)}; the origin and the name of the key must be equal."
        )
    return checkpoint


def open_signed(note: str, keys: Iterable[VerifierKey], verify: Verify) -> Opened:
    """Open any signed note (C2SP signed-note); raises InvalidCheckpoint with the reason.

    Signatures of keys we do not know are passed over. One bad signature of a known key spoils the note, and
    at least one good one is needed.
    """
    text, signatures = _split(note)
    known = {(key.name, key.key_id): key.public_key for key in keys}
    signers: list[str] = []
    for name, identity, signature in signatures:
        public_key = known.get((name, identity))
        if public_key is None:
            continue
        if not verify(public_key, signature, text.encode()):
            raise InvalidCheckpoint(f"The signature of {name}+{identity.hex()} does not fit the text it signs.")
        signers.append(name)
    if not signers:
        raise InvalidCheckpoint(_nobody_known(signatures, known))
    return Opened(text, tuple(signers))


def _nobody_known(signatures: list[tuple[str, bytes, bytes]], known: Iterable[tuple[str, bytes]]) -> str:
    there = ", ".join(f"{name}+{identity.hex()}" for name, identity, _ in signatures)
    trusted = ", ".join(f"{name}+{identity.hex()}" for name, identity in known) or "no key at all"
    return f"The note is signed by {there}, and the keys trusted here are {trusted}."


def _split(note: str) -> tuple[str, list[tuple[str, bytes, bytes]]]:
    """Split a note at its last empty line into the text and the signatures: name, key id, signature bytes."""
    if _CONTROL.search(note):
        raise InvalidCheckpoint("The note holds a control character, which a signed note may not.")
    text, blank, tail = note.rpartition("\n\n")
    if not blank or not text or not tail.endswith("\n"):
        raise InvalidCheckpoint("A signed note is text, an empty line and signature lines; this one is not.")
    lines = tail[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise InvalidCheckpoint(f"The note has {len(lines)} signatures; at most {MAX_SIGNATURES} are read.")
    return text + "\n", [_signature(line) for line in lines]


def _signature(line: str) -> tuple[str, bytes, bytes]:
    match = _SIGNATURE_LINE.fullmatch(line)
    data = _decode64(match[2]) if match else None
    if match is None or "+" in match[1] or data is None or len(data) <= KEY_ID_BYTES:
        raise InvalidCheckpoint(f"The signature line {line!r} is not a dash, a key name and base64.")
    return match[1], data[:KEY_ID_BYTES], data[KEY_ID_BYTES:]


def encode_history(notes: Iterable[str]) -> bytes:
    """Write signed notes one after the other, oldest first, each followed by a line with a form feed."""
    return "".join(note + HISTORY_SEPARATOR for note in notes).encode()


def decode_history(data: bytes) -> list[str]:
    """Split a history into signed notes, unopened; raises InvalidCheckpoint if the last one breaks off."""
    try:
        *notes, rest = data.decode().split(HISTORY_SEPARATOR)
    except UnicodeDecodeError as error:
        raise InvalidCheckpoint(f"The history of checkpoints is not UTF-8 at byte {error.start}.") from error
    if rest:
        raise InvalidCheckpoint(
            f"The history of checkpoints breaks off in note {len(notes)}; "
            "every note ends with a form feed line. Fetch it again."
        )
    return notes


@dataclass(frozen=True, slots=True)
class TlogProof:
    """A proof to carry away: entry ``index`` (from 0), inclusion hashes, the signed note, extra bytes.

    ``extra`` is not covered by any signature and may not be trusted (C2SP tlog-proof, Format).
    """

    index: int
    hashes: tuple[bytes, ...]
    note: str
    extra: bytes | None = None

    def encode(self) -> str:
        """Return the text of a ``.tlog-proof`` file."""
        extra = [] if self.extra is None else [f"extra {_encode64(self.extra)}"]
        lines = [PROOF_HEADER, *extra, f"index {self.index}", *map(_encode64, self.hashes)]
        return "\n".join(lines) + "\n\n" + self.note

    def verify(self, leaf_hash: bytes, keys: Iterable[VerifierKey], verify: Verify) -> Checkpoint:
        """Check signature and inclusion, return the checkpoint; raises InvalidCheckpoint or InvalidProof."""
        checkpoint = open_note(self.note, keys, verify)
        merkle.verify_inclusion(leaf_hash, self.index, checkpoint.size, self.hashes, checkpoint.root)
        return checkpoint


def parse_proof(text: str) -> TlogProof:
    """Read the text of a ``.tlog-proof`` file, nothing verified yet; raises InvalidProof."""
    head, blank, note = text.partition("\n\n")
    header, *lines = head.split("\n")
    if header != PROOF_HEADER or not blank:
        raise InvalidProof(f"A proof begins with the line {PROOF_HEADER!r} and has an empty line before its note.")
    extra = _parse_extra(lines.pop(0)) if lines and lines[0].startswith("extra ") else None
    index = lines.pop(0) if lines else ""
    if not index.startswith("index ") or not _NUMBER.fullmatch(index[6:]):
        raise InvalidProof(f"The proof should name its entry as 'index <number>', and says {index!r}.")
    return TlogProof(int(index[6:]), tuple(_parse_hashes(lines)), note, extra)


def _parse_extra(line: str) -> bytes:
    extra = _decode64(line.removeprefix("extra "))
    if extra is None:
        raise InvalidProof("The extra data of the proof is not base64.")
    return extra


def _parse_hashes(lines: Sequence[str]) -> list[bytes]:
    hashes = [_decode64(line) for line in lines]
    whole = [value for value in hashes if value is not None and len(value) == merkle.HASH_BYTES]
    if len(whole) != len(hashes):
        raise InvalidProof("A line of the proof is not a SHA-256 hash of 32 bytes in base64.")
    return whole
