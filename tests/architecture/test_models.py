"""Tables state what must hold (style guide, section 7)."""

from django.apps import apps
from django.db import models

OURS = [model for model in apps.get_models() if model.__module__.startswith("sinergi.")]


#: Acts that the platform itself does too, with nobody behind them.
ALSO_BY_THE_PLATFORM = {("Scheme", "published_at")}


def pairs(model: type[models.Model]) -> list[tuple[str, str]]:
    """Fields such as `verified_at` and `verified_by` that are both optional."""
    fields = {field.name: field for field in model._meta.get_fields()}
    return [
        (name, f"{name[:-3]}_by")
        for name, field in fields.items()
        if name.endswith("_at")
        and getattr(field, "null", False)
        and getattr(fields.get(f"{name[:-3]}_by"), "null", False)
    ]


def test_paired_fields_are_set_together() -> None:
    missing = []
    for model in OURS:
        conditions = " ".join(
            str(constraint.condition)
            for constraint in model._meta.constraints
            if isinstance(constraint, models.CheckConstraint)
        )
        missing += [
            f"{model.__name__}: {pair} lacks a check"
            for pair in pairs(model)
            if (model.__name__, pair[0]) not in ALSO_BY_THE_PLATFORM
            and not all(f"{name}__isnull" in conditions for name in pair)
        ]
    assert missing == []


def test_constraints_have_names_of_their_own() -> None:
    names = [c.name for model in OURS for c in model._meta.constraints]
    assert sorted(names) == sorted(set(names))


def test_a_record_is_not_lost_with_its_neighbour() -> None:
    owned = {
        "accounts.AccessToken.user",
        "accounts.Invitation.user",
        "accounts.LoginCard.user",
        "indicators.Indicator.scheme",
        "meetings.Allocation.run",
        "meetings.Allocation.session",
        "benefits.BenefitStreamLine.valuation",
        "benefits.CostLine.valuation",
        "evaluation.ImportFile.instrument",
        "evaluation.SampleUnit.stratum",
        "evaluation.SampleUnit.study",
        "evaluation.Stratum.study",
        "evaluation.WebCopy.instrument",
        "evaluation.WebCopy.unit",
        "meetings.Allotment.delegation",
        "meetings.Interest.participant",
        "meetings.Preference.participant",
        "meetings.ProposalReview.proposal",
        "meetings.Speaker.session",
        "network.PartnershipFunder.partnership",
        "notices.Message.user",
        "regions.RegionName.region",
        "reports.Attendance.activity",
        "reports.Evidence.activity",
        "reports.Flag.activity",
        "reports.Flag.other",
        "reports.Money.activity",
        "reports.Review.activity",
    }
    cascading = {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for model in OURS
        for field in model._meta.fields
        if field.remote_field and field.remote_field.on_delete is models.CASCADE
    }
    assert cascading == owned
