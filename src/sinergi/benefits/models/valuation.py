"""A valuation: costs and benefits of some years, and how they are weighed."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from sinergi.benefits.enums import ValuationState
from sinergi.evaluation.models import Study
from sinergi.network.models.scope import area_condition
from sinergi.network.rules import EVALUATE
from sinergi.regions.models import Region

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sinergi.accounts.models import User


class ValuationQuerySet(models.QuerySet["Valuation"]):
    """Valuations, by scope."""

    def editable_by(self, user: "User | AnonymousUser") -> Self:
        """Those of areas in which the person evaluates."""
        return self.filter(area_condition(user, EVALUATE))

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Those that the person evaluates, and all that are published."""
        own = self.editable_by(user).values("pk")
        return self.filter(Q(state=ValuationState.PUBLISHED) | Q(pk__in=own))


class Valuation(models.Model):
    """What the programme cost and was worth in some years.

    Amounts are in prices of `base_year`; `discount_rate` weighs other years against
    it. `result` is the document of `valuation.document` as it was published; a draft
    has none and is reckoned anew each time.
    """

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    note = models.TextField(max_length=2000, blank=True)
    study = models.ForeignKey(
        Study, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    from_year = models.PositiveSmallIntegerField()
    to_year = models.PositiveSmallIntegerField()
    base_year = models.PositiveSmallIntegerField()
    discount_rate = models.DecimalField(max_digits=7, decimal_places=6, default=0)
    discount_rate_low = models.DecimalField(
        max_digits=7, decimal_places=6, null=True, blank=True
    )
    discount_rate_high = models.DecimalField(
        max_digits=7, decimal_places=6, null=True, blank=True
    )
    seed = models.PositiveIntegerField(default=1)
    draws = models.PositiveIntegerField(default=100_000)
    state = models.CharField(
        max_length=10, choices=ValuationState, default=ValuationState.DRAFT
    )
    result = models.JSONField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = ValuationQuerySet.as_manager()

    class Meta:
        ordering = ["-to_year", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_year__lte=F("to_year")),
                name="valuation_years_in_order",
            ),
            models.CheckConstraint(
                condition=Q(discount_rate__gte=0, discount_rate__lte=1),
                name="valuation_discount_range",
            ),
            models.CheckConstraint(
                condition=Q(
                    discount_rate_low__isnull=True, discount_rate_high__isnull=True
                )
                | Q(
                    discount_rate_low__lte=F("discount_rate"),
                    discount_rate_high__gte=F("discount_rate"),
                ),
                name="valuation_discount_in_order",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="published", published_at__isnull=False, result__isnull=False
                )
                | Q(state="draft", published_at__isnull=True, result__isnull=True),
                name="valuation_published_with_result",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def span(self) -> str:
        """Its years, as they are read."""
        first, last = self.from_year, self.to_year
        return str(first) if first == last else f"{first}–{last}"
