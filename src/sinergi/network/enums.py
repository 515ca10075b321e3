"""Closed vocabularies of the network. Values are stable codes, kept in records."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LibraryKind(models.TextChoices):
    """Kinds of libraries, partners or not."""

    PROVINCE = "province", _("Province")
    REGENCY = "regency", _("Regency/city")
    VILLAGE = "village", _("Village/ward")
    TBM = "tbm", _("Community reading garden (TBM)")
    OTHER = "other", _("Other")


class Origin(models.TextChoices):
    """How a library became a partner."""

    FULL_SUPPORT = "full_support", _("Full support")
    BOOK_AID = "book_aid", _("Book aid")
    REPLICATION = "replication", _("Self-funded replication")


class Payer(models.TextChoices):
    """Who pays: for a partnership (funder) or for a cost (payer)."""

    APBN = "apbn", _("National budget (APBN)")
    APBD_PROVINCE = "apbd_province", _("Provincial budget (APBD)")
    APBD_REGENCY = "apbd_regency", _("Regency/city budget (APBD)")
    VILLAGE_FUND = "village_fund", _("Village fund")
    CSR = "csr", _("Company (CSR)")
    UNIVERSITY = "university", _("University")
    SELF = "self", _("Own means")


class Role(models.TextChoices):
    """Roles that an assignment gives, at a region or a library."""

    VILLAGE_MANAGER = "village_manager", _("Library manager")
    REGENCY_OFFICER = "regency_officer", _("Regency/city officer")
    PROVINCIAL_OFFICER = "provincial_officer", _("Provincial officer")
    FACILITATOR = "facilitator", _("Regional facilitator")
    MASTER_TRAINER = "master_trainer", _("Master trainer")
    CONSULTANT = "consultant", _("Mentoring consultant")
    NATIONAL_TEAM = "national_team", _("National team")
    EVALUATOR = "evaluator", _("Evaluator")
    JURY = "jury", _("Jury")
    COMMITTEE = "committee", _("Committee")
    OBSERVER = "observer", _("Observer")


class LibraryEvent(models.TextChoices):
    """Events in the life of a library."""

    OPENED = "opened", _("Opened")
    MOVED = "moved", _("Moved")
    RENAMED = "renamed", _("Renamed")
    MERGED = "merged", _("Merged")
    CLOSED = "closed", _("Closed")


class DatePrecision(models.TextChoices):
    """How well the dates of a stage are known."""

    DAY = "day", _("Dates")
    MONTH = "month", _("Months only")
    PROPOSAL = "proposal", _("Usual months, a proposal")
