"""Charts of strips: counts by light and the heat of months, as Vega-Lite."""

from collections.abc import Mapping, Sequence

from sinergi.indicators.charts import (
    CLASSES,
    HEAT_BOUNDS,
    INK,
    LIGHTS,
    SURFACE,
    WIDE,
    Spec,
    frame,
)


def lights(
    counts: Mapping[str, int], names: Mapping[str, str], *, width: int = WIDE
) -> Spec:
    """Counts of libraries by colour, in the fixed order, with the word at each."""
    data = [
        {"name": names[key], "value": counts.get(key, 0), "key": key} for key in LIGHTS
    ]
    y = {
        "field": "name",
        "type": "nominal",
        "sort": None,
        "axis": {"domain": False, "grid": False},
    }
    x = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domainMin": 0},
        "axis": None,
    }
    colour = {
        "field": "key",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": list(LIGHTS), "range": list(LIGHTS.values())},
    }
    text = {"type": "text", "align": "left", "dx": 6, "color": INK, "fontWeight": 700}
    layers: list[Spec] = [
        {
            "mark": {"type": "bar", "size": 14},
            "encoding": {"x": x, "y": y, "color": colour},
        },
        {"mark": text, "encoding": {"x": x, "y": y, "text": {"field": "value"}}},
    ]
    spec = frame(width, 190, layers)
    spec["data"] = {"values": data}
    spec["padding"] = {"left": 4, "right": 60, "top": 8, "bottom": 8}
    return spec


def heat(
    months: Sequence[str],
    rows: Sequence[tuple[str, Sequence[float | None]]],
    *,
    width: int = WIDE,
) -> Spec:
    """Shares of 0 to 100 by row and month as shaded cells with their figure."""
    data = [
        {"row": name, "n": n, "month": month, "value": value}
        for name, values in rows
        for n, (month, value) in enumerate(zip(months, values, strict=True))
        if value is not None
    ]
    x = {
        "field": "month",
        "type": "nominal",
        "sort": list(months),
        "axis": {"orient": "top", "domain": False},
    }
    y = {
        "field": "row",
        "type": "nominal",
        "sort": [name for name, _values in rows],
        "axis": {"domain": False, "grid": False},
    }
    shade = {
        "field": "value",
        "type": "quantitative",
        "legend": None,
        "scale": {
            "type": "threshold",
            "domain": list(HEAT_BOUNDS),
            "range": list(CLASSES),
        },
    }
    ink = {
        "condition": {"test": "datum.value >= 80", "value": SURFACE},
        "value": INK,
    }
    layers: list[Spec] = [
        {
            "mark": {"type": "rect", "stroke": SURFACE, "strokeWidth": 2},
            "encoding": {"x": x, "y": y, "color": shade},
        },
        {
            "mark": {"type": "text"},
            "encoding": {
                "x": x,
                "y": y,
                "color": ink,
                "text": {"field": "value", "format": ".0f"},
            },
        },
    ]
    spec = frame(width, 26 * len(rows) + 40, layers)
    spec["data"] = {"values": data}
    return spec
