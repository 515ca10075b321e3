"""Files that wait for their sender to confirm them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UploadQuerySet(models.QuerySet["Upload"]):
    """Uploads by owner: nobody else sees them."""

    def visible_to(self, user: models.Model) -> "UploadQuerySet":
        """The uploads that this person sent."""
        return self.filter(sent_by_id=user.pk)


class Upload(models.Model):
    """A file sent for import: tried first, stored once its sender confirms.

    `report` is the document of the latest run, as `sinergi import --json` prints it.
    """

    class Kind(models.TextChoices):
        ACTIVITIES = "activities", _("Activities")
        PARTNERS = "partners", _("Partner libraries")

    class State(models.TextChoices):
        TRIED = "tried", _("Tried, not stored")
        WAITING = "waiting", _("Being stored")
        STORED = "stored", _("Stored")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=255)
    file = models.FileField(upload_to="imports/")
    as_of = models.DateField()
    new_libraries = models.CharField(max_length=6)
    state = models.CharField(max_length=8, choices=State, default=State.TRIED)
    report = models.JSONField(default=dict)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(default=timezone.now)

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at"]
        indexes = [models.Index(fields=["sent_by", "-sent_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["activities", "partners"]),
                name="upload_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["tried", "waiting", "stored"]),
                name="upload_state_known",
            ),
            models.CheckConstraint(
                condition=Q(new_libraries__in=["accept", "refuse"]),
                name="upload_new_libraries_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
