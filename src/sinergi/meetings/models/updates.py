"""What a partner presents at a meeting: words that change, numbers that do not."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from sinergi.meetings.enums import UpdateState
from sinergi.meetings.models.agenda import Session
from sinergi.meetings.models.meeting import Meeting
from sinergi.network.models import Library
from sinergi.network.models.scope import library_condition
from sinergi.network.rules import COACH
from sinergi.stories.models import Product, Testimony

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sinergi.accounts.models import User


class AchievementUpdateQuerySet(models.QuerySet["AchievementUpdate"]):
    """Updates by who may see, word and answer for them; each rule once."""

    def published(self) -> "AchievementUpdateQuerySet":
        """Those that everybody may see."""
        return self.filter(
            state=UpdateState.PUBLISHED,
            session__meeting__in=Meeting.objects.published(),
        )

    def inside_for(self, user: "User | AnonymousUser") -> "AchievementUpdateQuerySet":
        """Those whose every number the person reads: by scope, or as committee."""
        return self.filter(
            Q(library__in=Library.objects.visible_to(user))
            | Q(session__meeting__in=Meeting.objects.hosted_by(user))
            | Q(session__meeting__in=Meeting.objects.arranged_by(user))
        )

    def visible_to(self, user: "User | AnonymousUser") -> "AchievementUpdateQuerySet":
        """Published ones, and those that the person reads in full."""
        rows = AchievementUpdate.objects
        return self.filter(
            Q(pk__in=rows.published().values("pk"))
            | Q(pk__in=rows.inside_for(user).values("pk"))
        )

    def editable_by(self, user: "User | AnonymousUser") -> "AchievementUpdateQuerySet":
        """Those whose words the person may change: own people, mentors, committee."""
        return self.filter(
            library_condition(user, COACH, prefix="library__")
            | Q(session__meeting__in=Meeting.objects.hosted_by(user))
            | Q(session__meeting__in=Meeting.objects.arranged_by(user))
        )

    def owned_by(self, user: "User | AnonymousUser") -> "AchievementUpdateQuerySet":
        """Those that the person may freeze anew and publish."""
        return self.filter(
            Q(library__in=Library.objects.reportable_by(user))
            | Q(session__meeting__in=Meeting.objects.arranged_by(user))
        )


class AchievementUpdate(models.Model):
    """One partner's update in one session.

    The words are the partner's own and may be empty: the page then says what the
    numbers say. The numbers stand in its freezes, the latest of which is shown.
    """

    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, related_name="updates"
    )
    library = models.ForeignKey(
        Library, on_delete=models.PROTECT, related_name="achievement_updates"
    )
    first_month = models.DateField()
    last_month = models.DateField()
    headline = models.CharField(max_length=140, blank=True)
    what_changed = models.TextField(blank=True)
    lesson = models.TextField(blank=True)
    next_step = models.TextField(blank=True)
    testimonies = models.ManyToManyField(Testimony, related_name="+", blank=True)
    products = models.ManyToManyField(Product, related_name="+", blank=True)
    state = models.CharField(
        max_length=10, choices=UpdateState, default=UpdateState.DRAFT
    )
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    prepared_at = models.DateTimeField(default=timezone.now)
    revision = models.PositiveIntegerField(default=1)

    objects = AchievementUpdateQuerySet.as_manager()

    class Meta:
        ordering = ["session", "library__kind", "library__region", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "library"], name="update_once_per_session"
            ),
            models.CheckConstraint(
                condition=Q(state__in=UpdateState.values), name="update_state_known"
            ),
            models.CheckConstraint(
                condition=Q(last_month__gte=F("first_month")),
                name="update_months_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.library_id}"


class UpdateFreeze(models.Model):
    """The numbers of an update as they were at one moment; never changed.

    `numbers` is what `meetings.queries.achievements` drew, with all that a page says
    of it; `methods` and `schemes` are the versions that it rests on.
    """

    update = models.ForeignKey(
        AchievementUpdate, on_delete=models.PROTECT, related_name="freezes"
    )
    number = models.PositiveSmallIntegerField()
    numbers = models.JSONField()
    figure_version = models.CharField(max_length=40)
    calculated_at = models.DateTimeField(null=True)
    methods = models.JSONField()
    schemes = models.JSONField()
    reason = models.CharField(max_length=300, blank=True)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    frozen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["update", "number"], name="update_freeze_once"
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""), name="update_freeze_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.update_id} v{self.number}"
