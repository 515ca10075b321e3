"""Memberships of libraries in programmes, several over time."""

import datetime as dt

from django.db import models
from django.db.models import F, Q

from sinergi.network.enums import Origin, Payer
from sinergi.network.models.library import Library
from sinergi.network.models.programme import Programme


class PartnershipQuerySet(models.QuerySet["Partnership"]):
    """Partnerships by date."""

    def in_force(self, on: dt.date) -> "PartnershipQuerySet":
        """Those that hold on a day."""
        return self.filter(
            Q(ended_on__isnull=True) | Q(ended_on__gte=on), started_on__lte=on
        )


class Partnership(models.Model):
    """A library's membership of a programme. A replication is one of origin."""

    library = models.ForeignKey(
        Library, on_delete=models.PROTECT, related_name="partnerships"
    )
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="partnerships"
    )
    origin = models.CharField(max_length=20, choices=Origin)
    intake_year = models.PositiveSmallIntegerField()
    decree_number = models.CharField(max_length=100, blank=True)
    decree_on = models.DateField(null=True, blank=True)
    mentor_library = models.ForeignKey(
        Library,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mentored",
    )
    starter_kit = models.TextField(blank=True)
    contact_name = models.CharField(max_length=200, blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    is_confirmed = models.BooleanField(default=True)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        ordering = ["started_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(origin__in=Origin.values), name="partnership_origin_known"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="partnership_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(intake_year__gte=2011), name="partnership_year_sensible"
            ),
            models.UniqueConstraint(
                fields=["library", "programme"],
                condition=Q(ended_on__isnull=True),
                name="partnership_one_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.library_id} {self.programme_id} {self.intake_year}"


class PartnershipFunder(models.Model):
    """One who pays for a partnership."""

    partnership = models.ForeignKey(
        Partnership, on_delete=models.CASCADE, related_name="funders"
    )
    funder = models.CharField(max_length=20, choices=Payer)
    name = models.CharField(max_length=200, blank=True)
    amount_idr = models.DecimalField(
        max_digits=18, decimal_places=2, null=True, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "funder", "name"], name="funder_once"
            ),
            models.CheckConstraint(
                condition=Q(amount_idr__isnull=True) | Q(amount_idr__gte=0),
                name="funder_amount_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership_id} {self.funder}"
