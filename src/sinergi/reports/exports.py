"""Activities as rows of a file."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sinergi.core.formatting import join_list
from sinergi.core.tables import ColumnType, Row, TableColumn
from sinergi.reports.enums import Sex
from sinergi.reports.models import Activity

COLUMNS = (
    TableColumn(_("Region code"), width=14),
    TableColumn(_("Library"), width=32),
    TableColumn(_("Date"), ColumnType.DATE, 12),
    TableColumn(_("Last day"), ColumnType.DATE, 12),
    TableColumn(_("Activity group"), width=26),
    TableColumn(_("Field"), width=18),
    TableColumn(_("CIMS area (proposed mapping)"), width=28),
    TableColumn(_("Name of the activity"), width=48),
    TableColumn(_("Place"), width=24),
    TableColumn(_("Collaborators"), width=24),
    TableColumn(_("Attendances"), ColumnType.INTEGER),
    TableColumn(_("Male"), ColumnType.INTEGER),
    TableColumn(_("Female"), ColumnType.INTEGER),
    TableColumn(_("Persons"), ColumnType.INTEGER),
    TableColumn(_("With disability"), ColumnType.INTEGER),
    TableColumn(_("Cost (Rp)"), ColumnType.DECIMAL, 18),
    TableColumn(_("State"), width=22),
    TableColumn(_("Sent"), ColumnType.DATE, 12),
    TableColumn(_("Days late"), ColumnType.INTEGER),
    TableColumn("ID", width=38),
)


def activity_rows(activities: Iterable[Activity]) -> Iterator[Row]:
    """One row per activity whose parts are at hand; None is not reported."""
    for activity in activities:
        cells = list(activity.breakdown.all())
        money = [payment.amount_idr for payment in activity.money.all()]
        sent = activity.submitted_at
        yield (
            activity.library.region_id,
            activity.library.name,
            activity.started_on,
            activity.ended_on,
            activity.get_strategy_display() if activity.strategy else "",
            activity.get_field_display() if activity.field else "",
            join_list([str(area.label) for area in activity.cims_areas]),
            activity.title,
            activity.place,
            activity.collaborators,
            activity.attendances,
            _sum_known(cell.attendances for cell in cells if cell.sex == Sex.MALE),
            _sum_known(cell.attendances for cell in cells if cell.sex == Sex.FEMALE),
            activity.persons,
            _sum_known(cell.attendances for cell in cells if cell.disability == "with"),
            sum(money, Decimal()) if money else None,
            activity.get_state_display(),
            timezone.localdate(sent) if sent else None,
            activity.days_late if sent else None,
            str(activity.pk),
        )


def _sum_known(values: Iterable[int]) -> int | None:
    known = list(values)
    return sum(known) if known else None
