"""Questionnaires, each version frozen once it is in the field."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from sinergi.evaluation.enums import Audience, InstrumentState
from sinergi.evaluation.models.study import Study


class Instrument(models.Model):
    """One version of a study's questionnaire: an XLSForm and what was read from it.

    `xlsform` is the workbook as it was sent, `xform` the XForm that pyxform made of
    it, `definition` the questions as our own page asks them
    (`evaluation.questionnaires`), and `variables` which items belong together:
    `{"target_accuracy": ["q1", "q2"]}` by question name, in the order of the form.
    `web_token` stands in the public link; only fielded versions have one that works.
    """

    study = models.ForeignKey(
        Study, on_delete=models.PROTECT, related_name="instruments"
    )
    audience = models.CharField(max_length=15, choices=Audience)
    version = models.PositiveSmallIntegerField(default=1)
    form_id = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    xlsform = models.BinaryField()
    xform = models.TextField()
    definition = models.JSONField(default=dict)
    variables = models.JSONField(default=dict, blank=True)
    state = models.CharField(
        max_length=10, choices=InstrumentState, default=InstrumentState.DRAFT
    )
    web_token = models.CharField(max_length=24, blank=True)
    fielded_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["study", "audience", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["study", "audience", "version"], name="instrument_version_once"
            ),
            models.UniqueConstraint(
                fields=["study", "audience"],
                condition=Q(state="fielded"),
                name="instrument_one_in_the_field",
            ),
            models.UniqueConstraint(
                fields=["web_token"],
                condition=~Q(web_token=""),
                name="instrument_web_token_once",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", fielded_at__isnull=True)
                | (~Q(state="draft") & Q(fielded_at__isnull=False)),
                name="instrument_fielded_with_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"
