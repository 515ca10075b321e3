"""Sharing classes: what people want, and how classes were assigned."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from sinergi.meetings.enums import (
    AllocationReason,
    InterestKind,
    RunStatus,
)
from sinergi.meetings.models.agenda import Session, Topic
from sinergi.meetings.models.meeting import Meeting
from sinergi.meetings.models.people import Participant


class Preference(models.Model):
    """A topic that a participant wants; rank 1 is the first choice."""

    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="preferences"
    )
    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, related_name="preferences"
    )
    rank = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["participant", "rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "topic"], name="preference_topic_once"
            ),
            models.UniqueConstraint(
                fields=["participant", "rank"], name="preference_rank_once"
            ),
            models.CheckConstraint(
                condition=Q(rank__gte=1), name="preference_rank_from_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.rank}"


class Interest(models.Model):
    """A topic in which a participant has something to share, or something to learn.

    `measure` is the indicator from which it was prefilled; empty where the person
    said it themselves.
    """

    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="interests"
    )
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="interests")
    kind = models.CharField(max_length=6, choices=InterestKind)
    measure = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["participant", "kind", "topic__order", "topic"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "topic", "kind"], name="interest_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=InterestKind.values), name="interest_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.kind}"


class AssignmentRun(models.Model):
    """One calculated assignment of people to classes; published, it holds.

    `objective` and `bound` are those of the solver: charges for rounds without class
    and for moves, then the sum of ranks. `gap` is the ratio by which the sum of
    ranks may be above the best possible one. `mean_rank` is that of the people who
    said what they want. Pairs are people of one library, or province, in one class.
    """

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="assignment_runs"
    )
    seed = models.PositiveIntegerField()
    channel = models.CharField(max_length=8, blank=True)
    keeps_places = models.BooleanField(default=True)
    status = models.CharField(max_length=10, choices=RunStatus)
    objective = models.BigIntegerField()
    bound = models.BigIntegerField()
    gap = models.FloatField()
    mean_rank = models.FloatField(null=True)
    people = models.PositiveIntegerField()
    ranked_people = models.PositiveIntegerField()
    first_choices = models.PositiveIntegerField()
    seats = models.PositiveIntegerField()
    unseated = models.PositiveIntegerField()
    moved = models.PositiveIntegerField()
    library_pairs = models.PositiveIntegerField()
    province_pairs = models.PositiveIntegerField()
    province_bound = models.PositiveIntegerField()
    calculated_at = models.DateTimeField(default=timezone.now)
    calculated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-calculated_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=RunStatus.values), name="run_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status=RunStatus.OPTIMAL)
                | Q(objective=models.F("bound"), gap=0),
                name="run_optimal_is_proven",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.status} {self.pk}"

    @property
    def is_published(self) -> bool:
        """Whether its seats are taken."""
        return self.published_at is not None


class Allocation(models.Model):
    """A class that a run gives to a participant, and why.

    `rank` is empty where the person had said nothing of the topic.
    """

    run = models.ForeignKey(
        AssignmentRun, on_delete=models.CASCADE, related_name="allocations"
    )
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="allocations"
    )
    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="allocations"
    )
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=8, choices=AllocationReason)

    class Meta:
        ordering = ["participant", "session__starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "participant", "session"], name="allocation_once"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=AllocationReason.values),
                name="allocation_reason_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.participant_id} {self.session_id}"
