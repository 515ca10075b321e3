"""A result on paper: A4, set by typst."""

import json
import threading
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from sinergi.benefits import pictures
from sinergi.benefits.models import Valuation
from sinergi.benefits.queries import shown
from sinergi.benefits.valuation.document import Document
from sinergi.core import formatting
from sinergi.core.printing import demonstration_mark
from sinergi.indicators import drawing

TEMPLATE = Path(__file__).resolve().parent / "typst" / "valuation.typ"
#: Pixels of a chart on paper.
PAPER = 560

_local = threading.local()


def report(valuation: Valuation, document: Document) -> bytes:
    """The pages of one valuation as PDF."""
    pdf: bytes = _compiler().compile(
        format="pdf",
        sys_inputs={
            "report": json.dumps(sheet_of(valuation, document)),
            "mark": demonstration_mark(),
        },
    )
    return pdf


def sheet_of(valuation: Valuation, document: Document) -> dict[str, object]:
    """All that is printed."""
    total: Any = document["total_benefit"]
    years: Any = document["years"]
    drawn: Any = document["monte_carlo"]
    specs = pictures.specs_of(document, PAPER)
    return {
        "lang": formatting.language(),
        "title": valuation.title,
        "years": shown.span(*years),
        "headline": shown.headline(document),
        "total_label": _("Total benefit"),
        "total": formatting.rupiah(total["idr"]),
        "words": total["words"],
        "note": valuation.note,
        "pv": _("Present value in %(year)s: %(amount)s")
        % {
            "year": document["base_year"],
            "amount": formatting.rupiah(total["present_value_idr"], 0),
        },
        "ratio_head": [_("Costs of"), _("Costs"), _("Ratio"), _("95 of 100 draws"),
                       _("Net present value")],
        "ratios": [
            [one.label, one.cost, one.ratio, one.interval or "–", one.npv]
            for one in shown.bases(document)
        ],
        "refused": shown.sentences(document["refused"]),
        "warnings": shown.sentences(document["warnings"]),
        "charts": [
            {"title": title, "svg": drawing.svg(specs[name])}
            for name, title in _titles()
            if name in specs
        ],
        "streams_title": _("Benefits, one by one"),
        "stream_head": [_("Benefit"), _("Quantity in a year"), _("Unit value"),
                        _("Deducted"), _("Net benefit")],
        "streams": [
            [
                f"{row.title} ({row.kind}, {row.group}, {row.years})",
                f"{row.quantity} · {row.source}",
                row.unit_value,
                ", ".join(f"{one[0]} {one[1]}" for one in row.deductions) or "–",
                row.net,
            ]
            for row in shown.streams(document)
        ],
        "conditions_title": _("What would have to be true for the ratio to be 1"),
        "condition_head": [_("Assumption"), _("Now"), _("Ratio is 1 at")],
        "conditions": [list(row) for row in shown.conditions(document)],
        "method": _(
            "%(draws)s draws, seed %(seed)s, method v%(version)s. Amounts in prices of "
            "%(year)s."
        )
        % {
            "draws": formatting.number(drawn["draws"]),
            "seed": drawn["seed"],
            "version": document["method_version"],
            "year": document["base_year"],
        },
    }  # fmt: skip


def _titles() -> list[tuple[str, str]]:
    return [
        ("waterfall", _("From gross benefit to total benefit")),
        ("payers", _("Who paid")),
        ("histogram", _("How sure the ratio is")),
        ("tornado", _("Which assumptions move the ratio most")),
    ]


def _compiler() -> Any:
    import typst

    if not hasattr(_local, "compiler"):
        _local.compiler = typst.Compiler(str(TEMPLATE))
    return _local.compiler
