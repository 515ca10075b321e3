"""The online room: whose it is, everybody's link, what it told us, who was there."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from sinergi.meetings.enums import (
    EventState,
    LinkState,
    PresenceSource,
    RoomProblem,
    RoomProvider,
)
from sinergi.meetings.models.meeting import Meeting
from sinergi.meetings.models.people import Participant


class OnlineRoom(models.Model):
    """The online room of a meeting.

    `capacity` counts people present, which is ours to keep: a registration is not a
    seat. `leased_until` lets one process at a time talk to the provider about it.
    """

    meeting = models.OneToOneField(
        Meeting, on_delete=models.PROTECT, related_name="online_room"
    )
    provider = models.CharField(max_length=4, choices=RoomProvider)
    external_id = models.CharField(max_length=64, blank=True, db_index=True)
    address = models.URLField(max_length=500, blank=True)
    capacity = models.PositiveIntegerField()
    overflow_url = models.URLField(max_length=500, blank=True)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    connected_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    polled_at = models.DateTimeField(null=True, blank=True)
    reconciled_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=20, choices=RoomProblem, blank=True)
    problem_detail = models.CharField(max_length=120, blank=True)
    problem_at = models.DateTimeField(null=True, blank=True)
    lease = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(provider__in=RoomProvider.values),
                name="online_room_provider_known",
            ),
            models.CheckConstraint(
                condition=~Q(provider=RoomProvider.LINK) | ~Q(address=""),
                name="online_room_link_has_address",
            ),
            models.CheckConstraint(
                condition=Q(capacity__gte=1), name="online_room_has_capacity"
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(closes_at__gt=F("opens_at")),
                name="online_room_closes_after_opening",
            ),
            models.UniqueConstraint(
                fields=["provider", "external_id"],
                condition=~Q(external_id=""),
                name="online_room_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.provider}"


class RoomRegistration(models.Model):
    """Somebody's personal link to the online room; kept, so never asked for twice."""

    room = models.ForeignKey(
        OnlineRoom, on_delete=models.PROTECT, related_name="registrations"
    )
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="room_registrations"
    )
    registrant_id = models.CharField(max_length=100, blank=True)
    address = models.TextField(blank=True)
    state = models.CharField(
        max_length=10, choices=LinkState, default=LinkState.WAITING
    )
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=20, choices=RoomProblem, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    registered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["room", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["room", "participant"], name="room_registration_once"
            ),
            models.UniqueConstraint(
                fields=["room", "registrant_id"],
                condition=~Q(registrant_id=""),
                name="room_registrant_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=LinkState.values),
                name="room_registration_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state=LinkState.REGISTERED)
                | (~Q(address="") & Q(registered_at__isnull=False)),
                name="room_registration_has_link",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room_id} {self.participant_id} {self.state}"


class WebhookEvent(models.Model):
    """A message of a provider as it came, kept once: `digest` is that of its bytes."""

    provider = models.CharField(max_length=4, choices=RoomProvider)
    digest = models.CharField(max_length=64, unique=True)
    raw = models.BinaryField()
    name = models.CharField(max_length=80, blank=True)
    external_id = models.CharField(max_length=64, blank=True)
    room = models.ForeignKey(
        OnlineRoom,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
    )
    state = models.CharField(
        max_length=10, choices=EventState, default=EventState.WAITING
    )
    received_at = models.DateTimeField(default=timezone.now)
    repeats = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(state="waiting"), name="webhook_waiting"
            ),
            models.Index(fields=["provider", "external_id"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(provider__in=RoomProvider.values),
                name="webhook_provider_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=EventState.values), name="webhook_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"


class PresenceInterval(models.Model):
    """That somebody was there from one moment to another; open while they still are.

    `participant` is empty for people whom only the room knows (its host, guests of the
    host). `key` tells stays apart within a source. `seen_at` is the last sign of an
    open one.
    """

    participant = models.ForeignKey(
        Participant,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="presence",
    )
    room = models.ForeignKey(
        OnlineRoom,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="presence",
    )
    source = models.CharField(max_length=9, choices=PresenceSource)
    key = models.CharField(max_length=100, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(
                fields=["room", "participant"],
                condition=Q(ends_at__isnull=True),
                name="presence_open",
            ),
            models.Index(fields=["participant", "starts_at"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["room", "source", "key", "starts_at"],
                condition=Q(room__isnull=False),
                name="presence_once_in_room",
            ),
            models.CheckConstraint(
                condition=Q(source__in=PresenceSource.values),
                name="presence_source_known",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                name="presence_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(room__isnull=False) | Q(participant__isnull=False),
                name="presence_of_somebody_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.participant_id} {self.starts_at:%Y-%m-%d %H:%M}"
