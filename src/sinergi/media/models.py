"""Files that people hand in as evidence."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


def storage_name(stored: "MediaFile", _name: str) -> str:
    """Where a file lies: by its hash, so that names reveal nothing."""
    return f"{stored.sha256[:2]}/{stored.sha256[2:4]}/{stored.id}"


class MediaFile(models.Model):
    """One stored file. It has no address of its own: records serve it.

    Pictures are re-encoded on arrival, without position or other metadata.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.FileField(upload_to=storage_name, max_length=120)
    sha256 = models.CharField(max_length=64, db_index=True)
    content_type = models.CharField(max_length=100)
    original_name = models.CharField(max_length=200)
    size_bytes = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.id)

    @property
    def stored_name(self) -> str:
        """Where the bytes lie; rows of equal bytes share them."""
        return self.file.name or ""
