"""A study, its strata, and the units drawn for it."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from sinergi.evaluation.enums import StudyState, UnitRole, UnitState
from sinergi.network.models import Library
from sinergi.network.models.scope import area_condition
from sinergi.network.rules import EVALUATE
from sinergi.regions.models import Region

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sinergi.accounts.models import User


class StudyQuerySet(models.QuerySet["Study"]):
    """Studies, by scope."""

    def editable_by(self, user: "User | AnonymousUser") -> Self:
        """Those of areas in which the person evaluates."""
        return self.filter(area_condition(user, EVALUATE))

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Those that the person evaluates, and all that are published."""
        own = self.editable_by(user).values("pk")
        return self.filter(Q(state=StudyState.PUBLISHED) | Q(pk__in=own))


class Study(models.Model):
    """One evaluation of the programme over some years.

    The scale and its classes are data: `scale_min` to `scale_max`, cut into as many
    classes of equal width as there are `class_labels`. `population` and `design` say
    by which rules the frame was made and the sample drawn (`evaluation.sampling`);
    with `seed` and `population_on` they give the same sample again.
    """

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    from_year = models.PositiveSmallIntegerField()
    to_year = models.PositiveSmallIntegerField()
    population_on = models.DateField()
    population = models.JSONField(default=dict, blank=True)
    design = models.JSONField(default=dict, blank=True)
    seed = models.PositiveBigIntegerField(default=1)
    scale_min = models.PositiveSmallIntegerField(default=1)
    scale_max = models.PositiveSmallIntegerField(default=5)
    class_labels = models.JSONField(default=list)
    state = models.CharField(
        max_length=10, choices=StudyState, default=StudyState.DRAFT
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = StudyQuerySet.as_manager()

    class Meta:
        ordering = ["-to_year", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_year__lte=F("to_year")), name="study_years_in_order"
            ),
            models.CheckConstraint(
                condition=Q(scale_min__lt=F("scale_max")), name="study_scale_in_order"
            ),
            models.CheckConstraint(
                condition=Q(state__in=StudyState.values), name="study_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False)
                | (~Q(state="published") & Q(published_at__isnull=True)),
                name="study_published_with_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Stratum(models.Model):
    """A homogeneous part of a study's population, and how many are drawn from it."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="strata")
    order = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=80)
    label = models.CharField(max_length=200)
    population_count = models.PositiveIntegerField()
    sample_count = models.PositiveIntegerField(default=0)
    deviation = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["study", "key"], name="stratum_once_in_study"
            ),
            models.CheckConstraint(
                condition=Q(deviation__isnull=True) | Q(deviation__gte=0),
                name="stratum_deviation_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def share(self) -> float:
        """Which part of the population is drawn."""
        return self.sample_count / max(1, self.population_count)


class SampleUnit(models.Model):
    """A unit drawn for a study, or held in reserve for one of its stratum.

    `cluster` is the first-stage unit (PSU) it was drawn in, empty in one stage;
    `probability` is its inclusion probability over all stages and `weight` the units
    of the population that it stands for: the inverse of the probability, or, drawn
    with replacement, `hits` times the weight of one hit. A replacement takes over
    the weight of the unit that it `replaces`. `reason` says why a unit gives no answer.
    """

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="units")
    stratum = models.ForeignKey(Stratum, on_delete=models.CASCADE, related_name="units")
    library = models.ForeignKey(
        Library, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    code = models.CharField(max_length=40)
    label = models.CharField(max_length=200)
    order = models.PositiveIntegerField()
    cluster = models.CharField(max_length=40, blank=True)
    role = models.CharField(max_length=12, choices=UnitRole, default=UnitRole.MAIN)
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
    )
    probability = models.FloatField()
    weight = models.FloatField()
    state = models.CharField(max_length=12, choices=UnitState, default=UnitState.OPEN)
    hits = models.PositiveSmallIntegerField(default=1)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["stratum", "role", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["study", "code"], name="sample_unit_once_in_study"
            ),
            models.CheckConstraint(
                condition=Q(probability__gt=0, probability__lte=1),
                name="sample_unit_probability_range",
            ),
            models.CheckConstraint(
                condition=Q(weight__gt=0), name="sample_unit_weight_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.label
