"""What one unit of a benefit is worth, with where that comes from."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class UnitValue(models.Model):
    """Rupiah per unit, in prices of a year; a change is a new version of its key."""

    key = models.SlugField(max_length=60)
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=200)
    unit = models.CharField(max_length=60)
    amount_idr = models.DecimalField(max_digits=18, decimal_places=2)
    low_idr = models.DecimalField(
        max_digits=18, decimal_places=2, null=True, blank=True
    )
    high_idr = models.DecimalField(
        max_digits=18, decimal_places=2, null=True, blank=True
    )
    se_idr = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    price_year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=500)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["key", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "version"], name="unit_value_version_once"
            ),
            models.CheckConstraint(
                condition=Q(amount_idr__gte=0), name="unit_value_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(low_idr__isnull=True, high_idr__isnull=True)
                | Q(
                    low_idr__gte=0,
                    low_idr__lte=F("amount_idr"),
                    high_idr__gte=F("amount_idr"),
                    se_idr__isnull=True,
                ),
                name="unit_value_range_in_order",
            ),
            models.CheckConstraint(
                condition=Q(se_idr__isnull=True) | Q(se_idr__gte=0),
                name="unit_value_se_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"
