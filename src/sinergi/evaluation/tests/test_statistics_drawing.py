"""Designs that cannot be are refused in a sentence that names the row."""

import numpy as np
import pytest

from sinergi.evaluation.statistics import estimation
from sinergi.evaluation.statistics.drawing import survey_design
from sinergi.evaluation.statistics.errors import UnfitData

STRATA = np.array(["a", "a", "b", "b"])
PSU = np.array(["1", "2", "1", "2"])
Y = np.array([1.0, 4.0, 2.0, 9.0])


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"weights": [1, 0, 1, 1]}, "Row 3: the weight is missing or not above 0"),
        ({"weights": [1, 1, 1, -2]}, "Row 5: the weight is missing or not above 0"),
        ({"weights": [np.nan, 1, 1, 1]}, "Row 2: the weight is missing or not above 0"),
        ({"weights": [1, np.inf, 1, 1]}, "Row 3: the weight is missing or not above 0"),
        ({"strata": [np.array(["a", "a", "b", "c"])]}, "Stratum “b” has only one"),
        (
            {"strata": [np.array(["a", "", "b", "b"])]},
            "Row 3 has no value in a column of strata",
        ),
        (
            {"clusters": [np.array([1, 2, np.nan, 2])]},
            "Row 4 has no value in a column of clusters",
        ),
        ({"clusters": [np.array(["x"] * 4)]}, "one primary sampling unit alone"),
        ({"strata": [STRATA, PSU]}, "2 columns of strata, but 1 stages"),
        ({"fpc": [[9] * 4, [9] * 4]}, "2 columns of fpc, but 1 stages"),
        ({"clusters": [PSU, PSU], "fpc": [[9] * 4]}, "1 columns of fpc, but 2 stages"),
        ({"fpc": [[3, 3, 3, 3]]}, "Row 2: fpc of stage 1 says 3 units, but 4 of its"),
        ({"fpc": [[9, 9, 8, 9]]}, "Row 4: fpc of stage 1 differs"),
        ({"fpc": [[0, 9, 9, 9]]}, "Row 2: fpc must be a number above 0"),
        ({"fpc": [[np.nan, 9, 9, 9]]}, "Row 2: fpc must be a number above 0"),
        ({"fpc": [[9, 9, 0.5, 9]]}, "Row 4: fpc holds counts and shares"),
        (
            {"strata": [STRATA], "fpc": [[1, 1, 5, 5]]},
            "Row 2: fpc of stage 1 says 1 units, but 2",
        ),
        (
            {"strata": [np.array(list("abcd"))], "lonely_psu": "average"},
            "no variance to average",
        ),
    ],
)
def test_what_cannot_be(given: dict[str, object], sentence: str) -> None:
    with pytest.raises(UnfitData, match=sentence):
        survey_design(4, first_row=2, **given)  # type: ignore[arg-type]


def test_no_rows() -> None:
    with pytest.raises(UnfitData, match="no row of data"):
        survey_design(0)


def test_lonely_unit_of_the_second_stage_is_named_with_its_cluster() -> None:
    clusters = [np.array(["p", "p", "q", "r"]), np.array([1, 2, 1, 1])]
    with pytest.raises(
        UnfitData, match="Stratum “q” has only one sampled unit at stage 2"
    ):
        survey_design(4, clusters=clusters, fpc=[[9] * 4, [5, 5, 5, 1]])


def test_labels_of_clusters_are_of_their_own_in_each_stratum() -> None:
    design = survey_design(4, weights=np.ones(4), strata=[STRATA], clusters=[PSU])
    assert (design.stratum_count, design.psu_count) == (2, 4)
    assert design.degrees_of_freedom() == 2


def test_weights_come_from_fpc_where_none_are_given() -> None:
    design = survey_design(4, strata=[STRATA], fpc=[[10, 10, 4, 4]])
    assert design.weights.tolist() == [5, 5, 2, 2]
    shares = survey_design(4, strata=[STRATA], fpc=[[0.2, 0.2, 0.5, 0.5]])
    assert shares.weights.tolist() == [5, 5, 2, 2]
    assert estimation.mean(shares, Y).se == estimation.mean(design, Y).se
    assert survey_design(4).weights.tolist() == [1, 1, 1, 1]


def test_a_stratum_taken_whole_adds_nothing_and_is_not_lonely() -> None:
    strata = np.array(["a", "a", "b", "b", "c"])
    design = survey_design(5, strata=[strata], fpc=[[2, 2, 20, 20, 1]])
    found = estimation.total(design, np.array([1.0, 99.0, 2.0, 4.0, 50.0]))
    # By hand: N^2 (1 - f) s^2 / n of stratum b alone.
    assert found.se == pytest.approx(np.sqrt(400 * 0.9 * 2 / 2))


def test_shares_may_differ_between_units_drawn_by_size() -> None:
    shares = np.array([0.5, 0.2, 0.1])
    design = survey_design(3, fpc=[shares])
    y = np.array([10.0, 4.0, 3.0])
    total = y / shares
    # Brewer's approximation: sum of n / (n - 1) (1 - p) (y / p - mean)^2.
    expected = np.sum(1.5 * (1 - shares) * (total - total.mean()) ** 2)
    assert estimation.total(design, y).se == pytest.approx(np.sqrt(expected))


def test_a_single_row_is_a_census_or_refused() -> None:
    assert survey_design(1, fpc=[[1]]).weights.tolist() == [1]
    with pytest.raises(UnfitData, match="one primary sampling unit alone"):
        survey_design(1)


def test_columns_of_numbers_may_be_labels() -> None:
    numbers = survey_design(4, weights=np.ones(4), strata=[np.array([1.0, 1, 2, 2])])
    texts = survey_design(4, weights=np.ones(4), strata=[STRATA])
    assert estimation.mean(numbers, Y).se == estimation.mean(texts, Y).se
