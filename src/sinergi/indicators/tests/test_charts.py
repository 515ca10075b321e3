"""Charts: round marks, honest gaps, colours that follow the theme."""

from decimal import Decimal
from pathlib import Path

import pytest
from pytest_django import Settings

from sinergi.indicators import charts, drawing
from sinergi.indicators.charts import Goal, Series

MONTHS = ["Jan", "Feb", "Mar", "Apr"]


@pytest.fixture(autouse=True)
def _own_pictures(settings: Settings, tmp_path: Path) -> None:
    settings.SINERGI_HOME = tmp_path


def words(value: float) -> str:
    return f"{value:,.0f}".replace(",", ".")


@pytest.mark.parametrize(
    ("highest", "expected"),
    [
        (0, [0, 1]),
        (3, [0, 1, 2, 3]),
        (78_130, [0, 20_000, 40_000, 60_000, 80_000]),
        (600, [0, 200, 400, 600]),
    ],
)
def test_marks_are_round_and_few(highest: float, expected: list[float]) -> None:
    assert charts.ticks(highest) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(None, 0), (0, 1), (19.9, 1), (20, 2), (49.9, 4), (50, 5)]
)
def test_classes_have_round_bounds(value: float | None, expected: int) -> None:
    assert charts.class_of(value) == expected


def runs_of(spec: charts.Spec) -> list[list[int]]:
    """Months of each unbroken piece of the main line."""
    lines = [layer for layer in spec["layer"] if layer["mark"]["type"] == "line"]
    found: dict[int, list[int]] = {}
    for point in lines[-1]["data"]["values"]:
        found.setdefault(point["run"], []).append(point["n"])
    return list(found.values())


def test_a_month_without_data_breaks_the_line() -> None:
    spec = charts.trend(
        MONTHS, Series("2022", [4, None, 0, 7]), words=words, exact=words
    )
    assert runs_of(spec) == [[0], [2, 3]]


def test_counts_start_at_zero_and_hold_the_target() -> None:
    spec = charts.trend(
        MONTHS,
        Series("2022", [400, 420, 410, 430]),
        words=words,
        exact=words,
        goal=Goal("Target 900", 900),
    )
    assert spec["encoding"]["y"]["scale"]["domain"] == [0, 1000]


def test_page_pictures_follow_the_theme_and_carry_no_style() -> None:
    narrow, wide = (
        charts.trend(
            MONTHS,
            Series("2022", [10, 78_130, 30, 20]),
            words=words,
            exact=words,
            before=Series("2021", [5, 6, 7, 20]),
            width=width,
        )
        for width in (charts.NARROW, charts.WIDE)
    )
    page = drawing.inline(narrow, wide, 'Naik "pesat" & turun')
    assert page.count("<svg") == 2
    assert 'aria-label="Naik &quot;pesat&quot; &amp; turun"' in page
    assert "var(--nila)" in page
    assert "style=" not in page
    assert "#27408f" not in page
    assert ">78.130<" in page


def test_a_picture_is_drawn_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    spec = charts.bars([("A", 60.0), ("B", None)], words=words)
    first = drawing.svg(spec)
    monkeypatch.setattr(drawing, "_draw_svg", lambda spec: b"anew")
    assert drawing.svg(spec) == first
    assert [path.suffix for path in drawing._folder().iterdir()] == [".svg"]


def test_pruning_leaves_the_latest_pictures() -> None:
    for height in range(3):
        drawing.svg(charts.bars([("A", float(height))], words=words))
    assert drawing.prune(most=2) == 1
    assert len(list(drawing._folder().iterdir())) == 2


def test_a_png_is_a_png() -> None:
    picture = drawing.png(charts.bars([("A", 60.0)], words=words))
    assert picture.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([10, 20, 50, 90, 90, 90], "left"),
        ([90, 90, 90, 50, 20, 10], "right"),
    ],
)
def test_the_name_of_a_target_keeps_clear_of_the_line(
    values: list[int], expected: str
) -> None:
    spec = charts.trend(
        ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun"],
        Series("2022", values),
        words=words,
        exact=words,
        goal=Goal("Target 60", 60),
    )
    names = [layer["mark"] for layer in spec["layer"] if "dx" in layer["mark"]]
    assert names[0]["align"] == expected


def test_the_name_of_a_target_leaves_a_line_that_runs_through_it() -> None:
    spec = charts.trend(
        ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun"],
        Series("2022", [60, 62, 58, 60, 61, 59]),
        words=words,
        exact=words,
        goal=Goal("Target 60", 60),
    )
    names = [
        point
        for layer in spec["layer"]
        for point in layer["data"]["values"]
        if str(point.get("said", "")).endswith("Target 60")
    ]
    assert [name["said"] for name in names] == ["- - Target 60"]
    assert abs(names[0]["value"] - 60) > 20


def test_scores_name_their_bands_on_the_axis() -> None:
    spec = charts.scores(
        MONTHS,
        [Decimal(60), None, Decimal(52), Decimal(51)],
        words=words,
        bands=[Goal("kuning 50", 50), Goal("hijau 75", 75)],
    )
    axis = spec["encoding"]["y"]["axis"]
    assert axis["values"] == [30, 50, 75, 100]
    drawn = drawing.svg(spec)
    assert "hijau 75" in drawn
    assert "kuning 50" in drawn
