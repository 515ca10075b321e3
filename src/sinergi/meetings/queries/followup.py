"""Whether the indicators of action plans moved, by the libraries' own reports."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from sinergi.core import formatting
from sinergi.core.dates import latest_day
from sinergi.indicators.measures import ACTIVITIES, MEASURES, STATISTICS, Measure
from sinergi.indicators.queries.libraries import Months, monthly_values
from sinergi.meetings.followup import (
    MonthValue,
    Verdict,
    Way,
    months_after,
    months_before,
    span_of,
    value_over,
    verdict,
)
from sinergi.meetings.models import ActionPlan, Meeting


def is_plannable(key: str) -> bool:
    """Whether a library's own reports of single months can show a measure moving."""
    measure = MEASURES.get(key)
    return (
        measure is not None
        and measure.cube in (ACTIVITIES, STATISTICS)
        and bool(measure.column)
        and not measure.variety_of
    )


def plannable_measures() -> list[Measure]:
    """The measures that a plan may aim at."""
    return [measure for key, measure in MEASURES.items() if is_plannable(key)]


def way_of(measure: Measure) -> Way:
    """How the months of a measure are put together."""
    if measure.is_share:
        return Way.SHARE
    return Way.LEVEL if measure.is_stock else Way.MEAN


def measured_text(key: str, value: Decimal | None) -> str:
    """A value with its unit as people read it: `2,5 per bulan`, `40%`."""
    if value is None:
        return formatting.no_data()
    measure = MEASURES[key]
    if measure.unit == "percent":
        return formatting.percent(value / 100)
    text = (
        formatting.rupiah(value, 0)
        if measure.unit == "idr"
        else formatting.number(_plain(value))
    )
    if way_of(measure) is Way.MEAN:
        return _("%(value)s a month") % {"value": text}
    return text


def _plain(value: Decimal) -> Decimal:
    """The value without noughts behind the point."""
    return (
        value.quantize(Decimal(1))
        if value == value.to_integral()
        else value.normalize()
    )


@dataclass(frozen=True)
class Movement:
    """What the reports after a meeting say of a plan.

    `after` is None where nothing was reported; `reported` of `months` were reported
    (months None: none has ended yet). `rows` are the months themselves.
    """

    verdict: Verdict
    after: Decimal | None
    reported: int
    first: dt.date | None
    last: dt.date | None
    rows: list[tuple[dt.date, Decimal | None]] = field(default_factory=list)

    @property
    def months(self) -> int:
        """How many months there are to look at."""
        return span_of(self.first, self.last) if self.first and self.last else 0


def baseline_of(
    key: str, libraries: Sequence[int], meeting: Meeting
) -> dict[int, Decimal | None]:
    """A measure's value of the year before a meeting, by library."""
    first, last = months_before(meeting.starts_on)
    measure = MEASURES[key]
    values = monthly_values(measure, libraries, first, last)
    return {
        library: value_over(_months(values, library), way_of(measure))
        for library in libraries
    }


def movement_of(plan: ActionPlan) -> Movement:
    """What the reports say of one plan."""
    return movements_of([plan])[plan.pk]


def movements_of(plans: Collection[ActionPlan]) -> dict[int, Movement]:
    """What the reports say of some plans, with one question for each measure."""
    found: dict[int, Movement] = {}
    groups: dict[tuple[dt.date, str], list[ActionPlan]] = defaultdict(list)
    for plan in plans:
        groups[plan.delegation.meeting.starts_on, plan.measure].append(plan)
    for (starts_on, key), some in groups.items():
        window = months_after(starts_on, latest_day())
        libraries = {plan.delegation.library_id or 0 for plan in some}
        values = monthly_values(MEASURES[key], libraries, *window) if window else {}
        for plan in some:
            library = plan.delegation.library_id or 0
            found[plan.pk] = _movement(plan, _months(values, library), window)
    return found


def _movement(
    plan: ActionPlan,
    months: list[MonthValue],
    window: tuple[dt.date, dt.date] | None,
) -> Movement:
    way = way_of(MEASURES[plan.measure])
    after = value_over(months, way)
    first, last = window or (None, None)
    return Movement(
        verdict=verdict(
            baseline=plan.baseline_value, target=plan.target_value, after=after
        ),
        after=after,
        reported=len(months),
        first=first,
        last=last,
        rows=[(one.month, value_over([one], way)) for one in months],
    )


def _months(values: Months, library: int) -> list[MonthValue]:
    return [
        MonthValue(month, part, whole)
        for month, (part, whole) in sorted(values.get(library, {}).items())
    ]
