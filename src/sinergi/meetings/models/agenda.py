"""The agenda: rooms, tracks, topics, rounds, sessions, proposals and versions."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from sinergi.meetings.enums import ProposalState, SessionKind, SpeakerRole
from sinergi.meetings.models.meeting import Hub, Meeting
from sinergi.meetings.models.people import Participant
from sinergi.meetings.models.seats import SeatPool
from sinergi.network.models import Library

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sinergi.accounts.models import User


class Room(models.Model):
    """A room of the venue or of a hub."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="rooms")
    hub = models.ForeignKey(
        Hub, on_delete=models.PROTECT, null=True, blank=True, related_name="rooms"
    )
    name = models.CharField(max_length=120)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "name"], name="room_once")
        ]

    def __str__(self) -> str:
        return self.name


class Track(models.Model):
    """A thread that parallel sessions belong to."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="tracks"
    )
    name_id = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "name_id"], name="track_once")
        ]

    def __str__(self) -> str:
        return self.name_id


class Topic(models.Model):
    """What a sharing class is about; it may be given in several rounds.

    `measures` are the keys of measures that it helps with.
    """

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="topics"
    )
    title_id = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    summary_id = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    measures = models.JSONField(default=list, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "title_id"], name="topic_once")
        ]

    def __str__(self) -> str:
        return self.title_id


class Round(models.Model):
    """A time in which several sharing classes run side by side."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="rounds"
    )
    number = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="round_once"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="round_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.number}"


class Session(models.Model):
    """One item of an agenda. A sharing class has a topic, a round and a pool."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="sessions"
    )
    kind = models.CharField(max_length=20, choices=SessionKind)
    title_id = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    summary_id = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    room = models.ForeignKey(
        Room, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    track = models.ForeignKey(
        Track, on_delete=models.SET_NULL, null=True, blank=True, related_name="sessions"
    )
    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    pool = models.OneToOneField(
        SeatPool,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="session",
    )
    library = models.ForeignKey(
        Library, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["starts_at", "room__order", "id"]
        indexes = [models.Index(fields=["meeting", "starts_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=SessionKind.values), name="session_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(kind=SessionKind.SHARING_CLASS)
                | Q(topic__isnull=False, round__isnull=False, pool__isnull=False),
                name="session_class_is_complete",
            ),
            models.UniqueConstraint(
                fields=["topic", "round"],
                condition=Q(topic__isnull=False),
                name="session_topic_once_per_round",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Speaker(models.Model):
    """Somebody on stage: a participant, or a person named only here."""

    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="speakers"
    )
    role = models.CharField(
        max_length=10, choices=SpeakerRole, default=SpeakerRole.SPEAKER
    )
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=200)
    affiliation = models.CharField(max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "name", "role"], name="speaker_once"
            ),
            models.CheckConstraint(
                condition=Q(role__in=SpeakerRole.values), name="speaker_role_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Proposals by who may see, judge and take them back."""

    def visible_to(self, user: "User | AnonymousUser") -> "ProposalQuerySet":
        """Those of libraries that the person reads, and of meetings they serve."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(meeting__in=Meeting.objects.hosted_by(user))
            | Q(
                library__in=Library.objects.visible_to(user),
                meeting__in=Meeting.objects.published(),
            )
        )

    def editable_by(self, user: "User | AnonymousUser") -> "ProposalQuerySet":
        """Those of libraries that the person reports for."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            library__in=Library.objects.reportable_by(user),
            meeting__in=Meeting.objects.published(),
        )


class Proposal(models.Model):
    """A sharing class that a partner offers to give."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="proposals"
    )
    library = models.ForeignKey(
        Library, on_delete=models.PROTECT, related_name="proposals"
    )
    title = models.CharField(max_length=200)
    summary = models.TextField()
    speaker = models.CharField(max_length=200)
    state = models.CharField(
        max_length=10, choices=ProposalState, default=ProposalState.SUBMITTED
    )
    topic = models.OneToOneField(
        Topic,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="proposal",
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "library", "title"],
                condition=~Q(state="withdrawn"),
                name="proposal_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ProposalState.values), name="proposal_state_known"
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="proposal_decided_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ProposalReview(models.Model):
    """What a member of the committee thinks of a proposal, 1 to 5."""

    proposal = models.ForeignKey(
        Proposal, on_delete=models.CASCADE, related_name="reviews"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    score = models.PositiveSmallIntegerField()
    comment = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "by"], name="proposal_review_once"
            ),
            models.CheckConstraint(
                condition=Q(score__gte=1, score__lte=5), name="proposal_score_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.score}"


class AgendaVersion(models.Model):
    """The agenda as it was announced, and what changed since the version before."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField()
    sessions = models.JSONField()
    changes = models.JSONField(default=list)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"], name="agenda_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} v{self.number}"
