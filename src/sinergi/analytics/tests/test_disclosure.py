"""Small cells stay hidden, and cannot be worked out from what is shown."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sinergi.analytics.disclosure import THRESHOLD, hidden_cells


def test_nothing_small_hides_nothing() -> None:
    assert hidden_cells({("a",): 5, ("b",): 0, ("c",): None}) == set()


def test_a_small_cell_takes_the_next_with_it() -> None:
    assert hidden_cells({("a",): 3, ("b",): 40, ("c",): 90}) == {("a",), ("b",)}


def test_two_tiny_cells_take_a_third_with_them() -> None:
    cells = {("a",): 1, ("b",): 1, ("c",): 9, ("d",): 0}
    assert hidden_cells(cells) == {("a",), ("b",), ("c",)}


def test_a_table_hides_in_rows_and_columns() -> None:
    cells = {
        ("x", "m"): 3, ("x", "f"): 20, ("x", "u"): 30,
        ("y", "m"): 40, ("y", "f"): 50, ("y", "u"): 60,
    }  # fmt: skip
    assert hidden_cells(cells) == {("x", "m"), ("x", "f"), ("y", "m"), ("y", "f")}


def test_groups_have_totals_of_their_own() -> None:
    cells = {("35.01",): 3, ("35.02",): 30, ("36.01",): 7, ("36.02",): 8}
    groups = [{code: code[:2] for (code,) in cells}]
    assert hidden_cells(cells, groups=groups) == {("35.01",), ("35.02",)}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 3)), st.integers(0, 12))
)
def test_no_line_shows_what_it_hides(cells: dict[tuple[int, int], int]) -> None:
    hidden = hidden_cells(cells)
    assert {key for key, value in cells.items() if 0 < value < THRESHOLD} <= hidden
    for index in (0, 1):
        for part in {key[index] for key in cells}:
            line = [key for key in cells if key[index] == part]
            out = [key for key in line if key in hidden]
            if out and any(cells[key] for key in line if key not in hidden):
                assert len(out) > 1
                assert sum(cells[key] for key in out) >= THRESHOLD
