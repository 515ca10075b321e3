"""What a certificate says and what its signature covers. No Django.

The signature covers the number and the SHA-256 of the printed fields, so that whoever
holds the paper and the public key needs nobody else (docs/certificates.md).
"""

import hashlib
import unicodedata
from collections.abc import Mapping

#: The printed fields, in the order in which they are signed.
FIELDS = (
    "title",
    "name",
    "organisation",
    "capacity",
    "presence",
    "event",
    "place",
    "days",
    "issuer",
    "issued_on",
)
SIGNATURE_LENGTH = 86


def squeezed(text: str) -> str:
    """A text as it is signed: composed signs (NFC), single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def printed_text(printed: Mapping[str, str]) -> str:
    """The printed fields as the lines that are hashed: `name: Siti Rahayu`."""
    return "\n".join(f"{field}: {squeezed(printed[field])}" for field in FIELDS)


def payload_of(number: str, printed: Mapping[str, str]) -> bytes:
    """The bytes that are signed."""
    digest = hashlib.sha256(printed_text(printed).encode()).hexdigest()
    return f"{number}\n{digest}".encode()


def number_of(year: int, serial: int) -> str:
    """`2022/PLM/0418`."""
    return f"{year}/PLM/{serial:04d}"


def parted(token: str) -> tuple[str, str] | None:
    """Number and signature of an address `<number>.<signature>`; None if it is none."""
    number, dot, signature = token.rpartition(".")
    if not dot or len(signature) != SIGNATURE_LENGTH or len(number) > 40:
        return None
    return number, signature
