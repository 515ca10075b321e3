"""Keys that sign tickets and certificates; old public keys stay known."""

from django.db import models
from django.utils import timezone


class SigningKey(models.Model):
    """An Ed25519 key. The private part lies in a file of `KEYS_ROOT`, never here."""

    key_id = models.CharField(max_length=12, primary_key=True)
    public_key = models.CharField(max_length=43)
    created_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.key_id
