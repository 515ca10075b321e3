"""Ed25519 signatures in text form. No Django here.

A signed text is `payload.signature`, both base64url without padding. Whoever knows
the public key can check it without asking anybody (RFC 8032).
"""

import base64
import binascii

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)


def encoded(data: bytes) -> str:
    """Bytes as base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """Bytes from base64url without padding.

    Raises:
        ValueError: The text is none.
    """
    try:
        return base64.b64decode(
            text.encode() + b"=" * (-len(text) % 4), altchars=b"-_", validate=True
        )
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError("not base64url") from error


def new_key() -> tuple[bytes, bytes]:
    """A private key and its public one, 32 bytes each."""
    private = Ed25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def sign(payload: bytes, private: bytes) -> str:
    """The payload and its signature as one text."""
    signature = Ed25519PrivateKey.from_private_bytes(private).sign(payload)
    return f"{encoded(payload)}.{encoded(signature)}"


def verified(text: str, public: bytes) -> bytes | None:
    """The payload of a signed text; None where it is forged or altered."""
    payload, _dot, signature = text.partition(".")
    try:
        data = decoded(payload)
        Ed25519PublicKey.from_public_bytes(public).verify(decoded(signature), data)
    except (ValueError, InvalidSignature):
        return None
    return data
