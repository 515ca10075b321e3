"""Closed vocabularies of stories. Values are stable codes, kept in records."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ConsentScope(models.TextChoices):
    """How far a person allows their words, picture or product to be shown."""

    INTERNAL = "internal", _("Officers only")
    MEETING = "meeting", _("At meetings")
    PUBLIC = "public", _("Everybody")
