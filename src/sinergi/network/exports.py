"""The list of libraries, and their partnerships over time, as tables."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sinergi.core.tables import ColumnType, Row, TableColumn
from sinergi.network.models import Library, Partnership
from sinergi.network.queries.libraries import paths_of
from sinergi.regions.queries import display_name

COLUMNS: Sequence[TableColumn] = (
    TableColumn(gettext_lazy("Number"), ColumnType.INTEGER, 10),
    TableColumn(gettext_lazy("NPP"), width=18),
    TableColumn(gettext_lazy("Library"), width=40),
    TableColumn(gettext_lazy("Kind"), width=18),
    TableColumn(gettext_lazy("Region code"), width=16),
    TableColumn(gettext_lazy("Region"), width=28),
    TableColumn(gettext_lazy("Lies in"), width=48),
    TableColumn(gettext_lazy("Programme"), width=12),
    TableColumn(gettext_lazy("Origin"), width=24),
    TableColumn(gettext_lazy("Intake year"), ColumnType.INTEGER, 10),
    TableColumn(gettext_lazy("Funders"), width=30),
    TableColumn(gettext_lazy("Decree"), width=24),
    TableColumn(gettext_lazy("Opened on"), ColumnType.DATE, 12),
    TableColumn(gettext_lazy("Closed on"), ColumnType.DATE, 12),
    TableColumn(gettext_lazy("Account"), width=12),
    TableColumn(gettext_lazy("State"), width=20),
)
#: Headings that the import of partners knows, so that a file can come back.
PARTNERSHIPS: Sequence[TableColumn] = (
    TableColumn(gettext_lazy("Region code"), width=16),
    TableColumn(gettext_lazy("Kind"), width=18),
    TableColumn(gettext_lazy("Library"), width=40),
    TableColumn(gettext_lazy("Origin"), width=24),
    TableColumn(gettext_lazy("Intake year"), ColumnType.INTEGER, 10),
    TableColumn(gettext_lazy("Funders"), width=30),
    TableColumn(gettext_lazy("Decree number"), width=24),
    TableColumn(gettext_lazy("NPP"), width=18),
    TableColumn(gettext_lazy("Programme"), width=12),
    TableColumn(gettext_lazy("Starts on"), ColumnType.DATE, 12),
    TableColumn(gettext_lazy("Ended on"), ColumnType.DATE, 12),
    TableColumn(gettext_lazy("State"), width=20),
)


def partnership_rows(partnerships: Iterable[Partnership]) -> Iterator[Row]:
    """One row for each partnership."""
    for partnership in partnerships:
        library = partnership.library
        yield (
            library.region_id,
            library.get_kind_display(),
            library.name,
            partnership.get_origin_display(),
            partnership.intake_year,
            ", ".join(f.get_funder_display() for f in partnership.funders.all()),
            partnership.decree_number,
            library.npp,
            partnership.programme_id.upper(),
            partnership.started_on,
            partnership.ended_on,
            None if partnership.is_confirmed else _("Unconfirmed"),
        )


def library_rows(libraries: Iterable[Library]) -> Iterator[Row]:
    """One row for each library, with its latest partnership."""
    rows = list(libraries)
    paths = paths_of([library.region_id for library in rows])
    for library in rows:
        partnership = next(iter(library.partnerships.all()), None)
        yield (
            library.pk,
            library.npp,
            library.name,
            library.get_kind_display(),
            library.region_id,
            display_name(library.region),
            paths[library.region_id],
            partnership.programme_id.upper() if partnership else None,
            partnership.get_origin_display() if partnership else None,
            partnership.intake_year if partnership else None,
            ", ".join(f.get_funder_display() for f in partnership.funders.all())
            if partnership
            else None,
            partnership.decree_number if partnership else None,
            library.opened_on,
            library.closed_on,
            _("yes") if getattr(library, "has_account", False) else _("not yet"),
            _("Unconfirmed") if library.is_unconfirmed else None,
        )
