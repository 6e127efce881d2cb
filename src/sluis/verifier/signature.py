"""Verifies Ed25519 signatures for the verifier.

It never signs and holds no key.
"""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def verify_ed25519(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Say whether the 64-byte signature over the message is of the 32-byte public key (RFC 8032, 5.1.7)."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
