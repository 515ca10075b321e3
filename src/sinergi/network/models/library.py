"""Libraries and the events of their life."""

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from sinergi.network.enums import LibraryEvent, LibraryKind
from sinergi.network.rules import MANAGE, READ, REPORT, VERIFY
from sinergi.regions.models import Region

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sinergi.accounts.models import User


class LibraryQuerySet(models.QuerySet["Library"]):
    """Libraries by scope and place; each rule is written here once."""

    def _within(
        self, user: "User | AnonymousUser", permission: str
    ) -> "LibraryQuerySet":
        from sinergi.network.models.scope import library_condition

        return self.filter(library_condition(user, permission))

    def visible_to(self, user: "User | AnonymousUser") -> "LibraryQuerySet":
        """Libraries whose records the user may read."""
        return self._within(user, READ)

    def reportable_by(self, user: "User | AnonymousUser") -> "LibraryQuerySet":
        """Libraries for which the user may record activities and statistics."""
        return self._within(user, REPORT)

    def verifiable_by(self, user: "User | AnonymousUser") -> "LibraryQuerySet":
        """Libraries whose reports the user may verify or return."""
        return self._within(user, VERIFY)

    def editable_by(self, user: "User | AnonymousUser") -> "LibraryQuerySet":
        """Libraries whose data, partnerships and accounts the user may change."""
        return self._within(user, MANAGE)

    def in_region(self, code: str) -> "LibraryQuerySet":
        """Libraries in a region of today and everything below it; all for ''."""
        if not code:
            return self
        return self.filter(Q(region_id=code) | Q(region__code__startswith=f"{code}."))

    def open_on(self, day: dt.date | None = None) -> "LibraryQuerySet":
        """Libraries not closed (or merged away) before the day."""
        day = day or timezone.localdate()
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))


class Library(models.Model):
    """A service point, partner or not. Its past places are its moves."""

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=LibraryKind)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="libraries"
    )
    npp = models.CharField(max_length=30, unique=True, null=True, blank=True)
    address = models.CharField(max_length=300, blank=True)
    is_unconfirmed = models.BooleanField(default=False)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_from",
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = LibraryQuerySet.as_manager()

    class Meta:
        ordering = ["region_id", "id"]
        indexes = [models.Index(fields=["kind", "region"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=LibraryKind.values), name="library_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(closed_on__isnull=False),
                name="library_merged_is_closed",
            ),
            models.UniqueConstraint(
                fields=["region", "kind", "name"],
                condition=Q(closed_on__isnull=True),
                name="library_once_at_its_place",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LibraryMove(models.Model):
    """An event in the life of a library; nothing of its past is overwritten."""

    library = models.ForeignKey(Library, on_delete=models.PROTECT, related_name="moves")
    event = models.CharField(max_length=10, choices=LibraryEvent)
    happened_on = models.DateField()
    from_region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    from_name = models.CharField(max_length=200, blank=True)
    into = models.ForeignKey(
        Library, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["happened_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(event__in=LibraryEvent.values),
                name="library_move_event_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.library_id} {self.happened_on}"
