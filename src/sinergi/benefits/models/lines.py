"""The lines of a valuation: what was paid, and what was gained."""

from django.db import models
from django.db.models import F, Q

from sinergi.benefits.enums import (
    CostOrigin,
    EvidenceLabel,
    Group,
    QuantitySourceLabel,
    StreamKindLabel,
)
from sinergi.benefits.models.unit_value import UnitValue
from sinergi.benefits.models.valuation import Valuation
from sinergi.evaluation.models import Study
from sinergi.network.enums import Payer


def _in_order(name: str) -> Q:
    """Low, value and high in this order, or no range at all."""
    none = {f"{name}_low__isnull": True, f"{name}_high__isnull": True}
    return Q(**none) | Q(
        **{f"{name}_low__lte": F(name), f"{name}_high__gte": F(name)},
        **{f"{name}_low__gte": 0},
    )


class CostLine(models.Model):
    """What one payer spent in a year, or gave in kind; `key` names it in the model."""

    valuation = models.ForeignKey(
        Valuation, on_delete=models.CASCADE, related_name="costs"
    )
    key = models.SlugField(max_length=60)
    payer = models.CharField(max_length=20, choices=Payer)
    is_in_kind = models.BooleanField(default=False)
    year = models.PositiveSmallIntegerField()
    amount_idr = models.DecimalField(max_digits=18, decimal_places=2)
    amount_idr_low = models.DecimalField(
        max_digits=18, decimal_places=2, null=True, blank=True
    )
    amount_idr_high = models.DecimalField(
        max_digits=18, decimal_places=2, null=True, blank=True
    )
    source = models.CharField(max_length=500)
    origin = models.CharField(
        max_length=12, choices=CostOrigin, default=CostOrigin.ENTERED
    )

    class Meta:
        ordering = ["year", "payer", "is_in_kind", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["valuation", "key"], name="cost_line_key_once"
            ),
            models.CheckConstraint(
                condition=Q(amount_idr__gte=0), name="cost_line_not_negative"
            ),
            models.CheckConstraint(
                condition=_in_order("amount_idr"), name="cost_line_range_in_order"
            ),
            models.CheckConstraint(
                condition=Q(payer__in=Payer.values), name="cost_line_payer_known"
            ),
        ]

    def __str__(self) -> str:
        return self.key


class BenefitStreamLine(models.Model):
    """One stream of benefit: quantity times unit value, after deductions.

    `attribution` is the share due to others, deducted (SROI Guide 2012). Where a
    survey is the source, `study` and `question` say which.
    """

    valuation = models.ForeignKey(
        Valuation, on_delete=models.CASCADE, related_name="streams"
    )
    key = models.SlugField(max_length=60)
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=StreamKindLabel)
    group = models.CharField(max_length=20, choices=Group)
    activity = models.SlugField(max_length=60, blank=True)
    evidence = models.CharField(max_length=12, choices=EvidenceLabel)
    quantity = models.DecimalField(max_digits=20, decimal_places=4)
    quantity_low = models.DecimalField(
        max_digits=20, decimal_places=4, null=True, blank=True
    )
    quantity_high = models.DecimalField(
        max_digits=20, decimal_places=4, null=True, blank=True
    )
    quantity_se = models.DecimalField(
        max_digits=20, decimal_places=4, null=True, blank=True
    )
    quantity_source = models.CharField(max_length=12, choices=QuantitySourceLabel)
    quantity_note = models.CharField(max_length=500, blank=True)
    study = models.ForeignKey(
        Study, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    question = models.CharField(max_length=120, blank=True)
    unit_value = models.ForeignKey(
        UnitValue, on_delete=models.PROTECT, related_name="streams"
    )
    deadweight = models.DecimalField(max_digits=7, decimal_places=6, default=0)
    deadweight_low = models.DecimalField(
        max_digits=7, decimal_places=6, null=True, blank=True
    )
    deadweight_high = models.DecimalField(
        max_digits=7, decimal_places=6, null=True, blank=True
    )
    attribution = models.DecimalField(max_digits=7, decimal_places=6, default=0)
    attribution_low = models.DecimalField(
        max_digits=7, decimal_places=6, null=True, blank=True
    )
    attribution_high = models.DecimalField(
        max_digits=7, decimal_places=6, null=True, blank=True
    )
    displacement = models.DecimalField(max_digits=7, decimal_places=6, default=0)
    displacement_low = models.DecimalField(
        max_digits=7, decimal_places=6, null=True, blank=True
    )
    displacement_high = models.DecimalField(
        max_digits=7, decimal_places=6, null=True, blank=True
    )
    drop_off = models.DecimalField(max_digits=7, decimal_places=6, default=0)
    drop_off_low = models.DecimalField(
        max_digits=7, decimal_places=6, null=True, blank=True
    )
    drop_off_high = models.DecimalField(
        max_digits=7, decimal_places=6, null=True, blank=True
    )
    first_year = models.PositiveSmallIntegerField()
    years = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["valuation", "key"], name="stream_key_once"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=0) & _in_order("quantity"),
                name="stream_quantity_range",
            ),
            models.CheckConstraint(
                condition=Q(years__gte=1), name="stream_lasts_a_year"
            ),
            models.CheckConstraint(
                condition=Q(question="") | Q(study__isnull=False),
                name="stream_question_with_study",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__gte": 0, f"{name}__lte": 1})
                    & (
                        Q(**{f"{name}_high__isnull": True})
                        | Q(**{f"{name}_high__lte": 1})
                    )
                    & _in_order(name),
                    name=f"stream_{name}_range",
                )
                for name in ("deadweight", "attribution", "displacement", "drop_off")
            ),
        ]

    def __str__(self) -> str:
        return self.title
