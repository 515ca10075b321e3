"""Signing tickets: what the QR codes on tickets and badges hold."""

from collections.abc import Iterator, Sequence

from sinergi.meetings.models import Participant
from sinergi.meetings.services.keys import signer
from sinergi.meetings.tickets import Ticket, payload_of


def signed_tickets(participants: Sequence[Participant]) -> Iterator[str]:
    """One signed text for each participant, in their order."""
    key_id, sign = signer()
    for one in participants:
        ticket = Ticket(one.meeting.slug, one.code, one.channel, key_id)
        yield sign(payload_of(ticket))
