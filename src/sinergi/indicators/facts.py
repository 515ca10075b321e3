"""What the figure plane holds of the network and the reports."""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db.models import (
    BigIntegerField,
    Case,
    Exists,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Round

from sinergi.analytics import registry
from sinergi.analytics.registry import Cube, Dimension, FactTable, Part, Parts, Scope
from sinergi.indicators.measures import AGE_BANDS, FIELDS, PAYERS, STRATEGIES
from sinergi.network.enums import LibraryKind, Role
from sinergi.network.models import Assignment, Library, Partnership
from sinergi.reports.enums import COUNTED, State
from sinergi.reports.models import (
    Activity,
    Attendance,
    Evidence,
    Money,
    MonthlyStatistics,
    YearlyHistory,
)

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: Reports that have left the village: counted, or waiting beside the counted.
SENT = [State.SUBMITTED, *COUNTED]
LONG_AGO = dt.date(1900, 1, 1)
FAR_OFF = dt.date(9999, 12, 31)

_INT = "int64"
MONEY = ("cost_sen", "in_kind_sen", *(f"cost_{payer}_sen" for payer in PAYERS))
MARGINS = ("male", "female", "with_disability", *AGE_BANDS.values())
STATISTICS = (
    *("visits", "active_users", "loans", "new_members", "ict_uses"),
    *("members", "titles", "items"),
)
KEYS = {"library": _INT, "month": "date", "is_counted": "boolean"}
CELL = {
    "sex": "string",
    "age_band": "string",
    "disability": "string",
    "target_group": "string",
}


def _integers(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, _INT)


def _flag(condition: Q | Exists) -> Case:
    """1 or 0, which every database writes alike."""
    return Case(
        When(condition, then=Value(1)), default=Value(0), output_field=IntegerField()
    )


def _of_activity(scope: Scope, prefix: str = "") -> Q:
    """The sent activities of a scope, from a model that points at them."""
    found: dict[str, object] = {
        f"{prefix}started_on__gte": scope.first,
        f"{prefix}started_on__lt": scope.end,
        f"{prefix}state__in": SENT,
    }
    if scope.subjects is not None:
        found[f"{prefix}library_id__in"] = list(scope.subjects)
    return Q(**found)


def _activities(scope: Scope) -> Parts:
    activities = (
        Activity.objects.filter(_of_activity(scope))
        .annotate(
            collaborating=_flag(~Q(collaborators="")),
            evidenced=_flag(Exists(Evidence.objects.filter(activity=OuterRef("pk")))),
        )
        .order_by()
        .values_list(
            *("pk", "library_id", "started_on", "strategy", "field", "state"),
            *("attendances", "persons", "days_late", "collaborating", "evidenced"),
        )
    )
    cells = (
        Attendance.objects.filter(_of_activity(scope, "activity__"))
        .order_by()
        .values_list("activity_id", "sex", "age_band", "disability", "attendances")
    )
    money = (
        Money.objects.filter(_of_activity(scope, "activity__"))
        .annotate(
            kind=_flag(Q(is_in_kind=True)),
            sen=Cast(Round(F("amount_idr") * 100), BigIntegerField()),
        )
        .order_by()
        .values_list("activity_id", "payer", "kind", "sen")
    )
    return {
        "activities": Part(
            activities,
            {
                "activity": "string",
                "library": _INT,
                "started_on": "date",
                "strategy": "string",
                "field": "string",
                "state": "string",
                **_integers("attendances", "persons", "days_late"),
                **_integers("with_collaborators", "with_evidence"),
            },
        ),
        "breakdown": Part(
            cells,
            {
                "activity": "string",
                "sex": "string",
                "age_band": "string",
                "disability": "string",
                "attendances": _INT,
            },
        ),
        "money": Part(
            money,
            {"activity": "string", "payer": "string", **_integers("in_kind", "sen")},
        ),
    }


def _cells(scope: Scope) -> Parts:
    cells = (
        Attendance.objects.filter(_of_activity(scope, "activity__"))
        .order_by()
        .values_list(
            *("activity__library_id", "activity__started_on", "activity__state"),
            *("sex", "age_band", "disability", "target_group"),
            *("attendances", "persons"),
        )
    )
    columns = {
        "library": _INT,
        "started_on": "date",
        "state": "string",
        **CELL,
        **_integers("attendances", "persons"),
    }
    return {"cells": Part(cells, columns)}


def _statistics(scope: Scope) -> Parts:
    months = MonthlyStatistics.objects.filter(
        month__gte=scope.first, month__lt=scope.end, state__in=SENT
    )
    if scope.subjects is not None:
        months = months.filter(library_id__in=list(scope.subjects))
    rows = months.order_by().values_list("library_id", "month", "state", *STATISTICS)
    columns = {
        "library": _INT,
        "month": "date",
        "state": "string",
        **_integers(*STATISTICS),
    }
    return {"months": Part(rows, columns)}


def _history(scope: Scope) -> Parts:
    years = YearlyHistory.objects.filter(
        year__gte=scope.first.year, year__lte=scope.last.year
    )
    if scope.subjects is not None:
        years = years.filter(library_id__in=list(scope.subjects))
    rows = years.order_by().values_list(
        "library_id", "year", "activities", "attendances"
    )
    columns = _integers("library", "year", "activities", "attendances")
    return {"years": Part(rows, columns)}


def _libraries() -> Part:
    rows = (
        Library.objects.annotate(
            opens=Coalesce("opened_on", Value(LONG_AGO)),
            closes=Coalesce("closed_on", Value(FAR_OFF)),
        )
        .order_by()
        .values_list("id", "name", "kind", "region_id", "opens", "closes")
    )
    return Part(rows, LIBRARY)


def _partnerships() -> Part:
    rows = (
        Partnership.objects.annotate(ends=Coalesce("ended_on", Value(FAR_OFF)))
        .order_by()
        .values_list(
            *("library_id", "programme_id", "origin", "intake_year"),
            *("started_on", "ends"),
        )
    )
    return Part(rows, PARTNERSHIP)


def _accounts() -> Part:
    """Spans in which a library has somebody who can report for it.

    A library has an account through its manager; a provincial or regency library
    also through the officer of its own region. Users must be active.
    """
    active = Assignment.objects.filter(user__is_active=True).annotate(
        ends=Coalesce("ends_on", Value(FAR_OFF))
    )
    managers = active.filter(role=Role.VILLAGE_MANAGER, library__isnull=False)
    officers = active.filter(
        Q(role=Role.REGENCY_OFFICER, region__libraries__kind=LibraryKind.REGENCY)
        | Q(role=Role.PROVINCIAL_OFFICER, region__libraries__kind=LibraryKind.PROVINCE)
    )
    rows = (
        managers.order_by()
        .values_list("library_id", "starts_on", "ends")
        .union(
            officers.order_by().values_list(
                "region__libraries__id", "starts_on", "ends"
            )
        )
    )
    return Part(rows, {"library": _INT, "starts_on": "date", "ends_on": "date"})


def _span(
    first: dt.date | None, last: dt.date | None
) -> tuple[dt.date, dt.date] | None:
    return None if first is None or last is None else (first, last)


def _activity_span() -> tuple[dt.date, dt.date] | None:
    found = Activity.objects.filter(state__in=SENT).aggregate(
        first=Min("started_on"), last=Max("started_on")
    )
    return _span(found["first"], found["last"])


def _statistics_span() -> tuple[dt.date, dt.date] | None:
    found = MonthlyStatistics.objects.filter(state__in=SENT).aggregate(
        first=Min("month"), last=Max("month")
    )
    return _span(found["first"], found["last"])


def _history_span() -> tuple[dt.date, dt.date] | None:
    found = YearlyHistory.objects.aggregate(first=Min("year"), last=Max("year"))
    if found["first"] is None:
        return None
    return dt.date(found["first"], 1, 1), dt.date(found["last"], 1, 1)


def _fact(name: str) -> "registry.Assemble":
    """An expression of `expressions.facts`, imported when first used."""

    def assemble(parts: "Mapping[str, ir.Table]") -> "ir.Table":
        from sinergi.indicators.expressions import facts

        table: ir.Table = getattr(facts, name)(parts)
        return table

    return assemble


def _cube(name: str) -> "registry.Assemble":
    """An expression of `expressions.cubes`, imported when first used."""

    def assemble(tables: "Mapping[str, ir.Table]") -> "ir.Table":
        from sinergi.indicators.expressions import cubes

        table: ir.Table = getattr(cubes, name)(tables)
        return table

    return assemble


LIBRARY = {
    "library": _INT,
    "name": "string",
    "kind": "string",
    "region": "string",
    "opened_on": "date",
    "closed_on": "date",
}
PARTNERSHIP = {
    "library": _INT,
    "programme": "string",
    "origin": "string",
    "intake_year": _INT,
    "started_on": "date",
    "ended_on": "date",
}
_SUMS = _integers("attendances", "persons", *MARGINS, *MONEY)

FACTS = (
    FactTable(
        name="activities",
        mark="activities",
        schema={
            **KEYS,
            "strategy": "string",
            "field": "string",
            **_SUMS,
            **_integers("with_evidence", "days_late", "with_collaborators"),
        },
        extract=_activities,
        assemble=_fact("activities"),
        span=_activity_span,
        is_record=True,
    ),
    FactTable(
        name="breakdown",
        mark="activities",
        schema={**KEYS, **CELL, **_integers("attendances", "persons")},
        extract=_cells,
        assemble=_fact("breakdown"),
        span=_activity_span,
    ),
    FactTable(
        name="statistics",
        mark="statistics",
        schema={**KEYS, **_integers(*STATISTICS)},
        extract=_statistics,
        assemble=_fact("statistics"),
        span=_statistics_span,
        is_record=True,
    ),
    FactTable(
        name="history",
        mark="history",
        schema={
            "library": _INT,
            "month": "date",
            **_integers("year", "activities", "attendances"),
        },
        extract=_history,
        assemble=_fact("history"),
        span=_history_span,
        is_record=True,
    ),
)
CUBES = (
    Cube(
        name="activity_months",
        sources=("activities",),
        schema={
            **KEYS,
            **_integers("activities", "with_evidence", "on_time"),
            **_integers("with_collaborators", "reported", "sent"),
            **_integers(*(f"strategy_{strategy}" for strategy in STRATEGIES)),
            **_integers(*(f"field_{field}" for field in FIELDS)),
            **_SUMS,
        },
        expression=_cube("monthly_activity_by_library"),
        version=2,
    ),
    Cube(
        name="activity_kinds",
        sources=("activities",),
        schema={
            **KEYS,
            "strategy": "string",
            "field": "string",
            **_integers("activities", "with_evidence", "on_time"),
            **_SUMS,
        },
        expression=_cube("monthly_activity_by_strategy_and_field"),
    ),
    Cube(
        name="breakdown_months",
        sources=("breakdown",),
        schema={**KEYS, **CELL, **_integers("attendances", "persons")},
        expression=_cube("monthly_breakdown_by_library"),
    ),
    Cube(
        name="statistics_months",
        sources=("statistics",),
        schema={**KEYS, **_integers(*STATISTICS)},
        expression=_cube("monthly_statistics_by_library"),
    ),
)
DIMENSIONS = (
    Dimension("libraries", "libraries", LIBRARY, _libraries),
    Dimension("partnerships", "libraries", PARTNERSHIP, _partnerships),
    Dimension(
        "accounts",
        "libraries",
        {"library": _INT, "starts_on": "date", "ends_on": "date"},
        _accounts,
    ),
)


def register() -> None:
    """Tell the figure plane what it holds."""
    registry.register(*FACTS, *CUBES, *DIMENSIONS)
