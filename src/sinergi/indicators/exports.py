"""Figures and scores as documents for other programs."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sinergi.indicators.errors import UnknownCut
from sinergi.indicators.queries.shapes import (
    Explanation,
    FigureTable,
    Line,
    Value,
)

Document = dict[str, object]


def figure_document(table: FigureTable, *, as_of: dt.date) -> Document:
    """A table of figures, as `sinergi figures --json` and the API write it."""
    measure, stamp = table.measure, table.stamp
    at = stamp.calculated_at
    return {
        "measure": {
            "key": measure.key,
            "name": measure.name_id,
            "unit": measure.unit,
            "version": measure.version,
        },
        "as_of": as_of.isoformat(),
        "calculated_at": at.isoformat() if at else None,
        "version": stamp.version,
        "is_stale": stamp.is_stale,
        "boundaries_on": (table.cut.boundaries_on or timezone.localdate()).isoformat(),
        "provisional": table.cut.provisional,
        "records": stamp.records,
        "figures": [
            {
                "region": row.region,
                "name": row.name,
                "period": row.period,
                **({"breakdown": row.breakdown} if row.breakdown else {}),
                "value": plain(row.value),
                "suppressed": row.suppressed,
            }
            for row in table.rows
        ],
    }


def explanation_document(found: Explanation) -> Document:
    """A score's explanation; points and scores with their two decimals."""
    scheme = found.scheme
    return {
        "scheme": None
        if scheme is None
        else {"id": scheme.id, "year": scheme.year, "version": scheme.version,
              "name": scheme.name, "is_proposal": scheme.is_proposal},
        "counted": found.counted,
        "waiting": found.waiting,
        "to_next_band": points(found.to_next_band),
        "next_colour": found.next_colour,
        "indicators": [_line_document(line) for line in found.lines],
    }  # fmt: skip


def _line_document(line: Line) -> Document:
    return {
        "key": line.key,
        "name": line.indicator,
        "measure": line.measure,
        "actual": plain(line.actual),
        "target": plain(line.target),
        "unit": line.unit,
        "window_months": line.window_months,
        "points": points(line.points),
        "weight": line.weight,
        "colour": line.colour,
        "advice": line.advice,
        "gain": points(line.gain),
    }


def points(hundredths: int | None) -> float | None:
    """Hundredths of a point as a number with two decimals."""
    return None if hundredths is None else hundredths / 100


def plain(value: Value) -> int | float | None:
    """A value as a JSON number; whole ones without a fraction."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def month_of(text: str, *, field: str) -> dt.date:
    """The first day of a month written as 2022-11 (or of a day's month).

    Raises:
        UnknownCut: It is not a month.
    """
    try:
        return dt.date.fromisoformat(text if len(text) > 7 else f"{text}-01").replace(
            day=1
        )
    except ValueError:
        raise UnknownCut(
            _("Write a month as year-month, for example 2022-11."), field=field
        ) from None


def period_of(text: str) -> tuple[dt.date, dt.date]:
    """First and last month of "2022", "2022-11" or "2022-01/2022-06".

    Raises:
        UnknownCut: It is none of these.
    """
    if text.isascii() and text.isdigit() and len(text) == 4:
        return (
            month_of(f"{text}-01", field="period"),
            month_of(f"{text}-12", field="period"),
        )
    first, _slash, last = text.partition("/")
    return month_of(first, field="period"), month_of(last or first, field="period")
