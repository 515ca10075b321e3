"""Closed vocabularies of evaluation. Values are stable codes, kept in records."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StudyState(models.TextChoices):
    """How far a study has come."""

    DRAFT = "draft", _("In preparation")
    FIELDING = "fielding", _("Collecting")
    CLOSED = "closed", _("Collecting ended")
    PUBLISHED = "published", _("Published")


class Audience(models.TextChoices):
    """Whom a questionnaire asks."""

    EFFECTIVENESS = "effectiveness", _("Partner libraries (effectiveness)")
    USERS = "users", _("Library users")
    NON_USERS = "non_users", _("People who do not use a library")


class InstrumentState(models.TextChoices):
    """How far a version of a questionnaire has come; fielded ones are frozen."""

    DRAFT = "draft", _("Draft")
    FIELDED = "fielded", _("In the field")
    CLOSED = "closed", _("Closed")


class UnitRole(models.TextChoices):
    """Whether a unit was drawn for the sample or held in reserve."""

    MAIN = "main", _("Main sample")
    REPLACEMENT = "replacement", _("Replacement")


class UnitState(models.TextChoices):
    """What became of a drawn unit."""

    OPEN = "open", _("Not yet answered")
    ANSWERED = "answered", _("Answered")
    REFUSED = "refused", _("Refused to answer")
    UNREACHABLE = "unreachable", _("Not reached")
    RESERVE = "reserve", _("In reserve")


class Source(models.TextChoices):
    """How a response arrived."""

    OPENROSA = "openrosa", _("ODK or KoboCollect")
    WEB = "web", _("Web page")
    IMPORT = "import", _("Imported file")


class Flag(models.TextChoices):
    """What makes a response doubtful; shown, never a reason to drop it by itself."""

    STRAIGHT_LINING = "straight_lining", _("Straight-lining")
    SPEEDER = "speeder", _("Filled in too fast")
    DUPLICATE = "duplicate", _("Looks like another response")
    OUT_OF_RANGE = "out_of_range", _("A value that the questionnaire does not allow")
    MISSING_REQUIRED = "missing_required", _("A required answer is missing")
    OUTSIDE_SAMPLE = "outside_sample", _("Not a unit of the sample")
    LATE = "late", _("Sent after collecting ended")


class StratifyBy(models.TextChoices):
    """By what a population of libraries is parted into strata."""

    KIND = "kind", _("Level")
    KIND_ORIGIN = "kind_origin", _("Level and origin of the partnership")
    KIND_YEAR = "kind_year", _("Level and intake year")
    KIND_PROVINCE = "kind_province", _("Level and province")


class SizeMeasure(models.TextChoices):
    """What the size of a unit is, where chances follow size."""

    ACTIVITIES = "activities", _("Verified activities in the years of the study")
    ATTENDANCES = "attendances", _("Verified attendances in the years of the study")
    LIBRARIES = "libraries", _("Number of libraries (for clusters)")
