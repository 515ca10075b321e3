"""Action plans that delegations take home, and who wants no reminders of them."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from sinergi.meetings.models.agenda import Topic
from sinergi.meetings.models.people import Delegation
from sinergi.network.models import Library

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sinergi.accounts.models import User


class ActionPlanQuerySet(models.QuerySet["ActionPlan"]):
    """Plans by who may see and write them."""

    def visible_to(self, user: "User | AnonymousUser") -> "ActionPlanQuerySet":
        """Those of delegations that the person sees."""
        return self.filter(delegation__in=Delegation.objects.visible_to(user))

    def editable_by(self, user: "User | AnonymousUser") -> "ActionPlanQuerySet":
        """Those of delegations that the person fills."""
        return self.filter(delegation__in=Delegation.objects.editable_by(user))


class ActionPlan(models.Model):
    """What a partner will do, and the indicator that shows whether it worked.

    `measure` is the key of a measure. `baseline_value` is what the library's verified
    reports said of the months `baseline_first` to `baseline_last` when the plan was
    written (see `meetings.followup`); None means that nothing was reported then.
    """

    delegation = models.ForeignKey(
        Delegation, on_delete=models.PROTECT, related_name="plans"
    )
    what = models.CharField(max_length=300)
    measure = models.CharField(max_length=60)
    baseline_value = models.DecimalField(
        max_digits=20, decimal_places=2, null=True, blank=True
    )
    baseline_first = models.DateField()
    baseline_last = models.DateField()
    target_value = models.DecimalField(max_digits=20, decimal_places=2)
    due_on = models.DateField()
    helpers = models.CharField(max_length=300, blank=True)
    practice = models.CharField(max_length=300, blank=True)
    practice_library = models.ForeignKey(
        Library, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, null=True, blank=True, related_name="plans"
    )
    contact_name = models.CharField(max_length=200, blank=True)
    contact_email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, default="id")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    written_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = ActionPlanQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["due_on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["delegation", "measure"], name="plan_once_per_measure"
            ),
            models.CheckConstraint(
                condition=Q(target_value__gte=0), name="plan_target_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegation_id} {self.measure}"


class ReminderOptOut(models.Model):
    """An address, in lower case, that wants no reminders of plans."""

    email = models.EmailField(unique=True)
    asked_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.pk)
