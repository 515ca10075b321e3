"""After a meeting: feedback, materials, and certificates of measured presence."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from sinergi.media.models import MediaFile
from sinergi.meetings.enums import CertificateState, MaterialKind, ParticipantType
from sinergi.meetings.models.agenda import Session
from sinergi.meetings.models.keys import SigningKey
from sinergi.meetings.models.meeting import Meeting
from sinergi.meetings.models.people import Participant

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sinergi.accounts.models import User


class Feedback(models.Model):
    """What one participant thinks of one session, 1 to 5; the last word counts."""

    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, related_name="feedback"
    )
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="feedback"
    )
    rating = models.PositiveSmallIntegerField()
    comment = models.TextField(blank=True)
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "participant"], name="feedback_once"
            ),
            models.CheckConstraint(
                condition=Q(rating__gte=1, rating__lte=5), name="feedback_rating_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.rating}"


class MaterialQuerySet(models.QuerySet["Material"]):
    """Materials by who may see them."""

    def visible_to(self, user: "User | AnonymousUser") -> "MaterialQuerySet":
        """Public ones; those for participants to those who took part or serve."""
        if not user.is_authenticated:
            return self.filter(is_public=True)
        own = Participant.objects.present().visible_to(user)
        return self.filter(
            Q(is_public=True)
            | Q(meeting__in=Meeting.objects.hosted_by(user))
            | Q(meeting__in=own.values("meeting"))
        )


class Material(models.Model):
    """Slides, a recording, minutes or a document: a file, a link or a text."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="materials"
    )
    session = models.ForeignKey(
        Session,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="materials",
    )
    kind = models.CharField(max_length=10, choices=MaterialKind)
    title = models.CharField(max_length=200)
    file = models.ForeignKey(
        MediaFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    link = models.URLField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    is_public = models.BooleanField(default=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)

    objects = MaterialQuerySet.as_manager()

    class Meta:
        ordering = ["session__starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=MaterialKind.values), name="material_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(file__isnull=False, link="", text="")
                | (Q(file__isnull=True, text="") & ~Q(link=""))
                | (Q(file__isnull=True, link="") & ~Q(text="")),
                name="material_is_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CertificateRule(models.Model):
    """How long somebody of a type must have been there to receive a certificate."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="certificate_rules"
    )
    participant_type = models.CharField(max_length=16, choices=ParticipantType)
    minimum_minutes = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "participant_type"], name="certificate_rule_once"
            ),
            models.CheckConstraint(
                condition=Q(participant_type__in=ParticipantType.values),
                name="certificate_rule_type_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant_type} {self.minimum_minutes}"


class CertificateSeries(models.Model):
    """The last number given in a year; its row is locked while numbers are given."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last_serial = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year} {self.last_serial}"


class Certificate(models.Model):
    """One certificate. What is printed is frozen and signed, whatever changes later.

    A participant holds at most one that is valid. A revoked or replaced one stays, so
    that its page can say so.
    """

    number = models.CharField(max_length=40, unique=True)
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="certificates"
    )
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="certificates"
    )
    state = models.CharField(
        max_length=8, choices=CertificateState, default=CertificateState.VALID
    )
    printed = models.JSONField()
    language = models.CharField(max_length=2)
    minutes = models.PositiveIntegerField()
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="+")
    signature = models.CharField(max_length=86)
    issued_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    reason = models.CharField(max_length=300, blank=True)
    replaced_by = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant"],
                condition=Q(state=CertificateState.VALID),
                name="certificate_valid_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=CertificateState.values),
                name="certificate_state_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=CertificateState.VALID,
                    ended_at__isnull=True,
                    ended_by__isnull=True,
                )
                | (
                    ~Q(state=CertificateState.VALID)
                    & Q(ended_at__isnull=False, ended_by__isnull=False)
                ),
                name="certificate_ended_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(state=CertificateState.REPLACED, replaced_by__isnull=False)
                | (~Q(state=CertificateState.REPLACED) & Q(replaced_by__isnull=True)),
                name="certificate_replaced_by_one",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def token(self) -> str:
        """What stands in the QR code after `/c/`."""
        return f"{self.number}.{self.signature}"
