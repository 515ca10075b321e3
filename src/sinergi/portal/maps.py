"""Shaded maps: shapes of regions as SVG paths, computed once per process.

Files of an administrator in `SINERGI_HOME/boundaries/` take the place of the
approximate shapes in `portal/data/`; see the README there.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from sinergi.portal.topology import (
    Point,
    Ring,
    Topology,
    crossings,
    inner_point,
    outer_arcs,
    projected,
    ring_area,
    rings,
    simplified,
)
from sinergi.regions.rules import is_within, recoded

BUILT_IN = Path(__file__).parent / "data"
WIDTH = 960.0
MOST_HEIGHT = 620.0
#: Room for labels above and below the land, as in the drawing of the nation.
MARGIN = 26.0
LEAST_TRIANGLE = 0.45
LEAST_RING = 0.8
CELL = 6.0
MOST_LABELS = 8
LETTER = 6.7


@dataclass(frozen=True)
class Shape:
    """One region on paper: its outline and a point well inside it."""

    code: str
    name: str
    path: str
    x: float
    y: float


@dataclass(frozen=True)
class ShapeMap:
    """All regions of one map, in the units of its view box."""

    shapes: tuple[Shape, ...]
    width: float
    height: float
    is_approximate: bool
    land: frozenset[tuple[int, int]] = field(repr=False, default=frozenset())

    @property
    def view_box(self) -> str:
        """The SVG view box, with the margins for labels."""
        return f"0 {-MARGIN:g} {self.width:g} {self.height + 2 * MARGIN:g}"


@dataclass(frozen=True)
class Label:
    """A region's direct label, with the line that leads to it."""

    code: str
    text: str
    value: str
    x: float
    y: float
    anchor: str
    line: str


def national(
    codes: Mapping[str, str] | None = None, boundaries: Path | None = None
) -> ShapeMap:
    """The nation by province: 38 of today, or those of another boundary edition.

    Args:
        codes: Today's code prefix to its code in that edition, where they differ.
        boundaries: Folder of an administrator's files.
    """
    return _drawn_by("provinces", "", tuple(sorted((codes or {}).items())), boundaries)


def province(
    code: str,
    codes: Mapping[str, str] | None = None,
    boundaries: Path | None = None,
) -> ShapeMap:
    """One province by regency and city.

    Args:
        code: The province's code in the boundary edition shown.
        codes: Today's code prefix to its code in that edition, where they differ.
        boundaries: Folder of an administrator's files.
    """
    edition = tuple(sorted((codes or {}).items()))
    return _drawn_by("regencies", code, edition, boundaries)


@lru_cache(maxsize=128)
def _drawn_by(
    level: str,
    within: str,
    edition: tuple[tuple[str, str], ...],
    boundaries: Path | None,
) -> ShapeMap:
    topology, is_approximate = _load(level, boundaries)
    codes = dict(edition)
    groups: dict[str, list[Mapping[str, object]]] = {}
    names: dict[str, str] = {}
    for shape in topology.objects[level]:
        today, name = shape["properties"]["code"], shape["properties"]["name"]
        code = recoded(today, codes)
        if is_within(code, within):
            groups.setdefault(code, []).append(shape)
            names[code] = name if code == today else names.get(code, name)
    return _drawn(topology, groups, names, is_approximate)


@lru_cache(maxsize=4)
def _load(name: str, boundaries: Path | None) -> tuple[Topology, bool]:
    imported = boundaries / f"{name}.topojson" if boundaries else None
    if imported is not None and imported.exists():
        return Topology.read(json.loads(imported.read_text("utf-8"))), False
    text = (BUILT_IN / f"{name}_approx.topojson").read_text("utf-8")
    return Topology.read(json.loads(text)), True


def _drawn(
    topology: Topology,
    groups: Mapping[str, Sequence[Mapping[str, object]]],
    names: Mapping[str, str],
    is_approximate: bool,
) -> ShapeMap:
    outlines = {code: outer_arcs(shapes) for code, shapes in groups.items()}
    used = {n if n >= 0 else ~n for numbers in outlines.values() for n in numbers}
    if not used:
        return ShapeMap((), WIDTH, 0, is_approximate)
    points = [point for number in used for point in topology.arcs[number]]
    scale, west, north, height = _fit(points)
    squeeze = math.cos(math.radians(sum(y for _x, y in points) / len(points)))
    offset = (WIDTH - (max(x for x, _y in points) - west) * scale * squeeze) / 2

    def project(point: Point) -> Point:
        return (
            (point[0] - west) * scale * squeeze + offset,
            (north - point[1]) * scale,
        )

    arcs = [
        simplified(arc, LEAST_TRIANGLE) if number in used else arc
        for number, arc in enumerate(projected(topology.arcs, project))
    ]
    drawn = {code: _kept(rings(numbers, arcs)) for code, numbers in outlines.items()}
    shapes = tuple(
        Shape(code, names.get(code, code), _path(kept), *inner_point(kept))
        for code, kept in sorted(drawn.items())
        if kept
    )
    return ShapeMap(shapes, WIDTH, height, is_approximate, _land(drawn, height))


def _fit(points: Sequence[Point]) -> tuple[float, float, float, float]:
    """Scale, west edge, north edge and height that fill the width (or height)."""
    west, east = min(x for x, _y in points), max(x for x, _y in points)
    south, north = min(y for _x, y in points), max(y for _x, y in points)
    squeeze = math.cos(math.radians(sum(y for _x, y in points) / len(points)))
    scale = min(WIDTH / ((east - west) * squeeze), MOST_HEIGHT / (north - south))
    return scale, west, north, round((north - south) * scale, 1)


def _kept(found: Sequence[Ring]) -> list[Ring]:
    """Rings large enough to be seen; of a tiny region its largest one."""
    solid = [ring for ring in found if len(ring) > 2]
    if not solid:
        return []
    seen = [ring for ring in solid if ring_area(ring) >= LEAST_RING]
    return seen or [max(solid, key=ring_area)]


def _path(ring_list: Sequence[Ring]) -> str:
    """Closed outlines as relative lines in tenths of a unit."""
    parts: list[str] = []
    for ring in ring_list:
        tenths = [(round(x * 10), round(y * 10)) for x, y in ring]
        at = tenths[0]
        steps = [f"M{_tenth(at[0])}{_joined(at[1])}l"]
        for point in tenths[1:]:
            if point == at:
                continue
            step = _tenth(point[0] - at[0]) + _joined(point[1] - at[1])
            glue = "" if steps[-1][-1] == "l" or step[0] == "-" else " "
            steps.append(glue + step)
            at = point
        parts.append("".join(steps) + "z")
    return "".join(parts)


def _tenth(tenths: int) -> str:
    text = f"{tenths / 10:g}"
    return text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text


def _joined(tenths: int) -> str:
    text = _tenth(tenths)
    return text if text[0] == "-" else f" {text}"


def _land(
    drawn: Mapping[str, Sequence[Ring]], height: float
) -> frozenset[tuple[int, int]]:
    """Cells of a coarse grid that hold land, so that labels can stay at sea."""
    cells: set[tuple[int, int]] = set()
    for ring_list in drawn.values():
        for row in range(int(height // CELL) + 1):
            xs = crossings(ring_list, (row + 0.5) * CELL)
            for left, right in zip(xs[::2], xs[1::2], strict=False):
                span = range(int(left // CELL), int(right // CELL) + 1)
                cells.update((column, row) for column in span)
    return frozenset(cells)


Box = tuple[float, float, float, float]


def labels(drawn: ShapeMap, wanted: Sequence[tuple[str, str]]) -> list[Label]:
    """Direct labels for at most eight regions, at sea and clear of each other.

    Args:
        drawn: The map.
        wanted: Code and shown value, the most important first. A region for whose
            label there is no room is left to the table.
    """
    shapes = {shape.code: shape for shape in drawn.shapes}
    placed: list[Label] = []
    taken: list[Box] = []
    for code, value in wanted:
        if len(placed) == MOST_LABELS:
            break
        found = _place(drawn, shapes[code], value, taken) if code in shapes else None
        if found is not None:
            placed.append(found[0])
            taken.extend(found[1])
    return placed


def _place(
    drawn: ShapeMap, shape: Shape, value: str, taken: Sequence[Box]
) -> tuple[Label, list[Box]] | None:
    length = (len(short_name(shape.name)) + len(value) + 1) * LETTER
    for distance in range(24, 260, 12):
        for turn in (90, 270, 60, 120, 300, 240, 30, 150, 330, 210, 0, 180):
            angle = math.radians(turn)
            x = shape.x + distance * math.cos(angle)
            y = shape.y + distance * math.sin(angle)
            label, box = _label(shape, value, (x, y), length, turn)
            leader = _beads((shape.x, shape.y), (x, y))
            if _is_free(drawn, box, taken) and not _touches(leader, taken):
                return label, [box, *leader]
    return None


def _beads(start: Point, end: Point) -> list[Box]:
    """A leader line as small boxes in a row."""
    count = max(2, int(math.dist(start, end) // 6))
    return [
        (x - 1, y - 1, x + 1, y + 1)
        for x, y in (
            (
                start[0] + (end[0] - start[0]) * step / count,
                start[1] + (end[1] - start[1]) * step / count,
            )
            for step in range(1, count)
        )
    ]


def _touches(boxes: Sequence[Box], taken: Sequence[Box]) -> bool:
    return any(
        box[0] < other[2]
        and box[2] > other[0]
        and box[1] < other[3]
        and box[3] > other[1]
        for box in boxes
        for other in taken
    )


def short_name(name: str) -> str:
    """A regency's name as axes and maps carry it."""
    return name.replace("Kabupaten ", "Kab. ", 1).replace("Daerah Istimewa ", "DI ", 1)


def _label(
    shape: Shape, value: str, at: Point, length: float, turn: int
) -> tuple[Label, Box]:
    x, y = at
    leans = math.cos(math.radians(turn))
    anchor = "middle" if abs(leans) < 0.2 else "start" if leans > 0 else "end"
    left = {"middle": x - length / 2, "start": x + 4, "end": x - length - 4}[anchor]
    base = y + (13 if math.sin(math.radians(turn)) > 0 else -4)
    text_x = {"middle": x, "start": x + 4, "end": x - 4}[anchor]
    line = f"M{shape.x:.0f} {shape.y:.0f}L{x:.0f} {y:.0f}"
    label = Label(
        shape.code,
        short_name(shape.name),
        value,
        round(text_x),
        round(base),
        anchor,
        line,
    )
    return label, (left, base - 12, left + length, base + 4)


def _is_free(drawn: ShapeMap, box: Box, taken: Sequence[Box]) -> bool:
    left, top, right, bottom = box
    if left < 0 or right > drawn.width or top < -MARGIN:
        return False
    if bottom > drawn.height + MARGIN:
        return False
    if _touches([box], taken):
        return False
    return not any(
        (column, row) in drawn.land
        for column in range(int(left // CELL), int(right // CELL) + 1)
        for row in range(int(top // CELL), int(bottom // CELL) + 1)
    )
