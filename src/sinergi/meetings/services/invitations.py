"""Inviting partners by rule, offices and persons by name; their replies."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.audit.services import record, record_many
from sinergi.core.formatting import number
from sinergi.meetings.enums import (
    Channel,
    DelegationKind,
    MeetingState,
    ParticipantType,
    Reply,
)
from sinergi.meetings.errors import InvalidRegistration, OutOfScope, WrongState
from sinergi.meetings.letters import invitation_letter
from sinergi.meetings.models import Allotment, Delegation, Meeting
from sinergi.meetings.queries.invitations import (
    InvitationRule,
    not_invited_yet,
    people_who_fill,
)
from sinergi.meetings.services.access import require_host, require_prepare
from sinergi.network.enums import LibraryKind
from sinergi.notices.enums import MessageKind
from sinergi.notices.services import queue_mail, tell

#: Signs of a note beside the reply.
NOTE_LIMIT = 1000
#: In what capacity the people of a partner of each kind come.
TYPES = {
    LibraryKind.PROVINCE: ParticipantType.LIBRARY_OFFICE,
    LibraryKind.REGENCY: ParticipantType.LIBRARY_OFFICE,
    LibraryKind.VILLAGE: ParticipantType.VILLAGE_LIBRARY,
    LibraryKind.TBM: ParticipantType.VILLAGE_LIBRARY,
    LibraryKind.OTHER: ParticipantType.VILLAGE_LIBRARY,
}


@transaction.atomic
def invite_partners(
    *,
    by: User | None,
    meeting: Meeting,
    rule: InvitationRule,
    allotments: Mapping[str, int],
) -> list[Delegation]:
    """Invite all partners that a rule reaches; those invited before stay as they are.

    Args:
        by: The acting person, or None for the system.
        meeting: The meeting.
        rule: Whom to invite.
        allotments: Places of each delegation by channel, such as `{"on_site": 2}`.

    Raises:
        OutOfScope: The person does not prepare the meeting.
    """
    require_prepare(by, meeting)
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    now = timezone.now()
    before = meeting.delegations.count()
    rows = Delegation.objects.bulk_create(
        [
            Delegation(
                meeting=meeting,
                kind=DelegationKind.PARTNER,
                library=library,
                name=library.name,
                participant_type=TYPES[LibraryKind(library.kind)],
                letter_number=letter_number(meeting, before + turn),
                invited_at=now,
            )
            for turn, library in enumerate(not_invited_yet(meeting, rule), start=1)
        ],
        batch_size=500,
    )
    _allot(rows, allotments)
    record_many(
        by=by,
        action="delegation.invited",
        targets=rows,
        new={"allotments": dict(allotments)},
    )
    return rows


def letter_number(meeting: Meeting, number: int) -> str:
    """The number of a letter of invitation, once for each meeting."""
    return f"{number:04d}/UND/{meeting.slug.upper()}/{meeting.year}"


def _allot(rows: Sequence[Delegation], allotments: Mapping[str, int]) -> None:
    Allotment.objects.bulk_create(
        [
            Allotment(delegation=row, channel=Channel(channel), places=places)
            for row in rows
            for channel, places in allotments.items()
            if places > 0
        ],
        batch_size=1000,
    )


@dataclass(frozen=True)
class Guest:
    """An office or person to invite, in the order of protocol."""

    name: str
    kind: str = DelegationKind.OFFICE
    addressee: str = ""
    email: str = ""
    protocol_order: int | None = None
    participant_type: str = ParticipantType.GUEST


@transaction.atomic
def invite_guest(
    *, by: User | None, meeting: Meeting, guest: Guest, allotments: Mapping[str, int]
) -> tuple[Delegation, str]:
    """Invite an office or a person.

    Returns:
        The delegation, and the secret of the link by which it replies.

    Raises:
        OutOfScope: The person does not prepare the meeting.
        InvalidRegistration: The name is missing.
    """
    require_prepare(by, meeting)
    if not guest.name.strip():
        raise InvalidRegistration(
            _("Please fill in “%(field)s”.") % {"field": _("Name")}, field="name"
        )
    Meeting.objects.select_for_update().get(pk=meeting.pk)  # one letter, one number
    row = Delegation.objects.create(
        meeting=meeting,
        kind=guest.kind,
        name=guest.name.strip(),
        addressee=guest.addressee.strip(),
        email=guest.email.strip(),
        protocol_order=guest.protocol_order,
        participant_type=guest.participant_type,
        letter_number=letter_number(meeting, meeting.delegations.count() + 1),
        invited_at=timezone.now(),
    )
    secret = _keep_secret(row)
    _allot([row], allotments)
    record(
        by=by,
        action="delegation.invited",
        target=row,
        new={"kind": guest.kind, "allotments": dict(allotments)},
    )
    return row, secret


def hash_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def secret_of(delegation: Delegation) -> str:
    """The secret of the link by which a guest replies: the same on letter and mail.

    It is derived from the platform's key, so that the database alone gives nobody
    a link; a partner library has an account instead, and no link.
    """
    said = f"delegation:{delegation.pk}:{delegation.link_edition}"
    digest = hmac.new(
        settings.SECRET_KEY.encode(), said.encode(), hashlib.sha256
    ).digest()
    return urlsafe_b64encode(digest[:24]).decode()


def _keep_secret(row: Delegation) -> str:
    secret = secret_of(row)
    row.secret_hash = hash_of(secret)
    row.save(update_fields=["secret_hash", "link_edition"])
    return secret


@transaction.atomic
def renew_link(*, by: User | None, delegation: Delegation) -> str:
    """Give a guest a new link; the old one, on letter or mail, ends.

    Raises:
        OutOfScope: The person does not prepare the meeting.
        WrongState: A partner replies with its account.
    """
    require_prepare(by, delegation.meeting)
    row = Delegation.objects.select_for_update().get(pk=delegation.pk)
    if row.kind == DelegationKind.PARTNER:
        raise WrongState(_("A partner library replies with its account."))
    row.link_edition += 1
    row.mailed_at = None
    row.save(update_fields=["mailed_at"])
    record(by=by, action="delegation.link_renewed", target=row)
    return _keep_secret(row)


@transaction.atomic
def mail_invitations(*, by: User | None, meeting: Meeting) -> tuple[int, int]:
    """Send every invitation that was not sent yet and has an address.

    Returns:
        How many delegations got a mail, and how many have no address.

    Raises:
        OutOfScope: The person does not prepare the meeting.
        WrongState: The meeting is not announced, or over.
    """
    require_prepare(by, meeting)
    if meeting.state != MeetingState.PUBLISHED:
        raise WrongState(_("Invitations go out while the meeting is announced."))
    rows = list(
        meeting.delegations.select_for_update(of=("self",))
        .filter(mailed_at__isnull=True)
        .select_related("library", "meeting")
        .prefetch_related("allotments")
    )
    readers = people_who_fill([row.library for row in rows if row.library])
    told = [row for row in rows if _mail(row, readers.get(row.library_id or 0, []))]
    Delegation.objects.filter(pk__in=[row.pk for row in told]).update(
        mailed_at=timezone.now()
    )
    record_many(by=by, action="delegation.mailed", targets=told)
    return len(told), len(rows) - len(told)


def _mail(row: Delegation, readers: Sequence[User]) -> bool:
    """Queue the mails of one delegation; False where nobody has an address."""
    if row.kind == DelegationKind.PARTNER:
        to = [
            (f"user-{user.pk}", user.email, user.full_name)
            for user in readers
            if user.email
        ]
        path = reverse("meetings:delegation", args=[row.meeting.slug, row.pk])
    else:
        name = row.addressee or row.name
        to = [(f"link-{row.link_edition}", row.email, name)] if row.email else []
        path = reverse(
            "meetings:invitation_reply", args=[row.meeting.slug, secret_of(row)]
        )
    for key, address, name in to:
        letter = invitation_letter(row, name, settings.PUBLIC_URL + path)
        queue_mail(
            key=f"invitation-{row.pk}-{key}",
            recipient=address,
            subject=letter.subject,
            body=letter.body,
        )
    tell(
        user_ids=[user.pk for user in readers],
        kind=MessageKind.MEETING_INVITED,
        values={"meeting": row.meeting.title, "library": row.name},
        link=path,
    )
    return bool(to) or bool(readers)


@transaction.atomic
def reply_as_delegation(
    *, by: User | None, delegation: Delegation, reply: str, note: str = ""
) -> Delegation:
    """Record the reply of the invited; a later one replaces it.

    Without a person it is the holder of the link's secret, checked by the caller.

    Raises:
        OutOfScope: The delegation is not the person's.
        WrongState: The people named so far would be left without an invitation, or
            the meeting is over.
        InvalidRegistration: The note is too long.
    """
    if len(note) > NOTE_LIMIT:
        raise InvalidRegistration(
            _("Use at most %(limit)s signs.") % {"limit": number(NOTE_LIMIT)},
            field="note",
        )
    if (
        by is not None
        and not Delegation.objects.editable_by(by).filter(pk=delegation.pk).exists()
    ):
        raise OutOfScope
    row = Delegation.objects.select_for_update().get(pk=delegation.pk)
    if row.meeting.state == MeetingState.CLOSED:
        raise WrongState(_("This meeting is over."))
    if reply == Reply.DECLINED and row.participants.present().exists():
        raise WrongState(
            _("People of this delegation are registered. Withdraw them first.")
        )
    old = row.reply
    row.reply = Reply(reply)
    row.reply_note = note.strip()
    row.replied_at = None if row.reply == Reply.NONE else timezone.now()
    row.save(update_fields=["reply", "reply_note", "replied_at"])
    record(
        by=by,
        action="delegation.replied",
        target=row,
        old={"reply": old},
        new={"reply": row.reply},
    )
    return row


@transaction.atomic
def set_allotment(
    *, by: User | None, delegation: Delegation, channel: str, places: int
) -> Delegation:
    """Give a delegation more or fewer places, never fewer than it has named people.

    Raises:
        OutOfScope: The person does not serve the meeting.
        WrongState: More people are named.
    """
    require_host(by, delegation.meeting)
    row = Delegation.objects.select_for_update().get(pk=delegation.pk)
    used = row.participants.present().filter(channel=channel).count()
    if places < used:
        raise WrongState(
            _(
                "%(count)s people of this delegation are registered. "
                "Withdraw some first."
            )
            % {"count": used}
        )
    old = sum(row.allotments.filter(channel=channel).values_list("places", flat=True))
    Allotment.objects.update_or_create(
        delegation=row, channel=channel, defaults={"places": places}
    )
    record(
        by=by,
        action="delegation.allotted",
        target=row,
        old={channel: old},
        new={channel: places},
    )
    return row
