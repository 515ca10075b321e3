"""Closing a month for a region."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from sinergi.regions.models import Region


class PeriodLock(models.Model):
    """A month closed for a region and all below it (no region: the nation).

    It is lifted by an unlock with a reason and never deleted.
    """

    month = models.DateField()
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    locked_at = models.DateTimeField(default=timezone.now)
    unlocked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    unlocked_at = models.DateTimeField(null=True, blank=True)
    unlock_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-month", "region"]
        constraints = [
            models.UniqueConstraint(
                fields=["month", "region"],
                condition=Q(unlocked_at__isnull=True),
                name="period_locked_once",
            ),
            models.UniqueConstraint(
                fields=["month"],
                condition=Q(unlocked_at__isnull=True, region__isnull=True),
                name="period_locked_once_nation",
            ),
            models.CheckConstraint(
                condition=Q(unlocked_at__isnull=True, unlocked_by__isnull=True)
                | (
                    Q(unlocked_at__isnull=False, unlocked_by__isnull=False)
                    & ~Q(unlock_reason="")
                ),
                name="period_unlock_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.region_id or 'ID'}"
