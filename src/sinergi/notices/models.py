"""Messages to people, and the outbox that delivers them once."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from sinergi.notices.enums import MessageKind


class Message(models.Model):
    """A notice shown in the application. The text is built from kind and values."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    kind = models.CharField(max_length=40, choices=MessageKind)
    values = models.JSONField(default=dict)
    link = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["user", "-created_at"]),
            models.Index(
                fields=["user"],
                condition=models.Q(read_at__isnull=True),
                name="message_unread",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=MessageKind.values),
                name="message_kind_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def text(self) -> str:
        """The message in the language of whoever reads it now."""
        text: str = str(MessageKind(self.kind).label) % self.values
        return text


class OutgoingMail(models.Model):
    """An e-mail that waits to be sent; `key` makes the same mail leave only once.

    Whoever sends it claims it first. A mail that stays claimed may have left: the
    process ended, or the server fell silent, before the answer. It is not sent
    again by itself. Its text is forgotten once it is sent or given up.
    """

    key = models.CharField(max_length=120, unique=True)
    recipient = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)
    next_try_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=models.Q(
                    sent_at__isnull=True,
                    given_up_at__isnull=True,
                    claimed_at__isnull=True,
                ),
                name="mail_due",
            )
        ]

    def __str__(self) -> str:
        return self.key
