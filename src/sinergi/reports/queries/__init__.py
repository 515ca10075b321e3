"""Reads of reports."""

from sinergi.reports.queries.activities import (
    InboxPage,
    activities_for,
    activity_for,
    content_of,
    counts_by_state,
    inbox_for,
    library_for,
    silent_libraries,
    whole,
)
from sinergi.reports.queries.periods import (
    LockTable,
    active_locks,
    closable_regions,
    may_close,
    period_locks_for,
)
from sinergi.reports.queries.statistics import (
    STATISTICS_FIELDS,
    statistics_for,
    values_of,
    waiting_statistics,
)
from sinergi.reports.queries.summary import MonthSummary, month_summary
from sinergi.reports.queries.trail import TrailRow, audit_of, differences, trail_of

__all__ = [
    "STATISTICS_FIELDS",
    "InboxPage",
    "LockTable",
    "MonthSummary",
    "TrailRow",
    "active_locks",
    "activities_for",
    "activity_for",
    "audit_of",
    "closable_regions",
    "content_of",
    "counts_by_state",
    "differences",
    "inbox_for",
    "library_for",
    "may_close",
    "month_summary",
    "period_locks_for",
    "silent_libraries",
    "statistics_for",
    "trail_of",
    "values_of",
    "waiting_statistics",
    "whole",
]
