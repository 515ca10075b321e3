"""Shapes keep together, dissolve by edition, and stay small enough to send."""

import gzip
import json
from pathlib import Path

import pytest

from sinergi.portal import maps
from sinergi.portal.topology import (
    Topology,
    crossings,
    inner_point,
    outer_arcs,
    ring_area,
    rings,
    simplified,
)

SPLIT = {"93": "91", "94": "91", "95": "91", "96": "92"}
#: Two squares that share a line, and a third one apart.
TWO = {
    "type": "Topology",
    "arcs": [
        [[1, 0], [1, 1]],
        [[1, 1], [0, 1], [0, 0], [1, 0]],
        [[1, 0], [2, 0], [2, 1], [1, 1]],
        [[5, 5], [6, 5], [6, 6], [5, 5]],
    ],
    "objects": {
        "provinces": {
            "geometries": [
                {
                    "type": "Polygon",
                    "arcs": [[0, 1]],
                    "properties": {"code": "91", "name": "Barat"},
                },
                {
                    "type": "Polygon",
                    "arcs": [[2, -1]],
                    "properties": {"code": "93", "name": "Timur"},
                },
                {
                    "type": "MultiPolygon",
                    "arcs": [[[3]]],
                    "properties": {"code": "11", "name": "Pulau"},
                },
            ]
        }
    },
}


def test_a_line_between_two_members_falls_away() -> None:
    topology = Topology.read(TWO)
    west, east, _island = topology.objects["provinces"]
    assert outer_arcs([west, east]) == [1, 2]
    (ring,) = rings(outer_arcs([west, east]), topology.arcs)
    assert ring_area(ring) == 2


def test_a_document_that_is_no_topology_is_refused() -> None:
    with pytest.raises(ValueError, match="not a TopoJSON topology"):
        Topology.read({"type": "FeatureCollection", "features": []})


def test_simplifying_keeps_the_ends_and_the_large_corner() -> None:
    line = [(0.0, 0.0), (1.0, 0.01), (2.0, 0.0), (4.0, 5.0), (6.0, 0.0)]
    assert simplified(line, 1.0) == ((0.0, 0.0), (2.0, 0.0), (4.0, 5.0), (6.0, 0.0))


def test_inner_point_lies_within_a_crescent() -> None:
    crescent = [(0, 0), (10, 0), (10, 10), (0, 10), (0, 9), (8, 9), (8, 1), (0, 1)]
    ring = [(float(a), float(b)) for a, b in crescent]
    x, y = inner_point([ring])
    assert sum(edge < x for edge in crossings([ring], y)) % 2 == 1


def test_nation_has_38_provinces_today_and_34_before_the_split() -> None:
    assert len(maps.national().shapes) == 38
    before = maps.national(SPLIT)
    assert len(before.shapes) == 34
    names = {shape.code: shape.name for shape in before.shapes}
    assert (names["91"], names["92"]) == ("Papua", "Papua Barat")


def test_every_regency_is_on_exactly_one_provincial_map() -> None:
    codes = [
        shape.code
        for province in maps.national().shapes
        for shape in maps.province(province.code).shapes
    ]
    assert len(codes) == len(set(codes)) == 514


def test_nation_stays_small_when_compressed() -> None:
    paths = "".join(shape.path for shape in maps.national().shapes)
    assert len(gzip.compress(paths.encode())) < 25_000


def test_at_most_eight_labels_at_sea_and_apart() -> None:
    nation = maps.national()
    found = maps.labels(nation, [(shape.code, "50%") for shape in nation.shapes])
    assert len(found) == 8
    assert len({(label.x, label.y) for label in found}) == 8


def test_an_unknown_region_gets_no_label() -> None:
    assert maps.labels(maps.national(), [("00", "1%")]) == []


def test_imported_boundaries_replace_the_approximate_ones(tmp_path: Path) -> None:
    assert maps.national(boundaries=tmp_path / "none").is_approximate
    (tmp_path / "provinces.topojson").write_text(json.dumps(TWO))
    imported = maps.national(boundaries=tmp_path)
    assert not imported.is_approximate
    assert [shape.name for shape in imported.shapes] == ["Pulau", "Barat", "Timur"]


def test_short_names_keep_the_kind() -> None:
    assert maps.short_name("Kabupaten Bogor") == "Kab. Bogor"
    assert maps.short_name("Kota Bogor") == "Kota Bogor"
    assert maps.short_name("Daerah Istimewa Yogyakarta") == "DI Yogyakarta"
