"""What every act of a meeting asks before it writes."""

from collections.abc import Callable

from sinergi.accounts.models import User
from sinergi.meetings.errors import OutOfScope
from sinergi.meetings.models import Meeting
from sinergi.meetings.models.meeting import MeetingQuerySet


def require_prepare(by: User | None, meeting: Meeting) -> None:
    """Refuse whoever does not prepare the meeting; without a person it is the system.

    Raises:
        OutOfScope: The meeting is not theirs.
    """
    _require(by, meeting, Meeting.objects.editable_by)


def require_arrange(by: User | None, meeting: Meeting) -> None:
    """Refuse whoever does not arrange the agenda and the classes.

    Raises:
        OutOfScope: The meeting is not theirs.
    """
    _require(by, meeting, Meeting.objects.arranged_by)


def require_host(by: User | None, meeting: Meeting) -> None:
    """Refuse whoever does not serve registration and door.

    Raises:
        OutOfScope: The meeting is not theirs.
    """
    _require(by, meeting, Meeting.objects.hosted_by)


def _require(
    by: User | None, meeting: Meeting, rule: Callable[[User], MeetingQuerySet]
) -> None:
    if by is not None and not rule(by).filter(pk=meeting.pk).exists():
        raise OutOfScope
