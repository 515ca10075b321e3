"""What respondents answered."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from sinergi.core.dates import today
from sinergi.evaluation.enums import Source
from sinergi.evaluation.models.instrument import Instrument
from sinergi.evaluation.models.study import SampleUnit


class ResponseQuerySet(models.QuerySet["Response"]):
    """Responses, by what they are good for."""

    def counted(self) -> Self:
        """Those that results rest on: neither excluded nor replaced by a correction."""
        return self.filter(excluded_reason="", superseded_at__isnull=True)

    def unchecked(self) -> Self:
        """Those that the queue has not looked at yet, oldest first."""
        return self.filter(checked_at__isnull=True).order_by("received_at", "pk")


class Response(models.Model):
    """One filled-in questionnaire.

    `instance_id` comes from the client and makes sending safe to repeat; `digest` is
    the SHA-256 of what was sent. `xml` is the submission as it arrived (OpenRosa
    alone); `answers` are its values by question name, read in the queue for
    OpenRosa (`checked_at` says when). `flags` name what is doubtful
    (`enums.Flag`). A response is excluded from results only by a person, with a
    reason. A correction is a response of its own that names the one it `replaces`
    by its `instance_id`; that one stays, with the moment at which it was superseded.
    `duration_seconds` and `item_mean` say in short, for the pages of field work, how
    long it took and how high it scores (`services.summaries`).
    """

    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, related_name="responses"
    )
    instance_id = models.CharField(max_length=120, unique=True)
    digest = models.CharField(max_length=64)
    source = models.CharField(max_length=10, choices=Source)
    unit = models.ForeignKey(
        SampleUnit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="responses",
    )
    interviewer = models.CharField(max_length=120, blank=True)
    xml = models.TextField(blank=True)
    answers = models.JSONField(default=dict, blank=True)
    flags = models.JSONField(default=list, blank=True)
    excluded_reason = models.CharField(max_length=200, blank=True)
    replaces = models.CharField(max_length=120, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    duration_seconds = models.PositiveIntegerField(null=True, blank=True)
    item_mean = models.FloatField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(default=timezone.now)
    received_on = models.DateField(default=today)
    checked_at = models.DateTimeField(null=True, blank=True)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-id"]
        indexes = [
            models.Index(fields=["replaces"], name="response_replaces"),
            models.Index(
                fields=["instrument", "received_at"],
                condition=Q(checked_at__isnull=True),
                name="response_unchecked",
            ),
            # All that the page of field work reads of tens of thousands of rows.
            models.Index(
                fields=[
                    *("instrument", "excluded_reason", "superseded_at"),
                    *("interviewer", "flags", "duration_seconds"),
                    *("item_mean", "received_on"),
                ],
                name="response_field_work",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(source__in=Source.values), name="response_source_known"
            )
        ]

    def __str__(self) -> str:
        return self.instance_id
