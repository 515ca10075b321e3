"""Valuations that a person sees or may change, and their lines."""

from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, QuerySet, Subquery

from sinergi.benefits.models import (
    BenefitStreamLine,
    CostLine,
    UnitValue,
    Valuation,
)
from sinergi.network.models.scope import held_with
from sinergi.network.rules import EVALUATE
from sinergi.regions.models import Region

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sinergi.accounts.models import User


def valuations_for(user: "User | AnonymousUser") -> QuerySet[Valuation]:
    """The valuations that the person may see, newest first."""
    return Valuation.objects.visible_to(user).select_related("region", "study")


def valuation_for(user: "User | AnonymousUser", slug: str) -> Valuation | None:
    """One valuation that the person may see."""
    return valuations_for(user).filter(slug=slug).first()


def may_edit(user: "User | AnonymousUser", valuation: Valuation) -> bool:
    """Whether the person evaluates in the area of the valuation."""
    return Valuation.objects.editable_by(user).filter(pk=valuation.pk).exists()


def may_evaluate(user: "User | AnonymousUser") -> bool:
    """Whether the person evaluates anywhere."""
    return bool(held_with(user, EVALUATE))


def costs_of(valuation: Valuation) -> QuerySet[CostLine]:
    """Its cost lines, by year and payer."""
    return CostLine.objects.filter(valuation=valuation)


def streams_of(valuation: Valuation) -> QuerySet[BenefitStreamLine]:
    """Its streams of benefit, in their order."""
    return BenefitStreamLine.objects.filter(valuation=valuation).select_related(
        "unit_value"
    )


def unit_values() -> QuerySet[UnitValue]:
    """All versions of all unit values, the newest of each first."""
    return UnitValue.objects.all()


def choosable_unit_values(line: BenefitStreamLine | None) -> QuerySet[UnitValue]:
    """The newest version of each unit value, and the one that a line has."""
    newest = UnitValue.objects.filter(key=OuterRef("key")).order_by("-version")
    wanted = Q(pk=Subquery(newest.values("pk")[:1]))
    if line is not None:
        wanted |= Q(pk=line.unit_value_id)
    return UnitValue.objects.filter(wanted).order_by("title", "-version")


def unit_value_of(key: str) -> UnitValue | None:
    """The newest version under a key."""
    return UnitValue.objects.filter(key=key).first()


def cost_of(valuation: Valuation, pk: int) -> CostLine | None:
    """One of its cost lines."""
    return costs_of(valuation).filter(pk=pk).first()


def stream_of(valuation: Valuation, pk: int) -> BenefitStreamLine | None:
    """One of its streams."""
    return streams_of(valuation).filter(pk=pk).first()


def own_area(user: "User | AnonymousUser") -> Region | None:
    """The area for which a person begins a valuation; None is the whole country."""
    areas = [held.region for held in held_with(user, EVALUATE)]
    if not areas or None in areas:
        return None
    return Region.objects.filter(pk=areas[0]).first()
