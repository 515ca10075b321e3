"""Activities, partnerships and libraries as the rows of a table.

Headings are those that the import knows, so that a file can come back.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from sinergi.accounts.models import User
from sinergi.core.tables import (
    ColumnType,
    Row,
    TableColumn,
    Text,
    write_csv,
    write_xlsx,
)
from sinergi.exchange.queries.exports import (
    exported_activities,
    exported_libraries,
    exported_partnerships,
)
from sinergi.exchange.spreadsheets.vocabularies import (
    FIELDS,
    LIBRARY_KINDS,
    ORIGINS,
    PAYERS,
    STRATEGIES,
)
from sinergi.network.models import Library, Partnership
from sinergi.reports.models import Activity

TITLES: dict[str, Text] = {
    "activities": _("Activities"),
    "partners": _("Partner libraries"),
    "libraries": _("Libraries"),
}
PLACE = (
    TableColumn("Kode Wilayah"),
    TableColumn("Nama Perpustakaan", width=40),
)
COLUMNS: dict[str, tuple[TableColumn, ...]] = {
    "activities": (
        *PLACE,
        TableColumn("Tanggal", ColumnType.DATE),
        TableColumn("Kelompok", width=32),
        TableColumn("Bidang", width=24),
        TableColumn("Judul Kegiatan", width=48),
        TableColumn("Laki-laki", ColumnType.INTEGER),
        TableColumn("Perempuan", ColumnType.INTEGER),
        TableColumn("Disabilitas", ColumnType.INTEGER),
        TableColumn("Usia <15", ColumnType.INTEGER),
        TableColumn("Usia 15-24", ColumnType.INTEGER),
        TableColumn("Usia 25-59", ColumnType.INTEGER),
        TableColumn("Usia 60+", ColumnType.INTEGER),
        TableColumn("Jumlah Hadir", ColumnType.INTEGER),
        TableColumn("Mitra", width=24),
        TableColumn("Sumber Dana"),
        TableColumn("Biaya (Rp)", ColumnType.DECIMAL),
        TableColumn("Bukti (tautan/berkas)", width=32),
        TableColumn("Rincian biaya", width=32),
        TableColumn("Status"),
        TableColumn("ID", width=38),
    ),
    "partners": (
        PLACE[0],
        TableColumn("Jenis"),
        PLACE[1],
        TableColumn("Asal Kemitraan", width=20),
        TableColumn("Tahun Masuk"),
        TableColumn("Sumber Dana"),
        TableColumn("Nomor SK", width=24),
        TableColumn("Nama Pengelola", width=24),
        TableColumn("Telepon"),
        TableColumn("NPP"),
        TableColumn("Program"),
        TableColumn("Mulai", ColumnType.DATE),
        TableColumn("Berakhir", ColumnType.DATE),
    ),
    "libraries": (
        *PLACE,
        TableColumn("Jenis"),
        TableColumn("NPP"),
        TableColumn("Dibuka", ColumnType.DATE),
        TableColumn("Ditutup", ColumnType.DATE),
        TableColumn("Belum dikonfirmasi"),
    ),
}
MARGINS = (
    ("sex", "male"),
    ("sex", "female"),
    ("disability", "with"),
    ("age_band", "under_15"),
    ("age_band", "15_24"),
    ("age_band", "25_59"),
    ("age_band", "60_plus"),
)
YES = "ya"


def export_rows(
    kind: str,
    *,
    user: User | None,
    region: str,
    first: dt.date | None,
    last: dt.date | None,
) -> Iterator[Row]:
    """The rows of a table, within a region and, for activities, between two days."""
    if kind == "activities":
        for activity in exported_activities(user, region, first, last):
            yield _activity_row(activity)
    elif kind == "partners":
        for partnership in exported_partnerships(user, region):
            yield _partner_row(partnership)
    else:
        for library in exported_libraries(user, region):
            yield _library_row(library)


def _activity_row(activity: Activity) -> Row:
    payments = list(activity.money.all())
    payers = [PAYERS.labels[payment.payer] for payment in payments]
    costs = [payment.amount_idr for payment in payments]
    parts = zip(payers, costs, strict=True)
    evidence = [piece.reference for piece in activity.evidence.all()]
    return (
        activity.library.region_id,
        activity.library.name,
        activity.started_on,
        STRATEGIES.labels.get(activity.strategy, ""),
        FIELDS.labels.get(activity.field, ""),
        activity.title,
        *(_margin(activity, name, value) for name, value in MARGINS),
        activity.attendances,
        activity.collaborators,
        payers[0] if len(payers) == 1 else None,
        sum(costs, Decimal(0)) if costs else None,
        "\n".join(reference for reference in evidence if reference),
        "; ".join(f"{payer}: {cost:.2f}" for payer, cost in parts),
        activity.get_state_display(),
        str(activity.pk),
    )


def _margin(activity: Activity, dimension: str, value: str) -> int | None:
    """What the breakdown says of one value; None where it says nothing."""
    counts = [
        cell.attendances
        for cell in activity.breakdown.all()
        if getattr(cell, dimension) == value
    ]
    return sum(counts) if counts else None


def _partner_row(partnership: Partnership) -> Row:
    funders = [PAYERS.labels[funder.funder] for funder in partnership.funders.all()]
    return (
        partnership.library.region_id,
        LIBRARY_KINDS.labels[partnership.library.kind],
        partnership.library.name,
        ORIGINS.labels[partnership.origin],
        str(partnership.intake_year),
        "; ".join(funders),
        partnership.decree_number,
        partnership.contact_name,
        partnership.contact_phone,
        partnership.library.npp,
        partnership.programme_id,
        partnership.started_on,
        partnership.ended_on,
    )


def _library_row(library: Library) -> Row:
    return (
        library.region_id,
        library.name,
        LIBRARY_KINDS.labels[library.kind],
        library.npp,
        library.opened_on,
        library.closed_on,
        YES if library.is_unconfirmed else "",
    )


def write_export(
    target: BinaryIO, kind: str, rows: Iterable[Row], *, as_csv: bool
) -> None:
    """Write the rows as CSV or as a workbook."""
    columns = COLUMNS[kind]
    if as_csv:
        target.writelines(line.encode() for line in write_csv(columns, rows))
    else:
        write_xlsx(target, TITLES[kind], columns, rows)
