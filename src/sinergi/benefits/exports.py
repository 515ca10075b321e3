"""A result as a workbook and as JSON."""

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from sinergi.benefits.enums import BasisLabel
from sinergi.benefits.models import Valuation
from sinergi.benefits.queries import shown
from sinergi.benefits.valuation.document import Document
from sinergi.core.printing import demonstration_mark
from sinergi.core.tables import (
    HEADER_STYLE,
    SAFE_STRINGS,
    Value,
    sheet_name,
    write_value,
)
from sinergi.network.enums import Payer

TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "yaml": "application/yaml; charset=utf-8",
    "json": "application/json",
}

Rows = Sequence[Sequence[Value]]


def json_of(document: Document) -> str:
    """The document as `sinergi value --json` prints it."""
    return json.dumps(document, ensure_ascii=False)


def workbook(valuation: Valuation, document: Document) -> bytes:
    """Every table of a result, a sheet each; amounts are numbers."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, SAFE_STRINGS) as book:
        head = book.add_format(HEADER_STYLE)
        money = book.add_format({"num_format": "#,##0.######"})
        for title, columns, rows in _sheets(valuation, document):
            sheet = book.add_worksheet(sheet_name(title))
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, 0, 48)
            sheet.set_column(1, max(len(columns) - 1, 1), 22)
            for place, column in enumerate(columns):
                sheet.write_string(0, place, column, head)
            for number, row in enumerate(rows, 1):
                for place, value in enumerate(row):
                    write_value(sheet, number, place, value, money)
    return target.getvalue()


def _sheets(
    valuation: Valuation, document: Document
) -> Iterator[tuple[str, list[str], Rows]]:
    yield _("Summary"), [_("What"), _("Value")], _summary(valuation, document)
    ratios = [_("Costs of"), _("Costs"), _("Present value of costs"),
              _("Net present value"), _("Ratio"), _("Ratio without discounting"),
              _("Lowest (95 percent)"), _("Highest (95 percent)"),
              _("Share of draws below 1")]  # fmt: skip
    yield _("Ratios"), ratios, _ratios(document)
    costs = [_("Payer"), _("Money (Rp)"), _("In kind (Rp)")]
    yield _("Costs"), costs, _costs(document)
    yield _("Benefits"), _stream_columns(), _streams(document)
    years = [_("Year"), _("Benefit"), _("Costs"), _("Present value of benefits"),
             _("Present value of costs")]  # fmt: skip
    by_year: Any = document["by_year"]
    names = ("year", "benefit", "cost", "benefit_pv", "cost_pv")
    yield _("Years"), years, [[row[name] for name in names] for row in by_year]
    swings = [_("Assumption"), _("Value"), _("Lowest"), _("Highest"),
              _("Ratio at lowest"), _("Ratio at highest")]  # fmt: skip
    yield _("Tornado"), swings, _swings(document)
    columns = [_("Assumption"), _("Costs of"), _("Now"), _("Ratio is 1 at")]
    yield _("What would have to be true"), columns, _thresholds(document)


def _summary(valuation: Valuation, document: Document) -> Rows:
    total: Any = document["total_benefit"]
    drawn: Any = document["monte_carlo"]
    years: Any = document["years"]
    rate: Any = document["discount_rate"]
    mark = demonstration_mark()
    return [
        [_("Valuation"), valuation.title],
        [_("Years"), shown.span(*years)],
        [_("Total benefit (Rp)"), total["idr"]],
        [_("In words"), total["words"]],
        [_("Present value (Rp)"), total["present_value_idr"]],
        [_("Base year"), str(document["base_year"])],
        [_("Discount rate"), rate["value"]],
        [_("Draws"), drawn["draws"]],
        [_("Seed"), str(drawn["seed"])],
        [_("Method"), f"v{document['method_version']}"],
        [_("Note"), valuation.note],
        *([["", mark]] if mark else []),
        *([_("Warning"), said] for said in shown.sentences(document["warnings"])),
        *([_("Refused"), said] for said in shown.sentences(document["refused"])),
    ]


def _ratios(document: Document) -> Rows:
    bases: Any = document["bases"]
    drawn: Any = document["monte_carlo"]
    rows: list[list[Value]] = []
    for basis, found in _in_order(bases):
        chances = drawn["bases"].get(basis)
        spread = chances["ratio"] if chances else {"low": None, "high": None}
        rows.append(
            [
                str(BasisLabel(basis).label),
                found["cost_idr"],
                found["cost_pv_idr"],
                found["npv_idr"],
                found["ratio"],
                found["ratio_undiscounted"],
                spread["low"],
                spread["high"],
                chances["below_one"] if chances else None,
            ]
        )
    return rows


def _in_order(bases: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Bases as they are read; PostgreSQL keeps names of JSON in an order of its own."""
    return [(key, bases[key]) for key in BasisLabel.values if key in bases]


def _costs(document: Document) -> Rows:
    rows: Any = document["costs"]
    return [
        [str(Payer(row["payer"]).label), row["money_idr"], row["in_kind_idr"]]
        for row in rows
    ]


def _stream_columns() -> list[str]:
    shares = [shown.field_label(name) for name in shown.SHARES]
    return [
        _("Benefit"), _("Kind"), _("Who gains"), _("Evidence"), _("Quantity in a year"),
        _("Unit"), _("Quantity source"), _("Unit value"), _("Source"), _("First year"),
        _("Last year"), *shares, _("Gross benefit"), _("Net benefit"),
        _("Present value"),
    ]  # fmt: skip


def _streams(document: Document) -> Rows:
    rows: Any = document["streams"]
    words = shown.streams(document)
    return [
        [
            row["title"],
            said.kind,
            said.group,
            said.evidence,
            _exact(row["quantity"]["value"]),
            row["unit"],
            said.source,
            _exact(row["unit_value"]["value"]),
            row["unit_value_source"],
            str(row["years"][0]),
            str(row["years"][1]),
            *(row["shares"][name]["value"] for name in shown.SHARES),
            row["gross_idr"],
            row["net_idr"],
            row["present_value_idr"],
        ]
        for row, said in zip(rows, words, strict=True)
    ]


def _exact(value: float) -> Decimal:
    return Decimal(str(value))


def _swings(document: Document) -> Rows:
    rows: Any = document["tornado"]
    return [
        [
            shown.assumption(document, row["path"]),
            row["value"],
            row["low"],
            row["high"],
            *(row["ratio"] or (None, None)),
        ]
        for row in rows
    ]


def _thresholds(document: Document) -> Rows:
    bases: Any = document["bases"]
    return [
        [
            shown.assumption(document, row["path"]),
            str(BasisLabel(basis).label),
            row["now"],
            _("no possible value") if row["value"] is None else row["value"],
        ]
        for basis, found in _in_order(bases)
        for row in found["ratio_is_1_at"]
    ]
