"""Programmes and their dated stages."""

from django.db import models
from django.db.models import F, Q

from sinergi.network.enums import DatePrecision


class Programme(models.Model):
    """A library-transformation programme, such as TPBIS or PerpuSeru."""

    key = models.SlugField(primary_key=True, max_length=30)
    name_id = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    description_id = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    source = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.key


class ProgrammeStage(models.Model):
    """One ordered, dated part of a programme's year, such as the national PLM.

    Where only the months are known, the dates are their first and last day and
    `date_precision` says so.
    """

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="stages"
    )
    year = models.PositiveSmallIntegerField()
    order = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=40)
    name_id = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    date_precision = models.CharField(
        max_length=10, choices=DatePrecision, default=DatePrecision.DAY
    )
    place = models.CharField(max_length=200, blank=True)
    description_id = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    source = models.TextField(blank=True)

    class Meta:
        ordering = ["programme", "year", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "year", "order"], name="stage_order_once"
            ),
            models.UniqueConstraint(
                fields=["programme", "year", "key"], name="stage_key_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="stage_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(date_precision__in=DatePrecision.values),
                name="stage_precision_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.year} {self.key}"
