"""Figures of years before Sinergi, as they were handed over."""

from django.db import models
from django.db.models import Q

from sinergi.network.models import Library


class YearlyHistory(models.Model):
    """One library's totals of one year, imported from an older system and labelled.

    It has no months, no evidence and no verification; figures that include it say so.
    """

    library = models.ForeignKey(
        Library, on_delete=models.PROTECT, related_name="history"
    )
    year = models.PositiveSmallIntegerField()
    activities = models.PositiveIntegerField(null=True)
    attendances = models.PositiveIntegerField(null=True)
    source = models.CharField(max_length=200)
    imported_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "yearly histories"
        constraints = [
            models.UniqueConstraint(fields=["library", "year"], name="history_once"),
            models.CheckConstraint(
                condition=Q(year__gte=2011), name="history_year_sensible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.library_id} {self.year}"
