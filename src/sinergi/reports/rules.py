"""Limits and deadlines of reporting, and the tests behind flags; all are proposals.

An officer may enter a report on behalf of a library and may verify it too, since a
regency often has one officer only. Nothing hides it: the report carries
`is_on_behalf`, and the audit entry of such a verification carries `is_own_entry`.
"""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from statistics import median

#: A report for a month is on time until this day of the next month.
DEADLINE_DAY = 5

#: PerpuSeru, the older of the two programmes, started in this year.
FIRST_DAY = dt.date(2011, 1, 1)

TITLE_LIMIT = 500
PLACE_LIMIT = 200
COLLABORATORS_LIMIT = 2000
DESCRIPTION_LIMIT = 20_000
REFERENCE_LIMIT = 2000
CAPTION_LIMIT = 200
REASON_LIMIT = 2000
COUNT_LIMIT = 1_000_000
STATISTICS_LIMIT = 1_000_000_000
AMOUNT_LIMIT = Decimal(10) ** 15
EVIDENCE_LIMIT = 20

#: Titles at least this alike, of one library and group, within the days below.
NEAR_DUPLICATE_PCT = 85
NEAR_DUPLICATE_DAYS = 7

#: Attendances from here on are flagged whatever the library reported before.
OUTLIER_ALWAYS = 1_000
#: From here on they are flagged at so many times the library's usual number.
OUTLIER_FLOOR = 100
OUTLIER_TIMES = 5
OUTLIER_EARLIER = 5


def month_of(day: dt.date) -> dt.date:
    """The first day of a day's month: the name of the month everywhere."""
    return day.replace(day=1)


def next_month(month: dt.date) -> dt.date:
    """The first day of the month after."""
    return (month.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def deadline_of(month: dt.date) -> dt.date:
    """The last day on which a report for the month is on time."""
    return next_month(month).replace(day=DEADLINE_DAY)


def days_late(started_on: dt.date, submitted_on: dt.date) -> int:
    """Days between the deadline of an activity's month and its first submission."""
    return max(0, (submitted_on - deadline_of(month_of(started_on))).days)


def is_outlier(attendances: int | None, earlier: Sequence[int]) -> bool:
    """Whether a number is far above what the library reported before."""
    if attendances is None or attendances < OUTLIER_FLOOR:
        return False
    if attendances >= OUTLIER_ALWAYS:
        return True
    if len(earlier) < OUTLIER_EARLIER:
        return False
    return attendances > OUTLIER_TIMES * median(earlier)


def region_path(code: str) -> list[str]:
    """A region's code and those of the areas above it, the widest first."""
    parts = code.split(".")
    return [".".join(parts[: count + 1]) for count in range(len(parts))]
