"""Closed vocabularies of reports. Values are stable codes, kept in records."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Strategy(models.TextChoices):
    """Groups of activities: the three strategies, and publication beside them."""

    INFORMATION_SERVICES = "information_services", _("Better information services")
    COMMUNITY_INVOLVEMENT = "community_involvement", _("Community involvement")
    ADVOCACY = "advocacy", _("Advocacy and partnership")
    PUBLICATION = "publication", _("Publication")


class Field(models.TextChoices):
    """Subjects of activities."""

    ECONOMY = "economy", _("Economy")
    EDUCATION = "education", _("Education")
    HEALTH = "health", _("Health")
    SOCIAL_CULTURE = "social_culture", _("Social and culture")
    DIGITAL = "digital", _("Digital")
    ENVIRONMENT_AGRICULTURE = "environment_agriculture", _("Environment and farming")
    OTHER = "other", _("Other")


class CimsArea(models.TextChoices):
    """The seven areas of CIMS (dossier, section 11)."""

    DIGITAL_INCLUSION = "digital_inclusion", _("Digital inclusion")
    HEALTH = "health", _("Health")
    EDUCATION = "education", _("Education")
    ECONOMIC_DEVELOPMENT = "economic_development", _("Economic development")
    COMMUNICATION = "communication", _("Communication")
    CULTURE_LEISURE = "culture_leisure", _("Culture and leisure")
    GOVERNMENT = "government", _("Government and governance")


#: Fields mapped to CIMS areas: a proposal, since no official mapping was found.
CIMS_AREAS: dict[Field, tuple[CimsArea, ...]] = {
    Field.ECONOMY: (CimsArea.ECONOMIC_DEVELOPMENT,),
    Field.EDUCATION: (CimsArea.EDUCATION,),
    Field.HEALTH: (CimsArea.HEALTH,),
    Field.SOCIAL_CULTURE: (CimsArea.CULTURE_LEISURE, CimsArea.GOVERNMENT),
    Field.DIGITAL: (CimsArea.DIGITAL_INCLUSION, CimsArea.COMMUNICATION),
    Field.ENVIRONMENT_AGRICULTURE: (CimsArea.ECONOMIC_DEVELOPMENT,),
    Field.OTHER: (),
}


def cims_areas_of(field: str) -> tuple[CimsArea, ...]:
    """The areas of CIMS to which a field belongs; none for a field not yet stated."""
    return CIMS_AREAS[Field(field)] if field else ()


class State(models.TextChoices):
    """Where a report stands."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for verification")
    RETURNED = "returned", _("Returned")
    VERIFIED = "verified", _("Verified")
    LOCKED = "locked", _("Locked")


#: States whose rows count in published figures.
COUNTED = (State.VERIFIED, State.LOCKED)


class Sex(models.TextChoices):
    """Sex of attendants; the rest of the total is 'not broken down'."""

    MALE = "male", _("Male")
    FEMALE = "female", _("Female")


class AgeBand(models.TextChoices):
    """Age bands of attendants, in completed years."""

    UNDER_15 = "under_15", _("Under 15")
    FROM_15 = "15_24", _("15–24")
    FROM_25 = "25_59", _("25–59")
    FROM_60 = "60_plus", _("60 and over")


class Disability(models.TextChoices):
    """Whether attendants are persons with disability (UU 8/2016)."""

    WITH = "with", _("With disability")
    WITHOUT = "without", _("Without disability")


class TargetGroup(models.TextChoices):
    """Groups that an activity addresses; they overlap."""

    CHILDREN = "children", _("Children and pupils")
    YOUTH = "youth", _("Youth")
    WOMEN = "women", _("Women and mothers")
    MICRO_ENTERPRISE = "micro_enterprise", _("Micro-enterprises")
    FARMERS_FISHERS = "farmers_fishers", _("Farmers and fishers")
    DISABILITY = "disability", _("Persons with disability")
    ELDERLY = "elderly", _("Older persons")
    GENERAL = "general", _("General public")


class EvidenceKind(models.TextChoices):
    """What shows that an activity took place."""

    PHOTO = "photo", _("Photo")
    FILE = "file", _("File")
    LINK = "link", _("Link")


class FlagKind(models.TextChoices):
    """Doubts that a person must look at; a flag never drops a report."""

    LATE = "late_entry", _("Late entry")
    NEAR_DUPLICATE = "near_duplicate", _("Near copy")
    NO_EVIDENCE = "no_evidence", _("Without evidence")
    OUTLIER = "outlier", _("Unusually large number")


class Channel(models.TextChoices):
    """The way by which a report came in."""

    WEB = "web", _("Web page")
    API = "api", _("API")
    IMPORT = "import", _("Import")
    DEMONSTRATION = "demonstration", _("Demonstration")
