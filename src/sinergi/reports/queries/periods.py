"""Which months are closed, and where."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.network.models import Library
from sinergi.network.models.scope import held_with
from sinergi.network.rules import READ, VERIFY
from sinergi.regions.enums import RegionKind
from sinergi.regions.models import Region
from sinergi.regions.queries import display_name
from sinergi.reports.errors import PeriodLocked
from sinergi.reports.models import PeriodLock
from sinergi.reports.rules import month_of, region_path


@dataclass(frozen=True)
class LockTable:
    """The locks in force for some months, to be asked many times."""

    by_place: dict[tuple[dt.date, str], PeriodLock]

    def find(self, region: str, day: dt.date | None) -> PeriodLock | None:
        """The lock that closes a day's month for a region; the widest one."""
        if day is None or not self.by_place:
            return None
        month = month_of(day)
        for code in ("", *region_path(region)):
            lock = self.by_place.get((month, code))
            if lock:
                return lock
        return None

    def require_open(self, region: str, *days: dt.date | None) -> None:
        """Refuse days in months that are closed for the region.

        Raises:
            PeriodLocked: For the first of them.
        """
        for day in days:
            lock = self.find(region, day)
            if lock:
                raise PeriodLocked(
                    month=lock.month,
                    locked_at=lock.locked_at,
                    office=_office_name(lock.region),
                )


def _office_name(region: Region | None) -> str:
    """The office that closed the month, as a person would ask for it."""
    if region is None:
        return _("the national team")
    return _("the office of %(region)s") % {"region": display_name(region)}


def active_locks(*days: dt.date) -> LockTable:
    """The locks in force for the months of the days."""
    months = {month_of(day) for day in days}
    locks: Iterable[PeriodLock] = (
        PeriodLock.objects.filter(month__in=months, unlocked_at=None).order_by()
        if months
        else ()
    )
    return LockTable({(lock.month, lock.region_id or ""): lock for lock in locks})


def period_locks_for(user: User) -> QuerySet[PeriodLock]:
    """Locks, past ones too, that concern a person's scope, newest month first."""
    codes = _region_codes(user, READ)
    locks = PeriodLock.objects.select_related("region", "locked_by", "unlocked_by")
    if codes is None:
        return locks
    condition = Q(region=None)
    for code in codes:
        condition |= Q(region_id__in=region_path(code))
        condition |= Q(region__code__startswith=f"{code}.")
    return locks.filter(condition)


def may_close(user: User, region: Region | None) -> bool:
    """Whether a person may lock and unlock months of a region (None: the nation)."""
    codes = _region_codes(user, VERIFY)
    if codes is None:
        return True
    return region is not None and any(
        code in codes for code in region_path(region.code)
    )


def closable_regions(user: User) -> QuerySet[Region]:
    """Provinces and regencies whose months a person may lock, the widest first."""
    codes = _region_codes(user, VERIFY)
    regions = Region.objects.filter(
        kind__in=[RegionKind.PROVINCE, RegionKind.REGENCY, RegionKind.CITY],
        valid_to=None,
    )
    if codes is None:
        return regions
    condition = Q(pk__in=codes)
    for code in codes:
        condition |= Q(pk__startswith=f"{code}.")
    return regions.filter(condition)


def _region_codes(user: User, permission: str) -> set[str] | None:
    """Where a person has a say: codes of regions, or None for everywhere.

    A role at a library lets its holder read about its region, and no more.
    """
    roles = held_with(user, permission)
    if any(held.region is None and held.library is None for held in roles):
        return None
    codes = {held.region for held in roles if held.region is not None}
    libraries = [held.library for held in roles if held.library is not None]
    if permission == READ and libraries:
        regions = Library.objects.filter(pk__in=libraries)
        codes.update(regions.values_list("region_id", flat=True))
    return codes


def libraries_of(region: Region | None) -> QuerySet[Library]:
    """All libraries in a region and below it (None: the nation)."""
    return Library.objects.in_region(region.code if region else "")
