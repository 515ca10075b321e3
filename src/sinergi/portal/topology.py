"""TopoJSON to planar rings: decoding, dissolving, simplifying. No Django."""

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Point = tuple[float, float]
Ring = list[Point]


@dataclass(frozen=True)
class Topology:
    """Shared lines in degrees, and the shapes made of them (by object name)."""

    arcs: tuple[tuple[Point, ...], ...]
    objects: Mapping[str, Sequence[Mapping[str, Any]]]

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> "Topology":
        """Decode a quantised TopoJSON document.

        Raises:
            ValueError: The document is not a topology.
        """
        if document.get("type") != "Topology" or "arcs" not in document:
            raise ValueError("not a TopoJSON topology")
        transform = document.get("transform")
        arcs = tuple(tuple(_decoded(arc, transform)) for arc in document["arcs"])
        objects = {
            name: held.get("geometries", [])
            for name, held in document.get("objects", {}).items()
        }
        return cls(arcs, objects)


def _decoded(
    arc: Sequence[Sequence[float]], transform: Mapping[str, Any] | None
) -> Iterator[Point]:
    if transform is None:
        yield from ((point[0], point[1]) for point in arc)
        return
    scale, shift = transform["scale"], transform["translate"]
    x = y = 0.0
    for dx, dy, *_rest in arc:
        x, y = x + dx, y + dy
        yield x * scale[0] + shift[0], y * scale[1] + shift[1]


def arc_numbers(shape: Mapping[str, Any]) -> Iterator[int]:
    """All arc references of a polygon or multipolygon; negative runs backwards."""
    arcs = shape.get("arcs", [])
    polygons = [arcs] if shape.get("type") == "Polygon" else arcs
    for polygon in polygons:
        for ring in polygon:
            yield from ring


def outer_arcs(shapes: Sequence[Mapping[str, Any]]) -> list[int]:
    """Arc references of the union: a line between two members falls away."""
    numbers = [number for shape in shapes for number in arc_numbers(shape)]
    held = set(numbers)
    return [number for number in numbers if ~number not in held]


def rings(numbers: Sequence[int], arcs: Sequence[Sequence[Point]]) -> list[Ring]:
    """Join arcs end to end into closed rings."""
    waiting: dict[Point, list[int]] = {}
    for number in numbers:
        waiting.setdefault(_ends(number, arcs)[0], []).append(number)
    closed: list[Ring] = []
    for first in numbers:
        start, _end = _ends(first, arcs)
        if first not in waiting.get(start, []):
            continue
        ring: Ring = []
        at = start
        while waiting.get(at):
            number = waiting[at].pop()
            line = arcs[number] if number >= 0 else arcs[~number][::-1]
            ring.extend(line[:-1])
            at = line[-1]
        if ring:
            closed.append(ring)
    return closed


def _ends(number: int, arcs: Sequence[Sequence[Point]]) -> tuple[Point, Point]:
    line = arcs[number] if number >= 0 else arcs[~number]
    return (line[0], line[-1]) if number >= 0 else (line[-1], line[0])


def projected(
    arcs: Sequence[Sequence[Point]], project: Callable[[Point], Point]
) -> list[tuple[Point, ...]]:
    """Every arc on paper."""
    return [tuple(project(point) for point in arc) for arc in arcs]


def simplified(line: Sequence[Point], least_area: float) -> tuple[Point, ...]:
    """Visvalingam: drop the point of the smallest triangle until all are larger.

    Ends stay, so that neighbours which share a line still meet.
    """
    count = len(line)
    before, after = list(range(-1, count - 1)), list(range(1, count + 1))
    area = [0.0] * count
    heap: list[tuple[float, int]] = []
    for index in range(1, count - 1):
        area[index] = triangle(line[index - 1], line[index], line[index + 1])
        heap.append((area[index], index))
    heapq.heapify(heap)
    gone = [False] * count
    while heap:
        size, index = heapq.heappop(heap)
        if gone[index] or size != area[index]:
            continue
        if size >= least_area:
            break
        gone[index] = True
        left, right = before[index], after[index]
        after[left], before[right] = right, left
        for near in (left, right):
            if 0 < near < count - 1:
                fresh = triangle(line[before[near]], line[near], line[after[near]])
                area[near] = max(fresh, size)
                heapq.heappush(heap, (area[near], near))
    return tuple(point for index, point in enumerate(line) if not gone[index])


def triangle(a: Point, b: Point, c: Point) -> float:
    """Area of a triangle."""
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def ring_area(ring: Sequence[Point]) -> float:
    """Area within a ring, whichever way round it runs."""
    total = 0.0
    for index, (x, y) in enumerate(ring):
        next_x, next_y = ring[(index + 1) % len(ring)]
        total += x * next_y - next_x * y
    return abs(total) / 2


def crossings(ring_list: Sequence[Sequence[Point]], y: float) -> list[float]:
    """Where the borders cross a horizontal line, from left to right."""
    found: list[float] = []
    for ring in ring_list:
        for index, (x1, y1) in enumerate(ring):
            x2, y2 = ring[(index + 1) % len(ring)]
            if (y1 <= y) != (y2 <= y):
                found.append(x1 + (y - y1) / (y2 - y1) * (x2 - x1))
    return sorted(found)


def inner_point(ring_list: Sequence[Sequence[Point]]) -> Point:
    """A point well inside: the middle of the widest chord of the largest ring."""
    largest = max(ring_list, key=ring_area)
    ys = [y for _x, y in largest]
    low, high = min(ys), max(ys)
    best = (0.0, largest[0])
    for step in range(1, 12):
        y = low + (high - low) * step / 12
        xs = crossings([largest], y)
        for left, right in zip(xs[::2], xs[1::2], strict=False):
            centre = 1 - abs(step - 6) / 12
            if (right - left) * centre > best[0]:
                best = ((right - left) * centre, ((left + right) / 2, y))
    return best[1]
