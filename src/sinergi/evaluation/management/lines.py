"""The figures of an evaluation as lines that people read."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from sinergi.core.formatting import number

PLACES = 4
Document = dict[str, Any]


def evaluation_lines(document: Document) -> Iterator[str]:
    """The document of `sinergi evaluate` as tables."""
    counts = {**document["design"], "n": document["n"]}
    yield _("Rows: %(n)s · strata: %(strata)s · first-stage units: %(psu)s") % {
        name: number(count) for name, count in counts.items()
    }
    if document["variables"]:
        heads = [_("Variable"), _("Mean"), _("SE"), _("Interval (95%)"), _("Alpha")]
        scores = [_score(score["name"], score) for score in document["variables"]]
        yield ""
        yield from _aligned(
            [[*heads, _("Class")], *scores, _score(_("Overall"), document["overall"])]
        )
    if document["estimates"]:
        heads = [
            _("Estimate"),
            _("Value"),
            _("SE"),
            _("Interval (95%)"),
            _("Deff"),
            "n",
        ]
        yield ""
        yield from _aligned([heads, *map(_estimate, document["estimates"])])
    yield from _changes(document.get("change", []))
    yield from _comparisons(document.get("compare", []))


def _changes(changes: list[Document]) -> Iterator[str]:
    if changes:
        heads = [_("Before"), _("After"), _("Difference"), _("SE"), _("Interval (95%)")]
        heads += [_("Effect size"), _("Went up"), "n"]
        yield ""
        yield from _aligned([[_("Paired change"), *heads], *map(_change, changes)])


def _change(found: Document) -> list[str]:
    shown = ("mean_before", "mean_after", "difference", "se")
    return [
        f"{found['before']} → {found['after']}",
        *(_shown(found[key]) for key in shown),
        _interval(found["ci"]),
        _shown(found["effect"]),
        _shown(found["went_up"]),
        number(found["n"]),
    ]


def _comparisons(comparisons: list[Document]) -> Iterator[str]:
    if comparisons:
        heads = [_("Comparison"), "F", _("d.f."), "p", "n"]
        yield ""
        yield from _aligned([heads, *map(_comparison, comparisons)])


def _comparison(found: Document) -> list[str]:
    freedom = " · ".join(map(_shown, found["df"])) if found["df"] else "–"
    shown = [_shown(found["f"]), freedom, _shown(found["p"]), number(found["n"])]
    return [f"{found['item']} / {found['by']}", *shown]


def _score(name: str, score: Document) -> list[str]:
    alpha = _shown(score["alpha"]) if "alpha" in score else ""
    cells = [_shown(score["mean"]), _shown(score["se"]), _interval(score["ci"]), alpha]
    return [name, *cells, score["class"] or ""]


def _estimate(found: Document) -> list[str]:
    parts = [found["kind"], found["name"], found.get("level", "")]
    parts += [f"{name}={label}" for name, label in found["domain"].items()]
    return [
        " ".join(part for part in parts if part),
        _shown(found["estimate"]),
        _shown(found["se"]),
        _interval(found["ci"]),
        _shown(found["deff"]),
        number(found["n"]),
    ]


def _aligned(rows: list[list[str]]) -> Iterator[str]:
    """Rows of cells under each other: the first left, the others right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, *cells in rows:
        shown = [
            cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True)
        ]
        yield "  ".join([name.ljust(widths[0]), *shown]).rstrip()


def _interval(ends: tuple[float, float] | None) -> str:
    return f"{_shown(ends[0])} – {_shown(ends[1])}" if ends else "–"


def _shown(value: float | None) -> str:
    return "–" if value is None else number(value, PLACES)
