"""Writes of reports: one function per act."""

from sinergi.reports.services.activities import (
    discard_draft,
    report_activity,
    save_activity,
    submit_activity,
)
from sinergi.reports.services.bulk import (
    BulkActivity,
    BulkHistory,
    BulkStatistics,
    store_activities,
    store_history,
    store_statistics,
)
from sinergi.reports.services.content import ActivityContent, Cell, Link, Payment
from sinergi.reports.services.evidence import add_evidence, remove_evidence
from sinergi.reports.services.flags import dismiss_flag
from sinergi.reports.services.periods import lock_period, unlock_period
from sinergi.reports.services.review import (
    BulkOutcome,
    reopen_activity,
    return_activity,
    verify_activities,
    verify_activity,
)
from sinergi.reports.services.statistics import (
    return_statistics,
    save_statistics,
    submit_statistics,
    verify_statistics,
)

__all__ = [
    "ActivityContent",
    "BulkActivity",
    "BulkHistory",
    "BulkOutcome",
    "BulkStatistics",
    "Cell",
    "Link",
    "Payment",
    "add_evidence",
    "discard_draft",
    "dismiss_flag",
    "lock_period",
    "remove_evidence",
    "reopen_activity",
    "report_activity",
    "return_activity",
    "return_statistics",
    "save_activity",
    "save_statistics",
    "store_activities",
    "store_history",
    "store_statistics",
    "submit_activity",
    "submit_statistics",
    "unlock_period",
    "verify_activities",
    "verify_activity",
    "verify_statistics",
]
