"""The day itself: gates, scans, stalls with their votes, announcements."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from sinergi.meetings.enums import ScanKind, ScanOutcome
from sinergi.meetings.models.agenda import Session
from sinergi.meetings.models.meeting import Meeting
from sinergi.meetings.models.people import Participant
from sinergi.network.models import Library
from sinergi.stories.models import Product


class Gate(models.Model):
    """A place where tickets are scanned, and the one phone that serves it.

    A phone is enrolled by a token that works once. Neither the token nor the phone's
    key is kept, only what proves them; so a gate that is enrolled again refuses its
    former phone. `skew_seconds` is how far the phone's clock is ahead of ours.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="gates")
    name = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64, blank=True)
    token_until = models.DateTimeField(null=True, blank=True)
    key_hash = models.CharField(max_length=64, blank=True)
    enrolled_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    skew_seconds = models.IntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "name"], name="gate_once"),
            models.UniqueConstraint(
                fields=["key_hash"], condition=~Q(key_hash=""), name="gate_key_once"
            ),
            models.CheckConstraint(
                condition=Q(token_hash="", token_until__isnull=True)
                | (~Q(token_hash="") & Q(token_until__isnull=False)),
                name="gate_token_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.name}"

    @property
    def is_served(self) -> bool:
        """Whether a phone is enrolled and may scan."""
        return bool(self.key_hash) and self.revoked_at is None


class Scan(models.Model):
    """One reading of a ticket. The nonce makes a repeated upload the same scan.

    `told_at` is the time by the gate's clock, `scanned_at` that time once the
    measured error of the clock is taken off. `code` is that of the badge where one
    could be read; of an unknown text nothing more is kept. A duplicate names the
    accepted scan that it `repeats`.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="scans")
    gate = models.ForeignKey(Gate, on_delete=models.PROTECT, related_name="scans")
    participant = models.ForeignKey(
        Participant,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="scans",
    )
    session = models.ForeignKey(
        Session, on_delete=models.SET_NULL, null=True, blank=True, related_name="scans"
    )
    nonce = models.CharField(max_length=64)
    kind = models.CharField(max_length=8, choices=ScanKind)
    code = models.CharField(max_length=8, blank=True)
    told_at = models.DateTimeField()
    scanned_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=10, choices=ScanOutcome)
    reason = models.CharField(max_length=12, blank=True)
    repeats = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_offline = models.BooleanField(default=False)
    is_walk_in = models.BooleanField(default=False)

    class Meta:
        ordering = ["scanned_at", "id"]
        indexes = [
            models.Index(fields=["participant", "scanned_at"]),
            models.Index(fields=["gate", "outcome"]),
            models.Index(fields=["meeting", "outcome", "scanned_at"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "nonce"], name="scan_once"),
            models.CheckConstraint(
                condition=Q(kind__in=ScanKind.values), name="scan_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=ScanOutcome.values), name="scan_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome=ScanOutcome.UNKNOWN) | Q(participant__isnull=False),
                name="scan_of_somebody",
            ),
            models.CheckConstraint(
                condition=Q(outcome=ScanOutcome.DUPLICATE, repeats__isnull=False)
                | (~Q(outcome=ScanOutcome.DUPLICATE) & Q(repeats__isnull=True)),
                name="scan_duplicate_repeats_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.outcome} {self.pk}"


class Stall(models.Model):
    """A stall of the exhibition: its number, its place on the map, what it shows."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="stalls"
    )
    number = models.PositiveSmallIntegerField()
    row = models.PositiveSmallIntegerField()
    column = models.PositiveSmallIntegerField()
    library = models.ForeignKey(Library, on_delete=models.PROTECT, related_name="+")
    products = models.ManyToManyField(Product, related_name="stalls", blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"], name="stall_number_once"
            ),
            models.UniqueConstraint(
                fields=["meeting", "row", "column"], name="stall_place_once"
            ),
            models.UniqueConstraint(
                fields=["meeting", "library"], name="stall_once_per_library"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, row__gte=1, column__gte=1),
                name="stall_counts_from_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.number}"


class StallVote(models.Model):
    """The one stall that a visitor likes best; it may change until the meeting ends."""

    participant = models.OneToOneField(
        Participant, on_delete=models.PROTECT, related_name="stall_vote"
    )
    stall = models.ForeignKey(Stall, on_delete=models.PROTECT, related_name="votes")
    voted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["voted_at", "id"]

    def __str__(self) -> str:
        return f"{self.stall_id} {self.pk}"


class Announcement(models.Model):
    """Something that the committee tells everybody at the meeting."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="announcements"
    )
    text_id = models.CharField(max_length=300)
    text_en = models.CharField(max_length=300, blank=True)
    is_urgent = models.BooleanField(default=False)
    announced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    announced_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-announced_at", "-id"]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.pk}"
