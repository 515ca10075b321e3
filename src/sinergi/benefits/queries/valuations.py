"""Valuations that a person sees or may change, and their lines."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from sinergi.benefits.models import (
    BenefitStreamLine,
    CostLine,
    UnitValue,
    Valuation,
)
from sinergi.network.models.scope import held_with
from sinergi.network.rules import EVALUATE

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


def latest_unit_values() -> list[UnitValue]:
    """The newest version of each unit value."""
    newest: dict[str, UnitValue] = {}
    for value in UnitValue.objects.order_by("title", "-version"):
        newest.setdefault(value.key, value)
    return list(newest.values())
