"""Closed vocabularies of indicators."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Colour(models.TextChoices):
    """Traffic light of a library; the last two are states of their own, never red."""

    GREEN = "green", _("Green (high)")
    YELLOW = "yellow", _("Yellow (medium)")
    RED = "red", _("Red (low)")
    NO_DATA = "no_data", _("No data")
    NO_ACCOUNT = "no_account", _("No account")


class SchemeState(models.TextChoices):
    """A published scheme is never changed; a new version replaces it."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    RETIRED = "retired", _("Replaced")


class Period(models.IntegerChoices):
    """Spans over which an indicator is judged, in months."""

    MONTH = 1, _("a month")
    QUARTER = 3, _("a quarter")
    SEMESTER = 6, _("half a year")
    YEAR = 12, _("a year")
