"""Which partners an invitation rule reaches."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from sinergi.meetings.models import Meeting
from sinergi.network.models import Library, Partnership


@dataclass(frozen=True)
class InvitationRule:
    """Partners by programme, day, kind, origin, intake year and area.

    "All active partners of 2022 in 33 provinces": `active_on` the last day of 2022,
    with the codes of the provinces. Empty means any.
    """

    programme: str
    active_on: dt.date
    kinds: Sequence[str] = ()
    origins: Sequence[str] = ()
    intake_years: Sequence[int] = ()
    regions: Sequence[str] = ()
    library_ids: Sequence[int] = field(default=())


def partners_reached(rule: InvitationRule) -> QuerySet[Library]:
    """The libraries with such a partnership in force on the day, by region."""
    partnerships = Partnership.objects.in_force(rule.active_on).filter(
        programme_id=rule.programme
    )
    if rule.origins:
        partnerships = partnerships.filter(origin__in=rule.origins)
    if rule.intake_years:
        partnerships = partnerships.filter(intake_year__in=rule.intake_years)
    libraries = Library.objects.open_on(rule.active_on).filter(
        pk__in=partnerships.values("library")
    )
    if rule.kinds:
        libraries = libraries.filter(kind__in=rule.kinds)
    if rule.library_ids:
        libraries = libraries.filter(pk__in=rule.library_ids)
    if rule.regions:
        area = Q()
        for code in rule.regions:
            area |= Q(region_id=code) | Q(region__code__startswith=f"{code}.")
        libraries = libraries.filter(area)
    return libraries.order_by("region_id", "pk")


def not_invited_yet(meeting: Meeting, rule: InvitationRule) -> QuerySet[Library]:
    """Those of the rule that the meeting has not invited."""
    return partners_reached(rule).exclude(
        pk__in=meeting.delegations.filter(library__isnull=False).values("library")
    )
