"""A role of a person at a place between two dates: the source of scoping."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from sinergi.network.enums import Role
from sinergi.regions.models import Region


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Assignments by date."""

    def in_force(self, on: dt.date | None = None) -> "AssignmentQuerySet":
        """Those that hold on a day, today by default."""
        day = on or timezone.localdate()
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day
        )

    def in_force_after(self, on: dt.date) -> "AssignmentQuerySet":
        """Those that have not ended by a day."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on))


class Assignment(models.Model):
    """A role at a library, at a region with all below it, or (neither) nationwide."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments"
    )
    role = models.CharField(max_length=20, choices=Role)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    library = models.ForeignKey(
        "network.Library",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "role"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="assignment_role_known"
            ),
            models.CheckConstraint(
                condition=Q(region__isnull=True) | Q(library__isnull=True),
                name="assignment_region_or_library",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.VILLAGE_MANAGER) | Q(library__isnull=False),
                name="assignment_manager_has_library",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=[Role.REGENCY_OFFICER, Role.PROVINCIAL_OFFICER])
                | Q(region__isnull=False),
                name="assignment_officer_has_region",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(ends_on__gte=models.F("starts_on")),
                name="assignment_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.user_id}"
