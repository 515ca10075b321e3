"""Issuing, revoking and replacing certificates of measured presence."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.audit.services import record, record_many
from sinergi.core.dates import now, today
from sinergi.core.formatting import day, day_range, duration
from sinergi.meetings.certificates import number_of, payload_of, squeezed
from sinergi.meetings.enums import CertificateState, ParticipantType
from sinergi.meetings.errors import NotEntitled, UnfitRule, WrongState
from sinergi.meetings.models import (
    Certificate,
    CertificateRule,
    CertificateSeries,
    Meeting,
    Participant,
)
from sinergi.meetings.services.access import require_host
from sinergi.meetings.services.keys import signatures

BATCH = 500
MINUTE = dt.timedelta(minutes=1)
NAME_LIMIT = 200


@transaction.atomic
def set_certificate_rules(
    *, by: User | None, meeting: Meeting, minimums: Mapping[str, int]
) -> None:
    """Say how many minutes each type needs; types left out receive none.

    Raises:
        OutOfScope: The person does not serve the meeting.
        UnfitRule: A number of minutes is negative, or longer than the meeting.
    """
    require_host(by, meeting)
    longest = ((meeting.ends_on - meeting.starts_on).days + 1) * 24 * 60
    for participant_type, minutes in minimums.items():
        if not 0 <= minutes <= longest:
            raise UnfitRule(
                _("Minutes must lie between 0 and the length of the meeting."),
                field=ParticipantType(participant_type).value,
            )
    held = CertificateRule.objects.filter(meeting=meeting)
    old = dict(held.values_list("participant_type", "minimum_minutes"))
    if old == dict(minimums):
        return
    held.delete()
    CertificateRule.objects.bulk_create(
        CertificateRule(
            meeting=meeting, participant_type=participant_type, minimum_minutes=minutes
        )
        for participant_type, minutes in minimums.items()
    )
    record(
        by=by,
        action="certificate.rules_set",
        target=meeting,
        old=old,
        new=dict(minimums),
    )


@transaction.atomic
def issue_certificates(
    *, by: User | None, meeting: Meeting, presence: Mapping[int, dt.timedelta]
) -> list[Certificate]:
    """Give everybody who was there long enough a certificate; a repeat gives the rest.

    Who had one that was revoked receives no other by itself. The measured presence
    comes by participant (`queries.presence`).

    Raises:
        OutOfScope: The person does not serve the meeting.
        WrongState: The meeting is still to come.
    """
    require_host(by, meeting)
    _require_begun(meeting)
    series = _locked_series(meeting)
    rules = dict(
        meeting.certificate_rules.values_list("participant_type", "minimum_minutes")
    )
    people = [
        one
        for one in Participant.objects.present()
        .filter(meeting=meeting, participant_type__in=rules, certificates=None)
        .select_related("library")
        .order_by("full_name", "pk")
        if presence.get(one.pk, dt.timedelta())
        >= max(rules[one.participant_type] * MINUTE, MINUTE)
    ]
    made = _made(
        series, meeting, [(one, one.full_name, presence[one.pk]) for one in people]
    )
    record_many(by=by, action="certificate.issued", targets=made)
    return made


@transaction.atomic
def revoke_certificate(
    *, by: User, certificate: Certificate, reason: str
) -> Certificate:
    """Declare a certificate void; its page says so from now on.

    Raises:
        OutOfScope: The person does not serve the meeting.
        WrongState: It is not valid any more.
        UnfitRule: There is no reason.
    """
    row = _endable(by, certificate, reason)
    _end(by, row, CertificateState.REVOKED, reason)
    return row


@transaction.atomic
def replace_certificate(
    *,
    by: User,
    certificate: Certificate,
    name: str,
    presence: dt.timedelta,
    reason: str,
) -> Certificate:
    """Put a new certificate, with its own number, in the place of a wrong one.

    Raises:
        OutOfScope: The person does not serve the meeting.
        WrongState: It is not valid any more.
        UnfitRule: There is no reason, or no name.
        NotEntitled: The person was not there long enough.
    """
    row = _endable(by, certificate, reason)
    if not squeezed(name) or len(name) > NAME_LIMIT:
        raise UnfitRule(_("Write the name that shall be printed."), field="name")
    participant = Participant.objects.select_related("library").get(
        pk=row.participant_id
    )
    rule = row.meeting.certificate_rules.filter(
        participant_type=participant.participant_type
    ).first()
    needed = max(rule.minimum_minutes * MINUTE if rule else MINUTE, MINUTE)
    if presence < needed:
        raise NotEntitled(
            _("Measured presence is %(presence)s; %(needed)s are needed.")
            % {"presence": duration(presence), "needed": duration(needed)}
        )
    # One is valid at a time: the old one steps aside before the new one stands.
    Certificate.objects.filter(pk=row.pk).update(
        state=CertificateState.REVOKED, ended_at=now(), ended_by=by
    )
    series = _locked_series(row.meeting)
    (new,) = _made(series, row.meeting, [(participant, name, presence)])
    row.replaced_by = new
    _end(by, row, CertificateState.REPLACED, reason)
    record(by=by, action="certificate.issued", target=new, new={"replaces": row.number})
    return new


def _require_begun(meeting: Meeting) -> None:
    is_draft = not Meeting.objects.published().filter(pk=meeting.pk).exists()
    if is_draft or today() < meeting.starts_on:
        raise WrongState(_("Certificates are issued once the meeting has begun."))


def _locked_series(meeting: Meeting) -> CertificateSeries:
    """The year's numbers, ours until the transaction ends."""
    CertificateSeries.objects.get_or_create(year=meeting.year)
    return CertificateSeries.objects.select_for_update().get(year=meeting.year)


def _made(
    series: CertificateSeries,
    meeting: Meeting,
    people: Sequence[tuple[Participant, str, dt.timedelta]],
) -> list[Certificate]:
    """Signed certificates for some people, with the next numbers of the year."""
    rows = [
        Certificate(
            number=number_of(series.year, serial),
            meeting=meeting,
            participant=participant,
            printed=_printed(meeting, participant, name, presence),
            language=participant.language,
            minutes=presence // MINUTE,
            issued_at=now(),
        )
        for serial, (participant, name, presence) in enumerate(
            people, start=series.last_serial + 1
        )
    ]
    key, signed = signatures(payload_of(row.number, row.printed) for row in rows)
    for row, signature in zip(rows, signed, strict=True):
        row.key, row.signature = key, signature
    series.last_serial += len(rows)
    series.save(update_fields=["last_serial"])
    return Certificate.objects.bulk_create(rows, batch_size=BATCH)


def _printed(
    meeting: Meeting, participant: Participant, name: str, presence: dt.timedelta
) -> dict[str, str]:
    """What stands on the paper, in the language of the person."""
    library = participant.library
    with translation.override(participant.language):
        fields = {
            "title": _("Certificate of attendance"),
            "name": name,
            "organisation": library.name if library else participant.organisation,
            "capacity": str(ParticipantType(participant.participant_type).label),
            "presence": duration(presence),
            "event": meeting.title,
            "place": meeting.venue,
            "days": day_range(meeting.starts_on, meeting.ends_on),
            "issuer": _("Committee of %(meeting)s") % {"meeting": meeting.title},
            "issued_on": day(today()),
        }
    return {field: squeezed(text) for field, text in fields.items()}


def _endable(by: User, certificate: Certificate, reason: str) -> Certificate:
    require_host(by, certificate.meeting)
    row = (
        Certificate.objects.select_for_update(of=("self",))
        .select_related("meeting")
        .get(pk=certificate.pk)
    )
    if row.state != CertificateState.VALID:
        raise WrongState(
            _("This certificate is “%(state)s” already.")
            % {"state": CertificateState(row.state).label}
        )
    if not reason.strip():
        raise UnfitRule(_("Give a reason."), field="reason")
    return row


def _end(by: User, row: Certificate, state: str, reason: str) -> None:
    row.state, row.ended_at, row.ended_by = state, now(), by
    row.reason = reason.strip()[:300]
    row.save(update_fields=["state", "ended_at", "ended_by", "reason", "replaced_by"])
    record(
        by=by,
        action=f"certificate.{state}",
        target=row,
        old={"state": CertificateState.VALID.value},
        new={"state": state},
        reason=row.reason,
    )
