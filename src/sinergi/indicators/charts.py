"""Charts as Vega-Lite specifications: plain dicts, no Django, no drawing."""

import json
import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Spec = dict[str, Any]
Words = Callable[[float], str]

INK, INK_2, INK_3 = "#121a33", "#3e4863", "#5a647d"
NILA, CONTROL, SOGA, LINE = "#27408f", "#757f97", "#8f4f16", "#dbe0ea"
SURFACE = "#ffffff"
CLASSES = ("#dfe6f5", "#b3c3e8", "#7f98d3", "#4766b3", "#1d3279")
LIGHTS = {
    "green": "#14804a",
    "yellow": "#f2b90f",
    "red": "#c0272d",
    "no_data": "#6b7488",
    "no_account": "#c9ced9",
}

#: Widths at which each chart is drawn: a phone's card and half a desktop.
NARROW, WIDE = 340, 560
#: Pixels that a letter of a chart takes on average.
LETTER = 6.2
#: Distance of a name from its line, as a part of the chart's height.
NAME_GAP = 0.055

CONFIG: Spec = {
    "background": None,
    "aria": False,
    "font": "system-ui, Roboto, sans-serif",
    "padding": 4,
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK_2,
        "labelFontSize": 12,
        "labelFontWeight": 400,
        "ticks": False,
        "title": None,
        "gridColor": LINE,
        "labelPadding": 8,
    },
    "axisX": {"domainColor": CONTROL, "labelAngle": 0, "grid": False},
    "axisY": {"domain": False},
    "line": {"color": NILA, "strokeWidth": 2.5, "strokeJoin": "round"},
    "bar": {"color": NILA, "cornerRadiusEnd": 4},
    "text": {"color": INK_2, "fontSize": 12},
}


@dataclass(frozen=True)
class Series:
    """One line of a trend: a name shown at its end, and a value per month."""

    name: str
    values: Sequence[int | Decimal | None]


@dataclass(frozen=True)
class Goal:
    """A level to reach, drawn dashed."""

    words: str
    value: float


def ticks(highest: float, most: int = 5) -> list[float]:
    """Round marks from 0 to just above the highest value, five at most."""
    if highest <= 0:
        return [0, 1]
    rough = highest / (most - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * m for m in (1, 2, 2.5, 5, 10) if power * m >= rough)
    if highest >= 2 and step < 1:
        step = 1.0
    return [round(step * n, 10) for n in range(math.ceil(highest / step) + 1)]


def _said(values: Sequence[float], words: Words) -> str:
    """A Vega expression that writes each mark in the reader's language."""
    names = {f"{value:g}": words(value) for value in values}
    return f"({json.dumps(names)})[format(datum.value, '~g')] || datum.label"


def frame(width: int, height: int, layers: list[Spec]) -> Spec:
    """Layers in our own look."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width,
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "config": CONFIG,
        "layer": layers,
    }


def _points(months: Sequence[str], series: Series) -> list[Spec]:
    return [
        {"n": n, "month": month, "value": None if value is None else float(value)}
        for n, (month, value) in enumerate(zip(months, series.values, strict=True))
    ]


def trend(
    months: Sequence[str],
    now: Series,
    *,
    words: Words,
    exact: Words,
    before: Series | None = None,
    goal: Goal | None = None,
    width: int = WIDE,
) -> Spec:
    """Counts by month, from 0: this year, the year before and a target line.

    Args:
        months: Short names of the months, in order.
        now: The line that is the message; its highest point carries its value.
        words: How a value is written on the axis, shortened.
        exact: How the highest value is written beside its point, in full.
        before: The comparison year, thinner and grey.
        goal: The target.
        width: Pixels; text keeps its size at every width.
    """
    highest = max(
        [float(v) for line in (now, before) if line for v in line.values if v]
        + [goal.value if goal else 0.0]
    )
    marks = ticks(highest)
    scale = {
        "y": {
            "field": "value",
            "type": "quantitative",
            "scale": {"domain": [0, marks[-1]], "nice": False},
            "axis": {"values": marks, "labelExpr": _said(marks, words)},
        },
        "x": _month_axis(months, width),
    }
    layers: list[Spec] = []
    if goal is not None:
        lines = [line.values for line in (now, before) if line]
        layers += _goal_layers(
            goal, marks[-1], *_clear_of(lines, goal, marks[-1], width)
        )
    up, down = _apart(now, before, marks[-1])
    if before is not None:
        layers += _line_layers(months, before, CONTROL, 1.5, down)
    layers += _line_layers(months, now, NILA, 2.5, up, is_main=True)
    layers.append(_peak_layer(months, now, exact))
    spec = frame(width, 240 if width == NARROW else 290, layers)
    spec["encoding"] = scale
    spec["padding"] = {"left": 2, "right": 44, "top": 18, "bottom": 2}
    return spec


def _month_axis(months: Sequence[str], width: int) -> Spec:
    every = 3 if width == NARROW and len(months) > 6 else 1
    last = len(months) - 1
    values = [n for n in range(len(months)) if n % every == 0 and last - n >= every]
    return {
        "field": "n",
        "type": "quantitative",
        "scale": {"domain": [0, max(last, 1)], "nice": False},
        "axis": {
            "values": [*values, last],
            "labelExpr": f"({json.dumps(list(months))})[datum.value]",
            "labelFlush": False,
        },
    }


def _apart(now: Series, before: Series | None, top: float) -> tuple[int, int]:
    """Shifts of the two names at the lines' ends, so that they never overlap."""
    ends = [_last(line) for line in (now, before) if line is not None]
    if len(ends) < 2 or ends[0] is None or ends[1] is None:
        return 0, 0
    if abs(ends[0] - ends[1]) > top * 0.07:
        return 0, 0
    return (-8, 8) if ends[0] >= ends[1] else (8, -8)


def _last(series: Series) -> float | None:
    known = [float(value) for value in series.values if value is not None]
    return known[-1] if known else None


def _line_layers(
    months: Sequence[str],
    series: Series,
    colour: str,
    stroke: float,
    shift: int = 0,
    *,
    is_main: bool = False,
) -> list[Spec]:
    points = _points(months, series)
    known = [point for point in points if point["value"] is not None]
    ends = known[-1:]
    line = {
        "data": {"values": known},
        "mark": {"type": "line", "color": colour, "strokeWidth": stroke},
        "encoding": {"detail": {"field": "run", "type": "nominal"}},
    }
    run = 0
    for point, earlier in zip(points[1:], points, strict=False):
        point["run"] = run = run + (earlier["value"] is None)
    points[0]["run"] = 0
    runs = Counter(point["run"] for point in known)
    lone = {
        "data": {"values": [point for point in known if runs[point["run"]] == 1]},
        "mark": {"type": "point", "filled": True, "size": 24, "fill": colour},
    }
    name = {
        "data": {"values": ends},
        "mark": {
            "type": "text",
            "align": "left",
            "dx": 9,
            "dy": shift,
            "color": colour if is_main else INK_2,
            "fontWeight": 700 if is_main else 400,
            "text": series.name,
        },
    }
    dot = {
        "data": {"values": ends},
        "mark": {
            "type": "point",
            "filled": True,
            "size": 64,
            "opacity": 1,
            "fill": colour,
            "stroke": SURFACE,
            "strokeWidth": 2,
        },
    }
    return [line, lone, dot, name] if is_main else [line, lone, name]


def _peak_layer(months: Sequence[str], now: Series, exact: Words) -> Spec:
    known = [p for p in _points(months, now) if p["value"] is not None]
    highest = max(known, key=lambda p: p["value"], default=None)
    peak = [highest] if highest and len(known) > 1 else []
    return {
        "data": {"values": [{**p, "said": exact(p["value"])} for p in peak]},
        "mark": {"type": "text", "dy": -10, "fontWeight": 700, "color": INK},
        "encoding": {"text": {"field": "said"}},
    }


def _clear_of(
    lines: Sequence[Sequence[int | Decimal | None]],
    goal: Goal,
    top: float,
    width: int,
) -> tuple[int, float]:
    """Where a target's name is farthest from the lines: its month and its height.

    It stands just above or below the target, left or right; where a line runs through
    all four places, at the foot or the head of the chart.
    """
    last = max(len(lines[0]) - 1, 1)
    reach = math.ceil(len(goal.words) * LETTER * last / (width - 100))

    def room(place: tuple[int, float]) -> float:
        start, height = place
        months = range(reach + 1) if start == 0 else range(last - reach, last + 1)
        return min(
            (
                abs(float(value) - height)
                for line in lines
                for month, value in enumerate(line)
                if month in months and value is not None
            ),
            default=top,
        )

    near = [goal.value + top * NAME_GAP, goal.value - top * NAME_GAP]
    places = [(start, at) for at in near if at > top * 0.04 for start in (0, last)]
    best = max(places, key=room)
    if room(best) >= top * NAME_GAP:
        return best
    return max(
        [best, *((start, top * at) for at in (0.06, 0.95) for start in (0, last))],
        key=room,
    )


def _goal_layers(goal: Goal, top: float, month: int, height: float) -> list[Spec]:
    is_apart = abs(height - goal.value) > top * NAME_GAP * 1.01
    name_of_line = f"- - {goal.words}" if is_apart else goal.words
    data = {"values": [{"value": goal.value, "n": 0}]}
    place = {"values": [{"value": height, "n": month, "said": name_of_line}]}
    rule = {
        "data": data,
        "mark": {
            "type": "rule",
            "color": SOGA,
            "strokeDash": [5, 4],
            "strokeWidth": 1.5,
        },
        "encoding": {"x": None},
    }
    name = {
        "data": place,
        "mark": {
            "type": "text",
            "align": "right" if month else "left",
            "dx": -4 if month else 4,
            "color": SOGA,
        },
        "encoding": {"text": {"field": "said"}},
    }
    return [rule, name]


def scores(
    months: Sequence[str],
    points: Sequence[Decimal | None],
    *,
    words: Words,
    bands: Sequence[Goal],
    width: int = WIDE,
) -> Spec:
    """Scores of 0 to 100 by month, with the lines where the colours change."""
    series = Series("", points)
    known = [float(value) for value in points if value is not None]
    low = 30 if known and min(known) >= 30 else 0
    marks: list[float] = sorted({low, *(band.value for band in bands), 100})
    names = {band.value: band.words for band in bands}

    def named(mark: float) -> str:
        return names.get(mark, f"{mark:g}")

    layers = _line_layers(months, series, NILA, 2.5, is_main=True)
    last = [p for p in _points(months, series) if p["value"] is not None][-1:]
    layers.append(
        {
            "data": {"values": [{**p, "said": words(p["value"])} for p in last]},
            "mark": {
                "type": "text",
                "align": "left",
                "dx": 10,
                "dy": 4,
                "fontWeight": 700,
                "color": NILA,
            },
            "encoding": {"text": {"field": "said"}},
        }
    )
    spec = frame(width, 200 if width == NARROW else 230, layers)
    spec["encoding"] = {
        "x": _month_axis(months, width),
        "y": {
            "field": "value",
            "type": "quantitative",
            "scale": {"domain": [low, 100], "nice": False},
            "axis": {"values": marks, "labelExpr": _said(marks, named)},
        },
    }
    spec["padding"] = {"left": 2, "right": 48, "top": 10, "bottom": 2}
    return spec


def bars(
    rows: Sequence[tuple[str, float | None]], *, words: Words, width: int = WIDE
) -> Spec:
    """Shares of 0 to 100 as bars, in the order given."""
    data = [
        {"name": name, "value": value, "said": "" if value is None else words(value)}
        for name, value in rows
    ]
    y = {
        "field": "name",
        "type": "nominal",
        "sort": None,
        "axis": {"domain": False, "grid": False, "labelLimit": 240},
    }
    x = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domainMin": 0},
        "axis": None,
    }
    layers: list[Spec] = [
        {"mark": {"type": "bar", "size": 8}, "encoding": {"x": x, "y": y}},
        {
            "mark": {
                "type": "text",
                "align": "left",
                "dx": 6,
                "fontWeight": 700,
                "color": INK,
            },
            "encoding": {"x": x, "y": y, "text": {"field": "said"}},
        },
    ]
    spec = frame(width, max(80, 24 * len(data) + 16), layers)
    spec["data"] = {"values": data}
    spec["padding"] = {"left": 4, "right": 44, "top": 8, "bottom": 8}
    return spec


def titled(spec: Spec, title: str, notes: Sequence[str]) -> Spec:
    """A chart that stands by itself: what it finds, and where that comes from."""
    head = {
        "text": title,
        "subtitle": list(notes),
        "anchor": "start",
        "frame": "bounds",
        "font": CONFIG["font"],
        "subtitleFont": CONFIG["font"],
        "fontSize": 16,
        "color": INK,
        "subtitleColor": INK_3,
        "subtitleFontSize": 12,
        "subtitlePadding": 6,
        "offset": 16,
        "limit": spec["width"] - 16,
    }
    height = spec["height"] + 44 + 16 * len(notes)
    return {**spec, "title": head, "height": height}


#: Class bounds in percent: of shares of green libraries, and of reports in time.
SHARE_BOUNDS = (20, 30, 40, 50)
HEAT_BOUNDS = (50, 70, 80, 90)


def class_of(value: float | None, bounds: Sequence[float] = SHARE_BOUNDS) -> int:
    """1 to 5 for a value, 0 for no data."""
    if value is None:
        return 0
    return 1 + sum(value >= bound for bound in bounds)
