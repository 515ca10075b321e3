"""Opening gates, enrolling their phones and revoking them."""

import datetime as dt
import secrets

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.audit.services import record
from sinergi.meetings.errors import TokenSpent, UnfitMeeting, WrongState
from sinergi.meetings.models import Gate, Meeting
from sinergi.meetings.queries.door import digest_of, is_over
from sinergi.meetings.services.access import require_host

TOKEN_LIFE = dt.timedelta(hours=12)
SECRET_BYTES = 24
NAME_LIMIT = 80


@transaction.atomic
def open_gate(*, by: User | None, meeting: Meeting, name: str) -> Gate:
    """Open a gate; a phone is enrolled afterwards.

    Raises:
        OutOfScope: The person does not serve the meeting.
        UnfitMeeting: The name is empty, too long, or taken.
    """
    require_host(by, meeting)
    name = " ".join(name.split())
    if not name or len(name) > NAME_LIMIT:
        raise UnfitMeeting(
            _("Give the gate a name of up to %(limit)s signs.") % {"limit": NAME_LIMIT},
            field="name",
        )
    try:
        with transaction.atomic():
            gate = Gate.objects.create(meeting=meeting, name=name)
    except IntegrityError as error:
        raise UnfitMeeting(
            _("There is a gate of this name already."), field="name"
        ) from error
    record(by=by, action="gate.opened", target=gate, new={"name": name})
    return gate


@transaction.atomic
def invite_phone(*, by: User | None, gate: Gate) -> str:
    """A token with which one phone is enrolled, once; an earlier one is void.

    The phone that served the gate until then goes on until the new one is enrolled.

    Raises:
        OutOfScope: The person does not serve the meeting.
        WrongState: The meeting is over.
    """
    require_host(by, gate.meeting)
    if is_over(gate.meeting):
        raise WrongState(_("This meeting is over."))
    token = secrets.token_urlsafe(SECRET_BYTES)
    row = Gate.objects.select_for_update().get(pk=gate.pk)
    row.token_hash, row.token_until = digest_of(token), timezone.now() + TOKEN_LIFE
    row.save(update_fields=["token_hash", "token_until"])
    record(by=by, action="gate.phone_invited", target=row)
    return token


@transaction.atomic
def enrol_phone(*, meeting: Meeting, token: str) -> tuple[Gate, str]:
    """Make the phone that brings the token the gate's; its key is told once.

    Raises:
        TokenSpent: The token was used, is too old, or never was one.
    """
    now = timezone.now()
    gate = (
        Gate.objects.select_for_update()
        .filter(meeting=meeting, token_hash=digest_of(token), token_until__gt=now)
        .first()
    )
    if gate is None or is_over(meeting):
        raise TokenSpent
    key = secrets.token_urlsafe(SECRET_BYTES)
    gate.key_hash, gate.enrolled_at, gate.revoked_at = digest_of(key), now, None
    gate.token_hash, gate.token_until = "", None
    gate.seen_at, gate.skew_seconds = now, None
    gate.save()
    record(by=None, action="gate.phone_enrolled", target=gate)
    return gate, key


@transaction.atomic
def revoke_gate(*, by: User | None, gate: Gate) -> Gate:
    """Shut a gate's phone out; it forgets the people's names when it next calls.

    Raises:
        OutOfScope: The person does not serve the meeting.
    """
    require_host(by, gate.meeting)
    row = Gate.objects.select_for_update().get(pk=gate.pk)
    if row.revoked_at is not None:
        return row
    row.revoked_at, row.token_hash, row.token_until = timezone.now(), "", None
    row.save(update_fields=["revoked_at", "token_hash", "token_until"])
    record(by=by, action="gate.revoked", target=row)
    return row
