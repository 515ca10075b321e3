"""Versioned schemes that judge, targets that plan, snapshots that freeze."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from sinergi.indicators.enums import Period, SchemeState
from sinergi.network.enums import LibraryKind
from sinergi.network.models import Library
from sinergi.regions.models import Region


class Scheme(models.Model):
    """How libraries of one kind are judged in one year; immutable once published.

    Bands are in hundredths of a point (7500 is 75.00): at or above `green_from`
    is green, at or above `yellow_from` yellow, below it red.
    """

    year = models.PositiveSmallIntegerField()
    library_kind = models.CharField(max_length=10, choices=LibraryKind)
    version = models.PositiveSmallIntegerField(default=1)
    name_id = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    note_id = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    is_proposal = models.BooleanField(default=True)
    green_from = models.PositiveIntegerField(default=7500)
    yellow_from = models.PositiveIntegerField(default=5000)
    state = models.CharField(
        max_length=10, choices=SchemeState, default=SchemeState.DRAFT
    )
    based_on = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-year", "library_kind", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "library_kind", "version"], name="scheme_version_once"
            ),
            models.UniqueConstraint(
                fields=["year", "library_kind"],
                condition=Q(state="published"),
                name="scheme_one_published",
            ),
            models.CheckConstraint(
                condition=Q(yellow_from__lt=F("green_from"))
                & Q(green_from__lte=10_000),
                name="scheme_bands_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.library_kind} v{self.version}"


class Indicator(models.Model):
    """One line of a scheme: a measure with target, period, cap and weight.

    `target` is in the measure's unit per `period_months` (a share in percent for
    ratio measures). Points = weight x min(actual / target, cap), rounded half up to
    hundredths; a score is the sum of its points.
    """

    scheme = models.ForeignKey(
        Scheme, on_delete=models.CASCADE, related_name="indicators"
    )
    order = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=40)
    name_id = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    advice_id = models.CharField(max_length=200, blank=True)
    advice_en = models.CharField(max_length=200, blank=True)
    measure = models.CharField(max_length=40)
    target = models.DecimalField(max_digits=9, decimal_places=2)
    period_months = models.PositiveSmallIntegerField(
        choices=Period, default=Period.MONTH
    )
    weight = models.PositiveSmallIntegerField(validators=[MaxValueValidator(100)])
    cap_pct = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "key"], name="indicator_key_once"
            ),
            models.CheckConstraint(
                condition=Q(target__gt=0), name="indicator_target_positive"
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=100),
                name="indicator_weight_range",
            ),
            models.CheckConstraint(
                condition=Q(cap_pct__gte=1, cap_pct__lte=200),
                name="indicator_cap_range",
            ),
            models.CheckConstraint(
                condition=Q(period_months__in=Period.values),
                name="indicator_period_known",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Target(models.Model):
    """What was planned: a measure's value for a region or library and a period."""

    measure = models.CharField(max_length=40)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    library = models.ForeignKey(
        Library, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    library_kind = models.CharField(max_length=10, choices=LibraryKind, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    value = models.DecimalField(max_digits=18, decimal_places=2)
    plan = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=300)
    is_proposal = models.BooleanField(default=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["measure", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(region__isnull=True) | Q(library__isnull=True),
                name="target_region_or_library",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="target_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0), name="target_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.value}"


class Snapshot(models.Model):
    """Figures frozen at a moment, with all that is needed to explain them."""

    name = models.CharField(max_length=200)
    as_of = models.DateField()
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    starts_on = models.DateField()
    boundaries_on = models.DateField()
    figure_version = models.CharField(max_length=40)
    methods = models.JSONField(default=dict)
    schemes = models.JSONField(default=list)
    figures = models.JSONField(default=dict)
    record_count = models.PositiveBigIntegerField()
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    taken_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-taken_at"]

    def __str__(self) -> str:
        return self.name


class PublishedClaim(models.Model):
    """A figure that others published and that we do not recompute."""

    key = models.SlugField(max_length=60, unique=True)
    label_id = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200)
    value = models.CharField(max_length=60)
    source = models.CharField(max_length=300)
    published_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.key
