"""The tables behind the blocks of a dashboard: for the page, CSV and XLSX alike."""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from sinergi.core import formatting
from sinergi.core.tables import ColumnType, TableColumn, Value, write_csv, write_xlsx
from sinergi.core.templatetags.sinergi import light_word
from sinergi.network.enums import LibraryKind
from sinergi.portal.queries.dashboard import COLOURS, Area, Dashboard
from sinergi.portal.queries.library import ReportCard

INTEGER, DECIMAL, TEXT = ColumnType.INTEGER, ColumnType.DECIMAL, ColumnType.TEXT
BLOCKS = ("lampu", "peta", "tren", "tepat", "peringkat", "perpustakaan")
#: What a block can be downloaded as.
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "svg": "image/svg+xml",
    "png": "image/png",
}
#: A column that only wide screens show.
WIDE = True


@dataclass(frozen=True)
class Table:
    """A block's rows as values, the name of the row first."""

    title: str
    columns: Sequence[TableColumn]
    rows: Sequence[Sequence[Value]]
    total: Sequence[Value] | None = None
    codes: int = 0

    @property
    def page_columns(self) -> list[dict[str, object]]:
        """Columns as the page's table part wants them; codes stay in files."""
        return [
            {
                "label": column.heading,
                "is_number": column.type in (INTEGER, DECIMAL),
                "is_wide": number > 3,
            }
            for number, column in enumerate(self.columns[self.codes :])
        ]

    @property
    def page_rows(self) -> list[list[str]]:
        """Cells as people read them."""
        return [self._read(row) for row in self.rows]

    @property
    def page_total(self) -> list[str] | None:
        """The line of sums."""
        return self._read(self.total) if self.total else None

    def _read(self, row: Sequence[Value]) -> list[str]:
        pairs = list(zip(self.columns, row, strict=True))[self.codes :]
        return [_cell(column, value) for column, value in pairs]


def _cell(column: TableColumn, value: Value) -> str:
    if column.type == TEXT:
        return str(value or "")
    if value is None:
        return "–"
    assert isinstance(value, int | Decimal)  # noqa: S101 - by the column's type
    return formatting.number(value, 1 if column.type == DECIMAL else None)


def table_of(board: Dashboard, block: str) -> Table | None:
    """The table behind a block; None where the place has no such block."""
    return _TABLES[block](board)


def _lights(board: Dashboard) -> Table:
    rows = [
        (light_word(colour), board.lights.counts[colour], board.lights.pct(colour))
        for colour in COLOURS
    ]
    return Table(
        _("Libraries by light"),
        [
            TableColumn(_("Light")),
            TableColumn(_("Libraries"), INTEGER),
            TableColumn(_("Percent of all"), DECIMAL),
        ],
        rows,
        (_("Total"), board.lights.total, None),
    )


def _area_columns(first: str) -> list[TableColumn]:
    return [
        TableColumn(_("Code"), TEXT, 10),
        TableColumn(first, TEXT, 30),
        TableColumn(_("Percent green"), DECIMAL),
        *(TableColumn(light_word(colour), INTEGER) for colour in COLOURS),
        TableColumn(_("Libraries"), INTEGER),
        TableColumn(_("Activities"), INTEGER),
        TableColumn(_("Attendances"), INTEGER),
        TableColumn(_("Percent in time"), DECIMAL),
        TableColumn(_("Percent complete"), DECIMAL),
    ]


def area_word(board: Dashboard) -> str:
    """What the regions of the place are called."""
    return _("Province") if board.place.level == "nation" else _("Regency/city")


def _area_row(area: Area) -> tuple[Value, ...]:
    lights = area.lights
    name = area.name if area.is_whole else _("Provincial library")
    return (
        area.code,
        name,
        lights.green_pct,
        *(lights.counts[colour] for colour in COLOURS),
        lights.total,
        _whole(area.activities),
        _whole(area.attendances),
        area.on_time,
        area.complete,
    )


def _whole(value: int | Decimal | None) -> int | None:
    return None if value is None else int(value)


def _map(board: Dashboard) -> Table | None:
    if not board.areas:
        return None
    lights = board.lights
    return Table(
        _("Lights by region"),
        _area_columns(area_word(board)),
        [_area_row(area) for area in sorted(board.areas, key=lambda a: a.code)],
        (
            board.place.code,
            _("Total"),
            lights.green_pct,
            *(lights.counts[colour] for colour in COLOURS),
            lights.total,
            _whole(board.activities),
            _whole(board.attendances),
            _tenth(board.on_time.pct),
            _tenth(board.complete.pct),
        ),
        codes=1,
    )


def _tenth(value: Decimal | None) -> Decimal | None:
    return None if value is None else formatting.half_up(value, 1)


def _trend(board: Dashboard) -> Table:
    trend = board.trend
    columns = [
        TableColumn(_("Month")),
        TableColumn(_("Attendances"), INTEGER),
        TableColumn(_("A year before"), INTEGER),
        TableColumn(_("Target a month (proposal)"), INTEGER),
    ]
    before = trend.before or [None] * len(trend.months)
    target = None if trend.target is None else int(formatting.half_up(trend.target, 0))
    rows = [
        (formatting.month(month), _whole(now), _whole(then), target)
        for month, now, then in zip(trend.months, trend.now, before, strict=True)
    ]
    return Table(_("Attendances by month"), columns, rows)


def _heat(board: Dashboard) -> Table:
    months = board.filters.span.months
    columns = [
        TableColumn(_("Code"), TEXT, 10),
        TableColumn(_("Region"), TEXT, 30),
        TableColumn(_("Whole period"), DECIMAL),
        *(TableColumn(formatting.short_month_name(m.month), DECIMAL) for m in months),
    ]
    rows = [
        (
            row.code,
            row.name if row.is_whole else _("Provincial library"),
            row.overall,
            *row.values,
        )
        for row in board.heat
    ]
    return Table(_("Reports in time, in percent"), columns, rows, codes=1)


def _ranking(board: Dashboard) -> Table | None:
    ranked = [area for area in board.areas if area.rank is not None]
    if not ranked:
        return None
    columns = [
        TableColumn(_("Code"), TEXT, 10),
        TableColumn(area_word(board), TEXT, 30),
        TableColumn(_("Rank"), INTEGER),
        TableColumn(_("Of"), INTEGER),
        TableColumn(_("Percent green"), DECIMAL),
        TableColumn(_("Libraries"), INTEGER),
    ]
    rows = [
        (
            area.code,
            area.name,
            area.rank,
            board.field_size,
            area.lights.green_pct,
            area.lights.total,
        )
        for area in ranked
    ]
    return Table(_("Ranking by share of green"), columns, rows, codes=1)


def _libraries(board: Dashboard) -> Table | None:
    if not board.libraries:
        return None
    columns = [
        TableColumn(_("Library"), TEXT, 36),
        TableColumn(_("Place"), TEXT, 30),
        TableColumn(_("Kind"), TEXT, 20),
        TableColumn(_("Light")),
        TableColumn(_("Score"), DECIMAL),
    ]
    rows = [
        (
            row.name,
            row.place,
            str(LibraryKind(row.kind).label),
            light_word(row.colour),
            None if row.score is None else Decimal(row.score).scaleb(-2),
        )
        for row in board.libraries
    ]
    return Table(_("Libraries with their light"), columns, rows)


_TABLES: dict[str, Callable[[Dashboard], Table | None]] = {
    "lampu": _lights,
    "peta": _map,
    "tren": _trend,
    "tepat": _heat,
    "peringkat": _ranking,
    "perpustakaan": _libraries,
}


def notes(board: Dashboard) -> list[tuple[str, Value]]:
    """What a downloaded figure must say about itself."""
    return [
        (_("Region"), board.place.name),
        (_("Period"), board.filters.span.key),
        (
            _("Reports"),
            _("Provisional, incl. unverified")
            if board.filters.is_provisional
            else _("Verified only"),
        ),
        (
            _("Boundaries as of"),
            board.filters.boundaries_on or _("today"),
        ),
        (_("Calculated"), formatting.moment(board.stamp.calculated_at)),
        (_("Activity reports"), board.stamp.records),
        (_("Figure version"), board.stamp.version),
    ]


# --- report cards ---------------------------------------------------------------

CARD_BLOCKS = ("rapor", "tren")


def card_table(card: ReportCard, block: str) -> Table:
    """The table behind a block of a library's report card."""
    return _points(card) if block == "rapor" else _card_trend(card)


def _points(card: ReportCard) -> Table:
    columns = [
        TableColumn(_("Indicator"), TEXT, 36),
        TableColumn(_("Actual"), DECIMAL),
        TableColumn(_("Target"), DECIMAL),
        TableColumn(_("Points"), DECIMAL),
        TableColumn(_("Weight"), DECIMAL),
        TableColumn(_("Next step"), TEXT, 40),
    ]
    rows = [
        (
            line.indicator,
            line.actual,
            line.target,
            Decimal(line.points).scaleb(-2),
            Decimal(line.weight),
            line.advice,
        )
        for line in card.explanation.lines
    ]
    return Table(_("Points by indicator"), columns, rows)


def _card_trend(card: ReportCard) -> Table:
    columns = [
        TableColumn(_("Month")),
        TableColumn(_("Light")),
        TableColumn(_("Score"), DECIMAL),
    ]
    rows = [
        (
            formatting.month(point.month),
            light_word(point.colour),
            None if point.score is None else Decimal(point.score).scaleb(-2),
        )
        for point in card.trend
    ]
    return Table(_("Score by month"), columns, rows)


def card_notes(card: ReportCard) -> list[tuple[str, Value]]:
    """What a file of a report card must say about itself."""
    explanation = card.explanation
    scheme = explanation.scheme
    return [
        (_("Library"), card.library.name),
        (_("Period"), card.span.key),
        (_("Scheme"), scheme.name if scheme else ""),
        (_("Calculated"), formatting.moment(explanation.stamp.calculated_at)),
        (_("Activity reports"), explanation.counted),
        (_("Figure version"), explanation.stamp.version),
    ]


def csv_lines(table: Table) -> Iterator[str]:
    """The table as lines of a CSV file, the sums left out."""
    return write_csv(table.columns, table.rows)


def xlsx_bytes(table: Table, about: Sequence[tuple[str, Value]]) -> bytes:
    """The table as a workbook with a sheet of notes."""
    target = io.BytesIO()
    write_xlsx(
        target,
        table.title,
        table.columns,
        table.rows,
        notes=about,
        notes_title=_("Notes"),
    )
    return target.getvalue()
