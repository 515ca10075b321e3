"""Who comes: the invited, their delegations and each participant."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from sinergi.meetings.enums import (
    Channel,
    DelegationKind,
    ParticipantType,
    QuestionKind,
    Reply,
)
from sinergi.meetings.models.meeting import Meeting
from sinergi.network.models import Library

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sinergi.accounts.models import User


class DelegationQuerySet(models.QuerySet["Delegation"]):
    """Delegations by who may see and fill them."""

    def visible_to(self, user: "User | AnonymousUser") -> "DelegationQuerySet":
        """Those of meetings that the person serves, and of libraries they read."""
        return self.filter(
            Q(meeting__in=Meeting.objects.hosted_by(user))
            | Q(
                library__in=Library.objects.visible_to(user),
                meeting__in=Meeting.objects.published(),
            )
        )

    def editable_by(self, user: "User | AnonymousUser") -> "DelegationQuerySet":
        """Those that the person fills: of their library, or of a meeting they serve."""
        return self.filter(
            Q(meeting__in=Meeting.objects.hosted_by(user))
            | Q(
                library__in=Library.objects.reportable_by(user),
                meeting__in=Meeting.objects.published(),
            )
        )


class Delegation(models.Model):
    """One invited partner, office or person, and the places it may fill.

    `protocol_order` is the order of precedence among guests: 1 comes first.
    An office or person without account answers by a link with a secret; a new
    `link_edition` makes a new secret and ends the old one.
    """

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="delegations"
    )
    kind = models.CharField(max_length=8, choices=DelegationKind)
    library = models.ForeignKey(
        Library,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="delegations",
    )
    name = models.CharField(max_length=200)
    addressee = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    protocol_order = models.PositiveSmallIntegerField(null=True, blank=True)
    participant_type = models.CharField(max_length=16, choices=ParticipantType)
    letter_number = models.CharField(max_length=60, blank=True)
    secret_hash = models.CharField(max_length=64, blank=True, db_index=True)
    link_edition = models.PositiveSmallIntegerField(default=1)
    invited_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    reply = models.CharField(max_length=12, choices=Reply, default=Reply.NONE)
    reply_note = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["meeting", "kind", "name"])]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "library"],
                condition=Q(library__isnull=False),
                name="delegation_once_per_library",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=DelegationKind.values),
                name="delegation_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(kind=DelegationKind.PARTNER, library__isnull=False)
                | (~Q(kind=DelegationKind.PARTNER) & Q(library__isnull=True)),
                name="delegation_partner_has_library",
            ),
            models.CheckConstraint(
                condition=Q(participant_type__in=ParticipantType.values),
                name="delegation_type_known",
            ),
            models.CheckConstraint(
                condition=Q(reply=Reply.NONE, replied_at__isnull=True)
                | (~Q(reply=Reply.NONE) & Q(replied_at__isnull=False)),
                name="delegation_reply_with_time",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Allotment(models.Model):
    """How many people a delegation may send through a channel."""

    delegation = models.ForeignKey(
        Delegation, on_delete=models.CASCADE, related_name="allotments"
    )
    channel = models.CharField(max_length=8, choices=Channel)
    places = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["delegation", "channel"], name="allotment_once"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values), name="allotment_channel_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegation_id} {self.channel} {self.places}"


class Question(models.Model):
    """A question of the meeting's own on its registration form."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="questions"
    )
    order = models.PositiveSmallIntegerField()
    text_id = models.CharField(max_length=300)
    text_en = models.CharField(max_length=300)
    kind = models.CharField(max_length=8, choices=QuestionKind)
    choices = models.JSONField(default=list, blank=True)
    is_required = models.BooleanField(default=False)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=QuestionKind.values), name="question_kind_known"
            )
        ]

    def __str__(self) -> str:
        return self.text_id


class ParticipantQuerySet(models.QuerySet["Participant"]):
    """Participants by who may see and change them."""

    def present(self) -> "ParticipantQuerySet":
        """Those who have not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def visible_to(self, user: "User | AnonymousUser") -> "ParticipantQuerySet":
        """Oneself, one's delegations, and everybody of a meeting one serves."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(user=user)
            | Q(meeting__in=Meeting.objects.hosted_by(user))
            | Q(delegation__in=Delegation.objects.visible_to(user))
        )

    def editable_by(self, user: "User | AnonymousUser") -> "ParticipantQuerySet":
        """Oneself, one's delegations, and everybody of a meeting one serves."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(user=user)
            | Q(meeting__in=Meeting.objects.hosted_by(user))
            | Q(delegation__in=Delegation.objects.editable_by(user))
        )


class Participant(models.Model):
    """One person at one meeting.

    `identity` tells the person from others of the meeting: e-mail, telephone or
    account, folded. `code` stands on the badge; whoever has it may see the ticket.
    `request_key` makes a repeated registration the same one.
    """

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="participants"
    )
    delegation = models.ForeignKey(
        Delegation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="participants",
    )
    library = models.ForeignKey(
        Library, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    full_name = models.CharField(max_length=200)
    participant_type = models.CharField(max_length=16, choices=ParticipantType)
    channel = models.CharField(max_length=8, choices=Channel)
    organisation = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    dietary = models.CharField(max_length=200, blank=True)
    accessibility = models.CharField(max_length=300, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    language = models.CharField(max_length=2, default="id")
    consented_at = models.DateTimeField()
    photo_consent = models.BooleanField(default=False)
    identity = models.CharField(max_length=270)
    code = models.CharField(max_length=8, unique=True)
    request_key = models.CharField(max_length=120, blank=True)
    request_hash = models.CharField(max_length=64, blank=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    registered_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ["full_name", "id"]
        indexes = [
            models.Index(fields=["meeting", "full_name"]),
            models.Index(fields=["delegation"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "identity"],
                condition=Q(withdrawn_at__isnull=True),
                name="participant_once",
            ),
            models.UniqueConstraint(
                fields=["meeting", "request_key"],
                condition=~Q(request_key=""),
                name="participant_request_once",
            ),
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values),
                name="participant_channel_known",
            ),
            models.CheckConstraint(
                condition=Q(participant_type__in=ParticipantType.values),
                name="participant_type_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.code}"
