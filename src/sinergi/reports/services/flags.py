"""Raising doubts about a report; a flag never drops or changes it."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sinergi.accounts.models import User
from sinergi.audit.services import record
from sinergi.network.rules import VERIFY
from sinergi.reports import rules
from sinergi.reports.enums import FlagKind, State
from sinergi.reports.models import Activity, Flag
from sinergi.reports.services.access import lock_activity
from sinergi.reports.similarity import most_alike

YEAR = dt.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A flag that a report deserves."""

    kind: FlagKind
    other: UUID | None = None
    similarity_pct: int | None = None


def flag_activity(
    activity: Activity, *, has_evidence: bool, is_new: bool = False
) -> list[str]:
    """Bring the open flags of a submitted report up to date; their kinds.

    A dismissed flag stays dismissed unless the report now resembles another one.
    """
    wanted = {doubt.kind: doubt for doubt in _doubts(activity, has_evidence)}
    raised = [] if is_new else activity.flags.all()
    present = {flag.kind: flag for flag in raised}
    gone = [
        flag.pk
        for kind, flag in present.items()
        if kind not in wanted and flag.dismissed_at is None
    ]
    changed = [
        kind
        for kind, doubt in wanted.items()
        if kind in present and present[kind].other_id != doubt.other
    ]
    gone += [present[kind].pk for kind in changed]
    if gone:
        Flag.objects.filter(pk__in=gone).delete()
    Flag.objects.bulk_create(
        Flag(
            activity=activity,
            kind=kind,
            other_id=doubt.other,
            similarity_pct=doubt.similarity_pct,
        )
        for kind, doubt in wanted.items()
        if kind not in present or kind in changed
    )
    return sorted(wanted)


def _doubts(activity: Activity, has_evidence: bool) -> list[Doubt]:
    doubts = []
    if activity.days_late:
        doubts.append(Doubt(FlagKind.LATE))
    if not has_evidence:
        doubts.append(Doubt(FlagKind.NO_EVIDENCE))
    near = _nearest(activity)
    if near:
        doubts.append(near)
    if _is_outlier(activity):
        doubts.append(Doubt(FlagKind.OUTLIER))
    return doubts


def _nearest(activity: Activity) -> Doubt | None:
    """The most alike report of the library and group in the days around."""
    assert activity.started_on is not None  # noqa: S101 - submitted reports have it
    span = dt.timedelta(days=rules.NEAR_DUPLICATE_DAYS)
    around = (activity.started_on - span, activity.started_on + span)
    others = (
        Activity.objects.filter(
            library_id=activity.library_id,
            strategy=activity.strategy,
            started_on__range=around,
        )
        .exclude(pk=activity.pk)
        .exclude(state=State.DRAFT)
        .order_by("submitted_at", "pk")
    )
    found = most_alike(activity.title, list(others.values_list("title", flat=True)))
    if found is None:
        return None
    place, alike = found
    return Doubt(
        FlagKind.NEAR_DUPLICATE, others.values_list("pk", flat=True)[place], alike
    )


def _is_outlier(activity: Activity) -> bool:
    count = activity.attendances
    if count is None or count < rules.OUTLIER_FLOOR or activity.started_on is None:
        return False
    earlier = (
        Activity.objects.filter(
            library_id=activity.library_id,
            started_on__range=(activity.started_on - YEAR, activity.started_on),
            attendances__isnull=False,
        )
        .exclude(pk=activity.pk)
        .exclude(state=State.DRAFT)
        .values_list("attendances", flat=True)
    )
    return rules.is_outlier(count, [value for value in earlier if value is not None])


@transaction.atomic
def dismiss_flag(*, by: User, flag: Flag) -> Flag:
    """Say that a doubt is none; a repeat changes nothing.

    Raises:
        Activity.DoesNotExist: The activity is outside the person's scope.
        ReadOnly: The person may not verify there.
    """
    activity, _library = lock_activity(by=by, activity=flag.activity, permission=VERIFY)
    current = activity.flags.select_for_update(of=("self",)).get(pk=flag.pk)
    if current.dismissed_at is not None:
        return current
    current.dismissed_by = by
    current.dismissed_at = timezone.now()
    current.save(update_fields=["dismissed_by", "dismissed_at"])
    record(
        by=by,
        action="activity.flag_dismissed",
        target=activity,
        old={"flag": current.kind},
        new={"flag": ""},
    )
    return current
