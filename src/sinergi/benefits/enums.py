"""Closed vocabularies of benefits. Values are stable codes, kept in records.

Those that the pure reckoning knows are named here for people; a test holds the two
lists together.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ValuationState(models.TextChoices):
    """How far a valuation has come; a published one is frozen."""

    DRAFT = "draft", _("In preparation")
    PUBLISHED = "published", _("Published")


class StreamKindLabel(models.TextChoices):
    """By what a benefit is measured."""

    INCOME = "income", _("Income")
    COST_SAVING = "cost_saving", _("Cost saving")
    TIME = "time", _("Time")
    USE_VALUE = "use_value", _("Use value at market prices")
    CONTINGENT = "contingent", _("Willingness to pay (contingent valuation)")


class EvidenceLabel(models.TextChoices):
    """Where the evidence of an impact comes from, by ISO 16439."""

    INFERRED = "inferred", _("Inferred")
    SOLICITED = "solicited", _("Solicited")
    OBSERVED = "observed", _("Observed")
    COMBINED = "combined", _("Combined")


class QuantitySourceLabel(models.TextChoices):
    """Where a quantity comes from."""

    REPORTS = "reports", _("Reports")
    SURVEY = "survey", _("Survey")
    ASSUMPTION = "assumption", _("Assumption")


class Group(models.TextChoices):
    """Who gains."""

    USERS = "users", _("Library users")
    NON_USERS = "non_users", _("People who do not use a library")
    BUSINESSES = "businesses", _("Micro-enterprises")
    JOB_SEEKERS = "job_seekers", _("Job seekers")
    PUPILS = "pupils", _("Pupils and students")
    FARMERS = "farmers", _("Farmers")
    LIBRARIES = "libraries", _("Libraries and village governments")
    OTHER = "other", _("Others")


class CostOrigin(models.TextChoices):
    """Where a cost line comes from."""

    ENTERED = "entered", _("Entered")
    ACTIVITIES = "activities", _("From verified activities")
    PARTNERSHIPS = "partnerships", _("From partnerships")


class BasisLabel(models.TextChoices):
    """Whose costs stand below the line of a ratio."""

    APBN = "apbn", _("National Library (APBN)")
    ALL_MONEY = "all_money", _("All money")
    ALL = "all", _("All costs, in kind included")


class MethodLabel(models.TextChoices):
    """How willingness to pay is asked for."""

    DOUBLE_BOUNDED = "double_bounded", _("Two bids in turn")
    PAYMENT_CARD = "payment_card", _("Payment card")
    OPEN = "open", _("Open question")


class DistributionLabel(models.TextChoices):
    """How willingness to pay is spread among people."""

    NORMAL = "normal", _("Normal")
    LOGISTIC = "logistic", _("Logistic")
