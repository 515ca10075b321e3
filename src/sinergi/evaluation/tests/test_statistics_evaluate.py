"""Designs as people write them, and the document that comes of one."""

from typing import Any

import numpy as np
import pytest

from sinergi.evaluation.statistics import estimation
from sinergi.evaluation.statistics.errors import UnfitData
from sinergi.evaluation.statistics.evaluate import design_of, evaluate
from sinergi.evaluation.statistics.plans import read_plan
from sinergi.evaluation.statistics.tables import table_of

PLAN: dict[str, object] = {
    "scale": {"min": 1, "max": 5},
    "variables": {"target_accuracy": ["q1", "q2"], "outreach": ["q3"]},
    "classes": {"labels": ["sangat kurang", "kurang", "cukup", "baik", "sangat baik"]},
    "weights": "w",
    "strata": "area",
}
ROWS: dict[str, list[object]] = {
    "area": ["a", "a", "a", "b", "b", "b"],
    "w": [1, 2, 3, 1, 1, 2],
    "q1": [5, 4, 4, 3, 5, 2],
    "q2": [4, 4, 5, 3, 4, 3],
    "q3": [1, 2, 1, 5, 4, 3],
    "sex": ["f", "m", "", "f", "m", "f"],
    "code": [1, 2, 10, 1, 2, None],
}


def found(plan: dict[str, object], rows: dict[str, list[object]] = ROWS) -> Any:
    return evaluate(read_plan(plan), table_of(rows, first_row=2))


def test_document() -> None:
    document = found({**PLAN, "estimates": [{"mean": "q3"}]}).document
    assert list(document) == ["n", "design", "variables", "overall", "estimates"]
    assert (document["n"], document["design"]) == (6, {"strata": 2, "psu": 6})
    first, second = document["variables"]
    assert list(first) == ["name", "mean", "se", "ci", "class", "alpha"]
    assert first["mean"] == pytest.approx((4.5 + 8 + 13.5 + 3 + 4.5 + 5) / 10)
    assert (first["class"], second["class"]) == ("baik", "kurang")
    assert second["alpha"] is None
    assert list(document["overall"]) == ["mean", "se", "ci", "class"]
    assert list(document["estimates"][0]) == [
        "kind", "name", "domain", "estimate", "se", "ci", "deff", "df", "n",
    ]  # fmt: skip


def test_overall_is_the_plain_mean_of_the_variables_with_its_own_error() -> None:
    document = found(PLAN).document
    table = table_of(ROWS)
    q1, q2, q3 = (table.numbers(name)[0] for name in ("q1", "q2", "q3"))
    design = design_of(read_plan(PLAN), table)
    direct = estimation.mean(design, ((q1 + q2) / 2 + q3) / 2)
    overall = document["overall"]
    assert overall["mean"] == pytest.approx(direct.value)
    assert overall["se"] == pytest.approx(direct.se)


def test_everything_but_the_data_may_be_absent() -> None:
    document = found({}).document
    assert document == {
        "n": 6,
        "design": {"strata": 1, "psu": 6},
        "variables": [],
        "overall": None,
        "estimates": [],
    }
    document = found({"variables": {"v": ["q1"]}}).document
    assert document["variables"][0]["class"] is None


def test_domains_leave_missing_labels_out_and_the_first_column_changes_fastest() -> (
    None
):
    asked = [{"total": "q1", "by": ["sex", "area"]}, {"mean": "q1", "by": "code"}]
    document = found({"weights": "w", "estimates": asked}).document
    domains = [it["domain"] for it in document["estimates"]]
    assert domains == [
        {"sex": "f", "area": "a"},
        {"sex": "m", "area": "a"},
        {"sex": "f", "area": "b"},
        {"sex": "m", "area": "b"},
        {"code": "1"},
        {"code": "2"},
        {"code": "10"},
    ]
    totals = [it["estimate"] for it in document["estimates"][:4]]
    assert totals == [5, 8, 7, 5]


@pytest.mark.parametrize("level", [2, "2", "2.0"])
def test_a_level_may_be_a_number(level: object) -> None:
    asked = [{"proportion": "code", "level": level}]
    estimate = found({"weights": "w", "estimates": asked}).document["estimates"][0]
    assert estimate["estimate"] == pytest.approx(3 / 8)
    assert (estimate["n"], estimate["level"]) == (5, str(level))


def test_cells_that_cannot_be_are_refused_and_count_as_missing() -> None:
    rows = {**ROWS, "q1": [5, "four", 9, 3, 5, 2], "q2": [4, None, 5, 3, 4, 3]}
    outcome = found(PLAN, rows)
    said = [str(it.as_error()) for it in outcome.refusals]
    assert said == [
        "Row 3, column “q1”: “four” is no number.",
        "Row 4, column “q1”: “9” is not on the scale.",
    ]
    scores = np.array([4.5, np.nan, 5, 3, 4.5, 2.5])
    weights, given = np.array([1, 2, 3, 1, 1, 2]), ~np.isnan(scores)
    expected = np.average(scores[given], weights=weights[given])
    assert outcome.document["variables"][0]["mean"] == pytest.approx(expected)


def test_codes_that_the_questionnaire_does_not_have_are_refused() -> None:
    plan, table = read_plan(PLAN), table_of(ROWS)
    outcome = evaluate(plan, table, {"q3": {1.0, 2.0, 3.0, 5.0}})
    assert [(it.row, it.column, it.value) for it in outcome.refusals] == [
        (5, "q3", "4")
    ]


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        ({"lonely": "fail"}, "unknown key “lonely”. Known are: scale, variables"),
        (
            {"scale": {"min": 1, "max": 5, "step": 1}},
            "“scale” has the unknown key “step”",
        ),
        ({"scale": {"min": 1}}, "“scale.max” must be a number"),
        ({"scale": {"min": 5, "max": 1}}, "must end above"),
        ({"scale": {"min": 1, "max": "inf"}}, "must end above"),
        ({"classes": {"labels": ["a"]}}, "need a “scale”"),
        ({"variables": ["q1"]}, "“variables” must be keys"),
        ({"variables": {"v": []}}, "“v” needs items"),
        ({"variables": {"v": ["q1", "q1"]}}, "“v” needs items, each of them once"),
        ({"weights": ["w"]}, "“weights” must be one name"),
        ({"strata": {"a": 1}}, "“strata” must be a list"),
        (
            {"lonely_psu": "remove"},
            "“lonely_psu” is “remove”, but must be one of: fail",
        ),
        ({"missing": "guess"}, "“missing” is “guess”"),
        ({"estimates": [{"median": "q1"}]}, "unknown key “median”"),
        ({"estimates": [{"mean": "q1", "total": "q1"}]}, "An estimate is one of"),
        ({"estimates": [{"ratio": ["q1"]}]}, "a ratio two"),
        ({"estimates": [{"proportion": "sex"}]}, "needs the “level”"),
        ({"estimates": [{"mean": "q1", "level": "f"}]}, "Only a proportion"),
        ({"estimates": "mean"}, "“estimates” must be a list"),
        ([], "“design” must be keys"),
        ({"weights": "z"}, "no column “z”"),
        ({"weights": "sex"}, "Row 2, column “sex”: “f” is no number"),
        ({"strata": "sex"}, "Row 4, column “sex”: the design needs a value"),
        ({"fpc": "code"}, "Row 7, column “code”: the design needs a value"),
        ({"strata": "code"}, "Row 7, column “code”"),
        (
            {"missing": "fail", "estimates": [{"mean": "code"}]},
            "Row 7, column “code”: there is no answer",
        ),
        (
            {"missing": "fail", "estimates": [{"mean": "q1", "by": "sex"}]},
            "Row 4, column “sex”: there is no",
        ),
        ({"missing": "fail", "estimates": [{"mean": "sex"}]}, "“f” is no number"),
        (
            {"estimates": [{"proportion": "sex", "level": "x"}]},
            "never has the level “x”. It has: f, m",
        ),
    ],
)
def test_plans_that_cannot_be(plan: dict[str, object], sentence: str) -> None:
    with pytest.raises(UnfitData, match=sentence):
        found(plan)


def test_all_answers_equal() -> None:
    rows = {**ROWS, "q1": [4] * 6, "q2": [4] * 6}
    first = found(PLAN, rows).document["variables"][0]
    assert (first["mean"], first["se"], first["ci"]) == (4, 0, (4, 4))
    assert first["alpha"] is None


def test_a_variable_without_answers_is_undefined_and_so_is_the_whole() -> None:
    document = found(PLAN, {**ROWS, "q3": [None] * 6}).document
    assert document["variables"][1]["mean"] is None
    assert document["overall"] == {"mean": None, "se": None, "ci": None, "class": None}
