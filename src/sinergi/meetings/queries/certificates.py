"""Certificates: who may have one, who has, and whether one is genuine."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from sinergi.meetings.certificates import parted, payload_of
from sinergi.meetings.enums import ParticipantType
from sinergi.meetings.keys import decoded, encoded, verified
from sinergi.meetings.models import Certificate, Meeting, Participant, SigningKey

MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class RuleLine:
    """A type of participants, its rule, and how many fulfil it; None without rule."""

    type: str
    label: str
    minimum: int | None
    people: int
    measured: int
    entitled: int
    issued: int


def rule_lines(
    meeting: Meeting, presence: Mapping[int, dt.timedelta]
) -> list[RuleLine]:
    """The types that take part, with their rules."""
    minimums = dict(
        meeting.certificate_rules.values_list("participant_type", "minimum_minutes")
    )
    people = list(
        Participant.objects.present()
        .filter(meeting=meeting)
        .values_list("pk", "participant_type")
    )
    totals = Counter(kind for _pk, kind in people)
    measured = Counter(kind for pk, kind in people if presence.get(pk))
    entitled = Counter(
        kind
        for pk, kind in people
        if kind in minimums
        and presence.get(pk, dt.timedelta()) >= max(minimums[kind], 1) * MINUTE
    )
    issued = Counter(
        Certificate.objects.filter(meeting=meeting, state="valid").values_list(
            "participant__participant_type", flat=True
        )
    )
    return [
        RuleLine(
            type=kind.value,
            label=str(kind.label),
            minimum=minimums.get(kind.value),
            people=totals[kind.value],
            measured=measured[kind.value],
            entitled=entitled[kind.value],
            issued=issued[kind.value],
        )
        for kind in ParticipantType
        if totals[kind.value] or kind.value in minimums
    ]


def certificates_of(
    meeting: Meeting, *, search: str = "", state: str = ""
) -> QuerySet[Certificate]:
    """The meeting's certificates by number."""
    rows = Certificate.objects.filter(meeting=meeting).select_related(
        "participant__library", "replaced_by"
    )
    if search:
        rows = rows.filter(
            Q(participant__full_name__icontains=search) | Q(number__icontains=search)
        )
    if state:
        rows = rows.filter(state=state)
    return rows


def certificate_at(meeting: Meeting, pk: int) -> Certificate | None:
    """One certificate of a meeting."""
    return certificates_of(meeting).filter(pk=pk).first()


def certificate_of(participant: Participant) -> Certificate | None:
    """The valid certificate of a participant."""
    return participant.certificates.filter(state="valid").first()


def genuine_certificate(token: str) -> Certificate | None:
    """The certificate of an address; None where number or signature are not ours.

    The signature is checked against the key and the frozen fields, not compared with
    the stored one: a record altered behind our back does not pass either.
    """
    parts = parted(token)
    if parts is None:
        return None
    number, signature = parts
    row = (
        Certificate.objects.select_related("key", "meeting", "replaced_by")
        .filter(number=number)
        .first()
    )
    if row is None:
        return None
    payload = payload_of(row.number, row.printed)
    public = decoded(row.key.public_key)
    text = f"{encoded(payload)}.{signature}"
    return row if verified(text, public) == payload else None


def public_keys() -> list[SigningKey]:
    """Every key that ever signed, the present one first."""
    return list(SigningKey.objects.order_by("-created_at", "key_id"))
