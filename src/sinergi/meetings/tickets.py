"""Tickets as signed text, so that a gate without network can trust them.

The text is `payload.signature` (see `keys`). The payload reads
`T1|meeting|code|channel|key id` in ASCII; `T1` keeps it apart from anything else
that the same key signs. The text fits a QR code of 53 modules.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sinergi.meetings.keys import decoded, verified

VERSION = "T1"
PARTS = 5


@dataclass(frozen=True)
class Ticket:
    """What a ticket says."""

    meeting: str
    code: str
    channel: str
    key_id: str


def payload_of(ticket: Ticket) -> bytes:
    """The bytes that are signed."""
    parts = (VERSION, ticket.meeting, ticket.code, ticket.channel, ticket.key_id)
    return "|".join(parts).encode()


def looks_signed(text: str) -> bool:
    """Whether a scanned text claims to be a signed ticket."""
    return _said(text) is not None


def trusted(text: str, keys: Mapping[str, bytes]) -> Ticket | None:
    """The ticket of a signed text; None where it is forged, altered or no ticket."""
    said = _said(text)
    if said is None or said.key_id not in keys:
        return None
    return said if verified(text, keys[said.key_id]) is not None else None


def _said(text: str) -> Ticket | None:
    """What the payload claims, whether or not the signature is right."""
    payload, dot, _signature = text.partition(".")
    try:
        parts = decoded(payload).decode("ascii").split("|")
    except ValueError:
        return None
    if not dot or len(parts) != PARTS or parts[0] != VERSION:
        return None
    return Ticket(*parts[1:])
