"""Closed vocabularies of regions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RegionKind(models.TextChoices):
    """Kinds of administrative areas (Kemendagri)."""

    PROVINCE = "province", _("Province")
    REGENCY = "regency", _("Regency")
    CITY = "city", _("City")
    DISTRICT = "district", _("District")
    DESA = "desa", _("Village")
    KELURAHAN = "kelurahan", _("Urban ward")


class RegionEvent(models.TextChoices):
    """What happened to an area on a date."""

    PROVINCE_CREATED = "province_created", _("Province created")
    MOVED = "moved", _("Moved to another province")
    SPLIT = "split", _("Split")
    MERGED = "merged", _("Merged")
    RENAMED = "renamed", _("Renamed")
