"""Tables of reports."""

from sinergi.reports.models.activity import (
    Activity,
    Attendance,
    Evidence,
    Flag,
    Money,
    Review,
)
from sinergi.reports.models.history import YearlyHistory
from sinergi.reports.models.period import PeriodLock
from sinergi.reports.models.statistics import MonthlyStatistics

__all__ = [
    "Activity",
    "Attendance",
    "Evidence",
    "Flag",
    "Money",
    "MonthlyStatistics",
    "PeriodLock",
    "Review",
    "YearlyHistory",
]
