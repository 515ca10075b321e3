"""What recorded activities and partnerships say was paid."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.db.models.functions import ExtractYear

from sinergi.benefits.models import Valuation
from sinergi.network.models import PartnershipFunder
from sinergi.reports.enums import COUNTED
from sinergi.reports.models import Money


@dataclass(frozen=True)
class RecordedCost:
    """A sum by payer and year, of so many records."""

    payer: str
    year: int
    is_in_kind: bool
    amount_idr: Decimal
    records: int


def _within(valuation: Valuation, path: str) -> Q:
    """The libraries of the area of a valuation."""
    area = valuation.region_id
    if area is None:
        return Q()
    return Q(**{path: area}) | Q(**{f"{path}__startswith": f"{area}."})


def activity_costs(valuation: Valuation) -> Iterator[RecordedCost]:
    """Costs of verified activities that began in the years, above 0."""
    rows = (
        Money.objects.filter(
            _within(valuation, "activity__library__region__code"),
            activity__state__in=COUNTED,
            activity__started_on__year__gte=valuation.from_year,
            activity__started_on__year__lte=valuation.to_year,
            amount_idr__gt=0,
        )
        .values("payer", "is_in_kind", year=ExtractYear("activity__started_on"))
        .annotate(amount=Sum("amount_idr"), records=Count("activity", distinct=True))
        .order_by("year", "payer", "is_in_kind")
    )
    for row in rows:
        yield RecordedCost(
            row["payer"], row["year"], row["is_in_kind"], row["amount"], row["records"]
        )


def partnership_costs(valuation: Valuation) -> Iterator[RecordedCost]:
    """What funders gave for partnerships that began in the years, where it is known."""
    rows = (
        PartnershipFunder.objects.filter(
            _within(valuation, "partnership__library__region__code"),
            partnership__started_on__year__gte=valuation.from_year,
            partnership__started_on__year__lte=valuation.to_year,
            amount_idr__gt=0,
        )
        .values("funder", year=ExtractYear("partnership__started_on"))
        .annotate(amount=Sum("amount_idr"), records=Count("partnership", distinct=True))
        .order_by("year", "funder")
    )
    for row in rows:
        yield RecordedCost(
            row["funder"], row["year"], False, row["amount"], row["records"]
        )
