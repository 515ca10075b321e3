"""Meetings by who may see, prepare and serve them."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sinergi.core.dates import now
from sinergi.core.formatting import moment
from sinergi.meetings.enums import MeetingState, PoolKind
from sinergi.meetings.models import FURTHER, Delegation, Meeting, SeatPool

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.auth.models import AnonymousUser

    from sinergi.accounts.models import User


def meetings_for(user: "User | AnonymousUser") -> QuerySet[Meeting]:
    """Meetings that the person may see."""
    return Meeting.objects.visible_to(user).select_related("venue_region", "stage")


def meeting_for(user: "User | AnonymousUser", slug: str) -> Meeting | None:
    """A meeting that the person may see; None to a stranger."""
    rows = Meeting.objects.filter(slug=slug).select_related("venue_region", "stage")
    announced = rows.published().first()
    return announced or rows.visible_to(user).first()


def meeting_by_id(pk: int) -> Meeting:
    """The meeting of a job that was allowed when it began."""
    return Meeting.objects.get(pk=pk)


def may_host(user: "User | AnonymousUser", meeting: Meeting) -> bool:
    """Whether the person serves registration and door."""
    return Meeting.objects.hosted_by(user).filter(pk=meeting.pk).exists()


def may_prepare(user: "User | AnonymousUser", meeting: Meeting) -> bool:
    """Whether the person prepares the meeting."""
    return Meeting.objects.editable_by(user).filter(pk=meeting.pk).exists()


def may_arrange(user: "User | AnonymousUser", meeting: Meeting) -> bool:
    """Whether the person arranges agenda and classes."""
    return Meeting.objects.arranged_by(user).filter(pk=meeting.pk).exists()


def delegation_for(
    user: "User | AnonymousUser", meeting: Meeting, pk: int
) -> Delegation | None:
    """A delegation that the person may see; None to a stranger."""
    rows = Delegation.objects.visible_to(user).filter(meeting=meeting, pk=pk)
    return rows.select_related("library", "meeting").first()


def extra_pools(meeting: Meeting, keys: "Sequence[int]") -> list[SeatPool]:
    """The pools of classes, dinners and stalls with these ids.

    Raises:
        SeatPool.DoesNotExist: One of them is no such pool of the meeting.
    """
    if not keys:
        return []
    kinds = (PoolKind.CLASS, *FURTHER)
    found = list(SeatPool.objects.filter(meeting=meeting, kind__in=kinds, pk__in=keys))
    if len(found) != len(set(keys)):
        raise SeatPool.DoesNotExist
    return found


def pool_for(meeting: Meeting, pk: int) -> SeatPool | None:
    """A pool of the meeting."""
    return SeatPool.objects.filter(meeting=meeting, pk=pk).first()


def may_fill(user: "User | AnonymousUser", delegation: Delegation) -> bool:
    """Whether the person names the people of a delegation."""
    return Delegation.objects.editable_by(user).filter(pk=delegation.pk).exists()


def own_delegation(user: "User", meeting: Meeting) -> Delegation | None:
    """The one delegation of a person who looks after one library."""
    rows = Delegation.objects.editable_by(user).filter(meeting=meeting)[:2]
    found = list(rows)
    return found[0] if len(found) == 1 else None


def has_delegation(user: "User | AnonymousUser", meeting: Meeting) -> bool:
    """Whether the person names the people of some delegation of the meeting."""
    if not user.is_authenticated:
        return False
    return Delegation.objects.editable_by(user).filter(meeting=meeting).exists()


def registration_closed_reason(meeting: Meeting) -> str:
    """Why nobody can register now; empty while it is open."""
    opens, closes = meeting.registration_opens_at, meeting.registration_closes_at
    if meeting.state != MeetingState.PUBLISHED or (closes and now() > closes):
        return _("Registration for this meeting is closed.")
    if opens and now() < opens:
        return _("Registration opens on %(moment)s.") % {"moment": moment(opens)}
    return ""
