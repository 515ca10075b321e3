"""What a library did on a date, with everything that belongs to it."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from sinergi.media.models import MediaFile
from sinergi.network.enums import Payer
from sinergi.network.models import Library
from sinergi.network.models.scope import library_condition
from sinergi.network.rules import READ, REPORT, VERIFY
from sinergi.reports.enums import (
    AgeBand,
    Channel,
    CimsArea,
    Disability,
    EvidenceKind,
    Field,
    FlagKind,
    Sex,
    State,
    Strategy,
    TargetGroup,
    cims_areas_of,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sinergi.accounts.models import User


class ActivityQuerySet(models.QuerySet["Activity"]):
    """Activities by scope; each rule is written here once."""

    def visible_to(self, user: "User | AnonymousUser") -> "ActivityQuerySet":
        """Activities the user may read: those of libraries in the read scope."""
        return self.filter(library_condition(user, READ, prefix="library__"))

    def editable_by(self, user: "User | AnonymousUser") -> "ActivityQuerySet":
        """Drafts and returned activities of libraries the user reports for."""
        return self.filter(
            library_condition(user, REPORT, prefix="library__"),
            state__in=[State.DRAFT, State.RETURNED],
        )

    def reviewable_by(self, user: "User | AnonymousUser") -> "ActivityQuerySet":
        """Submitted activities that the user may verify or return."""
        return self.filter(
            library_condition(user, VERIFY, prefix="library__"), state=State.SUBMITTED
        )


class Activity(models.Model):
    """The unit of reporting. `id` is made by the client, so that repeats are harmless.

    `attendances` counts heads (one person twice counts two); `persons` counts
    different people and is often unknown. None means not reported, 0 reported as
    none. `revision` grows with each change, so that edits never overwrite unseen.
    A draft needs a title only; group, field and date must be stated to submit it.
    `submitted_at` is the latest submission, `days_late` is that of the first one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    library = models.ForeignKey(
        Library, on_delete=models.PROTECT, related_name="activities"
    )
    strategy = models.CharField(max_length=24, choices=Strategy, blank=True)
    field = models.CharField(max_length=24, choices=Field, blank=True)
    title = models.CharField(max_length=500)
    description = models.TextField(blank=True)
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    collaborators = models.CharField(max_length=2000, blank=True)
    attendances = models.PositiveIntegerField(null=True, blank=True)
    persons = models.PositiveIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    days_late = models.PositiveSmallIntegerField(default=0)
    channel = models.CharField(max_length=14, choices=Channel, default=Channel.WEB)
    is_on_behalf = models.BooleanField(default=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=1)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "activities"
        indexes = [
            models.Index(fields=["library", "-started_on"]),
            models.Index(
                fields=["submitted_at"],
                condition=Q(state="submitted"),
                name="activity_waiting",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(strategy__in=["", *Strategy.values]),
                name="activity_strategy_known",
            ),
            models.CheckConstraint(
                condition=Q(field__in=["", *Field.values]), name="activity_field_known"
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT)
                | (
                    Q(started_on__isnull=False, submitted_at__isnull=False)
                    & ~Q(strategy="")
                    & ~Q(field="")
                ),
                name="activity_complete_unless_draft",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="activity_has_title"),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="activity_state_known"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="activity_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(persons__isnull=True)
                | Q(attendances__isnull=True)
                | Q(persons__lte=F("attendances")),
                name="activity_persons_within_attendances",
            ),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True, verified_by__isnull=True)
                | Q(verified_at__isnull=False, verified_by__isnull=False),
                name="activity_verified_pair",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["verified", "locked"])
                | Q(verified_at__isnull=False),
                name="activity_verified_has_date",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def cims_areas(self) -> tuple[CimsArea, ...]:
        """The areas of CIMS to which the activity belongs by its field."""
        return cims_areas_of(self.field)


class Attendance(models.Model):
    """Part of an activity's attendances.

    A row states only the dimensions that it is broken down by and leaves the others
    blank: `sex=female` alone is a margin, `sex=female, age_band=25_59` a cell of a
    cross table. Within one activity a dimension appears in rows of one shape only,
    so that summing the rows that state it never counts anybody twice. What the rows
    leave of the total is *not broken down*. Target groups overlap; each stands in a
    row of its own and is at most the total.
    """

    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="breakdown"
    )
    sex = models.CharField(max_length=8, choices=Sex, blank=True)
    age_band = models.CharField(max_length=8, choices=AgeBand, blank=True)
    disability = models.CharField(max_length=8, choices=Disability, blank=True)
    target_group = models.CharField(max_length=16, choices=TargetGroup, blank=True)
    attendances = models.PositiveIntegerField()
    persons = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "sex", "age_band", "disability", "target_group"],
                name="attendance_cell_once",
            ),
            models.CheckConstraint(
                condition=~Q(sex="", age_band="", disability="", target_group=""),
                name="attendance_states_a_dimension",
            ),
            models.CheckConstraint(
                condition=Q(sex__in=["", *Sex.values])
                & Q(age_band__in=["", *AgeBand.values])
                & Q(disability__in=["", *Disability.values]),
                name="attendance_cell_known",
            ),
            models.CheckConstraint(
                condition=Q(target_group="")
                | Q(
                    target_group__in=TargetGroup.values,
                    sex="",
                    age_band="",
                    disability="",
                ),
                name="attendance_group_alone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.sex} {self.age_band} {self.attendances}"

    @property
    def label(self) -> str:
        """What the part counts, in words."""
        said = (
            self.get_sex_display() if self.sex else "",
            self.get_age_band_display() if self.age_band else "",
            self.get_disability_display() if self.disability else "",
            self.get_target_group_display() if self.target_group else "",
        )
        return ", ".join(filter(None, said))


class Money(models.Model):
    """What one payer spent on an activity, in rupiah, or gave in kind."""

    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="money"
    )
    payer = models.CharField(max_length=20, choices=Payer)
    amount_idr = models.DecimalField(max_digits=18, decimal_places=2)
    is_in_kind = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "payer", "is_in_kind"], name="money_payer_once"
            ),
            models.CheckConstraint(
                condition=Q(amount_idr__gte=0), name="money_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(payer__in=Payer.values), name="money_payer_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payer} {self.amount_idr}"


class Evidence(models.Model):
    """What shows that an activity took place: a photo, a file or a link."""

    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="evidence"
    )
    kind = models.CharField(max_length=6, choices=EvidenceKind)
    file = models.ForeignKey(
        MediaFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reference = models.CharField(max_length=2000, blank=True)
    caption = models.CharField(max_length=200, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False) | ~Q(reference=""),
                name="evidence_has_file_or_reference",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def url(self) -> str:
        """The address of a link, where it is one that a browser may follow."""
        is_address = self.reference.startswith(("https://", "http://"))
        return self.reference if is_address else ""


class Review(models.Model):
    """A step of an activity from one state to the next."""

    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="reviews"
    )
    state = models.CharField(max_length=10, choices=State)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(reason=""),
                name="review_return_has_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.at:%Y-%m-%d}"


class Flag(models.Model):
    """A doubt about an activity, for a person to look at."""

    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="flags"
    )
    kind = models.CharField(max_length=16, choices=FlagKind)
    other = models.ForeignKey(
        Activity, on_delete=models.CASCADE, null=True, related_name="+"
    )
    similarity_pct = models.PositiveSmallIntegerField(null=True)
    raised_at = models.DateTimeField(default=timezone.now)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    dismissed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "kind"], name="flag_kind_once"),
            models.CheckConstraint(
                condition=Q(dismissed_at__isnull=True, dismissed_by__isnull=True)
                | Q(dismissed_at__isnull=False, dismissed_by__isnull=False),
                name="flag_dismissed_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.activity_id}"
