"""Meetings of every level, and who prepares them."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from sinergi.meetings.enums import Duty, Level, MeetingState, TimeZone
from sinergi.network.enums import Payer
from sinergi.network.models import Programme, ProgrammeStage
from sinergi.network.models.scope import held_with
from sinergi.network.rules import HOST, MEET
from sinergi.regions.models import Region

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sinergi.accounts.models import User


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings by who may see, prepare and host them; each rule once."""

    def published(self) -> "MeetingQuerySet":
        """Those that everybody may see."""
        return self.exclude(state=MeetingState.DRAFT)

    def visible_to(self, user: "User | AnonymousUser") -> "MeetingQuerySet":
        """Those that everybody may see, and those that the person works on."""
        if not user.is_authenticated:
            return self.published()
        return self.filter(
            ~Q(state=MeetingState.DRAFT)
            | Q(pk__in=Meeting.objects.hosted_by(user).values("pk"))
        )

    def editable_by(self, user: "User | AnonymousUser") -> "MeetingQuerySet":
        """Those that the person prepares: by role in their area, or as their lead."""
        return self._reached(user, MEET, [Duty.LEAD])

    def arranged_by(self, user: "User | AnonymousUser") -> "MeetingQuerySet":
        """Those whose agenda and classes the person arranges."""
        return self._reached(user, MEET, [Duty.LEAD, Duty.AGENDA])

    def hosted_by(self, user: "User | AnonymousUser") -> "MeetingQuerySet":
        """Those whose registration and door the person serves."""
        return self._reached(user, HOST, list(Duty))

    def _reached(
        self, user: "User | AnonymousUser", permission: str, duties: list[Duty]
    ) -> "MeetingQuerySet":
        if not user.is_authenticated:
            return self.none()
        condition = Q(
            pk__in=CommitteeMember.objects.filter(user=user, duty__in=duties).values(
                "meeting"
            )
        )
        for held in held_with(user, permission):
            if held.library is not None:
                continue
            if held.region is None:
                return self.all()
            condition |= Q(region_id=held.region) | Q(
                region__code__startswith=f"{held.region}."
            )
        return self.filter(condition)


class Meeting(models.Model):
    """One edition of a meeting; the next one is copied from it.

    Its times are those of `time_zone`; without a region it is nationwide. Title
    and theme keep their published wording in both languages.
    """

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    theme = models.CharField(max_length=300, blank=True)
    purpose_id = models.TextField(blank=True)
    purpose_en = models.TextField(blank=True)
    level = models.CharField(max_length=10, choices=Level)
    year = models.PositiveSmallIntegerField()
    wave = models.PositiveSmallIntegerField(null=True, blank=True)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    stage = models.ForeignKey(
        ProgrammeStage,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
    )
    programmes = models.ManyToManyField(Programme, related_name="+", blank=True)
    venue = models.CharField(max_length=200, blank=True)
    venue_region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    time_zone = models.CharField(max_length=20, choices=TimeZone, default=TimeZone.WIB)
    starts_on = models.DateField()
    ends_on = models.DateField()
    registration_opens_at = models.DateTimeField(null=True, blank=True)
    registration_closes_at = models.DateTimeField(null=True, blank=True)
    delegation_deadline_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(
        max_length=10, choices=MeetingState, default=MeetingState.DRAFT
    )
    based_on = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    source = models.TextField(blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=Level.values), name="meeting_level_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=MeetingState.values), name="meeting_state_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="meeting_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(time_zone__in=TimeZone.values), name="meeting_zone_known"
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class Hub(models.Model):
    """A linked place where people take part together, with a time zone of its own."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="hubs")
    name = models.CharField(max_length=120)
    venue = models.CharField(max_length=200, blank=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    time_zone = models.CharField(max_length=20, choices=TimeZone)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "name"], name="hub_once"),
            models.CheckConstraint(
                condition=Q(time_zone__in=TimeZone.values), name="hub_zone_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BudgetLine(models.Model):
    """What a meeting costs, planned and spent, by payer."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="budget"
    )
    label = models.CharField(max_length=200)
    payer = models.CharField(max_length=20, choices=Payer)
    planned_idr = models.PositiveBigIntegerField()
    spent_idr = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(payer__in=Payer.values), name="budget_payer_known"
            )
        ]

    def __str__(self) -> str:
        return self.label


class CommitteeMember(models.Model):
    """A person with a duty at one meeting, beside what their roles allow."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="committee"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    duty = models.CharField(max_length=12, choices=Duty)

    class Meta:
        ordering = ["duty", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "user", "duty"], name="committee_duty_once"
            ),
            models.CheckConstraint(
                condition=Q(duty__in=Duty.values), name="committee_duty_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty} {self.user_id}"
