"""Monthly library statistics in ISO 2789 terms."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from sinergi.network.models import Library
from sinergi.network.models.scope import library_condition
from sinergi.network.rules import READ, REPORT
from sinergi.reports.enums import State

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sinergi.accounts.models import User


class MonthlyStatisticsQuerySet(models.QuerySet["MonthlyStatistics"]):
    """Monthly statistics by scope."""

    def visible_to(self, user: "User | AnonymousUser") -> "MonthlyStatisticsQuerySet":
        """Those of libraries in the user's read scope."""
        return self.filter(library_condition(user, READ, prefix="library__"))

    def editable_by(self, user: "User | AnonymousUser") -> "MonthlyStatisticsQuerySet":
        """Drafts and returned ones of libraries the user reports for."""
        return self.filter(
            library_condition(user, REPORT, prefix="library__"),
            state__in=[State.DRAFT, State.RETURNED],
        )


class MonthlyStatistics(models.Model):
    """One library's month (ISO 2789). None is not reported, 0 is none.

    `members`, `titles` and `items` are stocks at the end of the month; the others
    are counts within it.
    """

    library = models.ForeignKey(
        Library, on_delete=models.PROTECT, related_name="statistics"
    )
    month = models.DateField()
    visits = models.PositiveIntegerField(null=True, blank=True)
    active_users = models.PositiveIntegerField(null=True, blank=True)
    loans = models.PositiveIntegerField(null=True, blank=True)
    new_members = models.PositiveIntegerField(null=True, blank=True)
    ict_uses = models.PositiveIntegerField(null=True, blank=True)
    members = models.PositiveIntegerField(null=True, blank=True)
    titles = models.PositiveIntegerField(null=True, blank=True)
    items = models.PositiveIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    reason = models.TextField(blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    objects = MonthlyStatisticsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "monthly statistics"
        constraints = [
            models.UniqueConstraint(
                fields=["library", "month"], name="statistics_once"
            ),
            models.CheckConstraint(
                condition=Q(month__day=1), name="statistics_month_is_first_day"
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="statistics_state_known"
            ),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True, verified_by__isnull=True)
                | Q(verified_at__isnull=False, verified_by__isnull=False),
                name="statistics_verified_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.library_id} {self.month:%Y-%m}"
