"""Who collects in the field, by which address, and what is sent beside the answers."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from sinergi.evaluation.models.instrument import Instrument
from sinergi.evaluation.models.response import Response
from sinergi.evaluation.models.study import Study


def field_file_name(_stored: "ResponseFile | FormFile", _name: str) -> str:
    """Where a file lies: by chance, so that its name reveals nothing."""
    name = uuid.uuid4().hex
    return f"field/{name[:2]}/{name}"


class FieldAccess(models.Model):
    """The address at which phones find a study: `/odk/<key>/`.

    `takes_late` lets answers in that were given to a version, or in a study, that has
    been closed since; they are flagged.
    """

    study = models.OneToOneField(
        Study, on_delete=models.PROTECT, related_name="field_access"
    )
    key = models.CharField(max_length=20, unique=True)
    takes_late = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.key


class Interviewer(models.Model):
    """Somebody who collects for one study with ODK Collect or KoboCollect.

    The password is made here, long and random, and used nowhere else. What is kept is
    its HA1 (RFC 7616, MD5 as phones speak it), by which both Digest and Basic are
    checked, and the hash of the token that stands for both in an address.
    """

    study = models.ForeignKey(
        Study, on_delete=models.PROTECT, related_name="interviewers"
    )
    name = models.CharField(max_length=120)
    username = models.CharField(max_length=60)
    ha1 = models.CharField(max_length=32)
    token_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["study", "username"], name="interviewer_once_in_study"
            )
        ]

    def __str__(self) -> str:
        return self.username


class ResponseFile(models.Model):
    """A photo, a recording or a log that came with a response."""

    response = models.ForeignKey(
        Response, on_delete=models.PROTECT, related_name="files"
    )
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to=field_file_name, max_length=120)
    digest = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField()
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["response", "name"], name="response_file_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class FormFile(models.Model):
    """A picture or a list that a questionnaire shows, fetched by phones beside it."""

    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, related_name="form_files"
    )
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to=field_file_name, max_length=120)
    md5 = models.CharField(max_length=32)
    size_bytes = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "name"], name="form_file_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
