"""The charts of a result, drawn at both widths for a page."""

from collections.abc import Callable
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sinergi.benefits import charts
from sinergi.benefits.enums import BasisLabel
from sinergi.benefits.queries import shown
from sinergi.benefits.valuation.document import Document
from sinergi.core import formatting
from sinergi.indicators import drawing
from sinergi.indicators.charts import NARROW, WIDE, Spec


def of(document: Document) -> dict[str, SafeString]:
    """Each chart that there is something to draw for, by name."""
    return {
        name: drawing.inline(spec(NARROW), spec(WIDE), alt)
        for name, (spec, alt) in _specs(document).items()
    }


def specs_of(document: Document, width: int = WIDE) -> dict[str, Spec]:
    """The same as specifications, for paper."""
    return {name: spec(width) for name, (spec, _alt) in _specs(document).items()}


LINE_END = "\n"
Drawn = tuple[Callable[[int], Spec], str]


def _specs(document: Document) -> dict[str, Drawn]:
    found: dict[str, Drawn] = {"waterfall": _waterfall(document)}
    main: Any = document["main_basis"]
    if shown.paid(document):
        found["payers"] = _payers(document)
    if main is not None and shown.bars(document):
        found["tornado"] = _tornado(document, main)
    drawn: Any = document["monte_carlo"]
    if main in drawn["bases"]:
        found["histogram"] = _histogram(document, main)
    return found


def _waterfall(document: Document) -> Drawn:
    steps = shown.steps(document)
    alt = "; ".join(f"{step.name}: {step.said}" for step in steps)
    return lambda width: charts.waterfall(steps, width=width), alt


def _payers(document: Document) -> Drawn:
    rows = shown.paid(document)
    alt = "; ".join(f"{row.name}: {row.said}" for row in rows)
    return lambda width: charts.payers(rows, width=width), alt


def _tornado(document: Document, main: str) -> Drawn:
    rows = shown.bars(document)
    bases: Any = document["bases"]
    centre = bases[main]["ratio"]
    alt = _("How far each assumption moves the ratio: %(rows)s") % {
        "rows": "; ".join(
            f"{row.name.replace(LINE_END, ' ')}: {formatting.number(row.low, 2)}–"
            f"{formatting.number(row.high, 2)}"
            for row in rows
        )
    }
    return lambda width: charts.tornado(rows, centre=centre, width=width), alt


def _histogram(document: Document, main: str) -> Drawn:
    drawn: Any = document["monte_carlo"]
    bases: Any = document["bases"]
    kept = drawn["bases"][main]
    centre = bases[main]["ratio"]
    low, high = (formatting.number(kept["ratio"][end], 2) for end in ("low", "high"))
    alt = _(
        "Ratio on the basis “%(basis)s”: 95 of 100 draws from %(low)s to %(high)s"
    ) % {
        "basis": BasisLabel(main).label,
        "low": low,
        "high": high,
    }

    def spec(width: int) -> Spec:
        return charts.histogram(
            kept["histogram"]["edges"],
            kept["histogram"]["counts"],
            one=_("Benefit = cost"),
            centre=centre,
            centre_said=formatting.number(centre, 2),
            words=lambda value: formatting.number(value, 1),
            width=width,
        )

    return spec, alt
