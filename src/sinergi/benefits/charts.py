"""Charts of a valuation as Vega-Lite specifications: plain dicts, no drawing."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sinergi.indicators.charts import (
    CONTROL,
    INK,
    INK_2,
    NILA,
    SOGA,
    WIDE,
    Spec,
    Words,
    frame,
    ticks,
)

PALE = "#b3c3e8"
LABEL_WIDTH = {True: 150, False: 210}
ROW = 34
LINE = 14


@dataclass(frozen=True)
class Bar:
    """One swing of a tornado: a name, its two ends and how they are written."""

    name: str
    low: float
    high: float
    low_said: str
    high_said: str


def _names(width: int) -> Spec:
    return {
        "field": "name",
        "type": "nominal",
        "sort": None,
        "axis": {
            "domain": False,
            "grid": False,
            "labelLimit": LABEL_WIDTH[width != WIDE],
            "labelExpr": "split(datum.label, '\\n')",
        },
    }


def _wrapped(name: str, letters: int) -> str:
    """Each line of a name in two at most."""
    if "\n" in name:
        return "\n".join(_wrapped(line, letters) for line in name.split("\n"))
    if len(name) <= letters:
        return name
    cut = name.rfind(" ", 0, letters + 1)
    cut = cut if cut > 0 else letters
    return f"{name[:cut]}\n{_cut(name[cut:].strip(), letters)}"


def _cut(line: str, letters: int) -> str:
    return line if len(line) <= letters else f"{line[: letters - 1].rstrip()}…"


def _letters(width: int) -> int:
    return 32 if width == WIDE else 22


def tornado(rows: Sequence[Bar], *, centre: float, width: int = WIDE) -> Spec:
    """Ends of the result for each assumption, the widest on top."""
    letters = _letters(width)
    data = [
        {
            "name": _wrapped(row.name, letters),
            "from": row.low,
            "to": row.high,
            "from_said": row.low_said,
            "to_said": row.high_said,
            "centre": centre,
        }
        for row in rows
    ]
    ends = [end for row in rows for end in (row.low, row.high)]
    room = (max(ends) - min(ends)) * (0.3 if width == WIDE else 0.8)
    x = {
        "type": "quantitative",
        "scale": {"domain": [min(ends) - room, max(ends) + room], "nice": False},
        "axis": None,
    }
    y = _names(width)
    layers: list[Spec] = [
        {
            "mark": {"type": "bar", "size": 12, "cornerRadius": 3, "color": PALE},
            "encoding": {
                "y": y,
                "x": x | {"field": "from"},
                "x2": {"field": "centre"},
            },
        },
        {
            "mark": {"type": "bar", "size": 12, "cornerRadius": 3, "color": NILA},
            "encoding": {"y": y, "x": x | {"field": "centre"}, "x2": {"field": "to"}},
        },
        _end(y, x, "from"),
        _end(y, x, "to"),
        {
            "data": {"values": [{"centre": centre}]},
            "mark": {"type": "rule", "color": INK, "strokeWidth": 1},
            "encoding": {"x": x | {"field": "centre"}},
        },
    ]
    lines = max((str(row["name"]).count("\n") + 1 for row in data), default=1)
    row_height = max(ROW, LINE * lines + 8)
    spec = frame(width, max(90, row_height * len(rows) + 20), layers)
    spec["data"] = {"values": data}
    return spec


def _end(y: Spec, x: Spec, end: str) -> Spec:
    """The value at one end, written outside of its bar."""
    is_left = f"datum.{end} <= (datum.from < datum.to ? datum.from : datum.to)"
    offset = {"expr": f"({is_left}) ? -6 : 6"}
    align = {"expr": f"({is_left}) ? 'right' : 'left'"}
    return {
        "mark": {"type": "text", "dx": offset, "align": align, "color": INK_2},
        "encoding": {
            "y": y,
            "x": x | {"field": end},
            "text": {"field": f"{end}_said"},
        },
    }


def histogram(
    edges: Sequence[float],
    counts: Sequence[int],
    *,
    one: str,
    centre: float,
    centre_said: str,
    words: Words,
    width: int = WIDE,
) -> Spec:
    """How often drawn ratios fall where, with the lines of 1 and of the result.

    Args:
        edges: Ends of the classes, one more than there are counts.
        counts: Draws in each class.
        one: Words at the line where benefits equal costs.
        centre: The ratio of the central values.
        centre_said: Words at its line.
        words: How a ratio is written on the axis.
        width: Pixels.
    """
    data = [
        {"from": low, "to": high, "count": count}
        for low, high, count in zip(edges[:-1], edges[1:], counts, strict=True)
    ]
    top = max(counts)
    highest = max(edges[-1], centre, 1.0)
    marks = ticks(highest, 6 if width == WIDE else 5)
    x: Spec = {
        "type": "quantitative",
        "scale": {"domain": [0, max(highest * 1.02, marks[-2])], "nice": False},
        "axis": {
            "values": marks,
            "labelExpr": _marks(marks, words),
        },
    }
    y: Spec = {
        "type": "quantitative",
        "scale": {"domain": [0, top * 1.3]},
        "axis": None,
    }
    layers: list[Spec] = [
        {
            "data": {"values": data},
            "mark": {"type": "bar", "cornerRadiusEnd": 0, "color": PALE},
            "encoding": {
                "x": x | {"field": "from"},
                "x2": {"field": "to"},
                "y": y | {"field": "count"},
                "y2": {"datum": 0},
            },
        },
        *_line(x, y, _Mark(1.0, one, SOGA, top * 1.24, is_dashed=True)),
        *_line(x, y, _Mark(centre, centre_said, NILA, top * 1.12)),
    ]
    return frame(width, 210 if width != WIDE else 240, layers)


def _marks(marks: Sequence[float], words: Words) -> str:
    names = {f"{mark:g}": words(mark) for mark in marks}
    return f"({json.dumps(names)})[format(datum.value, '~g')] || datum.label"


@dataclass(frozen=True)
class _Mark:
    """A line across the chart with its words."""

    at: float
    said: str
    colour: str
    height: float
    is_dashed: bool = False


def _line(x: Spec, y: Spec, mark: _Mark) -> list[Spec]:
    place = {"values": [{"at": mark.at, "height": mark.height, "said": mark.said}]}
    here = {"x": x | {"field": "at"}, "y": y | {"field": "height"}}
    rule: Spec = {"type": "rule", "color": mark.colour, "strokeWidth": 1.5}
    if mark.is_dashed:
        rule["strokeDash"] = [5, 4]
    name = {"type": "text", "align": "left", "dx": 6, "fontWeight": 700}
    return [
        {"data": place, "mark": rule, "encoding": here | {"y2": {"datum": 0}}},
        {
            "data": place,
            "mark": name | {"color": mark.colour},
            "encoding": here | {"text": {"field": "said"}},
        },
    ]


@dataclass(frozen=True)
class Step:
    """One step of a waterfall: from where to where, and how it is written."""

    name: str
    start: float
    end: float
    said: str
    is_total: bool = False


def waterfall(steps: Sequence[Step], *, width: int = WIDE) -> Spec:
    """From the gross benefit to the net one, a row a step."""
    letters = _letters(width)
    data = [
        {
            "name": _wrapped(step.name, letters),
            "start": min(step.start, step.end),
            "end": max(step.start, step.end),
            "said": step.said,
            "colour": NILA if step.is_total else PALE,
        }
        for step in steps
    ]
    top = max((step.start for step in steps), default=0) or 1
    x: Spec = {
        "type": "quantitative",
        "scale": {"domain": [0, top * (1.26 if width == WIDE else 1.6)], "nice": False},
        "axis": None,
    }
    y = _names(width)
    layers: list[Spec] = [
        {
            "mark": {"type": "bar", "size": 14, "cornerRadius": 3},
            "encoding": {
                "y": y,
                "x": x | {"field": "start"},
                "x2": {"field": "end"},
                "color": {"field": "colour", "type": "nominal", "scale": None},
            },
        },
        _label(y, x, "end"),
    ]
    spec = frame(width, max(90, ROW * len(steps) + 20), layers)
    spec["data"] = {"values": data}
    return spec


def _label(y: Spec, x: Spec, field: str) -> Spec:
    return {
        "mark": {
            "type": "text",
            "align": "left",
            "dx": 6,
            "fontWeight": 700,
            "color": INK,
        },
        "encoding": {"y": y, "x": x | {"field": field}, "text": {"field": "said"}},
    }


@dataclass(frozen=True)
class Paid:
    """What one payer bears: in money, in kind, and both as it is written."""

    name: str
    money: float
    in_kind: float
    said: str


def payers(rows: Sequence[Paid], *, width: int = WIDE) -> Spec:
    """Costs by payer; what was given in kind follows the money, in grey."""
    letters = _letters(width)
    data = [
        {
            "name": _wrapped(row.name, letters),
            "start": start,
            "end": end,
            "colour": colour,
            "total": row.money + row.in_kind,
            "said": said,
        }
        for row in rows
        for start, end, colour, said in (
            (0, row.money, NILA, ""),
            (row.money, row.money + row.in_kind, CONTROL, row.said),
        )
    ]
    top = max((row.money + row.in_kind for row in rows), default=0) or 1
    x: Spec = {
        "type": "quantitative",
        "scale": {"domain": [0, top * (1.26 if width == WIDE else 1.6)], "nice": False},
        "axis": None,
    }
    y = _names(width)
    layers: list[Spec] = [
        {
            "mark": {"type": "bar", "size": 12},
            "encoding": {
                "y": y,
                "x": x | {"field": "start"},
                "x2": {"field": "end"},
                "color": {"field": "colour", "type": "nominal", "scale": None},
            },
        },
        _label(y, x, "total"),
    ]
    spec = frame(width, max(90, ROW * len(rows) + 16), layers)
    spec["data"] = {"values": data}
    return spec
