"""The door over the API: enrolling a gate's phone, its snapshot, its scans."""

import datetime as dt
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest
from ninja import Field, Header, Router, Schema
from ninja.security import APIKeyHeader

from sinergi.accounts.bearer import Bearer, acting_user
from sinergi.meetings.errors import GateClosed
from sinergi.meetings.models import Gate, Meeting, Scan
from sinergi.meetings.queries.door import (
    Snapshot,
    gate_of_key,
    is_over,
    open_meeting,
    snapshot_of,
)
from sinergi.meetings.queries.meetings import meeting_for
from sinergi.meetings.services.door import ToldScan, receive_scans
from sinergi.meetings.services.gates import enrol_phone

router = Router(tags=["meetings"])


class GateKey(APIKeyHeader):
    """The key of an enrolled phone; one that no longer serves is told to forget."""

    param_name = "X-Gate-Key"

    def authenticate(self, request: HttpRequest, key: str | None) -> Gate | None:
        """The gate of the key; None where another way of signing in is used."""
        if not key:
            return None
        gate = gate_of_key(key)
        if gate is None or not gate.is_served:
            raise GateClosed
        request.gate = gate  # type: ignore[attr-defined]
        return gate


class TokenIn(Schema):
    """The one-time token in the QR code of a gate."""

    token: str = Field(max_length=100)


class EnrolledOut(Schema):
    """The gate that the phone serves now, and its key, told this once."""

    gate: str
    key: str


class SnapshotOut(Schema):
    """What a gate knows: `people` are code, name, type, revoked; nothing more."""

    gate: str
    meeting: str
    title: str
    time_zone: str
    wipe_in_seconds: int
    keys: list[tuple[str, str]]
    people: list[tuple[str, str, str, bool]]
    sessions: list[tuple[str, str, str]]


class ScanIn(Schema):
    """One reading of a ticket, with a nonce of its own.

    `token` is the text of the QR code or the code of the badge; `gate` the name of
    the gate (an enrolled phone's own is used instead); `at` the time by its clock.
    """

    nonce: str = Field(min_length=1, max_length=64)
    token: str = Field(max_length=2000)
    gate: str | int = ""
    at: dt.datetime
    kind: str = "entry"
    session: UUID | None = None
    offline: bool = False


class EarlierOut(Schema):
    """The admission that a duplicate repeats."""

    at: dt.datetime
    gate: str


class ScanOut(Schema):
    """What the scan found; a duplicate was let in all the same."""

    nonce: str
    outcome: str
    reason: str
    name: str
    at: dt.datetime
    skew_seconds: int
    earlier: EarlierOut | None


@router.post("meetings/{slug}/gates/enrol", response=EnrolledOut, auth=None)
def enrol(
    request: HttpRequest,  # noqa: ARG001 - ninja hands it over by this name
    slug: str,
    payload: TokenIn,
) -> EnrolledOut:
    """Make this phone the gate's. The token works once."""
    meeting = open_meeting(slug)
    if meeting is None:
        raise Http404
    gate, key = enrol_phone(meeting=meeting, token=payload.token)
    return EnrolledOut(gate=gate.name, key=key)


@router.get("meetings/{slug}/snapshot", response=SnapshotOut, auth=GateKey())
def get_snapshot(request: HttpRequest, slug: str) -> Snapshot:
    """Names, types and codes of those expected, for an enrolled phone alone."""
    gate = _gate(request, slug)
    if gate is None or is_over(gate.meeting):
        raise GateClosed
    return snapshot_of(gate)


@router.post(
    "meetings/{slug}/scans", response=list[ScanOut], auth=[GateKey(), Bearer()]
)
def upload_scans(
    request: HttpRequest,
    slug: str,
    payload: list[ScanIn],
    sent_at: Annotated[dt.datetime | None, Header(alias="Sinergi-Sent-At")] = None,
) -> list[ScanOut]:
    """Take scans in, now or later; the same batch can be sent again safely.

    `Sinergi-Sent-At` is the sender's clock, by which its error is measured.
    """
    phone = _gate(request, slug)
    told = [_told(one) for one in payload]
    if phone is not None:
        scans = receive_scans(
            by=None, meeting=phone.meeting, scans=told, phone=phone, sent_at=sent_at
        )
    else:
        user = acting_user(request, "report")
        meeting = _meeting(request, slug)
        scans = receive_scans(by=user, meeting=meeting, scans=told, sent_at=sent_at)
    return [_out(scan) for scan in scans]


def _gate(request: HttpRequest, slug: str) -> Gate | None:
    """The gate of the phone that calls; 404 where it is another meeting's."""
    gate: Gate | None = getattr(request, "gate", None)
    if gate is not None and gate.meeting.slug != slug:
        raise Http404
    return gate


def _meeting(request: HttpRequest, slug: str) -> Meeting:
    meeting = meeting_for(request.user, slug)
    if meeting is None:
        raise Http404
    return meeting


def _told(scan: ScanIn) -> ToldScan:
    return ToldScan(
        nonce=scan.nonce,
        token=scan.token,
        kind=scan.kind,
        at=scan.at,
        gate=str(scan.gate),
        session=scan.session,
        is_offline=scan.offline,
    )


def _out(scan: Scan) -> ScanOut:
    zone = ZoneInfo(scan.meeting.time_zone)
    first = scan.repeats
    return ScanOut(
        nonce=scan.nonce,
        outcome=scan.outcome,
        reason=scan.reason,
        name=scan.participant.full_name if scan.participant else "",
        at=scan.scanned_at.astimezone(zone),
        skew_seconds=round((scan.told_at - scan.scanned_at).total_seconds()),
        earlier=EarlierOut(at=first.scanned_at.astimezone(zone), gate=first.gate.name)
        if first
        else None,
    )
