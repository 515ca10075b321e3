"""How responses come in beside OpenRosa: copies on the web page, and sent files."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sinergi.evaluation.models.instrument import Instrument
from sinergi.evaluation.models.response import Response
from sinergi.evaluation.models.study import SampleUnit


class WebCopy(models.Model):
    """One respondent's copy of a questionnaire on the web page.

    Whoever has the `token` fills it in: it stands in the personal link of a unit, or
    in the address of a copy begun from the public link. `answers` are what was typed
    so far, by question name; once sent they are the response's alone.
    """

    instrument = models.ForeignKey(
        Instrument, on_delete=models.CASCADE, related_name="copies"
    )
    unit = models.ForeignKey(
        SampleUnit,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="copies",
    )
    token = models.CharField(max_length=24, unique=True)
    instance_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    answers = models.JSONField(default=dict, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    response = models.OneToOneField(
        Response,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="web_copy",
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "unit"], name="web_copy_once_for_unit"
            ),
        ]

    def __str__(self) -> str:
        return self.token


class ImportFile(models.Model):
    """A file of responses: tried first, stored once its sender confirms.

    `report` tells how many rows were read and what is wrong with which.
    """

    class State(models.TextChoices):
        TRIED = "tried", _("Tried, not stored")
        STORED = "stored", _("Stored")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    instrument = models.ForeignKey(
        Instrument, on_delete=models.CASCADE, related_name="imports"
    )
    name = models.CharField(max_length=255)
    file = models.FileField(upload_to="responses/")
    state = models.CharField(max_length=8, choices=State, default=State.TRIED)
    report = models.JSONField(default=dict)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-sent_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["tried", "stored"]),
                name="import_file_state_known",
            )
        ]

    def __str__(self) -> str:
        return self.name
