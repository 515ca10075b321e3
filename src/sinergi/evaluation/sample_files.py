"""The units of a sample as a table for spreadsheets."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext_lazy

from sinergi.core.tables import ColumnType, Row, TableColumn
from sinergi.evaluation.models import SampleUnit
from sinergi.network.queries.libraries import paths_of
from sinergi.regions.queries import display_name

COLUMNS: Sequence[TableColumn] = (
    TableColumn(gettext_lazy("Sample unit"), width=12),
    TableColumn(gettext_lazy("Library"), width=40),
    TableColumn(gettext_lazy("Stratum"), width=28),
    TableColumn(gettext_lazy("Part"), width=18),
    TableColumn(gettext_lazy("Order"), ColumnType.INTEGER, 8),
    TableColumn(gettext_lazy("Region code"), width=16),
    TableColumn(gettext_lazy("Region"), width=28),
    TableColumn(gettext_lazy("Lies in"), width=48),
    TableColumn(gettext_lazy("Cluster"), width=12),
    TableColumn(gettext_lazy("Times drawn"), ColumnType.INTEGER, 10),
    TableColumn(gettext_lazy("Inclusion probability"), ColumnType.DECIMAL, 14),
    TableColumn(gettext_lazy("Sampling weight"), ColumnType.DECIMAL, 14),
    TableColumn(gettext_lazy("State"), width=18),
    TableColumn(gettext_lazy("Why"), width=36),
    TableColumn(gettext_lazy("Replaces"), width=12),
)


def unit_rows(units: Iterable[SampleUnit]) -> Iterator[Row]:
    """One row for each unit; probabilities and weights unrounded."""
    rows = list(units)
    paths = paths_of([unit.library.region_id for unit in rows if unit.library])
    for unit in rows:
        region = unit.library.region if unit.library else None
        yield (
            unit.code,
            unit.label,
            unit.stratum.label,
            unit.get_role_display(),
            unit.order,
            region.code if region else None,
            display_name(region) if region else None,
            paths[region.code] if region else None,
            unit.cluster or None,
            unit.hits,
            unit.probability,
            unit.weight,
            unit.get_state_display(),
            unit.reason or None,
            unit.replaces.code if unit.replaces else None,
        )
